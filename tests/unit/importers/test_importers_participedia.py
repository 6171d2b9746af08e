"""Participedia, on small made-up files in its layout."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from involvement.errors import RecordError
from involvement.formats.importers import participedia, participedia_methods

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.formats.importers.shape import Import
    from involvement.record.programme import Programme


def table(folder: Path, columns: list[str], *rows: dict[str, str]) -> Path:
    """A CSV file with these columns and rows; missing cells are empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "cases.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def cases(folder: Path, *rows: dict[str, str]) -> Import:
    """What becomes of these cases, in the full layout."""
    columns = [*participedia.USED, *participedia.UNUSED]
    full = [{"id": "1", "type": "case", "title": "A case"} | row for row in rows]
    return participedia.read(table(folder, columns, *full))


def case(folder: Path, **row: str) -> tuple[Programme, list[str]]:
    """The record of one case, and what was said of its cells."""
    made = cases(folder, row)
    said = [f"{u.column}: {u.why}" for u in made.unused if u.row is not None]
    return made.programmes[0], said


def test_a_full_case_becomes_a_record(tmp_path: Path) -> None:
    """Every column that is read, in the place it belongs."""
    programme, said = case(
        tmp_path,
        id="7",
        title='=HYPERLINK("x")',
        url="https://example.org/case/7",
        description="Long.",
        city="Town",
        country="Land",
        general_issues_1="health",
        general_issues_2=" planning",
        start_date="2004-01-12",
        end_date="2005-05-18",
        ongoing="0",
        public_spectrum="consult",
        number_of_participants_1="160.0",
        recruitment_method="stratified",
        facilitators="1.0",
        participants_interactions_1="discussion",
        learning_resources_1="expert",
        decision_methods_1="voting",
        primary_organizer_title="The Institute",
        organizer_types_1="regional",
        organizer_types_2=" nongovernmental",
        impact_evidence="1.0",
        change_types_1="changes_public",
        change_types_2=" changes_how",
    )
    assert said == []
    assert programme.model_dump(mode="json") == {
        "schema_version": "1",
        "id": "participedia-7",
        "title": '=HYPERLINK("x")',
        "description": "Long.",
        "setting": "Town, Land",
        "when": {"start": "2004-01-12", "end": "2005-05-18"},
        "citation": "https://example.org/case/7",
        "organisations": [{"id": "organiser", "label": "The Institute"}],
        "actors": [
            {"id": "participants", "label": "Participants", "role": "public_member"},
            {
                "id": "organiser-regional",
                "label": "Organiser (regional)",
                "role": "policymaker",
                "side": "professional",
            },
            {
                "id": "organiser-nongovernmental",
                "label": "Organiser (nongovernmental)",
                "role": "charity",
            },
            {"id": "facilitators", "label": "Facilitators", "role": "facilitator"},
        ],
        "areas": [
            {"id": "area-health", "title": "health"},
            {"id": "area-planning", "title": "planning"},
        ],
        "activities": [
            {
                "id": "case",
                "title": '=HYPERLINK("x")',
                "areas": ["area-health", "area-planning"],
                "when": {"start": "2004-01-12", "end": "2005-05-18"},
                "participants": [
                    {"actor": "participants", "people": 160},
                    {"actor": "facilitators"},
                ],
                "initiated_by": ["organiser-regional", "organiser-nongovernmental"],
                "asks_users": "yes",
                "informs_users": "yes",
                "selection": "random",
                "declared": {"iap2": "consult"},
            }
        ],
        "outcomes": [
            {"id": "outcome-1", "title": "Change in public policy", "family": "policy"},
            {
                "id": "outcome-2",
                "title": "Change in how institutions operate",
                "family": "organisation",
            },
        ],
        "links": [
            {
                "id": f"link-{n}",
                "source": "case",
                "target": f"outcome-{n}",
                "kind": "resulted_in",
                "evidence": ["tick"],
            }
            for n in (1, 2)
        ],
        "evidence": [
            {
                "id": "tick",
                "origin": "contributor of the case",
                "note": "ticked: there is evidence of impact; "
                "the evidence itself is not here",
            }
        ],
    }


