"""The small pictures of a report: bars by side, and answers on a grid of two axes.

They are plain HTML and SVG of our own, not charts of a library: sets have to be drawn
as spans, unknown as unknown, every mark has to be reachable by keyboard, colours have
to follow the reader's theme, and a report has to look the same whatever is installed.
`involvement.report.charts` draws the same figures for papers and slides.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from involvement.report.markup import Safe, shown, tag
from involvement.report.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from involvement.report.labels import Labels

COLUMN, ROW, SPAN = 92.0, 46.0, 22.0
"""Width of a column, height of a row, and what each span adds to a row's height."""

SIDE = 150.0
"""Room for the names of the rows."""


@attrs.frozen
class Group:
    """Cases with the same answer on both axes.

    Attributes:
        row: The number of the row.
        columns: The numbers of the columns that are possible; several make a span.
        certain: Whether every column named holds, rather than may hold.
        members: What the cases are called.
    """

    row: int
    columns: tuple[int, ...]
    certain: bool
    members: tuple[str, ...]


@attrs.frozen
class Axis:
    """The names along one axis; `apart` are those that are no place on the scale."""

    title: str
    names: tuple[str, ...]
    apart: frozenset[int] = frozenset()


def bars(rows: Sequence[tuple[str, Mapping[str, int], str]], *, words: Labels) -> Safe:
    """One bar a row, cut into parts by kind, with the count in each part.

    Args:
        rows: The name of the row, kind to count, and what is said behind the bar.
        words: The language of the kinds.
    """
    made = []
    for name, counts, tail in rows:
        known = {kind: n for kind, n in counts.items() if n}
        story = ", ".join(f"{words.word(kind)} {n}" for kind, n in known.items())
        parts = [
            tag("span", n, class_=f"part k-{kind}", style=f"flex-grow:{n}")
            for kind, n in known.items()
        ]
        bar = tag(
            "div",
            *(parts or [tag("span", words("bars.empty"), class_="part k-empty")]),
            class_="bar",
            role="img",
            tabindex=0,
            aria_label=f"{name}: {story or words('bars.empty')}",
        )
        made.append(
            tag(
                "div",
                tag("div", name, class_="bar-name"),
                bar,
                tag("div", tail, class_="bar-tail"),
                class_="bar-row",
            )
        )
    return tag("div", *made, class_="bars")


def key(kinds: Sequence[str], *, words: Labels) -> Safe:
    """What the parts of bars mean."""
    rows = [
        tag("li", tag("span", class_=f"part k-{kind}"), words.word(kind))
        for kind in kinds
    ]
    return tag("ul", *rows, class_="key", aria_label=words("bars.key"))


def grid(
    down: Axis,
    across: Axis,
    groups: Sequence[Group],
    *,
    prefix: str,
    title: str,
    words: Labels,
) -> Safe:
    """Answers on two axes: a disc where one answer is certain, a span where it is open.

    A disc holds the number of cases. A span has an open ring at every answer that is
    still possible, and the number at its right end. A group with several columns that
    all hold has filled rings.
    """
    lanes = _lanes(len(down.names), groups)
    heads = [wrap(name, COLUMN - 8, 12, lines=4) for name in across.names]
    top = 34 + 15.0 * max((len(head) for head in heads), default=1)
    tops, y = [], top
    for lane in lanes:
        tops.append(y)
        y += ROW + SPAN * max((number for number, _ in lane), default=0)
    width = SIDE + COLUMN * len(across.names) + 12
    marks = [
        _mark(group, tops[row], number, words, down, across)
        for row, lane in enumerate(lanes)
        for number, group in lane
    ]
    return tag(
        "svg",
        tag("title", title, id=f"{prefix}-t"),
        *_frame(down, across, heads, tops, y),
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        class_="grid",
        role="group",
        aria_labelledby=f"{prefix}-t",
        viewBox=f"0 0 {width:.0f} {y + 8:.0f}",
        width=f"{width:.0f}",
        height=f"{y + 8:.0f}",
    )


def _lanes(rows: int, groups: Sequence[Group]) -> list[list[tuple[int, Group]]]:
    """The groups of each row with the lane each is drawn in.

    Discs share the first lane; each span has its own, the first if there is no disc.
    """
    lanes = []
    for row in range(rows):
        here = [group for group in groups if group.row == row]
        discs = [group for group in here if len(group.columns) == 1]
        spans = [group for group in here if len(group.columns) != 1]
        spans.sort(key=lambda group: (group.columns, group.members))
        first = 1 if discs else 0
        lanes.append([*((0, group) for group in discs), *enumerate(spans, start=first)])
    return lanes


