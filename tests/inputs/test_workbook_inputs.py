"""What people and other programs do to workbooks, each with its whole message."""

import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from involvement.errors import InvolvementError, RecordError
from involvement.formats import workbook
from involvement.formats.files import load
from involvement.formats.tree import Tree
from involvement.formats.validation import read_tree
from involvement.limits import Limits
from involvement.record.programme import LISTS

Rows = Sequence[Any]
HEAD = ["schema_version", "id", "when"]


def book(path: Path, **lists: Rows) -> Any:
    """An open workbook with a programme and these sheets."""
    return filled(xlsxwriter.Workbook(path), lists)


def filled(made: Any, lists: dict[str, Rows]) -> Any:
    """Put a programme and these sheets into a new workbook."""
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in {"programme": [HEAD, ["1", "p"]], **lists}.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write(at, column, value)
    return made


def read(path: Path, **limits: int) -> Tree:
    """The tree of a workbook."""
    return workbook.read(path, Limits(**limits))


def said(tree: Tree) -> str:
    """Everything there is to say about a tree: faults, warnings and notes."""
    try:
        issues = read_tree(tree, today=dt.date(2026, 1, 1))[1]
    except RecordError as error:
        issues = error.issues
    return "\n".join(map(str, issues))


def of_rows(tmp_path: Path, **lists: Rows) -> str:
    """What is said about a workbook with these sheets."""
    path = tmp_path / "r.xlsx"
    book(path, **lists).close()
    return said(read(path))


def refused(path: Path, **limits: int) -> str:
    """The error a file ends in."""
    with pytest.raises(RecordError) as caught:
        read(path, **limits)
    return str(caught.value)


def repacked(path: Path, part: str, change: Any) -> None:
    """Change one part inside a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


NAMESPACE = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
SHEET = "xl/worksheets/sheet1.xml"


def test_one_cell_at_the_far_corner(tmp_path: Path) -> None:
    """A reader would allocate every cell before it; nothing is opened."""
    path = tmp_path / "far.xlsx"
    made = book(path)
    made.get_worksheet_by_name("programme").write_string("XFD1048576", "x")
    made.close()
    assert path.stat().st_size < 10_000
    assert refused(path) == (
        "far.xlsx  [limit-cells]\n"
        "  'xl/worksheets/sheet1.xml' reaches to row 1048576 and column 16384, that is "
        "17179869184 cells; the limit is 2000000\n"
        "  raise it with Limits(cells=...) or --limit cells=..."
    )


@pytest.mark.parametrize(
    "cell",
    [
        b'<x:c  s="1" r="XFD1048576"><x:v>1</x:v></x:c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c t="n"\nr = "xfd1048576" ><v>1</v></c>',
    ],
)
def test_the_far_corner_written_otherwise(tmp_path: Path, cell: bytes) -> None:
    """Prefixes, quotes, blanks and the order of attributes hide nothing."""
    path = tmp_path / "far.xlsx"
    book(path).close()
    repacked(path, SHEET, lambda xml: xml.replace(b"</row>", cell + b"</row>", 1))
    assert "[limit-cells]" in refused(path)


def test_cells_that_do_not_say_where_they_stand(tmp_path: Path) -> None:
    """Counting them would be guessing where the reader puts them."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    repacked(path, SHEET, lambda xml: xml.replace(b' r="A1"', b"", 1))
    assert refused(path) == (
        "r.xlsx  [file-kind]\n"
        "  found cells in 'xl/worksheets/sheet1.xml' that do not say where they stand\n"
        "  open it in a spreadsheet program and save it as .xlsx"
    )


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A1" r="XFD1048576"><v>1</v></c>',
        b'<c q=">" r="XFD1048576"><v>1</v></c>',
        b"""<c q=' r="A1" '><v>1</v></c>""",
        b'<c r="&#88;FD1048576"><v>1</v></c>',
        b'<c r="A4294967297"><v>1</v></c>',
    ],
)
def test_places_that_could_be_read_in_two_ways(tmp_path: Path, cell: bytes) -> None:
    """Two readers of odd XML may disagree, so it is not opened."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    repacked(path, SHEET, lambda xml: xml.replace(b"</row>", cell + b"</row>", 1))
    assert "that do not say where they stand" in refused(path)


@pytest.mark.parametrize("name", ["xl/worksheets/far.rels", "xl/far.XML"])
def test_a_sheet_by_another_name_is_looked_through(tmp_path: Path, name: str) -> None:
    """The name of a part says nothing about what is in it."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    far = sheet.replace(b"</row>", b'<c r="XFD1048576"><v>1</v></c></row>', 1)
    repacked(path, name, lambda _: far)
    assert "[limit-cells]" in refused(path)


