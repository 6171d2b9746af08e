"""Rules of the influence reference that one small record each can show."""

from __future__ import annotations

import json
from array import array
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from involvement.errors import RecordError
from involvement.influence import (
    advice,
    arrays,
    paths,
    steps,
    times,
    tracer,
    whoever,
    wide,
)
from involvement.influence.grading import judge
from involvement.influence.links import from_programme
from involvement.influence.listing import OnDemand
from involvement.influence.named import Share, number_text, share_text
from involvement.influence.policy import DEFAULT_POLICY
from involvement.influence.rivals import rival_weight
from involvement.influence.tracing import Trace, trace
from involvement.influence.views import influence_graph
from involvement.record.programme import Programme
from involvement.vocabulary import LINK_ENDS

LISTS = ("contributions", "activities", "decisions", "changes", "outcomes", "drivers")
KINDS = {ends: kind for kind, all_ in LINK_ENDS.items() for ends in all_}
SOURCES = [
    {"id": f"{origin}{grade}", "origin": origin, "grade": grade}
    for origin in "ABCDEF"
    for grade in (1, 2, 3, 4)
] + [
    {"id": f"X{grade}", "origin": "X", "grade": grade, "stance": "contradicts"}
    for grade in (1, 2, 3, 4)
]


def record(*lines: str, **lists: Any) -> Programme:
    """Wishes u and v, decisions d, e and f, a change c; lines `tail head item item`."""
    made: dict[str, Any] = {
        "contributions": [{"id": "u", "made_by": "user"}],
        "decisions": [{"id": "d"}, {"id": "e"}, {"id": "f"}],
        "changes": [{"id": "c"}],
        "evidence": [*SOURCES, *lists.pop("more", [])],
        **lists,
    }
    where = {i["id"]: name for name in LISTS for i in made.get(name, ())}
    made["links"] = [
        {
            "id": f"l{number}",
            "source": tail,
            "target": head,
            "kind": KINDS[where[tail], where[head]],
            "evidence": cited,
        }
        for number, (tail, head, *cited) in enumerate(map(str.split, lines))
    ]
    return Programme(schema_version="1", id="small", **made)


def traced(*lines: str, time: Any = "report", **lists: Any) -> Trace:
    """The same, traced."""
    return trace(record(*lines, **lists), time=time)


# ------------------------------------------------------------ one further item


def raised(found: Trace) -> str:
    """What would raise the claim of the wish on the change."""
    text = found.explain("u", "c").splitlines()
    line = next(one for one in text if one.strip().startswith("to raise the claim"))
    return line.partition(": ")[2]


DOUBTS = pytest.mark.parametrize(
    ("cited", "grade", "claim"),
    [
        ("A1 X1", 2, "plausible"),
        ("A1 X2", 3, "plausible"),
        # as good as what speaks against it: no longer an assertion only
        ("A1 X3", 3, "contested"),
        ("A1 X4", 3, "contested"),
        # two of grade 2 are worth 3, and a third of grade 3 adds nothing to that
        ("A2 B2 X3", 4, "plausible"),
    ],
)


@DOUBTS
def test_the_least_item_that_overcomes_a_doubt(
    cited: str, grade: int, claim: str
) -> None:
    """Nothing weaker would do, and nothing stronger is asked for."""
    assert raised(traced(f"u c {cited}")) == (
        f"an item of grade {grade} or better from the source 'A' on u > c (l0): "
        f"the claim would be {claim}"
    )


@DOUBTS
def test_a_doubt_on_one_step_is_overcome_there(
    cited: str, grade: int, claim: str
) -> None:
    """Nothing is asked of the step that is beyond doubt."""
    assert raised(traced("u d A3 B3", f"d c {cited}")) == (
        f"an item of grade {grade} or better from the source 'A' on d > c (l1): "
        f"the claim would be {claim}"
    )


@DOUBTS
def test_a_doubt_on_every_step_is_overcome_on_every_step(
    cited: str, grade: int, claim: str
) -> None:
    """By one source that speaks to the whole chain."""
    assert raised(traced(f"u d {cited}", f"d c {cited}")) == (
        f"an item of grade {grade} or better from the source 'A' on all 2 links of "
        f"the chain: the claim would be {claim}"
    )


