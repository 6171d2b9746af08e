"""Walks, cuts and bounds where a small case is worth naming."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from involvement.errors import RecordError
from involvement.influence import (
    cuts,
    grading,
    links,
    needed,
    paths,
    tracer,
    wide,
)
from involvement.influence.policy import DEFAULT_POLICY, EvidencePolicy
from involvement.influence.steps import make_graph
from involvement.influence.tracing import trace
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from involvement.influence.shapes import Graph


def graph(n: int, *ends: tuple[int, int]) -> Graph:
    """A graph from its edges."""
    ordered = sorted(ends)
    return make_graph(
        n, array("i", [t for t, _ in ordered]), array("i", [h for _, h in ordered])
    )


CROSSED = ((0, 1), (0, 2), (1, 4), (2, 3), (2, 4), (3, 5), (4, 5), (1, 3))
"""A first path may take the wrong turn, and has to be turned back."""


def test_a_cut_turns_a_wrong_path_back() -> None:
    """All ways across are found even when an earlier path blocks one."""
    found = ((0, 1), (0, 2), (0, 5), (1, 6), (2, 3), (2, 4), (2, 5), (3, 1), (3, 6),
             (3, 7), (4, 6), (4, 7), (5, 0), (5, 4), (5, 6), (6, 2), (6, 7))  # fmt: skip
    for edges, size in ((CROSSED, 2), (found, 3)):
        goal = max(max(pair) for pair in edges)
        made = graph(goal + 1, *edges)
        inside = paths.reach(made, [0], bytes(made.m))
        assert len(cuts.critical_steps(made, [0], goal, inside)) == size
        assert needed.flow(made, [0], goal, [1] * made.m) == size


def test_a_flow_turns_a_wrong_path_back() -> None:
    """The shortest first path uses an edge that both longer ones need around."""
    edges = ((0, 1), (0, 2), (1, 4), (2, 3), (3, 6), (4, 5), (4, 7), (5, 8), (6, 7),
             (7, 8), (1, 9), (9, 7))  # fmt: skip
    made = graph(10, *edges)
    assert needed.flow(made, [0], 8, [1] * made.m) == 2
    zigzag = graph(6, (0, 1), (0, 3), (1, 2), (1, 4), (2, 5), (3, 2), (4, 5))
    assert needed.flow(zigzag, [0], 5, [1] * zigzag.m) == 2
    assert needed.flow(zigzag, [0], 5, [2] * zigzag.m) == 4


def test_nothing_connects() -> None:
    """No path, no gatekeepers, no cut."""
    made = graph(3, (0, 1))
    assert paths.shortest(made, [0], 2, bytes(1), floor=0) == []
    assert cuts.gatekeepers(made, [0], 2) == []
    assert cuts.critical_steps(made, [0], 2, paths.reach(made, [0], bytes(1))) == []


def test_a_start_on_the_way_is_no_gatekeeper() -> None:
    """Users who build on users are the users, not a gate."""
    made = graph(4, (0, 1), (1, 2), (2, 3))
    assert cuts.gatekeepers(made, [0, 1], 3) == [2]
    assert cuts.gatekeepers(made, [0], 3) == [1, 2]


def test_chains_of_quotations_are_followed() -> None:
    """A quotation of a quotation; of two sources; of itself, which is an error."""
    origins = ["A", "B", None, None, None, None]
    derived: dict[int, tuple[int, ...]] = {2: (3,), 3: (0,), 4: (2, 1), 5: (4, 3)}
    sources, names = grading.find_sources(origins, [None] * 6, derived)
    assert (sources, names) == ([0, 1, 0, 0, -1, -1], ["A", "B"])
    with pytest.raises(RecordError) as caught:
        grading.find_sources(origins, [None] * 6, {2: (3,), 3: (4,), 4: (2,)})
    assert caught.value.issues[0].code == "evidence-circle"


def test_labels_join_through_an_organisation() -> None:
    """Two people speaking for one organisation are one source; a name is not a word."""
    sources, names = grading.find_sources(
        ["Ann", "Bob", "Trust", None, " "], ["Trust", "trust ", None, "TRUST", ""], {}
    )
    assert sources == [0, 0, 1, 0, -1]
    assert names == ["Ann", "Trust"]


@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        (("document", "smoking_gun", "yes", "unknown", "unknown", "unknown"), 4),
        (("observation", "doubly_decisive", "yes", "no", "unknown", "unknown"), 4),
        (("administrative_data", "hoop", "yes", "yes", "unknown", "unknown"), 3),
        (("document", "smoking_gun", "unknown", "yes", "unknown", "unknown"), 3),
        (("document", "unknown", "unknown", "no", "no", "no"), 2),
        (("interview", "unknown", "unknown", "unknown", "unknown", "unknown"), 1),
        (("survey", "unknown", "unknown", "yes", "no", "yes"), 2),
        (("interview", "unknown", "unknown", "unknown", "yes", "no"), 2),
        (("interview", "smoking_gun", "yes", "yes", "no", "no"), 3),
        (("inference", "smoking_gun", "yes", "yes", "no", "no"), 1),
        (("unknown", "unknown", "unknown", "yes", "no", "no"), 1),
    ],
)
def test_grade_when_missing(facts: tuple[str, ...], grade: int) -> None:
    """The table of the reference, row by row."""
    assert grading.default_grade(DEFAULT_POLICY, *facts) == grade


@pytest.mark.parametrize(
    ("grade", "stance", "test", "passed", "role"),
    [
        (3, "supports", "hoop", "no", grading.ELIMINATES),
        (4, "contradicts", "doubly_decisive", "no", grading.ELIMINATES),
        (2, "supports", "hoop", "no", grading.CONTRADICTS),
        (4, "contradicts", "straw", "no", grading.ASIDE),
        (4, "supports", "smoking_gun", "no", grading.ASIDE),
        (4, "supports", "unknown", "no", grading.ASIDE),
        (1, "contradicts", "hoop", "yes", grading.CONTRADICTS),
        (1, "supports", "hoop", "unknown", grading.SUPPORTS),
    ],
)
def test_role_of_an_item(
    grade: int, stance: str, test: str, passed: str, role: int
) -> None:
    """A failed test counts before the stance, and only two tests eliminate."""
    assert grading.role(grade, stance, test, passed) == role


@pytest.mark.parametrize(
    ("bests", "loose", "worth"),
    [
        ([], 0, 0),
        ([2, 2, 2], 0, 3),
        ([3, 1], 0, 3),
        ([3, 2], 2, 3),
        ([3, 3], 0, 4),
        ([4, 4], 0, 4),
        ([2], 2, 2),
        ([2], 3, 3),
        ([1, 1, 1], 1, 1),
    ],
)
def test_strength_of_sources_together(bests: list[int], loose: int, worth: int) -> None:
    """Corroboration by the second best source, never by a loose item."""
    assert grading.strength(bests, loose, DEFAULT_POLICY) == worth


def test_another_policy_gives_other_grades() -> None:
    """Floor, gain, top, defaults and the eliminating grade are all obeyed."""
    low = EvidencePolicy(name="low/1", corroboration_floor=1)
    assert grading.strength([1, 1], 0, low) == 2
    none = EvidencePolicy(name="none/1", corroboration_gain=0)
    assert grading.strength([3, 3], 0, none) == 3
    assert grading.default_grade(
        EvidencePolicy(name="x/1", testimony=2, unprompted_gain=3),
        "survey", "unknown", "unknown", "unknown", "no", "unknown",
    ) == 4  # fmt: skip
    hoop = {"id": "h", "origin": "B", "grade": 2, "test": "hoop", "passed": "no"}
    made = Programme(
        schema_version="1", id="p", contributions=[{"id": "u"}], changes=[{"id": "c"}],
        evidence=[{"id": "e", "origin": "A", "grade": 4}, hoop],
        links=[{"id": "l", "source": "u", "target": "c", "kind": "shaped",
                "evidence": ["e", "h"]}],
    )  # fmt: skip
    assert trace(made).steps["u", "c"].status == "disputed"
    strict = EvidencePolicy(name="strict/1", eliminating_grade=2)
    found = trace(made, policy=strict)
    assert found.steps["u", "c"].status == "refuted"
    assert found.evidence_policy == "strict/1"


def test_two_weak_sources_may_be_needed_together() -> None:
    """Under a lower floor it takes both of two hearsays to overcome a doubt."""
    low = EvidencePolicy(name="low/1", corroboration_floor=1)
    made = Programme(
        schema_version="1", id="p", contributions=[{"id": "u"}], changes=[{"id": "c"}],
        evidence=[
            *({"id": f"e{s}", "origin": s, "grade": 1} for s in "ABC"),
            {"id": "x", "origin": "X", "grade": 1, "stance": "contradicts"},
        ],
        links=[{"id": "l", "source": "u", "target": "c", "kind": "shaped",
                "evidence": ["eA", "eB", "eC", "x"]}],
    )  # fmt: skip
    pair = trace(made, policy=low).pair("u", "c")
    assert (pair.widest, pair.without_best_source) == (2, 2)
    assert tuple(pair.sources_needed) == (2, 2)


def test_a_cycle_too_large_for_one_system_is_mixed() -> None:
    """Mixing step by step and solving at once give the same parts."""
    group = [0, 1, 2]
    causes = [[(2, 1), (3, 1)], [(0, 1), (4, 2)], [(1, 3), (-1, 1)]]
    whole: list[list[float]] = [[], [], [], [1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]]
    solved = wide.solve_cycle(causes, group, whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wide, "DENSE", 0)
        mixed = wide.solve_cycle(causes, group, whole)
        patch.setattr(wide, "ROUNDS", 3)
        cut_off = wide.solve_cycle(causes, group, whole)
    assert np.allclose(solved, mixed, atol=1e-12)
    assert np.allclose(np.sum(cut_off, axis=1), 1)
    closed = wide.solve_cycle([[(1, 1)], [(0, 1)]], [0, 1], [[], []])
    assert closed == [[0, 0, 0, 0, 0, 1]] * 2


def test_walks_are_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Memory is bounded; the answers stay the same."""
    made = Programme(
        schema_version="1", id="p",
        contributions=[{"id": f"u{n}"} for n in range(9)], changes=[{"id": "c"}],
        links=[{"id": f"l{n}", "source": f"u{n}", "target": "c", "kind": "shaped"}
               for n in range(9)],
    )  # fmt: skip
    before = trace(made).pairs()
    monkeypatch.setattr(tracer, "REMEMBERED", 30)
    found = trace(made)
    assert found.pairs() == before
    assert len(found.tracer._walks) <= 3


