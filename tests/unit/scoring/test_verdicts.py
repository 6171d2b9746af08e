"""Reasons, questions, what lies one fact away; lazy parts; what is refused."""

import pickle
from fractions import Fraction

import pytest

import involvement as inv
from involvement.instruments.scale_file import read_scale
from involvement.scoring import verdicts
from involvement.scoring.activity import score
from involvement.scoring.verdicts import Verdict, depth

# Asked, repeated, answered, a shared decision while the problem is open.
OPEN = {
    "id": "a",
    "asks_users": "yes",
    "contacts": 3,
    "feedback_given": "general",
    "decision_right": "shared",
    "decision_stage": "problem_open",
}
UNHEARD = {
    "id": "a",
    "asks_users": "no",
    "deliberates": "no",
    "informs_users": "no",
    "decision_right": "none",
}


def test_what_three_valued_logic_would_leave_open() -> None:
    """Consult or collaborate, never involve: whichever way `deliberates` goes."""
    found = depth(OPEN, scale="iap2")
    assert found.possible == ("consult", "collaborate")
    assert (found.lowest, found.highest, found.level) == (
        "consult",
        "collaborate",
        None,
    )


def test_reasons_for_what_is_open_and_what_is_ruled_out() -> None:
    """Each level with its tests; a level ruled out with the facts that suffice."""
    reasons = {reason.level: reason for reason in depth(OPEN, scale="iap2").reasons}
    assert str(reasons["involve"]) == (
        "involve: ruled out by decision_stage, decision_right: needs "
        "decision_right != shared | not decision_stage in (problem_open, options_open)"
    )
    assert reasons["inform"].facts == ("asks_users",)
    assert str(reasons["collaborate"]) == (
        "collaborate: open; met: decision_right == shared | decision_stage in "
        "(problem_open, options_open); hangs on: deliberates == yes"
    )


def test_reasons_for_what_holds() -> None:
    """With the facts that would do on their own."""
    found = depth({**OPEN, "deliberates": "yes"}, scale="iap2")
    reason = next(one for one in found.reasons if one.level == "collaborate")
    assert (found.level, reason.standing) == ("collaborate", "holds")
    assert reason.facts == ("decision_stage", "deliberates", "decision_right")
    assert str(reason) == (
        "collaborate: holds; met: decision_right == shared | decision_stage in "
        "(problem_open, options_open) | deliberates == yes"
    )


def test_questions_say_what_each_answer_would_leave() -> None:
    """Exact fractions; answers with the same effect stand together."""
    found = depth({"id": "a", "asks_users": "yes", "deliberates": "no"}, scale="iap2")
    (question,) = found.questions
    assert (question.fact, question.mean_open) == ("decision_right", Fraction(1))
    assert [(o.answers, o.possible, o.no_level_fits) for o in question.openings] == [
        (
            ("professional", "professional_after_advice", "shared", "external", "none"),
            ("consult",),
            False,
        ),
        (("user",), ("empower",), False),
    ]


def test_one_fact_away() -> None:
    """Up, down, or neither."""
    found = depth(
        {**OPEN, "deliberates": "yes", "decision_right": "professional_after_advice"},
        scale="iap2",
    )
    assert found.level == "involve"
    assert [(m.fact, m.answers, m.possible, m.direction) for m in found.moves] == [
        ("deliberates", ("no",), ("consult",), "down"),
        ("contacts", ("below 2",), ("consult",), "down"),
        ("decision_right", ("professional", "external", "none"), ("consult",), "down"),
        ("decision_right", ("shared",), ("collaborate",), "up"),
        ("decision_right", ("user",), ("empower",), "up"),
        ("feedback_given", ("none",), ("consult",), "down"),
    ]