@pytest.mark.parametrize(
    "mark", [b' uniqueCount="4294967295"', b" count = '4294967295'"]
)
def test_a_table_of_texts_that_claims_billions(tmp_path: Path, mark: bytes) -> None:
    """The reader would make room for all of them at once, and end the process."""
    path = tmp_path / "r.xlsx"
    book(path, actors=[["id", "label"], ["a", 'count="12"']]).close()
    repacked(
        path,
        "xl/sharedStrings.xml",
        lambda xml: re.sub(rb"<sst[^>]*>", b"<sst" + mark + NAMESPACE, xml),
    )
    assert read(path).value["actors"] == [{"id": "a", "label": 'count="12"'}]
    odd = b"<sst xcount='4294967295'" + NAMESPACE
    repacked(path, "xl/sharedStrings.xml", lambda xml: re.sub(rb"<sst[^>]*>", odd, xml))
    assert "claims how many texts it holds" in refused(path)


def test_formatted_but_empty_cells_count_for_nothing(tmp_path: Path) -> None:
    """Only cells that hold a value make a sheet large."""
    path = tmp_path / "r.xlsx"
    made = book(path)
    form = made.add_format({"bold": True})
    made.get_worksheet_by_name("programme").write_blank("XFD1048576", None, form)
    made.close()
    assert said(read(path)) == ""


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    """The sum of all parts is known before any is unpacked."""
    path = tmp_path / "big.xlsx"
    book(path).close()
    repacked(path, "xl/padding.xml", lambda _: b" " * 3_000_000)
    assert refused(path, unpacked=2_000_000) == (
        "big.xlsx  [limit-unpacked]\n"
        "  the workbook unpacks to 3 MB, the limit is 2 MB\n"
        "  raise it with Limits(unpacked=...) or --limit unpacked=..."
    )
    assert refused(path, unpacked=200_000).splitlines()[1] == (
        "  the workbook unpacks to 3 MB, the limit is 200000 bytes"
    )


def test_a_part_that_unpacks_to_many_times_its_size(tmp_path: Path) -> None:
    """Blanks compress a thousand times, honest sheets less than two hundred."""
    path = tmp_path / "big.xlsx"
    book(path).close()
    repacked(path, "xl/padding.xml", lambda _: b" " * 3_000_000)
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/padding.xml")
    times = part.file_size // part.compress_size
    assert refused(path) == (
        "big.xlsx  [limit-ratio]\n"
        f"  'xl/padding.xml' unpacks to {times} times its size, the limit is 200\n"
        "  raise it with Limits(ratio=...) or --limit ratio=..."
    )


def test_too_many_parts(tmp_path: Path) -> None:
    """A zip of many files is no workbook anybody made."""
    path = tmp_path / "many.xlsx"
    book(path).close()
    assert refused(path, members=5) == (
        "many.xlsx  [limit-members]\n"
        "  the workbook holds 10 files, the limit is 5\n"
        "  raise it with Limits(members=...) or --limit members=..."
    )


