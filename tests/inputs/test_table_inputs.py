"""Tables of every kind that could do harm: each with its whole message."""

from __future__ import annotations

import csv
import io
import math
import tracemalloc
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import involvement as inv
from involvement.formats.cells import guarded, unguarded
from involvement.formats.folder import csv_rows, csv_text
from involvement.instruments.scale import scales
from involvement.limits import Limits
from involvement.report.pages import write_tables
from involvement.scoring import csv_tables, repeats
from involvement.scoring.columns import Scorer
from involvement.scoring.streams import score_file
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from pathlib import Path

HINT = "  leave the cell empty or write 'unknown' if it was not recorded"
CSV = (
    "  expected CSV: commas between cells, quotes doubled inside quotes\n"
    "  save it as CSV (UTF-8)"
)


def scored(folder: Path, data: bytes | str, **options: Any) -> list[dict[str, str]]:
    """The rows of a scored CSV file, as another program would read them."""
    source, target = folder / "in.csv", folder / "out.csv"
    source.write_bytes(data.encode() if isinstance(data, str) else data)
    score_file(source, target, **{"scales": ["work"], **options})
    with target.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def refused(folder: Path, data: bytes | str, **options: Any) -> str:
    """The whole message a CSV file earns; nothing is written."""
    with pytest.raises(inv.TableError) as caught:
        scored(folder, data, **options)
    assert sorted(one.name for one in folder.iterdir()) == ["in.csv"]
    return str(caught.value)


def told_of(table: Any) -> list[str]:
    """The notes about a table."""
    notes: list[inv.Issue] = []
    inv.score_table(table, scales=["work"], on_warning=notes.append)
    return [str(note) for note in notes if note.code == "id-duplicate"]


# -- what is not there --


EMPTY: dict[str, Any] = {
    "nulls": pa.nulls(2),
    "null texts": pa.array([None, None], pa.string()),
    "empty texts": pa.array(["", ""]),
    "the word": pa.array(["unknown", "unknown"]),
    "not a number": pa.array([math.nan, math.nan]),
    "null numbers": pa.array([None, None], pa.int8()),
    "dictionary": pa.array(["", None]).dictionary_encode(),
}


@pytest.mark.parametrize("kind", EMPTY)
def test_what_is_empty_is_unknown(kind: str) -> None:
    """Every fact empty, whatever the kind of emptiness, is every fact unknown."""
    table = pa.table(dict.fromkeys(FACTS, EMPTY[kind]))
    found = inv.score_table(table).drop_columns(list(FACTS))
    nothing = inv.score_table(pa.table({"id": ["a", "b"]})).drop_columns(["id"])
    assert found.to_pylist() == nothing.to_pylist()
    assert {row["pattern"] for row in found.to_pylist()} == {
        "unknown_initiated_unknown_led"
    }


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"asks_users": ["yes", np.nan, None]}),
        pd.DataFrame({"asks_users": pd.array(["yes", pd.NA, None], dtype="string")}),
        pd.DataFrame({"asks_users": pd.Categorical(["yes", None, None])}),
        pl.DataFrame({"asks_users": ["yes", None, ""]}),
    ],
)
def test_gaps_of_data_frames_are_unknown(frame: Any) -> None:
    """NaN, NA, None and an empty text never fall through to "no"."""
    found = inv.score_table(frame, scales=["work"], words=True)
    assert list(found["work_lowest"]) == ["data", "none", "none"]
    assert list(found["work_highest"]) == ["lead"] * 3


def test_words_that_look_like_gaps_are_not_guessed() -> None:
    """The text "nan" is a value somebody wrote."""
    with pytest.raises(inv.TableError) as caught:
        inv.score_table(pa.table({"asks_users": ["nan", "NA", "-", " "]}))
    assert str(caught.value) == (
        "asks_users  [column-value]\n"
        "  found 'nan' in row 0; 'NA' in row 1; '-' in row 2; ' ' in row 3\n"
        "  expected one of: yes, no\n" + HINT
    )


# -- numbers --


CUTS = sorted(
    {
        (axis.fact, float(cut[0]))
        for scale in scales().values()
        if scale.derived
        for axis in scale.axes
        for cut in axis.cuts
    }
)


