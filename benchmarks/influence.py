"""Influence on large records, against the same algorithms written on networkx.

Layered graphs of ten layers and five links per node, and a deep narrow one (20,000
levels of 5). Every figure is the median of several runs in one process; ratios are
to plain networkx code in the same run. Prints a Markdown table.

    python benchmarks/influence.py [--links 10000 100000 1000000] [--runs 3]
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx

from involvement.influence import cuts, links, paths, shares, wide
from involvement.influence.policy import DEFAULT_POLICY
from involvement.influence.tracer import Tracer
from involvement.influence.tracing import trace
from involvement.record.events import Change, Contribution, Decision
from involvement.record.evidence import Evidence, Link
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Callable

GRADES = (1, 2, 2, 3, 3, 4)
N_SOURCES = 200


def layered(n_links: int, *, levels: int, into: int, seed: int = 7) -> Programme:
    """A layered record: contributions, layers of decisions, a layer of changes."""
    draw = random.Random(seed)  # noqa: S311
    width = max(into, n_links // (into * (levels - 1)))
    names = [
        [f"{level:05}-{place:06}" for place in range(width)] for level in range(levels)
    ]
    evidence = [
        Evidence.model_construct(
            id=f"e{number:05}",
            origin=f"source {number % N_SOURCES}",
            grade=draw.choice(GRADES),
        )
        for number in range(min(20_000, 10 + n_links // 10))
    ]
    items = [item.id for item in evidence]
    lines = [
        Link.model_construct(
            id=f"l{level}-{place}-{number}",
            source=source,
            target=names[level][place],
            kind="led_to",
            evidence=(draw.choice(items),) if number else (draw.choice(items),) * 1,
        )
        for level in range(1, levels)
        for place in range(width)
        for number, source in enumerate(draw.sample(names[level - 1], into))
    ]
    sides = ("user", "professional", "joint", "unknown")
    return Programme.model_construct(
        schema_version="1",
        id="layered",
        contributions=tuple(
            Contribution.model_construct(id=name, made_by=draw.choice(sides))
            for name in names[0]
        ),
        decisions=tuple(
            Decision.model_construct(id=name) for level in names[1:-1] for name in level
        ),
        changes=tuple(Change.model_construct(id=name) for name in names[-1]),
        evidence=tuple(evidence),
        links=tuple(lines),
    )


def median(job: Callable[[], Any], runs: int) -> float:
    """CPU seconds of the median run: the machine may be shared."""
    spent = []
    for _ in range(runs):
        gc.collect()
        gc.disable()
        begin = time.process_time()
        job()
        spent.append(time.process_time() - begin)
        gc.enable()
    return statistics.median(spent)


# ------------------------------------------------ the same, plainly on networkx


def build_nx(programme: Programme) -> nx.DiGraph[str]:
    """From the records: a multigraph of the links, then the graded steps."""
    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for listed in (programme.contributions, programme.decisions, programme.changes):
        for item in listed:
            whole.add_node(item.id, item=item)
    for link in programme.links:
        whole.add_edge(
            link.source, link.target, key=link.id, evidence=link.evidence,
            effect=link.effect, directness=link.directness, sites=link.sites,
        )  # fmt: skip
    items = {item.id: item for item in programme.evidence}
    steps: nx.DiGraph[str] = nx.DiGraph()
    for tail, head, data in whole.edges(data=True):
        cited = data["evidence"]
        if steps.has_edge(tail, head):
            steps.edges[tail, head]["cited"].update(cited)
        else:
            steps.add_edge(tail, head, cited=set(cited))
    for _, _, data in steps.edges(data=True):
        best: dict[str, int] = {}
        for one in data["cited"]:
            origin, grade = items[one].origin or one, items[one].grade or 0
            best[origin] = max(grade, best.get(origin, 0))
        order = sorted(best.values(), reverse=True)
        data["grade"] = order[0] if order else 0
        if len(order) > 1 and order[1] >= 2:
            data["grade"] = max(order[0], min(4, order[1] + 1))
    return steps


def on_networkx(tracer: Tracer) -> nx.DiGraph[int]:
    """The graded steps as a networkx graph."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(tracer.links)))
    steps = tracer.steps
    for edge, (tail, head) in enumerate(
        zip(steps.graph.source, steps.graph.target, strict=True)
    ):
        graph.add_edge(
            tail, head, grade=steps.grade[edge], sources=list(steps.sources_of(edge))
        )
    return graph


def widest_nx(graph: nx.DiGraph[int], starts: list[int]) -> dict[int, int]:
    """Widest path to every node, in topological order."""
    wide = dict.fromkeys(starts, 4)
    for node in nx.topological_sort(graph):
        mine = wide.get(node, 0)
        if mine:
            for head, data in graph.adj[node].items():
                at = min(mine, data["grade"])
                if at > wide.get(head, 0):
                    wide[head] = at
    return wide


