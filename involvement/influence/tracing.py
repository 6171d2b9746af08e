"""`trace`: from a record, or a graph of one, to every answer about influence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from involvement import wire
from involvement.errors import Issue, RecordError, one_of
from involvement.influence import links as columns
from involvement.influence import paths, replies, words
from involvement.influence.answers import Change, Ending, Fate, Pair, Pairs, Step
from involvement.influence.best import Bounds, best_claims
from involvement.influence.changes import answer
from involvement.influence.links import CHANGE, CONTRIBUTION, OUTCOME, Links
from involvement.influence.listing import Listing, OnDemand
from involvement.influence.named import Limit
from involvement.influence.policy import DEFAULT_POLICY, EvidencePolicy
from involvement.influence.tracer import USERS, Tracer
from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from involvement.influence.replies import Letter, Reply
    from involvement.influence.views import InfluenceGraph
    from involvement.record.programme import Programme

TIMES = ("report", "strict")
WEIGHTS = ("equal", "sources")


@attrs.frozen(eq=False)
class Trace(Result):
    """Which input reached which change, on what evidence, and where inputs died.

    Nothing is worked out before it is asked for, and nothing is asked twice of the
    record: it may be thrown away.

    Attributes:
        evidence_policy: Name and version of the rules every answer follows.
        time: `report` keeps chains that run backwards in time and flags them;
            `strict` counts them as no chain, in pairs and `users` only.
        share_weights: How a walk chooses among causes.
        policy: The parameters behind the name.
        contributions: Contribution id to its `Fate`.
        changes: Change id to what is behind it.
        steps: `(source, target)` to the graded step.
    """

    evidence_policy: str
    time: str
    share_weights: str
    policy: EvidencePolicy = attrs.field(repr=False)
    tracer: Tracer = attrs.field(repr=False)
    contributions: Mapping[str, Fate] = attrs.field(init=False, repr=False)
    changes: Mapping[str, Change] = attrs.field(init=False, repr=False)
    steps: Mapping[tuple[str, str], Step] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Make the three mappings; they stay empty until they are asked."""
        t = self.tracer
        fates = OnDemand(lambda: t.numbered(t.contributions), t.fate, "contribution")
        changes = OnDemand(
            lambda: t.numbered(t.changes), lambda node: answer(t, node), "change"
        )
        steps = OnDemand(lambda: t.step_numbers, t.step, "step")
        object.__setattr__(self, "contributions", fates)
        object.__setattr__(self, "changes", changes)
        object.__setattr__(self, "steps", steps)

    @property
    def endings(self) -> dict[str, Ending]:
        """Contribution id to how far it came and why it ended, for all at once.

        The same answers as in `contributions`, without what each one reaches.
        """
        t = self.tracer
        return {t.links.ids[node]: ending for node, ending in t.endings.items()}

    @cached_property
    def claims(self) -> dict[str, str]:
        """Contribution id to its best claim on any change, for all at once.

        Where more than the policy's `max_pairs` would have to be worked out,
        contributions whose best claim is still open are left out.
        """
        ids = self.tracer.links.ids
        return {ids[node]: word for node, word in best_claims(self.bounds).items()}

    @cached_property
    def bounds(self) -> Bounds:
        """What the best claim of every contribution is at least and at most."""
        return Bounds(self.tracer)

    def pair(self, contribution: str, change: str) -> Pair:
        """What joins one contribution to one change, and how good the evidence is.

        Args:
            contribution: Its id, or `users` for all user and joint ones together.
            change: Its id.

        Raises:
            RecordError: If either is not in the record (`node-unknown`).
        """
        goal = self.tracer.node(change, CHANGE, "change")
        return self.tracer.pair(contribution, self.tracer.starts(contribution), goal)

    def pairs(self, *, limit: int | None = None) -> Pairs:
        """Every contribution with every change, in id order.

        Args:
            limit: Stop after so many; the policy's `max_pairs` when missing. The
                answer says how many there are and how many are listed.
        """
        t = self.tracer
        total = len(t.contributions) * len(t.changes)
        most = self.policy.max_pairs if limit is None else limit
        rows: list[Pair] = []
        for v in t.contributions:
            for goal in t.changes:
                if len(rows) >= most:
                    break
                rows.append(t.pair(t.links.ids[v], (v,), goal))
        return Pairs(tuple(rows), total, len(rows), complete=len(rows) == total)

    def widest(self, start: Iterable[str] | None = None) -> dict[str, int]:
        """The weakest link of the best chain to every change and outcome, in one pass.

        Args:
            start: Node ids to start from; all user and joint contributions when
                missing.

        Raises:
            RecordError: If an id is not in the record (`node-unknown`).
        """
        t = self.tracer
        if start is None:
            nodes: Iterable[int] = t.users
        else:
            nodes = [self._any_node(name) for name in start]
        wide = paths.widest(t.steps.graph, nodes, t.steps.grade)
        return {
            t.links.ids[v]: wide[v]
            for v, kind in enumerate(t.links.lists)
            if kind in (CHANGE, OUTCOME)
        }

    def _any_node(self, name: str) -> int:
        index = self.tracer.links.index
        if name not in index:
            raise columns.nowhere("node", name, index)
        return index[name]

    @property
    def limits(self) -> dict[str, Limit]:
        """Each named limit, what the record has, and whether it was kept."""
        return limits(self.tracer)

    def explain(  # the two ends make it about one pair
        self, contribution: str | None = None, change: str | None = None
    ) -> str:
        """The trace in words; with two ends, one pair link by link.

        Args:
            contribution: A contribution's id, or `users`.
            change: A change's id.

        Raises:
            RecordError: If either is not in the record (`node-unknown`), or only
                one is given (`option-unknown`).
        """
        if contribution is None and change is None:
            return summary(self)
        if contribution is None or change is None:
            raise RecordError(
                [
                    Issue(
                        code="option-unknown",
                        found="found one end of a pair",
                        expected="expected a contribution and a change, or neither",
                    )
                ]
            )
        return words.pair_text(self.tracer, self.pair(contribution, change))

    def reply(self, contribution: str) -> Reply:
        """What to tell the makers of one contribution, in plain words.

        Raises:
            RecordError: If it is not in the record (`node-unknown`).
        """
        node = self.tracer.node(contribution, CONTRIBUTION, "contribution")
        return replies.reply(self.tracer, node)

    def letters(self) -> dict[str, Letter]:
        """Per contributor, everything they put forward and what became of it.

        A side stands for makers nobody recorded.
        """
        return replies.letters(self.tracer)

    def listing(self) -> Listing:
        """Everything worked out, as one plain value."""
        pairs = self.pairs()
        return Listing(
            evidence_policy=self.evidence_policy,
            time=self.time,
            share_weights=self.share_weights,
            limits=self.limits,
            contributions=dict(self.contributions),
            changes=dict(self.changes),
            steps=tuple(self.steps.values()),
            pairs=pairs.rows,
            pairs_total=pairs.pairs_total,
            pairs_listed=pairs.pairs_listed,
        )

    def to_dict(self) -> dict[str, Any]:
        """Everything as dicts, lists, texts and numbers."""
        return self.listing().to_dict()

    def to_json(self, *, indent: int | None = None) -> str:
        """Everything as JSON text; the same text for the same record."""
        return wire.to_json(self.listing(), indent=indent).decode()


