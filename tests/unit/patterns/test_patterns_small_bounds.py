"""Bounds and figures small enough to work out by hand, or to try in every way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from involvement.patterns.association import percentiles, table_of
from involvement.patterns.disclosure import Sum, determined, gives_away, suppressed
from involvement.patterns.portions import (
    Graded,
    Unit,
    dominance,
    dominance_bounds,
    share,
)

ITEMS = [
    Graded(low, high, member)
    for low, high in combinations_with_replacement((0, 2, 4), 2)
    for member in (True, None)
]
PAIRS = list(combinations_with_replacement(ITEMS, 2))


@pytest.mark.parametrize(("hit", "bound"), [(True, 1), (False, 0)])
def test_a_lone_doubtful_member_of_known_kind(hit: bool, bound: int) -> None:  # noqa: FBT001
    """The share is undefined without it, and its own answer with it."""
    found = share("x", [Unit(None, hit)])
    assert (found.low, found.high) == (Fraction(bound), Fraction(bound))
    assert found.may_be_undefined
    both = share("x", [Unit(None, one) for one in (True, False)])
    assert (both.low, both.high) == (Fraction(0), Fraction(1))


def groups(items: tuple[Graded, ...]) -> list[list[int]]:
    """Every way to settle what is open."""
    ways = [
        [item.low, item.high, *([None] if item.member is None else [])]
        for item in items
    ]
    return [[g for g in way if g is not None] for way in product(*ways)]


@pytest.mark.parametrize("alone", ITEMS)
def test_dominance_of_two_over_one_in_every_way(alone: Graded) -> None:
    """Both ends reached, and no others, whichever group the pair is."""
    single = groups((alone,))
    for pair in PAIRS:
        every = [dominance(a, b) for a in groups(pair) for b in single]
        known = [value for value in every if value is not None]
        low, high = min(known, default=None), max(known, default=None)
        found = dominance_bounds(pair, [alone])
        assert (found.low, found.high) == (low, high)
        turned = dominance_bounds([alone], pair)
        assert (turned.low, turned.high) == (
            None if high is None else -high,
            None if low is None else -low,
        )


def test_the_interval_is_the_middle_95_per_cent() -> None:
    """Two and a half per cent on either side; undefined draws are left out."""
    even = np.arange(201) / 200
    assert percentiles(even) == (0.025, 0.975)
    assert percentiles(np.append(even, [np.nan] * 201)) == (0.025, 0.975)
    assert percentiles(np.append(even, [np.nan] * 202)) is None


def test_tables_are_as_wide_as_what_they_hold() -> None:
    """One row and column a place in use, none where nothing is."""
    assert table_of([], []).shape == (0, 0)
    assert table_of([0, 2], [1, 0]).tolist() == [[0, 1], [0, 0], [1, 0]]


def test_a_total_in_two_sums_is_not_taken_for_known() -> None:
    """T = a + b, W = T + c, X = a + b + c: with T, a and c hidden none follows."""
    sums = [Sum("T", ("a", "b")), Sum("W", ("T", "c")), Sum("X", ("a", "b", "c"))]
    assert determined(["T", "a", "c"], sums) == set()
    assert determined(["T", "a"], sums) == {"T", "a"}
    assert determined(["c", "a", "T"], sums[:2]) == set()


@pytest.mark.parametrize(
    ("hidden", "k", "tells"),
    [
        ([3], 5, True),
        ([30], 5, True),
        # each is at least 1, so one of them is at most the sum less the others
        ([2, 3], 5, True),
        ([3, 3], 5, False),
        ([1, 1, 4], 5, True),
        ([1, 1, 5], 5, False),
        ([4, 4], 8, True),
        ([4, 4], 7, False),
    ],
)
def test_what_a_total_of_hidden_counts_gives_away(
    hidden: list[int], k: int, *, tells: bool
) -> None:
    """That one of them is certainly below k; the same beside a count that is shown."""
    assert gives_away(hidden, k) is tells
    if len(hidden) > 1 and max(hidden) < k:
        counts = {f"c{n}": count for n, count in enumerate(hidden)}
        counts |= {"shown": 50, "all": 50 + sum(hidden)}
        parts = (*(f"c{n}" for n in range(len(hidden))), "shown")
        gone = suppressed(counts, [Sum("all", parts)], k=k)
        assert ("shown" in gone) is tells
