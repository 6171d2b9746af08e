"""The scales of other packages, whose code may do anything."""

from __future__ import annotations

import logging
import os
from contextvars import ContextVar
from importlib import metadata
from typing import TYPE_CHECKING

from involvement.errors import InvolvementError, Issue, quote
from involvement.foreign import NoAnswerError, answer
from involvement.instruments.scale_path import read_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from involvement.instruments.levels import Scale
    from involvement.limits import Limits

GROUP = "involvement.scales"
"""The entry points by which an installed package offers scales of its own."""

asking: ContextVar[bool] = ContextVar("asking", default=False)
"""Set while a package says where its scales lie, in the thread of its code too: what
it asks of us then must not wait for its own answer."""

_log = logging.getLogger("involvement")


def offers(use: Callable[..., None], limits: Limits) -> Iterator[Issue]:
    """Take what each package offers into use; the faults of those that fail."""
    points = metadata.entry_points(group=GROUP)
    for point in sorted(points, key=lambda p: (p.name, p.value)):
        try:
            use(*_offered(point, limits))
        except (InvolvementError, NoAnswerError) as error:
            issue = _failed(point, error)
            _log.warning("%s", issue)
            yield issue


def _offered(point: metadata.EntryPoint, limits: Limits) -> tuple[Scale, ...]:
    """The scales a package offers, by its own code, which may do anything."""

    def look() -> tuple[Scale, ...]:
        given = point.load()
        return read_path(os.fspath(given() if callable(given) else given), limits)

    mark = asking.set(True)
    try:
        first = answer(look, seconds=limits.seconds)
        again = answer(look, seconds=limits.seconds)
    finally:
        asking.reset(mark)
    if [one.to_dict() for one in first] != [one.to_dict() for one in again]:
        raise NoAnswerError("asked twice, it gave two answers")
    return first


def _failed(
    point: metadata.EntryPoint, error: InvolvementError | NoAnswerError
) -> Issue:
    hint = "mend or remove the package; all other scales are in use"
    if isinstance(error, NoAnswerError) and error.late:
        hint += (
            "\n  if it needs longer: plug_in_issues(Limits(seconds=...)) before "
            "anything else, or --limit seconds=..."
        )
    return Issue(
        code="scale-plugin",
        found=f"found a fault in {quote(point.name)} ({point.value}): {error}",
        hint=hint,
        severity="warning",
    )