def test_a_doubt_of_the_highest_grade_is_overcome_by_no_item() -> None:
    """There is nothing above it."""
    assert raised(traced("u c A4 X4")).startswith("no single further item would do")


@pytest.mark.parametrize(("budget", "tries"), [(0, 1), (1, 1), (6, 3), (9, 4)])
def test_the_search_stops_when_its_steps_are_walked(
    monkeypatch: pytest.MonkeyPatch, budget: int, tries: int
) -> None:
    """Each try walks every step once; one is always made."""
    asked: list[int] = []
    supposed = advice._supposed

    def counted(*given: Any) -> str:
        asked.append(1)
        return supposed(*given)

    monkeypatch.setattr(advice, "BUDGET", budget)
    monkeypatch.setattr(advice, "_supposed", counted)
    raised(traced("u d X4", "d c X4"))
    assert len(asked) == tries


# ------------------------------------------------------------ robustness


@pytest.mark.parametrize(
    ("line", "without"),
    [
        ("u c A1", 0),
        ("u c A1 B1", 1),
        ("u c A2 B1", 1),
        ("u c A2 B2", 2),
        ("u c A3 B2", 2),
        ("u c A3 B3 C1", 3),
    ],
)
def test_what_is_left_without_the_best_source(line: str, without: int) -> None:
    """As much as the others are worth; a first hearsay is as good as a second."""
    assert traced(line).pair("u", "c").without_best_source == without


def test_where_nothing_is_left_to_lose_the_first_source_is_taken() -> None:
    """The shortest way rests on B, but no way holds; A comes first by name."""
    found = traced("u d B3", "d c", "u e", "e f A3", "f c")
    best = found.changes["c"].challenges[0]
    assert (best.name, best.removed, best.grade_after) == (
        "without_best_source", ("A",), 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "grade", "claim"),
    [("A3", 2, "contested"), ("A3 B3", 4, "plausible"), ("A2", 1, "asserted")],
)
def test_a_doubt_comes_back_when_the_best_source_goes(
    other: str, grade: int, claim: str
) -> None:
    """C overcomes it; whether the others do decides what is left."""
    found = traced(f"u d {other} C4 X3", f"d c {other} C4 D4")
    best = found.changes["c"].challenges[0]
    assert (best.name, best.claim_before) == ("without_best_source", "plausible")
    assert (best.grade_after, best.claim_after) == (grade, claim)


# ------------------------------------------------------------ gatekeepers


def test_a_gate_is_named_with_all_who_stand_behind_its_links() -> None:
    """In and out, in the order of their names; nobody from elsewhere."""
    found = traced(
        "u d F2 B2",
        "v d A3",
        "d c E2 C2",
        "d e D2",
        "e c D3",
        contributions=[
            {"id": "u", "made_by": "user"},
            {"id": "v", "made_by": "joint"},
        ],
    )
    gates = found.changes["c"].gatekeepers
    assert [(gate.id, gate.sources) for gate in gates] == [
        ("d", ("A", "B", "C", "D", "E", "F"))
    ]


def test_gates_stand_in_the_order_of_the_way() -> None:
    """Each with its own links only; a way around one takes it off the list."""
    found = traced("u d A2", "d e B2", "e f C2", "f c D2", "d f E2")
    gates = found.changes["c"].gatekeepers
    assert [(gate.id, gate.sources) for gate in gates] == [
        ("d", ("A", "B", "E")),
        ("f", ("C", "D", "E")),
    ]


# ------------------------------------------------------------ whoever made it

TESTED = {"rivals": [{"id": "r", "explains": "c", "status": "dismissed"}]}


