"""Rules to a truth table: one look-up instead of a walk over completions.

Every combination of what the tests tell apart is evaluated once, as arrays. Each
axis then gets one more slice, "unknown", by or-ing the sets of levels along it: or is
associative and commutative, so every cell holds exactly the union over the ways of
filling its unknowns in. And-ing in the same way gives what holds under all of them.

This module sees axes, rules and integer arrays only, never a record.
"""

from __future__ import annotations

import hashlib
import json
import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt

from involvement.errors import Issue, ScaleError
from involvement.instruments.axes import Axis
from involvement.instruments.rules import All, Name, Not, Rule, Some
from involvement.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


Bits = npt.NDArray[np.unsignedinteger[Any]]
Mask = npt.NDArray[np.bool_]


def n_cells(axes: Iterable[Axis]) -> int:
    """The cells of the table, the unknown slices included."""
    return math.prod(axis.size + 1 for axis in axes)


def check_size(axes: Sequence[Axis], scale: str, limits: Limits | None = None) -> None:
    """Refuse a scale that reads too much to enumerate, before any work is done.

    Raises:
        ScaleError: With the count and the facts that cost most (`scale-size`).
    """
    limit = (limits or Limits()).patterns
    cells = n_cells(axes)
    if cells <= limit:
        return
    dear = sorted(axes, key=lambda axis: -axis.size)[:3]
    listed = ", ".join(f"{axis.fact} ({axis.size + 1})" for axis in dear)
    raise ScaleError(
        [
            Issue(
                code="scale-size",
                path=scale,
                found=f"found a table of {cells:,} cells over {len(axes)} facts",
                expected=f"the limit is {limit:,}; most costly: {listed}",
                hint=(
                    "split the scale in two, test fewer words of these facts, "
                    "or raise it with Limits(patterns=...) or --limit patterns=..."
                ),
            )
        ]
    )


