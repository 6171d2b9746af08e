"""Tables in files: every kind in and out, in parts, whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.json
import pyarrow.parquet
import pytest

import involvement as inv
from involvement.scoring import json_rows, streams
from involvement.scoring.streams import score_file

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    {"id": "a", "asks_users": "yes", "deliberates": "no", "purposes": ["inform"]},
    {"id": "b", "asks_users": None, "deliberates": "yes", "purposes": None},
    {"id": "=1+1", "asks_users": "no", "deliberates": "no", "purposes": []},
]
EXPECTED = ["data;joint_work;delivery;lead", "advice;joint_work;delivery;lead"]


def written(path: Path) -> Path:
    """The rows as a file of the kind its name asks for."""
    table = pa.Table.from_pylist(ROWS)
    if path.suffix == ".parquet":
        pa.parquet.write_table(table, path)
    elif path.suffix in (".jsonl", ".ndjson"):
        lines = [json.dumps(row) for row in ROWS]
        path.write_text("\n".join([lines[0], "", *lines[1:]]), encoding="utf-8")
    elif path.suffix == ".csv":
        path.write_text(
            'id,asks_users,deliberates,purposes\n"a",yes,no,inform\n'
            'b,,yes,\n"=1+1",no,no,\n',
            encoding="utf-8",
        )
    else:
        with pa.ipc.new_file(path, table.schema) as out:
            out.write_table(table)
    return path


def read(path: Path) -> list[dict[str, object]]:
    """The rows of a file."""
    if path.suffix == ".parquet":
        rows = pa.parquet.read_table(path).to_pylist()
    elif path.suffix in (".jsonl", ".ndjson"):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    elif path.suffix == ".csv":
        rows = pa.csv.read_csv(path).to_pylist()
        # what a spreadsheet program would run has a quote in front
        rows = [row | {"id": row["id"].removeprefix("'")} for row in rows]
    else:
        rows = pa.ipc.open_file(path).read_all().to_pylist()
    return list(rows)


@pytest.mark.parametrize("source", streams.ENDINGS)
@pytest.mark.parametrize("target", streams.ENDINGS)
def test_every_kind_in_and_out(tmp_path: Path, source: str, target: str) -> None:
    """The same answers whatever the file, and other columns as they were."""
    counted: list[int] = []
    done = score_file(
        written(tmp_path / f"in{source}"),
        tmp_path / f"out{target}",
        scales=["work"],
        words=True,
        on_rows=counted.append,
    )
    rows = read(tmp_path / f"out{target}")
    assert done == 3
    assert counted[-1] == 3
    assert [row["work_possible"] for row in rows][:2] == EXPECTED
    assert [row["id"] for row in rows] == ["a", "b", "=1+1"]
    assert [p.name for p in sorted(tmp_path.iterdir())] == sorted(
        {f"in{source}", f"out{target}"}
    )


def test_a_long_file_streams_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are worked on in parts; the notes are told once."""
    monkeypatch.setattr(streams, "ROWS", 2)
    monkeypatch.setattr(json_rows, "LINES", 2)
    told: list[inv.Issue] = []
    for ending in (".parquet", ".jsonl"):
        counted: list[int] = []
        source = written(tmp_path / f"in{ending}")
        score_file(
            source,
            tmp_path / "out.csv",
            scales=["work"],
            on_warning=told.append,
            on_rows=counted.append,
        )
        assert counted[-2:] == [2, 3]
    assert [issue.code for issue in told].count("column-missing") == 2


def test_a_file_may_be_scored_in_its_place(tmp_path: Path) -> None:
    """The target may be the source."""
    path = written(tmp_path / "table.parquet")
    score_file(path, path, scales=["iap2"])
    assert "iap2_possible" in read(path)[0]


def message(source: Path, target: Path) -> str:
    """What is said of a file that cannot be scored."""
    with pytest.raises(inv.InvolvementError) as caught:
        score_file(source, target)
    return str(caught.value)


