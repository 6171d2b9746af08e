"""Graphs that come back: cut, edited, damaged. A clear error or the same answers."""

from __future__ import annotations

import io
import json
from typing import Any

import networkx as nx
import pytest

from involvement.errors import RecordError
from involvement.influence.policy import EvidencePolicy
from involvement.influence.tracing import trace
from involvement.influence.views import influence_graph
from involvement.record.programme import Programme


def record(**more: Any) -> Programme:
    """Everything a graph can hold, once."""
    made: dict[str, Any] = {
        "contributions": [
            {"id": "u", "summary": "a wish", "made_by": ["ann"], "activity": "a",
             "intended": "the door", "treatment": "used", "when": "2007"},
        ],
        "actors": [{"id": "ann", "role": "service_user"}],
        "activities": [{"id": "a", "title": "panel"}],
        "decisions": [{"id": "d", "verdict": "rejected", "reason": "cost",
                       "needs": "all"}],
        "changes": [{"id": "c", "status": "planned", "inputs_complete": "no"}],
        "outcomes": [{"id": "o"}],
        "drivers": [{"id": "x", "when": {"start": "2006-02"}}],
        "evidence": [
            {"id": "e1", "origin": "A", "grade": 3},
            {"id": "e2", "organisation": "B", "method": "interview", "prompted": "no",
             "standpoint": "independent"},
            {"id": "e3", "derived_from": ["e1"], "stance": "contradicts"},
        ],
        "links": [
            {"id": "l1", "source": "a", "target": "d", "kind": "informed",
             "evidence": ["e1", "e2"], "sites": ["north", "south"],
             "influence": "refining", "directness": "through_unknown"},
            {"id": "l2", "source": "d", "target": "c", "kind": "led_to",
             "evidence": ["e1", "e3"], "directness": "direct"},
            {"id": "l3", "source": "x", "target": "c", "kind": "drove",
             "effect": "blocks"},
            {"id": "l4", "source": "c", "target": "o", "kind": "resulted_in"},
        ],
        "rivals": [
            {"id": "r1", "explains": "c", "title": "the budget", "evidence": ["e2"]},
            {"id": "r2", "explains": "l2", "status": "weakened"},
            {"id": "r3"},
        ],
        "feedback": [
            {"id": "f1", "about": "d", "to": ["u"], "reasoned": "yes"},
            {"id": "f2", "to": ["u"]},
        ],
    }  # fmt: skip
    return Programme(schema_version="1", id="whole", **{**made, **more})


def test_attributes_are_json_and_graphml_able() -> None:
    """Texts and numbers only: node-link JSON and GraphML come back the same."""
    made = record()
    graph = influence_graph(made)
    whole = trace(made).to_json()
    text = json.dumps(nx.node_link_data(graph, edges="edges"))
    again: Any = nx.node_link_graph(json.loads(text), edges="edges")
    assert trace(again).to_json() == whole
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    for multigraph in (True, False):
        file.seek(0)
        back: Any = nx.read_graphml(file, force_multigraph=multigraph)
        assert trace(back).to_json() == whole


def test_what_was_cut_away_is_simply_gone() -> None:
    """Rivals and feedback about it stay, about nothing."""
    graph = influence_graph(record())
    graph.remove_node("c")
    graph.remove_node("u")
    found = trace(graph)
    assert (list(found.changes), list(found.contributions)) == ([], [])
    graph = influence_graph(record())
    graph.remove_edge("d", "c", key="l2")
    assert trace(graph).pair("u", "c").claim == "untraced"
    graph = influence_graph(record())
    graph.remove_node("d")
    fate = trace(graph).contributions["u"]
    assert (fate.closure, fate.untraced_feedback) == ("claimed_untraced", ("f1",))


def test_what_is_for_drawing_only_changes_nothing() -> None:
    """Grades and statuses on edges are worked out anew; own attributes are let be."""
    made = record()
    graph = influence_graph(made)
    assert graph.edges["a", "d", "l1"]["grade"] == 3
    assert graph.edges["a", "d", "l1"]["status"] == "clear"
    graph.edges["a", "d", "l1"].update(grade=1, colour="red")
    del graph.nodes["a"]["title"]
    assert trace(graph).pair("u", "c") == trace(made).pair("u", "c")