@pytest.mark.parametrize(("fact", "cut"), CUTS)
def test_a_cut_point_has_one_side(fact: str, cut: float) -> None:
    """On the cut and just beside it, the table says what the rules say of a number."""
    near = [cut]
    if FACTS[fact].kind == "share":
        near += [math.nextafter(cut, 0), math.nextafter(cut, 1)]
    else:
        near += [cut - 1, cut + 1]
    low = 0 if FACTS[fact].kind == "share" else 1
    values = [value for value in near if value >= low]
    for number in values:
        value = number if FACTS[fact].kind == "share" else int(number)
        table = inv.score_table(pa.table({fact: [value]}), words=True).to_pylist()[0]
        score = inv.score(inv.Activity(id="a", **{fact: value}))
        for name, verdict in score.verdicts.items():
            ladder = f"{name}_possible" in table
            expected = (
                verdict.possible
                if ladder
                else [k for k, word in verdict.labels.items() if word == "holds"]
            )
            column = table[f"{name}_possible" if ladder else f"{name}_holds"]
            assert column == ";".join(expected)


def test_shares_that_another_program_wrote(tmp_path: Path) -> None:
    """A small share is written with an exponent; a comma is no decimal point."""
    small = scored(tmp_path, "user_vote_share\n1e-05\n0\n")
    assert [row["user_vote_share"] for row in small] == ["1e-05", "0"]
    (tmp_path / "out.csv").unlink()
    wrong = 'user_vote_share\n1.2\n-0.1\n"0,5"\n1e999\n.5\n'
    assert refused(tmp_path, wrong, scales=None) == (
        "user_vote_share  [column-value]\n"
        "  found '1.2' in row 0; '-0.1' in row 1; '0,5' in row 2; '1e999' in row 3; "
        "'.5' in row 4\n"
        "  expected numbers from 0 to 1\n" + HINT
    )


# -- ids --


def test_ids_that_come_again_are_told(tmp_path: Path) -> None:
    """Rows are rows: all are scored, and what came again is named."""
    one = (
        "note: [id-duplicate]\n"
        "  found an id in more than one row: 'a'\n"
        "  each row is scored by itself"
    )
    several = (
        "note: [id-duplicate]\n"
        "  found 2 ids in more than one row: such as '7'\n"
        "  each row is scored by itself"
    )
    texts = pa.table({"id": ["a", "b", None, "a", None]})
    assert told_of(texts) == [one]
    assert told_of(pa.table({"id": pa.array(["a", "a"]).dictionary_encode()})) == [one]
    assert told_of(texts.to_batches()[0]) == [one]
    assert told_of(pd.DataFrame({"id": [7, 8, 7, 8]})) == [several]
    assert told_of(pl.DataFrame({"id": ["a", "b", "a"]})) == [one]
    assert told_of(pa.table({"id": ["a", "b"]})) == []
    assert told_of(pa.table({"id": [["a"], ["a"]]})) == []
    notes: list[inv.Issue] = []
    rows = scored(tmp_path, "id\na\nb\na\n", on_warning=notes.append)
    assert [row["id"] for row in rows] == ["a", "b", "a"]
    assert str(notes[-1]) == one


