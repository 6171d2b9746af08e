"""What can be wrong with a folder of CSV files, each with its whole message."""

import json
from pathlib import Path

import pytest

from involvement.errors import RecordError
from involvement.exchange.convert import convert
from involvement.formats import folder
from involvement.formats.files import load
from involvement.formats.validation import read_tree
from involvement.limits import Limits
from involvement.record.programme import Programme


def made(place: Path, **files: str) -> Path:
    """A folder with these files beside the programme."""
    texts = {"programme": "schema_version,id\n1,p\n"} | files
    for name, text in texts.items():
        (place / f"{name}.csv").write_bytes(text.encode())
    paths = [{"path": f"{name}.csv"} for name in texts]
    (place / "datapackage.json").write_text(json.dumps({"resources": paths}))
    return place


def said(place: Path, **limits: int) -> str:
    """Everything there is to say about a folder."""
    try:
        issues = read_tree(folder.read(place, Limits(**limits)))[1]
    except RecordError as error:
        issues = error.issues
    return "\n".join(map(str, issues)).replace(place.name, "FOLDER")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"actors": "id,rolle\na,carer\n"},
            "FOLDER actors.csv!B1  [field-unknown]\n"
            "  found a column 'rolle'\n"
            "  expected one of: id, label, role, organisation, people, side\n"
            "  correct the name or remove the column",
        ),
        (
            {"actor": "id\na\n"},
            "FOLDER actor.csv  [sheet-unknown]\n"
            "  found a list 'actor.csv'\n"
            "  expected one of 25, closest: actors, factors, anchors\n"
            "  correct the name, or move it elsewhere",
        ),
        (
            {"actors": "id\na,carer\n"},
            "FOLDER actors.csv line 2  [syntax]\n"
            "  found 2 cells under 1 columns\n"
            "  expected a cell for each column\n"
            "  put quotes round a text that holds a comma",
        ),
        (
            {"actors": 'id\n"a"b\n'},
            "FOLDER/actors.csv:2  [syntax]\n"
            "  found ',' expected after '\"'\n"
            "  expected CSV: commas between cells, quotes doubled inside quotes\n"
            "  save it as CSV (UTF-8)",
        ),
        (
            {"actors": "id,label\na,x\0y\n"},
            "FOLDER/actors.csv:2  [syntax]\n"
            "  found a NUL character\n"
            "  expected CSV: commas between cells, quotes doubled inside quotes\n"
            "  save it as CSV (UTF-8)",
        ),
        (
            {"actors": "id,people\na,few\n"},
            "FOLDER actors.csv!B2  actors[0].people  [shape]\n"
            "  found 'few'\n"
            "  expected a whole number such as 3\n"
            "  write it without quotes, in plain digits",
        ),
        (
            {"activities": "id,asks_users\na,Yes\n"},
            "FOLDER activities.csv!B2  activities[0].asks_users  [value-unknown]\n"
            "  found 'Yes'\n"
            "  expected one of: yes, no\n"
            "  write 'unknown' if it was not recorded",
        ),
    ],
)
def test_faults_name_file_and_cell(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    """Nothing is forgiven in CSV: a program wrote it."""
    assert said(made(tmp_path, **files)) == message


def test_a_cell_longer_than_the_limit(tmp_path: Path) -> None:
    """The standard reader stops at 131,072 characters; ours at the limit."""
    place = made(tmp_path, actors=f"id,label\na,{'x' * 200_000}\n")
    assert said(place) == ""
    assert said(place, text=1000) == (
        "FOLDER/actors.csv:2  [limit-text]\n"
        "  a cell has more than 1000 characters\n"
        "  raise it with Limits(text=...) or --limit text=..."
    )


def test_nul_is_never_written(tmp_path: Path) -> None:
    """No reader of CSV takes it; other control characters come back."""
    title = "bell\x07 form\x0c"
    fine = Programme(schema_version="1", id="p", areas=[{"id": "a", "title": title}])
    folder.write(fine, tmp_path)
    assert load(tmp_path) == fine
    areas = [{"id": "a"}, {"id": "b", "title": "x\0y"}]
    link = {"id": "l", "source": "c", "target": "d", "kind": "informed"}
    record = Programme(
        schema_version="1",
        id="p",
        title="\0",
        areas=areas,
        contributions=[{"id": "c"}],
        decisions=[{"id": "d"}],
        links=[link | {"sites": ["north", "so\0uth"]}],
    )
    with pytest.raises(RecordError) as caught:
        folder.write(record, tmp_path)
    assert str(caught.value) == (
        "programme.csv!C2  [text-control]\n"
        "  found a NUL character\n"
        "  expected text that CSV can hold\n"
        "  take it out, or write a .yaml or .json file\n"
        "areas.csv!B3  [text-control]\n"
        "  found a NUL character\n"
        "  expected text that CSV can hold\n"
        "  take it out, or write a .yaml or .json file\n"
        "links.csv!I2  [text-control]\n"
        "  found a NUL character\n"
        "  expected text that CSV can hold\n"
        "  take it out, or write a .yaml or .json file"
    )
    assert load(tmp_path) == fine


@pytest.mark.parametrize(
    ("name", "kind", "place"),
    [("log.csv", "log", "log.csv!C2"), ("export.csv", "redcap", "export.csv!E2")],
)
def test_nul_is_written_in_no_csv(
    tmp_path: Path, name: str, kind: str, place: str
) -> None:
    """Nor in a log or an export, whose readers would refuse it."""
    values = {
        "schema_version": "1",
        "id": "p",
        "title": "x\0" if kind == "redcap" else None,
        "contributions": [{"id": "c", "summary": "y\0"}] if kind == "log" else [],
    }
    record = tmp_path / "p.json"
    record.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        convert(record, tmp_path / name, target_format=kind)
    assert str(caught.value) == (
        f"{place}  [text-control]\n"
        "  found a NUL character\n"
        "  expected text that CSV can hold\n"
        "  take it out, or write a .yaml or .json file"
    )
    assert not (tmp_path / name).exists()


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """Latin-1 is refused with the place."""
    made(tmp_path)
    (tmp_path / "actors.csv").write_bytes(b"id,label\na,caf\xe9\n")
    assert said(tmp_path) == (
        "FOLDER/actors.csv  [text-encoding]\n"
        "  found bytes that are not UTF-8, at byte 15\n"
        "  save the file as UTF-8"
    )


def test_a_file_that_went_missing(tmp_path: Path) -> None:
    """The description names every file; a lost one is not an empty list."""
    made(tmp_path, actors="id\na\n")
    (tmp_path / "actors.csv").unlink()
    assert said(tmp_path) == (
        "FOLDER datapackage.json  [file-missing]\n"
        "  found no file 'actors.csv'\n"
        "  expected every file that the description names\n"
        "  put the file back, or take it out of the description"
    )


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"resources": [1]}', "[" * 100_000])
def test_a_broken_description(tmp_path: Path, text: str) -> None:
    """It is named; the lists are read all the same."""
    made(tmp_path, actors="id\na\n")
    (tmp_path / "datapackage.json").write_text(text)
    assert said(tmp_path) == (
        "FOLDER datapackage.json  [syntax]\n"
        "  found a description that cannot be read\n"
        "  expected a Frictionless data package: resources, each with a path\n"
        "  write the folder again, or mend the file"
    )


