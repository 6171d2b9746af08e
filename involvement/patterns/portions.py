"""Shares and dominance when members or hits are unknown: exact fractions, bounded.

A share counts hits among members. Whether something is a member and whether it is a
hit may both be unknown; the bounds are the least and the greatest share over every
way of settling that. No member at all leaves a share undefined, never 0.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GRADES = range(5)
"""Evidence grades 0-4."""


@attrs.frozen
class Share(Result):
    """How many of some members are hits, with bounds over what is unknown.

    Attributes:
        of: What is counted among what.
        low: Least share over the unknowns; None when it is undefined throughout.
        high: Greatest share over the unknowns.
        answered: Members that are certainly members and known to be a hit or not.
        n: All that are or may be members.
        may_be_undefined: Whether there may be no member at all.
        counts: Answer to number, `unknown` included, when there are several.
    """

    of: str
    low: Fraction | None
    high: Fraction | None
    answered: int
    n: int
    may_be_undefined: bool = False
    counts: dict[str, int] = attrs.field(factory=dict)

    def explain(self) -> str:
        """The share in words, with how many could be answered."""
        known = f"{self.answered} of {self.n} answered"
        counted = ", ".join(f"{word} {k}" for word, k in self.counts.items() if k)
        tail = f" ({counted})" if counted else ""
        return f"{self.of}: {between(self.low, self.high)}; {known}{tail}"


def between(low: Fraction | None, high: Fraction | None) -> str:
    """Bounds of a share as text.

    Example:
        >>> between(Fraction(0), Fraction(1, 2))
        'between 0 and 1/2'
        >>> between(None, None)
        'not assessable'
    """
    if low is None or high is None:
        return "not assessable"
    return str(low) if low == high else f"between {low} and {high}"


def amount(n: int, word: str, words: str = "") -> str:
    """A number with its word, one or many.

    Example:
        >>> amount(1, "line"), amount(2, "activity", "activities")
        ('1 line', '2 activities')
    """
    return f"{n} {word if n == 1 else words or f'{word}s'}"


@attrs.frozen
class Unit:
    """One thing that may be a member and may be a hit.

    Attributes:
        member: Whether it belongs to what is counted; None if unknown.
        hit: Whether it is a hit; None if unknown.
    """

    member: bool | None
    hit: bool | None


def share(
    of: str, units: Iterable[Unit], *, counts: dict[str, int] | None = None
) -> Share:
    """The share of hits among members, bounded over what is unknown.

    Exact: the least share counts every doubtful hit of a sure member as a miss, takes
    in each doubtful member that may be a miss, and leaves the others out.

    Example:
        >>> found = share("led", [Unit(True, True), Unit(True, None)])
        >>> found.low, found.high, found.answered, found.n
        (Fraction(1, 2), Fraction(1, 1), 1, 2)
        >>> share("led", []).low is None
        True
    """
    listed = [unit for unit in units if unit.member is not False]
    sure = [unit for unit in listed if unit.member]
    open_ = [unit for unit in listed if unit.member is None]
    return Share(
        of,
        low=_least(sure, open_),
        high=_greatest(sure, open_),
        answered=sum(unit.hit is not None for unit in sure),
        n=len(listed),
        may_be_undefined=not sure,
        counts=counts or {},
    )


def _least(sure: Sequence[Unit], open_: Sequence[Unit]) -> Fraction | None:
    hits = sum(unit.hit is True for unit in sure)
    misses = len(sure) - hits + sum(unit.hit is not True for unit in open_)
    if hits + misses:
        return Fraction(hits, hits + misses)
    return Fraction(1) if open_ else None


def _greatest(sure: Sequence[Unit], open_: Sequence[Unit]) -> Fraction | None:
    misses = sum(unit.hit is False for unit in sure)
    hits = len(sure) - misses + sum(unit.hit is not False for unit in open_)
    if hits + misses:
        return Fraction(hits, hits + misses)
    return Fraction(0) if open_ else None


# ---------------------------------------------------------------- dominance


@attrs.frozen
class Graded:
    """One item with the evidence grades it may have.

    Attributes:
        low: Least grade it may have.
        high: Greatest grade it may have.
        member: Whether it belongs to its group; None if unknown.
    """

    low: int
    high: int
    member: bool | None = True


@attrs.frozen
class Dominance(Result):
    """How often items of one group are graded above those of another, minus below.

    Attributes:
        low: Least value over the unknowns, -1 to 1; None when undefined throughout.
        high: Greatest value over the unknowns.
        may_be_undefined: Whether one of the groups may be empty.
    """

    low: Fraction | None
    high: Fraction | None
    may_be_undefined: bool

    def explain(self) -> str:
        """The dominance in words."""
        return f"dominance {between(self.low, self.high)}"


def dominance(one: Sequence[int], other: Sequence[int]) -> Fraction | None:
    """Share of pairs in which the first is higher, minus share in which it is lower.

    Source:
        Cliff N, Psychological Bulletin 1993;114(3):494-509 (unverified).

    Example:
        >>> dominance([3, 2], [1, 2])
        Fraction(3, 4)
        >>> dominance([], [1]) is None
        True
    """
    if not one or not other:
        return None
    net = sum((a > b) - (a < b) for a in one for b in other)
    return Fraction(net, len(one) * len(other))


def dominance_bounds(one: Sequence[Graded], other: Sequence[Graded]) -> Dominance:
    """Bounds of dominance when grades and memberships are unknown.

    Exact when the unknowns of different items are independent: grades go to the end
    that pulls, and of the doubtful members those from some grade on belong. An item
    that may belong to either group counts as doubtful in both, which can only widen.

    Example:
        >>> found = dominance_bounds([Graded(2, 3)], [Graded(2, 2)])
        >>> found.low, found.high
        (Fraction(0, 1), Fraction(1, 1))
    """
    most = _most(_ends(one, up=True), _ends(other, up=False))
    least = _most(_ends(other, up=True), _ends(one, up=False))
    return Dominance(
        low=None if least is None else -least,
        high=most,
        may_be_undefined=not (_sure(one) and _sure(other)),
    )


def _sure(items: Sequence[Graded]) -> bool:
    return any(item.member for item in items)


def _ends(items: Sequence[Graded], *, up: bool) -> list[list[int]]:
    """Counts per grade, for every cut from which on doubtful members belong."""
    groups: list[list[int]] = []
    taken = [(item.high if up else item.low, item.member) for item in items]
    sure = [sum(g == grade and m is True for g, m in taken) for grade in GRADES]
    doubtful = [sum(g == grade and m is None for g, m in taken) for grade in GRADES]
    for cut in (*GRADES, len(GRADES)):
        # those from the cut on belong (above), or those below it
        chosen = [
            count + extra * ((grade >= cut) if up else (grade < cut))
            for grade, count, extra in zip(GRADES, sure, doubtful, strict=True)
        ]
        groups.append(chosen)
    return groups


def _most(
    uppers: Sequence[list[int]],
    lowers: Sequence[list[int]],
) -> Fraction | None:
    found = [
        Fraction(_net(upper, lower), sum(upper) * sum(lower))
        for upper in uppers
        for lower in lowers
        if sum(upper) and sum(lower)
    ]
    return max(found, default=None)


def _net(upper: Sequence[int], lower: Sequence[int]) -> int:
    return sum(
        a * b * ((g > h) - (g < h))
        for g, a in zip(GRADES, upper, strict=True)
        for h, b in zip(GRADES, lower, strict=True)
    )
