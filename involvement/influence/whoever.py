"""Whether users' claim on a change is supported, whoever made what nobody knows.

More contributions never take a condition of the ladder away, but for one: they may
bring a wider chain, and a wider chain may run backwards in time. So two measures,
without and with all that users may have made, settle almost every change.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from involvement.influence.best import Bounds
    from involvement.influence.tracer import Tracer

TRACED = ("supported", "strong")
"""The claims that count as traced: supported or better."""

FEW = 6
"""Contributions of unknown side of which every set is tried, where that is needed."""


def supported_changes(bounds: Bounds) -> dict[int, bool | None]:
    """Whether the users' claim on each change is supported; None if it hangs on sides.

    Where more than `FEW` contributions of unknown side reach a change and the two
    measures differ, it is None as well: not every set is tried.
    """
    tracer = bounds.tracer
    every = (*tracer.users, *tracer.unsure)
    most = bounds.surely_supported(every, timed=False)
    least = bounds.surely_supported(tracer.users)
    settled = least
    if tracer.may_be_late:
        wide, wider = bounds.width(tracer.users, least), bounds.width(every, least)
        settled = frozenset(c for c in least if wide[c] == wider[c])
    return {
        change: change in settled or (change in most and _tried(tracer, change))
        for change in tracer.changes
    }


def _tried(tracer: Tracer, change: int) -> bool | None:
    """The same for one change, from every set of contributions of unknown side."""
    reaching = tracer.back(change)
    unsure = [node for node in tracer.unsure if reaching[node]]
    if len(unsure) > FEW:
        return None
    sets = chain.from_iterable(combinations(unsure, n) for n in range(len(unsure) + 1))
    answers = {tracer.claim((*tracer.users, *some), change) in TRACED for some in sets}
    return answers.pop() if len(answers) == 1 else None
