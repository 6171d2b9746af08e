"""What importers share: the registry, tables, cells, the account they give."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from involvement.errors import Issue, RecordError
from involvement.formats import importers
from involvement.formats.importers.cells import Names, date, span, whole
from involvement.formats.importers.shape import Figure, Import, Ledger, Unused, Used
from involvement.formats.importers.tables import only_table, read_table, read_tables
from involvement.limits import Limits
from involvement.record.model import Item

if TYPE_CHECKING:
    from pathlib import Path


def saved(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def told(path: Path, **limits: int) -> str:
    """What the reader says of a file it refuses."""
    with pytest.raises(RecordError) as caught:
        read_table(path, limits=Limits(**limits) if limits else None)
    return str(caught.value)


def test_a_table_is_text_cells_by_column_with_their_lines(tmp_path: Path) -> None:
    """Quotes, newlines, a byte-order mark and empty lines are nothing special."""
    path = saved(tmp_path, '\ufeffa, b \r\n"x\ny", 1 \r\n\r\n=1+1,-2\r\n')
    table = read_table(path)
    assert table.columns == ("a", "b")
    assert [(row.line, row["a"], row["b"]) for row in table.rows] == [
        (2, "x\ny", "1"),
        (5, "=1+1", "-2"),
    ]
    assert table.rows[0]["c"] == ""
    assert table.rows[1].where == "t.csv:5"


def test_a_directory_stands_for_its_csv_files_in_order(tmp_path: Path) -> None:
    """Other files in it are not looked at."""
    saved(tmp_path, "b\n1\n", "b.csv")
    saved(tmp_path, "a\n1\n", "a.csv")
    saved(tmp_path, "x", "notes.txt")
    assert [t.file for t in read_tables(tmp_path)] == ["a.csv", "b.csv"]
    both = [tmp_path / "b.csv", tmp_path / "a.csv"]
    assert [t.file for t in read_tables(both)] == ["b.csv", "a.csv"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "t.csv  [record-empty]\n  found no rows"),
        (
            b"a,b\n1,2\n\xe9,2\n",
            "t.csv:3  [text-encoding]\n  byte 8 is not UTF-8\n  save the file as UTF-8",
        ),
        (b"a,b\n1,\0\n", "t.csv:2  [syntax]\n  found a NUL character"),
        (
            b'a,b\n1,2\n"x"y,2\n',
            (
                "t.csv:3  [syntax]\n"
                "  the row cannot be read: ',' expected after '\"'\n  check the quotes"
            ),
        ),
        (
            b"a,a,b,b\n",
            (
                "t.csv:1  [key-duplicate]\n  column 'a' stands there more than once\n"
                "  rename or remove one of them\n"
                "t.csv:1  [key-duplicate]\n  column 'b' stands there more than once\n"
                "  rename or remove one of them"
            ),
        ),
        (
            b"a,b\n1\n1,2\n1,2,3\n",
            (
                "t.csv:2  [shape]\n  the row has 1 cells, the header 2\n"
                "  a comma inside a cell needs quotes round the cell\n"
                "t.csv:4  [shape]\n  the row has 3 cells, the header 2\n"
                "  a comma inside a cell needs quotes round the cell"
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    tmp_path: Path, text: bytes, said: str
) -> None:
    """Every fault of a kind at once, with file and line."""
    assert told(saved(tmp_path, text)) == said


def test_limits_are_kept(tmp_path: Path) -> None:
    """Each names the limit and how to raise it."""
    path = saved(tmp_path, "a,b\n1,2\n3,4\nlonger,4\n")
    assert told(path, bytes=10) == (
        "t.csv  [limit-bytes]\n  the file is larger than 10 bytes\n"
        "  raise it with Limits(bytes=...) or --limit bytes=..."
    )
    assert told(path, items=2) == (
        "t.csv  [limit-items]\n  found 3 rows, the limit is 2\n"
        "  raise it with Limits(items=...) or --limit items=..."
    )
    assert told(path, text=5) == (
        "t.csv:4  [limit-text]\n  one cell has more than 5 characters\n"
        "  raise it with Limits(text=...) or --limit text=..."
    )


def test_a_file_must_be_there_and_readable(tmp_path: Path) -> None:
    """Nothing, a folder without CSV files, no file at all, a folder as a file."""
    path = tmp_path / "none.csv"
    assert told(path) == (
        f"{path}  [file-missing]\n  there is no such file\n  check the path"
    )
    assert told(tmp_path) == (
        f"{tmp_path}  [file-denied]\n  it cannot be read: Is a directory"
    )
    with pytest.raises(RecordError) as caught:
        read_tables(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}  [directory-empty]\n  the directory holds no CSV file"
    )
    with pytest.raises(RecordError) as caught:
        read_tables([])
    assert str(caught.value) == (
        "[file-missing]\n  no file was given\n  name at least one file"
    )


def test_a_layout_of_one_file_wants_that_one(tmp_path: Path) -> None:
    """Missing columns are named with the nearest there are."""
    path = saved(tmp_path, "titel,type\nx,y\n")
    with pytest.raises(RecordError) as caught:
        only_table(path, limits=None, required=("title", "id", "type"))
    assert str(caught.value) == (
        "t.csv:1  [field-missing]\n  found no column 'title'\n"
        "  expected a column 'title'\n  the nearest columns are: titel\n"
        "t.csv:1  [field-missing]\n  found no column 'id'\n  expected a column 'id'"
    )
    saved(tmp_path, "a;b\n1;2\n", "s.csv")
    with pytest.raises(RecordError) as caught:
        only_table(tmp_path / "s.csv", limits=None, required=("a",))
    assert str(caught.value) == (
        "s.csv:1  [field-missing]\n  found no column 'a'\n  expected a column 'a'\n"
        "  separate the columns with commas, not semicolons"
    )
    with pytest.raises(RecordError) as caught:
        only_table(tmp_path, limits=None, required=())
    assert str(caught.value) == (
        "[file-kind]\n  found 2 files: s.csv, t.csv\n"
        "  this layout is one file; name that one"
    )


@given(st.text(max_size=30))
def test_cells_never_raise(text: str) -> None:
    """Whatever stands in a cell is a value or None."""
    assert whole(text) is None or whole(text) == int(float(text.replace(",", "")))
    found = date(text)
    assert found is None or len(found) == 10


@pytest.mark.parametrize("text", ["1,65", "-3", "1e3", "\u0663", "2.5", "1_000", ""])
def test_only_plain_counts_are_counts(text: str) -> None:
    """Nothing is rounded and no sign is lost."""
    assert whole(text) is None


def test_a_span_that_runs_backwards_is_none() -> None:
    """An open one is not."""
    assert span("2001-01-01", "2000-01-01") is None
    assert span(None, "2000-01-01") == {"end": "2000-01-01"}
    assert span(None, None) == {}


@given(st.lists(st.text(max_size=100), max_size=20))
def test_ids_are_valid_and_differ_as_labels_do(labels: list[str]) -> None:
    """Also for labels without a Latin letter, and whatever their length."""
    names = Names()
    found = {label: names.of("f", label) for label in labels}
    assert len(set(found.values())) == len(found)
    assert all(Item(id=each).id == each for each in found.values())


def test_the_account_is_text(tmp_path: Path) -> None:
    """Escape sequences in a cell are seen, not obeyed."""
    ledger = Ledger()
    table = read_table(saved(tmp_path, "a,b,c\n\x1b[31m,2,3\n"))
    ledger.columns(table, {"a": "an id", "z": "a title"}, {"b": "too fine"})
    ledger.row(table.rows[0], f"no id {table.rows[0]['a']!s}")
    ledger.rows(table, 0, "one activity each")
    ledger.figure_of("rows", 1)
    made = ledger.close([])
    assert made.explain() == (
        "Used (2)\n  t.csv: a -> an id\n  t.csv: 0 rows -> one activity each\n"
        "Not used (3)\n  t.csv b: too fine\n  t.csv c: not part of this layout\n"
        "  t.csv:2: no id \\x1b[31m\n"
        "Figures (1)\n  rows: 1\n"
        "Notes (1)\n  t.csv has no column 'z': a title stays unknown"
    )
    assert made.figure("rows") == Figure("rows", 1)
    with pytest.raises(KeyError):
        made.figure("columns")


def nothing(**changed: Any) -> Import:
    """An import of nothing."""
    return Import(**{"programmes": (), "used": (), "unused": ()} | changed)


def works(paths: Any, *, limits: Any = None) -> Import:
    """A plug-in that works."""
    return nothing(used=(Used("f", "a", "b"),), unused=(Unused("f", str(paths)),))


def raises(paths: Any, *, limits: Any = None) -> Import:
    """A plug-in that raises something of its own."""
    raise ZeroDivisionError(paths)


def refuses(paths: Any, *, limits: Any = None) -> Import:
    """A plug-in that raises as it should."""
    raise RecordError([Issue(code="record-empty", found="found no rows")])


def nonsense(paths: Any, *, limits: Any = None) -> str:
    """A plug-in that returns something else."""
    return "done"


def half(paths: Any, *, limits: Any = None) -> Import:
    """A plug-in whose records are none."""
    return nothing(programmes=({"id": "x"},))


not_a_function = 3


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages that offer importers, good and bad."""
    here = globals()
    points = [
        EntryPoint(name, f"somewhere:{name}", importers.GROUP)
        for name in (
            *("works", "raises", "refuses", "nonsense", "half", "not_a_function"),
            *("gone", "eci"),
        )
    ]
    monkeypatch.setattr(importers, "entry_points", lambda group: points)

    def load(point: EntryPoint) -> object:
        if point.name == "gone":
            raise ImportError("no module named gone")
        return here[point.name]

    monkeypatch.setattr(EntryPoint, "load", load)


