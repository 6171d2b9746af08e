"""What a trace must never do: one test per pitfall of the reference."""

from __future__ import annotations

import itertools
from array import array
from fractions import Fraction
from typing import Any

import networkx as nx
import pytest

from involvement.influence import arrays, cuts, paths, wide
from involvement.influence.links import LISTS
from involvement.influence.policy import DEFAULT_POLICY, EvidencePolicy
from involvement.influence.shapes import MANY
from involvement.influence.steps import make_graph
from involvement.influence.tracing import Trace, trace
from involvement.influence.views import influence_graph
from involvement.record.programme import Programme
from involvement.vocabulary import LINK_ENDS

ITEMS = [
    {"id": f"{source}{grade}", "origin": source, "grade": grade}
    for source in "ABC"
    for grade in (1, 2, 3, 4)
]


KINDS = {ends: kind for kind, all_ in LINK_ENDS.items() for ends in all_}
"""A kind of link that fits its two ends."""


def record(*lines: tuple[str, str, str], **lists: Any) -> Programme:
    """Wish u (users), wish p (staff), meeting a, decisions d and e, changes c and k.

    Each line is source, target and the evidence ids, joined by spaces.
    """
    made: dict[str, Any] = {
        "contributions": [
            {"id": "u", "made_by": "user"},
            {"id": "p", "made_by": "professional"},
        ],
        "activities": [{"id": "a"}],
        "decisions": [{"id": "d"}, {"id": "e"}],
        "changes": [{"id": "c"}, {"id": "k"}],
        "outcomes": [{"id": "o", "family": "personal"}],
        "drivers": [{"id": "x"}],
        "evidence": ITEMS,
        **lists,
    }
    where = {i["id"]: name for name in LISTS for i in made.get(name, ())}
    made.setdefault(
        "links",
        [
            {
                "id": f"l{number}",
                "source": tail,
                "target": head,
                "kind": KINDS[where[tail], where[head]],
                "evidence": cited.split(),
            }
            for number, (tail, head, cited) in enumerate(lines)
        ],
    )
    return Programme(schema_version="1", id="pitfall", **made)


def traced(*lines: tuple[str, str, str], **lists: Any) -> Trace:
    """The trace of such a record."""
    return trace(record(*lines, **lists))


def test_p1_the_same_source_counted_twice() -> None:
    """Neither on one link nor on two paths does a source add to itself."""
    twice = [*ITEMS, {"id": "A2again", "origin": " a ", "grade": 2}]
    assert traced(("u", "c", "A2 A2again"), evidence=twice).steps["u", "c"].grade == 2
    paths_ = traced(
        ("u", "d", "A2"), ("d", "c", "A2"), ("u", "e", "A2"), ("e", "c", "A2")
    )
    pair = paths_.pair("u", "c")
    assert (pair.grade, pair.without_best_source, pair.threads) == (2, 0, ("A",))


def test_p2_a_quotation_is_no_second_source() -> None:
    """Minutes quoted in a report are still the minutes."""
    quoted = [*ITEMS, {"id": "q", "origin": "B", "grade": 2, "derived_from": ["A2"]}]
    step = traced(("u", "c", "A2 q"), evidence=quoted).steps["u", "c"]
    assert (step.grade, step.sources) == (2, ("A",))


def test_p3_a_stitched_chain_is_no_chain() -> None:
    """Joined from two sources: warned, and the seam is named."""
    pair = traced(("u", "d", "A3"), ("d", "c", "B3")).pair("u", "c")
    assert (pair.stitched, pair.warnings, pair.seams) == (
        True,
        ("stitched",),
        (("l0", "l1"),),
    )
    assert pair.claim == "plausible"


def test_p4_robustness_is_not_the_number_of_mentions() -> None:
    """Three mentions by one source fall with that source."""
    many = [*ITEMS, *({"id": f"m{n}", "origin": "A", "grade": 3} for n in range(3))]
    pair = traced(("u", "c", "m0 m1 m2"), evidence=many).pair("u", "c")
    assert tuple(pair.sources_needed) == (1, 1)


def test_p5_time_is_checked_along_the_whole_chain() -> None:
    """A long-running meeting in the middle lets no chain run backwards."""
    pair = traced(
        ("u", "a", "A3"),
        ("a", "d", "A3"),
        ("d", "c", "A3"),
        contributions=[{"id": "u", "when": "2020-06"}],
        activities=[{"id": "a", "when": {"start": "2019", "end": "2021"}}],
        decisions=[{"id": "d", "when": "2019-03"}],
        changes=[{"id": "c", "when": "2021"}],
    ).pair("u", "c")
    assert (pair.time, pair.claim) == ("violated", "asserted")


