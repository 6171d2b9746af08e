"""Why a scale answers as it does, and what to ask: all read from its truth table.

Nothing here evaluates a rule with unknowns, which would be safe but too wide. What
keeps a level out, which unknown facts matter and what an answer would leave open are
looked up cell by cell, so they are exact.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import attrs
import numpy as np

from involvement.instruments.rules import NumberTest, Test
from involvement.scoring.facts import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from involvement.instruments.levels import Scale

HOLDS, OPEN, RULED_OUT = "holds", "open", "ruled_out"


@attrs.frozen
class Reason:
    """Why one level is certain, open or ruled out.

    Attributes:
        level: The level.
        standing: `holds` (whatever the unknowns are), `open` or `ruled_out`.
        facts: The known facts that settle it: these alone would. None when it is open;
            for a level near to an activity that fits none, those to change.
        met: Tests of its condition that are known to hold.
        open: Tests that hang on an unknown fact which matters here.
        failed: Tests it needs that are known not to hold.
    """

    level: str
    standing: str
    facts: tuple[str, ...]
    met: tuple[str, ...]
    open: tuple[str, ...]
    failed: tuple[str, ...]

    def __str__(self) -> str:
        if self.standing == RULED_OUT:
            needed = " | ".join(self.failed)
            return f"{self.level}: ruled out by {', '.join(self.facts)}: needs {needed}"
        text = f"{self.level}: {self.standing}"
        text += f"; met: {' | '.join(self.met)}" if self.met else ""
        return text + (f"; hangs on: {' | '.join(self.open)}" if self.open else "")


@attrs.frozen
class Opening:
    """What would still be possible under one answer.

    Attributes:
        answers: The answers of the fact that have this effect.
        possible: The levels then still possible.
        no_level_fits: Whether "no level fits" is then certain (True), ruled out
            (False) or open (None).
    """

    answers: tuple[str, ...]
    possible: tuple[str, ...]
    no_level_fits: bool | None


@attrs.frozen
class Question:
    """A fact worth asking for.

    Attributes:
        fact: The fact.
        mean_open: Mean number of answers still open over the fact's answers.
        openings: What each answer would leave open.
    """

    fact: str
    mean_open: Fraction
    openings: tuple[Opening, ...]


@attrs.frozen
class Move:
    """Another answer to one known fact, and where it would lead.

    Attributes:
        fact: The fact.
        answers: The answers that have this effect.
        possible: The levels then possible.
        no_level_fits: As in a verdict.
        direction: `up`, `down` or `other`, against what is possible now.
    """

    fact: str
    answers: tuple[str, ...]
    possible: tuple[str, ...]
    no_level_fits: bool | None
    direction: str


@attrs.frozen
class _Tried:
    """A test as it is shown, with its outcome for each answer of its fact.

    Attributes:
        fact: The fact it asks about.
        axis: The number of its axis.
        text: The test in words.
        plain: The same without its `not`.
        holds: Whether it holds, for each place on the axis but the unknown one.
    """

    fact: str
    axis: int
    text: str
    plain: str
    holds: tuple[bool, ...]


def _tried(scale: Scale) -> dict[str, tuple[_Tried, ...]]:
    """The tests of each level, tried once for all cells."""
    found: dict[str, tuple[_Tried, ...]] | None = scale.memory.get("tests")
    if found is None:
        axes = {axis.fact: (k, axis.sample()) for k, axis in enumerate(scale.axes)}
        found = scale.memory["tests"] = {
            level: tuple(
                _Tried(
                    test.fact,
                    axes[test.fact][0],
                    str(test),
                    str(_plain(test)),
                    tuple(test.holds(value) for value in axes[test.fact][1]),
                )
                for test in tests
            )
            for level, tests in scale.needs.items()
        }
    return found


class Cell:
    """One cell of a scale's table, with what can be read around it."""

    def __init__(self, scale: Scale, at: int) -> None:
        """Look at one cell of the flat table."""
        self.scale = scale
        self.at = at
        self.table = scale.table
        self.ids = self.table.levels
        # single cells are read several times as fast through these
        self._any, self._all = self.table.any.data, self.table.all.data

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Its place on each axis."""
        return places(self.scale, self.at)

    # what the table says

    def some(self, at: int) -> int:
        """The bits true under at least one completion."""
        return self._any[at]

    def every(self, at: int) -> int:
        """The bits true under every completion."""
        return self._all[at]

    def moved(self, k: int, place: int) -> int:
        """The cell with another place on one axis."""
        return self.at + (place - self.places[k]) * self.table.strides[k]

    def levels(self, bits: int) -> tuple[str, ...]:
        """The levels in a bit set, in scale order."""
        return tuple(level for i, level in enumerate(self.ids) if bits >> i & 1)

    def no_level(self, at: int) -> bool | None:
        """Whether no level fits, for certain or possibly."""
        none = self.table.none
        if not self.some(at) & none:
            return False
        return True if self.every(at) & none else None

    def known(self) -> list[int]:
        """The axes whose fact is known."""
        return [k for k, axis in enumerate(self.scale.axes) if self.is_known(k)]

    def is_known(self, k: int) -> bool:
        """Whether the fact of an axis is known."""
        return self.places[k] < self.scale.axes[k].size

    # reasons

    def reasons(self) -> tuple[Reason, ...]:
        """One reason for each level, in scale order."""
        return tuple(self._reason(i, level) for i, level in enumerate(self.ids))

    def _reason(self, i: int, level: str) -> Reason:
        tests = _tried(self.scale)[level]
        bit = 1 << i
        if not self._any[self.at] & bit:
            keep = self._fewest(self._any, bit, 0)
            failed = [t.text for t in tests if t.fact in keep and not self._true(t)]
            return Reason(level, RULED_OUT, keep, (), (), tuple(failed))
        if self._all[self.at] & bit:
            keep = self._fewest(self._all, bit, bit)
            met = [t.text for t in tests if t.fact in keep and self._true(t)]
            return Reason(level, HOLDS, keep, tuple(met), (), ())
        hanging = dict.fromkeys(
            t.plain for t in tests if self._hangs.get(t.fact, 0) & bit
        )
        met = [t.text for t in tests if self.is_known(t.axis) and self._true(t)]
        return Reason(level, OPEN, (), tuple(met), tuple(hanging), ())

    def _fewest(self, bits: memoryview[int], bit: int, wanted: int) -> tuple[str, ...]:
        """Known facts that settle something on their own; none can be spared.

        Facts are dropped from the last to the first, so that of several such sets the
        one with the earlier facts is given.
        """
        at = self.at
        kept: list[str] = []
        strides = self.table.strides
        for k in reversed(range(len(self.places))):
            axis = self.scale.axes[k]
            away = axis.size - self.places[k]
            if not away:
                continue
            without = at + away * strides[k]
            if bits[without] & bit == wanted:
                at = without
            else:
                kept.append(axis.fact)
        return tuple(reversed(kept))

    def _true(self, test: _Tried) -> bool:
        """Whether a test on a known fact holds."""
        return test.holds[self.places[test.axis]]

    @cached_property
    def _hangs(self) -> dict[str, int]:
        """Each unknown fact with the levels that hang on it, given what is known."""
        index = tuple(
            self.places[k] if self.is_known(k) else slice(None)
            for k in range(len(self.places))
        )
        cells = self.table.known[index]
        unknown = [k for k in range(len(index)) if not self.is_known(k)]
        return {
            self.scale.axes[k].fact: int(
                np.bitwise_or.reduce(cells ^ cells.take([0], n), axis=None)
            )
            for n, k in enumerate(unknown)
        }

    # questions

    def open_count(self, at: int) -> int:
        """How many answers are still open, "no level fits" among them."""
        return self.some(at).bit_count()

    def questions(self) -> tuple[Question, ...]:
        """The unknown facts that narrow the answer, best first."""
        return tuple(
            Question(self.scale.axes[k].fact, mean, self._openings(k))
            for mean, k in self._narrowing()
        )

    def ask_next(self) -> tuple[str, ...]:
        """The facts of the questions, best first."""
        return tuple(self.scale.axes[k].fact for _, k in self._narrowing())

    def _narrowing(self) -> list[tuple[Fraction, int]]:
        """The unknown facts that narrow the answer: what is open then, and the axis."""
        now = self.open_count(self.at)
        found = []
        for k, axis in enumerate(self.scale.axes):
            if self.is_known(k):
                continue
            counts = [self.open_count(self.moved(k, p)) for p in range(axis.size)]
            total = sum(n * w for n, w in zip(counts, axis.weights, strict=True))
            if total < now * len(axis.answers):
                found.append((Fraction(total, len(axis.answers)), k))
        return sorted(found)

    def _openings(self, k: int) -> tuple[Opening, ...]:
        return tuple(
            Opening(answers, self.levels(bits), none)
            for answers, bits, none in self._by_effect(
                k, range(self.scale.axes[k].size)
            )
        )

    def _by_effect(
        self, k: int, wanted: Sequence[int]
    ) -> Iterator[tuple[tuple[str, ...], int, bool | None]]:
        """Answers of one fact that lead to the same, put together."""
        merged = self.scale.axes[k].merged
        grouped: dict[tuple[int, bool | None], list[str]] = {}
        for place in wanted:
            at = self.moved(k, place)
            key = (self.some(at), self.no_level(at))
            grouped.setdefault(key, []).extend(merged[place])
        order = self.scale.axes[k].answers.index
        for (bits, none), answers in grouped.items():
            yield tuple(sorted(answers, key=order)), bits, none

    # what would change it

    def moves(self) -> tuple[Move, ...]:
        """What another answer to one known fact would make of it."""
        here = (self.some(self.at), self.no_level(self.at))
        found = []
        for k in self.known():
            others = [p for p in range(self.scale.axes[k].size) if p != self.places[k]]
            for answers, bits, none in self._by_effect(k, others):
                if (bits, none) != here:
                    found.append(
                        Move(
                            self.scale.axes[k].fact,
                            answers,
                            self.levels(bits),
                            none,
                            self._direction(bits, none=none),
                        )
                    )
        return tuple(found)

    def _direction(self, bits: int, *, none: bool | None) -> str:
        here = self.some(self.at)
        if not self.scale.ordered or none is not False or here & self.table.none:
            return "other"
        if _lowest(bits) >= _highest(here):
            return "up"
        return "down" if _highest(bits) <= _lowest(here) else "other"

    def nearest(self) -> tuple[Reason, ...]:
        """The levels that need the fewest known facts changed, when none fits.

        The facts to change are named in each reason.
        """
        known = self.known()
        strides = self.table.strides
        away = {
            k: (self.scale.axes[k].size - self.places[k]) * strides[k] for k in known
        }
        reached: dict[int, tuple[int, ...]] = {}
        for n in range(1, len(known) + 1):
            for change in combinations(known, n):
                bits = self.some(self.at + sum(away[k] for k in change))
                for i in range(len(self.ids)):
                    if bits >> i & 1:
                        reached.setdefault(i, change)
            if reached:
                break
        return tuple(self._near(i, reached[i]) for i in sorted(reached))

    def _near(self, i: int, change: tuple[int, ...]) -> Reason:
        facts = tuple(self.scale.axes[k].fact for k in change)
        tests = _tried(self.scale)[self.ids[i]]
        failed = [t.text for t in tests if t.fact in facts and not self._true(t)]
        return Reason(self.ids[i], RULED_OUT, facts, (), (), tuple(failed))


def _plain(test: Test) -> Test:
    """A test without its `not`: what is open is open either way."""
    if isinstance(test, NumberTest) or not test.negated:
        return test
    return attrs.evolve(test, negated=False)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length()


def _highest(bits: int) -> int:
    return bits.bit_length()
