"""A programme, a portfolio, several coders."""
