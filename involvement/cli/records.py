"""Commands about records, scales and schemas."""

from __future__ import annotations

from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, Literal

import click

from involvement.cli.shared import (
    limit_option,
    load,
    raised,
    reads_a_record,
    say_if_waiting,
    tell,
)
from involvement.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable


@click.command()
@click.argument("file", metavar="FILE.xlsx|.yaml")
@click.option("--blind", metavar="RECORD", help="Same activities, without the facts.")
def new(file: str, blind: str | None) -> None:
    """Write a record to fill in; never over an existing file."""
    from involvement.formats import files

    copy = None
    if blind:
        from involvement.patterns.coders import blind_copy

        copy = blind_copy(load(blind, (), quiet=True))
    files.start(Path(file), record=copy)
    click.echo(f"wrote {file}", err=True)


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--from", "source_format", help="Format of IN, when its name hides it.")
@click.option("--to", "target_format", help="Format of OUT, when its name hides it.")
@limit_option
def convert(
    source: str,
    target: str,
    source_format: str | None,
    target_format: str | None,
    limit: tuple[tuple[str, int], ...],
) -> None:
    """Turn a record into another format; `-` is standard input or output."""
    from involvement.exchange.convert import convert as turn

    say_if_waiting(source)
    for issue in turn(
        source,
        target,
        source_format=source_format,
        target_format=target_format,
        limits=raised(limit),
        on_warning=tell,
    ):
        tell(issue)


@click.command("import")
@click.argument("importer", metavar="IMPORTER")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", required=True, metavar="DIR", help="Where to write.")
@limit_option
@click.option("--quiet", is_flag=True, help="No account of what was used.")
def import_(
    importer: str,
    files: tuple[str, ...],
    output: str,
    limit: tuple[tuple[str, int], ...],
    *,
    quiet: bool,
) -> None:
    """Make records from other people's data, one file each, in DIR.

    What was used, and every row and column that was not, with the reason, goes to
    standard error.
    """
    from involvement.formats.files import dump
    from involvement.formats.importers import read
    from involvement.formats.writing import make_folder
    from involvement.patterns.portions import amount

    found = read(importer, [Path(file) for file in files], limits=raised(limit))
    make_folder(Path(output))
    for programme in found.programmes:
        dump(programme, Path(output) / f"{programme.id}.yaml")
    if not quiet:
        click.echo(found.explain(), err=True)
    wrote = amount(len(found.programmes), "record")
    click.echo(f"wrote {wrote} to {output}", err=True)


LOG_QUESTIONS = {
    "date": "When (2024-03-14, or empty for not known)",
    "who": "Who said it (a group or role, never a name)",
    "said": "What they said",
    "hoped": "What it was hoped to influence",
    "done": "What was done",
    "why": "Why it matters",
    "standard": "Which standard it serves",
    "evidence": "Where the evidence is",
}
"""The columns of an impact log, as they are asked for."""


@click.group("log")
def log() -> None:
    """Keep an impact log: one row a minute after a meeting."""


def _log_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for column, question in reversed(LOG_QUESTIONS.items()):
        command = click.option(f"--{column}", help=f"{question}.")(command)
    return command


@log.command("add")
@click.argument("file", metavar="FILE.csv")
@_log_options
def log_add(file: str, **given: str | None) -> None:
    """Add one row to FILE; asks for each column when no option is given.

    An empty answer leaves the column empty: it means not known.
    """
    from involvement.formats.log import append_row

    row = {column: text for column, text in given.items() if text is not None}
    if not row:
        for column, question in LOG_QUESTIONS.items():
            row[column] = click.prompt(
                question, default="", show_default=False, err=True
            )
    append_row(Path(file), row, limits=Limits())
    click.echo(f"added a row to {file}", err=True)


@click.command()
@reads_a_record
@click.argument("output", metavar="OUT")
@click.option("--key-file", metavar="FILE", help="A file with the secret, kept by you.")
def redact(
    record: str,
    limit: tuple[tuple[str, int], ...],
    output: str,
    key_file: str | None,
    *,
    quiet: bool,
) -> None:
    """Write RECORD without free text and exact dates, under pseudonyms, to OUT.

    The same key gives the same pseudonyms, so redacted records can be joined. Without
    --key-file a key is drawn and forgotten: nobody can tie a pseudonym to an id.
    """
    from involvement.formats import files, redaction
    from involvement.formats.source import read_bytes

    limits = Limits(**dict(limit))
    key = read_bytes(Path(key_file), limits).strip() if key_file else token_bytes(32)
    made = redaction.redact(load(record, limit, quiet=True), key=key)
    files.dump(made.programme, output)
    for issue in () if quiet else made.remains:
        tell(issue)


@click.command()
@click.option("--assessment", "what", flag_value="assessment", help="Of the results.")
@click.option("--record", "what", flag_value="record", default=True, help="Of records.")
def schema(what: Literal["record", "assessment"]) -> None:
    """Print the JSON Schema of records or of assessments."""
    from involvement import wire
    from involvement.assessment import schema as describe

    click.echo(wire.to_json(describe(what), indent=2).decode())


@click.command("scales")
@click.argument("scale", required=False, metavar="[ID|FILE.toml]")
@limit_option
def scales_(scale: str | None, limit: tuple[tuple[str, int], ...]) -> None:
    """List the scales, or say everything about one.

    Of one it also says which levels can never hold, which hold together, and where no
    level fits: facts about the scale, not faults.
    """
    import involvement

    if scale:
        _everything_about(scale, raised(limit))
        return
    for name, one in involvement.scales().items():
        click.echo(f"{name:<14} {one.kind:<9} {one.title}")


def _everything_about(name: str, limits: Limits) -> None:
    """A scale in use, or of a file that is only looked at."""
    from involvement.instruments.scale import scale
    from involvement.instruments.scale_path import read_path

    own = name.lower().endswith(".toml")
    one = read_path(name, limits)[0] if own else scale(name)
    click.echo(one.explain())
    if not one.derived:
        return
    report = one.report()
    click.echo(f"\nEvery combination of facts\n{report.explain()}")
    for issue in report.issues:
        tell(issue)


@click.command()
@click.argument("name", required=False, metavar="[ID]")
def example(name: str | None) -> None:
    """List the shipped examples, or print one."""
    from involvement.formats import files

    if name:
        click.echo(files.example_text(name), nl=False)
        return
    for one, title in files.examples().items():
        click.echo(f"{one:<24} {title}")


COMMANDS = (new, log, convert, import_, redact, schema, scales_, example)
"""In the order of use."""
