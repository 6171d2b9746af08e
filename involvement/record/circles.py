"""Circles in a directed graph of ids, in linear time and without recursion."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

Edges = Mapping[str, Sequence[str]]

_EXACT = 1_000_000
"""Steps the search for the smallest circle of one component may take."""


def components(edges: Edges) -> list[list[str]]:
    """The sets of nodes that lie on circles together, each sorted.

    Source:
        Tarjan 1972, strongly connected components, with a stack of our own.

    Example:
        >>> components({"a": ["b"], "b": ["a", "c"], "c": [], "d": ["d"]})
        [['a', 'b'], ['d']]
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: dict[str, None] = {}
    found: list[list[str]] = []
    for root in sorted(edges):
        if root in number:
            continue
        work = [(root, iter(edges.get(root, ())))]
        number[root] = low[root] = len(number)
        open_nodes[root] = None
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in number:
                    number[target] = low[target] = len(number)
                    open_nodes[target] = None
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target in open_nodes:
                    low[node] = min(low[node], number[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    members = _closed(node, open_nodes)
                    if len(members) > 1 or node in edges.get(node, ()):
                        found.append(members)
    return sorted(found)


def _closed(node: str, open_nodes: dict[str, None]) -> list[str]:
    """Take a finished component off the open nodes."""
    members: list[str] = []
    while not members or members[-1] != node:
        members.append(open_nodes.popitem()[0])
    return sorted(members)


def smallest_circle(members: Sequence[str], edges: Edges) -> list[str]:
    """The shortest circle among nodes that lie on circles together.

    It begins with its smallest id; of several, the one whose ids come first. In a
    large component only circles through its smallest id are looked at.

    Example:
        >>> smallest_circle(["a", "b", "c"], {"a": ["b"], "b": ["c", "a"], "c": ["a"]})
        ['a', 'b']
    """
    inside = set(members)
    ways = {node: sorted(inside.intersection(edges.get(node, ()))) for node in members}
    cost = len(members) * sum(map(len, ways.values()))
    starts = members if cost <= _EXACT else members[:1]
    best: list[str] = []
    for start in starts:
        circle = _circle_from(start, ways)
        turn = circle.index(min(circle))
        circle = circle[turn:] + circle[:turn]
        if not best or (len(circle), circle) < (len(best), best):
            best = circle
    return best


def _circle_from(start: str, ways: Edges) -> list[str]:
    """A shortest circle through one node, by breadth first search."""
    before: dict[str, str] = {}
    waiting = deque([start])
    while start not in before:
        node = waiting.popleft()
        for target in ways[node]:
            if target not in before:
                before[target] = node
                waiting.append(target)
    circle = [before[start]]
    while circle[-1] != start:
        circle.append(before[circle[-1]])
    return circle[::-1]
