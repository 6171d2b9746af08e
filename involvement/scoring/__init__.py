"""One activity, or a million: facts to verdicts."""