def test_p6_an_unknown_date_is_no_violation() -> None:
    """Without a date in the middle the order is unknown, and the chain stands."""
    lines = (("u", "d", "A3"), ("d", "c", "A3"))
    dated = {"contributions": [{"id": "u", "when": "2020"}], "drivers": []}
    found = traced(*lines, **dated, changes=[{"id": "c", "when": "2021"}])
    assert found.pair("u", "c").time == "unknown"
    strict = trace(record(*lines, **dated), time="strict")
    assert strict.pair("u", "c").widest == 3


def test_p7_no_arithmetic_on_grades() -> None:
    """A long chain of moderate links scores as one: no product, no mean."""
    short = traced(("u", "c", "A3")).pair("u", "c")
    long = traced(("u", "d", "A3"), ("d", "e", "A3"), ("e", "c", "A3")).pair("u", "c")
    assert short.widest == long.widest == 3


def test_p8_a_share_is_not_an_effect() -> None:
    """It is called recorded, and missing minutes widen it instead of tilting it."""
    change = traced(("u", "c", ""), ("p", "c", "A4")).changes["c"]
    assert list(change.shares.user) == [Fraction(1, 3), Fraction(1, 2)]
    assert "recorded shares, which are bookkeeping and no effect" in change.explain()


def test_p9_paths_are_not_enumerated() -> None:
    """A ladder with 2 ** 30,000 paths is as quick as its links."""
    length = 30_000
    ends = sorted(
        (tail, head)
        for n in range(0, 2 * length, 2)
        for tail in ((n, n + 1) if n else (0,))
        for head in (n + 2, n + 3)
    )
    graph = make_graph(
        2 * length + 2,
        array("i", [t for t, _ in ends]),
        array("i", [h for _, h in ends]),
    )
    grade = array("b", [2]) * graph.m
    assert paths.widest(graph, [0], grade)[2 * length] == 2
    assert paths.plain_widest(graph, [0], grade)[2 * length] == 2
    assert len(paths.shortest(graph, [0], 2 * length, grade, floor=2)) == length
    assert cuts.gatekeepers(graph, [0], 2 * length) == []


def test_p10_threads_are_traced_before_labels_merge() -> None:
    """Each source is followed by itself: two halves make no thread."""
    pair = traced(("u", "d", "A2 B2"), ("d", "c", "B2 C2")).pair("u", "c")
    assert pair.threads == ("B",)


def test_p11_a_bottleneck_of_the_record_is_told_from_one_of_power() -> None:
    """A gatekeeper carries the sources behind its links."""
    change = traced(("u", "d", "A3"), ("d", "c", "A2")).changes["c"]
    assert [(gate.id, gate.sources) for gate in change.gatekeepers] == [("d", ("A",))]


def test_p12_feedback_without_a_trail_closes_nothing() -> None:
    """Telling people of a change no trail leads to is claimed, not closed."""
    told = [{"id": "f", "about": "k", "to": ["u"]}]
    fate = traced(("u", "c", "A3"), feedback=told).contributions["u"]
    assert (fate.closure, fate.untraced_feedback) == ("claimed_untraced", ("f",))
    nobody = traced(("u", "c", "A3"), feedback=[{"id": "f", "about": "c"}])
    assert nobody.contributions["u"].closure == "open"


def test_p13_what_blocks_or_is_refuted_is_not_followed() -> None:
    """Neither a blocking link nor a failed hoop carries support."""
    blocks = [
        {"id": "l", "source": "u", "target": "c", "kind": "shaped", "effect": "blocks",
         "evidence": ["A4"]},
    ]  # fmt: skip
    found = traced(links=blocks)
    assert found.pair("u", "c").claim == "untraced"
    assert found.contributions["u"].blocked == ("l",)
    assert found.changes["c"].unexplained_change == "yes"
    failed = {"id": "h", "origin": "B", "grade": 3, "test": "hoop", "passed": "no"}
    refuted = traced(("u", "c", "A4 h"), evidence=[*ITEMS, failed])
    assert refuted.pair("u", "c").claim == "refuted"
    assert refuted.contributions["u"].furthest == "raised"
    blocked = [{**blocks[0], "evidence": ["h"]}, {**blocks[0], "id": "m",
               "effect": "supports"}]  # fmt: skip
    live = traced(links=blocked, evidence=[*ITEMS, failed])
    assert live.pair("u", "c").widest == 4


