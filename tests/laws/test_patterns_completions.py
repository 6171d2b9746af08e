"""Bounds of an association hold every completion, and knowledge never widens them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.patterns import completions
from involvement.patterns.association import rounded, somers_d, tau_b
from involvement.patterns.completions import Cell, Spread, gradient_spreads

SHAPE = (3, 4)
WAYS = st.sampled_from(["exact", "outer"])


def _subset(n: int) -> st.SearchStrategy[tuple[int, ...]]:
    sets = st.sets(st.integers(0, n - 1), min_size=1, max_size=3)
    return sets.map(lambda some: tuple(sorted(some)))


@st.composite
def records(draw: st.DrawFn) -> tuple[list[tuple[int, ...]], list[Cell]]:
    """Areas and activities, some of their ratings and levels unknown."""
    ratings = draw(st.lists(_subset(3), min_size=1, max_size=4))
    areas = st.sets(st.integers(0, len(ratings) - 1), min_size=1, max_size=2)
    cell = st.builds(
        Cell,
        areas.map(lambda some: tuple(sorted(some))),
        _subset(4),
        st.booleans(),
    )
    return ratings, draw(st.lists(cell, min_size=1, max_size=4))


def values(
    ratings: list[tuple[int, ...]], cells: list[Cell]
) -> list[tuple[float | None, float | None]]:
    """Tau-b and D of every completion, one by one."""
    answers = [[*cell.levels, *([None] * cell.may_lack)] for cell in cells]
    found = []
    for rated in product(*ratings):
        for levels in product(*answers):
            table = np.zeros(SHAPE, dtype=np.int64)
            for cell, level in zip(cells, levels, strict=True):
                if level is not None:
                    for area in cell.areas:
                        table[rated[area], level] += 1
            found.append((rounded(tau_b(table)), rounded(somers_d(table))))
    return found


def _reference(of: list[float | None]) -> tuple[float | None, float | None, bool]:
    known = [one for one in of if one is not None]
    if not known:
        return None, None, True
    return min(known), max(known), len(known) < len(of)


@given(records())
@settings(max_examples=60, deadline=None)
def test_small_spreads_are_the_range_over_all_completions(
    record: tuple[list[tuple[int, ...]], list[Cell]],
) -> None:
    """Low and high are reached, and nothing lies beyond them."""
    for spread, of in zip(
        gradient_spreads(*record, SHAPE),
        zip(*values(*record), strict=True),
        strict=True,
    ):
        assert spread.exact
        assert _reference(list(of)) == (
            spread.low,
            spread.high,
            spread.may_be_undefined,
        )


@given(records())
@settings(max_examples=60, deadline=None)
def test_outer_bounds_hold_the_exact_ones(
    record: tuple[list[tuple[int, ...]], list[Cell]],
) -> None:
    """Where completions are too many, the bounds hold all; what was seen is true."""
    exact = gradient_spreads(*record, SHAPE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "EXACT", 0)
        patch.setattr(completions, "SEARCHED", 20)
        outer = gradient_spreads(*record, SHAPE)
    for true, loose in zip(exact, outer, strict=True):
        assert not loose.exact
        assert loose.may_be_undefined >= true.may_be_undefined
        if true.low is not None and true.high is not None:
            assert loose.low is not None
            assert loose.high is not None
            assert loose.low <= true.low <= true.high <= loose.high
        if loose.seen_low is not None and loose.seen_high is not None:
            assert true.low is not None
            assert true.high is not None
            assert true.low <= loose.seen_low <= loose.seen_high <= true.high


@given(records(), st.data(), WAYS)
@settings(max_examples=60, deadline=None)
def test_knowledge_never_widens(
    record: tuple[list[tuple[int, ...]], list[Cell]], data: st.DataObject, way: str
) -> None:
    """Ruling one answer out never lowers the low, raises the high or adds doubt."""
    ratings, cells = record
    before = _spreads(ratings, cells, exact=way == "exact")
    place = data.draw(st.integers(0, len(cells) - 1))
    level = data.draw(st.sampled_from(cells[place].levels))
    known = [*cells]
    known[place] = Cell(cells[place].areas, (level,))
    area = data.draw(st.integers(0, len(ratings) - 1))
    rated = [*ratings]
    rated[area] = (data.draw(st.sampled_from(ratings[area])),)
    for wide, narrow in zip(
        before, _spreads(rated, known, exact=way == "exact"), strict=True
    ):
        assert narrow.may_be_undefined <= wide.may_be_undefined
        if narrow.low is not None and narrow.high is not None:
            assert wide.low is not None
            assert wide.high is not None
            assert wide.low <= narrow.low <= narrow.high <= wide.high


def _spreads(
    ratings: list[tuple[int, ...]], cells: list[Cell], *, exact: bool
) -> tuple[Spread, Spread]:
    with pytest.MonkeyPatch.context() as patch:
        if not exact:
            patch.setattr(completions, "EXACT", 0)
            patch.setattr(completions, "SEARCHED", 1)
        return gradient_spreads(ratings, cells, SHAPE)


@given(
    records(), st.randoms(use_true_random=False), st.sampled_from(["exact", "outer"])
)
@settings(max_examples=40, deadline=None)
def test_order_changes_nothing(
    record: tuple[list[tuple[int, ...]], list[Cell]], random: object, way: str
) -> None:
    """Listing the activities in another order gives the same figures."""
    ratings, cells = record
    shuffled = [*cells]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _spreads(ratings, cells, exact=way == "exact") == _spreads(
        ratings, shuffled, exact=way == "exact"
    )


def test_a_search_in_parts_is_the_same_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held at once changes nothing that is found."""
    ratings = [(0, 1), (1, 2), (0,), (2,)]
    cells = [Cell((n % 4,), (n % 3, 3), may_lack=n % 5 == 0) for n in range(40)]
    whole = gradient_spreads(ratings, cells, (3, 4))
    assert not whole[0].exact
    for most in (1, 90, 1_000):
        monkeypatch.setattr(completions, "AT_ONCE", most)
        assert gradient_spreads(ratings, cells, (3, 4)) == whole
