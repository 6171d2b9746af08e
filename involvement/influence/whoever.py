"""Whether users' claim on a change is supported, whoever made what nobody knows.

More contributions never take a condition of the ladder away, but for one: they may
bring a wider chain, and a wider chain may run backwards in time. So two measures,
without and with all that users may have made, settle almost every change.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import attrs

from involvement.influence.claims import ladder

if TYPE_CHECKING:
    from involvement.influence.best import Bounds
    from involvement.influence.claims import Measures
    from involvement.influence.rivals import Rivalry
    from involvement.influence.tracer import Tracer

TRACED = ("supported", "strong")
"""The claims that count as traced: supported or better."""

FEW = 6
"""Contributions of unknown side of which every set is tried, where that is needed."""


def supported_changes(bounds: Bounds) -> dict[int, bool | None]:
    """Whether the users' claim on each change is supported.

    Walks from all of them at once settle most changes; see `supported`.
    """
    tracer = bounds.tracer
    every = (*tracer.users, *tracer.unsure)
    _, may = bounds.supported(every, timed=False)
    sure, _ = bounds.supported(tracer.users)
    if tracer.may_be_late:
        wide, wider = bounds.width(tracer.users), bounds.width(every)
        sure = frozenset(change for change in sure if wide[change] == wider[change])
    return {
        change: change in sure or (change in may and supported(tracer, change))
        for change in tracer.changes
    }


def supported(tracer: Tracer, change: int) -> bool | None:
    """Whether the users' claim on a change is supported; None if that hangs on sides.

    Where more than `FEW` contributions of unknown side reach the change and a wider
    chain of theirs may run backwards, it is None as well: not every set is tried.
    """
    reaching = tracer.back(change)
    unsure = tuple(node for node in tracer.unsure if reaching[node])
    rivals = tracer.rivals(change)
    most = tracer.measured((*tracer.users, *unsure), change)
    if most is None or not _holds(attrs.evolve(most, time="unknown"), rivals):
        return False
    least = tracer.measured(tracer.users, change)
    if least is not None and _holds(least, rivals):
        if least.wide == most.wide or not tracer.may_be_late:
            return True
    elif not unsure:
        return False
    if len(unsure) > FEW:
        return None
    sets = chain.from_iterable(combinations(unsure, n) for n in range(len(unsure) + 1))
    answers = {tracer.claim((*tracer.users, *some), change) in TRACED for some in sets}
    return answers.pop() if len(answers) == 1 else None


def _holds(seen: Measures, rivals: Rivalry) -> bool:
    return ladder(seen, rivals)[0] in TRACED
