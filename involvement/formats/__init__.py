"""Files to records and back: every door makes the same plain tree."""
