"""What an activity is called and what users wanted, against what the facts allow.

Neither a claim nor a wish is a fact: no rule reads them. They are laid beside the
levels the facts leave possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from involvement.scoring.verdicts import Verdict

BELOW, WITHIN, ABOVE = "below", "within", "above"
OUTSIDE, CANNOT_SAY = "outside", "cannot_say"


@attrs.frozen
class Declared:
    """The level an organisation claims, against the levels the facts allow.

    Attributes:
        scale: The scale.
        level: The level claimed.
        standing: `within` what the facts allow; `below` or `above` all of it;
            `outside` it, on scales without an order; `cannot_say` when the facts
            rule nothing out, no level fits, or the claim lies between.
        possible: The levels the facts allow.
    """

    scale: str
    level: str
    standing: str
    possible: tuple[str, ...]

    def __str__(self) -> str:
        allowed = ", ".join(self.possible) or "no level"
        return f"{self.scale} {self.level}: {self.standing} ({allowed})"


@attrs.frozen
class Preferred:
    """The level users wanted, against the levels the facts allow.

    Attributes:
        scale: The scale.
        level: The level wanted.
        standing: `as_wanted`, `less_than_wanted`, `more_than_wanted` or `cannot_say`.
        deficit: `yes` only when users wanted more than they certainly had. A lower
            level that users wanted is none.
        possible: The levels the facts allow.
    """

    scale: str
    level: str
    standing: str
    deficit: str
    possible: tuple[str, ...]

    def __str__(self) -> str:
        allowed = ", ".join(self.possible) or "no level"
        return f"{self.scale} {self.level}: {self.standing} ({allowed})"


def declared(verdict: Verdict, level: str) -> Declared:
    """A claim against a verdict."""
    return Declared(verdict.scale, level, _standing(verdict, level), verdict.possible)


def _standing(verdict: Verdict, level: str) -> str:
    if not verdict.source.ordered:
        word = {"holds": WITHIN, "fails": OUTSIDE, "unknown": CANNOT_SAY}
        return word[verdict.labels[level]]
    if len(verdict.possible) in (0, len(verdict.source.levels)):
        # Nothing is ruled out, or everything is: the facts do not speak to the claim.
        return CANNOT_SAY
    return WITHIN if level in verdict.possible else _way(verdict, level)


def _way(verdict: Verdict, level: str) -> str:
    """Whether a level lies below or above everything possible."""
    rank = verdict.source.rank(level)
    ranks = [verdict.source.rank(one) for one in verdict.possible]
    if rank < min(ranks):
        return BELOW
    return ABOVE if rank > max(ranks) else CANNOT_SAY


_WANTED = {
    BELOW: ("more_than_wanted", "no"),
    ABOVE: ("less_than_wanted", "yes"),
    CANNOT_SAY: (CANNOT_SAY, "unknown"),
}


def preferred(verdict: Verdict, level: str) -> Preferred:
    """A wish against a verdict."""
    standing, deficit = _gap(verdict, level)
    return Preferred(verdict.scale, level, standing, deficit, verdict.possible)


def _gap(verdict: Verdict, level: str) -> tuple[str, str]:
    if not verdict.source.ordered:
        return {
            "holds": ("as_wanted", "no"),
            "fails": ("less_than_wanted", "yes"),
            "unknown": (CANNOT_SAY, "unknown"),
        }[verdict.labels[level]]
    if verdict.no_level_fits is not False:
        return CANNOT_SAY, "unknown"
    if verdict.level == level:
        return "as_wanted", "no"
    if level in verdict.possible:
        above = verdict.lowest == level
        return (CANNOT_SAY, "no") if above else (CANNOT_SAY, "unknown")
    return _WANTED[_way(verdict, level)]
