"""The claim ladder and the attempts to bring a claim down.

A claim is a status with reasons, never a percentage (contribution analysis, Mayne
2012 and 2019, unverified). A failed attempt to refute is not proof.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import attrs

from involvement.influence import chains
from involvement.influence.cutting import from_rows, keep_edges, support_without
from involvement.influence.grading import LOOSE, SUPPORTS, Items
from involvement.influence.links import IMPLICIT, Links
from involvement.influence.policy import EvidencePolicy
from involvement.influence.shapes import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from involvement.influence.cutting import Cutting, Support
    from involvement.influence.rivals import Rivalry

LADDER = ("asserted", "plausible", "supported", "strong")


@attrs.frozen
class Measures:
    """What the ladder looks at, for a pair that is connected.

    Attributes:
        wide: The weakest link of the best chain.
        left: What is left of it without any one source.
        worst: The source that costs most; None if none does.
        grade: The grade of the pair.
        threads: Sources that vouch for a whole chain.
        site: The first site that carries a whole chain.
        time: `ok`, `unknown` or `violated`.
        uncontested: The widest chain without contested steps.
        independent: Whether an independent, disinterested item supports a step.
    """

    wide: int
    left: int
    worst: int | None
    grade: int
    threads: tuple[int, ...]
    site: str | None
    time: str
    uncontested: int
    independent: bool


@attrs.frozen
class Court:
    """The record as the claims see it."""

    links: Links
    judged: Items
    steps: Steps
    policy: EvidencePolicy

    def measure(self, cutting: Cutting, held: Support) -> Measures:
        """Measure a connected cutting.

        Args:
            cutting: What lies between contributions and change.
            held: Who stands behind it.
        """
        wide = cutting.widest(held.grade)
        strong = chains.robustness(cutting, held, self.policy)
        return Measures(
            wide=wide,
            left=strong.left,
            worst=strong.source,
            grade=chains.lifted(wide, strong.left, self.policy),
            threads=tuple(chains.threads(cutting, held)) if wide else (),
            site=(
                chains.same_site(cutting, held, self.links, self.steps)
                if wide
                else None
            ),
            time=chains.timing(cutting, held.grade, wide),
            uncontested=chains.without_contested(cutting, held),
            independent=wide > 0 and self._independent(cutting, held, wide),
        )

    def _independent(self, cutting: Cutting, held: Support, floor: int) -> bool:
        standpoint, interested = (
            self.links.items["standpoint"],
            self.links.items["interested"],
        )
        if "independent" not in standpoint:
            return False
        return any(
            standpoint[item] == "independent"
            and interested[item] != "yes"
            and self.judged.roles[item] == SUPPORTS
            and item not in held.dropped
            for edge in chains.on_chains(cutting, held.grade, floor)
            for item in self.steps.items_of(cutting.steps[edge])
        )


def ladder(seen: Measures, rivals: Rivalry) -> tuple[str, tuple[str, ...]]:
    """The claim of a connected pair, and the conditions that stopped it there.

    Example:
        >>> from involvement.influence.rivals import Rivalry
        >>> m = Measures(2, 0, None, 2, (), None, "unknown", 2, False)
        >>> ladder(m, Rivalry((), ()))[0]
        'plausible'
    """
    rungs = (
        (
            ("widest_at_least_2", seen.wide >= 2),
            ("time_not_violated", seen.time != "violated"),
        ),
        (
            ("grade_at_least_3", seen.grade >= 3),
            ("rival_considered", bool(rivals.statuses)),
            (
                "one_source_or_site_throughout",
                bool(seen.threads) or seen.site is not None,
            ),
        ),
        (
            ("grade_4", seen.grade >= 4),
            ("without_best_source_at_least_3", seen.left >= 3),
            ("independent_source", seen.independent),
            (
                "rivals_dismissed",
                all(status == "dismissed" for status in rivals.statuses),
            ),
            ("time_ok", seen.time == "ok"),
        ),
    )
    claim = LADDER[0]
    failed: tuple[str, ...] = ()
    for name, conditions in zip(LADDER[1:], rungs, strict=True):
        failed = tuple(word for word, holds in conditions if not holds)
        if failed:
            break
        claim = name
    if claim == LADDER[0]:
        return claim, failed
    against = tuple(contested_by(seen, rivals))
    return ("contested", against) if against else (claim, failed)


def contested_by(seen: Measures, rivals: Rivalry) -> list[str]:
    """Why a claim above `asserted` is contested, if it is."""
    pairs = list(zip(rivals.statuses, rivals.weights, strict=True))
    checks = (
        ("rival_upheld", "upheld" in rivals.statuses),
        (
            "rival_open_as_strong",
            any(status == "open" and weight >= seen.grade for status, weight in pairs),
        ),
        ("rests_on_contested_link", seen.uncontested < 2),
    )
    return [word for word, holds in checks if holds]


# ---------------------------------------------------------------- challenges


@attrs.frozen
class Attempt:
    """A challenge before it is judged: what was taken away and what is left.

    Attributes:
        name: The challenge.
        removed: Evidence ids, source names or link ids taken away.
        measures: What is left; None when nothing connects any more.
        assessable: Whether the fact it turns on is recorded anywhere between.
    """

    name: str
    removed: tuple[str, ...]
    measures: Measures | None
    assessable: bool


def attempts(
    court: Court, cutting: Cutting, held: Support, seen: Measures
) -> list[Attempt]:
    """Every challenge to a connected pair, in the order of the reference."""
    fields = court.links.items
    cited = sorted({i for step in cutting.steps for i in court.steps.items_of(step)})

    def drop(name: str, field: str, word: str) -> Attempt:
        values = fields[field]
        if all(values[item] == "unknown" for item in cited):
            return Attempt(name, (), None, assessable=False)
        return _without_items(court, cutting, name, lambda i: values[i] == word)

    return [
        _without_best(court, cutting, held, seen, cited),
        drop("without_user_testimony", "standpoint", "user"),
        drop("without_interested", "interested", "yes"),
        drop("without_inference", "method", "inference"),
        _without_gaps(court, cutting, held),
        _in_time_only(court, cutting, held),
    ]


def _without_items(
    court: Court, cutting: Cutting, name: str, gone: Callable[[int], bool]
) -> Attempt:
    left = support_without(cutting, court.steps, court.judged, court.policy, gone)
    return Attempt(
        name=name,
        removed=tuple(court.links.item_ids[item] for item in sorted(left.dropped)),
        measures=court.measure(cutting, left),
        assessable=True,
    )


def _without_best(
    court: Court,
    cutting: Cutting,
    held: Support,
    seen: Measures,
    cited: Sequence[int],
) -> Attempt:
    """Take away the source whose loss costs most, and what has no single source."""
    sources = court.judged.sources
    if all(sources[item] == LOOSE for item in cited):
        return Attempt("without_best_source", (), None, assessable=False)
    worst = seen.worst
    if worst is None and len(held.source):
        worst = min(held.source)
    attempt = _without_items(
        court,
        cutting,
        "without_best_source",
        lambda item: sources[item] in (worst, LOOSE),
    )
    named = () if worst is None else (court.judged.names[worst],)
    return attrs.evolve(attempt, removed=named)


def _without_gaps(court: Court, cutting: Cutting, held: Support) -> Attempt:
    if not any(court.steps.told[step] for step in cutting.steps):
        return Attempt("without_gaps", (), None, assessable=False)
    gap = [court.steps.gap[step] for step in cutting.steps]
    return Attempt(
        name="without_gaps",
        removed=link_names(court, list(compress(cutting.steps, gap))),
        measures=_on_edges(
            court, cutting, held, [e for e, g in enumerate(gap) if not g]
        ),
        assessable=True,
    )


def _on_edges(
    court: Court, cutting: Cutting, held: Support, kept: Sequence[int]
) -> Measures | None:
    """The measures on some of the edges only; None when they connect nothing."""
    smaller = keep_edges(cutting, kept)
    rows = [(held.loose[e], held.of(e), held.contra[e]) for e in kept]
    left = from_rows(rows, court.policy, held.dropped)
    return court.measure(smaller, left) if smaller.connects(left.grade, 0) else None


def _in_time_only(court: Court, cutting: Cutting, held: Support) -> Attempt:
    if not cutting.dated:
        return Attempt("in_time_only", (), None, assessable=False)
    strict = attrs.evolve(cutting, strict=True)
    used = set(chains.on_chains(strict, held.grade, 0))
    late = [step for edge, step in enumerate(cutting.steps) if edge not in used]
    return Attempt(
        name="in_time_only",
        removed=link_names(court, late),
        measures=court.measure(strict, held) if used else None,
        assessable=True,
    )


def link_names(court: Court, steps: Sequence[int]) -> tuple[str, ...]:
    """The links of some steps, by id, in order."""
    return tuple(name for step in steps for name in step_links(court, step))


def step_links(court: Court, step: int) -> tuple[str, ...]:
    """The explicit links of a step; an implicit one stands only by itself."""
    links = court.links
    numbers = court.steps.links_of(step)
    explicit = [n for n in numbers if not links.marks[n] & IMPLICIT] or numbers
    return tuple(sorted({links.link_ids[n] for n in explicit}))