def test_ids_are_compared_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many rows are compared."""
    monkeypatch.setattr(repeats, "COMPARED", 3)
    found = repeats.Repeats()
    for ids in (["a", "b"], ["c", "a"], ["a"]):
        found.add(pa.table({"id": ids}))
    assert found.notes() == []
    assert found.rows == 3


# -- text that a spreadsheet program would run --


def test_formulas_are_disarmed_and_numbers_are_not(tmp_path: Path) -> None:
    """A quote in front of what would run; numbers as they were; all comes back."""
    texts = ["=1+1", "+1+1", "-1+cmd", "@x", "\t=1", "\r=1", "'=1", "it's", "a\n=b"]
    numbers = ["-5", "+3", "-0.5", "1e5", "'-5", "", "-", "0", "-5 "]
    table = pa.table({"=name": texts, "number": numbers})
    first, second = tmp_path / "in.parquet", tmp_path / "out.csv"
    pa.parquet.write_table(table, first)
    score_file(first, second, scales=["work"])
    with second.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["'=name"] for row in rows] == [
        "'=1+1", "'+1+1", "'-1+cmd", "'@x", "'\t=1", "'\r=1", "''=1", "it's", "a\n=b",
    ]  # fmt: skip
    assert [row["number"] for row in rows] == [
        "-5", "+3", "-0.5", "1e5", "'-5", "", "'-", "0", "'-5 ",
    ]  # fmt: skip
    score_file(second, first, scales=["iap2"])
    again = pa.parquet.read_table(first)
    assert again["=name"].to_pylist() == texts
    assert again["number"].to_pylist() == numbers


def test_true_numbers_are_never_touched(tmp_path: Path) -> None:
    """Minus five stays minus five, in columns of numbers and of dictionaries."""
    table = pa.table(
        {
            "whole": [-5, None],
            "share": [-0.5, 1.5],
            "words": pa.array(["=a", None]).dictionary_encode(),
            "wide": pa.array(["@a", "b"], pa.large_string()),
        }
    )
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv"
    pa.parquet.write_table(table, source)
    score_file(source, target, scales=["work"])
    assert target.read_text("utf-8").splitlines()[1:] == [
        '-5,-0.5,"\'=a","\'@a",63,0,5,false',
        ',1.5,,"b",63,0,5,false',
    ]


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
starts = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "'", "''", "'=", "-5"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds("{}{}".format, starts, texts), min_size=1))
def test_no_text_runs_and_every_text_comes_back(values: list[str]) -> None:
    """Both ways of writing CSV: nothing begins like a formula, nothing is lost."""
    column = pa.array(values)
    out = csv_tables.escaped(column)
    back = csv_tables._changed(out, csv_tables._RUN_ESCAPED, csv_tables._without)
    assert back.to_pylist() == values
    assert [unguarded(guarded(value)) for value in values] == values
    for text in [*out.to_pylist(), *map(guarded, values)]:
        if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
            assert text in values
            float(text)  # and is a number


def test_tables_of_a_report_are_disarmed(tmp_path: Path) -> None:
    """`--tables`: commas, quotes and line ends are quoted, numbers stay."""
    rows: list[dict[str, object]] = [
        {"a": "=1+1", "b": -5},
        {"a": 'x, "y"\nz', "b": -0.5},
        {"a": "@", "b": ""},
    ]
    (path,) = write_tables({"odd": rows}, tmp_path)
    assert path.read_bytes() == (
        b'a,b\r\n\'=1+1,-5\r\n"x, ""y""\nz",-0.5\r\n\'@,\'\r\n'
    )


# -- text that breaks CSV --


def test_line_ends_quotes_and_commas_pass(tmp_path: Path) -> None:
    """They are quoted on the way out and come back."""
    odd = 'a\nb, "c"\r\nd;e'
    quoted = odd.replace('"', '""')
    rows = scored(tmp_path, f'"na\nme",asks_users\n"{quoted}",yes\n,\n')
    assert [row["na\nme"] for row in rows] == [odd, ""]
    assert [row["work_lowest"] for row in rows] == ["1", "0"]


def test_marks_and_line_ends_make_no_difference(tmp_path: Path) -> None:
    """What spreadsheet programs save is read."""
    plain = scored(tmp_path, "asks_users,id\nyes,a\n")
    assert scored(tmp_path, b"\xef\xbb\xbfasks_users,id\r\n\r\nyes,a\r\n") == plain


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"id,asks_users\na,yes\nb\0c,no\n",
            "in.csv:3  [syntax]\n  found a NUL character\n" + CSV,
        ),
        (
            b"id,asks_users\ncaf\xe9,yes\n",
            "in.csv  [text-encoding]\n"
            "  found bytes that are not UTF-8, at byte 18\n"
            "  save the file as UTF-8",
        ),
        (
            b"id\ncaf\xc3",
            "in.csv  [text-encoding]\n"
            "  found bytes that are not UTF-8, at byte 7\n"
            "  save the file as UTF-8",
        ),
        (
            "id,asks_users\na,yes\n".encode("utf-16"),
            "in.csv  [text-encoding]\n"
            "  found UTF-16, expected UTF-8\n"
            "  save the file as UTF-8",
        ),
        (
            'id,asks_users\n"a,yes\nb,no\n',
            "in.csv  [syntax]\n"
            "  found an odd number of double quotes: a text in quotes is not closed\n"
            + CSV,
        ),
        (
            "id;asks_users\na;yes\n",
            "in.csv  [syntax]\n  found one column, 'id;asks_users'\n" + CSV,
        ),
        ("", "in.csv  [syntax]\n  found no header\n" + CSV),
        (
            'id,asks_users\na,yes\nb\n"a\n",\nc,yes,no\n',
            "in.csv:3  [syntax]\n"
            "  found 1 cells under 2 columns\n"
            "  expected a cell for each column\n"
            "  put quotes round a text that holds a comma\n"
            "in.csv:6  [syntax]\n"
            "  found 3 cells under 2 columns\n"
            "  expected a cell for each column\n"
            "  put quotes round a text that holds a comma",
        ),
        (
            "asks_users,asks_users\nyes,no\n",
            "[column-taken]\n"
            "  found two columns named 'asks_users'\n"
            "  rename one of them",
        ),
    ],
)
def test_what_is_no_csv(tmp_path: Path, data: bytes | str, said: str) -> None:
    """No row is dropped, joined or repaired in silence."""
    assert refused(tmp_path, data) == said


def test_long_texts(tmp_path: Path) -> None:
    """The standard reader stops at 131,072 characters; here the limit decides."""
    before = csv.field_size_limit(6_000_000)
    try:
        rows = scored(tmp_path, f"id,asks_users\n{'é' * 200_000},yes\n")
        assert len(rows[0]["id"]) == 200_000
        more = scored(tmp_path, f"id\n{'x' * 5_000_000}\n", limits=Limits(text=2**23))
        assert len(more[0]["id"]) == 5_000_000
    finally:
        csv.field_size_limit(before)
    (tmp_path / "out.csv").unlink()
    long = f"id,asks_users\nb,no\n{'é' * 800},yes\n"
    assert len(scored(tmp_path, long, limits=Limits(text=800))) == 2
    (tmp_path / "out.csv").unlink()
    assert refused(tmp_path, long, limits=Limits(text=799)) == (
        "in.csv column 'id' row 1  [limit-text]\n"
        "  a text of 800 characters, the limit is 799\n"
        "  raise it with Limits(text=...) or --limit text=..."
    )
    assert refused(tmp_path, f"id,asks_users\n{'x' * 9_000_000},yes\n") == (
        "in.csv  [limit-text]\n"
        "  a row of more than 4194304 bytes\n"
        "  raise it with Limits(text=...) or --limit text=..."
    )


def test_long_texts_in_a_folder_of_csv() -> None:
    """A caller's own limit of the standard reader is left as it was."""
    before = csv.field_size_limit()
    text = csv_text([["id", "title"], ["a", "x" * 200_000]])
    rows = [cells for _, cells in csv_rows(text, "areas.csv", Limits())]
    assert len(rows[1][1]) == 200_000
    assert csv.field_size_limit() == before


