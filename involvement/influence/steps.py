"""Steps: all links between the same two nodes, graded once, ready to be walked.

Every algorithm of this folder walks `Steps`. The columns are arrays of machine
integers that both plain loops and numpy read without a copy; small records never
load numpy. Live steps come first, in the order of their ends; refuted ones last.
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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from involvement.influence.policy import EvidencePolicy

MANY = 20_000
"""From this many links on, columns are built and walked by numpy.

Measured: below, importing numpy costs more than it saves.
"""


@attrs.frozen
class Graph:
    """A directed graph as columns; an edge's number is its place in (source, target).

    Attributes:
        n: How many nodes there are.
        source: Node each edge leaves, in order.
        target: Node each edge enters.
        out: Edges of node v are `range(out[v], out[v + 1])`.
        into: Edges into node v are `into_edge[into[v]:into[v + 1]]`.
        into_edge: Edge numbers by target, then by source.
        into_node: The source of each of these, so that a backward walk need not
            look it up.
    """

    n: int
    source: array[int]
    target: array[int]
    out: array[int]
    into: array[int]
    into_edge: array[int]
    into_node: array[int]

    @property
    def m(self) -> int:
        """How many edges there are."""
        return len(self.source)


@attrs.frozen
class Steps:
    """The graded steps of a record.

    Attributes:
        graph: The live steps.
        dead_source: Node each refuted step would leave.
        dead_target: Node each refuted step would enter.
        grade: Grade of each step; live steps first, then the refuted.
        status: Place in `grading.STATUSES`.
        contra: What speaks against each step, rivals included; 0 if nothing.
        loose: Best supporting grade with no single source; 0 if none.
        support: Sources behind step s are `support_source[support[s]:support[s+1]]`.
        support_source: Source numbers, in order within a step.
        support_grade: The best grade of each of these on its step.
        items: Items cited by step s are `item[items[s]:items[s+1]]`.
        item: Item numbers, in order within a step.
        links: Links of step s are `link[links[s]:links[s+1]]`.
        link: Link numbers.
        gap: Whether a step goes through unknown steps and is not direct.
        told: Whether directness was recorded on any link of the step.
    """

    graph: Graph
    dead_source: array[int]
    dead_target: array[int]
    grade: array[int]
    status: bytearray
    contra: bytearray
    loose: bytearray
    support: array[int]
    support_source: array[int]
    support_grade: bytearray
    items: array[int]
    item: array[int]
    links: array[int]
    link: array[int]
    gap: bytearray
    told: bytearray

    def __len__(self) -> int:
        """How many steps there are, refuted ones included."""
        return len(self.grade)

    def ends(self, step: int) -> tuple[int, int]:
        """The two nodes of a step."""
        live = self.graph.m
        if step < live:
            return self.graph.source[step], self.graph.target[step]
        return self.dead_source[step - live], self.dead_target[step - live]

    def sources_of(self, step: int) -> array[int]:
        """The sources that support a step."""
        return self.support_source[self.support[step] : self.support[step + 1]]

    def items_of(self, step: int) -> array[int]:
        """The items cited on a step."""
        return self.item[self.items[step] : self.items[step + 1]]

    def links_of(self, step: int) -> array[int]:
        """The links that make up a step."""
        return self.link[self.links[step] : self.links[step + 1]]


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


def rival_weights(
    links: Links, judged: Items, policy: EvidencePolicy
) -> dict[int, int]:
    """What rivals that explain a link set against its step, by link."""
    weights: dict[int, int] = {}
    for rival in links.rivals:
        if rival.link is not None:
            weight = rival_weight(rival.status, rival.items, judged, policy)
            weights[rival.link] = max(weights.get(rival.link, 0), weight)
    return weights


def rival_weight(
    status: str, items: Sequence[int], judged: Items, policy: EvidencePolicy
) -> int:
    """What one rival weighs: upheld 4, open its evidence, set aside nothing."""
    if status == "upheld":
        return 4
    if status == "open":
        return combine(
            (item for item in items if judged.roles[item] == SUPPORTS), judged, policy
        )
    return 0
