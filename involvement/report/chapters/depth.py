"""How deep activities went: sets on two axes, never one ladder, never an average."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.document import (
    Figure,
    Folded,
    Heading,
    Paragraph,
    Section,
    Table,
)
from involvement.report.markup import tag
from involvement.report.pictures import Axis, Group, grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Block, Text
    from involvement.scoring.activity import ActivityScore
    from involvement.scoring.verdicts import Verdict

SIDES = ("user", "professional", "joint", "external", "unknown")
TECHNICALITY = ("low", "medium", "high", "unknown")
CLINICIANS = ("none", "some", "dominant", "unknown")
RIGHTS = (
    "user",
    "shared",
    "professional_after_advice",
    "professional",
    "external",
    "none",
    "unknown",
)


def depths(telling: Telling) -> Section:
    """Initiative against depth, one picture a scale."""
    words = telling.words
    if not telling.activities:
        text = Paragraph(words("brief.nothing"))
        return Section("depth", words("section.depth"), (text,))
    blocks: list[Block] = [Paragraph(words("depth.text"))]
    for place, scale in enumerate(telling.ladders()):
        shown = _against(
            telling,
            scale,
            id_=f"depth-{scale}",
            title=words("depth.figure", scale=telling.scale(scale)),
            down=_axis(telling, words("depth.initiated"), SIDES),
            cases=[
                (SIDES.index(score.initiative.initiated), telling.title(one), score)
                for one, score in telling.assessment.activities.items()
            ],
        )
        if place == 0:
            blocks += [*shown, Folded(words("figure.table"), (_sets(telling, scale),))]
        else:
            title = telling.scale(scale)
            blocks.append(Folded(title, (*shown, _sets(telling, scale))))
    blocks.append(Folded(words("depth.each"), (_every(telling),)))
    blocks += _labels(telling)
    return Section("depth", words("section.depth"), tuple(blocks))


def areas(telling: Telling) -> Section:
    """Depth by area, against how technical it is and how far clinicians define it."""
    words, assessment = telling.words, telling.assessment
    found = {area.id: area for area in telling.programme.areas}
    units = [
        (area, activity)
        for activity in telling.programme.activities
        for area in activity.areas
        if area in found
    ]
    units.sort(key=lambda unit: (unit[1].id, unit[0]))
    ladders = telling.ladders()
    if not units or not ladders:
        text = Paragraph(words("areas.none"))
        return Section("areas", words("section.areas"), (text,))
    scale = ladders[0]
    blocks: list[Block] = [Paragraph(words("areas.text", scale=telling.scale(scale)))]
    for field, order in (
        ("technicality", TECHNICALITY),
        ("clinician_input", CLINICIANS),
    ):
        title = words(f"areas.{field}")
        cases = [
            (
                order.index(getattr(found[area], field)),
                f"{telling.title(activity.id)} ({telling.title(area)})",
                assessment.activities[activity.id],
            )
            for area, activity in units
        ]
        blocks += _against(
            telling,
            scale,
            id_=f"area-{field}".replace("_", "-"),
            title=words(f"areas.figure.{field}", scale=telling.scale(scale)),
            down=_axis(telling, title, order),
            cases=cases,
        )
    blocks.append(Folded(words("figure.table"), (_area_table(telling, scale),)))
    return Section("areas", words("section.areas"), tuple(blocks))


def _area_table(telling: Telling, scale: str) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = []
    for area in sorted(telling.programme.areas, key=lambda area: area.id):
        held = sorted(a.id for a in telling.programme.activities if area.id in a.areas)
        for one in held or [""]:
            verdict = (
                answer(telling, telling.assessment.activities[one].verdicts[scale])
                if one
                else words("none")
            )
            rows.append(
                (
                    telling.name(area.id),
                    telling.word(area.technicality),
                    telling.word(area.clinician_input),
                    telling.word(area.rated_blind),
                    telling.name(one) if one else words("none"),
                    verdict,
                )
            )
    head = ("area", "technicality", "clinician_input", "blind", "activity", "level")
    return Table(
        words("areas.caption"),
        tuple(words(f"areas.{name}") for name in head),
        tuple(rows),
    )


def doing(telling: Telling) -> Section:
    """What users did against who could decide."""
    words = telling.words
    activities = telling.activities
    if not activities:
        text = Paragraph(words("brief.nothing"))
        return Section("doing", words("section.doing"), (text,))
    blocks: list[Block] = [Paragraph(words("doing.text"))]
    blocks += _against(
        telling,
        "work",
        id_="doing-grid",
        title=words("doing.figure"),
        down=_axis(telling, words("doing.rights"), RIGHTS, prefix="right"),
        cases=[
            (RIGHTS.index(activities[one].decision_right), telling.title(one), score)
            for one, score in telling.assessment.activities.items()
        ],
    )
    rows = [
        (
            telling.name(one),
            words(f"right.{activities[one].decision_right}"),
            answer(telling, score.work),
        )
        for one, score in telling.assessment.activities.items()
    ]
    table = Table(
        words("doing.caption"),
        (words("one.activities"), words("doing.rights"), words("doing.work")),
        tuple(rows),
    )
    blocks.append(Folded(words("figure.table"), (table,)))
    return Section("doing", words("section.doing"), tuple(blocks))


def _axis(
    telling: Telling, title: str, codes: Sequence[str], *, prefix: str = "word"
) -> Axis:
    names = tuple(
        telling.words(f"{prefix}.{code}") if prefix != "word" else telling.word(code)
        for code in codes
    )
    apart = frozenset(i for i, code in enumerate(codes) if code == "unknown")
    return Axis(title, names, apart)


def _against(
    telling: Telling,
    scale: str,
    *,
    id_: str,
    title: str,
    down: Axis,
    cases: Sequence[tuple[int, str, ActivityScore]],
) -> list[Block]:
    """The answers on one scale against the rows given."""
    words = telling.words
    levels = list(telling.assessment.scales[scale].levels)
    placed = [(row, name, _verdict(score, scale)) for row, name, score in cases]
    names = [telling.level(scale, one) for one in levels]
    gaps = any(verdict.no_level_fits is not False for *_, verdict in placed)
    across = Axis(
        telling.scale(scale),
        (*names, words("depth.no_level")) if gaps else tuple(names),
        frozenset({len(levels)}),
    )
    picture = grid(
        down, across, _groups(placed, levels), prefix=id_, title=title, words=words
    )
    signs = tag("p", words("depth.signs"), class_="small")
    return [Figure(id_, title, picture, signs)]


def _verdict(score: ActivityScore, scale: str) -> Verdict:
    return score.work if scale == "work" else score.verdicts[scale]


def _groups(
    cases: Iterable[tuple[int, str, Verdict]], levels: Sequence[str]
) -> list[Group]:
    """The cases with the same row and the same answer, together."""
    groups: dict[tuple[int, tuple[int, ...], bool], list[str]] = {}
    for row, name, verdict in cases:
        columns = [levels.index(level) for level in verdict.possible]
        if verdict.no_level_fits is not False:
            columns.append(len(levels))
        certain = len(columns) == 1 or (
            verdict.no_level_fits is False and verdict.certain == verdict.possible
        )
        groups.setdefault((row, tuple(columns), certain), []).append(name)
    return [
        Group(row, columns, certain, tuple(names))
        for (row, columns, certain), names in sorted(groups.items())
    ]


def answer(telling: Telling, verdict: Verdict) -> str:
    """A verdict in words: one level, several that are open, or none that fits."""
    words = telling.words
    names = [telling.level(verdict.scale, level) for level in verdict.possible]
    if verdict.no_level_fits is not False:
        names.append(words("depth.no_level"))
    together = verdict.certain == verdict.possible and verdict.no_level_fits is False
    return words("grid.and" if together else "grid.or").join(names)


def _sets(telling: Telling, scale: str) -> Table:
    """Each set of levels still possible with the activities it fits."""
    words = telling.words
    depth = telling.assessment.depth[scale]
    rows: list[tuple[Text, ...]] = []
    for found in depth.sets:
        names = [telling.level(scale, level) for level in found.levels]
        if found.no_level_fits is not False:
            names.append(words("depth.no_level"))
        rows.append(
            (
                words("grid.or").join(names),
                words("of", k=len(found.activities), n=depth.n),
                telling.titles(found.activities),
            )
        )
    return Table(
        words("depth.caption", scale=telling.scale(scale)),
        (words("depth.possible"), words("depth.number"), words("depth.which")),
        tuple(rows),
    )


def _every(telling: Telling) -> Table:
    """Every activity on every ladder."""
    words, ladders = telling.words, telling.ladders()
    rows = [
        (
            telling.name(one),
            *(answer(telling, score.verdicts[scale]) for scale in ladders),
        )
        for one, score in telling.assessment.activities.items()
    ]
    head = (words("one.activities"), *(telling.scale(scale) for scale in ladders))
    return Table(words("depth.each"), head, tuple(rows))


def _labels(telling: Telling) -> list[Block]:
    """Scales of labels, axes and checks: how often each label holds."""
    words = telling.words
    tables: list[Block] = []
    for scale, spread in telling.assessment.labels.items():
        rows = tuple(
            (
                telling.level(scale, label),
                *(str(counts.get(word, 0)) for word in ("holds", "fails", "unknown")),
            )
            for label, counts in spread.counts.items()
        )
        head = tuple(words(f"labels.{name}") for name in ("label", "holds", "fails"))
        tables.append(
            Table(
                words("labels.caption", scale=telling.scale(scale), n=spread.n),
                (*head, words.word("unknown")),
                rows,
                frozenset({1, 2, 3}),
            )
        )
    return [
        Heading(words("labels.heading")),
        Folded(words("labels.open"), tuple(tables)),
    ]
