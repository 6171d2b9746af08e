"""What is behind one change: shares, what it hangs on, how it stands up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from involvement.influence import cuts
from involvement.influence.answers import Challenge, Change, Gatekeeper, Pair, Question
from involvement.influence.claims import (
    Measures,
    attempts,
    ladder,
    step_links,
)
from involvement.influence.cutting import support
from involvement.influence.named import Share, Shares
from involvement.influence.tracer import USERS

if TYPE_CHECKING:
    from involvement.influence import shares
    from involvement.influence.rivals import Rivalry
    from involvement.influence.tracer import Tracer

CHALLENGES = (
    "without_best_source",
    "without_user_testimony",
    "without_interested",
    "without_inference",
    "without_gaps",
    "in_time_only",
)


def answer(tracer: Tracer, node: int) -> Change:
    """What is behind one change."""
    without = tracer.walks.parts(node, reserves=False)
    with_ = tracer.walks.parts(node, reserves=True)
    share = recorded_shares(without, with_)
    behind = tracer.back(node)
    by_unsure = any(behind[v] for v in tracer.unsure)
    by_users = any(behind[v] for v in tracer.users)
    verdict = cuts.but_for(node, tracer.worlds, by_users=by_users, by_unsure=by_unsure)
    critical = cuts.critical_steps(
        tracer.steps.graph, tracer.users, node, tracer.fore(tracer.users)
    )
    users = tracer.pair(USERS, tracer.users, node)
    return Change(
        id=tracer.links.ids[node],
        users=users,
        unexplained_change=at_least_half(share.unexplained),
        shares=share,
        parts={
            "without_unknown": {name: Fraction(n) for name, n in without.items()},
            "with_unknown": {name: Fraction(n) for name, n in with_.items()},
        },
        shares_method="exact" if tracer.walks.exact else "float",
        gatekeepers=_gatekeepers(tracer, node),
        critical_links=tuple(
            (tracer.links.ids[tail], tracer.links.ids[head])
            for tail, head in map(tracer.steps.ends, critical)
        ),
        critical_ids=tuple(step_links(tracer.court, step) for step in critical),
        critical_size=len(critical),
        but_for=verdict,
        questions=(_questions(tracer, behind) if verdict == "undetermined" else ()),
        challenges=_challenges(tracer, node, users),
    )


def _gatekeepers(tracer: Tracer, node: int) -> tuple[Gatekeeper, ...]:
    cutting = tracer.cutting(tracer.users, node)
    if cutting is None:
        return ()
    graph = cutting.graph
    found = []
    for gate in cuts.gatekeepers(graph, cutting.starts, cutting.goal):
        a, b = graph.into[gate], graph.into[gate + 1]
        edges = [
            *graph.into_edge[a:b],
            *range(graph.out[gate], graph.out[gate + 1]),
        ]
        behind = {s for e in edges for s in tracer.steps.sources_of(cutting.steps[e])}
        named = tuple(tracer.judged.names[source] for source in sorted(behind))
        found.append(Gatekeeper(tracer.links.ids[cutting.nodes[gate]], named))
    return tuple(found)


def _questions(tracer: Tracer, behind: bytearray) -> tuple[Question, ...]:
    needs = cuts.open_needs(tracer.links, tracer.steps.graph, tracer.worlds, behind)
    asked = [Question(tracer.links.ids[v], "needs") for v in needs]
    asked += [
        Question(tracer.links.ids[v], "made_by") for v in tracer.unsure if behind[v]
    ]
    return tuple(asked)


def _challenges(tracer: Tracer, node: int, users: Pair) -> tuple[Challenge, ...]:
    cutting = tracer.cutting(tracer.users, node)
    if cutting is None or not users.path:
        return tuple(
            Challenge(name, (), 0, 0, users.claim, users.claim, "not_assessable")
            for name in CHALLENGES
        )
    held = support(cutting, tracer.steps)
    seen = tracer.court.measure(cutting, held)
    rivals = tracer.rivals(node)
    return tuple(
        judge_attempt(
            attempt.name,
            attempt.removed,
            users,
            attempt.measures,
            rivals,
            assessable=attempt.assessable,
        )
        for attempt in attempts(tracer.court, cutting, held, seen)
    )


def recorded_shares(
    without: dict[str, shares.Number], with_: dict[str, shares.Number]
) -> Shares:
    """The four shares of a change, each between bounds that are reached.

    A reserve can only shrink the other parts, so the bounds are exact.

    Args:
        without: Six parts, unknown reserves left out.
        with_: Six parts with them.
    """
    either = without["joint"] + without["unknown"]
    return Shares(
        user=Share(with_["user"], without["user"] + either),
        professional=Share(with_["professional"], without["professional"] + either),
        external=Share(with_["external"], without["external"] + without["unknown"]),
        unexplained=Share(without["unexplained"], with_["unexplained"]),
    )


def at_least_half(share: Share) -> str:
    """Whether at least half is certainly, certainly not, or perhaps unexplained."""
    if share.low * 2 >= 1:
        return "yes"
    return "no" if share.high * 2 < 1 else "unknown"


def judge_attempt(
    name: str,
    removed: tuple[str, ...],
    users: Pair,
    left: Measures | None,
    rivals: Rivalry,
    *,
    assessable: bool,
) -> Challenge:
    """Compare the users' claim with what is left of it."""
    grade = 0 if left is None else left.grade
    claim = "untraced" if left is None else ladder(left, rivals)[0]
    if not assessable:
        return Challenge(
            name,
            (),
            users.grade,
            users.grade,
            users.claim,
            users.claim,
            "not_assessable",
        )
    fell = grade < users.grade or claim != users.claim
    return Challenge(
        name,
        removed,
        users.grade,
        grade,
        users.claim,
        claim,
        "weakens" if fell else "holds",
    )
