"""The commands. No logic: each calls what a program would call."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from involvement import __version__
from involvement.cli.shared import FAULTS, STOPPED, USAGE
from involvement.errors import InvolvementError

if TYPE_CHECKING:
    from collections.abc import Iterator

_USAGE_CODES = ("file-", "directory-", "option-", "extra-", "node-", "scale-unknown")


class _ReaderLeft(Exception):  # noqa: N818 - nothing is wrong
    """The pipe we print to was closed."""


class _Commands(click.Group):
    """Our commands; click itself would end a closed pipe with 1, as for faults."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderLeft from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="involvement")
def commands() -> None:
    """Judge user involvement from one typed record of a programme.

    RECORD is a file (.yaml, .json, .xlsx), a directory of records, `-` for standard
    input, or the id of a shipped example.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run a command; exit 0 done, 1 the record has faults, 2 wrong usage."""
    from involvement.cli import judging, records, tables

    for module in (judging, records, tables):
        for command in module.COMMANDS:
            commands.add_command(command)
    try:
        with _tidy_end():
            code = commands.main(
                arguments, prog_name="involvement", standalone_mode=False
            )
    except click.ClickException as wrong:
        wrong.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        code = STOPPED
    except InvolvementError as error:
        click.echo(str(error), err=True)
        code = _exit_code(error)
    except _ReaderLeft:
        # The reader (such as `head`) has left: that is its right. What is still
        # buffered must not be written at exit, or Python complains then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


@contextmanager
def _tidy_end() -> Iterator[None]:
    """Asked to end, or its terminal gone, a command removes its unfinished files.

    Left to itself Python ends at once, and what is being written stays beside.
    """
    numbers = [signal.SIGTERM, *filter(None, [getattr(signal, "SIGHUP", None)])]
    ours = [one for one in numbers if signal.getsignal(one) is signal.SIG_DFL]
    try:
        for one in ours:
            signal.signal(one, _end)
    except ValueError:  # a thread of another program: signals are not ours
        ours = []
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)


def _end(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _exit_code(error: InvolvementError) -> int:
    faults = [issue for issue in error.issues if issue.severity == "error"]
    usage = all(issue.code.startswith(_USAGE_CODES) for issue in faults)
    return USAGE if usage else FAULTS
