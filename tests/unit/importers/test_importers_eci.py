"""European Citizens' Initiatives, on small made-up files in their layout."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from involvement.errors import RecordError
from involvement.formats.importers import eci
from involvement.formats.importers.eci_columns import UNUSED, USED

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.formats.importers.shape import Import
    from involvement.record.programme import Programme


def saved(folder: Path, part: str, *rows: dict[str, str]) -> Path:
    """A file of one part of the layout."""
    text = io.StringIO()
    columns = [*USED[part], "annex"]
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / f"{part}.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


START = {"registration_number": "2017/000002", "title": "Ban it", "objective": "A  b"}


def answered(folder: Path, **row: str) -> tuple[Programme, list[str]]:
    """The register with one initiative and its answer, and what was left out."""
    saved(folder, "initiatives", START)
    flag = {"commission_rejected_initiative": "False"}
    saved(folder, "answers", {"registration_number": "2017/000002"} | flag | row)
    made = eci.read(folder)
    return made.programmes[0], left_out(made)


def left_out(made: Import) -> list[str]:
    """Rows, cells and files that were not used."""
    return [str(u) for u in made.unused if u.row is not None or not u.column]


def test_an_initiative_is_a_campaign_and_a_demand_of_users(tmp_path: Path) -> None:
    """Started and led by its organisers; the Commission is not among them."""
    row = {
        "current_status": "Unsuccessful collection\n   *",
        "timeline_registered": "10/05/2012",
        "timeline_collection_closed": "01/11/2013",
        "signatures_collected": "1,659,543",
    }
    made = eci.read(saved(tmp_path, "initiatives", START | row))
    programme = made.programmes[0]
    assert programme.activities[0].model_dump(mode="json") == {
        "id": "campaign-2017-000002",
        "title": "Ban it",
        "kind": "campaign",
        "when": {"start": "2012-05-10", "end": "2013-11-01"},
        "level_of_system": "policy",
        "participants": [
            {"actor": "organisers"},
            {"actor": "signatories", "people": 1659543},
        ],
        "initiated_by": ["organisers"],
        "led_by": ["organisers"],
    }
    assert programme.contributions[0].intended == "A b"
    assert programme.side(programme.contributions[0].made_by) == "user"
    assert (programme.decisions, programme.changes) == ((), ())
    assert [str(f) for f in made.figures] == [
        "initiatives: 1",
        "status Unsuccessful collection: 1 of 1",
    ]


def test_a_refusal_beside_a_law_is_a_refusal_in_part(tmp_path: Path) -> None:
    """The trap of 2017/000002: neither wholly refused nor simply a success."""
    laws = [
        {"type": "Law", "description": "In  force", "status": "law_active"},
        {"description": "Tabled", "status": "proposed", "date": "2018-05-01"},
        {"type": "Law", "status": "odd", "date": 7},
    ]
    policies = [{"description": "In force"}, {"type": "Research"}]
    programme, said = answered(
        tmp_path,
        response_url="https://example.org/a",
        official_communication_adoption_date="2017-12-12",
        commission_answer_text="Because.",
        final_outcome_status="Law Active",
        commission_rejected_initiative="True",
        commission_rejection_reason="No ground for a ban.",
        laws_actions=json.dumps(laws),
        policies_actions=json.dumps(policies),
    )
    decision = programme.decisions[0]
    assert (decision.verdict, decision.reason) == ("adapted", "No ground for a ban.")
    assert [(c.id, c.title, c.status) for c in programme.changes] == [
        ("law-2017-000002-1", "Law: In force", "implemented"),
        ("law-2017-000002-2", "Tabled", "planned"),
        ("law-2017-000002-3", "Law", "unknown"),
        ("policy-2017-000002-2", "Research", "unknown"),
    ]
    assert said == ["answers.csv:2 policies_actions: entry 1 is a law action already"]
    # That a law is in force is no evidence that the initiative brought it about.
    listed = next(e for e in programme.evidence if e.id == "listed-2017-000002")
    assert (listed.method, listed.grade) == ("inference", None)
    assert {link.evidence for link in programme.links if link.kind == "led_to"} == {
        ("listed-2017-000002",)
    }
    told = programme.feedback[0]
    assert (told.to, told.reasoned) == (("demand-2017-000002",), "yes")


@pytest.mark.parametrize(
    ("flag", "status", "verdict"),
    [
        ("True", "Rejected - Already Covered", "rejected"),
        ("True", "Law Promised", "adapted"),
        ("False", "Law Active", "unknown"),
        ("False", "Being Studied", "deferred"),
        ("False", "Action Plan Created", "unknown"),
    ],
)
def test_a_verdict_says_no_more_than_the_table(
    tmp_path: Path, flag: str, status: str, verdict: str
) -> None:
    """Not refused is not yet accepted."""
    programme, said = answered(
        tmp_path, commission_rejected_initiative=flag, final_outcome_status=status
    )
    assert programme.decisions[0].verdict == verdict
    assert said == []


def test_a_dated_statement_dates_what_it_speaks_of(tmp_path: Path) -> None:
    """It is the Commission's word for the action, not for what brought it about."""
    policies = [
        {"description": "A review was begun"},
        {"description": "A fund", "date": "2020-01-01"},
    ]
    events = [
        {
            "dates": ["2018-04-11", 3, "2018-02-01"],
            "action": "A [review](https://example.org/r) was begun.",
        },
        {"dates": 7, "action": "A fund"},
        {"dates": ["2019-01-01"], "action": "An official met the organisers"},
        {"dates": []},
    ]
    programme, said = answered(
        tmp_path,
        policies_actions=json.dumps(policies),
        followup_events_with_dates=json.dumps(events),
    )
    whens = [c.when.model_dump() for c in programme.changes if c.when]
    assert whens == [{"start": "2018-02-01", "end": "2018-04-11"}, "2020-01-01"]
    assert [link.evidence for link in programme.links[1:]] == [
        ("listed-2017-000002", "event-2017-000002-1"),
        ("listed-2017-000002", "event-2017-000002-2"),
    ]
    event = next(e for e in programme.evidence if e.id == "event-2017-000002-1")
    assert (event.grade, event.interested) == (1, "yes")
    assert event.note == (
        "It reports the action, not what brought it about. 2018-02-01 2018-04-11"
    )
    assert [line.partition(": ")[2] for line in said] == [
        "entry 3 speaks of no law or policy that is listed",
        "entry 4 speaks of no law or policy that is listed",
    ]
    assert "official" not in programme.model_dump_json()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"laws_actions": "{broken"}, "laws_actions: the cell holds no list"),
        ({"laws_actions": '{"a": 1}'}, "laws_actions: the cell holds no list"),
        ({"policies_actions": "[1]"}, "policies_actions: the cell holds no list"),
        ({"laws_actions": "[" * 100_000}, "laws_actions: the cell holds no list"),
        (
            {"official_communication_adoption_date": "then"},
            "official_communication_adoption_date: 'then' is not a date",
        ),
        (
            {"commission_rejected_initiative": "perhaps"},
            "commission_rejected_initiative: 'perhaps' is not a flag",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    tmp_path: Path, row: dict[str, str], said: str
) -> None:
    """And the rest of the row is read."""
    programme, found = answered(tmp_path, **row)
    assert len(found) == 1
    assert found[0].startswith(f"answers.csv:2 {said}")
    assert programme.decisions[0].verdict == "unknown"
    assert programme.changes == ()


