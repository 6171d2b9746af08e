"""Counts and spreads of a programme, in words."""

from __future__ import annotations

from fractions import Fraction

import involvement as inv
from involvement.patterns import overview
from involvement.patterns.trails import OutcomeView

ACTIVITIES = [
    {"id": "b", "asks_users": "no", "deliberates": "no", "informs_users": "no",
     "decision_right": "professional", "led_by": "user"},
    {"id": "a", "asks_users": "yes", "decision_right": "professional"},
    {"id": "c"},
    {"id": "d", "informs_users": "no", "decision_right": "professional"},
]  # fmt: skip


def assessed() -> inv.Assessment:
    """The activities above as an assessment."""
    return inv.assess(inv.Programme(schema_version="1", id="p", activities=ACTIVITIES))


def test_sets_are_counted_lowest_first() -> None:
    """No level, an open no-level, several levels and one: each its own set."""
    depth = assessed().depth["iap2"]
    assert depth.explain() == (
        "iap2: 1 of 4 with one level, 2 open, 1 that no level fits\n"
        "  no level fits: b\n"
        "  inform or consult or involve or collaborate or empower or no level: c\n"
        "  consult: a\n"
        "  consult or no level: d"
    )
    assert depth.n == 4


def test_a_set_may_hold_no_level_without_being_sure() -> None:
    """Possible answers: none at all, or nothing but an open question."""
    unsure = overview.LevelSet((), None, ("x",))
    assert unsure.explain() == "no level: x"


def test_sides_and_labels_in_words() -> None:
    """Unknown is a side; a label may be unknown."""
    found = assessed()
    assert found.initiative[1].explain() == "led: user 1, unknown 3 (1 of 4 answered)"
    lines = found.labels["gunning"].explain().splitlines()
    assert lines[0] == "gunning (4 activities)"
    assert lines[2] == "  sufficient_reasons: holds 0, fails 2, unknown 2"


def test_questions_say_what_they_settle() -> None:
    """The gain is exact and added over the scales; ties go by fact, then id."""
    questions = assessed().questions
    assert all(isinstance(question.gain, Fraction) for question in questions)
    assert [q.gain for q in questions] == sorted(
        (q.gain for q in questions), reverse=True
    )
    assert questions[0].explain() == (
        f"{questions[0].activity}: {questions[0].fact}. {questions[0].question}"
    )
    asked = {scale for question in questions for scale in question.scales}
    assert not asked & {"hart", "signals", "flags"}


def test_no_activities_are_not_an_answer() -> None:
    """Nothing recorded: no counts, no division, no error."""
    found = inv.assess(inv.Programme(schema_version="1", id="p"))
    assert found.depth["iap2"].n == 0
    assert found.initiative[0].explain() == (
        "initiated: not assessable (0 of 0 answered)"
    )
    assert found.depth["iap2"].explain() == (
        "iap2: not assessable, no activity is recorded"
    )
    assert found.questions == ()


def test_outcomes_and_funnels_in_words() -> None:
    """An outcome with and without a trail; a funnel line by line."""
    view = OutcomeView("o", "Shorter waits", "service", "service", "process",
                       "positive", "user", None)  # fmt: skip
    assert view.explain() == "Shorter waits [service, positive]: no trail"
    programme = inv.load("stroke")
    assert isinstance(programme, inv.Programme)
    found = inv.assess(programme)
    lines = found.funnels[0].explain().splitlines()
    assert lines[:2] == ["inputs of user side: 14", "  at least raised: 14 of 14"]
    assert "  ended as planned only: " in "\n".join(lines)
    assert any("evidence grade 4" in view.explain() for view in found.outcomes)
