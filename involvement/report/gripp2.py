"""Drafts of the GRIPP2 reporting checklists, filled only from the record.

GRIPP2 (Staniszewska et al., BMJ 2017;358:j3453, doi 10.1136/bmj.j3453) names what a
paper should report on patient and public involvement: five items in its short form,
34 in its long form. Item numbers and topics are its own; the wording here is ours.
Where the record supports an item, what it holds is listed with record ids; where it
does not, the draft says so. No prose is made up: the authors write that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from involvement.errors import Issue, RecordError, one_of
from involvement.report import markdown
from involvement.report.chapters.depth import answer
from involvement.report.chapters.telling import Telling
from involvement.report.document import (
    Bullets,
    Document,
    Heading,
    Ident,
    Paragraph,
    Said,
    Section,
)
from involvement.report.labels import labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from involvement.assessment import Assessment
    from involvement.report.document import Block, Text

Lines = list["Text"]

CONTEXT = (
    "organisational_structure",
    "professional_culture",
    "finance",
    "leadership",
    "policy_context",
)
"""Factors that lie in the setting; the others lie in how it was done. Ours."""


def page(
    assessment: Assessment,
    *,
    form: Literal["short", "long"] = "short",
    language: str = "en",
) -> str:
    """A draft of one form of the checklist, as Markdown.

    Args:
        assessment: The answers.
        form: `short` (five items) or `long` (34 items).
        language: Which file of words to use.

    Raises:
        RecordError: If there is no such form or language (`option-unknown`).
    """
    if form not in FORMS:
        raise RecordError(
            [
                Issue(
                    code="option-unknown",
                    found=f"found the form {form!r}",
                    expected=one_of(list(FORMS), word=form),
                )
            ]
        )
    telling = Telling(assessment, labels(language))
    words = telling.words
    sections = tuple(
        Section(
            f"gripp2-{number}",
            f"{number}. {words(f'gripp2.{form}.section.{number}')}",
            tuple(block for item in items for block in _item(telling, form, *item)),
        )
        for number, items in FORMS[form].items()
    )
    return markdown.write(
        Document(
            title=(words(f"gripp2.{form}.title"), " ", Said(assessment.title)),
            language=words("language"),
            foreword=(Paragraph(words("gripp2.text"), "note"),),
            sections=sections,
            colophon=words("gripp2.source"),
        )
    )


def _item(
    telling: Telling, form: str, number: str, tellers: tuple[Teller, ...]
) -> list[Block]:
    """One item: its topic, what it asks for, and what the record holds for it."""
    words = telling.words
    lines = [line for teller in tellers for line in teller(telling)]
    asks = words(f"gripp2.{form}.item.{number}")
    head: list[Block] = [Heading(f"{number}: {asks}")]
    if lines:
        return [*head, Bullets(tuple(lines))]
    missing = "gripp2.missing" if tellers else "gripp2.authors"
    return [*head, Paragraph(words(missing))]


# --- what a record can hold for an item --------------------------------------


def _aims(telling: Telling) -> Lines:
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
    return lines + _rationales(telling)


def _rationales(telling: Telling) -> Lines:
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


def _statements(telling: Telling) -> Lines:
    """What the actors said of involvement, in their own words."""
    return [
        (*_named(telling, one.actor), ": “", Said(one.statement), "”")
        for one in _views(telling)
        if one.statement
    ]


def _design(telling: Telling) -> Lines:
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


def _people(telling: Telling) -> Lines:
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


def _stages(telling: Telling) -> Lines:
    return [
        (*_named(telling, one.id), ": ", telling.word(one.phase))
        for one in _activities(telling)
        if one.phase != "unknown"
    ]


def _levels(telling: Telling) -> Lines:
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


def _scales(telling: Telling) -> Lines:
    return [
        f"{one.title}, {telling.words('gripp2.version', version=one.version)}: "
        f"{one.citation}"
        for one in telling.assessment.scales.values()
    ]


def _evidence(*methods: str) -> Teller:
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


def _claims(telling: Telling) -> Lines:
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


def _outcomes(telling: Telling) -> Lines:
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


def _extent(telling: Telling) -> Lines:
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


def _costs(telling: Telling) -> Lines:
    words, spent = telling.words, telling.assessment.findings.resources
    lines: Lines = []
    for one in spent.by_activity:
        hours = [] if one.hours is None else [words("costs.n_hours", hours=one.hours)]
        money = [f"{amount:f} {currency}" for currency, amount in one.money.items()]
        said = ", ".join([*hours, *money]) or words("gripp2.no_figures")
        lines.append((*_named(telling, one.of), ": ", said))
    return lines


def _factors(*, context: bool | None = None) -> Teller:
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


def _setting(telling: Telling) -> Lines:
    setting = telling.programme.setting
    return [Said(setting.strip())] if setting else []


def _ended(telling: Telling) -> Lines:
    """Inputs of users that ended, and why."""
    lines: Lines = []
    for one, fate in telling.assessment.trace.contributions.items():
        if fate.died is not None and fate.side in ("user", "joint"):
            said = telling.words("node.ended", why=telling.word(fate.died.why))
            lines.append((*_named(telling, one), ": ", said))
    return lines


def _differences(telling: Telling) -> Lines:
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


def _ratings(telling: Telling) -> Lines:
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


if TYPE_CHECKING:
    from involvement.record.activity import Activity
    from involvement.record.evidence import Interpretation

    Teller = Callable[[Telling], Lines]

FORMS: dict[str, dict[str, list[tuple[str, tuple[Teller, ...]]]]] = {
    "short": {
        "1": [("1", (_aims,))],
        "2": [("2", (_design, _people, _levels))],
        "3": [("3", (_outcomes, _claims))],
        "4": [("4", (_extent, _claims))],
        "5": [("5", (_factors(), _ended, _differences))],
    },
    "long": {
        "1": [
            ("1a", (_aims,)),
            ("1b", (_design,)),
            ("1c", (_claims, _outcomes)),
            ("1d", ()),
            ("1e", ()),
        ],
        "2": [
            ("2a", (_statements,)),
            ("2b", (_rationales,)),
            ("2c", (_scales,)),
        ],
        "3": [("3", (_aims,))],
        "4": [
            ("4a", (_design,)),
            ("4b", (_people,)),
            ("4c", (_stages,)),
            ("4d", (_levels,)),
        ],
        "5": [
            ("5a", (_evidence("interview", "observation", "document"),)),
            ("5b", (_evidence("survey", "administrative_data"),)),
            ("5c", (_claims,)),
        ],
        "6": [("6", (_costs,))],
        "7": [
            ("7a", (_outcomes,)),
            ("7b", (_claims, _extent)),
            ("7c", (_setting, _factors(context=True))),
            ("7d", (_factors(context=False),)),
            ("7ei", ()),
            ("7eii", ()),
            ("7f", (_ratings,)),
            ("7g", (_costs,)),
        ],
        "8": [
            ("8a", ()),
            ("8b", ()),
            ("8c", ()),
            ("8d", ()),
            ("8e", ()),
            ("8f", ()),
            ("8g", ()),
            ("8h", ()),
            ("8i", (_ended, _differences, _factors())),
        ],
    },
}
"""Form, section and item, each with what of the record belongs to it.

An item with nothing after it asks for the authors' own thought; no record holds that.
"""
