"""Ids and what they refer to: used once, found, and of the right list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from involvement import vocabulary
from involvement.errors import closest, quote
from involvement.record.activity import Activity, Facts
from involvement.record.circles import components, smallest_circle
from involvement.record.contents import LISTS, Contents
from involvement.record.faults import Fault, Path
from involvement.record.model import Item

Reference = tuple[Path, str, tuple[str, ...]]
"""Where an id is used, the id, and the lists it may stand in."""

SIDE_FACTS = ("initiated_by", "led_by", "agenda_set_by", "scope_set_by")

NODES = ("contributions", "activities", "decisions", "changes", "outcomes", "drivers")
"""The lists whose items links may join."""

SINGULAR = {
    "organisations": "an organisation",
    "actors": "an actor",
    "areas": "an area",
    "activities": "an activity",
    "contributions": "a contribution",
    "decisions": "a decision",
    "changes": "a change",
    "outcomes": "an outcome",
    "drivers": "a driver",
    "rivals": "a rival",
    "links": "a link",
    "feedback": "an item of feedback",
    "evidence": "an item of evidence",
    "ratings": "a rating",
    "factors": "a factor",
    "": "the programme",
}
"""What one item of each list is called; the empty name is the programme itself."""

_COMPARISONS = 200_000
"""Words compared for "closest" in one record, so that many faults stay cheap."""


def items(record: Contents) -> Iterator[tuple[Path, str, Item]]:
    """Every item that has an id, with its path and its list."""
    for name in LISTS:
        for position, item in enumerate(getattr(record, name)):
            if isinstance(item, Item):
                yield (name, position), name, item


def id_faults(record: Contents) -> list[Fault]:
    """Ids used twice, differing only by case, or being a side word."""
    found: list[Fault] = []
    first: dict[str, tuple[Path, str]] = {record.id.casefold(): (("id",), record.id)}
    if record.id in vocabulary.SIDES:
        found.append(_reserved(("id",), record.id))
    for path, _, item in items(record):
        if item.id in vocabulary.SIDES:
            found.append(_reserved((*path, "id"), item.id))
        earlier, spelt = first.setdefault(item.id.casefold(), ((*path, "id"), item.id))
        if earlier == (*path, "id"):
            continue
        clash = "again" if spelt == item.id else f"beside {quote(spelt)}"
        found.append(
            Fault(
                "id-duplicate",
                (*path, "id"),
                f"found the id {quote(item.id)} {clash}",
                "expected every id once in the record, whatever its case",
                "give one of them another id, also where it is referred to",
                first=earlier,
            )
        )
    return found


def _reserved(path: Path, word: str) -> Fault:
    return Fault(
        "id-reserved",
        path,
        f"found the id {quote(word)}",
        "expected another word: sides may not be ids",
        "choose another id, also where it is referred to",
    )


# -- every reference of a record --


def references(record: Contents) -> Iterator[Reference]:
    """Every id that refers to another item; the ends of links are apart."""
    for n, actor in enumerate(record.actors):
        yield from _one(
            ("actors", n, "organisation"), actor.organisation, "organisations"
        )
    for n, activity in enumerate(record.activities):
        yield from _of_activity(("activities", n), activity)
    for n, contribution in enumerate(record.contributions):
        at: Path = ("contributions", n)
        yield from _one((*at, "activity"), contribution.activity, "activities")
        yield from _actors((*at, "made_by"), contribution.made_by)
    for n, decision in enumerate(record.decisions):
        yield from _one(("decisions", n, "activity"), decision.activity, "activities")
        yield from _actors(("decisions", n, "decided_by"), decision.decided_by)
    for n, change in enumerate(record.changes):
        yield from _many(("changes", n, "areas"), change.areas, "areas")
    for n, outcome in enumerate(record.outcomes):
        yield from _actors(("outcomes", n, "beneficiaries"), outcome.beneficiaries)
    for n, rival in enumerate(record.rivals):
        yield from _one(("rivals", n, "explains"), rival.explains, "changes", "links")
        yield from _many(("rivals", n, "evidence"), rival.evidence, "evidence")
    for n, link in enumerate(record.links):
        yield from _many(("links", n, "evidence"), link.evidence, "evidence")
    for n, told in enumerate(record.feedback):
        yield from _one(("feedback", n, "about"), told.about, "decisions", "changes")
        yield from _many(("feedback", n, "to"), told.to, "contributions")
    for n, source in enumerate(record.evidence):
        yield from _many(
            ("evidence", n, "derived_from"), source.derived_from, "evidence"
        )
    yield from _judgements(record)


def _judgements(record: Contents) -> Iterator[Reference]:
    for n, view in enumerate(record.interpretations):
        yield from _one(("interpretations", n, "actor"), view.actor, "actors")
    for n, rating in enumerate(record.ratings):
        yield from _actors(("ratings", n, "respondent"), rating.respondent)
        yield from _one(("ratings", n, "about"), rating.about, "activities", "")
    for n, factor in enumerate(record.factors):
        yield from _many(("factors", n, "affects"), factor.affects, *LISTS, "")
        yield from _many(("factors", n, "evidence"), factor.evidence, "evidence")


def _of_activity(at: Path, activity: Activity) -> Iterator[Reference]:
    yield from _many((*at, "areas"), activity.areas, "areas")
    for n, part in enumerate(activity.participants):
        yield from _one((*at, "participants", n, "actor"), part.actor, "actors")
    yield from _of_facts(at, activity)
    for n, account in enumerate(activity.accounts):
        yield from _one((*at, "accounts", n, "reporter"), account.reporter, "actors")
        yield from _of_facts((*at, "accounts", n), account)
    for n, cost in enumerate(activity.costs):
        path = (*at, "costs", n, "borne_by")
        if not isinstance(cost.borne_by, str):
            yield from _many(path, cost.borne_by, "actors", "organisations")


def _of_facts(at: Path, facts: Facts) -> Iterator[Reference]:
    for name in SIDE_FACTS:
        yield from _actors((*at, name), getattr(facts, name))


def _one(path: Path, found: str | None, *lists: str) -> Iterator[Reference]:
    if found is not None:
        yield path, found, lists


def _many(path: Path, found: Iterable[str], *lists: str) -> Iterator[Reference]:
    for n, one in enumerate(found):
        yield (*path, n), one, lists


def _actors(path: Path, found: str | tuple[str, ...]) -> Iterator[Reference]:
    if not isinstance(found, str):
        yield from _many(path, found, "actors")


# -- what is wrong with them --


class References:
    """The references of one record, checked against its ids."""

    def __init__(self, record: Contents, known: frozenset[str]) -> None:
        """Index the ids.

        Args:
            record: The record.
            known: Ids of items that had to be left out; what refers to them is
                not judged.
        """
        self.record = record
        self.known = known
        self.homes: dict[str, str] = {record.id: ""}
        for _, name, item in items(record):
            self.homes.setdefault(item.id, name)
        self._compared = 0
        self._by_list: dict[tuple[str, ...], list[str]] = {}

    def faults(self) -> list[Fault]:
        """Every reference that finds nothing, or an item of the wrong list."""
        found = []
        for path, used, lists in references(self.record):
            fault = self._fault(path, used, lists)
            if fault is not None:
                found.append(fault)
        return found + self._link_faults()

    def _fault(self, path: Path, used: str, lists: tuple[str, ...]) -> Fault | None:
        home = self.homes.get(used)
        if home in lists or (home is None and used in self.known):
            return None
        wanted = _either(lists)
        if home is not None:
            return Fault(
                "id-kind",
                path,
                f"found {quote(used)}, {SINGULAR[home]}",
                f"expected the id of {wanted}",
            )
        in_side = path[-2] in _SIDE_FIELDS if len(path) > 1 else False
        near = self._near(used, lists)
        if in_side and used in vocabulary.SIDES:
            return self._side_in_list(path, used)
        if in_side and self._alone(path):
            sides = closest(used, _SIDES, n=1)
            if sides and (not near or _nearer(used, sides[0], near[0])):
                return _misspelt_side(path[:-1], used, sides[0])
        expected = f"expected the id of {wanted}"
        if near:
            expected += f", closest: {', '.join(near)}"
        hint = "add it to the record, or correct the id"
        if in_side and self._alone(path):
            hint = f"or write a side: {', '.join(_SIDES)}"
        return Fault("id-dangling", path, f"found {quote(used)}", expected, hint)

    def _side_in_list(self, path: Path, used: str) -> Fault:
        return Fault(
            "id-reserved",
            path,
            f"found the side {quote(used)} in a list",
            "expected actor ids only in a list",
            f"write {path[-2]}: {used}, without a list"
            if self._alone(path)
            else "name the actors, or write one side instead of the list",
        )

    def _alone(self, path: Path) -> bool:
        """Whether an id is the only one of its list."""
        value: Any = self.record
        for part in path[:-1]:
            value = value[part] if isinstance(part, int) else getattr(value, part)
        return len(value) == 1

    def _near(self, used: str, lists: tuple[str, ...]) -> list[str]:
        """The closest ids of some lists, while the record's allowance lasts."""
        if lists not in self._by_list:
            self._by_list[lists] = [
                one for one, home in self.homes.items() if home in lists
            ]
        words = self._by_list[lists]
        self._compared += len(words)
        return closest(used, words) if self._compared <= _COMPARISONS else []

    # -- links --

    def _link_faults(self) -> list[Fault]:
        found = []
        for n, link in enumerate(self.record.links):
            if link.source == link.target:
                found.append(
                    Fault(
                        "link-self",
                        ("links", n, "target"),
                        f"found {quote(link.target)} as source and target",
                        "expected two different items",
                    )
                )
                continue
            ends = []
            for name in ("source", "target"):
                fault = self._fault(("links", n, name), getattr(link, name), NODES)
                ends.append(self.homes.get(getattr(link, name)))
                if fault is not None:
                    found.append(fault)
            if all(end in NODES for end in ends):
                found += _misfit(("links", n, "kind"), link.kind, (ends[0], ends[1]))
        return found


