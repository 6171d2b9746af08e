"""Every limit: its name, the value met, the way to raise it; checked before the work."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import attrs
import pytest
import xlsxwriter

import involvement as inv
from involvement.cli import main
from involvement.exchange.convert import convert
from involvement.foreign import answer
from involvement.instruments.scale import register
from involvement.limits import MOST, Limits, at_most
from involvement.scoring.streams import score_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECORD = {
    "schema_version": "1",
    "id": "p",
    "title": "A ward",
    "areas": [{"id": "a"}, {"id": "b"}],
}
SCALE = """\
id = "own"
title = "Own"
version = "1"
kind = "ladder"
citation = "Us, 2026"
[[levels]]
id = "asked"
condition = "not (not (asks_users == yes))"
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a record, a workbook, a portfolio and a scale."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "many").mkdir()
    for name in ("p.json", "many/a.json", "many/b.json"):
        (tmp_path / name).write_text(json.dumps(RECORD), encoding="utf-8")
    faults = RECORD | {"titel": "x", "setings": "y"}
    (tmp_path / "f.json").write_text(json.dumps(faults), encoding="utf-8")
    (tmp_path / "s.toml").write_text(SCALE, encoding="utf-8")
    made = xlsxwriter.Workbook("p.xlsx")
    sheet = made.add_worksheet("programme")
    sheet.write_row(0, 0, ["schema_version", "id"])
    sheet.write_row(1, 0, ["1", "p"])
    made.close()
    with zipfile.ZipFile("p.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/blank.xml", " " * 2_000_000)


def size(**parts: int) -> Limits:
    """The limits with some lowered; the blank part is let through."""
    return Limits(**{"ratio": 10_000} | parts)


BREACHES: dict[str, tuple[Callable[[], object], str]] = {
    "bytes": (
        lambda: inv.load("p.json", limits=Limits(bytes=9)),
        "p.json  [limit-bytes]\n  the file has 90 bytes, the limit is 9",
    ),
    "unpacked": (
        lambda: inv.load("p.xlsx", limits=size(unpacked=1_000_000)),
        "p.xlsx  [limit-unpacked]\n  the workbook unpacks to 2 MB, the limit is 1 MB",
    ),
    "ratio": (
        lambda: inv.load("p.xlsx", limits=size(ratio=10)),
        "p.xlsx  [limit-ratio]\n"
        "  'xl/blank.xml' unpacks to {ratio} times its size, the limit is 10",
    ),
    "members": (
        lambda: inv.load("p.xlsx", limits=size(members=3)),
        "p.xlsx  [limit-members]\n  the workbook holds 11 files, the limit is 3",
    ),
    "cells": (
        lambda: inv.load("p.xlsx", limits=size(cells=3)),
        "p.xlsx  [limit-cells]\n"
        "  'xl/worksheets/sheet1.xml' reaches to row 2 and column 2, that is 4 cells; "
        "the limit is 3",
    ),
    "nodes": (
        lambda: inv.load("p.json", limits=Limits(nodes=5)),
        "p.json:1:65  [limit-nodes]\n  more than 5 values",
    ),
    "depth": (
        lambda: inv.load("p.json", limits=Limits(depth=2)),
        "p.json:1:65  [limit-depth]\n  values nested 3 deep, the limit is 2",
    ),
    "text": (
        lambda: inv.load("p.json", limits=Limits(text=13)),
        "p.json:1:2  [limit-text]\n  a text of 14 characters, the limit is 13",
    ),
    "items": (
        lambda: inv.load("p.json", limits=Limits(items=1)),
        "p.json:1:78  [limit-items]\n  a list of more than 1 entries",
    ),
    "records": (
        lambda: inv.load("many", limits=Limits(records=1)),
        "many  [limit-records]\n  2 records, the limit is 1",
    ),
}
"""Each limit that ends in an error of its own, and what is said before the hint."""


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_names_the_limit_and_the_way_to_raise_it(name: str) -> None:
    """The value met, and both ways: in a program and by command."""
    work, said = BREACHES[name]
    with pytest.raises(inv.RecordError) as refused:
        work()
    with zipfile.ZipFile("p.xlsx") as archive:
        blank = archive.getinfo("xl/blank.xml")
    said = said.format(ratio=blank.file_size // blank.compress_size)
    hint = f"  raise it with Limits({name}=...) or --limit {name}=..."
    assert str(refused.value) == f"{said}\n{hint}"


def test_faults_beyond_the_limit_are_counted() -> None:
    """The first are told, the rest are a number."""
    with pytest.raises(inv.RecordError) as refused:
        inv.load("f.json", limits=Limits(issues=1))
    assert str(refused.value).endswith(
        "f.json  [limit-issues]\n"
        "  1 more faults; the limit is 1\n"
        "  raise it with Limits(issues=...) or --limit issues=..."
    )


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            Limits(patterns=2),
            "own  [scale-size]\n"
            "  found a table of 3 cells over 1 facts\n"
            "  the limit is 2; most costly: asks_users (3)\n"
            "  split the scale in two, test fewer words of these facts, or raise it "
            "with Limits(patterns=...) or --limit patterns=...",
        ),
        (
            Limits(rule_depth=1),
            "s.toml:8:18  levels[0].condition  [limit-rule]\n"
            "  found a rule nested more than 1 deep\n"
            "  the limit is 1\n"
            "  name its parts as predicates, or raise it with "
            "Limits(rule_depth=...) or --limit rule_depth=...",
        ),
        (
            Limits(text=50),
            "s.toml  [limit-text]\n"
            "  found 145 bytes, the limit is 50\n"
            "  raise it with Limits(text=...) or --limit text=...",
        ),
    ],
)
def test_a_scale_file_has_limits_too(limits: Limits, said: str) -> None:
    """Cells of its table, nesting of its rules, its size."""
    with pytest.raises(inv.ScaleError) as refused:
        inv.load_scale("s.toml", limits=limits)
    assert str(refused.value) == said
    assert "own" not in inv.scales()


