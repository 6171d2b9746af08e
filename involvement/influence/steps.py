"""Steps: all links between the same two nodes, graded once, ready to be walked.

Live steps come first, in the order of their ends; refuted ones last.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import attrs

from involvement.influence.grading import (
    CONTRADICTS,
    ELIMINATES,
    LOOSE,
    REFUTED,
    SUPPORTS,
    Items,
    best_by_source,
    combine,
    step_grade,
    strength,
)
from involvement.influence.links import BLOCKS, DIRECT, THROUGH_UNKNOWN, Links
from involvement.influence.rivals import rival_weights
from involvement.influence.shapes import MANY, Graph, Steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from involvement.influence.policy import EvidencePolicy


def make_graph(n: int, source: array[int], target: array[int]) -> Graph:
    """A graph from edges that are in the order of source, then target."""
    if len(source) >= MANY:
        from involvement.influence import arrays  # loads numpy

        return arrays.make_graph(n, source, target)
    out, into = _starts(n, source), _starts(n, target)
    place = into[:]
    into_edge = array("i", bytes(4 * len(source)))
    into_node = into_edge[:]
    for edge, (tail, head) in enumerate(zip(source, target, strict=True)):
        into_edge[place[head]] = edge
        into_node[place[head]] = tail
        place[head] += 1
    return Graph(n, source, target, out, into, into_edge, into_node)


def _starts(n: int, nodes: Sequence[int]) -> array[int]:
    counts = [0] * (n + 1)
    for node in nodes:
        counts[node + 1] += 1
    for node in range(n):
        counts[node + 1] += counts[node]
    return array("i", counts)


def make_steps(links: Links, judged: Items, policy: EvidencePolicy) -> Steps:
    """Group links to steps and grade each on the union of its evidence."""
    if len(links.sources) >= MANY:
        from involvement.influence import arrays  # loads numpy

        return arrays.make_steps(links, judged, policy)
    return plain_steps(links, judged, policy)


def plain_steps(links: Links, judged: Items, policy: EvidencePolicy) -> Steps:
    """`make_steps` in plain loops: the better one for small records."""
    cited: dict[int, list[int]] = {}
    for link, item in zip(links.cite_links, links.cite_items, strict=True):
        cited.setdefault(link, []).append(item)
    groups: dict[tuple[int, int], list[int]] = {}
    ends = zip(links.sources, links.targets, strict=True)
    for link, pair in enumerate(ends):
        if not links.marks[link] & BLOCKS:
            groups.setdefault(pair, []).append(link)
    against = rival_weights(links, judged, policy)
    rows = [
        (pair, group, _row(group, cited, links, judged, policy, against))
        for pair, group in sorted(groups.items())
    ]
    live = [row for row in rows if row[2].status != REFUTED]
    dead = [row for row in rows if row[2].status == REFUTED]
    graph = make_graph(
        len(links),
        array("i", [pair[0] for pair, _, _ in live]),
        array("i", [pair[1] for pair, _, _ in live]),
    )
    rows = live + dead
    found = [row for _, _, row in rows]
    return Steps(
        graph=graph,
        dead_source=array("i", [pair[0] for pair, _, _ in dead]),
        dead_target=array("i", [pair[1] for pair, _, _ in dead]),
        grade=array("b", [row.grade for row in found]),
        status=bytearray(row.status for row in found),
        contra=bytearray(row.contra for row in found),
        loose=bytearray(row.loose for row in found),
        support=_offsets([row.bests for row in found]),
        support_source=array("i", [s for row in found for s, _ in row.bests]),
        support_grade=bytearray(g for row in found for _, g in row.bests),
        items=_offsets([row.items for row in found]),
        item=array("i", [item for row in found for item in row.items]),
        links=_offsets([group for _, group, _ in rows]),
        link=array("i", [link for _, group, _ in rows for link in group]),
        gap=bytearray(row.gap for row in found),
        told=bytearray(row.told for row in found),
    )


def _offsets(lists: Sequence[Sequence[object]]) -> array[int]:
    places = array("i", [0])
    total = 0
    for one in lists:
        total += len(one)
        places.append(total)
    return places


@attrs.frozen
class _Row:
    """One step, graded."""

    grade: int
    status: int
    contra: int
    loose: int
    bests: list[tuple[int, int]]
    items: list[int]
    gap: bool
    told: bool


def _row(
    group: list[int],
    cited: Mapping[int, list[int]],
    links: Links,
    judged: Items,
    policy: EvidencePolicy,
    against: Mapping[int, int],
) -> _Row:
    marks = 0
    items: set[int] = set()
    contra = 0
    for link in group:
        marks |= links.marks[link]
        items.update(cited.get(link, ()))
        contra = max(contra, against.get(link, 0))
    roles = judged.roles
    bests = best_by_source(
        (item for item in items if roles[item] == SUPPORTS),
        judged.grades,
        judged.sources,
    )
    loose = bests.pop(LOOSE, 0)
    contra = max(
        contra, combine((i for i in items if roles[i] == CONTRADICTS), judged, policy)
    )
    grade, status = step_grade(strength(bests.values(), loose, policy), contra)
    if any(roles[item] == ELIMINATES for item in items):
        grade, status = 0, REFUTED
    return _Row(
        grade=grade,
        status=status,
        contra=contra,
        loose=loose,
        bests=sorted(bests.items()),
        items=sorted(items),
        gap=bool(marks & THROUGH_UNKNOWN and not marks & DIRECT),
        told=bool(marks & (THROUGH_UNKNOWN | DIRECT)),
    )
