"""Measure large loads: `python hardening/load.py many` and `hardening/load.py one`.

`many` writes records of 200 activities with 400 links and lets
`involvement evaluate --each` assess them in a process of its own; it prints what was
spent when 100, 300, 1,000, ... were done. Stopped, it goes on where it was.

`one` assesses one record of some activities and links, each size in a process of its
own. Links are `local` (within a stretch of twenty activities) or drawn `anywhere`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from large import SHAPES, drawn

MANY = (100, 300, 1_000, 3_000, 10_000)
SIZES = tuple((n, 10 * n) for n in (1_000, 2_000, 5_000, 10_000, 20_000))

ONE = r"""
import re, sys, time
import involvement as inv
ready = time.process_time()
programme = inv.load(sys.argv[1], limits=inv.Limits(bytes=2**30, nodes=10**8))
loaded = time.process_time()
assessment = inv.assess(programme)
assessed = time.process_time()
if sys.argv[2] == "json":
    assessment.to_json()
written = time.process_time()
# not ru_maxrss: that is never less than what the parent held when it forked
peak = int(re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1]) / 1024
print(loaded - ready, assessed - loaded, written - assessed, peak)
"""


def write(record: dict[str, object], path: Path) -> None:
    """A record as JSON, as a program would write it."""
    path.write_text(json.dumps(record), encoding="utf-8")


# -- many records --


def records(folder: Path, count: int, activities: int, links: int) -> None:
    """Write what is missing; each record has a seed of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"p{number:05}.json"
        if not path.exists():
            name = path.stem
            write(drawn(name, seed=number, activities=activities, links=links), path)


def many(folder: Path, counts: list[int], activities: int, links: int) -> None:
    """Assess the largest number in one go, and say how it went on the way."""
    records(folder / "in", max(counts), activities, links)
    out = folder / "out"
    command = [sys.executable, "-m", "involvement", "evaluate", str(folder / "in")]
    command += ["--each", str(out), "--gzip", "--quiet"]
    log = out / "assessed.jsonl"
    before = whole_lines(log)
    print(f"{before} of {max(counts)} done before")
    print("| programmes | CPU s | s | peak MB |")
    print("|---|---|---|---|")
    begun = time.monotonic()
    child = subprocess.Popen(command)
    ahead = sorted(count for count in counts if count > before)
    spent, peak = 0.0, 0.0
    while child.poll() is None:
        time.sleep(0.2)
        with suppress(OSError):
            spent, now = so_far(child.pid)
            peak = max(peak, now)
        if ahead and whole_lines(log) >= ahead[0]:
            seconds = time.monotonic() - begun
            print(
                f"| {ahead.pop(0):,} | {spent:,.0f} | {seconds:,.0f} | {peak:.0f} |",
                flush=True,
            )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(f"ended with {child.returncode}: {whole_lines(log) - before} assessed,")
    print(f"{cpu:,.0f} s of CPU, {used.ru_maxrss / 1024:.0f} MB at most")


def whole_lines(log: Path) -> int:
    """How many records the log lists."""
    try:
        with log.open("rb") as file:
            return sum(
                chunk.count(b"\n") for chunk in iter(lambda: file.read(2**20), b"")
            )
    except FileNotFoundError:
        return 0


def so_far(process: int) -> tuple[float, float]:
    """CPU seconds and the most memory in MB of a living process (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    status = Path(f"/proc/{process}/status").read_text()
    # a process that has ended, but whose end nobody has seen, has no memory
    most = re.search(r"VmHWM:\s*(\d+)", status)
    return ticks / os.sysconf("SC_CLK_TCK"), int(most[1]) / 1024 if most else 0.0


# -- one record --


def one(
    sizes: list[tuple[int, int]], shapes: list[str], seed: int, *, in_full: bool
) -> None:
    """Assess one record of each size and shape, and write it as JSON if wanted."""
    print("| links | activities | links | load s | assess s | JSON s | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for shape in shapes:
        for activities, links in sizes:
            record = drawn(
                "large", seed=seed, activities=activities, links=links, shape=shape
            )
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "large.json")
                write(record, path)
                del record
                told = subprocess.run(
                    [sys.executable, "-c", ONE, str(path), "json" if in_full else "-"],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout.split()
            load, assess, write_, peak = map(float, told)
            written = f"{write_:.1f}" if in_full else "-"
            print(
                f"| {shape} | {activities:,} | {links:,} | {load:.1f} "
                f"| {assess:.1f} | {written} | {peak:.0f} |",
                flush=True,
            )


def size(text: str) -> tuple[int, int]:
    """`1000:10000` as activities and links."""
    activities, _, links = text.partition(":")
    return int(activities), int(links)


def main() -> None:
    """Read the options, run, print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(dest="what", required=True)
    several = parts.add_parser("many")
    several.add_argument("--folder", type=Path, required=True)
    several.add_argument("--counts", type=int, nargs="+", default=list(MANY))
    several.add_argument("--activities", type=int, default=200)
    several.add_argument("--links", type=int, default=400)
    single = parts.add_parser("one")
    single.add_argument("--sizes", type=size, nargs="+", default=list(SIZES))
    single.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    single.add_argument("--seed", type=int, default=1)
    single.add_argument("--json", action="store_true", help="write all pairs, too")
    chosen = parser.parse_args()
    if chosen.what == "many":
        many(chosen.folder, chosen.counts, chosen.activities, chosen.links)
    else:
        one(chosen.sizes, chosen.shapes, chosen.seed, in_full=chosen.json)


if __name__ == "__main__":
    main()
