"""Where a record is: a file, a directory, a shipped example; and what its name says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from involvement.errors import (
    Issue,
    RecordError,
    closest,
    one_of,
    plain,
    quote,
    required_path,
)
from involvement.formats.shelf import example_names

if TYPE_CHECKING:
    from os import PathLike

ENDINGS = (".yaml", ".yml", ".json", ".xlsx")
"""The endings a record may have; a directory is a portfolio or a folder of CSV."""

_OLD = {
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".ods": "an OpenDocument workbook",
}


def found_at(path: str | PathLike[str]) -> tuple[Path | str, list[Issue]]:
    """The file, or the text `-` or an example's id; and a note if both exist."""
    required_path(path)
    name = str(path)
    if name == "-":
        return name, []
    target = Path(path)
    example = name in example_names()
    try:
        there = target.exists()
    except (OSError, ValueError):
        there = False
    if there and example:
        note = Issue(
            code="file-example",
            found=f"{quote(name)} is a file here and also a shipped example",
            hint="the file was read; rename it to read the example",
            severity="note",
        )
        return target, [note]
    if not there and not example:
        raise RecordError([_missing(target)])
    return (target if there else name), []


def _missing(path: Path) -> Issue:
    try:
        names = [item.name for item in path.parent.iterdir()]
    except (OSError, ValueError):
        names = []
    near = closest(path.name, [*names, *example_names()])
    return Issue(
        code="file-missing",
        found="there is no such file",
        where=plain(str(path)),
        expected=f"closest: {', '.join(near)}" if near else "",
    )


def is_folder(path: Path) -> bool:
    """Whether a directory is one record as CSV tables."""
    return (path / "datapackage.json").is_file()


def unknown_ending(path: Path) -> Issue:
    """What is wrong with a name that ends as no record does."""
    ending = path.suffix.lower()
    if ending in _OLD:
        return Issue(
            code="file-kind",
            found=f"found {_OLD[ending]} ({ending})",
            where=plain(str(path)),
            hint="save it as .xlsx",
        )
    return Issue(
        code="file-kind",
        found=f"found the ending {quote(ending)}" if ending else "found no ending",
        where=plain(str(path)),
        expected=one_of(ENDINGS, word=ending),
    )


def record_paths(path: Path) -> tuple[Path, ...]:
    """The records of a directory, in the order of their names.

    Raises:
        RecordError: If it cannot be read, or holds none (`directory-empty`).
    """
    try:
        names = sorted(item for item in path.iterdir() if _is_record(item))
    except OSError as error:
        issue = Issue(
            code="file-denied",
            found=f"could not read it: {(error.strerror or 'it failed').lower()}",
            where=plain(str(path)),
        )
        raise RecordError([issue]) from None
    if not names:
        issue = Issue(
            code="directory-empty",
            found="found no record in the directory",
            where=plain(str(path)),
            expected=f"expected files ending in {', '.join(ENDINGS)}",
        )
        raise RecordError([issue])
    return tuple(names)


def _is_record(path: Path) -> bool:
    if path.name.startswith((".", "~$")):
        return False
    return path.suffix.lower() in ENDINGS or (path.is_dir() and is_folder(path))
