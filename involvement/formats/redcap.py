"""REDCap: a data dictionary to upload, and record exports in and out.

One REDCap record is one programme. The programme itself is a plain instrument; each
list is a repeating instrument. Raw codes are the record's own words.

Source:
    The column names of data dictionary and flat record export as REDCap writes
    them; Harris et al. 2009, doi 10.1016/j.jbi.2008.08.010 (the system).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from involvement import vocabulary
from involvement.errors import Issue, RecordError, one_of, quote
from involvement.formats.cells import parsed, shown, unguarded
from involvement.formats.folder import csv_rows, csv_text
from involvement.formats.notes import Notes
from involvement.formats.redcap_dictionary import (
    dictionary_rows,
    more_field,
    optional_facts,
    variable,
)
from involvement.formats.rows import Assembly, Places, Row, taken_apart
from involvement.formats.scanning import column_letters
from involvement.formats.sheets import Column, Sheet, sheets
from involvement.formats.source import read_bytes
from involvement.formats.text import decoded
from involvement.formats.tree import Tree
from involvement.formats.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from involvement.limits import Limits
    from involvement.record.programme import Programme

RECORD = "record_id"
INSTRUMENT = "redcap_repeat_instrument"
INSTANCE = "redcap_repeat_instance"
_DIGITS = 18
"""Digits of an instance number that are looked at; Python refuses thousands."""
_OTHERS = (
    "redcap_event_name",
    "redcap_data_access_group",
    "redcap_survey_identifier",
)
"""Columns REDCap may add that say nothing about a programme."""


def write_dictionary(path: Path) -> None:
    """Write the data dictionary of 18 columns that sets up a REDCap project.

    Raises:
        RecordError: If the file cannot be written.
    """
    write_whole(path, csv_text(dictionary_rows()).encode())


def write(programme: Programme, path: Path) -> None:
    """Write a record as a flat record export with repeating instruments.

    Raises:
        RecordError: If the file cannot be written.
    """
    fields = [field for sheet in sheets().values() for field in _fields(sheet)]
    lines: list[list[Any]] = [[RECORD, INSTRUMENT, INSTANCE, *fields]]
    for name, rows in taken_apart(programme).items():
        sheet = sheets()[name]
        for number, row in enumerate(rows, start=1):
            cells = dict(_cells(sheet, row))
            place = [None, None] if sheet.single else [name, number]
            values = [cells.get(field) for field in fields]
            lines.append([programme.id, *place, *values])
    write_whole(path, csv_text(lines, path.name).encode())


def _fields(sheet: Sheet) -> Iterator[str]:
    """The export's columns for one instrument."""
    for column in sheet.columns:
        name = variable(sheet, column)
        if column.kind == "words":
            yield from (f"{name}___{word}" for word in column.words)
        elif name != RECORD:
            yield name
            if column.name == vocabulary.MINIMUM_FACTS[-1]:
                yield more_field(sheet)
    yield f"{sheet.name}_complete"


