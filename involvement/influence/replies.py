"""What contributors ask for most: what became of what we said?

Per contribution and per contributor, in plain words: what was said, what happened
to it and on what evidence, what was not done and why, what is still open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.influence.links import CONTRIBUTION, THROUGH_UNKNOWN
from involvement.influence.named import Named
from involvement.results import Result

if TYPE_CHECKING:
    from involvement.influence.answers import Fate
    from involvement.influence.tracer import Tracer

STOPPED = {
    "reversed": "the change was made and then taken back",
    "planned_only": "a change is planned; that it was made is not recorded",
    "abandoned": "the change was given up",
    "no_change_recorded": "it was decided, and no change is recorded",
    "verdict_unknown": "what was decided is not recorded",
    "deferred": "the decision was put off",
    "noted_only": "it was noted, and nothing else was decided",
    "rejected_with_reason": "it was turned down",
    "rejected_without_reason": "it was turned down, and no reason is recorded",
    "no_decision_recorded": "it was discussed, and no decision is recorded",
    "no_discussion_recorded": "nothing after it is recorded",
}

TOLD = {
    "closed_change": "its makers were told of a change it led to",
    "closed_decision": "its makers were told of a decision, with reasons",
    "acknowledged": "its makers were told of a decision, without recorded reasons",
    "claimed_untraced": "its makers were told of things no recorded trail leads to",
    "open": "no reply to its makers is recorded",
}

TREATED = {
    "used": "it was taken into the work",
    "acknowledged": "it was heard and noted",
    "dismissed": "it was set aside",
}

CLAIMED = {
    "untraced": "no trail",
    "refuted": "the trail failed a decisive test",
    "asserted": "a trail without sufficient evidence",
    "plausible": "some evidence",
    "supported": "good evidence",
    "strong": "strong evidence",
    "contested": "evidence that is contested",
}


@attrs.frozen
class Effect(Named):
    """One change a contribution is recorded to have led to.

    Attributes:
        id: The change.
        title: What people call it.
        status: What became of it.
        claim: How well the trail is evidenced.
        sources: Sources that vouch for the whole trail.
    """

    id: str
    title: str
    status: str
    claim: str
    sources: tuple[str, ...]


@attrs.frozen
class Reply(Result, Named):
    """What to tell the makers of one contribution.

    Attributes:
        contribution: Its id.
        made_by: Actor ids, or a side.
        said: What was put forward.
        hoped: What it was hoped to influence; None if not recorded.
        treatment: What was done with it where it was put forward.
        discussed: Activities it reached.
        decisions: Decisions it reached, each `id: verdict`.
        effects: Changes it reached, with the evidence.
        outcomes: Outcomes it reached.
        not_done: What stopped it; None if nothing did, as far as is recorded.
        reasons: Reasons recorded for decisions it reached.
        told: Whether its makers were told.
        open: What is still open or not recorded.
    """

    contribution: str
    made_by: tuple[str, ...]
    said: str
    hoped: str | None
    treatment: str
    discussed: tuple[str, ...]
    decisions: tuple[str, ...]
    effects: tuple[Effect, ...]
    outcomes: tuple[str, ...]
    not_done: str | None
    reasons: tuple[str, ...]
    told: str
    open: tuple[str, ...]

    def explain(self) -> str:
        """The reply as a short letter."""
        lines = [f"You said: {self.said}"]
        if self.hoped:
            lines.append(f"You hoped to influence: {self.hoped}")
        lines.append("What happened:")
        happened = [TREATED[self.treatment]] if self.treatment in TREATED else []
        happened += [f"it was discussed in {name}" for name in self.discussed]
        happened += [f"it reached the decision {name}" for name in self.decisions]
        happened += [
            f"it reached the change {effect.title} ({_status(effect.status)}; "
            f"{CLAIMED[effect.claim]})"
            for effect in self.effects
        ]
        happened += [f"it reached the outcome {name}" for name in self.outcomes]
        lines += [f"  - {line}" for line in happened or ["nothing is recorded"]]
        if self.not_done:
            lines.append(f"What was not done: {self.not_done}")
            lines += [f"  - reason given: {reason}" for reason in self.reasons]
        lines.append(f"Reply: {TOLD[self.told]}")
        if self.open:
            lines.append("Still open:")
            lines += [f"  - {line}" for line in self.open]
        return "\n".join(lines)


@attrs.frozen
class Letter(Result, Named):
    """Everything one contributor put forward, with what became of each.

    Attributes:
        contributor: An actor id, or a side where no actor is recorded.
        replies: One per contribution, in id order.
    """

    contributor: str
    replies: tuple[Reply, ...]

    def explain(self) -> str:
        """The replies one after the other."""
        parts = [f"To {self.contributor}:"]
        parts += [reply.explain() for reply in self.replies]
        return "\n\n".join(parts)


def reply(tracer: Tracer, node: int) -> Reply:
    """What to tell the makers of one contribution."""
    links = tracer.links
    fate = tracer.fate(node)
    effects = tuple(_effect(tracer, node, change) for change in fate.changes)
    decided = [links.index[name] for name in fate.decisions]
    not_done = None
    if fate.died is not None:
        where = ", ".join(links.named(links.index[name]) for name in fate.died.where)
        not_done = f"{STOPPED[fate.died.why]} ({where})"
    return Reply(
        contribution=fate.id,
        made_by=links.makers.get(node, ("unknown",)),
        said=links.titles.get(node, fate.id),
        hoped=links.intended.get(node),
        treatment=links.treatments.get(node, "unknown"),
        discussed=tuple(links.named(links.index[name]) for name in fate.activities),
        decisions=tuple(
            f"{links.named(d)}: {links.verdicts.get(d, 'verdict not recorded')}"
            for d in decided
        ),
        effects=effects,
        outcomes=tuple(links.named(links.index[name]) for name in fate.outcomes),
        not_done=not_done,
        reasons=tuple(links.reasons[d] for d in decided if d in links.reasons),
        told=fate.closure,
        open=tuple(_open(tracer, node, fate, effects)),
    )


def _effect(tracer: Tracer, node: int, change: str) -> Effect:
    number = tracer.links.index[change]
    pair = tracer.pair(tracer.links.ids[node], (node,), number)
    return Effect(
        id=change,
        title=tracer.links.titles.get(number, change),
        status=tracer.links.statuses.get(number, "unknown"),
        claim=pair.claim,
        sources=pair.threads,
    )


def _status(status: str) -> str:
    return "whether it was made is not recorded" if status == "unknown" else status


def _open(
    tracer: Tracer, node: int, fate: Fate, effects: tuple[Effect, ...]
) -> list[str]:
    """What nobody recorded, and what is promised but not done."""
    links = tracer.links
    found = [
        f"what was decided in {links.named(links.index[name])} is not recorded"
        for name in fate.decisions
        if links.index[name] not in links.verdicts
    ]
    for effect in effects:
        if effect.status == "planned":
            found.append(f"{effect.title} is planned, not made")
        if effect.status == "unknown":
            found.append(f"whether {effect.title} was made is not recorded")
        if effect.claim == "asserted":
            found.append(f"the trail to {effect.title} lacks evidence")
    seen = tracer.fore((node,))
    if any(
        marks & THROUGH_UNKNOWN and seen[links.sources[link]]
        for link, marks in enumerate(links.marks)
    ):
        found.append("some steps in between are not recorded")
    if fate.furthest == "raised":
        found.append("whether anybody discussed it is not recorded")
    if fate.closure in ("open", "claimed_untraced"):
        found.append("its makers have not been told what became of it")
    return found


def letters(tracer: Tracer) -> dict[str, Letter]:
    """One letter per contributor, in id order; sides stand for unnamed makers."""
    by: dict[str, list[int]] = {}
    for node in tracer.links.of(CONTRIBUTION):
        for maker in dict.fromkeys(tracer.links.makers.get(node, ("unknown",))):
            by.setdefault(maker, []).append(node)
    return {
        maker: Letter(maker, tuple(reply(tracer, node) for node in by[maker]))
        for maker in sorted(by)
    }
