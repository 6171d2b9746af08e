"""The columns of an impact log, whatever people call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from involvement.errors import Issue, RecordError, one_of, quote
from involvement.formats.scanning import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("when", "date of meeting", "meeting date", "day"),
    "who": ("who said it", "raised by", "from", "contributor", "person", "group"),
    "said": (
        "what they said", "what was said", "comment", "suggestion", "input",
        "contribution", "issue", "point raised",
    ),
    "hoped": (
        "what it was hoped to influence", "hoped to influence", "aim", "intended",
        "intended to influence", "what we hoped to influence",
    ),
    "done": (
        "what was done", "what happened", "action", "action taken", "change",
        "what changed", "result",
    ),
    "why": ("why it matters", "why is it important", "importance", "significance"),
    "standard": ("which standard", "uk standard", "standards"),
    "evidence": ("where is the evidence", "reference", "document", "proof"),
    "activity": ("meeting", "event", "in which activity"),
    "verdict": ("decision", "answer", "response"),
    "reason": ("reason given", "why not", "reasons"),
    "status": ("state of the change", "progress"),
    "told": ("fed back", "told back", "contributor told", "feedback"),
    "source": ("evidence from", "whose evidence", "source of evidence"),
}  # fmt: skip
"""Each column and what else it may be called; capitals and signs do not matter."""


@attrs.frozen
class Entry:
    """One row of a log.

    Attributes:
        line: Its line in the file, or its row in the sheet.
        cells: Column to text; every column of the log has an entry.
        columns: Column to its position, from 1.
        sheet: `row` for a workbook; empty for CSV.
    """

    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    sheet: str = ""

    def __getitem__(self, column: str) -> str:
        """The cell's text; empty where there is none."""
        return self.cells.get(column, "")

    def place(self, column: str = "") -> str:
        """Where it stands: `12:3` in CSV, a cell in a workbook."""
        at = self.columns.get(column, 1)
        if self.sheet:
            return f"{column_letters(at)}{self.line}"
        return f"{self.line}:{at}"


@attrs.frozen
class LogSheet:
    """An impact log as it stands in a file.

    Attributes:
        header: Column by position; empty for one that is not known.
        rows: Its rows.
        issues: What is wrong with its columns.
    """

    header: tuple[str, ...]
    rows: tuple[Entry, ...]
    issues: tuple[Issue, ...]


def folded(name: str) -> str:
    """A column's name without capitals and signs."""
    return " ".join(re.findall(r"\w+", name.casefold().replace("_", " ")))


_NAMES = {
    folded(alias): name
    for name, aliases in COLUMNS.items()
    for alias in (name, *aliases)
}


def named(row: Mapping[str, str], source: str) -> dict[str, str]:
    """A row by our names of its columns.

    Raises:
        RecordError: If a column is not known.
    """
    wrong = [name for name in row if folded(name) not in _NAMES]
    if wrong:
        raise RecordError([_unknown(name, source) for name in wrong])
    return {_NAMES[folded(name)]: text for name, text in row.items()}


def _unknown(name: str, where: str) -> Issue:
    return Issue(
        code="field-unknown",
        found=f"found a column {quote(name)}",
        where=where,
        expected=one_of(list(COLUMNS), word=name),
        hint="rename it, or remove it: no column is left out in silence",
    )


def log_sheet(
    lines: Sequence[tuple[int, list[str]]], source: str, sheet: str = ""
) -> LogSheet:
    """The rows of a log by column, and what is wrong with its columns.

    Args:
        lines: Line number and cells; the first is the header.
        source: The file's name as shown to people.
        sheet: `row` when the lines are rows of a workbook.
    """
    if not lines:
        return LogSheet((), (), ())
    (number, names), *rest = lines
    header = tuple(_NAMES.get(folded(name), "") for name in names)
    positions: dict[str, int] = {}
    issues: list[Issue] = []
    for at, (name, written) in enumerate(zip(header, names, strict=True), start=1):
        where = f"{source}:{number}:{at}"
        if not name and written.strip():
            issues.append(_unknown(written, where))
        elif name in positions:
            issues.append(_second(name, where))
        elif name:
            positions[name] = at
    rows = [
        Entry(
            line,
            {name: cells[at - 1] for name, at in positions.items() if at <= len(cells)},
            positions,
            sheet,
        )
        for line, cells in rest
    ]
    loose = [_loose(line, len(names) + 1, source) for line, cells in rest
             if any(cells[len(names) :])]  # fmt: skip
    return LogSheet(header, tuple(rows), (*issues, *loose))


def _loose(line: int, at: int, source: str) -> Issue:
    return Issue(
        code="syntax",
        found="found a cell under no column",
        where=f"{source}:{line}:{at}",
        hint="put quotes round a text that holds a comma",
    )


def _second(name: str, where: str) -> Issue:
    return Issue(
        code="key-duplicate",
        found=f"found a second column for {name!r}",
        where=where,
        hint="keep one of them",
    )
