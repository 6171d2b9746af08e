"""P5 and P6 rule by rule, on records as small as the rule allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from involvement.patterns import completions
from involvement.patterns.cases import case_of
from involvement.patterns.gradients import gradient
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from involvement.patterns.answers import Finding, Gradient

ASKED: dict[str, Any] = {
    "initiated_by": "professional",
    "led_by": "professional",
    "agenda_set_by": "professional",
    "users_add_topics": "no",
    "decision_stage": "options_open",
    "informs_users": "no",
    "asks_users": "yes",
    "deliberates": "no",
    "contacts": 1,
    "decision_right": "professional",
    "user_vote_share": 0,
    "user_veto": "no",
    "sharing_protected": "no",
    "must_respond": "no",
    "feedback_given": "none",
    "resource_control": "professional",
    "user_work": "none",
    "purposes": ["gather_views"],
    "reward": "none",
}
"""On every ladder the facts leave one answer."""

DEEP = ASKED | {
    "agenda_set_by": "joint",
    "users_add_topics": "yes",
    "decision_stage": "problem_open",
    "informs_users": "yes",
    "deliberates": "yes",
    "contacts": 4,
    "decision_right": "shared",
    "user_vote_share": 0.5,
    "sharing_protected": "yes",
    "feedback_given": "general",
    "user_work": "assist",
    "purposes": ["improve_jointly"],
}


def without(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same facts, some of them not recorded."""
    return {name: value for name, value in facts.items() if name not in names}


def p5(*rows: tuple[str, dict[str, Any]], blind: str = "yes") -> Finding:
    """P5 where each row is one area of some technicality with one activity."""
    areas = [
        {"id": f"area{n}", "technicality": rating, "rated_blind": blind}
        for n, (rating, _) in enumerate(rows)
    ]
    activities = [
        {"id": f"a{n}", "areas": [f"area{n}"], **facts}
        for n, (_, facts) in enumerate(rows)
    ]
    record = Programme(schema_version="1", id="p", areas=areas, activities=activities)
    return gradient("P5", (case_of(record),))


def ladder(found: Finding, name: str = "iap2") -> Gradient:
    """What one ladder says."""
    return next(one for one in found.gradients if one.scale == name)


@pytest.mark.parametrize(
    ("rows", "answered", "n"),
    [
        ([("low", DEEP), ("high", ASKED)], 2, 2),
        ([("unknown", DEEP), ("high", ASKED)], 1, 2),
        # one ladder of eight has two levels open
        ([("low", DEEP), ("high", without(ASKED, "feedback_given"))], 1, 2),
        # every ladder has two answers open, one of them "no level fits"
        ([("low", DEEP), ("high", without(ASKED, "asks_users"))], 1, 2),
        ([("unknown", without(DEEP, "deliberates")), ("high", ASKED)], 1, 2),
        ([("low", {}), ("unknown", {})], 0, 2),
    ],
)
def test_a_unit_is_answered_when_nothing_of_it_is_open(
    rows: list[tuple[str, dict[str, Any]]], answered: int, n: int
) -> None:
    """Its rating is known, and every ladder has one answer for it."""
    found = p5(*rows)
    assert (found.answered, found.n) == (answered, n)


def test_an_activity_in_three_areas_is_three_units() -> None:
    """Each with that area's rating."""
    record = Programme(
        schema_version="1",
        id="p",
        areas=[
            {"id": f"x{n}", "technicality": rating}
            for n, rating in enumerate(("low", "medium", "unknown"))
        ],
        activities=[
            {"id": "wide", "areas": ["x0", "x1", "x2"], **ASKED},
            {"id": "deep", "areas": ["x0"], **DEEP},
        ],
    )
    found = gradient("P5", (case_of(record),))
    assert (found.answered, found.n) == (3, 4)
    assert (ladder(found).answered, ladder(found).n) == (3, 4)
    assert ladder(found).areas == 3


def test_areas_are_listed_in_the_order_of_their_ids() -> None:
    """Whatever order they were written in."""
    found = p5(("low", DEEP), ("high", ASKED), ("unknown", ASKED), blind="unknown")
    assert found.warnings[0] == (
        "not recorded whether rated blind to depth: area0, area1, area2"
    )


