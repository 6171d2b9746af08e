"""Walks over a graph: reach, widest, fewest steps. Explicit stacks everywhere.

Each walk looks at the edges whose grade is at least a floor; floor 0 is every
edge. Large graphs walk wide layers with numpy, and narrow ones in plain loops.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from involvement.influence.shapes import MANY

if TYPE_CHECKING:
    from involvement.influence.shapes import Graph

Grades = Sequence[int]


def reach(
    graph: Graph, starts: Iterable[int], grade: Grades, *, floor: int = 0
) -> bytearray:
    """Mark every node that can be reached, the starts included.

    Args:
        graph: Where to walk.
        starts: Node numbers to start from.
        grade: Grade of each edge, shape (m,) or longer.
        floor: Edges below this grade are not walked.

    Example:
        >>> from involvement.influence.steps import make_graph
        >>> g = make_graph(3, array("i", [0]), array("i", [1]))
        >>> list(reach(g, [0], [2]))
        [1, 1, 0]
    """
    if graph.m >= MANY:
        from involvement.influence import arrays  # loads numpy

        return arrays.reach(graph, starts, grade, floor=floor)
    return plain_reach(graph, starts, grade, floor=floor)


def plain_reach(
    graph: Graph, starts: Iterable[int], grade: Grades, *, floor: int = 0
) -> bytearray:
    """`reach` in plain loops."""
    seen = bytearray(graph.n)
    stack = list(starts)
    for node in stack:
        seen[node] = 1
    out, target = graph.out, graph.target
    while stack:
        node = stack.pop()
        a, b = out[node], out[node + 1]
        for edge, head in enumerate(target[a:b], a):
            if not seen[head] and grade[edge] >= floor:
                seen[head] = 1
                stack.append(head)
    return seen


def reach_back(
    graph: Graph, ends: Iterable[int], grade: Grades, *, floor: int = 0
) -> bytearray:
    """Mark every node from which one of the ends can be reached, ends included."""
    if graph.m >= MANY:
        from involvement.influence import arrays  # loads numpy

        return arrays.reach_back(graph, ends, grade, floor=floor)
    return plain_reach_back(graph, ends, grade, floor=floor)


def plain_reach_back(
    graph: Graph, ends: Iterable[int], grade: Grades, *, floor: int = 0
) -> bytearray:
    """`reach_back` in plain loops."""
    seen = bytearray(graph.n)
    stack = list(ends)
    for node in stack:
        seen[node] = 1
    into, edges, nodes = graph.into, graph.into_edge, graph.into_node
    while stack:
        node = stack.pop()
        a, b = into[node], into[node + 1]
        for edge, tail in zip(edges[a:b], nodes[a:b], strict=True):
            if not seen[tail] and grade[edge] >= floor:
                seen[tail] = 1
                stack.append(tail)
    return seen


def widest(graph: Graph, starts: Iterable[int], grade: Grades) -> bytearray:
    """The weakest link of the best chain to every node; 0 where none is >= 1.

    One pass for all nodes: a bucket of nodes per grade, from 4 down. The starts
    themselves are as wide as the highest grade.

    Source:
        Maximum capacity path, Pollack 1960 (unverified).

    Example:
        >>> from involvement.influence.steps import make_graph
        >>> g = make_graph(3, array("i", [0, 1]), array("i", [1, 2]))
        >>> list(widest(g, [0], [3, 2]))
        [4, 3, 2]
    """
    if graph.m >= MANY:
        from involvement.influence import arrays  # loads numpy

        return arrays.widest(graph, starts, grade)
    return plain_widest(graph, starts, grade)


def plain_widest(graph: Graph, starts: Iterable[int], grade: Grades) -> bytearray:
    """`widest` in plain loops: cycles are harmless and nothing is sorted."""
    wide = bytearray(graph.n)
    buckets: list[list[int]] = [[], [], [], [], list(starts)]
    out, target = graph.out, graph.target
    for level in (4, 3, 2, 1):
        stack = buckets[level]
        while stack:
            node = stack.pop()
            if wide[node]:
                continue
            wide[node] = level
            a, b = out[node], out[node + 1]
            for edge, head in enumerate(target[a:b], a):
                if not wide[head] and (g := grade[edge]):
                    buckets[min(level, g)].append(head)
    return wide


def shortest(
    graph: Graph, starts: Iterable[int], goal: int, grade: Grades, *, floor: int
) -> list[int]:
    """The chain of fewest steps, of several the one with the smallest ids.

    Returns:
        The edges of the chain; empty when there is none.
    """
    away = {goal: 0}
    layer = [goal]
    into, edges, nodes = graph.into, graph.into_edge, graph.into_node
    wanted = set(starts)
    found = wanted & away.keys()
    while layer and not found:
        fresh = []
        for node in layer:
            a, b = into[node], into[node + 1]
            for edge, tail in zip(edges[a:b], nodes[a:b], strict=True):
                if tail not in away and grade[edge] >= floor:
                    away[tail] = away[node] + 1
                    fresh.append(tail)
        layer = fresh
        found = wanted.intersection(layer)
    chain: list[int] = []
    if not found:
        return chain
    node = min(found)
    while node != goal:
        left = away[node] - 1
        # edges of a node stand in the order of their targets' ids
        edge = next(
            edge
            for edge in range(graph.out[node], graph.out[node + 1])
            if grade[edge] >= floor and away.get(graph.target[edge]) == left
        )
        chain.append(edge)
        node = graph.target[edge]
    return chain


def between(one: bytearray, other: bytearray) -> bytes:
    """Mark the nodes marked in both."""
    both = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")


def marked(marks: bytes | bytearray) -> list[int]:
    """The numbers of the marked nodes, in order."""
    return list(compress(range(len(marks)), marks))


def induced(
    graph: Graph, nodes: Sequence[int]
) -> tuple[array[int], array[int], list[int]]:
    """The edges among some nodes, renumbered by their place in the list.

    Returns:
        Source and target of each edge in order, and the number each has in the
        whole graph.
    """
    place = {node: number for number, node in enumerate(nodes)}
    source, target, edges = array("i"), array("i"), []
    for number, node in enumerate(nodes):
        a, b = graph.out[node], graph.out[node + 1]
        for edge, head in enumerate(graph.target[a:b], a):
            if head in place:
                source.append(number)
                target.append(place[head])
                edges.append(edge)
    return source, target, edges
