"""Where people differ: accounts, claims, wishes, signals, ratings, factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.document import (
    Figure,
    Folded,
    Heading,
    Paragraph,
    Said,
    Section,
    Table,
)
from involvement.report.pictures import bars, key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from involvement.patterns.people import Headcount
    from involvement.patterns.ratings import RatingView
    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Block, Text

SIGNAL = ("present", "absent", "unknown")
MOST_SIGNALS = 100
"""Rows of signals by activity; above it the totals have to do."""


def differences(telling: Telling) -> Section:
    """Differences between accounts, and between what is claimed, wanted and seen."""
    words = telling.words
    blocks: list[Block] = [Paragraph(words("views.text"))]
    shown = (_facts(telling), _claimed(telling), _wanted(telling))
    folded = (_levels(telling, ordered=True), _levels(telling, ordered=False))
    blocks += [table for table in shown if table.rows]
    blocks += [Folded(table.caption, (table,)) for table in folded if table.rows]
    if len(blocks) == 1:
        blocks.append(Paragraph(words("views.none")))
    return Section("differences", words("section.differences"), tuple(blocks))


def _version(telling: Telling, activity: str, name: str) -> str:
    """Whose version it is: the record's own, or a reporter's with its basis."""
    score = telling.assessment.activities[activity]
    for voice in score.accounts:
        if voice.name == name and voice.reporter:
            return telling.words(
                "views.voice",
                reporter=telling.title(voice.reporter),
                basis=telling.word(voice.basis),
            )
    return telling.words("views.own")


def _facts(telling: Telling) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = []
    for activity, score in telling.assessment.activities.items():
        for difference in score.fact_differences:
            said: list[str] = []
            for version, value in difference.values.items():
                said += ["; "] if said else []
                who = _version(telling, activity, version)
                said += [Said(who), f": {telling.word(value)}"]
            rows.append(
                (telling.name(activity), words(f"fact.{difference.fact}"), tuple(said))
            )
    head = ("activity", "fact", "said")
    return Table(
        words("views.facts"),
        tuple(words(f"views.{name}") for name in head),
        tuple(rows),
    )


def _levels(telling: Telling, *, ordered: bool) -> Table:
    """Differences on ladders and work, or on scales where several labels may hold."""
    words, assessment = telling.words, telling.assessment
    rows: list[tuple[Text, ...]] = []
    for activity, score in assessment.activities.items():
        for one in score.differences:
            ladder = one.scale in assessment.depth or one.scale == "work"
            if one.scale in assessment.on_request or ladder is not ordered:
                continue
            between = words("grid.or") if ordered else "; "
            versions = (
                (one.first, one.first_possible),
                (one.second, one.second_possible),
            )
            rows.append(
                (
                    telling.name(activity),
                    telling.scale(one.scale),
                    *(
                        (
                            Said(_version(telling, activity, version)),
                            ": ",
                            _possible(telling, one.scale, levels, between),
                        )
                        for version, levels in versions
                    ),
                    telling.word(one.standing),
                    ", ".join(words(f"fact.{fact}") for fact in one.facts)
                    or words("none"),
                )
            )
    caption = words("views.levels") if ordered else words("views.labels")
    head = ("activity", "scale", "first", "second", "standing", "because")
    return Table(caption, tuple(words(f"views.{name}") for name in head), tuple(rows))


def _possible(telling: Telling, scale: str, levels: Iterable[str], between: str) -> str:
    names = [telling.level(scale, level) for level in levels]
    return between.join(names) or telling.words("views.nothing")


def _claimed(telling: Telling) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = [
        (
            telling.name(activity),
            telling.scale(one.scale),
            telling.level(one.scale, one.level),
            _possible(telling, one.scale, one.possible, words("grid.or")),
            telling.word(f"declared_{one.standing}"),
        )
        for activity, score in telling.assessment.activities.items()
        for one in score.declared
    ]
    head = ("activity", "scale", "claimed", "observed", "standing")
    return Table(
        words("views.declared"),
        tuple(words(f"views.{name}") for name in head),
        tuple(rows),
    )


def _wanted(telling: Telling) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = [
        (
            telling.name(activity),
            telling.scale(one.scale),
            telling.level(one.scale, one.level),
            _possible(telling, one.scale, one.possible, words("grid.or")),
            telling.word(one.standing),
        )
        for activity, score in telling.assessment.activities.items()
        for one in score.preferred
    ]
    head = ("activity", "scale", "wanted", "observed", "standing")
    return Table(
        words("views.preferred"),
        tuple(words(f"views.{name}") for name in head),
        tuple(rows),
    )


def signals(telling: Telling) -> Section:
    """Signals of tokenism: how many are present of those known; never a verdict."""
    words, spread = telling.words, telling.assessment.signals
    if not spread.n:
        text = Paragraph(words("brief.nothing"))
        return Section("signals", words("section.signals"), (text,))
    rows = []
    for signal, counts in spread.counts.items():
        known = counts["present"] + counts["absent"]
        tail = words("signals.of", present=counts["present"], known=known)
        rows.append((words(f"signal.{signal}"), counts, tail))
    activities = list(telling.assessment.activities.items())
    each: list[tuple[Text, ...]] = [
        (
            telling.name(one),
            words(
                "signals.of", present=score.signals_present, known=score.signals_known
            ),
            _signals(telling, score.signals, "present"),
            _signals(telling, score.signals, "unknown"),
        )
        for one, score in activities[:MOST_SIGNALS]
    ]
    caption = words("signals.caption")
    if len(activities) > MOST_SIGNALS:
        caption = words("signals.cut", shown=MOST_SIGNALS, n=len(activities))
    head = ("activity", "number", "present", "unknown")
    table = Table(
        caption, tuple(words(f"signals.{name}") for name in head), tuple(each)
    )
    return Section(
        "signals",
        words("section.signals"),
        (
            Paragraph(words("signals.text")),
            Figure(
                "signals-bars",
                words("signals.figure"),
                bars(rows, words=words),
                key(SIGNAL, words=words),
            ),
            Folded(words("figure.table"), (_totals(telling), table)),
        ),
    )


def _totals(telling: Telling) -> Table:
    words = telling.words
    rows = tuple(
        (words(f"signal.{signal}"), *(str(counts[word]) for word in SIGNAL))
        for signal, counts in telling.assessment.signals.counts.items()
    )
    return Table(
        words("signals.figure"),
        (words("signals.signal"), *map(telling.word, SIGNAL)),
        rows,
        frozenset({1, 2, 3}),
    )


def _signals(telling: Telling, found: dict[str, str], word: str) -> str:
    names = [
        telling.words(f"signal.{one}") for one, is_ in found.items() if is_ == word
    ]
    return "; ".join(names) or telling.words("none")


def ratings(telling: Telling) -> Section:
    """People's own judgements, side by side; never a mean, never a level."""
    words, views = telling.words, telling.assessment.ratings
    if not views:
        text = Paragraph(words("ratings.none"))
        return Section("ratings", words("section.ratings"), (text,))
    blocks: list[Block] = [Paragraph(words("ratings.text"))]
    for view in views:
        blocks += _rating(telling, view)
    return Section("ratings", words("section.ratings"), tuple(blocks))


