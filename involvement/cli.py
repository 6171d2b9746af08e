"""The commands. No logic: each calls what a program would call."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from involvement import __version__
from involvement.errors import InvolvementError, Issue
from involvement.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTS, USAGE, STOPPED = 1, 2, 130

_USAGE_CODES = ("file-", "directory-", "option-", "extra-")


def main(arguments: list[str] | None = None) -> None:
    """Run a command; exit 0 done, 1 the record has faults, 2 wrong usage."""
    try:
        commands.main(args=arguments, prog_name="involvement", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(STOPPED)
    except InvolvementError as error:
        click.echo(str(error), err=True)
        sys.exit(_exit_code(error))
    except BrokenPipeError:
        # The reader (such as `head`) has left: that is its right. What is still
        # buffered must not be written at exit, or Python complains then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _exit_code(error: InvolvementError) -> int:
    usage = all(issue.code.startswith(_USAGE_CODES) for issue in error.issues)
    return USAGE if usage else FAULTS


class _Limits(click.ParamType):
    """`name=value`, a limit to raise."""

    name = "name=value"

    def convert(self, value: Any, _param: Any, _context: Any) -> tuple[str, int]:
        name, _, number = str(value).partition("=")
        known = [field.name for field in Limits.__attrs_attrs__]
        if name not in known or not number.isdecimal() or int(number) < 1:
            self.fail(f"{value!r}: write one of {', '.join(known)}, then =NUMBER")
        return name, int(number)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="involvement")
def commands() -> None:
    """Judge user involvement from one typed record of a programme."""


def _record_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """RECORD and the options every command that reads one has."""
    command = click.option(
        "--limit", type=_Limits(), multiple=True, help="Raise a limit, as name=value."
    )(command)
    command = click.option("--quiet", is_flag=True, help="No notes and warnings.")(
        command
    )
    return click.argument("record", metavar="RECORD")(command)


def _load(record: str, limit: tuple[tuple[str, int], ...], *, quiet: bool) -> Any:
    """The record, with its warnings told on stderr."""
    from involvement.formats import files

    return files.load(
        record,
        limits=Limits(**dict(limit)),
        on_warning=_ignore if quiet else _tell,
    )


def _ignore(_issue: Issue) -> None:
    """Nobody wants to hear it."""


def _tell(issue: Issue) -> None:
    click.echo(str(issue), err=True)


def _write(text: str, path: str) -> None:
    """To a file, whole or not at all; to standard output for `-`."""
    from involvement.formats import files

    if path == "-":
        click.echo(text, nl=not text.endswith("\n"))
    else:
        files.write_whole(Path(path), text.encode())


def _terminal() -> dict[str, Any]:
    """How wide to print, and whether in colour."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((100, 40)).columns if sys.stdout.isatty() else 100
    return {"width": min(width, 110), "colour": colour}


@commands.command()
@_record_argument
@click.option("--html", metavar="FILE", help="Write the report as one HTML file.")
@click.option("--tables", metavar="DIR", help="Write tidy tables as CSV files.")
@click.option(
    "--markdown", "form", flag_value="markdown", help="Print a Markdown page."
)
@click.option("--json", "form", flag_value="json", help="Print the whole assessment.")
@click.option("--gripp2", "form", flag_value="gripp2", help="Print a GRIPP2 draft.")
@click.option(
    "--feedback", "form", flag_value="feedback", help="Print what became of it."
)
def evaluate(
    record: str,
    limit: tuple[tuple[str, int], ...],
    html: str | None,
    tables: str | None,
    form: str | None,
    *,
    quiet: bool,
) -> None:
    """Judge RECORD: a file, a directory, `-`, or the id of a shipped example."""
    from involvement.assessment import assess
    from involvement.report import pages

    assessment = assess(_load(record, limit, quiet=quiet))
    if html:
        _write(pages.page(assessment, "html"), html)
    if tables:
        pages.write_tables(assessment, Path(tables))
    if form:
        _write(pages.page(assessment, form), "-")
    elif not (html or tables):
        _write(pages.screen(assessment, **_terminal()), "-")