# -- what has no place in a file --


def test_columns_that_csv_cannot_hold(tmp_path: Path) -> None:
    """Nothing is written as the text of a Python object; lists are joined whole."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv"
    table = pa.table(
        {
            "bytes": [b"\xff"],
            "inside": [{"a": 1}],
            "lists": [[[1]]],
            "fixed": pa.array([b"ab"], pa.binary(2)),
            "wide": pa.array([b"ab"], pa.large_binary()),
        }
    )
    pa.parquet.write_table(table, source)
    with pytest.raises(inv.TableError) as caught:
        score_file(source, target, scales=["work"])
    tail = (
        "  expected texts, numbers, dates or lists of them: CSV has no other\n"
        "  leave the column out, or write a .parquet file"
    )
    kinds = {
        "bytes": "binary",
        "inside": "struct<a: int64>",
        "lists": "list<element: list<element: int64>>",
        "fixed": "fixed_size_binary[2]",
        "wide": "large_binary",
    }
    assert str(caught.value) == "\n".join(
        f"{name}  [column-type]\n  found a column of type {kind}\n{tail}"
        for name, kind in kinds.items()
    )
    assert not target.exists()


def test_lists_with_gaps_lose_only_the_gaps(tmp_path: Path) -> None:
    """A null in a list is no reason to drop its neighbours."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv"
    lists = [["a", None, "=b"], None, [], [None]]
    table = pa.table({"words": lists, "numbers": [[1, None], [2], None, [-3, 4]]})
    pa.parquet.write_table(table, source)
    score_file(source, target, scales=["work"])
    with target.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["words"] for row in rows] == ["a;=b", "", "", ""]
    assert [row["numbers"] for row in rows] == ["1", "2", "", "'-3;4"]


