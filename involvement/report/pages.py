"""Every form of the report by name, for programs and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.errors import Issue, RecordError, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from involvement.assessment import Assessment


def _json(assessment: Assessment) -> str:
    return assessment.to_json(indent=2) + "\n"


def _text(assessment: Assessment) -> str:
    from involvement.report.text import summary

    return summary(assessment)


def _markdown(assessment: Assessment) -> str:
    from involvement.report import markdown

    return markdown.page(assessment)


def _html(assessment: Assessment) -> str:
    from involvement.report import html

    return html.page(assessment)


def _gripp2(assessment: Assessment) -> str:
    from involvement.report import gripp2

    return gripp2.page(assessment)


def _feedback(assessment: Assessment) -> str:
    from involvement.report import feedback

    return feedback.page(assessment)


def _gripp2_long(assessment: Assessment) -> str:
    from involvement.report import gripp2

    return gripp2.page(assessment, form="long")


def _feedback_html(assessment: Assessment) -> str:
    from involvement.report import feedback

    return feedback.html(assessment)


FORMS: dict[str, Callable[[Assessment], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
    "gripp2": _gripp2,
    "gripp2-long": _gripp2_long,
    "feedback": _feedback,
    "feedback-html": _feedback_html,
}
"""The forms a report can take."""


def page(assessment: Assessment, form: str = "text") -> str:
    """The report in one form.

    Raises:
        RecordError: If there is no such form (`option-unknown`).
    """
    if form not in FORMS:
        raise RecordError(
            [
                Issue(
                    code="option-unknown",
                    found=f"found the form {form!r}",
                    expected=one_of(list(FORMS), word=form),
                )
            ]
        )
    return FORMS[form](assessment)


def screen(assessment: Assessment, *, width: int = 100, colour: bool = False) -> str:
    """The summary for a terminal."""
    from involvement.report.text import summary

    return summary(assessment, width=width, colour=colour)


def write_tables(
    tables: Mapping[str, Sequence[Mapping[str, object]]], folder: Path
) -> tuple[Path, ...]:
    """Write tidy tables as CSV files into a folder, which is made if missing.

    Text that a spreadsheet would run as a formula is written with a leading quote.

    Raises:
        RecordError: If a file cannot be written.
    """
    from involvement.formats.folder import csv_text
    from involvement.formats.writing import make_folder, write_whole

    make_folder(folder)
    written = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        write_whole(path, csv_text(_grid(rows)).encode())
        written.append(path)
    return tuple(written)


def write_charts(assessment: Assessment, folder: Path) -> tuple[Path, ...]:
    """Write every chart as an SVG file into a folder, which is made if missing.

    Raises:
        RecordError: If a file cannot be written.
        MissingExtra: If the extra `charts` is not installed.
    """
    from involvement.formats.writing import make_folder, write_whole
    from involvement.report import charts

    found = charts.figures(assessment)
    make_folder(folder)
    written = []
    for name, svg in found.items():
        path = folder / f"{name}.svg"
        write_whole(path, svg.encode())
        written.append(path)
    return tuple(written)


def _grid(rows: Sequence[Mapping[str, object]]) -> Iterator[list[object]]:
    """A header of every column of any row, then the rows; nothing stays empty."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    yield list(columns)
    for row in rows:
        yield ["" if row.get(name) is None else row[name] for name in columns]
