"""Shares and threads of a whole large record at once, with numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from involvement.influence.arrays import (
    WIDE,
    Ints,
    column,
    distinct,
    graded,
    make_graph,
    reach,
    spans_of,
    view,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from involvement.influence.shapes import Graph, Steps


def layers(graph: Graph, ended: bytearray) -> list[Ints]:
    """Nodes in layers, causes before what they feed; empty when there is a cycle.

    Args:
        graph: The live steps.
        ended: Marks of the nodes where a walk back ends; what feeds them is not
            looked at.
    """
    over = view(ended) > 0
    left = column(np.diff(view(graph.into)))
    wait = view(left)  # the same memory: wide layers and narrow ones share it
    wait[over] = 0
    places, heads = view(graph.out), view(graph.target)
    out, target = graph.out, graph.target
    here = np.flatnonzero(wait == 0)
    found = []
    while len(here):
        found.append(here)
        if len(here) >= WIDE:
            starts = places[here].astype(np.int64)
            into = heads[spans_of(starts, places[here + 1] - starts)]
            into = into[~over[into]]
            np.subtract.at(wait, into, 1)
            here = distinct(into[wait[into] == 0]).astype(np.int64)
            continue
        fresh = []
        for node in here.tolist():
            for head in target[out[node] : out[node + 1]]:
                if not ended[head]:
                    left[head] -= 1
                    if left[head] == 0:
                        fresh.append(head)
        here = np.array(sorted(fresh), dtype=np.int64)
    return found if sum(map(len, found)) == graph.n else []


def parts(
    graph: Graph,
    ends: Sequence[int],
    weight: Sequence[int],
    reserves: Sequence[int],
    order: Sequence[Ints],
) -> Ints:
    """The six parts of every node, layer by layer; shape (n, 6).

    Args:
        graph: The live steps, without a cycle.
        ends: The part a walk ends in at each node; -1 where it goes on.
        weight: Weight of each edge.
        reserves: Nodes with one further cause that is not explained.
        order: The layers of the graph.
    """
    rows = np.zeros((graph.n, 6))
    over = np.array(ends)
    done = np.flatnonzero(over >= 0)
    rows[done, over[done]] = 1
    extra = np.zeros(graph.n)
    extra[np.array(reserves, dtype=np.int64)] = 1
    places, nodes = view(graph.into), view(graph.into_node)
    each = view(weight).astype(np.float64)[view(graph.into_edge)]
    total = np.add.reduceat(np.append(each, 0), places[:-1]) + extra
    for layer in order:
        here = layer[over[layer] < 0]
        if not len(here):
            continue
        starts = places[here].astype(np.int64)
        counts = places[here + 1] - starts
        spans = spans_of(starts, counts)
        values = rows[nodes[spans]] * each[spans, None]
        sums = np.add.reduceat(values, np.cumsum(counts) - counts, axis=0)
        sums[:, 5] += extra[here]
        rows[here] = sums / total[here, None]
    return rows


DENSE = 1_500
"""Above this many nodes a cycle is solved by repeated mixing, not at once."""

ROUNDS = 20_000


def solve_cycle(
    causes: Sequence[Sequence[tuple[int, int]]],
    group: Sequence[int],
    whole: Sequence[Sequence[float]],
) -> list[list[float]]:
    """The parts of the nodes of one cycle, in floats.

    Args:
        causes: Causes of each node with their weights; -1 is the reserve.
        group: The nodes of the cycle.
        whole: The parts of every node settled before.
    """
    place = {node: number for number, node in enumerate(group)}
    size = len(group)
    rest = np.zeros((size, 6))
    heads, tails, chances = [], [], []
    for number, rows in enumerate(causes):
        total = sum(w for _, w in rows)
        for node, w in rows:
            if node in place:
                heads.append(number)
                tails.append(place[node])
                chances.append(w / total)
            elif node < 0:
                rest[number, 5] += w / total
            else:
                rest[number] += np.array(whole[node]) * w / total
    if not rest.any():
        return [[0.0, 0.0, 0.0, 0.0, 0.0, 1.0]] * size
    if size <= DENSE:
        matrix = np.eye(size)
        matrix[heads, tails] -= chances
        found = np.linalg.solve(matrix, rest)
    else:
        found = _mix(np.array(heads), np.array(tails), np.array(chances), rest)
    # rounding aside the rows sum to 1; what a mixing left over is not explained
    found[:, 5] += np.maximum(0, 1 - found.sum(axis=1))
    listed: list[list[float]] = (found / found.sum(axis=1)[:, None]).tolist()
    return listed


def _mix(heads: Ints, tails: Ints, chances: Ints, rest: Ints) -> Ints:
    """Let the walks go on until less than 1e-13 of any has not ended."""
    found = rest.copy()
    for _ in range(ROUNDS):
        fresh = rest.copy()
        for part in range(6):
            fresh[:, part] += np.bincount(
                heads, chances * found[tails, part], minlength=len(rest)
            )
        found = fresh
        if (1 - found.sum(axis=1)).max() < 1e-13:
            break
    return found


def thread_sources(
    graph: Graph, starts: Iterable[int], steps: Steps
) -> tuple[Ints, Ints]:
    """Every node that each source vouches for from the starts, at once.

    One walk over (source, node): as many edges as there are pairs of a source and
    a step it supports alone.

    Returns:
        Source and node of each pair reached, starts left out, in order.
    """
    places = view(steps.support)
    step = np.repeat(np.arange(len(places) - 1), np.diff(places))
    best = view(steps.support_grade).astype(np.int64)
    grade, _ = graded(best, view(steps.contra)[step].astype(np.int64))
    keep = (step < graph.m) & (grade > 0)
    step, source = step[keep], view(steps.support_source)[keep].astype(np.int64)
    tails = source * graph.n + view(graph.source)[step]
    heads = source * graph.n + view(graph.target)[step]
    pairs, number = np.unique(np.concatenate([tails, heads]), return_inverse=True)
    tail, head = number[: len(tails)], number[len(tails) :]
    order = np.argsort(tail, kind="stable")
    wide = make_graph(len(pairs), column(tail[order]), column(head[order]))
    begin = np.isin(pairs % graph.n, np.array(list(starts), dtype=np.int64))
    seen = reach(wide, np.flatnonzero(begin).tolist(), b"\1" * wide.m, floor=0)
    found = pairs[(view(seen) > 0) & ~begin]
    return found // graph.n, found % graph.n
