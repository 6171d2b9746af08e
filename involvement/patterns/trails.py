"""How far inputs came, where they ended, and what came of it for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from involvement.influence.answers import Ending
    from involvement.influence.tracing import Trace
    from involvement.record.programme import Programme

STAGES = ("raised", "discussed", "decided", "planned", "changed", "outcome")
CLOSURES = (
    "closed_change",
    "closed_decision",
    "acknowledged",
    "claimed_untraced",
    "open",
)


@attrs.frozen
class Funnel(Result):
    """How many inputs came at least as far as each stage, and where the rest ended.

    Attributes:
        of: Whose inputs: `user` (users' and joint ones), `other` or `unknown` side.
        reached: Stage to the contributions that came at least that far.
        ended: Why an input ended to the contributions that ended so.
        closure: What contributors were told to the contributions.
        n: All inputs of that side.
    """

    of: str
    reached: dict[str, tuple[str, ...]]
    ended: dict[str, tuple[str, ...]]
    closure: dict[str, tuple[str, ...]]
    n: int

    def explain(self) -> str:
        """The funnel in lines, each count of n."""
        lines = [f"inputs of {self.of} side: {self.n}"]
        lines += [
            f"  at least {stage}: {len(ids)} of {self.n}"
            for stage, ids in self.reached.items()
        ]
        lines += [
            f"  ended as {why.replace('_', ' ')}: {', '.join(ids)}"
            for why, ids in self.ended.items()
        ]
        return "\n".join(lines)


@attrs.frozen
class OutcomeView(Result):
    """One outcome with what is recorded of it.

    Attributes:
        id: The outcome.
        title: What it is called.
        group: `service`, `personal` or `other`.
        family: Its family.
        kind: Its kind within the family.
        valence: `positive`, `negative`, `mixed`, `none` or `unknown`.
        beneficiaries: The side that gained or was harmed.
        grade: Evidence grade 0-4 of the best trail from users to it; None without one.
    """

    id: str
    title: str
    group: str
    family: str
    kind: str
    valence: str
    beneficiaries: str
    grade: int | None

    def explain(self) -> str:
        """The outcome in one line."""
        known = "no trail" if self.grade is None else f"evidence grade {self.grade}"
        return f"{self.title} [{self.family}, {self.valence}]: {known}"


def funnels(programme: Programme, trace: Trace) -> tuple[Funnel, ...]:
    """The funnels of users' inputs, of other inputs, and of inputs of unknown side."""
    sides = {"user": "user", "joint": "user", "unknown": "unknown"}
    groups: dict[str, list[str]] = {"user": [], "other": [], "unknown": []}
    for contribution in programme.contributions:
        side = programme.side(contribution.made_by)
        groups[sides.get(side, "other")].append(contribution.id)
    endings = trace.endings
    return tuple(_funnel(of, sorted(ids), endings) for of, ids in groups.items() if ids)


def _funnel(of: str, ids: list[str], endings: Mapping[str, Ending]) -> Funnel:
    ends = {one: endings[one] for one in ids}
    stage = {one: STAGES.index(end.furthest) for one, end in ends.items()}
    return Funnel(
        of,
        {
            name: tuple(one for one in ids if stage[one] >= rank)
            for rank, name in enumerate(STAGES)
        },
        _grouped((end.why, one) for one, end in ends.items() if end.why),
        _grouped(
            (ends[one].closure, one)
            for one in sorted(ids, key=lambda i: CLOSURES.index(ends[i].closure))
        ),
        len(ids),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name, one in pairs:
        groups.setdefault(name, []).append(one)
    return {name: tuple(ones) for name, ones in groups.items()}


def outcome_views(
    programme: Programme, grades: Mapping[str, int]
) -> tuple[OutcomeView, ...]:
    """Every outcome, services first, then persons, then the rest, each with its grade.

    Args:
        programme: The record.
        grades: Outcome id to the grade of its best trail; ids without a trail absent.
    """
    groups = ("service", "personal", "other")
    views = [
        OutcomeView(
            outcome.id,
            outcome.name,
            outcome.family if outcome.family in groups else "other",
            outcome.family,
            outcome.kind,
            outcome.valence,
            programme.side(outcome.beneficiaries),
            grades.get(outcome.id),
        )
        for outcome in programme.outcomes
    ]
    return tuple(sorted(views, key=lambda v: (groups.index(v.group), v.id)))
