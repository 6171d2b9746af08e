"""The programme in three sentences, what is not known, and who started what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.document import (
    Bullets,
    Figure,
    Folded,
    Paragraph,
    Said,
    Section,
    Table,
)
from involvement.report.markup import join
from involvement.report.pictures import bars, key

if TYPE_CHECKING:
    from involvement.patterns.overview import SideSpread
    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Block, Text

SIDES = ("user", "professional", "joint", "external", "unknown")
CLAIMED = ("supported", "strong")


def foreword(telling: Telling) -> tuple[Block, ...]:
    """What the programme is, in the record's own words."""
    programme = telling.programme
    blocks: list[Block] = []
    if programme.description:
        blocks.append(Paragraph(Said(programme.description.strip()), "lead"))
    if programme.setting:
        blocks.append(Paragraph(Said(programme.setting.strip())))
    if programme.citation:
        cited = telling.words("brief.cite")
        blocks.append(
            Paragraph((cited, " ", Said(programme.citation.strip())), "small")
        )
    return tuple(blocks)


def brief(telling: Telling) -> Section:
    """Three sentences, and what is not known."""
    words = telling.words
    blocks: list[Block] = [
        Paragraph(_who(telling), "lead"),
        Paragraph(_deep(telling), "lead"),
        Paragraph(_led_to(telling), "lead"),
        Paragraph(words("brief.unknown")),
        Bullets(tuple(_unknown(telling))),
    ]
    return Section("brief", words("section.brief"), tuple(blocks))


def _spread(telling: Telling, what: str) -> SideSpread:
    return next(one for one in telling.assessment.initiative if one.what == what)


def _who(telling: Telling) -> Text:
    words = telling.words
    started, led = _spread(telling, "initiated"), _spread(telling, "led")
    if not started.n:
        return words("brief.nothing")
    return words(
        "brief.who",
        activities=words.count("count.activities", started.n),
        started=_share(telling, started, "started"),
        led=_share(telling, led, "led"),
    )


def _share(telling: Telling, spread: SideSpread, done: str) -> str:
    """How often it was professionals; a share of none is no share."""
    if not spread.answered:
        return telling.words(f"brief.not_{done}")
    return telling.words(
        f"brief.{done}", n=spread.counts["professional"], known=spread.answered
    )


def _deep(telling: Telling) -> Text:
    words, work = telling.words, telling.assessment.work
    ladders = telling.ladders()
    if not ladders or not work.n:
        return words("brief.no_depth")
    depth = telling.assessment.depth[ladders[0]]
    kinds = [s.levels[0] for s in work.sets if len(s.levels) == 1]
    return words(
        "brief.deep",
        scale=telling.scale(ladders[0]),
        single=depth.single,
        several=depth.several,
        none=depth.none,
        n=depth.n,
        work=", ".join(telling.level("work", kind).lower() for kind in kinds)
        or words("brief.no_work"),
    )


def _led_to(telling: Telling) -> Text:
    words = telling.words
    funnel = next((f for f in telling.assessment.funnels if f.of == "user"), None)
    if funnel is None:
        unmade = [f.n for f in telling.assessment.funnels if f.of == "unknown"]
        if not unmade:
            return words("brief.no_inputs")
        inputs = words.count("count.inputs", sum(unmade))
        return words("brief.unmade_inputs", inputs=inputs)
    told = sum(
        len(ids)
        for closure, ids in funnel.closure.items()
        if closure in ("closed_change", "closed_decision", "acknowledged")
    )
    claims = [
        change.users.claim for change in telling.assessment.trace.changes.values()
    ]
    return words(
        "brief.led_to",
        inputs=words.count("count.inputs", funnel.n),
        changed=len(funnel.reached["changed"]),
        told=told,
        supported=sum(claim in CLAIMED for claim in claims),
        changes=words.count("count.changes", len(claims)),
    )


def _unknown(telling: Telling) -> list[Text]:
    """The gaps, each with how many cases they leave open."""
    words, assessment = telling.words, telling.assessment
    found: list[Text] = [
        words(
            f"unknown.{spread.what}",
            open=spread.n - spread.answered,
            n=spread.n,
        )
        for spread in assessment.initiative
        if spread.answered < spread.n
    ]
    untraced = sum(view.grade is None for view in assessment.outcomes)
    if untraced:
        found.append(
            words("unknown.outcomes", open=untraced, n=len(assessment.outcomes))
        )
    if assessment.questions:
        asked = words.count("count.questions", len(assessment.questions))
        found.append(words("unknown.questions", questions=asked))
    if not programme_has_harm(telling):
        found.append(words("unknown.harm"))
    return found or [words("unknown.nothing")]


def programme_has_harm(telling: Telling) -> bool:
    """Whether any outcome records a harm, or that one was looked for."""
    return any(
        view.valence in ("negative", "mixed", "none")
        for view in telling.assessment.outcomes
    )


def starting(telling: Telling) -> Section:
    """Who initiated, led, set the agenda and the scope."""
    words, assessment = telling.words, telling.assessment
    spreads = assessment.initiative
    if not assessment.activities:
        return Section(
            "who", words("section.who"), (Paragraph(words("brief.nothing")),)
        )
    rows = [
        (
            words(f"what.{one.what}"),
            one.counts,
            words("count.answered", answered=one.answered, n=one.n),
        )
        for one in spreads
    ]
    table = Table(
        words("who.caption"),
        (
            words("who.what"),
            *(words.word(side) for side in SIDES),
            words("who.answered"),
        ),
        tuple(
            (
                words(f"what.{one.what}"),
                *(str(one.counts[side]) for side in SIDES),
                words("of", k=one.answered, n=one.n),
            )
            for one in spreads
        ),
        frozenset(range(1, 7)),
    )
    return Section(
        "who",
        words("section.who"),
        (
            Paragraph(words("who.text")),
            Figure(
                "who-bars",
                words("who.figure"),
                bars(rows, words=words),
                join(key(SIDES, words=words)),
            ),
            Folded(words("figure.table"), (table,)),
            Folded(words("who.each"), (_each(telling),)),
        ),
    )


def _each(telling: Telling) -> Table:
    """Every activity with its four sides and the flags that hold."""
    words = telling.words
    rows: list[tuple[Text, ...]] = []
    for one, score in telling.assessment.activities.items():
        start = score.initiative
        flags = [
            telling.word(flag) for flag, word in start.flags.items() if word == "yes"
        ]
        sides = (start.initiated, start.led, start.agenda, start.scope)
        rows.append(
            (
                telling.name(one),
                *(telling.word(side) for side in sides),
                "; ".join(flags) or words("none"),
            )
        )
    head = [words(f"what.{what}") for what in ("initiated", "led", "agenda", "scope")]
    return Table(
        words("who.each"),
        (words("one.activities"), *head, words("who.flags")),
        tuple(rows),
    )