@pytest.mark.parametrize(
    ("lines", "sides", "dates", "answer"),
    [
        (("u c A3",), {"u": "user"}, {}, True),
        (("u c A3",), {"u": "joint"}, {}, True),
        (("u c A3",), {"u": "unknown"}, {}, None),
        (("u c A3",), {"u": "professional"}, {}, False),
        (("u c A2",), {"u": "user"}, {}, False),
        (("u c A2",), {"u": "unknown"}, {}, False),
        # whoever made the other one, it is as wide and changes nothing
        (("u c A3", "v c B3"), {"u": "user", "v": "unknown"}, {}, True),
        (("u c A2", "v c B3"), {"u": "user", "v": "unknown"}, {}, None),
        # backwards in time
        (("u c A3",), {"u": "user"}, {"u": "2009", "c": "2007"}, False),
        (("u c A3",), {"u": "unknown"}, {"u": "2009", "c": "2007"}, False),
        # a wider chain of somebody may run backwards, and one as wide may not hide it
        (("u c A3", "v c B4"), {"u": "user", "v": "unknown"},
         {"u": "2006", "v": "2009", "c": "2007"}, None),
        (("u c A3", "v c B3"), {"u": "user", "v": "unknown"},
         {"u": "2006", "v": "2009", "c": "2007"}, True),
        (("u c A3", "v c B4"), {"u": "user", "v": "unknown"},
         {"u": "2006", "v": "2006", "c": "2007"}, True),
    ],
)  # fmt: skip
def test_whether_a_change_is_supported_whoever_made_what_nobody_knows(
    lines: tuple[str, ...],
    sides: dict[str, str],
    dates: dict[str, str],
    *,
    answer: bool | None,
) -> None:
    """True or false where it holds or fails for every side; else it hangs on them."""
    found = traced(
        *lines,
        contributions=[
            {"id": name, "made_by": side}
            | ({"when": dates[name]} if name in dates else {})
            for name, side in sides.items()
        ],
        changes=[{"id": "c"} | ({"when": dates["c"]} if "c" in dates else {})],
        **TESTED,
    )
    change = found.tracer.links.index["c"]
    assert whoever.supported_changes(found.bounds) == {change: answer}


@pytest.mark.parametrize(("unsure", "settled"), [(6, True), (7, False)])
def test_more_than_six_of_unknown_side_may_leave_it_open(
    unsure: int, *, settled: bool
) -> None:
    """Only where a wider chain of theirs may run backwards."""
    names = [f"v{n}" for n in range(unsure)]
    for grade, year, answer in (
        (3, "2009", True), (4, "2006", True if settled else None), (4, "2009", None),
    ):  # fmt: skip
        found = traced(
            "u c A3",
            *(f"{name} c B{grade}" for name in names),
            contributions=[
                {"id": "u", "made_by": "user", "when": "2006"},
                *({"id": name, "when": year} for name in names),
            ],
            changes=[{"id": "c", "when": "2007"}],
            **TESTED,
        )
        assert [*whoever.supported_changes(found.bounds).values()] == [answer]


# ------------------------------------------------------------ but for the users


@pytest.mark.parametrize(
    ("other", "needs", "answer"),
    [
        ({"made_by": "professional"}, "any", "overdetermined"),
        ({"made_by": "professional"}, "all", "user_necessary"),
        ({"made_by": "professional"}, "unknown", "undetermined"),
        ({"made_by": "unknown"}, "any", "undetermined"),
        ({"made_by": "joint"}, "any", "user_necessary"),
    ],
)
def test_whether_the_change_would_have_come_anyway(
    other: dict[str, str], needs: str, answer: str
) -> None:
    """A wish of users and another one; the change needs either or both."""
    found = traced(
        "u c",
        "v c",
        contributions=[{"id": "u", "made_by": "user"}, {"id": "v", **other}],
        changes=[{"id": "c", "needs": needs}],
    )
    assert found.changes["c"].but_for == answer


# ------------------------------------------------------------ closure


