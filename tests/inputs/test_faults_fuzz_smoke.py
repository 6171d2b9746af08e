"""A few hundred fuzzed inputs at every door; the long runs are in `hardening/`."""

from __future__ import annotations

import importlib
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HARDENING = Path(__file__).parents[2] / "hardening"
SLOW = {"workbook": 100, "table": 60, "tablefile": 60, "folder": 100}
DOORS = sorted(path.name for path in (HARDENING / "corpus").iterdir())


@pytest.fixture
def fuzz(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The fuzzing scripts, as the command imports them."""
    monkeypatch.syspath_prepend(HARDENING)
    yield importlib.import_module("fuzz")
    for name in ("fuzz", "targets"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("door", DOORS)
def test_only_our_errors_come_out(door: str, fuzz: Any) -> None:
    """Kept inputs and random changes of them, the same ones each time."""
    run = importlib.import_module("targets").run
    kept = fuzz.seeds(door)
    for data in [*kept, *islice(fuzz.changed(kept, 5), SLOW.get(door, 150))]:
        run(door, data)


def test_every_door_has_kept_inputs(fuzz: Any) -> None:
    """No target without a corpus, no corpus without a target, both small."""
    targets = importlib.import_module("targets").TARGETS
    assert sorted(targets) == DOORS
    kept = [path for path in (HARDENING / "corpus").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) < 300_000
