"""P1 to P4 on small programmes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from involvement.patterns.propositions import findings
from involvement.patterns.starts import distinct_kinds, distinct_levels, listing
from involvement.record.programme import Programme


def programme(*activities: dict[str, Any]) -> Programme:
    """A programme of activities that get ids in order."""
    listed = [{"id": f"a{n}", **facts} for n, facts in enumerate(activities)]
    return Programme(schema_version="1", id="p", activities=listed)


@pytest.mark.parametrize(
    ("number", "fact"),
    [("P1", "initiated_by"), ("P2", "led_by"), ("P3", "scope_set_by")],
)
@pytest.mark.parametrize(
    ("sides", "answer", "low", "high"),
    [
        (["professional", "professional", "user"], "holds", "2/3", "2/3"),
        (["professional", "user"], "fails", "1/2", "1/2"),
        (["professional", "joint", "external"], "fails", "1/3", "1/3"),
        (["professional", "professional", "unknown"], "holds", "2/3", "1"),
        (["professional", "unknown"], "undetermined", "1/2", "1"),
        (["user", "unknown"], "fails", "0", "1/2"),
        (["unknown"], "undetermined", "0", "1"),
    ],
)
def test_professional_shares(
    number: str, fact: str, sides: list[str], answer: str, low: str, high: str
) -> None:
    """Holds above one half, fails up to one half, open in between."""
    found = findings(programme(*({fact: side} for side in sides)))[number]
    assert (found.answer, found.low, found.high) == (
        answer,
        Fraction(low),
        Fraction(high),
    )
    assert (found.answered, found.n) == (
        len(sides) - sides.count("unknown"),
        len(sides),
    )


def test_no_activity_is_not_assessable() -> None:
    """Nothing in the denominator: no figure, and the reason."""
    found = findings(programme())
    for number in ("P1", "P2", "P3", "P4"):
        one = found[number]
        assert (one.answer, one.low, one.why) == (
            "not_assessable",
            None,
            "no activity is recorded",
        )
    assert found[0].explain() == (
        "P1 Initiation is professional. not assessable\n"
        "  answered: 0 of 0\n"
        "  because: no activity is recorded\n"
        "  method: share of activities; holds if its low > 1/2, fails if its high "
        "<= 1/2\n"
        "  source: Fudge N, Wolfe CDA, McKevitt C. BMJ 2008;336:313. "
        "doi 10.1136/bmj.39456.552257.BE; abstract, Results, first sentence"
    )


WORK = ("none", "assist", "co_deliver", "lead")


@pytest.mark.parametrize(
    ("activities", "answer"),
    [
        (
            [
                {"kind": "survey", "user_work": "assist"},
                {"kind": "co_design", "user_work": "co_deliver"},
                {"kind": "peer_support", "user_work": "lead"},
            ],
            "holds",
        ),
        (
            [
                {"kind": "survey", "user_work": "assist"},
                {"kind": "co_design", "user_work": "co_deliver"},
                {"kind": "co_design", "user_work": "lead"},
            ],
            "fails",
        ),
        (
            [
                {"kind": "survey", "user_work": "assist"},
                {"kind": "co_design", "user_work": "assist"},
                {"kind": "peer_support", "user_work": "lead"},
            ],
            "fails",
        ),
        (
            [
                {"kind": "survey", "user_work": "assist"},
                {"kind": "co_design"},
                {"kind": "peer_support", "user_work": "lead"},
            ],
            "undetermined",
        ),
        ([{"kind": "survey"}, {"kind": "co_design"}], "fails"),
    ],
)
def test_wide_range(activities: list[dict[str, Any]], answer: str) -> None:
    """Three kinds and three levels of work that certainly occur."""
    found = findings(programme(*activities))["P4"]
    assert found.answer == answer


def test_the_spread_of_depth_is_shown_and_never_averaged() -> None:
    """How many activities have each level, none, or several still open."""
    survey = {
        "kind": "survey",
        "informs_users": "no",
        "asks_users": "yes",
        "deliberates": "no",
        "contacts": 1,
        "decision_right": "professional",
        "feedback_given": "none",
        "user_work": "none",
        "decision_stage": "options_open",
        "purposes": ["gather_views"],
    }
    nothing = survey | {"asks_users": "no", "kind": "other"}
    found = findings(programme(survey, nothing, {}))["P4"]
    assert "iap2: consult 1, no level fits 1, open 1" in found.figures
    assert found.warnings == ()
    assert found.decides == ("kind and user_work of a2",)


def test_too_few_activities_are_named() -> None:
    """Two activities cannot be of three kinds."""
    found = findings(programme({"kind": "survey"}, {"kind": "survey"}))["P4"]
    assert found.warnings == (
        "with 2 recorded activities three different ones cannot occur",
    )


def test_distinct_counts() -> None:
    """At least and at most, without double counting."""
    assert distinct_kinds([]) == (0, 0)
    assert distinct_kinds(["unknown", "unknown"]) == (1, 2)
    assert distinct_levels([]) == (0, 0)
    assert distinct_levels([frozenset(["a", "no level"])]) == (0, 1)
    assert distinct_levels([frozenset("ab"), frozenset("ab"), frozenset("ab")]) == (
        1,
        2,
    )
    assert distinct_levels([frozenset("a"), frozenset("ab"), frozenset("bc")]) == (2, 3)


def test_long_lists_are_cut_visibly() -> None:
    """The rest is counted."""
    assert listing([str(n) for n in range(10)]) == "0, 1, 2, 3, 4, 5, 6, 7 and 2 more"
