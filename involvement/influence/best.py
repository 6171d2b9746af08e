"""The best claim of every contribution on any change, walked for all at once.

A claim is worked out pair by pair, and a large record has millions of pairs. Walks
back from all changes together say for almost every contribution what its best claim
is at least and at most; pairs are worked out only where the two differ.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from involvement.influence import paths, times
from involvement.influence.chains import lifted
from involvement.influence.grading import CONTESTED, folded, step_grade
from involvement.influence.shapes import Graph
from involvement.influence.steps import make_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from involvement.influence.rivals import Rivalry
    from involvement.influence.tracer import Tracer

CLAIMS = (
    "untraced",
    "refuted",
    "asserted",
    "contested",
    "plausible",
    "supported",
    "strong",
)
"""The claims, from the least that is known of a trail to the most."""

UNTRACED, REFUTED, ASSERTED, CONTESTED_CLAIM, PLAUSIBLE, SUPPORTED, STRONG = range(7)

TOP = 4
"""The highest grade of a step."""


def best_claims(bounds: Bounds) -> dict[int, str]:
    """Contribution to its best claim on any change.

    Where `max_pairs` of the policy is spent, contributions whose best claim is still
    open are left out.
    """
    tracer = bounds.tracer
    left = tracer.policy.max_pairs
    found: dict[int, str] = {}
    for node in tracer.contributions:
        best, most = bounds.low(node), bounds.high(node)
        if best < most:
            best = max(best, bounds.alone(node))
        for change, ceiling in bounds.open_pairs(node) if best < most else ():
            if ceiling <= best:
                break
            left -= 1
            if left < 0:
                break
            best = max(best, CLAIMS.index(tracer.claim((node,), change)))
        if left >= 0 or best == most:
            found[node] = CLAIMS[best]
    return found


@attrs.frozen
class Web:
    """A graph to walk back over, and what its nodes stand for in the record.

    Attributes:
        graph: The steps.
        nodes: The record's node behind each node.
        grade: Grade of each step.
        calm: The same, 0 where the step is contested.
        days: First and last possible day of each node.
        dated: Whether any node has a date; without one nothing can be too late.
        wanted: The nodes to report: contributions.
    """

    graph: Graph
    nodes: Sequence[int]
    grade: Sequence[int]
    calm: Sequence[int]
    days: times.Days
    dated: bool
    wanted: Sequence[int]

    def behind(
        self, goals: Iterable[int], floor: int, *, calm: bool = False, timed: bool
    ) -> frozenset[int]:
        """The contributions with a chain of at least this grade to one of the goals.

        Args:
            goals: Nodes of the record.
            floor: The least grade of every step.
            calm: Whether contested steps are left out.
            timed: Whether the chain must not run backwards in time.
        """
        sought = frozenset(goals)
        ends = [place for place, node in enumerate(self.nodes) if node in sought]
        grade = self.calm if calm else self.grade
        if timed and self.dated:
            late = times.departures(self.graph, ends, grade, self.days, floor=floor)
            first = self.days.first
            return frozenset(self.nodes[v] for v in self.wanted if first[v] <= late[v])
        seen = paths.reach_back(self.graph, ends, grade, floor=floor)
        return frozenset(self.nodes[v] for v in self.wanted if seen[v])

    def ahead(self, starts: Iterable[int]) -> frozenset[int]:
        """The record's nodes that are reached from some of its nodes."""
        begin = frozenset(starts)
        here = [place for place, node in enumerate(self.nodes) if node in begin]
        seen = paths.reach(self.graph, here, self.grade)
        return frozenset(self.nodes[v] for v in paths.marked(seen))


def whole(tracer: Tracer) -> Web:
    """The live steps of a record."""
    links, steps = tracer.links, tracer.steps
    calm = steps.grade
    if CONTESTED in steps.status:
        pairs = zip(steps.grade, steps.status, strict=True)
        calm = array("b", [0 if s == CONTESTED else g for g, s in pairs])
    days = times.Days(links.first, links.last)
    return Web(
        steps.graph,
        range(len(links)),
        steps.grade,
        calm,
        days,
        any(days.dated()),
        tracer.contributions,
    )


def refuted(tracer: Tracer, live: Web) -> Web:
    """All steps of a record, those that evidence refuted among them."""
    graph = tracer.with_refuted
    same = bytes(graph.m)
    return attrs.evolve(live, graph=graph, grade=same, calm=same)