def test_moves_without_a_direction() -> None:
    """On labels, from or to no level, or to sets that overlap the present one."""
    assert {m.direction for m in depth(OPEN, scale="involve").moves} == {"other"}
    assert {m.direction for m in depth(UNHEARD, scale="iap2").moves} == {"other"}
    heard = depth({**UNHEARD, "asks_users": "yes"}, scale="iap2").moves
    assert [(m.fact, m.no_level_fits, m.direction) for m in heard] == [
        ("asks_users", True, "other"),
        ("decision_right", False, "up"),
    ]
    wide = depth({"id": "a", "asks_users": "yes"}, scale="iap2").moves
    assert [(m.possible, m.direction) for m in wide] == [
        (("inform", "consult", "involve", "collaborate", "empower"), "other")
    ]
    narrow = depth({"id": "a", "asks_users": "yes", "deliberates": "no"}, scale="iap2")
    assert [m.direction for m in narrow.moves] == ["other", "other"]


def test_nearest_levels() -> None:
    """Those that need the fewest known facts changed, in scale order."""
    found = depth(UNHEARD, scale="iap2")
    assert found.no_level_fits is True
    assert (found.possible, found.lowest, found.highest) == ((), None, None)
    assert [(n.level, n.facts, n.failed) for n in found.nearest] == [
        ("inform", ("informs_users",), ("informs_users == yes",)),
        ("consult", ("asks_users",), ("asks_users == yes",)),
        ("empower", ("decision_right",), ("decision_right == user",)),
    ]
    assert depth(OPEN, scale="iap2").nearest == ()


def test_nearest_levels_with_unknown_facts() -> None:
    """A level counts as reached when the unknowns do not rule it out."""
    found = depth(
        {
            "id": "a",
            "informs_users": "no",
            "asks_users": "no",
            "deliberates": "no",
            "decision_right": "user",
            "initiated_by": "professional",
        },
        scale="hart",
    )
    assert found.no_level_fits is True
    assert [(n.level, n.facts) for n in found.nearest] == [
        ("manipulation", ("decision_right",)),
        ("decoration", ("decision_right",)),
        ("adult_initiated_shared", ("decision_right",)),
        ("child_initiated_directed", ("initiated_by",)),
    ]
    used = inv.Activity.model_validate(
        {
            **UNHEARD,
            "decision_right": "professional",
            "user_work": "none",
            "purposes": "inform",
        }
    )
    far = depth(used, scale="arnstein")
    assert [(n.level, n.facts) for n in far.nearest] == [
        ("manipulation", ("purposes",)),
        ("therapy", ("purposes",)),
        ("informing", ("informs_users",)),
        ("consultation", ("asks_users",)),
        ("placation", ("deliberates",)),
        ("partnership", ("decision_right",)),
        ("delegated_power", ("decision_right",)),
        ("citizen_control", ("decision_right",)),
    ]


def test_nearest_levels_two_facts_away() -> None:
    """As many facts as it takes, and no more."""
    scale = read_scale(
        """
id = "own"
title = "Own"
version = "1"
kind = "ladder"
citation = "Us"
[[levels]]
id = "three"
condition = "asks_users == yes and informs_users == yes and deliberates == yes"
[[levels]]
id = "two"
condition = "asks_users == yes and informs_users == yes and deliberates == no"
""",
        name="own.toml",
    )
    found = depth(UNHEARD, scale=scale)
    assert [str(near) for near in found.nearest] == [
        (
            "two: ruled out by informs_users, asks_users: needs asks_users == yes | "
            "informs_users == yes"
        )
    ]


def test_a_scale_no_level_of_which_can_hold_has_no_nearest() -> None:
    """Whatever is changed, nothing fits."""
    scale = read_scale(
        """
id = "own"
title = "Own"
version = "1"
kind = "ladder"
citation = "Us"
[[levels]]
id = "never"
condition = "asks_users == yes and asks_users == no"
""",
        name="own.toml",
    )
    found = depth(UNHEARD, scale=scale)
    assert (found.no_level_fits, found.nearest) == (True, ())