@pytest.mark.parametrize(
    ("about", "reasoned", "closure"),
    [
        ("c", "unknown", "closed_change"),
        ("d", "yes", "closed_decision"),
        ("d", "no", "acknowledged"),
        ("d", "unknown", "acknowledged"),
        ("e", "yes", "claimed_untraced"),
        ("k", "yes", "claimed_untraced"),
        (None, "yes", "open"),
    ],
)
def test_what_a_reply_is_about_says_how_far_it_closes(
    about: str | None, reasoned: str, closure: str
) -> None:
    """A change, a decision with its reasons, without, or what it never reached."""
    said = {"id": "said", "to": ["u"], "reasoned": reasoned}
    found = traced(
        "u d", "d c",
        changes=[{"id": "c"}, {"id": "k"}],
        feedback=[said | ({} if about is None else {"about": about})],
    )  # fmt: skip
    assert found.contributions["u"].closure == closure


def test_the_best_of_several_replies_counts() -> None:
    """A word about nothing recorded neither closes nor hides the others."""
    words = [("s1", None), ("s2", "e"), ("s3", "c"), ("s4", "d")]
    found = traced(
        "u d", "d c",
        feedback=[
            {"id": name, "to": ["u"]} | ({"about": about} if about else {})
            for name, about in words
        ],
    ).contributions["u"]  # fmt: skip
    assert (found.closure, found.feedback, found.untraced_feedback) == (
        "closed_change", ("s1", "s2", "s3", "s4"), ("s2",),
    )  # fmt: skip


# ------------------------------------------------------------ time


def test_independence_counts_on_the_day_itself() -> None:
    """Strictly in time, a change on the last possible day is not too late."""
    alone = {"id": "I3", "origin": "I", "grade": 3, "standpoint": "independent"}
    for end in ("2007-03-01", "2007-03-02"):
        found = traced(
            "u c A3 I3",
            time="strict",
            contributions=[{"id": "u", "made_by": "user", "when": "2007-03-01"}],
            changes=[{"id": "c", "when": end}],
            rivals=[{"id": "r", "explains": "c", "status": "dismissed"}],
            more=[alone],
        )
        assert found.pair("u", "c").claim == "strong"


# ------------------------------------------------------------ rivals


@pytest.mark.parametrize(
    ("status", "weight"),
    [("upheld", 4), ("open", 3), ("weakened", 0), ("dismissed", 0)],
)
def test_what_a_rival_weighs(status: str, weight: int) -> None:
    """Upheld as much as can be; open what speaks for it; set aside nothing."""
    made = record(
        "u c", rivals=[{"id": "r", "explains": "c", "evidence": ["A2", "B2"]}]
    )
    links = from_programme(made)
    judged = judge(links.items, links.derived, DEFAULT_POLICY)
    items = links.rivals[0].items
    assert rival_weight(status, items, judged, DEFAULT_POLICY) == weight


@pytest.mark.parametrize(
    ("status", "grade", "word"),
    [("upheld", 3, "contested"), ("open", 4, "disputed"), ("dismissed", 4, "clear")],
)
def test_a_rival_of_a_link_weighs_against_its_step(
    status: str, grade: int, word: str
) -> None:
    """As evidence against it would."""
    rival = {"id": "r", "explains": "l0", "status": status, "evidence": ["B3"]}
    step = traced("u c A4", rivals=[rival]).steps["u", "c"]
    assert (step.grade, step.status) == (grade, word)


# ------------------------------------------------------------ two ways to walk


@pytest.mark.parametrize("name", ["reach", "reach_back", "widest"])
@pytest.mark.parametrize(("many", "arrayed"), [(1, True), (2, True), (3, False)])
def test_large_graphs_are_walked_in_arrays(
    monkeypatch: pytest.MonkeyPatch, name: str, many: int, *, arrayed: bool
) -> None:
    """From so many edges on; the answers are the same."""
    made = steps.make_graph(3, array("i", [0, 1]), array("i", [1, 2]))
    begin = [2] if name == "reach_back" else [0]
    plain = list(getattr(paths, name)(made, begin, bytes([4, 3])))
    asked: list[str] = []
    inner = getattr(arrays, name)

    def counted(*given: Any, **named: Any) -> Any:
        asked.append(name)
        return inner(*given, **named)

    monkeypatch.setattr(arrays, name, counted)
    monkeypatch.setattr(paths, "MANY", many)
    assert list(getattr(paths, name)(made, begin, bytes([4, 3]))) == plain
    assert bool(asked) is arrayed


