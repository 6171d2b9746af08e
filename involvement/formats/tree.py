"""What every door of the house hands on: plain values, and where each one stood.

YAML, JSON, Excel, CSV and REDCap readers all make a `Tree`; `validation.read_tree`
makes a record of it. Nothing is guessed after that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue
from involvement.record.faults import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class LazyPlaces(Mapping[Path, str]):
    """Places that are worked out only when somebody asks for one.

    A record without faults needs no line numbers, and finding them costs more than
    reading it; so the readers of text pass a second, slower reading here.
    """

    def __init__(self, locate: Callable[[], Mapping[Path, str]]) -> None:
        """Keep the second reading for later."""
        self._locate = locate
        self._found: Mapping[Path, str] | None = None

    def _places(self) -> Mapping[Path, str]:
        if self._found is None:
            self._found = self._locate()
        return self._found

    def __getitem__(self, path: Path) -> str:
        return self._places()[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())


@attrs.frozen
class Tree:
    """Plain values of one record, with their places in the file.

    Attributes:
        value: Dicts, lists, texts, numbers, true, false and None.
        source: The file's name as shown to people.
        places: Path to place: `14:19` in text, `Activities!C7` in a workbook. The
            place of a key stands under its path with `KEY` added, where known.
        issues: What the reader itself found wrong or worth saying.

    Example:
        >>> tree = Tree({"a": [1]}, "p.yaml", {(): "1:1", ("a",): "1:4"})
        >>> tree.where(("a", 0))
        'p.yaml:1:4'
    """

    value: Any
    source: str = "record"
    places: Mapping[Path, str] = attrs.field(factory=dict)
    issues: tuple[Issue, ...] = ()
    _orders: dict[int, dict[Any, int]] = attrs.field(
        factory=dict, init=False, repr=False, eq=False
    )

    def where(self, path: Path, *, key: bool = False) -> str:
        """The place of a value, or of the nearest thing around it that has one.

        Args:
            path: The value's path.
            key: Give the place of its key, where the reader noted it.
        """
        if key and (*path, KEY) in self.places:
            return self._shown(self.places[*path, KEY])
        for end in range(len(path), -1, -1):
            if path[:end] in self.places:
                return self._shown(self.places[path[:end]])
        return self.source

    def _shown(self, place: str) -> str:
        return f"{self.source}{':' if place[:1].isdigit() else ' '}{place}"

    def rank(self, path: Path) -> tuple[int, ...]:
        """Where a path comes in the order of the file; for sorting."""
        ranks: list[int] = []
        value = self.value
        for part in path:
            if isinstance(value, dict) and part in value:
                ranks.append(self._order(value)[part])
                value = value[part]
            elif isinstance(value, list | tuple) and isinstance(part, int):
                ranks.append(part)
                value = value[part] if part < len(value) else None
            else:
                break
        return tuple(ranks)

    def _order(self, values: dict[Any, Any]) -> dict[Any, int]:
        """Key to its position; kept, or many faults of one part take long to sort."""
        found = self._orders.get(id(values))
        if found is None:
            found = {key: at for at, key in enumerate(values)}
            self._orders[id(values)] = found
        return found


KEY = "\0key"
"""Ends the path under which the place of a key is kept; no key may hold NUL."""