def by_voucher(tracer: Tracer, live: Web) -> Web:
    """The steps once for each source or site that vouches for them, side by side.

    A node stands here once for each of them; so a chain is a chain of one source, or
    of one site.
    """
    ends: list[tuple[tuple[int, int], tuple[int, int], int]] = []
    source, target = live.graph.source, live.graph.target
    for edge, voucher in _vouchers(tracer):
        ends.append(((voucher, source[edge]), (voucher, target[edge]), edge))
    ends.sort()
    nodes = sorted({one for tail, head, _ in ends for one in (tail, head)})
    place = {node: number for number, node in enumerate(nodes)}
    behind = [node for _, node in nodes]
    wanted = frozenset(live.wanted)
    return Web(
        make_graph(
            len(nodes),
            array("i", [place[tail] for tail, _, _ in ends]),
            array("i", [place[head] for _, head, _ in ends]),
        ),
        behind,
        array("b", [live.grade[edge] for _, _, edge in ends]),
        array("b", [live.calm[edge] for _, _, edge in ends]),
        times.Days(
            [live.days.first[node] for node in behind],
            [live.days.last[node] for node in behind],
        ),
        live.dated,
        [place for place, node in enumerate(behind) if node in wanted],
    )


def _vouchers(tracer: Tracer) -> Iterator[tuple[int, int]]:
    """Every live step with each source that vouches for it alone, and each site."""
    steps, sites = tracer.steps, tracer.links.sites
    numbers: dict[str, int] = {}
    for edge in range(steps.graph.m):
        a, b = steps.support[edge], steps.support[edge + 1]
        for at in range(a, b):
            if step_grade(steps.support_grade[at], steps.contra[edge])[0]:
                yield edge, steps.support_source[at]
        if sites and steps.grade[edge]:
            named = {folded(s) for n in steps.links_of(edge) for s in sites.get(n, ())}
            for site in sorted(named - {""}):
                # below zero, so that no site has the number of a source
                yield edge, ~numbers.setdefault(site, len(numbers))


