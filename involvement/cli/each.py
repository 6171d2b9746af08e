"""`evaluate --each`: every record of a directory by itself, with progress."""

from __future__ import annotations

import gc
import sys
import time

import attrs
import click

from involvement.cli.shared import FAULTS, raised, tell

SECONDS = 10.0
"""How long between two lines of progress where no terminal rewrites them."""


def _now() -> float:
    return time.monotonic()


@attrs.define
class Progress:
    """How far it is, on standard error: one line rewritten, or a line now and then.

    Attributes:
        quiet: Say nothing.
        total: How many records there are.
    """

    quiet: bool
    total: int
    _counts: dict[str, int] = attrs.field(factory=dict)
    _begun: float = attrs.field(factory=_now)
    _said: float = attrs.field(factory=_now)

    def add(self, state: str) -> None:
        """Count a record, and say so if it is time to."""
        self._counts[state] = self._counts.get(state, 0) + 1
        watched = sys.stderr.isatty()
        now = _now()
        if self.quiet or now - self._said < (0.1 if watched else SECONDS):
            return
        self._said = now
        line = f"{self.count()} of {self.total:,} records, {self._rate(now)} a minute"
        click.echo(f"\r{line}\x1b[K" if watched else line, err=True, nl=not watched)

    def _rate(self, now: float) -> str:
        """How many are worked out in a minute; what was kept took no time."""
        made = self.count() - self.count("kept")
        return f"{60 * made / max(now - self._begun, 0.001):,.0f}"

    def clear(self) -> None:
        """Make room for something else to be said."""
        if not self.quiet and sys.stderr.isatty():
            click.echo("\r\x1b[K", err=True, nl=False)

    def count(self, *states: str) -> int:
        """How many records came out so; without a state, all."""
        return sum(self._counts.get(one, 0) for one in states or self._counts)


def evaluate_each(
    record: str,
    out: str,
    limit: tuple[tuple[str, int], ...],
    *,
    smallest: int,
    compress: bool,
    quiet: bool,
) -> None:
    """Assess every record of a directory; exit 1 if some have faults."""
    from involvement.collection import LOG, assess_into, directory

    # what is loaded by now stays: do not look through it again for each record
    gc.freeze()
    progress = Progress(quiet, len(directory(record)))
    notes = 0
    assessed = assess_into(
        record, out, k=smallest, limits=raised(limit), compress=compress
    )
    for found in assessed:
        if found.state == "faulty":
            progress.clear()
            for issue in found.issues:
                if issue.severity == "error" or not quiet:
                    tell(issue)
        else:
            notes += len(found.issues)
        progress.add(found.state)
    progress.clear()
    faulty = progress.count("faulty")
    if not quiet:
        kept = progress.count("kept")
        click.echo(
            f"assessed {progress.count('assessed'):,} of {progress.total:,} records; "
            f"{kept:,} done before, {faulty:,} with faults; see {out}/{LOG}",
            err=True,
        )
        if notes:
            click.echo(f"warnings and notes: {notes:,}; `check` lists them", err=True)
    if faulty:
        raise click.exceptions.Exit(FAULTS)
