"""What a workbook's XML says that the reader of its values does not.

Formulas, error cells, merged cells and hidden rows leave no trace in the values;
and one cell far away makes the reader allocate every cell before it. All of it is
found here by looking through the XML once, before the workbook is opened.
"""

from __future__ import annotations

import html
import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING

import attrs

from involvement.errors import Issue, RecordError
from involvement.formats.text import limit_issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from involvement.formats.unpacking import Package
    from involvement.limits import Limits

_FORMULA = re.compile(rb"\s*+<(?:[^\s<>/:]++:)?f(?=[\s/>])")
_ATTRIBUTES = re.compile(rb"""(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?""")
_PLACE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_OPENING = re.compile(rb"<c[\s/>]")
_PREFIXED = re.compile(rb":c[\s/>]")
_MORE = rb'(?: (?:s|t|cm|vm|ph)="\w*")*'
_PLAIN = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"' + _MORE + rb">")
_PLAIN_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"' + _MORE + rb" ?/>")
_PLAIN_FORMULA = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"' + _MORE + rb">\s*<f[\s/>]")
_PLAIN_ERROR = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"(?: s="\d*")? t="e"')
_ROW = re.compile(rb"\d{1,7}")
_COLUMN = re.compile(rb"\d{1,5}")
_RANGE = re.compile(rb"[A-Z]+\d+:[A-Z]+\d+")
_ATTRIBUTE = re.compile(
    rb"""(?<![^\s=<>"'])([^\s=<>"']++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')"""
)


@attrs.frozen
class Scan:
    """What the XML of one sheet says beside its values.

    Attributes:
        formulas: Cells that hold a formula.
        errors: Cells that hold an error such as #DIV/0!.
        merged: Ranges of merged cells.
        hidden: Hidden rows and columns, as people name them.
        concealed: Whether the whole sheet is hidden.
    """

    formulas: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    concealed: bool = False


def scanned(package: Package, limits: Limits) -> dict[str, Scan]:
    """What each sheet's XML says, by the sheet's name.

    Raises:
        RecordError: If the furthest cell of any part makes too large a rectangle,
            or a cell does not say where it stands.
    """
    scans = {
        name: _scan(package.source, name, data, limits)
        for name, data in package.parts.items()
        if b"sheetData" in data  # whatever the part is called
    }
    found = {}
    for sheet, part, concealed in _sheets(package):
        found[sheet] = attrs.evolve(scans.get(part, Scan()), concealed=concealed)
    return found


def _sheets(package: Package) -> Iterator[tuple[str, str, bool]]:
    """Each sheet's name, the part it stands in, and whether it is hidden."""
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _named(package, "xl/_rels/workbook.xml.rels", b"Relationship")
    }
    for sheet in _named(package, "xl/workbook.xml", b"sheet"):
        target = targets.get(sheet.get("r:id", ""), "")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        yield sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"


def _named(package: Package, part: str, name: bytes) -> Iterator[dict[str, str]]:
    """The attributes of every element of one name in a part."""
    for attributes, _ in _elements(package.parts.get(part, b""), name):
        yield {
            _text(name): html.unescape(_text(value))
            for name, value in _pairs(attributes)
        }


@cache
def _beginning(name: bytes) -> re.Pattern[bytes]:
    """How an element begins, whatever its prefix."""
    return re.compile(rb"<(?:[^\s<>/:]++:)?" + name + rb"(?=[\s/>])")


def _elements(data: bytes, name: bytes) -> Iterator[tuple[bytes, int]]:
    """The text between the name and the end of every element, and where it ends.

    Each byte is looked at once: a pattern that finds beginning and end looks for the
    end again from every beginning that has none.
    """
    end = 0
    for beginning in _beginning(name).finditer(data):
        if beginning.end() < end:
            continue  # inside the one before
        end = data.find(b">", beginning.end())
        if end < 0:
            return
        yield data[beginning.end() : end], end + 1


