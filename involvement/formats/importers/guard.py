"""Importers of other packages: asked twice, in time, and what they return looked at."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, RecordError, quote
from involvement.foreign import NoAnswerError, answer
from involvement.formats.importers.shape import Figure, Import, Unused, Used
from involvement.formats.writing import json_text
from involvement.limits import Limits
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Callable

    from involvement.formats.importers.shape import Importer
    from involvement.formats.importers.tables import Paths

_PARTS: dict[str, type] = {
    "programmes": Programme,
    "used": Used,
    "unused": Unused,
    "figures": Figure,
    "notes": str,
    "warnings": Issue,
}
"""What each list of an `Import` holds."""


def plugin_issue(name: str, error: NoAnswerError) -> Issue:
    """The fault of an importer, with its name."""
    hint = "update or remove the package it comes from"
    if error.late:
        hint += "; if it needs longer: Limits(seconds=...) or --limit seconds=..."
    return Issue(
        code="importer-plugin", found=f"importer {quote(name)}: {error}", hint=hint
    )


def guarded(name: str, reader: Any) -> Importer:
    """A foreign importer whose failures are named and kept within the family."""

    def read(paths: Paths, *, limits: Limits | None = None) -> Import:
        given = paths if isinstance(paths, str | os.PathLike) else tuple(paths)

        def ask() -> tuple[Import, str]:
            return _looked_at(reader(given, limits=limits))

        before = _stamps(given)
        try:
            made = _asked_twice(ask, (limits or Limits()).seconds)
            _same_files(before, _stamps(given))
        except NoAnswerError as error:
            raise RecordError([plugin_issue(name, error)]) from error
        return made

    return read


def _asked_twice(ask: Callable[[], tuple[Import, str]], seconds: int) -> Import:
    made, text = answer(ask, seconds=seconds)
    _, again = answer(ask, seconds=seconds)
    if text != again:
        raise NoAnswerError("asked twice, it gave two answers")
    return made


def _same_files(before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = sorted({Path(file).name for file, _ in before.items() ^ after.items()})
    if changed:
        raise NoAnswerError(f"{quote(changed[0])} changed while it was reading")


def _looked_at(made: Any) -> tuple[Import, str]:
    """What an importer made, each part as it should be, and all of it as text."""
    if type(made) is not Import:
        raise NoAnswerError(f"it returned {type(made).__name__}, not an Import")
    for part, kind in _PARTS.items():
        held = getattr(made, part)
        if type(held) is not tuple:
            raise NoAnswerError(f"its {part} are a {type(held).__name__}, not a tuple")
        for one in held:
            if type(one) is not kind:
                raise NoAnswerError(
                    f"it returned {type(one).__name__} where a {kind.__name__} belongs"
                )
    for programme in made.programmes:
        _valid(programme)
    texts = [made.explain(), *map(json_text, made.programmes)]
    return made, "\n".join(texts)


def _valid(programme: Programme) -> None:
    """Refuse a record that was put together past its own checks."""
    values = programme.model_dump(mode="json", warnings=False)
    try:
        same = Programme.model_validate(values) == programme
    except RecordError as error:
        raise NoAnswerError(f"it returned a record with faults: {error}") from None
    if not same:
        raise NoAnswerError("it returned a record that reads back as another")


def _stamps(paths: Paths) -> dict[str, Any]:
    """Size and time of every file given, to see whether it was changed."""
    stamps = {}
    for path in [paths] if isinstance(paths, str | os.PathLike) else paths:
        place = Path(path)
        with suppress(OSError, ValueError):
            for file in place.iterdir() if place.is_dir() else [place]:
                found = file.stat()
                stamps[str(file)] = (found.st_size, found.st_mtime_ns)
    return stamps
