"""Who gained or was harmed, who was told, whose knowledge counted, what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.chapters.telling import between
from involvement.report.document import Figure, Folded, Paragraph, Section, Table
from involvement.report.pictures import Axis, Group, grid

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from involvement.patterns.resources import Outlay
    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Block, Text

VALENCES = ("positive", "negative", "mixed", "none", "unknown")


def outcomes(telling: Telling) -> Section:
    """Services and persons side by side, by the evidence for each outcome."""
    words, views = telling.words, telling.assessment.outcomes
    if not views:
        text = Paragraph(words("outcomes.nothing"))
        return Section("outcomes", words("section.outcomes"), (text,))
    rows = [
        (group, valence)
        for group in ("service", "personal", "other")
        for valence in VALENCES
        if (group != "other" and valence in ("positive", "negative"))
        or any((v.group, v.valence) == (group, valence) for v in views)
    ]
    down = Axis(
        words("outcomes.for"),
        tuple(
            words(
                "outcomes.row",
                group=words(f"group.{group}"),
                valence=words(f"valence.{valence}"),
            )
            for group, valence in rows
        ),
    )
    across = Axis(
        words("outcomes.evidence"),
        (words("outcomes.no_trail"), *(words(f"grade.short.{k}") for k in range(5))),
        frozenset({0}),
    )
    cells: dict[tuple[int, int], list[str]] = {}
    for view in views:
        row = rows.index((view.group, view.valence))
        column = 0 if view.grade is None else view.grade + 1
        cells.setdefault((row, column), []).append(view.title)
    groups = [
        Group(row, (column,), certain=True, members=tuple(names))
        for (row, column), names in sorted(cells.items())
    ]
    title = words("outcomes.figure")
    picture = grid(
        down, across, groups, prefix="outcomes-grid", title=title, words=words
    )
    return Section(
        "outcomes",
        words("section.outcomes"),
        (
            Paragraph(words("outcomes.text")),
            Figure("outcomes-grid", title, picture),
            _outcome_table(telling),
        ),
    )


def _outcome_table(telling: Telling) -> Table:
    words = telling.words
    recorded = {one.id: one for one in telling.programme.outcomes}
    rows: list[tuple[Text, ...]] = [
        (
            telling.name(view.id),
            words(f"group.{view.group}"),
            f"{telling.word(view.family)}: {telling.word(view.kind)}",
            words(f"valence.{view.valence}"),
            telling.said(recorded[view.id].beneficiaries),
            telling.word(recorded[view.id].intended),
            words("outcomes.no_trail")
            if view.grade is None
            else words(f"grade.short.{view.grade}"),
        )
        for view in telling.assessment.outcomes
    ]
    head = ("outcome", "for", "kind", "valence", "whom", "intended", "evidence")
    return Table(
        words("outcomes.caption"),
        tuple(words(f"outcomes.{name}") for name in head),
        tuple(rows),
    )


def told(telling: Telling) -> Section:
    """Who was told what became of their input."""
    words = telling.words
    rows: list[tuple[Text, ...]] = [
        (
            words(f"inputs.side.{funnel.of}"),
            telling.word(closure),
            words("of", k=len(ids), n=funnel.n),
            telling.titles(ids),
        )
        for funnel in telling.assessment.funnels
        for closure, ids in funnel.closure.items()
    ]
    sent: list[tuple[Text, ...]] = [
        (
            telling.name(one.id),
            telling.name(one.about) if one.about else words.word("unknown"),
            telling.titles(sorted(one.to)),
            telling.word(one.reasoned),
        )
        for one in sorted(telling.programme.feedback, key=lambda one: one.id)
    ]
    blocks: list[Block] = [Paragraph(words("told.text"))]
    if not rows:
        blocks.append(Paragraph(words("inputs.none")))
    head = ("whose", "closure", "number", "inputs")
    blocks.append(
        Table(
            words("told.caption"), tuple(words(f"told.{h}") for h in head), tuple(rows)
        )
    )
    head = ("feedback", "about", "to", "reasoned")
    sent_table = Table(
        words("told.sent"), tuple(words(f"told.{h}") for h in head), tuple(sent)
    )
    if sent:
        blocks.append(Folded(words("told.sent"), (sent_table,)))
    return Section("told", words("section.told"), tuple(blocks))


def knowledge(telling: Telling) -> Section:
    """Whose knowledge was offered, how it was treated and how far it came."""
    words, uses = telling.words, telling.assessment.findings.knowledge
    if not uses:
        text = Paragraph(words("knowledge.none"))
        return Section("knowledge", words("section.knowledge"), (text,))
    rows: list[tuple[Text, ...]] = [
        (
            telling.word(use.knowledge),
            str(use.n),
            telling.counted(use.offered.items()),
            telling.counted(use.treatment.items()),
            *(
                words(
                    "knowledge.share",
                    share=between(share.low, share.high),
                    k=share.answered,
                    n=share.n,
                )
                for share in (use.used, use.reached, use.supported)
            ),
        )
        for use in uses
    ]
    head = ("kind", "n", "offered", "treated", "used", "reached", "supported")
    table = Table(
        words("knowledge.caption"),
        tuple(words(f"knowledge.{name}") for name in head),
        tuple(rows),
        frozenset({1}),
    )
    return Section(
        "knowledge",
        words("section.knowledge"),
        (Paragraph(words("knowledge.text")), table),
    )


def costs(telling: Telling) -> Section:
    """Hours and money, each currency by itself; what is undefined says so."""
    words, spent = telling.words, telling.assessment.findings.resources
    if not spent.costed:
        text = Paragraph(words("costs.none", n=spent.n))
        return Section("costs", words("section.costs"), (text,))
    traced = str(spent.traced)
    if spent.traced != spent.traced_high:
        traced = words("to", low=spent.traced, high=spent.traced_high)
    per_change = (
        words("costs.undefined", why=spent.why)
        if spent.per_traced_change is None
        else _amount(telling, spent.per_traced_change)
    )
    blocks: list[Block] = [
        Paragraph(
            words(
                "costs.text",
                costed=words("of", k=spent.costed, n=spent.n),
                total=_amount(telling, spent.total),
            )
        ),
        Paragraph(words("costs.per_change", traced=traced, amount=per_change)),
        _outlays(telling, words("costs.by_side"), words("costs.side"), spent.by_side),
        _outlays(telling, words("costs.by_item"), words("costs.item"), spent.by_item),
    ]
    rows: list[tuple[Text, ...]] = [
        (telling.name(one.of), *_figures(telling, one)) for one in spent.by_activity
    ]
    table = Table(
        words("costs.by_activity"),
        (words("one.activities"), *_head(telling)),
        tuple(rows),
    )
    blocks.append(Folded(words("costs.by_activity"), (table,)))
    return Section("costs", words("section.costs"), tuple(blocks))


def _head(telling: Telling) -> tuple[str, ...]:
    return tuple(telling.words(f"costs.{name}") for name in ("hours", "money", "lines"))


def _outlays(
    telling: Telling, caption: str, first: str, outlays: Iterable[Outlay]
) -> Table:
    rows = tuple((telling.word(one.of), *_figures(telling, one)) for one in outlays)
    return Table(caption, (first, *_head(telling)), rows, frozenset({1, 2, 3}))


def _figures(telling: Telling, one: Outlay) -> tuple[str, str, str]:
    words = telling.words
    lines = str(one.n)
    if one.without:
        lines = words("costs.without", n=one.n, without=one.without)
    hours = words("none") if one.hours is None else _hours(one.hours)
    return hours, ", ".join(_money(one)) or words("none"), lines


def _hours(hours: Decimal) -> str:
    text = f"{hours:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(one: Outlay) -> list[str]:
    return [f"{amount:f} {currency}" for currency, amount in one.money.items()]


def _amount(telling: Telling, one: Outlay) -> str:
    words = telling.words
    hours = [] if one.hours is None else [_hours(one.hours)]
    parts = [words("costs.n_hours", hours=text) for text in hours]
    return ", ".join([*parts, *_money(one)]) or words("none")
