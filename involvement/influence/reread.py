"""A graph from `influence_graph`, perhaps edited, read back: checked and rebuilt.

Everything a trace reads must be there. What was removed or misspelt is an error
that names it, and all faults come at once; nothing is guessed.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from involvement import vocabulary
from involvement.errors import RecordError, closest, quote
from involvement.influence.faults import Faults
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
    Told,
)
from involvement.influence.views import EDGE_WORDS, LAYOUT, NODE_WORDS, YES_NO

if TYPE_CHECKING:
    from collections.abc import Sequence


def from_graph(graph: Any) -> Links:
    """The columns of a graph from `influence_graph`, perhaps edited.

    Nothing of the graph is kept, and nothing in it is changed. Rivals and feedback
    about what was cut away stay, about nothing.

    Raises:
        RecordError: If it lacks something a trace needs (`graph-shape`); all
            faults at once.
    """
    faults = Faults()
    if not hasattr(graph, "is_directed") or not graph.is_directed():
        faults.add(
            "graph",
            f"found {type(graph).__name__}",
            "expected a Programme, or a directed graph from influence_graph",
        )
        raise RecordError(faults.issues)
    if graph.graph.get("layout") != LAYOUT:
        faults.add(
            "graph.layout",
            f"found {quote(graph.graph.get('layout'))}",
            f"expected {LAYOUT!r}",
            "start from influence_graph(programme)",
        )
        raise RecordError(faults.issues)
    links = _read(graph, faults)
    if faults.issues:
        raise RecordError(faults.issues)
    return links


def _read(graph: Any, faults: Faults) -> Links:
    for node in graph.nodes:
        if not isinstance(node, str):
            faults.add(f"nodes[{quote(node)}]", "found an id that is not text")
    ids = sorted(str(node) for node in graph.nodes)
    index = {name: number for number, name in enumerate(ids)}
    nodes = {str(node): data for node, data in graph.nodes(data=True)}
    read = [_read_node(name, nodes[name], faults) for name in ids]

    def known(field: str) -> dict[int, str]:
        return {
            number: row[field]
            for number, row in enumerate(read)
            if row.get(field, "unknown") != "unknown"
        }

    evidence = _read_evidence(graph, faults)
    item_ids = [item["id"] for item in evidence]
    items = {name: number for number, name in enumerate(item_ids)}
    lines = _read_edges(graph, index, [row["list"] for row in read], items, faults)
    reasons = {
        number: nodes[ids[number]].get("reason") or "given"
        for number, row in enumerate(read)
        if row.get("has_reason") == "yes"
    }
    return Links(
        ids=ids,
        index=index,
        lists=bytearray(LISTS.index(row["list"]) for row in read),
        sides=bytearray(SIDES.index(row.get("side", "unknown")) for row in read),
        verdicts=known("verdict"),
        statuses=known("status"),
        needs=known("needs"),
        complete=known("inputs_complete"),
        first=array("i", [row["start"] for row in read]),
        last=array("i", [row["end"] for row in read]),
        titles=_texts(nodes, ids, "title"),
        reasons=reasons,
        makers={
            n: tuple(row["made_by"]) for n, row in enumerate(read) if row["made_by"]
        },
        treatments=known("treatment"),
        intended=_texts(nodes, ids, "intended"),
        **lines,
        item_ids=item_ids,
        items={
            field: [
                item.get(field, _MISSING.get(field, "unknown")) for item in evidence
            ]
            for field in EVIDENCE_FIELDS
        },
        derived=_read_derived(evidence, items, faults),
        rivals=_read_rivals(graph, index, lines["link_ids"], items, faults),
        told=_read_feedback(graph, index, faults),
        programme=str(graph.graph.get("programme", "")),
    )


_MISSING: dict[str, str | None] = {
    "origin": None,
    "organisation": None,
    "grade": None,
    "stance": "supports",
}

_ITEM_WORDS: dict[str, Sequence[str]] = {
    "standpoint": (*vocabulary.STANDPOINTS, "unknown"),
    "method": (*vocabulary.METHODS, "unknown"),
    "stance": tuple(vocabulary.STANCES),
    "test": (*vocabulary.TESTS, "unknown"),
    "passed": YES_NO,
    "prompted": YES_NO,
    "contemporaneous": YES_NO,
    "interested": YES_NO,
}


def _texts(nodes: dict[str, Any], ids: Sequence[str], field: str) -> dict[int, str]:
    return {
        number: str(nodes[name][field])
        for number, name in enumerate(ids)
        if nodes[name].get(field)
    }


def _read_node(name: str, data: dict[str, Any], faults: Faults) -> dict[str, Any]:
    path = f"nodes[{name}]"
    kind = faults.word(path, data, "list", LISTS)
    row: dict[str, Any] = {"list": kind, "made_by": ()}
    if data.get("list") not in LISTS:
        return row | {"start": EARLIEST, "end": LATEST}
    for field, words in NODE_WORDS[kind].items():
        row[field] = faults.word(path, data, field, words)
    if kind == "contributions":
        row["made_by"] = faults.names(path, data, "made_by")
    if kind == "drivers":
        row["side"] = "external"
    row["start"] = faults.day(path, data, "start", EARLIEST)
    row["end"] = faults.day(path, data, "end", LATEST)
    return row


def _read_edges(
    graph: Any,
    index: dict[str, int],
    lists: Sequence[str],
    items: dict[str, int],
    faults: Faults,
) -> dict[str, Any]:
    """The link columns, in the order of the links' ids."""
    if graph.is_multigraph():
        rows = [
            (str(key), s, t, d) for s, t, key, d in graph.edges(keys=True, data=True)
        ]
    else:  # GraphML without parallel edges comes back so, with the key as `id`
        rows = [
            (str(d.get("id", f"{s}>{t}")), s, t, d)
            for s, t, d in graph.edges(data=True)
        ]
    rows.sort(key=lambda row: row[0])
    found: dict[str, Any] = {
        "link_ids": [], "sources": array("i"), "targets": array("i"),
        "marks": bytearray(), "kinds": [], "influences": {},
        "cite_links": array("i"), "cite_items": array("i"), "sites": {},
    }  # fmt: skip
    for number, (name, tail, head, data) in enumerate(rows):
        path = f"edges[{name}]"
        said = {f: faults.word(path, data, f, known) for f, known in EDGE_WORDS.items()}
        source, target = index[str(tail)], index[str(head)]
        ends = (lists[source], lists[target])
        if source == target or ends not in vocabulary.LINK_ENDS.get(said["kind"], ()):
            faults.add(
                path,
                f"found {said['kind']!r} from {tail} to {head}",
                "expected a kind of link that fits its two ends",
            )
        for one in faults.names(path, data, "evidence"):
            item = _item(f"{path}.evidence", one, items, faults)
            if item is not None:
                found["cite_links"].append(number)
                found["cite_items"].append(item)
        sites = faults.names(path, data, "sites")
        if sites:
            found["sites"][number] = tuple(sites)
        if said["influence"] != "unknown":
            found["influences"][number] = said["influence"]
        found["link_ids"].append(name)
        found["sources"].append(source)
        found["targets"].append(target)
        found["kinds"].append(said["kind"])
        found["marks"].append(
            (BLOCKS if said["effect"] == "blocks" else 0)
            | (DIRECT if said["directness"] == "direct" else 0)
            | (THROUGH_UNKNOWN if said["directness"] == "through_unknown" else 0)
            | (IMPLICIT if said["implicit"] == "yes" else 0)
        )
    return found


