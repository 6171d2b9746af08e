"""What a reader of tables has to say: faults one by one, notes added up.

Twenty thousand cells with a capital letter make one note with a count, not twenty
thousand notes.
"""

from __future__ import annotations

from involvement.errors import Issue, one_of, quote

_MOST = 500
"""Faults looked into."""


class Notes:
    """Faults and notes about one file, in the order they were met."""

    def __init__(self, source: str) -> None:
        """Begin with nothing said."""
        self._source = source
        self._faults: list[Issue] = []
        self._counts: dict[tuple[str, str, str, str], list[str | int]] = {}
        self._left = 0

    def room(self) -> bool:
        """Whether one more fault is looked into; beyond the first it is only counted.

        To look for the closest word takes longer than to read, and a first row may
        hold millions of columns.
        """
        if len(self._faults) < _MOST:
            return True
        self._left += 1
        return False

    def fault(
        self, code: str, found: str, place: str, expected: str = "", hint: str = ""
    ) -> None:
        """Add an error at one place."""
        where = f"{self._source} {place}" if place else self._source
        self._faults.append(
            Issue(code=code, found=found, where=where, expected=expected, hint=hint)
        )

    def stray(self, name: str, known: list[str]) -> None:
        """Add an error about a sheet or file that is none of the record's lists."""
        self.fault(
            "sheet-unknown",
            f"found a list {quote(name)}",
            name,
            one_of(known, word=name.removesuffix(".csv")),
            "correct the name, or move it elsewhere",
        )

    def add(self, code: str, found: str, hint: str, place: str = "") -> None:
        """Add a note; the same note again, elsewhere, is only counted."""
        sheet = place.partition("!")[0]
        kept = self._counts.setdefault((code, found, hint, sheet), [place, 0])
        kept[1] = int(kept[1]) + 1

    def forgiven(self, sheet: str, cell: str, written: object, read: str) -> None:
        """Add a note that something was read though it was written otherwise."""
        place = f"{sheet}!{cell}" if cell else sheet
        self.add(
            "cell-forgiven",
            f"found {quote(written)}",
            f"it was read as {quote(read)}",
            place,
        )

    def issues(self) -> list[Issue]:
        """Everything said: faults first, then notes with how often they hold."""
        notes = []
        for (code, found, hint, _), (place, count) in self._counts.items():
            times = f" and in {int(count) - 1} more cells" if int(count) > 1 else ""
            notes.append(
                Issue(
                    code=code,
                    found=found + times,
                    where=f"{self._source} {place}" if place else self._source,
                    hint=hint,
                    severity="note",
                )
            )
        return [*self._faults, *self._more(), *notes]

    def _more(self) -> list[Issue]:
        if not self._left:
            return []
        found = f"{self._left} more faults of the same kind"
        hint = "mend the first ones, then look again"
        return [Issue(code="limit-issues", found=found, where=self._source, hint=hint)]
