"""REDCap's own shapes: the dictionary it takes, the exports it gives."""

import csv
import re
from pathlib import Path

import pytest

from involvement.errors import RecordError
from involvement.formats import redcap
from involvement.formats.redcap_dictionary import COLUMNS
from involvement.formats.sheets import sheets
from involvement.formats.validation import read_tree
from involvement.limits import Limits
from involvement.record.programme import Programme

EXPORT = """\
record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,\
redcap_data_access_group,programme_schema_version,programme_title,\
programme_complete,activities_id,activities_led_by,activities_purposes___inform,\
activities_purposes___comply,activities_more_facts,activities_complete
ward-7,event_1_arm_1,,,,1,Ward 7,2,,,,,,
ward-7,event_1_arm_1,activities,2,,,,,board,joint,0,0,,2
ward-7,event_1_arm_1,activities,1,,,,,panel,user,1,1,yes,2
"""


def written(place: Path, text: str) -> Path:
    """A file with this text."""
    path = place / "export.csv"
    path.write_bytes(text.encode())
    return path


def faults(path: Path) -> str:
    """Everything wrong with an export."""
    with pytest.raises(RecordError) as caught:
        read_tree(redcap.read(path, Limits()))
    return str(caught.value)


def test_an_export_with_repeating_instruments(tmp_path: Path) -> None:
    """Instances come in their order; ticked boxes become words."""
    programme, _ = read_tree(redcap.read(written(tmp_path, EXPORT), Limits()))
    assert (programme.id, programme.title) == ("ward-7", "Ward 7")
    assert [item.id for item in programme.activities] == ["panel", "board"]
    assert programme.activities[0].purposes == ("inform", "comply")
    assert programme.activities[1].purposes == ()


TWO = "record_id,programme_schema_version\nward-7,1\nward-8,1\n"


def test_one_record_of_several(tmp_path: Path) -> None:
    """A record is one programme; which one must be said."""
    path = written(tmp_path, TWO)
    assert faults(path) == (
        "export.csv  [shape]\n"
        "  found 2 records: 'ward-7', 'ward-8'\n"
        "  expected one: a record is one programme\n"
        "  say which one with record=..., or export one record"
    )
    tree = redcap.read(path, Limits(), record="ward-8")
    assert read_tree(tree)[0].id == "ward-8"
    many = written(tmp_path, "record_id\na\nb\nc\nd\n")
    assert "found 4 records: 'a', 'b', 'c' ..." in faults(many)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "record_id,programme_schema_version,activities_led_bby\nw,1,\n",
            "export.csv C1  [field-unknown]\n"
            "  found a column 'activities_led_bby'\n"
            "  expected one of 247, closest: activities_led_by, "
            "activities_initiated_by, activities_id\n"
            "  export only the instruments of this dictionary",
        ),
        (
            "record_id,redcap_repeat_instrument,programme_schema_version\n"
            "w,,1\nw,meetings,\n",
            "export.csv line 3  [sheet-unknown]\n"
            "  found an instrument 'meetings'\n"
            "  expected one of 25, closest: ratings\n"
            "  export only the instruments of this dictionary",
        ),
        (
            "record_id,redcap_repeat_instrument,programme_schema_version,areas_id\n"
            "w,,1,\nw,areas,1,a\n",
            "export.csv C3  [field-unknown]\n"
            "  found a value of the instrument 'programme' in a row of 'areas'\n"
            "  expected only the row's own instrument to be filled in\n"
            "  export the records again",
        ),
        (
            "record_id,redcap_repeat_instrument,programme_schema_version,"
            "activities_id,activities_purposes___inform\n"
            "w,,1,,\nw,activities,,a,Checked\n",
            "export.csv E3  [value-unknown]\n"
            "  found 'Checked'\n"
            "  expected one of: 0, 1\n"
            "  export the records again with raw codes",
        ),
        (
            "record_id,redcap_repeat_instrument,programme_schema_version,"
            "activities_id,activities_led_by,activities_asks_users\n"
            "w,,1,,,\nw,activities,,a,user,1\n",
            "export.csv F3  activities[0].asks_users  [value-unknown]\n"
            "  found '1'\n"
            "  expected one of: yes, no\n"
            "  write 'unknown' if it was not recorded",
        ),
    ],
)
def test_faults_name_the_cell(tmp_path: Path, text: str, message: str) -> None:
    """Whatever another project exported."""
    assert faults(written(tmp_path, text)) == message


