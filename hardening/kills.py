"""Kill a writer at random moments: `python hardening/kills.py --times 200`.

One process writes two things in turn over one place, as fast as it can, and is killed
with SIGKILL after a random time. Whatever stands there afterwards must be one of the
two, whole: a record (`yaml`, `json`, `xlsx`, or `folder` of CSV files), a report as
`html`, or the `tables` of an assessment, where each file is looked at by itself. What
a killed process leaves beside begins with a dot and ends in `.part`; one more writing
must take all of it away.

Needs a system with fork and signals.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import involvement as inv
from involvement.formats.writing import write_whole
from involvement.report import pages

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = ("yaml", "json", "xlsx", "folder", "html", "tables")
LIVES = 3.0
"""How many writings a writer lives at most."""


def silent(_issue: object) -> None:
    """Nobody listens."""


class Writing:
    """Two things of one form, how each is written, and what stands there."""

    def __init__(self, form: str, folder: Path) -> None:
        """Prepare both, so that a writer does nothing but write."""
        self.form = form
        ending = "" if form in ("folder", "tables") else f".{form}"
        self.target = folder / f"out{ending}"
        self.records: list[Any] = [inv.load(name) for name in ("stroke", "co-design")]
        self.pages: list[bytes] = []
        self.tables: list[dict[str, Any]] = []
        if form == "html":
            self.pages = [
                pages.page(inv.assess(one), "html").encode() for one in self.records
            ]
        if form == "tables":
            self.tables = [dict(inv.assess(one).tables()) for one in self.records]
            self.files = [self._files(folder / f"whole{n}", n) for n in (0, 1)]

    def _files(self, place: Path, which: int) -> dict[str, bytes]:
        pages.write_tables(self.tables[which], place)
        return {path.name: path.read_bytes() for path in place.iterdir()}

    def write(self, which: int) -> None:
        """One of the two, as the library and the command write it."""
        if self.form == "html":
            write_whole(self.target, self.pages[which])
        elif self.form == "tables":
            pages.write_tables(self.tables[which], self.target)
        else:
            inv.dump(self.records[which], self.target, on_warning=silent)

    def seen(self) -> str:
        """Which of the two stands there.

        Raises:
            AssertionError: If it is neither.
        """
        if self.form == "html":
            return f"whole {self.pages.index(self.target.read_bytes())}"
        if self.form == "tables":
            return self._tables_seen()
        said: list[Any] = []
        found = self.records.index(inv.load(self.target, on_warning=said.append))
        cut = any("cut short" in issue.found for issue in said)
        return f"whole {found}" + (", read from the journal" if cut else "")

    def _tables_seen(self) -> str:
        kinds = set()
        for path in self.target.glob("*.csv"):
            data = path.read_bytes()
            of = [n for n in (0, 1) if self.files[n].get(path.name) == data]
            assert of, f"{path.name} is neither table"
            if len(of) == 1:
                kinds.add(of[0])
        return f"whole {kinds.pop()}" if len(kinds) == 1 else "each whole, of both"

    def left(self) -> list[str]:
        """The unfinished files beside."""
        place = self.target.parent
        found = [path.name for path in place.rglob("*.part")]
        assert all(name.startswith(".") for name in found)
        return found


def writer(act: Callable[[int], None], first: int) -> int:
    """A process that writes both in turn until it is killed."""
    process = os.fork()
    if process:
        return process
    try:
        while True:
            act(first)
            act(1 - first)
    finally:
        os._exit(1)


def kills(times: int, form: str, seed: int, folder: Path) -> Counter[str]:
    """What was seen after each kill, and how many left unfinished files.

    Raises:
        AssertionError: If ever something else stood there than one of the two.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    work = Writing(form, folder)
    before = time.monotonic()
    work.write(0)
    longest = LIVES * (time.monotonic() - before)
    counts: Counter[str] = Counter()
    for number in range(times):
        process = writer(work.write, (number + 1) % 2)
        time.sleep(chance.uniform(0, longest))
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        counts[work.seen()] += 1
        counts["left something beside"] += bool(work.left())
    work.write(1)
    assert work.seen() == "whole 1"
    counts["unfinished files after one more writing"] = len(work.left())
    return counts


def main() -> None:
    """Read the options, run, say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--form", default="yaml", choices=FORMS)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = kills(chosen.times, chosen.form, chosen.seed, Path(folder))
    print(f"{chosen.form}: {chosen.times} kills, 0 damaged files")
    for what, count in sorted(counts.items()):
        print(f"  {what}: {count}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