def test_too_many_bytes(tmp_path: Path) -> None:
    """The size of the file itself is limited first."""
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"x" * 100)
    assert refused(path, bytes=10) == (
        "r.xlsx  [limit-bytes]\n"
        "  the file has 100 bytes, the limit is 10\n"
        "  raise it with Limits(bytes=...) or --limit bytes=..."
    )


def test_a_size_that_lies(tmp_path: Path) -> None:
    """What opens the workbook sees only the bytes that were counted."""
    path = tmp_path / "lie.xlsx"
    book(path).close()
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")
    size = data[at + 24 : at + 28]
    path.write_bytes(data.replace(size, b"\x05\x00\x00\x00"))
    with pytest.raises(InvolvementError):
        read(path)


EMPTY = (
    "  expected an Excel workbook (.xlsx)\n"
    "  open it in a spreadsheet program and save it as .xlsx"
)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "found no workbook: it is empty"),
        (b"id,title\n", "found no workbook: it is damaged or of another kind"),
        (b"PK\x03\x04" + b"x" * 40, "found no workbook: it is damaged or of another kind"),
    ],
)  # fmt: skip
def test_no_workbook_at_all(tmp_path: Path, data: bytes, found: str) -> None:
    """Empty, text and truncated files."""
    path = tmp_path / "r.xlsx"
    path.write_bytes(data)
    assert refused(path) == f"r.xlsx  [file-kind]\n  {found}\n{EMPTY}"


def test_half_a_workbook(tmp_path: Path) -> None:
    """Cut off by a copy that broke: whatever is left of it."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    whole = path.read_bytes()
    for left in (len(whole) // 4, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:left])
        found = "found no workbook: it is damaged or of another kind"
        assert refused(path) == f"r.xlsx  [file-kind]\n  {found}\n{EMPTY}"


def zipped(**parts: str) -> bytes:
    """A zip file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("data", "code", "found", "hint"),
    [
        (OLE + b"x" * 600, "file-kind", "found an old Excel workbook (.xls)", ""),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "file-locked",
            "found a workbook protected by a password",
            "  expected one that opens without\n"
            "  take the password off and save it again",
        ),
        (zipped(mimetype=ODS), "file-kind", "found an OpenDocument workbook (.ods)", ""),
        (
            zipped(xl__workbook_dot_bin="x"),
            "file-kind",
            "found a binary Excel workbook (.xlsb)",
            "",
        ),
        (zipped(a="b"), "file-kind", "found a zip file that is no workbook", ""),
        (
            zipped(mimetype="text/plain"),
            "file-kind",
            "found a zip file that is no workbook",
            "",
        ),
    ],
)  # fmt: skip
def test_other_kinds_of_workbook(
    tmp_path: Path, data: bytes, code: str, found: str, hint: str
) -> None:
    """Each is named, with what to do."""
    path = tmp_path / "r.xlsx"
    path.write_bytes(data)
    do = hint or "  expected an Excel workbook (.xlsx)\n  save it as .xlsx"
    assert refused(path) == f"r.xlsx  [{code}]\n  {found}\n{do}"


def test_an_encrypted_part(tmp_path: Path) -> None:
    """Zip has a password of its own."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert refused(path).splitlines()[1] == "  found a workbook protected by a password"


def test_macros_are_ignored(tmp_path: Path) -> None:
    """Values are read, a note says that nothing was run."""
    path = tmp_path / "r.xlsm"
    book(path).close()
    repacked(path, "xl/vbaProject.bin", lambda _: b"macro")
    assert said(read(path)) == (
        "note: r.xlsm  [workbook-macros]\n"
        "  found macros\n"
        "  only values were read; nothing was run"
    )


@pytest.mark.parametrize("mark", [b"<!DOCTYPE x [", b"<!ENTITY a 'b'>"])
def test_entities_in_the_xml(tmp_path: Path, mark: bytes) -> None:
    """They expand; no spreadsheet program writes them."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    repacked(path, SHEET, lambda xml: mark + xml)
    assert refused(path) == (
        "r.xlsx  [file-kind]\n"
        "  found a workbook whose part 'xl/worksheets/sheet1.xml' declares XML "
        "entities\n"
        "  expected a workbook as spreadsheet programs save it\n"
        "  open it in a spreadsheet program and save it as .xlsx"
    )