def test_stages_without_reasons_and_with_several_verdicts() -> None:
    """The first verdict in the order of the reference says why."""
    verdicts = ["noted", "rejected", "deferred", "unknown", "adapted"]
    expected = ["noted_only", "noted_only", "deferred", "verdict_unknown",
                "no_change_recorded"]  # fmt: skip
    for count in range(1, len(verdicts) + 1):
        made = Programme(
            schema_version="1", id="p", contributions=[{"id": "u"}],
            decisions=[
                {"id": f"d{n}", "verdict": verdicts[n]} for n in range(count)
            ],
            links=[{"id": f"l{n}", "source": "u", "target": f"d{n}", "kind": "informed"}
                   for n in range(count)],
        )  # fmt: skip
        died = trace(made).contributions["u"].died
        assert died is not None
        assert died["why"] == expected[count - 1]


def test_widest_from_any_nodes() -> None:
    """From the users, or from nodes of one's own, to every change and outcome."""
    made: Any = Programme(
        schema_version="1", id="p",
        contributions=[{"id": "u", "made_by": "user"}], activities=[{"id": "a"}],
        changes=[{"id": "c"}], outcomes=[{"id": "o"}],
        evidence=[{"id": "e", "origin": "A", "grade": 3}],
        links=[
            {"id": "l", "source": "u", "target": "c", "kind": "shaped",
             "evidence": ["e"]},
            {"id": "m", "source": "a", "target": "o", "kind": "resulted_in",
             "evidence": ["e"]},
        ],
    )  # fmt: skip
    found = trace(made)
    assert found.widest() == {"c": 3, "o": 0}
    assert found.widest(["a", "u"]) == {"c": 3, "o": 3}
    assert links.from_programme(made).ids == ["a", "c", "o", "u"]