@pytest.mark.parametrize(("many", "arrayed"), [(1, True), (2, True), (3, False)])
def test_large_records_are_put_together_in_arrays(
    monkeypatch: pytest.MonkeyPatch, many: int, *, arrayed: bool
) -> None:
    """Steps and graph from so many links on; the trace is the same."""
    made = record("u d A3", "d c B2 X2")
    plain = trace(made).to_json()
    asked: list[str] = []
    inner = {name: getattr(arrays, name) for name in ("make_steps", "make_graph")}
    for name in inner:

        def counted(*given: Any, by: str = name) -> Any:
            asked.append(by)
            return inner[by](*given)

        monkeypatch.setattr(arrays, name, counted)
    monkeypatch.setattr(steps, "MANY", many)
    assert trace(made).to_json() == plain
    assert {"make_steps", "make_graph"} <= set(asked) if arrayed else not asked


# ------------------------------------------------------------ graphs that come back


def test_a_graph_that_comes_back_is_explained_the_same() -> None:
    """With its titles, reasons and hopes."""
    made = record(
        "u d A3", "d c B2 X2", "u e",
        contributions=[{"id": "u", "made_by": "user", "summary": "a lower bell",
                        "intended": "the ward"}],
        decisions=[{"id": "d", "title": "bells"},
                   {"id": "e", "title": "doors", "verdict": "rejected",
                    "reason": "cost"}],
        changes=[{"id": "c", "title": "new bells"}],
        rivals=[{"id": "r", "explains": "c", "title": "the budget"}],
    )  # fmt: skip
    graph: Any = influence_graph(made)
    before, after = trace(made), trace(graph)
    assert after.explain("u", "c") == before.explain("u", "c")
    assert after.reply("u").explain() == before.reply("u").explain()
    assert "(new bells)" in after.explain("u", "c")


