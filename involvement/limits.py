"""How much one input may ask of the machine, checked before the work."""

from __future__ import annotations

from typing import IO

import attrs

from involvement.errors import Issue, RecordError, quote, wrong_kind

MOST = 2**40
"""No limit is higher: no machine has more, and libraries count in fewer bits."""

_AT_ONCE = 1 << 20


def at_most(file: IO[bytes], count: int) -> bytes:
    r"""Up to so many bytes of a file; room is made as they come, not all at once.

    Example:
        >>> import io
        >>> at_most(io.BytesIO(b"abc"), 2), at_most(io.BytesIO(b"abc"), MOST)
        (b'ab', b'abc')
    """
    parts = []
    while count > 0:
        part = file.read(min(count, _AT_ONCE))
        parts.append(part)
        if len(part) < min(count, _AT_ONCE):  # asked again, a terminal would wait
            break
        count -= len(part)
    return b"".join(parts)


def _whole(_limits: object, field: attrs.Attribute[int], value: object) -> None:
    """A limit is a whole number from 1 to `MOST`."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_kind(value, "a whole number such as 3", path=field.name)
    if not 1 <= value <= MOST:
        bound = "at least 1" if value < 1 else f"at most {MOST:,}"
        found, expected = f"found {quote(value)}", f"expected {bound}"
        raise RecordError([Issue("value-range", found, field.name, "", expected)])


@attrs.frozen(kw_only=True)
class Limits:
    """How much a file may ask of this machine; any value may be raised.

    Example:
        >>> Limits(nodes=5_000_000).nodes
        5000000
    """

    bytes: int = attrs.field(default=64 * 2**20, validator=_whole)
    """Size of one file as stored."""
    unpacked: int = attrs.field(default=256 * 2**20, validator=_whole)
    """Size of all members of a workbook together."""
    ratio: int = attrs.field(default=200, validator=_whole)
    """Unpacked to packed size, per member over 1 MiB."""
    members: int = attrs.field(default=1_000, validator=_whole)
    """Files inside a workbook."""
    cells: int = attrs.field(default=2_000_000, validator=_whole)
    """Rows times columns of one sheet, by its furthest cell."""
    nodes: int = attrs.field(default=1_000_000, validator=_whole)
    """Values in one document."""
    depth: int = attrs.field(default=32, validator=_whole)
    """Nesting of a document; a record itself needs six."""
    text: int = attrs.field(default=2**20, validator=_whole)
    """Characters in one text."""
    items: int = attrs.field(default=1_000_000, validator=_whole)
    """Entries in one list."""
    issues: int = attrs.field(default=1_000, validator=_whole)
    """Faults kept; the rest are counted."""
    records: int = attrs.field(default=10_000, validator=_whole)
    """Files in a portfolio directory."""
    patterns: int = attrs.field(default=4_000_000, validator=_whole)
    """Cells of one scale's table, unknown slices included."""
    rule_depth: int = attrs.field(default=16, validator=_whole)
    """Nesting of one rule."""
    seconds: int = attrs.field(default=30, validator=_whole)
    """How long a scale or importer of another package may take to answer."""
