"""What can be proved about a scale by looking at every combination of its facts.

How many combinations have one level, none or several; which levels can be reached;
which overlap; under which conditions none fits. Counted over all values of the words,
the intervals between cut points, and the patterns of the codes a scale reads; values
that no test tells apart are counted by their number instead of one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt

from involvement.errors import Issue
from involvement.instruments.axes import Axis, build
from involvement.instruments.levels import Scale, all_tests
from involvement.instruments.reading import parse
from involvement.instruments.rules import NumberTest, Rule, WordTest, own_tests
from involvement.instruments.truth import Mask, Table, compile_table, n_cells
from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

Counts64 = npt.NDArray[np.int64]

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

SHOWN = 40
"""How many conditions a report spells out; what is left is counted."""


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
    never = tuple(i for i, mask in zip(ids, masks, strict=True) if not mask.any())
    always = tuple(i for i, mask in zip(ids, masks, strict=True) if mask.all())
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
        tuple(_constant(scale, level, "never") for level in never)
        + tuple(_constant(scale, level, "always") for level in always),
        exact=bool((np.bitwise_count(table.known) == 1).all())
        and not table.mask(len(ids)).any(),
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


def weights(axes: Sequence[Axis]) -> Counts64:
    """How many combinations each merged cell stands for."""
    total = np.ones((), dtype=np.int64)
    for axis in axes:
        total = np.multiply.outer(total, np.array(axis.weights(), dtype=np.int64))
    return total


def _counts(held: Counts64, weight: Counts64) -> Counts:
    return Counts(
        int(weight.sum()),
        int(weight[held == 1].sum()),
        int(weight[held == 0].sum()),
        int(weight[held > 1].sum()),
    )


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