def test_every_limit_is_shown_here_or_with_the_plug_ins() -> None:
    """A new one cannot be forgotten; its default is what the page of limits says."""
    shown = {*BREACHES, "issues", "patterns", "rule_depth", "seconds"}
    assert shown == {field.name for field in attrs.fields(Limits)}
    assert attrs.asdict(Limits()) == {
        "bytes": 67_108_864,
        "unpacked": 268_435_456,
        "ratio": 200,
        "members": 1_000,
        "cells": 2_000_000,
        "nodes": 1_000_000,
        "depth": 32,
        "text": 1_048_576,
        "items": 1_000_000,
        "issues": 1_000,
        "records": 10_000,
        "patterns": 4_000_000,
        "rule_depth": 16,
        "seconds": 30,
    }


def test_limits_are_whole_numbers_and_do_not_change() -> None:
    """Nothing is unlimited by accident."""
    for value, said in (
        (0, "bytes  [value-range]\n  found 0\n  expected at least 1"),
        (MOST + 1, "bytes  [value-range]\n  found 1099511627777\n"
         "  expected at most 1,099,511,627,776"),
        (None, "bytes  [shape]\n  found a value of type NoneType\n"
         "  expected a whole number such as 3"),
        (True, "bytes  [shape]\n  found a value of type bool\n"
         "  expected a whole number such as 3"),
    ):  # fmt: skip
        with pytest.raises(inv.RecordError) as refused:
            Limits(bytes=value)  # type: ignore[arg-type]
        assert str(refused.value) == said
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Limits().bytes = 3  # type: ignore[misc]


@pytest.mark.parametrize("name", [None, "json", "yaml", "xlsx", "log", "redcap"])
def test_converting_keeps_to_limits(name: str | None) -> None:
    """Whichever way the format is found."""
    for limits in (Limits(bytes=9), Limits(nodes=3)):
        if limits.nodes == 3 and name not in (None, "json", "yaml"):
            continue
        with pytest.raises(inv.RecordError) as refused:
            convert("p.json", "q.json", source_format=name, limits=limits)
        assert refused.value.issues[0].code in ("limit-bytes", "limit-nodes")


