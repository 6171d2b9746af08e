"""Graphs that users made, cut or changed, on their way to other tools."""

from __future__ import annotations

import itertools
import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from prov.model import ProvDocument

import involvement as inv
from involvement.exchange.convert import convert
from involvement.exchange.graphs import dot, graphml, mermaid
from involvement.exchange.prov import prov_json, prov_n

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from involvement.exchange.graphs import Export

WRITERS: tuple[Callable[[Any], Export], ...] = (
    graphml,
    mermaid,
    dot,
    prov_json,
    prov_n,
)

NAMES = [
    'a"]; x -> y [label="z',
    "a\nb",
    "</node>&amp;]]>",
    "end",
    "#35;",
    "%%{init}%%",
    "\x1b[31m",
    "\u202eabc",
    "\ud800",
    "\x00",
    "",
    "a:b",
    3.5,
    True,
    ("t", 1),
]


def odd() -> Any:
    """A graph with every kind of name and attribute a user may have put in."""
    graph: Any = nx.MultiDiGraph()
    for place, name in enumerate(NAMES):
        title = str(name) if place % 2 else None
        graph.add_node(name, list="changes", title=title, mine={"b", "a"})
    for one, other in itertools.pairwise(NAMES):
        graph.add_edge(one, other, key=f"{one}>", kind="led_to", sites={"x"}, t=(1, 2))
    graph.add_edge(NAMES[1], NAMES[0], key="back", kind="led_to", evidence=None)
    return graph


@pytest.mark.parametrize("write", WRITERS)
def test_any_name_can_be_written(write: Callable[[Any], Export]) -> None:
    """Whatever a node is called, the text is a text that a file can hold."""
    assert write(odd()).text.encode()
    assert write(odd()).text == write(odd()).text


def test_any_name_is_one_string_of_dot() -> None:
    """Every line of the graph is one statement with quoted names."""
    quoted = r'"(?:[^"\\]|\\.)*"'
    node = rf"  {quoted} \[label={quoted}, shape=box3d\];"
    edge = rf"  {quoted} -> {quoted} \[label={quoted}\];"
    lines = dot(odd()).text.splitlines()
    assert lines[:2] + lines[-1:] == ["digraph influence {", "  rankdir=LR;", "}"]
    assert all(re.fullmatch(f"{node}|{edge}", line) for line in lines[2:-1])
    assert len(lines) == 3 + len(NAMES) * 2


def test_any_name_comes_back_from_graphml() -> None:
    """An XML reader finds as many nodes and edges as there were."""
    root = ET.fromstring(graphml(odd()).text)  # noqa: S314
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert (tags.count("node"), tags.count("edge")) == (len(NAMES), len(NAMES))


def test_what_prov_has_no_place_for_is_listed() -> None:
    """Circles are kept, missing attributes and odd containers are named."""
    graph: Any = nx.MultiDiGraph()
    graph.add_node("x", list="changes", when=None, tags=("b", 1))
    graph.add_node("y", list="plans", who={"b", "a"})
    graph.add_edge("x", "y", key="1", kind="became", sites={"n", "m"})
    graph.add_edge("y", "x", key="2", kind="led_to", effect="blocks")
    graph.add_edge("y", "x", key="3")
    graph.add_edge("x", "x", key="4", kind="led_to")
    export = prov_json(graph)
    assert [f"{note.found}: {note.hint}" for note in export.notes] == [
        "node 'x': 'tags' holds a tuple: it was written as JSON text",
        "node 'x': 'when' holds nothing: it was left out",
        "node 'y' is of no known list: it is an entity",
        "node 'y': 'who' holds a set: it was written as JSON text",
        "link '2' is blocking: it was written as an entity, not as a relation",
    ]
    written = json.loads(export.text)
    assert sorted(written["wasDerivedFrom"]) == ["rec:1", "rec:3", "rec:4"]
    sites = written["wasDerivedFrom"]["rec:1"]["inv:site"]
    assert sites == ["m", "n"]
    assert written["entity"]["rec:y"]["inv:who"] == '["a", "b"]'
    read = ProvDocument.deserialize(content=export.text, format="json")
    assert len(list(read.get_records())) == 6


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    "graph",
    [nx.Graph(), nx.MultiGraph(), None, "graph", [], {"a": 1}],
)
def test_what_is_no_directed_graph(write: Callable[[Any], Export], graph: Any) -> None:
    """Said in our words, by every writer."""
    with pytest.raises(inv.RecordError) as caught:
        write(graph)
    assert str(caught.value) == (
        "graph  [graph-shape]\n"
        f"  found {type(graph).__name__}\n"
        "  expected a directed graph from influence_graph\n"
        "  make one of a record with influence_graph(programme)"
    )


