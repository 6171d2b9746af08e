"""How far an input came, where it died, and whether its makers were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.influence.links import ACTIVITY, BLOCKS, CHANGE, DECISION, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from involvement.influence.links import Links

NOT_MADE = ("planned", "abandoned")
"""Statuses of a change that did not happen (yet); an unknown status counts."""

VERDICT_ORDER = (
    (("accepted", "adapted"), "no_change_recorded"),
    (("unknown",), "verdict_unknown"),
    (("deferred",), "deferred"),
    (("noted",), "noted_only"),
)
"""Among the decisions reached, the first of these that occurs says why."""


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


def made(links: Links, changes: Iterable[int]) -> list[int]:
    """The changes that were made, as far as is recorded."""
    return [c for c in changes if links.statuses.get(c, "unknown") not in NOT_MADE]


def furthest(
    links: Links, reached: Reached, reach_from: Callable[[list[int]], bytearray]
) -> str:
    """The last stage an input came to.

    Args:
        links: The record.
        reached: What the contribution reaches.
        reach_from: Marks of the nodes reached from some others.
    """
    real = made(links, reached.changes)
    if real:
        if reached.outcomes:
            seen = reach_from(real)
            if any(seen[node] for node in reached.outcomes):
                return "outcome"
        return "changed"
    if reached.changes:
        return "planned"
    if reached.decisions:
        return "decided"
    return "discussed" if reached.activities else "raised"


def death(
    links: Links, contribution: int, stage: str, reached: Reached
) -> tuple[str, tuple[int, ...]] | None:
    """Why and where an input stopped, as far as is recorded; None if it did not.

    A missing outcome is not a death.
    """
    if stage in ("outcome", "changed"):
        real = made(links, reached.changes)
        if all(links.statuses.get(change) == "reversed" for change in real):
            return "reversed", tuple(real)
        return None
    if stage == "planned":
        planned = tuple(c for c in reached.changes if links.statuses[c] == "planned")
        return ("planned_only", planned) if planned else ("abandoned", reached.changes)
    if stage == "decided":
        return _refused(links, reached.decisions)
    if stage == "discussed":
        return "no_decision_recorded", reached.activities
    return "no_discussion_recorded", (contribution,)


def _refused(links: Links, decisions: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    for verdicts, why in VERDICT_ORDER:
        those = tuple(
            d for d in decisions if links.verdicts.get(d, "unknown") in verdicts
        )
        if those:
            return why, those
    reasoned = all(decision in links.reasons for decision in decisions)
    return (
        "rejected_with_reason" if reasoned else "rejected_without_reason"
    ), decisions


def closure(
    links: Links, told: Iterable[int], seen: bytearray
) -> tuple[str, tuple[int, ...]]:
    """Whether the makers were told, and what they were told without a trail.

    Args:
        links: The record.
        told: Places in `links.told` of the feedback sent to the contribution.
        seen: Marks of the nodes the contribution reaches.

    Returns:
        The closure, and the places of the feedback about things not reached.
    """
    best, words = (
        0,
        (
            "open",
            "claimed_untraced",
            "acknowledged",
            "closed_decision",
            "closed_change",
        ),
    )
    untraced = []
    for place in told:
        said = links.told[place]
        if said.about is None and not said.recorded:
            continue  # what it was about is not known: it closes and claims nothing
        if said.about is None or not seen[said.about]:
            untraced.append(place)
            rank = 1
        elif links.lists[said.about] == CHANGE:
            rank = 4
        elif links.lists[said.about] == DECISION:
            rank = 3 if said.reasoned == "yes" else 2
        else:
            rank = 0
        best = max(best, rank)
    return words[best], tuple(untraced)


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
