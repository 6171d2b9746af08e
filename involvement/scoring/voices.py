"""Several versions of the same facts: kept side by side, compared, never merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.results import Result
from involvement.scoring import facts
from involvement.scoring.starting import Initiative
from involvement.scoring.verdicts import Verdict
from involvement.vocabulary import FACTS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from involvement.instruments.levels import Scale
    from involvement.scoring.facts import Row

OWN = "activity"
"""The name of the version the activity itself carries; it counts as enacted."""

GAP_FACTS = ("decision_right", "user_vote_share", "decision_stage")
"""The facts in which papers and practice are compared."""


@attrs.frozen
class Voice(Result):
    """The answers under one version of the facts.

    Attributes:
        name: `activity`, or the reporter and basis of an account laid over it.
        reporter: Actor id of the reporter; empty for the activity itself.
        side: Side of the reporter.
        basis: `enacted`, `formal`, `claimed` or `unknown`.
        initiative: Who initiated, led, set agenda and scope in this version.
        verdicts: Scale id to verdict in this version.
    """

    name: str
    reporter: str
    side: str
    basis: str
    initiative: Initiative
    verdicts: dict[str, Verdict]

    def explain(self) -> str:
        """Whose version it is and what follows from it, one scale a line."""
        lines = [f"{self.title()}: {self.initiative.pattern}"]
        for scale_id, verdict in self.verdicts.items():
            lines.append(f"  {scale_id}: {', '.join(verdict.possible) or '-'}")
        return "\n".join(lines)

    def title(self) -> str:
        """Whose version it is."""
        return f"{self.name}, {self.side}" if self.reporter else self.name


@attrs.frozen
class FactDifference:
    """A fact on which versions that know it differ.

    Attributes:
        fact: The fact.
        values: Version to the value it gives, in the order of the record.
    """

    fact: str
    values: dict[str, str]

    def __str__(self) -> str:
        said = ", ".join(f"{name} {value}" for name, value in self.values.items())
        return f"{self.fact}: {said}"


@attrs.frozen
class Difference:
    """A scale that answers differently under two versions of the facts.

    Attributes:
        scale: The scale.
        first: One version.
        second: The other.
        contrast: In what the versions differ, such as `formal against enacted`.
        first_possible: Levels not ruled out in the first.
        second_possible: Levels not ruled out in the second.
        standing: `differ` when they have no answer in common, else `may_differ`.
        facts: The facts that make the difference; none of them can be spared.
    """

    scale: str
    first: str
    second: str
    contrast: str
    first_possible: tuple[str, ...]
    second_possible: tuple[str, ...]
    standing: str
    facts: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.scale}: {self.first} {', '.join(self.first_possible) or '-'}, "
            f"{self.second} {', '.join(self.second_possible) or '-'} "
            f"({self.contrast}; by {', '.join(self.facts)})"
        )


def fact_differences(rows: dict[str, Row]) -> tuple[FactDifference, ...]:
    """The facts on which two versions that know them differ."""
    if len(rows) < 2:
        return ()
    found = []
    for fact in FACTS:
        values = {name: row[fact] for name, row in rows.items()}
        known = {name: value for name, value in values.items() if value != UNKNOWN}
        if len(set(known.values())) > 1:
            shown = {name: _shown(value) for name, value in known.items()}
            found.append(FactDifference(fact, shown))
    return tuple(found)


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def differences(voices: tuple[Voice, ...]) -> tuple[Difference, ...]:
    """Every scale that answers differently under two versions, pair by pair."""
    return tuple(
        difference
        for i, first in enumerate(voices)
        for second in voices[i + 1 :]
        for difference in _between(first, second)
    )


def _between(first: Voice, second: Voice) -> Iterator[Difference]:
    for scale_id, one in first.verdicts.items():
        other = second.verdicts[scale_id]
        scale = one.source
        a, b = facts.cell(scale, one.row), facts.cell(scale, other.row)
        if _answers(scale, a) != _answers(scale, b):
            yield Difference(
                scale_id,
                first.name,
                second.name,
                _contrast(first, second),
                one.possible,
                other.possible,
                _standing(scale, a, b),
                _responsible(scale, a, b),
            )


def _answers(scale: Scale, at: int) -> tuple[int, int]:
    return int(scale.table.any[at]), int(scale.table.all[at])


def _standing(scale: Scale, a: int, b: int) -> str:
    """Whether two cells have an answer in common, or on labels no label apart."""
    (some_a, all_a), (some_b, all_b) = _answers(scale, a), _answers(scale, b)
    if scale.ordered:
        return "may_differ" if some_a & some_b else "differ"
    levels = scale.table.none - 1
    apart = (all_a & ~some_b | all_b & ~some_a) & levels
    return "differ" if apart else "may_differ"


def _responsible(scale: Scale, a: int, b: int) -> tuple[str, ...]:
    """Facts that turn the one answer into the other; none of them can be spared."""
    here, there = facts.places(scale, a), facts.places(scale, b)
    at = b
    kept: list[str] = []
    for k in reversed(range(len(here))):
        if here[k] != there[k]:
            without = at + (here[k] - there[k]) * scale.table.strides[k]
            if _answers(scale, without) == _answers(scale, b):
                at = without
            else:
                kept.append(scale.axes[k].fact)
    return tuple(reversed(kept))


def _contrast(first: Voice, second: Voice) -> str:
    """In what two versions differ: what they rest on, who gives them."""
    parts = []
    if first.basis != second.basis:
        parts.append(f"{second.basis} against {first.basis}")
    if first.reporter and first.side != second.side:
        parts.append(f"{second.side} against {first.side}")
    return "; ".join(parts) or "two accounts"


def formal_enacted_gap(own: Row, accounts: Iterable[tuple[str, Row]]) -> str:
    """Whether papers and practice differ in who decides, on what votes, how early.

    Args:
        own: The activity's own facts; they count as enacted.
        accounts: The basis of each account and the facts it gives itself.

    Returns:
        `present` if a formal and an enacted version both know one of the facts and
        differ; `absent` if they never differ but both know at least one; else
        `unknown`.
    """
    formal = [row for basis, row in accounts if basis == "formal"]
    enacted = [own, *(row for basis, row in accounts if basis == "enacted")]
    known = [
        (paper[fact], practice[fact])
        for fact in GAP_FACTS
        for paper in formal
        for practice in enacted
        if UNKNOWN not in (paper[fact], practice[fact])
    ]
    if not known:
        return UNKNOWN
    return "present" if any(a != b for a, b in known) else "absent"
