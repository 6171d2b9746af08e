"""Medians, spreads and tables for the benchmarks: ratios within one run."""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version

import attrs


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


def timed(work: Callable[[], object], *, runs: int = 5) -> Timing:
    """Time a callable several times, after one run that is not counted."""
    work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return Timing(tuple(seconds))


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
    packages = ("pydantic", "attrs", "numpy", "networkx")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Python {platform.python_version()} on {platform.machine()}, "
        f"{platform.system()}; {versions}."
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def show(title: str, text: str) -> None:
    """Print one section of the figures."""
    sys.stdout.write(f"## {title}\n\n{text}\n\n")
