"""How wide a text is, and where to break it, without measuring fonts.

Widths are those of common sans-serif faces, rounded up: a line never gets wider than
asked for, it may stay a little shorter.
"""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("iljtfrI.,:;'|!()[]/ -")
_BROAD = frozenset("mwMW@%&")
_ENOUGH = 1000  # characters: more than any box can show


def width(text: str, size: float) -> float:
    """An upper estimate of a text's width, in the unit of the font size.

    Example:
        >>> width("ill", 10) < width("mmm", 10)
        True
    """
    return size * sum(map(_em, text))


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.4
    if char in _BROAD:
        return 1.0
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x2FFF:
        return 1.25
    if char.isupper() or char.isdigit():
        return 0.76
    return 0.62 if char.isascii() else 0.8


def wrap(text: str, room: float, size: float, *, lines: int = 5) -> list[str]:
    """The text in lines no wider than `room`; what does not fit ends in an ellipsis.

    Words longer than a line are broken. The whole text belongs beside the picture or
    in its description, so nothing is lost.

    Example:
        >>> wrap("a leaflet in plain words", 60, 10)
        ['a leaflet in', 'plain', 'words']
        >>> wrap("unbreakable" * 9, 60, 10, lines=2)
        ['unbreakabl', 'eunbreak…']
    """
    made: list[str] = []
    line = ""
    for word in text[:_ENOUGH].split():
        left = word
        joined = f"{line} {left}" if line else left
        if width(joined, size) <= room:
            line = joined
            continue
        if line:
            made.append(line)
        while width(left, size) > room:
            cut = _fits(left, room, size)
            made.append(left[:cut])
            left = left[cut:]
        line = left
    if line:
        made.append(line)
    if len(made) > lines:
        last = made[lines - 1]
        while last and width(f"{last}…", size) > room:
            last = last[:-1]
        made = [*made[: lines - 1], f"{last.rstrip()}…"]
    return made


def _fits(word: str, room: float, size: float) -> int:
    """How many characters fit, at least one; marks stay with their letter."""
    cut = 1
    while cut < len(word) and width(word[: cut + 1], size) <= room:
        cut += 1
    return cut
