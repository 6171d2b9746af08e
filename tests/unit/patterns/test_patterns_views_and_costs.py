"""P9, P10 and the factors on small programmes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from involvement.patterns.cases import case_of
from involvement.patterns.factors import factors
from involvement.patterns.propositions import findings
from involvement.patterns.resources import resources
from involvement.patterns.understandings import Topic
from involvement.record.programme import Programme

ACTORS = [
    {"id": "u1", "role": "service_user"},
    {"id": "u2", "role": "carer"},
    {"id": "p1", "role": "manager"},
    {"id": "p2", "role": "clinician"},
    {"id": "x1", "role": "other"},
    {"id": "x2", "role": "other"},
    {"id": "f1", "role": "funder"},
]


def said(*accounts: tuple[str, str], **more: Any) -> Programme:
    """Accounts of who led one activity: reporter and side."""
    return Programme(
        schema_version="1",
        id="p",
        actors=ACTORS,
        activities=[
            {
                "id": "board",
                "accounts": [{"reporter": who, "led_by": led} for who, led in accounts],
            }
        ],
        **more,
    )


@pytest.mark.parametrize(
    ("accounts", "answer"),
    [
        ([("u1", "user"), ("p1", "professional")], "holds"),
        ([("u1", "user"), ("p1", "user")], "fails"),
        ([("u1", "user"), ("p1", "user"), ("p2", "joint")], "undetermined"),
        ([("u1", "user"), ("p1", "unknown")], "not_assessable"),
        ([("u1", "user"), ("f1", "joint")], "not_assessable"),
        ([("u1", "user"), ("x1", "joint")], "undetermined"),
        ([("u1", "user"), ("p1", "joint"), ("x1", "external")], "holds"),
        ([("u1", "user"), ("p1", "joint"), ("x1", "user")], "undetermined"),
        ([("u1", "user"), ("p1", "user"), ("x1", "user")], "fails"),
        ([("x1", "user"), ("x2", "user")], "undetermined"),
        ([], "not_assessable"),
    ],
)
def test_different_views_of_a_fact(
    accounts: list[tuple[str, str]], answer: str
) -> None:
    """A reporter of unknown side may stand on either, or on neither."""
    assert findings(said(*accounts))["P9"].answer == answer


def test_many_unsure_reporters_leave_all_open() -> None:
    """Beyond six their sides are not gone through."""
    topic = Topic("led_by", "a", ("user",), ("joint",), ("external",) * 7)
    assert topic.possible == {"differ", "agree", "mixed", "one side only"}


@pytest.mark.parametrize(
    ("views", "answer"),
    [
        ([("u1", ["democratic"]), ("p1", ["efficiency"])], "holds"),
        ([("u1", ["democratic"]), ("p1", ["democratic"])], "fails"),
        (
            [("u1", ["democratic"]), ("u2", ["knowledge"]), ("p1", ["democratic"]),
             ("p2", ["knowledge"])],
            "undetermined",
        ),
    ],
)  # fmt: skip
def test_different_rationales(views: list[tuple[str, list[str]]], answer: str) -> None:
    """Each rationale is held or not by each actor who gave any."""
    record = said(
        interpretations=[{"actor": who, "rationales": why} for who, why in views]
    )
    assert findings(record)["P9"].answer == answer


def test_commitment_and_sets_of_purposes() -> None:
    """Commitment is a topic; purposes are compared as whole sets; grounds are named."""
    record = Programme(
        schema_version="1",
        id="p",
        actors=ACTORS,
        activities=[
            {
                "id": "board",
                "accounts": [
                    {"reporter": "u1", "purposes": ["persuade"], "basis": "enacted"},
                    {
                        "reporter": "p1",
                        "purposes": ["devolve", "inform"],
                        "basis": "formal",
                    },
                ],
            }
        ],
        interpretations=[
            {"actor": "u1", "commitment": "high"},
            {"actor": "p1", "commitment": "high"},
        ],
    )
    found = findings(record)["P9"]
    assert found.answer == "holds"
    assert (found.answered, found.n) == (2, 2)
    assert found.figures == (
        "purposes: differ 1 of 1 compared",
        "commitment: agree 1 of 1 compared",
        "purposes of board: users say persuade, professionals say inform; devolve",
    )
    assert found.warnings == (
        "the accounts rest on different grounds: purposes of board",
    )


def test_unsure_reporters_are_what_to_ask() -> None:
    """The side of a reporter would decide it."""
    found = findings(said(("u1", "user"), ("x1", "joint")))["P9"]
    assert found.decides[0] == "the sides of those who reported on led_by of board"
    assert found.figures == ("led_by: open 1 of 1 compared",)


# ---------------------------------------------------------------- costs


def spent(*costs: dict[str, Any], grade: int | None = None, side: str = "user") -> Any:
    """One activity with costs, and a change a contribution shaped."""
    links = {
        "evidence": [{"id": "e", "origin": "minutes", "grade": grade}],
        "links": [
            {
                "id": "l",
                "source": "c",
                "target": "x",
                "kind": "shaped",
                "evidence": ["e"],
            }
        ],
        "rivals": [{"id": "r", "explains": "x", "status": "dismissed"}],
    }
    return Programme(
        schema_version="1",
        id="p",
        activities=[
            {"id": "club", "phase": "design", "costs": list(costs)},
            {"id": "free"},
        ],
        contributions=[{"id": "c", "made_by": side}],
        changes=[{"id": "x"}],
        **(links if grade else {}),
    )


HOURS = {"item": "user_time", "hours": 10, "borne_by": "user"}


@pytest.mark.parametrize(
    ("record", "answer"),
    [
        (spent(), "not_assessable"),
        (spent({"item": "venue"}), "not_assessable"),
        (spent(HOURS), "holds"),
        (spent(HOURS, grade=2), "holds"),
        (spent(HOURS, grade=3), "fails"),
        (spent(HOURS, grade=3, side="unknown"), "undetermined"),
        (spent(HOURS, grade=3, side="professional"), "holds"),
    ],
)
def test_spending_without_a_traced_change(record: Programme, answer: str) -> None:
    """Costs against the users' claim on each change."""
    assert findings(record)["P10"].answer == answer


