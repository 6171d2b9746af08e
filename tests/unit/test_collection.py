"""Records of a directory one at a time, and what is left of them on disk."""

from __future__ import annotations

import gzip
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv
from involvement import collection
from involvement.collection import assess_into, fingerprint, versions
from involvement.formats import beside
from involvement.formats.finding import record_paths

if TYPE_CHECKING:
    from pathlib import Path

RECORD = 'schema_version: "1"\nid: {}\nactivities:\n- {{id: survey, led_by: user}}\n'
ODD = RECORD.replace("led_by: user", "deliberates: yes, asks_users: no")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good record, a record with a warning, a record with faults, a CSV folder."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.yaml").write_text(RECORD.format("a"), encoding="utf-8")
    (path / "b.yaml").write_text(ODD.format("b"), encoding="utf-8")
    (path / "c.json").write_text('{"id": "c"}', encoding="utf-8")
    minimum = inv.load("minimum")
    assert isinstance(minimum, inv.Programme)
    inv.dump(minimum, path / "d")
    return path


def states(folder: Path, out: Path, **options: Any) -> list[tuple[str, str]]:
    """What became of each record."""
    return [(one.record, one.state) for one in assess_into(folder, out, **options)]


def held(out: Path) -> dict[str, bytes]:
    """Every file of a directory."""
    return {path.name: path.read_bytes() for path in out.iterdir()}


