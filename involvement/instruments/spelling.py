"""Sets of combinations, counted and spelt out as conditions of the rule language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt

from involvement.instruments.rules import WordTest
from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.instruments.axes import Axis
    from involvement.instruments.truth import Mask, Table

Counts64 = npt.NDArray[np.int64]

SHOWN = 40
"""How many conditions a report spells out; what is left is counted."""


@attrs.frozen
class Where(Result):
    """A set of combinations, spelt out.

    Attributes:
        combinations: How many there are.
        conditions: Conditions in the rule language; together they cover exactly the
            combinations, but for those counted in `left`.
        left: Combinations that the conditions shown do not cover.
    """

    combinations: int
    conditions: tuple[str, ...]
    left: int = 0

    def explain(self) -> str:
        """The conditions, one a line."""
        lines = list(self.conditions)
        if self.left:
            lines.append(f"and {self.left:,} more combinations")
        return "\n".join(lines)


def weights(axes: Sequence[Axis]) -> Counts64:
    """How many combinations each merged cell stands for."""
    total = np.ones((), dtype=np.int64)
    for axis in axes:
        total = np.multiply.outer(total, np.array(axis.weights, dtype=np.int64))
    return total


def spell(table: Table, wanted: Mask) -> Where:
    """A set of combinations as conditions in the rule language.

    Greedy: from the first combination not yet covered, each fact is widened to every
    value that stays inside the set. The conditions may overlap each other; together
    they cover the set exactly.
    """
    weight = weights(table.axes)
    shape, lacking = _opened(table.axes)
    # The one pattern a set cannot show counts as inside, and as covered.
    inside = _reshaped(wanted, shape, lacking, fill=True)
    left = _reshaped(wanted, shape, lacking, fill=False)
    counted = _reshaped(weight, shape, lacking, fill=0)
    conditions: list[str] = []
    while left.any() and len(conditions) < SHOWN:
        start = np.unravel_index(int(left.argmax()), left.shape)
        box = [[int(place)] for place in start]
        for k, size in enumerate(left.shape):
            for place in range(size):
                if place not in box[k]:
                    wider = [*box[:k], [*box[k], place], *box[k + 1 :]]
                    if inside[np.ix_(*wider)].all():
                        box = wider
        left[np.ix_(*box)] = False
        conditions.append(_condition(table.axes, box))
    return Where(int(weight[wanted].sum()), tuple(conditions), int(counted[left].sum()))


def _opened(axes: Sequence[Axis]) -> tuple[list[int], int | None]:
    """The shape with each code of a set on an axis of its own.

    Also the number of the axis that lacks the pattern "none of the codes", if any.
    """
    shape: list[int] = []
    lacking = None
    for k, axis in enumerate(axes):
        if axis.codes:
            # The first code is the lowest bit of a pattern, so it varies fastest.
            shape += [2] * len(axis.codes)
            lacking = k if axis.size < 2 ** len(axis.codes) else lacking
        else:
            shape.append(axis.size)
    return shape, lacking


def _reshaped(
    cells: npt.NDArray[Any], shape: list[int], lacking: int | None, *, fill: int
) -> npt.NDArray[Any]:
    if lacking is not None:
        missing = np.full_like(np.take(cells, [0], axis=lacking), fill)
        cells = np.concatenate([missing, cells], axis=lacking)
    return cells.reshape(shape).copy()


def _condition(axes: Sequence[Axis], box: Sequence[Sequence[int]]) -> str:
    parts: list[str] = []
    rest = list(box)
    for axis in axes:
        if axis.codes:
            mine, rest = rest[: len(axis.codes)], rest[len(axis.codes) :]
            for code, places in zip(reversed(axis.codes), mine, strict=True):
                if len(places) == 1:
                    no = "" if places[0] else "not "
                    parts.append(f"{no}{code} in {axis.fact}")
        else:
            places, rest = sorted(rest[0]), rest[1:]
            if len(places) < axis.size:
                parts.append(_narrowed(axis, places))
    return " and ".join(parts) or "always"


def _narrowed(axis: Axis, places: Sequence[int]) -> str:
    """The answers left of one fact, as a test of the rule language."""
    if axis.cuts:
        runs = [
            _run(axis, places, start) for start in places if start - 1 not in places
        ]
        return runs[0] if len(runs) == 1 else f"({' or '.join(runs)})"
    answers = [
        answer
        for answer, place in zip(axis.answers, axis.classes, strict=True)
        if place in places
    ]
    if 1 < len(answers) == len(axis.answers) - 1:
        other = next(answer for answer in axis.answers if answer not in answers)
        return str(WordTest(axis.fact, (other,), negated=True))
    return str(WordTest(axis.fact, tuple(answers)))


def _run(axis: Axis, places: Sequence[int], start: int) -> str:
    """Neighbouring intervals as one or two comparisons."""
    end = start
    while end + 1 in places:
        end += 1
    parts = []
    if start > 0:
        number, above = axis.cuts[start - 1]
        parts.append(f"{axis.fact} {'>' if above else '>='} {number:g}")
    if end < axis.size - 1:
        number, above = axis.cuts[end]
        parts.append(f"{axis.fact} {'<=' if above else '<'} {number:g}")
    return " and ".join(parts)
