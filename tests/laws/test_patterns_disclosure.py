"""Suppressed counts cannot be worked out from what is shown."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.patterns.disclosure import Sum, suppressed

SMALL = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, int], list[Sum], int]:
    """Two-way tables with both margins and the grand total."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    counts = {f"{r}.{c}": draw(SMALL) for r, c in product(range(rows), range(columns))}
    sums = []
    for r in range(rows):
        parts = tuple(f"{r}.{c}" for c in range(columns))
        counts[f"row {r}"] = sum(counts[p] for p in parts)
        sums.append(Sum(f"row {r}", parts))
    for c in range(columns):
        parts = tuple(f"{r}.{c}" for r in range(rows))
        counts[f"column {c}"] = sum(counts[p] for p in parts)
        sums.append(Sum(f"column {c}", parts))
    every = tuple(f"row {r}" for r in range(rows))
    counts["all"] = sum(counts[p] for p in every)
    sums.append(Sum("all", every))
    return counts, sums, draw(st.integers(1, 7))


def _solved(
    counts: dict[str, int], sums: list[Sum], hidden: frozenset[str]
) -> set[str]:
    """Attack: the hidden cells on which all solutions of the sums agree."""
    order = sorted(hidden)
    if not order:
        return set()
    matrix = np.array(
        [[(c == s.total) - s.parts.count(c) for c in order] for s in sums], dtype=float
    )
    _, sizes, directions = np.linalg.svd(matrix)
    rank = int((sizes > 1e-9).sum())
    free = directions[rank:]
    return {
        cell
        for cell, moves in zip(order, free.T, strict=True)
        if abs(moves).max(initial=0.0) < 1e-9
    }


@given(tables())
@settings(max_examples=150, deadline=None)
def test_no_hidden_count_can_be_solved_for(
    table: tuple[dict[str, int], list[Sum], int],
) -> None:
    """Every small count is hidden, and the sums leave every hidden one open."""
    counts, sums, k = table
    hidden = suppressed(counts, sums, k=k)
    assert {cell for cell, count in counts.items() if 0 < count < k} <= hidden
    assert _solved(counts, sums, hidden) == set()
    assert all(counts[cell] for cell in hidden)


@given(tables())
@settings(max_examples=100, deadline=None)
def test_no_total_gives_a_small_group_away(
    table: tuple[dict[str, int], list[Sum], int],
) -> None:
    """A shown total less its shown parts never leaves fewer than k people."""
    counts, sums, k = table
    hidden = suppressed(counts, sums, k=k)
    for one in sums:
        parts = [part for part in one.parts if part in hidden]
        if parts and one.total not in hidden and min(counts[p] for p in parts) < k:
            left = counts[one.total] - sum(
                counts[p] for p in one.parts if p not in hidden
            )
            assert left >= k
            # even the largest guess for one hidden count may be k or more
            assert left - (len(parts) - 1) >= k


@given(tables(), st.integers(2, 9), st.integers(2, 9))
@settings(max_examples=100, deadline=None)
def test_two_outputs_under_two_k_tell_no_more_than_one(
    table: tuple[dict[str, int], list[Sum], int], one: int, other: int
) -> None:
    """Attack: take each count from the output that shows it, then solve the sums."""
    counts, sums, _ = table
    low, high = sorted((one, other))
    seen_low, seen_high = (suppressed(counts, sums, k=k) for k in (low, high))
    assert seen_low <= seen_high
    left = seen_low & seen_high
    assert not {c for c in _solved(counts, sums, left) if 0 < counts[c] < low}


def test_a_second_output_gave_a_hidden_count_away() -> None:
    """Found by that attack: what k=3 hid beside the two, k=5 showed."""
    cells = [[4, 9], [0, 2], [5, 5]]
    counts = {f"{r}.{c}": n for r, row in enumerate(cells) for c, n in enumerate(row)}
    sums = []
    for r in range(3):
        across = (f"{r}.0", f"{r}.1")
        counts[f"row {r}"] = sum(counts[p] for p in across)
        sums.append(Sum(f"row {r}", across))
    for c in range(2):
        down = tuple(f"{r}.{c}" for r in range(3))
        counts[f"column {c}"] = sum(counts[p] for p in down)
        sums.append(Sum(f"column {c}", down))
    rows = tuple(f"row {r}" for r in range(3))
    counts["all"] = sum(counts[p] for p in rows)
    sums.append(Sum("all", rows))
    under_three = suppressed(counts, sums, k=3)
    assert under_three == {"1.1", "2.1", "row 1", "row 2"}
    assert under_three <= suppressed(counts, sums, k=5)


def test_a_very_large_k_hides_everybody() -> None:
    """Each k on the way is not gone through one by one."""
    counts = {"all": 3_000_000, "a": 1_000_000, "b": 2_000_000}
    assert suppressed(counts, [Sum("all", ("a", "b"))], k=10**12) == set(counts)


@given(tables())
@settings(max_examples=50, deadline=None)
def test_nothing_small_nothing_hidden(
    table: tuple[dict[str, int], list[Sum], int],
) -> None:
    """Without small counts every count is shown."""
    counts, sums, _ = table
    large = {cell: count * 10 for cell, count in counts.items()}
    assert suppressed(large, sums, k=7) == frozenset()


def test_a_part_that_is_never_shown_is_protected_too() -> None:
    """Thirteen people, ten of them women: three others follow, so hide both."""
    counts = {"all": 13, "women": 10, "the others": 3}
    sums = [Sum("all", ("women", "the others"))]
    assert suppressed(counts, sums, unseen=["the others"]) == {"women"}


def test_many_ones_cannot_be_told_from_their_sum() -> None:
    """Five hidden counts with a sum of five would all be one."""
    counts = {"all": 25, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 20}
    hidden = suppressed(counts, [Sum("all", tuple("abcdef"))])
    assert hidden == frozenset("abcdef")
    counts = {"all": 30, "a": 1, "b": 1, "c": 8, "d": 20}
    hidden = suppressed(counts, [Sum("all", tuple("abcd"))])
    assert hidden == frozenset("abc")
