"""A scale's answer about one activity, with its reasons and the next question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from involvement.errors import Issue, ScaleError, quote
from involvement.instruments.levels import Scale
from involvement.instruments.scale import asked_for, derived_scales
from involvement.instruments.scale import scale as scale_of
from involvement.results import Result
from involvement.scoring import facts
from involvement.scoring.reasons import Cell, Move, Question, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from involvement.record.activity import Activity
    from involvement.scoring.facts import Row, Sides

Found = TypeVar("Found")

MOST = 10_000
"""Answers kept for each scale, by cell; they are made again when there are more."""

MOST_REASONS = 2_000
"""The same for reasons and questions, which take more room."""


@attrs.frozen
class Verdict(Result):
    """What one scale says about one activity, as far as its facts are known.

    With unknown facts, `possible` is the union and `certain` the intersection of the
    answers over every way of filling them in. More knowledge never widens it.

    Attributes:
        scale: Id of the scale.
        kind: Its kind.
        possible: Levels not ruled out, in scale order.
        certain: Levels that hold whatever the unknowns are.
        level: The one level, when it is certain and nothing else is possible.
        lowest: The lowest possible level of an ordered scale.
        highest: The highest possible level of an ordered scale.
        no_level_fits: True when every level is ruled out, False when some level
            certainly holds, None when that is open.
        labels: On labels, axes and checks: each id with `holds`, `fails`, `unknown`.
        version: Version of the scale.
        meaning: Hash of its truth table.
        notes: Why something recorded counts as unknown here.
        reasons: Why each level holds, is open or is ruled out.
        ask_next: Unknown facts that would narrow it, best first.
        nearest: When no level fits, the levels that need the fewest known facts
            changed, with the tests that keep them out.
    """

    scale: str
    kind: str
    possible: tuple[str, ...]
    certain: tuple[str, ...]
    level: str | None
    lowest: str | None
    highest: str | None
    no_level_fits: bool | None
    labels: dict[str, str]
    version: str
    meaning: str
    notes: tuple[str, ...]
    _of: Any = attrs.field(repr=False, eq=False)
    _row: Any = attrs.field(repr=False, eq=False)
    _cell: int = attrs.field(repr=False, eq=False)
    # Worked out from the table on first use; the same answers as all the rest.
    reasons: tuple[Reason, ...] = attrs.field(init=False, repr=False, eq=False)
    ask_next: tuple[str, ...] = attrs.field(init=False, repr=False, eq=False)
    nearest: tuple[Reason, ...] = attrs.field(init=False, repr=False, eq=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The facts of `ask_next` with what each answer would leave open."""
        return _once(self, "questions", Cell.questions)

    @property
    def moves(self) -> tuple[Move, ...]:
        """What another answer to one known fact would make of it."""
        return _once(self, "moves", Cell.moves)

    @property
    def source(self) -> Scale:
        """The scale that gave the answer."""
        found: Scale = self._of
        return found

    @property
    def row(self) -> Row:
        """The facts it was given."""
        found: Row = self._row
        return found

    @property
    def cell(self) -> int:
        """Where its facts lie in the scale's flat table."""
        return self._cell

    def explain(self) -> str:
        """The facts, conditions and answer, so that a pencil leads to the same."""
        from involvement.scoring.pencil import working

        return working(self)


def _once(verdict: Verdict, what: str, work: Callable[[Cell], Found]) -> Found:
    """Something read from a verdict's cell, worked out once for each cell."""
    memory = verdict.source.memory.setdefault("reasons", {})
    key = (what, verdict.cell)
    found: Found | None = memory.get(key)
    if found is None:
        if len(memory) > MOST_REASONS:
            memory.clear()
        found = memory[key] = work(Cell(verdict.source, verdict.cell))
    return found


class _Lazy:
    """A slot that is filled on first use.

    A score of one activity has some eighty reasons, and most callers read none of
    them: working them out on demand makes scoring about fifty times faster.
    """

    def __init__(self, name: str, slot: Any, work: Callable[[Cell], Any]) -> None:
        self.name = name
        self.slot = slot
        self.work = work

    def __get__(self, verdict: Verdict | None, owner: type) -> Any:
        if verdict is None:
            return self
        try:
            return self.slot.__get__(verdict, owner)
        except AttributeError:
            value = _once(verdict, self.name, self.work)
            self.slot.__set__(verdict, value)
            return value

    def __set__(self, verdict: Verdict, value: Any) -> None:
        self.slot.__set__(verdict, value)


def _nearest(cell: Cell) -> tuple[Reason, ...]:
    return cell.nearest() if cell.no_level(cell.at) else ()


