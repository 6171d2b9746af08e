"""The answers of one scale as columns: bit sets, numbers, or words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from involvement.instruments.levels import Scale
from involvement.scoring.arrow import pa
from involvement.scoring.coding import Array
from involvement.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from involvement.scoring.packing import Coding

NO, YES, OPEN = 0, 1, 2

WIDE = 32
"""More labels than have room twice in one number: two look-ups instead of one."""


def answers(scale: Scale, n: int, *, words: bool) -> Levels | Labels:
    """The empty columns of a scale for n rows."""
    if scale.ordered:
        return Levels.empty(scale, n, words=words)
    return Labels.empty(scale, n, words=words)


def _bits(levels: int) -> type[np.unsignedinteger[Any]]:
    kinds = (np.uint8, np.uint16, np.uint32, np.uint64)
    return next(kind for kind in kinds if levels <= np.iinfo(kind).bits)


@attrs.frozen(eq=False)
class Levels:
    """Columns of a ladder: possible levels, the lowest, the highest, none fits."""

    scale: Scale
    words: bool
    possible: Array
    lowest: Array
    highest: Array
    none: Array

    @classmethod
    def empty(cls, scale: Scale, n: int, *, words: bool) -> Levels:
        """Columns for n rows."""
        return cls(
            scale,
            words,
            np.empty(n, _bits(len(scale.levels))),
            np.empty(n, np.int8),
            np.empty(n, np.int8),
            np.empty(n, np.int8),
        )

    def fill(self, rows: slice, cells: Array) -> None:
        """The answers of some rows, from their cells in the scale's table.

        The ends of a set come from counting bits: a few operations on small numbers
        are several times faster than looking the ends up.
        """
        count = len(self.scale.levels)
        sets = self.scale.table.any.take(cells, mode="wrap")
        levels = self.possible[rows]
        np.copyto(levels, sets & sets.dtype.type((1 << count) - 1), casting="unsafe")
        below: Array = levels & np.negative(levels)
        below -= 1
        np.bitwise_count(below, out=self.lowest[rows].view(np.uint8))
        filled = levels.copy()
        step = 1
        while step < count:
            filled |= filled >> step
            step *= 2
        highest = self.highest[rows].view(np.uint8)
        np.bitwise_count(filled, out=highest)
        highest -= 1
        # No level fits: NO where that is ruled out, else YES if no level is possible.
        none = self.none[rows].view(np.uint8)
        np.copyto(none, sets >> count, casting="unsafe")
        none <<= levels != 0

    def arrays(self) -> dict[str, pa.Array]:
        """The columns by name."""
        name = self.scale.id
        ids = [level.id for level in self.scale.levels]
        none = pa.Array.from_buffers(
            pa.bool_(),
            len(self.none),
            [_packed(self.none != OPEN), _packed(self.none == YES)],
        )
        ends = {"lowest": self.lowest, "highest": self.highest}
        if self.words:
            return {
                f"{name}_possible": _joined(self.possible, ids),
                **{
                    f"{name}_{end}": _named(row, self.possible == 0, ids)
                    for end, row in ends.items()
                },
                f"{name}_none": none,
            }
        some = _packed(self.possible != 0)
        return {
            f"{name}_possible": pa.array(self.possible),
            **{
                f"{name}_{end}": pa.Array.from_buffers(
                    pa.int8(), len(row), [some, pa.py_buffer(row)]
                )
                for end, row in ends.items()
            },
            f"{name}_none": none,
        }


def _packed(flags: Array) -> pa.Buffer:
    """One bit a row, as Arrow keeps validity and truth."""
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


@lru_cache(maxsize=64)
def _labels(scale: Scale) -> Array:
    """For every cell of a scale: the open labels, and above them those that hold."""
    possible, certain = scale.table.any, scale.table.all
    count = len(scale.levels)
    every = possible.dtype.type((1 << count) - 1)
    both = (certain & every).astype(_bits(2 * count))
    both <<= count
    both |= possible & ~certain & every
    return both


@attrs.frozen(eq=False)
class Labels:
    """Columns of labels, axes and checks: which hold, and which are open."""

    scale: Scale
    words: bool
    holds: Array
    open: Array

    @classmethod
    def empty(cls, scale: Scale, n: int, *, words: bool) -> Labels:
        """Columns for n rows."""
        bits = _bits(len(scale.levels))
        return cls(scale, words, np.empty(n, bits), np.empty(n, bits))

    def fill(self, rows: slice, cells: Array) -> None:
        """The answers of some rows, from their cells in the scale's tables."""
        count = len(self.scale.levels)
        if count > WIDE:
            certain = self.scale.table.all.take(cells, mode="wrap")
            possible = self.scale.table.any.take(cells, mode="wrap")
            every = certain.dtype.type((1 << count) - 1)
            np.copyto(self.open[rows], possible & ~certain & every, casting="unsafe")
            np.copyto(self.holds[rows], certain & every, casting="unsafe")
            return
        both = _labels(self.scale).take(cells, mode="wrap")
        every = both.dtype.type((1 << count) - 1)
        np.copyto(self.open[rows], both & every, casting="unsafe")
        np.copyto(self.holds[rows], both >> count, casting="unsafe")

    def arrays(self) -> dict[str, pa.Array]:
        """The columns by name."""
        name = self.scale.id
        if not self.words:
            sets = {"holds": self.holds, "open": self.open}
            return {f"{name}_{word}": pa.array(row) for word, row in sets.items()}
        ids = [level.id for level in self.scale.levels]
        return {
            f"{name}_holds": _joined(self.holds, ids),
            f"{name}_open": _joined(self.open, ids),
        }


def _joined(sets: Array, ids: list[str]) -> pa.Array:
    """Sets of bits as their ids, joined by `;`."""
    found, places = np.unique(sets, return_inverse=True)
    texts = [
        ";".join(one for bit, one in enumerate(ids) if int(number) >> bit & 1)
        for number in found
    ]
    indices = pa.array(places.astype(np.int32))
    return pa.DictionaryArray.from_arrays(indices, pa.array(texts, pa.string()))


def _named(places: Array, blank: Array, ids: list[str]) -> pa.Array:
    indices = pa.array(places.astype(np.int32), mask=blank)
    return pa.DictionaryArray.from_arrays(indices, pa.array(ids, pa.string()))


_SIDES = tuple(SIDES)


@attrs.frozen(eq=False)
class Patterns:
    """The column `pattern`: who initiated and who led."""

    places: Array

    def fill(
        self,
        rows: slice,
        codes: Mapping[str, Array],
        codings: Mapping[str, Coding],
    ) -> None:
        """The patterns of some rows, from the codes of the two facts."""
        width = len(_SIDES)
        place = np.zeros(rows.stop - rows.start, dtype=np.int32)
        for fact in ("initiated_by", "led_by"):
            column = codes.get(fact)
            place *= width
            place += codings[fact].unknown if column is None else column
        self.places[rows] = place

    def array(self) -> pa.Array:
        """The column."""
        texts = [f"{one}_initiated_{two}_led" for one in _SIDES for two in _SIDES]
        return pa.DictionaryArray.from_arrays(
            pa.array(self.places), pa.array(texts, pa.string())
        )


def pattern(n: int) -> Patterns:
    """The empty column for n rows."""
    return Patterns(np.empty(n, dtype=np.int32))
