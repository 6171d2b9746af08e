"""What a report is made of, whatever it is written as: sections of plain blocks.

The chapters build it once from an assessment; `html` and `markdown` write it down. A
text is a `str` or several in a row; what a user wrote is `Said`, an id is `Ident`, so
that each writer can escape and set them off in its own way.
"""

from __future__ import annotations

import attrs

from involvement.report.markup import Safe


class Said(str):
    """Text a user wrote."""

    __slots__ = ()


class Ident(str):
    """An id of the record."""

    __slots__ = ()


Text = str | tuple[str, ...]
"""Text in one piece or in several."""


@attrs.frozen
class Paragraph:
    """A paragraph; `look` is empty, `lead`, `small` or `note`."""

    text: Text
    look: str = ""


@attrs.frozen
class Bullets:
    """A list of points."""

    items: tuple[Text, ...]


@attrs.frozen
class Table:
    """A table.

    Attributes:
        caption: What it lists.
        head: The names of the columns; the first column names the rows.
        rows: The rows, as long as the head.
        numbers: The columns that hold numbers.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: frozenset[int] = frozenset()


@attrs.frozen
class Figure:
    """A picture with the table that says the same.

    Attributes:
        id: What keeps it apart from the other pictures of the page.
        caption: What it shows, in a sentence that says the main thing.
        picture: HTML or SVG.
        key: What its signs mean, as HTML.
        wide: Whether it wants a page across when printed.
    """

    id: str
    caption: str
    picture: Safe
    key: Safe | None = None
    wide: bool = False


@attrs.frozen
class Folded:
    """Blocks behind a line one opens; they are printed open."""

    summary: str
    blocks: tuple[Block, ...]


@attrs.frozen
class Heading:
    """A heading within a section."""

    text: Text


Block = Paragraph | Bullets | Table | Figure | Folded | Heading


@attrs.frozen
class Section:
    """A chapter: its anchor, its title and its blocks."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@attrs.frozen
class Document:
    """A whole report; `apart` puts each section on a sheet of its own in print."""

    title: Text
    language: str
    foreword: tuple[Block, ...]
    sections: tuple[Section, ...]
    colophon: Text
    apart: bool = False