def test_lists_may_be_lists_and_are_left_alone() -> None:
    """A list in place of its JSON text is read the same and not changed."""
    made = record()
    graph: Any = influence_graph(made)
    for place in (graph.graph, *(data for _, _, data in graph.edges(data=True))):
        for field in ("evidence", "rivals", "feedback", "sites"):
            if field in place:
                place[field] = json.loads(place[field])
    before = json.dumps(nx.node_link_data(graph, edges="edges"))
    assert trace(graph).to_json() == trace(made).to_json()
    assert json.dumps(nx.node_link_data(graph, edges="edges")) == before


def test_a_link_of_ones_own_is_traced() -> None:
    """An edge that says all it must is as good as a recorded one."""
    graph = influence_graph(record())
    graph.add_edge(
        "u", "c", kind="shaped", effect="supports", directness="direct",
        influence="unknown", implicit="no", evidence='["e1"]', sites="[]",
    )  # fmt: skip
    pair = trace(graph).pair("u", "c")
    assert (pair.path, pair.path_links) == (("u", "c"), (("0",),))


FAULTS: list[tuple[str, Any, str]] = [
    (
        "graph.layout",
        lambda g: g.graph.pop("layout"),
        "graph.layout  [graph-shape]\n  found None\n"
        "  expected 'influence-graph/1'\n  start from influence_graph(programme)",
    ),
    (
        "side removed",
        lambda g: g.nodes["u"].pop("side"),
        "nodes[u].side  [graph-shape]\n  found nothing\n"
        "  expected one of: user, professional, joint, external, unknown\n"
        "  a trace reads it: write 'unknown' where that is a word",
    ),
    (
        "side misspelt",
        lambda g: g.nodes["u"].update(side="usr"),
        "nodes[u].side  [graph-shape]\n  found 'usr'\n"
        "  expected one of: user, professional, joint, external, unknown",
    ),
    (
        "a node from nowhere",
        lambda g: g.add_node("new"),
        "nodes[new].list  [graph-shape]\n  found nothing\n"
        "  expected one of: contributions, activities, decisions, changes, outcomes, "
        "drivers\n  a trace reads it: write 'unknown' where that is a word",
    ),
    (
        "no text id",
        lambda g: g.add_node(7, list="activities", start="unknown", end="unknown"),
        "nodes[7]  [graph-shape]\n  found an id that is not text",
    ),
    (
        "a day",
        lambda g: g.nodes["a"].update(start="2007"),
        "nodes[a].start  [graph-shape]\n  found '2007'\n"
        "  expected a day such as 2007-03-14, or 'unknown'",
    ),
    (
        "no day",
        lambda g: g.nodes["a"].pop("end"),
        "nodes[a].end  [graph-shape]\n  found None\n"
        "  expected a day such as 2007-03-14, or 'unknown'",
    ),
    (
        "unknown evidence",
        lambda g: g.edges["a", "d", "l1"].update(evidence='["e9"]'),
        "edges[l1].evidence  [graph-shape]\n"
        "  found 'e9', which is no evidence of this graph\n  closest: e3, e2, e1",
    ),
    (
        "evidence far off",
        lambda g: g.edges["a", "d", "l1"].update(evidence=["zzzzz"]),
        "edges[l1].evidence  [graph-shape]\n"
        "  found 'zzzzz', which is no evidence of this graph",
    ),
    (
        "sites removed",
        lambda g: g.edges["a", "d", "l1"].pop("sites"),
        "edges[l1].sites  [graph-shape]\n  found None\n"
        "  expected a list, or the JSON text of one\n  an empty one is []",
    ),
    (
        "not JSON",
        lambda g: g.edges["a", "d", "l1"].update(sites="north"),
        "edges[l1].sites  [graph-shape]\n  found 'north'\n"
        "  expected a list, or the JSON text of one\n  an empty one is []",
    ),
    (
        "nested without end",
        lambda g: g.edges["a", "d", "l1"].update(sites="[" * 100_000),
        "edges[l1].sites  [graph-shape]\n"
        f"  found '{'[' * 55}...'\n"
        "  expected a list, or the JSON text of one\n  an empty one is []",
    ),
    (
        "a kind that does not fit",
        lambda g: g.edges["a", "d", "l1"].update(kind="drove"),
        "edges[l1]  [graph-shape]\n  found 'drove' from a to d\n"
        "  expected a kind of link that fits its two ends",
    ),
    (
        "evidence without an id",
        lambda g: g.graph.update(evidence=[*_changed(g, ""), {"origin": "A"}]),
        "graph.evidence[3]  [graph-shape]\n  found {'origin': 'A'}\n"
        "  expected an object with an id",
    ),
    (
        "a grade",
        lambda g: g.graph.update(evidence=_changed(g, "e1", grade=7)),
        "graph.evidence[e1].grade  [graph-shape]\n  found 7\n  expected 1, 2, 3 or 4",
    ),
    (
        "an origin",
        lambda g: g.graph.update(evidence=_changed(g, "e1", origin=["A"])),
        "graph.evidence[e1].origin  [graph-shape]\n  found ['A']\n  expected a text",
    ),
    (
        "a method",
        lambda g: g.graph.update(evidence=_changed(g, "e1", method="guess")),
        "graph.evidence[e1].method  [graph-shape]\n  found 'guess'\n"
        "  expected one of: observation, interview, document, survey, "
        "administrative_data, inference, unknown",
    ),
    (
        "a circle",
        lambda g: g.graph.update(evidence=_changed(g, "e1", derived_from=["e3"])),
        "evidence  [evidence-circle]\n"
        "  found evidence that is derived from itself, in a circle\n"
        "  a source cannot corroborate itself: remove one `derived_from`",
    ),
    (
        "a rival's status",
        lambda g: g.graph.update(
            rivals=[{"id": "r", "status": "gone", "explains": ["c"]}]
        ),
        "graph.rivals[r].status  [graph-shape]\n  found 'gone'\n"
        "  expected one of: open, weakened, dismissed, upheld",
    ),
]


