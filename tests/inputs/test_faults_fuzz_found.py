"""What the fuzzers and the look for slow inputs broke once, in its whole text."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import ipc, parquet

import involvement as inv
from involvement.closeness import LONGEST, close_words
from involvement.errors import InvolvementError
from involvement.formats import redcap, workbook
from involvement.formats.importers import eci_followup
from involvement.formats.importers.tables import read_table
from involvement.formats.text import read_yaml
from involvement.formats.validation import read_tree
from involvement.instruments.scale_file import read_scale
from involvement.limits import Limits
from involvement.record.personal import personal_detail
from involvement.scoring.streams import score_file

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.record.programme import Programme

COLUMNS = "record_id,redcap_repeat_instrument,redcap_repeat_instance"


def exported(folder: Path, text: str) -> Programme:
    """The programme of an export."""
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return read_tree(redcap.read(path, Limits()))[0]


def test_a_row_that_ends_before_its_record(tmp_path: Path) -> None:
    """It belongs to no record, which is one more than an import takes."""
    text = "programme_schema_version,redcap_repeat_instrument,record_id\n1,,w\n,areas\n"
    with pytest.raises(InvolvementError) as caught:
        exported(tmp_path, text)
    assert str(caught.value) == (
        "export.csv  [shape]\n"
        "  found 2 records: 'w', ''\n"
        "  expected one: a record is one programme\n"
        "  say which one with record=..., or export one record"
    )


@pytest.mark.parametrize("instance", ["9" * 5000, "²", "-1", "1.5", "٣"])
def test_an_instance_of_thousands_of_digits(instance: str, tmp_path: Path) -> None:
    """What is no number, or too large a one, stands after the small ones."""
    text = (
        f"{COLUMNS},programme_schema_version,activities_id\nw,,,1,\n"
        f"w,activities,{instance},,b\nw,activities,1,,a\n"
    )
    made = exported(tmp_path, text)
    assert [activity.id for activity in made.activities] == ["a", "b"]


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    """The first would be lost without a word."""
    text = (
        "record_id,programme_schema_version,programme_title,programme_title\nw,1,A,B\n"
    )
    with pytest.raises(InvolvementError) as caught:
        exported(tmp_path, text)
    assert str(caught.value) == (
        "export.csv D1  [key-duplicate]\n"
        "  found a second column 'programme_title'; the first is C1\n"
        "  export the records again"
    )


def test_blank_column_names_are_said_once(tmp_path: Path) -> None:
    """A comma too many at the end of the first row."""
    text = "record_id,programme_schema_version,,\nw,1,,\n"
    with pytest.raises(InvolvementError) as caught:
        exported(tmp_path, text)
    assert [issue.where for issue in caught.value.issues] == ["export.csv C1"]


def test_only_the_first_cells_of_many_are_looked_into(tmp_path: Path) -> None:
    """A value in another instrument's row is counted beyond the five-hundredth."""
    rows = "w,activities,,a,x,2\n" * 800
    header = "record_id,redcap_repeat_instrument,programme_schema_version"
    text = f"{header},activities_id,areas_id,activities_purposes___inform\n{rows}"
    with pytest.raises(InvolvementError) as caught:
        exported(tmp_path, text)
    found = [issue.found for issue in caught.value.issues]
    assert "1100 more faults of the same kind" in found


def test_a_version_that_only_looks_like_a_digit() -> None:
    """Superscript two is a digit, but no number."""
    with pytest.raises(InvolvementError) as caught:
        read_tree(read_yaml('schema_version: "²"\nid: w\n', "a.yaml"))
    assert str(caught.value) == (
        "a.yaml:1:17  schema_version  [value-unknown]\n"
        "  found '²'\n"
        "  expected one of: 1"
    )


