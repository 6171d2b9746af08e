"""From a record to the rows of an impact log, and a count of what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.formats.cells import shown
from involvement.formats.log_building import noted
from involvement.formats.sheets import sheets
from involvement.record.programme import LISTS

if TYPE_CHECKING:
    from involvement.record.events import Contribution
    from involvement.record.evidence import Evidence, Link
    from involvement.record.model import When
    from involvement.record.programme import Programme

Row = dict[str, str]
"""Column of the log to its text."""


def log_rows(programme: Programme) -> tuple[list[Row], dict[str, int]]:
    """The rows, one for each contribution and what it led to, and what is left out.

    Returns:
        The rows, and list name to the number of its items that stand in no row.
    """
    work = _Rows(programme)
    rows = [row for given in programme.contributions for row in work.of(given)]
    return rows, work.left_out()


class _Rows:
    """Looks up what belongs to each contribution, and remembers what was used."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._used: set[str] = set()
        self._from: dict[str, list[Link]] = {}
        for link in programme.links:
            self._from.setdefault(link.source, []).append(link)
        self._titles = {a.id: a.title or a.id for a in programme.activities}
        self._labels = {a.id: a.label or a.id for a in programme.actors}
        self._decisions = {d.id: d for d in programme.decisions}
        self._changes = {c.id: c for c in programme.changes}
        self._evidence = {e.id: e for e in programme.evidence}

    def of(self, given: Contribution) -> list[Row]:
        """The rows of one contribution: one for each way it went on."""
        self._used.add(given.id)
        row: Row = {
            "date": _date(given.when),
            "who": self._who(given.made_by),
            "said": given.summary or "",
            "hoped": given.intended or "",
        }
        if given.activity:
            self._used.add(given.activity)
            row["activity"] = self._titles.get(given.activity, given.activity)
        ways = self._ways(given.id) or [[]]
        return [row | self._went_on(given.id, way) for way in ways]

    def _who(self, made_by: str | tuple[str, ...]) -> str:
        if isinstance(made_by, str):
            return "" if made_by == "unknown" else made_by
        self._used.update(made_by)
        return "; ".join(self._labels.get(actor, actor) for actor in made_by)

    def _ways(self, start: str) -> list[list[Link]]:
        """From the contribution to a decision, a change, or a change by a decision."""
        ways: list[list[Link]] = []
        for link in self._from.get(start, ()):
            if link.effect != "supports":
                continue
            if link.target in self._changes:
                ways.append([link])
            elif link.target in self._decisions:
                onward = [
                    [link, step]
                    for step in self._from.get(link.target, ())
                    if step.target in self._changes and step.effect == "supports"
                ]
                ways += onward or [[link]]
        return ways

    def _went_on(self, given: str, way: list[Link]) -> Row:
        row: Row = {}
        reached = [link.target for link in way]
        for link in way:
            self._used |= {link.id, link.target}
            if decision := self._decisions.get(link.target):
                row["verdict"] = _word(decision.verdict)
                row["reason"] = decision.reason or ""
            if change := self._changes.get(link.target):
                row["done"] = change.title or ""
                row["status"] = _word(change.status)
        return row | self._backed(given, way) | self._told(given, reached)

    def _backed(self, given: str, way: list[Link]) -> Row:
        """The evidence of the first step that has some, or the row's own note."""
        ids = [item for link in way for item in link.evidence]
        own = given.replace("input-", "evidence-")
        item = self._evidence.get(ids[0] if ids else own)
        if item is None or (not ids and own == given):
            return {}
        self._used.add(item.id)
        return {
            "evidence": item.locator or "",
            "source": item.origin or "",
        } | _from_note(item)

    def _told(self, given: str, reached: list[str]) -> Row:
        for item in self._programme.feedback:
            fits = item.about in reached or (item.about is None and not reached)
            if given in item.to and fits and item.id not in self._used:
                self._used.add(item.id)
                return {"told": _date(item.when) or "yes"}
        return {}

    def left_out(self) -> dict[str, int]:
        """How many items of each list stand in no row."""
        counts = {}
        for name in LISTS:
            items = getattr(self._programme, name)
            left = [i for i in items if getattr(i, "id", None) not in self._used]
            if left:
                counts[name] = len(left)
        return counts


def _from_note(item: Evidence) -> Row:
    """The parts of a note the log wrote; somebody's own note says why it matters."""
    if item.note is None:
        return {}
    parts = noted(item.note)
    return {"why": item.note} if parts is None else parts


def _word(word: str) -> str:
    return "" if word == "unknown" else word


def _date(when: When | None) -> str:
    """A date as the log shows it; what is not recorded is empty."""
    if when is None:
        return ""
    column = sheets()["contributions"].column("when")
    return str(shown(column, when.model_dump()))