def test_p14_a_challenge_that_holds_is_not_proof() -> None:
    """The words are weakens, holds, not_assessable: never passed."""
    found = traced(("u", "c", "A3 B3")).changes["c"]
    assert {one.result for one in found.challenges} <= {
        "weakens",
        "holds",
        "not_assessable",
    }
    assert "holding proves nothing" in found.explain()


def test_p15_no_rival_no_supported_claim() -> None:
    """However good the evidence, without a rival considered it stays plausible."""
    best = traced(("u", "c", "A4 B4 C4")).pair("u", "c")
    assert (best.grade, best.claim) == (4, "plausible")
    assert "rival_considered" in best.failed


def test_p16_a_personal_gain_is_no_service_change() -> None:
    """An outcome reached without a change does not make the stage `outcome`."""
    fate = traced(("u", "a", "A3"), ("a", "o", "A3")).contributions["u"]
    assert (fate.furthest, fate.outcomes) == ("discussed", ("o",))


def test_p17_contributions_that_went_nowhere_are_listed() -> None:
    """Tracing starts from contributions, too, not from the survivors alone."""
    found = traced(("u", "c", "A3"))
    assert list(found.contributions) == ["p", "u"]
    died = found.contributions["p"].died
    assert died is not None
    assert (died.why, died.where) == ("no_discussion_recorded", ("p",))


def test_p18_an_edited_graph_is_traced_anew_and_left_alone() -> None:
    """A link dropped in networkx is gone; the caller's graph is not touched."""
    whole = record(("u", "d", "A3"), ("d", "c", "A3"))
    graph = influence_graph(whole)
    assert trace(graph).pair("u", "c").widest == 3
    graph.remove_edge("d", "c", key="l1")
    before = nx.node_link_data(graph, edges="edges")
    assert trace(graph).pair("u", "c").claim == "untraced"
    assert nx.node_link_data(graph, edges="edges") == before
    assert trace(whole).pair("u", "c").widest == 3


@pytest.mark.parametrize("length", [MANY - 1, 200_000])
def test_p19_deep_chains_need_no_recursion(length: int) -> None:
    """A chain of 200,000 links goes through every walk."""
    ends = array("i", range(length))
    graph = make_graph(length + 1, ends, array("i", range(1, length + 1)))
    grade = array("b", [3]) * length
    assert sum(paths.reach(graph, [0], grade)) == length + 1
    assert sum(paths.reach_back(graph, [length], grade)) == length + 1
    assert paths.widest(graph, [0], grade)[length] == 3
    assert len(paths.shortest(graph, [0], length, grade, floor=3)) == length
    assert len(cuts.gatekeepers(graph, [0], length)) == length - 1
    inside = paths.reach(graph, [0], grade)
    assert cuts.critical_steps(graph, [0], length, inside) == [length - 1]
    feeds = [0] + [-1] * length
    assert len(paths.components(graph, feeds)) == length + 1
    assert len(wide.layers(graph, bytearray(end >= 0 for end in feeds))) == length + 1


def test_p19_a_deep_record_is_traced() -> None:
    """From the record to the claim over 10,000 decisions."""
    depth = 10_000
    names = [f"d{number:05}" for number in range(depth)]
    chain = ["u", *names, "c"]
    made = record(
        *((tail, head, "A3") for tail, head in itertools.pairwise(chain)),
        decisions=[{"id": name, "when": "2007"} for name in names],
    )
    found = trace(made)
    pair = found.pair("u", "c")
    assert (pair.widest, len(pair.path), pair.time) == (3, depth + 2, "unknown")
    assert len(found.changes["c"].gatekeepers) == depth
    assert found.changes["c"].shares_method == "float"


def test_p20_no_cap_is_silent() -> None:
    """A listing that stops says how many there are; limits are in the result."""
    found = traced(("u", "c", "A3"))
    listed = found.pairs(limit=3)
    assert (listed.pairs_total, listed.pairs_listed, listed.complete) == (4, 3, False)
    assert listed.explain().endswith("3 of 4 pairs listed")
    small = trace(
        record(("u", "c", "A3")), policy=EvidencePolicy(name="small/1", max_pairs=1)
    )
    told = small.to_dict()
    assert (told["pairs_total"], told["pairs_listed"]) == (4, 1)
    assert told["limits"]["max_pairs"] == {
        "allowed": 1,
        "found": 4,
        "kept": False,
        "then": "a listing stops; 1 of 4 are listed",
    }
    assert "limit max_pairs: 1, found 4" in small.explain()


