"""How many sources must be wrong before nothing is left of a connection.

A minimum label cut, which is NP-hard (Zhang and Fu 2016): exact while the sources
are few, and two honest bounds above that.
"""

from __future__ import annotations

from array import array
from collections import deque
from itertools import combinations
from typing import TYPE_CHECKING

from involvement.influence import chains
from involvement.influence.grading import step_grade, strength

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.influence.cutting import Cutting, Support
    from involvement.influence.policy import EvidencePolicy
    from involvement.influence.shapes import Graph


def sources_needed(
    cutting: Cutting,
    held: Support,
    wide: int,
    left: int,
    n_threads: int,
    policy: EvidencePolicy,
) -> tuple[int, int, str]:
    """At least so many, at most so many, and whether that is `exact` or `bounds`.

    Args:
        cutting: What lies between contributions and change.
        held: Who stands behind each edge.
        wide: The widest chain.
        left: What is left of it without the source that costs most.
        n_threads: How many sources vouch for a whole chain.
        policy: For the limit of the exact search.
    """
    if wide == 0:
        return 0, 0, "exact"
    if left == 0:
        return 1, 1, "exact"
    low = max(n_threads, 2)
    edges = chains.on_chains(cutting, held.grade, 1)
    named = sorted({source for edge in edges for source, _ in held.of(edge)})
    if len(named) <= policy.exact_sources:
        number = fewest(cutting, held, edges, named, low, policy)
        return number, number, "exact"
    capacity = [0] * cutting.graph.m
    for edge in edges:
        capacity[edge] = held.places[edge + 1] - held.places[edge]
    high = max(low, flow(cutting.graph, cutting.starts, cutting.goal, capacity))
    return low, high, "exact" if low == high else "bounds"


def fewest(
    cutting: Cutting,
    held: Support,
    edges: Sequence[int],
    named: Sequence[int],
    low: int,
    policy: EvidencePolicy,
) -> int:
    """The exact number, over every set of the named sources at once.

    Bit K of an integer stands for "the sources of set K are kept". One walk then
    follows all sets together: what reaches a node is an integer, too.
    """
    kept = {source: _holding(place, len(named)) for place, source in enumerate(named)}
    alive = {
        edge: _alive(held.of(edge), held.contra[edge], kept, policy) for edge in edges
    }
    everyone = (1 << len(named)) - 1
    if cutting.strict and cutting.dated:
        return _fewest_in_time(cutting, alive, len(named), low)
    reached = _spread(cutting, alive, (1 << (1 << len(named))) - 1)
    most = max(
        (
            (everyone & subset).bit_count()
            for subset in range(everyone + 1)
            if not reached >> subset & 1
        ),
    )
    return len(named) - most


def _holding(place: int, n: int) -> int:
    """The sets of n sources that hold the one at a place, as bits."""
    block = ((1 << (1 << place)) - 1) << (1 << place)
    width = 2 << place
    while width < 1 << n:
        block |= block << width
        width *= 2
    return block


def _alive(
    bests: Sequence[tuple[int, int]],
    contra: int,
    kept: dict[int, int],
    policy: EvidencePolicy,
) -> int:
    """The sets of sources that leave an edge at grade 1 or more."""
    sets = 0
    for place, (source, best) in enumerate(bests):
        if step_grade(best, contra)[0]:
            sets |= kept[source]
        for other, second in bests[:place]:
            # two weak sources may do what neither does: only the best two count
            if step_grade(strength((best, second), 0, policy), contra)[0]:
                sets |= kept[source] & kept[other]
    return sets


def _spread(cutting: Cutting, alive: dict[int, int], every: int) -> int:
    """The sets of sources under which the goal is still reached."""
    graph = cutting.graph
    reached = [0] * graph.n
    queue = deque(cutting.starts)
    for node in cutting.starts:
        reached[node] = every
    waiting = set(queue)
    while queue:
        node = queue.popleft()
        waiting.discard(node)
        for edge in range(graph.out[node], graph.out[node + 1]):
            head = graph.target[edge]
            fresh = reached[node] & alive.get(edge, 0) & ~reached[head]
            if fresh:
                reached[head] |= fresh
                if head not in waiting:
                    waiting.add(head)
                    queue.append(head)
    return reached[cutting.goal]


def _fewest_in_time(cutting: Cutting, alive: dict[int, int], n: int, low: int) -> int:
    """The same with chains that must be in time: set by set, small ones first."""
    everyone = (1 << n) - 1
    number = low
    while True:
        for gone in combinations(range(n), number):
            subset = everyone - sum(1 << place for place in gone)
            grade = array("b", bytes(cutting.graph.m))
            for edge, sets in alive.items():
                grade[edge] = sets >> subset & 1
            if not cutting.connects(grade, 1):
                return number
        number += 1


def flow(
    graph: Graph, starts: Sequence[int], goal: int, capacity: Sequence[int]
) -> int:
    """The maximum flow from the starts to the goal: an upper bound of the number.

    Source:
        Shortest augmenting paths, Edmonds and Karp 1972 (unverified).
    """
    used = [0] * graph.m
    begin = set(starts)
    total = 0
    while True:
        found = _augmenting(graph, begin, goal, capacity, used)
        if not found:
            return total
        room = min(
            capacity[edge] - used[edge] if ahead else used[edge]
            for edge, ahead in found
        )
        for edge, ahead in found:
            used[edge] += room if ahead else -room
        total += room


def _augmenting(
    graph: Graph,
    begin: set[int],
    goal: int,
    capacity: Sequence[int],
    used: Sequence[int],
) -> list[tuple[int, bool]]:
    """Edges of a shortest path with room left, each with its direction."""
    came: dict[int, tuple[int, int, bool]] = {}
    queue = deque(sorted(begin))
    while queue:
        node = queue.popleft()
        if node == goal:
            path = []
            while node not in begin:
                node, edge, ahead = came[node]
                path.append((edge, ahead))
            return path
        for edge in range(graph.out[node], graph.out[node + 1]):
            head = graph.target[edge]
            if used[edge] < capacity[edge] and head not in came and head not in begin:
                came[head] = (node, edge, True)
                queue.append(head)
        a, b = graph.into[node], graph.into[node + 1]
        edges = zip(graph.into_edge[a:b], graph.into_node[a:b], strict=True)
        for edge, tail in edges:
            if used[edge] and tail not in came and tail not in begin:
                came[tail] = (node, edge, False)
                queue.append(tail)
    return []
