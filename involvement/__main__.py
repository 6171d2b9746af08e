"""`python -m involvement` is the command line."""

from involvement.cli import main

main()
