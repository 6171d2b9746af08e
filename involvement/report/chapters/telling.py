"""What all chapters need: the answers, the words, and how to name things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.document import Ident, Said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from involvement.assessment import Assessment
    from involvement.record.activity import Activity
    from involvement.report.document import Text
    from involvement.report.labels import Labels

FIRST_LADDER = "iap2"
"""The ladder shown open; the others are one line to open each."""


class Telling:
    """An assessment in one language."""

    def __init__(self, assessment: Assessment, words: Labels) -> None:
        """Keep both, and the activities by id."""
        self.assessment = assessment
        self.programme = assessment.programme
        self.words = words
        self.activities: dict[str, Activity] = {
            activity.id: activity for activity in self.programme.activities
        }

    def title(self, one: str) -> str:
        """What readers call an item; the id when it has no title."""
        if one not in self.programme.index:
            return one
        item = self.programme.index[one][1]
        return str(getattr(item, "name", None) or getattr(item, "label", None) or one)

    def name(self, one: str) -> Text:
        """An item's title with its id, or the id alone when there is none."""
        title = self.title(one)
        return Ident(one) if title == one else (Said(title), " ", Ident(one))

    def ids(self, some: Iterable[str]) -> Text:
        """Several ids in a row; a dash for none."""
        parts: list[str] = []
        for one in some:
            parts += [", "] if parts else []
            parts.append(Ident(one))
        return tuple(parts) or self.words("none")

    def titles(self, some: Iterable[str], *, most: int = 12) -> Text:
        """Several items by title; a long row ends with how many more there are."""
        ids = list(some)
        parts: list[str] = []
        for one in ids[:most]:
            parts += ["; "] if parts else []
            parts.append(Said(self.title(one)))
        if len(ids) > most:
            parts.append(self.words("more", n=len(ids) - most))
        return tuple(parts) or self.words("none")

    def said(self, value: str | tuple[str, ...]) -> Text:
        """A side, or the actors who stand for it."""
        if isinstance(value, str):
            return self.words.word(value)
        return self.titles(sorted(value))

    def word(self, code: object) -> str:
        """What readers see for a code."""
        return self.words.word(str(code))

    def counted(self, counts: Iterable[tuple[str, int]]) -> str:
        """Codes with their numbers in a row, zeros left out."""
        parts = [f"{self.word(code)} {n}" for code, n in counts if n]
        return ", ".join(parts) or self.words("none")

    def ladders(self) -> list[str]:
        """The ladders to show, the first one first."""
        shown = [
            name
            for name in self.assessment.depth
            if name not in self.assessment.on_request
        ]
        return sorted(shown, key=lambda name: name != FIRST_LADDER)

    def level(self, scale: str, level: str) -> str:
        """The title of a level."""
        return self.assessment.scales[scale].levels.get(level, level)

    def scale(self, scale: str) -> str:
        """The title of a scale; scales that people fill in are named by the words."""
        stamp = self.assessment.scales.get(scale)
        return stamp.title if stamp else self.words.texts.get(f"rating.{scale}", scale)


def number(value: Fraction | float | None, missing: str) -> str:
    """A figure with two decimals, or what stands for a missing one.

    Example:
        >>> number(0.5, "-"), number(None, "-")
        ('0.50', '-')
    """
    return missing if value is None else f"{float(value):.2f}"


def between(low: Fraction | float | None, high: Fraction | float | None) -> str:
    """Bounds in a row: one figure if they agree.

    Example:
        >>> between(0.25, 0.5), between(1, 1), between(None, None)
        ('0.25 to 0.50', '1.00', '–')
    """
    if low is None or high is None:
        return "–"
    first, last = number(low, ""), number(high, "")
    return first if first == last else f"{first} to {last}"
