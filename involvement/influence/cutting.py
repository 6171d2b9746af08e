"""What lies between some contributions and a change, and who stands behind it.

It is cut out of the graph once; every measure of a pair walks the cutting.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import attrs

from involvement.influence import paths, times
from involvement.influence.grading import (
    LOOSE,
    SUPPORTS,
    best_by_source,
    step_grade,
    strength,
)
from involvement.influence.shapes import Graph
from involvement.influence.steps import make_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from involvement.influence.grading import Items
    from involvement.influence.links import Links
    from involvement.influence.policy import EvidencePolicy
    from involvement.influence.shapes import Steps


@attrs.frozen
class Cutting:
    """The live steps between some starts and a goal, renumbered.

    Attributes:
        graph: The steps; nodes keep the order of their ids.
        nodes: The node each stands for in the whole graph, in order.
        steps: The step each edge stands for in the whole graph.
        starts: Starts that lie in the cutting.
        goal: The goal.
        days: Bounds of each node.
        strict: Whether "reached" means reached in time.
    """

    graph: Graph
    nodes: list[int]
    steps: list[int]
    starts: list[int]
    goal: int
    days: times.Days
    strict: bool

    @property
    def dated(self) -> bool:
        """Whether any node has a date: without one nothing can be too late."""
        return self.days.known()

    def connects(self, grade: Sequence[int], floor: int) -> bool:
        """Whether the goal is reached on edges of at least this grade."""
        if self.strict and self.dated:
            when = times.arrivals(
                self.graph, self.starts, grade, self.days, floor=floor
            )
            return when[self.goal] != times.NEVER
        return bool(paths.reach(self.graph, self.starts, grade, floor=floor)[self.goal])

    def widest(self, grade: Sequence[int], *, most: int = 4) -> int:
        """The weakest link of the best chain."""
        if not (self.strict and self.dated):
            return paths.widest(self.graph, self.starts, grade)[self.goal]
        for floor in range(most, 0, -1):
            if self.connects(grade, floor):
                return floor
        return 0

    def chain(self, grade: Sequence[int], floor: int) -> list[int]:
        """A shortest chain on edges of at least this grade, in the mode's time."""
        if self.strict and self.dated:
            return times.shortest_in_time(
                self.graph, self.starts, self.goal, grade, self.days, floor=floor
            )
        return paths.shortest(self.graph, self.starts, self.goal, grade, floor=floor)


def cut_out(
    links: Links,
    steps: Steps,
    starts: Iterable[int],
    goal: int,
    inside: bytes,
    *,
    strict: bool,
) -> Cutting:
    """Cut out what lies between some starts and a goal.

    Args:
        links: For the dates.
        steps: The whole graph.
        starts: Node numbers of the contributions.
        goal: Node number of the change.
        inside: Marks of the nodes reached from a start that reach the goal.
        strict: Whether late chains count as no chain.
    """
    nodes = paths.marked(inside)
    source, target, edges = paths.induced(steps.graph, nodes)
    place = {node: number for number, node in enumerate(nodes)}
    return Cutting(
        graph=make_graph(len(nodes), source, target),
        nodes=nodes,
        steps=edges,
        starts=[place[v] for v in starts if v in place],
        goal=place[goal],
        days=times.Days(
            [links.first[v] for v in nodes], [links.last[v] for v in nodes]
        ),
        strict=strict,
    )


def uncut(steps: Steps, days: times.Days, *, strict: bool) -> Cutting:
    """All live steps as a cutting; its starts and its goal are still to be set."""
    return Cutting(
        graph=steps.graph,
        nodes=list(range(steps.graph.n)),
        steps=list(range(steps.graph.m)),
        starts=[],
        goal=0,
        days=days,
        strict=strict,
    )


def keep_edges(cutting: Cutting, kept: Sequence[int]) -> Cutting:
    """The same cutting with some of its edges only."""
    graph = cutting.graph
    return attrs.evolve(
        cutting,
        graph=make_graph(
            graph.n,
            array("i", [graph.source[edge] for edge in kept]),
            array("i", [graph.target[edge] for edge in kept]),
        ),
        steps=[cutting.steps[edge] for edge in kept],
    )