def test_exact_numbers_need_not_be_the_first_tried() -> None:
    """Three sources on each of two steps, no thread, strictly in time: three."""
    made: Any = Programme(
        schema_version="1", id="p",
        contributions=[{"id": "u", "when": "2006"}], decisions=[{"id": "d"}],
        changes=[{"id": "c", "when": "2007"}],
        evidence=[{"id": f"e{s}", "origin": s, "grade": 2} for s in "ABCDEF"],
        links=[
            {"id": "l", "source": "u", "target": "d", "kind": "informed",
             "evidence": ["eA", "eB", "eC"]},
            {"id": "m", "source": "d", "target": "c", "kind": "led_to",
             "evidence": ["eD", "eE", "eF"]},
        ],
    )  # fmt: skip
    for mode in ("report", "strict"):
        needed_ = trace(made, time=mode).pair("u", "c").sources_needed
        assert (*needed_, needed_.method) == (3, 3, "exact")


def test_two_hearsays_do_not_overcome_a_doubt() -> None:
    """Against strong evidence only the two good sources count."""
    made = Programme(
        schema_version="1", id="p", contributions=[{"id": "u"}], changes=[{"id": "c"}],
        evidence=[
            {"id": "a", "origin": "A", "grade": 2},
            {"id": "b", "origin": "B", "grade": 1},
            {"id": "c1", "origin": "C", "grade": 1},
            {"id": "d", "origin": "D", "grade": 2},
            {"id": "x", "origin": "X", "grade": 3, "stance": "contradicts"},
        ],
        links=[{"id": "l", "source": "u", "target": "c", "kind": "shaped",
                "evidence": ["a", "b", "c1", "d", "x"]}],
    )  # fmt: skip
    pair = trace(made).pair("u", "c")
    assert (pair.widest, pair.without_best_source) == (2, 1)
    assert tuple(pair.sources_needed) == (2, 2)
    assert pair.threads == ("A", "D")