@pytest.mark.parametrize("write", WRITERS)
def test_nodes_that_would_become_one(write: Callable[[Any], Export]) -> None:
    """Nothing is merged in silence."""
    with pytest.raises(inv.RecordError) as caught:
        write(nx.MultiDiGraph([(1, "1"), ("1", 2)]))
    assert str(caught.value) == (
        "graph  [graph-shape]\n"
        "  found the nodes 1 and '1'\n"
        "  expected nodes that are written in different ways\n"
        "  name one of them otherwise"
    )


@pytest.mark.parametrize("write", WRITERS)
def test_a_directed_graph_without_parallel_links(
    write: Callable[[Any], Export],
) -> None:
    """What other libraries give back is taken as it is."""
    plain = nx.DiGraph([("a", "b")])
    assert write(plain).text == write(nx.MultiDiGraph(plain)).text


@pytest.mark.parametrize("ending", [".graphml", ".gexf"])
def test_graphs_in_xml_are_never_read(tmp_path: Path, ending: str) -> None:
    """Fourteen kilobytes of entities become eight million characters elsewhere."""
    path = tmp_path / f"bomb{ending}"
    path.write_text("<!DOCTYPE x [<!ENTITY a 'aa'>]><graphml>&a;</graphml>", "utf-8")
    said = (
        f"{path}  [file-kind]\n"
        f"  found the ending '{ending}'\n"
        "  expected one of: .yaml, .yml, .json, .xlsx\n"
    )
    with pytest.raises(inv.RecordError) as caught:
        inv.load(path)
    assert str(caught.value).startswith(said.rstrip())
    with pytest.raises(inv.RecordError) as caught:
        convert(path, tmp_path / "out.yaml")
    assert caught.value.issues[0].code in ("file-kind", "option-unknown")
    assert not (tmp_path / "out.yaml").exists()


def test_a_hub_of_many_links_is_written_whole() -> None:
    """Parallel links are all there, in every format."""
    graph: Any = nx.MultiDiGraph()
    graph.add_node("hub", list="changes")
    for number in range(300):
        graph.add_edge(f"n{number % 3}", "hub", key=f"l{number:03}", kind="led_to")
    assert graphml(graph).text.count("<edge ") == 300
    assert mermaid(graph).text.count("-->") == 300
    assert dot(graph).text.count(" -> ") == 300
    assert len(json.loads(prov_json(graph).text)["wasDerivedFrom"]) == 300


@pytest.mark.parametrize("links", [1_000, 10_000])
def test_a_hub_is_traced_in_one_walk(links: int) -> None:
    """Every link meets in one change: no path is listed, every source is counted."""
    inputs = 100
    record = inv.Programme.model_validate(
        {
            "schema_version": "1",
            "id": "hub",
            "contributions": [
                {"id": f"c{n}", "made_by": "user"} for n in range(inputs)
            ],
            "changes": [{"id": "h"}],
            "evidence": [
                {"id": f"e{n}", "origin": f"o{n}", "grade": 2} for n in range(7)
            ],
            "links": [
                {
                    "id": f"l{n}",
                    "source": f"c{n % inputs}",
                    "target": "h",
                    "kind": "shaped",
                    "evidence": [f"e{n % 7}"],
                }
                for n in range(links)
            ],
        }
    )
    graph = inv.influence_graph(record)
    assert graph.number_of_edges() == links
    for found in (inv.trace(record), inv.trace(graph)):
        pair = found.pair("c0", "h")
        assert (pair.path, pair.grade) == (("c0", "h"), found.pair("c1", "h").grade)
        assert tuple(pair.sources_needed) == (7, 7)
