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
from involvement.report import gripp2_lines as lines
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
    from involvement.report.document import Block


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
    telling: Telling, form: str, number: str, tellers: tuple[lines.Teller, ...]
) -> list[Block]:
    """One item: its topic, what it asks for, and what the record holds for it."""
    words = telling.words
    told = [line for teller in tellers for line in teller(telling)]
    asks = words(f"gripp2.{form}.item.{number}")
    head: list[Block] = [Heading(f"{number}: {asks}")]
    if told:
        return [*head, Bullets(tuple(told))]
    missing = "gripp2.missing" if tellers else "gripp2.authors"
    return [*head, Paragraph(words(missing))]


# --- what a record can hold for an item --------------------------------------


FORMS: dict[str, dict[str, list[tuple[str, tuple[lines.Teller, ...]]]]] = {
    "short": {
        "1": [("1", (lines.aims,))],
        "2": [("2", (lines.design, lines.people, lines.levels))],
        "3": [("3", (lines.outcomes, lines.claims))],
        "4": [("4", (lines.extent, lines.claims))],
        "5": [("5", (lines.factors(), lines.ended, lines.differences))],
    },
    "long": {
        "1": [
            ("1a", (lines.aims,)),
            ("1b", (lines.design,)),
            ("1c", (lines.claims, lines.outcomes)),
            ("1d", ()),
            ("1e", ()),
        ],
        "2": [
            ("2a", (lines.statements,)),
            ("2b", (lines.rationales,)),
            ("2c", (lines.scales,)),
        ],
        "3": [("3", (lines.aims,))],
        "4": [
            ("4a", (lines.design,)),
            ("4b", (lines.people,)),
            ("4c", (lines.stages,)),
            ("4d", (lines.levels,)),
        ],
        "5": [
            ("5a", (lines.evidence("interview", "observation", "document"),)),
            ("5b", (lines.evidence("survey", "administrative_data"),)),
            ("5c", (lines.claims,)),
        ],
        "6": [("6", (lines.costs,))],
        "7": [
            ("7a", (lines.outcomes,)),
            ("7b", (lines.claims, lines.extent)),
            ("7c", (lines.setting, lines.factors(context=True))),
            ("7d", (lines.factors(context=False),)),
            ("7ei", ()),
            ("7eii", ()),
            ("7f", (lines.ratings,)),
            ("7g", (lines.costs,)),
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
            ("8i", (lines.ended, lines.differences, lines.factors())),
        ],
    },
}
"""Form, section and item, each with what of the record belongs to it.

An item with nothing after it asks for the authors' own thought; no record holds that.
"""
