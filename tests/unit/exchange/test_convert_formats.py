"""Conversion between all formats, by ending and by name."""

from pathlib import Path
from typing import Any

import pytest

from involvement.errors import Issue, RecordError
from involvement.exchange.convert import ENDINGS, GRAPHS, WRITES, convert
from involvement.formats.files import load


@pytest.mark.parametrize("name", ["r.yaml", "r.json", "r.xlsx", "folder"])
def test_there_and_back_by_ending(tmp_path: Path, name: str) -> None:
    """Nothing is lost on the way through any of them."""
    assert convert("stroke", tmp_path / name) == ()
    convert(tmp_path / name, tmp_path / "back.json")
    assert load(tmp_path / "back.json") == load("stroke")


@pytest.mark.parametrize("name", ["yaml", "json", "xlsx", "folder", "log", "redcap"])
def test_there_and_back_by_name(tmp_path: Path, name: str) -> None:
    """Named formats need no ending."""
    heard: list[Issue] = []
    path = tmp_path / "record.dat"
    convert("minimum", path, target_format=name)
    back = tmp_path / "back.json"
    convert(path, back, source_format=name, on_warning=heard.append)
    convert(path, back, source_format=name)
    if name != "log":
        assert load(back) == load("minimum")


@pytest.mark.parametrize("ending", [e for e, f in ENDINGS.items() if f in GRAPHS])
def test_graphs_are_written_by_ending(tmp_path: Path, ending: str) -> None:
    """Each has a text of its own."""
    convert("stroke", tmp_path / f"graph{ending}")
    assert (tmp_path / f"graph{ending}").stat().st_size > 1000


def test_a_log_is_csv(tmp_path: Path) -> None:
    """The ending .csv is the impact log."""
    (tmp_path / "log.csv").write_text("said,date\nLetters,2999\n")
    heard: list[Issue] = []
    convert(tmp_path / "log.csv", tmp_path / "r.yaml", on_warning=heard.append)
    assert "Letters" in (tmp_path / "r.yaml").read_text()
    assert [issue.code for issue in heard] == ["time-future"]


def test_warnings_are_logged_when_nobody_listens(tmp_path: Path, caplog: Any) -> None:
    """They are never swallowed."""
    (tmp_path / "log.csv").write_text("said,date\nLetters,2999\n")
    convert(tmp_path / "log.csv", tmp_path / "r.yaml")
    assert "[time-future]" in caplog.text


def test_the_output_may_be_the_input(tmp_path: Path) -> None:
    """The source is read before the target is touched."""
    path = tmp_path / "r.json"
    convert("minimum", path)
    before = path.read_bytes()
    convert(path, path)
    assert path.read_bytes() == before


def test_a_failed_conversion_leaves_the_target_alone(tmp_path: Path) -> None:
    """An old file is intact if anything fails."""
    (tmp_path / "bad.yaml").write_text("schema_version: 1\nid: '!'\n")
    (tmp_path / "old.json").write_text("old")
    with pytest.raises(RecordError):
        convert(tmp_path / "bad.yaml", tmp_path / "old.json")
    assert (tmp_path / "old.json").read_text() == "old"


@pytest.mark.parametrize("name", ["yaml", "json", *GRAPHS])
def test_texts_go_to_standard_output(name: str, capsys: Any) -> None:
    """For pipes; YAML when nothing is said."""
    convert("minimum", "-", target_format=name)
    named = capsys.readouterr().out
    assert named
    convert("minimum", "-")
    assert (capsys.readouterr().out == named) == (name == "yaml")


@pytest.mark.parametrize(
    ("source", "target", "options", "message"),
    [
        (
            "stroke",
            "r.docx",
            {},
            "r.docx  [file-kind]\n"
            "  found the ending '.docx'\n"
            "  expected one of 12, closest: .dot\n"
            "  choose a known ending, or name the format",
        ),
        (
            "stroke",
            "r.x",
            {"target_format": "docx"},
            "[option-unknown]\n"
            "  found the format 'docx'\n"
            "  expected one of 11, closest: dot",
        ),
        (
            "r.provn",
            "r.x",
            {"source_format": "prov-n", "target_format": "json"},
            "[option-unknown]\n"
            "  found the format 'prov-n'\n"
            "  expected one of: yaml, json, xlsx, folder, log, redcap",
        ),
        (
            "stroke",
            "-",
            {"target_format": "xlsx"},
            "[file-kind]\n"
            "  found xlsx to be written to standard output\n"
            "  expected one of: yaml, json, prov-json, prov-n, graphml, mermaid, dot\n"
            "  give the name of a file or folder",
        ),
    ],
)
def test_what_cannot_be_converted(
    source: str, target: str, options: dict[str, str], message: str
) -> None:
    """The formats known are named."""
    with pytest.raises(RecordError) as caught:
        convert(source, target, **options)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_a_portfolio_is_no_record(tmp_path: Path) -> None:
    """Records are converted one by one."""
    place = tmp_path / "portfolio"
    place.mkdir()
    convert("minimum", place / "r.json")
    with pytest.raises(RecordError) as caught:
        convert(place, tmp_path / "out.json")
    assert caught.value.issues[0].found == "found a directory of records"


def test_every_format_has_a_way_in_or_out() -> None:
    """The endings lead to formats that exist."""
    assert set(ENDINGS.values()) <= set(WRITES)
