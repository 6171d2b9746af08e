"""Which levels of one scale go with which of another, over every combination.

Scales read different facts, so they disagree by construction: this is a table to look
at, and no conversion from one scale into another.
"""

from __future__ import annotations

import attrs
import numpy as np

from involvement.instruments.axes import build
from involvement.instruments.levels import Scale, all_tests
from involvement.instruments.spelling import Counts64, weights
from involvement.instruments.truth import Table, compile_table
from involvement.results import Result

NONE = "no_level_fits"
"""The row or column for combinations in which no level of a scale holds."""

WARNING = (
    "the two scales read different facts: a table of what goes together, "
    "not a way to turn one level into another"
)


@attrs.frozen
class CrossWalk(Result):
    """How often the levels of two scales hold together.

    Attributes:
        first: Id of one scale, the rows.
        second: Id of the other, the columns.
        counts: Row level to column level to the number of combinations.
        combinations: Combinations of the facts that either scale reads.
        shared: Facts that both read.
        warning: What the table is not.
    """

    first: str
    second: str
    counts: dict[str, dict[str, int]]
    combinations: int
    shared: tuple[str, ...]
    warning: str = WARNING

    def explain(self) -> str:
        """The table as text, without the pairs that never occur."""
        lines = [
            f"{self.first} beside {self.second}: {self.combinations:,} combinations",
            self.warning,
        ]
        for row, columns in self.counts.items():
            met = ", ".join(f"{name} {n:,}" for name, n in columns.items() if n)
            lines.append(f"  {row}: {met}")
        return "\n".join(lines)


def cross_walk(first: Scale, second: Scale) -> CrossWalk:
    """Count in how many combinations of facts each pair of levels holds together.

    Given the facts both scales read, what else each reads is free of the other: the
    pairs are counted from two small tables, without enumerating the joint one.

    Example:
        >>> from involvement.instruments.scale import scale
        >>> walk = cross_walk(scale("work"), scale("shier"))
        >>> walk.shared, walk.counts["data"]["in_decision_making"]
        (('asks_users', 'deliberates'), 0)
    """
    shared = tuple(fact for fact in first.facts if fact in second.facts)
    ours, theirs = _table(first, second), _table(second, first)
    left, right = _by_shared(ours, shared), _by_shared(theirs, shared)
    common = weights([axis for axis in ours.axes if axis.fact in shared]).reshape(-1)
    together = np.einsum("as,bs,s->ab", left, right, common)
    rows = [*(level.id for level in first.levels), NONE]
    columns = [*(level.id for level in second.levels), NONE]
    free_left, free_right = _free(ours, shared), _free(theirs, shared)
    return CrossWalk(
        first.id,
        second.id,
        {
            row: {column: int(together[i, j]) for j, column in enumerate(columns)}
            for i, row in enumerate(rows)
        },
        int(common.sum()) * free_left * free_right,
        shared,
    )


def _table(scale: Scale, other: Scale) -> Table:
    """A scale's table, with shared facts told apart as finely as both scales do."""
    theirs = [t for t in all_tests(other.rules, other.terms) if t.fact in scale.facts]
    axes = build([*all_tests(scale.rules, scale.terms), *theirs])
    return compile_table(axes, scale.rules, scale.terms)


def _by_shared(table: Table, shared: tuple[str, ...]) -> Counts64:
    """Per level and combination of the shared facts: in how many of the rest it holds.

    Returns:
        Shape (levels and "none", combinations of the shared facts).
    """
    own = tuple(k for k, axis in enumerate(table.axes) if axis.fact not in shared)
    weight = weights([axis for k, axis in enumerate(table.axes) if k in own])
    spread = weight.reshape(
        [axis.size if k in own else 1 for k, axis in enumerate(table.axes)]
    )
    return np.stack(
        [
            (table.mask(i) * spread).sum(axis=own).reshape(-1)
            for i in range(len(table.levels) + 1)
        ]
    ).astype(np.int64)


def _free(table: Table, shared: tuple[str, ...]) -> int:
    """Combinations of the facts only this scale reads."""
    return int(weights([a for a in table.axes if a.fact not in shared]).sum())
