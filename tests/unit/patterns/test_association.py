"""Association of ordered things: equal to scipy, exact at small size."""

from __future__ import annotations

import math
import random
from itertools import permutations

import numpy as np
import pytest
from scipy.stats import kendalltau, somersd

from involvement.patterns.association import (
    ExactTest,
    arrangements,
    bootstrap_interval,
    percentiles,
    permutation_test,
    rank_association,
    tau_b,
)

_DRAW = random.Random(7)  # noqa: S311 - made-up data
PLAIN = [
    (
        [_DRAW.randrange(3) for _ in range(n)],
        [_DRAW.randrange(8) for _ in range(n)],
    )
    for n in (2, 3, 5, 8, 13, 40, 200)
]


@pytest.mark.parametrize(("x", "y"), PLAIN)
def test_tau_b_is_scipys(x: list[int], y: list[int]) -> None:
    """Tau-b with ties equals scipy's variant b."""
    found, _ = rank_association(x, y)
    expected = kendalltau(x, y, variant="b").statistic
    assert (math.isnan(expected) and found is None) or math.isclose(
        found, expected, abs_tol=1e-11
    )


@pytest.mark.parametrize(("x", "y"), [p for p in PLAIN if len(set(p[0])) > 1])
def test_somers_d_is_scipys(x: list[int], y: list[int]) -> None:
    """Somers' D of y given x equals scipy's, which also takes x as given."""
    if len(set(y)) > 1:
        _, found = rank_association(x, y)
        assert math.isclose(found, somersd(x, y).statistic, abs_tol=1e-11)


def test_nothing_to_compare_is_undefined() -> None:
    """No units, one unit, or ties throughout: None, never 0."""
    assert rank_association([], []) == (None, None)
    assert rank_association([1], [2]) == (None, None)
    assert rank_association([1, 2], [2, 2]) == (None, 0.0)


@pytest.mark.parametrize("seed", range(6))
def test_exact_test_is_the_share_of_all_orders(seed: int) -> None:
    """One activity an area: the p-value of plain permutation of the ratings."""
    draw = random.Random(seed)  # noqa: S311
    x = [draw.randrange(3) for _ in range(6)]
    y = [draw.randrange(4) for _ in range(6)]
    observed = kendalltau(x, y).statistic
    if math.isnan(observed):
        return
    every = [kendalltau(order, y).statistic for order in permutations(x)]
    share = sum(abs(t) >= abs(observed) - 1e-9 for t in every) / len(every)
    found = permutation_test(x, np.eye(4, dtype=np.int64)[y])
    assert found.p_value is not None
    assert math.isclose(found.p_value, share, abs_tol=1e-11)
    assert found.arrangements == arrangements(x)


def test_areas_move_whole() -> None:
    """Two areas of five activities each have two arrangements, not 252."""
    profiles = np.array([[5, 0], [0, 5]])
    assert permutation_test([0, 1], profiles) == ExactTest(1.0, 2)


def test_no_p_value_where_none_can_be() -> None:
    """All tied, or too many arrangements: the reason instead."""
    same = np.array([[1, 0], [1, 0]])
    assert permutation_test([0, 1], same) == ExactTest(
        None, 2, "all areas or all levels tie"
    )
    many = permutation_test([0] * 20 + [1] * 20, np.ones((40, 2), dtype=np.int64))
    assert many == ExactTest(None, 137846528820, "more than 50,000 arrangements")


def test_interval_holds_the_figure_and_ignores_order() -> None:
    """The same areas in another order give the same interval."""
    ratings = [0, 0, 1, 1, 2, 2]
    profiles = np.eye(4, dtype=np.int64)[[3, 2, 2, 1, 1, 0]]
    interval = bootstrap_interval(ratings, profiles)
    assert interval is not None
    observed = tau_b(np.einsum("ax,ay->xy", np.eye(3, dtype=int)[ratings], profiles))
    assert interval[0] <= observed <= interval[1] < 0
    assert bootstrap_interval(ratings[::-1], profiles[::-1]) == interval


def test_too_few_defined_draws_give_no_interval() -> None:
    """Mostly undefined resamples: no interval."""
    assert percentiles(np.array([0.5, np.nan, np.nan])) is None


def test_without_areas_there_is_nothing_to_deal_or_draw() -> None:
    """The reason for the test, nothing for the interval; no crash."""
    nothing = np.zeros((0, 3), dtype=np.int64)
    assert arrangements([]) == 1
    assert permutation_test([], nothing) == ExactTest(
        None, 1, "all areas or all levels tie"
    )
    assert bootstrap_interval([], nothing) is None


def test_the_most_arrangements_that_are_gone_through() -> None:
    """Eight areas of eight ratings are 40,320; nine are too many."""
    assert arrangements(range(8)) == 40_320
    assert arrangements([0, 0, 1, 1, 2]) == 30
    falling = np.eye(9, dtype=np.int64)[::-1]
    assert permutation_test(list(range(9)), falling).p_value is None
    assert permutation_test([0, 0, 0, 0, 1], np.eye(5, dtype=np.int64)) == ExactTest(
        0.4, 5
    )