def _rating(telling: Telling, view: RatingView) -> list[Block]:
    words = telling.words
    rows: list[tuple[Text, ...]] = []
    for item in view.items:
        hidden = words("ratings.hidden")
        if item.asked is None:
            given, answered = hidden, hidden
        else:
            counts = [f"{value}: {n}" for value, n in item.counts.items()]
            counts += [words("ratings.some_hidden")] if item.hidden else []
            given = "; ".join(counts) or words("none")
            answered = words("of", k=item.answered, n=item.asked)
            answered = hidden if item.answered is None else answered
        rows.append(
            (
                Said(item.title),
                telling.word(item.side),
                item.when or words.word("unknown"),
                given,
                answered,
                Said(item.anchor) if item.anchor else words("none"),
            )
        )
    about = telling.title(view.about)
    if view.about == telling.programme.id:
        about = telling.assessment.title
    heading = (Said(telling.scale(view.scale)), ": ", Said(about))
    head = ("item", "side", "when", "given", "answered", "anchor")
    blocks: list[Block] = [
        Heading(heading),
        Table(
            words("ratings.caption"),
            tuple(words(f"ratings.{name}") for name in head),
            tuple(rows),
        ),
    ]
    blocks += [Paragraph(Said(warning), "note") for warning in view.warnings]
    return blocks


def factors(telling: Telling) -> Section:
    """What helped and hindered, as recorded."""
    words, found = telling.words, telling.assessment.findings.factors
    if not telling.programme.factors:
        text = Paragraph(words("factors.none"))
        return Section("factors", words("section.factors"), (text,))
    rows: list[tuple[Text, ...]] = [
        (
            telling.word(use.kind),
            telling.word("yes" if use.seed else "no"),
            telling.counted(use.polarity.items()),
            str(use.beside.n),
            telling.ids(use.evidence),
        )
        for use in found
    ]
    head = ("kind", "seed", "polarity", "beside", "evidence")
    table = Table(
        words("factors.caption"),
        tuple(words(f"factors.{name}") for name in head),
        tuple(rows),
        frozenset({3}),
    )
    notes: list[tuple[Text, ...]] = [
        (
            Said(factor.note or factor.id),
            telling.word(factor.kind),
            telling.word(factor.polarity),
            telling.titles(sorted(factor.affects)),
        )
        for factor in sorted(telling.programme.factors, key=lambda one: one.id)
    ]
    each = Table(
        words("factors.each"),
        tuple(words(f"factors.{h}") for h in ("note", "kind", "polarity", "affects")),
        tuple(notes),
    )
    return Section(
        "factors",
        words("section.factors"),
        (
            Paragraph(words("factors.text")),
            table,
            Folded(words("factors.each"), (each,)),
        ),
    )


def people(telling: Telling) -> Section:
    """Who took part, with small counts hidden."""
    words, found = telling.words, telling.assessment.findings.people
    if not found.n:
        text = Paragraph(words("people.none"))
        return Section("people", words("section.people"), (text,))
    blocks: list[Block] = [
        Paragraph(words("people.text", k=found.k)),
        Paragraph(
            words("people.counted", counted=words("of", k=found.counted, n=found.n))
        ),
    ]
    blocks += [
        _heads(telling, name, getattr(found, name))
        for name in ("sides", "roles", "groups")
    ]
    return Section("people", words("section.people"), tuple(blocks))


def _heads(telling: Telling, name: str, counts: Iterable[Headcount]) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = [
        (
            Said(" / ".join(telling.word(part) for part in one.of.split("/")))
            if name != "groups"
            else Said(one.of),
            telling.word(one.word) if one.count is None else str(one.count),
        )
        for one in counts
    ]
    return Table(
        words(f"people.{name}"),
        (words("people.of"), words("people.number")),
        tuple(rows),
        frozenset({1}),
    )
