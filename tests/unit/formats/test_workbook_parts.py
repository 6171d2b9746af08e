"""The parts that workbook, folder and REDCap share, and the workbook's own writing."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from involvement import vocabulary
from involvement.errors import MissingExtra, RecordError
from involvement.exchange.prov import prov_n
from involvement.formats import workbook, workbook_writing
from involvement.formats.cells import labels, parsed, shown
from involvement.formats.files import load
from involvement.formats.headers import header_columns
from involvement.formats.notes import Notes
from involvement.formats.rows import Places
from involvement.formats.sheets import sheets
from involvement.formats.tree import KEY
from involvement.formats.validation import read_tree
from involvement.formats.workbook_words import Choices
from involvement.influence.views import influence_graph
from involvement.limits import Limits
from involvement.record.programme import LISTS, Programme

SMALL = Programme(schema_version="1", id="p", areas=[{"id": "a", "title": "=1+1"}])


@pytest.mark.parametrize("value", ["1", "-5", "'x", "'", 1, -5, 0.5, "x", "1,5"])
def test_a_number_and_a_text_stay_apart(value: object) -> None:
    """Answers may be either, so a text that looks like a number is marked."""
    column = sheets()["answers"].column("value")
    cell = shown(column, value)
    assert (parsed(column, cell) if isinstance(cell, str) else cell) == value


def test_unknown_may_be_written_in_a_list() -> None:
    """It stands for the whole list."""
    column = sheets()["activities"].column("purposes")
    assert parsed(column, "unknown") == "unknown"
    assert parsed(column, "inform;; comply") == ["inform", "comply"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" ; , ", []),
        ('"', ['"']),
        ('"a', ['"a']),
        ('""', [""]),
        ('"a;b" c, d', ["a;bc", "d"]),
        ('""""', ['"']),
        (" " * 100_000, []),
    ],
)
def test_labels_in_one_cell(text: str, found: list[str]) -> None:
    """Quotes hold separators; a stray quote is itself."""
    assert labels(text) == found
    column = sheets()["links"].column("sites")
    assert parsed(column, str(shown(column, found))) == found


def test_places_are_worked_out_when_asked() -> None:
    """Only rows are kept; a field without column and a stranger have no place."""
    places = Places({"areas": {"id": "A", "title": "C"}})
    places.add(("areas", 0), "areas", 5)
    assert list(places) == [("areas", 0)]
    assert len(places) == 1
    assert places["areas", 0] == "areas!A5"
    assert places["areas", 0, "title"] == "areas!C5"
    assert places["areas", 0, "title", KEY] == "areas!C1"
    assert ("areas", 0, "colour") not in places
    assert ("areas", 1, "title") not in places


@pytest.mark.parametrize("name", ["programme", "costs", "declared", "actors"])
def test_personal_details_have_no_column_anywhere(name: str) -> None:
    """Not in lists, not in nested sheets, not in maps."""
    sheet = sheets()[name]
    notes = Notes("r.xlsx")
    header_columns(sheet, name, [sheet.columns[0].name, "E-mail"], notes)
    assert [issue.code for issue in notes.issues()] == ["field-private"]


def test_every_field_of_the_record_has_a_column_or_a_sheet() -> None:
    """A new field cannot be forgotten by the flat formats."""
    for name in LISTS:
        model = Programme.model_fields[name].annotation.__args__[0]  # type: ignore[union-attr]
        columns = {column.name for column in sheets()[name].columns}
        nested = {sheet.name for sheet in sheets().values() if sheet.parent == name}
        assert set(model.model_fields) == columns | nested


def test_closed_words_carry_their_meaning() -> None:
    """The coding guide tells what each word stands for."""
    column = sheets()["activities"].column("decision_right")
    assert column.words == vocabulary.DECISION_RIGHTS
    assert "shared: neither side could settle it alone" in column.note
    assert vocabulary.FACTS["decision_right"].question in column.note


def test_the_minimum_facts_come_first() -> None:
    """Who fills in a sheet from the left answers what matters most."""
    names = [column.name for column in sheets()["activities"].columns]
    assert tuple(names[5:12]) == vocabulary.MINIMUM_FACTS


def test_a_template_says_what_to_fill_in(tmp_path: Path) -> None:
    """The seven facts in plain words, notes, drop-downs, and a sheet for each list."""
    path = tmp_path / "new.xlsx"
    workbook.write_template(path)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/sharedStrings.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
        sheet = archive.read("xl/worksheets/sheet6.xml").decode()
        notes = archive.read("xl/comments5.xml").decode()
    names = re.findall('<sheet name="([^"]+)"', book)
    assert names == ["start", *sheets(), "words"]
    for fact in vocabulary.MINIMUM_FACTS:
        assert f"({fact}): " in text
    assert 'state="frozen"' in sheet
    assert "<dataValidation " in sheet
    assert 'orientation="landscape"' in sheet
    assert vocabulary.FACTS["contacts"].question in notes
    tree = workbook.read(path, Limits())
    assert tree.issues == ()
    assert read_tree(tree)[0].id == "my-programme"