def test_an_empty_case_says_nothing(tmp_path: Path) -> None:
    """No organiser, no facilitator, no impact: unknown, not no."""
    programme, said = case(tmp_path, facilitators="0.0", impact_evidence="0")
    activity = programme.activities[0]
    assert said == []
    assert (activity.initiated_by, activity.led_by) == ("unknown", "unknown")
    assert (activity.asks_users, activity.informs_users) == ("unknown", "unknown")
    assert (programme.outcomes, programme.organisations) == ((), ())
    assert [actor.id for actor in programme.actors] == ["participants"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"start_date": "soon"}, ["start_date: 'soon' is not a date"]),
        (
            {"start_date": "2005-01-01", "end_date": "2004-01-01"},
            ["end_date: it is before the start"],
        ),
        (
            {"number_of_participants_1": "many"},
            ["number_of_participants_1: 'many' is not a count"],
        ),
        (
            {"public_spectrum": "partner"},
            ["public_spectrum: 'partner' is not a level of `iap2`"],
        ),
        (
            {"recruitment_method": "captive"},
            [
                (
                    "recruitment_method: 'captive' does not tell how those who came "
                    "were found"
                )
            ],
        ),
        (
            {"participants_interactions_1": "listenwatch"},
            [
                (
                    "participants_interactions_1: 'listenwatch' does not tell whether "
                    "views count"
                )
            ],
        ),
        (
            {"decision_methods_2": "lots"},
            ["decision_methods_2: 'lots' is not a word known here"],
        ),
        (
            {"organizer_types_1": "guild"},
            ["organizer_types_1: 'guild' is not an organiser type known here"],
        ),
        (
            {"organizer_types_1": "academic", "organizer_types_2": "guild"},
            [
                "organizer_types_2: 'guild' is not an organiser type known here",
                "organizer_types_1: `initiated_by` left unknown: see above",
            ],
        ),
        (
            {"change_types_1": "changes"},
            [
                (
                    "change_types_1: 'changes': the export cut the word short; what "
                    "changed cannot be told"
                )
            ],
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_leaves_things_unknown(
    tmp_path: Path, row: dict[str, str], said: list[str]
) -> None:
    """No fact comes of it."""
    programme, found = case(tmp_path, **row)
    assert found == said
    activity = programme.activities[0]
    assert activity.initiated_by == "unknown"
    assert activity.asks_users == "unknown"
    assert activity.declared == {}


def test_an_ongoing_case_has_an_open_end(tmp_path: Path) -> None:
    """Whatever the end column says."""
    programme, _ = case(
        tmp_path, start_date="2004-01-12", end_date="2003-01-01", ongoing="1"
    )
    assert programme.when is not None
    assert (programme.when.start, programme.when.end) == ("2004-01-12", None)


def test_impact_of_a_kind_that_is_not_told_is_still_impact(tmp_path: Path) -> None:
    """One outcome without a family, on the contributor's tick."""
    programme, _ = case(tmp_path, change_types_1="changes", impact_evidence="1")
    assert [(o.title, o.family) for o in programme.outcomes] == [
        ("An impact of a kind not told", "unknown")
    ]
    programme, _ = case(tmp_path, change_types_1="changes_civic")
    assert programme.links[0].evidence == ()


def test_organisers_of_one_type_are_one_actor(tmp_path: Path) -> None:
    """Two local authorities do not make two sides."""
    programme, _ = case(tmp_path, organizer_types_1="local", organizer_types_2="local")
    assert programme.activities[0].initiated_by == ("organiser-local",)
    assert programme.side(programme.activities[0].initiated_by) == "professional"


def test_rows_that_are_no_new_case_are_named(tmp_path: Path) -> None:
    """A method, an id that is none, the same case again."""
    made = cases(
        tmp_path, {}, {"type": "method", "id": "2"}, {"id": "x"}, {"title": "again"}
    )
    assert [p.id for p in made.programmes] == ["participedia-1"]
    assert [str(u) for u in made.unused if u.row] == [
        "cases.csv:3: type is 'method', not 'case'",
        "cases.csv:4: id 'x' is not a number",
        "cases.csv:5: a case of this id came before",
    ]


def test_a_smaller_file_says_what_it_lacks(tmp_path: Path) -> None:
    """And a stranger column is not read in silence."""
    path = table(tmp_path, ["id", "type", "title", "mood"], {"id": "1", "type": "case"})
    made = participedia.read(path)
    assert made.programmes[0].title is None
    assert "cases.csv mood: not part of this layout" in map(str, made.unused)
    assert (
        "cases.csv has no column 'facilitators': `1`: facilitators took part, "
        "as an actor; no fact stays unknown" in made.notes
    )
    path = table(tmp_path, ["id", "title"], {"id": "1"})
    with pytest.raises(RecordError) as caught:
        participedia.read(path)
    assert str(caught.value).startswith(
        "cases.csv:1  [field-missing]\n  found no column 'type'"
    )


def test_a_method_is_only_what_it_is_declared_to_be(tmp_path: Path) -> None:
    """One activity each, no facts; selection is a formal account."""
    columns = [*participedia_methods.USED, *participedia_methods.UNUSED]
    path = table(
        tmp_path,
        columns,
        {
            "id": "4",
            "type": "method",
            "friendly_id": "jury",
            "public_spectrum": "involve",
            "recruitment_method": "random",
            "hidden": "True",
        },
        {"id": "5", "type": "method", "public_spectrum": "not"},
        {"id": "6", "type": "method", "recruitment_method": "na"},
        {"id": "4", "type": "method"},
        {"id": "7", "type": "case"},
        {"id": "a", "type": "method"},
    )
    made = participedia_methods.read(path)
    assert [a.model_dump() for a in made.programmes[0].activities] == [
        {
            "id": "method-4",
            "title": "jury",
            "declared": {"iap2": "involve"},
            "accounts": (
                {"selection": "random", "reporter": "catalogue", "basis": "formal"},
            ),
        },
        {"id": "method-5"},
        {"id": "method-6"},
    ]
    assert [str(u) for u in made.unused if u.row] == [
        "cases.csv:3 public_spectrum: 'not' is not a level of `iap2`",
        (
            "cases.csv:4 recruitment_method: 'na' does not tell how those who came "
            "were found"
        ),
        "cases.csv:5: a method of this id came before",
        "cases.csv:6: type is 'case', not 'method'",
        "cases.csv:7: id 'a' is not a number",
    ]
    assert str(made.figures[0]) == "methods marked hidden: 1 of 3"
