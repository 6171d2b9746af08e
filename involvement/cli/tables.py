"""The command that scores tables."""

from __future__ import annotations

from pathlib import Path

import click

from involvement.cli.shared import ignore, tell


@click.command()
@click.argument("table", metavar="TABLE")
@click.option("-o", "--output", required=True, metavar="TABLE", help="Where to write.")
@click.option("--scale", "scales", multiple=True, help="Only this scale; repeatable.")
@click.option("--words", is_flag=True, help="Write level ids, not numbers and bits.")
@click.option("--quiet", is_flag=True, help="No notes and no progress.")
def score(
    table: str, output: str, scales: tuple[str, ...], *, words: bool, quiet: bool
) -> None:
    """Score TABLE, one row per activity, columns named as the facts.

    Reads and writes .parquet, .csv, .jsonl, .ndjson, .arrow and .feather.
    """
    from involvement.report.progress import counting
    from involvement.scoring.streams import score_file

    with counting("rows", quiet=quiet) as count:
        rows = score_file(
            Path(table),
            Path(output),
            scales=scales or None,
            words=words,
            on_warning=ignore if quiet else tell,
            on_rows=count,
        )
    if not quiet:
        click.echo(f"scored {rows} rows", err=True)


COMMANDS = (score,)
"""In the order of use."""
