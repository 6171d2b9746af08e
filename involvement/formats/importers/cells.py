"""Cells of others as values of a record: counts, dates, ids."""

from __future__ import annotations

import re
import unicodedata

from involvement.dates import days

_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}(?:\.0+)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)


def whole(text: str) -> int | None:
    """A whole number, or None when the text is not plainly one.

    Example:
        >>> whole("1,659,543"), whole("160.0"), whole("2.5"), whole("many")
        (1659543, 160, None, None)
    """
    if not _WHOLE.fullmatch(text):
        return None
    return int(text.partition(".")[0].replace(",", ""))


def date(text: str) -> str | None:
    """A date of the calendar as `YYYY-MM-DD`, or None.

    Example:
        >>> date("09/02/2016"), date("2024-02-10T23:48:00.985Z"), date("31/02/2016")
        ('2016-02-09', '2024-02-10', None)
    """
    if match := _DAY_FIRST.fullmatch(text):
        text = "-".join(reversed(match.groups()))
    elif match := _STAMP.fullmatch(text):
        text = match.group(1)
    else:
        return None
    try:
        days(text)
    except ValueError:
        return None
    return text


def span(start: str | None, end: str | None) -> dict[str, str] | None:
    """A start and an end as the record writes them; None when the end comes first.

    ISO dates sort as text, so they are compared as such.

    Example:
        >>> span("2004-01-12", None), span("2005-01-01", "2004-01-01")
        ({'start': '2004-01-12'}, None)
    """
    if start and end and end < start:
        return None
    found = {"start": start, "end": end}
    return {name: text for name, text in found.items() if text}


class Names:
    """Ids for what has only a label: readable, valid, each used once.

    Example:
        >>> names = Names()
        >>> names.of("area", "Sanidad y salud"), names.of("area", "Sanidad y salud")
        ('area-sanidad-y-salud', 'area-sanidad-y-salud')
        >>> names.of("area", "Sanidad, y salud")
        'area-sanidad-y-salud-2'
    """

    def __init__(self) -> None:
        """Start with no id taken."""
        self._known: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    def of(self, kind: str, label: str) -> str:
        """The id of this label; the same one whenever it is asked for."""
        key = (kind, label)
        if key not in self._known:
            self._known[key] = self._free(f"{kind}-{_slug(label)}".strip("-"))
        return self._known[key]

    def _free(self, wanted: str) -> str:
        wanted = wanted[:72].rstrip("-")
        found, n = wanted, 1
        while found in self._taken:
            n += 1
            found = f"{wanted}-{n}"
        self._taken.add(found)
        return found


def _slug(label: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
