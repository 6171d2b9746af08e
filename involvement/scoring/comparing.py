"""Two results about the same activity, laid side by side: a back test.

Answers of one scale are compared only where both were made by the same rules. A scale
of another version, or whose rules mean something else, is listed and never compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.results import Result

if TYPE_CHECKING:
    from involvement.scoring.activity import ActivityScore
    from involvement.scoring.verdicts import Verdict


@attrs.frozen
class Changed(Result):
    """One scale that answers differently, by the same rules.

    Attributes:
        scale: Its id.
        first: The levels or labels that one result does not rule out.
        second: The same in the other.
    """

    scale: str
    first: tuple[str, ...]
    second: tuple[str, ...]

    def explain(self) -> str:
        """Both answers."""
        return f"{self.scale}: {_listed(self.first)} -> {_listed(self.second)}"


@attrs.frozen
class NotCompared(Result):
    """One scale whose answers cannot be compared.

    Attributes:
        scale: Its id.
        first: Its version in one result; empty where it was not asked for.
        second: The same in the other.
        reason: `version`, `rules` (one version, another meaning) or `missing`.
    """

    scale: str
    first: str
    second: str
    reason: str

    def explain(self) -> str:
        """Why not."""
        if self.reason == "missing":
            return f"{self.scale}: in one result only"
        if self.reason == "rules":
            return f"{self.scale}: version {self.first} with other rules"
        return f"{self.scale}: version {self.first} and version {self.second}"


@attrs.frozen
class Comparison(Result):
    """Two results about one activity.

    Attributes:
        activity: Its id.
        same: Scales that answer the same.
        changed: Scales that answer differently, by the same rules.
        not_compared: Scales of different versions, or in one result only.
    """

    activity: str
    same: tuple[str, ...]
    changed: tuple[Changed, ...]
    not_compared: tuple[NotCompared, ...]

    def explain(self) -> str:
        """What changed, then what could not be compared."""
        total = len(self.same) + len(self.changed) + len(self.not_compared)
        lines = [f"{self.activity}: {len(self.same)} of {total} scales answer the same"]
        lines += [f"  {one.explain()}" for one in self.changed]
        lines += [f"  not compared: {one.explain()}" for one in self.not_compared]
        return "\n".join(lines)


def compare(first: ActivityScore, second: ActivityScore) -> Comparison:
    """Say on which scales two results about one activity answer alike.

    Args:
        first: One result, such as the one made before an upgrade.
        second: The other.

    Example:
        >>> from involvement.scoring.activity import score
        >>> before = score({"id": "panel"}, scales=["iap2", "work"])
        >>> known = {"asks_users": "no", "deliberates": "no"}
        >>> after = score({"id": "panel"} | known, scales=["iap2"])
        >>> print(compare(before, after).explain())
        panel: 0 of 2 scales answer the same
          iap2: inform, ..., no level fits -> inform, empower, no level fits
          not compared: work: in one result only
    """
    same: list[str] = []
    changed: list[Changed] = []
    apart: list[NotCompared] = []
    for name in dict.fromkeys([*first.verdicts, *second.verdicts]):
        one, other = first.verdicts.get(name), second.verdicts.get(name)
        if one is None or other is None or _rules(one) != _rules(other):
            apart.append(_apart(name, one, other))
        elif _answer(one) == _answer(other):
            same.append(name)
        else:
            changed.append(Changed(name, _shown(one), _shown(other)))
    return Comparison(second.activity, tuple(same), tuple(changed), tuple(apart))


def _apart(name: str, one: Verdict | None, other: Verdict | None) -> NotCompared:
    first, second = (found.version if found else "" for found in (one, other))
    if one is None or other is None:
        return NotCompared(name, first, second, "missing")
    return NotCompared(name, first, second, "rules" if first == second else "version")


def _rules(verdict: Verdict) -> tuple[str, str]:
    return verdict.version, verdict.meaning


def _answer(verdict: Verdict) -> tuple[object, ...]:
    return verdict.possible, verdict.certain, verdict.no_level_fits


def _shown(verdict: Verdict) -> tuple[str, ...]:
    """What is not ruled out, with a word on what is certain."""
    levels = (
        f"{level} (certain)" if level in verdict.certain else level
        for level in verdict.possible
    )
    none = (
        () if verdict.no_level_fits is False or verdict.labels else ("no level fits",)
    )
    return (*levels, *none)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words) or "none"