def test_a_fault_leaves_the_old_file(tmp_path: Path) -> None:
    """A value that cannot be read stops the run; what was there stays."""
    source = tmp_path / "in.csv"
    source.write_text("asks_users\nyes\nyess\n", encoding="utf-8")
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    assert message(source, target) == (
        "asks_users  [column-value]\n"
        "  found 'yess' in row 1\n"
        "  expected one of: yes, no\n"
        "  leave the cell empty or write 'unknown' if it was not recorded"
    )
    assert target.read_text("utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 2


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Each fault names the file, and the line where there is one."""
    out = tmp_path / "out.csv"
    missing = tmp_path / "no.csv"
    said = f"{missing}  [file-missing]\n  there is no such file"
    assert message(missing, out) == said
    (tmp_path / "now.csv").touch()
    assert message(missing, out) == f"{said}\n  closest: now.csv"
    nowhere = tmp_path / "none" / "no.csv"
    assert message(nowhere, out) == said.replace("no.csv", "none/no.csv")
    odd = tmp_path / "in.txt"
    assert message(odd, out) == (
        f"{odd}  [file-kind]\n  found the ending '.txt'\n"
        "  expected one of: .parquet, .csv, .jsonl, .ndjson, .arrow, .feather"
    )
    assert message(tmp_path, out).endswith(
        "expected one of: .parquet, .csv, .jsonl, .ndjson, .arrow, .feather"
    )
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert message(folder, out) == (
        f"{folder}  [file-denied]\n  could not read it: is a directory"
    )
    broken = tmp_path / "in.parquet"
    broken.write_bytes(b"PAR1 not really")
    assert message(broken, out).startswith(f"{broken}  [syntax]\n  found ")


def test_columns_that_hold_nothing_are_text(tmp_path: Path) -> None:
    """Only nulls, or only empty lists: nothing is known."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"asks_users": null, "purposes": []}\n', encoding="utf-8")
    score_file(source, target, scales=["work"])
    assert read(target)[0]["work_possible"] == 63


def test_what_arrow_says_is_told_by_its_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is for those who write Arrow."""

    def broken(_file: object) -> None:
        raise pa.ArrowInvalid("it is cut off\nat some place in Arrow")

    monkeypatch.setattr(pa.parquet, "ParquetFile", broken)
    source = written(tmp_path / "a.parquet")
    with pytest.raises(inv.TableError) as caught:
        score_file(source, tmp_path / "b.parquet")
    assert str(caught.value) == f"{source}  [syntax]\n  found it is cut off"


@pytest.mark.parametrize("most", [1, 2, 3])
def test_uneven_rows_are_named_up_to_the_limit(tmp_path: Path, most: int) -> None:
    """With their lines, however many there are."""
    source = tmp_path / "a.csv"
    source.write_text("id,led_by\na,user,x\nb,user\nc\nd,user,y\n", encoding="utf-8")
    with pytest.raises(inv.TableError) as caught:
        score_file(source, tmp_path / "b.csv", limits=inv.Limits(issues=most))
    wrong = ["a.csv:2", "a.csv:4", "a.csv:5"]
    assert [issue.where for issue in caught.value.issues] == wrong[:most]


@pytest.mark.parametrize(
    ("number", "held"),
    [(2**63 - 1, True), (2**63, False), (-(2**63), True), (-(2**63) - 1, False)],
)
def test_whole_numbers_of_sixty_four_bits_are_passed_on(
    tmp_path: Path, number: int, *, held: bool
) -> None:
    """Beyond them no column can hold a number: the line is told."""
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "a", "n": number}) + "\n", encoding="utf-8")
    told: list[inv.Issue] = []
    target = tmp_path / "b.jsonl"
    assert score_file(source, target, on_fault=told.append) == int(held)
    assert [issue.code for issue in told] == ([] if held else ["column-type"])
    assert [row["n"] for row in read(target)] == ([number] if held else [])
