"""What it is called and what users wanted, against what the facts allow."""

import pytest

import involvement as inv

ADVICE = {
    "asks_users": "yes",
    "deliberates": "yes",
    "contacts": 5,
    "decision_right": "professional_after_advice",
    "feedback_given": "general",
}
OPEN = {k: v for k, v in ADVICE.items() if k not in ("contacts", "feedback_given")}
SHARED = {
    "asks_users": "yes",
    "decision_right": "shared",
    "contacts": 2,
    "feedback_given": "general",
    "decision_stage": "problem_open",
}
HEARD = {"asks_users": "yes", "deliberates": "no"}
NONE = {
    "asks_users": "no",
    "deliberates": "no",
    "informs_users": "no",
    "decision_right": "none",
}


@pytest.mark.parametrize(
    ("standing", "facts", "scale", "level"),
    [
        ("within", ADVICE, "iap2", "involve"),
        ("above", ADVICE, "iap2", "empower"),
        ("below", ADVICE, "iap2", "inform"),
        ("within", OPEN, "iap2", "consult"),
        # consult or collaborate: between them lies what neither bound can judge
        ("cannot_say", SHARED, "iap2", "involve"),
        # nothing is ruled out
        ("cannot_say", {}, "iap2", "consult"),
        # no level fits
        ("cannot_say", NONE, "iap2", "consult"),
        ("within", ADVICE, "involve", "consultation"),
        ("outside", ADVICE, "involve", "user_controlled"),
        ("cannot_say", OPEN, "involve", "collaboration"),
    ],
)
def test_declared(
    standing: str, facts: dict[str, object], scale: str, level: str
) -> None:
    """Within what the facts allow, below or above it, or it cannot be said."""
    score = inv.score({"id": "a", **facts, "declared": {scale: level}})
    (found,) = score.declared
    assert (found.scale, found.level, found.standing) == (scale, level, standing)
    assert found.possible == score.verdicts[scale].possible


def test_levels_of_disputed_order_are_neither_above_nor_below() -> None:
    """The two highest rungs of `hart`."""
    facts = {"decision_right": "shared", "initiated_by": "user"}
    declared = {"hart": "child_initiated_directed"}
    score = inv.score({"id": "a", **facts, "declared": declared})
    assert score.verdicts["hart"].level == "child_initiated_shared"
    assert score.declared[0].standing == "cannot_say"


@pytest.mark.parametrize(
    ("standing", "deficit", "facts", "scale", "level"),
    [
        ("as_wanted", "no", ADVICE, "iap2", "involve"),
        ("less_than_wanted", "yes", ADVICE, "iap2", "collaborate"),
        # a lower level that users wanted is not a deficit
        ("more_than_wanted", "no", ADVICE, "iap2", "consult"),
        ("cannot_say", "unknown", OPEN, "iap2", "involve"),
        ("cannot_say", "no", OPEN, "iap2", "consult"),
        ("cannot_say", "unknown", SHARED, "iap2", "involve"),
        ("cannot_say", "unknown", {}, "iap2", "consult"),
        ("cannot_say", "unknown", NONE, "iap2", "consult"),
        ("as_wanted", "no", ADVICE, "involve", "consultation"),
        ("less_than_wanted", "yes", ADVICE, "involve", "user_controlled"),
        ("cannot_say", "unknown", OPEN, "involve", "collaboration"),
    ],
)
def test_preferred(
    standing: str, deficit: str, facts: dict[str, object], scale: str, level: str
) -> None:
    """A deficit is only said where users wanted more than they certainly had."""
    (found,) = inv.score({"id": "a", **facts, "preferred": {scale: level}}).preferred
    assert (found.standing, found.deficit) == (standing, deficit)


def test_names_that_are_no_level_are_passed_over() -> None:
    """They are faults of the record, and reported there."""
    named = {"iap2": "nope", "nope": "x", "cube": "voice", "shier": "listened_to"}
    score = inv.score({"id": "a", "declared": named, "preferred": named})
    assert [one.scale for one in score.declared] == ["shier"]
    assert [one.scale for one in score.preferred] == ["shier"]


def test_a_scale_not_asked_for_is_still_compared() -> None:
    """A claim is answered on the scale it names."""
    score = inv.score(
        {"id": "a", **ADVICE, "declared": {"iap2": "empower"}}, scales=["shier"]
    )
    assert str(score.declared[0]) == "iap2 empower: above (involve)"


def test_text() -> None:
    """One line each."""
    named = {"iap2": "consult"}
    score = inv.score({"id": "a", **NONE, "declared": named, "preferred": named})
    assert str(score.declared[0]) == "iap2 consult: cannot_say (no level)"
    assert str(score.preferred[0]) == "iap2 consult: cannot_say (no level)"