@attrs.frozen(eq=False)
class Table:
    """The truth table of a scale.

    Attributes:
        axes: The facts it reads, as it sees them.
        levels: The level ids; level i is bit i, "no level fits" the bit after them.
        known: For every known combination the set of true levels, shape of the axes.
    """

    axes: tuple[Axis, ...]
    levels: tuple[str, ...]
    known: Bits

    @property
    def shape(self) -> tuple[int, ...]:
        """Places on each axis, the unknown one included."""
        return tuple(axis.size + 1 for axis in self.axes)

    @property
    def none(self) -> int:
        """The bit that says "no level fits"."""
        return 1 << len(self.levels)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far a step on each axis moves in the flat table."""
        steps = [1]
        for axis in reversed(self.axes[1:]):
            steps.append(steps[-1] * (axis.size + 1))
        return tuple(reversed(steps)) if self.axes else ()

    @cached_property
    def any(self) -> Bits:
        """Flat: the levels, and "none", true under at least one completion."""
        return _close(self.known, np.bitwise_or)

    @cached_property
    def all(self) -> Bits:
        """Flat: the levels, and "none", true under every completion."""
        return _close(self.known, np.bitwise_and)

    def mask(self, level: int) -> Mask:
        """The known cells where a level holds; the number after the last is "none"."""
        return self.masks[level]

    @cached_property
    def masks(self) -> tuple[Mask, ...]:
        """For each level, and last for "none", the known cells where it holds."""
        return tuple(
            (self.known >> np.uint8(bit) & np.uint8(1)).astype(bool)
            for bit in range(len(self.levels) + 1)
        )

    @cached_property
    def meaning(self) -> str:
        """A short hash of what the table says, whatever its rules look like.

        Facts, words and cut points that change no answer are left out first, so a
        rule said in other words has the same hash and a changed answer another.
        """
        text = json.dumps(_canonical(self), ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def compile_table(
    axes: tuple[Axis, ...],
    levels: Mapping[str, Rule],
    terms: Mapping[str, Rule],
) -> Table:
    """Evaluate every rule on every known combination.

    Args:
        axes: From `axes.build`, over every test of the rules.
        levels: Level id to condition, in order.
        terms: The predicates in use, each after those it uses.

    Example:
        >>> from involvement.instruments.axes import build
        >>> from involvement.instruments.reading import parse
        >>> rule = parse("asks_users == yes")
        >>> table = compile_table(build([rule]), {"asked": rule}, {})
        >>> table.known.tolist(), table.any.tolist(), table.all.tolist()
        ([1, 2], [1, 2, 3], [1, 2, 0])
    """
    shape = tuple(axis.size for axis in axes)
    terms_known: dict[str, Mask] = {}
    for name, term in terms.items():
        terms_known[name] = _evaluate(term, axes, terms_known)
    width = np.min_scalar_type((1 << len(levels) + 1) - 1)
    sets = np.zeros(shape, dtype=width)
    for i, rule in enumerate(levels.values()):
        sets |= _evaluate(rule, axes, terms_known).astype(width) << width.type(i)
    sets |= (sets == 0).astype(width) << width.type(len(levels))
    return Table(axes, tuple(levels), sets)


def _evaluate(rule: Rule, axes: Sequence[Axis], terms: Mapping[str, Mask]) -> Mask:
    """Where a rule is true; the array is wide only along the facts the rule reads."""
    match rule:
        case Name(name):
            return terms[name]
        case Not(part):
            return ~_evaluate(part, axes, terms)
        case All(parts):
            found = [_evaluate(part, axes, terms) for part in parts]
            result = found[0]
            for other in found[1:]:
                result = result & other
            return result
        case Some(parts):
            found = [_evaluate(part, axes, terms) for part in parts]
            result = found[0]
            for other in found[1:]:
                result = result | other
            return result
        case test:
            at = next(k for k, axis in enumerate(axes) if axis.fact == test.fact)
            row = np.array([test.holds(value) for value in axes[at].sample()])
            wide: Mask = row.reshape([-1 if k == at else 1 for k in range(len(axes))])
            return wide


def _close(known: Bits, join: np.ufunc) -> Bits:
    """Append to each axis the slice "unknown", joining along that axis.

    The axes are walked from the last to the first on a view (before, axis, after),
    so that every step joins long runs.
    """
    closed = known
    shape = list(known.shape)
    for k in reversed(range(len(shape))):
        before = math.prod(shape[:k])
        after = math.prod(shape[k + 1 :])
        view = closed.reshape(before, shape[k], after)
        wide = np.empty((before, shape[k] + 1, after), dtype=known.dtype)
        wide[:, :-1] = view
        last = view[:, 0].copy()
        for step in range(1, shape[k]):
            join(last, view[:, step], out=last)
        wide[:, -1] = last
        closed = wide
        shape[k] += 1
    flat = closed.reshape(-1)
    flat.flags.writeable = False
    return flat


def _canonical(table: Table) -> list[Any]:
    """Levels, the facts that matter with the answers told apart, and the sets."""
    sets = table.known
    facts: list[Any] = []
    for k, axis in enumerate(table.axes):
        rows = np.moveaxis(sets, k, 0).reshape(axis.size, -1)
        slices = [rows[place].tobytes() for place in axis.classes]
        wording, keep = _distinct(axis, slices)
        sets = np.take(sets, [axis.classes[answer] for answer in keep], axis=k)
        if len(keep) > 1:
            facts.append([axis.fact, wording])
    return [list(table.levels), facts, sets.reshape(-1).tolist()]


def _distinct(axis: Axis, slices: Sequence[bytes]) -> tuple[list[Any], list[int]]:
    """How an axis reads with answers merged that change nothing, and which to keep."""
    if axis.codes:
        return _distinct_codes(axis, slices)
    if axis.cuts:
        keep = [0] + [i for i in range(1, len(slices)) if slices[i] != slices[i - 1]]
        return [axis.cuts[i - 1] for i in keep[1:]], keep
    keep = [i for i, one in enumerate(slices) if one not in slices[:i]]
    return [keep.index(slices.index(one)) for one in slices], keep


def _distinct_codes(axis: Axis, slices: Sequence[bytes]) -> tuple[list[Any], list[int]]:
    """The codes of a set that matter, and one answer for each of their patterns."""
    missing = 2 ** len(axis.codes) - len(slices)
    by_pattern = {i + missing: one for i, one in enumerate(slices)}
    kept = [
        bit
        for bit in range(len(axis.codes))
        if any(
            by_pattern.get(pattern ^ 1 << bit, one) != one
            for pattern, one in by_pattern.items()
        )
    ]
    mask = sum(1 << bit for bit in kept)
    seen: dict[int, int] = {}
    for pattern in by_pattern:
        seen.setdefault(pattern & mask, pattern - missing)
    return [axis.codes[bit] for bit in kept], [seen[p] for p in sorted(seen)]
