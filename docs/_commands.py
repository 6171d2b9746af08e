"""Writes the page of the command line from the commands themselves."""

import contextlib
import io

import click
from _markdown import page

from involvement.cli import commands, main

INTRO = """\
Results go to standard output, progress and messages to standard error.
`--quiet` leaves out notes and warnings.
RECORD is a file, a directory, `-` for standard input, or the id of a shipped example.

| exit code | means |
|---|---|
| 0 | done |
| 1 | the record has faults |
| 2 | wrong usage: an option, a path, a missing extra |
"""


def command_line() -> str:
    """The page of the command line."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main(["--help"])  # the commands join when the program starts
    lines = ["## Overview", *said(commands, "involvement")]
    for name in sorted(commands.commands):
        command = commands.commands[name]
        lines += [f"## involvement {name}", *said(command, f"involvement {name}")]
        if isinstance(command, click.Group):
            for part, inner in sorted(command.commands.items()):
                words = f"involvement {name} {part}"
                lines += [f"### {words}", *said(inner, words)]
    return page("Command line", [INTRO], lines)


def said(command: click.Command, name: str) -> list[str]:
    """What `--help` prints."""
    settings = commands.context_settings  # a part inherits them from the whole
    with click.Context(command, info_name=name, terminal_width=80, **settings) as told:
        text = command.get_help(told)
    return ["", "```text", *(line.rstrip() for line in text.split("\n")), "```", ""]