SCALES = {
    "digits": (
        f'id = "x"\nversion = {"9" * 5000}\n',
        "s.toml  [syntax]\n"
        "  found text that is not TOML: a number has too many digits\n"
        "  see the scale files that come with the library for the form",
    ),
    "dots": (
        f'id = "x"\n{"a." * 60_000}b = 1\n',
        "s.toml:2:1  [limit-depth]\n"
        "  found a key of more than 32 parts\n"
        "  raise it with Limits(depth=...) or --limit depth=...",
    ),
    "table": (
        f"[ {'a . ' * 60_000}b ]\n",
        "s.toml:1:3  [limit-depth]\n"
        "  found a key of more than 32 parts\n"
        "  raise it with Limits(depth=...) or --limit depth=...",
    ),
    "quoted": (
        '"a".' * 60_000 + "b = 1\n",
        "s.toml:1:1  [limit-depth]\n"
        "  found a key of more than 32 parts\n"
        "  raise it with Limits(depth=...) or --limit depth=...",
    ),
    "blanks": (
        f"[a{' ' * 100_000}",
        "s.toml:1:100003  [syntax]\n"
        "  found text that is not TOML: Expected ']' at the end of a table "
        "declaration\n"
        "  see the scale files that come with the library for the form",
    ),
}
"""Each took between ten seconds and more than a minute, or ended in `ValueError`."""


@pytest.mark.parametrize(("text", "message"), SCALES.values(), ids=SCALES)
def test_scales_that_took_a_minute(text: str, message: str) -> None:
    """The reader of TOML needs the square of some lengths: looked at before."""
    begun = time.process_time()
    with pytest.raises(InvolvementError) as caught:
        read_scale(text, name="s.toml")
    assert str(caught.value) == message
    assert time.process_time() - begun < 2


def test_faults_of_a_scale_beyond_the_limit_are_counted() -> None:
    """Thirty thousand unknown fields took six seconds."""
    text = "".join(f"k{i} = 1\n" for i in range(4))
    with pytest.raises(InvolvementError) as caught:
        read_scale(text, name="s.toml", limits=Limits(issues=2))
    assert str(caught.value) == (
        "s.toml:1:1  id  [field-missing]\n"
        "  found no 'id'\n"
        "  add 'id'\n"
        "s.toml:1:1  title  [field-missing]\n"
        "  found no 'title'\n"
        "  add 'title'\n"
        "s.toml  [limit-issues]\n"
        "  7 more faults; the limit is 2\n"
        "  raise it with Limits(issues=...) or --limit issues=..."
    )


def stored(folder: Path, column: pa.Array) -> Path:
    """An Arrow file as written by a program that does not look."""
    path = folder / "t.arrow"
    table = pa.table({"led_by": column})
    with ipc.new_file(path, table.schema) as file:
        file.write_table(table)
    return path


def test_an_arrow_file_that_points_outside_itself(tmp_path: Path) -> None:
    """The process died, or memory that was not the file's was read."""
    words = pa.array(["user", "professional"])
    places = pa.array([0, 65_536], "int32")
    column = pa.DictionaryArray.from_arrays(places, words, safe=False)
    path = stored(tmp_path, column)
    with pytest.raises(InvolvementError) as caught:
        score_file(path, tmp_path / "out.csv")
    assert str(caught.value) == (
        f"{path}  [syntax]\n  found a column 'led_by' that is damaged"
    )
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("rest", [b"", b"\xff", b"\xff\xff\xff"])
def test_a_column_may_end_in_part_of_a_number(rest: bytes) -> None:
    """Arrow asks for enough bytes, not for a whole number of them."""
    places = [None, pa.py_buffer(b"\0\0\1\0\1\0" + rest)]
    rows = pa.Array.from_buffers(pa.int16(), 3, places)
    times = pa.Array.from_buffers(pa.int16(), 2, [None, places[1]], offset=1)
    words = pa.DictionaryArray.from_arrays(rows, pa.array(["yes", "no"]))
    found = inv.score_table(
        pa.table({"asks_users": words[1:], "contacts": times}), scales=["arnstein"]
    )
    plain = pa.table({"asks_users": ["no", "no"], "contacts": [1, 1]})
    given = plain.column_names
    assert found.drop_columns(given) == (
        inv.score_table(plain, scales=["arnstein"]).drop_columns(given)
    )


def test_a_damaged_parquet_file_is_no_fault_of_the_file_written(
    tmp_path: Path,
) -> None:
    """Arrow raises an `OSError`, which was taken for one of the target."""
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"led_by": ["user"]}), path)
    data = bytearray(path.read_bytes())
    data[-12:-8] = b"\xff" * 4  # inside the description at the end
    path.write_bytes(data)
    with pytest.raises(InvolvementError) as caught:
        score_file(path, tmp_path / "out.csv")
    assert str(caught.value) == f"{path}  [syntax]\n  found a file that is damaged"