def summary(trace: Trace) -> str:
    """A whole trace: how far inputs came, who was told, what is behind changes."""
    endings = trace.endings.values()
    lines = [(f"rules: {trace.evidence_policy}; time: {trace.time}; "
             f"shares: {trace.share_weights}")]  # fmt: skip
    for title, field in (("came as far as", "furthest"), ("their makers", "closure")):
        counts: dict[str, int] = {}
        for ending in endings:
            counts[ending[field]] = counts.get(ending[field], 0) + 1
        told = ", ".join(f"{word} {counts[word]}" for word in sorted(counts))
        lines.append(
            f"of {len(endings)} contributions {title}: {told or 'none recorded'}"
        )
    lines += [change.explain() for change in trace.changes.values()]
    lines += [
        f"limit {name}: {limit.allowed}, found {limit.found}: {limit.then}"
        for name, limit in trace.limits.items()
        if limit.kept is False
    ]
    return "\n".join(lines)


def limits(tracer: Tracer) -> dict[str, Limit]:
    """Each named limit of a trace."""
    policy = tracer.policy
    total = len(tracer.contributions) * len(tracer.changes)
    n_links = len(tracer.links.link_ids)
    largest = tracer.walks.largest
    return {
        "max_pairs": Limit(
            policy.max_pairs,
            total,
            total <= policy.max_pairs,
            f"a listing stops; {min(total, policy.max_pairs)} of {total} are listed",
        ),
        "exact_shares": Limit(
            policy.exact_shares,
            largest,
            largest <= policy.exact_shares,
            "shares are floats instead of exact fractions",
        ),
        "exact_links": Limit(
            policy.exact_links,
            n_links,
            n_links <= policy.exact_links,
            "shares are floats instead of exact fractions",
        ),
        "exact_sources": Limit(
            policy.exact_sources,
            None,
            None,
            "sources_needed is bounded instead of exact; each says which",
        ),
    }


