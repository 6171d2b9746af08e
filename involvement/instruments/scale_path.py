"""From a path to scales: one file, or every file of a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from involvement.errors import Issue, ScaleError, closest
from involvement.instruments.scale_file import read_scale
from involvement.limits import Limits, at_most

if TYPE_CHECKING:
    from involvement.instruments.levels import Scale


def read_path(
    path: str | os.PathLike[str], limits: Limits | None = None
) -> tuple[Scale, ...]:
    """The scales in a file, or in every `.toml` of a folder; not yet in use.

    Raises:
        ScaleError: With every fault of every file.
    """
    place = Path(path)
    files = sorted(place.glob("*.toml")) if is_folder(place) else [place]
    if not files:
        raise ScaleError(
            [
                Issue(
                    code="directory-empty",
                    found="found a folder without .toml files",
                    where=os.fspath(path),
                )
            ]
        )
    found: list[Scale] = []
    issues: list[Issue] = []
    for file in files:
        try:
            text = _text(file, limits or Limits())
            found.append(read_scale(text, name=os.fspath(file), limits=limits))
        except ScaleError as error:
            issues.extend(error.issues)
    if issues:
        raise ScaleError(issues)
    return tuple(found)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether it is a folder."""
    # unlike Path.is_dir, it takes names that the system refuses
    return os.path.isdir(path)  # noqa: PTH112


def _text(file: Path, limits: Limits) -> str:
    """The text of a file, if it can be read at all."""
    try:
        with file.open("rb") as opened:
            data = at_most(opened, limits.text + 1)
            size = max(len(data), file.stat().st_size)
    except FileNotFoundError:
        near = closest(file.name, _beside(file))
        expected = f"expected one of: {', '.join(near)}" if near else ""
        raise _unreadable(
            "file-missing", file, "found no such file", expected
        ) from None
    except OSError as error:
        found = f"found a file that cannot be read: {error.strerror}"
        raise _unreadable("file-denied", file, found) from None
    if size > limits.text:
        found = f"found {size:,} bytes, the limit is {limits.text:,}"
        raise _unreadable(
            "limit-text",
            file,
            found,
            "raise it with Limits(text=...) or --limit text=...",
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        found = f"found bytes that are not UTF-8, at byte {error.start}"
        raise _unreadable("text-encoding", file, found, "save it as UTF-8") from None


def _beside(file: Path) -> list[str]:
    try:
        return [one.name for one in file.parent.iterdir()]
    except OSError:
        return []


def _unreadable(code: str, file: Path, found: str, hint: str = "") -> ScaleError:
    return ScaleError([Issue(code=code, found=found, where=os.fspath(file), hint=hint)])
