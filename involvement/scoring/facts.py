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

from involvement.instruments.rules import Value
from involvement.record.activity import Activity
from involvement.vocabulary import FACTS, UNKNOWN

if TYPE_CHECKING:
    from involvement.instruments.axes import Axis
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
    return Activity.model_validate(dict(given))


class _Steps(dict[Any, int]):
    """From a value to how far it moves in a flat table."""

    def __init__(self, axis: Axis, stride: int) -> None:
        self.axis = axis
        self.stride = stride
        super().__init__({UNKNOWN: axis.size * stride})
        if not (axis.cuts or axis.codes):
            self.update({value: self[value] for value in axis.values})

    def __missing__(self, value: Value) -> int:
        # Numbers are not kept: there is no end of them.
        step = self.axis.place(value) * self.stride
        if self.axis.codes:
            self[value] = step
        return step


def cell(scale: Scale, row: Row) -> int:
    """The cell of a scale's flat table in which a row lies."""
    steps = scale.memory.get("steps")
    if steps is None:
        steps = tuple(
            (ORDER[axis.fact], _Steps(axis, stride))
            for axis, stride in zip(scale.axes, scale.table.strides, strict=True)
        )
        scale.memory["steps"] = steps
    values = row.values
    return sum([step[values[i]] for i, step in steps])


def places(scale: Scale, at: int) -> tuple[int, ...]:
    """The place on each axis of a cell of the flat table."""
    found = []
    for axis, stride in zip(scale.axes, scale.table.strides, strict=True):
        found.append(at // stride % (axis.size + 1))
    return tuple(found)
