"""The answers of a trace in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from involvement.influence.answers import Change, Pair
    from involvement.influence.tracer import Tracer
    from involvement.influence.tracing import Trace


def change_text(change: Change) -> str:
    """What is behind a change."""
    return change.id


def trace_text(trace: Trace) -> str:
    """The whole trace in short."""
    return trace.listing().explain()


def pair_text(_tracer: Tracer, pair: Pair) -> str:
    """One pair, link by link."""
    return pair.explain()