def _changed(graph: Any, item: str, **fields: Any) -> list[dict[str, Any]]:
    rows = json.loads(graph.graph["evidence"])
    return [{**row, **fields} if row["id"] == item else row for row in rows]


@pytest.mark.parametrize(("name", "damage", "text"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_damaged_graph_is_refused_in_words(name: str, damage: Any, text: str) -> None:
    """The whole message, for each kind of damage."""
    graph = influence_graph(record())
    damage(graph)
    with pytest.raises(RecordError) as caught:
        trace(graph)
    assert str(caught.value) == text


def test_all_faults_come_at_once() -> None:
    """Two damages, two issues."""
    graph = influence_graph(record())
    del graph.nodes["u"]["side"]
    del graph.nodes["d"]["needs"]
    with pytest.raises(RecordError) as caught:
        trace(graph)
    assert [issue.path for issue in caught.value.issues] == [
        "nodes[d].needs",
        "nodes[u].side",
    ]


@pytest.mark.parametrize("source", [nx.Graph(), [1], None, "stroke"])
def test_what_is_no_graph_and_no_record_is_refused(source: Any) -> None:
    """Undirected graphs, lists, texts."""
    with pytest.raises(RecordError) as caught:
        trace(source)
    assert str(caught.value) == (
        f"graph  [graph-shape]\n  found {type(source).__name__}\n"
        "  expected a Programme, or a directed graph from influence_graph"
    )


def test_feedback_about_something_else_closes_nothing() -> None:
    """About an activity, or about nothing recorded: neither closed nor claimed."""
    graph = influence_graph(record())
    graph.graph["feedback"] = json.dumps(
        [{"id": "f", "about": "a", "to": ["u"]}, {"id": "g", "to": ["u"]}]
    )
    fate = trace(graph).contributions["u"]
    assert (fate.closure, fate.untraced_feedback) == ("open", ())


# ------------------------------------------------------------ options and ids


def test_unknown_ids_are_named_with_the_closest() -> None:
    """Contributions, changes, steps and nodes."""
    found = trace(record())
    for ask, text in (
        (
            lambda: found.pair("uu", "c"),
            "[node-unknown]\n  found 'uu', which is no contribution of this record\n"
            "  closest: u",
        ),
        (
            lambda: found.changes["zzzz"],
            "[node-unknown]\n  found 'zzzz', which is no change of this record\n"
            "  the record holds no change of a similar id",
        ),
        (
            lambda: found.steps["a", "c"],
            "[node-unknown]\n  found 'a>c', which is no step of this record\n"
            "  closest: d>c, a>d",
        ),
        (
            lambda: found.widest(["q1"]),
            "[node-unknown]\n  found 'q1', which is no node of this record\n"
            "  the record holds no node of a similar id",
        ),
        (
            lambda: found.pair("c", "c"),
            "[node-unknown]\n  found 'c', which is no contribution of this record\n"
            "  the record holds no contribution of a similar id",
        ),
        (
            lambda: found.explain("u"),
            "[option-unknown]\n  found one end of a pair\n"
            "  expected a contribution and a change, or neither",
        ),
    ):
        with pytest.raises(RecordError) as caught:
            ask()
        assert str(caught.value) == text


def test_a_mapping_of_answers_is_a_mapping() -> None:
    """Length, membership, order, and no work before it is asked."""
    found = trace(record())
    assert (len(found.changes), "c" in found.changes, "u" in found.changes) == (
        1,
        True,
        False,
    )
    assert list(found.steps) == [("a", "d"), ("c", "o"), ("d", "c"), ("u", "a")]
    assert repr(found.changes) == "<1 by change, worked out on demand>"
    assert found.changes["c"] is found.changes["c"]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"time": "loose"},
            "time  [option-unknown]\n  found 'loose'\n"
            "  expected one of: report, strict",
        ),
        (
            {"share_weights": "grades"},
            "share_weights  [option-unknown]\n  found 'grades'\n"
            "  expected one of: equal, sources",
        ),
        (
            {"policy": "mine"},
            "policy  [policy-shape]\n  found str\n  expected an EvidencePolicy",
        ),
    ],
)
def test_unknown_options_are_refused(options: Any, text: str) -> None:
    """The whole message."""
    with pytest.raises(RecordError) as caught:
        trace(record(), **options)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"name": "mine/1", "top": 5},
            "policy.top  [policy-shape]\n  found 5\n"
            "  expected a whole number from 1 to 4",
        ),
        (
            {"name": "mine/1", "corroboration_gain": 2},
            "policy.corroboration_gain  [policy-shape]\n  found 2\n"
            "  expected a whole number from 0 to 1",
        ),
        (
            {"name": "mine/1", "testimony": True},
            "policy.testimony  [policy-shape]\n  found True\n"
            "  expected a whole number from 1 to 4",
        ),
        (
            {"name": " "},
            "policy.name  [policy-shape]\n  found ' '\n"
            "  expected a text that is not empty\n"
            "  a name and a version, such as 'cautious/1'",
        ),
        (
            {"name": "mine/1", "top": 3},
            "policy.top  [policy-shape]\n"
            "  found top 3, and a default grade above it\n"
            "  lower the default grades, or raise top",
        ),
        (
            {"other": 2, "material": 3},
            "policy.name  [policy-shape]\n"
            "  found the name 'corroborated-weakest-link/1' with another material, "
            "other\n  expected another name: a name stands for its parameters\n"
            "  pass name='...' with a version of your own, such as 'mine/1'",
        ),
    ],
)
def test_a_policy_that_does_not_fit_is_refused(options: Any, text: str) -> None:
    """The whole message."""
    with pytest.raises(RecordError) as caught:
        EvidencePolicy(**options)
    assert str(caught.value) == text


def test_a_record_that_was_never_checked_is_refused_in_words() -> None:
    """A dangling id in a record built past validation."""
    whole = record()
    broken = whole.model_copy(
        update={"links": (whole.links[0].model_copy(update={"target": "nowhere"}),)}
    )
    with pytest.raises(RecordError) as caught:
        trace(broken)
    assert str(caught.value) == (
        "[id-dangling]\n  found 'nowhere', which refers to nothing a trace could use\n"
        "  check the record as a whole first: it names the place"
    )
