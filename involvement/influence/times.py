"""Chains that do not run backwards in time.

A chain is in time when every step can happen no earlier than all before it. A
neighbour-by-neighbour check is not enough: a long-running node in the middle lets
a chain run backwards. An unknown date is never a violation.

Source:
    Time-respecting paths, Bentert et al. 2020 (unverified).
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from involvement.influence.links import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from involvement.influence.shapes import Graph

NEVER = LATEST + 1
"""Arrival at a node that cannot be reached in time."""


@attrs.frozen
class Days:
    """First and last possible day of each node of a graph."""

    first: Sequence[int]
    last: Sequence[int]

    def known(self) -> bool:
        """Whether any node has a date: without one nothing can be too late."""
        pairs = zip(self.first, self.last, strict=True)
        return any(a != EARLIEST or b != LATEST for a, b in pairs)

    def dated(self) -> bytes:
        """Mark the nodes with at least one known bound."""
        return bytes(
            a != EARLIEST or b != LATEST
            for a, b in zip(self.first, self.last, strict=True)
        )


def arrivals(
    graph: Graph,
    starts: Iterable[int],
    grade: Sequence[int],
    days: Days,
    *,
    floor: int = 0,
    only: bytes | None = None,
    until: Container[int] = (),
) -> list[int]:
    """The earliest day each node can be reached on, or `NEVER`.

    Label setting in order of arrival, O(E log V).

    Args:
        graph: Where to walk.
        starts: Node numbers to start from.
        grade: Grade of each edge.
        days: Bounds of each node.
        floor: Edges below this grade are not walked.
        only: Marks of the nodes that may be used; None for all.
        until: The walk ends as soon as it has come to one of these.
    """
    when = [NEVER] * graph.n
    heap = []
    for node in starts:
        if only is None or only[node]:
            when[node] = days.first[node]
            heap.append((days.first[node], node))
    heapq.heapify(heap)
    first, last, target = days.first, days.last, graph.target
    while heap:
        # days come off the heap in order, so the first arrival is the earliest
        day, node = heapq.heappop(heap)
        if node in until:
            break
        for edge in range(graph.out[node], graph.out[node + 1]):
            head = target[edge]
            at = max(day, first[head])
            if (
                at < when[head]
                and at <= last[head]
                and grade[edge] >= floor
                and (only is None or only[head])
            ):
                when[head] = at
                heapq.heappush(heap, (at, head))
    return when


def departures(
    graph: Graph,
    goals: Iterable[int],
    grade: Sequence[int],
    days: Days,
    *,
    floor: int = 0,
) -> list[int]:
    """The latest day one may be at each node and still reach a goal in time.

    `EARLIEST - 1` where no goal can be reached in time at all.
    """
    first, last = days.first, days.last
    latest = [EARLIEST - 1] * graph.n
    heap = []
    for goal in goals:
        latest[goal] = last[goal]
        heap.append((-last[goal], goal))
    heapq.heapify(heap)
    while heap:
        _, node = heapq.heappop(heap)
        if first[node] > latest[node]:
            continue  # nobody can be at the node that early
        a, b = graph.into[node], graph.into[node + 1]
        for edge, tail in zip(graph.into_edge[a:b], graph.into_node[a:b], strict=True):
            at = min(last[tail], latest[node])
            if at > latest[tail] and grade[edge] >= floor:
                latest[tail] = at
                heapq.heappush(heap, (-at, tail))
    return latest


def shortest_in_time(
    graph: Graph,
    starts: Iterable[int],
    goal: int,
    grade: Sequence[int],
    days: Days,
    *,
    floor: int,
    only: bytes | None = None,
) -> list[int]:
    """The in-time chain of fewest steps, of several the one with the smallest ids.

    Works back from the goal in layers; each node remembers the latest day that
    still works with so many steps to go. Only nodes whose day improved are walked
    again, so a long chain costs its length.

    Returns:
        The edges of the chain; empty when there is none.
    """
    first, last = days.first, days.last
    begin = [node for node in starts if only is None or only[node]]
    history: dict[int, tuple[list[int], list[int]]] = {goal: ([0], [last[goal]])}
    layer = [goal]
    steps = 0
    while layer and not _ready(begin, history, first):
        steps += 1
        best: dict[int, int] = {}
        for node in layer:
            latest = history[node][1][-1]
            if first[node] > latest:
                continue
            a, b = graph.into[node], graph.into[node + 1]
            edges = zip(graph.into_edge[a:b], graph.into_node[a:b], strict=True)
            for edge, tail in edges:
                at = min(last[tail], latest)
                if (
                    grade[edge] >= floor
                    and (only is None or only[tail])
                    and at > best.get(tail, EARLIEST - 1)
                    and (tail not in history or at > history[tail][1][-1])
                ):
                    best[tail] = at
        for node, at in best.items():
            counts, days_left = history.setdefault(node, ([], []))
            counts.append(steps)
            days_left.append(at)
        layer = sorted(best)
    ready = _ready(begin, history, first)
    return (
        _forward(graph, min(ready), steps, grade, days, floor, history) if ready else []
    )


def _ready(
    begin: Sequence[int],
    history: dict[int, tuple[list[int], list[int]]],
    first: Sequence[int],
) -> list[int]:
    """The starts from which the goal can be reached with the steps walked so far."""
    return [n for n in begin if n in history and first[n] <= history[n][1][-1]]


def _forward(
    graph: Graph,
    node: int,
    left: int,
    grade: Sequence[int],
    days: Days,
    floor: int,
    history: dict[int, tuple[list[int], list[int]]],
) -> list[int]:
    """Walk forward by smallest id, keeping to what still works."""
    chain: list[int] = []
    day = days.first[node]

    def works(edge: int) -> bool:
        head = graph.target[edge]
        if grade[edge] < floor or head not in history:
            return False
        counts, latest = history[head]
        place = bisect_right(counts, left) - 1
        return place >= 0 and max(day, days.first[head]) <= latest[place]

    while left:
        left -= 1
        edge = next(filter(works, range(graph.out[node], graph.out[node + 1])))
        chain.append(edge)
        node = graph.target[edge]
        day = max(day, days.first[node])
    return chain
