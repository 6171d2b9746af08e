"""Accounts beside each other: where answers differ, and by which facts."""

import pytest

import involvement as inv
from involvement.scoring.activity import ActivityScore

PANEL = {
    "id": "panel",
    "asks_users": "yes",
    "deliberates": "yes",
    "informs_users": "yes",
    "contacts": 6,
    "decision_right": "professional_after_advice",
    "decision_stage": "options_open",
    "feedback_given": "general",
}


RIGHT = {"decision_right": "user"}
SHARED = {"decision_right": "shared"}


def score(*accounts: dict[str, object], **more: object) -> ActivityScore:
    """The score of the panel with these accounts."""
    return inv.score({**PANEL, **more, "accounts": list(accounts)})


def test_no_accounts() -> None:
    """Nothing to compare."""
    alone = score()
    assert (alone.accounts, alone.differences, alone.fact_differences) == ((), (), ())


def test_papers_against_practice() -> None:
    """The charter says shared; in practice advice is heard."""
    found = score({"reporter": "chair", "basis": "formal", "decision_right": "shared"})
    (paper,) = found.accounts
    assert (paper.name, paper.reporter) == ("chair (formal)", "chair")
    assert paper.basis == "formal"
    assert found.verdicts["iap2"].level == "involve"
    assert paper.verdicts["iap2"].level == "collaborate"
    assert str(found.fact_differences[0]) == (
        "decision_right: activity professional_after_advice, chair (formal) shared"
    )
    iap2 = next(one for one in found.differences if one.scale == "iap2")
    assert str(iap2) == (
        "iap2: activity involve, chair (formal) collaborate "
        "(formal against enacted; by decision_right)"
    )
    assert iap2.standing == "differ"
    assert "work" not in {one.scale for one in found.differences}
    assert "  differs: iap2: activity involve" in found.explain()
    assert "  accounts differ on decision_right: activity" in found.explain()


def test_only_the_facts_that_make_the_difference_are_named() -> None:
    """Of three facts that differ one decides."""
    found = score(
        {
            "reporter": "user",
            "basis": "enacted",
            "feedback_given": "none",
            "contacts": 9,
            "informs_users": "no",
        }
    )
    by_scale = {one.scale: (one.facts, one.contrast) for one in found.differences}
    assert by_scale["iap2"] == (("feedback_given",), "two accounts")
    assert by_scale["shier"] == (("informs_users",), "two accounts")
    assert [one.fact for one in found.fact_differences] == [
        "informs_users",
        "contacts",
        "feedback_given",
    ]


def test_a_difference_that_unknowns_leave_open() -> None:
    """More known is another answer, but not yet a contradiction."""
    found = inv.score(
        {
            "id": "a",
            "asks_users": "yes",
            "accounts": [{"reporter": "r", "basis": "claimed", "deliberates": "no"}],
        }
    )
    assert {one.standing for one in found.differences} == {"may_differ"}


def test_labels_differ_when_one_holds_and_fails() -> None:
    """On scales of labels the sets may overlap and still contradict."""
    found = score(
        {"reporter": "r", "basis": "claimed", "led_by": "user"}, led_by="professional"
    )
    standings = {one.scale: one.standing for one in found.differences}
    assert standings["involve"] == "differ"
    assert standings["flags"] == "differ"


def test_reporters_of_two_sides() -> None:
    """Every pair of versions is compared; the contrast says in what they differ."""
    sides: dict[tuple[str, ...], str] = {
        ("nurse",): "professional",
        ("carer",): "user",
    }
    found = inv.score(
        {
            **PANEL,
            "led_by": "professional",
            "accounts": [
                {"reporter": "nurse", "basis": "enacted", "led_by": "joint"},
                {"reporter": "carer", "basis": "enacted", "led_by": "professional"},
            ],
        },
        sides=lambda who: who if isinstance(who, str) else sides[who],
    )
    pairs = {(one.first, one.second): one.contrast for one in found.differences}
    assert pairs == {
        ("activity", "nurse (enacted)"): "two accounts",
        ("carer (enacted)", "nurse (enacted)"): "professional against user",
    }
    assert [voice.side for voice in found.accounts] == ["user", "professional"]
    assert found.accounts[1].explain().split("\n")[0] == (
        "nurse (enacted), professional: unknown_initiated_joint_led"
    )


def test_the_order_of_accounts_changes_nothing() -> None:
    """They are named by who gives them; two of one reporter are counted."""
    accounts: list[dict[str, object]] = [
        {"reporter": "b", "basis": "formal", "decision_right": "shared"},
        {"reporter": "a", "led_by": "user"},
        {"reporter": "a", "led_by": "joint"},
    ]
    assert score(*accounts).to_json() == score(*accounts[::-1]).to_json()
    names = [voice.name for voice in score(*accounts).accounts]
    assert names == ["a (unknown)", "a (unknown) 2", "b (formal)"]


def test_sets_are_shown_in_words() -> None:
    """Purposes as a list."""
    found = score(
        {"reporter": "r", "purposes": ["persuade", "inform"]}, purposes="gather_views"
    )
    assert str(found.fact_differences[0]) == (
        "purposes: activity gather_views, r (unknown) persuade, inform"
    )


@pytest.mark.parametrize(
    ("expected", "own", "accounts"),
    [
        ("unknown", {}, []),
        ("unknown", SHARED, []),
        ("unknown", SHARED, [("formal", {"contacts": 3})]),
        (
            "unknown",
            SHARED,
            [("claimed", RIGHT)],
        ),
        (
            "present",
            SHARED,
            [("formal", RIGHT)],
        ),
        (
            "absent",
            RIGHT,
            [("formal", RIGHT)],
        ),
        ("present", {"user_vote_share": 0.5}, [("formal", {"user_vote_share": 0.6})]),
        ("absent", {"user_vote_share": 0}, [("formal", {"user_vote_share": 0.0})]),
        # one of the three differs, another agrees
        (
            "present",
            {"decision_right": "user", "decision_stage": "decided"},
            [("formal", {"decision_right": "user", "decision_stage": "problem_open"})],
        ),
        # an enacted account counts beside the activity's own facts
        (
            "present",
            {},
            [
                ("formal", RIGHT),
                ("enacted", SHARED),
            ],
        ),
        (
            "present",
            RIGHT,
            [
                ("formal", RIGHT),
                ("enacted", SHARED),
            ],
        ),
    ],
)
def test_formal_enacted_gap(
    expected: str,
    own: dict[str, object],
    accounts: list[tuple[str, dict[str, object]]],
) -> None:
    """Present, absent or unknown; it counts among the signals."""
    given = [{"reporter": "r", "basis": basis, **facts} for basis, facts in accounts]
    found = inv.score({"id": "a", **own, "accounts": given})
    assert found.signals["formal_enacted_gap"] == expected
    words = list(found.signals.values())
    assert found.signals_present == words.count("present")
    assert found.signals_known == 8 - words.count("unknown")