def log(out: Path) -> list[dict[str, Any]]:
    """The lines of the log."""
    text = (out / "assessed.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


# -- in memory --


def test_each_record_is_what_it_is_alone(folder: Path) -> None:
    """The same assessments as one by one, in the order of names."""
    found = dict(inv.assess_each(folder, on_warning=lambda _issue: None))
    assert list(found) == ["a.yaml", "b.yaml", "c.json", "d"]
    alone = inv.load(folder / "d")
    assert isinstance(alone, inv.Programme)
    assert isinstance(found["d"], inv.Assessment)
    assert found["d"].to_json() == inv.assess(alone).to_json()
    error = found["c.json"]
    assert isinstance(error, inv.RecordError)
    assert str(error) == (
        "c.json:1:1  schema_version  [field-missing]\n"
        "  found no 'schema_version' of 'c'\n"
        "  add it; it may not be left out, null or unknown"
    )


def test_warnings_go_to_who_asked_or_to_the_log(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As `load` does it."""
    said: list[inv.Issue] = []
    list(inv.assess_each(folder, on_warning=said.append))
    assert [issue.where for issue in said] == ["b.yaml:4:29"]
    with caplog.at_level(logging.WARNING, "involvement"):
        list(inv.assess_each(folder))
    assert [record.getMessage() for record in caplog.records] == [str(said[0])]


def test_a_stream_may_be_longer_than_a_portfolio(folder: Path) -> None:
    """`Limits.records` is about what is held; the other limits are about each file."""
    found = list(inv.assess_each(folder, limits=inv.Limits(records=1, bytes=100)))
    assert [name for name, one in found if isinstance(one, inv.Assessment)] == [
        "a.yaml",
        "b.yaml",
    ]


@pytest.mark.parametrize("name", ["stroke", "-", "in/a.yaml", "in/d"])
def test_one_record_is_no_directory_of_records(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`assess` is for one record."""
    monkeypatch.chdir(folder.parent)
    with pytest.raises(inv.RecordError) as caught:
        inv.assess_each(name)
    assert str(caught.value) == (
        f"{name}  [file-kind]\n  found one record\n  expected a directory of records"
    )


def test_limits_are_limits() -> None:
    """Said before anything is read."""
    with pytest.raises(inv.RecordError) as caught:
        inv.assess_each(".", limits=3)  # type: ignore[arg-type]
    assert (
        str(caught.value)
        == "limits  [shape]\n  found a value of type int\n  expected Limits"
    )


# -- on disk --


def test_each_assessment_is_a_file_and_a_line(folder: Path, tmp_path: Path) -> None:
    """The log says of what bytes, with what versions, where to, or why not."""
    out = tmp_path / "deep" / "out"
    assert states(folder, out) == [
        ("a.yaml", "assessed"),
        ("b.yaml", "assessed"),
        ("c.json", "faulty"),
        ("d", "assessed"),
    ]
    programme = inv.load(folder / "a.yaml")
    assert isinstance(programme, inv.Programme)
    text = (out / "a.yaml.json").read_text(encoding="utf-8")
    assert text == f"{inv.assess(programme).to_json()}\n"
    lines = log(out)
    assert lines[1] == {
        "record": "b.yaml",
        "sha256": fingerprint(folder / "b.yaml"),
        **versions(),
        "k": 5,
        "output": "b.yaml.json",
        "notes": 1,
    }
    assert lines[2] == {
        "record": "c.json",
        "sha256": fingerprint(folder / "c.json"),
        **versions(),
        "k": 5,
        "output": None,
        "faults": [
            {"code": "field-missing", "path": "schema_version", "where": "c.json:1:1"}
        ],
    }
    assert [line["record"] for line in lines] == ["a.yaml", "b.yaml", "c.json", "d"]


def test_what_is_done_is_kept_and_faults_are_told_again(
    folder: Path, tmp_path: Path
) -> None:
    """Faults must not fall silent because nothing changed."""
    out = tmp_path / "out"
    states(folder, out)
    before = held(out)
    assert [state for _, state in states(folder, out)] == [
        "kept",
        "kept",
        "faulty",
        "kept",
    ]
    assert held(out) == before


def test_other_bytes_versions_or_missing_files_are_done_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only those; and the end is as if it had been done at once."""
    out = tmp_path / "out"
    states(folder, out)
    (out / "a.yaml.json").unlink()
    (folder / "b.yaml").write_text(RECORD.format("b2"), encoding="utf-8")
    with (folder / "d" / "activities.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    assert [s for _, s in states(folder, out)] == [
        "assessed",
        "assessed",
        "faulty",
        "assessed",
    ]
    states(folder, tmp_path / "other")
    assert held(out) == held(tmp_path / "other")
    monkeypatch.setattr(collection, "__version__", "9.9")
    assert states(folder, out)[0] == ("a.yaml", "assessed")
    assert log(out)[0]["library"] == "9.9"


def test_another_smallest_count_is_another_assessment(
    folder: Path, tmp_path: Path
) -> None:
    """What shows less must not be kept for what may show more, nor the reverse."""
    out = tmp_path / "out"
    states(folder, out)
    assert states(folder, out, k=10)[0] == ("a.yaml", "assessed")
    assert log(out)[0]["k"] == 10
    programme = inv.load(folder / "d")
    assert isinstance(programme, inv.Programme)
    hidden = inv.assess(programme, k=10).to_json()
    assert (out / "d.json").read_text(encoding="utf-8") == f"{hidden}\n"
    found = dict(inv.assess_each(folder, k=10, on_warning=lambda _issue: None))
    assert isinstance(found["d"], inv.Assessment)
    assert found["d"].to_json() == hidden


def test_two_at_a_time_do_not_write_over_each_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits, then says why it did nothing; later it goes on."""
    out = tmp_path / "out"
    first = assess_into(folder, out)
    next(first)
    monkeypatch.setattr(beside, "SECONDS", 0.05)
    with pytest.raises(inv.RecordError) as caught:
        states(folder, out)
    assert str(caught.value) == (
        f"{out}  [file-denied]\n"
        "  another process was still writing it after 0.05 s\n"
        "  wait for it to finish, or end it; then do the same again"
    )
    assert len(list(first)) == 3
    assert states(folder, out)[0] == ("a.yaml", "kept")


def test_another_scale_in_use_is_another_version(monkeypatch: Any) -> None:
    """One hash stands for what all scales mean."""
    before = versions()["scales"]
    some = {k: v for k, v in inv.scales().items() if k != "carman"}
    monkeypatch.setattr(collection, "scales", lambda: some)
    assert versions()["scales"] != before


def test_an_old_answer_does_not_outlive_its_record(
    folder: Path, tmp_path: Path
) -> None:
    """A record that is faulty now has no assessment."""
    out = tmp_path / "out"
    states(folder, out)
    (folder / "a.yaml").write_text("id: a", encoding="utf-8")
    assert states(folder, out)[0] == ("a.yaml", "faulty")
    assert "a.yaml.json" not in held(out)


@pytest.mark.parametrize(
    "end",
    [
        b'{"record": "b.yaml", "sha2',
        b"\xff\xfe",
        b"3\n",
        b"{}\n",
        b"[" * 99_999 + b"\n",
        b"",
    ],
)
def test_a_log_cut_or_spoilt_costs_no_more_than_its_line(
    end: bytes, folder: Path, tmp_path: Path
) -> None:
    """What a killed run leaves is cleared away."""
    whole, out = tmp_path / "whole", tmp_path / "out"
    states(folder, whole)
    states(folder, out)
    lines = (out / "assessed.jsonl").read_bytes().splitlines(keepends=True)
    (out / "assessed.jsonl").write_bytes(lines[0] + end)
    (out / ".b.yaml.json.x1.part").write_bytes(b"unfinis")
    run = assess_into(folder, out)
    assert next(run).state == "kept"
    assert next(run).state == "assessed"
    run.close()  # type: ignore[attr-defined]
    assert len(log(out)) == 2
    assert [state for _, state in states(folder, out)][:2] == ["kept", "kept"]
    assert held(out) == held(whole)


def test_packed_files_are_the_same_bytes_each_time(
    folder: Path, tmp_path: Path
) -> None:
    """No time stands in them."""
    out = tmp_path / "out"
    states(folder, out)
    states(folder, tmp_path / "one", compress=True)
    states(folder, tmp_path / "two", compress=True)
    assert held(tmp_path / "one") == held(tmp_path / "two")
    packed = (tmp_path / "one" / "d.json.gz").read_bytes()
    assert gzip.decompress(packed) == (out / "d.json").read_bytes()


def test_records_are_not_written_over(folder: Path) -> None:
    """An assessment beside the records would be taken for one."""
    with pytest.raises(inv.RecordError) as caught:
        assess_into(folder, folder / ".." / "in")
    assert str(caught.value) == (
        f"{folder / '..' / 'in'}  [file-write]\n"
        "  found the directory of the records themselves\n"
        "  choose another: an assessment there would be taken for a record"
    )


def test_a_log_that_cannot_be_read_or_written_is_named(
    folder: Path, tmp_path: Path
) -> None:
    """It is a folder here."""
    out = tmp_path / "out"
    (out / "assessed.jsonl").mkdir(parents=True)
    with pytest.raises(inv.RecordError) as caught:
        states(folder, out)
    message = (
        f"{out / 'assessed.jsonl'}  [file-write]\n"
        "  could not write it: is a directory\n"
        "  give the name of a file, not of a folder"
    )
    assert str(caught.value) == message
    (out / "assessed.jsonl").rmdir()
    run = assess_into(folder, out)
    next(run)
    (out / "assessed.jsonl").unlink()
    (out / "assessed.jsonl").mkdir()
    with pytest.raises(inv.RecordError) as caught:
        next(run)
    assert str(caught.value) == message


def test_what_cannot_be_read_has_no_fingerprint(folder: Path) -> None:
    """Reading it then says why."""
    assert fingerprint(folder / "none.yaml") == ""
    assert len(fingerprint(folder / "d")) == 64
    assert [path.name for path in record_paths(folder)] == [
        "a.yaml",
        "b.yaml",
        "c.json",
        "d",
    ]
