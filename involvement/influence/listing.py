"""Answers worked out when they are asked for, and all of them as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

import attrs

from involvement.influence.answers import Change, Fate, Pair, Step
from involvement.influence.links import nowhere
from involvement.influence.named import Limit
from involvement.results import Result

KEPT = 4_096
"""Answers a mapping remembers; more are worked out again when asked again."""

K = TypeVar("K")
V = TypeVar("V")


class OnDemand(Mapping[K, V]):
    """A mapping whose values are worked out when they are asked for."""

    def __init__(
        self,
        names: Callable[[], Mapping[K, int]],
        work_out: Callable[[int], V],
        what: str,
    ) -> None:
        """Take what gives the names with their numbers, and what makes a value."""
        self._give_names = names
        self._work_out = work_out
        self._what = what
        self._kept: dict[K, V] = {}

    @cached_property
    def _names(self) -> Mapping[K, int]:
        return self._give_names()

    def __getitem__(self, name: K) -> V:
        if name not in self._kept:
            if name not in self._names:
                raise nowhere(self._what, _said(name), map(_said, self._names))
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[name] = self._work_out(self._names[name])
        return self._kept[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[K]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<{len(self)} by {self._what}, worked out on demand>"


def _said(name: object) -> str:
    """A key as a person writes it: an id, or two joined by `>`."""
    return ">".join(map(str, name)) if isinstance(name, tuple) else str(name)


@attrs.frozen
class Listing(Result):
    """A whole trace as plain values: what `to_dict` and the JSON Schema hold.

    Attributes:
        evidence_policy: Name and version of the rules.
        time: `report` or `strict`.
        share_weights: `equal` or `sources`.
        limits: Each named limit and whether it was met.
        contributions: What became of each contribution.
        changes: What is behind each change.
        steps: Every step, by source and target.
        pairs: Every contribution with every change, up to the limit.
        pairs_total: How many pairs there are.
        pairs_listed: How many of them are in `pairs`.
    """

    evidence_policy: str
    time: str
    share_weights: str
    limits: dict[str, Limit]
    contributions: dict[str, Fate]
    changes: dict[str, Change]
    steps: tuple[Step, ...]
    pairs: tuple[Pair, ...]
    pairs_total: int
    pairs_listed: int

    def explain(self) -> str:
        """How much there is of each."""
        return (
            f"{len(self.contributions)} contributions, {len(self.changes)} changes, "
            f"{len(self.steps)} steps, {self.pairs_listed} of {self.pairs_total} pairs"
        )
