"""The example records that come with the library."""

from __future__ import annotations

import re
from importlib.resources import files as package_files
from typing import TYPE_CHECKING

from involvement.errors import Issue, RecordError, one_of, quote

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def examples() -> dict[str, str]:
    """Id to title of every shipped example.

    Example:
        >>> "stroke" in examples()
        True
    """
    found = {}
    for name in example_names():
        title = re.search(r"^title: *(.+)$", example_text(name), re.MULTILINE)
        found[name] = title[1].strip("\"'") if title else name
    return found


def example_text(name: str) -> str:
    """The text of a shipped example.

    Raises:
        RecordError: If there is no example of that id (`file-missing`).
    """
    if name not in example_names():
        issue = Issue(
            code="file-missing",
            found=f"there is no example {quote(name)}",
            expected=one_of(example_names(), word=name),
        )
        raise RecordError([issue])
    return (_shelf() / f"{name}.yaml").read_text(encoding="utf-8")


def _shelf() -> Traversable:
    return package_files("involvement") / "examples"


def example_names() -> list[str]:
    """The ids of the shipped examples, sorted."""
    names = (item.name for item in _shelf().iterdir())
    return sorted(name[:-5] for name in names if name.endswith(".yaml"))
