"""What the commands share: reading a record, writing a page, limits."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from involvement.errors import quote
from involvement.limits import MOST, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from involvement.errors import Issue

    _Parameter = click.ParamType[tuple[str, int]]
else:
    # older versions of click have no type to fill in
    _Parameter = click.ParamType

FAULTS, USAGE, STOPPED = 1, 2, 130
"""Exit codes: the record has faults; wrong usage; stopped by the user."""


class RaisedLimit(_Parameter):
    """`name=value`, a limit to raise."""

    name = "name=value"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int]:
        """The limit and its value, or what would have been right."""
        name, _, number = str(value).partition("=")
        known = [field.name for field in attrs.fields(Limits)]
        digits = number.isdecimal() and len(number) <= len(str(MOST))
        if name not in known or not digits or not 1 <= int(number) <= MOST:
            self.fail(
                f"{quote(value)}: write one of {', '.join(known)}, "
                f"then =NUMBER up to {MOST:,}",
                param,
                ctx,
            )
        return name, int(number)


limit_option = click.option(
    "--limit",
    type=RaisedLimit(),
    multiple=True,
    help="Raise a limit, as name=value.",
)
"""How much the input may ask of this machine."""


def raised(limit: tuple[tuple[str, int], ...]) -> Limits:
    """The limits with some raised; those for other packages hold from here on."""
    limits = Limits(**dict(limit))
    if "seconds" in dict(limit):
        from involvement.instruments.scale import plug_in_issues

        plug_in_issues(limits)
    return limits


def reads_a_record(command: Callable[..., Any]) -> Callable[..., Any]:
    """RECORD and the options every command that reads one has."""
    for option in (
        limit_option,
        click.option("--quiet", is_flag=True, help="No notes, warnings, progress."),
        click.argument("record", metavar="RECORD"),
    ):
        command = option(command)
    return command


def load(record: str, limit: tuple[tuple[str, int], ...] = (), *, quiet: bool) -> Any:
    """The record or portfolio, with its warnings told on standard error."""
    from involvement.formats import files

    say_if_waiting(record)
    return files.load(
        record,
        limits=raised(limit),
        on_warning=ignore if quiet else tell,
    )


def say_if_waiting(record: str) -> None:
    """Nothing would happen on the screen while a person is to type."""
    if record == "-" and sys.stdin.isatty():
        click.echo("reading a record from the terminal; end it with Ctrl-D", err=True)


def ignore(_issue: Issue) -> None:
    """Nobody wants to hear it."""


def tell(issue: Issue) -> None:
    """Say it on standard error, apart from the results."""
    click.echo(str(issue), err=True)


def write(text: str, path: str = "-") -> None:
    """To a file, whole or not at all; to standard output for `-`."""
    if path == "-":
        click.echo(text, nl=not text.endswith("\n"))
        return
    from involvement.formats.writing import write_whole

    write_whole(Path(path), text.encode())
    click.echo(f"wrote {path}", err=True)


def terminal() -> dict[str, Any]:
    """How wide to print, and whether in colour."""
    if not sys.stdout.isatty():
        return {"width": 100, "colour": False}
    width = min(shutil.get_terminal_size((100, 40)).columns, 110)
    return {"width": width, "colour": "NO_COLOR" not in os.environ}
