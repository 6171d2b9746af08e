"""What a scale leaves open or says twice: told as facts about it, with warnings."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

import involvement as inv
from involvement.cli import main
from involvement.instruments.scale import register

if TYPE_CHECKING:
    from pathlib import Path

HEARD = """\
id = "heard"
title = "Heard at all"
version = "1"
kind = "ladder"
citation = "Our own, 2026"
[[levels]]
id = "asked"
condition = "asks_users == yes and deliberates == yes"
[[levels]]
id = "spoken"
condition = "deliberates == yes"
[[levels]]
id = "never"
condition = "asks_users == yes and asks_users == no"
"""
ALWAYS = """\
[[levels]]
id = "always"
condition = "asks_users == yes or asks_users == no"
"""
NEVER_SAID = (
    "warning: heard.never  [rule-constant]\n"
    "  found a condition that never holds: asks_users == yes and asks_users == no\n"
    "  leave the level out, or mend its condition"
)
ALWAYS_SAID = (
    "warning: heard.always  [rule-constant]\n"
    "  found a condition that always holds: asks_users == yes or asks_users == no\n"
    "  leave the level out, or mend its condition"
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ladder with an idle level, two that hold together, and a gap."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "heard.toml"
    path.write_text(HEARD, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `involvement scales`."""
    with pytest.raises(SystemExit) as stop:
        main(["scales", *words])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def test_the_command_reports_what_a_scale_leaves_open(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A level out of reach, two that hold together, a gap: facts, not faults."""
    code, out, err = run(capsys, "heard.toml")
    assert (code, err) == (0, f"{NEVER_SAID}\n")
    assert out.startswith("heard: Heard at all (ladder, version 1)\n")
    assert out.endswith(
        "\nEvery combination of facts\n"
        "heard\n"
        "  can never hold: never\n"
        "  asked and spoken hold together in 1 combinations, when\n"
        "    asks_users == yes and deliberates == yes\n"
        "  none holds in 2 combinations, when\n"
        "    deliberates == no\n"
    )
    assert "heard" not in inv.scales(), "a file that is looked at is not in use"


def test_the_command_reports_shipped_scales(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Those that facts decide; what people answer has no combinations."""
    code, out, err = run(capsys, "work")
    assert (code, err) == (0, "")
    assert out.endswith("work\n  exactly one level holds in every combination\n")
    code, out, err = run(capsys, "cube")
    assert (code, err) == (0, "")
    assert "combination" not in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            ("herd.toml",),
            2,
            "herd.toml  [file-missing]\n"
            "  found no such file\n"
            "  expected one of: heard.toml\n",
        ),
        (
            ("heard.toml", "--limit", "patterns=3"),
            1,
            "heard  [scale-size]\n"
            "  found a table of 9 cells over 2 facts\n"
            "  the limit is 3; most costly: asks_users (3), deliberates (3)\n"
            "  split the scale in two, test fewer words of these facts, or raise it "
            "with Limits(patterns=...) or --limit patterns=...\n",
        ),
    ],
)
def test_a_file_that_cannot_be_looked_at(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    """Missing, or beyond a limit."""
    assert run(capsys, *words) == (code, "", said)


def test_a_condition_that_is_always_true_or_never_is_a_warning(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Told to who listens, else logged; the scale is in use all the same."""
    file.write_text(HEARD + ALWAYS, encoding="utf-8")
    told: list[inv.Issue] = []
    inv.load_scale(file, on_warning=told.append)
    assert [str(one) for one in told] == [NEVER_SAID, ALWAYS_SAID]
    register.remove("heard")
    with caplog.at_level(logging.WARNING, logger="involvement"):
        inv.load_scale(file)
    assert caplog.messages == [NEVER_SAID, ALWAYS_SAID]
    assert inv.depth({"id": "a"}, scale="heard").certain == ("always",)
    register.remove("heard")


def test_a_scale_that_people_answer_has_no_conditions(file: Path) -> None:
    """So none of them is always true."""
    text = HEARD.partition("[[levels]]")[0].replace("ladder", "ratings")
    values = '[values]\nminimum = 1\nmaximum = 5\n[[items]]\nid = "a"\n'
    file.write_text(text + values, encoding="utf-8")
    told: list[inv.Issue] = []
    inv.load_scale(file, on_warning=told.append)
    register.remove("heard")
    assert told == []


def test_a_replaced_scale_says_that_it_is_not_the_shipped_one(file: Path) -> None:
    """In the verdict, in the stamp of an assessment, in the report's methods."""
    file.write_text(HEARD.replace('"heard"', '"shier"', 1), encoding="utf-8")
    with pytest.raises(inv.ScaleError) as refused:
        inv.load_scale(file)
    assert str(refused.value) == (
        "id  [scale-taken]\n"
        "  found the id 'shier', which is a shipped scale\n"
        "  choose another id, or load it with replace=True"
    )
    inv.load_scale(file, replace=True, on_warning=lambda _: None)
    said = "not a scale shipped with this library"
    assert said in inv.depth({"id": "a"}, scale="shier").explain()
    record = inv.Programme(schema_version="1", id="p", activities=[{"id": "a"}])
    assessment = inv.assess(record)
    register.remove("shier")
    stamp = assessment.scales["shier"]
    assert (stamp.shipped, assessment.scales["iap2"].shipped) == (False, True)
    assert stamp.explain() == f"Heard at all, version 1, {said} (Our own, 2026)"
    from involvement.report import pages

    assert f"| Heard at all | 1, {said} |" in pages.page(assessment, "markdown")