class Bounds:
    """What the best claim of every contribution is at least and at most."""

    def __init__(self, tracer: Tracer) -> None:
        """Walk back from all changes, once for each condition of the ladder."""
        self.tracer = tracer
        self.strict = tracer.strict
        self.changes = frozenset(tracer.changes)
        self.live = whole(tracer)
        rivals = {change: tracer.rivals(change) for change in tracer.changes}
        self.fair = {
            grade: frozenset(c for c in rivals if fair(rivals[c], grade))
            for grade in range(2, TOP + 1)
        }
        self.tested = frozenset(c for c in self.fair[TOP] if rivals[c].statuses)
        self.dismissed = frozenset(
            c for c in self.tested if {*rivals[c].statuses} == {"dismissed"}
        )

    @cached_property
    def vouched(self) -> Web:
        """The steps once for each source or site."""
        return by_voucher(self.tracer, self.live)

    # ------------------------------------------------------------ at least

    def low(self, node: int) -> int:
        """The place in `CLAIMS` of the least that its best claim can be."""
        sure = (
            (SUPPORTED, self._surely_supported),
            (PLAUSIBLE, self._surely_plausible),
            (CONTESTED_CLAIM, self._surely_contested),
            (ASSERTED, self._connected),
            (REFUTED, self._refuted),
        )
        return next((rank for rank, those in sure if node in those), UNTRACED)

    @cached_property
    def _connected(self) -> frozenset[int]:
        return self.live.behind(self.changes, 0, timed=self.strict)

    @cached_property
    def _refuted(self) -> frozenset[int]:
        if not len(self.tracer.steps.dead_source):
            return frozenset()
        web = refuted(self.tracer, self.live)
        return web.behind(self.changes, 0, timed=self.strict)

    @cached_property
    def _surely_contested(self) -> frozenset[int]:
        return self._sure(self.live, lambda _: self.changes, 2, calm=False)

    @cached_property
    def _surely_plausible(self) -> frozenset[int]:
        return self._sure(self.live, self.fair.__getitem__, 2, calm=True)

    @cached_property
    def _surely_supported(self) -> frozenset[int]:
        if not self.tested:
            return frozenset()
        return self._sure(
            self.vouched, lambda grade: self.fair[grade] & self.tested, 3, calm=True
        )

    def _sure(
        self,
        web: Web,
        goals: Callable[[int], frozenset[int]],
        least: int,
        *,
        calm: bool,
    ) -> frozenset[int]:
        """Those with one chain that meets all conditions by itself.

        The time of a pair is that of its widest chains. Where a wider one leads to
        any of the goals it might run backwards: then this chain shows nothing.
        """
        found: frozenset[int] = frozenset()
        for grade in range(least, TOP + 1):
            some = web.behind(goals(grade), grade, calm=calm, timed=True)
            if self.live.dated and not self.strict:
                some -= self.live.behind(goals(grade), grade + 1, timed=False)
            found |= some
        return found

    def alone(self, node: int) -> int:
        """The same for one contribution: which changes its wider chains lead to.

        So a chain counts that leads where no wider one does, whatever the others do.
        """
        graph, grade = self.live.graph, self.live.grade
        sure = ASSERTED
        for floor in range(TOP, 1, -1):
            wider = paths.reach(graph, [node], grade, floor=floor + 1)
            for rank, goals, own in (
                (PLAUSIBLE, self.fair[floor], self.live.calm),
                (CONTESTED_CLAIM, self.changes, grade),
            ):
                left = frozenset(change for change in goals if not wider[change])
                if rank > sure and self._arrives(node, left, own, floor):
                    sure = rank
        return sure

    def _arrives(
        self, node: int, goals: frozenset[int], grade: Sequence[int], floor: int
    ) -> bool:
        when = times.arrivals(
            self.live.graph, [node], grade, self.live.days, floor=floor, until=goals
        )
        return any(when[goal] != times.NEVER for goal in goals)

    # ------------------------------------------------------------ at most

    def high(self, node: int) -> int:
        """The place in `CLAIMS` of the most that its best claim can be."""
        if node not in self._connected:
            return self.low(node)
        needed = (
            (CONTESTED_CLAIM, self._in_time),
            (PLAUSIBLE, self._uncontested),
            (SUPPORTED, self._vouched_for),
            (STRONG, self._maybe_strong),
        )
        most = ASSERTED
        for rank, those in needed:
            if node not in those:
                break
            most = rank
        return most

    @cached_property
    def _in_time(self) -> frozenset[int]:
        return self.live.behind(self.changes, 2, timed=True)

    @cached_property
    def _uncontested(self) -> frozenset[int]:
        goals = self.fair[TOP]
        calm = self.live.behind(goals, 2, calm=True, timed=self.strict)
        return calm & self.live.behind(goals, 2, timed=True)

    @cached_property
    def _vouched_for(self) -> frozenset[int]:
        if not self.tested:
            return frozenset()
        least = 2 if lifted(2, 2, self.tracer.policy) >= 3 else 3
        wide = self.live.behind(self.tested, least, timed=True)
        calm = self.live.behind(self.tested, 2, calm=True, timed=self.strict)
        whole = self.vouched.behind(self.tested, 0, timed=self.strict)
        return wide & calm & whole

    @cached_property
    def _maybe_strong(self) -> frozenset[int]:
        standpoints = self.tracer.links.items["standpoint"]
        if "independent" not in standpoints or not self.dismissed:
            return frozenset()
        days = self.live.days.dated()
        wide = self.live.behind(self.dismissed, 3, timed=True)
        return frozenset(node for node in wide if days[node])

    def may_be_supported(self, starts: Iterable[int]) -> frozenset[int]:
        """The changes on which some contributions together may have such a claim."""
        if not self.tested:
            return frozenset()
        return self.tested & self.vouched.ahead(starts)

    # ------------------------------------------------------------ pair by pair

    def open_pairs(self, node: int) -> list[tuple[int, int]]:
        """The changes it reaches with the most each claim can be, best first."""
        steps, most = self.tracer.steps, self.high(node)
        wide = paths.widest(steps.graph, [node], steps.grade)
        seen = self.tracer.fore((node,))
        pairs = []
        for change in self.tracer.changes:
            if seen[change]:
                ceiling = PLAUSIBLE
                if wide[change] < 2:
                    ceiling = ASSERTED
                elif change not in self.fair[TOP]:
                    ceiling = CONTESTED_CLAIM
                elif change in self.tested:
                    ceiling = STRONG
                pairs.append((change, min(most, ceiling)))
        return sorted(pairs, key=lambda pair: -pair[1])


def fair(rivals: Rivalry, grade: int) -> bool:
    """Whether no rival contests a claim of this grade.

    Example:
        >>> from involvement.influence.rivals import Rivalry
        >>> fair(Rivalry(("open", "dismissed"), (2, 0)), 3)
        True
        >>> fair(Rivalry(("open",), (2,)), 2), fair(Rivalry(("upheld",), (4,)), 4)
        (False, False)
    """
    weighed = zip(rivals.statuses, rivals.weights, strict=True)
    return not any(
        status == "upheld" or (status == "open" and weight >= grade)
        for status, weight in weighed
    )