def trace(
    source: Programme | InfluenceGraph,
    *,
    time: Literal["report", "strict"] = "report",
    share_weights: Literal["equal", "sources"] = "equal",
    policy: EvidencePolicy = DEFAULT_POLICY,
) -> Trace:
    """Trace every input of a record to what it changed.

    A link is what somebody recorded; a grade is the state of the evidence, never
    the strength of an effect; where nothing is recorded nothing is denied.

    Args:
        source: A `Programme`, or a graph from `influence_graph`, perhaps edited.
        time: `report` flags chains that run backwards, `strict` leaves them out.
        share_weights: `equal`, or `sources` to weigh a cause by its sources.
        policy: How evidence is graded and combined.

    Raises:
        RecordError: If an option is not known (`option-unknown`), or a graph lacks
            what a trace needs (`graph-shape`).

    Example:
        >>> from involvement.record.programme import Programme
        >>> p = Programme(
        ...     schema_version="1",
        ...     id="p",
        ...     contributions=[{"id": "wish", "made_by": "user"}],
        ...     changes=[{"id": "door"}],
        ...     evidence=[{"id": "e", "origin": "minutes", "grade": 3}],
        ...     links=[{"id": "l", "source": "wish", "target": "door",
        ...             "kind": "shaped", "evidence": ["e"]}],
        ... )
        >>> t = trace(p)
        >>> t.pair("wish", "door").claim, t.contributions["wish"].closure
        ('plausible', 'open')
    """
    _option("time", time, TIMES)
    _option("share_weights", share_weights, WEIGHTS)
    if not isinstance(policy, EvidencePolicy):
        raise RecordError(
            [
                Issue(
                    code="policy-shape",
                    path="policy",
                    found=f"found {type(policy).__name__}",
                    expected="expected an EvidencePolicy",
                )
            ]
        )
    tracer = Tracer(
        _columns(source), policy, strict=time == "strict", weights=share_weights
    )
    return Trace(policy.name, time, share_weights, policy, tracer)


def _columns(source: Any) -> Links:
    if hasattr(source, "contributions") and hasattr(source, "links"):
        return columns.from_programme(source)
    from involvement.influence.reread import from_graph

    return from_graph(source)


def _option(name: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        raise RecordError(
            [
                Issue(
                    code="option-unknown",
                    path=name,
                    found=f"found {value!r}",
                    expected=one_of(known),
                )
            ]
        )


__all__ = ["CONTRIBUTION", "USERS", "Listing", "Trace", "trace"]
