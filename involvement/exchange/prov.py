"""The influence graph as W3C PROV: PROV-JSON and PROV-N, by the `prov` package.

The mapping and what it loses stand in `docs/reference/formats.md`. A link is a
record of what somebody saw, so the weaker relation is chosen wherever PROV offers
two; blocking and refuted links become entities, since a reader of PROV would follow
a relation as support.

Source:
    W3C Recommendations PROV-DM, PROV-N (30 April 2013) and the PROV-JSON member
    submission (24 April 2013).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent

from involvement.errors import Issue, MissingExtra
from involvement.exchange.graphs import Export, directed, json_text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from involvement.exchange.graphs import Graph

VOCABULARY = "urn:involvement:vocabulary:1#"
RECORD = "urn:involvement:record:"

_TYPES = {
    "contributions": "Contribution",
    "activities": "Activity",
    "decisions": "Decision",
    "changes": "Change",
    "outcomes": "Outcome",
    "drivers": "Driver",
}


_NOTHING = ("unknown", "[]", "")
_NODE_FIELDS = ("list", "title", "made_by")
_ITEM_FIELDS = ("id", "derived_from")


def prov_json(graph: Graph) -> Export:
    """The graph as PROV-JSON, and a note for everything that has no place in it.

    Raises:
        MissingExtra: If the extra `prov` is not installed.
    """
    document, notes = prov_document(graph)
    text = document.serialize(format="json", indent=2, sort_keys=True)
    return Export(f"{text}\n", notes)


def prov_n(graph: Graph) -> Export:
    """The graph as PROV-N, and a note for everything that has no place in it.

    Raises:
        MissingExtra: If the extra `prov` is not installed.
    """
    document, notes = prov_document(graph)
    return Export(f"{document.get_provn()}\n", notes)


def prov_document(graph: Graph) -> tuple[Any, tuple[Issue, ...]]:
    """The graph as a `prov.model.ProvDocument`, to go on working with.

    Raises:
        MissingExtra: If the extra `prov` is not installed.
    """
    try:
        from prov.model import ProvDocument
    except ImportError:
        raise MissingExtra.needed("prov", "writing PROV") from None
    graph = directed(graph)
    document = ProvDocument()
    document.add_namespace("inv", VOCABULARY)
    programme = percent(whole(str(graph.graph.get("programme", "graph"))), safe="")
    document.add_namespace("rec", f"{RECORD}{programme}:")
    writer = _Writer(document, graph)
    writer.nodes()
    writer.links()
    writer.beside("evidence", "Evidence")
    writer.beside("rivals", "Rival")
    writer.beside("feedback", "Feedback")
    return document, tuple(writer.notes)


def _name(identifier: object) -> str:
    """A qualified name that PROV-N can write: other signs are percent-encoded."""
    local = percent(whole(str(identifier)), safe="")
    if local.endswith("."):
        local = f"{local[:-1]}%2E"
    return f"rec:{local}"


class _Writer:
    """Puts one graph into one document."""

    def __init__(self, document: Any, graph: Graph) -> None:
        self.notes: list[Issue] = []
        self._document = document
        self._graph = graph
        self._sorts: dict[Any, str] = {}
        decided = (
            t for _, t, d in graph.edges(data=True) if d.get("kind") == "decided"
        )
        self._decided = Counter(decided)

    def nodes(self) -> None:
        """Activities are activities; everything else that happened is an entity."""
        agents: set[str] = set()
        for name in sorted(self._graph.nodes, key=str):
            data = self._graph.nodes[name]
            sort = str(data.get("list"))
            if sort not in _TYPES:
                self._note(f"node {name!r} is of no known list", "it is an entity")
            own = self._attributes(f"node {name!r}", data, _NODE_FIELDS)
            kind = f"inv:{_TYPES[sort]}" if sort in _TYPES else "inv:Node"
            own["prov:type"] = self._document.valid_qualified_name(kind)
            if data.get("title"):
                own["prov:label"] = whole(str(data["title"]))
            self._sorts[name] = "activity" if sort == "activities" else "entity"
            if sort == "activities":
                self._document.activity(_name(name), other_attributes=own)
            else:
                self._document.entity(_name(name), own)
            for maker in _listed(data.get("made_by")):
                if maker not in agents:
                    self._document.agent(_name(maker))
                agents.add(maker)
                self._document.wasAttributedTo(_name(name), _name(maker))

    def links(self) -> None:
        """Each link as the weakest fitting relation, under its own id."""
        edges = self._graph.edges(keys=True, data=True)
        for source, target, key, data in sorted(
            edges, key=lambda edge: tuple(map(str, edge[:3]))
        ):
            own = self._attributes(f"edge {key!r}", data, ("evidence", "sites"))
            said = [("inv:evidence", one) for one in _texts(data.get("evidence"))]
            said += [("inv:site", site) for site in _texts(data.get("sites"))]
            told = [*own.items(), *said]
            if data.get("effect") == "blocks":
                self._kept_apart("Blocking", source, target, key, told)
            elif data.get("status") == "refuted":
                self._kept_apart("Refuted", source, target, key, told)
            else:
                self._relation(source, target, data, _name(key), told)

    def _kept_apart(
        self, why: str, source: object, target: object, key: object, told: list[Any]
    ) -> None:
        """A link that must not be followed as support."""
        ends = [("inv:source", _name(source)), ("inv:target", _name(target))]
        sort = self._document.valid_qualified_name(f"inv:{why}Link")
        self._document.entity(_name(key), [*told, *ends, ("prov:type", sort)])
        found = f"link {str(key)!r} is {why.lower()}"
        self._note(found, "it was written as an entity, not as a relation")

    def _relation(
        self, source: Any, target: Any, data: Mapping[str, Any], key: str, told: Any
    ) -> None:
        document = self._document
        cause, effect = _name(source), _name(target)
        sorts = (self._sorts[source], self._sorts[target])
        kind = data.get("kind")
        if kind == "raised_in" and sorts == ("entity", "activity"):
            document.usage(effect, cause, identifier=key, other_attributes=told)
        elif kind == "triggered" and sorts == ("entity", "activity"):
            document.start(effect, cause, identifier=key, other_attributes=told)
        elif kind == "decided" and self._decided[target] == 1:
            document.generation(effect, cause, identifier=key, other_attributes=told)
        elif kind == "informed" and sorts == ("activity", "activity"):
            document.communication(effect, cause, identifier=key, other_attributes=told)
        elif sorts == ("entity", "entity") and kind != "drove":
            document.derivation(effect, cause, identifier=key, other_attributes=told)
        else:
            document.influence(effect, cause, identifier=key, other_attributes=told)

    def beside(self, name: str, sort: str) -> None:
        """What belongs to no node or link: one entity for each item."""
        items = _listed(self._graph.graph.get(name))
        for item in items:
            if not isinstance(item, Mapping) or "id" not in item:
                self._note(f"an item of {name} has no id", "it was left out")
                continue
            own = self._attributes(f"{name}: {item['id']!r}", item, _ITEM_FIELDS)
            own["prov:type"] = self._document.valid_qualified_name(f"inv:{sort}")
            self._document.entity(_name(item["id"]), own)
            for origin in item.get("derived_from", ()):
                self._document.wasDerivedFrom(_name(item["id"]), _name(origin))

    def _attributes(
        self, owner: str, data: Mapping[str, Any], leave: Iterable[str] = ()
    ) -> dict[str, Any]:
        """What PROV has no field for, under our own vocabulary; unknowns left out."""
        kept: dict[str, Any] = {}
        for name, value in sorted(data.items(), key=lambda item: str(item[0])):
            if name in leave or (isinstance(value, str) and value in _NOTHING):
                continue
            if value is None:
                self._note(f"{owner}: {name!r} holds nothing", "it was left out")
                continue
            if not isinstance(value, str | int | float):
                if not isinstance(value, list):
                    found = f"{owner}: {name!r} holds a {type(value).__name__}"
                    self._note(found, "it was written as JSON text")
                value = json_text(value)  # noqa: PLW2901
            if isinstance(value, str):
                value = whole(value)  # noqa: PLW2901
            kept[f"inv:{percent(whole(str(name)), safe='')}"] = value
        return kept

    def _note(self, found: str, hint: str) -> None:
        self.notes.append(
            Issue(code="format-loss", found=found, hint=hint, severity="note")
        )


def _listed(value: Any) -> list[Any]:
    """A list that an attribute holds, as JSON text or as it is."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return list(value) if isinstance(value, list | tuple) else []


def _texts(value: Any) -> list[str]:
    return [whole(str(item)) for item in _listed(value)]