def test_tables_keep_to_limits(tmp_path: Path) -> None:
    """A text of CSV, a line of JSON."""
    (tmp_path / "t.csv").write_text("id,asks_users\nabcdef,yes\n", encoding="utf-8")
    with pytest.raises(inv.TableError) as refused:
        score_file(tmp_path / "t.csv", tmp_path / "o.csv", limits=Limits(text=5))
    assert str(refused.value) == (
        "t.csv column 'id' row 0  [limit-text]\n"
        "  a text of 6 characters, the limit is 5\n"
        "  raise it with Limits(text=...) or --limit text=..."
    )
    (tmp_path / "t.jsonl").write_text('{"id": "abcdef"}\n', encoding="utf-8")
    with pytest.raises(inv.TableError) as refused:
        score_file(tmp_path / "t.jsonl", tmp_path / "o.csv", limits=Limits(bytes=9))
    assert str(refused.value) == (
        "t.jsonl:1:1  [limit-bytes]\n"
        "  a line of more than 9 bytes\n"
        "  raise it with Limits(bytes=...) or --limit bytes=..."
    )


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        (("evaluate", "p.json"), "nodes=3"),
        (("check", "p.json"), "nodes=3"),
        (("ask", "p.json"), "nodes=3"),
        (("trace", "p.json"), "nodes=3"),
        (("agree", "p.json", "p.json"), "nodes=3"),
        (("convert", "p.json", "q.json"), "nodes=3"),
        (("redact", "p.json", "q.json"), "nodes=3"),
        (("scales", "s.toml"), "rule_depth=1"),
    ],
)
def test_commands_take_limits(
    words: tuple[str, ...], limit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lowered they refuse, as they are they do not."""
    codes = []
    for more in (("--limit", limit), ()):
        with pytest.raises(SystemExit) as stop:
            main([*words, *more])
        codes.append(stop.value.code or 0)
    out, err = capsys.readouterr()
    assert codes == [1, 0]
    assert "[limit-nodes]" in out + err or "[limit-rule]" in err
    assert "own" not in register.all()


@pytest.mark.parametrize("name", ["bytes", "text", "seconds", "nodes", "patterns"])
def test_the_highest_limits_take_no_room(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Room is made for what is there, not for what may come."""
    (tmp_path / "t.csv").write_text("id,asks_users\na,yes\n", encoding="utf-8")
    for words in (
        ("check", "p.json"),
        ("check", "p.xlsx", "--limit", f"ratio={MOST}"),
        ("scales", "s.toml"),
        ("score", "t.csv", "-o", "o.csv", "--scale", "work"),
    ):
        with pytest.raises(SystemExit) as stop:
            main([*words, "--limit", f"{name}={MOST}"])
        assert not stop.value.code
    assert answer(lambda: 3, seconds=MOST) == 3


@pytest.mark.parametrize("number", ["0", "-1", "many", "", str(MOST + 1), "9" * 5_000])
def test_a_limit_that_is_no_number_ends_with_2(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """However long it is; with the limits there are."""
    with pytest.raises(SystemExit) as stop:
        main(["check", "p.json", "--limit", f"bytes={number}"])
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert "write one of bytes, unpacked, ratio, members, cells, nodes" in err
    assert "then =NUMBER up to 1,099,511,627,776" in err
    assert len(err) < 500


def test_a_file_is_read_in_parts() -> None:
    """A terminal that has ended is not asked again."""

    class Terminal(io.BytesIO):
        asked = 0

        def read(self, count: int | None = -1) -> bytes:
            self.asked += 1
            return super().read(count)

    for size, asked in ((0, 1), (3, 1), (2**20, 2), (2**20 + 1, 2)):
        file = Terminal(b"x" * size)
        assert len(at_most(file, MOST)) == size
        assert file.asked == asked
    assert at_most(Terminal(b"x" * 9), 4) == b"xxxx"
    assert len(at_most(Terminal(b"x" * 2**21), 2**20 + 5)) == 2**20 + 5