def _cells(sheet: Sheet, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for column in sheet.columns:
        name = variable(sheet, column)
        value = row.get(column.name)
        if column.kind == "words":
            for word in column.words:
                yield f"{name}___{word}", int(word in (value or ()))
        elif value is not None:
            yield name, shown(column, value)
    if any(fact in row for fact in optional_facts(sheet)):
        yield more_field(sheet), "yes"
    yield f"{sheet.name}_complete", 2  # complete


def read(path: Path, limits: Limits, *, record: str | None = None) -> Tree:
    """One programme of a record export, as plain values with their cells.

    Args:
        path: The flat export in CSV, raw codes.
        limits: How much the file may ask of this machine.
        record: Which record, when the export holds several.

    Raises:
        RecordError: If the file cannot be read within the limits, or holds several
            records and none was named.
    """
    text = decoded(read_bytes(path, limits), path.name)
    lines = list(csv_rows(text, path.name, limits))
    notes = Notes(path.name)
    header = _Header.of(lines[0][1] if lines else [], notes)
    named = [(header.name(cells), line, cells) for line, cells in lines[1:]]
    found = list(dict.fromkeys(name for name, _, _ in named))
    if record is None and len(found) > 1:
        raise RecordError([_several(path.name, found)])
    wanted = [(line, cells) for name, line, cells in named if record in (None, name)]
    rows = header.rows(wanted, notes)
    places = Places(header.letters, naming="{cell}")
    assembly = Assembly(places, path.name)
    value = assembly.put(rows)
    return Tree(value, path.name, places, (*notes.issues(), *assembly.issues))


def _several(source: str, records: list[str]) -> Issue:
    return Issue(
        code="shape",
        found=f"found {len(records)} records: {', '.join(map(quote, records[:3]))}"
        + (" ..." if len(records) > 3 else ""),
        where=source,
        expected="expected one: a record is one programme",
        hint="say which one with record=..., or export one record",
    )


@attrs.define
class _Header:
    """Where each field of each instrument stands in an export."""

    record: int = 0
    instrument: int | None = None
    instance: int | None = None
    fields: dict[str, dict[str, int]] = attrs.field(factory=dict)
    letters: dict[str, dict[str, str]] = attrs.field(factory=dict)
    owners: dict[int, str] = attrs.field(factory=dict)

    @classmethod
    def of(cls, names: list[str], notes: Notes) -> _Header:
        """Read the first line; columns that are not known are noted."""
        header = cls()
        known, passed = _known(), _passed()
        first: dict[str, int] = {}
        for at, name in enumerate(names):
            if first.setdefault(name, at) != at and name not in passed:
                if name and notes.room():
                    _second_column(notes, at, name, first[name])
            elif name == RECORD:
                header.record = at
                header.fields.setdefault("programme", {})[name] = at
            elif name == INSTRUMENT:
                header.instrument = at
            elif name == INSTANCE:
                header.instance = at
            elif name in known and name not in passed:
                header.fields.setdefault(known[name], {})[name] = at
                header.owners[at] = known[name]
            elif name not in passed and notes.room():
                _unknown_column(notes, at, name, list(known))
        if RECORD not in names:
            notes.fault(
                "field-missing",
                f"found no column {RECORD!r}",
                "A1",
                "expected a flat record export with raw codes",
                "export the records again: CSV, raw data, all instruments",
            )
        for name in header.fields:
            header.letters[name] = dict(header._letters_of(sheets()[name]))
        return header

    def _letters_of(self, sheet: Sheet) -> Iterator[tuple[str, str]]:
        fields = self.fields[sheet.name]
        for column in sheet.columns:
            name = variable(sheet, column)
            at = fields.get(name)
            if at is None:
                ticks = (fields.get(f"{name}___{word}") for word in column.words)
                at = next((tick for tick in ticks if tick is not None), None)
            if at is not None:
                yield column.name, column_letters(at + 1)

    def rows(
        self, lines: list[tuple[int, list[str]]], notes: Notes
    ) -> dict[str, list[Row]]:
        """The rows of each instrument, in the order of their instances."""
        found: dict[str, list[tuple[int, Row]]] = {}
        for line, cells in lines:
            name = self._cell(cells, self.instrument) or "programme"
            sheet = sheets().get(name)
            if sheet is None:
                notes.fault(
                    "sheet-unknown",
                    f"found an instrument {quote(name)}",
                    f"line {line}",
                    one_of(list(sheets()), word=name),
                    "export only the instruments of this dictionary",
                )
                continue
            self._misplaced(sheet, line, cells, notes)
            values = dict(self._values(sheet, line, cells, notes))
            number = self._cell(cells, self.instance)
            order = int(number[:_DIGITS]) if number.isdecimal() else line
            found.setdefault(name, []).append((order, Row(line, values)))
        return {
            name: [row for _, row in sorted(rows, key=lambda pair: pair[0])]
            for name, rows in found.items()
        }

    def name(self, cells: list[str]) -> str:
        """The record a row belongs to; a short row may name none."""
        return self._cell(cells, self.record)

    def _cell(self, cells: list[str], at: int | None) -> str:
        return "" if at is None or at >= len(cells) else cells[at]

    def _misplaced(
        self, sheet: Sheet, line: int, cells: list[str], notes: Notes
    ) -> None:
        """A value in another instrument's column would be lost: say so."""
        for at, owner in self.owners.items():
            foreign = owner != sheet.name and self._cell(cells, at) not in ("", "0")
            if foreign and notes.room():
                notes.fault(
                    "field-unknown",
                    f"found a value of the instrument {owner!r} in a row of "
                    f"{sheet.name!r}",
                    f"{column_letters(at + 1)}{line}",
                    "expected only the row's own instrument to be filled in",
                    "export the records again",
                )

    def _values(
        self, sheet: Sheet, line: int, cells: list[str], notes: Notes
    ) -> Iterator[tuple[str, Any]]:
        fields = self.fields.get(sheet.name, {})
        for column in sheet.columns:
            name = variable(sheet, column)
            if column.kind == "words":
                ticked = list(self._ticked(column, name, line, cells, notes))
                if ticked:
                    yield column.name, ticked
            elif text := self._cell(cells, fields.get(name)):
                yield column.name, parsed(column, unguarded(text))

    def _ticked(
        self, column: Column, name: str, line: int, cells: list[str], notes: Notes
    ) -> Iterator[str]:
        """The words whose boxes are ticked."""
        for fields in self.fields.values():
            for word in column.words:
                at = fields.get(f"{name}___{word}")
                cell = self._cell(cells, at)
                if cell == "1":
                    yield word
                elif at is not None and cell not in ("", "0") and notes.room():
                    notes.fault(
                        "value-unknown",
                        f"found {quote(cell)}",
                        f"{column_letters(at + 1)}{line}",
                        "expected one of: 0, 1",
                        "export the records again with raw codes",
                    )


@cache
def _known() -> dict[str, str]:
    """Every field of an export, and the instrument it belongs to."""
    return {name: sheet.name for sheet in sheets().values() for name in _fields(sheet)}


@cache
def _passed() -> frozenset[str]:
    """The columns that are read past."""
    own = (f"{name}_{end}" for name in sheets() for end in ("complete", "timestamp"))
    more = (more_field(sheet) for sheet in sheets().values())
    return frozenset((*_OTHERS, *own, *more))


def _second_column(notes: Notes, at: int, name: str, first: int) -> None:
    before = f"{column_letters(first + 1)}1"
    notes.fault(
        "key-duplicate",
        f"found a second column {quote(name)}; the first is {before}",
        f"{column_letters(at + 1)}1",
        "",
        "export the records again",
    )


def _unknown_column(notes: Notes, at: int, name: str, known: list[str]) -> None:
    notes.fault(
        "field-unknown",
        f"found a column {quote(name)}",
        f"{column_letters(at + 1)}1",
        one_of(known, word=name),
        "export only the instruments of this dictionary",
    )
