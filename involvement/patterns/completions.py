"""What an association may still turn out to be, however the unknowns are filled in.

Exact where the completions can be gone through; otherwise bounds that certainly hold
the answer, beside the range that a search has seen. Which of the two applies depends
on how many completions there are, a number that never grows with knowledge, and the
outer bounds hold the exact ones: so more knowledge never widens an answer.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement, product
from math import prod, sqrt
from typing import TYPE_CHECKING, Any

import attrs

from involvement.patterns.association import (
    SEED,
    rounded,
    tau_b_and_d,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from involvement.patterns.association import Counts, Floats

EXACT = 2**15
"""Most completions that are gone through one by one."""

EXACT_RATINGS = 3**4
"""Most completions of unknown area ratings among them."""

SEARCHED = 256
"""Completions drawn at random where there are more."""

AT_ONCE = 2**18
"""Answers of a search that are held at once."""


@attrs.frozen
class Cell:
    """What one activity may add to a table of ratings against levels.

    Attributes:
        areas: The places of its areas, counted from 0.
        levels: The places of the levels not ruled out, counted from 0.
        may_lack: Whether "no level fits" is not ruled out; it then counts nowhere.
    """

    areas: tuple[int, ...]
    levels: tuple[int, ...]
    may_lack: bool = False

    @property
    def n_answers(self) -> int:
        """How many answers are open."""
        return len(self.levels) + self.may_lack


@attrs.frozen
class Spread:
    """Bounds of one figure over all completions.

    Attributes:
        low: No completion gives less; None if every completion leaves it undefined.
        high: No completion gives more.
        seen_low: The least that a completion was seen to give.
        seen_high: The most that a completion was seen to give.
        exact: Whether every completion was gone through.
        may_be_undefined: Whether a completion may leave it undefined.
    """

    low: float | None
    high: float | None
    seen_low: float | None
    seen_high: float | None
    exact: bool
    may_be_undefined: bool


def gradient_spreads(
    ratings: Sequence[tuple[int, ...]], cells: Sequence[Cell], shape: tuple[int, int]
) -> tuple[Spread, Spread]:
    """Bounds of tau-b and of Somers' D between area ratings and levels.

    Args:
        ratings: For each area the ratings not ruled out, as places from 0.
        cells: What each activity may add.
        shape: How many ratings and how many levels there are.

    Example:
        >>> cells = [Cell((0,), (0, 1)), Cell((1,), (1,))]
        >>> tau, d = gradient_spreads([(0,), (1,)], cells, (2, 2))
        >>> tau.low, tau.high, tau.exact, tau.may_be_undefined
        (1.0, 1.0, True, True)
    """
    ways = prod(len(rating) for rating in ratings)
    if ways > EXACT_RATINGS or ways * prod(c.n_answers for c in cells) > EXACT:
        tau, d = _ranges(_searched(ratings, cells, shape))
        outer = _outer(ratings, cells)
        return _within(outer[0], tau), _within(outer[1], d)
    return _ranges(_all_tables(ratings, cells, shape))


def sums(choices: Sequence[tuple[tuple[int, ...], ...]], width: int) -> Counts:
    """Every total that arises when each unit adds one of its vectors.

    Units with the same choices are interchangeable, so only how many of them take
    which vector matters: twenty such units with two choices give 21 totals, not
    2**20.

    Args:
        choices: For each unit its possible vectors, each of length `width`.
        width: Length of a vector.

    Returns:
        Totals, shape (n, width); equal ones may occur more than once.

    Example:
        >>> sums([((1, 0), (0, 1)), ((1, 0), (0, 1))], 2).tolist()
        [[2, 0], [1, 1], [0, 2]]
    """
    import numpy as np

    totals = np.zeros((1, width), dtype=np.int64)
    for vectors, times in sorted(Counter(choices).items()):
        taken = combinations_with_replacement(range(len(vectors)), times)
        counts = np.array(
            [[pick.count(v) for v in range(len(vectors))] for pick in taken]
        )
        added = counts @ np.array(vectors, dtype=np.int64)
        totals = (totals[:, None, :] + added[None, :, :]).reshape(-1, width)
    return totals


def _all_tables(
    ratings: Sequence[tuple[int, ...]], cells: Sequence[Cell], shape: tuple[int, int]
) -> Iterator[Counts]:
    for rated in product(*ratings):
        choices = [tuple(_vectors(cell, rated, shape)) for cell in cells]
        yield sums(choices, shape[0] * shape[1]).reshape(-1, *shape)


def _vectors(
    cell: Cell, rated: Sequence[int], shape: tuple[int, int]
) -> Iterator[tuple[int, ...]]:
    """What a cell adds to the table for each answer still open."""
    rows = [rated[area] for area in cell.areas]
    for level in cell.levels:
        vector = [0] * (shape[0] * shape[1])
        for row in rows:
            vector[row * shape[1] + level] += 1
        yield tuple(vector)
    if cell.may_lack:
        yield (0,) * (shape[0] * shape[1])


def _ranges(tables: Iterable[Counts]) -> tuple[Spread, Spread]:
    """The least and the most of tau-b and of Somers' D over tables."""
    import numpy as np

    taus, ds = zip(*map(tau_b_and_d, tables), strict=True)
    return _range(np.concatenate(taus)), _range(np.concatenate(ds))