def test_xml_in_another_encoding(tmp_path: Path) -> None:
    """What cannot be looked through is not opened."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    repacked(path, SHEET, lambda xml: xml.decode().encode("utf-16"))
    assert "is not UTF-8 text" in refused(path)


def test_a_workbook_whose_parts_do_not_fit(tmp_path: Path) -> None:
    """The reader's own complaint comes as ours."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    repacked(path, "xl/workbook.xml", lambda _: b"<workbook>")
    assert refused(path).splitlines()[0] == "r.xlsx  [file-kind]"


def test_random_damage(tmp_path: Path) -> None:
    """Three hundred damaged files end in a record or in one of our errors."""
    path = tmp_path / "r.xlsx"
    book(path, actors=[["id", "role"], ["a", "carer"]]).close()
    whole = path.read_bytes()
    chance = random.Random(7)  # noqa: S311 - any numbers will do
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data[: chance.choice([len(data), len(data) - 40])]))
        try:
            said(read(path))
        except InvolvementError:
            continue


def test_formulas_are_never_run(tmp_path: Path) -> None:
    """The stored value counts, and the cells are named."""
    path = tmp_path / "r.xlsx"
    made = book(path, actors=[["id", "people"], ["a"]])
    sheet = made.get_worksheet_by_name("actors")
    for row in range(6):
        sheet.write_string(row + 1, 0, f"a{row}")
        sheet.write_formula(row + 1, 1, "=1+2", None, 7)
    made.close()
    tree = read(path)
    assert tree.value["actors"][0] == {"id": "a0", "people": 7}
    assert said(tree) == (
        "note: r.xlsx actors  [cell-formula]\n"
        "  found formulas in B2, B3, B4, B5, B6 and 1 more\n"
        "  their stored values were read; no formula was run"
    )


def test_error_cells_are_not_unknown(tmp_path: Path) -> None:
    """A reader gives empty text for them, that is, "not recorded"."""
    path = tmp_path / "r.xlsx"
    made = book(path, actors=[["id", "people"], ["a"]])
    made.get_worksheet_by_name("actors").write_formula("B2", "=1/0", None, "#DIV/0!")
    made.close()
    assert said(read(path)) == (
        "r.xlsx actors!B2  [cell-error]\n"
        "  found an error such as #DIV/0! or #N/A\n"
        "  expected a value, or an empty cell if it was not recorded\n"
        "  correct the formula or the value"
    )


def test_odd_xml_with_formulas_and_errors(tmp_path: Path) -> None:
    """Programs that write XML otherwise are read as well."""
    path = tmp_path / "r.xlsx"
    made = book(path, actors=[["id", "people"], ["a", 1]])
    sheet = made.get_worksheet_by_name("actors")
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("A3", "=1", None, "b")
    sheet.write_blank("C9", None, made.add_format({"bold": True}))
    made.close()
    repacked(
        path,
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b'<c r="A2"', b'<c  r="A2"'),
    )
    codes = [issue.code for issue in read(path).issues]
    assert codes == ["cell-error", "cell-formula"]


@pytest.mark.parametrize("nothing", ["n/a", "-", "?", "N/A"])
def test_what_people_write_for_nothing(tmp_path: Path, nothing: str) -> None:
    """It may mean unknown, none or not asked: the reader does not choose."""
    rows = [["id", "led_by"], ["a", nothing]]
    assert of_rows(tmp_path, activities=rows) == (
        "r.xlsx activities!B2  [value-unknown]\n"
        f"  found '{nothing}'\n"
        "  expected a value, or an empty cell\n"
        "  leave the cell empty, or write unknown, if it was not recorded"
    )


