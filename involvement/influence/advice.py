"""What a sceptic would attack first, and what one further item would raise a claim.

Both are worked out, not phrased: an item is supposed on a step, the pair is
measured anew, and only what really changes the claim is offered.
"""

from __future__ import annotations

from itertools import chain, islice, product
from typing import TYPE_CHECKING

import attrs

from involvement.influence.claims import ladder, step_links
from involvement.influence.cutting import from_rows, support
from involvement.influence.links import CHANGE
from involvement.influence.rivals import Rivalry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.influence.answers import Pair, Step
    from involvement.influence.cutting import Cutting, Support
    from involvement.influence.tracer import Tracer

ORDER = ("untraced", "refuted", "asserted", "contested", "plausible", "supported",
         "strong")  # fmt: skip
"""Claims from the weakest up; `contested` loses to any that is not."""

NEW = -2
"""Stands for a source that is not in the record yet."""

BUDGET = 200_000
"""Steps walked while looking for one further item; then the search stops."""


def weak_point(tracer: Tracer, pair: Pair) -> str:
    """What a sceptic would attack first, in one sentence."""
    if not pair.path:
        return "there is no recorded trail to attack"
    steps = [tracer.step(tracer.step_numbers[ends]) for ends in _ends(pair)]
    for step in steps:
        if step.status in ("disputed", "contested"):
            return f"{_name(step)} is {step.status}: evidence speaks against it"
    bare = [step for step in steps if step.grade == 0]
    if bare:
        return f"nothing but the assertion stands behind {_name(bare[0])}"
    if pair.time == "violated":
        return "the chain runs backwards in time"
    if pair.without_best_source == 0:
        return "one source carries it: without that source nothing is left"
    if pair.seams:
        first, second = pair.seams[0]
        return f"nobody saw the whole: the source changes between {first} and {second}"
    if pair.without_best_source < pair.widest:
        return (
            f"without its best source the chain falls from {pair.widest} "
            f"to {pair.without_best_source}"
        )
    gaps = [step for step in steps if step.gap]
    if gaps:
        return f"{_name(gaps[0])} goes through steps nobody recorded"
    if not tracer.rivals(tracer.links.index[pair.change]).statuses:
        return "no other explanation of the change was considered"
    weakest = min(steps, key=lambda step: step.grade)
    return f"its weakest link is {_name(weakest)}, of grade {weakest.grade}"


def _name(step: Step) -> str:
    return f"{step.source} > {step.target}"


def _ends(pair: Pair) -> list[tuple[str, str]]:
    return list(zip(pair.path, pair.path[1:], strict=False))


@attrs.frozen
class Further:
    """One further item that would raise a claim.

    Attributes:
        steps: Source and target of each step it would be about; empty if none.
        grade: The least grade that is enough; 0 if it is not about a step.
        source: Whose word it would be: a source of the record, or None for a new
            one that is independent of all.
        claim: The claim it would raise to.
        text: The same in words.
    """

    steps: tuple[tuple[str, str], ...]
    grade: int
    source: str | None
    claim: str
    text: str


def further(tracer: Tracer, pair: Pair, starts: tuple[int, ...]) -> Further | None:
    """The one further item that would raise a claim; None if no single one would.

    Args:
        tracer: The record.
        pair: The pair.
        starts: The contributions it is about.
    """
    goal = tracer.node(pair.change, CHANGE, "change")
    cutting = tracer.cutting(starts, goal)
    if cutting is None or not pair.path:
        return None
    held = support(cutting, tracer.steps)
    rivals = tracer.rivals(goal)
    return _about_rivals(tracer, pair, cutting, held, rivals) or _about_steps(
        tracer, pair, cutting, held, rivals
    )


def _higher(claim: str, than: str) -> bool:
    return ORDER.index(claim) > ORDER.index(than)


def _about_rivals(
    tracer: Tracer, pair: Pair, cutting: Cutting, held: Support, rivals: Rivalry
) -> Further | None:
    """Whether what is known of rivals is all that holds the claim down."""
    seen = tracer.court.measure(cutting, held)
    dismissed = tuple("dismissed" for _ in rivals.statuses) or ("dismissed",)
    claim, _ = ladder(seen, Rivalry(dismissed, tuple(0 for _ in dismissed)))
    if not _higher(claim, pair.claim):
        return None
    text = (
        "evidence that settles the other explanations of the change"
        if rivals.statuses
        else "another explanation of the change, and how it was ruled out"
    )
    return Further((), 0, None, claim, f"{text}: the claim would be {claim}")


def _about_steps(
    tracer: Tracer, pair: Pair, cutting: Cutting, held: Support, rivals: Rivalry
) -> Further | None:
    """The least item on one step of the chain, or on all of it, that would do."""
    number = {step: edge for edge, step in enumerate(cutting.steps)}
    edges = [number[tracer.step_numbers[ends]] for ends in _ends(pair)]
    edges.sort(key=lambda edge: (held.grade[edge], edge))
    rows = [(held.loose[e], held.of(e), held.contra[e]) for e in range(len(held.grade))]
    named = sorted({source for edge in edges for source, _ in held.of(edge)})
    left = max(1, BUDGET // len(rows))
    places = [[edge] for edge in edges]
    tried = product((1, 2, 3, 4), places, (*named, NEW))
    whole = product((1, 2, 3, 4), [edges], (*named, NEW))
    for grade, on, source in islice(chain(tried, whole), left):
        claim = _supposed(tracer, cutting, rows, on, source, grade, rivals)
        if _higher(claim, pair.claim):
            steps = [cutting.steps[edge] for edge in on]
            return _worded(tracer, steps, source, grade, claim)
    return None


def _supposed(
    tracer: Tracer,
    cutting: Cutting,
    rows: Sequence[tuple[int, list[tuple[int, int]], int]],
    on: Sequence[int],
    source: int,
    grade: int,
    rivals: Rivalry,
) -> str:
    """The claim if one item of a source stood on some steps as well."""
    changed = list(rows)
    for edge in on:
        loose, bests, contra = rows[edge]
        more = dict(bests)
        more[source] = max(grade, more.get(source, 0))
        changed[edge] = (loose, sorted(more.items()), contra)
    seen = tracer.court.measure(cutting, from_rows(changed, tracer.policy))
    return ladder(seen, rivals)[0]


def _worded(
    tracer: Tracer, steps: Sequence[int], source: int, grade: int, claim: str
) -> Further:
    ids = tracer.links.ids
    ends = [(ids[tail], ids[head]) for tail, head in map(tracer.steps.ends, steps)]
    name = None if source == NEW else tracer.judged.names[source]
    whose = "a source not heard so far" if name is None else f"the source {name!r}"
    if len(steps) == 1:
        links = ", ".join(step_links(tracer.court, steps[0]))
        where = f"{ends[0][0]} > {ends[0][1]} ({links})"
    else:
        where = f"all {len(steps)} links of the chain"
    text = (
        f"an item of grade {grade} or better from {whose} on {where}: "
        f"the claim would be {claim}"
    )
    return Further(tuple(ends), grade, name, claim, text)