def test_columns_that_json_cannot_hold(tmp_path: Path) -> None:
    """Bytes and endless numbers are refused; NaN is null; dates are text."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.jsonl"
    table = pa.table({"a": [b"\xff"], "b": [math.inf], "c": [1], "d": [[math.nan]]})
    pa.parquet.write_table(table, source)
    with pytest.raises(inv.TableError) as caught:
        score_file(source, target, scales=["work"])
    tail = (
        "\n  expected what JSON can hold\n"
        "  leave the column out, or write a .parquet file"
    )
    assert str(caught.value) == "\n".join(
        f"{name}  [column-type]\n  found {kind}{tail}"
        for name, kind in [
            ("a", "bytes"),
            ("b", "a number without end"),
            ("d", "a number without end"),
        ]
    )
    days = pa.array([0, 1], pa.date32())
    fine = pa.table({"a": [math.nan, 0.5], "b": days})
    pa.parquet.write_table(fine, source)
    score_file(source, target, scales=["work"])
    assert target.read_text("utf-8").splitlines() == [
        '{"a": null, "b": "1970-01-01", "work_possible": 63, "work_lowest": 0, '
        '"work_highest": 5, "work_none": false}',
        '{"a": 0.5, "b": "1970-01-02", "work_possible": 63, "work_lowest": 0, '
        '"work_highest": 5, "work_none": false}',
    ]


# -- things that are no table --


@pytest.mark.parametrize(
    ("batches", "found"),
    [([1, 2], "int"), ([{"asks_users": "yes"}], "dict"), (["rows.csv"], "str")],
)
def test_a_list_that_holds_no_batches(batches: list[Any], found: str) -> None:
    """A list of rows is not a list of batches."""
    with pytest.raises(inv.TableError) as caught:
        list(inv.score_table(batches))
    assert str(caught.value) == (
        "[table-kind]\n"
        f"  found a {found}\n"
        "  expected an Arrow table, record batches, or a pandas or polars data frame"
    )


def test_a_frame_with_two_columns_of_one_name() -> None:
    """The name is told."""
    frame = pd.DataFrame([["yes", "no"]], columns=["asks_users", "asks_users"])
    with pytest.raises(inv.TableError) as caught:
        inv.score_table(frame)
    assert str(caught.value) == (
        "[column-taken]\n  found two columns named 'asks_users'\n  rename one of them"
    )


def test_batches_of_a_list_are_scored() -> None:
    """Record batches and tables may stand in one list."""
    table = pa.table({"asks_users": ["yes", None]})
    found = inv.score_table([table.to_batches()[0], table], scales=["work"])
    lowest = [row["work_lowest"] for batch in found for row in batch.to_pylist()]
    assert lowest == [1, 0, 1, 0]


def test_a_scorer_says_which_facts_it_reads() -> None:
    """All columns of all facts may be missing."""
    missing = list(Scorer.of(None).packing.codings)
    notes: list[inv.Issue] = []
    inv.score_table(pa.table({"site": ["a"]}), on_warning=notes.append)
    assert str(notes[0]) == (
        "note: [column-missing]\n"
        f"  found no column for: {', '.join(missing)}\n"
        "  these facts count as unknown in every row"
    )


def test_a_million_bad_rows_are_one_issue() -> None:
    """The count, and the first five rows."""
    column = pa.array(["nobody"]).take(pa.array(np.zeros(1_000_000, np.int32)))
    with pytest.raises(inv.TableError) as caught:
        inv.score_table(pa.table({"led_by": column}), scales=["carman"])
    assert str(caught.value) == (
        "led_by  [column-value]\n"
        "  found 'nobody' in 1000000 rows: 0, 1, 2, 3, 4, ...\n"
        "  expected one of: user, professional, joint, external\n" + HINT
    )


def test_csv_text_of_other_programs_is_the_same_table() -> None:
    """What pandas and polars write of our answers reads back the same."""
    frame = pl.DataFrame({"asks_users": ["yes", None], "contacts": [1, 2]})
    found = inv.score_table(frame, scales=["work"], words=True)
    written = io.BytesIO(found.write_csv().encode())
    again = pa.csv.read_csv(written)
    assert again["work_lowest"].to_pylist() == ["data", "none"]


def test_memory_grows_by_few_bytes_a_row() -> None:
    """Beyond the input and the answers, less than 50 bytes a row, once it is warm.

    Ten million rows are measured by `benchmarks/tables.py`.
    """
    draw = np.random.default_rng(1)
    rows = 400_000
    table = pa.table(
        {
            fact: pa.array(
                np.array(FACTS[fact].words)[
                    draw.integers(0, len(FACTS[fact].words), rows)
                ]
            ).dictionary_encode()
            for fact in ("asks_users", "deliberates", "decision_right", "led_by")
        }
    )
    inv.score_table(table.slice(0, 10))
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    try:
        added = inv.score_table(table).drop_columns(table.schema.names)
        peak = tracemalloc.get_traced_memory()[1] + pa.total_allocated_bytes() - before
    finally:
        tracemalloc.stop()
    assert peak - added.nbytes < 50 * rows