@attrs.frozen
class Support:
    """Who stands behind each edge of a cutting.

    Attributes:
        grade: Grade of each edge.
        status: Place of its status in `grading.STATUSES`.
        places: Sources of edge e are `source[places[e]:places[e + 1]]`.
        source: Source numbers.
        best: The best grade of each of these on its edge.
        loose: Best grade with no single source, of each edge.
        contra: What speaks against each edge.
        dropped: Items taken away for a challenge.
    """

    grade: array[int]
    status: bytearray
    places: array[int]
    source: array[int]
    best: bytearray
    loose: bytearray
    contra: bytearray
    dropped: frozenset[int]

    def of(self, edge: int) -> list[tuple[int, int]]:
        """The sources of an edge, each with its best grade."""
        a, b = self.places[edge], self.places[edge + 1]
        return list(zip(self.source[a:b], self.best[a:b], strict=True))

    def by_source(self) -> dict[int, list[int]]:
        """Source to the edges it supports, sources in order."""
        edges: dict[int, list[int]] = {}
        for edge in range(len(self.grade)):
            for source in self.source[self.places[edge] : self.places[edge + 1]]:
                edges.setdefault(source, []).append(edge)
        return dict(sorted(edges.items()))


def support(cutting: Cutting, steps: Steps) -> Support:
    """The support of a cutting as the record has it."""
    places, source, best = array("i", [0]), array("i"), bytearray()
    for step in cutting.steps:
        a, b = steps.support[step], steps.support[step + 1]
        source.extend(steps.support_source[a:b])
        best.extend(steps.support_grade[a:b])
        places.append(len(source))
    return Support(
        grade=array("b", [steps.grade[step] for step in cutting.steps]),
        status=bytearray(steps.status[step] for step in cutting.steps),
        places=places,
        source=source,
        best=best,
        loose=bytearray(steps.loose[step] for step in cutting.steps),
        contra=bytearray(steps.contra[step] for step in cutting.steps),
        dropped=frozenset(),
    )


def support_without(
    cutting: Cutting,
    steps: Steps,
    judged: Items,
    policy: EvidencePolicy,
    dropped: Callable[[int], bool],
) -> Support:
    """The support of a cutting when some supporting items are taken away.

    What speaks against a step stays, so nothing rises.
    """
    gone = frozenset(
        item
        for step in cutting.steps
        for item in steps.items_of(step)
        if judged.roles[item] == SUPPORTS and dropped(item)
    )
    rows = []
    for step in cutting.steps:
        left = best_by_source(
            (
                item
                for item in steps.items_of(step)
                if judged.roles[item] == SUPPORTS and item not in gone
            ),
            judged.grades,
            judged.sources,
        )
        rows.append((left.pop(LOOSE, 0), sorted(left.items()), steps.contra[step]))
    return from_rows(rows, policy, gone)


def from_rows(
    rows: Sequence[tuple[int, Sequence[tuple[int, int]], int]],
    policy: EvidencePolicy,
    dropped: frozenset[int] = frozenset(),
) -> Support:
    """Support from one (loose, sources with grades, contra) per edge."""
    places, source, best = array("i", [0]), array("i"), bytearray()
    grades, statuses = array("b"), bytearray()
    for loose, bests, contra in rows:
        for one, grade in bests:
            source.append(one)
            best.append(grade)
        places.append(len(source))
        worth = strength((grade for _, grade in bests), loose, policy)
        grade, status = step_grade(worth, contra)
        grades.append(grade)
        statuses.append(status)
    return Support(
        grade=grades,
        status=statuses,
        places=places,
        source=source,
        best=best,
        loose=bytearray(loose for loose, _, _ in rows),
        contra=bytearray(contra for _, _, contra in rows),
        dropped=dropped,
    )
