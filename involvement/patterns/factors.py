"""What helped or hindered, beside what was seen where it was and where it was not.

This describes; it does not explain. Activities with a factor may differ from those
without it in any number of other ways.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from involvement.influence.best import CLAIMS
from involvement.patterns.cases import by_id, ladders
from involvement.patterns.portions import amount
from involvement.results import Result
from involvement.vocabulary import FACTORS, POLARITIES, SEED_FACTORS, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from involvement.instruments.levels import Scale
    from involvement.patterns.cases import Case
    from involvement.record.evidence import Factor
    from involvement.scoring.verdicts import Verdict


@attrs.frozen
class Seen(Result):
    """What was seen in some activities.

    Attributes:
        n: How many activities.
        initiated: Side that initiated to number.
        depth: Ladder to `{level or open or no_level_fits: number}`.
        claims: Best claim of the contributions made in them to number.
    """

    n: int
    initiated: dict[str, int]
    depth: dict[str, dict[str, int]]
    claims: dict[str, int]

    def explain(self) -> str:
        """The counts in lines."""
        lines = [amount(self.n, "activity", "activities")]
        if self.n:
            lines.append(f"  initiated: {_listed(self.initiated)}")
            lines += [f"  {name}: {_listed(c)}" for name, c in self.depth.items()]
            lines.append(f"  claims: {_listed(self.claims) or 'no contribution'}")
        return "\n".join(lines)


@attrs.frozen
class FactorUse(Result):
    """One kind of factor: how it worked, and what was seen with and without it.

    Attributes:
        kind: The factor.
        seed: Whether the seed study names it.
        polarity: `enabler`, `barrier`, `both`, `unknown` to number of entries.
        evidence: The evidence recorded for it.
        unplaced: Entries that name nothing they bore on.
        beside: What was seen in the activities it bore on.
        apart: What was seen in all other activities.
    """

    kind: str
    seed: bool
    polarity: dict[str, int]
    evidence: tuple[str, ...]
    unplaced: int
    beside: Seen
    apart: Seen

    def explain(self) -> str:
        """The factor, then what was seen with it and without it."""
        note = " (named by the seed study)" if self.seed else ""
        lines = [
            (
                f"{self.kind}{note}: {_listed(self.polarity) or 'not recorded'}; "
                f"evidence: {', '.join(self.evidence) or 'none recorded'}"
            )
        ]
        if self.unplaced:
            lines.append(f"  {self.unplaced} not tied to anything it bore on")
        for words, seen in (("with it", self.beside), ("without it", self.apart)):
            text = seen.explain().replace("\n", "\n  ")
            lines.append(f"  {words}: {text}")
        return "\n".join(lines)


def factors(cases: Sequence[Case]) -> tuple[FactorUse, ...]:
    """The seed study's four factors first, then every other one recorded."""
    entries = [(case, one) for case in cases for one in by_id(case.programme.factors)]
    kinds = {one.kind for _, one in entries}
    others = [k for k in (*FACTORS, "unknown") if k in kinds and k not in SEED_FACTORS]
    return tuple(
        _use(kind, cases, [e for e in entries if e[1].kind == kind])
        for kind in (*SEED_FACTORS, *others)
    )


def _use(
    kind: str, cases: Sequence[Case], entries: Sequence[tuple[Case, Factor]]
) -> FactorUse:
    named: dict[int, set[str]] = {id(case): set() for case in cases}
    for case, one in entries:
        named[id(case)].update(one.affects)
    beside, apart = [], []
    for case in cases:
        ids = {activity.id for activity in case.activities}
        beside.append(case.part(ids & named[id(case)]))
        apart.append(case.part(ids - named[id(case)]))
    return FactorUse(
        kind,
        kind in SEED_FACTORS,
        _counted((one.polarity for _, one in entries), (*POLARITIES, "unknown")),
        tuple(
            sorted({case.name(item) for case, one in entries for item in one.evidence})
        ),
        sum(not one.affects for _, one in entries),
        _seen(beside),
        _seen(apart),
    )


def _seen(cases: Sequence[Case]) -> Seen:
    scores = [case.scores[a.id] for case in cases for a in case.activities]
    claims = [
        case.claims.get(contribution.id, "unknown")
        for case in cases
        for contribution in case.contributions
    ]
    return Seen(
        len(scores),
        _counted((s.initiative.initiated for s in scores), (*SIDES, "unknown")),
        {
            ladder.id: depth_counts([s.verdicts[ladder.id] for s in scores], ladder)
            for ladder in ladders(cases)
        },
        _counted(claims, (*CLAIMS, "unknown")),
    )


def depth_counts(found: Sequence[Verdict], ladder: Scale) -> dict[str, int]:
    """How many activities have each one level, none, or several still open."""
    counts = Counter([verdict.level for verdict in found])
    depth = {level.id: counts[level.id] for level in ladder.levels if counts[level.id]}
    none = [verdict.no_level_fits for verdict in found].count(True)
    rest = {"no_level_fits": none, "open": len(found) - none - sum(depth.values())}
    return depth | {word: k for word, k in rest.items() if k}


def _counted(words: Iterable[str], order: Sequence[str]) -> dict[str, int]:
    tally = Counter(words)
    return {word: tally[word] for word in dict.fromkeys(order) if tally[word]}


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{word} {k}" for word, k in counts.items())
