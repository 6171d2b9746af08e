"""Steps: all links between the same two nodes, graded once, ready to be walked.

Live steps come first, in the order of their ends; refuted ones last.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from involvement.influence.grading import (
    CONTRADICTS,
    ELIMINATES,
    LOOSE,
    REFUTED,
    SUPPORTS,
    Items,
    combine,
    step_grade,
    strength,
)
from involvement.influence.links import BLOCKS, DIRECT, THROUGH_UNKNOWN, Links
from involvement.influence.rivals import rival_weights
from involvement.influence.shapes import MANY, Graph, Steps

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """`make_steps` in plain loops: the better one for small records.

    Everything goes straight into flat columns: a list or tuple kept per step would
    make the garbage collector walk the whole record again and again.
    """
    n, marks = len(links), links.marks
    ends = zip(links.sources, links.targets, strict=True)
    key = [tail * n + head for tail, head in ends]
    cites = _starts(len(key), links.cite_links)
    dead = {
        key[link]
        for link, item in zip(links.cite_links, links.cite_items, strict=True)
        if judged.roles[item] == ELIMINATES and not marks[link] & BLOCKS
    }
    for link in range(len(key)):
        if key[link] in dead:
            key[link] += n * n  # refuted steps come last
    order = sorted(
        (link for link in range(len(key)) if not marks[link] & BLOCKS),
        key=key.__getitem__,
    )
    against = rival_weights(links, judged, policy)
    made = _Columns()
    place = 0
    while place < len(order):
        here = key[order[place]]
        bits = doubt = 0
        every: set[int] = set()
        while place < len(order) and key[order[place]] == here:
            link = order[place]
            bits |= marks[link]
            every.update(links.cite_items[cites[link] : cites[link + 1]])
            doubt = max(doubt, against.get(link, 0))
            place += 1
        made.ends.append(here)
        made.links.append(place)
        made.gap.append(bool(bits & THROUGH_UNKNOWN and not bits & DIRECT))
        made.told.append(bool(bits & (THROUGH_UNKNOWN | DIRECT)))
        _grade(made, sorted(every), doubt, judged, policy)
    live = sum(here < n * n for here in made.ends)
    tails = array("i", [here // n % n for here in made.ends])
    heads = array("i", [here % n for here in made.ends])
    return Steps(
        graph=make_graph(n, tails[:live], heads[:live]),
        dead_source=tails[live:],
        dead_target=heads[live:],
        grade=made.grade,
        status=made.status,
        contra=made.contra,
        loose=made.loose,
        support=made.support,
        support_source=made.support_source,
        support_grade=made.support_grade,
        items=made.items,
        item=made.item,
        links=made.links,
        link=array("i", order),
        gap=made.gap,
        told=made.told,
    )


class _Columns:
    """The columns of `Steps` while they grow."""

    def __init__(self) -> None:
        self.ends: list[int] = []
        self.grade = array("b")
        self.status, self.contra, self.loose = bytearray(), bytearray(), bytearray()
        self.gap, self.told = bytearray(), bytearray()
        self.support = array("i", [0])
        self.support_source, self.support_grade = array("i"), bytearray()
        self.items, self.item = array("i", [0]), array("i")
        self.links = array("i", [0])


def _grade(
    made: _Columns,
    items: list[int],
    contra: int,
    judged: Items,
    policy: EvidencePolicy,
) -> None:
    """Grade one step on its items, and append the outcome to the columns."""
    refuted = False
    bests: dict[int, int] = {}
    doubts = []
    for item in items:
        role = judged.roles[item]
        if role == SUPPORTS:
            source, grade = judged.sources[item], judged.grades[item]
            bests[source] = max(grade, bests.get(source, 0))
        elif role == CONTRADICTS:
            doubts.append(item)
        elif role == ELIMINATES:
            refuted = True
    loose = bests.pop(LOOSE, 0)
    if doubts:
        contra = max(contra, combine(doubts, judged, policy))
    grade, status = step_grade(strength(bests.values(), loose, policy), contra)
    made.grade.append(0 if refuted else grade)
    made.status.append(REFUTED if refuted else status)
    made.contra.append(contra)
    made.loose.append(loose)
    for source in sorted(bests):
        made.support_source.append(source)
        made.support_grade.append(bests[source])
    made.support.append(len(made.support_source))
    made.item.extend(items)
    made.items.append(len(made.item))
