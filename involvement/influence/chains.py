"""What joins a set of contributions to one change, and how well it is vouched for.

Every measure walks a cutting: what lies between the two.
"""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from involvement.influence import paths, times
from involvement.influence.cutting import Support
from involvement.influence.grading import (
    CONTESTED,
    LOOSE,
    folded,
    shown,
    step_grade,
    strength,
)
from involvement.influence.policy import EvidencePolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from involvement.influence.cutting import Cutting
    from involvement.influence.links import Links
    from involvement.influence.shapes import Steps


@attrs.frozen
class Removal:
    """The sources of some edges, to be taken away one after the other."""

    held: Support
    policy: EvidencePolicy

    @cached_property
    def base(self) -> array[int]:
        """The grades when only items with no single source are taken away."""
        loose = [edge for edge, grade in enumerate(self.held.loose) if grade]
        return self._regraded(self.held.grade, loose, LOOSE)

    @cached_property
    def _edges(self) -> dict[int, list[int]]:
        return self.held.by_source()

    def without(self, source: int) -> array[int]:
        """The grades without one source and without loose items."""
        return self._regraded(self.base, self._edges[source], source)

    def _regraded(
        self, old: array[int], edges: Iterable[int], source: int
    ) -> array[int]:
        grade = old[:]
        for edge in edges:
            left = (best for one, best in self.held.of(edge) if one != source)
            worth = strength(left, 0, self.policy)
            grade[edge] = step_grade(worth, self.held.contra[edge])[0]
        return grade

    def sources(self, edges: Iterable[int]) -> list[int]:
        """The sources of some edges, in order."""
        return sorted({source for edge in edges for source, _ in self.held.of(edge)})


@attrs.frozen
class Robustness:
    """What is left of the widest chain when any one source is taken away.

    Attributes:
        left: The lowest widest chain, over the sources.
        source: The source that costs most; None when taking away the items with
            no single source already costs as much.
    """

    left: int
    source: int | None


def robustness(cutting: Cutting, held: Support, policy: EvidencePolicy) -> Robustness:
    """Take every source away in turn; only those on a witness chain can matter."""
    removal = Removal(held, policy)
    wide = cutting.widest(removal.base)
    if wide == 0:
        return Robustness(0, None)
    witness = cutting.chain(removal.base, wide)
    left, worst = wide, None
    for source in removal.sources(witness):
        now = cutting.widest(removal.without(source), most=wide)
        if now < left or worst is None:
            left, worst = now, source
    return Robustness(left, worst)


def corroborated(cutting: Cutting, removal: Removal, floor: int) -> bool:
    """Whether a chain of at least this grade is left without any one source.

    It looks for chains from the goal back and stops at the first: among many starts
    it soon comes to one.
    """
    witness = cutting.chain(removal.base, floor)
    return bool(witness) and all(
        cutting.chain(removal.without(source), floor)
        for source in removal.sources(witness)
    )


def lifted(wide: int, left: int, policy: EvidencePolicy) -> int:
    """The grade of a pair: one above W when no single source carries it.

    Example:
        >>> from involvement.influence.policy import DEFAULT_POLICY as p
        >>> lifted(2, 2, p), lifted(2, 0, p), lifted(1, 1, p), lifted(4, 4, p)
        (3, 2, 1, 4)
    """
    if left == wide >= policy.corroboration_floor:
        return max(wide, min(policy.top, wide + policy.corroboration_gain))
    return wide


def threads(cutting: Cutting, held: Support) -> list[int]:
    """The sources each of which vouches for a whole chain, by itself."""
    found = []
    for source, edges in held.by_source().items():
        own = []
        for edge in edges:
            best = dict(held.of(edge))[source]
            if step_grade(best, held.contra[edge])[0]:
                own.append(edge)
        if walk_own(cutting, own):
            found.append(source)
    return found


