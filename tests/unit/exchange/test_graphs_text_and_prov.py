"""The influence graph for other tools: nothing escapes, nothing is lost in silence."""

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDocument

from involvement.errors import plain
from involvement.exchange.graphs import Export, dot, graphml, mermaid
from involvement.exchange.prov import prov_document, prov_json, prov_n
from involvement.influence.views import influence_graph
from involvement.record.programme import Programme

NASTY = 'a "b" \\ <c> & [d] {e} ]] --> ; | # `f` \n g \\n \\N %% é 漢 \x1b[31m \u202e'
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def record() -> Programme:
    """One of everything the graph may hold."""
    return Programme(
        schema_version="1",
        id="ward.",
        actors=[{"id": "panel"}],
        activities=[{"id": "a", "title": NASTY, "when": "2007"}, {"id": "b"}],
        contributions=[
            {"id": "c", "made_by": ["panel"], "activity": "a"},
            {"id": "c2", "made_by": ["panel"]},
            {"id": "end."},
        ],
        decisions=[{"id": "d"}, {"id": "d2"}],
        changes=[{"id": "x"}],
        outcomes=[{"id": "o"}],
        drivers=[{"id": "law"}],
        evidence=[
            {"id": "e", "origin": "minutes"},
            {"id": "e2", "derived_from": ["e"]},
        ],
        rivals=[{"id": "r", "explains": "x"}],
        feedback=[{"id": "f", "about": "x", "to": ["c"]}],
        links=[
            {"id": "l1", "source": "c", "target": "d", "kind": "informed",
             "evidence": ["e", "e2"], "sites": ["Leeds", "Hull"]},
            {"id": "l2", "source": "a", "target": "d", "kind": "decided"},
            {"id": "l3", "source": "a", "target": "d2", "kind": "decided"},
            {"id": "l4", "source": "b", "target": "d2", "kind": "decided"},
            {"id": "l5", "source": "a", "target": "b", "kind": "informed"},
            {"id": "l6", "source": "d", "target": "x", "kind": "led_to"},
            {"id": "l7", "source": "d", "target": "x", "kind": "led_to"},
            {"id": "l8", "source": "x", "target": "o", "kind": "resulted_in"},
            {"id": "l9", "source": "x", "target": "b", "kind": "triggered"},
            {"id": "l10", "source": "law", "target": "x", "kind": "drove"},
            {"id": "l11", "source": "c2", "target": "x", "kind": "shaped",
             "effect": "blocks"},
        ],
    )  # fmt: skip


def test_prov_relations_are_the_weakest_that_fit() -> None:
    """The mapping of the docs, relation by relation."""
    document, notes = prov_document(influence_graph(record()))
    found = {
        str(one.identifier): type(one).__name__
        for one in document.get_records()
        if one.is_relation() and one.identifier
    }
    assert found == {
        "rec:c%3Ea": "ProvUsage",
        "rec:l1": "ProvDerivation",
        "rec:l2": "ProvGeneration",
        "rec:l3": "ProvInfluence",
        "rec:l4": "ProvInfluence",
        "rec:l5": "ProvCommunication",
        "rec:l6": "ProvDerivation",
        "rec:l7": "ProvDerivation",
        "rec:l8": "ProvDerivation",
        "rec:l9": "ProvStart",
        "rec:l10": "ProvInfluence",
    }
    assert [str(note) for note in notes] == [
        "note: [format-loss]\n"
        "  link 'l11' is blocking\n"
        "  it was written as an entity, not as a relation"
    ]


@pytest.mark.parametrize(("kind", "write"), [("json", prov_json), ("provn", prov_n)])
def test_prov_is_read_back_by_its_own_package(kind: str, write: Any) -> None:
    """Text, ids and relations are the same, metacharacters included."""
    graph = influence_graph(record())
    document, _ = prov_document(graph)
    read = ProvDocument.deserialize(content=write(graph).text, format=kind)
    assert read == document
    labels = {str(label) for one in read.get_records() for label in one.get_attribute(
        "prov:label")}  # fmt: skip
    assert NASTY in labels


def test_refuted_links_are_kept_apart() -> None:
    """A reader of PROV would follow a relation as support."""
    graph = influence_graph(record())
    graph.edges["c", "d", "l1"]["status"] = "refuted"
    document, notes = prov_document(graph)
    entity = document.get_record("rec:l1")[0]
    assert entity.is_element()
    assert notes[0].found == "link 'l1' is refuted"