def test_a_file_that_is_no_export(tmp_path: Path) -> None:
    """Without the record's id nothing can be placed."""
    assert faults(written(tmp_path, "")).splitlines()[:2] == [
        "export.csv A1  [field-missing]",
        "  found no column 'record_id'",
    ]


def dictionary(place: Path) -> list[dict[str, str]]:
    """The rows of the data dictionary."""
    path = place / "dictionary.csv"
    redcap.write_dictionary(path)
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_dictionary_keeps_redcaps_rules(tmp_path: Path) -> None:
    """18 columns; names of small letters, used once; choices as code, label."""
    rows = dictionary(tmp_path)
    assert tuple(rows[0]) == COLUMNS
    assert len(COLUMNS) == 18
    names = [row["Variable / Field Name"] for row in rows]
    assert names[0] == "record_id"
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,99}", name) for name in names)
    forms = [row["Form Name"] for row in rows]
    assert list(dict.fromkeys(forms)) == list(sheets())
    for row in rows:
        choices = row["Choices, Calculations, OR Slider Labels"]
        chosen = row["Field Type"] in ("radio", "dropdown", "checkbox")
        assert bool(choices) == chosen
        for choice in choices.split(" | ") if choices else ():
            assert re.fullmatch(r"[a-z0-9_]+, .+", choice)


def test_no_cell_of_the_dictionary_is_escaped(tmp_path: Path) -> None:
    """A leading quote would reach REDCap as part of the field."""
    cells = [cell for row in dictionary(tmp_path) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith("'")] == []


def test_optional_facts_are_hidden_until_asked_for(tmp_path: Path) -> None:
    """The seven facts stand open; branching refers to fields that exist."""
    rows = {row["Variable / Field Name"]: row for row in dictionary(tmp_path)}
    shown = "Branching Logic (Show field only if...)"
    assert rows["activities_led_by"][shown] == ""
    assert rows["activities_user_veto"][shown] == "[activities_more_facts] = 'yes'"
    for row in rows.values():
        assert set(re.findall(r"\[(\w+)\]", row[shown])) <= set(rows)


def test_free_text_is_flagged_as_identifying(tmp_path: Path) -> None:
    """Exports without identifiers then leave it out."""
    rows = {row["Variable / Field Name"]: row for row in dictionary(tmp_path)}
    flags = {name: row["Identifier?"] for name, row in rows.items()}
    assert flags["evidence_note"] == flags["actors_label"] == "y"
    assert flags["activities_led_by"] == flags["declared_scale"] == ""


def test_every_column_of_an_export_is_in_the_dictionary(tmp_path: Path) -> None:
    """What we write, the project that we set up can import."""
    programme = Programme(
        schema_version="1",
        id="p",
        activities=[{"id": "a", "user_veto": "yes", "purposes": ["inform"]}],
    )
    redcap.write(programme, tmp_path / "export.csv")
    with (tmp_path / "export.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["Variable / Field Name"] for row in dictionary(tmp_path)}
    known |= {f"{name}_complete" for name in sheets()}
    known |= {"redcap_repeat_instrument", "redcap_repeat_instance"}
    assert {name.partition("___")[0] for name in rows[0]} <= known
    assert rows[1]["activities_more_facts"] == "yes"
    assert rows[1]["activities_purposes___inform"] == "1"
    assert rows[1]["redcap_repeat_instance"] == "1"
