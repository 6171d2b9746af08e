"""Where the boxes and links of a layered picture go.

Columns stand from left to right. Within a column, boxes are ordered so that few links
cross (median and barycentre sweeps, then swaps of neighbours: after Sugiyama, Tagawa
and Toda 1981), and moved up or down towards what they are linked to as far as the
order and the gaps allow (isotonic regression by pooling neighbours). A link over more
than one column keeps a lane of its own between the boxes it passes. Everything is
decided by ids and counts, so the same input gives the same picture.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Point = tuple[float, float]

SWEEPS = 10
"""Sweeps over all columns; more changed nothing in the pictures tried."""

SWAPPED = 400
"""Largest number of places (boxes and lanes) for which neighbours are swapped too."""


@attrs.frozen
class Box:
    """Something to place: its column and how high it is."""

    id: str
    column: int
    height: float


@attrs.frozen
class Shape:
    """The sizes all boxes share."""

    width: float = 168.0
    between: float = 72.0
    gap: float = 14.0
    lane: float = 6.0
    margin: float = 12.0


@attrs.frozen
class Placed:
    """A box with its place: the upper left corner and the size."""

    x: float
    y: float
    width: float
    height: float


@attrs.frozen
class Layout:
    """Where everything goes.

    Attributes:
        boxes: Box id to its place.
        routes: For each link the corners of its way, two per gap it crosses.
        width: Of the whole picture.
        height: Of the whole picture.
        crossings: Links that cross between neighbouring columns.
    """

    boxes: dict[str, Placed]
    routes: tuple[tuple[Point, ...], ...]
    width: float
    height: float
    crossings: int


# A place is a box (its id) or the lane of a link in a column it passes.
Place = tuple[str, int]
Order = list[list[Place]]


@attrs.define
class _Grid:
    """The places of each column and which neighbours they are linked to."""

    order: Order
    heights: dict[Place, float]
    left: dict[Place, list[Place]]
    right: dict[Place, list[Place]]
    chains: list[list[Place]]


def arrange(
    boxes: Sequence[Box],
    links: Sequence[tuple[str, str]],
    *,
    columns: int,
    shape: Shape | None = None,
) -> Layout:
    """Place boxes in columns and route the links between them.

    Args:
        boxes: The boxes; a column may be empty.
        links: Pairs of box ids. A link back to an earlier column or within one is
            routed too, and does not decide the order of boxes.
        columns: How many columns there are.
        shape: Sizes and distances.

    Returns:
        The place of every box and the way of every link. Boxes of one column never
        overlap, and no way of a link leads through a box.

    Example:
        >>> made = arrange([Box("a", 0, 20), Box("b", 1, 20)], [("a", "b")], columns=2)
        >>> made.boxes["b"].x > made.boxes["a"].x, made.crossings
        (True, 0)
    """
    sizes = shape or Shape()
    grid = _grid(boxes, links, columns, sizes)
    crossings = _reduce_crossings(grid)
    middle = _heights(grid, sizes)
    return _drawn(grid, middle, links, sizes, crossings)


def _grid(
    boxes: Sequence[Box], links: Sequence[tuple[str, str]], columns: int, sizes: Shape
) -> _Grid:
    column = {box.id: box.column for box in boxes}
    order: Order = [[] for _ in range(columns)]
    heights: dict[Place, float] = {}
    for box in boxes:
        place = (box.id, -1)
        order[box.column].append(place)
        heights[place] = box.height
    chains = []
    for number, (source, target) in enumerate(links):
        first, last = sorted((source, target), key=lambda one: column[one])
        lanes = [("", number)] * max(0, column[last] - column[first] - 1)
        chain: list[Place] = [(first, -1)]
        for step in range(len(lanes)):
            at = column[first] + 1 + step
            lane = (f"{at}", number)
            order[at].append(lane)
            heights[lane] = sizes.lane
            chain.append(lane)
        chains.append([*chain, (last, -1)])
    left: dict[Place, list[Place]] = {place: [] for place in heights}
    right: dict[Place, list[Place]] = {place: [] for place in heights}
    for (source, target), chain in zip(links, chains, strict=True):
        if column[source] == column[target]:
            continue
        for a, b in itertools.pairwise(chain):
            right[a].append(b)
            left[b].append(a)
    return _Grid(order, heights, left, right, chains)


def _reduce_crossings(grid: _Grid) -> int:
    best = [list(column) for column in grid.order]
    fewest = _crossings(grid)
    for sweep in range(SWEEPS):
        _sweep(grid, rightwards=sweep % 2 == 0)
        if len(grid.heights) <= SWAPPED:
            _swap_neighbours(grid)
        count = _crossings(grid)
        if count < fewest:
            fewest, best = count, [list(column) for column in grid.order]
        if not fewest:
            break
    grid.order = best
    return fewest


def _sweep(grid: _Grid, *, rightwards: bool) -> None:
    """Order each column by the middle of its neighbours in the column before."""
    towards = grid.left if rightwards else grid.right
    columns = list(range(len(grid.order)))
    for column in columns if rightwards else reversed(columns):
        spots = _spots(grid.order)
        here = grid.order[column]
        keys = {
            place: _mean([spots[other] for other in towards[place]], spots[place])
            for place in here
        }
        here.sort(key=lambda place: (keys[place], place))


def _spots(order: Order) -> dict[Place, float]:
    """Each place's position in its column, from 0 to 1 so that columns compare."""
    return {
        place: (position + 0.5) / len(column)
        for column in order
        for position, place in enumerate(column)
    }


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _swap_neighbours(grid: _Grid) -> None:
    """Swap boxes next to each other while that removes crossings."""
    rank = {p: i for column in grid.order for i, p in enumerate(column)}
    for column in grid.order:
        for i in range(len(column) - 1):
            a, b = column[i], column[i + 1]
            before = _pair(grid, rank, a, b)
            after = _pair(grid, rank, b, a)
            if after < before:
                column[i], column[i + 1] = b, a
                rank[a], rank[b] = i + 1, i


