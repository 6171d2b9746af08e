"""The report as one HTML file: no network, no script, nothing beside it.

The order of the text is the order of the page, so it reads the same without style
sheet, aloud, and on paper.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from involvement.report.document import (
    Bullets,
    Figure,
    Heading,
    Ident,
    Paragraph,
    Said,
    Table,
)
from involvement.report.labels import labels
from involvement.report.markup import Safe, join, tag, user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from involvement.assessment import Assessment
    from involvement.report.document import Block, Document, Section, Text
    from involvement.report.labels import Labels


def page(assessment: Assessment, *, language: str = "en") -> str:
    """The whole report on one page.

    Args:
        assessment: The answers.
        language: Which file of words to use.

    Raises:
        RecordError: If there is no file of words for the language
            (`option-unknown`).
    """
    from involvement.report.chapters import document

    return write(document(assessment, labels(language)), labels(language))


def write(document: Document, words: Labels) -> str:
    """A document as one HTML file."""
    return (
        "<!doctype html>\n"
        + tag(
            "html",
            tag(
                "head",
                tag("meta", charset="utf-8"),
                tag(
                    "meta",
                    name="viewport",
                    content="width=device-width, initial-scale=1",
                ),
                tag("meta", name="color-scheme", content="light dark"),
                tag("title", _plain(document.title)),
                tag("style", Safe(style())),
            ),
            "\n",
            tag("body", *_body(document, words)),
            lang=document.language,
        )
        + "\n"
    )


@cache
def style() -> str:
    """The style sheet of every page."""
    text = files("involvement.report").joinpath("style.css")
    return text.read_text(encoding="utf-8")


def _plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(text)


def _body(document: Document, words: Labels) -> Iterable[Safe]:
    entries = [
        tag("li", tag("a", section.title, href=f"#{section.id}"))
        for section in document.sections
    ]
    yield tag("a", words("page.skip"), href="#main", class_="skip")
    yield tag(
        "div",
        tag(
            "header",
            tag("h1", inline(document.title)),
            *(block(one, words) for one in document.foreword),
        ),
        tag(
            "nav",
            tag("h2", words("page.contents"), id="contents"),
            tag("ol", *entries),
            aria_labelledby="contents",
        )
        if entries
        else None,
        tag("main", *(_section(one, words) for one in document.sections), id="main"),
        tag("footer", tag("p", inline(document.colophon), class_="small")),
        class_="wrap apart" if document.apart else "wrap",
    )


def _section(section: Section, words: Labels) -> Safe:
    return join(
        "\n",
        tag(
            "section",
            tag("h2", section.title, id=section.id),
            *(block(one, words) for one in section.blocks),
            aria_labelledby=section.id,
        ),
    )


def inline(text: Text) -> Safe:
    """Text in a line: ids as code, what a user wrote isolated, all of it escaped."""
    if isinstance(text, Ident):
        return tag("code", text)
    if isinstance(text, Said):
        return user(text)
    if isinstance(text, str):
        return join(text)
    return join(*(inline(part) for part in text))


def block(one: Block, words: Labels) -> Safe:
    """One block as HTML."""
    if isinstance(one, Paragraph):
        if one.look == "note":
            return tag("div", tag("p", inline(one.text)), class_="note")
        return tag("p", inline(one.text), class_=one.look or None)
    if isinstance(one, Heading):
        return tag("h3", inline(one.text))
    if isinstance(one, Bullets):
        items = [tag("li", inline(item)) for item in one.items]
        return tag("ul", *items)
    if isinstance(one, Table):
        return _table(one)
    if isinstance(one, Figure):
        return _figure(one, words)
    inner = [block(part, words) for part in one.blocks]
    return tag("details", tag("summary", one.summary), *inner)


def _table(table: Table) -> Safe:
    if not table.rows:
        return Safe("")
    looks = ["n" if i in table.numbers else None for i in range(len(table.head))]
    head = [
        tag("th", name, scope="col", class_=look)
        for name, look in zip(table.head, looks, strict=True)
    ]
    rows = []
    for first, *rest in table.rows:
        cells = [
            tag("td", inline(cell), class_=look)
            for cell, look in zip(rest, looks[1:], strict=True)
        ]
        rows.append(tag("tr", tag("th", inline(first), scope="row"), *cells))
    made = tag(
        "table",
        tag("caption", table.caption),
        tag("thead", tag("tr", *head)),
        tag("tbody", *rows),
    )
    # A table wider than the page scrolls by itself; the keyboard must get there too.
    return tag(
        "div",
        made,
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=table.caption,
    )


def _figure(figure: Figure, words: Labels) -> Safe:
    after = f"{figure.id}-after"
    return tag(
        "figure",
        tag("figcaption", figure.caption),
        tag("a", words("page.skip_picture"), href=f"#{after}", class_="skip"),
        tag(
            "div",
            figure.picture,
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=words("figure.region", caption=figure.caption),
        ),
        figure.key,
        tag("span", id=after),
        class_="wide tall" if figure.wide else None,
    )
