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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from involvement.formats.importers.shape import Import, Importer
    from involvement.formats.importers.tables import Paths
    from involvement.limits import Limits

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
            shipped: Importer = import_module(f"{__name__}.{name}").read
            return shipped
        if name in self._found:
            return _guarded(name, self._found[name])
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


def _plugin(name: str, found: str) -> Issue:
    return Issue(
        code="importer-plugin",
        found=f"importer {quote(name)}: {found}",
        hint="update or remove the package it comes from",
    )


def _guarded(name: str, reader: Any) -> Importer:
    """A foreign importer whose failures are named and kept within the family."""

    def read(paths: Paths, *, limits: Limits | None = None) -> Import:
        from involvement.formats.importers.shape import Import
        from involvement.record.programme import Programme

        try:
            made = reader(paths, limits=limits)
        except InvolvementError:
            raise
        except Exception as error:
            # a plug-in may raise anything; it is named and the others go on
            text = f"it raised {type(error).__name__}: {error}"
            raise RecordError([_plugin(name, text)]) from error
        if not isinstance(made, Import):
            text = f"it returned {type(made).__name__}, not an Import"
            raise RecordError([_plugin(name, text)])
        kinds = [type(p).__name__ for p in made.programmes if type(p) is not Programme]
        if kinds:
            text = f"it returned {kinds[0]} where a Programme belongs"
            raise RecordError([_plugin(name, text)])
        return made

    return read


def importers() -> Importers:
    """Every importer by name; one that cannot be loaded is named, the others go on.

    Example:
        >>> list(importers().titles)[:3]
        ['causal_map', 'decentraland', 'decidim']
    """
    titles, found, failed = dict(SHIPPED), {}, []
    for point in sorted(entry_points(group=GROUP), key=lambda p: (p.name, p.value)):
        if point.name in titles:
            failed.append(_plugin(point.name, "the name is already taken"))
            continue
        try:
            reader = point.load()
        except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
            text = f"it cannot be loaded: {type(error).__name__}: {error}"
            failed.append(_plugin(point.name, text))
            continue
        if not callable(reader):
            text = f"it is of type {type(reader).__name__}, not a function"
            failed.append(_plugin(point.name, text))
            continue
        found[point.name] = reader
        titles[point.name] = f"from an installed package: {point.value}"
    return Importers(titles, tuple(failed), found)


def read(name: str, paths: Paths, *, limits: Limits | None = None) -> Import:
    """The records an importer makes of these files, and what it did with each part.

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
    return importers()[name](paths, limits=limits)
