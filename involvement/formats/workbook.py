"""Excel workbooks in: one sheet per list, faults named by sheet and cell.

What people do to spreadsheets (capitals, stray spaces, dates that the program made
of months) is forgiven where it can be understood in one way only, and then noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, MissingExtra, RecordError
from involvement.formats.headers import header_columns
from involvement.formats.notes import Notes
from involvement.formats.rows import Assembly, Places, Row
from involvement.formats.scanning import Scan, column_letters, scanned
from involvement.formats.sheets import Column, Sheet, sheets
from involvement.formats.source import read_bytes
from involvement.formats.tree import Tree
from involvement.formats.typed import LONG, Typed
from involvement.formats.unpacking import Package, unpacked
from involvement.formats.workbook_writing import START, WORDS, write, write_template

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.limits import Limits

__all__ = ["read", "write", "write_template"]

Grid = list[list[Any]]
"""The values of one sheet, row by row from A1."""


def read(path: Path, limits: Limits) -> Tree:
    """The record in an Excel workbook, as plain values with their cells.

    Raises:
        RecordError: If it is no workbook that can be opened within the limits.
        MissingExtra: If the extra `excel` is not installed.
    """
    package = unpacked(read_bytes(path, limits), path.name, limits)
    scans = scanned(package, limits)
    notes = Notes(path.name)
    if package.macros:
        notes.add(
            "workbook-macros", "found macros", "only values were read; nothing was run"
        )
    return _Reader(path.name, notes).tree(grids(package), scans)


def grids(package: Package) -> dict[str, Grid]:
    """The values of every sheet.

    Raises:
        RecordError: If the reader cannot make sense of the workbook.
        MissingExtra: If the extra `excel` is not installed.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError:
        raise MissingExtra.needed("excel", "reading a workbook") from None
    try:
        book = CalamineWorkbook.from_filelike(package.file())
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, PasswordError, ValueError, OSError) as error:
        raise RecordError(
            [
                Issue(
                    code="file-kind",
                    found=f"found a workbook that cannot be read: {error}",
                    where=package.source,
                    hint="open it in a spreadsheet program and save it as .xlsx",
                )
            ]
        ) from None


class _Reader:
    """Reads the sheets of one workbook and keeps what must be said of them."""

    def __init__(self, source: str, notes: Notes) -> None:
        self.source = source
        self.notes = notes
        self.letters: dict[str, dict[str, str]] = {}

    def tree(self, found: dict[str, Grid], scans: dict[str, Scan]) -> Tree:
        known = self._known(found)
        typed = Typed(self.notes, _long_texts(found.get(LONG, [])))
        rows: dict[str, list[Row]] = {}
        for name, written in known.items():
            sheet = sheets()[name]
            self._said(written, scans.get(written, Scan()))
            rows[name] = self._rows(sheet, written, found[written], typed)
        places = Places(self.letters)
        assembly = Assembly(places, self.source)
        value = assembly.put(rows)
        issues = (*self.notes.issues(), *assembly.issues)
        return Tree(value, self.source, places, issues)

    def _known(self, found: dict[str, Grid]) -> dict[str, str]:
        """Each of our sheets that is there, and its name as written."""
        known: dict[str, str] = {}
        for written in found:
            folded = written.strip().casefold()
            if folded in (START, WORDS, LONG):
                continue
            if folded not in sheets():
                self.notes.stray(written, list(sheets()))
                continue
            if folded != written:
                self.notes.forgiven(written, "", written, folded)
            known.setdefault(folded, written)
        return known

    def _said(self, sheet: str, scan: Scan) -> None:
        """What the cells themselves do not show."""
        for cell in scan.errors:
            self.notes.fault(
                "cell-error",
                "found an error such as #DIV/0! or #N/A",
                f"{sheet}!{cell}",
                "expected a value, or an empty cell if it was not recorded",
                "correct the formula or the value",
            )
        for merged in scan.merged:
            self.notes.fault(
                "cell-merged",
                f"found merged cells {merged}",
                f"{sheet}!{merged.partition(':')[0]}",
                "expected each cell to stand alone",
                "unmerge them and fill in every row",
            )
        formulas = [cell for cell in scan.formulas if cell not in scan.errors]
        if formulas:
            self.notes.add(
                "cell-formula",
                f"found formulas in {_few(formulas)}",
                "their stored values were read; no formula was run",
                sheet,
            )
        hidden = ["the whole sheet"] * scan.concealed + list(scan.hidden)
        if hidden:
            self.notes.add(
                "cell-hidden", f"found hidden: {_few(hidden)}", "it was read", sheet
            )

    def _rows(self, sheet: Sheet, written: str, grid: Grid, typed: Typed) -> list[Row]:
        if not grid:
            return []
        columns = header_columns(sheet, written, grid[0], self.notes)
        self.letters[sheet.name] = {
            column.name: column_letters(at + 1) for at, column in columns
        }
        rows = []
        named = {at for at, _ in columns}
        loose = [
            at for at, head in enumerate(grid[0]) if head == "" and at not in named
        ]
        for number, cells in enumerate(grid[1:], start=2):
            values = _values(columns, cells, typed, written, number)
            if values:
                rows.append(Row(number, values))
            for at in loose:
                if columns and cells[at] != "":
                    self._headless(written, f"{column_letters(at + 1)}{number}")
                    loose.remove(at)
                    break
        return rows

    def _headless(self, sheet: str, cell: str) -> None:
        self.notes.fault(
            "field-unknown",
            "found a value in a column without a name",
            f"{sheet}!{cell}",
            "expected a column name in row 1",
            "name the column or clear it",
        )


def _values(
    columns: list[tuple[int, Column]],
    cells: list[Any],
    typed: Typed,
    sheet: str,
    row: int,
) -> dict[str, Any]:
    """The values of one row; empty cells have no entry."""
    values = {}
    for at, column in columns:
        raw = cells[at]
        if raw == "":
            continue
        if raw in column.words and column.kind in _ONE_WORD:  # most cells
            values[column.name] = raw
            continue
        value = typed.value(column, raw, sheet, at, row)
        if value is not None:
            values[column.name] = value
    return values


_ONE_WORD = frozenset({"word", "side"})


def _few(cells: list[str]) -> str:
    """The first five of many."""
    more = f" and {len(cells) - 5} more" if len(cells) > 5 else ""
    return ", ".join(cells[:5]) + more


def _long_texts(grid: Grid) -> dict[str, str]:
    """Texts too long for one cell, put together again, by their key."""
    texts: dict[str, str] = {}
    for cells in grid[1:]:
        key, part = str(cells[0]), str(cells[1])[1:]
        texts[key] = texts.get(key, "") + part
    return texts