@pytest.mark.parametrize(
    ("limits", "method"),
    [
        ({"exact_links": 4}, "exact"),
        ({"exact_links": 3}, "float"),
        ({"exact_shares": 3}, "exact"),
        ({"exact_shares": 2}, "float"),
    ],
)
def test_shares_are_exact_up_to_their_limits(
    limits: dict[str, int], method: str
) -> None:
    """At a limit still exact, above it floats, and the trace says which."""
    ends = [("u", "a", "raised_in"), ("a", "d", "informed"), ("d", "c", "led_to"),
            ("c", "a", "triggered")]  # fmt: skip
    made = Programme(
        schema_version="1", id="p", contributions=[{"id": "u", "made_by": "user"}],
        activities=[{"id": "a"}], decisions=[{"id": "d"}], changes=[{"id": "c"}],
        links=[{"id": f"l{n}", "source": s, "target": t, "kind": kind}
               for n, (s, t, kind) in enumerate(ends)],
    )  # fmt: skip
    found = trace(made, policy=EvidencePolicy(name="limits/1", **limits))
    change = found.changes["c"]
    assert change.shares_method == method
    assert abs(float(change.shares.user.high) - 1) < 1e-12
    kept = {name: limit.kept for name, limit in found.limits.items()}
    assert (kept["exact_links"] and kept["exact_shares"]) == (method == "exact")


def test_above_the_exact_sources_there_are_bounds() -> None:
    """At the limit the number is exact, above it two bounds."""
    made: Any = Programme(
        schema_version="1", id="p", contributions=[{"id": "u"}], decisions=[{"id": "d"}],
        changes=[{"id": "c"}],
        evidence=[{"id": f"e{s}", "origin": s, "grade": 2} for s in "ABCDE"],
        links=[
            {"id": "l", "source": "u", "target": "d", "kind": "informed",
             "evidence": ["eA", "eB", "eC"]},
            {"id": "m", "source": "d", "target": "c", "kind": "led_to",
             "evidence": ["eA", "eD", "eE"]},
        ],
    )  # fmt: skip
    for most, answer in ((5, (3, 3, "exact")), (4, (2, 3, "bounds"))):
        policy = EvidencePolicy(name=f"sources/{most}", exact_sources=most)
        found = trace(made, policy=policy).pair("u", "c").sources_needed
        assert (*found, found.method) == answer


def test_an_asserted_step_weighs_as_much_as_one_source() -> None:
    """Weighed by sources, nothing weighs nothing: at least 1 each."""
    made = Programme(
        schema_version="1", id="p",
        contributions=[{"id": "u", "made_by": "user"},
                       {"id": "p1", "made_by": "professional"}],
        changes=[{"id": "c", "inputs_complete": "yes"}],
        evidence=[{"id": "a", "origin": "A"}, {"id": "b", "origin": "B"}],
        links=[
            {"id": "l", "source": "u", "target": "c", "kind": "shaped"},
            {"id": "m", "source": "p1", "target": "c", "kind": "shaped",
             "evidence": ["a", "b"]},
        ],
    )  # fmt: skip
    shared = trace(made, share_weights="sources").changes["c"].shares
    assert [str(share.low) for _, share in shared.items()] == ["1/3", "2/3", "0", "0"]


def test_a_cause_that_cannot_come_about_leaves_needs_open() -> None:
    """A closed circle is no cause: whether all were needed decides, and is asked."""
    ends = [("u", "d", "informed"), ("e", "d", "led_to"), ("e", "k", "led_to"),
            ("k", "e", "triggered"), ("d", "c", "led_to")]  # fmt: skip
    made = Programme(
        schema_version="1", id="p", contributions=[{"id": "u", "made_by": "user"}],
        decisions=[{"id": "d"}, {"id": "e"}], changes=[{"id": "c"}, {"id": "k"}],
        links=[{"id": f"l{n}", "source": s, "target": t, "kind": kind}
               for n, (s, t, kind) in enumerate(ends)],
    )  # fmt: skip
    change = trace(made).changes["c"]
    assert change.but_for == "undetermined"
    assert [(q.id, q.field) for q in change.questions] == [("d", "needs")]
