"""The record as a whole: references, link ends, time, coherence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from involvement.record.faults import Fault
from involvement.record.programme import Programme


def check_record(
    programme: Programme,
    *,
    today: dt.date,
    levels: Mapping[str, Iterable[str]],
    known: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Every fault and warning that shows only when the record is seen whole."""
    return []
