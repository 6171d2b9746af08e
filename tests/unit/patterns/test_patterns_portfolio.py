"""Several programmes together: each shown, none ranked; by year and by phase."""

from __future__ import annotations

import random
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from involvement.patterns.cases import case_of
from involvement.patterns.portfolio import Portfolio, over_time
from involvement.patterns.propositions import findings, propositions
from involvement.record.programme import Programme


def programme(name: str, *activities: dict[str, Any], **more: Any) -> Programme:
    """A programme whose activities get ids in order."""
    listed = [{"id": f"a{n}", **facts} for n, facts in enumerate(activities)]
    return Programme(schema_version="1", id=name, activities=listed, **more)


PRO = {"initiated_by": "professional", "led_by": "professional"}
USER = {"initiated_by": "user", "led_by": "user"}

NORTH = programme(
    "north",
    PRO | {"when": "2004", "phase": "design"},
    PRO | {"when": {"start": "2004-05", "end": "2006"}, "phase": "evaluate"},
)
SOUTH = programme(
    "south",
    USER | {"when": {"end": "2005"}, "phase": "design"},
    PRO | {"when": "2005-03-01"},
    {},
)
BOTH = Portfolio(programmes=(NORTH, SOUTH), sources=("n.yaml", "s.yaml"))


def test_all_together_and_each_alone() -> None:
    """Counted over all activities; each programme beside the others by label."""
    found = findings(BOTH)
    assert (found["P1"].low, found["P1"].high) == (Fraction(3, 5), Fraction(4, 5))
    assert found.programmes == ("north", "south")
    assert [(p.programme, p.by, p.n, p.answers["P1"]) for p in found.parts] == [
        ("north", "programme", 2, "holds"),
        ("south", "programme", 3, "undetermined"),
    ]
    assert found["P1"].decides == ("initiated_by of south/a2",)
    assert found.parts[1].propositions[0].decides == ("initiated_by of a2",)
    assert len(found) == 10
    assert [one.id for one in found][-1] == "P10"
    assert "each programme, not ranked" in found.explain()


def test_by_year_and_by_phase() -> None:
    """An activity counts where it began; where nothing is recorded, under unknown."""
    years = BOTH.by_year()
    assert [(p.programme, p.of, p.n) for p in years] == [
        ("", "2004", 2),
        ("", "2005", 1),
        ("", "unknown", 2),
        ("north", "2004", 2),
        ("south", "2005", 1),
        ("south", "unknown", 2),
    ]
    assert list(years[0].answers) == ["P1", "P2", "P3", "P4", "P5", "P6", "P7"]
    assert list(years[3].answers) == ["P1", "P2", "P3", "P4", "P7"]
    assert [(p.of, p.n) for p in BOTH.by_phase() if not p.programme] == [
        ("design", 2),
        ("evaluate", 1),
        ("unknown", 2),
    ]
    assert [(p.programme, p.of) for p in over_time(NORTH, "phase")] == [
        ("", "design"),
        ("", "evaluate"),
    ]


def test_tables_are_tidy() -> None:
    """One row a finding and programme; every column in every row."""
    tables = BOTH.tables()
    assert tables["programmes"][1] == {
        "programme": "south",
        "title": "south",
        "n_activities": 3,
        "n_contributions": 0,
        "n_changes": 0,
        "n_outcomes": 0,
    }
    first = tables["findings"][0]
    assert (first["programme"], first["finding"], first["low"]) == ("", "P1", 0.6)
    assert len(tables["findings"]) == 30
    for rows in tables.values():
        assert len({tuple(row) for row in rows}) <= 1


