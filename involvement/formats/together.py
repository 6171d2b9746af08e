"""The files of one folder as one: all of the old ones or all of the new ones.

What is to be written goes to a journal first, one file that is there whole or not at
all. From then on the folder holds the new content: a reader that finds the journal
reads from it. When every file has its new content, the journal goes.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, RecordError, quote
from involvement.formats.beside import alone
from involvement.formats.source import read_bytes
from involvement.formats.writing import make_folder, not_written, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from involvement.limits import Limits

JOURNAL = ".folder.part"
"""What a folder holds while it is written, or after a writer was killed."""


def write_together(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write these texts into a folder, and remove the files that have none.

    Raises:
        RecordError: If something cannot be written, or another process is writing
            there all the time.
    """
    make_folder(folder)
    journal = folder / JOURNAL
    with alone(folder, writing=True):
        write_whole(journal, json.dumps(files).encode())
        try:
            for name, text in files.items():
                _put(folder / name, text)
            _put(journal, None)
        except RecordError as error:
            hint = f"the new content stands in {JOURNAL} and is read; write it again"
            issues = [attrs.evolve(issue, hint=hint) for issue in error.issues]
            raise RecordError(issues) from None


def _put(path: Path, text: str | None) -> None:
    if text is not None:
        write_whole(path, text.encode())
        return
    for left in path.parent.glob(f".{path.name}.*.part"):  # by a writer killed here
        with suppress(OSError):
            left.unlink()
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise RecordError([not_written(path, error)]) from None


def read_together(
    folder: Path, names: Iterable[str], limits: Limits
) -> tuple[dict[str, bytes], bool]:
    """What a folder holds of these files, and whether a writer was cut short.

    Raises:
        RecordError: If a file cannot be read within the limits, or was changed after
            a writer was cut short.
    """
    with alone(folder, writing=False):
        new = _journal(folder, limits)
        found = {}
        for name in names:
            path = folder / name
            # also what is no file: reading it says so
            there = read_bytes(path, limits) if os.path.lexists(path) else None
            data = there
            if name in new:
                data = None if new[name] is None else str(new[name]).encode()
                if there not in (data, None) and _younger(path, folder / JOURNAL):
                    raise RecordError([_both(folder, name)])
            if data is not None:
                found[name] = data
    return found, bool(new)


def _journal(folder: Path, limits: Limits) -> dict[str, Any]:
    """What is still to be written, by file; nothing in a folder that is finished."""
    path = folder / JOURNAL
    if not path.is_file():
        return {}
    try:
        files = json.loads(read_bytes(path, limits))
    except (ValueError, RecursionError):
        files = None
    if isinstance(files, dict) and files:
        return files
    issue = Issue(
        code="syntax",
        found="found a journal that cannot be read",
        where=f"{folder.name}/{JOURNAL}",
        hint="remove it to read the files as they are",
    )
    raise RecordError([issue])


def _younger(path: Path, other: Path) -> bool:
    return path.stat().st_mtime_ns > other.stat().st_mtime_ns


def _both(folder: Path, name: str) -> Issue:
    return Issue(
        code="file-write",
        found=f"found {quote(name)} changed after the writing was cut short",
        where=f"{folder.name}/{name}",
        hint=f"remove {JOURNAL} to read the files as they are, or write it all again",
    )