def test_areas_come_from_the_categories(tmp_path: Path) -> None:
    """Either apostrophe is the same category; strangers are named."""
    saved(tmp_path, "initiatives", START)
    number = {"registration_number": "2017/000002"}
    saved(
        tmp_path,
        "categories",
        number | {"categories": "Citizens’ rights"},
        number | {"categories": "Citizens' rights"},
        number | {"categories": "Health"},
        number,
        {"registration_number": "2030/000001", "categories": "Health"},
    )
    made = eci.read(tmp_path)
    programme = made.programmes[0]
    assert [a.title for a in programme.areas] == ["Citizens' rights", "Health"]
    assert programme.activities[0].areas == ("area-citizens-rights", "area-health")
    assert left_out(made) == [
        "categories.csv:5: no initiative of this number, or no category",
        "categories.csv:6: no initiative of this number, or no category",
    ]


def test_odd_rows_are_named(tmp_path: Path) -> None:
    """Numbers that are none, twice, or of no initiative; dates and counts amiss."""
    odd = {
        "registration_number": "2018/000001",
        "timeline_registered": "10/05/2012",
        "timeline_collection_closed": "01/11/2011",
        "signatures_collected": "lots",
    }
    late = {"registration_number": "2018/000002", "timeline_registered": "soon"}
    saved(tmp_path, "initiatives", START, START, {"title": "x"}, odd, late)
    number = {"registration_number": "2017/000002"}
    flag = {"commission_rejected_initiative": "True"}
    strange = {"registration_number": "2030/000001"}
    saved(tmp_path, "answers", number | flag, number | flag, strange)
    (tmp_path / "notes.csv").write_text("a\n1\n", encoding="utf-8")
    made = eci.read(tmp_path)
    assert left_out(made) == [
        "notes.csv: not a file of this layout",
        "initiatives.csv:3: '2017/000002' is not a new registration",
        "initiatives.csv:4: '' is not a new registration",
        "initiatives.csv:5 timeline_collection_closed: it is before the registration",
        "initiatives.csv:5 signatures_collected: 'lots' is not a count",
        "initiatives.csv:6 timeline_registered: 'soon' is not a date",
        "answers.csv:3: no initiative of this number waits for an answer",
        "answers.csv:4: no initiative of this number waits for an answer",
    ]
    assert str(made.figure("answered")) == "answered: 1 of 3"
    assert str(made.figure("refused")) == "refused: 1 of 1"


def test_answers_need_the_list_of_initiatives(tmp_path: Path) -> None:
    """Said plainly."""
    path = saved(tmp_path, "answers", {})
    with pytest.raises(RecordError) as caught:
        eci.read(path)
    assert str(caught.value) == (
        "answers.csv:1  [file-kind]\n  found no list of initiatives\n"
        "  expected a file with the columns registration_number, objective"
    )


def test_names_of_persons_are_never_read() -> None:
    """Neither organisers nor officials."""
    for column in ("organizer_entity", "commission_officials_met"):
        assert UNUSED[column] == "names of persons or bodies"
