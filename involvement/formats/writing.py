"""A record as plain values, and files that are either wholly written or not touched."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from involvement.errors import Issue, RecordError
from involvement.formats.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from involvement.record.programme import Programme

_FIRST = ("schema_version", "id", "title")


def plain_record(programme: Programme) -> dict[str, Any]:
    """A record as plain values that any reader takes back, keys in reading order.

    Example:
        >>> from involvement.record.programme import Programme
        >>> plain_record(Programme(id="p", title="Ward 7", schema_version="1"))
        {'schema_version': '1', 'id': 'p', 'title': 'Ward 7'}
    """
    values: dict[str, Any] = programme.model_dump(mode="json")
    first = {name: values[name] for name in _FIRST if name in values}
    return first | values


def json_text(programme: Programme) -> str:
    """A record as JSON, ending in a newline."""
    return json.dumps(plain_record(programme), indent=2, ensure_ascii=False) + "\n"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole, or leave the old one as it is.

    Raises:
        RecordError: If it cannot be written (`file-write`, `file-denied`).
    """
    with replacing(path) as out:
        out.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes the place of another only when it is whole.

    The bytes go to a file beside it, which is moved to its place when they are safely
    on the disk; after any failure the old file is as it was.

    Raises:
        RecordError: If it cannot be written (`file-write`, `file-denied`).
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        beside = Beside(target)
        try:
            with os.fdopen(beside.handle, "wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            os.chmod(beside.name, _mode(target))  # noqa: PTH101 - a plain name
            os.replace(beside.name, target)  # noqa: PTH105
        except BaseException:
            beside.discard()
            raise
        finally:
            beside.release()
    except OSError as error:
        raise RecordError([not_written(path, error)]) from None


def to_stdout(text: str) -> None:
    """Text on standard output: the same bytes whatever the locale."""
    out = getattr(sys.stdout, "buffer", None)
    if out is None:  # a program has put something of its own in its place
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    out.write(text.encode())
    out.flush()


def make_folder(path: Path) -> None:
    """A folder to write into, made if it is missing.

    Raises:
        RecordError: If it cannot be made (`file-write`, `file-denied`).
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        issue = Issue(
            code="file-write",
            found="a file of that name exists already",
            where=str(path),
            hint="give the name of a folder",
        )
        raise RecordError([issue]) from None
    except OSError as error:
        raise RecordError([not_written(path, error)]) from None


def _mode(target: Path) -> int:
    """The rights the file had, or those any new file would get."""
    with suppress(OSError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def not_written(path: Path, error: OSError) -> Issue:
    """Why a file could not be written, and what to do."""
    if isinstance(error, PermissionError):
        code, hint = "file-denied", "choose a folder you may write in"
    elif isinstance(error, IsADirectoryError):
        code, hint = "file-write", "give the name of a file, not of a folder"
    elif isinstance(error, FileNotFoundError):
        code, hint = "file-write", "make the folder first"
    else:
        code, hint = "file-write", "the old file, if there was one, is intact"
    reason = (error.strerror or "it failed").lower()
    return Issue(
        code=code, found=f"could not write it: {reason}", where=str(path), hint=hint
    )
