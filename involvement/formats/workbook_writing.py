"""Excel workbooks out: a record, or an empty template a person can fill in.

Every text is written as text, never as a formula; each column carries its coding
guide as a note, and each closed word list its drop-down.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

from involvement import vocabulary
from involvement.errors import Issue, MissingExtra, RecordError
from involvement.formats.cells import shown
from involvement.formats.rows import Rows, taken_apart
from involvement.formats.scanning import column_letters
from involvement.formats.sheets import Column, Sheet, sheets
from involvement.formats.typed import LONG
from involvement.formats.workbook_words import Choices
from involvement.formats.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.record.programme import Programme

START = "start"
"""The sheet that says how to fill in the others."""
WORDS = "words"
"""The sheet the drop-downs take their words from."""

_CELL = 32_767
"""Characters a cell can hold; the writer drops a longer text."""
_ROWS = 1_048_575
"""Rows a sheet can hold below its header."""
_SPARE = 500
"""Empty rows that get drop-downs."""
_EXACT = 2**53
_FIXED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the file format knows no zone
"""The creation date written into every workbook, so that two are alike."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_QUOTE = re.compile(rf"'*(?:\s*|{LONG} \d+)\Z")

_WIDTHS = {
    "text": 36, "id": 16, "ids": 20, "labels": 20, "word": 18, "words": 24,
    "side": 16, "count": 10, "number": 10, "money": 12, "when": 18, "value": 12,
}  # fmt: skip


def write(programme: Programme, path: Path) -> tuple[Issue, ...]:
    """Write a record as an Excel workbook that reads back the same.

    Returns:
        Notes on what a workbook cannot hold: control characters are left out.

    Raises:
        RecordError: If a list is too long for a sheet or the file cannot be written.
        MissingExtra: If the extra `excel` is not installed.
    """
    return _written(taken_apart(programme), path)


def write_template(path: Path) -> None:
    """Write an empty workbook with notes, drop-downs and a sheet that explains them.

    Raises:
        RecordError: If the file cannot be written.
        MissingExtra: If the extra `excel` is not installed.
    """
    empty: Rows = {name: [] for name in sheets()}
    _written(
        empty | {"programme": [{"schema_version": "1", "id": "my-programme"}]}, path
    )


def _written(rows: Rows, path: Path) -> tuple[Issue, ...]:
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtra.needed("excel", "writing a workbook") from None
    for name, listed in rows.items():
        if len(listed) > _ROWS:
            raise RecordError([_too_long(name, len(listed), str(path))])
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Record of involvement", "created": _FIXED})
    writer = _Writer(book, path.name)
    writer.start()
    choices = Choices(rows, WORDS)
    for sheet in sheets().values():
        writer.sheet(sheet, rows[sheet.name], choices)
    writer.words(choices)
    writer.long_texts()
    book.close()
    write_whole(path, out.getvalue())
    return tuple(writer.notes)


