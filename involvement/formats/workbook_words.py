"""The drop-downs of a workbook: closed words, and ids already entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.formats.scanning import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from involvement.formats.rows import Rows
    from involvement.formats.sheets import Column

_DEEP = 5_000
"""Rows of a list that a drop-down of its ids looks at."""


class Choices:
    """What each column offers, and the lists a sheet must hold for it."""

    def __init__(self, rows: Rows, sheet: str) -> None:
        """Take the ids that are there; the lists will stand in the sheet named."""
        self._rows = rows
        self._sheet = sheet
        self._lists: dict[tuple[str, ...], str] = {}

    def lists(self) -> list[tuple[str, tuple[str, ...]]]:
        """Title and words of every list used so far."""
        return [(title, words) for words, title in self._lists.items()]

    def of(self, sheet: str, column: Column) -> dict[str, Any] | None:
        """The drop-down of a column, for the writer; None when it has none.

        A column that may hold several words or ids offers them without insisting.
        """
        title = f"{sheet}.{column.name}"
        if column.words:
            ids = self._ids(column.lists)
            words = tuple(dict.fromkeys((*column.words, "unknown")))
            source = self._listed(title, (*words, *ids))
        elif len(column.lists) == 1:
            # grows as ids are entered
            name = column.lists[0]
            first, filled = f"{name}!$A$2", f"COUNTA({name}!$A$2:$A${_DEEP})"
            source = f"=OFFSET({first},0,0,MAX(1,{filled}),1)"
        elif ids := self._ids(column.lists):
            source = self._listed(title, ids)
        else:
            return None
        choice: dict[str, Any] = {"validate": "list", "source": source}
        if column.kind == "word":
            choice["error_title"] = "Not in the list"
            choice["error_message"] = (
                "Choose a word from the list; leave the cell empty if it was not "
                "recorded."
            )
        else:
            choice["show_error"] = False
        return choice

    def _ids(self, lists: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            row["id"] for name in lists for row in self._rows[name] if "id" in row
        )

    def _listed(self, title: str, words: tuple[str, ...]) -> str:
        """The range of the sheet of words that holds these."""
        self._lists.setdefault(words, title)
        letters = column_letters(list(self._lists).index(words) + 1)
        return f"={self._sheet}!${letters}$2:${letters}${len(words) + 1}"
