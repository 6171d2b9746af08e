"""What led to what: the picture, the fate of inputs, what is behind each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.report.chapters.telling import between
from involvement.report.document import (
    Figure,
    Folded,
    Heading,
    Paragraph,
    Said,
    Section,
    Table,
)
from involvement.report.drawing import draw, legend
from involvement.report.pictures import bars
from involvement.report.story import story

if TYPE_CHECKING:
    from involvement.patterns.trails import Funnel
    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Block, Text
    from involvement.report.story import Story

Behind = Any
"""What a trace says of a change; its type lives where a report may not look."""

MOST_ROWS = 6_000
"""Rows of the table of links; above it the strongest are listed, and it says so."""


def trails(telling: Telling) -> Section:
    """The influence picture with all its links as a table."""
    words = telling.words
    if not telling.programme.contributions and not telling.programme.links:
        text = Paragraph(words("trails.none"))
        return Section("influence", words("section.influence"), (text,))
    told = story(telling.assessment, words)
    blocks: list[Block] = [Paragraph(words("trails.text"))]
    if told.left_out or told.links_left_out:
        blocks.append(Paragraph(_left_out(telling, told), "note"))
    picture = draw(
        told.nodes,
        told.lines,
        prefix="inf",
        title=words("trails.figure"),
        description=words("trails.description"),
        words=words,
    )
    figure = Figure(
        "trails", words("trails.caption"), picture, legend(words), wide=True
    )
    blocks += [figure, Folded(words("figure.table"), (_links(telling),))]
    return Section("influence", words("section.influence"), tuple(blocks))


def _left_out(telling: Telling, told: Story) -> str:
    words = telling.words
    lists = ", ".join(
        words(f"left.{name}", n=count) for name, count in told.left_out.items()
    )
    return words(
        "trails.left_out",
        shown=len(told.nodes),
        lists=lists or words("none"),
        links=told.links_left_out,
    )


def _links(telling: Telling) -> Table:
    """Every step with its grade, its state and who stands behind it."""
    words = telling.words
    steps = sorted(
        telling.assessment.trace.steps.values(),
        key=lambda step: (-step.grade, step.source, step.target),
    )
    caption = words("links.caption", n=len(steps))
    if len(steps) > MOST_ROWS:
        caption = words("links.cut", shown=MOST_ROWS, n=len(steps))
    rows: list[tuple[Text, ...]] = []
    for step in steps[:MOST_ROWS]:
        state = [telling.word(step.status)] if step.status != "clear" else []
        state += [words("legend.gap")] if step.gap else []
        rows.append(
            (
                Said(telling.title(step.source)),
                Said(telling.title(step.target)),
                words(f"grade.{step.grade}"),
                "; ".join(state) or words("none"),
                telling.ids(step.ids),
                _sources(telling, step.sources),
            )
        )
    blocking = [link for link in telling.programme.links if link.effect == "blocks"]
    rows += [
        (
            Said(telling.title(link.source)),
            Said(telling.title(link.target)),
            words("links.no_grade"),
            words("legend.blocked"),
            telling.ids([link.id]),
            telling.ids(sorted(link.evidence)),
        )
        for link in sorted(blocking, key=lambda link: link.id)
    ]
    head = ("from", "to", "grade", "state", "ids", "sources")
    return Table(caption, tuple(words(f"links.{name}") for name in head), tuple(rows))


def _sources(telling: Telling, sources: tuple[str, ...]) -> Text:
    parts: list[str] = []
    for source in sources:
        parts += [", "] if parts else []
        parts.append(Said(source))
    return tuple(parts) or telling.words("none")


def inputs(telling: Telling) -> Section:
    """How far inputs came, where they ended, and the log of all of them."""
    words, funnels = telling.words, telling.assessment.funnels
    if not funnels:
        text = Paragraph(words("inputs.none"))
        return Section("inputs", words("section.inputs"), (text,))
    blocks: list[Block] = [Paragraph(words("inputs.text"))]
    for funnel in funnels:
        blocks += _funnel(telling, funnel)
    blocks.append(Heading(words("log.heading")))
    blocks.append(Paragraph(words("log.text"), "small"))
    blocks.append(Folded(words("log.open"), (_log(telling),)))
    return Section("inputs", words("section.inputs"), tuple(blocks))


def _funnel(telling: Telling, funnel: Funnel) -> list[Block]:
    words = telling.words
    title = words.count(f"inputs.of.{funnel.of}", funnel.n)
    rows = [
        (
            words(f"stage.{stage}"),
            {"reached": len(ids), "rest": funnel.n - len(ids)},
            words("of", k=len(ids), n=funnel.n),
        )
        for stage, ids in funnel.reached.items()
    ]
    table = Table(
        title,
        (words("inputs.stage"), words("inputs.came"), words("inputs.which")),
        tuple(
            (
                words(f"stage.{stage}"),
                words("of", k=len(ids), n=funnel.n),
                telling.titles(ids),
            )
            for stage, ids in funnel.reached.items()
        ),
    )
    ended = Table(
        words("inputs.ended"),
        (words("inputs.why"), words("depth.number"), words("inputs.which")),
        tuple(
            (
                telling.word(why),
                words("of", k=len(ids), n=funnel.n),
                telling.titles(ids),
            )
            for why, ids in funnel.ended.items()
        ),
    )
    return [
        Figure(f"funnel-{funnel.of}", title, bars(rows, words=words)),
        Folded(words("figure.table"), (table,)),
        ended,
    ]


def _log(telling: Telling) -> Table:
    """The impact log: every input, what was done with it and what it reached."""
    words = telling.words
    recorded = {one.id: one for one in telling.programme.contributions}
    rows: list[tuple[Text, ...]] = []
    for one, fate in telling.assessment.trace.contributions.items():
        contribution = recorded[one]
        intended = contribution.intended
        rows.append(
            (
                telling.name(one),
                telling.said(contribution.made_by),
                Said(intended) if intended else words.word("unknown"),
                telling.word(contribution.treatment),
                _came(telling, fate),
                telling.word(fate.closure),
            )
        )
    head = ("input", "by", "hoped", "treated", "came", "told")
    return Table(
        words("log.caption"), tuple(words(f"log.{name}") for name in head), tuple(rows)
    )


def _came(telling: Telling, fate: Any) -> Text:
    """How far one input came, what it reached there, and why it ended."""
    words = telling.words
    parts: list[str] = [words(f"stage.{fate.furthest}")]
    reached = fate.changes or fate.decisions
    if reached:
        parts += [": ", *_flat(telling.titles(reached, most=4))]
    if fate.died is not None:
        parts.append(words("log.ended", why=telling.word(fate.died.why)))
    return tuple(parts)


def _flat(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def changes(telling: Telling) -> Section:
    """What is behind each change, and the attempts to bring the claim down."""
    words, found = telling.words, telling.assessment.trace.changes
    if not telling.programme.changes:
        text = Paragraph(words("changes.none"))
        return Section("changes", words("section.changes"), (text,))
    behind = [found[one] for one in sorted(found)]
    blocks: list[Block] = [
        Paragraph(words("changes.text")),
        _claims(telling, behind),
        Paragraph(words("changes.shares_text")),
        _shares(telling, behind),
        Folded(words("changes.hangs"), (_hangs(telling, behind),)),
        Folded(words("challenges.open"), (_challenges(telling, behind),)),
    ]
    rivals = _rivals(telling)
    if rivals.rows:
        blocks.append(rivals)
    return Section("changes", words("section.changes"), tuple(blocks))


def _claims(telling: Telling, behind: list[Behind]) -> Table:
    words = telling.words
    status = {change.id: change.status for change in telling.programme.changes}
    rows = []
    for change in behind:
        users = change.users
        low, high = users.sources_needed.low, users.sources_needed.high
        rows.append(
            (
                telling.name(change.id),
                telling.word(status[change.id]),
                telling.word(users.claim),
                words(f"grade.{users.grade}") if users.path else words("none"),
                str(low) if low == high else words("to", low=low, high=high),
                "; ".join(map(telling.word, users.failed)) or words("none"),
                "; ".join(map(telling.word, users.warnings)) or words("none"),
            )
        )
    head = ("change", "status", "claim", "grade", "sources", "stopped", "warnings")
    return Table(
        words("changes.caption"),
        tuple(words(f"changes.{name}") for name in head),
        tuple(rows),
    )


def _shares(telling: Telling, behind: list[Behind]) -> Table:
    words = telling.words
    kinds = ("user", "professional", "external", "unexplained")
    rows = tuple(
        (
            telling.name(change.id),
            *(
                between(
                    getattr(change.shares, kind).low, getattr(change.shares, kind).high
                )
                for kind in kinds
            ),
            telling.word(change.but_for),
        )
        for change in behind
    )
    head = (
        words("changes.change"),
        *map(telling.word, kinds),
        words("changes.but_for"),
    )
    return Table(words("changes.shares"), head, rows)


def _hangs(telling: Telling, behind: list[Behind]) -> Table:
    """Gatekeepers, the links everything hangs on, and what would settle but-for."""
    words = telling.words
    rows: list[tuple[Text, ...]] = []
    for change in behind:
        links = tuple(one for ids in change.critical_ids for one in ids)
        asked: list[str] = []
        for question in change.questions:
            asked += [", "] if asked else []
            asked += [*_flat(telling.ids([question.id])), f" {question.field}"]
        rows.append(
            (
                telling.name(change.id),
                telling.titles([keeper.id for keeper in change.gatekeepers]),
                telling.ids(links),
                telling.titles(change.users.path),
                tuple(asked) or words("none"),
            )
        )
    head = ("change", "gatekeepers", "critical", "path", "ask")
    return Table(
        words("changes.hangs"),
        tuple(words(f"changes.{name}") for name in head),
        tuple(rows),
    )


def _challenges(telling: Telling, behind: list[Behind]) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = [
        (
            telling.name(change.id),
            telling.word(one.name),
            telling.word(one.result),
            words(
                "challenges.from_to",
                before=telling.word(one.claim_before),
                after=telling.word(one.claim_after),
            ),
        )
        for change in behind
        for one in change.challenges
    ]
    head = ("change", "tried", "result", "claim")
    return Table(
        words("challenges.caption"),
        tuple(words(f"challenges.{name}") for name in head),
        tuple(rows),
    )


def _rivals(telling: Telling) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = [
        (
            telling.name(rival.id),
            telling.name(rival.explains) if rival.explains else words.word("unknown"),
            telling.word(f"rival_{rival.status}"),
            telling.ids(sorted(rival.evidence)),
        )
        for rival in sorted(telling.programme.rivals, key=lambda rival: rival.id)
    ]
    head = ("rival", "explains", "status", "evidence")
    return Table(
        words("rivals.caption"),
        tuple(words(f"rivals.{name}") for name in head),
        tuple(rows),
    )