@commands.command()
@_record_argument
def check(record: str, limit: tuple[tuple[str, int], ...], *, quiet: bool) -> None:
    """List every fault of RECORD with file, line and column; exit 1 on errors."""
    from involvement.formats import files

    issues = files.check(record, limits=Limits(**dict(limit)))
    errors = [issue for issue in issues if issue.severity == "error"]
    for issue in errors if quiet else issues:
        click.echo(str(issue))
    click.echo(f"{len(errors)} errors, {len(issues) - len(errors)} warnings", err=True)
    if errors:
        raise click.exceptions.Exit(FAULTS)


@commands.command()
@_record_argument
@click.option("-n", "--number", type=click.IntRange(1), default=10, show_default=True)
def ask(
    record: str, limit: tuple[tuple[str, int], ...], number: int, *, quiet: bool
) -> None:
    """Print the questions whose answers would settle most about RECORD."""
    from involvement.assessment import assess
    from involvement.report.text import question_list

    assessment = assess(_load(record, limit, quiet=quiet))
    _write(question_list(assessment, number=number, **_terminal()), "-")


@commands.command()
@_record_argument
@click.option(
    "--pair", nargs=2, metavar="CONTRIBUTION CHANGE", help="Explain one pair."
)
@click.option("--time", type=click.Choice(["report", "strict"]), default="report")
@click.option("--weights", type=click.Choice(["equal", "sources"]), default="equal")
@click.option("--json", "as_json", is_flag=True, help="Print the whole trace.")
def trace(
    record: str,
    limit: tuple[tuple[str, int], ...],
    pair: tuple[str, str] | None,
    time: str,
    weights: str,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Follow inputs of RECORD to decisions and changes."""
    from involvement.influence.tracing import trace as follow

    found = follow(_load(record, limit, quiet=quiet), time=time, share_weights=weights)
    if pair:
        click.echo(found.explain(*pair))
    else:
        click.echo(found.to_json(indent=2) if as_json else found.explain())


@commands.command()
@click.argument("records", nargs=-1, required=True, metavar="A B [...]")
@click.option("--json", "as_json", is_flag=True, help="Print the whole comparison.")
def agree(records: tuple[str, ...], *, as_json: bool) -> None:
    """Compare coders: records of the same activities, one per coder."""
    from involvement.patterns.coders import agreement

    found = agreement([_load(record, (), quiet=True) for record in records])
    click.echo(found.to_json(indent=2) if as_json else found.explain())


@commands.command()
@click.argument("file", metavar="FILE.xlsx|.yaml")
@click.option("--blind", metavar="RECORD", help="Same activities, without the facts.")
def new(file: str, blind: str | None) -> None:
    """Write a record to fill in; never over an existing file."""
    from involvement.formats import files

    copy = None
    if blind:
        from involvement.patterns.coders import blind_copy

        copy = blind_copy(_load(blind, (), quiet=True))
    files.start(Path(file), record=copy)
    click.echo(f"wrote {file}", err=True)


@commands.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--from", "source_format", help="Format of IN, when its name hides it.")
@click.option("--to", "target_format", help="Format of OUT, when its name hides it.")
def convert(
    source: str, target: str, source_format: str | None, target_format: str | None
) -> None:
    """Turn a record into another format; `-` is standard input or output."""
    from involvement.formats.convert import convert as turn

    for issue in turn(
        source, target, source_format=source_format, target_format=target_format
    ):
        _tell(issue)


@commands.command()
@click.option("--assessment", "what", flag_value="assessment", help="Of the results.")
@click.option("--record", "what", flag_value="record", default=True, help="Of records.")
def schema(what: str) -> None:
    """Print the JSON Schema of records or of assessments."""
    from involvement import wire
    from involvement.assessment import schema as describe

    click.echo(wire.to_json(describe(what), indent=2).decode())


@commands.command("scales")
@click.argument("scale", required=False, metavar="[ID]")
def scales_(scale: str | None) -> None:
    """List the scales, or say everything about one."""
    import involvement

    if scale:
        click.echo(involvement.scale(scale).explain())
        return
    for name, one in involvement.scales().items():
        click.echo(f"{name:<14} {one.kind:<9} {one.title}")


@commands.command()
@click.argument("name", required=False, metavar="[ID]")
def example(name: str | None) -> None:
    """List the shipped examples, or print one."""
    from involvement.formats import files

    if name:
        click.echo(files.example_text(name), nl=False)
        return
    for one, title in files.examples().items():
        click.echo(f"{one:<24} {title}")
