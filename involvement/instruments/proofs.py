"""What can be proved about a scale by looking at every combination of its facts.

How many combinations have one level, none or several; which levels can be reached;
which overlap; under which conditions none fits. Counted over all values of the words,
the intervals between cut points, and the patterns of the codes a scale reads; values
that no test tells apart are counted by their number instead of one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from involvement.errors import Issue
from involvement.instruments.axes import build
from involvement.instruments.levels import all_tests
from involvement.instruments.reading import parse
from involvement.instruments.rules import NumberTest, Rule, own_tests
from involvement.instruments.spelling import Counts64, Where, spell, weights
from involvement.instruments.truth import compile_table, n_cells
from involvement.results import Result

if TYPE_CHECKING:
    from involvement.instruments.levels import Scale
    from involvement.instruments.truth import Mask, Table

INCOHERENT = (
    "deliberates == yes and asks_users == no",
    "user_vote_share > 0.5 and not decision_right in (shared, user)",
    "user_veto == yes and decision_right in (professional, external, none)",
    "sharing_protected == yes and not decision_right in (shared, user)",
    "decision_stage == decided and decision_right in (shared, user)",
    "decision_stage == no_decision and decision_right != none",
    "decision_right == none and decision_stage != no_decision",
    "feedback_given != none and asks_users == no and deliberates == no",
    """decision_right == professional_after_advice
    and asks_users == no and deliberates == no""",
)
"""Facts that do not go together; a record that has them is warned about and scored."""


@attrs.frozen
class Counts:
    """Combinations by how many levels hold in them.

    Attributes:
        combinations: All of them.
        one: Exactly one level holds.
        none: No level holds.
        several: More than one holds.
    """

    combinations: int
    one: int
    none: int
    several: int

    def per_cent(self, part: int) -> str:
        """A part of all combinations, as it is printed.

        Example:
            >>> Counts(1920, 1720, 200, 0).per_cent(200)
            '10.42%'
        """
        return f"{100 * part / self.combinations:.2f}%" if self.combinations else "-"


@attrs.frozen
class Figures(Result):
    """The figures of one scale, from every combination of the facts it reads.

    Attributes:
        scale: Its id.
        facts: How many facts it reads.
        all: Every combination.
        coherent: Those that no warning about incoherent facts is given for.
        levels: In how many combinations each level holds.
        cells: Cells of its table, unknown slices included.
    """

    scale: str
    facts: int
    all: Counts
    coherent: Counts
    levels: dict[str, int]
    cells: int

    @property
    def reachable(self) -> int:
        """How many levels can hold at all."""
        return sum(1 for count in self.levels.values() if count)

    def explain(self) -> str:
        """The figures as text."""
        lines = [
            (
                f"{self.scale}: {self.facts} facts, {self.cells:,} cells, "
                f"{self.reachable} of {len(self.levels)} levels can be reached"
            )
        ]
        for name, counts in (("all", self.all), ("coherent", self.coherent)):
            lines.append(
                f"  {name}: {counts.combinations:,} combinations; "
                f"one {counts.per_cent(counts.one)}, "
                f"none {counts.per_cent(counts.none)}, "
                f"several {counts.per_cent(counts.several)}"
            )
        lines += [f"  {level}: {count:,}" for level, count in self.levels.items()]
        return "\n".join(lines)


@attrs.frozen
class Overlap:
    """Two levels that can hold together.

    Attributes:
        levels: The two.
        where: When they do.
    """

    levels: tuple[str, str]
    where: Where


@attrs.frozen
class Report(Result):
    """What a scale leaves open or says twice; facts about it, not faults.

    Attributes:
        scale: Its id.
        never: Levels that hold in no combination.
        always: Levels that hold in every combination.
        overlaps: Pairs of levels of a ladder that can hold together.
        gap: When no level of a ladder holds.
        issues: A warning for each condition that is always true or never.
        exact: Whether exactly one level holds in every combination.
    """

    scale: str
    never: tuple[str, ...]
    always: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    gap: Where
    issues: tuple[Issue, ...]
    exact: bool

    def explain(self) -> str:
        """The report as text."""
        lines = [f"{self.scale}"]
        for words, levels in (
            ("can never hold", self.never),
            ("always hold", self.always),
        ):
            if levels:
                lines.append(f"  {words}: {', '.join(levels)}")
        for overlap in self.overlaps:
            first, second = overlap.levels
            lines.append(
                f"  {first} and {second} hold together in "
                f"{overlap.where.combinations:,} combinations, when"
            )
            lines += [f"    {line}" for line in overlap.where.explain().split("\n")]
        if self.gap.combinations:
            lines.append(
                f"  none holds in {self.gap.combinations:,} combinations, when"
            )
            lines += [f"    {line}" for line in self.gap.explain().split("\n")]
        if len(lines) == 1:
            fine = "exactly one level holds in every combination"
            lines.append(f"  {fine if self.exact else 'nothing to report'}")
        return "\n".join(lines)


def figures(scale: Scale) -> Figures:
    """The figures of a scale, counted over every combination.

    Example:
        >>> from involvement.instruments.scale import scale
        >>> print(figures(scale("work")).explain().split(chr(10))[1])
          all: 16 combinations; one 100.00%, none 0.00%, several 0.00%
    """
    table, incoherent = _with_coherence(scale)
    weight = weights(table.axes)
    sets = table.known & table.known.dtype.type((1 << len(scale.levels)) - 1)
    held = np.bitwise_count(sets)
    return Figures(
        scale.id,
        len(scale.facts),
        _counts(held, weight),
        _counts(held[~incoherent], weight[~incoherent]),
        {
            level.id: int(weight[table.mask(i)].sum())
            for i, level in enumerate(scale.levels)
        },
        n_cells(scale.axes),
    )


def report(scale: Scale) -> Report:
    """Which levels can never hold, which overlap, and when no level fits.

    Overlaps and gaps are looked for on ladders only: of labels, poles and checks any
    number may hold.

    Example:
        >>> from involvement.instruments.scale import scale
        >>> report(scale("shier")).gap.conditions
        ('asks_users == no and deliberates == no',)
    """
    table = scale.table
    masks = [table.mask(i) for i in range(len(scale.levels))]
    ids = [level.id for level in scale.levels]
    never, always = _constant_levels(scale)
    overlaps = [
        Overlap((ids[i], ids[j]), spell(table, masks[i] & masks[j]))
        for i in range(len(ids))
        for j in range(i + 1, len(ids))
        if scale.ordered and (masks[i] & masks[j]).any()
    ]
    return Report(
        scale.id,
        never,
        always,
        tuple(overlaps),
        spell(table, table.mask(len(ids)) & scale.ordered),
        constants(scale),
        exact=bool((np.bitwise_count(table.known) == 1).all())
        and not table.mask(len(ids)).any(),
    )


def constants(scale: Scale) -> tuple[Issue, ...]:
    """A warning for each level whose condition is always true, or never.

    Example:
        >>> from involvement.instruments.scale import scale
        >>> constants(scale("work"))
        ()
    """
    never, always = _constant_levels(scale)
    return tuple(_constant(scale, level, "never") for level in never) + tuple(
        _constant(scale, level, "always") for level in always
    )


def _constant_levels(scale: Scale) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The levels that hold in no combination, and those that hold in every one."""
    masks = {level.id: scale.table.mask(i) for i, level in enumerate(scale.levels)}
    return (
        tuple(level for level, mask in masks.items() if not mask.any()),
        tuple(level for level, mask in masks.items() if mask.all()),
    )


