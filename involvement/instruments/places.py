"""Where things stand in a TOML text, so that a fault can be pointed at.

The standard reader keeps no positions. Scale files are small and plain, so a scan of
their lines is enough: headers, keys, and texts over several lines. What the scan
cannot place (inline tables) falls back to the nearest thing above it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*+(\[\[?)([A-Za-z0-9_.\"' \t-]++)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*|\"[^\"]*\")\s*=\s*")


@attrs.frozen
class Places:
    """The offsets of the keys and values of one TOML text.

    Attributes:
        name: The file, for messages.
        text: Its text.
        keys: Where each key stands.
        values: Where the value of each key starts.
    """

    name: str
    text: str
    keys: dict[Path, int]
    values: dict[Path, int]

    def where(self, offset: int) -> str:
        """An offset as `file:line:column`."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        return f"{self.name}:{line}:{column}"

    def of(self, path: Path) -> str:
        """Where a key stands, or the nearest thing above it."""
        while path:
            for place in (path, (*path, 0)):
                if place in self.keys:
                    return self.where(self.keys[place])
            path = path[:-1]
        return self.where(0)

    def inside(self, path: Path, value: str) -> Callable[[int], str]:
        """From an offset in a text value to its place in the file."""
        start = self.values.get(path)
        found = self.text.find(value, start) if start is not None else -1
        if start is None or found < 0:
            return lambda _offset: self.of(path)
        return lambda offset: self.where(found + offset)


def scan(name: str, text: str) -> Places:
    r"""Find the keys of a TOML text.

    Example:
        >>> places = scan("s.toml", 'id = "x"\n\n[[levels]]\nid = "low"\n')
        >>> places.of(("levels", 0, "id"))
        's.toml:4:1'
    """
    keys: dict[Path, int] = {}
    values: dict[Path, int] = {}
    counts: dict[str, int] = {}
    table: Path = ()
    offset = 0
    fence = ""
    for line in text.splitlines(keepends=True):
        start, offset = offset, offset + len(line)
        if fence:
            fence = "" if fence in line else fence
            continue
        if header := _HEADER.match(line.rstrip("\r\n")):
            table = _table(header, counts)
            keys.setdefault(table, start + header.start(1))
        elif key := _KEY.match(line):
            path = (*table, *(part.strip(' "') for part in key[1].split(".")))
            keys.setdefault(path, start + key.start(1))
            values.setdefault(path, start + key.end())
            rest = line[key.end() :]
            mark = rest[:3]
            if mark in ('"""', "'''") and mark not in rest[3:]:
                fence = mark
    return Places(name, text, keys, values)


def _table(header: re.Match[str], counts: dict[str, int]) -> Path:
    """The path of a `[table]` or of the next `[[table]]`."""
    name = header[2].strip()
    parts: list[str | int] = [part.strip(" \t\"'") for part in name.split(".")]
    if header[1] == "[[":
        counts[name] = counts.get(name, -1) + 1
        parts.append(counts[name])
    return tuple(parts)
