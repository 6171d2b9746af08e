"""The influence picture: what led to what, in columns from left to right, as SVG.

Every box and link carries its whole story as its name, so it can be reached and read
by keyboard and screen reader. Signs other than colour (width, dashes, bars, words)
say the same as colour does. Paths light up on focus, click or hover by style sheet
alone: the picture needs no script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.report.layout import Box, Placed, Point, Shape, arrange
from involvement.report.markup import Safe, join, shown, tag
from involvement.report.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from involvement.report.labels import Labels

COLUMNS = ("contributions", "activities", "decisions", "changes", "outcomes")
"""The columns; pressure from outside stands beside the contributions."""

HEAD = 40.0
"""Room above the boxes for the column headings."""

TEXT, SMALL = 12.5, 11.0
"""Font sizes of a box's label and of its other lines."""


@attrs.frozen
class Node:
    """One box of the picture.

    Attributes:
        id: Its id in the record.
        column: Which of `COLUMNS` it stands in, from 0.
        label: What it is called.
        sign: A word above the label, such as its side or status.
        state: `live`, `died` (greyed) or `outside` (pressure from outside).
        notes: Short lines below the label, such as where inputs ended.
        name: The whole story for screen readers and on hover.
    """

    id: str
    column: int
    label: str
    sign: str = ""
    state: str = "live"
    notes: tuple[str, ...] = ()
    name: str = ""


@attrs.frozen
class Line:
    """One link of the picture.

    Attributes:
        source: The id of the box it starts at.
        target: The id of the box it leads to.
        grade: Evidence grade 0-4, which gives its weight.
        status: `live`, `blocked` (it stood in the way) or `refuted`.
        stitched: Whether a chain through it is joined from people none of whom saw
            the whole.
        gap: Whether steps in between are not recorded.
        name: The whole story for screen readers and on hover.
    """

    source: str
    target: str
    grade: int = 0
    status: str = "live"
    stitched: bool = False
    gap: bool = False
    name: str = ""


def draw(
    nodes: Sequence[Node],
    lines: Sequence[Line],
    *,
    prefix: str,
    title: str,
    description: str,
    words: Labels,
) -> Safe:
    """The picture as one `svg` element; ids inside it start with `prefix`.

    Args:
        nodes: The boxes; ids are unique.
        lines: The links between them.
        prefix: What keeps ids of several pictures of one page apart.
        title: The name of the picture.
        description: What it shows, in a sentence or two.
        words: The language of headings.
    """
    shape = Shape()
    texts = {node.id: _texts(node, shape) for node in nodes}
    boxes = [Box(n.id, n.column, _height(texts[n.id])) for n in nodes]
    ends = [(line.source, line.target) for line in lines]
    layout = arrange(boxes, ends, columns=len(COLUMNS), shape=shape)
    numbers = {node.id: number for number, node in enumerate(nodes)}
    lit = _lit(numbers, lines)
    width, height = layout.width, layout.height + HEAD
    body = [
        tag("title", title, id=f"{prefix}-t"),
        tag("desc", description, id=f"{prefix}-d"),
        _headings(nodes, shape, words),
        *(_line(line, layout.routes[i], lit.links[i]) for i, line in enumerate(lines)),
        *(
            _node(
                node,
                layout.boxes[node.id],
                texts[node.id],
                f"{prefix}-{node.id}",
                lit.nodes[node.id],
            )
            for node in nodes
        ),
    ]
    picture = tag(
        "svg",
        *body,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"influence {prefix}",
        role="group",
        aria_labelledby=f"{prefix}-t {prefix}-d",
        viewBox=f"0 0 {_n(width)} {_n(height)}",
        width=_n(width),
        height=_n(height),
    )
    return join(_highlights(prefix, numbers), picture)


def _n(number: float) -> str:
    """A coordinate without needless digits; the same on every machine."""
    return f"{number:.1f}".removesuffix(".0")


# --- boxes -------------------------------------------------------------------


def _texts(node: Node, shape: Shape) -> dict[str, list[str]]:
    room = shape.width - 20
    return {
        "sign": wrap(node.sign, room, SMALL, lines=1),
        "label": wrap(shown(node.label), room, TEXT),
        "note": [
            text for note in node.notes for text in wrap(note, room, SMALL, lines=3)
        ],
    }


