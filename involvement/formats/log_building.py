"""From the rows of an impact log to the lists of a record.

The mapping, row by row, is written down in `docs/reference/formats.md`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from involvement import vocabulary
from involvement.formats.cells import parsed
from involvement.formats.sheets import sheets
from involvement.formats.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from involvement.errors import Issue
    from involvement.formats.log_rows import Entry
    from involvement.record.faults import Path as Place

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_YES = "yes"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@attrs.define
class Building:
    """A record in the making, one row of the log after the other."""

    source: str
    rows: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    value: dict[str, Any] = attrs.field(factory=dict)
    places: dict[Place, str] = attrs.field(factory=dict)
    actors: dict[str, str] = attrs.field(factory=dict)
    activities: dict[str, str] = attrs.field(factory=dict)

    def tree(self, name: str) -> Tree:
        """The record as plain values; the file's name is its id where it can be."""
        fits = _ID.fullmatch(name) and not _GIVEN.match(name)
        programme = name if fits and name not in vocabulary.SIDES else "log"
        self.value = {"schema_version": "1", "id": programme}
        self.places[()] = ""
        self._name_activities(programme)
        for number, row in enumerate(self.rows, start=1):
            self._row(f"{number:04}", row)
        places = {path: place for path, place in self.places.items() if place}
        return Tree(self.value, self.source, places, self.issues)

    def _name_activities(self, programme: str) -> None:
        """Give each activity an id: what was written, if it can be one."""
        written = dict.fromkeys(row["activity"] for row in self.rows)
        taken = {programme.casefold()}
        for name in written:
            free = _ID.fullmatch(name) and name.casefold() not in taken
            if free and name not in vocabulary.SIDES and not _GIVEN.match(name):
                self.activities[name] = name
                taken.add(name.casefold())
        rest = [name for name in written if name and name not in self.activities]
        for number, name in enumerate(rest, start=1):
            self.activities[name] = f"activity-{number:04}"

    def _add(self, name: str, item: dict[str, Any], row: Entry, **at: str) -> str:
        """Put an item into a list; fields that are empty are left out."""
        items = self.value.setdefault(name, [])
        path: Place = (name, len(items))
        self.places[path] = row.place()
        for field, column in at.items():
            self.places[*path, field] = row.place(column)
        items.append({field: value for field, value in item.items() if value})
        return str(item["id"])

    def _row(self, number: str, row: Entry) -> None:
        said = self._add(
            "contributions",
            {
                "id": f"input-{number}",
                "summary": row["said"],
                "activity": self._activity(row),
                "made_by": self._who(row),
                "intended": row["hoped"],
                "when": _when(row["date"]),
            },
            row,
            when="date",
            summary="said",
        )
        evidence = self._evidence(number, row)
        decision = self._decision(number, row)
        change = self._change(number, row)
        steps = []
        if decision:
            steps.append((said, decision, "informed"))
        if change and decision:
            steps.append((decision, change, "led_to"))
        elif change:
            steps.append((said, change, "shaped"))
        for letter, (source, target, kind) in zip("ab", steps, strict=False):
            link = {
                "id": f"link-{number}{letter}",
                "source": source,
                "target": target,
                "kind": kind,
                "evidence": [evidence] if evidence and row["evidence"] else [],
            }
            self._add("links", link, row)
        self._told(number, row, said, change or decision)

    def _activity(self, row: Entry) -> str:
        name = row["activity"]
        if not name:
            return ""
        given = self.activities[name]
        if all(item["id"] != given for item in self.value.get("activities", ())):
            title = "" if given == name else name
            self._add("activities", {"id": given, "title": title}, row)
        return given

    def _who(self, row: Entry) -> Any:
        """A side, or an actor whose label is what the log says."""
        who = row["who"]
        if not who or who in vocabulary.SIDES:
            return who
        if who not in self.actors:
            self.actors[who] = f"who-{len(self.actors) + 1:04}"
            self._add("actors", {"id": self.actors[who], "label": who}, row)
        return [self.actors[who]]

    def _evidence(self, number: str, row: Entry) -> str:
        """What backs the row, and what the record has no field for, as a note."""
        told = row["told"] if not _is_told(row) else ""
        note = _note({"standard": row["standard"], "why": row["why"], "told": told})
        if not (row["evidence"] or row["source"] or note):
            return ""
        item = {
            "id": f"evidence-{number}",
            "origin": row["source"],
            "locator": row["evidence"],
            "note": note,
        }
        return self._add("evidence", item, row, locator="evidence", origin="source")

    def _decision(self, number: str, row: Entry) -> str:
        if not (row["verdict"] or row["reason"]):
            return ""
        item = {
            "id": f"decision-{number}",
            "activity": self._activity(row),
            "verdict": row["verdict"],
            "reason": row["reason"],
        }
        return self._add("decisions", item, row, verdict="verdict")

    def _change(self, number: str, row: Entry) -> str:
        if not (row["done"] or row["status"]):
            return ""
        item = {"id": f"change-{number}", "title": row["done"], "status": row["status"]}
        return self._add("changes", item, row, status="status")

    def _told(self, number: str, row: Entry, said: str, about: str) -> None:
        if not _is_told(row):
            return
        when = "" if row["told"] == _YES else _when(row["told"])
        item = {"id": f"told-{number}", "about": about, "to": [said], "when": when}
        self._add("feedback", item, row, when="told")


_GIVEN = re.compile(
    r"(?:input|evidence|decision|change|told|link|who|activity)-\d", re.IGNORECASE
)
"""Ids this module gives out itself."""


def _is_told(row: Entry) -> bool:
    """Whether the row says that the contributor was told."""
    return row["told"] == _YES or _DATE.fullmatch(row["told"]) is not None


def _when(text: str) -> Any:
    return parsed(sheets()["contributions"].column("when"), text) if text else ""


_LABELS = {"standard": "Standard", "why": "Why it matters", "told": "Told"}


def _note(parts: Mapping[str, str]) -> str:
    """What the record has no field for, as lines of one note."""
    return "\n".join(
        f"{_LABELS[name]}: {_escaped(text)}" for name, text in parts.items() if text
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def noted(note: str) -> dict[str, str] | None:
    """The parts of a note that `Building` wrote; None when it is somebody's own."""
    names = {label: name for name, label in _LABELS.items()}
    parts: dict[str, str] = {}
    for line in note.split("\n"):
        label, colon, text = line.partition(": ")
        if not colon or label not in names or names[label] in parts:
            return None
        parts[names[label]] = re.sub(r"\\(.)", _unescape, text)
    return parts


def _unescape(match: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r"}.get(match[1], match[1])
