"""Records from other people's data, with a report of every row not used."""
