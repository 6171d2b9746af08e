"""Codes of facts to cells of truth tables, for many rows and scales at once.

A scale's cell is a sum over the facts it reads. Scales share facts, so facts that
are read together are first packed into one number (a group), and each scale looks
up its part of the sum once per group instead of once per fact: 28 look-ups instead
of 64 for the eight ladders.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt

from involvement.instruments.axes import Axis, Cut, intervals
from involvement.instruments.rules import Value
from involvement.vocabulary import FACTS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.instruments.levels import Scale

Array = npt.NDArray[Any]

GROUP = 8192
"""Most values of one group: its look-up then stays in the processor's first cache."""


@attrs.frozen
class Coding:
    """How one fact is written as a small whole number, whatever the scale.

    Attributes:
        fact: The fact.
        values: A value for each code; the last one is unknown.
        cuts: The boundaries of a count or share that any scale names.
    """

    fact: str
    values: tuple[Value, ...]
    cuts: tuple[Cut, ...] = ()

    @property
    def size(self) -> int:
        """The number of codes, the unknown one included."""
        return len(self.values)

    @property
    def unknown(self) -> int:
        """The code of "unknown"."""
        return len(self.values) - 1

    @cached_property
    def dtype(self) -> type[np.unsignedinteger[Any]]:
        """The smallest unsigned numbers that hold the codes."""
        return np.min_scalar_type(self.unknown).type


def codings(scales: Sequence[Scale]) -> dict[str, Coding]:
    """The coding of every fact that any of the scales reads.

    Words have their place in the word list, numbers the interval they fall in, a set
    of purposes its bits (the empty set is unknown).
    """
    read = {fact for scale in scales for fact in scale.facts}
    return {fact: _coding(fact, scales) for fact in FACTS if fact in read}


def _coding(fact: str, scales: Sequence[Scale]) -> Coding:
    kind, words = FACTS[fact].kind, FACTS[fact].words
    if kind == "set":
        sets: list[Value] = [
            tuple(word for bit, word in enumerate(words) if number >> bit & 1)
            for number in range(1, 1 << len(words))
        ]
        return Coding(fact, (*sets, UNKNOWN))
    if kind in ("count", "share"):
        axes = [axis for scale in scales for axis in scale.axes if axis.fact == fact]
        cuts = tuple(sorted({cut for axis in axes for cut in axis.cuts}))
        _, values = intervals(cuts, whole=kind == "count")
        return Coding(fact, (*values, UNKNOWN), cuts)
    return Coding(fact, (*words, UNKNOWN))


@attrs.frozen(eq=False)
class Packing:
    """How rows of codes become cells of each scale's table.

    Attributes:
        codings: The facts in use.
        groups: The facts packed together.
        parts: Per scale the group number and what it adds to the cell.
    """

    codings: Mapping[str, Coding]
    groups: tuple[tuple[str, ...], ...]
    parts: Mapping[str, tuple[tuple[int, Array], ...]]

    @classmethod
    def of(cls, scales: Sequence[Scale]) -> Packing:
        """The packing for some scales; made once for each selection."""
        return _packing(tuple(scales))

    def pack(self, codes: Mapping[str, Array], n: int) -> list[Array]:
        """One number per row for each group.

        Args:
            codes: Fact to codes, shape (n,), unsigned integers; a fact left out is
                unknown in every row.
            n: The number of rows.
        """
        return [self._pack(group, codes, n) for group in self.groups]

    def _pack(self, group: Sequence[str], codes: Mapping[str, Array], n: int) -> Array:
        packed = np.zeros(n, dtype=np.uint16)
        for place, fact in enumerate(group):
            coding = self.codings[fact]
            if place:
                packed *= np.uint16(coding.size)
            column = codes.get(fact)
            packed += np.uint16(coding.unknown) if column is None else column
        return packed.astype(np.intp)

    def cells(self, scale: str, packed: Sequence[Array]) -> Array:
        """The cell of each row in the flat table of a scale."""
        # Every index is within bounds, and "wrap" is the fastest way to say so.
        parts = (adds.take(packed[g], mode="wrap") for g, adds in self.parts[scale])
        cell = next(parts)
        for part in parts:
            cell += part
        return cell.astype(np.intp)


@lru_cache(maxsize=32)
def _packing(scales: tuple[Scale, ...]) -> Packing:
    coded = codings(scales)
    groups = _groups(scales, coded)
    parts = {scale.id: _parts(scale, groups, coded) for scale in scales}
    return Packing(coded, groups, parts)


def _groups(
    scales: Sequence[Scale], coded: Mapping[str, Coding]
) -> tuple[tuple[str, ...], ...]:
    """Facts joined two by two where that saves the most look-ups, within `GROUP`."""
    groups: list[tuple[str, ...]] = [(fact,) for fact in coded]

    def readers(group: Sequence[str]) -> set[str]:
        return {scale.id for scale in scales if set(group) & set(scale.facts)}

    def size(group: Sequence[str]) -> int:
        return math.prod(coded[fact].size for fact in group)

    while True:
        worth = [
            (len(readers(one) & readers(two)), -size(one + two), one, two)
            for one, two in combinations(groups, 2)
            if size(one + two) <= GROUP
        ]
        saved, _, one, two = max(worth, default=(0, 0, (), ()))
        if not saved:
            return tuple(groups)
        groups = [group for group in groups if group not in (one, two)] + [one + two]


def _parts(
    scale: Scale, groups: Sequence[Sequence[str]], coded: Mapping[str, Coding]
) -> tuple[tuple[int, Array], ...]:
    """What each group adds to the cell of a scale, for each of its packed values."""
    steps = {
        axis.fact: _adds(axis, step, coded[axis.fact])
        for axis, step in zip(scale.axes, scale.table.strides, strict=True)
    }
    parts = []
    for number, group in enumerate(groups):
        if not set(group) & set(steps):
            continue
        shape = [coded[fact].size for fact in group]
        adds = np.zeros(shape, dtype=np.intp)
        for place, fact in enumerate(group):
            if fact in steps:
                wide = [-1 if k == place else 1 for k in range(len(group))]
                adds += steps[fact].reshape(wide)
        parts.append((number, adds.reshape(-1).astype(np.int32)))
    return tuple(parts)


def _adds(axis: Axis, step: int, coding: Coding) -> Array:
    places = [axis.place(value) for value in coding.values]
    return np.array(places, dtype=np.intp) * step