def test_labels() -> None:
    """Holds, fails or unknown; no level, no lowest, no highest."""
    found = depth({"id": "a", "asks_users": "yes", "led_by": "user"}, scale="involve")
    assert found.labels == {
        "consultation": "unknown",
        "collaboration": "unknown",
        "user_controlled": "unknown",
        "user_led": "unknown",
    }
    more = depth(
        {"id": "a", "asks_users": "yes", "decision_right": "none", "led_by": "user"},
        scale="involve",
    )
    assert more.labels["consultation"] == "holds"
    assert more.labels["user_controlled"] == "fails"
    assert (more.level, more.lowest, more.highest) == (None, None, None)


def test_labels_belong_to_one_verdict() -> None:
    """Writing into one does not reach another."""
    first = depth(OPEN, scale="involve")
    first.labels["consultation"] = "spoilt"
    assert depth(OPEN, scale="involve").labels["consultation"] == "fails"


def test_notes_say_why_a_recorded_side_counts_as_unknown() -> None:
    """Only on scales that read the fact."""
    activity = {"id": "a", "led_by": ["x"]}
    assert depth(activity, scale="carman").notes == (
        "led_by: actor ids x: their side is not known here",
    )
    assert "  note: led_by: actor ids x" in depth(activity, scale="carman").explain()
    assert depth(activity, scale="iap2").notes == ()
    assert depth(activity, scale="carman", sides=lambda _: "user").notes == ()


def test_every_part_is_in_the_json() -> None:
    """Also what is worked out on first use; and nothing private."""
    whole = depth(OPEN, scale="iap2").to_dict()
    assert whole["ask_next"] == ["deliberates"]
    assert [reason["level"] for reason in whole["reasons"]] == [
        "inform",
        "consult",
        "involve",
        "collaborate",
        "empower",
    ]
    assert not [name for name in whole if name.startswith("_")]
    assert score(OPEN).to_dict()["verdicts"]["iap2"] == whole


def test_the_schema_names_every_part() -> None:
    """And nothing private."""
    from involvement import wire

    shape = wire.json_schema(Verdict)["$defs"]["Verdict"]
    assert sorted(shape["properties"]) == sorted(depth(OPEN).to_dict())
    assert sorted(shape["required"]) == sorted(shape["properties"])


def test_a_verdict_copies() -> None:
    """To another process and back, with its reasons."""
    found = depth(OPEN, scale="iap2")
    copy = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert copy == found
    assert copy.explain() == found.explain()


def test_verdicts_are_frozen() -> None:
    """Also the parts worked out on first use."""
    found = depth(OPEN, scale="iap2")
    for name in ("possible", "reasons"):
        with pytest.raises(AttributeError):
            setattr(found, name, ())
    assert hasattr(Verdict, "reasons")


def test_what_is_kept_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound answers are worked out again, and are the same."""
    monkeypatch.setattr(verdicts, "MOST", 1)
    monkeypatch.setattr(verdicts, "MOST_REASONS", 1)
    inv.scale("iap2").memory.clear()
    activities: list[dict[str, object]] = [
        {"id": "a", "asks_users": "yes", "contacts": 1},
        {"id": "a", "asks_users": "yes", "contacts": 2},
        {**OPEN},
        {**UNHEARD},
    ]
    first = [depth(one, scale="iap2") for one in activities]
    told = [(one.reasons, one.ask_next, one.moves) for one in first]
    again = [depth(one, scale="iap2") for one in activities]
    assert again == first
    assert [(one.reasons, one.ask_next, one.moves) for one in again] == told
    assert len(inv.scale("iap2").memory) < 10


def test_scales_people_rate_are_refused() -> None:
    """Facts cannot answer them."""
    with pytest.raises(inv.ScaleError) as error:
        depth(OPEN, scale="cube")
    assert str(error.value) == (
        "[scale-facts]\n"
        "  found the scale 'cube', which people answer themselves\n"
        "  expected a scale that facts decide\n"
        "  people's answers to it stand in the record's `ratings`"
    )
    with pytest.raises(inv.ScaleError, match="scale-unknown"):
        score(OPEN, scales=["nope"])
