"""The value of one cell of a workbook, where cells have types of their own."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from involvement.errors import quote
from involvement.formats.cells import number, parsed
from involvement.formats.scanning import column_letters

if TYPE_CHECKING:
    from involvement.formats.notes import Notes
    from involvement.formats.sheets import Column

LONG = "long_texts"
"""The sheet of texts too long for one cell, and the word that refers to it."""

_NOTHING = frozenset({"n/a", "n.a.", "-", "--", "\u2013", "\u2014", "?", "??"})
"""What people write for "not recorded"; it could also mean "none" or "not asked"."""

_QUOTED = re.compile(rf"'+(?:\s*|{LONG} \d+)\Z")
_EXACT = 2**53
"""Whole numbers up to here are exact in a cell."""


class Typed:
    """Turns the cells of one workbook into values of a record."""

    def __init__(self, notes: Notes, long_texts: dict[str, str]) -> None:
        """Keep where to put notes, and the texts too long for a cell."""
        self._notes = notes
        self._long = long_texts

    def value(self, column: Column, raw: Any, sheet: str, at: int, row: int) -> Any:
        """The value of one cell, or None when it says nothing.

        Args:
            column: What the cell should hold.
            raw: What the reader of workbooks gives for it.
            sheet: The sheet's name as written.
            at: Position of the column, from 0.
            row: Number of the row, from 1.
        """
        cell = f"{column_letters(at + 1)}{row}"
        if isinstance(raw, str):
            return self._text(column, raw, sheet, cell)
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, int | float):
            return self._number(column, raw, sheet, cell)
        if isinstance(raw, dt.date):  # a datetime is a date too
            return self._date(column, raw, sheet, cell)
        return str(raw)

    def _text(self, column: Column, raw: str, sheet: str, cell: str) -> Any:
        if raw in self._long:
            return parsed(column, self._long[raw])
        if _QUOTED.match(raw):  # a quote keeps what would be read as empty
            return parsed(column, raw[1:])
        text = raw.strip()
        if not text:
            return None
        if column.kind == "value" or (column.kind == "text" and not column.words):
            return parsed(column, raw)
        if text.casefold() in _NOTHING:
            self._notes.fault(
                "value-unknown",
                f"found {quote(raw)}",
                f"{sheet}!{cell}",
                "expected a value, or an empty cell",
                "leave the cell empty, or write unknown, if it was not recorded",
            )
            return None
        if column.words:
            return self._words(column, raw, sheet, cell)
        if text != raw and column.kind in ("id", "when"):
            self._notes.forgiven(sheet, cell, raw, text)
        return parsed(column, text)

    def _words(self, column: Column, raw: str, sheet: str, cell: str) -> Any:
        """Closed words, whatever their capitals; what is none stays as written."""
        known = {word.casefold(): word for word in (*column.words, "unknown")}
        if column.kind not in ("words", "side"):
            word = known.get(raw.strip().casefold())
            if word is not None and word != raw:
                self._notes.forgiven(sheet, cell, raw, word)
            return raw if word is None else word
        items = [item.strip() for item in re.split("[;,]", raw) if item.strip()]
        if column.kind == "words" or len(items) == 1:
            read = [known.get(item.casefold(), item) for item in items]
        else:
            read = items  # several are actors, and ids keep their capitals
        if read != items:
            self._notes.forgiven(sheet, cell, raw, "; ".join(read))
        return parsed(column, "; ".join(read))

    def _number(self, column: Column, raw: float, sheet: str, cell: str) -> Any:
        whole = int(raw) if raw.is_integer() and abs(raw) <= _EXACT else None
        number_ = raw if whole is None else whole
        kind = column.kind
        if kind in ("count", "number", "value", "word"):
            return number_
        if kind == "money":
            # a sheet's sums carry the error of binary fractions; it shows 15 digits
            return number_ if whole is not None else number(f"{raw:.15g}")
        if kind == "when":
            return str(number_)
        if kind == "text":
            self._notes.forgiven(sheet, cell, number_, str(number_))
            return str(number_)
        self._notes.fault(
            "id-shape",
            f"found the number {number_}",
            f"{sheet}!{cell}",
            "expected an id as text",
            "format the column as text and type the id again: zeros may be lost",
        )
        return str(number_)

    def _date(self, column: Column, raw: dt.date, sheet: str, cell: str) -> str:
        day = raw.date() if isinstance(raw, dt.datetime) else raw
        if column.kind == "when":
            self._notes.add(
                "cell-date",
                "found a date cell",
                "it was read as a full date; a spreadsheet program may have added "
                "the day: format the column as text to write 2007-03",
                f"{sheet}!{cell}",
            )
        elif column.kind == "text":
            self._notes.forgiven(sheet, cell, str(raw), day.isoformat())
        return day.isoformat()
