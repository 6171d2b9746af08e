"""How far an input came, where it died, and whether its makers were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.influence import paths
from involvement.influence.links import (
    ACTIVITY,
    BLOCKS,
    CHANGE,
    CONTRIBUTION,
    DECISION,
    OUTCOME,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from involvement.influence.links import Links
    from involvement.influence.shapes import Steps

ENDINGS: tuple[tuple[str, str | None], ...] = (
    ("changed", None),
    ("changed", "reversed"),
    ("planned", "planned_only"),
    ("planned", "abandoned"),
    ("decided", "no_change_recorded"),
    ("decided", "verdict_unknown"),
    ("decided", "deferred"),
    ("decided", "noted_only"),
    ("decided", "rejected_without_reason"),
    ("decided", "rejected_with_reason"),
    ("discussed", "no_decision_recorded"),
    ("raised", "no_discussion_recorded"),
)
"""How far an input came and why it ended there, the furthest first.

The first that any node it reaches stands for decides. A missing outcome is not an
end.
"""

_RANKS = {why: rank for rank, (_, why) in enumerate(ENDINGS)}
_RAISED = _RANKS["no_discussion_recorded"]
_REJECTED = (_RANKS["rejected_without_reason"], _RANKS["rejected_with_reason"])
_DECISIONS = {
    "accepted": "no_change_recorded",
    "adapted": "no_change_recorded",
    "unknown": "verdict_unknown",
    "deferred": "deferred",
    "noted": "noted_only",
}
_CHANGES = {
    "reversed": "reversed",
    "planned": "planned_only",
    "abandoned": "abandoned",
}
"""Statuses that end an input; a change of unknown status counts as made."""


@attrs.frozen
class Reached:
    """The nodes a contribution reaches, by list, each in order."""

    activities: tuple[int, ...]
    decisions: tuple[int, ...]
    changes: tuple[int, ...]
    outcomes: tuple[int, ...]


def sort_out(links: Links, nodes: Iterable[int]) -> Reached:
    """Sort the nodes reached from one contribution by their lists."""
    found: dict[int, list[int]] = {
        kind: [] for kind in (ACTIVITY, DECISION, CHANGE, OUTCOME)
    }
    for node in nodes:
        if links.lists[node] in found:
            found[links.lists[node]].append(node)
    return Reached(*(tuple(nodes) for nodes in found.values()))


def ranks(links: Links) -> bytearray:
    """The place in `ENDINGS` of what each node stands for, if an input reaches it."""
    found = bytearray([_RAISED]) * len(links)
    for node, kind in enumerate(links.lists):
        if kind == ACTIVITY:
            found[node] = _RANKS["no_decision_recorded"]
        elif kind == DECISION:
            found[node] = _RANKS[_decided(links, node)]
        elif kind == CHANGE:
            found[node] = _RANKS[_CHANGES.get(links.statuses.get(node, "unknown"))]
    return found


def _decided(links: Links, decision: int) -> str:
    why = _DECISIONS.get(links.verdicts.get(decision, "unknown"))
    reasoned = "with" if decision in links.reasons else "without"
    return why or f"rejected_{reasoned}_reason"


class Ends:
    """How far the contributions of a record came and why they ended there."""

    def __init__(self, links: Links, steps: Steps) -> None:
        """Walk back from everything an input can come to, the furthest first."""
        self.at = ranks(links)
        contributions = links.of(CONTRIBUTION)
        self.ranked: dict[int, int] = {}
        for rank in range(len(ENDINGS)):
            here = [node for node, at in enumerate(self.at) if at == rank]
            left = [node for node in contributions if node not in self.ranked]
            if here and left:
                seen = paths.reach_back(steps.graph, here, steps.grade)
                self.ranked |= {node: rank for node in left if seen[node]}
        before = paths.reach_back(steps.graph, links.of(OUTCOME), steps.grade)
        made = [
            change
            for change in links.of(CHANGE)
            if before[change] and ENDINGS[self.at[change]][0] == "changed"
        ]
        self.on_to_outcomes = paths.reach_back(steps.graph, made, steps.grade)

    def of(self, contribution: int) -> tuple[str, str | None]:
        """The last stage of an input, and why it ended there; None if it did not."""
        stage, why = ENDINGS[self.ranked[contribution]]
        return ("outcome" if self.on_to_outcomes[contribution] else stage), why

    def where(self, contribution: int, reached: Iterable[int]) -> list[int]:
        """Of the nodes an input reaches, those at which it ended."""
        rank = self.ranked[contribution]
        if rank == _RAISED:
            return [contribution]
        here = _REJECTED if rank in _REJECTED else (rank,)
        return [node for node in reached if self.at[node] in here]


_CLOSURES = (
    "open",
    "claimed_untraced",
    "acknowledged",
    "closed_decision",
    "closed_change",
)


def closure(
    links: Links, told: Iterable[int], reached: Container[int]
) -> tuple[str, tuple[int, ...]]:
    """Whether the makers were told, and what they were told without a trail.

    Args:
        links: The record.
        told: Places in `links.told` of the feedback sent to the contribution.
        reached: What the contribution reaches.

    Returns:
        The closure, and the places of the feedback about things not reached.
    """
    best = 0
    untraced = []
    for place in told:
        said = links.told[place]
        if said.about is None and not said.recorded:
            continue  # what it was about is not known: it closes and claims nothing
        if said.about is None or said.about not in reached:
            untraced.append(place)
            rank = 1
        elif links.lists[said.about] == CHANGE:
            rank = 4
        elif links.lists[said.about] == DECISION:
            rank = 3 if said.reasoned == "yes" else 2
        else:
            rank = 0
        best = max(best, rank)
    return _CLOSURES[best], tuple(untraced)


def feedback_by_contribution(links: Links) -> dict[int, list[int]]:
    """Contribution to the places of its feedback in `links.told`."""
    found: dict[int, list[int]] = {}
    for place, said in enumerate(links.told):
        for contribution in dict.fromkeys(said.to):
            found.setdefault(contribution, []).append(place)
    return found


def blocking_links(links: Links) -> list[int]:
    """The links that stood in the way, by id."""
    found = [link for link, marks in enumerate(links.marks) if marks & BLOCKS]
    return sorted(found, key=links.link_ids.__getitem__)


def blocked_by(links: Links, blocking: Iterable[int], seen: bytearray) -> list[int]:
    """The blocking links with an end in what a contribution reaches."""
    return [
        link
        for link in blocking
        if seen[links.sources[link]] or seen[links.targets[link]]
    ]


def warnings(links: Links, reached: Reached) -> tuple[str, ...]:
    """Whether the stage rests on a change whose status nobody recorded."""
    unknown = any(change not in links.statuses for change in reached.changes)
    return ("change_status_unknown",) if unknown else ()
