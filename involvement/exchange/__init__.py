"""The influence graph for other tools."""
