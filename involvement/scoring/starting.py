"""Who initiated, led, set the agenda and set the scope: an answer of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from involvement.instruments.scale import scale
from involvement.results import Result
from involvement.scoring import facts
from involvement.scoring.verdicts import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from involvement.record.activity import Activity
    from involvement.scoring.facts import Row, Sides

WORDS = {"holds": "yes", "fails": "no", "unknown": "unknown"}
"""What a label says, as the word of a flag."""

_BY = {
    "user": "users",
    "professional": "professionals",
    "joint": "users and professionals together",
    "external": "people outside both",
}


@attrs.frozen
class Initiative(Result):
    """Who started an activity and who held its reins; no part of any level.

    Initiation as a component of its own: Shippee et al., Health Expectations 2015,
    doi 10.1111/hex.12090. Agenda and scope stand beside the pattern, never in it.

    Attributes:
        initiated: Side that proposed it.
        led: Side that ran it.
        agenda: Side that decided which questions were dealt with.
        scope: Side that decided which areas users could take part in.
        pattern: `{initiated}_initiated_{led}_led`.
        flags: `bounded_scope`, `open_scope`, `led_without_decision_right` and
            `external_mandate`, each `yes`, `no` or `unknown`.
        notes: Why something recorded counts as unknown here.
    """

    initiated: str
    led: str
    agenda: str
    scope: str
    pattern: str
    flags: dict[str, str]
    notes: tuple[str, ...]
    _verdict: Any = attrs.field(repr=False, eq=False)

    def explain(self) -> str:
        """The four sides in words, and each flag with its rule."""
        lines = [f"{self.pattern}: {in_words(self)}"]
        for what, side in (("agenda", self.agenda), ("scope", self.scope)):
            lines.append(f"  {what} set by: {_BY.get(side, 'not recorded')}")
        lines += [f"  note: {note}" for note in self.notes]
        source: Verdict = self._verdict
        for level in source.source.levels:
            lines.append(f"  {level.id}: {self.flags[level.id]} ({level.condition})")
        return "\n".join(lines)


def in_words(start: Initiative) -> str:
    """A pattern as people say it.

    Example:
        >>> in_words(initiative({"id": "a", "initiated_by": "user"}))
        'proposed by users, leadership not recorded'
    """
    first = f"proposed by {_BY[start.initiated]}" if start.initiated in _BY else ""
    second = f"led by {_BY[start.led]}" if start.led in _BY else ""
    return ", ".join(
        (first or "initiation not recorded", second or "leadership not recorded")
    )


def start_of(row: Row, flags: Verdict) -> Initiative:
    """The initiative of a row of facts, with its flags already answered."""
    initiated, led, agenda, scope = row.values[:4]
    return Initiative(
        str(initiated),
        str(led),
        str(agenda),
        str(scope),
        f"{initiated}_initiated_{led}_led",
        {flag: WORDS[word] for flag, word in flags.labels.items()},
        tuple(f"{fact}: {note}" for fact, note in row.notes.items()),
        flags,
    )


def initiative(
    activity: Activity | Mapping[str, Any], *, sides: Sides | None = None
) -> Initiative:
    """Who initiated, led, set the agenda and set the scope of one activity.

    Args:
        activity: An activity, or its fields.
        sides: How actor ids become a side (`programme.side`); without it they count
            as unknown side.

    Raises:
        RecordError: If the fields given are no valid activity.

    Example:
        >>> start = initiative({"id": "a", "initiated_by": "user", "led_by": "joint"})
        >>> start.pattern, start.flags["external_mandate"], start.agenda
        ('user_initiated_joint_led', 'no', 'unknown')
    """
    row = facts.read(facts.activity_of(activity), sides)
    return start_of(row, verdict(scale("flags"), row))