def test_a_parquet_file_with_a_name_in_no_utf_8(tmp_path: Path) -> None:
    """Arrow decodes names only when they are asked for."""
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"note_of_ours": ["a"]}), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"note_of_ours", b"note_of_our\xff"))
    with pytest.raises(InvolvementError) as caught:
        score_file(path, tmp_path / "out.csv")
    assert str(caught.value) == (
        f"{path}  [syntax]\n  found a name or a text that is not UTF-8"
    )


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000 + "@", "a@" + "a" * 100_000, "a@" + "a.1" * 100_000],
    ids=["before", "after", "dots"],
)
def test_a_long_text_with_one_sign_of_a_mail_address(text: str) -> None:
    """Each took more than ten seconds; a text may be ten times as long."""
    begun = time.process_time()
    assert personal_detail(text) == ""
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("piece", ["[", "[a](", "[a](b"])
def test_marked_links_that_never_end(piece: str) -> None:
    """A description in somebody's export."""
    begun = time.process_time()
    assert eci_followup._plain(piece * 50_000).startswith("a" if "a" in piece else "")
    assert time.process_time() - begun < 1


def workbook_of(folder: Path, part: str, inside: bytes) -> Path:
    """A small workbook with bytes put into one of its parts."""
    path = folder / "r.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("programme").write_row(0, 0, ["schema_version", "id"])
    book.worksheets()[0].write_row(1, 0, ["1", "w"])
    book.close()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for mark in (b"<sheetData>", b"<sheet ", b"<Relationship "):
        parts[part] = parts[part].replace(mark, mark + inside, 1)
    with zipfile.ZipFile(path, "w") as archive:  # stored: no ratio to be refused
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
PIECES = (
    b"a", b"<c ", b'<c r="A1" ', b"<x:c ", b"<sheet ", b"<Relationship ", b"<row hidden ",
    b'<row hidden="1">', b'<col hidden="1">', b"<mergeCell ", b"<mergeCell>", b"<f ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("part", PARTS)
def test_xml_that_begins_again_and_again(
    part: str, piece: bytes, tmp_path: Path
) -> None:
    """A hundred kilobytes of beginnings without an end took minutes."""
    path = workbook_of(tmp_path, part, piece * (100_000 // len(piece)))
    begun = time.process_time()
    with suppress(InvolvementError):
        workbook.read(path, Limits())
    assert time.process_time() - begun < 2


def test_thousands_of_columns_are_counted_once(tmp_path: Path) -> None:
    """Whether a name stands twice was asked of each with a look at all."""
    path = tmp_path / "data.csv"
    path.write_text(",".join(f"c{i}" for i in range(50_000)) + ",c7\n")
    begun = time.process_time()
    with pytest.raises(InvolvementError) as caught:
        read_table(path)
    assert str(caught.value) == (
        "data.csv:1  [key-duplicate]\n"
        "  column 'c7' stands there more than once\n"
        "  rename or remove one of them"
    )
    assert time.process_time() - begun < 2


WORDS = st.text("abcd_", min_size=1, max_size=14)


@given(word=WORDS, known=st.lists(WORDS, max_size=12), n=st.integers(1, 4))
def test_close_words_are_those_of_the_standard_library(
    word: str, known: list[str], n: int
) -> None:
    """Found sooner, but the same ones in the same order."""
    near = get_close_matches(word, known, n=n, cutoff=0.5)
    assert close_words(word, tuple(known), n=n) == tuple(near)


def test_an_empty_word_is_close_to_nothing() -> None:
    """Nor is anything close to it."""
    assert close_words("", ("", "a"), n=1) == close_words("a", ("",), n=1) == ()


def test_no_close_word_is_looked_for_beyond_some_length() -> None:
    """Two long texts would be compared for minutes."""
    most = "a" * LONGEST
    assert close_words(most, (most,), n=1) == (most,)
    assert close_words(f"{most}a", (f"{most}a",), n=1) == ()
    assert close_words("ab", (most * 4, "abc"), n=1) == ("abc",)
