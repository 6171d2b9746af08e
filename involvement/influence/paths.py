"""Walks over a graph: reach, widest, circles, fewest steps. No recursion anywhere.

Each walk looks at the edges whose grade is at least a floor; floor 0 is every
edge. Large graphs walk wide layers with numpy, and narrow ones in plain loops.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from involvement.influence.shapes import MANY

if TYPE_CHECKING:
    from involvement.influence.shapes import Graph

Grades = Sequence[int]

AT_ONCE = 1024
"""How many walks are one in `joined`; their marks take 10 MB at 60,000 nodes."""


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


def components(graph: Graph, ends: Sequence[int]) -> list[list[int]]:
    """Nodes in groups that feed each other, causes first.

    Args:
        graph: Where to walk.
        ends: What is behind a node that has 0 or more here is not its cause.

    Source:
        Strongly connected components, Tarjan 1972; without recursion.
    """
    number = [0] * graph.n
    low = [0] * graph.n
    groups: list[list[int]] = []
    stack: list[int] = []
    count = 0
    for root in range(graph.n):
        if number[root]:
            continue
        work = [(root, graph.into[root])]
        while work:
            node, place = work.pop()
            if not number[node]:
                count += 1
                number[node] = low[node] = count
                stack.append(node)
            stop = graph.into[node] if ends[node] >= 0 else graph.into[node + 1]
            while place < stop:
                cause = graph.into_node[place]
                place += 1
                if not number[cause]:
                    work.append((node, place))
                    work.append((cause, graph.into[cause]))
                    break
                # a finished node has low = n + 1 and can no longer lower anything
                low[node] = min(low[node], low[cause])
            else:
                if low[node] == number[node]:
                    group = []
                    while True:
                        member = stack.pop()
                        low[member] = graph.n + 1
                        group.append(member)
                        if member == node:
                            break
                    groups.append(sorted(group))
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
    return groups


def joined(
    graph: Graph, goals: Mapping[int, Iterable[int]]
) -> dict[int, frozenset[int]]:
    """Of the goals of each node, those it reaches.

    The walks from `AT_ONCE` nodes are one: each of them is a bit of a number.

    Example:
        >>> from involvement.influence.steps import make_graph
        >>> g = make_graph(3, array("i", [0]), array("i", [1]))
        >>> joined(g, {0: [1, 2], 1: [0]})
        {0: frozenset({1}), 1: frozenset()}
    """
    order = components(graph, array("b", [-1]) * graph.n) if goals else []
    starts = list(goals)
    found = {}
    for place in range(0, len(starts), AT_ONCE):
        bits = {start: 1 << bit for bit, start in enumerate(starts[place:][:AT_ONCE])}
        seen = _carried(graph, order, bits)
        for start, bit in bits.items():
            found[start] = frozenset(goal for goal in goals[start] if seen[goal] & bit)
    return found


def _carried(
    graph: Graph, order: Iterable[Sequence[int]], bits: Mapping[int, int]
) -> list[int]:
    """The bits of all nodes from which each node can be reached."""
    seen = [0] * graph.n
    for start, bit in bits.items():
        seen[start] = bit
    out, target = graph.out, graph.target
    for group in order:
        here = 0
        for node in group:
            here |= seen[node]
        for node in group if here else ():
            seen[node] = here
            for head in target[out[node] : out[node + 1]]:
                seen[head] |= here
    return seen


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
