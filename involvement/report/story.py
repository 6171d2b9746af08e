"""What the influence picture shows of a record, and what it leaves out when it must.

The trace holds the answers; here they become boxes and links. Up to `MOST_BOXES`
everything is shown. Above that: first the trails from users to changes, then what was
claimed without a trail, then inputs that stopped, each with what belongs to it, as
long as there is room. What is left out is counted and stands in the tables.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from involvement.report.drawing import Line, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from involvement.assessment import Assessment
    from involvement.report.labels import Labels

MOST_BOXES, MOST_LINKS = 200, 400
"""What one picture can hold and still be read."""

LISTS = ("contributions", "activities", "decisions", "changes", "outcomes")

_SIGNS: dict[str, tuple[str, ...]] = {
    "activities": ("kind",),
    "decisions": ("verdict",),
    "changes": ("status",),
    "outcomes": ("family", "valence"),
    "drivers": (),
}
"""What stands above the label of a box."""

_CLAIMS = ("strong", "supported", "contested", "plausible", "asserted", "refuted")


@attrs.frozen
class Story:
    """The boxes and links to draw.

    Attributes:
        nodes: The boxes.
        lines: The links.
        left_out: List name to the number of its items that are not drawn.
        links_left_out: Links that are not drawn.
    """

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: dict[str, int]
    links_left_out: int


def story(assessment: Assessment, words: Labels) -> Story:
    """The influence picture of one record."""
    telling = _Telling(assessment, words)
    chosen = _chosen(telling)
    lines = [line for line in telling.lines if {line.source, line.target} <= chosen]
    kept = _kept(lines, telling)
    left = Counter(telling.column[one] for one in telling.column if one not in chosen)
    return Story(
        tuple(telling.node(one) for one in telling.column if one in chosen),
        tuple(kept),
        {name: left[name] for name in (*LISTS, "drivers") if left[name]},
        len(telling.lines) - len(kept),
    )


class _Telling:
    """The record and its trace, with what the picture says of each part."""

    def __init__(self, assessment: Assessment, words: Labels) -> None:
        """Collect the boxes in order and the links between them."""
        self.programme = assessment.programme
        self.trace = assessment.trace
        self.words = words
        self.column = {
            item.id: name
            for name in (*LISTS, "drivers")
            for item in sorted(getattr(self.programme, name), key=lambda item: item.id)
        }
        self.fates = dict(self.trace.contributions)
        self.changes = {one: self.trace.changes[one] for one in self.trace.changes}
        self.ended = self._ended()
        stitched = {
            link
            for change in self.changes.values()
            if change.users.stitched
            for links in change.users.path_links
            for link in links
        }
        self.lines = [*self._steps(stitched), *self._blocking()]

    def name(self, one: str) -> str:
        """What readers call an item."""
        item = self.programme.index[one][1]
        return str(getattr(item, "name", one))

    def _ended(self) -> dict[str, Counter[str]]:
        """Where inputs ended, and why, counted."""
        found: dict[str, Counter[str]] = {}
        for fate in self.fates.values():
            if fate.died is not None:
                for place in fate.died.where:
                    found.setdefault(place, Counter())[fate.died.why] += 1
        return found

    def _steps(self, stitched: set[str]) -> Iterator[Line]:
        links = {link.id: link for link in self.programme.links}
        for (source, target), step in self.trace.steps.items():
            kinds = [links[one].kind for one in step.ids if one in links]
            grade = self.words(f"grade.{step.grade}")
            parts = [
                self.words(
                    "line.name",
                    source=self.name(source),
                    target=self.name(target),
                    kinds=", ".join(map(self.words.word, kinds))
                    or self.words("line.implicit"),
                ),
                self.words("line.grade", grade=grade),
            ]
            if step.status != "clear":
                parts.append(self.words.word(step.status))
            if stitched.intersection(step.ids):
                parts.append(self.words("legend.stitched"))
            if step.gap:
                parts.append(self.words("legend.gap"))
            yield Line(
                source,
                target,
                step.grade,
                status="refuted" if step.status == "refuted" else "live",
                stitched=not stitched.isdisjoint(step.ids),
                gap=step.gap,
                name="; ".join(parts),
            )

    def _blocking(self) -> Iterator[Line]:
        for link in sorted(self.programme.links, key=lambda link: link.id):
            if link.effect == "blocks":
                story = self.words(
                    "line.blocks",
                    source=self.name(link.source),
                    target=self.name(link.target),
                )
                yield Line(link.source, link.target, 2, status="blocked", name=story)

    def node(self, one: str) -> Node:
        """The box of one item."""
        column = self.column[one]
        died = column == "contributions" and self.fates[one].died is not None
        notes = tuple(self._notes(one))
        sign = self._sign(one)
        return Node(
            one,
            0 if column == "drivers" else LISTS.index(column),
            self.name(one),
            sign=sign,
            state="outside" if column == "drivers" else "died" if died else "live",
            notes=notes,
            name=self._told(one, (sign, *notes)),
        )

    def _sign(self, one: str) -> str:
        column, item = self.programme.index[one]
        if column == "contributions":
            said = [self.fates[one].side]
        else:
            said = [str(getattr(item, field)) for field in _SIGNS[column]]
        return " · ".join(self.words.word(word) for word in said or ["driver"])

    def _notes(self, one: str) -> Iterator[str]:
        """What is said below a label: why it ended, what ended here, the claim."""
        column = self.column[one]
        if column == "contributions":
            died = self.fates[one].died
            if died is not None:
                yield self.words("node.ended", why=self.words.word(died.why))
            return
        for why, count in sorted(self.ended.get(one, {}).items()):
            yield self.words.count("node.here", count, why=self.words.word(why))
        if column == "changes":
            claim = self.words.word(self.changes[one].users.claim)
            yield self.words("node.claim", claim=claim)

    def _told(self, one: str, said: Iterable[str]) -> str:
        onward = [f for f in self.lines if f.source == one and f.status == "live"]
        parts = [f"{self.words(f'one.{self.column[one]}')}: {self.name(one)}", *said]
        if onward:
            names = ", ".join(self.name(line.target) for line in onward[:8])
            if len(onward) > 8:
                names += ", …"
            parts.append(self.words("node.onward", names=names))
        return ". ".join(part for part in parts if part)


def _chosen(telling: _Telling) -> set[str]:
    """The boxes there is room for, the most telling first."""
    everything = list(telling.column)
    if len(everything) <= MOST_BOXES:
        return set(everything)
    chosen: dict[str, None] = {}
    for unit in _units(telling):
        new = [one for one in unit if one not in chosen]
        if len(chosen) + len(new) <= MOST_BOXES:
            chosen.update(dict.fromkeys(new))
    return set(chosen)


def _units(telling: _Telling) -> Iterator[list[str]]:
    """What belongs together, in the order in which it is worth the room."""
    traced = [c for c in telling.changes.values() if c.users.path]
    traced.sort(key=lambda c: (_CLAIMS.index(c.users.claim), c.id))
    for change in traced:
        outcomes = [
            line.target
            for line in telling.lines
            if line.source == change.id and telling.column[line.target] == "outcomes"
        ]
        yield [*change.users.path, *outcomes[:2]]
    about = {f.id: f.about for f in telling.programme.feedback if f.about}
    for fate in telling.fates.values():
        if fate.untraced_feedback:
            claimed = [about[one] for one in fate.untraced_feedback if one in about]
            yield [fate.id, *fate.activities[:1], *claimed]
    for fate in telling.fates.values():
        if fate.died is not None and fate.side in ("user", "joint"):
            yield [fate.id, *fate.activities[:1], *fate.died.where[:3]]
    for one in telling.column:
        yield [one]


def _kept(lines: list[Line], telling: _Telling) -> list[Line]:
    """The links there is room for: those of the users' best trails, then by grade."""
    if len(lines) <= MOST_LINKS:
        return lines
    paths = [change.users.path for change in telling.changes.values()]
    on_path = {ends for path in paths for ends in itertools.pairwise(path)}
    ranked = sorted(
        lines,
        key=lambda line: (
            (line.source, line.target) not in on_path,
            line.status == "live",
            -line.grade,
            line.source,
            line.target,
        ),
    )
    kept = {id(line) for line in ranked[:MOST_LINKS]}
    return [line for line in lines if id(line) in kept]
