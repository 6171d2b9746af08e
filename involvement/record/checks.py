"""The record as a whole: references, link ends, time, coherence, privacy.

Every check takes linear time and no recursion: a record may hold a million links.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from involvement.record.coherence import (
    Items,
    Levels,
    fact_warnings,
    other_warnings,
    scale_faults,
    word_faults,
)
from involvement.record.contents import Contents
from involvement.record.faults import Fault
from involvement.record.privacy import privacy_warnings
from involvement.record.references import References, evidence_circles, id_faults
from involvement.record.timing import time_warnings


def broken(record: Contents, *, known: frozenset[str] = frozenset()) -> list[Fault]:
    """What makes a record unusable: references, link ends, circles of evidence.

    Args:
        record: The record.
        known: Ids of items that had to be left out of it; references to them are
            not judged.
    """
    return [
        *id_faults(record),
        *References(record, known).faults(),
        *evidence_circles(record),
        *word_faults(record),
    ]


def check_record(
    record: Contents,
    *,
    today: dt.date,
    levels: Levels | None = None,
    ratings: Mapping[str, Items] | None = None,
    known: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Every fault, warning and note that shows only when the record is seen whole.

    Args:
        record: The record; each of its parts is valid.
        today: The day after which a date lies in the future.
        levels: Scale id to level ids; None leaves `declared` and `preferred` alone.
        ratings: Scale id to its items and values; None leaves `ratings` alone.
        known: Ids of items that had to be left out of the record.

    Example:
        >>> from involvement.record.contents import Contents
        >>> record = Contents(
        ...     schema_version="1", id="p", changes=[{"id": "c", "when": "2030"}]
        ... )
        >>> [fault.code for fault in check_record(record, today=dt.date(2026, 1, 1))]
        ['time-future']
    """
    return [
        *broken(record, known=known),
        *scale_faults(record, levels=levels, ratings=ratings),
        *fact_warnings(record),
        *other_warnings(record),
        *time_warnings(record, today=today),
        *privacy_warnings(record),
    ]
