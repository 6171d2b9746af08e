"""Medians, spreads and tables for the benchmarks: ratios within one run."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@attrs.frozen
class Timing:
    """Seconds of several runs of one thing."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle run, in seconds."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        """The median with the fastest and slowest run, in milliseconds."""
        low, high = min(self.seconds), max(self.seconds)
        return f"{self.median * 1e3:.1f} ms ({low * 1e3:.1f} to {high * 1e3:.1f})"

    def rate(self, count: int) -> str:
        """How many a second, with the slowest and fastest run."""
        low, high = count / max(self.seconds), count / min(self.seconds)
        middle = count / self.median
        unit, by = ("M", 1e6) if middle >= 1e6 else ("k", 1e3)
        return f"{middle / by:.1f} {unit} ({low / by:.1f} to {high / by:.1f})"


def timed(*works: Callable[[], object], runs: int = 5) -> list[Timing]:
    """Processor time of callables, taken in turn after a run that is not counted.

    Processor time of this process, so that other work on the machine disturbs little;
    in turn, so that what disturbs one disturbs all.
    """
    seconds: list[list[float]] = [[] for _ in works]
    for run in range(runs + 1):
        for place, work in enumerate(works):
            start = time.process_time()
            work()
            if run:
                seconds[place].append(time.process_time() - start)
    return [Timing(tuple(one)) for one in seconds]


def in_turn(*commands: Sequence[str], runs: int = 15) -> list[Timing]:
    """Time whole commands A B A B ..., so that a drifting machine drifts for all."""
    seconds: list[list[float]] = [[] for _ in commands]
    for run in range(runs + 1):
        for place, command in enumerate(commands):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if run:
                seconds[place].append(time.perf_counter() - start)
    return [Timing(tuple(one)) for one in seconds]


def machine() -> str:
    """The machine and the versions the figures belong to."""
    packages = ("pydantic", "attrs", "numpy", "networkx", "pyarrow", "polars")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Python {platform.python_version()} on {platform.machine()} with "
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()}; {versions}."
    )


def _processor() -> str:
    """What the processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2] for line in lines if line.startswith("model name"))
    return next(named, "unnamed").strip()


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def show(title: str, text: str) -> None:
    """Print one section of the figures."""
    sys.stdout.write(f"## {title}\n\n{text}\n\n")