def _range(values: Floats) -> Spread:
    """The least and the most of a figure, and whether it is always defined."""
    import numpy as np

    defined = values[~np.isnan(values)]
    low = rounded(defined.min()) if len(defined) else None
    high = rounded(defined.max()) if len(defined) else None
    return Spread(
        low, high, low, high, exact=True, may_be_undefined=len(defined) < len(values)
    )


def _within(outer: Spread, seen: Spread) -> Spread:
    return attrs.evolve(outer, seen_low=seen.low, seen_high=seen.high)


# ---------------------------------------------------------------- many completions


def _searched(
    ratings: Sequence[tuple[int, ...]], cells: Sequence[Cell], shape: tuple[int, int]
) -> Iterator[Counts]:
    """Tables of completions drawn at random, and of those that pull hardest.

    Activities of highly rated areas take their highest level and the others their
    lowest, or the reverse, for every way of saying from where on a rating is high.
    """
    import numpy as np

    rng = np.random.default_rng(SEED)
    areas, ordered = _by_content(ratings, cells)
    held_by = _areas_of(ordered)
    rate, rank = _picker(areas), _picker([cell.levels for cell in ordered])
    answer = _picker([(*c.levels, -1) if c.may_lack else c.levels for c in ordered])
    rated = rate(rng.random((SEARCHED, len(areas))))
    for some in _batches(SEARCHED, len(cells)):
        share = rng.random((len(rated[some]), len(cells)))
        yield _tables(rated[some], answer(share), held_by, shape)
    for end in (0.0, 0.999):
        rated = rate(np.full((1, len(areas)), end))
        held = rated[0].tolist()
        mean = np.array([sum(held[a] for a in c.areas) / len(c.areas) for c in ordered])
        cuts = np.arange(2 * shape[0])[:, None]
        high = 2 * mean > cuts
        places = np.where(np.concatenate([high, ~high]), 0.999, 0.0)
        for some in _batches(len(places), len(cells)):
            same = np.repeat(rated, len(places[some]), axis=0)
            yield _tables(same, rank(places[some]), held_by, shape)


