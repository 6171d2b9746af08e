"""What to ask next: the facts that would settle most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.document import Folded, Paragraph, Section, Table

if TYPE_CHECKING:
    from involvement.patterns.overview import Question
    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Block, Text

FIRST, MOST = 10, 300
"""Questions shown open, and at most."""


def questions(telling: Telling) -> Section:
    """The first ten open, the rest behind a line."""
    words, asked = telling.words, telling.assessment.questions
    if not asked:
        known = "ask.none" if telling.activities else "ask.nothing"
        text = Paragraph(words(known))
        return Section("ask", words("section.ask"), (text,))
    first = _table(telling, words("ask.caption"), asked[:FIRST])
    blocks: list[Block] = [Paragraph(words("ask.text", n=len(asked))), first]
    rest = asked[FIRST:MOST]
    if rest:
        title = words("ask.rest", shown=len(rest), n=len(asked) - FIRST)
        blocks.append(Folded(title, (_table(telling, title, rest),)))
    return Section("ask", words("section.ask"), tuple(blocks))


def _table(telling: Telling, caption: str, asked: tuple[Question, ...]) -> Table:
    words = telling.words
    rows: list[tuple[Text, ...]] = [
        (
            telling.name(one.activity),
            words(f"fact.{one.fact}"),
            one.question,
            ", ".join(telling.scale(scale) for scale in one.scales),
        )
        for one in asked
    ]
    head = ("activity", "fact", "question", "narrows")
    return Table(caption, tuple(words(f"ask.{name}") for name in head), tuple(rows))
