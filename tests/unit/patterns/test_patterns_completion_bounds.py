"""Bounds of tau-b and D over completions, by hand and by going through them."""

from __future__ import annotations

import random
from itertools import combinations, combinations_with_replacement, product
from math import sqrt
from typing import Any

import attrs
import numpy as np
import pytest

from involvement.patterns import completions
from involvement.patterns.association import somers_d, tau_b
from involvement.patterns.completions import Cell, gradient_spreads

SUBSETS = [some for size in (1, 2) for some in combinations((0, 1), size)]
ANSWERS = [(levels, lack) for levels in SUBSETS for lack in (False, True)]


def spreads(*given: Any, exact: bool) -> Any:
    """Bounds of tau-b and D, gone through or from outside."""
    with pytest.MonkeyPatch.context() as patch:
        if not exact:
            patch.setattr(completions, "EXACT", 0)
            patch.setattr(completions, "SEARCHED", 8)
        return gradient_spreads(*given)


@pytest.mark.parametrize("ratings", [((0,), (1,), (1,)), ((0,), (0, 1), (1,))])
def test_bounds_from_outside_hold_every_completion(
    ratings: tuple[tuple[int, ...], ...],
) -> None:
    """One activity and two more that are open in any way, on two levels."""
    pairs = combinations_with_replacement(ANSWERS, 2)
    for first, (second, third) in product(ANSWERS, pairs):
        cells = [Cell((n,), *a) for n, a in enumerate((first, second, third))]
        inner = spreads(ratings, cells, (2, 2), exact=True)
        outer = spreads(ratings, cells, (2, 2), exact=False)
        for true, loose in zip(inner, outer, strict=True):
            assert -1 <= loose.low <= loose.high <= 1
            assert loose.may_be_undefined >= true.may_be_undefined
            if true.low is not None:
                assert loose.low <= true.low <= true.high <= loose.high
            if loose.seen_low is not None:
                assert true.low <= loose.seen_low <= loose.seen_high <= true.high


@pytest.mark.parametrize("seed", range(8))
def test_where_all_is_known_the_bounds_are_the_figure(seed: int) -> None:
    """From outside as well: nothing is open, so nothing lies between."""
    draw = np.random.default_rng(seed)
    ratings = [(int(r),) for r in draw.integers(3, size=5)]
    cells = [
        Cell((int(a),), (int(level),))
        for a, level in zip(
            draw.integers(5, size=9), draw.integers(4, size=9), strict=True
        )
    ]
    table = np.zeros((3, 4), dtype=np.int64)
    for cell in cells:
        table[ratings[cell.areas[0]][0], cell.levels[0]] += 1
    tau, d = spreads(ratings, cells, (3, 4), exact=False)
    for found, of in ((tau, tau_b), (d, somers_d)):
        figure = float(of(table))
        assert found.low == found.high == pytest.approx(figure, abs=1e-11)
        assert (found.seen_low, found.seen_high) == (found.low, found.high)
        assert not found.may_be_undefined


def test_the_search_reaches_both_ends() -> None:
    """Forty activities, each of two levels: all deep where it is technical, or not."""
    ratings = [(n % 2,) for n in range(40)]
    cells = [Cell((n,), (0, 1)) for n in range(40)]
    for found in gradient_spreads(ratings, cells, (2, 2)):
        assert not found.exact
        assert (found.seen_low, found.seen_high) == (-1, 1)


@pytest.mark.parametrize("counts", [(2, 2, 2, 14), (14, 2, 2, 2)])
def test_the_search_parts_one_rating_from_all_others(counts: tuple[int, ...]) -> None:
    """Of four ratings the first or last pulls hardest: fourteen activities of twenty.

    84 of 190 pairs agree, 94 are of one rating, 106 of one level.
    """
    ratings = [(0,), (1,), (2,), (3,)]
    cells = [Cell((area,), (0, 1)) for area, n in enumerate(counts) for _ in range(n)]
    tau, _ = gradient_spreads(ratings, cells, (4, 2))
    assert tau.seen_high == pytest.approx(84 / sqrt((190 - 94) * (190 - 106)))
    assert tau.seen_low == pytest.approx(-84 / sqrt((190 - 94) * (190 - 106)))