for _name, _work in (
    ("reasons", Cell.reasons),
    ("ask_next", Cell.ask_next),
    ("nearest", _nearest),
):
    setattr(Verdict, _name, _Lazy(_name, Verdict.__dict__[_name], _work))


def verdict(scale: Scale, row: Row) -> Verdict:
    """A scale's answer for one row of facts."""
    return _verdict(scale, row, facts.cell(scale, row))


def verdicts(scales: tuple[Scale, ...], row: Row) -> dict[str, Verdict]:
    """The answers of several scales for one row of facts, by scale id."""
    cells = facts.cells(scales, row)
    return {
        scale.id: _verdict(scale, row, cell)
        for scale, cell in zip(scales, cells, strict=True)
    }


def _verdict(scale: Scale, row: Row, cell: int) -> Verdict:
    found: Any = scale.memory.get(cell)
    if found is None:
        if len(scale.memory) > MOST:
            scale.memory.clear()
        found = scale.memory[cell] = _answer(scale, cell)
    possible, certain, level, lowest, highest, none, labels = found
    return Verdict(
        scale.id,
        scale.kind,
        possible,
        certain,
        level,
        lowest,
        highest,
        none,
        labels.copy(),
        scale.version,
        scale.meaning,
        _notes(scale, row) if row.notes else (),
        scale,
        row,
        cell,
    )


def _notes(scale: Scale, row: Row) -> tuple[str, ...]:
    return tuple(f"{f}: {n}" for f, n in row.notes.items() if f in scale.facts)


def _answer(scale: Scale, at: int) -> tuple[Any, ...]:
    """What the table says in one cell, in the order of the fields of a verdict."""
    cell = Cell(scale, at)
    possible, certain = cell.levels(cell.some(at)), cell.levels(cell.every(at))
    none = cell.no_level(at)
    if not scale.ordered:
        words = {
            level: "holds"
            if level in certain
            else "unknown"
            if level in possible
            else "fails"
            for level in cell.ids
        }
        return possible, certain, None, None, None, none, words
    level = possible[0] if len(possible) == 1 and none is False else None
    lowest, highest = (possible[0], possible[-1]) if possible else (None, None)
    return possible, certain, level, lowest, highest, none, {}


def chosen(given: Iterable[str | Scale] | None) -> tuple[Scale, ...]:
    """The scales to answer: those asked for, or all in use that facts decide.

    A scale named again counts once; in two versions it is refused, as answers are
    kept by the id of their scale and one would hide the other.

    Raises:
        ScaleError: If a scale is not known, people answer it themselves, or it is
            asked for in two versions.
        RecordError: If it is no list of scales.
    """
    if given is None:
        return derived_scales()
    found: dict[str, Scale] = {}
    issues: list[Issue] = []
    for one in asked_for(given):
        scale = one if isinstance(one, Scale) else scale_of(one)
        other = found.setdefault(scale.id, scale)
        if not scale.derived:
            issues.append(_recorded(scale))
        elif other is not scale and other.meaning != scale.meaning:
            issues.append(_twice(other, scale))
    if issues:
        raise ScaleError(issues)
    return tuple(found.values())


def _recorded(scale: Scale) -> Issue:
    return Issue(
        code="scale-facts",
        found=f"found the scale {quote(scale.id)}, which people answer themselves",
        expected="expected a scale that facts decide",
        hint="people's answers to it stand in the record's `ratings`",
    )


def _twice(first: Scale, second: Scale) -> Issue:
    return Issue(
        code="scale-version",
        found=f"found {quote(first.id)} with two meanings: version "
        f"{quote(first.version)} and version {quote(second.version)}",
        expected="expected one version of a scale in one result",
        hint="score once with each; involvement.scoring.comparing has `compare`",
    )


def of_facts(scale: str | Scale) -> Scale:
    """A scale that facts can answer.

    Raises:
        ScaleError: If there is none of that name, or people answer it themselves.
    """
    (found,) = chosen([scale])
    return found


def depth(
    activity: Activity | Mapping[str, Any],
    *,
    scale: str | Scale = "iap2",
    sides: Sides | None = None,
) -> Verdict:
    """How deep one activity went on one scale, as a set of levels not ruled out.

    Args:
        activity: An activity, or its fields.
        scale: Id of a scale in use, or the scale itself.
        sides: How actor ids become a side (`programme.side`); without it they count
            as unknown side.

    Raises:
        ScaleError: If the scale is not known or facts cannot answer it.
        RecordError: If the fields given are no valid activity.

    Example:
        >>> verdict = depth({"id": "survey", "asks_users": "yes", "deliberates": "no"})
        >>> verdict.possible, verdict.ask_next[0]
        (('consult', 'empower'), 'decision_right')
    """
    row = facts.read(facts.activity_of(activity), sides)
    return verdict(of_facts(scale), row)
