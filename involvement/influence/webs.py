"""The steps of a record as graphs to walk over from many nodes at once."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from involvement.influence import paths, times
from involvement.influence.grading import CONTESTED, folded, step_grade
from involvement.influence.shapes import Graph
from involvement.influence.steps import make_graph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from involvement.influence.tracer import Tracer


@attrs.frozen
class Web:
    """A graph to walk over, and what its nodes stand for in the record.

    Attributes:
        graph: The steps.
        nodes: The record's node behind each node.
        grade: Grade of each step.
        calm: The same, 0 where the step is contested.
        days: First and last possible day of each node.
        dated: Whether any node has a date; without one nothing can be too late.
        contributions: The nodes that stand for contributions.
    """

    graph: Graph
    nodes: Sequence[int]
    grade: Sequence[int]
    calm: Sequence[int]
    days: times.Days
    dated: bool
    contributions: Sequence[int]

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        """Node of the record to the nodes here that stand for it."""
        found: dict[int, list[int]] = {}
        for place, node in enumerate(self.nodes):
            found.setdefault(node, []).append(place)
        return found

    def _here(self, nodes: Iterable[int]) -> list[int]:
        return [place for node in nodes for place in self._places.get(node, ())]

    def behind(
        self, goals: Iterable[int], floor: int, *, calm: bool = False, timed: bool
    ) -> frozenset[int]:
        """The contributions with a chain of at least this grade to one of the goals.

        Args:
            goals: Nodes of the record.
            floor: The least grade of every step.
            calm: Whether contested steps are left out.
            timed: Whether the chain must not run backwards in time.
        """
        ends = self._here(goals)
        grade = self.calm if calm else self.grade
        if timed and self.dated:
            late = times.departures(self.graph, ends, grade, self.days, floor=floor)
            first = self.days.first
            return frozenset(
                self.nodes[v] for v in self.contributions if first[v] <= late[v]
            )
        seen = paths.reach_back(self.graph, ends, grade, floor=floor)
        return frozenset(self.nodes[v] for v in self.contributions if seen[v])

    def ahead(
        self,
        starts: Iterable[int],
        goals: Collection[int],
        floor: int,
        *,
        calm: bool = False,
        timed: bool,
    ) -> frozenset[int]:
        """The goals to which such a chain leads from one of the contributions."""
        if not goals:
            return frozenset()
        here = self._here(starts)
        grade = self.calm if calm else self.grade
        found: Sequence[int]
        if timed and self.dated:
            found = times.arrivals(self.graph, here, grade, self.days, floor=floor)
            never = times.NEVER
        else:
            found = paths.reach(self.graph, here, grade, floor=floor)
            never = 0
        return frozenset(
            goal
            for goal in goals
            if any(found[v] != never for v in self._here((goal,)))
        )


def whole(tracer: Tracer) -> Web:
    """The live steps of a record."""
    links, steps = tracer.links, tracer.steps
    calm = steps.grade
    if CONTESTED in steps.status:
        pairs = zip(steps.grade, steps.status, strict=True)
        calm = array("b", [0 if s == CONTESTED else g for g, s in pairs])
    days = times.Days(links.first, links.last)
    return Web(
        steps.graph,
        range(len(links)),
        steps.grade,
        calm,
        days,
        days.known(),
        tracer.contributions,
    )


def refuted(tracer: Tracer, live: Web) -> Web:
    """All steps of a record, those that evidence refuted among them."""
    graph = tracer.with_refuted
    same = bytes(graph.m)
    return attrs.evolve(live, graph=graph, grade=same, calm=same)


def by_voucher(tracer: Tracer, live: Web) -> Web:
    """The steps once for each source or site that vouches for them, side by side.

    A node stands here once for each of them; so a chain is a chain of one source, or
    of one site.
    """
    ends: list[tuple[tuple[int, int], tuple[int, int], int]] = []
    source, target = live.graph.source, live.graph.target
    for edge, voucher in _vouchers(tracer):
        ends.append(((voucher, source[edge]), (voucher, target[edge]), edge))
    ends.sort()
    nodes = sorted({one for tail, head, _ in ends for one in (tail, head)})
    place = {node: number for number, node in enumerate(nodes)}
    behind = [node for _, node in nodes]
    contributions = frozenset(tracer.contributions)
    return Web(
        make_graph(
            len(nodes),
            array("i", [place[tail] for tail, _, _ in ends]),
            array("i", [place[head] for _, head, _ in ends]),
        ),
        behind,
        array("b", [live.grade[edge] for _, _, edge in ends]),
        array("b", [live.calm[edge] for _, _, edge in ends]),
        times.Days(
            [live.days.first[node] for node in behind],
            [live.days.last[node] for node in behind],
        ),
        live.dated,
        [place for place, node in enumerate(behind) if node in contributions],
    )


def _vouchers(tracer: Tracer) -> Iterator[tuple[int, int]]:
    """Every live step with each source that vouches for it alone, and each site."""
    steps, sites = tracer.steps, tracer.links.sites
    numbers: dict[str, int] = {}
    for edge in range(steps.graph.m):
        a, b = steps.support[edge], steps.support[edge + 1]
        for at in range(a, b):
            if step_grade(steps.support_grade[at], steps.contra[edge])[0]:
                yield edge, steps.support_source[at]
        if sites and steps.grade[edge]:
            named = {folded(s) for n in steps.links_of(edge) for s in sites.get(n, ())}
            for site in sorted(named - {""}):
                # below zero, so that no site has the number of a source
                yield edge, ~numbers.setdefault(site, len(numbers))