@pytest.mark.parametrize("known", [0, 1])
def test_the_search_takes_ratings_at_both_ends(known: int) -> None:
    """Half of the areas are open: only where they are rated otherwise is it all."""
    ratings = [(known,)] * 10 + [(0, 1)] * 10
    cells = [Cell((area,), (0, 1)) for area in range(20)]
    tau, d = gradient_spreads(ratings, cells, (2, 2))
    assert (tau.seen_low, tau.seen_high, d.seen_low, d.seen_high) == (-1, 1, -1, 1)


@pytest.mark.parametrize("way", [1, -1])
def test_the_search_parts_what_lies_between_two_ratings(way: int) -> None:
    """Activities of two areas count between them: below the one, above the other."""
    ratings = [(0,), (1,), (2,)][::way]
    areas = [(2,)] * 20 + [(1, 2)] * 6 + [(0,)] * 2
    cells = [Cell(some, (0, 1)) for some in areas]
    tau, _ = gradient_spreads(ratings, cells, (3, 2))
    table = np.array([[2, 0], [6, 0], [6, 20]])
    assert tau.seen_high == pytest.approx(float(tau_b(table)))


@pytest.mark.parametrize(
    ("ratings", "cells", "bounds"),
    [
        # two deep where the rating is 0, two less deep but open where it is 1:
        # four pairs fall, and one of the others may be tied or not
        ([(0,), (1,)],
         [Cell((0,), (2,))] * 2 + [Cell((1,), (0, 1))] * 2, (-1, -4 / sqrt(4 * 5))),
        # nothing can be said where all areas are rated alike
        ([(0,), (0,)], [Cell((0,), (0, 1)), Cell((1,), (0, 1))], (0, 0)),
        # a pair that may not be there adds nothing or what it is
        ([(0,), (1,)], [Cell((0,), (1,), may_lack=True), Cell((1,), (0,))], (-1, 0)),
        ([(0,), (1,)], [Cell((0,), (0,), may_lack=True), Cell((1,), (1,))], (0, 1)),
    ],
)  # fmt: skip
def test_bounds_from_outside_by_hand(
    ratings: list[tuple[int, ...]], cells: list[Cell], bounds: tuple[float, float]
) -> None:
    """Each pair takes its own extreme, and so do the pairs that are not tied."""
    tau, _ = spreads(ratings, cells, (2, 3), exact=False)
    assert (tau.low, tau.high) == pytest.approx(bounds)


@pytest.mark.parametrize(
    ("limit", "most", "exact"),
    [("EXACT", 8, True), ("EXACT", 7, False),
     ("EXACT_RATINGS", 2, True), ("EXACT_RATINGS", 1, False)],
)  # fmt: skip
def test_so_many_completions_are_gone_through(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, *, exact: bool
) -> None:
    """Two ratings and two activities of two levels: eight ways."""
    monkeypatch.setattr(completions, limit, most)
    cells = [Cell((0,), (0, 1)), Cell((1,), (0, 1))]
    tau, _ = gradient_spreads([(0,), (0, 1)], cells, (2, 2))
    assert tau.exact is exact


@pytest.mark.parametrize("seed", range(3))
def test_the_search_does_not_depend_on_the_order_of_lists(seed: int) -> None:
    """What is drawn for an activity hangs on what is known of it, not on its place."""
    ratings = [(0,), (0, 1), (1, 2), (2,), (0, 1)]
    cells = [
        Cell(areas, levels, may_lack=n % 3 == 0)
        for n, (areas, levels) in enumerate(
            product([(0,), (1, 2), (2, 3), (4,)], [(0, 1), (1, 2), (0, 2), (1,)])
        )
    ]
    draw = random.Random(seed)  # noqa: S311
    order = draw.sample(range(5), 5)
    moved = [ratings[old] for old in order]
    again = [
        attrs.evolve(cell, areas=tuple(sorted(order.index(a) for a in cell.areas)))
        for cell in draw.sample(cells, len(cells))
    ]
    found = gradient_spreads(ratings, cells, (3, 3))
    assert not found[0].exact
    assert gradient_spreads(moved, again, (3, 3)) == found


def test_an_activity_that_may_have_no_level_is_sought_without_one() -> None:
    """What was seen is a completion: a level it cannot have is none."""
    ratings = [(0,), (1,)]
    cells = [Cell((0,), (1,), may_lack=True), Cell((1,), (1,)), Cell((0,), (2,))]
    tau, d = spreads(ratings, cells, (2, 3), exact=False)
    # with it: two pairs, one of a kind; without it: one pair, which falls
    assert (tau.seen_low, tau.seen_high) == (-1, round(-1 / 2, 12))
    assert (d.seen_low, d.seen_high) == (-1, -1 / 2)
