"""The shapes every algorithm walks: a graph as columns, and graded steps on it.

The columns are arrays of machine integers that both plain loops and numpy read
without a copy; small records never load numpy.
"""

from __future__ import annotations

from array import array

import attrs

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
