"""What every importer hands back: records, and an account of all it was given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, plain
from involvement.formats.tree import Tree
from involvement.formats.validation import read_tree
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from involvement.formats.importers.tables import Row, Table
    from involvement.limits import Limits


@attrs.frozen
class Used:
    """A column that was read, and what became of it.

    Attributes:
        file: Name of the file.
        column: The column; empty when `becomes` is about the rows.
        becomes: What it is in the record.
        rows: How many rows were read, when it is about the rows.
    """

    file: str
    column: str
    becomes: str
    rows: int | None = None

    def __str__(self) -> str:
        """One line."""
        if self.rows is not None:
            return f"{self.file}: {self.rows} rows -> {self.becomes}"
        return f"{self.file}: {self.column} -> {self.becomes}"


@attrs.frozen
class Unused:
    """Something that was not read into the record, and why.

    Attributes:
        file: Name of the file.
        why: The reason, in words.
        column: The column; empty when a whole row or file is meant.
        row: The line the row starts on; None when a whole column or file is meant.
    """

    file: str
    why: str
    column: str = ""
    row: int | None = None

    def __str__(self) -> str:
        """One line, with the place first."""
        line = f":{self.row}" if self.row is not None else ""
        column = f" {self.column}" if self.column else ""
        return plain(f"{self.file}{line}{column}: {self.why}")


@attrs.frozen
class Figure:
    """A count that the files state and a record has no field for.

    Attributes:
        what: What was counted.
        n: How many.
        of: Out of how many; None when it is a plain count.

    Example:
        >>> print(Figure("meetings without a head count", 22, 410))
        meetings without a head count: 22 of 410
    """

    what: str
    n: int
    of: int | None = None

    def __str__(self) -> str:
        """One line."""
        return f"{self.what}: {self.n}" + ("" if self.of is None else f" of {self.of}")


@attrs.frozen(kw_only=True)
class Import:
    """Records made from somebody else's files, and what was done with every part.

    Attributes:
        programmes: The records, valid, in the order of the files.
        used: Each column and each kind of row that went into them.
        unused: Each file, column, row or cell that did not, with the reason.
        figures: Counts the files state that a record has no field for.
        notes: What a reader must know about the mapping.
        warnings: What the checks of the record say about the records made.
    """

    programmes: tuple[Programme, ...]
    used: tuple[Used, ...]
    unused: tuple[Unused, ...]
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[Issue, ...] = ()

    def figure(self, what: str) -> Figure:
        """The figure of that name.

        Raises:
            KeyError: If the files state none of that name.
        """
        for figure in self.figures:
            if figure.what == what:
                return figure
        raise KeyError(what)

    def explain(self) -> str:
        """What came of the files, part by part, as text."""
        parts: list[tuple[str, Iterable[object]]] = [
            ("Records", (f"{p.id}: {plain(p.name)}" for p in self.programmes)),
            ("Used", self.used),
            ("Not used", self.unused),
            ("Figures", self.figures),
            ("Notes", self.notes),
            ("Warnings", self.warnings),
        ]
        lines: list[str] = []
        for title, items in parts:
            shown = [f"  {item}" for item in items]
            if shown:
                lines += [f"{title} ({len(shown)})", *shown]
        return "\n".join(lines)


Importer = Callable[..., Import]
"""From a path or paths, and `limits`, to an `Import`."""


class Ledger:
    """Keeps the books while an importer reads: nothing goes without an entry."""

    def __init__(self) -> None:
        """Open empty books."""
        self.used: list[Used] = []
        self.unused: list[Unused] = []
        self.figures: list[Figure] = []
        self.notes: list[str] = []
        self.warnings: list[Issue] = []

    def columns(
        self, table: Table, mapping: Mapping[str, str], left: Mapping[str, str]
    ) -> None:
        """Enter every column of a file: what it becomes, or why it is left out."""
        for column in table.columns:
            if column in mapping:
                self.used.append(Used(table.file, column, mapping[column]))
            else:
                why = left.get(column, "not part of this layout")
                self.unused.append(Unused(table.file, why, column))
        for column in mapping:
            if column not in table.columns:
                self.notes.append(
                    f"{table.file} has no column {column!r}: {mapping[column]} "
                    "stays unknown"
                )

    def file(self, table: Table, why: str) -> None:
        """Enter a file that is not used."""
        self.unused.append(Unused(table.file, why))

    def rows(self, table: Table, n: int, becomes: str) -> None:
        """Enter how many rows of a file were read."""
        self.used.append(Used(table.file, "", becomes, n))

    def row(self, row: Row, why: str) -> None:
        """Enter a row that is not used."""
        self.unused.append(Unused(row.file, why, "", row.line))

    def cell(self, row: Row, column: str, why: str) -> None:
        """Enter a cell that is not used."""
        self.unused.append(Unused(row.file, why, column, row.line))

    def figure_of(self, what: str, n: int, of: int | None = None) -> None:
        """Enter a count that has no field in a record."""
        self.figures.append(Figure(what, n, of))

    def record(
        self, values: dict[str, Any], source: str, limits: Limits | None
    ) -> Programme:
        """The record these values make, checked as a whole.

        Raises:
            RecordError: With every fault, if they make no valid record.
        """
        programme, warnings = read_tree(Tree(values, source), limits=limits)
        self.warnings += warnings
        return programme

    def close(self, programmes: Iterable[Programme]) -> Import:
        """The finished import."""
        return Import(
            programmes=tuple(programmes),
            used=tuple(self.used),
            unused=tuple(self.unused),
            figures=tuple(self.figures),
            notes=tuple(self.notes),
            warnings=tuple(self.warnings),
        )
