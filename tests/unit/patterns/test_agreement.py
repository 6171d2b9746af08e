"""Several coders of the same activities."""

from __future__ import annotations

from typing import Any

import pytest

from involvement.patterns.coders import agreement, blind_copy, shown
from involvement.record.programme import Programme

SURVEY: dict[str, Any] = {
    "led_by": "professional",
    "asks_users": "yes",
    "deliberates": "no",
    "decision_right": "professional",
    "user_work": "none",
}
BOARD = SURVEY | {"deliberates": "yes", "decision_right": "shared", "user_work": "lead"}


def coded(**activities: dict[str, Any]) -> Programme:
    """One coder's record."""
    return Programme(
        schema_version="1",
        id="p",
        activities=[{"id": name, **facts} for name, facts in activities.items()],
    )


def test_disagreements_come_with_both_codings_and_the_guide() -> None:
    """Real differences apart from what only one coder recorded."""
    one = coded(a=SURVEY, b=BOARD, c=SURVEY)
    two = coded(a=SURVEY | {"deliberates": "yes"}, b=BOARD | {"user_veto": "yes"}, d={})
    found = agreement([one, two], coders=["Ann", "Ben"])
    assert found.activities == ("a", "b")
    assert found.alone == {"Ann": ("c",), "Ben": ("d",)}
    assert [(d.activity, d.fact, d.codings, d.differ) for d in found.disagreements] == [
        ("a", "deliberates", {"Ann": "no", "Ben": "yes"}, True),
        ("b", "user_veto", {"Ann": "not recorded", "Ben": "yes"}, False),
    ]
    assert found.disagreements[0].explain() == (
        "a, deliberates: Ann: no, Ben: yes\n"
        "  guide: Did users and people who decide (or who take the advice to them) "
        "talk it through with each other? Both must speak and hear. An interview, a "
        "focus group run by a contractor, written comments: no.\n"
        "  example: Project board with two patients: yes."
    )


def test_alpha_per_fact_and_level() -> None:
    """Facts with an order are ordinal; levels both as names and by rank."""
    one = coded(a=SURVEY, b=BOARD, c=SURVEY, d=BOARD)
    two = coded(a=SURVEY, b=BOARD, c=BOARD, d=BOARD)
    found = agreement([one, two])
    facts = {f.fact: f for f in found.facts}
    assert facts["user_work"].alpha.metric == "ordinal"
    assert facts["user_work"].same == 3
    # one of four pairs differs; 5 of 8 codings are lead: 1 - 7 * 2 / (2 * 3 * 5)
    assert facts["user_work"].alpha.low == round(1 - 7 * 2 / 30, 12)
    assert facts["led_by"].alpha.why == (
        "all codings are the same, so chance would agree as well"
    )
    assert facts["reward"].alpha.why == "no activity was coded by two coders"
    levels = {one.scale: one for one in found.levels}
    assert list(levels) == [
        "arnstein",
        "iap2",
        "carman",
        "pretty",
        "seven_level",
        "hart",
        "shier",
        "coproduction",
        "work",
    ]
    assert levels["work"].ordinal is None
    assert levels["work"].nominal.low == round(1 - 7 * 2 / 30, 12)
    assert levels["work"].differ == ("c",)
    arnstein = levels["arnstein"]
    assert arnstein.ordinal is not None
    assert arnstein.nominal.low is not None
    assert arnstein.nominal.high is not None
    assert arnstein.nominal.low < arnstein.nominal.high


def test_explain_lists_disagreements_first() -> None:
    """Numbers come after the list."""
    one, two = coded(a=SURVEY, b=BOARD), coded(a=BOARD, b=BOARD, c={})
    text = agreement([one, two]).explain()
    assert text.startswith(
        "2 coders: coder 1, coder 2\n"
        "2 activities in common\n"
        "only coder 2 has: c\n"
        "\n"
        "Coded differently: 3\n"
        "a, deliberates: coder 1: no, coder 2: yes\n"
    )
    assert text.index("Recorded by some") < text.index("Agreement per fact")
    assert "\nwork: nominal alpha 0.00 [" in text
    assert "\n  certainly differ: a" in text


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([coded(a=SURVEY)], "there is one coder"),
        ([coded(a=SURVEY), coded(b=BOARD)], "the coders have no activity in common"),
        ([], "the coders have no activity in common"),
        (
            [coded(a=SURVEY), coded(a=BOARD)],
            "one activity cannot tell agreement from chance",
        ),
    ],
)
def test_undefined_cases_say_why(records: list[Programme], why: str) -> None:
    """One coder, one activity, nothing in common."""
    found = agreement(records)
    deliberates = next(one for one in found.facts if one.fact == "deliberates")
    assert (deliberates.alpha.low, deliberates.alpha.why) == (None, why)
    assert found.levels[-1].nominal.why == why