def _pair(grid: _Grid, rank: Mapping[Place, int], above: Place, below: Place) -> int:
    """Crossings between the links of two places, one above the other."""
    return sum(
        rank[x] > rank[y]
        for side in (grid.left, grid.right)
        for x in side[above]
        for y in side[below]
    )


def _crossings(grid: _Grid) -> int:
    """All crossings between neighbouring columns, counted as inversions."""
    rank = {p: i for column in grid.order for i, p in enumerate(column)}
    total = 0
    for column in grid.order:
        seen: list[int] = []
        for place in column:
            ends = sorted(rank[other] for other in grid.right[place])
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _heights(grid: _Grid, sizes: Shape) -> dict[Place, float]:
    """The middle of every place: near its neighbours, in order, without overlap."""
    middle: dict[Place, float] = {}
    for column in grid.order:
        y = sizes.margin
        for place in column:
            middle[place] = y + grid.heights[place] / 2
            y += grid.heights[place] + sizes.gap
    columns = list(range(len(grid.order)))
    for sweep in range(SWEEPS):
        towards = grid.left if sweep % 2 == 0 else grid.right
        for at in columns if sweep % 2 == 0 else reversed(columns):
            column = grid.order[at]
            wanted = [
                _mean([middle[other] for other in towards[place]], middle[place])
                for place in column
            ]
            middle.update(
                zip(column, _spread(grid, column, wanted, sizes), strict=True)
            )
    top = min(
        (middle[place] - grid.heights[place] / 2 for place in middle), default=0.0
    )
    return {place: y - top + sizes.margin for place, y in middle.items()}


def _spread(
    grid: _Grid, column: Sequence[Place], wanted: Sequence[float], sizes: Shape
) -> list[float]:
    """The places nearest to those wanted that keep order and distance.

    Least squares under `y[i+1] - y[i] >= d[i]`: take the distances off, pool
    neighbours that are out of order to their mean, put the distances back.
    """
    offsets = [0.0]
    for a, b in itertools.pairwise(column):
        near = sizes.lane if a[1] >= 0 and b[1] >= 0 else sizes.gap
        need = (grid.heights[a] + grid.heights[b]) / 2 + near
        offsets.append(offsets[-1] + need)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [y + offset for y, offset in zip(level, offsets, strict=False)]


def _drawn(
    grid: _Grid,
    middle: Mapping[Place, float],
    links: Sequence[tuple[str, str]],
    sizes: Shape,
    crossings: int,
) -> Layout:
    step = sizes.width + sizes.between
    x = {
        place: sizes.margin + step * number
        for number, column in enumerate(grid.order)
        for place in column
    }
    boxes = {
        place[0]: Placed(
            round(x[place], 1),
            round(middle[place] - grid.heights[place] / 2, 1),
            sizes.width,
            grid.heights[place],
        )
        for place in grid.heights
        if place[1] < 0
    }
    ports = _ports(grid, middle)
    routes = []
    for number, (source, _) in enumerate(links):
        chain = grid.chains[number]
        points = _route(chain, number, x, ports, sizes)
        backwards = chain[0][0] != source
        routes.append(tuple(reversed(points)) if backwards else tuple(points))
    bottom = max((box.y + box.height for box in boxes.values()), default=0.0)
    lowest = max((y for route in routes for _, y in route), default=0.0)
    return Layout(
        boxes,
        tuple(routes),
        2 * sizes.margin + step * len(grid.order) - sizes.between,
        round(max(bottom, lowest) + sizes.margin, 1),
        crossings,
    )


def _ports(
    grid: _Grid, middle: Mapping[Place, float]
) -> dict[tuple[Place, int, str], float]:
    """Where each link leaves or enters a place: spread over its side, in order."""
    ends: dict[tuple[Place, str], list[tuple[float, int]]] = {}
    for number, chain in enumerate(grid.chains):
        within = _within(chain, grid)
        for a, b in itertools.pairwise(chain):
            ends.setdefault((a, "right"), []).append((middle[b], number))
            side = "right" if within else "left"
            ends.setdefault((b, side), []).append((middle[a], number))
    ports = {}
    for (place, side), found in ends.items():
        found.sort()
        room = max(0.0, grid.heights[place] - 12)
        share = room / len(found)
        for i, (_, number) in enumerate(found):
            y = middle[place] - room / 2 + share * (i + 0.5)
            ports[place, number, side] = round(y, 1)
    return ports


def _within(chain: Sequence[Place], grid: _Grid) -> bool:
    """Whether a link stays in one column."""
    return len(chain) == 2 and chain[1] not in grid.right[chain[0]]


def _route(
    chain: Sequence[Place],
    number: int,
    x: Mapping[Place, float],
    ports: Mapping[tuple[Place, int, str], float],
    sizes: Shape,
) -> list[Point]:
    points: list[Point] = []
    for a, b in itertools.pairwise(chain):
        side = "left" if x[b] > x[a] else "right"
        end = x[b] if side == "left" else x[b] + sizes.width
        points.append((round(x[a] + sizes.width, 1), ports[a, number, "right"]))
        points.append((round(end, 1), ports[b, number, side]))
    return points
