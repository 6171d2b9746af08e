"""What is left of a record when its faulty parts are taken out.

All faults of a file are to be told at once, also those that show only in the whole
record; so the sound part is made into a record of its own and checked too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from involvement.record.faults import Fault, Path
from involvement.record.programme import LISTS, SCHEMA_VERSION, Programme

_ROUNDS = 3
_STAND_IN = "programme.without-a-sound-id"

Validate = Callable[[dict[str, Any]], tuple[Programme | None, list[Fault]]]


@attrs.frozen
class Sound:
    """The sound part of a faulty record.

    Attributes:
        programme: What is left.
        ids: The ids of what was taken out: references to them do not dangle.
        unsure: Whether ids may have been lost, so that nothing surely dangles.
        gone: List path to the positions taken out of it.
    """

    programme: Programme
    ids: frozenset[str]
    unsure: bool
    gone: dict[Path, tuple[int, ...]]

    def original(self, path: Path) -> Path:
        """The path in the file of a path in the sound part."""
        return _original(path, self.gone)


def _original(path: Path, gone: dict[Path, tuple[int, ...]]) -> Path:
    whole: Path = ()
    for part in path:
        if isinstance(part, int):
            for position in gone.get(whole, ()):
                part += position <= part  # noqa: PLW2901 - shifted by each before it
        whole = (*whole, part)
    return whole


def salvage(
    values: dict[str, Any], wrong: list[Fault], validate: Validate
) -> Sound | None:
    """The sound part of a record, or None when too little of it is sound.

    Args:
        values: Plain values of the record; not changed.
        wrong: The faults pydantic found in them.
        validate: Makes a programme of plain values, or says what is wrong.
    """
    ids: set[str] = set()
    unsure = False
    bad: set[Path] = set()
    for _ in range(_ROUNDS):
        for fault in wrong:
            path, lost = _taken_out(values, fault)
            bad.add(path)
            unsure |= _note_ids(lost, ids) and len(path) == 1 and path[0] in LISTS
            unsure |= fault.path == ("id",)
        left, gone = _without(values, bad)
        programme, again = validate(left)
        if programme is not None:
            return Sound(programme, frozenset(ids), unsure, gone)
        wrong = [attrs.evolve(f, path=_original(f.path, gone)) for f in again]
    return None


def _taken_out(values: dict[str, Any], fault: Fault) -> tuple[Path, Any]:
    """The path to leave out for a fault, and the value that stands there."""
    path = fault.path
    if (fault.code == "field-missing" or path[-1] == "id") and len(path) > 1:
        path = path[:-1]
    value: Any = values
    for depth, part in enumerate(path):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part in range(len(value)):
            value = value[int(part)]
        else:
            return path[: max(depth, 1)], value
    return path, value


def _note_ids(lost: Any, ids: set[str]) -> bool:
    """Collect the ids inside something taken out; whether it held no items."""
    before = len(ids)
    stack = [lost]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if isinstance(value.get("id"), str):
                ids.add(value["id"])
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return len(ids) == before


def _without(
    values: dict[str, Any], bad: set[Path]
) -> tuple[dict[str, Any], dict[Path, tuple[int, ...]]]:
    """A copy without some paths, and the list positions that are gone from it."""
    gone: dict[Path, list[int]] = {}
    inside = {path[:end] for path in bad for end in range(len(path))}

    def copied(value: Any, path: Path) -> Any:
        if path not in inside:
            return value
        if isinstance(value, dict):
            return {
                key: copied(part, (*path, key))
                for key, part in value.items()
                if (*path, key) not in bad
            }
        kept = []
        for position, part in enumerate(value):
            if (*path, position) in bad:
                gone.setdefault(path, []).append(position)
            else:
                kept.append(copied(part, (*path, position)))
        return kept

    left = copied(values, ())
    if ("schema_version",) in bad or "schema_version" not in left:
        left["schema_version"] = SCHEMA_VERSION
    if ("id",) in bad or "id" not in left:
        left["id"] = _STAND_IN
    return left, {path: tuple(positions) for path, positions in gone.items()}