@pytest.mark.parametrize(
    ("rows", "tau", "answer"),
    [
        # one pair falls, the others tie
        ([("low", DEEP), ("low", ASKED), ("high", ASKED)], -0.5, "holds"),
        ([("low", ASKED), ("low", DEEP), ("high", DEEP)], 0.5, "fails"),
        # as many pairs rise as fall
        ([("low", ASKED), ("low", DEEP), ("high", ASKED), ("high", DEEP)], 0, "fails"),
        ([("low", ASKED), ("high", DEEP)], 1, "fails"),
        ([("low", DEEP), ("high", ASKED)], -1, "holds"),
    ],
)
def test_it_holds_below_nought_and_fails_from_nought(
    rows: list[tuple[str, dict[str, Any]]], tau: float, answer: str
) -> None:
    """The sign of the association decides, not how strong it is."""
    found = p5(*rows)
    assert (ladder(found).low, ladder(found).high) == (tau, tau)
    assert (ladder(found).answer, found.answer) == (answer, answer)


def test_a_range_with_nought_inside_or_at_its_end_leaves_it_open() -> None:
    """Below 0 in one completion and not in another."""
    found = p5(
        ("low", DEEP),
        ("low", ASKED),
        ("high", ASKED),
        ("high", without(DEEP, "led_by")),
    )
    assert ladder(found, "iap2").answer == "fails"
    rows = [("low", DEEP), ("low", ASKED), ("high", ASKED), ("unknown", DEEP)]
    both = ladder(p5(*rows))
    assert both.low is not None
    assert both.high is not None
    assert both.low < 0 <= both.high
    assert both.answer == "undetermined"


def test_a_doubtful_level_may_leave_nothing_to_compare() -> None:
    """With "no level fits" open the unit may count nowhere."""
    sure = p5(("low", DEEP), ("high", ASKED))
    assert not ladder(sure).may_be_undefined
    open_ = p5(("low", DEEP), ("high", without(ASKED, "asks_users")))
    assert ladder(open_).may_be_undefined
    assert ladder(open_).answer == "undetermined"
    assert (ladder(open_).low, ladder(open_).high) == (-1, -1)


def test_a_ladder_without_levels_says_nothing_and_leaves_nothing_open() -> None:
    """No figure, and so nothing that was not gone through."""
    bare = ASKED | {"asks_users": "no", "purposes": ["comply"]}
    one = ladder(p5(("low", bare), ("high", bare)))
    assert (one.low, one.high, one.exact, one.may_be_undefined) == (
        None, None, True, True,
    )  # fmt: skip
    assert (one.answered, one.n, one.areas) == (0, 0, 0)


@pytest.mark.parametrize(
    ("areas", "why", "tested"),
    [(4, "fewer than 5 areas", False), (5, "", True), (6, "", True)],
)
def test_five_areas_are_enough_for_a_test(
    areas: int, why: str, *, tested: bool
) -> None:
    """Below that neither a p-value nor an interval, and a warning."""
    rows = [("low", DEEP), ("high", ASKED), ("low", DEEP), ("high", ASKED),
            ("low", DEEP), ("high", ASKED)][:areas]  # fmt: skip
    found = p5(*rows)
    one = ladder(found)
    assert one.why == why
    assert (one.p_value is not None, one.interval is not None) == (tested, tested)
    assert found.warnings == (() if tested else (f"fewer than 5 areas: {areas}",))


def test_no_test_where_something_is_unknown() -> None:
    """However many areas there are."""
    rows = [("low", DEEP), ("high", ASKED)] * 3
    one = ladder(p5(*rows, ("unknown", ASKED)))
    assert (one.p_value, one.interval, one.why) == (None, None, "something is unknown")


def test_bounds_from_outside_hold_what_going_through_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On every ladder, for levels that are open as well as for ratings."""
    open_ = without(DEEP, "decision_right")
    rows = [("low", DEEP), ("medium", open_), ("low", ASKED), ("high", ASKED)]
    rows += [("medium", DEEP), ("high", DEEP)]
    exact = p5(*rows).gradients
    monkeypatch.setattr(completions, "EXACT", 0)
    for true, loose in zip(exact, p5(*rows).gradients, strict=True):
        assert (true.exact, loose.exact) == (True, False)
        for inner, outer in (
            ((true.low, true.high), (loose.low, loose.high)),
            ((true.d_low, true.d_high), (loose.d_low, loose.d_high)),
            ((true.low, true.high), (true.seen_low, true.seen_high)),
            ((loose.seen_low, loose.seen_high), (true.low, true.high)),
        ):
            ordered = [one for one in (outer[0], *inner, outer[1]) if one is not None]
            assert len(ordered) == 4
            assert ordered == sorted(ordered)
