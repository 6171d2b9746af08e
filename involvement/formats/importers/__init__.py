"""Records from the files of other projects, and an account of every part of them.

An importer is a function `read(paths, *, limits=None)` that returns an `Import`. The
shipped ones are listed here; others come from installed packages, under the entry
point group `involvement.importers`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import InvolvementError, Issue, RecordError, one_of, quote
from involvement.foreign import NoAnswerError, answer
from involvement.formats.importers.guard import guarded, plugin_issue
from involvement.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

    from involvement.formats.importers.shape import Import, Importer
    from involvement.formats.importers.tables import Paths

GROUP = "involvement.importers"
"""Entry point group for importers of installed packages."""

SHIPPED: Mapping[str, str] = MappingProxyType(
    {
        "causal_map": "Causal map: an edge list with the source of each mention",
        "decentraland": "Decentraland DAO: proposals, grants, projects, vestings",
        "decidim": "Decidim Barcelona: proposal counts, meetings, actions",
        "eci": "European Citizens' Initiatives and the Commission's answers",
        "participedia": "Participedia cases, CSV export",
        "participedia_methods": "Participedia methods, CSV export",
        "prov_json": "PROV-JSON: what this library writes, and what else fits",
    }
)
"""Name of each shipped importer and what it reads; its module has that name."""


@attrs.frozen
class Importers:
    """The importers there are.

    Attributes:
        titles: Name to what it reads, shipped ones first, each part sorted.
        failed: Importers of installed packages that could not be loaded.
    """

    titles: dict[str, str]
    failed: tuple[Issue, ...]
    _found: dict[str, Any]

    def __getitem__(self, name: str) -> Importer:
        """The importer of that name.

        Raises:
            RecordError: If there is none (`option-unknown`).
        """
        if name in SHIPPED:
            return _shipped(name)
        if name in self._found:
            return guarded(name, self._found[name])
        raise RecordError(
            [
                Issue(
                    code="option-unknown",
                    found=f"found no importer {quote(name)}",
                    expected=one_of(list(self.titles), word=name),
                ),
                *self.failed,
            ]
        )


def importers(limits: Limits | None = None) -> Importers:
    """Every importer by name; one that cannot be loaded is named, the others go on.

    Args:
        limits: How long to wait for each package (`Limits.seconds`).

    Example:
        >>> list(importers().titles)[:3]
        ['causal_map', 'decentraland', 'decidim']
    """
    seconds = (limits or Limits()).seconds
    titles, found, failed = dict(SHIPPED), {}, []
    for point in sorted(entry_points(group=GROUP), key=lambda p: (p.name, p.value)):
        try:
            found[point.name] = _loaded(point, seconds, taken=point.name in titles)
        except NoAnswerError as error:
            failed.append(plugin_issue(point.name, error))
        else:
            titles[point.name] = f"from an installed package: {point.value}"
    return Importers(titles, tuple(failed), found)


def _loaded(point: EntryPoint, seconds: int, *, taken: bool) -> Any:
    """The function a package offers."""
    if taken:
        raise NoAnswerError("the name is already taken")
    try:
        reader = answer(point.load, seconds=seconds)
    except InvolvementError as error:
        raise NoAnswerError(f"it cannot be loaded: {error}") from None
    except NoAnswerError as error:
        words = str(error).removeprefix("it raised ")
        raise NoAnswerError(f"it cannot be loaded: {words}", late=error.late) from None
    if not callable(reader):
        raise NoAnswerError(f"it is of type {type(reader).__name__}, not a function")
    return reader


def read(name: str, paths: Paths, *, limits: Limits | None = None) -> Import:
    """The records an importer makes of these files, and what it did with each part.

    An importer of another package is asked twice, each time for `Limits.seconds` at
    most: one that answers in two ways, or not at all, is named.

    Args:
        name: One of `importers().titles`.
        paths: One file, several, or a directory of CSV files.
        limits: How much the files may ask of this machine.

    Returns:
        The import: records, what was used, what was not and why.

    Raises:
        RecordError: If there is no such importer, the files cannot be read or are
            not of its layout, or an importer of another package fails.
    """
    found = _shipped(name) if name in SHIPPED else importers(limits)[name]
    return found(paths, limits=limits)


def _shipped(name: str) -> Importer:
    found: Importer = import_module(f"{__name__}.{name}").read
    return found