def test_sides_are_compared_across_ways_of_writing() -> None:
    """An actor list and a side word that mean the same are the same coding."""
    one = coded(a={"led_by": "user"})
    two = Programme(
        schema_version="1",
        id="p",
        actors=[{"id": "panel", "role": "service_user"}],
        activities=[{"id": "a", "led_by": ["panel"]}],
    )
    assert agreement([one, two]).disagreements == ()


def test_order_and_ids_change_nothing_but_names() -> None:
    """The same codings under other ids, in another order: the same coefficients."""
    one = agreement([coded(a=SURVEY, b=BOARD, c={}), coded(a=BOARD, b=BOARD, c=SURVEY)])
    two = agreement([coded(z=SURVEY, y=BOARD, x={}), coded(x=SURVEY, y=BOARD, z=BOARD)])
    assert one.facts == two.facts
    assert [(n.nominal, n.ordinal) for n in one.levels] == [
        (n.nominal, n.ordinal) for n in two.levels
    ]


def test_three_coders() -> None:
    """Each pair of codings counts."""
    records = [coded(a=SURVEY, b=BOARD) for _ in range(3)]
    found = agreement(records)
    work = next(one for one in found.facts if one.fact == "user_work")
    assert (work.alpha.low, work.alpha.units, work.alpha.pairs) == (1.0, 2, 6)


def test_values_as_text() -> None:
    """Sets are joined; nothing recorded says so."""
    assert [shown(v) for v in (("inform", "devolve"), None, 0.5)] == [
        "inform; devolve",
        "not recorded",
        "0.5",
    ]


def test_a_blind_copy_keeps_what_an_activity_is() -> None:
    """Same activities, people and areas; no fact, judgement or result."""
    first = Programme(
        schema_version="1",
        id="p",
        title="Ward 7",
        actors=[{"id": "panel", "role": "service_user"}],
        areas=[{"id": "x", "title": "Transport", "technicality": "low"}],
        activities=[
            {
                "id": "a",
                "title": "Survey",
                "kind": "survey",
                "areas": ["x"],
                "when": "2004",
                "phase": "design",
                "level_of_system": "service",
                "participants": [{"actor": "panel", "people": 9}],
                "led_by": "user",
                "contacts": 3,
                "declared": {"iap2": "involve"},
                "preferred": {"iap2": "consult"},
                "accounts": [{"reporter": "panel", "led_by": "user"}],
                "costs": [{"hours": 3}],
            }
        ],
        contributions=[{"id": "c", "activity": "a"}],
        changes=[{"id": "k"}],
    )
    assert blind_copy(first).model_dump(mode="json") == {
        "schema_version": "1",
        "id": "p",
        "title": "Ward 7",
        "actors": [{"id": "panel", "role": "service_user"}],
        "areas": [{"id": "x", "title": "Transport"}],
        "activities": [
            {
                "id": "a",
                "title": "Survey",
                "kind": "survey",
                "areas": ["x"],
                "when": "2004",
                "phase": "design",
                "level_of_system": "service",
                "participants": [{"actor": "panel", "people": 9}],
            }
        ],
    }


def test_an_activity_one_of_three_coders_lacks() -> None:
    """Two codings are compared; the third coder is missing there."""
    records = [coded(a=SURVEY, b=BOARD), coded(a=SURVEY, b=BOARD), coded(a=BOARD)]
    found = agreement(records)
    assert found.activities == ("a", "b")
    work = found.levels[-1].nominal
    assert (work.units, work.pairs) == (2, 4)
