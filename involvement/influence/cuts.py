"""What the users' way to a change hangs on: but-for, gatekeepers, critical links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.influence import paths
from involvement.influence.links import (
    CHANGE,
    CONTRIBUTION,
    DECISION,
    DRIVER,
    JOINT,
    UNKNOWN,
    USER,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from involvement.influence.links import Links
    from involvement.influence.shapes import Graph


@attrs.frozen
class Worlds:
    """Which nodes still come about, under the two readings of what is unknown.

    Attributes:
        all_strict: With everybody; unknown `needs` read as all.
        all_generous: With everybody; unknown `needs` read as any.
        strict: Without users and contributions of unknown side; `needs` all.
        generous: Without users alone; `needs` any.
    """

    all_strict: bytearray
    all_generous: bytearray
    strict: bytearray
    generous: bytearray


def worlds(links: Links, graph: Graph) -> Worlds:
    """Derive every node in the four worlds, once for all changes."""
    users = {v for v in links.of(CONTRIBUTION) if links.sides[v] in (USER, JOINT)}
    unsure = {v for v in links.of(CONTRIBUTION) if links.sides[v] == UNKNOWN}
    return Worlds(
        all_strict=derive(links, graph, set(), unknown="all"),
        all_generous=derive(links, graph, set(), unknown="any"),
        strict=derive(links, graph, users | unsure, unknown="all"),
        generous=derive(links, graph, users, unknown="any"),
    )


def derive(links: Links, graph: Graph, removed: set[int], *, unknown: str) -> bytearray:
    """The nodes that come about without some contributions.

    Given are contributions, drivers and other nodes without causes. A decision or
    change needs any or all of its causes; every other node any.

    Source:
        Forward chaining of Horn clauses, Dowling and Gallier 1984 (unverified).
    """
    wait = [0] * graph.n
    done = bytearray(graph.n)
    queue = []
    for node, kind in enumerate(links.lists):
        causes = graph.into[node + 1] - graph.into[node]
        if kind in (CONTRIBUTION, DRIVER) or causes == 0:
            if node not in removed:
                done[node] = 1
                queue.append(node)
            wait[node] = -1  # stands on its own: its causes neither help nor hinder
        elif kind in (DECISION, CHANGE):
            wait[node] = causes if links.needs.get(node, unknown) == "all" else 1
        else:
            wait[node] = 1
    while queue:
        node = queue.pop()
        for head in graph.target[graph.out[node] : graph.out[node + 1]]:
            if not done[head] and wait[head] > 0:
                wait[head] -= 1
                if wait[head] == 0:
                    done[head] = 1
                    queue.append(head)
    return done


def but_for(change: int, seen: Worlds, *, by_users: bool, by_unsure: bool) -> str:
    """Whether the change would, on the record, have come without the users.

    Args:
        change: Node number of the change.
        seen: The four worlds.
        by_users: Whether a user or joint contribution reaches the change.
        by_unsure: Whether a contribution of unknown side does.
    """
    if not by_users:
        return "undetermined" if by_unsure else "no_user_path"
    if seen.strict[change]:
        return "overdetermined"
    if seen.all_strict[change] and not seen.generous[change]:
        return "user_necessary"
    return "undetermined"


def open_needs(
    links: Links, graph: Graph, seen: Worlds, behind: bytearray
) -> list[int]:
    """The nodes behind a change whose unknown `needs` keeps but-for open.

    Args:
        links: What is recorded of `needs`.
        graph: The live steps.
        seen: The four worlds.
        behind: Marks of the nodes from which the change can be reached.
    """
    return [
        node
        for node in paths.marked(behind)
        if links.lists[node] in (DECISION, CHANGE)
        and node not in links.needs
        and graph.into[node + 1] - graph.into[node] > 1
        and (
            seen.generous[node] != seen.strict[node]
            or seen.all_generous[node] != seen.all_strict[node]
        )
    ]


def gatekeepers(graph: Graph, starts: Sequence[int], goal: int) -> list[int]:
    """The nodes on every path from the starts to the goal, in that order.

    Follows one path and looks, from its start on, how far it can be bypassed: a
    node of it that nothing bypasses lies on every path.

    Args:
        graph: Only what lies between the starts and the goal.
        starts: Node numbers of the contributions.
        goal: Node number of the change.

    Source:
        Dominators; for the whole tree see Cooper, Harvey and Kennedy 2001
        (unverified). One goal needs one linear pass.
    """
    chain = paths.shortest(graph, starts, goal, bytes(graph.m), floor=0)
    if not chain:
        return []
    trunk = [graph.source[chain[0]], *(graph.target[edge] for edge in chain)]
    place = {node: number for number, node in enumerate(trunk)}
    begin = set(starts)
    seen = bytearray(graph.n)
    far = 0
    found = []
    stack = []
    for node in sorted(begin):
        seen[node] = 1
        far = max(far, place.get(node, 0))
        stack.append(node)
    for number, node in enumerate(trunk):
        if far == number and number and node not in begin:
            found.append(node)
        seen[node] = 1
        stack.append(node)
        while stack:
            for head in graph.target[slice(*_edges(graph, stack.pop()))]:
                far = max(far, place.get(head, 0))
                if head not in place and not seen[head]:
                    seen[head] = 1
                    stack.append(head)
    return [node for node in found if node != goal]


def _edges(graph: Graph, node: int) -> tuple[int, int]:
    return graph.out[node], graph.out[node + 1]


def critical_steps(
    graph: Graph, starts: Iterable[int], goal: int, inside: bytes | bytearray
) -> list[int]:
    """The smallest set of edges without which no start reaches the goal.

    Of several such sets the one nearest the goal. Augmenting paths are searched
    from the goal back, so a cut near the goal is found without walking the graph.

    Args:
        graph: The live steps.
        starts: Node numbers of the contributions.
        goal: Node number of the change.
        inside: Marks of the nodes reached from the starts.

    Source:
        Ford and Fulkerson 1956 (unverified). O(k x edges), k the size of the cut.
    """
    begin = set(starts)
    used: set[int] = set()
    leaving: dict[int, set[int]] = {}
    while True:
        path, near = _back(graph, begin, goal, inside, used, leaving)
        if not path:
            break
        for edge, ahead in path:
            tail = graph.source[edge]
            if ahead:
                used.add(edge)
                leaving.setdefault(tail, set()).add(edge)
            else:
                used.discard(edge)
                leaving[tail].discard(edge)
    return sorted(
        edge
        for edge in used
        if graph.target[edge] in near and graph.source[edge] not in near
    )


def _back(
    graph: Graph,
    begin: set[int],
    goal: int,
    inside: bytes | bytearray,
    used: set[int],
    leaving: dict[int, set[int]],
) -> tuple[list[tuple[int, bool]], dict[int, tuple[int, int, bool]]]:
    """One search back from the goal over unused edges, or used ones reversed.

    Returns:
        The edges of an augmenting path, each with whether it is now to be used;
        and the nodes seen, with how each was come by.
    """
    came: dict[int, tuple[int, int, bool]] = {goal: (-1, -1, True)}
    stack = [goal]
    while stack:
        node = stack.pop()
        if node in begin:
            path = []
            while node != goal:
                node, edge, ahead = came[node]
                path.append((edge, ahead))
            return path, came
        for edge in leaving.get(node, ()):
            head = graph.target[edge]
            if head not in came:
                came[head] = (node, edge, False)
                stack.append(head)
        a, b = graph.into[node], graph.into[node + 1]
        edges = zip(graph.into_edge[a:b], graph.into_node[a:b], strict=True)
        for edge, tail in edges:
            if inside[tail] and tail not in came and edge not in used:
                came[tail] = (node, edge, True)
                stack.append(tail)
    return [], came
