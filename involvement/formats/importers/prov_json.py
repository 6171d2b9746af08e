"""PROV-JSON: a provenance document as a record, or an account of why not.

What this library writes comes back: steps, links, evidence, rivals, feedback. Of a
document from elsewhere only what fits is read. PROV does not say which entity is a
decision or a change, so an entity without one of our types is not placed, and neither
is a relation whose ends are not.

Source:
    The PROV-JSON Serialization, W3C Member Submission, 24 April 2013.
"""

from __future__ import annotations

import os
from collections import Counter
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import attrs

from involvement.errors import Issue, RecordError, plain, quote
from involvement.formats.importers import prov_json_parts as parts
from involvement.formats.importers.cells import Names
from involvement.formats.importers.shape import Import, Ledger, Unused, Used
from involvement.formats.jsontext import read_json
from involvement.formats.source import read_bytes
from involvement.formats.text import decoded
from involvement.limits import Limits
from involvement.record.circles import components
from involvement.record.evidence import Link
from involvement.vocabulary import LINK_ENDS, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from involvement.formats.importers.tables import Paths
    from involvement.record.model import Item


def read(paths: Paths, *, limits: Limits | None = None) -> Import:
    """One record of one document, with an account of every part not placed.

    Args:
        paths: The PROV-JSON file.
        limits: How much it may ask of this machine.

    Raises:
        RecordError: If the file cannot be read or is no PROV-JSON.
    """
    path = _only(paths)
    limits = limits or Limits()
    text = decoded(read_bytes(path, limits), path.name)
    tree = read_json(text, path.name, limits=limits)
    if tree.issues:
        raise RecordError(tree.issues)
    if (
        not isinstance(tree.value, dict)
        or not {*parts.USED, *parts.UNUSED} & tree.value.keys()
    ):
        raise RecordError([_no_prov(path.name)])
    reader = _Reader(path.name, tree.value)
    values = reader.record()
    return reader.ledger.close([reader.ledger.record(values, path.name, limits)])


def _only(paths: Paths) -> Path:
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if len(given) != 1:
        found = f"found {len(given)} files"
        issue = Issue("shape", found, expected="expected one document")
        raise RecordError([issue])
    return Path(given[0])


def _no_prov(source: str) -> Issue:
    return Issue(
        code="shape",
        found="found no part of PROV-JSON",
        where=source,
        expected="expected an object with parts such as entity and wasDerivedFrom",
    )


@attrs.define
class _Placed:
    """An item of the document that is part of the record."""

    id: str
    list_name: str
    values: parts.Values


