"""What is looked at together: one programme, or several, with their answers.

Findings over a portfolio are counted over all its programmes at once. Items of two
programmes may share an id, so everything that is listed carries the label of its
programme when there is more than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import attrs

from involvement.influence.tracing import Trace
from involvement.influence.whoever import supported_changes
from involvement.instruments.scale import scale
from involvement.record.activity import Activity
from involvement.record.events import Contribution
from involvement.record.model import Item
from involvement.record.programme import Programme
from involvement.scoring.activity import ActivityScore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from involvement.influence.answers import Ending
    from involvement.instruments.levels import Scale
    from involvement.scoring.verdicts import Verdict

USERS = ("user", "joint")
"""The sides whose contributions count as users'."""

ItemType = TypeVar("ItemType", bound=Item)


@attrs.frozen
class Case:
    """One programme with its scores and its trace, or a part of it.

    Attributes:
        programme: The record.
        scores: Activity id to score.
        trace: The influence traced in it.
        label: What to put before an id; empty when there is one programme only.
        activities: The activities looked at, in id order.
        contributions: The contributions looked at, in id order.
        whole: Whether that is all of them.
    """

    programme: Programme
    scores: Mapping[str, ActivityScore]
    trace: Trace
    label: str
    activities: tuple[Activity, ...]
    contributions: tuple[Contribution, ...]
    whole: bool = True

    def name(self, item_id: str) -> str:
        """An id as it is listed: behind its programme's label, if there is one."""
        return f"{self.label}/{item_id}" if self.label else item_id

    def part(self, wanted: Iterable[str]) -> Case:
        """The same programme with some activities only, and what was said in them."""
        kept = frozenset(wanted)
        return attrs.evolve(
            self,
            activities=tuple(a for a in self.activities if a.id in kept),
            contributions=tuple(c for c in self.contributions if c.activity in kept),
            whole=False,
        )

    @cached_property
    def claims(self) -> dict[str, str]:
        """Contribution id to its best claim on any change, as `Trace.claims` has it."""
        return self.trace.claims

    @cached_property
    def endings(self) -> dict[str, Ending]:
        """Contribution id to how far it came."""
        return self.trace.endings

    @cached_property
    def traced(self) -> dict[str, bool | None]:
        """Change id to whether it is supported for users; None if sides decide it."""
        ids = self.trace.tracer.links.ids
        found = supported_changes(self.trace.bounds)
        return {ids[change]: answer for change, answer in found.items()}

    @cached_property
    def reached(self) -> dict[str, tuple[int, int]]:
        """Change or outcome id to the least and greatest grade of its best trail.

        From users' contributions and all activities; the greatest counts those of
        unknown side as users'.
        """
        sides = {c.id: self.made_by_users(c) for c in self.programme.contributions}
        start = [activity.id for activity in self.programme.activities]
        sure = self.trace.widest([*start, *(c for c, users in sides.items() if users)])
        most = self.trace.widest(
            [*start, *(c for c, users in sides.items() if users is not False)]
        )
        return {one: (sure[one], most[one]) for one in sure}

    def made_by_users(self, contribution: Contribution) -> bool | None:
        """Whether users made it, alone or with others; None if that is unknown."""
        side = self.programme.side(contribution.made_by)
        return None if side == "unknown" else side in USERS


def case_of(
    programme: Programme,
    scores: Mapping[str, ActivityScore] | None = None,
    trace: Trace | None = None,
    *,
    label: str = "",
) -> Case:
    """One programme with its answers; what is not given is computed."""
    if scores is None:
        from involvement.scoring.activity import score

        scores = {
            activity.id: score(activity, sides=programme.side)
            for activity in programme.activities
        }
    if trace is None:
        from involvement.influence.tracing import trace as follow

        trace = follow(programme)
    return Case(
        programme,
        scores,
        trace,
        label,
        by_id(programme.activities),
        by_id(programme.contributions),
    )


def by_id(items: Iterable[ItemType]) -> tuple[ItemType, ...]:
    """Items in the order of their ids, whatever order they were written in."""
    return tuple(sorted(items, key=lambda item: item.id))


def ladders(cases: Sequence[Case]) -> tuple[Scale, ...]:
    """The scales scored on which depth can rise or fall, in the order of scoring."""
    scored = {
        name: None
        for case in cases
        for activity in case.activities
        for name in case.scores[activity.id].verdicts
    }
    return tuple(one for one in map(scale, scored) if one.kind == "ladder")


def verdicts(
    cases: Iterable[Case], scale_id: str
) -> Iterator[tuple[Case, str, Verdict]]:
    """Every activity's verdict on one scale."""
    for case in cases:
        for activity in case.activities:
            yield case, activity.id, case.scores[activity.id].verdicts[scale_id]
