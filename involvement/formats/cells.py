"""One value of the record as the content of one cell, and back.

Lists share a cell (`a1; a2`), a stretch of time is written `2007-03/2008`. What is
not recorded is an empty cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from involvement import vocabulary

if TYPE_CHECKING:
    from involvement.formats.sheets import Column

Cell = str | int | float | None
"""What a cell holds; None when it is empty."""

_WHOLE = re.compile(r"[+-]?\d{1,300}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,300}(\.\d{1,300})?([eE][+-]?\d{1,3})?", re.ASCII)
_SPAN = re.compile(r"(\d{4}[\d-]*)?\s*/\s*(\d{4}[\d-]*)?", re.ASCII)
_PIECES = re.compile(r'"((?:[^"]++|"")*+)"|([^;,"]+)|([;,])|(")')
_NEEDS_QUOTES = re.compile(r'[;,"\n]|\A\s|\s\Z|\A\Z')


def shown(column: Column, value: Any) -> Cell:
    """The content of a cell for a value as it stands in a record's dump.

    Example:
        >>> from involvement.formats.sheets import sheets
        >>> activities = sheets()["activities"]
        >>> shown(activities.column("led_by"), ["a1", "a2"])
        'a1; a2'
        >>> shown(activities.column("when"), {"start": "2007-03"})
        '2007-03/'
    """
    if isinstance(value, dict):
        return f"{value.get('start', '')}/{value.get('end', '')}"
    if isinstance(value, list):
        return "; ".join(map(_quoted, value) if column.kind == "labels" else value)
    if column.kind == "value" and isinstance(value, str) and _taken_for_else(value):
        return f"'{value}"
    return value  # type: ignore[no-any-return]


def _taken_for_else(text: str) -> bool:
    """Whether a text in a column of numbers and texts would be read as another."""
    return text.startswith("'") or not isinstance(number(text), str)


def _quoted(label: str) -> str:
    if _NEEDS_QUOTES.search(label) is None:
        return label
    doubled = label.replace('"', '""')
    return f'"{doubled}"'


def parsed(column: Column, text: str) -> Any:
    """The value a cell's text stands for; what cannot be read stays as written.

    Validation says later what is wrong with a text that stayed.

    Example:
        >>> from involvement.formats.sheets import sheets
        >>> activities = sheets()["activities"]
        >>> parsed(activities.column("areas"), "ward; clinic, gym")
        ['ward', 'clinic', 'gym']
        >>> parsed(activities.column("when"), "2007/2008-02")
        {'start': '2007', 'end': '2008-02'}
        >>> parsed(activities.column("contacts"), "12")
        12
    """
    kind = column.kind
    if kind in ("word", "text", "id", "money"):
        return text
    if kind == "value" and text.startswith("'"):
        return text[1:]
    if kind in ("count", "number", "value"):
        return number(text)
    if kind == "when":
        return _dates(text)
    if kind == "labels":
        return labels(text)
    items = [part.strip() for part in re.split("[;,]", text)]
    if kind == "side" and len(items) == 1 and items[0] in vocabulary.SIDES:
        return items[0]
    if kind == "words" and items == [vocabulary.UNKNOWN]:
        return items[0]
    return [item for item in items if item]


def number(text: str) -> Any:
    """A whole or decimal number, or the text when it is none.

    Example:
        >>> number("3"), number("0.5"), number("1,50"), number("1_000")
        (3, 0.5, '1,50', '1_000')
    """
    bare = text.strip()
    if _WHOLE.fullmatch(bare):
        return int(bare)
    if _DECIMAL.fullmatch(bare):
        return float(bare)
    return text


def _dates(text: str) -> Any:
    bare = text.strip()
    if _SPAN.fullmatch(bare) is None:
        return bare  # one date, or 14/03/2007, which is no date here
    start, _, end = bare.partition("/")
    ends = {"start": start.strip(), "end": end.strip()}
    return {name: date for name, date in ends.items() if date}


def labels(text: str) -> list[str]:
    """Free labels that share a cell, quoted where they hold a separator.

    Example:
        >>> labels('Leeds, Hull; "ward 7; east"')
        ['Leeds', 'Hull', 'ward 7; east']
    """
    found: list[str] = []
    parts: list[str] = []
    for piece in _PIECES.finditer(f"{text};"):
        quoted, bare, separator, stray = piece.groups()
        if quoted is not None:
            parts.append(quoted.replace('""', '"'))
        elif separator is None:
            parts += [bare.strip()] if bare and bare.strip() else [stray] * bool(stray)
        elif parts:
            found.append("".join(parts))
            parts.clear()
    return found


_DANGEROUS = re.compile(r"'*(?:[=+\-@\t\r]|\s*\Z)")
_ESCAPED = re.compile(r"'+(?:[=+\-@\t\r]|\s*\Z)")


def guarded(text: str) -> str:
    """Text for a CSV file that a spreadsheet program will not run as a formula.

    Such text, and blank text (which would be read as "not recorded"), gets a
    leading quote; `unguarded` takes it off again.

    Source:
        CWE-1236, improper neutralization of formula elements in a CSV file.

    Example:
        >>> guarded("=1+1"), guarded("it's"), guarded("'=x"), guarded("")
        ("'=1+1", "it's", "''=x", "'")
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """The text before `guarded` put a quote in front.

    Example:
        >>> unguarded("'=1+1"), unguarded("'twas")
        ('=1+1', "'twas")
    """
    return text[1:] if _ESCAPED.match(text) else text
