"""P5 and P6 on small programmes."""

from __future__ import annotations

from typing import Any

import pytest

from involvement.patterns.answers import span
from involvement.patterns.propositions import findings
from involvement.record.programme import Programme

SURVEY: dict[str, Any] = {
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
CO_DESIGN = SURVEY | {
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
NOTHING = SURVEY | {"asks_users": "no", "purposes": ["comply"]}


def programme(*rows: tuple[str, dict[str, Any]], blind: str = "yes") -> Programme:
    """One area and one activity a row: the area's rating and the facts."""
    return Programme(
        schema_version="1",
        id="p",
        areas=[
            {
                "id": f"area{n}",
                "technicality": rating,
                "clinician_input": {"low": "none", "medium": "some"}.get(
                    rating, "unknown" if rating == "unknown" else "dominant"
                ),
                "rated_blind": blind,
            }
            for n, (rating, _) in enumerate(rows)
        ],
        activities=[
            {"id": f"a{n}", "areas": [f"area{n}"], **facts}
            for n, (_, facts) in enumerate(rows)
        ],
    )


FALLING = [
    ("low", CO_DESIGN),
    ("low", CO_DESIGN),
    ("medium", CO_DESIGN),
    ("medium", SURVEY),
    ("high", SURVEY),
    ("high", SURVEY),
]


@pytest.mark.parametrize("number", ["P5", "P6"])
def test_depth_that_falls(number: str) -> None:
    """Every ladder agrees; with six blind areas there is an exact p-value."""
    found = findings(programme(*FALLING))[number]
    assert found.answer == "holds"
    assert (found.answered, found.n) == (6, 6)
    assert found.warnings == ()
    iap2 = next(one for one in found.gradients if one.scale == "iap2")
    # 8 of 12 pairs that differ in rating are discordant, 9 differ in level
    assert iap2.low == iap2.high == round(-8 / (12 * 9) ** 0.5, 12)
    assert iap2.d_low == iap2.d_high == round(-8 / 12, 12)
    assert iap2.exact
    # of the 90 arrangements 18 are at least as far from level
    assert iap2.p_value == round(18 / 90, 12)
    assert iap2.interval is not None
    assert iap2.why == ""
    assert iap2.explain().startswith(
        "iap2: tau-b -0.77; Somers' D -0.67; every completion gone through; "
        "exact p 0.2; 95 % of resamples "
    )


def test_depth_that_rises_fails() -> None:
    """Deeper where it is more technical."""
    turned = [
        (rating, facts)
        for (rating, _), (_, facts) in zip(FALLING, reversed(FALLING), strict=True)
    ]
    assert findings(programme(*turned))["P5"].answer == "fails"


def test_unknown_levels_widen_and_leave_it_open() -> None:
    """One activity of unknown depth on either side."""
    found = findings(programme(("low", CO_DESIGN), ("high", {}), ("medium", SURVEY)))
    one = found["P5"]
    assert one.answer == "undetermined"
    iap2 = next(g for g in one.gradients if g.scale == "iap2")
    assert iap2.low is not None
    assert iap2.high is not None
    assert iap2.low < 0 < iap2.high
    assert (iap2.p_value, iap2.interval, iap2.why) == (
        None,
        None,
        "something is unknown",
    )
    assert one.decides == ("the facts asked for next of a1",)


def test_unknown_rating_is_each_rating() -> None:
    """An area that is not rated may have any rating."""
    found = findings(programme(("low", CO_DESIGN), ("unknown", SURVEY)))["P5"]
    iap2 = next(g for g in found.gradients if g.scale == "iap2")
    assert (iap2.low, iap2.high, iap2.may_be_undefined) == (-1.0, -1.0, True)
    assert found.answer == "undetermined"
    assert found.decides == ("technicality of area1, rated blind to depth",)


@pytest.mark.parametrize("blind", ["no", "unknown"])
def test_no_p_value_unless_rated_blind(blind: str) -> None:
    """The figure stands, the p-value does not, and the warning is plain."""
    found = findings(programme(*FALLING, blind=blind))["P5"]
    assert found.answer == "holds"
    assert {one.p_value for one in found.gradients} == {None}
    assert found.gradients[0].interval is not None
    assert found.gradients[0].why == (
        "not every area is known to be rated blind to depth"
    )
    words = {
        "no": "rated by someone who knew the depth: {}; the finding may be circular",
        "unknown": "not recorded whether rated blind to depth: {}",
    }
    areas = "area0, area1, area2, area3, area4, area5"
    assert found.warnings == (words[blind].format(areas),)


def test_fewer_than_five_areas() -> None:
    """A figure, a warning, no p-value."""
    found = findings(programme(("low", CO_DESIGN), ("high", SURVEY)))["P5"]
    assert found.answer == "holds"
    assert found.warnings == ("fewer than 5 areas: 2",)
    assert found.gradients[0].why == "fewer than 5 areas"


def test_an_activity_in_two_areas_is_two_units() -> None:
    """Unit is activity x area; an activity without area is left out and named."""
    record = Programme(
        schema_version="1",
        id="p",
        areas=[
            {"id": "x", "technicality": "low"},
            {"id": "y", "technicality": "high"},
        ],
        activities=[
            {"id": "both", "areas": ["x", "y"], **SURVEY},
            {"id": "deep", "areas": ["x"], **CO_DESIGN},
            {"id": "astray", **SURVEY},
        ],
    )
    found = findings(record)["P5"]
    assert found.n == 3
    assert found.answer == "holds"
    assert "left out, since no area is recorded: astray" in found.warnings
    assert "areas of astray" in found.decides


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (programme(), "no activity has a recorded area"),
        (
            programme(("low", SURVEY), ("low", CO_DESIGN)),
            "all areas have the same technicality, or none is rated",
        ),
        (
            programme(("low", SURVEY), ("high", SURVEY)),
            "no ladder has activities of different level in areas of different rating",
        ),
        (
            programme(("low", NOTHING), ("high", NOTHING)),
            "no ladder has activities of different level in areas of different rating",
        ),
    ],
)
def test_not_assessable_says_why(record: Programme, why: str) -> None:
    """Nothing to compare is no figure."""
    found = findings(record)["P5"]
    assert (found.answer, found.why) == ("not_assessable", why)
    assert all(one.answer == "not_assessable" for one in found.gradients)


