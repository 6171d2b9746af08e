"""Rules of the findings that one small record each can show, asked directly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import involvement as inv
from involvement.patterns.cases import case_of
from involvement.patterns.coders import agreement
from involvement.patterns.factors import factors
from involvement.patterns.impact import dominant_gains, traced_share
from involvement.patterns.knowledge import knowledge_uses
from involvement.patterns.overview import NOT_ASKED_FOR, depth, questions
from involvement.patterns.propositions import cases_of
from involvement.patterns.resources import resources, untraced_spending
from involvement.record.programme import Programme
from involvement.scoring.activity import score

PLAIN: dict[str, Any] = {"asks_users": "yes", "decision_right": "professional"}


def record(**lists: Any) -> Programme:
    """A small programme."""
    return Programme(schema_version="1", id="p", **lists)


def case(**lists: Any) -> Any:
    """The same with its scores and its trace."""
    return case_of(record(**lists))


# ---------------------------------------------------------------- factors


def test_seeds_four_factors_come_first_and_the_others_in_the_order_of_the_list() -> (
    None
):
    """Recorded or not; `unknown` last; nothing twice."""
    kinds = ["unknown", "time", "concept_vagueness", "finance"]
    found = factors([case(factors=[{"id": f"f{k}", "kind": k} for k in kinds])])
    assert [one.kind for one in found] == [
        "organisational_structure",
        "concept_vagueness",
        "value_of_experiential_knowledge",
        "differing_understanding_commitment",
        "finance",
        "time",
        "unknown",
    ]
    assert [one.seed for one in found] == [True] * 4 + [False] * 3
    assert [sum(one.polarity.values()) for one in found] == [0, 1, 0, 0, 1, 1, 1]


def test_a_factor_is_beside_what_it_bore_on_and_apart_from_the_rest() -> None:
    """In its own programme only, with the evidence named in order."""
    first = case_of(
        record(
            activities=[
                {"id": "a", "initiated_by": "professional", **PLAIN},
                {"id": "b", "initiated_by": "user"},
                {"id": "c", "initiated_by": "user"},
            ],
            contributions=[{"id": "wish", "activity": "a"}],
            evidence=[{"id": "e2"}, {"id": "e1"}],
            factors=[
                {"id": "f1", "kind": "time", "affects": ["a"], "evidence": ["e2"]},
                {"id": "f2", "kind": "time", "affects": ["b"], "evidence": ["e1"]},
                {"id": "f3", "kind": "time"},
                {"id": "f4", "kind": "finance", "affects": ["c"]},
            ],
        ),
        label="one",
    )
    other = case_of(
        record(activities=[{"id": "a", "initiated_by": "joint"}]), label="two"
    )
    time = next(one for one in factors([first, other]) if one.kind == "time")
    assert (time.beside.n, time.apart.n) == (2, 2)
    assert time.beside.initiated == {"user": 1, "professional": 1}
    assert time.apart.initiated == {"user": 1, "joint": 1}
    assert time.beside.claims == {"untraced": 1}
    assert time.apart.claims == {}
    assert time.evidence == ("one/e1", "one/e2")
    assert (time.unplaced, time.polarity) == (1, {"unknown": 3})
    assert time.beside.depth["iap2"] == {"consult": 1, "open": 1}
    assert time.apart.depth["iap2"] == {"open": 2}
    lines = time.explain().splitlines()
    assert lines[0] == "time: unknown 3; evidence: one/e1, one/e2"
    assert lines[1] == "  1 not tied to anything it bore on"
    assert lines[2] == "  with it: 2 activities"
    assert "    claims: untraced 1" in lines
    assert "  without it: 2 activities" in lines
    assert lines[-1] == "    claims: no contribution"


def test_a_factor_nowhere_recorded_is_said_to_be_so() -> None:
    """No entry, no evidence, nothing beside it."""
    first = factors([case(activities=[{"id": "a"}])])[0]
    assert first.explain().splitlines()[:3] == [
        "organisational_structure (named by the seed study): not recorded; "
        "evidence: none recorded",
        "  with it: 0 activities",
        "  without it: 1 activity",
    ]


def test_depth_counts_one_level_none_and_open_apart() -> None:
    """What no level fits is not open, and neither is a level."""
    none = {
        "informs_users": "no", "asks_users": "no", "deliberates": "no",
        "decision_right": "professional",
    }  # fmt: skip
    facts = [PLAIN, PLAIN, none, {}, {}, {}]
    rows = [{"id": f"a{n}", **one} for n, one in enumerate(facts)]
    seen = factors([case(activities=rows)])[0].apart
    assert seen.depth["iap2"] == {"consult": 2, "no_level_fits": 1, "open": 3}


# ---------------------------------------------------------------- P7 and P8


def test_users_of_unknown_side_are_asked_after_and_leave_the_share_open() -> None:
    """Three certain contributions, one of them supported, and one of unknown side."""
    listed = [
        {"id": f"c{n}", "made_by": side}
        for n, side in enumerate(("user", "joint", "user", "unknown", "professional"))
    ]
    found = traced_share(
        [
            case(
                contributions=listed,
                changes=[{"id": "k"}],
                evidence=[{"id": f"e{s}", "origin": s, "grade": 3} for s in "AB"],
                links=[{"id": "l", "source": "c0", "target": "k", "kind": "shaped",
                        "evidence": ["eA", "eB"]}],
                rivals=[{"id": "r", "explains": "k", "status": "weakened"}],
            )
        ]
    )  # fmt: skip
    assert (found.low, found.high) == (Fraction(1, 4), Fraction(1, 3))
    assert (found.answer, found.answered, found.n) == ("holds", 3, 4)
    assert found.decides[0] == "who made c3"
    assert len(found.decides) == 3
    assert found.shares[0].counts["supported"] == 1
    assert found.shares[0].counts["untraced"] == 2
    assert found.warnings == ()


def test_where_every_maker_is_known_nobody_is_asked_after() -> None:
    """Two ways to decide it are left."""
    found = traced_share([case(contributions=[{"id": "c", "made_by": "user"}])])
    assert len(found.decides) == 2
    assert (found.low, found.high, found.answer) == (Fraction(0), Fraction(0), "holds")


OUTCOMES: dict[str, dict[str, Any]] = {
    "gain": {"family": "personal", "valence": "positive"},
    "both": {"family": "personal", "valence": "mixed"},
    "harm": {"family": "personal", "valence": "negative"},
    "none": {"family": "personal", "valence": "none"},
    "maybe": {"family": "personal"},
    "what": {"valence": "positive"},
    "better": {"family": "service", "valence": "positive"},
    "worse": {"family": "service", "valence": "negative"},
    "money": {"family": "economic", "valence": "positive"},
}


@pytest.mark.parametrize(
    ("named", "answered", "n", "missing"),
    [
        (("gain",), 1, 1, "service change or service outcome"),
        (("both",), 1, 1, "service change or service outcome"),
        (("harm",), 0, 0, "personal gain and no service change or service outcome"),
        (("none",), 0, 0, "personal gain and no service change or service outcome"),
        (("better",), 1, 1, "personal gain"),
        (("worse",), 1, 1, "personal gain"),
        (("maybe",), 0, 1, "service change or service outcome"),
    ],
)
def test_what_counts_as_a_gain_and_what_as_service(
    named: tuple[str, ...], answered: int, n: int, missing: str
) -> None:
    """A harm is no gain; a change for the worse is still one of services."""
    rows = [{"id": name, **OUTCOMES[name]} for name in named]
    found = dominant_gains([case(outcomes=rows)])
    assert (found.answer, found.answered, found.n) == ("not_assessable", answered, n)
    assert found.why == f"no {missing} is recorded"


def test_an_outcome_of_unknown_family_may_be_either() -> None:
    """Alone it leaves nothing to compare; beside a change it leaves all open."""
    rows = [{"id": "what", **OUTCOMES["what"]}]
    found = dominant_gains([case(outcomes=rows, changes=[{"id": "k"}])])
    assert found.answer == "undetermined"
    assert (found.answered, found.n) == (1, 2)
    assert found.decides[0] == "family, valence and trail of what"


@pytest.mark.parametrize(
    ("named", "word"),
    [
        (("gain",), "positive 1; no harm recorded, which is not no harm"),
        (("gain", "harm"), "positive 1, negative 1; harms recorded"),
        (("both",), "mixed 1; harms recorded"),
        (("none",), "none 1; no harm recorded, which is not no harm"),
        ((), "none recorded; no harm recorded, which is not no harm"),
    ],
)
def test_harms_stand_beside_gains(named: tuple[str, ...], word: str) -> None:
    """In words, none recorded being not none."""
    rows = [{"id": name, **OUTCOMES[name]} for name in named]
    found = dominant_gains([case(outcomes=rows)])
    assert found.figures[2] == f"outcomes for persons: {word}"


# ---------------------------------------------------------------- knowledge


def test_who_carries_experiential_knowledge_does_not_carry_the_rest() -> None:
    """One that carries both counts as experiential and under its other kind."""
    rows = [
        {"id": "a", "knowledge": ["experiential_embodied", "clinical"],
         "treatment": "used"},
        {"id": "b", "knowledge": ["clinical"], "treatment": "dismissed"},
        {"id": "c", "knowledge": ["technical"]},
    ]  # fmt: skip
    found = {u.knowledge: u for u in knowledge_uses([case(contributions=rows)])}
    assert {name: use.n for name, use in found.items()} == {
        "experiential": 1, "clinical": 2, "technical": 1, "not_experiential": 2,
    }  # fmt: skip
    used = found["experiential"].used
    assert (used.low, used.high) == (Fraction(1), Fraction(1))
    assert found["clinical"].used.low == Fraction(1, 2)
    rest = found["not_experiential"].used
    assert (rest.low, rest.high, rest.answered) == (Fraction(0), Fraction(1, 2), 1)
    assert found["experiential"].subtypes == {"experiential_embodied": 1}
    assert found["clinical"].subtypes == {}


# ---------------------------------------------------------------- overview


def test_sets_stand_in_the_order_of_the_scale_and_hold_activities_in_order() -> None:
    """Of the same levels those come first for which "no level" is ruled out."""
    facts = {
        "x": {"informs_users": "no", "decision_right": "professional"},
        "z": PLAIN,
        "y": PLAIN,
        "w": {"informs_users": "no", "asks_users": "no", "deliberates": "no",
              "decision_right": "professional"},
    }  # fmt: skip
    activities = record(activities=[{"id": n, **f} for n, f in facts.items()])
    seen = {a.id: score(a).verdicts["iap2"] for a in activities.activities}
    levels = ("inform", "consult", "involve", "collaborate", "empower")
    found = depth("iap2", seen, levels)
    assert [(s.levels, s.no_level_fits, s.activities) for s in found.sets] == [
        ((), True, ("w",)),
        (("consult",), False, ("y", "z")),
        (("consult",), None, ("x",)),
    ]
    assert (found.single, found.several, found.none, found.n) == (2, 1, 1, 4)


def test_what_a_question_gains_counts_an_open_no_level_as_an_answer() -> None:
    """Answers open now less the mean open after, added over the scales shown."""
    activity = record(activities=[{"id": "a"}]).activities[0]
    scored = score(activity)
    asked = {q.fact: q for q in questions({"a": scored})}
    shown = [v for v in scored.verdicts.values() if v.scale not in NOT_ASKED_FOR]
    for fact, question in asked.items():
        assert question.scales == tuple(
            v.scale for v in shown if fact in {q.fact for q in v.questions}
        )
        gain = Fraction(0)
        for name in question.scales:
            verdict = scored.verdicts[name]
            after = next(q.mean_open for q in verdict.questions if q.fact == fact)
            open_ = len(verdict.possible) + (verdict.no_level_fits is not False)
            gain += open_ - after
        assert question.gain == gain > 0
    assert asked["decision_right"].gain > 1


# ---------------------------------------------------------------- coders


def coded(**activities: dict[str, Any]) -> Programme:
    """One coder's record."""
    return record(activities=[{"id": n, **facts} for n, facts in activities.items()])