def _frame(
    down: Axis,
    across: Axis,
    heads: Sequence[Sequence[str]],
    tops: Sequence[float],
    bottom: float,
) -> list[Safe]:
    """Names of rows and columns and the lines between them."""
    right = SIDE + COLUMN * len(across.names)
    edges = [*tops, bottom]
    top = edges[0]
    made = [
        tag("text", across.title, x=f"{SIDE:.0f}", y=16, class_="axis"),
        tag("text", down.title, x=4, y=f"{top - 6:.0f}", class_="axis"),
    ]
    for i, lines in enumerate(heads):
        x = SIDE + COLUMN * i
        if i in across.apart:
            made.append(_band(x, top, COLUMN, bottom - top))
        made += [
            tag(
                "text",
                line,
                x=f"{x + COLUMN / 2:.0f}",
                y=f"{34 + 15 * n:.0f}",
                class_="head",
            )
            for n, line in enumerate(lines)
        ]
        made.append(_rule(x, top, x, bottom))
    for row, (y, after) in enumerate(pairwise(edges)):
        if row in down.apart:
            made.append(_band(0, y, right, after - y))
        made.append(_rule(0, y, right, y))
        lines = wrap(down.names[row], SIDE - 12, 12.5, lines=2)
        made += [
            tag("text", line, x=4, y=f"{y + 27 - 7 * (len(lines) - 1) + 15 * n:.0f}")
            for n, line in enumerate(lines)
        ]
    made.append(_rule(0, bottom, right, bottom))
    return made


def _band(x: float, y: float, width: float, height: float) -> Safe:
    return tag(
        "rect",
        x=f"{x:.0f}",
        y=f"{y:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        class_="apart",
    )


def _rule(x0: float, y0: float, x1: float, y1: float) -> Safe:
    return tag("path", d=f"M{x0:.0f} {y0:.0f}L{x1:.0f} {y1:.0f}", class_="rule")


def _mark(
    group: Group, top: float, lane: int, words: Labels, down: Axis, across: Axis
) -> Safe:
    """A disc or a span with its story."""
    names = [across.names[column] for column in group.columns]
    between = words("grid.and") if group.certain else words("grid.or")
    story = words.count(
        "grid.story",
        len(group.members),
        row=down.names[group.row],
        columns=between.join(names),
        members="; ".join(shown(member) for member in group.members),
    )
    middles = [SIDE + COLUMN * (column + 0.5) for column in group.columns]
    count = len(group.members)
    if len(middles) == 1:
        shapes = _disc(middles[0], top + ROW / 2, count)
    else:
        shapes = _span(middles, top + ROW / 2 + SPAN * lane, count)
    look = "certain" if group.certain else "open"
    return tag(
        "g",
        tag("title", story),
        *shapes,
        class_=f"case {look}",
        role="img",
        tabindex=0,
    )


def _disc(x: float, y: float, count: int) -> list[Safe]:
    """A disc whose area goes with the count, up to the height of the row."""
    radius = min(21.0, 8.5 + 2.6 * (count**0.5))
    return [
        tag("circle", cx=f"{x:.0f}", cy=f"{y:.0f}", r=f"{radius:.1f}", class_="disc"),
        tag("text", count, x=f"{x:.0f}", y=f"{y + 4.5:.1f}", class_="n"),
    ]


def _span(middles: Sequence[float], y: float, count: int) -> list[Safe]:
    """A bar over the range, a ring at each possible answer, the count behind it."""
    first, last = middles[0], middles[-1]
    return [
        tag(
            "rect",
            x=f"{first - 8:.0f}",
            y=f"{y - 8:.0f}",
            width=f"{last - first + 16:.0f}",
            height=16,
            rx=8,
            class_="range",
        ),
        *(
            tag("circle", cx=f"{x:.0f}", cy=f"{y:.0f}", r=4.5, class_="ring")
            for x in middles
        ),
        tag("text", count, x=f"{last + 13:.0f}", y=f"{y + 4:.0f}", class_="count"),
    ]
