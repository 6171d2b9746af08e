"""The influence graph as GraphML, Mermaid and DOT text, everything escaped.

GraphML is written only: reading it would expand XML entities, and 14 kB became
eight million characters when tried.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from involvement.errors import Issue, RecordError, plain, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    Graph: TypeAlias = nx.MultiDiGraph[Any]


@attrs.frozen
class Export:
    """A graph in another tool's format.

    Attributes:
        text: What to write into the file.
        notes: What was left out, flattened or could not be placed.
    """

    text: str
    notes: tuple[Issue, ...] = ()


def directed(graph: Any) -> Graph:
    """A graph from a user's hands, as one whose nodes can be told apart when written.

    A directed graph without parallel links is taken as one with them.

    Raises:
        RecordError: If it is no directed graph of networkx, or two of its nodes
            would be written alike (`graph-shape`).
    """
    import networkx as nx

    if not isinstance(graph, nx.Graph) or not graph.is_directed():
        raise RecordError(
            [
                Issue(
                    code="graph-shape",
                    found=f"found {type(graph).__name__}",
                    path="graph",
                    expected="expected a directed graph from influence_graph",
                    hint="make one of a record with influence_graph(programme)",
                )
            ]
        )
    first: dict[str, Any] = {}
    alike = [
        (first[str(name)], name)
        for name in graph
        if first.setdefault(str(name), name) is not name
    ]
    if alike:
        raise RecordError(
            Issue(
                code="graph-shape",
                found=f"found the nodes {quote(one)} and {quote(other)}",
                path="graph",
                expected="expected nodes that are written in different ways",
                hint="name one of them otherwise",
            )
            for one, other in alike
        )
    return graph if isinstance(graph, nx.MultiDiGraph) else nx.MultiDiGraph(graph)


def graphml(graph: Graph) -> Export:
    """The graph as GraphML.

    Attributes that are None are left out, lists and mappings become JSON; both are
    noted. Nodes and edges come sorted, so that one graph gives one file.

    Example:
        >>> import networkx as nx
        >>> graph = nx.MultiDiGraph()
        >>> graph.add_node("wish", title="a < b", when=None)
        >>> written = graphml(graph)
        >>> "a &lt; b" in written.text, written.notes[0].found
        (True, "node 'wish': 'when' holds nothing")
    """
    import networkx as nx

    graph = directed(graph)
    notes: list[Issue] = []
    flat: Graph = nx.MultiDiGraph()
    for name, data in _nodes(graph):
        flat.add_node(_written(str(name)), **_flat(f"node {name!r}", data, notes))
    for source, target, key, data in _edges(graph):
        ends = (_written(str(source)), _written(str(target)))
        flat.add_edge(
            *ends, key=_written(str(key)), **_flat(f"edge {key!r}", data, notes)
        )
    flat.graph.update(_flat("graph", graph.graph, notes))
    return Export("\n".join(nx.generate_graphml(flat)) + "\n", tuple(notes))


def _nodes(graph: Graph) -> list[tuple[Any, dict[str, Any]]]:
    return sorted(graph.nodes(data=True), key=lambda node: str(node[0]))


def _edges(graph: Graph) -> list[tuple[Any, Any, Any, dict[str, Any]]]:
    edges = graph.edges(keys=True, data=True)
    return sorted(edges, key=lambda edge: tuple(map(str, edge[:3])))


def _flat(owner: str, data: Mapping[Any, Any], notes: list[Issue]) -> dict[str, Any]:
    """Attributes every writer of networkx takes."""
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if value is None:
            notes.append(_note(f"{owner}: {name!r} holds nothing", "it was left out"))
        elif isinstance(value, str):
            flat[_written(str(name))] = _written(value)
        elif isinstance(value, bool | int | float):
            flat[_written(str(name))] = value
        else:
            flat[_written(str(name))] = _written(json_text(value))
            found = f"{owner}: {name!r} holds a {type(value).__name__}"
            notes.append(_note(found, "it was written as JSON text"))
    return flat


def _written(text: str) -> str:
    """Text that XML can hold: control characters shown, two codes it forbids too."""
    return whole(plain(text)).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def whole(text: str) -> str:
    """Text that a file can hold: half characters are shown by their codes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def json_text(value: Any) -> str:
    """What is no text or number as JSON; a set is put in order."""
    items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
    return json.dumps(items, default=str, sort_keys=True)