def test_a_mixing_cut_short_explains_less_and_nothing_else() -> None:
    """What it has not reached counts as not explained."""
    causes = [[(2, 1), (3, 1)], [(1, 1), (0, 1)]]
    whole: list[list[float]] = [[1, 0, 0, 0, 0, 0], [], [], [0, 1, 0, 0, 0, 0]]
    solved = np.array(wide.solve_cycle(causes, [1, 2], whole))
    # one half of 2's walks come back to 1 and the other ends at 0, and so on
    assert np.allclose(solved[0], [1 / 3, 2 / 3, 0, 0, 0, 0])
    assert np.allclose(solved[1], [2 / 3, 1 / 3, 0, 0, 0, 0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wide, "DENSE", 0)
        patch.setattr(wide, "ROUNDS", 3)
        short = np.array(wide.solve_cycle(causes, [1, 2], whole))
    assert (short[:, :5] <= solved[:, :5] + 1e-12).all()
    assert (short[:, 5] > 0.01).all()
    assert np.allclose(short.sum(axis=1), 1)


@pytest.mark.parametrize("wish", ["a0", "z9"])
def test_a_wish_that_flows_into_a_circle_has_its_share(wish: str) -> None:
    """Whatever its id, and so its place in the record."""
    found = traced(
        f"{wish} m", "p m", "m d", "d c", "c m",
        contributions=[{"id": wish, "made_by": "user"},
                       {"id": "p", "made_by": "professional"}],
        activities=[{"id": "m"}],
        changes=[{"id": "c", "inputs_complete": "yes"}],
    ).changes["c"]  # fmt: skip
    assert found.shares_method == "exact"
    assert [share_text(share) for _, share in found.shares.items()] == [
        "1/2", "1/2", "0", "0",
    ]  # fmt: skip


# ------------------------------------------------------------ in time


def days(*spans: tuple[int, int]) -> times.Days:
    """First and last possible day of each node."""
    return times.Days([first for first, _ in spans], [last for _, last in spans])


def graph(n: int, *ends: tuple[int, int]) -> Any:
    """A graph from its edges."""
    ordered = sorted(ends)
    return steps.make_graph(
        n, array("i", [t for t, _ in ordered]), array("i", [h for _, h in ordered])
    )


def test_the_way_that_is_longer_and_in_time_is_found() -> None:
    """Two ways on from node 1: the short one is over too early, the long one not."""
    made = graph(6, (0, 1), (1, 2), (2, 5), (1, 3), (3, 4), (4, 5))
    late = (1, 10)
    seen = days((5, 10), late, (1, 1), late, late, late)
    chain = times.shortest_in_time(made, [0], 5, bytes([3] * 6), seen, floor=1)
    assert [(made.source[e], made.target[e]) for e in chain] == [
        (0, 1), (1, 3), (3, 4), (4, 5),
    ]  # fmt: skip
    early = days((1, 10), late, (1, 1), late, late, late)
    chain = times.shortest_in_time(made, [0], 5, bytes([3] * 6), early, floor=1)
    assert [made.target[e] for e in chain] == [1, 2, 5]


def test_a_circle_that_leads_nowhere_comes_to_an_end() -> None:
    """The search does not go round for ever."""
    made = graph(4, (1, 2), (2, 1), (2, 3))
    seen = days(*[(1, 10)] * 4)
    assert times.shortest_in_time(made, [0], 3, bytes([3] * 3), seen, floor=1) == []


def test_a_way_on_the_last_day_is_in_time_and_a_day_later_is_not() -> None:
    """Reached on the day the head ends; departed on the day the tail begins."""
    made = graph(2, (0, 1))
    for first, there in ((4, True), (5, True), (6, False)):
        seen = days((first, 9), (1, 5))
        arrived = times.arrivals(made, [0], bytes([1]), seen)[1]
        assert arrived == (first if there else times.NEVER)
        assert times.departures(made, [1], bytes([1]), seen) == [5, 5]
        chain = times.shortest_in_time(made, [0], 1, bytes([1]), seen, floor=1)
        assert chain == ([0] if there else [])


@pytest.mark.parametrize(
    ("wish", "change", "order"),
    [
        ({"start": "2006-02"}, {"end": "2008"}, "ok"),
        ({"start": "2006-02"}, {"start": "2008"}, "ok"),
        ({"start": "2009"}, {"end": "2008"}, "violated"),
        ({"end": "2006"}, {}, "unknown"),
        ({}, {}, "unknown"),
    ],
)
def test_one_bound_of_a_date_is_enough_to_be_dated(
    wish: dict[str, str], change: dict[str, str], order: str
) -> None:
    """Since when, or until when; without either nothing can be said."""
    found = traced(
        "u c A3",
        contributions=[{"id": "u"} | ({"when": wish} if wish else {})],
        changes=[{"id": "c"} | ({"when": change} if change else {})],
    )
    assert found.pair("u", "c").time == order


def test_walks_are_kept_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a small record; two, the newest, where there is no room at all."""
    made = record("u c", "v c", contributions=[{"id": "u"}, {"id": "v"}])
    for room, kept in ((tracer.REMEMBERED, 3), (0, 2)):
        monkeypatch.setattr(tracer, "REMEMBERED", room)
        held = trace(made).tracer
        u, v, c = (held.links.index[name] for name in "uvc")
        held.fore((u,))
        held.fore((v,))
        held.back(c)
        ways = [("fore", (u,)), ("fore", (v,)), ("back", (c,))]
        assert list(held._walks) == ways[-kept:]


# ------------------------------------------------------------ warnings


@pytest.mark.parametrize(
    ("lines", "warned"),
    [
        (("u d A3 B3", "d c A3 B3"), False),
        (("u d A3 B3 X2", "d c A3 B3"), True),
        (("u d A3 B3", "d c A3 B3 X3"), True),
        (("u d A3 B3 X2", "d c A3 B3 X3"), True),
    ],
)
def test_a_doubt_on_one_step_is_a_warning_on_the_whole(
    lines: tuple[str, ...], *, warned: bool
) -> None:
    """A chain is as disputed as any of its links."""
    assert ("disputed" in traced(*lines).pair("u", "c").warnings) is warned


def test_nothing_connects_is_nought_throughout() -> None:
    """No grade, nothing left, no source needed."""
    pair = traced("u d A3").pair("u", "c")
    assert (pair.claim, pair.grade, pair.widest, pair.without_best_source) == (
        "untraced", 0, 0, 0,
    )  # fmt: skip
    assert tuple(pair.sources_needed) == (0, 0)
    assert (pair.path, pair.threads, pair.time, pair.warnings) == ((), (), "", ())
    assert (pair.stitched, pair.seams, pair.same_site) == (False, (), None)


@pytest.mark.parametrize("half", ["contributions", "links"])
def test_half_a_programme_is_refused(half: str) -> None:
    """What lacks either is no record and no graph."""
    given: Any = SimpleNamespace(**{half: ()})
    with pytest.raises(RecordError) as caught:
        trace(given)
    assert str(caught.value) == (
        "graph  [graph-shape]\n  found SimpleNamespace\n"
        "  expected a Programme, or a directed graph from influence_graph"
    )


# ------------------------------------------------------------ small words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 9_998), "1/9998"),
        (Fraction(1, 9_999), "1/9999"),
        (Fraction(1, 10_000), "0.000"),
        (Fraction(5_001, 10_001), "0.500"),
    ],
)
def test_a_long_fraction_is_written_to_three_places(value: Fraction, text: str) -> None:
    """Up to four digits below the line it is written as it is."""
    assert number_text(value) == text
    assert share_text(Share(value, value)) == text


def test_a_rival_without_a_title_goes_by_its_id() -> None:
    """One with a title keeps it."""
    made = record(
        "u c",
        rivals=[
            {"id": "r1", "explains": "c", "title": "the budget"},
            {"id": "r2", "explains": "c"},
        ],
    )
    rivals = json.loads(influence_graph(made).graph["rivals"])
    assert [rival["title"] for rival in rivals] == ["the budget", "r2"]
    assert [rival["explains"] for rival in rivals] == ["c", "c"]


def test_texts_in_a_graph_have_their_fields_in_order() -> None:
    """So that the same record gives the same bytes."""
    made = record("u c", rivals=[{"id": "r", "explains": "l0", "status": "open"}])
    assert influence_graph(made).graph["rivals"] == (
        '[{"evidence":[],"explains":"l0","id":"r","status":"open","title":"r"}]'
    )


def test_every_item_is_listed_with_its_source() -> None:
    """The first source of the record as well as the last."""
    lines = traced("u c A3 B2 X1").explain("u", "c").splitlines()
    assert [line.strip() for line in lines if line.startswith("      ")] == [
        "A3: supports, grade 3, source 'A'",
        "B2: supports, grade 2, source 'B'",
        "X1: contradicts, grade 1, source 'X'",
    ]


def test_a_mapping_on_demand_is_a_mapping() -> None:
    """It has a length, members and a short text, and works nothing out for them."""
    asked: list[int] = []
    answers: OnDemand[str, int | None] = OnDemand(
        lambda: {"one": 1, "two": 2}, asked.append, "number"
    )
    assert (len(answers), list(answers)) == (2, ["one", "two"])
    assert ("one" in answers, "three" in answers) == (True, False)
    assert repr(answers) == "<2 by number, worked out on demand>"
    assert asked == []


def test_a_whole_trace_counts_how_far_inputs_came() -> None:
    """Each stage with its number, in the order of their names."""
    found = traced(
        "u d", "d c", "v d",
        contributions=[{"id": "w"}, {"id": "u"}, {"id": "v"}],
        changes=[{"id": "c", "status": "implemented"}],
        feedback=[{"id": "said", "about": "c", "to": ["u"]}],
    )  # fmt: skip
    assert found.explain().splitlines()[1:3] == [
        "of 3 contributions came as far as: changed 2, raised 1",
        "of 3 contributions their makers: closed_change 1, open 2",
    ]
