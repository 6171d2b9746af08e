"""What rival explanations weigh against a step or a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.influence.grading import SUPPORTS, combine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.influence.grading import Items
    from involvement.influence.links import Links, Rival
    from involvement.influence.policy import EvidencePolicy


@attrs.frozen
class Rivalry:
    """The rivals of one change: each status, and what its evidence weighs."""

    statuses: tuple[str, ...]
    weights: tuple[int, ...]


NO_RIVALS = Rivalry((), ())


def rivalries(
    links: Links, judged: Items, policy: EvidencePolicy
) -> dict[int, Rivalry]:
    """The rivals of each change that has any."""
    found: dict[int, list[Rival]] = {}
    for rival in links.rivals:
        if rival.change is not None:
            found.setdefault(rival.change, []).append(rival)
    return {
        change: Rivalry(
            tuple(rival.status for rival in rivals),
            tuple(
                rival_weight(rival.status, rival.items, judged, policy)
                for rival in rivals
            ),
        )
        for change, rivals in found.items()
    }


def rival_weights(
    links: Links, judged: Items, policy: EvidencePolicy
) -> dict[int, int]:
    """What rivals that explain a link set against its step, by link."""
    weights: dict[int, int] = {}
    for rival in links.rivals:
        if rival.link is not None:
            weight = rival_weight(rival.status, rival.items, judged, policy)
            weights[rival.link] = max(weights.get(rival.link, 0), weight)
    return weights


def rival_weight(
    status: str, items: Sequence[int], judged: Items, policy: EvidencePolicy
) -> int:
    """What one rival weighs: upheld 4, open its evidence, set aside nothing."""
    if status == "upheld":
        return 4
    if status == "open":
        return combine(
            (item for item in items if judged.roles[item] == SUPPORTS), judged, policy
        )
    return 0
