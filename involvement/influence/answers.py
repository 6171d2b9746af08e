"""The typed answers of a trace: plain values with ids, ready for JSON.

`claims`, `tracing` and `words` fill and explain them; nothing here computes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from involvement.influence.named import (
    Named,
    Shares,
    SourcesNeeded,
    share_text,
)
from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen
class Died(Named):
    """Why and where an input stopped, as far as is recorded."""

    why: str
    where: tuple[str, ...]


@attrs.frozen
class Ending(Named):
    """How far an input came, why it ended there, and whether its makers were told.

    Attributes:
        furthest: `raised`, `discussed`, `decided`, `planned`, `changed`, `outcome`.
        why: Why it stopped; None if it did not.
        closure: Whether its makers were told.
    """

    furthest: str
    why: str | None
    closure: str


@attrs.frozen
class Step(Result, Named):
    """All links between two nodes, graded once on the union of their evidence.

    Attributes:
        source: Where it starts.
        target: Where it leads.
        grade: 0 (asserted only) to 4 (high).
        status: `clear`, `disputed`, `contested` or `refuted`.
        ids: Its links; an implicit one is written `source>target`.
        sources: Who stands behind it, each counted once.
        defaults: Evidence whose grade was filled in by the policy.
        aside: Evidence with a failed test that neither supports nor contradicts.
        gap: Whether it goes through unknown steps.
    """

    source: str
    target: str
    grade: int
    status: str
    ids: tuple[str, ...]
    sources: tuple[str, ...]
    defaults: tuple[str, ...]
    aside: tuple[str, ...]
    gap: bool

    def explain(self) -> str:
        """The step in one line."""
        stand = f"sources {', '.join(self.sources)}" if self.sources else "no source"
        return (
            f"{self.source} > {self.target}: grade {self.grade}, {self.status}; "
            f"{stand}; links {', '.join(self.ids)}"
        )


@attrs.frozen
class Pair(Result, Named):
    """What joins contributions to one change, and how good the evidence is.

    Attributes:
        contribution: The contribution's id, or `users` for all of them together.
        change: The change's id.
        claim: `untraced`, `asserted`, `plausible`, `supported`, `strong`,
            `contested` or `refuted`.
        failed: The conditions that stopped the claim at its rung.
        grade: 0 to 4; one above `widest` when no single source carries it.
        widest: The weakest link of the best chain.
        without_best_source: What is left of it without any one source.
        threads: Sources each of which vouches for a whole chain.
        stitched: Whether it is joined from people none of whom saw the whole.
        seams: Where the source changes along `path`: pairs of steps' links.
        sources_needed: How many sources must be wrong.
        same_site: The first site that carries a whole chain; None if none.
        path: A chain of the grade of `widest`, as node ids; empty if none.
        path_links: The links of each step of `path`.
        time: `ok`, `unknown`, `violated`; empty when nothing connects.
        warnings: `stitched`, `gap`, `disputed`.
    """

    contribution: str
    change: str
    claim: str
    failed: tuple[str, ...]
    grade: int
    widest: int
    without_best_source: int
    threads: tuple[str, ...]
    stitched: bool
    seams: tuple[tuple[str, ...], ...]
    sources_needed: SourcesNeeded
    same_site: str | None
    path: tuple[str, ...]
    path_links: tuple[tuple[str, ...], ...]
    time: str
    warnings: tuple[str, ...]

    def explain(self) -> str:
        """The answer and its figures; `Trace.explain` adds chain and evidence."""
        low, high = self.sources_needed
        count = str(low) if low == high else f"{low} to {high}"
        lines = [
            f"{self.contribution} > {self.change}: {self.claim}",
            (
                f"  grade {self.grade}: weakest link of the best chain {self.widest}, "
                f"without its best source {self.without_best_source}"
            ),
            f"  sources that vouch for the whole: {', '.join(self.threads) or 'none'}",
            f"  sources that must be wrong before nothing is left: {count}",
            f"  time: {self.time or 'nothing connects'}",
        ]
        if self.failed:
            lines.append(f"  stopped by: {', '.join(self.failed)}")
        if self.warnings:
            lines.append(f"  warnings: {', '.join(self.warnings)}")
        return "\n".join(lines)


@attrs.frozen
class Pairs(Result, Named):
    """Pairs in order; the listing stops, visibly, at `max_pairs`.

    Attributes:
        rows: The pairs.
        pairs_total: How many pairs there are.
        pairs_listed: How many are in `rows`.
        complete: Whether these are all.
    """

    rows: tuple[Pair, ...]
    pairs_total: int
    pairs_listed: int
    complete: bool

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def explain(self) -> str:
        """One line per pair, and whether any were left out."""
        lines = [
            f"{pair.contribution} > {pair.change}: {pair.claim}, grade {pair.grade}"
            for pair in self.rows
        ]
        lines.append(f"{self.pairs_listed} of {self.pairs_total} pairs listed")
        return "\n".join(lines)


@attrs.frozen
class Fate(Result, Named):
    """What became of one contribution, as far as is recorded.

    Attributes:
        id: The contribution.
        side: Who made it.
        furthest: `raised`, `discussed`, `decided`, `planned`, `changed`, `outcome`.
        died: Why and where it stopped; None if it did not.
        closure: Whether its makers were told.
        feedback: Feedback sent to its makers.
        untraced_feedback: Feedback about things it does not reach.
        blocked: Links that stood in the way of it or of what it reaches.
        activities: Activities it reaches.
        decisions: Decisions it reaches.
        changes: Changes it reaches.
        outcomes: Outcomes it reaches.
        warnings: `change_status_unknown`.
    """

    id: str
    side: str
    furthest: str
    died: Died | None
    closure: str
    feedback: tuple[str, ...]
    untraced_feedback: tuple[str, ...]
    blocked: tuple[str, ...]
    activities: tuple[str, ...]
    decisions: tuple[str, ...]
    changes: tuple[str, ...]
    outcomes: tuple[str, ...]
    warnings: tuple[str, ...]

    def explain(self) -> str:
        """The stage, the end and the reply, in three lines."""
        end = "it did not stop, as far as is recorded"
        if self.died is not None:
            end = f"it stopped: {self.died.why} at {', '.join(self.died.where)}"
        lines = [f"{self.id}: came as far as {self.furthest}", f"  {end}"]
        lines.append(f"  its makers: {self.closure}")
        if self.untraced_feedback:
            told = ", ".join(self.untraced_feedback)
            lines.append(f"  told of things no recorded trail leads to: {told}")
        if self.blocked:
            lines.append(f"  stood in the way: {', '.join(self.blocked)}")
        return "\n".join(lines)


@attrs.frozen
class Gatekeeper(Named):
    """A node on every path from the users to a change.

    Attributes:
        id: The node.
        sources: Who stands behind its links. One source alone may be a bottleneck
            of the record rather than of power.
    """

    id: str
    sources: tuple[str, ...]


@attrs.frozen
class Question(Named):
    """A fact that would settle `but_for`."""

    id: str
    field: str


@attrs.frozen
class Challenge(Named):
    """One attempt to refute the users' connection to a change.

    Attributes:
        name: What is tried.
        removed: What was taken away, by name or id.
        grade_before: Grade as recorded.
        grade_after: Grade without what was removed.
        claim_before: Claim as recorded.
        claim_after: Claim without it.
        result: `weakens`, `holds` or `not_assessable`; holding proves nothing.
    """

    name: str
    removed: tuple[str, ...]
    grade_before: int
    grade_after: int
    claim_before: str
    claim_after: str
    result: str


@attrs.frozen
class Change(Result, Named):
    """What is behind one change, as far as is recorded.

    Attributes:
        id: The change.
        users: The measures for all user and joint contributions together.
        unexplained_change: `yes`, `no` or `unknown`: is at least half of it
            without recorded cause?
        shares: Recorded shares, not effects.
        parts: The six parts behind them, without and with the unknown reserves.
        shares_method: `exact` or `float`.
        gatekeepers: Nodes on every path from the users, in order.
        critical_links: The smallest set of steps that cuts the users off.
        critical_ids: The links of each of these.
        critical_size: How many there are.
        but_for: `user_necessary`, `overdetermined`, `no_user_path` or
            `undetermined`.
        questions: What to ask to settle `but_for`.
        challenges: Refutation attempts.
    """

    id: str
    users: Pair
    unexplained_change: str
    shares: Shares
    parts: dict[str, dict[str, Fraction]]
    shares_method: str
    gatekeepers: tuple[Gatekeeper, ...]
    critical_links: tuple[tuple[str, str], ...]
    critical_ids: tuple[tuple[str, ...], ...]
    critical_size: int
    but_for: str
    questions: tuple[Question, ...]
    challenges: tuple[Challenge, ...]

    def explain(self) -> str:
        """The change, its shares and what the users' way to it hangs on."""
        lines = [
            (
                f"{self.id}: all users together: {self.users.claim}, "
                f"grade {self.users.grade}"
            ),
            f"  at least half without recorded cause: {self.unexplained_change}",
            "  recorded shares, which are bookkeeping and no effect: "
            + ", ".join(f"{side} {share_text(s)}" for side, s in self.shares.items()),
            f"  without the users: {self.but_for}",
        ]
        lines += [f"    ask: {one.field} of {one.id}" for one in self.questions]
        for gate in self.gatekeepers:
            behind = ", ".join(gate.sources) or "no source"
            lines.append(f"  everything passes {gate.id} (behind its links: {behind})")
        if self.critical_links:
            cut = ", ".join(f"{tail} > {head}" for tail, head in self.critical_links)
            lines.append(f"  it hangs on {self.critical_size} links: {cut}")
        lines.append("  attempts to refute it (holding proves nothing):")
        lines += [
            f"    {one.name}: {one.result}"
            + (
                f": claim {one.claim_before} to {one.claim_after}, "
                f"grade {one.grade_before} to {one.grade_after}"
                if one.result == "weakens"
                else ""
            )
            for one in self.challenges
        ]
        return "\n".join(lines)
