"""The command that scores tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from involvement.cli.shared import FAULTS, ignore, limit_option, raised, tell

if TYPE_CHECKING:
    from involvement.errors import Issue


@attrs.define
class _Told:
    """What is said of lines: notes to who wants them, faults to all, up to a limit."""

    most: int
    quiet: bool
    faults: int = 0
    notes: int = 0

    def __call__(self, issue: Issue) -> None:
        """Say one of them, or only count it."""
        if issue.severity != "error":
            self.notes += 1
            if not self.quiet and self.notes <= self.most:
                tell(issue)
            return
        self.faults += 1
        if self.faults <= self.most:
            tell(issue)

    def end(self) -> None:
        """Say how many faults there were, and end with the exit code for faults."""
        if not self.faults:
            return
        more = self.faults - self.most
        left = f", {more} of them not shown" if more > 0 else ""
        click.echo(f"left out the lines with {self.faults} faults{left}", err=True)
        raise click.exceptions.Exit(FAULTS)


@click.command()
@click.argument("table", metavar="TABLE")
@click.option("-o", "--output", required=True, metavar="TABLE", help="Where to write.")
@click.option("--scale", "scales", multiple=True, help="Only this scale; repeatable.")
@click.option("--words", is_flag=True, help="Write level ids, not numbers and bits.")
@limit_option
@click.option("--quiet", is_flag=True, help="No notes and no progress.")
def score(
    table: str,
    output: str,
    scales: tuple[str, ...],
    limit: tuple[tuple[str, int], ...],
    *,
    words: bool,
    quiet: bool,
) -> None:
    """Score TABLE, one row per activity, columns named as the facts.

    Reads and writes .parquet, .csv, .jsonl, .ndjson, .arrow and .feather. A line of
    JSON that cannot be read is named on standard error and left out; the others are
    scored, and the command ends with 1.
    """
    from involvement.report.progress import counting
    from involvement.scoring.streams import score_file

    limits = raised(limit)
    lines = _Told(limits.issues, quiet)
    with counting("rows", quiet=quiet) as count:
        rows = score_file(
            Path(table),
            Path(output),
            scales=scales or None,
            words=words,
            limits=limits,
            on_warning=ignore if quiet else tell,
            on_fault=lines,
            on_rows=count,
        )
    if not quiet:
        click.echo(f"scored {rows} rows", err=True)
    lines.end()


COMMANDS = (score,)
"""In the order of use."""
