"""Two results side by side: what changed, and what may not be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import involvement as inv
from involvement.instruments.scale import register
from involvement.scoring.comparing import compare

if TYPE_CHECKING:
    from pathlib import Path

OTHER = """\
id = "shier"
title = "Another reading"
version = "{version}"
kind = "ladder"
citation = "Us, 2026"
[[levels]]
id = "share_power"
condition = "voice"
"""
PANEL = {"id": "panel", "asks_users": "yes"}


def replaced(folder: Path, version: str) -> None:
    """Another scale in the place of a shipped one."""
    path = folder / "shier.toml"
    path.write_text(OTHER.format(version=version), encoding="utf-8")
    inv.load_scale(path, replace=True)


@pytest.mark.parametrize(
    ("version", "reason", "said"),
    [
        ("2", "version", "version 1 and version 2"),
        ("1", "rules", "version 1 with other rules"),
    ],
)
def test_another_version_is_never_compared(
    tmp_path: Path, version: str, reason: str, said: str
) -> None:
    """Not even where both name the same level: it is listed."""
    chosen = ["shier", "work"]
    before = inv.score(PANEL, scales=chosen)
    replaced(tmp_path, version)
    found = compare(before, inv.score(PANEL, scales=chosen))
    register.remove("shier")
    assert (found.same, found.changed) == (("work",), ())
    (apart,) = found.not_compared
    assert (apart.scale, apart.first, apart.second) == ("shier", "1", version)
    assert apart.reason == reason
    assert found.explain() == (
        f"panel: 1 of 2 scales answer the same\n  not compared: shier: {said}"
    )


def test_two_versions_in_one_result_are_refused(tmp_path: Path) -> None:
    """They go by one id, so that one would hide the other."""
    pa = pytest.importorskip("pyarrow")
    old = inv.scale("shier")
    replaced(tmp_path, "2")
    said = (
        "[scale-version]\n"
        "  found 'shier' with two meanings: version '1' and version '2'\n"
        "  expected one version of a scale in one result\n"
        "  score once with each; involvement.scoring.comparing has `compare`"
    )
    for refused in (
        lambda: inv.score(PANEL, scales=[old, "shier"]),
        lambda: inv.score_table(pa.table({}), scales=["work", old, "shier"]),
    ):
        with pytest.raises(inv.ScaleError) as error:
            refused()
        assert str(error.value) == said
    assert list(inv.score(PANEL, scales=[old, old, "work"]).verdicts) == [
        "shier",
        "work",
    ]


def test_a_scale_that_people_answer_is_refused() -> None:
    """One wording at every door, and all of them at once."""
    with pytest.raises(inv.ScaleError) as error:
        inv.score(PANEL, scales=["cube", "work", "ppeet"])
    said = (
        "[scale-facts]\n"
        "  found the scale 'cube', which people answer themselves\n"
        "  expected a scale that facts decide\n"
        "  people's answers to it stand in the record's `ratings`"
    )
    assert str(error.value) == f"{said}\n{said.replace('cube', 'ppeet')}"
    with pytest.raises(inv.ScaleError) as error:
        inv.depth(PANEL, scale="cube")
    assert str(error.value) == said


def test_what_changed_is_shown_with_what_is_certain() -> None:
    """By the same rules: another answer; or a scale asked for once only."""
    before = inv.score(PANEL, scales=["iap2", "carman", "flags"])
    known = {"deliberates": "no", "decision_right": "professional"}
    after = inv.score(PANEL | known, scales=["iap2", "flags", "work"])
    assert compare(before, after).explain() == (
        "panel: 1 of 4 scales answer the same\n"
        "  iap2: consult, involve, collaborate, empower -> consult (certain)\n"
        "  not compared: carman: in one result only\n"
        "  not compared: work: in one result only"
    )
    same = compare(before, before)
    assert (same.same, same.changed) == (("iap2", "carman", "flags"), ())
    assert same.to_dict()["activity"] == "panel"


def test_nothing_left_is_a_change_too() -> None:
    """Labels that no longer hold; a ladder that does not fit."""
    before = inv.score(PANEL, scales=["degrees", "shier"])
    known = {"asks_users": "no", "deliberates": "no", "decision_right": "none"}
    after = inv.score(PANEL | known, scales=["degrees", "shier"])
    assert [
        one.explain().partition(" -> ")[2] for one in compare(before, after).changed
    ] == [
        "none",
        "no level fits",
    ]