def test_a_graph_that_was_changed_by_hand() -> None:
    """What cannot be placed is listed; nothing crashes."""
    graph: Any = nx.MultiDiGraph()
    graph.add_node("odd", made_by="not json", extra={"b": 1}, none=None)
    graph.add_node(7, list="activities")
    graph.add_edge("odd", 7, key="k", kind="raised_in", evidence=["e"], sites="{}")
    graph.add_edge("odd", "odd", key="self")
    graph.graph.update(evidence=[{"no": "id"}, 3], rivals=None)
    document, notes = prov_document(graph)
    assert [note.found for note in notes] == [
        "node 'odd' is of no known list",
        "node 'odd': 'extra' holds a dict",
        "node 'odd': 'none' holds nothing",
        "an item of evidence has no id",
        "an item of evidence has no id",
    ]
    text = document.get_provn()
    assert ProvDocument.deserialize(content=text, format="provn") == document
    assert dot(graph).text
    assert mermaid(graph).text
    assert [note.found for note in graphml(graph).notes] == [
        "node 'odd': 'extra' holds a dict",
        "node 'odd': 'none' holds nothing",
        "edge 'k': 'evidence' holds a list",
        "graph: 'evidence' holds a list",
        "graph: 'rivals' holds nothing",
    ]


def test_sets_and_tuples_are_flattened_in_order() -> None:
    """The same graph gives the same bytes under every hash seed."""
    graph: Any = nx.MultiDiGraph()
    graph.add_node("n", a={"z", "b"}, b=("x", 1), c=True, d=2.5)
    text = graphml(graph).text
    assert '["b", "z"]' in text
    assert '["x", 1]' in text


def values(export: Export) -> set[str | None]:
    """The texts of a GraphML file, as an XML reader gives them."""
    return {element.text for element in ET.fromstring(export.text).iter()}  # noqa: S314


def test_graphml_gives_the_same_texts_back() -> None:
    """Control characters are shown, since XML cannot hold them."""
    assert plain(NASTY) in values(graphml(influence_graph(record())))
    assert r"\uffff" in values(graphml(one_node("\uffff")))


def uncoded(text: str) -> str:
    """What Mermaid makes of character codes."""
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text)


def one_node(title: str) -> Any:
    """A graph of one node."""
    graph: Any = nx.MultiDiGraph()
    graph.add_node("n", list="contributions", title=title)
    return graph


@settings(max_examples=200, deadline=None)
@given(texts)
def test_no_text_breaks_out_of_mermaid(title: str) -> None:
    """A label is letters, digits, blanks and codes, and reads back the same."""
    lines = mermaid(one_node(title)).text.splitlines()
    assert len(lines) == 2
    label = re.fullmatch(r'  n1\(\["([^"]*)"\]\)', lines[1])
    assert label
    assert uncoded(label[1]) == (plain(title) or "n")


@settings(max_examples=200, deadline=None)
@given(texts)
def test_no_text_breaks_out_of_dot(title: str) -> None:
    """A label is one quoted string, and reads back the same."""
    text = dot(one_node(title)).text
    label = re.search(r'\[label="((?:[^"\\]|\\.)*)", shape=ellipse\];\n\}\n\Z', text)
    assert label
    read = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], label[1])
    assert read == (plain(title) or "n")


@settings(max_examples=100, deadline=None)
@given(texts)
def test_no_text_breaks_out_of_graphml(title: str) -> None:
    """It is an XML document whatever the title holds."""
    assert values(graphml(one_node(title)))


def test_texts_are_the_same_whatever_the_order() -> None:
    """Nodes and edges come sorted."""
    graph = influence_graph(record())
    turned: Any = nx.MultiDiGraph()
    turned.graph.update(graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    for write in (graphml, mermaid, dot, prov_json, prov_n):
        assert write(turned).text == write(graph).text


def test_blocking_and_implicit_links_look_different() -> None:
    """Nobody should take a blocked way for a way."""
    graph = influence_graph(record())
    assert '-.-x|"shaped, blocks"|' in mermaid(graph).text
    assert "style=dotted, arrowhead=tee" in dot(graph).text
    assert "style=dashed" in dot(graph).text


def test_parallel_links_are_all_kept() -> None:
    """Two records of one step are two edges."""
    graph = influence_graph(record())
    written = json.loads(prov_json(graph).text)["wasDerivedFrom"]
    assert {"rec:l6", "rec:l7"} <= set(written)
    assert graphml(graph).text.count("<edge ") == graph.number_of_edges()
