"""Which counts must not be shown so that no small group can be made out.

A count of 1 to k-1 people is hidden, and so many others that no hidden count follows
from those shown: not by subtraction, not by any combination of totals, and not by
how small a total of hidden counts is. A count of 0 is nobody and is shown.

Whoever holds two outputs of one record, with two values of k, learns no more than from
the one with the smaller k: what that one hides the other hides too (k up to 100).

Source:
    Complementary cell suppression, as in official statistics; the condition on the
    sum of hidden counts is ours.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

SMALLEST = 5
"""The smallest count of people that is shown, unless another is asked for."""

_EACH = 100
"""Up to this k, each greater one hides what the smaller ones hide."""


@attrs.frozen
class Sum:
    """One count that is the sum of others.

    Attributes:
        total: The cell that is the sum.
        parts: The cells that make it up.
    """

    total: str
    parts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """Parts first, since hiding a part costs a reader less than a total."""
        return (*self.parts, self.total)


def suppressed(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    *,
    k: int = SMALLEST,
    unseen: Iterable[str] = (),
    also: Callable[[int], Iterable[str]] | None = None,
) -> frozenset[str]:
    """The cells to hide.

    Args:
        counts: Cell to number of people.
        sums: Which cells are sums of others; they must add up.
        k: The smallest count that is shown; 1 or less hides nothing.
        unseen: Cells that are never shown but could be worked out, such as "all the
            others"; they are protected like the rest.
        also: The cells to hide for another reason, for some k.

    Example:
        >>> counts = {"all": 20, "under 25": 3, "25 to 64": 9, "65 and over": 8}
        >>> hidden = suppressed(
        ...     counts, [Sum("all", ("under 25", "25 to 64", "65 and over"))]
        ... )
        >>> sorted(hidden)
        ['65 and over', 'under 25']
    """
    never = frozenset(unseen)
    hidden: set[str] = set()
    # one k after the other, so that a greater k never shows what a smaller one hides
    for smallest in _steps(counts, k):
        small = {cell for cell, count in counts.items() if 0 < count < smallest}
        small.update(also(smallest) if also else ())
        _hide(counts, sums, hidden, small, never, smallest)
    return frozenset(hidden - never)


def gives_away(hidden: Sequence[int], k: int) -> bool:
    """Whether a total shown would tell counts hidden elsewhere, all others known."""
    return len(hidden) == 1 or 0 < sum(hidden) - (len(hidden) - 1) < k


def _steps(counts: Mapping[str, int], k: int) -> list[int]:
    """Every k to go through on the way; beyond a hundred only where more is small."""
    found = {*range(2, min(k, _EACH) + 1), *(n + 1 for n in counts.values() if n < k)}
    return sorted(step for step in {*found, k} if 1 < step <= k)


def _hide(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    hidden: set[str],
    small: set[str],
    never: frozenset[str],
    k: int,
) -> None:
    """Hide small cells, and what would tell them, beside what is hidden already."""
    safe = small <= hidden  # then no combination of sums tells more than before
    hidden |= small
    while hidden:
        more = _needed(counts, sums, hidden | never, k)
        if more is None and not safe:
            more = _recoverable(counts, sums, hidden, never)
        if more is None:
            return
        hidden.add(more)
        safe = False


def _needed(
    counts: Mapping[str, int], sums: Sequence[Sum], hidden: set[str], k: int
) -> str | None:
    """One more cell to hide because of a single sum, or None."""
    for one in sums:
        small = any(cell in hidden and 0 < counts[cell] < k for cell in one.cells)
        if not small or one.total in hidden:
            continue
        parts = [part for part in one.parts if part in hidden and counts[part]]
        # each hidden count is at least 1: the largest they leave room for
        room = sum(counts[part] for part in parts) - (len(parts) - 1)
        if len(parts) < 2 or room < k:
            return _smallest(counts, [p for p in one.parts if p not in hidden]) or (
                one.total
            )
    return None


def _smallest(counts: Mapping[str, int], cells: Iterable[str]) -> str | None:
    """The cell with the smallest count above 0; ties by name."""
    held = [(counts[cell], cell) for cell in cells if counts[cell]]
    return min(held)[1] if held else None


def _recoverable(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    hidden: set[str],
    never: frozenset[str],
) -> str | None:
    """A further cell to hide because a hidden count follows from those shown."""
    unknown = sorted(
        cell for cell in {*hidden, *never} if cell in hidden or counts[cell]
    )
    followed = determined(unknown, sums) & hidden
    if not followed:
        return None
    near = [one for one in sums if followed.intersection(one.cells)]
    known = {*hidden, *never}
    return _smallest(counts, _shown(near, known)) or _smallest(
        counts, _shown(sums, known)
    )


def _shown(sums: Sequence[Sum], hidden: set[str]) -> set[str]:
    return {cell for one in sums for cell in one.cells} - hidden


def determined(unknown: Sequence[str], sums: Sequence[Sum]) -> set[str]:
    """The unknown cells that the sums fix, once all other cells are known.

    Exact elimination: a cell is fixed when some combination of the sums holds it and
    no other unknown.
    """
    place = {cell: column for column, cell in enumerate(unknown)}
    rows = []
    for one in sums:
        row = [Fraction(0)] * len(unknown)
        for cell in one.parts:
            if cell in place:
                row[place[cell]] -= 1
        if one.total in place:
            row[place[one.total]] += 1
        rows.append(row)
    found = set()
    for row in _reduced(rows):
        held = [column for column, value in enumerate(row) if value]
        if len(held) == 1:
            found.add(unknown[held[0]])
    return found


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Reduced row echelon form, without the rows of zeros."""
    done: list[list[Fraction]] = []
    for row in rows:
        left = _less(row, done)
        lead = next((column for column, value in enumerate(left) if value), None)
        if lead is None:
            continue
        left = [value / left[lead] for value in left]
        done = [_without(other, left, lead) for other in done]
        done.append(left)
    return done


def _less(row: list[Fraction], done: list[list[Fraction]]) -> list[Fraction]:
    for other in done:
        lead = next(column for column, value in enumerate(other) if value)
        row = _without(row, other, lead)
    return row


def _without(row: list[Fraction], other: list[Fraction], lead: int) -> list[Fraction]:
    times = row[lead]
    if not times:
        return row
    return [value - times * held for value, held in zip(row, other, strict=True)]
