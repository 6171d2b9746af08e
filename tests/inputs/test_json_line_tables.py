"""JSON lines as tables: a bad line is named and left out, every other is scored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import involvement as inv
from involvement.cli import main
from involvement.scoring import json_rows
from involvement.scoring.streams import score_file

if TYPE_CHECKING:
    from pathlib import Path

SOUND = '{"id": "a", "asks_users": "yes", "user_vote_share": 0.5, "note": "x"}\n'
LEFT_OUT = "  leave the cell empty or write 'unknown' if it was not recorded"
CASES = {
    "half a line": (
        '{"id": "c"',
        "in.jsonl:2:11  [syntax]\n  found the end of the file\n  expected ',' or '}'",
    ),
    "key twice": (
        '{"id": "c", "id": "d"}',
        "in.jsonl:2:13  [key-duplicate]\n"
        "  found the key 'id' again; first at in.jsonl:2:2\n"
        "  keep one of them",
    ),
    "not a number": (
        '{"user_vote_share": NaN}',
        "in.jsonl:2:21  [number-not-finite]\n"
        "  found NaN\n"
        "  expected a number, or null if it was not recorded",
    ),
    "beyond floats": (
        '{"user_vote_share": 1e999}',
        "in.jsonl:2:21  [number-not-finite]\n"
        "  found 1e999\n"
        "  expected a number, or null if it was not recorded",
    ),
    "nested": (
        '{"id": ' + "[" * 100_000,
        "in.jsonl:2:39  [limit-depth]\n"
        "  values nested 33 deep, the limit is 32\n"
        "  raise it with Limits(depth=...) or --limit depth=...",
    ),
    "digits without end": (
        '{"contacts": ' + "9" * 5_000 + "}",
        "in.jsonl:2:14  [number-too-long]\n"
        "  found a number of 5000 digits\n"
        "  expected a shorter number",
    ),
    "a number beyond any column": (
        '{"key": 99999999999999999999}',
        "in.jsonl:2:9  key  [column-type]\n"
        "  found 99999999999999999999, which no column can hold\n"
        "  write large numbers as text, and one kind of value in a list",
    ),
    "a list of two kinds": (
        '{"notes": ["a", 3]}',
        "in.jsonl:2:11  notes  [column-type]\n"
        "  found a list of 2, which no column can hold\n"
        "  write large numbers as text, and one kind of value in a list",
    ),
    "half a character": (
        '{"note": "\\ud800"}',
        "in.jsonl:2:10  [text-surrogate]\n"
        "  found half a character in '\\ud800'\n"
        "  expected whole characters\n"
        "  write the character itself, or both halves of it",
    ),
    "no object": (
        "[1]",
        "in.jsonl:2:1  [shape]\n  found a list of 1\n  expected named values",
    ),
    "a word that is none": (
        '{"asks_users": "yess"}',
        "in.jsonl:2:16  asks_users  [column-value]\n"
        "  found 'yess'\n"
        f"  expected one of: yes, no\n{LEFT_OUT}",
    ),
    "true for yes": (
        '{"asks_users": true}',
        "in.jsonl:2:16  asks_users  [column-value]\n"
        "  found true\n"
        "  expected one of: yes, no\n"
        "  write the words, such as yes and no, not true and false",
    ),
    "a count and a half": (
        '{"contacts": 2.5}',
        "in.jsonl:2:14  contacts  [column-value]\n"
        "  found 2.5\n"
        f"  expected whole numbers, 1 and up\n{LEFT_OUT}",
    ),
    "a share beyond one": (
        '{"user_vote_share": 1.2}',
        "in.jsonl:2:21  user_vote_share  [column-value]\n"
        "  found 1.2\n"
        f"  expected numbers from 0 to 1\n{LEFT_OUT}",
    ),
    "named values for a fact": (
        '{"asks_users": {"a": 1}}',
        "in.jsonl:2:16  asks_users  [column-value]\n"
        "  found named values (1)\n"
        "  expected one of: yes, no\n"
        "  give the words as text",
    ),
    "a list of two kinds for a fact": (
        '{"purposes": ["inform", 3]}',
        "in.jsonl:2:14  purposes  [column-value]\n"
        "  found a list of 2\n"
        "  expected one of: persuade, educate_or_treat, inform, gather_views, "
        "improve_jointly, devolve, comply (several as a list, or as text split on ';')\n"
        f"{LEFT_OUT}",
    ),
    "another kind in a column": (
        '{"note": 3}',
        "in.jsonl:2:10  note  [column-type]\n"
        "  found 3 in a column of text\n"
        "  write text in every line, or null",
    ),
}


def scored(folder: Path, text: str) -> tuple[list[str], list[inv.Issue], int]:
    """The ids that were scored, what was said of lines, and the count of rows."""
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text(text, encoding="utf-8")
    said: list[inv.Issue] = []
    rows = score_file(source, target, on_fault=said.append)
    lines = target.read_text("utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines], said, rows


@pytest.mark.parametrize(("line", "message"), CASES.values(), ids=CASES)
def test_a_bad_line_is_left_out(tmp_path: Path, line: str, message: str) -> None:
    """Found, line and column, expected, what to do; the lines around are scored."""
    ids, said, rows = scored(
        tmp_path, SOUND + line + "\n" + SOUND.replace('"a"', '"b"')
    )
    assert (ids, rows) == (["a", "b"], 2)
    assert [str(issue) for issue in said] == [message]


def test_a_line_left_out_decides_nothing(tmp_path: Path) -> None:
    """The kind of a column is that of the first line that is used."""
    text = '{"id": "n", "note": 3, "asks_users": "yess"}\n' + SOUND
    ids, said, _ = scored(tmp_path, text)
    assert ids == ["a"]
    assert [issue.path for issue in said] == ["note", "asks_users"]


def test_an_empty_line_is_noted(tmp_path: Path) -> None:
    """It is no fault, and stops nothing even where nobody listens."""
    ids, said, _ = scored(tmp_path, "\n" + SOUND)
    assert ids == ["a"]
    assert [str(issue) for issue in said] == [
        "note: in.jsonl:1:1  [record-empty]\n  found an empty line\n  it was skipped"
    ]
    assert score_file(tmp_path / "in.jsonl", tmp_path / "out.csv") == 1


def test_a_file_without_a_line(tmp_path: Path) -> None:
    """No rows, and no fault."""
    assert scored(tmp_path, "") == ([], [], 0)


def test_columns_that_cannot_be_joined(tmp_path: Path) -> None:
    """Lists of text here and of numbers there are no column of a table."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"n": ["a"]}\n{"n": [1]}\n', encoding="utf-8")
    with pytest.raises(inv.TableError) as refused:
        score_file(source, tmp_path / "out.csv", on_fault=print)
    assert str(refused.value).startswith(
        "in.jsonl  [column-type]\n  found values that no column can hold together: "
    )
    assert not (tmp_path / "out.csv").exists()


