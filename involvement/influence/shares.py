"""Shares of a change: where a walk back over recorded causes ends.

Bookkeeping over what was recorded, never an effect. At every node the walk chooses
among the recorded causes; it ends at a contribution, at a driver, or where nothing
is recorded. An absorbing Markov chain (Kemeny and Snell 1960, unverified).
"""

from __future__ import annotations

from array import array
from fractions import Fraction
from itertools import chain
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

import attrs

from involvement.influence import paths
from involvement.influence.links import CHANGE, CONTRIBUTION, DRIVER, EXTERNAL
from involvement.influence.shapes import MANY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.influence.links import Links
    from involvement.influence.policy import EvidencePolicy
    from involvement.influence.shapes import Graph, Steps

PARTS = ("user", "professional", "joint", "external", "unknown", "unexplained")
"""Where a walk can end; the first five are the sides, in the order of `SIDES`."""

UNEXPLAINED = 5

Number = Fraction | float


@attrs.frozen
class Walks:
    """Where the walks from every node end, without and with the unknown reserves.

    Attributes:
        without: One row per node, unknown reserves left out.
        with_: The same with the unknown reserves.
        exact: Whether a row is a denominator and six numerators, or six floats.
        largest: Nodes of the largest cycle that had to be solved at once.
    """

    without: Any
    with_: Any
    exact: bool
    largest: int

    def parts(self, node: int, *, reserves: bool) -> dict[str, Number]:
        """The six parts of a node, which sum to 1.

        Args:
            node: Node number.
            reserves: Whether a change whose inputs may be incomplete is given a
                further, unexplained cause.
        """
        row = (self.with_ if reserves else self.without)[node]
        if self.exact:
            whole = [Fraction(int(top), int(row[0])) for top in row[1:]]
            return dict(zip(PARTS, whole, strict=True))
        return dict(zip(PARTS, map(float, row), strict=True))


def walk(links: Links, steps: Steps, policy: EvidencePolicy, weights: str) -> Walks:
    """Where the walks from every node end.

    Args:
        links: Lists, sides and `inputs_complete`.
        steps: The live steps.
        policy: The limits of exact fractions.
        weights: `equal` (one each) or `sources` (the number of distinct sources).
    """
    graph = steps.graph
    ends = [
        _end(kind, links.sides[v], graph.into[v] == graph.into[v + 1])
        for v, kind in enumerate(links.lists)
    ]
    weight = edge_weights(steps, weights)
    certain = {v for v in links.of(CHANGE) if links.complete.get(v) == "no"}
    unsure = {v for v in links.of(CHANGE) if v not in links.complete}
    many = len(links.link_ids) > policy.exact_links
    if many and graph.m >= MANY:
        found = _wide_walks(graph, ends, weight, certain, unsure)
        if found is not None:
            return found
    order = paths.components(graph, ends)
    largest = max((len(group) for group in order), default=0)
    exact = largest <= policy.exact_shares and not many
    solve = _exact_parts if exact else _float_parts
    without = solve(graph, ends, weight, certain, order)
    with_ = solve(graph, ends, weight, certain | unsure, order) if unsure else without
    return Walks(without, with_, exact, largest)


def _end(kind: int, side: int, alone: bool) -> int:  # noqa: FBT001
    """The part a walk ends in at a node; -1 where it goes on to the causes."""
    if kind == CONTRIBUTION:
        return side
    if kind == DRIVER:
        return EXTERNAL
    return UNEXPLAINED if alone else -1


def _wide_walks(
    graph: Graph,
    ends: Sequence[int],
    weight: Sequence[int],
    certain: set[int],
    unsure: set[int],
) -> Walks | None:
    """All walks of a large record without cycles, layer by layer."""
    from involvement.influence import arrays, wide  # loads numpy

    order = wide.layers(graph, bytearray(end >= 0 for end in ends))
    if not order:
        return None
    if graph.n < arrays.WIDE * len(order):
        # narrow layers: plain loops are faster
        plain = [[node] for layer in order for node in layer.tolist()]
        return Walks(
            _float_parts(graph, ends, weight, certain, plain),
            _float_parts(graph, ends, weight, certain | unsure, plain),
            exact=False,
            largest=1,
        )
    without = wide.parts(graph, ends, weight, sorted(certain), order)
    with_ = without
    if unsure:
        with_ = wide.parts(graph, ends, weight, sorted(certain | unsure), order)
    return Walks(without, with_, exact=False, largest=1)


def edge_weights(steps: Steps, weights: str) -> array[int]:
    """The weight of each live step in the choice among causes."""
    m = steps.graph.m
    if weights == "equal":
        return array("i", [1]) * m
    places = steps.support
    return array("i", [max(1, places[e + 1] - places[e]) for e in range(m)])


def _unit(place: int) -> tuple[int, ...]:
    """A whole walk that ends in one part, as denominator and six numerators."""
    return (1, *(int(part == place) for part in range(6)))


