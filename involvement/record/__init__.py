"""What was observed: one programme as one frozen, typed record."""