def _batches(rows: int, width: int) -> Iterator[slice]:
    """Rows a few at a time: what is held does not grow with a portfolio."""
    step = max(1, AT_ONCE // width)
    return (slice(start, start + step) for start in range(0, rows, step))


def _picker(options: Sequence[tuple[int, ...]]) -> Callable[[Floats], Counts]:
    """What picks one of each unit's options, as far into them as its share says.

    Args:
        options: For each unit its options; shape (N,).

    Returns:
        A function of shares from 0 to below 1, shape (S, N), to the options picked.
    """
    import numpy as np

    width = max(len(some) for some in options)
    padded = np.array([(*some, *([0] * (width - len(some)))) for some in options])
    counts = np.array([len(some) for some in options])
    units = np.arange(len(options))[None, :]

    def pick(share: Floats) -> Counts:
        picked: Counts = padded[units, (share * counts).astype(np.int64)]
        return picked

    return pick


def _areas_of(cells: Sequence[Cell]) -> Counts:
    """Each cell with each of its areas: places of cells, places of areas."""
    import numpy as np

    pairs = [(n, area) for n, cell in enumerate(cells) for area in cell.areas]
    return np.array(pairs, dtype=np.int64).T


def _tables(
    rated: Counts, levels: Counts, held_by: Counts, shape: tuple[int, int]
) -> Counts:
    """The tables of some completions: ratings of areas and levels of cells a row."""
    import numpy as np

    who, where = held_by
    level = levels[:, who]
    row = np.arange(len(levels))[:, None] * shape[0] + rated[:, where]
    place = (row * shape[1] + level)[level >= 0]
    size = len(levels) * shape[0] * shape[1]
    return np.bincount(place, minlength=size).reshape(-1, *shape)


def _by_content(
    ratings: Sequence[tuple[int, ...]], cells: Sequence[Cell]
) -> tuple[list[tuple[int, ...]], list[Cell]]:
    """Areas and cells in an order that does not depend on how they were listed."""
    held: list[list[tuple[tuple[int, ...], bool, int]]] = [[] for _ in ratings]
    for cell in cells:
        for area in cell.areas:
            held[area].append((cell.levels, cell.may_lack, len(cell.areas)))
    order = sorted(range(len(ratings)), key=lambda a: (ratings[a], sorted(held[a])))
    rank = {area: place for place, area in enumerate(order)}
    moved = [
        Cell(tuple(sorted(rank[a] for a in c.areas)), c.levels, c.may_lack)
        for c in cells
    ]
    # the keys by hand: comparing the cells themselves is what took longest here
    moved.sort(key=lambda cell: (cell.areas, cell.levels, cell.may_lack))
    return [ratings[area] for area in order], moved


def _outer(
    ratings: Sequence[tuple[int, ...]], cells: Sequence[Cell]
) -> tuple[Spread, Spread]:
    """Bounds that hold every completion: each pair of units takes its own extreme."""
    import numpy as np

    kinds = Counter(
        (ratings[area][0], ratings[area][-1], c.levels[0], c.levels[-1], c.may_lack)
        for c in cells
        for area in c.areas
        if c.levels
    )
    ends = np.array(sorted(kinds), dtype=np.int64)
    times = np.array([kinds[kind] for kind in sorted(kinds)], dtype=np.int64)
    x_low, x_high, x_apart, x_may = _signs(ends[:, 0], ends[:, 1])
    y_low, y_high, y_apart, y_may = _signs(ends[:, 2], ends[:, 3])
    corners = np.stack([x_low * y_low, x_low * y_high, x_high * y_low, x_high * y_high])
    # a pair one of whose units may count nowhere may add nothing
    sure = (ends[:, 4, None] == 0) & (ends[None, :, 4] == 0)
    least = np.where(sure, corners.min(axis=0), np.minimum(corners.min(axis=0), 0))
    most = np.where(sure, corners.max(axis=0), np.maximum(corners.max(axis=0), 0))
    net = _pairs(least, times), _pairs(most, times)
    untied_x = _pairs(x_apart & sure, times), _pairs(x_may, times)
    untied_y = _pairs(y_apart & sure, times), _pairs(y_may, times)
    roots = sqrt(untied_x[0] * untied_y[0]), sqrt(untied_x[1] * untied_y[1])
    return _quotient(net, roots), _quotient(net, untied_x)


def _signs(low: Counts, high: Counts) -> tuple[Counts, Counts, Counts, Counts]:
    """Sign of a difference at least and at most; whether it must or may not be 0."""
    import numpy as np

    least = np.sign(low[:, None] - high[None, :])
    most = np.sign(high[:, None] - low[None, :])
    return least, most, least * most > 0, (least != 0) | (most != 0)


def _pairs(worth: Any, times: Counts) -> int:
    """The sum of a symmetric worth over all unordered pairs of different units."""
    both = times @ worth.astype(times.dtype) @ times
    return int(both - (times * worth.diagonal()).sum()) // 2


def _quotient(net: tuple[int, int], under: tuple[float, float]) -> Spread:
    """Bounds of net / under; never beyond -1 and 1, for under is never below net."""
    return Spread(
        rounded(-_most(-net[0], under)),
        rounded(_most(net[1], under)),
        None,
        None,
        exact=False,
        may_be_undefined=under[0] == 0,
    )


def _most(net: int, under: tuple[float, float]) -> float:
    """The greatest quotient: the divisor pulls it from 0 if positive, else to 0."""
    if net <= 0:
        return net / under[1] if under[1] else 0.0
    return min(1.0, net / under[0]) if under[0] else 1.0
