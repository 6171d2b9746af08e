"""Commands that judge a record: evaluate, check, ask, trace, agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from involvement.cli.each import evaluate_each
from involvement.cli.shared import (
    FAULTS,
    limit_option,
    load,
    raised,
    reads_a_record,
    say_if_waiting,
    terminal,
    write,
)
from involvement.patterns.disclosure import SMALLEST

if TYPE_CHECKING:
    from involvement.patterns.portfolio import Portfolio


@click.command()
@reads_a_record
@click.option("--html", metavar="FILE", help="Write the report as one HTML file.")
@click.option(
    "--feedback-html", metavar="FILE", help="Write a page to print for contributors."
)
@click.option("--charts", metavar="DIR", help="Write the charts as SVG files.")
@click.option("--tables", metavar="DIR", help="Write tidy tables as CSV files.")
@click.option(
    "--each",
    metavar="DIR",
    help="Assess each record of a directory by itself, as JSON in DIR; started "
    "again it goes on where it stopped.",
)
@click.option("--gzip", is_flag=True, help="With --each: write .json.gz.")
@click.option(
    "--smallest",
    metavar="N",
    type=click.IntRange(1),
    default=SMALLEST,
    show_default=True,
    help="Smallest count of people that is shown; 1 shows all.",
)
@click.option(
    "--markdown", "form", flag_value="markdown", help="Print a Markdown page."
)
@click.option("--json", "form", flag_value="json", help="Print the whole assessment.")
@click.option("--gripp2", "form", flag_value="gripp2", help="Print a GRIPP2 draft.")
@click.option(
    "--gripp2-long", "form", flag_value="gripp2-long", help="The same, long form."
)
@click.option(
    "--feedback", "form", flag_value="feedback", help="Print what became of it."
)
def evaluate(
    record: str,
    limit: tuple[tuple[str, int], ...],
    html: str | None,
    feedback_html: str | None,
    charts: str | None,
    tables: str | None,
    each: str | None,
    smallest: int,
    form: str | None,
    *,
    gzip: bool,
    quiet: bool,
) -> None:
    """Judge RECORD: a file, a directory, `-`, or the id of a shipped example."""
    from involvement.assessment import assess
    from involvement.patterns.portfolio import Portfolio as Several
    from involvement.report import pages

    if each or gzip:
        if not each or html or feedback_html or charts or tables or form:
            raise click.UsageError(
                "--each writes JSON, --gzip packs it; no other report goes with them"
            )
        evaluate_each(
            record, each, limit, smallest=smallest, compress=gzip, quiet=quiet
        )
        return
    found = load(record, limit, quiet=quiet)
    if isinstance(found, Several):
        single = html or feedback_html or charts
        _evaluate_all(found, smallest, single=single, tables=tables, form=form)
        return
    assessment = assess(found, k=smallest)
    if html:
        write(pages.page(assessment, "html"), html)
    if feedback_html:
        write(pages.page(assessment, "feedback-html"), feedback_html)
    if charts:
        pages.write_charts(assessment, Path(charts))
    if tables:
        pages.write_tables(assessment.tables(), Path(tables))
    if form:
        write(pages.page(assessment, form), "-")
    elif not (html or feedback_html or charts or tables):
        write(pages.screen(assessment, **terminal()), "-")


def _evaluate_all(
    portfolio: Portfolio,
    smallest: int,
    *,
    single: str | None,
    tables: str | None,
    form: str | None,
) -> None:
    """Several programmes: the findings over all, each shown, none ranked."""
    from involvement.report import pages

    if single or form not in (None, "json"):
        raise click.UsageError(
            "this report is about one programme; give one record of the directory"
        )
    if tables:
        pages.write_tables(portfolio.tables(k=smallest), Path(tables))
    if form:
        write(portfolio.findings(k=smallest).to_json(indent=2))
    elif not tables:
        write(portfolio.explain())


@click.command()
@reads_a_record
def check(record: str, limit: tuple[tuple[str, int], ...], *, quiet: bool) -> None:
    """List every fault of RECORD with file, line and column; exit 1 on errors."""
    from involvement.formats import files

    say_if_waiting(record)
    issues = files.check(record, limits=raised(limit))
    errors = [issue for issue in issues if issue.severity == "error"]
    for issue in errors if quiet else issues:
        click.echo(str(issue))
    click.echo(f"{len(errors)} errors, {len(issues) - len(errors)} warnings", err=True)
    if errors:
        raise click.exceptions.Exit(FAULTS)


@click.command()
@reads_a_record
@click.option("-n", "--number", type=click.IntRange(1), default=10, show_default=True)
def ask(
    record: str, limit: tuple[tuple[str, int], ...], number: int, *, quiet: bool
) -> None:
    """Print the questions whose answers would settle most about RECORD."""
    from involvement.assessment import assess
    from involvement.report.text import question_list

    assessment = assess(load(record, limit, quiet=quiet))
    write(question_list(assessment, number=number, **terminal()), "-")


@click.command()
@reads_a_record
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
    time: Literal["report", "strict"],
    weights: Literal["equal", "sources"],
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Follow inputs of RECORD to decisions and changes."""
    from involvement.influence.tracing import trace as follow

    found = follow(load(record, limit, quiet=quiet), time=time, share_weights=weights)
    if pair:
        click.echo(found.explain(*pair))
    else:
        click.echo(found.to_json(indent=2) if as_json else found.explain())


@click.command()
@click.argument("records", nargs=-1, required=True, metavar="A B [...]")
@limit_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole comparison.")
def agree(
    records: tuple[str, ...], limit: tuple[tuple[str, int], ...], *, as_json: bool
) -> None:
    """Compare coders: records of the same activities, one per coder."""
    from involvement.patterns.coders import agreement

    found = agreement([load(record, limit, quiet=True) for record in records])
    click.echo(found.to_json(indent=2) if as_json else found.explain())


COMMANDS = (evaluate, check, ask, trace, agree)
"""In the order of use."""