def test_ladders_that_disagree_leave_it_open() -> None:
    """One ladder falls and another does not: undetermined overall."""
    # answered, the same survey is deeper on seven_level and the same on iap2
    answered = SURVEY | {"feedback_given": "itemised"}
    found = findings(programme(("low", SURVEY), ("high", answered), ("low", CO_DESIGN)))
    answers = {one.answer for one in found["P5"].gradients}
    assert answers >= {"holds", "fails"}
    assert found["P5"].answer == "undetermined"


def test_many_unknowns_give_certain_bounds() -> None:
    """Too many completions to go through: bounds, and what a search has seen."""
    rows = [("low", CO_DESIGN)] * 3 + [("high", SURVEY)] * 3
    rows += [("low", {}), ("medium", {}), ("high", {})] * 4
    found = findings(programme(*rows))["P5"]
    iap2 = next(one for one in found.gradients if one.scale == "iap2")
    assert not iap2.exact
    assert iap2.low is not None
    assert iap2.high is not None
    assert iap2.seen_low is not None
    assert iap2.seen_high is not None
    assert iap2.low <= iap2.seen_low < iap2.seen_high <= iap2.high
    assert "certain bounds; completions seen give " in iap2.explain()


def test_nothing_on_a_ladder_is_said_in_words() -> None:
    """The line of a ladder that cannot be assessed."""
    found = findings(programme(("low", NOTHING), ("high", NOTHING)))["P5"]
    iap2 = next(one for one in found.gradients if one.scale == "iap2")
    assert iap2.explain() == (
        "iap2: tau-b not assessable; no p-value: no activity in an area has a level; "
        "0 of 0 answered, 0 areas: not assessable"
    )
    assert span(-0.251, -0.249) == "-0.25"
