"""Dates that cannot all be right: effects before causes, circles, the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from involvement.dates import days, order
from involvement.errors import quote
from involvement.record.circles import components, smallest_circle
from involvement.record.contents import Contents
from involvement.record.faults import Fault, Path
from involvement.record.model import When
from involvement.record.references import NODES

_DATED = (
    "activities",
    "contributions",
    "decisions",
    "changes",
    "outcomes",
    "drivers",
    "feedback",
    "ratings",
)


def time_warnings(record: Contents, *, today: dt.date) -> list[Fault]:
    """What the dates of a record say that cannot be, or not yet.

    Args:
        record: The record.
        today: The day after which a date lies in the future.
    """
    dates = _event_dates(record)
    return [
        *_future(record, today.toordinal()),
        *_backwards(record, dates),
        *_early_feedback(record, dates),
        *_circles(record, dates),
    ]


def _event_dates(record: Contents) -> dict[str, When]:
    """Id to date of every dated event; nothing inherits a date."""
    found: dict[str, When] = {}
    for name in NODES:
        for item in getattr(record, name):
            if item.when is not None and item.when.interval.dated:
                found.setdefault(item.id, item.when)
    return found


def _future(record: Contents, today: int) -> Iterator[Fault]:
    for path, when in _whens(record):
        for name in ("start", "end"):
            text = getattr(when, name)
            first = days(text).first if text is not None else None
            if first is not None and first > today:
                one = when.start == when.end
                yield Fault(
                    "time-future",
                    path if one else (*path, name),
                    f"found the date {text}, which is still to come",
                    "expected a date up to today",
                    "correct it, or leave it out until it has happened",
                    severity="warning",
                )
                break


def _whens(record: Contents) -> Iterator[tuple[Path, When]]:
    if record.when is not None:
        yield ("when",), record.when
    for name in _DATED:
        for n, item in enumerate(getattr(record, name)):
            if item.when is not None:
                yield (name, n, "when"), item.when


def _steps(record: Contents) -> Iterator[tuple[Path, str, str, bool]]:
    """Every link and the two implicit ones: path, cause, effect, whether it blocks."""
    for n, link in enumerate(record.links):
        yield ("links", n), link.source, link.target, link.effect == "blocks"
    for n, contribution in enumerate(record.contributions):
        if contribution.activity is not None:
            path: Path = ("contributions", n, "activity")
            yield path, contribution.id, contribution.activity, False
    for n, decision in enumerate(record.decisions):
        if decision.activity is not None:
            yield ("decisions", n, "activity"), decision.activity, decision.id, False


def _backwards(record: Contents, dates: dict[str, When]) -> Iterator[Fault]:
    for path, cause, effect, _ in _steps(record):
        first, then = dates.get(cause), dates.get(effect)
        if first is None or then is None:
            continue
        if order(first.interval, then.interval) == "after":
            yield Fault(
                "time-backwards",
                path,
                f"found {quote(effect)} ({when_text(then)}) before its cause "
                f"{quote(cause)} ({when_text(first)})",
                "expected a cause no later than its effect",
                "check both dates and the direction",
                severity="warning",
            )


def _early_feedback(record: Contents, dates: dict[str, When]) -> Iterator[Fault]:
    for n, told in enumerate(record.feedback):
        about = dates.get(told.about or "")
        if told.when is None or about is None:
            continue
        if order(told.when.interval, about.interval) == "before":
            yield Fault(
                "time-backwards",
                ("feedback", n, "when"),
                f"found feedback {quote(told.id)} ({when_text(told.when)}) before "
                f"{quote(told.about)} ({when_text(about)}), which it reports",
                "expected feedback no earlier than what it reports",
                "check both dates",
                severity="warning",
            )


def _circles(record: Contents, dates: dict[str, When]) -> Iterator[Fault]:
    """Circles among dated events; among undated ones they are feedback loops."""
    edges: dict[str, list[str]] = {}
    paths: dict[tuple[str, str], Path] = {}
    for path, cause, effect, blocks in _steps(record):
        if cause in dates and effect in dates and cause != effect and not blocks:
            edges.setdefault(cause, []).append(effect)
            paths.setdefault((cause, effect), path)
    for members in components(edges):
        circle = smallest_circle(members, edges)
        yield Fault(
            "time-circle",
            paths[circle[0], circle[1]],
            f"found a circle of dated events: "
            f"{' to '.join(map(quote, [*circle, circle[0]]))}",
            "expected dated events in one direction of time",
            "record each occurrence of something repeated as an item of its own",
            severity="warning",
        )


def when_text(when: When) -> str:
    """A date or a span as people write it.

    Example:
        >>> when_text(When(start="2007", end="2008-03")), when_text(When(end="2008"))
        ('2007 to 2008-03', 'until 2008')
    """
    if when.start == when.end:
        return str(when.start)
    if when.start is None:
        return f"until {when.end}"
    return f"from {when.start}" if when.end is None else f"{when.start} to {when.end}"
