"""Scales as data: rules, scale files, truth tables."""