def _pairs(attributes: bytes) -> list[tuple[bytes, bytes]]:
    """Name and value of each attribute."""
    return [
        (name, double or single)
        for name, double, single in _ATTRIBUTE.findall(attributes)
    ]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _scan(source: str, part: str, data: bytes, limits: Limits) -> Scan:
    cells = _plain_cells(data)
    if cells is None:
        cells = _any_cells(source, part, data)
    width = max((column_number(name.decode()) for name in cells.columns), default=0)
    height = max(map(int, cells.rows), default=0)
    if width * height > limits.cells:
        found = f"{part!r} reaches to row {height} and column {width}, that is "
        found += f"{width * height} cells; the limit is {limits.cells}"
        raise RecordError([limit_issue("cells", found, source)])
    return Scan(
        cells.formulas,
        cells.errors,
        tuple(_merged(data)) if b"mergeCell" in data else (),
        tuple(_hidden(data)) if b"hidden" in data else (),
    )


def _merged(data: bytes) -> Iterator[str]:
    """Ranges of merged cells."""
    for attributes, _ in _elements(data, b"mergeCell"):
        place = dict(_pairs(attributes)).get(b"ref", b"")
        if _RANGE.fullmatch(place):
            yield place.decode()


def _hidden(data: bytes) -> Iterator[str]:
    """Hidden rows and columns, as people name them."""
    for row in _hidden_ones(data, b"row"):
        if _ROW.fullmatch(number := row.get(b"r", b"")):
            yield f"row {number.decode()}"
    for column in _hidden_ones(data, b"col"):
        if _COLUMN.fullmatch(number := column.get(b"min", b"")):
            yield f"column {column_letters(int(number))}"


def _hidden_ones(data: bytes, name: bytes) -> Iterator[dict[bytes, bytes]]:
    for attributes, _ in _elements(data, name):
        if b"hidden" in attributes:
            said = dict(_pairs(attributes))
            if said.get(b"hidden") in (b"1", b"true"):
                yield said


@attrs.frozen
class _Cells:
    """The columns and rows that hold something, and the cells to be told of."""

    columns: set[bytes]
    rows: set[bytes]
    formulas: tuple[str, ...]
    errors: tuple[str, ...]


def _plain_cells(data: bytes) -> _Cells | None:
    """The cells of XML as most programs write it; None when it is written otherwise.

    Three passes of a simple pattern take a third of the time of one look at every
    cell, and large sheets come from such programs.
    """
    if b":c" in data and _PREFIXED.search(data):
        return None
    held = _PLAIN.findall(data)
    others = len(_OPENING.findall(data)) - len(held)
    if others and others != len(_PLAIN_EMPTY.findall(data)):
        return None
    names = _PLAIN_FORMULA.findall(data) if b"<f" in data else []
    errors = _PLAIN_ERROR.findall(data) if b't="e"' in data else []
    return _Cells(
        {column for column, _ in held},
        {row for _, row in held},
        tuple(name.decode() for name in names),
        tuple(name.decode() for name in errors),
    )


def _any_cells(source: str, part: str, data: bytes) -> _Cells:
    """The cells of any XML, looked at one by one."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    formulas: list[str] = []
    errors: list[str] = []
    for attributes, end in _elements(data, b"c"):
        if attributes.endswith(b"/"):
            continue  # formatted but empty: it counts for nothing
        said = _said(attributes)
        place = _PLACE.fullmatch(said.get(b"r", b""))
        if place is None:
            raise RecordError([_placeless(source, part)])
        letters, row = place.groups()
        columns.add(letters)
        rows.add(row)
        if _FORMULA.match(data, end):
            formulas.append((letters + row).decode())
        if said.get(b"t") == b"e":
            errors.append((letters + row).decode())
    return _Cells(columns, rows, tuple(formulas), tuple(errors))


def _said(attributes: bytes) -> dict[bytes, bytes]:
    """A cell's attributes; none when one stands twice or they cannot be told apart."""
    if _ATTRIBUTES.fullmatch(attributes) is None:
        return {}
    pairs = _pairs(attributes)
    said = dict(pairs)
    return said if len(said) == len(pairs) else {}


def _placeless(source: str, part: str) -> Issue:
    return Issue(
        code="file-kind",
        found=f"found cells in {part!r} that do not say where they stand",
        where=source,
        hint="open it in a spreadsheet program and save it as .xlsx",
    )


def column_number(letters: str) -> int:
    """The number of a column, 1 for A.

    Example:
        >>> column_number("A"), column_number("XFD")
        (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column, A for 1.

    Example:
        >>> column_letters(1), column_letters(28)
        ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