def test_unlike_currencies_are_never_added() -> None:
    """Each currency, hours, and what has no currency stand apart."""
    found = resources(
        [
            case_of(
                spent(
                    {"item": "payment", "amount": "10.10", "currency": "GBP"},
                    {"item": "payment", "amount": "0.20", "currency": "GBP"},
                    {"item": "venue", "amount": "5", "currency": "EUR"},
                    {"item": "staff_time", "hours": 0.1},
                    {"item": "staff_time", "hours": 0.2, "borne_by": "professional"},
                    {"item": "other"},
                    grade=3,
                )
            )
        ]
    )
    assert found.total.money == {"EUR": Decimal(5), "GBP": Decimal("10.30")}
    assert found.total.hours == Decimal("0.3")
    assert (found.total.n, found.total.without) == (6, 1)
    assert [one.of for one in found.by_side] == ["professional", "unknown"]
    assert [one.of for one in found.by_phase] == ["design"]
    assert found.per_traced_change is not None
    assert found.per_traced_change.money == {
        "EUR": Decimal("5.00"),
        "GBP": Decimal("10.30"),
    }
    assert found.explain() == (
        "costs recorded for 1 of 2 activities\n"
        "  all activities: 0.3 hours, 5 EUR, 10.30 GBP (6 lines, 1 without a figure)\n"
        "by activity\n"
        "  club: 0.3 hours, 5 EUR, 10.30 GBP (6 lines, 1 without a figure)\n"
        "by phase\n"
        "  design: 0.3 hours, 5 EUR, 10.30 GBP (6 lines, 1 without a figure)\n"
        "by side\n"
        "  professional: 0.2 hours (1 line)\n"
        "  unknown: 0.1 hours, 5 EUR, 10.30 GBP (5 lines, 1 without a figure)\n"
        "by item\n"
        "  payment: 10.30 GBP (2 lines)\n"
        "  staff_time: 0.3 hours (2 lines)\n"
        "  venue: 5 EUR (1 line)\n"
        "  other: nothing recorded (1 line, 1 without a figure)\n"
        "per traced change (1): 0.30 hours, 5.00 EUR, 10.30 GBP "
        "(6 lines, 1 without a figure)"
    )


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (spent(HOURS), "no change is traced"),
        (spent(HOURS, grade=3, side="unknown"), "between 0 and 1 changes are traced"),
        (spent(grade=3), "no cost is recorded"),
    ],
)
def test_cost_of_a_traced_change_is_undefined_not_infinite(
    record: Programme, why: str
) -> None:
    """No quotient, and the reason."""
    found = resources([case_of(record)])
    assert found.per_traced_change is None
    assert found.why == why
    assert found.explain().endswith(f"undefined per traced change: {why}")