def test_what_one_coder_alone_recorded_is_not_coded_alike() -> None:
    """It takes two to agree; activities of one coder are listed in order."""
    one = coded(a={"reward": "fee"}, b={"reward": "fee"}, d={}, c={})
    two = coded(a={"reward": "fee"}, b={})
    found = agreement([one, two])
    assert next(f.same for f in found.facts if f.fact == "reward") == 1
    assert found.alone == {"coder 1": ("c", "d"), "coder 2": ()}


# ---------------------------------------------------------------- what it cost

HOURS = {"item": "user_time", "hours": 10, "borne_by": "user"}
AMOUNT = {"item": "venue", "amount": "7.50", "currency": "GBP"}
BARE = {"item": "other"}


def traced(grade: int, *sides: str, costs: Any = (HOURS,), rival: bool = True) -> Any:
    """Costs, and a change that contributions of some sides shaped, with evidence."""
    names = [f"c{n}" for n in range(len(sides))]
    return case(
        activities=[{"id": "club", "costs": list(costs)}, {"id": "walk"}],
        contributions=[
            {"id": name, "made_by": side}
            for name, side in zip(names, sides, strict=True)
        ],
        changes=[{"id": "k"}],
        evidence=[{"id": "e", "origin": "minutes", "grade": grade}],
        links=[
            {"id": f"l{name}", "source": name, "target": "k", "kind": "shaped",
             "evidence": ["e"]}
            for name in names
        ],
        rivals=[{"id": "r", "explains": "k", "status": "dismissed"}] * rival,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "answer", "count"),
    [
        (traced(3, "user"), "fails", "1 of 1"),
        (traced(2, "user"), "holds", "0 of 1"),
        (traced(3, "user", rival=False), "holds", "0 of 1"),
        (traced(3, "professional"), "holds", "0 of 1"),
        (traced(3, "unknown"), "undetermined", "0 to 1 of 1"),
        (traced(3, "user", "unknown"), "fails", "1 of 1"),
        (traced(3, "unknown", "unknown"), "undetermined", "0 to 1 of 1"),
    ],
)
def test_spending_is_set_against_supported_changes(
    given: Any, answer: str, count: str
) -> None:
    """One that is certainly supported is enough; one that may be leaves it open."""
    found = untraced_spending([given])
    assert found.answer == answer
    assert f"changes supported or better: {count}" in found.figures
    assert (found.answered, found.n) == (1, 2)
    assert found.decides == (
        "costs of walk", "evidence on the links between users' input and the changes",
    )  # fmt: skip


