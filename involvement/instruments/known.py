"""What a record may name of the scales in use: levels to claim, items to answer.

Both are read only when a record names a scale: most do not, and reading every scale
costs more than reading a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from involvement.record.coherence import Items

if TYPE_CHECKING:
    from involvement.instruments.levels import Answers, Scale

T = TypeVar("T")


class _InUse(Mapping[str, T]):
    """Something about each scale in use, looked up when it is asked for."""

    def __init__(self, about: Callable[[Scale], T | None]) -> None:
        self.about = about

    def _all(self) -> dict[str, T]:
        from involvement.instruments.scale import scales

        found = {name: self.about(scale) for name, scale in scales().items()}
        return {name: one for name, one in found.items() if one is not None}

    def __getitem__(self, scale: str) -> T:
        return self._all()[scale]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _levels(scale: Scale) -> tuple[str, ...]:
    return tuple(level.id for level in scale.levels)


def _items(scale: Scale) -> Items | None:
    if scale.answers is None:
        return None
    return Items(
        items=tuple(point.id for point in scale.items),
        values=_values(scale.answers),
        anchored=scale.answers.anchored,
    )


def _values(answers: Answers) -> tuple[str, ...] | range | None:
    if answers.words:
        return answers.words
    if answers.minimum is None or answers.maximum is None:
        return None
    return range(answers.minimum, answers.maximum + 1)


levels: Mapping[str, tuple[str, ...]] = _InUse(_levels)
"""Scale id to level ids, for what is declared and what users preferred."""

items: Mapping[str, Items] = _InUse(_items)
"""Scale id to items and values, for scales that people answer themselves."""