def test_without_a_listener_a_bad_line_stops_the_run(tmp_path: Path) -> None:
    """Every fault of the first bad lines, and the old file as it was."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    source.write_text(SOUND + '{"id": \n[1]\n', encoding="utf-8")
    with pytest.raises(inv.TableError) as refused:
        score_file(source, target)
    assert str(refused.value) == (
        "in.jsonl:2:8  [syntax]\n"
        "  found the end of the file\n"
        "  expected a value\n"
        "in.jsonl:3:1  [shape]\n"
        "  found a list of 1\n"
        "  expected named values"
    )
    assert target.read_text("utf-8") == "old"


def test_one_bad_line_of_many(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All others are scored; the line is named; the command ends with 1."""
    monkeypatch.chdir(tmp_path)
    lines = [f'{{"id": "a{n}", "asks_users": "yes"}}\n' for n in range(10_000)]
    lines[9_000] = '{"id": "bad"\n'
    (tmp_path / "in.jsonl").write_text("".join(lines), encoding="utf-8")
    words = ["score", "in.jsonl", "-o", "out.jsonl", "--scale", "work", "--quiet"]
    with pytest.raises(SystemExit) as stop:
        main(words)
    out, err = capsys.readouterr()
    assert (stop.value.code, out) == (1, "")
    assert err == (
        "in.jsonl:9001:13  [syntax]\n"
        "  found the end of the file\n"
        "  expected ',' or '}'\n"
        "left out the lines with 1 faults\n"
    )
    scored = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert len(scored) == 9_999


def test_faults_of_lines_are_shown_up_to_the_limit(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The rest are counted, and so are notes; small parts change nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(json_rows, "LINES", 2)
    monkeypatch.setattr(json_rows, "_KEPT", 0)
    text = "[1]\n\n" * 3 + SOUND * 2 + '{"asks_users": "no"}\n'
    (tmp_path / "in.jsonl").write_text(text, encoding="utf-8")
    words = ["score", "in.jsonl", "-o", "out.csv", "--scale", "work"]
    with pytest.raises(SystemExit) as stop:
        main([*words, "--limit", "issues=2"])
    err = capsys.readouterr().err
    assert stop.value.code == 1
    assert (err.count("[shape]"), err.count("[record-empty]")) == (2, 2)
    assert err.endswith(
        "scored 3 rows\nleft out the lines with 3 faults, 1 of them not shown\n"
    )