def test_money_without_hours_per_traced_change() -> None:
    """Hours that nobody recorded stay unrecorded."""
    record = spent({"amount": "7", "currency": "GBP"}, grade=3)
    found = resources([case_of(record)])
    assert found.per_traced_change is not None
    assert found.per_traced_change.hours is None


def test_many_unsure_contributions() -> None:
    """Beyond six the sets tried are none, each alone, and all."""
    names = [f"c{n}" for n in range(8)]
    record = Programme(
        schema_version="1",
        id="p",
        activities=[{"id": "club", "costs": [HOURS]}],
        contributions=[{"id": name} for name in names],
        changes=[{"id": "x"}],
        evidence=[{"id": "e", "origin": "minutes", "grade": 3}],
        rivals=[{"id": "r", "explains": "x", "status": "dismissed"}],
        links=[
            {
                "id": f"l{name}",
                "source": name,
                "target": "x",
                "kind": "shaped",
                "evidence": ["e"],
            }
            for name in names
        ],
    )
    found = findings(record)["P10"]
    assert found.answer == "undetermined"
    assert "changes supported or better: 0 to 1 of 1" in found.figures


def test_no_change_recorded_is_said() -> None:
    """Costs and no change at all."""
    record = Programme(
        schema_version="1", id="p", activities=[{"id": "a", "costs": [HOURS]}]
    )
    found = findings(record)["P10"]
    assert found.answer == "holds"
    assert "no change is recorded" in found.figures


# ---------------------------------------------------------------- factors


def test_factors_describe_with_and_without() -> None:
    """The seed study's four first, recorded or not; then the others."""
    record = Programme(
        schema_version="1",
        id="p",
        activities=[
            {"id": "a", "initiated_by": "professional"},
            {"id": "b", "initiated_by": "user"},
        ],
        contributions=[{"id": "c", "activity": "a"}],
        evidence=[{"id": "e"}],
        factors=[
            {"id": "f1", "kind": "time", "polarity": "barrier", "affects": ["a"],
             "evidence": ["e"]},
            {"id": "f2", "kind": "time", "polarity": "enabler"},
        ],
    )  # fmt: skip
    found = factors([case_of(record)])
    assert [(one.kind, one.seed) for one in found] == [
        ("organisational_structure", True),
        ("concept_vagueness", True),
        ("value_of_experiential_knowledge", True),
        ("differing_understanding_commitment", True),
        ("time", False),
    ]
    time = found[-1]
    assert time.polarity == {"enabler": 1, "barrier": 1}
    assert (time.evidence, time.unplaced) == (("e",), 1)
    assert time.beside.initiated == {"professional": 1}
    assert time.apart.initiated == {"user": 1}
    assert time.beside.claims == {"untraced": 1}
    assert time.beside.depth["iap2"] == {"open": 1}
    assert time.explain().splitlines()[:5] == [
        "time: enabler 1, barrier 1; evidence: e",
        "  1 not tied to anything it bore on",
        "  with it: 1 activity",
        "    initiated: professional 1",
        "    arnstein: open 1",
    ]
    assert found[0].explain() == (
        "organisational_structure (named by the seed study): not recorded; "
        "evidence: none recorded\n"
        "  with it: 0 activities\n"
        "  without it: 2 activities\n"
        + "\n".join(
            f"    {line.strip()}" for line in found[0].apart.explain().splitlines()[1:]
        )
    )