class _Reader:
    """Places the parts of one document, one after the other."""

    def __init__(self, source: str, document: parts.Values) -> None:
        self.ledger = Ledger()
        self._source = source
        self._document = document
        self._names = Names()
        prefixes = document.get("prefix")
        known = prefixes if isinstance(prefixes, dict) else {}
        self._ours = {name for name, uri in known.items() if uri == parts.VOCABULARY}
        self._placed: dict[str, _Placed] = {}
        self._lists: dict[str, list[parts.Values]] = {}
        self._kept_apart: list[tuple[str, parts.Values]] = []
        self._taken = {"prov", *SIDES}
        self._cited: set[str] = set()

    def record(self) -> parts.Values:
        """The plain values of the record."""
        for part in self._document:
            if part not in parts.USED:
                why = parts.UNUSED.get(part, "not a part this reader knows")
                self._say(part, why)
        for name, values in self._items("activity"):
            self._place(name, "Activity", values)
        for name, values in self._items("entity"):
            self._entity(name, values)
        for name, _ in self._items("agent"):
            number = len(self._lists.get("actors", ())) + 1
            wanted = name if self._ours else f"agent-{number}"
            self._keep(name, "actors", {"id": self._id(wanted)})
        self._cited = {item["id"] for item in self._lists.get("evidence", ())}
        for name, values in self._kept_apart:
            ends = (self._value(values, "source"), self._value(values, "target"))
            self._link("entity", name, values, ends)
        for relation, fields in parts.RELATIONS.items():
            for name, values in self._items(relation):
                self._relation(relation, name, values, fields)
        self._beside()
        self._no_circles()
        for part, becomes in parts.USED.items():
            items = list(self._items(part, silent=True))
            if items:
                self.ledger.used.append(Used(self._source, part, becomes))
                self.ledger.figure_of(part, len(items))
            self._attributes(part, [values for _, values in items])
        title = f"From {self._source}"
        return {"schema_version": "1", "id": "prov", "title": title, **self._lists}

    def _attributes(self, part: str, items: list[parts.Values]) -> None:
        """Name each attribute that has no field, with how many items have it."""
        ours = {f"{prefix}:{field}" for prefix in self._ours for field in parts.OURS}
        seen = Counter(name for values in items for name in values)
        read = set() if part == "agent" else ours | parts.KNOWN
        for name in sorted(seen.keys() - read):
            self._say(f"{part} {name}", f"no field for it ({seen[name]} times)")

    # -- items --

    def _items(
        self, part: str, *, silent: bool = False
    ) -> Iterator[tuple[str, parts.Values]]:
        """Each item of a part; one identifier may stand for several."""
        found = self._document.get(part, {})
        if not isinstance(found, dict):
            if not silent:
                self._say(part, "not an object")
            return
        for name, values in found.items():
            for one in values if isinstance(values, list) else [values]:
                if isinstance(one, dict):
                    yield name, one
                elif not silent:
                    self._say(f"{part} {name}", "not an object")

    def _entity(self, name: str, values: parts.Values) -> None:
        kinds = [one for one in self._kinds(values) if one in parts.TYPES]
        if {"BlockingLink", "RefutedLink"} & {*self._kinds(values)}:
            self._kept_apart.append((name, values))
        elif len(kinds) != 1:
            known = ", ".join(kind for kind in parts.TYPES if kind != "Activity")
            self._say(f"entity {name}", f"its type is not one of {known}")
        else:
            self._place(name, kinds[0], values)

    def _kinds(self, values: parts.Values) -> list[str]:
        """The types of ours that an item has."""
        split = [
            str(one).partition(":") for one in parts.several(values.get("prov:type"))
        ]
        return [kind for prefix, _, kind in split if prefix in self._ours]

    def _place(self, name: str, kind: str, values: parts.Values) -> None:
        list_name, model, label, fields = parts.TYPES[kind]
        if name in self._placed:
            self._say(f"entity {name}", "the document has another item of that name")
            return
        own: parts.Values = {"id": self._id(name)}
        if label and (said := parts.several(values.get("prov:label"))):
            own[label] = str(said[0])
        wanted = {field: self._value(values, field) for field in fields}
        if when := parts.when(values, self._value):
            wanted["when"] = when
        if kind == "Contribution":
            side = self._value(values, "side")
            wanted["made_by"] = side if side in tuple(SIDES) else None
        place = f"{'activity' if kind == 'Activity' else 'entity'} {name}"
        for field, value in wanted.items():
            if value is not None and self._fits(model, place, field, value):
                own[field] = value
        self._keep(name, list_name, own)

    def _id(self, name: str) -> str:
        """The name as an id where it can be one, or another id where it cannot."""
        local = unquote(name.rpartition(":")[2])
        if parts.ID.fullmatch(local) is None or local.casefold() in self._taken:
            others = (self._names.of(f"n{n}", local) for n in count(1))
            local = next(one for one in others if one not in self._taken)
        self._taken.add(local.casefold())
        return local

    def _keep(self, name: str, list_name: str, own: parts.Values) -> None:
        self._placed[name] = _Placed(own["id"], list_name, own)
        self._lists.setdefault(list_name, []).append(own)

    def _value(self, values: parts.Values, field: str) -> Any:
        """An attribute of ours."""
        for prefix in sorted(self._ours):
            found = parts.several(values.get(f"{prefix}:{field}"))
            if found:
                return parts.number(found[0]) if field == "grade" else found[0]
        return None

    def _fits(
        self, model: type[Item], place: str, field: str, value: Any, **more: str
    ) -> bool:
        """Whether a field takes the value; if not, that is said."""
        try:
            model(id="x", **more, **{field: value})
        except RecordError as error:
            self._say(f"{place} {field}", error.issues[0].found)
            return False
        return True

    # -- relations --

    def _relation(
        self, relation: str, name: str, values: parts.Values, fields: tuple[str, str]
    ) -> None:
        place = f"{relation} {name}"
        ends = []
        for field in fields:
            end = values.get(field)
            if end is None:
                self._say(place, f"it has no {field}")
                return
            if not isinstance(end, str) or end not in self._placed:
                self._say(place, f"its {field} {quote(end)} has no place in the record")
                return
            ends.append(end)
        cause, effect = (self._placed[end] for end in ends)
        if relation == "wasAttributedTo":
            self._made_by(place, cause, effect)
        elif cause.list_name == effect.list_name == "evidence":
            effect.values.setdefault("derived_from", []).append(cause.id)
        elif self._value(values, "implicit") == "yes":
            self._implied(place, cause, effect)
        else:
            self._link(relation, name, values, (ends[0], ends[1]))

    def _made_by(self, place: str, agent: _Placed, made: _Placed) -> None:
        if agent.list_name != "actors" or made.list_name != "contributions":
            self._say(place, "only what a contribution is attributed to has a field")
        elif isinstance(made.values.get("made_by"), str):
            self._say(place, "the side of the contribution is read instead")
        else:
            made.values.setdefault("made_by", []).append(agent.id)

    def _implied(self, place: str, cause: _Placed, effect: _Placed) -> None:
        """A link that the field `activity` of an item says."""
        pair = (cause.list_name, effect.list_name)
        if pair == ("contributions", "activities"):
            cause.values["activity"] = effect.id
        elif pair == ("activities", "decisions"):
            effect.values["activity"] = cause.id
        else:
            self._say(place, "no field of an item says such a step")

    def _link(
        self, part: str, name: str, values: parts.Values, ends: tuple[Any, Any]
    ) -> None:
        place = f"{part} {name}"
        if not all(isinstance(end, str) and end in self._placed for end in ends):
            self._say(place, "an end of it has no place in the record")
            return
        cause, effect = (self._placed[end] for end in ends)
        if cause is effect:
            self._say(place, f"it joins {quote(cause.id)} to itself")
            return
        pair = (cause.list_name, effect.list_name)
        fitting = [kind for kind, pairs in LINK_ENDS.items() if pair in pairs]
        said = self._value(values, "kind")
        if said in fitting:
            fitting = [said]
        if len(fitting) != 1:
            told = ", ".join(fitting) or "no kind of link"
            self._say(place, f"{told} could join {pair[0]} and {pair[1]}")
            return
        step = {"source": cause.id, "target": effect.id, "kind": fitting[0]}
        own: parts.Values = {"id": self._id(name), **step}
        for field in ("effect", "directness", "influence"):
            value = self._value(values, field)
            if value is not None and self._fits(Link, place, field, value, **step):
                own[field] = value
        own["evidence"] = list(self._evidence(place, values))
        own["sites"] = [str(site) for site in self._all(values, "site")]
        self._lists.setdefault("links", []).append(own)

    def _all(self, values: parts.Values, field: str) -> list[Any]:
        return [
            one
            for prefix in sorted(self._ours)
            for one in parts.several(values.get(f"{prefix}:{field}"))
        ]

    def _evidence(self, place: str, values: parts.Values) -> Iterator[str]:
        """The evidence of a link that is in the document."""
        for one in self._all(values, "evidence"):
            if isinstance(one, str) and one in self._cited:
                yield str(one)
            else:
                self._say(
                    place, f"its evidence {quote(one)} has no place in the record"
                )

    # -- what stands beside the graph --

    def _beside(self) -> None:
        """What rivals explain, and what feedback is about; ids stand in texts."""
        ids = {
            name: {item["id"] for item in items} for name, items in self._lists.items()
        }
        for name, values in self._items("entity", silent=True):
            placed = self._placed.get(name)
            for field, lists in (
                parts.BESIDE.get(placed.list_name, {}).items() if placed else ()
            ):
                fitting = set().union(*(ids.get(one, set()) for one in lists))
                found = []
                for one in parts.ids(self._value(values, field)):
                    if one in fitting:
                        found.append(one)
                    else:
                        self._say(
                            f"entity {name} {field}", f"{quote(one)} has no place"
                        )
                if placed and found:
                    several = field in ("evidence", "to")
                    placed.values[field] = found if several else found[0]

    def _no_circles(self) -> None:
        """Evidence that rests on itself rests on nothing; the rest of it is kept."""
        items = self._lists.get("evidence", [])
        edges = {item["id"]: item.get("derived_from", []) for item in items}
        for circle in components(edges):
            for item in items:
                if item["id"] in circle:
                    left = [one for one in edges[item["id"]] if one not in circle]
                    item["derived_from"] = left
                    why = "it would make evidence rest on itself"
                    self._say(f"wasDerivedFrom of {item['id']}", why)

    def _say(self, place: str, why: str) -> None:
        self.ledger.unused.append(Unused(self._source, plain(why), plain(place)))