def test_the_shipped_importers_come_first_and_load() -> None:
    """Each by its name."""
    found = importers.importers()
    assert (
        list(found.titles)[:7] == list(importers.SHIPPED) == sorted(importers.SHIPPED)
    )
    assert all(callable(found[name]) for name in importers.SHIPPED)


@pytest.mark.usefixtures("installed")
def test_a_failing_plugin_is_named_and_the_others_go_on() -> None:
    """Cannot be loaded, is no function, takes a name that is taken."""
    found = importers.importers()
    assert "works" in found.titles
    assert "gone" not in found.titles
    assert found.titles["works"] == "from an installed package: somewhere:works"
    assert [issue.found for issue in found.failed] == [
        "importer 'eci': the name is already taken",
        "importer 'gone': it cannot be loaded: ImportError: no module named gone",
        "importer 'not_a_function': it is of type int, not a function",
    ]
    made = importers.read("works", "here.csv")
    assert made.unused == (Unused("f", "here.csv"),)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("raises", "it raised ZeroDivisionError: x.csv"),
        ("nonsense", "it returned str, not an Import"),
        ("half", "it returned dict where a Programme belongs"),
    ],
)
def test_a_plugin_that_fails_at_work_is_named(name: str, said: str) -> None:
    """Its own exceptions do not reach the user."""
    with pytest.raises(RecordError) as caught:
        importers.read(name, "x.csv")
    assert str(caught.value) == (
        f"[importer-plugin]\n  importer '{name}': {said}\n"
        "  update or remove the package it comes from"
    )


@pytest.mark.usefixtures("installed")
def test_a_plugin_may_refuse_a_file_as_ours_do() -> None:
    """A `RecordError` passes as it is."""
    with pytest.raises(RecordError) as caught:
        importers.read("refuses", "x.csv")
    assert str(caught.value) == "[record-empty]\n  found no rows"


@pytest.mark.usefixtures("installed")
def test_an_unknown_importer_is_answered_with_those_there_are() -> None:
    """And with those that could not be loaded: it may be one of them."""
    with pytest.raises(RecordError) as caught:
        importers.read("partcipedia", "x.csv")
    assert str(caught.value).startswith(
        "[option-unknown]\n  found no importer 'partcipedia'\n"
        "  expected one of 12, closest: participedia, participedia_methods\n"
        "[importer-plugin]\n  importer 'eci': the name is already taken\n"
    )
