"""The answers of a trace, worked out when they are asked for.

`Tracer` holds the columns and remembers walks; `Trace`, in `tracing`, is what a
user sees.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING

from involvement.influence import chains, cuts, fates, paths, shares, times
from involvement.influence.answers import Died, Ending, Fate, Pair, Step
from involvement.influence.claims import (
    Court,
    ladder,
    step_links,
)
from involvement.influence.cutting import cut_out, support
from involvement.influence.grading import (
    ASIDE,
    CONTESTED,
    DISPUTED,
    STATUSES,
    judge,
)
from involvement.influence.links import (
    CHANGE,
    CONTRIBUTION,
    JOINT,
    SIDES,
    UNKNOWN,
    USER,
    nowhere,
)
from involvement.influence.named import SourcesNeeded
from involvement.influence.needed import sources_needed
from involvement.influence.rivals import NO_RIVALS, Rivalry, rivalries
from involvement.influence.steps import make_graph, make_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.influence.cutting import Cutting, Support
    from involvement.influence.links import Links
    from involvement.influence.policy import EvidencePolicy
    from involvement.influence.shapes import Graph

USERS = "users"
"""Stands for all user and joint contributions together, in place of an id."""

REMEMBERED = 64 * 2**20
"""Bytes of walks kept for the next question."""

NOTHING_NEEDED = SourcesNeeded(0, 0, "exact")


class Tracer:
    """The columns of one record and what has been worked out from them."""

    def __init__(
        self, links: Links, policy: EvidencePolicy, *, strict: bool, weights: str
    ) -> None:
        """Grade the evidence and build the steps."""
        self.links = links
        self.policy = policy
        self.strict = strict
        self.weights = weights
        self.judged = judge(links.items, links.derived, policy)
        self.steps = make_steps(links, self.judged, policy)
        self.court = Court(links, self.judged, self.steps, policy)
        self._walks: OrderedDict[tuple[str, tuple[int, ...]], bytearray] = OrderedDict()

    # ------------------------------------------------------------ what there is

    @cached_property
    def contributions(self) -> list[int]:
        """All contributions."""
        return self.links.of(CONTRIBUTION)

    @cached_property
    def changes(self) -> list[int]:
        """All changes."""
        return self.links.of(CHANGE)

    @cached_property
    def users(self) -> tuple[int, ...]:
        """The contributions of users, and of users with others."""
        return tuple(
            v for v in self.contributions if self.links.sides[v] in (USER, JOINT)
        )

    @cached_property
    def unsure(self) -> tuple[int, ...]:
        """The contributions whose side is unknown."""
        return tuple(v for v in self.contributions if self.links.sides[v] == UNKNOWN)

    def numbered(self, nodes: Sequence[int]) -> dict[str, int]:
        """The ids of some nodes with their numbers."""
        return {self.links.ids[node]: node for node in nodes}

    def node(self, name: object, kind: int, what: str) -> int:
        """The number of a node that must be of one list."""
        number = self.links.index.get(name) if isinstance(name, str) else None
        if number is None or self.links.lists[number] != kind:
            known = [self.links.ids[v] for v in self.links.of(kind)]
            raise nowhere(what, name, known)
        return number

    def starts(self, contribution: object) -> tuple[int, ...]:
        """The contributions a name stands for: one, or all the users'."""
        if contribution == USERS and USERS not in self.links.index:
            return self.users
        return (self.node(contribution, CONTRIBUTION, "contribution"),)

    @cached_property
    def may_be_late(self) -> bool:
        """Whether a chain that counts may run backwards in time."""
        days = times.Days(self.links.first, self.links.last)
        return not self.strict and days.known()

    # ------------------------------------------------------------ walks

    def fore(self, starts: tuple[int, ...]) -> bytearray:
        """What some nodes reach over live steps."""
        return self._walk("fore", starts)

    def back(self, goal: int) -> bytearray:
        """What reaches a node over live steps."""
        return self._walk("back", (goal,))

    def _walk(self, way: str, nodes: tuple[int, ...]) -> bytearray:
        key = (way, nodes)
        if key in self._walks:
            self._walks.move_to_end(key)
            return self._walks[key]
        walk = paths.reach if way == "fore" else paths.reach_back
        seen = walk(self.steps.graph, nodes, self.steps.grade)
        self._walks[key] = seen
        while len(self._walks) * len(seen) > REMEMBERED and len(self._walks) > 2:
            self._walks.popitem(last=False)
        return seen

    @cached_property
    def with_refuted(self) -> Graph:
        """The steps with the refuted ones among them."""
        steps = self.steps
        ends = sorted(steps.ends(step) for step in range(len(steps)))
        return make_graph(
            len(self.links),
            array("i", [tail for tail, _ in ends]),
            array("i", [head for _, head in ends]),
        )

    def _refuted(self, starts: tuple[int, ...], goal: int) -> bool:
        """Whether only refuted steps keep a pair from being connected."""
        if not len(self.steps.dead_source):
            return False
        graph = self.with_refuted
        grade = bytes(graph.m)
        if self.strict:
            days = times.Days(self.links.first, self.links.last)
            when = times.arrivals(graph, starts, grade, days)
            return when[goal] != times.NEVER
        return bool(paths.reach(graph, starts, grade)[goal])

    # ------------------------------------------------------------ a pair

    def cutting(self, starts: tuple[int, ...], goal: int) -> Cutting | None:
        """What lies between; None when nothing live connects them at all."""
        fore = self.fore(starts)
        if not fore[goal]:
            return None
        inside = paths.between(fore, self.back(goal))
        return cut_out(self.links, self.steps, starts, goal, inside, strict=self.strict)

    @cached_property
    def _rivals(self) -> dict[int, Rivalry]:
        return rivalries(self.links, self.judged, self.policy)

    def rivals(self, change: int) -> Rivalry:
        """The rivals of a change."""
        return self._rivals.get(change, NO_RIVALS)

    def claim(self, starts: tuple[int, ...], goal: int) -> str:
        """The claim of some contributions on a change, without the rest of a pair."""
        cutting = self.cutting(starts, goal)
        if cutting is None:
            return self._unlinked(starts, goal)
        held = support(cutting, self.steps)
        if self._late(cutting, held):
            return self._unlinked(starts, goal)
        return ladder(self.court.measure(cutting, held), self.rivals(goal))[0]

    def _late(self, cutting: Cutting, held: Support) -> bool:
        return self.strict and not cutting.connects(held.grade, 0)

    def _unlinked(self, starts: tuple[int, ...], goal: int) -> str:
        return "refuted" if self._refuted(starts, goal) else "untraced"

    def pair(self, label: str, starts: tuple[int, ...], goal: int) -> Pair:
        """The measures and the claim of some contributions and a change."""
        cutting = self.cutting(starts, goal)
        if cutting is None:
            return self._unconnected(label, starts, goal, time="")
        held = support(cutting, self.steps)
        if self._late(cutting, held):
            return self._unconnected(label, starts, goal, time="violated")
        seen = self.court.measure(cutting, held)
        claim, failed = ladder(seen, self.rivals(goal))
        low, high, method = sources_needed(
            cutting, held, seen.wide, seen.left, len(seen.threads), self.policy
        )
        chain = chains.best_chain(cutting, held.grade, seen.wide, seen.time)
        stitched = seen.wide >= 1 and not seen.threads
        steps = [cutting.steps[edge] for edge in chain]
        return Pair(
            contribution=label,
            change=self.links.ids[goal],
            claim=claim,
            failed=failed,
            grade=seen.grade,
            widest=seen.wide,
            without_best_source=seen.left,
            threads=tuple(self.judged.names[source] for source in seen.threads),
            stitched=stitched,
            seams=self._seams(held, chain, steps) if stitched else (),
            sources_needed=SourcesNeeded(low, high, method),
            same_site=seen.site,
            path=self._path(steps),
            path_links=tuple(step_links(self.court, step) for step in steps),
            time=seen.time,
            warnings=self._warnings(steps, stitched=stitched),
        )

    def _unconnected(
        self, label: str, starts: tuple[int, ...], goal: int, *, time: str
    ) -> Pair:
        return Pair(
            contribution=label,
            change=self.links.ids[goal],
            claim=self._unlinked(starts, goal),
            failed=(),
            grade=0,
            widest=0,
            without_best_source=0,
            threads=(),
            stitched=False,
            seams=(),
            sources_needed=NOTHING_NEEDED,
            same_site=None,
            path=(),
            path_links=(),
            time=time,
            warnings=(),
        )

    def _path(self, steps: Sequence[int]) -> tuple[str, ...]:
        ends = [self.steps.ends(step) for step in steps]
        nodes = [ends[0][0], *(head for _, head in ends)]
        return tuple(self.links.ids[node] for node in nodes)

    def _seams(
        self, held: Support, chain: Sequence[int], steps: Sequence[int]
    ) -> tuple[tuple[str, ...], ...]:
        """Where along a chain nobody can vouch for both neighbouring links."""
        found = []
        vouch: set[int] | None = None
        for place, edge in enumerate(chain):
            here = {source for source, _ in held.of(edge)}
            if vouch is not None and not vouch & here:
                pair = (steps[place - 1], steps[place])
                found.append(
                    tuple("+".join(step_links(self.court, step)) for step in pair)
                )
                vouch = here
            else:
                vouch = here if vouch is None else vouch & here
        return tuple(found)

    def _warnings(self, steps: Sequence[int], *, stitched: bool) -> tuple[str, ...]:
        doubted = (DISPUTED, CONTESTED)
        checks = (
            ("stitched", stitched),
            ("gap", any(self.steps.gap[step] for step in steps)),
            ("disputed", any(self.steps.status[step] in doubted for step in steps)),
        )
        return tuple(word for word, holds in checks if holds)

    # ------------------------------------------------------------ a contribution

    @cached_property
    def _told(self) -> dict[int, list[int]]:
        return fates.feedback_by_contribution(self.links)

    @cached_property
    def _blocking(self) -> list[int]:
        return fates.blocking_links(self.links)

    @cached_property
    def _ends(self) -> fates.Ends:
        return fates.Ends(self.links, self.steps)

    @cached_property
    def endings(self) -> dict[int, Ending]:
        """How far every contribution came and why it ended, walked for all at once."""
        said = self.links.told
        about = {
            node: [to for place in told if (to := said[place].about) is not None]
            for node, told in self._told.items()
        }
        known = paths.joined(self.steps.graph, about)
        found = {}
        for node in self.contributions:
            told = self._told.get(node, ())
            closure, _ = fates.closure(self.links, told, known.get(node, ()))
            found[node] = Ending(*self._ends.of(node), closure)
        return found

    def fate(self, node: int) -> Fate:
        """What became of one contribution."""
        links = self.links
        seen = self.fore((node,))
        nodes = paths.marked(seen)
        reached = fates.sort_out(links, nodes)
        stage, why = self._ends.of(node)
        where = self._ends.where(node, nodes)
        told = self._told.get(node, ())
        closure, untraced = fates.closure(links, told, frozenset(nodes))
        blocked = fates.blocked_by(links, self._blocking, seen)
        return Fate(
            id=links.ids[node],
            side=SIDES[links.sides[node]],
            furthest=stage,
            died=None if why is None else Died(why, self._ids(where)),
            closure=closure,
            feedback=tuple(links.told[place].id for place in told),
            untraced_feedback=tuple(links.told[place].id for place in untraced),
            blocked=tuple(links.link_ids[link] for link in blocked),
            activities=self._ids(reached.activities),
            decisions=self._ids(reached.decisions),
            changes=self._ids(reached.changes),
            outcomes=self._ids(reached.outcomes),
            warnings=fates.warnings(links, reached),
        )

    def _ids(self, nodes: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.links.ids[node] for node in nodes)

    # ------------------------------------------------------------ for all changes

    @cached_property
    def walks(self) -> shares.Walks:
        """Where the walks from every node end."""
        return shares.walk(self.links, self.steps, self.policy, self.weights)

    @cached_property
    def worlds(self) -> cuts.Worlds:
        """Which nodes come about without the users."""
        return cuts.worlds(self.links, self.steps.graph)

    # ------------------------------------------------------------ a step

    def step(self, number: int) -> Step:
        """One step, as an answer."""
        tail, head = self.steps.ends(number)
        items = self.steps.items_of(number)
        name = self.links.item_ids
        judged = self.judged
        return Step(
            source=self.links.ids[tail],
            target=self.links.ids[head],
            grade=self.steps.grade[number],
            status=STATUSES[self.steps.status[number]],
            ids=step_links(self.court, number),
            sources=tuple(judged.names[s] for s in self.steps.sources_of(number)),
            defaults=tuple(name[i] for i in items if judged.defaults[i]),
            aside=tuple(name[i] for i in items if judged.roles[i] == ASIDE),
            gap=bool(self.steps.gap[number]),
        )

    @cached_property
    def step_numbers(self) -> dict[tuple[str, str], int]:
        """The ids of both ends to the number of the step, in order."""
        ids = self.links.ids
        numbers = range(len(self.steps))
        ends = sorted((self.steps.ends(number), number) for number in numbers)
        return {(ids[tail], ids[head]): number for (tail, head), number in ends}
