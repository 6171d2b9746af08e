"""Files written beside their place, and what a killed writer leaves of them.

The system holds a lock for as long as the process lives that took it. So a file that
nobody holds was left behind by a kill, and the next writer of the same file uses it
up. Systems without such locks get a new name each time; there, what a kill leaves
stays.
"""

from __future__ import annotations

import os
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from involvement.errors import Issue, RecordError, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

SECONDS = 10.0
"""How long one writer of a folder waits for another."""

_NAMES = 8
"""Writers of one file at one time that get a lock; more go without."""


class Beside:
    """One file beside its place: where it is, and a handle to write to.

    Attributes:
        name: Its path; it begins with a dot and ends in `.part`.
        handle: Open for writing; whoever takes it closes it.
    """

    def __init__(self, target: Path) -> None:
        """Take the first name that no living writer holds."""
        self._lock: int | None = None
        stem = f".{target.name[:80]}."
        for number in range(_NAMES if _fcntl() else 0):
            self.name = str(target.parent / f"{stem}{number}.part")
            handle = _claimed(self.name)
            if handle is not None:
                self.handle = handle
                self._lock = os.dup(handle)  # the lock lasts until both are closed
                return
        self.handle, self.name = tempfile.mkstemp(
            prefix=stem, suffix=".part", dir=target.parent
        )

    def discard(self) -> None:
        """Remove it, as the writing failed; nothing that is another's by now."""
        with suppress(OSError):
            if self._lock is None or _is_at(self._lock, self.name):
                os.unlink(self.name)  # noqa: PTH108 - a plain name

    def release(self) -> None:
        """Let others have the name."""
        if self._lock is not None:
            os.close(self._lock)


def _fcntl() -> ModuleType | None:
    """The locks of this system, if it has any."""
    try:
        import fcntl
    except ImportError:
        return None
    return fcntl


def _claimed(name: str) -> int | None:
    """A handle on a file of that name, emptied and held; None if it is another's.

    A folder that others may write to can hold a link or a foreign file of that name:
    neither is written to.
    """
    import fcntl

    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        handle = os.open(name, flags, 0o600)
    except OSError:
        return None  # if nothing can be made here at all, the last try says so
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_at(handle, name) and _own(os.fstat(handle)):
            os.ftruncate(handle, 0)
            os.fchmod(handle, 0o600)
            return handle
    except BlockingIOError:
        pass  # a living writer holds it
    except OSError:  # a file system without locks
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - a plain name
    os.close(handle)
    return None


def _own(found: os.stat_result) -> bool:
    return (
        stat.S_ISREG(found.st_mode)
        and found.st_nlink == 1
        and found.st_uid == os.geteuid()
    )


def _is_at(handle: int, name: str) -> bool:
    """Whether a path still leads to the file that is held."""
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(name))
    except FileNotFoundError:
        return False


@contextmanager
def alone(folder: Path, *, writing: bool) -> Iterator[None]:
    """One writer of a folder at a time, and no reader beside it.

    Raises:
        RecordError: If another does not finish within `SECONDS` (`file-denied`).
    """
    handle = None
    if _fcntl():
        with suppress(OSError):  # what cannot be opened is said by who reads it
            handle = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + SECONDS
        while handle is not None and not _locked(handle, writing=writing):
            if time.monotonic() > until:
                raise RecordError([_busy(folder)])
            time.sleep(0.01)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(handle: int, *, writing: bool) -> bool:
    import fcntl

    kind = fcntl.LOCK_EX if writing else fcntl.LOCK_SH
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def _busy(folder: Path) -> Issue:
    return Issue(
        code="file-denied",
        found=f"another process was still writing it after {SECONDS:g} s",
        where=plain(str(folder)),
        hint="wait for it to finish, or end it; then do the same again",
    )