def test_two_workbooks_of_one_record_are_alike(tmp_path: Path) -> None:
    """Byte for byte: no clock, no order of a set."""
    for name in ("one", "two"):
        workbook.write(SMALL, tmp_path / f"{name}.xlsx")
    one, two = ((tmp_path / f"{name}.xlsx").read_bytes() for name in ("one", "two"))
    assert one == two


def test_no_text_is_written_as_a_formula(tmp_path: Path) -> None:
    """It is text in the file, and text when it is read."""
    path = tmp_path / "r.xlsx"
    workbook.write(SMALL, path)
    with zipfile.ZipFile(path) as archive:
        assert not any(
            b"<f>" in archive.read(name)
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
        )
    assert load(path) == SMALL


def test_control_characters_are_left_out_with_a_note(tmp_path: Path) -> None:
    """A workbook cannot hold them; JSON keeps them."""
    record = Programme(
        schema_version="1", id="p", areas=[{"id": "a", "title": "a\x01b"}]
    )
    (note,) = workbook.write(record, tmp_path / "r.xlsx")
    assert str(note) == (
        "note: r.xlsx areas!B2  [text-control]\n"
        "  found 1 control characters\n"
        "  a workbook cannot hold them; they were left out"
    )
    programme = load(tmp_path / "r.xlsx")
    assert isinstance(programme, Programme)
    assert programme.areas[0].title == "ab"


def test_a_text_longer_than_a_cell_goes_to_a_sheet_of_its_own(tmp_path: Path) -> None:
    """The writer would drop it in silence."""
    texts = ["x" * 100_000, "y" * 32_768, "long_texts 1"]
    areas = [{"id": f"a{n}", "title": text} for n, text in enumerate(texts)]
    record = Programme(schema_version="1", id="p", areas=areas)
    assert workbook.write(record, tmp_path / "r.xlsx") == ()
    assert load(tmp_path / "r.xlsx") == record


def test_a_list_longer_than_a_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused before anything is written."""
    monkeypatch.setattr(workbook_writing, "_ROWS", 0)
    with pytest.raises(RecordError) as caught:
        workbook.write(SMALL, Path("r.xlsx"))
    assert str(caught.value) == (
        "r.xlsx  [file-write]\n"
        "  programme has 1 rows; a sheet holds 0\n"
        "  write JSON, YAML or a folder of CSV files instead"
    )


@pytest.mark.parametrize(
    ("library", "extra", "purpose", "act"),
    [
        ("xlsxwriter", "excel", "writing a workbook",
         lambda path: workbook.write(SMALL, path)),
        ("python_calamine", "excel", "reading a workbook",
         lambda path: workbook.read(path, Limits())),
        ("prov.model", "prov", "writing PROV",
         lambda _: prov_n(influence_graph(SMALL))),
    ],
)  # fmt: skip
def test_a_missing_extra_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    extra: str,
    purpose: str,
    act: Any,
) -> None:
    """With the line to type."""
    path = tmp_path / "r.xlsx"
    workbook.write(SMALL, path)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra) as caught:
        act(path)
    assert str(caught.value) == (
        "[extra-missing]\n"
        f"  {purpose} needs the extra {extra!r}; it is not installed\n"
        f'  install it with: pip install "involvement[{extra}]"'
    )


def test_drop_downs_offer_words_and_ids() -> None:
    """Closed lists insist; lists of ids grow, or offer what is there."""
    rows: Any = {name: [] for name in sheets()}
    rows["actors"] = [{"id": "panel"}]
    rows["changes"] = [{"id": "letter"}]
    choices = Choices(rows, "words")
    kind = choices.of("actors", sheets()["actors"].column("role"))
    assert kind is not None
    assert kind["source"] == f"=words!$A$2:$A${len(vocabulary.ROLES) + 2}"
    assert "show_error" not in kind
    areas = choices.of("activities", sheets()["activities"].column("areas"))
    assert areas == {
        "validate": "list",
        "source": "=OFFSET(areas!$A$2,0,0,MAX(1,COUNTA(areas!$A$2:$A$5000)),1)",
        "show_error": False,
    }
    choices.of("activities", sheets()["activities"].column("led_by"))
    choices.of("links", sheets()["links"].column("source"))
    assert choices.lists()[1:] == [
        ("activities.led_by", (*vocabulary.SIDES, "panel")),
        ("links.source", ("letter",)),
    ]
    assert choices.of("areas", sheets()["areas"].column("title")) is None


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_another_program_keeps_notes_and_drop_downs(tmp_path: Path) -> None:
    """Saved again by LibreOffice: the record, the notes, the lists; no formula."""
    path = tmp_path / "stroke.xlsx"
    record = load("stroke")
    assert isinstance(record, Programme)
    workbook.write(record, path)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "again"),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    again = tmp_path / "again" / "stroke.xlsx"
    assert load(again) == record
    with zipfile.ZipFile(again) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    written = [data for name, data in parts.items() if "worksheets/sheet" in name]
    assert not any(b"<f>" in data or b"<f " in data for data in written)
    with zipfile.ZipFile(path) as archive:
        before = b"".join(archive.read(name) for name in archive.namelist())
    assert b"".join(written).count(b"<dataValidation ") > 100
    assert b"".join(parts.values()).count(b"<comment ") == before.count(b"<comment ")
