"""CSV files of others, read within limits; every fault has its file and line."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from involvement.errors import Issue, RecordError, closest, quote
from involvement.limits import Limits, at_most

Paths = str | Path | Sequence[str | Path]
"""One file, several, or a directory of CSV files."""


@attrs.frozen
class Row:
    """One row: its cells by column, trimmed, and the line it starts on."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell; empty where the file has no such column."""
        return self.cells.get(column, "")

    @property
    def where(self) -> str:
        """The place, as faults show it."""
        return f"{self.file}:{self.line}"


@attrs.frozen
class Table:
    """One CSV file."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def require(self, columns: Iterable[str]) -> None:
        """Refuse the table unless it has these columns.

        Raises:
            RecordError: Naming every missing column and the nearest one there is.
        """
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise RecordError([self._missing(column) for column in missing])

    def _missing(self, column: str) -> Issue:
        near = closest(column, self.columns)
        hint = f"the nearest columns are: {', '.join(near)}" if near else ""
        if len(self.columns) == 1 and ";" in self.columns[0]:
            hint = "separate the columns with commas, not semicolons"
        return Issue(
            code="field-missing",
            found=f"found no column {quote(column)}",
            where=f"{self.file}:1",
            expected=f"expected a column {quote(column)}",
            hint=hint,
        )


def _fault(code: str, where: str, found: str, hint: str) -> RecordError:
    return RecordError([Issue(code=code, found=found, where=where, hint=hint)])


def _bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a file that exists, may be read and is not too large."""
    try:
        with path.open("rb") as file:
            data = at_most(file, limits.bytes + 1)
    except FileNotFoundError:
        raise _fault(
            "file-missing", str(path), "there is no such file", "check the path"
        ) from None
    except OSError as error:
        raise _fault(
            "file-denied", str(path), f"it cannot be read: {error.strerror}", ""
        ) from None
    if len(data) > limits.bytes:
        raise _fault(
            "limit-bytes",
            path.name,
            f"the file is larger than {limits.bytes} bytes",
            "raise it with Limits(bytes=...) or --limit bytes=...",
        )
    return data


def _text(data: bytes, name: str) -> str:
    """The text of a file, without a byte-order mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault(
            "text-encoding",
            f"{name}:{data.count(bytes([10]), 0, error.start) + 1}",
            f"byte {error.start} is not UTF-8",
            "save the file as UTF-8",
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _fault("syntax", f"{name}:{line}", "found a NUL character", "")
    return text


def _cells(text: str, name: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The line each row starts on, and its cells; empty lines are skipped."""
    before = csv.field_size_limit(limits.text)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        where = f"{name}:{line}"
        if "field limit" in str(error):
            raise _fault(
                "limit-text",
                where,
                f"one cell has more than {limits.text} characters",
                "raise it with Limits(text=...) or --limit text=...",
            ) from None
        raise _fault(
            "syntax", where, f"the row cannot be read: {error}", "check the quotes"
        ) from None
    finally:
        csv.field_size_limit(before)


def _header(cells: list[str], name: str) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in cells)
    twice = sorted(c for c, times in Counter(columns).items() if times > 1)
    if twice:
        raise RecordError(
            Issue(
                code="key-duplicate",
                found=f"column {quote(column)} stands there more than once",
                where=f"{name}:1",
                hint="rename or remove one of them",
            )
            for column in twice
        )
    return columns


def read_table(path: str | Path, *, limits: Limits | None = None) -> Table:
    """One CSV file as text cells.

    The file is UTF-8, its first row names the columns, cells are separated by commas.
    Nothing is interpreted: a cell that begins with `=` is that text.

    Raises:
        RecordError: If it cannot be read, or a row has too many or too few cells.
    """
    limits = limits or Limits()
    path = Path(path)
    text = _text(_bytes(path, limits), path.name)
    found = list(_cells(text, path.name, limits))
    if not found:
        raise _fault("record-empty", path.name, "found no rows", "")
    if len(found) - 1 > limits.items:
        raise _fault(
            "limit-items",
            path.name,
            f"found {len(found) - 1} rows, the limit is {limits.items}",
            "raise it with Limits(items=...) or --limit items=...",
        )
    columns = _header(found[0][1], path.name)
    ragged = [
        Issue(
            code="shape",
            found=f"the row has {len(cells)} cells, the header {len(columns)}",
            where=f"{path.name}:{line}",
            hint="a comma inside a cell needs quotes round the cell",
        )
        for line, cells in found[1:]
        if len(cells) != len(columns)
    ]
    if ragged:
        raise RecordError(ragged)
    rows = (
        Row(
            path.name,
            line,
            dict(zip(columns, (c.strip() for c in cells), strict=True)),
        )
        for line, cells in found[1:]
    )
    return Table(path.name, columns, tuple(rows))


def read_tables(paths: Paths, *, limits: Limits | None = None) -> tuple[Table, ...]:
    """Several CSV files, or every CSV file of a directory in order of name.

    Raises:
        RecordError: If there is none, or one cannot be read.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    files: list[Path] = []
    for path in map(Path, given):
        inside = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not inside:
            raise _fault(
                "directory-empty", str(path), "the directory holds no CSV file", ""
            )
        files += inside
    if not files:
        raise _fault("file-missing", "", "no file was given", "name at least one file")
    return tuple(read_table(path, limits=limits) for path in files)


def only_table(
    paths: Paths, *, limits: Limits | None, required: Sequence[str]
) -> Table:
    """The one CSV file of a layout that has only one.

    Raises:
        RecordError: If there are several, or it lacks a required column.
    """
    tables = read_tables(paths, limits=limits)
    if len(tables) > 1:
        names = ", ".join(table.file for table in tables[:3])
        raise _fault(
            "file-kind",
            "",
            f"found {len(tables)} files: {names}",
            "this layout is one file; name that one",
        )
    tables[0].require(required)
    return tables[0]


@attrs.frozen
class Layout:
    """How one file of a layout of several is known, and what it must have.

    Attributes:
        name: What the importer calls it.
        marks: Columns that together tell it from the other files.
        required: Columns it must have.
    """

    name: str
    marks: tuple[str, ...]
    required: tuple[str, ...]


def sorted_out(
    tables: Iterable[Table], layouts: Sequence[Layout]
) -> tuple[list[tuple[str, Table]], list[Table]]:
    """Each table with the name of its layout, and the tables of none.

    Raises:
        RecordError: If no table is of any layout, two are of one, or one lacks a
            required column.
    """
    known: list[tuple[str, Table]] = []
    strange: list[Table] = []
    for table in tables:
        fits = [x for x in layouts if all(m in table.columns for m in x.marks)]
        if not fits:
            strange.append(table)
            continue
        layout = max(fits, key=lambda x: len(x.marks))
        table.require(layout.required)
        known.append((layout.name, table))
    if not known:
        raise _none_fits(strange, layouts)
    return known, strange


def _none_fits(tables: Iterable[Table], layouts: Sequence[Layout]) -> RecordError:
    marks = "; ".join(", ".join(layout.marks) for layout in layouts)
    return RecordError(
        Issue(
            code="file-kind",
            found=f"found the columns {quote(', '.join(table.columns))}",
            where=f"{table.file}:1",
            expected=f"expected a file with the columns {marks}",
        )
        for table in tables
    )