def _item(path: str, name: str, items: dict[str, int], faults: Faults) -> int | None:
    if name not in items:
        near = closest(name, items)
        faults.add(
            path,
            f"found {quote(name)}, which is no evidence of this graph",
            f"closest: {', '.join(near)}" if near else "",
        )
    return items.get(name)


def _rows(graph: Any, field: str, faults: Faults) -> list[dict[str, Any]]:
    """A list of objects with ids, kept as JSON text on the graph."""
    rows = []
    for place, row in enumerate(faults.many("graph", graph.graph, field)):
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            rows.append(dict(row))  # the caller's own stays as it is
        else:
            faults.add(
                f"graph.{field}[{place}]",
                f"found {quote(row)}",
                "expected an object with an id",
            )
    return sorted(rows, key=lambda row: str(row["id"]))


def _read_evidence(graph: Any, faults: Faults) -> list[dict[str, Any]]:
    rows = _rows(graph, "evidence", faults)
    for row in rows:
        path = f"graph.evidence[{row['id']}]"
        for field, known in _ITEM_WORDS.items():
            if field in row:
                row[field] = faults.word(path, row, field, known)
        for field in ("origin", "organisation"):
            if not isinstance(row.get(field), str | None):
                faults.add(
                    f"{path}.{field}", f"found {quote(row[field])}", "expected a text"
                )
                row[field] = None
        grade = row.get("grade")
        if grade is not None and (type(grade) is not int or not 1 <= grade <= 4):
            faults.add(
                f"{path}.grade", f"found {quote(grade)}", "expected 1, 2, 3 or 4"
            )
            row["grade"] = None
    return rows


def _read_derived(
    evidence: Sequence[dict[str, Any]], items: dict[str, int], faults: Faults
) -> dict[int, tuple[int, ...]]:
    derived = {}
    for number, row in enumerate(evidence):
        path = f"graph.evidence[{row['id']}]"
        rests = [
            _item(f"{path}.derived_from", name, items, faults)
            for name in faults.names(path, {"derived_from": [], **row}, "derived_from")
        ]
        if rests:
            derived[number] = tuple(item for item in rests if item is not None)
    return derived


def _read_rivals(
    graph: Any,
    index: dict[str, int],
    link_ids: Sequence[str],
    items: dict[str, int],
    faults: Faults,
) -> tuple[Rival, ...]:
    rows = _rows(graph, "rivals", faults)
    explained = {str(row.get("explains")) for row in rows}
    numbers = {name: n for n, name in enumerate(link_ids) if name in explained}
    found = []
    for row in rows:
        path = f"graph.rivals[{row['id']}]"
        explains = row.get("explains")
        cited = [
            _item(f"{path}.evidence", name, items, faults)
            for name in faults.names(path, {"evidence": [], **row}, "evidence")
        ]
        found.append(
            Rival(
                id=row["id"],
                title=str(row.get("title") or row["id"]),
                status=faults.word(
                    path,
                    {"status": "open", **row},
                    "status",
                    tuple(vocabulary.RIVAL_STATUSES),
                ),
                change=_place(index, explains),
                link=_place(numbers, explains),
                items=tuple(item for item in cited if item is not None),
            )
        )
    return tuple(found)


def _place(index: dict[str, int], name: object) -> int | None:
    return index.get(name) if isinstance(name, str) else None


def _read_feedback(
    graph: Any, index: dict[str, int], faults: Faults
) -> tuple[Told, ...]:
    found = []
    for row in _rows(graph, "feedback", faults):
        path = f"graph.feedback[{row['id']}]"
        to = faults.names(path, {"to": [], **row}, "to")
        found.append(
            Told(
                id=row["id"],
                about=_place(index, row.get("about")),
                recorded=row.get("about") is not None,
                to=tuple(index[name] for name in to if name in index),
                reasoned=faults.word(
                    path, {"reasoned": "unknown", **row}, "reasoned", YES_NO
                ),
            )
        )
    return tuple(found)
