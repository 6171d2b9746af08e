"""The same columns and walks with numpy, for records of many links.

A layer of a walk is one numpy operation where it is wide and a plain loop where it
is narrow: level by level alone, a deep narrow graph runs slower than plain loops
(measured: 90 microseconds a level). Both read the same memory.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from involvement.influence.grading import (
    CLEAR,
    CONTESTED,
    CONTRADICTS,
    DISPUTED,
    ELIMINATES,
    LOOSE,
    REFUTED,
    SUPPORTS,
    Items,
)
from involvement.influence.links import BLOCKS, DIRECT, THROUGH_UNKNOWN, Links
from involvement.influence.rivals import rival_weights
from involvement.influence.shapes import Graph, Steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from involvement.influence.policy import EvidencePolicy

Ints = np.ndarray[Any, np.dtype[Any]]

WIDE = 200
"""From this many nodes on a layer is walked by numpy. Measured, see benchmarks."""


def view(column: Any) -> Ints:
    """A column as numpy sees it, without a copy."""
    kind = np.dtype(column.typecode if isinstance(column, array) else "u1")
    return np.frombuffer(column, dtype=kind)


def column(values: Ints, kind: str = "i") -> array[int]:
    """Values as a column of machine integers."""
    made: array[int] = array(kind)
    made.frombytes(np.ascontiguousarray(values, dtype=kind).tobytes())
    return made


def small(values: Ints) -> bytearray:
    """Values from 0 to 255 as bytes."""
    return bytearray(np.ascontiguousarray(values, dtype=np.uint8).tobytes())


def distinct(values: Ints) -> Ints:
    """The distinct values in order; faster than hashing them, as numpy does."""
    ordered = np.sort(values)
    return ordered[np.diff(ordered, prepend=-1) > 0]


# ------------------------------------------------------------ building


def make_graph(n: int, source: array[int], target: array[int]) -> Graph:
    """`steps.make_graph` for many edges."""
    tails, heads = view(source), view(target)
    order = np.argsort(heads, kind="stable")
    return Graph(
        n=n,
        source=source,
        target=target,
        out=column(offsets(n, tails)),
        into=column(offsets(n, heads)),
        into_edge=column(order),
        into_node=column(tails[order]),
    )


def offsets(n: int, groups: Ints) -> Ints:
    """Where each group begins, for n groups."""
    found = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(groups, minlength=n), out=found[1:])
    return found


def make_steps(links: Links, judged: Items, policy: EvidencePolicy) -> Steps:
    """`steps.make_steps` for many links: sorting instead of dictionaries."""
    n, n_items = len(links), max(1, len(links.item_ids))
    marks = view(links.marks)
    key = view(links.sources).astype(np.int64) * n + view(links.targets)
    roles = view(judged.roles)
    cite_links, cite_items = view(links.cite_links), view(links.cite_items)
    walked = (marks & BLOCKS) == 0
    dead = distinct(
        key[cite_links[(roles[cite_items] == ELIMINATES) & walked[cite_links]]]
    )
    # live steps come first, so a refuted one is sorted behind every other
    key += np.isin(key, dead) * np.int64(n) * n
    used = np.flatnonzero(walked)
    order = used[np.argsort(key[used], kind="stable")]
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    keys = key[order][first]
    n_steps = len(keys)
    step_of = np.full(len(key), -1, dtype=np.int64)
    sizes = np.diff(np.append(first, len(order)))
    step_of[order] = np.repeat(np.arange(n_steps), sizes)
    # what is cited on a step, each item once
    on = step_of[cite_links]
    cited = distinct(on[on >= 0] * n_items + cite_items[on >= 0])
    on, item = cited // n_items, cited % n_items
    roles_on = roles[item]
    support = _bests(on, item, roles_on == SUPPORTS, n_steps, judged)
    against = _bests(on, item, roles_on == CONTRADICTS, n_steps, judged)
    contra = _strength(*against, n_steps, policy)
    for link, weight in rival_weights(links, judged, policy).items():
        if step_of[link] >= 0:
            contra[step_of[link]] = max(contra[step_of[link]], weight)
    worth = _strength(*support, n_steps, policy)
    grade, status = graded(worth, contra)
    tails, heads = keys // n % n, keys % n
    live = int(np.searchsorted(keys, np.int64(n) * n))
    grade[live:], status[live:] = 0, REFUTED
    bits = np.bitwise_or.reduceat(marks[order], first)
    step, source, best, loose = support
    return Steps(
        graph=make_graph(n, column(tails[:live]), column(heads[:live])),
        dead_source=column(tails[live:]),
        dead_target=column(heads[live:]),
        grade=column(grade, "b"),
        status=small(status),
        contra=small(contra),
        loose=small(loose),
        support=column(offsets(n_steps, step)),
        support_source=column(source),
        support_grade=small(best),
        items=column(offsets(n_steps, on)),
        item=column(item),
        links=column(np.append(first, len(order))),
        link=column(order),
        gap=small((bits & THROUGH_UNKNOWN > 0) & (bits & DIRECT == 0)),
        told=small(bits & (THROUGH_UNKNOWN | DIRECT) > 0),
    )


def _bests(
    on: Ints, item: Ints, wanted: Ints, n_steps: int, judged: Items
) -> tuple[Ints, Ints, Ints, Ints]:
    """Per step the best grade of each source, and the best loose grade.

    Returns:
        Step, source and best grade of each pair, in order; then one loose grade
        per step.
    """
    step, item = on[wanted], item[wanted]
    sources = np.array(judged.sources, dtype=np.int64)
    grades = view(judged.grades)
    source, grade = sources[item], grades[item].astype(np.int64)
    n_sources = len(judged.names) + 1
    # one number that sorts by step, then source, then grade from the best down
    key = np.sort(((step * n_sources) + source + 1) * 8 + (7 - grade))
    group = key // 8
    top = np.flatnonzero(np.diff(group, prepend=-1))
    step, source = group[top] // n_sources, group[top] % n_sources - 1
    best = 7 - key[top] % 8
    loose = np.zeros(n_steps, dtype=np.int64)
    none = source == LOOSE
    loose[step[none]] = best[none]
    return step[~none], source[~none], best[~none], loose


def _strength(
    step: Ints,
    _source: Ints,
    best: Ints,
    loose: Ints,
    n_steps: int,
    policy: EvidencePolicy,
) -> Ints:
    """`grading.strength` of every step."""
    order = np.sort(step * 8 + (7 - best))
    step, best = order // 8, 7 - order % 8
    place = np.arange(len(step)) - offsets(n_steps, step)[step]
    first = np.zeros(n_steps, dtype=np.int64)
    second = np.zeros(n_steps, dtype=np.int64)
    first[step[place == 0]] = best[place == 0]
    second[step[place == 1]] = best[place == 1]
    lifted = np.minimum(policy.top, second + policy.corroboration_gain)
    lifted[second < policy.corroboration_floor] = 0
    return np.maximum(np.maximum(first, loose), lifted)


def graded(worth: Ints, contra: Ints) -> tuple[Ints, Ints]:
    """`grading.step_grade` of every step."""
    contested = (contra > 0) & (contra >= worth)
    grade = np.where(contested, np.maximum(worth - 1, 0), worth)
    status = np.where(contra == 0, CLEAR, np.where(contested, CONTESTED, DISPUTED))
    return grade, status


# ------------------------------------------------------------ walking


def spans_of(starts: Ints, counts: Ints) -> Ints:
    """The numbers of several ranges, one after the other."""
    total = int(counts.sum())
    skips = np.cumsum(counts) - counts
    spans: Ints = np.arange(total) + np.repeat(starts - skips, counts)
    return spans


class Walk:
    """One direction of a graph, for both kinds of step."""

    def __init__(self, graph: Graph, grade: Sequence[int], *, ahead: bool) -> None:
        """Take the columns of the direction."""
        self.places = graph.out if ahead else graph.into
        self.nodes = graph.target if ahead else graph.into_node
        self.edges = None if ahead else graph.into_edge
        self.grade = grade
        self.all_places = view(self.places)
        self.all_nodes = view(self.nodes)
        self.all_edges = None if ahead else view(graph.into_edge)
        self.all_grades = view(grade)

    def spread(
        self, seen: bytearray, layer: Sequence[int], floor: int, mark: int
    ) -> None:
        """Mark everything reached from a layer of freshly marked nodes."""
        marks = view(seen)
        here = list(layer)
        while here:
            if len(here) < WIDE:
                here = self._narrow(seen, here, floor, mark)
                continue
            wide = np.array(here, dtype=np.int64)
            while len(wide) >= WIDE:
                wide = self._wide(marks, wide, floor, mark)
            here = wide.tolist()

    def _narrow(
        self, seen: bytearray, here: list[int], floor: int, mark: int
    ) -> list[int]:
        places, nodes, edges, grade = self.places, self.nodes, self.edges, self.grade
        fresh = []
        for node in here:
            for place in range(places[node], places[node + 1]):
                head = nodes[place]
                if not seen[head]:
                    edge = place if edges is None else edges[place]
                    if grade[edge] >= floor:
                        seen[head] = mark
                        fresh.append(head)
        return fresh

    def _wide(self, marks: Ints, here: Ints, floor: int, mark: int) -> Ints:
        starts = self.all_places[here].astype(np.int64)
        spans = spans_of(starts, self.all_places[here + 1] - starts)
        heads = self.all_nodes[spans]
        keep = marks[heads] == 0
        if floor:
            edges = spans if self.all_edges is None else self.all_edges[spans]
            keep &= self.all_grades[edges] >= floor
        heads = heads[keep]
        marks[heads] = mark
        return distinct(heads).astype(np.int64)


def reach(
    graph: Graph, starts: Iterable[int], grade: Sequence[int], *, floor: int
) -> bytearray:
    """`paths.reach` for many edges."""
    return _reach(graph, starts, grade, floor=floor, ahead=True)


def reach_back(
    graph: Graph, ends: Iterable[int], grade: Sequence[int], *, floor: int
) -> bytearray:
    """`paths.reach_back` for many edges."""
    return _reach(graph, ends, grade, floor=floor, ahead=False)


def _reach(
    graph: Graph,
    starts: Iterable[int],
    grade: Sequence[int],
    *,
    floor: int,
    ahead: bool,
) -> bytearray:
    seen = bytearray(graph.n)
    layer = list(starts)
    for node in layer:
        seen[node] = 1
    Walk(graph, grade, ahead=ahead).spread(seen, layer, floor, 1)
    return seen


def widest(graph: Graph, starts: Iterable[int], grade: Sequence[int]) -> bytearray:
    """`paths.widest` for many edges: grade by grade, each node is walked once.

    At each grade the edges of exactly that grade that leave what is already seen
    begin a walk over edges of at least that grade.
    """
    wide = bytearray(graph.n)
    marks = view(wide)
    walk = Walk(graph, grade, ahead=True)
    layer = sorted(set(starts))
    for node in layer:
        wide[node] = 4
    grades, tails, heads = walk.all_grades, view(graph.source), view(graph.target)
    for level in (4, 3, 2, 1):
        if level < 4:
            edges = np.flatnonzero(grades[: graph.m] == level)
            edges = edges[(marks[tails[edges]] > 0) & (marks[heads[edges]] == 0)]
            fresh = distinct(heads[edges])
            marks[fresh] = level
            layer = fresh.tolist()
        walk.spread(wide, layer, level, level)
    return wide
