"""From plain values to a record that is known to be valid, or every fault in it."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
from pydantic import ValidationError

from involvement.errors import Issue, RecordError, quote
from involvement.formats.salvage import Validate, salvage
from involvement.limits import Limits
from involvement.record.checks import check_record
from involvement.record.faults import Fault, Path, faults, issues
from involvement.record.programme import SCHEMA_VERSION, Programme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from involvement.formats.tree import Tree
    from involvement.record.coherence import Items, Levels

MIGRATIONS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Older schema version to the function that brings its values to this version."""


def read_tree(
    tree: Tree,
    *,
    limits: Limits | None = None,
    levels: Levels | None = None,
    ratings: Mapping[str, Items] | None = None,
    today: dt.date | None = None,
) -> tuple[Programme, tuple[Issue, ...]]:
    """The record a tree holds, and what a reader should know about it.

    Args:
        tree: Plain values with their places.
        limits: How many faults to keep.
        levels: Scale id to level ids, to judge `declared` and `preferred`; without
            it they are not judged.
        ratings: Scale id to its items and values, to judge `ratings`.
        today: The day after which a date lies in the future.

    Returns:
        The programme, and its warnings and notes in the order of the file.

    Raises:
        RecordError: With every fault in the order of the file, warnings after them.

    Example:
        >>> from involvement.formats.tree import Tree
        >>> tree = Tree({"schema_version": "1", "id": "ward-7"})
        >>> read_tree(tree)[0].id
        'ward-7'
    """
    limits = limits or Limits()
    values, found = _migrated(tree)
    validated = partial(_validated, rank=tree.rank, most=limits.issues)
    programme, wrong = validated(values)
    found += wrong
    day = today or dt.date.today()  # noqa: DTZ011 - records hold local dates
    judge = partial(check_record, today=day, levels=levels, ratings=ratings)
    found += judge(programme) if programme else _rest(values, wrong, validated, judge)
    said = sorted_issues(found, tree, limits)
    if any(issue.severity == "error" for issue in said) or programme is None:
        raise RecordError(said)
    return programme, tuple(said)


def _migrated(tree: Tree) -> tuple[dict[str, Any], list[Fault]]:
    """The values in this version's layout.

    Raises:
        RecordError: If they are not named values, or of a newer version.
    """
    value = tree.value
    if not isinstance(value, dict) or not value:
        raise RecordError([*tree.issues, _no_programme(tree)])
    if _PROV & value.keys() and "schema_version" not in value:
        raise RecordError([_provenance(tree)])
    version = str(value.get("schema_version"))
    if version in MIGRATIONS:
        note = Fault(
            "version-older",
            ("schema_version",),
            f"found schema version {version}",
            f"read as version {SCHEMA_VERSION}",
            "save it again to keep it in the new layout",
            severity="note",
        )
        return MIGRATIONS[version](value), [note]
    if version.isdecimal() and int(version[:9]) > int(SCHEMA_VERSION):
        raise RecordError(
            [
                Issue(
                    code="version-newer",
                    found=f"found schema version {version[:9]}",
                    path="schema_version",
                    where=tree.where(("schema_version",)),
                    expected=f"expected {SCHEMA_VERSION}, the newest known here",
                    hint="install a newer version of involvement",
                )
            ]
        )
    return value, []


_PROV = frozenset(["entity", "used", "wasDerivedFrom", "wasGeneratedBy"])
"""Parts of PROV-JSON; no field of a record has such a name."""


def _provenance(tree: Tree) -> Issue:
    return Issue(
        code="file-kind",
        found="found a provenance document, PROV-JSON",
        where=tree.source,
        expected="expected a programme: schema_version, id and lists",
        hint="make a record of it: involvement import prov_json FILE -o DIR",
    )


def _no_programme(tree: Tree) -> Issue:
    value = tree.value
    if not value and not isinstance(value, bool | int | float):
        return Issue(
            code="record-empty",
            found="found nothing",
            where=tree.source,
            expected="expected a programme: schema_version, id and lists",
            hint="begin with a template: involvement new FILE.yaml",
        )
    programmes = isinstance(value, list) and any(
        isinstance(item, dict) and "schema_version" in item for item in value
    )
    return Issue(
        code="shape",
        found=f"found a list of {len(value)}"
        if isinstance(value, list)
        else f"found {quote(value)}",
        where=tree.where(()),
        expected="expected a programme: schema_version, id and lists",
        hint="a portfolio is a directory with one file for each programme"
        if programmes
        else "",
    )


def _validated(
    values: dict[str, Any], *, rank: Callable[[Path], Any], most: int
) -> tuple[Programme | None, list[Fault]]:
    try:
        return Programme.__pydantic_validator__.validate_python(values), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return None, faults(errors, Programme, rank=rank, most=most)


_ABSENT = ("kind-other", "anchors-missing")
"""What a part left out for a fault of its own may cause."""


def _rest(
    values: dict[str, Any],
    wrong: list[Fault],
    validated: Validate,
    judge: Callable[..., list[Fault]],
) -> list[Fault]:
    """What the checks of the whole record say about the parts that are sound.

    A faulty part is left out, so nothing is said that its absence alone explains.
    """
    sound = salvage(values, wrong, validated)
    if sound is None:
        return []
    touched = {fault.path[:2] for fault in wrong}
    return [
        attrs.evolve(
            fault,
            path=sound.original(fault.path),
            first=None if fault.first is None else sound.original(fault.first),
        )
        for fault in judge(sound.programme, known=sound.ids)
        if not (fault.code in _ABSENT and sound.original(fault.path)[:2] in touched)
        and not (sound.unsure and fault.code == "id-dangling")
    ]


def sorted_issues(found: list[Fault], tree: Tree, limits: Limits) -> list[Issue]:
    """Errors before the rest, each in the order of the file, cut at the limit."""
    ordered = sorted(found, key=lambda fault: tree.rank(fault.path))

    def where(fault: Fault, path: Path) -> str:
        return tree.where(path, key=fault.key and path == fault.path)

    said = [*tree.issues, *issues(ordered, where)]
    said.sort(key=lambda issue: (issue.severity != "error", _line(issue.where)))
    left = said[limits.issues :]
    if not left:
        return said
    more = Issue(
        code="limit-issues",
        found=f"{len(left)} more faults; the limit is {limits.issues}",
        where=tree.source,
        hint="raise it with Limits(issues=...) or --limit issues=...",
        severity=left[0].severity,
    )
    return [*said[: limits.issues], more]


def _line(where: str) -> tuple[int, int]:
    """Line and column of a place in text; elsewhere the order is already right."""
    match = re.search(r":(\d+):(\d+)\Z", where)
    return (int(match[1]), int(match[2])) if match else (0, 0)
