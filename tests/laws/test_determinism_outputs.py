"""The same record, the same bytes: hash seed, locale, time zone, order, run."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import involvement as inv
from involvement.report import pages
from involvement.testing import programmes

if TYPE_CHECKING:
    from pathlib import Path

    from involvement import Programme

SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"},
    {
        "PYTHONHASHSEED": "3",
        "LANG": "C.UTF-8",
        "TZ": "America/St_Johns",
        "COLUMNS": "40",
    },
)
PAGES = """
import involvement as inv
from involvement.report import pages
assessment = inv.assess(inv.load("stroke"))
for form in ("markdown", "gripp2", "feedback"):
    print(ascii(pages.page(assessment, form)))
print(ascii(pages.screen(assessment, width=100, colour=False)))
print(ascii(assessment.explain()))
"""
LISTS = (
    "organisations", "actors", "areas", "activities", "contributions", "decisions",
    "changes", "outcomes", "drivers", "rivals", "feedback", "evidence",
    "interpretations", "links", "ratings", "factors",
)  # fmt: skip


def printed(folder: Path, around: dict[str, str]) -> tuple[bytes, ...]:
    """What processes of their own print, write as HTML and write as tables."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    command = ("-m", "involvement", "evaluate", "stroke")
    files = ("--html", str(folder / "r.html"), "--tables", str(folder / "t"))
    said = [
        subprocess.run(
            [sys.executable, *words], env=kept | around, capture_output=True, check=True
        ).stdout
        for words in ((*command, *files, "--json"), command, ("-c", PAGES))
    ]
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(written) > 5
    return (*said, *(path.read_bytes() for path in written))


def test_surroundings_change_no_byte(tmp_path: Path) -> None:
    """Other hash seeds, locales (C, Turkish), time zones and widths."""
    found = set()
    for number, around in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        found.add(printed(folder, around))
    assert len(found) == 1


def shuffled(programme: Programme, seed: int) -> Programme:
    """The same record with every list in another order."""
    values = programme.model_dump(mode="json")
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    for name in LISTS:
        if values.get(name):
            chance.shuffle(values[name])
    mixed: Programme = inv.Programme.model_validate(values)
    return mixed


def everything(programme: Programme) -> list[str]:
    """Every output there is, as text."""
    assessment = inv.assess(programme)
    forms = ("json", "markdown", "html", "gripp2", "feedback")
    return [
        *(pages.page(assessment, form) for form in forms),
        assessment.explain(),
        repr(assessment.tables()),
        pages.screen(assessment, width=100, colour=False),
    ]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", ["stroke", "co-design", "stroke-research-group"])
def test_the_order_of_lists_changes_no_byte(name: str, seed: int) -> None:
    """Shipped examples, shuffled: the same report, tables and screen."""
    record: Any = inv.load(name)
    assert everything(shuffled(record, seed)) == everything(record)


@given(programmes(), st.integers(0, 9))
@settings(max_examples=8, deadline=None)
def test_the_order_of_any_record_changes_no_byte(
    programme: Programme, seed: int
) -> None:
    """The same of any record; and twice in one process."""
    first = everything(programme)
    assert everything(programme) == first
    assert everything(shuffled(programme, seed)) == first
