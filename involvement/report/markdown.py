"""The report as one Markdown page: the same sections, tables in place of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.document import (
    Bullets,
    Folded,
    Heading,
    Ident,
    Paragraph,
    Table,
)
from involvement.report.labels import labels
from involvement.report.markup import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from involvement.assessment import Assessment
    from involvement.report.document import Block, Document, Text


def page(assessment: Assessment, *, language: str = "en") -> str:
    """The whole report as Markdown, with a table wherever the page has a picture.

    Raises:
        RecordError: If there is no file of words for the language
            (`option-unknown`).
    """
    from involvement.report.chapters import document

    return write(document(assessment, labels(language)))


def write(document: Document) -> str:
    """A document as Markdown."""
    lines = [f"# {inline(document.title)}", ""]
    for one in document.foreword:
        lines += block(one)
    for section in document.sections:
        lines += [f"## {inline(section.title)}", ""]
        for one in section.blocks:
            lines += block(one)
    lines.append(inline(document.colophon))
    return "\n".join(lines) + "\n"


def inline(text: Text, *, start: bool = False) -> str:
    """Text in a line, escaped; ids as code."""
    if isinstance(text, Ident):
        return f"`{text}`"
    if isinstance(text, str):
        lead, trail = text[:1] == " ", text[-1:] == " " and len(text) > 1
        return " " * lead + markdown(text, start=start) + " " * trail
    return "".join(inline(part, start=start and not i) for i, part in enumerate(text))


def block(one: Block) -> Iterator[str]:
    """One block as lines, an empty one at the end."""
    if isinstance(one, Paragraph):
        line = inline(one.text, start=True)
        yield f"> {line}" if one.look == "note" else line
        yield ""
    elif isinstance(one, Heading):
        yield f"### {inline(one.text)}"
        yield ""
    elif isinstance(one, Bullets):
        for item in one.items:
            yield f"- {inline(item, start=True)}"
        yield ""
    elif isinstance(one, Table):
        yield from _table(one)
    elif isinstance(one, Folded):
        for part in one.blocks:
            yield from block(part)
    # A figure is left out: the table beside it says the same.


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    yield f"**{inline(table.caption)}**"
    yield ""
    yield _row(table.head)
    marks = ["--:" if i in table.numbers else "---" for i in range(len(table.head))]
    yield f"| {' | '.join(marks)} |"
    for row in table.rows:
        yield _row(row)
    yield ""


def _row(cells: tuple[Text, ...]) -> str:
    return f"| {' | '.join(inline(cell) or ' ' for cell in cells)} |"