def test_empty_and_blank_cells_are_unknown(tmp_path: Path) -> None:
    """Both mean not recorded."""
    path = tmp_path / "r.xlsx"
    rows = [["id", "title", "led_by", "kind"], ["a", "  ", " ", None], [" ", None]]
    book(path, activities=rows).close()
    assert read(path).value["activities"] == [{"id": "a"}]


def test_hidden_data_is_still_data(tmp_path: Path) -> None:
    """Sheets, rows and columns are read, and a note says so."""
    path = tmp_path / "r.xlsx"
    made = book(path, actors=[["id", "people"], ["a", 1], ["b", 2]], areas=[["id"]])
    sheet = made.get_worksheet_by_name("actors")
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
    made.get_worksheet_by_name("areas").hide()
    made.close()
    tree = read(path)
    assert len(tree.value["actors"]) == 2
    assert said(tree) == (
        "note: r.xlsx actors  [cell-hidden]\n"
        "  found hidden: row 2, column B\n"
        "  it was read\n"
        "note: r.xlsx areas  [cell-hidden]\n"
        "  found hidden: the whole sheet\n"
        "  it was read"
    )


def test_merged_cells(tmp_path: Path) -> None:
    """Only the first of them holds the value."""
    path = tmp_path / "r.xlsx"
    made = book(path, actors=[["id", "role"], ["a"], ["b"]])
    made.get_worksheet_by_name("actors").merge_range("B2:B3", "carer")
    made.close()
    assert said(read(path)) == (
        "r.xlsx actors!B2  [cell-merged]\n"
        "  found merged cells B2:B3\n"
        "  expected each cell to stand alone\n"
        "  unmerge them and fill in every row"
    )


def test_dates_that_excel_made(tmp_path: Path) -> None:
    """A date cell is a full day, and one note says how many there are."""
    rows = [
        ["id", "when", "title"],
        ["a", dt.date(2007, 3, 1), dt.date(2007, 3, 2)],
        ["b", dt.datetime(2007, 3, 1, 9, 30), "t"],  # noqa: DTZ001
        ["c", 2007, 12],
    ]
    path = tmp_path / "r.xlsx"
    book(path, drivers=rows).close()
    tree = read(path)
    assert [item["when"] for item in tree.value["drivers"]] == [
        "2007-03-01",
        "2007-03-01",
        "2007",
    ]
    assert said(tree) == (
        "note: r.xlsx drivers!B2  [cell-date]\n"
        "  found a date cell and in 1 more cells\n"
        "  it was read as a full date; a spreadsheet program may have added the day: "
        "format the column as text to write 2007-03\n"
        "note: r.xlsx drivers!C2  [cell-forgiven]\n"
        "  found '2007-03-02'\n"
        "  it was read as '2007-03-02'\n"
        "note: r.xlsx drivers!C4  [cell-forgiven]\n"
        "  found 12\n"
        "  it was read as '12'"
    )


def test_the_date_system_of_1904(tmp_path: Path) -> None:
    """The day is right whichever year the program counts from."""
    path = tmp_path / "r.xlsx"
    rows = [["id", "when"], ["a", dt.date(2007, 3, 1)]]
    filled(xlsxwriter.Workbook(path, {"date_1904": True}), {"drivers": rows}).close()
    assert read(path).value["drivers"][0]["when"] == "2007-03-01"


def test_a_date_where_no_date_belongs(tmp_path: Path) -> None:
    """It stays as it reads, for the record to refuse."""
    rows = [["id", "people"], ["a", dt.date(2007, 3, 1)]]
    assert of_rows(tmp_path, actors=rows) == (
        "r.xlsx actors!B2  actors[0].people  [shape]\n"
        "  found '2007-03-01'\n"
        "  expected a whole number such as 3\n"
        "  write it without quotes, in plain digits"
    )