def _too_long(name: str, count: int, where: str) -> Issue:
    return Issue(
        code="file-write",
        found=f"{name} has {count} rows; a sheet holds {_ROWS}",
        where=where,
        hint="write JSON, YAML or a folder of CSV files instead",
    )


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, source: str) -> None:
        self.notes: list[Issue] = []
        self._book = book
        self._source = source
        self._long: list[str] = []
        self._head = book.add_format(
            {"bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True}
        )
        # text format, or the program makes dates of months and numbers of ids
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._wrapped = book.add_format(
            {"num_format": "@", "valign": "top", "text_wrap": True}
        )
        self._plain = book.add_format({"valign": "top"})
        self._bold = book.add_format({"bold": True})

    def start(self) -> None:
        """The sheet in plain words."""
        page = self._page(START)
        page.set_column(0, 0, 100, self._wrapped)
        for number, line in enumerate(_start_lines()):
            form = self._bold if line.startswith("# ") else self._wrapped
            page.write_string(number, 0, line.removeprefix("# "), form)

    def _page(self, name: str) -> Any:
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")
        return page

    def sheet(self, sheet: Sheet, rows: list[dict[str, Any]], choices: Choices) -> None:
        """One list: headers with notes, the rows, the drop-downs."""
        page = self._page(sheet.name)
        page.hide_gridlines(0)  # print them
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        last = len(rows) + (0 if sheet.single else _SPARE)
        for at, column in enumerate(sheet.columns):
            self._column(page, at, column)
            if choice := choices.of(sheet.name, column):
                page.data_validation(1, at, max(last, 1), at, choice)
        for number, row in enumerate(rows, start=1):
            for at, column in enumerate(sheet.columns):
                if column.name in row:
                    cell = shown(column, row[column.name])
                    self._cell(page, number, at, cell, sheet.name)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _column(self, page: Any, at: int, column: Column) -> None:
        form = self._text
        if column.kind in ("count", "number", "value"):
            form = self._plain
        elif column.kind == "text":
            form = self._wrapped
        page.set_column(at, at, max(_WIDTHS[column.kind], len(column.name) + 2), form)
        page.write_string(0, at, column.name, self._head)
        lines = column.note.count("\n") + len(column.note) // 45 + 2
        size = {"width": 340, "height": min(20 * lines, 500)}
        page.write_comment(0, at, column.note, {"author": "", **size})

    def _cell(self, page: Any, row: int, at: int, value: Any, sheet: str) -> None:
        """One cell; a number that a cell would round is written as text."""
        if isinstance(value, str):
            text = self._clean(value, f"{sheet}!{column_letters(at + 1)}{row + 1}")
            if len(text) > _CELL:
                self._long.append(text)
                text = f"{LONG} {len(self._long)}"
            elif _QUOTE.match(text):
                text = f"'{text}"
            page.write_string(row, at, text)
        elif float(f"{value:.16G}") == value and abs(value) <= _EXACT:
            page.write_number(row, at, value)
        else:
            page.write_string(row, at, repr(value))

    def _clean(self, text: str, cell: str) -> str:
        clean = _CONTROL.sub("", text)
        if clean != text:
            self.notes.append(
                Issue(
                    code="text-control",
                    found=f"found {len(text) - len(clean)} control characters",
                    where=f"{self._source} {cell}",
                    hint="a workbook cannot hold them; they were left out",
                    severity="note",
                )
            )
        return clean

    def words(self, choices: Choices) -> None:
        """The words the drop-downs offer."""
        page = self._page(WORDS)
        for at, (title, words) in enumerate(choices.lists()):
            page.set_column(at, at, 28, self._text)
            page.write_string(0, at, title, self._head)
            for number, word in enumerate(words, start=1):
                page.write_string(number, at, word)

    def long_texts(self) -> None:
        """The texts that no cell can hold, in pieces."""
        if not self._long:
            return
        page = self._page(LONG)
        page.write_row(0, 0, ["key", "text"], self._head)
        row = 0
        for number, text in enumerate(self._long, start=1):
            for begin in range(0, len(text), _CELL - 1):
                row += 1
                page.write_string(row, 0, f"{LONG} {number}")
                # a letter in front keeps blanks at the start of a piece
                page.write_string(row, 1, f"|{text[begin : begin + _CELL - 1]}")


_START_TEXT = """\
# How to fill in this workbook
One workbook describes one programme. Each sheet is a list; each row one item.
Every column has a note that says how to code it: rest the pointer on its name.
An empty cell means: not recorded. It never counts as no or as nothing.
Leave empty whatever you do not know; you may also write unknown.

# What to fill in first
1. In the sheet programme: an id for the programme.
2. In the sheet activities: one row for each thing that was called involvement, \
with an id of your own and these seven facts:
{facts}
3. If you can: what people put forward (contributions), what was decided \
(decisions), what changed (changes), and which led to which (links, evidence).
Everything else may stay empty. The answers say what is not known and which \
question to ask next.

# Rules of the sheets
People are ids such as panel-1, never names. There is no place for a name, a \
diagnosis or contact details; leave them out of titles and notes too.
Several ids or words in one cell: separate them with ; or , (a1; a2).
Dates: 2007, 2007-03 or 2007-03-14; from and to as 2007-03/2008.
Do not merge cells, and keep the column names in the first row.
participants, groups, accounts, costs, declared and preferred belong to an \
activity: write its id in their first column. answers and anchors belong to a \
rating in the same way.
"""


def _start_lines() -> list[str]:
    """The lines of the first sheet; a heading begins with a hash."""
    facts = [vocabulary.FACTS[name] for name in vocabulary.MINIMUM_FACTS]
    told = [f"    {fact.title} ({fact.name}): {fact.question}" for fact in facts]
    return _START_TEXT.format(facts="\n".join(told)).splitlines()
