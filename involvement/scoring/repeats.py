"""Ids that stand in more than one row: allowed, and told."""

from __future__ import annotations

from typing import Any

import attrs

from involvement.errors import Issue, quote
from involvement.scoring.arrow import pa, pc

COMPARED = 1_000_000
"""Rows whose ids are compared: the memory for it stays bounded."""


@attrs.define
class Repeats:
    """Looks for ids that come again, in the first million rows."""

    kept: list[Any] = attrs.field(factory=list)
    rows: int = 0

    def add(self, table: pa.Table) -> None:
        """Take in the ids of some more rows."""
        room = COMPARED - self.rows
        if room <= 0 or "id" not in table.schema.names:
            return
        ids = table["id"].slice(0, room)
        if not _is_id(ids.type):
            return
        self.kept += pc.cast(ids, pa.string(), safe=False).chunks
        self.rows += len(ids)

    def notes(self) -> list[Issue]:
        """What to say of ids that came again."""
        if not self.kept:
            return []
        counts = pc.value_counts(pa.chunked_array(self.kept).drop_null())
        twice = counts.filter(pc.greater(counts.field("counts"), 1))
        if not len(twice):
            return []
        several = "an id" if len(twice) == 1 else f"{len(twice)} ids"
        shown = quote(twice[0]["values"].as_py())
        such = "" if len(twice) == 1 else "such as "
        return [
            Issue(
                code="id-duplicate",
                found=f"found {several} in more than one row: {such}{shown}",
                hint="each row is scored by itself",
                severity="note",
            )
        ]


def _is_id(kind: pa.DataType) -> bool:
    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
        or types.is_integer(kind)
    )
