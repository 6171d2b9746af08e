"""Code of other packages: run in a thread of its own, with an end to the waiting.

Our own code never goes this way. A thread cannot be stopped from outside, so one that
does not come back is left behind and ends with the process; code that holds the
interpreter inside C cannot be left behind at all.
"""

from __future__ import annotations

import contextvars
import threading
from typing import TYPE_CHECKING, TypeVar

from involvement.errors import InvolvementError, Issue, plain

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")

SHOWN = 300
"""Characters that are repeated of what foreign code says of itself."""


class NoAnswerError(Exception):
    """Why foreign code gave no answer that can be used, in words.

    Attributes:
        words: What it did instead.
        late: Whether it was still at work when the time was over.
    """

    def __init__(self, words: str, *, late: bool = False) -> None:
        """Keep the words."""
        super().__init__(words)
        self.words = words
        self.late = late


def answer(work: Callable[[], Found], *, seconds: int) -> Found:
    """What foreign code returns, if it does so in time.

    Args:
        work: The call. What it returns may be looked into inside it, too, so that
            objects of strange classes do their harm in time.
        seconds: How long to wait.

    Raises:
        InvolvementError: As the code raised it: a file may be refused in our words.
        NoAnswerError: If it raises anything else, `SystemExit` included, or is still
            at work when the time is over.

    Example:
        >>> answer(lambda: 3, seconds=10)
        3
        >>> answer(lambda: 1 / 0, seconds=10)
        Traceback (most recent call last):
        involvement.foreign.NoAnswerError: it raised ZeroDivisionError: division by zero
    """
    found: list[Found] = []
    raised: list[InvolvementError | NoAnswerError] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - it may raise anything
            raised.append(_usable(error))

    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(run,), daemon=True)
    thread.start()
    thread.join(min(seconds, threading.TIMEOUT_MAX))
    if raised:
        raise raised[0]
    if found:
        return found[0]
    raise NoAnswerError(f"it gave no answer within {seconds} s", late=True)


def _told(error: InvolvementError) -> bool:
    """Whether an error of our family says what is wrong."""
    return bool(error.issues) and {type(one) for one in error.issues} == {Issue}


def _usable(error: BaseException) -> InvolvementError | NoAnswerError:
    """The fault as it may be passed on; in the thread, as it may be of any class."""
    name = type(error).__name__
    try:
        said = plain(" ".join(str(error).split()))[:SHOWN]
        if isinstance(error, NoAnswerError):
            return error
        if isinstance(error, InvolvementError) and _told(error):
            return error
    except BaseException:  # noqa: BLE001 - it may raise here as well
        said = ""
    return NoAnswerError(f"it raised {name}" + (f": {said}" if said else ""))
