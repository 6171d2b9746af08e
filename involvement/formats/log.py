"""The impact log: the flat sheet people keep, one row for each thing somebody said.

Each row becomes one contribution and, where the row says so, a decision, a change,
feedback, the links between them and a piece of evidence. The mapping is written
down in `docs/reference/formats.md`; a log that was read comes back out the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, RecordError
from involvement.formats.cells import unguarded
from involvement.formats.folder import csv_rows, csv_text
from involvement.formats.log_building import Building
from involvement.formats.log_rows import COLUMNS, Entry, log_sheet, named
from involvement.formats.log_writing import log_rows
from involvement.formats.source import read_bytes
from involvement.formats.text import decoded
from involvement.formats.validation import read_tree
from involvement.formats.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from involvement.formats.tree import Tree
    from involvement.limits import Limits
    from involvement.record.programme import Programme

BASIC = ("date", "who", "said", "hoped", "done", "why", "standard", "evidence")
"""The columns every log has; the others are written only when they are used."""


def read(path: Path, limits: Limits) -> Tree:
    """The record an impact log stands for; a CSV file, or a workbook's first sheet.

    Raises:
        RecordError: If it cannot be read within the limits, or a column is not known.
    """
    lines = _lines(path, limits)
    sheet = log_sheet(lines, path.name, _sheet(path))
    return Building(path.name, sheet.rows, sheet.issues).tree(path.stem)


def _sheet(path: Path) -> str:
    return "" if path.suffix.lower() == ".csv" else "row"


def _lines(path: Path, limits: Limits) -> list[tuple[int, list[Any]]]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook_lines(path, limits)
    text = decoded(read_bytes(path, limits), path.name)
    return [
        (line, [unguarded(cell) for cell in cells])
        for line, cells in csv_rows(text, path.name, limits)
    ]


def _workbook_lines(path: Path, limits: Limits) -> list[tuple[int, list[Any]]]:
    """The rows of a workbook's first sheet."""
    from involvement.formats.scanning import scanned
    from involvement.formats.unpacking import unpacked
    from involvement.formats.workbook import grids

    package = unpacked(read_bytes(path, limits), path.name, limits)
    scanned(package, limits)
    grid = next(iter(grids(package).values()), [])
    return [
        (number, [_plain(cell) for cell in cells])
        for number, cells in enumerate(grid, start=1)
        if any(cell != "" for cell in cells)
    ]


def _plain(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates without a time."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).removesuffix(" 00:00:00")


def write(programme: Programme, path: Path) -> tuple[Issue, ...]:
    """Write a record's contributions as an impact log.

    Returns:
        Notes on what the log has no place for.

    Raises:
        RecordError: If the file cannot be written.
    """
    rows, left_out = log_rows(programme)
    used = [name for name in COLUMNS if name in BASIC or any(r.get(name) for r in rows)]
    lines = [[row.get(name) or None for name in used] for row in rows]
    write_whole(path, csv_text([used, *lines], path.name).encode())
    return tuple(
        Issue(
            code="format-loss",
            found=f"left out {count} of {name}",
            where=path.name,
            hint="an impact log has no place for them; keep the record itself",
            severity="note",
        )
        for name, count in left_out.items()
    )


def append_row(path: Path, row: Mapping[str, str], *, limits: Limits) -> None:
    """Add one row to an impact log, or begin a log with it.

    The file is replaced whole, or not touched. A column the log lacks is added.

    Args:
        path: A CSV file; it need not exist yet.
        row: Column names, or their aliases, to what to write.
        limits: How much the existing file may ask of this machine.

    Raises:
        RecordError: If a column is not known, a value cannot be used, or the log
            cannot be read or written.

    Example:
        >>> import tempfile, pathlib
        >>> from involvement.limits import Limits
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "log.csv"
        >>> append_row(path, {"said": "Letters are hard to read"}, limits=Limits())
        >>> print(path.read_text().splitlines()[1])
        ,,Letters are hard to read,,,,,
    """
    if path.suffix.lower() != ".csv":
        raise RecordError([_not_csv(path)])
    given = named(row, path.name)
    entry = Entry(1, given, {name: n for n, name in enumerate(given, 1)})
    read_tree(Building("row", (entry,), ()).tree("log"))
    if not path.exists():
        columns = [name for name in COLUMNS if name in BASIC or given.get(name)]
        cells = [given.get(name) or None for name in columns]
        write_whole(path, csv_text([columns, cells], path.name).encode())
        return
    text = decoded(read_bytes(path, limits), path.name)
    write_whole(path, _extended(text, given, path.name, limits).encode())


def _extended(text: str, given: dict[str, str], source: str, limits: Limits) -> str:
    """The log with one more row; what stands in it stays as it is."""
    lines = list(csv_rows(text, source, limits))
    sheet = log_sheet(lines, source)
    if sheet.issues:
        raise RecordError(sheet.issues)
    header = sheet.header or BASIC
    missing = [name for name in COLUMNS if given.get(name) and name not in header]
    cells = [given.get(name) or None for name in (*header, *missing)]
    if lines and not missing:
        begun = text if text.endswith("\n") else f"{text}\r\n"
        return begun + csv_text([cells])
    names = lines[0][1] if lines else header
    width = len(names) + len(missing)
    old = [
        [
            *(unguarded(cell) if cell else None for cell in row),
            *[None] * (width - len(row)),
        ]
        for _, row in lines[1:]
    ]
    return csv_text([[*names, *missing], *old, cells])


def _not_csv(path: Path) -> Issue:
    return Issue(
        code="file-kind",
        found=f"found the ending {path.suffix!r}",
        where=str(path),
        expected="expected an impact log ending in .csv",
        hint="save the sheet as CSV (UTF-8), and add rows to that",
    )
