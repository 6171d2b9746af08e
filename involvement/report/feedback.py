"""What became of it: one page for each group that put something forward.

Plain words and short sentences, because these pages go to the people themselves.
Nothing is promised and nothing is excused: what is on record is said, and where
nothing is on record, that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report import html as pages
from involvement.report import markdown
from involvement.report.chapters.telling import Telling
from involvement.report.document import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Said,
    Section,
)
from involvement.report.labels import labels

if TYPE_CHECKING:
    from involvement.assessment import Assessment
    from involvement.record.events import Contribution
    from involvement.report.document import Block, Text

HAPPENED, REFUSED, OPEN = "happened", "refused", "open"
"""The three parts of a page."""

_PARTS = {
    "rejected_with_reason": REFUSED,
    "rejected_without_reason": REFUSED,
    "abandoned": REFUSED,
    "reversed": REFUSED,
    "planned_only": HAPPENED,
}
"""Where an input that ended is told of; any other ending is still open."""


def page(assessment: Assessment, *, language: str = "en") -> str:
    """What became of each group's input, as Markdown.

    Raises:
        RecordError: If there is no file of words for the language
            (`option-unknown`).
    """
    return markdown.write(document(assessment, language=language))


def html(assessment: Assessment, *, language: str = "en") -> str:
    """What became of each group's input, as one HTML file, a sheet a group in print.

    Raises:
        RecordError: If there is no file of words for the language
            (`option-unknown`).
    """
    return pages.write(document(assessment, language=language), labels(language))


def document(assessment: Assessment, *, language: str = "en") -> Document:
    """One section a group, in the order of their ids."""
    telling = Telling(assessment, labels(language))
    words = telling.words
    groups: dict[str, list[Contribution]] = {}
    for one in sorted(telling.programme.contributions, key=lambda one: one.id):
        makers = (one.made_by,) if isinstance(one.made_by, str) else one.made_by
        for maker in makers or ("unknown",):
            groups.setdefault(maker, []).append(one)
    sections = tuple(
        _section(telling, number, maker, groups[maker])
        for number, maker in enumerate(sorted(groups), 1)
    )
    foreword: list[Block] = [Paragraph(words("feedback.text"))]
    if not sections:
        foreword.append(Paragraph(words("inputs.none")))
    return Document(
        title=(words("feedback.title"), " ", Said(assessment.title)),
        language=words("language"),
        foreword=tuple(foreword),
        sections=sections,
        colophon=words("feedback.colophon"),
        apart=True,
    )


def _section(
    telling: Telling, number: int, maker: str, said: list[Contribution]
) -> Section:
    words = telling.words
    parts: dict[str, list[Text]] = {HAPPENED: [], REFUSED: [], OPEN: []}
    for one in said:
        part, story = _story(telling, one)
        parts[part].append(("“", Said(one.name), "”: ", *story))
    blocks: list[Block] = [Paragraph(words.count("feedback.count", len(said)))]
    for part, stories in parts.items():
        blocks.append(Heading(words(f"feedback.{part}")))
        if stories:
            blocks.append(Bullets(tuple(stories)))
        else:
            blocks.append(Paragraph(words(f"feedback.no_{part}")))
    known = maker in telling.programme.index
    name = telling.title(maker) if known else telling.word(maker)
    title = words("feedback.group", name=name)
    return Section(f"group-{number}", title, tuple(blocks))


def _story(telling: Telling, one: Contribution) -> tuple[str, tuple[str, ...]]:
    """Which part an input belongs to, and what is on record, in short sentences."""
    words = telling.words
    fate = telling.assessment.trace.contributions[one.id]
    decisions = {item.id: item for item in telling.programme.decisions}
    why = fate.died.why if fate.died else "changed"
    where = fate.died.where if fate.died else fate.changes
    part = _PARTS.get(why, OPEN) if fate.died else HAPPENED
    reasons = [decisions[place].reason for place in where if place in decisions]
    given = [reason for reason in reasons if reason]
    if why == "rejected_without_reason" and given:
        why = "rejected_with_reason"  # some of it was given a reason: that is told
    story: list[str] = [words(f"feedback.why.{why}"), " ", *_row(telling, where), "."]
    for reason in given:
        story += [" ", words("feedback.reason"), " ", Said(reason), "."]
    if fate.untraced_feedback:
        about = {item.id: item.about for item in telling.programme.feedback}
        told = [about[name] or name for name in fate.untraced_feedback]
        story += [" ", words("feedback.untraced"), " ", *_row(telling, told), "."]
    return part, tuple(story)


def _row(telling: Telling, ids: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    text = telling.titles(ids)
    return (text,) if isinstance(text, str) else text
