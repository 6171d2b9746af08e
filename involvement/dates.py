"""Partial dates as whole intervals of days, compared without inventing any.

`2007` is the whole year and `2007-03` the whole month. Two intervals that touch
cannot be ordered, so a comparison answers `before`, `after` or `unknown`.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal

import attrs

Order = Literal["before", "after", "unknown"]

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@attrs.frozen
class Interval:
    """The days something may have happened on; None is an open or unknown end.

    Attributes:
        first: First possible day, as a day number (1 is 1 January of year 1).
        last: Last possible day.
    """

    first: int | None = None
    last: int | None = None

    @property
    def dated(self) -> bool:
        """Whether at least one bound is known."""
        return self.first is not None or self.last is not None


@lru_cache(maxsize=8192)  # a record names the same dates again and again
@lru_cache(maxsize=4096)
def days(text: str) -> Interval:
    """The whole interval a partial date stands for.

    Raises:
        ValueError: If it is not a date of the calendar, with the reason in words.

    Example:
        >>> days("2007-02")
        Interval(first=732708, last=732735)
        >>> days("2007-02-29")
        Traceback (most recent call last):
        ValueError: 2007-02 has 28 days
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError("a date is written 2007, 2007-03 or 2007-03-14")
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:
        raise ValueError("there is no year 0")
    if month is not None and not 1 <= month <= 12:
        raise ValueError("a month is 01 to 12")
    start = dt.date(year, month or 1, 1)
    end = _month_end(year, month or 12)
    if day is not None:
        if not 1 <= day <= end.day:
            raise ValueError(f"{year:04}-{month:02} has {end.day} days")
        start = end = dt.date(year, month or 1, day)
    return Interval(start.toordinal(), end.toordinal())


def _month_end(year: int, month: int) -> dt.date:
    if month == 12:
        return dt.date(year, 12, 31)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def between(start: str | None, end: str | None) -> Interval:
    """From the first day of one partial date to the last day of another.

    Example:
        >>> between("2007", None)
        Interval(first=732677, last=None)
    """
    return Interval(
        None if start is None else days(start).first,
        None if end is None else days(end).last,
    )


def order(one: Interval, other: Interval) -> Order:
    """Whether one interval is certainly before or after another.

    Example:
        >>> order(days("2007"), days("2008-01"))
        'before'
        >>> order(days("2007"), days("2007-03"))
        'unknown'
    """
    if one.last is not None and other.first is not None and one.last < other.first:
        return "before"
    if other.last is not None and one.first is not None and other.last < one.first:
        return "after"
    return "unknown"