def test_times_are_no_dates(tmp_path: Path) -> None:
    """A time of day is shown as it is and refused as a date."""
    path = tmp_path / "r.xlsx"
    made = book(path, drivers=[["id", "when"], ["a"]])
    clock = made.add_format({"num_format": "[hh]:mm"})
    made.get_worksheet_by_name("drivers").write_number("B2", 0.4, clock)
    made.close()
    assert "[date-shape]" in said(read(path))


def test_ids_typed_as_numbers(tmp_path: Path) -> None:
    """Zeros are gone for good, so nothing is guessed."""
    assert of_rows(tmp_path, actors=[["id"], [7], [1.1]]) == (
        "r.xlsx actors!A2  [id-shape]\n"
        "  found the number 7\n"
        "  expected an id as text\n"
        "  format the column as text and type the id again: zeros may be lost\n"
        "r.xlsx actors!A3  [id-shape]\n"
        "  found the number 1.1\n"
        "  expected an id as text\n"
        "  format the column as text and type the id again: zeros may be lost"
    )


def test_counts_are_whole_numbers(tmp_path: Path) -> None:
    """3.0 is three; 3.5 is a fault."""
    assert of_rows(tmp_path, actors=[["id", "people"], ["a", 3.0], ["b", 3.5]]) == (
        "r.xlsx actors!B3  actors[1].people  [shape]\n"
        "  found 3.5\n"
        "  expected a whole number such as 3"
    )


def test_money_is_what_the_sheet_shows(tmp_path: Path) -> None:
    """Sums carry the error of binary fractions; the sheet shows fifteen digits."""
    path = tmp_path / "r.xlsx"
    head = ["activity", "amount", "currency"]
    rows = [head, ["a", 0.1 + 0.2, "GBP"], ["a", 12, "GBP"], ["a", "12.50", "GBP"]]
    book(path, activities=[["id"], ["a"]], costs=rows).close()
    programme, _ = read_tree(read(path))
    amounts = [str(cost.amount) for cost in programme.activities[0].costs]
    assert amounts == ["0.3", "12", "12.50"]


def test_true_and_false(tmp_path: Path) -> None:
    """Facts are yes and no; a program's TRUE is not a word of the list."""
    rows = [["id", "asks_users", "title"], ["a", True, "t"], ["b", False, "u"]]
    assert of_rows(tmp_path, activities=rows) == (
        "r.xlsx activities!B2  activities[0].asks_users  [value-unknown]\n"
        "  found true\n"
        "  expected one of: yes, no\n"
        "  write yes instead of true\n"
        "r.xlsx activities!B3  activities[1].asks_users  [value-unknown]\n"
        "  found false\n"
        "  expected one of: yes, no\n"
        "  write no instead of false"
    )


def test_capitals_and_spaces_are_forgiven_and_noted(tmp_path: Path) -> None:
    """In workbooks only, and only where the word is certain."""
    rows = [
        [" ID", "asks_users", "led_by", "purposes", "when"],
        ["a", " yes ", "User", "Inform; comply", " 2007 "],
        ["b", "YES", "b; User", "inform", None],
        [" c", "Ja", None, None, None],
    ]
    path = tmp_path / "r.xlsx"
    book(path, Activities=rows, actors=[["id"], ["User"], ["b1"]]).close()
    tree = read(path)
    first = tree.value["activities"][0]
    assert (first["asks_users"], first["led_by"]) == ("yes", "user")
    assert tree.value["activities"][1]["led_by"] == ["b", "User"]
    notes = [(i.code, i.where, i.found, i.hint) for i in tree.issues]
    assert notes == [
        ("cell-forgiven", "r.xlsx Activities", "found 'Activities'",
         "it was read as 'activities'"),
        ("cell-forgiven", "r.xlsx Activities!A1", "found ' ID'", "it was read as 'id'"),
        ("cell-forgiven", "r.xlsx Activities!B2", "found ' yes '",
         "it was read as 'yes'"),
        ("cell-forgiven", "r.xlsx Activities!C2", "found 'User'",
         "it was read as 'user'"),
        ("cell-forgiven", "r.xlsx Activities!D2", "found 'Inform; comply'",
         "it was read as 'inform; comply'"),
        ("cell-forgiven", "r.xlsx Activities!E2", "found ' 2007 '",
         "it was read as '2007'"),
        ("cell-forgiven", "r.xlsx Activities!B3", "found 'YES'",
         "it was read as 'yes'"),
        ("cell-forgiven", "r.xlsx Activities!A4", "found ' c'", "it was read as 'c'"),
    ]  # fmt: skip
    assert (
        "r.xlsx activities!B4  activities[2].asks_users  [value-unknown]\n"
        "  found 'Ja'\n"
        "  expected one of: yes, no\n"
        "  write 'unknown' if it was not recorded"
    ) in said(tree)


