"""One activity to one row of known values, and a row to a cell of a scale's table.

Here actor lists become sides, an account is laid over the activity's own facts, and
numbers and sets become the classes a scale tells apart. After this nothing knows
about records: a scale sees where a row lies on its axes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import wrong_kind
from involvement.instruments.rules import Value
from involvement.record.activity import Activity
from involvement.vocabulary import FACTS, UNKNOWN

if TYPE_CHECKING:
    from involvement.instruments.levels import Scale
    from involvement.record.activity import Facts

Sides = Callable[[str | tuple[str, ...]], str]
"""From a side word or actor ids to a side; `Programme.side` is one."""

ORDER = {fact: i for i, fact in enumerate(FACTS)}
"""The place of each fact in a row."""

_SIDES = tuple(i for i, fact in enumerate(FACTS.values()) if fact.kind == "side")
_NUMBERS = tuple(
    i for i, fact in enumerate(FACTS.values()) if fact.kind in ("count", "share")
)
_PURPOSES = ORDER["purposes"]
_ALL = attrgetter(*FACTS)


@attrs.frozen
class Row:
    """The facts of one activity, or of one account of it.

    Attributes:
        values: A value for each fact in the order of the vocabulary; `unknown` where
            nothing is recorded.
        notes: Fact to the reason why what is recorded counts as unknown.
    """

    values: tuple[Value, ...]
    notes: dict[str, str] = attrs.field(factory=dict)

    def __getitem__(self, fact: str) -> Value:
        """The value of one fact."""
        return self.values[ORDER[fact]]

    def over(self, base: Row) -> Row:
        """This row laid over another, which speaks where this one knows nothing."""
        values = tuple(
            theirs if mine == UNKNOWN else mine
            for mine, theirs in zip(self.values, base.values, strict=True)
        )
        notes = {
            fact: note
            for fact, note in (base.notes | self.notes).items()
            if values[ORDER[fact]] == UNKNOWN
        }
        return Row(values, notes)


def read(source: Facts, sides: Sides | None = None) -> Row:
    """The facts of an activity or account as a row.

    Args:
        source: An `Activity` or an account.
        sides: How actor ids become a side. Without it they count as unknown side,
            and the notes say so.

    Example:
        >>> row = read(Activity(id="a", led_by=["p1"], contacts=3))
        >>> row["contacts"], row["led_by"]
        (3, 'unknown')
        >>> row.notes["led_by"]
        'actor ids p1: their side is not known here'
    """
    values: list[Any] = list(_ALL(source))
    notes: dict[str, str] = {}
    for i in _SIDES:
        given = values[i]
        if not isinstance(given, str):
            values[i] = sides(given) if sides is not None else UNKNOWN
            if given and values[i] == UNKNOWN:
                notes[_NAMES[i]] = (
                    f"actor ids {', '.join(given)}: their side is not known here"
                )
    for i in _NUMBERS:
        if values[i] is None:
            values[i] = UNKNOWN
    if not values[_PURPOSES] or UNKNOWN in values[_PURPOSES]:
        values[_PURPOSES] = UNKNOWN
    return Row(tuple(values), notes)


_NAMES = tuple(FACTS)


def activity_of(given: Activity | Mapping[str, Any]) -> Activity:
    """An activity, built and checked if only its fields are given."""
    if isinstance(given, Activity):
        return given
    if not isinstance(given, Mapping):
        raise wrong_kind(given, "an Activity, or its fields by name")
    return Activity.model_validate(dict(given))


class _Steps(dict[Any, tuple[int, ...]]):
    """From a value of one fact to how far it moves in the flat table of each scale."""

    def __init__(self, fact: str, scales: tuple[Scale, ...]) -> None:
        self.axes = [
            next(
                (
                    (axis, stride)
                    for axis, stride in zip(
                        scale.axes, scale.table.strides, strict=True
                    )
                    if axis.fact == fact
                ),
                None,
            )
            for scale in scales
        ]

    def __missing__(self, value: Value) -> tuple[int, ...]:
        steps = tuple(
            one[0].place(value) * one[1] if one is not None else 0 for one in self.axes
        )
        # There is no end of numbers: only so many are kept.
        if len(self) < MOST_VALUES:
            self[value] = steps
        return steps


MOST_VALUES = 1_000
"""Values of one fact whose steps are kept."""

MOST_SELECTIONS = 32
"""Selections of scales whose steps are kept."""

_STEPS: dict[tuple[Scale, ...], tuple[tuple[int, _Steps], ...]] = {}


def cells(scales: tuple[Scale, ...], row: Row) -> list[int]:
    """The cell of each scale's flat table in which a row lies.

    A cell is a sum of steps, one for each fact; scales share facts, so the steps of
    all scales are looked up together.
    """
    steps = _STEPS.get(scales)
    if steps is None:
        if len(_STEPS) >= MOST_SELECTIONS:
            _STEPS.clear()
        read = {fact for scale in scales for fact in scale.facts}
        steps = tuple(
            (i, _Steps(fact, scales)) for fact, i in ORDER.items() if fact in read
        )
        _STEPS[scales] = steps
    values = row.values
    return [*map(sum, zip(*[step[values[i]] for i, step in steps], strict=True))]


def cell(scale: Scale, row: Row) -> int:
    """The cell of one scale's flat table in which a row lies."""
    return cells((scale,), row)[0]


def places(scale: Scale, at: int) -> tuple[int, ...]:
    """The place on each axis of a cell of the flat table."""
    found = []
    for axis, stride in zip(scale.axes, scale.table.strides, strict=True):
        found.append(at // stride % (axis.size + 1))
    return tuple(found)
