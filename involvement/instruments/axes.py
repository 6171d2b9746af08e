"""The axes of a scale: which answers of a fact its tests can tell apart.

A scale reads few facts, and of each fact only what its tests ask. An axis lists the
answers of one fact (words; intervals between the cut points that tests name;
patterns of the codes that tests look for) and merges those that no test of the scale
tells apart. One more place on each axis, the last, stands for "unknown".
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from involvement.instruments.rules import CodeTest, NumberTest, Test, Value
from involvement.vocabulary import FACTS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cut = tuple[float, int]
"""A boundary just below (0) or just above (1) a number."""


@attrs.frozen
class Axis:
    """One fact as a scale sees it.

    Attributes:
        fact: The fact.
        answers: Its answers in words: words, intervals or patterns.
        values: A value for each answer, with which tests can be tried.
        classes: The merged place of each answer, counted from 0.
        cuts: The boundaries between the intervals of a count or share.
        codes: The codes of a set that tests look for.
    """

    fact: str
    answers: tuple[str, ...]
    values: tuple[Value, ...]
    classes: tuple[int, ...]
    cuts: tuple[Cut, ...] = ()
    codes: tuple[str, ...] = ()

    @cached_property
    def size(self) -> int:
        """How many answers the tests tell apart; also the place of "unknown"."""
        return max(self.classes) + 1

    def answer(self, value: Value) -> int:
        """The number of the answer that a known value gives.

        Example:
            >>> from involvement.instruments.reading import parse
            >>> axis = build([parse("contacts >= 2")])[0]
            >>> axis.answers, axis.answer(1), axis.answer(7)
            (('below 2', '2 and more'), 0, 1)
        """
        if isinstance(value, str):
            return FACTS[self.fact].words.index(value)
        if isinstance(value, tuple):
            pattern = sum(1 << i for i, c in enumerate(self.codes) if c in value)
            return pattern - ((1 << len(self.codes)) - len(self.answers))
        return bisect_right(self.cuts, (float(value), 0.5))

    def place(self, value: Value) -> int:
        """The merged place of a value; the last place for "unknown"."""
        return self.size if value == UNKNOWN else self.classes[self.answer(value)]

    @cached_property
    def merged(self) -> tuple[tuple[str, ...], ...]:
        """The answers of each merged place."""
        return tuple(
            tuple(a for a, c in zip(self.answers, self.classes, strict=True) if c == k)
            for k in range(self.size)
        )

    def sample(self) -> tuple[Value, ...]:
        """One value for each merged place."""
        return tuple(self.values[self.classes.index(k)] for k in range(self.size))

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """How many answers each merged place stands for."""
        return tuple(self.classes.count(k) for k in range(self.size))


def build(tests: Iterable[Test]) -> tuple[Axis, ...]:
    """The axes that a scale with these tests needs, in the order of the facts.

    Example:
        >>> from involvement.instruments.reading import parse
        >>> build([parse("decision_right in (shared, user)")])[0].merged[0]
        ('professional', 'professional_after_advice', 'external', 'none')
    """
    by_fact: dict[str, list[Test]] = {}
    for test in tests:
        by_fact.setdefault(test.fact, []).append(test)
    return tuple(_axis(fact, by_fact[fact]) for fact in FACTS if fact in by_fact)


def _axis(fact: str, tests: Sequence[Test]) -> Axis:
    kind = FACTS[fact].kind
    answers: tuple[str, ...]
    values: tuple[Value, ...]
    cuts: tuple[Cut, ...] = ()
    codes: tuple[str, ...] = ()
    if kind == "set":
        found = {test.code for test in tests if isinstance(test, CodeTest)}
        codes = tuple(code for code in FACTS[fact].words if code in found)
        answers, values = _patterns(fact, codes)
    elif kind in ("count", "share"):
        numbers = [test for test in tests if isinstance(test, NumberTest)]
        cuts = _cuts(numbers, whole=kind == "count")
        answers, values = intervals(cuts, whole=kind == "count")
    else:
        answers = values = FACTS[fact].words
    return Axis(fact, answers, values, _merge(tests, values), cuts, codes)


def _merge(tests: Sequence[Test], values: Sequence[Value]) -> tuple[int, ...]:
    """Values on which every test agrees share a place; places by first appearance."""
    profiles = [tuple(test.holds(value) for test in tests) for value in values]
    places = {profile: k for k, profile in enumerate(dict.fromkeys(profiles))}
    return tuple(places[profile] for profile in profiles)


def _patterns(
    fact: str, codes: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    """Every combination of the codes looked for that a set can show.

    A known set has at least one code, so "none of these" can be met only while the
    scale leaves some code unread.
    """
    others = tuple(code for code in FACTS[fact].words if code not in codes)
    answers: list[str] = []
    values: list[Value] = []
    for pattern in range(0 if others else 1, 2 ** len(codes)):
        held = tuple(code for i, code in enumerate(codes) if pattern >> i & 1)
        left = tuple(code for code in codes if code not in held)
        parts = (["with " + ", ".join(held)] if held else []) + (
            ["without " + ", ".join(left)] if left else []
        )
        answers.append("; ".join(parts))
        values.append(held or others[:1])
    return tuple(answers), tuple(values)


def _cuts(tests: Iterable[NumberTest], *, whole: bool) -> tuple[Cut, ...]:
    """The boundaries tests name, without those that leave one side empty."""
    found: set[Cut] = set()
    for test in tests:
        above = 1 if test.compare in (">", "<=") else 0
        if whole:
            # On whole numbers `> 1`, `>= 2` and `>= 1.5` are one boundary.
            first = math.floor(test.number) + 1 if above else math.ceil(test.number)
            if first > 1:
                found.add((float(first), 0))
        elif (0.0, 0) < (test.number, above) < (1.0, 1):
            found.add((test.number, above))
    return tuple(sorted(found))


def intervals(
    cuts: Sequence[Cut], *, whole: bool
) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    """The intervals between the boundaries in words, and a value in each."""
    lows: list[Cut] = [(1.0, 0) if whole else (0.0, 0), *cuts]
    highs: list[Cut] = [*cuts, (math.inf, 1) if whole else (1.0, 1)]
    answers: list[str] = []
    values: list[Value] = []
    for (low, open_low), (high, closed_high) in zip(lows, highs, strict=True):
        if whole:
            values.append(int(low))
            answers.append(_whole(int(low), high))
            continue
        # A value between the ends where the lower end itself does not belong.
        values.append((low + high) / 2 if open_low else low)
        answers.append(_part(low, high, open_low=open_low, closed_high=closed_high))
    return tuple(answers), tuple(values)


def _part(low: float, high: float, *, open_low: int, closed_high: int) -> str:
    if low == high:
        return f"{low:g}"
    start = f"above {low:g}" if open_low else f"{low:g} and more" if low else ""
    end = f"up to {high:g}" if closed_high else f"below {high:g}"
    if high == 1 and closed_high:
        return start or "0 to 1"
    return f"{start}, {end}" if start else end


def _whole(low: int, high: float) -> str:
    if math.isinf(high):
        return f"{low} and more"
    if low == 1:
        return f"below {high:g}"
    return f"{low}" if high == low + 1 else f"{low} to {high - 1:g}"