def test_two_supported_changes_are_two() -> None:
    """Counted over programmes."""
    both = [traced(3, "user"), traced(3, "user", costs=(AMOUNT,))]
    found = untraced_spending(both)
    assert "changes supported or better: 2 of 2" in found.figures
    each = resources(both).per_traced_change
    assert each is not None
    assert (each.hours, each.money) == (Decimal("5.00"), {"GBP": Decimal("3.75")})


@pytest.mark.parametrize(
    ("costs", "hours", "money", "without"),
    [
        ((HOURS,), Decimal(10), {}, 0),
        ((AMOUNT,), None, {"GBP": Decimal("7.50")}, 0),
        ((HOURS | AMOUNT,), Decimal(10), {"GBP": Decimal("7.50")}, 0),
        ((BARE,), None, {}, 1),
        ((HOURS, AMOUNT, BARE, BARE), Decimal(10), {"GBP": Decimal("7.50")}, 2),
        (({"hours": 0.1}, {"hours": 0.2}), Decimal("0.3"), {}, 0),
    ],
)
def test_a_cost_line_holds_hours_or_money_or_both_or_neither(
    costs: Any, hours: Decimal | None, money: Any, without: int
) -> None:
    """Nothing recorded is not nought; sums start from nothing."""
    found = resources([traced(1, "user", costs=costs)]).total
    assert (found.hours, found.money, found.without) == (hours, money, without)
    assert found.n == len(costs)


# ---------------------------------------------------------------- where cases come from


def test_an_assessment_brings_its_scores_and_its_trace() -> None:
    """Nothing is worked out again."""
    assessed = inv.assess(record(activities=[{"id": "a", **PLAIN}]))
    (held,) = cases_of(assessed)
    assert held.scores is assessed.activities
    assert held.trace is assessed.trace
    assert held.label == ""
    (bare,) = cases_of(assessed.programme)
    assert bare.scores["a"] == assessed.activities["a"]