_STEPS = {"sign": 14.0, "label": 15.5, "note": 14.0}


def _height(texts: Mapping[str, Sequence[str]]) -> float:
    return 13 + sum(_STEPS[kind] * len(rows) for kind, rows in texts.items())


def _node(
    node: Node,
    place: Placed,
    texts: Mapping[str, Sequence[str]],
    element: str,
    lit: Sequence[int],
) -> Safe:
    x, y = place.x, place.y + HEAD
    rows = []
    down = y + 6
    for kind, texts_of_kind in texts.items():
        for row in texts_of_kind:
            down += _STEPS[kind]
            rows.append(tag("text", row, x=_n(x + 10), y=_n(down - 3), class_=kind))
    return tag(
        "g",
        tag("title", shown(node.name or node.label)),
        tag(
            "rect",
            x=_n(x),
            y=_n(y),
            width=_n(place.width),
            height=_n(place.height),
            rx=9 if node.column == 0 else 3,
        ),
        *rows,
        id=element,
        class_=" ".join(["node", node.state, *(f"h{k}" for k in lit)]),
        role="img",
        tabindex=0,
    )


def _headings(nodes: Sequence[Node], shape: Shape, words: Labels) -> list[Safe]:
    """The name of each column, and that nothing is recorded where it is empty."""
    present = {node.column for node in nodes}
    made = []
    for number, column in enumerate(COLUMNS):
        x = shape.margin + number * (shape.width + shape.between)
        made.append(
            tag("text", words(f"column.{column}"), x=_n(x), y=24, class_="column")
        )
        if number not in present:
            text = words("column.empty")
            made.append(tag("text", text, x=_n(x), y=_n(HEAD + 26), class_="note"))
    return made


# --- links -------------------------------------------------------------------


def _line(line: Line, route: Sequence[Point], lit: Sequence[int]) -> Safe:
    down = [(x, y + HEAD) for x, y in route]
    way = _way(down)
    looks = ["link", f"g{line.grade}", line.status]
    looks += ["stitched"] if line.stitched else []
    looks += [f"h{k}" for k in lit]
    return tag(
        "g",
        tag("title", shown(line.name or f"{line.source} > {line.target}")),
        tag("path", d=way, class_="hit"),
        tag("path", d=way, class_="way"),
        _end(line, down),
        _marks(line, down),
        class_=" ".join(looks),
        role="img",
        tabindex=0,
    )


def _way(points: Sequence[Point]) -> str:
    """A smooth way through the corners: curves between columns, straight beside boxes.

    A link within one column bulges out to the right and comes back.
    """
    start = points[0]
    parts = [f"M{_n(start[0])} {_n(start[1])}"]
    for i in range(0, len(points), 2):
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        if i:
            parts.append(f"H{_n(x0)}")
        bend = (x1 - x0) / 2
        a, b = (x0 + bend, x1 - bend) if bend else (x0 + 34, x1 + 34)
        parts.append(f"C{_n(a)} {_n(y0)} {_n(b)} {_n(y1)} {_n(x1)} {_n(y1)}")
    return "".join(parts)


def _end(line: Line, points: Sequence[Point]) -> Safe:
    """An arrow head where the link leads; a bar where it stood in the way."""
    (x0, _), (x, y) = points[-2], points[-1]
    back = -1 if x > x0 else 1
    if line.status == "blocked":
        at = x + 5 * back
        return tag("path", d=f"M{_n(at)} {_n(y - 7)}v14", class_="bar")
    size = 4.5 + line.grade
    head = (
        f"M{_n(x)} {_n(y)}l{_n(size * back * 1.5)} {_n(-size * 0.75)}v{_n(size * 1.5)}z"
    )
    return tag("path", d=head, class_="head")


