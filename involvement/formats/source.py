"""The bytes of a file that exists, may be read and is within the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.errors import Issue, RecordError, plain
from involvement.formats.text import limit_issue
from involvement.limits import at_most

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.limits import Limits


def read_bytes(path: Path, limits: Limits) -> bytes:
    """All bytes of a file.

    Raises:
        RecordError: If it does not exist, may not be read, or is larger than
            `Limits.bytes`.
    """
    try:
        with path.open("rb") as file:
            data = at_most(file, limits.bytes + 1)
            size = max(len(data), path.stat().st_size)
    except OSError as error:
        codes = {FileNotFoundError: "file-missing", PermissionError: "file-denied"}
        issue = Issue(
            code=codes.get(type(error), "file-kind"),
            found=f"could not read it: {(error.strerror or 'it failed').lower()}",
            where=plain(str(path)),
        )
        raise RecordError([issue]) from None
    if size > limits.bytes:
        found = f"the file has {size} bytes, the limit is {limits.bytes}"
        raise RecordError([limit_issue("bytes", found, path.name)])
    return data
