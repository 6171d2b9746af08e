"""Tables as CSV, looked through before they are parsed.

The parser takes a quote that is never closed for a text that goes on to the end of
the file, and so swallows rows in silence. What it would pass over is looked for
first, in one quick walk over the bytes.
"""

from __future__ import annotations

import codecs
import csv as plain_csv
import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from involvement.errors import Issue, TableError, quote
from involvement.formats.text import limit_issue
from involvement.limits import at_most
from involvement.scoring.arrow import csv, pa, pc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from involvement.limits import Limits

BLOCK = 1 << 20
"""Bytes looked through at once."""

_MOST = 1 << 30
"""The parser makes room for the widest row at once, and counts it in 31 bits."""

EXPECTED = "expected CSV: commas between cells, quotes doubled inside quotes"

_RUN = r"^'*[=+\-@\t\r]"
_RUN_ESCAPED = r"^'+[=+\-@\t\r]"
_NUMBER = r"^'*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$"


def read_csv(file: IO[bytes], source: str, limits: Limits) -> Iterator[pa.Table]:
    """The rows of a CSV file in parts; text in every column, nothing guessed.

    A quote that was put in front of what a spreadsheet program would run is taken
    off again.

    Raises:
        TableError: If the file is no CSV, or a text is beyond the limit.
    """
    _look_through(file, source)
    names = _header(file, source, limits)
    options = (
        # the names are read by then, and may stand above no row at all
        csv.ReadOptions(
            block_size=_widest(limits), column_names=names, skip_rows_after_names=1
        ),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    first = 0
    try:
        reader = csv.open_csv(file, *options)
        yield _unescaped(reader.schema.empty_table())
        for batch in reader:
            table = pa.Table.from_batches([batch])
            _within(table, first, source, limits)
            yield _unescaped(table)
            first += batch.num_rows
    except pa.ArrowInvalid as error:
        if "straddling" in str(error):
            raise TableError([_row_too_long(source, limits)]) from None
        raise TableError(_uneven(file, source, len(names), limits)) from None


def _widest(limits: Limits) -> int:
    """The bytes one row may have: the parser needs a row whole."""
    return min(4 * max(limits.text, BLOCK), _MOST)


def _look_through(file: IO[bytes], source: str) -> None:
    """Refuse bytes that are no text, NUL, and quotes that are not closed."""
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        found = "found UTF-16, expected UTF-8"
        raise TableError([_encoding(found, source)])
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes = lines = done = 0
    while True:
        block = file.read(BLOCK)
        before = len(decoder.getstate()[0])
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            found = (
                "found bytes that are not UTF-8, at byte "
                f"{done - before + error.start + 1}"
            )
            raise TableError([_encoding(found, source)]) from None
        nul = block.find(b"\0")
        if nul >= 0:
            line = lines + block.count(b"\n", 0, nul) + 1
            raise TableError([_broken("found a NUL character", f"{source}:{line}")])
        quotes += block.count(b'"')
        lines += block.count(b"\n")
        done += len(block)
        if not block:
            break
    if quotes % 2:
        found = "found an odd number of double quotes: a text in quotes is not closed"
        raise TableError([_broken(found, source)])
    file.seek(0)


def _encoding(found: str, source: str) -> Issue:
    return Issue(
        code="text-encoding", found=found, where=source, hint="save the file as UTF-8"
    )


def _broken(found: str, where: str) -> Issue:
    return Issue(
        code="syntax",
        found=found,
        where=where,
        expected=EXPECTED,
        hint="save it as CSV (UTF-8)",
    )


def _header(file: IO[bytes], source: str, limits: Limits) -> list[str]:
    """The names of the columns."""
    start = at_most(file, _widest(limits))
    file.seek(0)
    text = codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    with _long_cells(len(text) + 1):
        rows = plain_csv.reader(io.StringIO(text, newline=""))
        names = next((cells for cells in rows if cells), [])
    if not names:
        raise TableError([_broken("found no header", source)])
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        found = f"found one column, {quote(names[0])}"
        raise TableError([_broken(found, source)])
    return names


def _uneven(file: IO[bytes], source: str, wide: int, limits: Limits) -> list[Issue]:
    """Rows with too few or too many cells; Arrow stops at the first."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    found: list[Issue] = []
    line = 1
    with _long_cells(_widest(limits)):
        rows = plain_csv.reader(text)
        for cells in rows:
            if cells and len(cells) != wide and len(found) < limits.issues:
                found.append(_one_uneven(f"{source}:{line}", len(cells), wide))
            line = rows.line_num + 1
    text.detach()  # the file is not ours to close
    return found


@contextmanager
def _long_cells(most: int) -> Iterator[None]:
    """The standard reader otherwise stops at 131,072 characters."""
    before = plain_csv.field_size_limit(most)
    try:
        yield
    finally:
        plain_csv.field_size_limit(before)


def _one_uneven(where: str, cells: int, wide: int) -> Issue:
    return Issue(
        code="syntax",
        found=f"found {cells} cells under {wide} columns",
        where=where,
        expected="expected a cell for each column",
        hint="put quotes round a text that holds a comma",
    )


def _within(table: pa.Table, first: int, source: str, limits: Limits) -> None:
    """Refuse a text beyond the limit."""
    for name, column in zip(table.schema.names, table.columns, strict=True):
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest <= limits.text:
            continue  # no text has more characters than bytes
        lengths = pc.utf8_length(column)
        longest = pc.max(lengths).as_py()
        if longest > limits.text:
            row = first + pc.index(lengths, longest).as_py()
            found = f"a text of {longest} characters, the limit is {limits.text}"
            where = f"{source} column {quote(name)} row {row}"
            raise TableError([limit_issue("text", found, where)])


def _row_too_long(source: str, limits: Limits) -> Issue:
    """What is said of a row that is longer than the parser can take at once."""
    found = f"a row of more than {_widest(limits)} bytes"
    return limit_issue("text", found, source)


def _unescaped(table: pa.Table) -> pa.Table:
    columns = [_changed(one, _RUN_ESCAPED, _without) for one in table.columns]
    names = _changed(pa.array(table.schema.names, pa.string()), _RUN_ESCAPED, _without)
    return pa.table(columns, names=names.to_pylist())


def escaped(column: Any) -> Any:
    """Texts that no spreadsheet program runs; numbers stay as they are.

    Source:
        CWE-1236, improper neutralization of formula elements in a CSV file.
    """
    return _changed(column, _RUN, _with)


def _changed(column: Any, pattern: str, change: Callable[[Any], Any]) -> Any:
    """The column with the texts changed that fit the pattern and are no numbers."""
    odd = pc.fill_null(pc.match_substring_regex(column, pattern), False)  # noqa: FBT003
    if not pc.any(odd).as_py():
        return column
    number = pc.fill_null(pc.match_substring_regex(column, _NUMBER), False)  # noqa: FBT003
    return pc.if_else(pc.and_not(odd, number), change(column), column)


def _with(column: Any) -> Any:
    # a scalar of the column's own type: wide texts join only with wide texts
    sign, nothing = pa.scalar("'", column.type), pa.scalar("", column.type)
    return pc.binary_join_element_wise(sign, column, nothing)


def _without(column: Any) -> Any:
    return pc.utf8_slice_codeunits(column, 1)
