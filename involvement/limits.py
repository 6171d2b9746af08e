"""How much one input may ask of the machine, checked before the work."""

from __future__ import annotations

import attrs

from involvement.errors import Issue, RecordError, quote, wrong_kind


def _whole(_limits: object, field: attrs.Attribute[int], value: object) -> None:
    """A limit is a whole number from 1."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_kind(value, "a whole number such as 3", path=field.name)
    if value < 1:
        found, expected = f"found {quote(value)}", "expected at least 1"
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