def test_sheets_and_columns_that_do_not_exist(tmp_path: Path) -> None:
    """Each comes with the closest names."""
    rows = [["id", "led_bby", "kind", "id", None], ["a", "user", None, "b", "lost"]]
    text = of_rows(tmp_path, activitys=[["id"]], activities=rows, actors=[["name"]])
    assert text == (
        "r.xlsx activitys  [sheet-unknown]\n"
        "  found a list 'activitys'\n"
        "  expected one of 25, closest: activities, participants, actors\n"
        "  correct the name, or move it elsewhere\n"
        "r.xlsx activities!B1  [field-unknown]\n"
        "  found a column 'led_bby'\n"
        "  expected one of 28, closest: led_by, initiated_by, agenda_set_by\n"
        "  correct the name or remove the column\n"
        "r.xlsx activities!D1  [key-duplicate]\n"
        "  found a second column 'id'; the first is A1\n"
        "  keep one of the columns\n"
        "r.xlsx activities!E2  [field-unknown]\n"
        "  found a value in a column without a name\n"
        "  expected a column name in row 1\n"
        "  name the column or clear it\n"
        "r.xlsx actors!A1  [header-missing]\n"
        "  found no column names in the first row\n"
        "  expected names such as id, label, role\n"
        "  delete the rows above the column names"
    )


def test_a_column_for_personal_details(tmp_path: Path) -> None:
    """It does not exist on purpose, and the reason is given."""
    path = tmp_path / "r.xlsx"
    book(path, actors=[["id", "email"], ["a", "a@b.org"]]).close()
    (issue,) = read(path).issues
    assert (issue.code, issue.where) == ("field-private", "r.xlsx actors!B1")
    assert "a@b.org" not in str(issue)


def test_a_header_in_the_third_row(tmp_path: Path) -> None:
    """Rows above the header are not guessed."""
    rows = [["Our actors"], [], ["id", "role"], ["a", "carer"]]
    assert of_rows(tmp_path, actors=rows) == (
        "r.xlsx actors!A1  [header-missing]\n"
        "  found no column names in the first row\n"
        "  expected names such as id, label, role\n"
        "  delete the rows above the column names"
    )


def test_a_sheet_that_is_missing(tmp_path: Path) -> None:
    """Every list may be left out: it is empty, and nothing is said of it."""
    path = tmp_path / "r.xlsx"
    book(path).close()
    programme, issues = read_tree(read(path))
    assert (programme.id, issues) == ("p", ())
    assert all(getattr(programme, name) == () for name in LISTS)


def test_several_in_one_cell(tmp_path: Path) -> None:
    """Commas and semicolons both separate."""
    path = tmp_path / "r.xlsx"
    rows = [["id", "areas"], ["a", "x, y"], ["b", "x;y"], ["c", "x"]]
    book(path, areas=[["id"], ["x"], ["y"]], activities=rows).close()
    areas = [item["areas"] for item in read(path).value["activities"]]
    assert areas == [["x", "y"], ["x", "y"], ["x"]]
    workbook.write_template(path)
    with zipfile.ZipFile(path) as archive:
        said = archive.read("xl/sharedStrings.xml").decode()
    assert (
        "Several ids or words in one cell: separate them with ; or , (a1; a2)." in said
    )