def test_p21_a_cycle_loses_no_share() -> None:
    """A closed cycle without inflow is unexplained, and parts still sum to 1."""
    change = traced(("c", "d", ""), ("d", "c", "")).changes["c"]
    assert list(change.shares.unexplained) == [1, 1]
    fed = traced(("c", "d", ""), ("d", "c", ""), ("u", "d", "")).changes["c"]
    for parts in fed.parts.values():
        assert sum(parts.values()) == 1
    assert fed.shares.user.high == 1


def test_p22_splitting_a_record_raises_nothing() -> None:
    """One link with two items, or two links with one each: the same step."""
    one = traced(("u", "c", "A2 B2"), ("p", "c", ""))
    two = traced(("u", "c", "A2"), ("u", "c", "B2"), ("p", "c", ""))
    assert one.steps["u", "c"].grade == two.steps["u", "c"].grade == 3
    assert one.changes["c"].shares == two.changes["c"].shares


def test_p23_evidence_of_unknown_origin_corroborates_nothing() -> None:
    """It counts with its own grade, and goes whenever any source goes."""
    nobody = [*ITEMS, {"id": "n2", "grade": 2}, {"id": "m2", "grade": 2}]
    found = traced(("u", "c", "n2 m2 A2"), ("u", "d", "n2 m2"), evidence=nobody)
    assert found.steps["u", "c"].grade == 2
    assert found.steps["u", "d"].grade == 2
    alone = traced(("u", "c", "n2 m2"), evidence=nobody).pair("u", "c")
    assert (alone.widest, alone.without_best_source, alone.threads) == (2, 0, ())
    assert tuple(alone.sources_needed) == (1, 1)


def test_p24_a_report_does_not_make_its_witnesses_one() -> None:
    """Quoting two people leaves them two, and is itself neither."""
    report = [*ITEMS, {"id": "r", "grade": 2, "derived_from": ["A2", "B2"]}]
    step = traced(("u", "c", "A2 B2 r"), evidence=report).steps["u", "c"]
    assert (step.grade, step.sources) == (3, ("A", "B"))
    assert traced(("u", "c", "A2 r"), evidence=report).steps["u", "c"].grade == 2


def test_p25_unknown_needs_and_sides_are_asked_not_decided() -> None:
    """Undetermined, with the facts that would settle it."""
    change = traced(("u", "c", ""), ("p", "c", "")).changes["c"]
    assert change.but_for == "undetermined"
    assert [(q.id, q.field) for q in change.questions] == [("c", "needs")]
    unsure = traced(("u", "c", ""), contributions=[{"id": "u"}]).changes["c"]
    assert unsure.but_for == "undetermined"
    assert [(q.id, q.field) for q in unsure.questions] == [("u", "made_by")]


def test_p26_an_implicit_link_has_no_grade() -> None:
    """Being in the same meeting is asserted only, until somebody gives evidence."""
    inside = [{"id": "u", "made_by": "user", "activity": "a"}]
    found = traced(contributions=inside)
    step = found.steps["u", "a"]
    assert (step.grade, step.ids) == (0, ("u>a",))
    written = traced(("u", "a", "A3"), contributions=inside).steps["u", "a"]
    assert (written.grade, written.ids) == (3, ("l0",))


def test_many_links_take_the_same_way() -> None:
    """Above the switch to numpy a record gives the answers it gave below it."""
    width = MANY // 4
    users = [{"id": f"u{n:05}", "made_by": "user"} for n in range(width)]
    lines = []
    for number, user in enumerate(users):
        lines += [(user["id"], "d", "A2 B2"), (user["id"], "a", "A3"), ("a", "d", "B3")]
        lines += [("d", "c", "A3")] if number % 2 else [("x", "c", "")]
    made = record(*lines, contributions=users)
    found = trace(made)
    assert len(found.tracer.links.sources) >= MANY
    pair = found.pair("u00007", "c")
    assert (pair.widest, pair.without_best_source, pair.threads) == (3, 0, ("A",))
    assert found.widest()["c"] == 3
    assert found.changes["c"].shares_method == "float"
    assert DEFAULT_POLICY.exact_links < MANY
    assert width > arrays.WIDE
