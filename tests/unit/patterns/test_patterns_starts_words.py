"""What P1 to P4 say would decide them, and the figures beside the answer."""

from __future__ import annotations

from typing import Any

import pytest

from involvement.patterns.gradients import _chance
from involvement.patterns.propositions import findings
from involvement.record.programme import Programme


def programme(*activities: dict[str, Any]) -> Programme:
    """A programme of activities that get ids from the last to the first."""
    n = len(activities)
    listed = [{"id": f"a{n - i}", **facts} for i, facts in enumerate(activities)]
    return Programme(schema_version="1", id="p", activities=listed)


@pytest.mark.parametrize(
    ("number", "fact"),
    [("P1", "initiated_by"), ("P2", "led_by"), ("P3", "scope_set_by")],
)
def test_what_is_not_known_is_what_would_decide(number: str, fact: str) -> None:
    """The activities without the fact, in order; nothing where all are known."""
    sides = ("unknown", "user", "unknown")
    found = findings(programme(*({fact: side} for side in sides)))[number]
    assert found.decides == (f"{fact} of a1, a3",)
    known = findings(programme({fact: "user"}, {fact: "professional"}))[number]
    assert known.decides == ()


def test_kinds_are_counted_in_the_figures_of_p4() -> None:
    """In the order of the vocabulary, unknown last; the open activities in order."""
    found = findings(programme({"kind": "survey"}, {}, {"kind": "survey"}))["P4"]
    assert found.figures[0] == "kinds of activity: 1 to 2 (survey 2, unknown 1)"
    assert found.decides == ("kind and user_work of a1, a2, a3",)


def test_three_kinds_that_can_occur_leave_p4_open() -> None:
    """Fewer than three fails; three possible and not certain is undetermined."""
    assert findings(programme({}, {}, {}))["P4"].answer == "undetermined"
    assert findings(programme({}, {}))["P4"].answer == "fails"


def test_the_exact_test_wants_five_areas() -> None:
    """What is missing is said, not worked around."""
    assert _chance([], [], 3, known=False) == (None, None, "something is unknown")
    assert _chance([], [], 3, known=True) == (None, None, "fewer than 5 areas")