def walk_own(cutting: Cutting, edges: Sequence[int]) -> bool:
    """Whether some edges alone lead from a start to the goal, in the mode's time."""
    source, target = cutting.graph.source, cutting.graph.target
    out: dict[int, list[int]] = {}
    for edge in edges:
        out.setdefault(source[edge], []).append(target[edge])
    begin = [node for node in cutting.starts if node in out]
    if not (cutting.strict and cutting.dated):
        seen = set(begin)
        while begin:
            for head in out.get(begin.pop(), ()):
                if head not in seen:
                    seen.add(head)
                    begin.append(head)
        return cutting.goal in seen
    grade = bytearray(cutting.graph.m)
    for edge in edges:
        grade[edge] = 1
    return cutting.connects(grade, 1)


def same_site(
    cutting: Cutting, held: Support, links: Links, steps: Steps
) -> str | None:
    """The first site label whose steps alone join the two ends, if any."""
    labelled: dict[str, list[int]] = {}
    spelt: dict[str, str] = {}
    for edge, step in enumerate(cutting.steps):
        if not held.grade[edge]:
            continue
        for link in steps.links_of(step):
            for site in links.sites.get(link, ()):
                plain = folded(site)
                if plain and edge not in labelled.setdefault(plain, [])[-1:]:
                    labelled[plain].append(edge)
                spelt[plain] = max(shown(site), spelt.get(plain, ""))
    for plain in sorted(labelled):
        if walk_own(cutting, labelled[plain]):
            return spelt[plain]
    return None


def timing(cutting: Cutting, grade: Sequence[int], floor: int) -> str:
    """Whether the chains of at least this grade can have happened in order.

    `ok` when dated nodes alone suffice, `unknown` when undated ones are needed,
    `violated` when every chain certainly runs backwards.
    """
    if not cutting.dated:
        return "unknown"
    for word, only in (("ok", cutting.days.dated()), ("unknown", None)):
        when = times.arrivals(
            cutting.graph, cutting.starts, grade, cutting.days, floor=floor, only=only
        )
        if when[cutting.goal] != times.NEVER:
            return word
    return "violated"


def best_chain(
    cutting: Cutting, grade: Sequence[int], floor: int, time: str
) -> list[int]:
    """The chain to show: of the pair's grade, and in time when its time allows."""
    if time == "violated" or not cutting.dated:
        return paths.shortest(
            cutting.graph, cutting.starts, cutting.goal, grade, floor=floor
        )
    return times.shortest_in_time(
        cutting.graph,
        cutting.starts,
        cutting.goal,
        grade,
        cutting.days,
        floor=floor,
        only=cutting.days.dated() if time == "ok" else None,
    )


def without_contested(cutting: Cutting, held: Support) -> int:
    """The widest chain that uses no contested step."""
    if CONTESTED not in held.status:
        return cutting.widest(held.grade)
    pairs = zip(held.grade, held.status, strict=True)
    return cutting.widest(
        array("b", [0 if status == CONTESTED else grade for grade, status in pairs])
    )


def on_chains(cutting: Cutting, grade: Sequence[int], floor: int) -> list[int]:
    """The edges that lie on a chain of at least this grade, in the mode's time."""
    graph = cutting.graph
    if cutting.strict and cutting.dated:
        when = times.arrivals(graph, cutting.starts, grade, cutting.days, floor=floor)
        late = times.departures(graph, [cutting.goal], grade, cutting.days, floor=floor)
        first = cutting.days.first
        return [
            edge
            for edge, (tail, head) in enumerate(
                zip(graph.source, graph.target, strict=True)
            )
            if grade[edge] >= floor and max(when[tail], first[head]) <= late[head]
        ]
    fore = paths.reach(graph, cutting.starts, grade, floor=floor)
    back = paths.reach_back(graph, [cutting.goal], grade, floor=floor)
    return [
        edge
        for edge, (tail, head) in enumerate(
            zip(graph.source, graph.target, strict=True)
        )
        if grade[edge] >= floor and fore[tail] and back[head]
    ]