def _note(found: str, hint: str) -> Issue:
    return Issue(code="format-loss", found=found, hint=hint, severity="note")


_SHAPES = {
    "contributions": ("([", "])", "ellipse"),
    "activities": ("[", "]", "box"),
    "decisions": ("{", "}", "diamond"),
    "changes": ("[[", "]]", "box3d"),
    "outcomes": ("((", "))", "oval"),
    "drivers": (">", "]", "cds"),
}
"""List to its brackets in Mermaid and its shape in DOT."""

_OTHER = ("[", "]", "box")


def mermaid(graph: Graph) -> Export:
    """The graph as a Mermaid flowchart.

    Every sign but letters, digits and blanks is written as a character code, so no
    text can end a label or begin a command. Blocking links are dotted and crossed.

    Example:
        >>> import networkx as nx
        >>> graph = nx.MultiDiGraph()
        >>> graph.add_node("wish", list="contributions", title='say "no"')
        >>> print(mermaid(graph).text)
        flowchart LR
          n1(["say #34;no#34;"])
        <BLANKLINE>
    """
    graph = directed(graph)
    numbers = {name: f"n{n}" for n, (name, _) in enumerate(_nodes(graph), start=1)}
    lines = ["flowchart LR"]
    for name, data in _nodes(graph):
        opening, closing, _ = _SHAPES.get(str(data.get("list")), _OTHER)
        label = _coded(_title(name, data))
        lines.append(f'  {numbers[name]}{opening}"{label}"{closing}')
    for source, target, _, data in _edges(graph):
        arrow = "-.-x" if data.get("effect") == "blocks" else "-->"
        label = _coded(_words(data))
        lines.append(f'  {numbers[source]} {arrow}|"{label}"| {numbers[target]}')
    return Export("\n".join(lines) + "\n")


def _title(name: Any, data: Mapping[str, Any]) -> str:
    return str(data.get("title") or name)


def _words(data: Mapping[str, Any]) -> str:
    """What an edge says: its kind, and its grade where it has been graded."""
    kind = str(data.get("kind", "link")).replace("_", " ")
    if data.get("effect") == "blocks":
        return f"{kind}, blocks"
    return f"{kind}, grade {data['grade']}" if "grade" in data else kind


def _coded(text: str) -> str:
    return "".join(
        sign if sign.isalnum() or sign in " ,." else f"#{ord(sign)};"
        for sign in whole(plain(text))
    )


def dot(graph: Graph) -> Export:
    r"""The graph in the DOT language of Graphviz.

    Example:
        >>> import networkx as nx
        >>> graph = nx.MultiDiGraph()
        >>> graph.add_node("wish", list="contributions", title='say "no"')
        >>> print(dot(graph).text)
        digraph influence {
          rankdir=LR;
          "wish" [label="say \"no\"", shape=ellipse];
        }
        <BLANKLINE>
    """
    lines = _dot_lines(directed(graph))
    return Export("\n".join(["digraph influence {", *lines, "}", ""]))


def _dot_lines(graph: Graph) -> Iterator[str]:
    yield "  rankdir=LR;"
    for name, data in _nodes(graph):
        shape = _SHAPES.get(str(data.get("list")), _OTHER)[2]
        label = _quoted(_title(name, data))
        yield f"  {_quoted(name)} [label={label}, shape={shape}];"
    for source, target, _, data in _edges(graph):
        style = ""
        if data.get("effect") == "blocks":
            style = ", style=dotted, arrowhead=tee"
        elif data.get("implicit") == "yes":
            style = ", style=dashed"
        label = _quoted(_words(data))
        yield f"  {_quoted(source)} -> {_quoted(target)} [label={label}{style}];"


def _quoted(text: object) -> str:
    """A quoted string; a backslash would begin an escape such as the node's name."""
    escaped = whole(plain(str(text))).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n") + '"'