def test_every_table_has_rows_where_there_is_something() -> None:
    """Gradients, knowledge, factors, costs and people as rows."""
    full = programme(
        "full",
        PRO
        | {
            "areas": ["x"],
            "costs": [{"hours": 2, "amount": "1.50", "currency": "GBP"}],
            "participants": [{"people": 9, "groups": {"women": 9}}],
        },
        PRO | {"areas": ["y"], "costs": [{"amount": "2", "currency": "EUR"}]},
        areas=[
            {"id": "x", "technicality": "low"},
            {"id": "y", "technicality": "high"},
        ],
        contributions=[{"id": "c", "activity": "a0", "knowledge": ["clinical"]}],
    )
    tables = findings(full).tables()
    assert {name for name, rows in tables.items() if rows} == set(tables)
    assert tables["costs"][:3] == [
        {"by": "activity", "of": "a0", "unit": "hours", "amount": "2"},
        {"by": "activity", "of": "a0", "unit": "GBP", "amount": "1.50"},
        {"by": "activity", "of": "a1", "unit": "EUR", "amount": "2"},
    ]
    assert {row["what"] for row in tables["factors"]} >= {"initiated", "iap2", "claim"}


def test_programmes_with_one_id_are_told_apart() -> None:
    """Two records of one programme keep their sources; without, their places."""
    twice = Portfolio(programmes=(NORTH, NORTH), sources=("2004.yaml", "2005.yaml"))
    assert twice.labels == ("north@2004.yaml", "north@2005.yaml")
    assert Portfolio(programmes=(NORTH, NORTH)).labels == ("north@1", "north@2")


def test_order_of_programmes_changes_nothing() -> None:
    """The same programmes in another order: the same bytes."""
    turned = Portfolio(programmes=(SOUTH, NORTH), sources=("s.yaml", "n.yaml"))
    assert turned.findings().to_json() == BOTH.findings().to_json()
    assert turned.explain() == BOTH.explain()
    assert list(turned) == [SOUTH, NORTH]
    assert len(turned) == 2


def test_explain_names_every_part() -> None:
    """Each programme, then years, phases, all together."""
    text = BOTH.explain()
    assert text.startswith(
        "Each programme, in order of label; none is ranked\n"
        "  north (2 activities): P1 holds, P2 holds, P3 undetermined, "
    )
    assert "\nBy year\n  2004 (2 activities): P1 holds, " in text
    assert "\n  south unknown (2 activities): " in text


@pytest.mark.parametrize("seed", range(3))
def test_order_inside_a_record_changes_nothing(seed: int) -> None:
    """Activities in another order: the same bytes."""
    shuffled = list(SOUTH.activities)
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    other = Programme(schema_version="1", id="south", activities=tuple(shuffled))
    assert findings(other).to_json() == findings(SOUTH).to_json()


def test_an_assessment_brings_its_answers() -> None:
    """Scores and trace that are there already are used."""
    case = case_of(NORTH)
    given = SimpleNamespace(
        programme=NORTH, activities=dict(case.scores), trace=case.trace
    )
    assert findings(given).to_json() == findings(NORTH).to_json()


def test_a_finding_by_place_or_by_name() -> None:
    """Both ways reach the same finding; every answer in words for one programme."""
    found = findings(NORTH)
    assert found[4] is found["P5"]
    assert found.answers["P5"] == found[4].answer
    assert found.explain().startswith("P1 Initiation is professional. holds\n")


def test_different_views_by_year_leave_out_what_is_undated() -> None:
    """What people want is not of one year; accounts are."""
    record = programme(
        "views",
        {
            "when": "2004",
            "accounts": [
                {"reporter": "u", "led_by": "user"},
                {"reporter": "m", "led_by": "user"},
                {"reporter": "u", "users_add_topics": "yes"},
            ],
        },
        actors=[{"id": "u", "role": "carer"}, {"id": "m", "role": "manager"}],
        interpretations=[
            {"actor": "u", "commitment": "low"},
            {"actor": "m", "commitment": "high"},
        ],
    )
    case = case_of(record)
    (whole,) = propositions([case], wanted=["P9"])
    (part,) = propositions([case.part(["a0"])], wanted=["P9"])
    assert (whole.answer, part.answer) == ("holds", "fails")
    assert part.figures == ("led_by: agree 1 of 1 compared",)