def _constant(scale: Scale, level: str, when: str) -> Issue:
    return Issue(
        code="rule-constant",
        found=f"found a condition that {when} holds: {scale.level(level).condition}",
        path=f"{scale.id}.{level}",
        hint="leave the level out, or mend its condition",
        severity="warning",
    )


def _with_coherence(scale: Scale) -> tuple[Table, Mask]:
    """The known combinations, told apart also by coherence; and the incoherent ones.

    An interval counts as coherent if some value in it is, so the cut points of the
    warnings are not added to those of the scale.
    """
    rules: dict[str, Rule] = dict(scale.rules)
    for i, text in enumerate(INCOHERENT):
        rule = parse(text)
        if {test.fact for test in own_tests(rule)} <= set(scale.facts):
            rules[f"incoherent {i}"] = rule
    own = set(all_tests(scale.rules, scale.terms))
    axes = build(
        test
        for test in all_tests(rules, scale.terms)
        if test in own or not isinstance(test, NumberTest)
    )
    table = compile_table(axes, rules, scale.terms)
    incoherent = np.zeros(table.known.shape, dtype=bool)
    for i in range(len(scale.levels), len(rules)):
        incoherent |= table.mask(i)
    return table, incoherent


def _counts(held: Counts64, weight: Counts64) -> Counts:
    return Counts(
        int(weight.sum()),
        int(weight[held == 1].sum()),
        int(weight[held == 0].sum()),
        int(weight[held > 1].sum()),
    )
