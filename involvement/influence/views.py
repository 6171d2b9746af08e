"""The influence graph as a plain networkx graph, and back.

What is handed out is a copy: changing it changes nothing here. It is read back by
checking and rebuilding, once. Every attribute is a text or a number, and lists are
JSON texts, so that every writer of networkx can write it.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, TypeAlias

from involvement import vocabulary
from involvement.errors import wrong_kind
from involvement.influence import links as columns
from involvement.influence.links import (
    BLOCKS,
    DIRECT,
    EARLIEST,
    EVIDENCE_FIELDS,
    IMPLICIT,
    LATEST,
    LISTS,
    SIDES,
    THROUGH_UNKNOWN,
    Links,
    Rival,
)
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx

InfluenceGraph: TypeAlias = "nx.MultiDiGraph[str]"
"""What `influence_graph` gives; named here so that typing needs no networkx."""

LAYOUT = "influence-graph/1"
"""Written into every graph; another layout is refused."""

YES_NO = ("yes", "no", "unknown")

NODE_WORDS: dict[str, dict[str, Sequence[str]]] = {
    "contributions": {
        "side": SIDES,
        "treatment": (*vocabulary.TREATMENTS, "unknown"),
    },
    "activities": {},
    "decisions": {
        "verdict": (*vocabulary.VERDICTS, "unknown"),
        "needs": (*vocabulary.NEEDS, "unknown"),
        "has_reason": ("yes", "no"),
    },
    "changes": {
        "status": (*vocabulary.STATUSES, "unknown"),
        "needs": (*vocabulary.NEEDS, "unknown"),
        "inputs_complete": YES_NO,
    },
    "outcomes": {},
    "drivers": {},
}
"""What a node of each list must say, and the words it may say it in."""

EDGE_WORDS: dict[str, Sequence[str]] = {
    "kind": tuple(vocabulary.LINK_KINDS),
    "effect": tuple(vocabulary.EFFECTS),
    "directness": (*vocabulary.DIRECTNESS, "unknown"),
    "influence": (*vocabulary.INFLUENCES, "unknown"),
    "implicit": ("yes", "no"),
}
"""What an edge must say besides its evidence and sites."""


def influence_graph(programme: Programme) -> InfluenceGraph:
    """A plain networkx graph of everything a trace needs, to cut, draw, export.

    Nodes are the record's contributions, activities, decisions, changes, outcomes
    and drivers; edges are its links, keyed by their ids, implicit ones included.
    `grade` and `status` of an edge are for drawing: `trace` works them out anew.

    Args:
        programme: The record. The graph is a copy and stays one.

    Example:
        >>> from involvement.record.programme import Programme
        >>> p = Programme(
        ...     schema_version="1",
        ...     id="p",
        ...     contributions=[{"id": "wish", "activity": "panel"}],
        ...     activities=[{"id": "panel"}],
        ... )
        >>> list(influence_graph(p).edges(keys=True))
        [('wish', 'panel', 'wish>panel')]
    """
    import networkx as nx  # heavy: only when a graph is wanted

    from involvement.influence.policy import DEFAULT_POLICY
    from involvement.influence.tracer import Tracer

    if not isinstance(programme, Programme):
        raise wrong_kind(programme, "a Programme")
    links = columns.from_programme(programme)
    tracer = Tracer(links, DEFAULT_POLICY, strict=False, weights="equal")
    graph: InfluenceGraph = nx.MultiDiGraph()
    graph.graph.update(_whole(links))
    for number, name in enumerate(links.ids):
        graph.add_node(name, **_node(links, number))
    for link, data in enumerate(_edges(links)):
        ends = (links.ids[links.sources[link]], links.ids[links.targets[link]])
        graph.add_edge(*ends, key=links.link_ids[link], **data)
    for number in tracer.step_numbers.values():
        step = tracer.step(number)
        for link in tracer.steps.links_of(number):
            graph.edges[step.source, step.target, links.link_ids[link]].update(
                grade=step.grade, status=step.status
            )
    return graph


def _whole(links: Links) -> dict[str, str]:
    """What belongs to no node or edge: evidence, rivals, feedback."""
    evidence = [
        {
            "id": name,
            "derived_from": [
                links.item_ids[one] for one in links.derived.get(item, ())
            ],
            **{
                field: value
                for field in EVIDENCE_FIELDS
                if (value := links.items[field][item]) not in (None, "unknown")
            },
        }
        for item, name in enumerate(links.item_ids)
    ]
    rivals = [
        {
            "id": rival.id,
            "title": rival.title,
            "status": rival.status,
            "explains": _explained(links, rival),
            "evidence": [links.item_ids[item] for item in rival.items],
        }
        for rival in links.rivals
    ]
    feedback = [
        {
            "id": told.id,
            "about": None if told.about is None else links.ids[told.about],
            "to": [links.ids[one] for one in told.to],
            "reasoned": told.reasoned,
        }
        for told in links.told
    ]
    return {
        "layout": LAYOUT,
        "programme": links.programme,
        "evidence": _text(evidence),
        "rivals": _text(rivals),
        "feedback": _text(feedback),
    }


def _explained(links: Links, rival: Rival) -> str | None:
    if rival.link is not None:
        return links.link_ids[rival.link]
    return None if rival.change is None else links.ids[rival.change]


def _text(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _node(links: Links, number: int) -> dict[str, str]:
    """The attributes of one node; only free texts are left out when missing."""
    kind = LISTS[links.lists[number]]
    data = {
        "list": kind,
        "start": _day(links.first[number]),
        "end": _day(links.last[number]),
    }
    words = {
        "side": SIDES[links.sides[number]],
        "treatment": links.treatments.get(number, "unknown"),
        "verdict": links.verdicts.get(number, "unknown"),
        "status": links.statuses.get(number, "unknown"),
        "needs": links.needs.get(number, "unknown"),
        "inputs_complete": links.complete.get(number, "unknown"),
        "has_reason": "yes" if number in links.reasons else "no",
    }
    data |= {field: words[field] for field in NODE_WORDS[kind]}
    if kind == "contributions":
        data["made_by"] = _text(links.makers.get(number, ()))
    texts = {"title": links.titles, "reason": links.reasons, "intended": links.intended}
    return data | {
        field: said[number] for field, said in texts.items() if number in said
    }


def _day(day: int) -> str:
    if day in (EARLIEST, LATEST):
        return "unknown"
    return dt.date.fromordinal(day).isoformat()


def _edges(links: Links) -> Iterable[dict[str, str]]:
    cited: dict[int, list[str]] = {}
    for link, item in zip(links.cite_links, links.cite_items, strict=True):
        cited.setdefault(link, []).append(links.item_ids[item])
    for link, marks in enumerate(links.marks):
        directness = "direct" if marks & DIRECT else "unknown"
        yield {
            "kind": links.kinds[link],
            "effect": "blocks" if marks & BLOCKS else "supports",
            "directness": "through_unknown" if marks & THROUGH_UNKNOWN else directness,
            "influence": links.influences.get(link, "unknown"),
            "implicit": "yes" if marks & IMPLICIT else "no",
            "evidence": _text(cited.get(link, [])),
            "sites": _text(links.sites.get(link, ())),
        }
