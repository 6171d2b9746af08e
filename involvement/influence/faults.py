"""Gathers what is wrong with a graph that was handed back, in words."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from involvement.errors import Issue, one_of, quote


class Faults:
    """Everything that is wrong with a graph, gathered before it is refused."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def add(self, path: str, found: str, expected: str = "", hint: str = "") -> None:
        """One more fault, at a place of the graph."""
        self.issues.append(
            Issue(
                code="graph-shape", path=path, found=found, expected=expected, hint=hint
            )
        )

    def word(self, path: str, data: dict[str, Any], field: str, known: Any) -> str:
        """A closed word that must be there."""
        value = data.get(field)
        if value is None:
            self.add(
                f"{path}.{field}",
                "found nothing",
                one_of(list(known)),
                "a trace reads it: write 'unknown' where that is a word",
            )
        elif value not in known:
            self.add(f"{path}.{field}", f"found {quote(value)}", one_of(list(known)))
        else:
            return str(value)
        return str(known[-1])

    def many(self, path: str, data: dict[str, Any], field: str) -> list[Any]:
        """A list, written as one or as JSON text."""
        value = data.get(field)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                value = None
        if isinstance(value, list | tuple):
            return list(value)
        self.add(
            f"{path}.{field}",
            f"found {quote(data.get(field))}",
            "expected a list, or the JSON text of one",
            "an empty one is []",
        )
        return []

    def names(self, path: str, data: dict[str, Any], field: str) -> list[str]:
        """A list of texts."""
        return [str(one) for one in self.many(path, data, field)]

    def day(self, path: str, data: dict[str, Any], field: str, open_: int) -> int:
        """A whole day, or `unknown`."""
        value = data.get(field)
        if value == "unknown":
            return open_
        try:
            return dt.date.fromisoformat(value).toordinal()  # type: ignore[arg-type]
        except (TypeError, ValueError):
            self.add(
                f"{path}.{field}",
                f"found {quote(value)}",
                "expected a day such as 2007-03-14, or 'unknown'",
            )
            return open_
