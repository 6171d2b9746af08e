"""An assessment arranged for people; a report decides nothing."""
