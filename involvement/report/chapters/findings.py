"""Whether the pattern of the seed study holds here: ten propositions with bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.chapters.telling import between
from involvement.report.document import (
    Bullets,
    Folded,
    Heading,
    Paragraph,
    Said,
    Section,
    Table,
)

if TYPE_CHECKING:
    from involvement.patterns.answers import Finding
    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Block, Text


def pattern(telling: Telling) -> Section:
    """The ten answers as a table, then each with its figures and its method."""
    words, found = telling.words, telling.assessment.findings
    rows: list[tuple[Text, ...]] = [
        (
            f"{one.id} {one.proposition}",
            telling.word(f"finding_{one.answer}"),
            between(one.low, one.high),
            words("of", k=one.answered, n=one.n),
        )
        for one in found
    ]
    head = ("proposition", "answer", "bounds", "answered")
    table = Table(
        words("findings.caption"),
        tuple(words(f"findings.{name}") for name in head),
        tuple(rows),
    )
    each = tuple(block for one in found for block in _one(telling, one))
    return Section(
        "findings",
        words("section.findings"),
        (Paragraph(words("findings.text")), table, Folded(words("findings.how"), each)),
    )


def _one(telling: Telling, one: Finding) -> list[Block]:
    words = telling.words
    blocks: list[Block] = [
        Heading(f"{one.id} {one.proposition}: {telling.word(f'finding_{one.answer}')}")
    ]
    if one.why:
        blocks.append(Paragraph(Said(one.why)))
    if one.figures:
        blocks.append(Bullets(tuple(Said(line) for line in one.figures)))
    blocks.append(Paragraph(words("findings.method", method=one.method), "small"))
    for name in ("assumptions", "warnings", "decides"):
        lines = getattr(one, name)
        if lines:
            blocks.append(Paragraph(words(f"findings.{name}"), "small"))
            blocks.append(Bullets(tuple(Said(line) for line in lines)))
    return blocks