def _marks(line: Line, points: Sequence[Point]) -> list[Safe]:
    """Signs half way: cross for refuted, diamond for stitched, strokes for a gap."""
    (x0, y0), (x1, y1) = points[0], points[1]
    x, y = (x0 + x1) / 2 + (0 if x0 != x1 else 25), (y0 + y1) / 2
    made = []
    if line.status == "refuted":
        made.append(f"M{_n(x - 5)} {_n(y - 5)}l10 10m0 -10l-10 10")
    if line.stitched:
        made.append(f"M{_n(x - 6)} {_n(y)}l6 -6l6 6l-6 6z")
    if line.gap:
        made.append(f"M{_n(x + 7)} {_n(y + 6)}l5 -12m4 0l-5 12")
    return [tag("path", d=d, class_="mark") for d in made]


# --- paths that light up -----------------------------------------------------


@attrs.frozen
class _Lit:
    """Which boxes light up which others: numbers of boxes by box and by link."""

    nodes: dict[str, list[int]]
    links: list[list[int]]


def _lit(numbers: Mapping[str, int], lines: Sequence[Line]) -> _Lit:
    """For every box and link the boxes whose whole path, back and forth, it is on."""
    live = [line for line in lines if line.status == "live"]
    after = _reached(numbers, [(line.source, line.target) for line in live])
    before = _reached(numbers, [(line.target, line.source) for line in live])
    nodes = {
        node: sorted({numbers[other] for other in (*after[node], *before[node])})
        for node in numbers
    }
    links = []
    for line in lines:
        ends = {line.source, line.target}
        through = set(before[line.source]) | set(after[line.target])
        shared = through if line.status == "live" else ends
        links.append(sorted(numbers[other] for other in shared))
    return _Lit(nodes, links)


def _reached(
    numbers: Mapping[str, int], ends: Iterable[tuple[str, str]]
) -> dict[str, list[str]]:
    """Every box with all it reaches, itself included."""
    following: dict[str, list[str]] = {node: [] for node in numbers}
    for source, target in ends:
        following[source].append(target)
    found = {}
    for node in numbers:
        seen = {node: None}
        waiting = [node]
        while waiting:
            for other in following[waiting.pop()]:
                if other not in seen:
                    seen[other] = None
                    waiting.append(other)
        found[node] = list(seen)
    return found


def _highlights(prefix: str, numbers: Mapping[str, int]) -> Safe:
    """The style sheet that lights a path up; it needs every box's own id."""
    chosen = ",".join(
        f'.{prefix}:has([id="{prefix}-{node}"]:is(:focus,:hover,:target)) .h{number}'
        for node, number in numbers.items()
    )
    if not chosen:
        return Safe("")
    any_box = f".{prefix}:has(.node:is(:focus,:hover,:target))"
    dim = f"{any_box} :is(.node,.link){{opacity:.16}}"
    return Safe(f"<style>{dim}{chosen}{{opacity:1}}</style>")


def legend(words: Labels) -> Safe:
    """What the signs of the picture mean, as a list with a sample of each."""
    samples = [
        *((words(f"grade.{grade}"), Line("a", "b", grade)) for grade in range(5)),
        (words("legend.blocked"), Line("a", "b", 2, status="blocked")),
        (words("legend.refuted"), Line("a", "b", 2, status="refuted")),
        (words("legend.stitched"), Line("a", "b", 2, stitched=True)),
        (words("legend.gap"), Line("a", "b", 2, gap=True)),
    ]
    rows = [tag("li", _sample(line), text) for text, line in samples]
    box = tag(
        "svg",
        tag(
            "g",
            tag("rect", x=2, y=3, width=48, height=16, rx=5),
            class_="node died",
        ),
        class_="influence sample",
        viewBox="0 0 52 22",
        width=52,
        height=22,
        aria_hidden="true",
    )
    rows.append(tag("li", box, words("legend.died")))
    return tag("ul", *rows, class_="legend")


def _sample(line: Line) -> Safe:
    points = [(2.0, 11.0), (48.0, 11.0)]
    return tag(
        "svg",
        tag(
            "g",
            tag("path", d=_way(points), class_="way"),
            _end(line, points),
            _marks(line, points),
            class_=" ".join(
                ["link", f"g{line.grade}", line.status]
                + (["stitched"] if line.stitched else [])
            ),
        ),
        class_="influence sample",
        viewBox="0 0 52 22",
        width=52,
        height=22,
        aria_hidden="true",
    )
