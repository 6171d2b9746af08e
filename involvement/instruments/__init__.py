"""Scales as data: the rule language, the truth tables, the scale files."""