def shares_nx(graph: nx.DiGraph[int], ends: dict[int, int]) -> dict[int, list[float]]:
    """Six parts of every node, in topological order."""
    found: dict[int, list[float]] = {}
    for node in nx.topological_sort(graph):
        if node in ends:
            found[node] = [float(part == ends[node]) for part in range(6)]
            continue
        causes = graph.pred[node]
        found[node] = [
            sum(found[cause][part] for cause in causes) / len(causes)
            for part in range(6)
        ]
    return found


def threads_nx(graph: nx.DiGraph[int], starts: list[int]) -> int:
    """One search per source over the steps it supports."""
    own: dict[int, nx.DiGraph[int]] = {}
    for tail, head, data in graph.edges(data=True):
        for source in data["sources"]:
            own.setdefault(source, nx.DiGraph()).add_edge(tail, head)
    found = 0
    for part in own.values():
        seen = {node for node in starts if node in part}
        queue = deque(seen)
        while queue:
            for head in part.adj[queue.popleft()]:
                if head not in seen:
                    seen.add(head)
                    queue.append(head)
        found += len(seen)
    return found


def critical_nx(graph: nx.DiGraph[int], starts: list[int], goal: int) -> int:
    """Size of the smallest cut with unit capacities."""
    copy: nx.DiGraph[Any] = nx.DiGraph()
    copy.add_edges_from(graph.edges, capacity=1)
    copy.add_edges_from(("all", node) for node in starts)
    value, _ = nx.minimum_cut(
        copy, "all", goal, flow_func=nx.algorithms.flow.edmonds_karp
    )
    return int(value)


# ------------------------------------------------ the table


def peak() -> float:
    """The most memory this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows(
    programme: Programme, runs: int, *, full: bool
) -> list[tuple[str, float, float]]:
    """Job, our seconds, networkx seconds."""
    columns = links.from_programme(programme)
    tracer = Tracer(columns, DEFAULT_POLICY, strict=False, weights="equal")
    graph, steps = tracer.steps.graph, tracer.steps
    starts = list(tracer.users)
    goal = tracer.changes[0]
    plain = on_networkx(tracer)
    ends = {
        node: columns.sides[node] if node < len(tracer.contributions) else 5
        for node in range(len(columns))
        if node < len(tracer.contributions) or not plain.pred[node]
    }
    inside = tracer.fore(tracer.users)

    def shares_once() -> None:
        shares.walk(columns, steps, DEFAULT_POLICY, "equal")

    def one_cut() -> None:
        cuts.critical_steps(graph, starts, goal, inside)

    def from_records() -> None:
        trace(programme)

    found = [
        (
            "build from records",
            median(from_records, runs),
            median(lambda: build_nx(programme), 1),
        ),
        (
            "widest of every change",
            median(lambda: paths.widest(graph, starts, steps.grade), runs),
            median(lambda: widest_nx(plain, starts), 1),
        ),
        (
            "shares of every change, both worlds",
            median(shares_once, runs),
            2 * median(lambda: shares_nx(plain, ends), 1),
        ),
        (
            "threads of every change",
            median(lambda: wide.thread_sources(graph, starts, steps), runs),
            median(lambda: threads_nx(plain, starts), 1),
        ),
    ]
    if full:
        found.append(
            (
                "critical links of one change",
                median(one_cut, runs),
                median(lambda: critical_nx(plain, starts, goal), 1),
            )
        )
    return found


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--links", type=int, nargs="*", default=[10_000, 100_000, 1_000_000]
    )
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--cut-up-to", type=int, default=1_000_000)
    told = asked.parse_args()
    print("| job | links | CPU s | networkx | ratio |")
    print("|---|---|---|---|---|")
    for n_links in told.links:
        programme = layered(n_links, levels=10, into=5)
        gc.collect()
        before = peak()
        kept = trace(programme)
        kept.widest()
        _ = kept.tracer.walks
        added = peak() - before
        del kept
        for job, ours, theirs in rows(
            programme, told.runs, full=n_links <= told.cut_up_to
        ):
            print(
                f"| {job} | {len(programme.links):,} | {ours:.4f} | {theirs:.3f} "
                f"| {theirs / ours:.1f} |"
            )
        print(
            f"| memory added at the peak, MiB | {len(programme.links):,} "
            f"| {added:.0f} | | |"
        )
        del programme
    deep = layered(20_000 * 5 * 3, levels=20_000, into=3)
    for job, ours, theirs in rows(deep, told.runs, full=False):
        print(
            f"| {job}, 20,000 levels of 5 | {len(deep.links):,} | {ours:.4f} "
            f"| {theirs:.3f} | {theirs / ours:.1f} |"
        )
    for n_links in (100, 1_000, 10_000):
        programme = layered(n_links, levels=10, into=5)
        spent = median(partial(trace, programme), told.runs)
        print(f"| `trace` | {len(programme.links):,} | {spent:.4f} | | |")


if __name__ == "__main__":
    main()