def _exact_parts(
    graph: Graph,
    ends: Sequence[int],
    weight: Sequence[int],
    reserves: set[int],
    order: Sequence[Sequence[int]],
) -> list[tuple[int, ...]]:
    """Exact parts of every node: a denominator and six numerators."""
    whole: list[tuple[int, ...]] = [()] * graph.n
    for group in order:
        node = group[0]
        end = ends[node]
        if end >= 0:
            whole[node] = _unit(end)
        elif len(group) == 1:
            whole[node] = _mixed(_causes(graph, weight, node, reserves), whole)
        else:
            _solve(graph, weight, reserves, group, whole)
    return whole


def _causes(
    graph: Graph, weight: Sequence[int], node: int, reserves: set[int]
) -> list[tuple[int, int]]:
    """Causes of a node with their weights; -1 stands for the reserve."""
    a, b = graph.into[node], graph.into[node + 1]
    found = [
        (tail, weight[edge])
        for edge, tail in zip(graph.into_edge[a:b], graph.into_node[a:b], strict=True)
    ]
    return [*found, (-1, 1)] if node in reserves else found


def _mixed(
    causes: Sequence[tuple[int, int]], whole: Sequence[tuple[int, ...]]
) -> tuple[int, ...]:
    """The weighted mixture of what the causes end in."""
    rows = [(w, _unit(UNEXPLAINED) if v < 0 else whole[v]) for v, w in causes]
    common = lcm(*(row[0] for _, row in rows))
    tops = [
        sum(w * row[part] * (common // row[0]) for w, row in rows)
        for part in range(1, 7)
    ]
    total = common * sum(w for w, _ in rows)
    shared = gcd(total, *tops)
    return (total // shared, *(top // shared for top in tops))


def _solve(
    graph: Graph,
    weight: Sequence[int],
    reserves: set[int],
    group: Sequence[int],
    whole: list[tuple[int, ...]],
) -> None:
    """Solve one cycle: the mixtures of its nodes at once, in whole numbers.

    Fraction-free elimination (Bareiss 1968, unverified). No pivoting is needed:
    every leading minor of such a system is positive.
    """
    place = {node: number for number, node in enumerate(group)}
    size = len(group)
    rows = []
    for number, node in enumerate(group):
        causes = _causes(graph, weight, node, reserves)
        outside = [(v, w) for v, w in causes if v not in place]
        common = lcm(1, *(whole[v][0] for v, _ in outside if v >= 0))
        row = [0] * (size + 6)
        row[number] = common * sum(w for _, w in causes)
        for v, w in causes:
            if v in place:
                row[place[v]] -= w * common
        for v, w in outside:
            ended = _unit(UNEXPLAINED) if v < 0 else whole[v]
            for part in range(6):
                row[size + part] += w * ended[part + 1] * (common // ended[0])
        rows.append(row)
    if not any(chain.from_iterable(row[size:] for row in rows)):
        for node in group:  # nothing flows in: the walk never ends
            whole[node] = _unit(UNEXPLAINED)
        return
    for node, parts in zip(group, _bareiss(rows, size), strict=True):
        common = lcm(*(part.denominator for part in parts))
        whole[node] = (common, *(int(part * common) for part in parts))


def _bareiss(rows: list[list[int]], size: int) -> list[list[Fraction]]:
    before = 1
    for k in range(size - 1):
        for i in range(k + 1, size):
            pivot, factor = rows[k][k], rows[i][k]
            rows[i] = [
                (pivot * mine - factor * above) // before
                for mine, above in zip(rows[i], rows[k], strict=True)
            ]
        before = rows[k][k]
    found: list[list[Fraction]] = [[] for _ in range(size)]
    for i in reversed(range(size)):
        row = rows[i]
        found[i] = [
            (
                row[size + part]
                - sum(row[j] * found[j][part] for j in range(i + 1, size))
            )
            / Fraction(row[i])
            for part in range(6)
        ]
    return found


def _float_parts(
    graph: Graph,
    ends: Sequence[int],
    weight: Sequence[int],
    reserves: set[int],
    order: Sequence[Sequence[int]],
) -> Sequence[Sequence[float]]:
    """The same in floats, for records too large for exact fractions."""
    whole: list[list[float]] = [[]] * graph.n
    for group in order:
        node = group[0]
        end = ends[node]
        if end >= 0:
            whole[node] = [float(part == end) for part in range(6)]
        elif len(group) == 1:
            causes = _causes(graph, weight, node, reserves)
            total = sum(w for _, w in causes)
            whole[node] = [0.0] * 6
            for v, w in causes:
                if v < 0:
                    whole[node][UNEXPLAINED] += w / total
                    continue
                for part, value in enumerate(whole[v]):
                    whole[node][part] += value * w / total
        else:
            from involvement.influence import wide  # loads numpy

            found = wide.solve_cycle(
                [_causes(graph, weight, v, reserves) for v in group], group, whole
            )
            for v, parts in zip(group, found, strict=True):
                whole[v] = parts
    return whole
