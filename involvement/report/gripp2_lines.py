"""What a record holds for the items of a GRIPP2 draft, as lines with record ids.

Each function answers for one kind of content; it gives no line where nothing is
recorded, and it never makes prose up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from involvement.report.chapters.depth import answer
from involvement.report.chapters.telling import Telling
from involvement.report.document import Ident, Said

if TYPE_CHECKING:
    from involvement.record.activity import Activity
    from involvement.record.evidence import Interpretation
    from involvement.report.document import Text

Lines = list["Text"]
Teller = Callable[[Telling], Lines]

CONTEXT = (
    "organisational_structure",
    "professional_culture",
    "finance",
    "leadership",
    "policy_context",
)
"""Factors that lie in the setting; the others lie in how it was done. Ours."""


def aims(telling: Telling) -> Lines:
    """Purposes of activities, and why the actors wanted involvement."""
    words = telling.words
    lines: Lines = [
        (
            *_named(telling, activity.id),
            ": ",
            words("gripp2.purposes", purposes=_codes(telling, activity.purposes)),
        )
        for activity in _activities(telling)
        if activity.purposes
    ]
    return lines + rationales(telling)


def rationales(telling: Telling) -> Lines:
    """Why those concerned wanted it."""
    words = telling.words
    return [
        (
            *_named(telling, one.actor),
            ": ",
            words("gripp2.rationales", rationales=_codes(telling, one.rationales)),
        )
        for one in _views(telling)
        if one.rationales
    ]


def statements(telling: Telling) -> Lines:
    """What the actors said of involvement, in their own words."""
    return [
        (*_named(telling, one.actor), ": “", Said(one.statement), "”")
        for one in _views(telling)
        if one.statement
    ]


def design(telling: Telling) -> Lines:
    """Each activity: kind, contacts, who started and led it."""
    words = telling.words
    lines: Lines = []
    for one in _activities(telling):
        start = telling.assessment.activities[one.id].initiative
        said = words(
            "gripp2.activity",
            kind=telling.word(one.kind),
            initiated=telling.word(start.initiated),
            led=telling.word(start.led),
        )
        lines.append((*_named(telling, one.id), ": ", said))
    return lines


def people(telling: Telling) -> Lines:
    """The actors by role and side; numbers only where they may be shown."""
    words = telling.words
    lines: Lines = [
        (
            *_named(telling, actor.id),
            ": ",
            words(
                "gripp2.actor",
                role=telling.word(actor.role),
                side=telling.word(telling.programme.actor_sides[actor.id]),
            ),
        )
        for actor in sorted(telling.programme.actors, key=lambda actor: actor.id)
    ]
    counts = telling.assessment.findings.people
    lines += [
        words("gripp2.people", side=telling.word(one.of), n=one.count)
        for one in counts.sides
        if one.count is not None
    ]
    return lines


def stages(telling: Telling) -> Lines:
    """In which phases it took place."""
    return [
        (*_named(telling, one.id), ": ", telling.word(one.phase))
        for one in _activities(telling)
        if one.phase != "unknown"
    ]


def levels(telling: Telling) -> Lines:
    """Depth on the first ladder and work, as sets."""
    lines: Lines = []
    for one, score in telling.assessment.activities.items():
        parts = [
            f"{telling.scale(scale)}: {answer(telling, score.verdicts[scale])}"
            for scale in telling.ladders()[:1]
        ]
        parts.append(f"{telling.scale('work')}: {answer(telling, score.work)}")
        lines.append((*_named(telling, one), ": ", "; ".join(parts)))
    return lines


def scales(telling: Telling) -> Lines:
    """The scales in use, with their sources."""
    return [
        f"{one.title}, {telling.words('gripp2.version', version=one.version)}: "
        f"{one.citation}"
        for one in telling.assessment.scales.values()
    ]


def evidence(*methods: str) -> Teller:
    """The evidence that came about in one of some ways."""

    def lines(telling: Telling) -> Lines:
        return [
            (Ident(one.id), ": ", telling.word(one.method), *_origin(one.origin))
            for one in sorted(telling.programme.evidence, key=lambda one: one.id)
            if one.method in methods
        ]

    return lines


def _origin(origin: str | None) -> tuple[str, ...]:
    return (", ", Said(origin)) if origin else ()


def claims(telling: Telling) -> Lines:
    """Each change with the claim that users had a part in it."""
    words = telling.words
    lines: Lines = []
    for one in sorted(telling.programme.changes, key=lambda change: change.id):
        users = telling.assessment.trace.changes[one.id].users
        failed = ", ".join(map(telling.word, users.failed))
        said = words(
            "gripp2.claim",
            status=telling.word(one.status),
            claim=telling.word(users.claim),
            grade=words(f"grade.{users.grade}") if users.path else words("none"),
        )
        tail = words("gripp2.stopped", failed=failed) if failed else ""
        lines.append((*_named(telling, one.id), ": ", said, tail))
    return lines


def outcomes(telling: Telling) -> Lines:
    """Outcomes with gain or harm, and the evidence for a trail from users."""
    words = telling.words
    lines: Lines = []
    for view in telling.assessment.outcomes:
        grade = words("outcomes.no_trail")
        if view.grade is not None:
            grade = words(f"grade.short.{view.grade}")
        said = words(
            "gripp2.outcome",
            group=words(f"group.{view.group}"),
            valence=words(f"valence.{view.valence}"),
            grade=grade,
        )
        lines.append((*_named(telling, view.id), ": ", said))
    return lines


def extent(telling: Telling) -> Lines:
    """How far inputs came, counted."""
    words = telling.words
    lines: Lines = []
    for funnel in telling.assessment.funnels:
        stages = ", ".join(
            f"{words(f'stage.{stage}')} {words('of', k=len(ids), n=funnel.n)}"
            for stage, ids in funnel.reached.items()
        )
        lines.append(f"{words.count(f'inputs.of.{funnel.of}', funnel.n)}: {stages}")
    return lines


def costs(telling: Telling) -> Lines:
    """Hours and money recorded."""
    words, spent = telling.words, telling.assessment.findings.resources
    lines: Lines = []
    for one in spent.by_activity:
        hours = [] if one.hours is None else [words("costs.n_hours", hours=one.hours)]
        money = [f"{amount:f} {currency}" for currency, amount in one.money.items()]
        said = ", ".join([*hours, *money]) or words("gripp2.no_figures")
        lines.append((*_named(telling, one.of), ": ", said))
    return lines


def factors(*, context: bool | None = None) -> Teller:
    """What helped or hindered: of the setting, of the way it was done, or all."""

    def lines(telling: Telling) -> Lines:
        found: Lines = []
        for one in sorted(telling.programme.factors, key=lambda one: one.id):
            if context is None or (one.kind in CONTEXT) is context:
                said = f"{telling.word(one.kind)}, {telling.word(one.polarity)}"
                note = (": ", Said(one.note)) if one.note else ()
                found.append((Ident(one.id), ": ", said, *note))
        return found

    return lines


def setting(telling: Telling) -> Lines:
    """Where it took place."""
    setting = telling.programme.setting
    return [Said(setting.strip())] if setting else []


def ended(telling: Telling) -> Lines:
    """Inputs of users that ended, and why."""
    lines: Lines = []
    for one, fate in telling.assessment.trace.contributions.items():
        if fate.died is not None and fate.side in ("user", "joint"):
            said = telling.words("node.ended", why=telling.word(fate.died.why))
            lines.append((*_named(telling, one), ": ", said))
    return lines


def differences(telling: Telling) -> Lines:
    """Where accounts differ."""
    words = telling.words
    return [
        (
            *_named(telling, activity),
            ": ",
            words(
                "gripp2.differ",
                facts=", ".join(
                    words(f"fact.{one.fact}") for one in score.fact_differences
                ),
            ),
        )
        for activity, score in telling.assessment.activities.items()
        if score.fact_differences
    ]


def ratings(telling: Telling) -> Lines:
    """People's own judgements that are recorded."""
    return [
        (Ident(one.id), ": ", telling.scale(one.scale))
        for one in sorted(telling.programme.ratings, key=lambda one: one.id)
    ]


def _views(telling: Telling) -> list[Interpretation]:
    return sorted(
        telling.programme.interpretations,
        key=lambda one: (one.actor, sorted(one.rationales), one.statement or ""),
    )


def _activities(telling: Telling) -> list[Activity]:
    return sorted(telling.programme.activities, key=lambda activity: activity.id)


def _named(telling: Telling, one: str) -> tuple[str, ...]:
    name = telling.name(one)
    return (name,) if isinstance(name, str) else name


def _codes(telling: Telling, codes: tuple[str, ...]) -> str:
    return ", ".join(map(telling.word, sorted(codes)))
