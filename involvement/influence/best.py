"""The best claim of every contribution on any change, walked for all at once.

A claim is worked out pair by pair, and a large record has millions of pairs. Walks
back from all changes together say for almost every contribution what its best claim
is at least and at most; pairs are worked out only where the two differ.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from involvement.influence import paths, times
from involvement.influence.chains import Removal, corroborated, lifted
from involvement.influence.cutting import support, uncut
from involvement.influence.webs import by_voucher, refuted, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from involvement.influence.cutting import Cutting
    from involvement.influence.rivals import Rivalry
    from involvement.influence.tracer import Tracer
    from involvement.influence.webs import Web

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
        pairs: list[OpenPair] = []
        if best < most:
            sure, may = bounds.supported((node,))
            best = SUPPORTED if sure else bounds.alone(node)
            pairs = bounds.open_pairs(node, best, may)
        for pair in pairs:
            if pair.most <= best:
                break
            left -= 1
            if left < 0:
                break
            best = max(best, bounds.worked_out(pair, best))
        if left >= 0 or best == most:
            found[node] = CLAIMS[best]
    return found


@attrs.frozen
class OpenPair:
    """A contribution and a change whose claim the walks do not settle.

    Attributes:
        node: The contribution.
        change: The change.
        most: The place in `CLAIMS` of the most that the claim can be.
        wide: The weakest link of the best chain.
    """

    node: int
    change: int
    most: int
    wide: int


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
            if self.tracer.may_be_late:
                some -= self.live.behind(goals(grade), grade + 1, timed=False)
            found |= some
        return found

    def alone(self, node: int) -> int:
        """The least, up to plausible, by where the wider chains of one input lead.

        So a chain counts that leads where no wider one does, whatever the others do.
        """
        graph, grade = self.live.graph, self.live.grade
        sure = self.low(node)
        for floor in range(TOP, 1, -1):
            if sure >= PLAUSIBLE:
                break
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
        calm = self.live.behind(self.tested, 2, calm=True, timed=self.strict)
        whole = self.vouched.behind(self.tested, 0, timed=self.strict)
        wide = self.live.behind(self.tested, self._least, timed=True)
        return wide & calm & whole

    @cached_property
    def _maybe_strong(self) -> frozenset[int]:
        standpoints = self.tracer.links.items["standpoint"]
        if "independent" not in standpoints or not self.dismissed:
            return frozenset()
        days = self.live.days.dated()
        wide = self.live.behind(self.dismissed, 3, timed=True)
        return frozenset(node for node in wide if days[node])

    # ------------------------------------------------------------ of several together

    def width(self, starts: Sequence[int], changes: Iterable[int]) -> dict[int, int]:
        """Change to the weakest link of the best chain from some contributions.

        Changes without a chain of at least grade 2 are left out.
        """
        found: dict[int, int] = {}
        left = frozenset(changes)
        for grade in range(2, TOP + 1):
            left = self.live.ahead(starts, left, grade, timed=self.strict)
            found |= dict.fromkeys(left, grade)
        return found

    def supported(
        self, starts: Sequence[int], *, timed: bool = True
    ) -> tuple[frozenset[int], dict[int, int]]:
        """Changes on which some contributions together have such a claim.

        Those where it is certain; and all where it may be, with the weakest link of
        their best chain: grade 2 may be lifted, and grade 3 against an open rival as
        strong.

        Args:
            starts: The contributions.
            timed: Whether a chain that runs backwards counts against it.
        """
        sure: frozenset[int] = frozenset()
        may: dict[int, int] = {}
        left = self.vouched.ahead(starts, self.tested, 0, timed=self.strict)
        left = self.live.ahead(starts, left, 2, calm=True, timed=self.strict)
        width = self.width(starts, left)
        for grade in range(self._least, TOP + 1):
            some = frozenset(c for c in left if width.get(c) == grade)
            if timed:
                some = self.live.ahead(starts, some, grade, timed=True)
            may |= dict.fromkeys(some, grade)
            if grade > 2:
                sure |= some & self.fair[grade]
        return sure, may

    def surely_supported(
        self, starts: Sequence[int], *, timed: bool = True
    ) -> frozenset[int]:
        """Of the changes that `supported` tells, those where it is so."""
        sure, may = self.supported(starts, timed=timed)
        left = may.keys() - sure
        return sure | {c for c in left if self.lifts(starts, c, may[c])}

    def lifts(self, starts: Sequence[int], change: int, wide: int) -> bool:
        """Whether several sources lift a claim that may be supported over its rivals.

        Args:
            starts: The contributions.
            change: A change of those that `supported` tells.
            wide: The weakest link of their best chain.
        """
        grade = lifted(wide, wide, self.tracer.policy)
        if change not in self.fair[grade]:
            return False
        whole, removal = self._uncut
        between = attrs.evolve(whole, starts=list(starts), goal=change)
        return corroborated(between, removal, wide)

    @cached_property
    def _uncut(self) -> tuple[Cutting, Removal]:
        steps, days = self.tracer.steps, self.live.days
        # without a date nothing is late: it need not be looked for again and again
        whole = uncut(steps, days, strict=self.strict and self.live.dated)
        return whole, Removal(support(whole, steps), self.tracer.policy)

    @property
    def _least(self) -> int:
        """The grade from which a second source may lift a chain to 3."""
        return 2 if lifted(2, 2, self.tracer.policy) >= 3 else 3

    # ------------------------------------------------------------ pair by pair

    def open_pairs(self, node: int, best: int, may: dict[int, int]) -> list[OpenPair]:
        """The pairs that may bring more than is certain, the best first.

        Args:
            node: The contribution.
            best: The least that its best claim can be.
            may: Changes on which it may be supported, as `supported` tells them.
        """
        most = self.high(node)
        if best >= most:
            return []
        width = self.width((node,), self.changes) if best < PLAUSIBLE else may
        pairs = []
        for change, wide in sorted(width.items()):
            ceiling = PLAUSIBLE
            if change not in self.fair[TOP]:
                ceiling = CONTESTED_CLAIM
            elif change in may:
                strong = change in self.dismissed and wide >= 3
                ceiling = STRONG if strong else SUPPORTED
            pairs.append(OpenPair(node, change, min(most, ceiling), wide))
        return sorted(pairs, key=lambda pair: (-pair.most, -pair.wide))

    def worked_out(self, pair: OpenPair, best: int) -> int:
        """The claim of an open pair, or less where it cannot exceed `best`.

        Where only a second source is in question, nothing else is measured.
        """
        starts = (pair.node,)
        if pair.most == SUPPORTED:
            if self.lifts(starts, pair.change, pair.wide):
                return SUPPORTED
            if best >= PLAUSIBLE:
                return best
        return CLAIMS.index(self.tracer.claim(starts, pair.change))


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