def test_rows_that_belong_to_nothing(tmp_path: Path) -> None:
    """A nested row without its item is a fault, never dropped."""
    text = of_rows(
        tmp_path,
        activities=[["id"], ["panel"]],
        declared=[
            ["activity", "scale", "level"],
            ["panle", "iap2", "inform"],
            [None, "iap2", "inform"],
            ["panel", None, "inform"],
            ["panel", "iap2", None],
            ["panel", "iap2", "inform"],
            ["panel", "iap2", "consult"],
        ],
        answers=[["rating", "item", "value"], ["r", "i", 1]],
        participants=[["activity", "participant"], ["panel", 1], ["panel", 1]],
        groups=[
            ["activity", "participant", "group", "people"],
            ["panel", 3, "old", 4],
            ["panel", None, "old", 4],
            ["panle", 1, "old", 4],
        ],
    )
    assert text == (
        "r.xlsx participants!B3  [key-duplicate]\n"
        "  found '1' a second time for one activity\n"
        "  keep one of the rows\n"
        "r.xlsx groups!B2  [id-dangling]\n"
        "  found 3\n"
        "  expected one of: 1\n"
        "  number the participants of 'panel' and give the number here\n"
        "r.xlsx groups!A4  [id-dangling]\n"
        "  found 'panle'\n"
        "  expected one of: panel\n"
        "  add it to activities, or correct it here\n"
        "r.xlsx declared!A2  [id-dangling]\n"
        "  found 'panle'\n"
        "  expected one of: panel\n"
        "  add it to activities, or correct it here\n"
        "r.xlsx declared!A3  [field-missing]\n"
        "  found no 'activity'\n"
        "  fill the cell, or clear the row\n"
        "r.xlsx declared!B4  [field-missing]\n"
        "  found no 'scale'\n"
        "  fill the cell, or clear the row\n"
        "r.xlsx declared!C5  [field-missing]\n"
        "  found no 'level'\n"
        "  fill the cell, or clear the row\n"
        "r.xlsx declared!B7  [key-duplicate]\n"
        "  found 'iap2' a second time for one activity\n"
        "  keep one of the rows\n"
        "r.xlsx answers!A2  [id-dangling]\n"
        "  found 'r'\n"
        "  expected an id of ratings\n"
        "  add it to ratings, or correct it here"
    )


def test_two_programmes_in_one_workbook(tmp_path: Path) -> None:
    """A workbook is one programme."""
    assert of_rows(tmp_path, programme=[HEAD, ["1", "p"], ["1", "q"]]) == (
        "r.xlsx programme!B3  [shape]\n"
        "  found a second row\n"
        "  expected one row: the programme itself\n"
        "  a portfolio is a directory with one file for each programme"
    )


def test_an_empty_workbook(tmp_path: Path) -> None:
    """Sheets may be missing; a programme may not."""
    path = tmp_path / "r.xlsx"
    made = xlsxwriter.Workbook(path)
    made.add_worksheet("actors")
    made.close()
    assert said(read(path)).splitlines()[0] == "r.xlsx  [record-empty]"


def test_faults_name_sheet_and_cell(tmp_path: Path) -> None:
    """The usual faults of a record point into the workbook."""
    head = ["id", "source", "target", "kind"]
    rows = [head, ["l", "c", "nowhere", "led"]]
    assert of_rows(tmp_path, contributions=[["id"], ["c"]], links=rows).startswith(
        "r.xlsx links!D2  links[0].kind  [value-unknown]\n  found 'led'\n"
    )


def test_loading_goes_the_same_way(tmp_path: Path) -> None:
    """The public door reads workbooks too."""
    path = tmp_path / "r.xlsx"
    book(path, actors=[["id"], ["a"]]).close()
    assert load(path).actors[0].id == "a"  # type: ignore[union-attr]