_SIDE_FIELDS = frozenset(
    {*SIDE_FACTS, "made_by", "decided_by", "beneficiaries", "respondent", "borne_by"}
)
_SIDES = [side for side in vocabulary.SIDES if side != "unknown"]


def _either(lists: tuple[str, ...]) -> str:
    if len(lists) > len(NODES):
        return "an item of the record"
    return " or ".join(SINGULAR[name] for name in lists)


def _nearer(word: str, one: str, other: str) -> bool:
    return closest(word, [one, other], n=1) == [one]


def _misspelt_side(path: Path, used: str, near: str) -> Fault:
    rest = [side for side in ("professional", "joint", "user") if side != near]
    return Fault(
        "value-unknown",
        path,
        f"found {quote(used)}",
        f"expected one of: {', '.join([near, *rest][:3])}",
        "write 'unknown' if it was not recorded",
    )


def _misfit(path: Path, kind: str, ends: tuple[Any, Any]) -> list[Fault]:
    if ends in vocabulary.LINK_ENDS[kind]:
        return []
    fitting = [k for k, pairs in vocabulary.LINK_ENDS.items() if ends in pairs]
    source, target = (SINGULAR[end] for end in ends)
    return [
        Fault(
            "link-ends",
            path,
            f"found {quote(kind)} from {source} to {target}",
            f"expected {' or '.join(map(quote, fitting))} between these two"
            if fitting
            else f"expected no link from {source} to {target}",
            "" if fitting else "turn it round, or name the step in between",
        )
    ]


def evidence_circles(record: Contents) -> list[Fault]:
    """Evidence that is derived from itself: a source cannot corroborate itself."""
    positions = {item.id: n for n, item in reversed([*enumerate(record.evidence)])}
    edges = {
        item.id: [one for one in item.derived_from if one in positions]
        for item in record.evidence
        if item.derived_from
    }
    found = []
    for members in components(edges):
        circle = smallest_circle(members, edges)
        found.append(
            Fault(
                "evidence-circle",
                ("evidence", positions[circle[0]], "derived_from"),
                f"found a circle: {' from '.join(map(quote, [*circle, circle[0]]))}",
                "expected evidence that rests on other evidence",
                "a source cannot corroborate itself; remove one of these references",
            )
        )
    return found