def test_a_description_that_points_elsewhere(tmp_path: Path) -> None:
    """No file outside the folder is ever opened."""
    made(tmp_path)
    outside = {"resources": [{"path": "../../secret.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(outside))
    assert "found no file '../../secret.csv'" in said(tmp_path)


def test_a_folder_without_description(tmp_path: Path) -> None:
    """It is no record."""
    with pytest.raises(RecordError) as caught:
        folder.read(tmp_path, Limits())
    assert str(caught.value) == (
        f"{tmp_path}/datapackage.json  [file-missing]\n"
        "  could not read it: no such file or directory"
    )


def test_byte_order_mark_line_ends_and_empty_files(tmp_path: Path) -> None:
    """Files that spreadsheet programs save are read."""
    made(tmp_path, actors="\ufeffid,label\r\na,x\r\n\r\n,\r\n", areas="")
    programme = load(tmp_path)
    assert isinstance(programme, Programme)
    assert [actor.label for actor in programme.actors] == ["x"]


def test_formulas_are_disarmed_and_come_back(tmp_path: Path) -> None:
    """A spreadsheet program runs text that begins with these signs."""
    titles = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "it's"]
    areas = [{"id": f"a{n}", "title": title} for n, title in enumerate(titles)]
    record = Programme(schema_version="1", id="p", areas=areas)
    folder.write(record, tmp_path)
    text = (tmp_path / "areas.csv").read_text()
    assert not any(f",{sign}" in text for sign in "=+-@\t\r")
    assert load(tmp_path) == record


def test_lists_that_became_empty_lose_their_file(tmp_path: Path) -> None:
    """Writing again leaves no rows of the old record behind."""
    first = Programme(schema_version="1", id="p", areas=[{"id": "a"}])
    second = Programme(schema_version="1", id="p")
    folder.write(first, tmp_path)
    folder.write(second, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "datapackage.json",
        "dictionary.csv",
        "programme.csv",
    ]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file stands where the folder should go."""
    (tmp_path / "taken").write_text("x")
    with pytest.raises(RecordError) as caught:
        folder.write(Programme(schema_version="1", id="p"), tmp_path / "taken")
    assert str(caught.value) == (
        f"{tmp_path}/taken  [file-write]\n"
        "  a file of that name exists already\n"
        "  give the name of a folder"
    )


def test_the_description_is_a_data_package(tmp_path: Path) -> None:
    """Types, closed words, keys and references are described."""
    record = Programme(
        schema_version="1",
        id="p",
        activities=[{"id": "a", "costs": [{"hours": 2}], "contacts": 1}],
        contributions=[{"id": "c", "activity": "a"}],
    )
    folder.write(record, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert list(resources) == ["programme", "activities", "costs", "contributions"]
    activities = resources["activities"]["schema"]
    fields = {field["name"]: field for field in activities["fields"]}
    assert activities["primaryKey"] == "id"
    assert fields["contacts"]["type"] == "integer"
    assert fields["asks_users"]["constraints"] == {"enum": ["yes", "no", "unknown"]}
    assert resources["contributions"]["schema"]["foreignKeys"] == [
        {"fields": "activity", "reference": {"resource": "activities", "fields": "id"}}
    ]
