"""The claim ladder, condition by condition."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from involvement.influence.changes import at_least_half
from involvement.influence.claims import Measures, contested_by, ladder
from involvement.influence.named import Share
from involvement.influence.rivals import Rivalry
from involvement.influence.tracing import trace
from involvement.record.programme import Programme

BEST = Measures(
    wide=3,
    left=3,
    worst=0,
    grade=4,
    threads=(0,),
    site=None,
    time="ok",
    uncontested=3,
    independent=True,
)
DISMISSED = Rivalry(("dismissed",), (0,))


@pytest.mark.parametrize(
    ("changed", "claim", "failed"),
    [
        ({}, "strong", ()),
        ({"wide": 1}, "asserted", ("widest_at_least_2",)),
        ({"wide": 2}, "strong", ()),
        ({"time": "violated"}, "asserted", ("time_not_violated",)),
        ({"wide": 0, "time": "violated"}, "asserted",
         ("widest_at_least_2", "time_not_violated")),
        ({"grade": 2}, "plausible", ("grade_at_least_3",)),
        ({"threads": ()}, "plausible", ("one_source_or_site_throughout",)),
        ({"threads": (), "site": "north"}, "strong", ()),
        ({"grade": 3}, "supported", ("grade_4",)),
        ({"left": 2}, "supported", ("without_best_source_at_least_3",)),
        ({"independent": False}, "supported", ("independent_source",)),
        ({"time": "unknown"}, "supported", ("time_ok",)),
        ({"uncontested": 1}, "contested", ("rests_on_contested_link",)),
        ({"uncontested": 2}, "strong", ()),
    ],
)  # fmt: skip
def test_each_condition_of_the_ladder(
    changed: Any, claim: str, failed: tuple[str, ...]
) -> None:
    """One condition less, one rung less, and its name."""
    assert ladder(attrs.evolve(BEST, **changed), DISMISSED) == (claim, failed)


@pytest.mark.parametrize(
    ("statuses", "weights", "claim", "failed"),
    [
        ((), (), "plausible", ("rival_considered",)),
        (("weakened",), (0,), "supported", ("rivals_dismissed",)),
        (("dismissed", "weakened"), (0, 0), "supported", ("rivals_dismissed",)),
        (("dismissed", "dismissed"), (0, 0), "strong", ()),
        (("open",), (3,), "supported", ("rivals_dismissed",)),
        (("open",), (4,), "contested", ("rival_open_as_strong",)),
        (("weakened",), (4,), "supported", ("rivals_dismissed",)),
        (("upheld",), (4,), "contested", ("rival_upheld",)),
    ],
)
def test_each_rival(
    statuses: tuple[str, ...],
    weights: tuple[int, ...],
    claim: str,
    failed: tuple[str, ...],
) -> None:
    """Considered, dismissed, open, as strong, upheld."""
    assert ladder(BEST, Rivalry(statuses, weights)) == (claim, failed)


def test_all_that_contests_is_named() -> None:
    """A claim can be contested for several reasons at once."""
    weak = attrs.evolve(BEST, uncontested=0, grade=2)
    rivals = Rivalry(("upheld", "open"), (4, 2))
    assert contested_by(weak, rivals) == [
        "rival_upheld",
        "rival_open_as_strong",
        "rests_on_contested_link",
    ]
    asserted = attrs.evolve(weak, wide=1)
    assert ladder(asserted, rivals)[0] == "asserted"


@pytest.mark.parametrize(
    ("item", "claim"),
    [
        ({"standpoint": "independent"}, "strong"),
        ({"standpoint": "independent", "interested": "no"}, "strong"),
        ({"standpoint": "independent", "interested": "yes"}, "supported"),
        ({"standpoint": "professional"}, "supported"),
        ({}, "supported"),
        ({"standpoint": "independent", "stance": "contradicts"}, "supported"),
    ],
)
def test_an_independent_source(item: dict[str, str], claim: str) -> None:
    """An item that supports, from an independent standpoint, without an interest."""
    made = Programme(
        schema_version="1", id="p",
        contributions=[{"id": "u", "when": "2006"}],
        changes=[{"id": "c", "when": "2007"}],
        evidence=[
            *({"id": f"e{s}", "origin": s, "grade": 3} for s in "ABC"),
            {"id": "i", "origin": "I", "grade": 1, **item},
        ],
        rivals=[{"id": "r", "explains": "c", "status": "dismissed"}],
        links=[{"id": "l", "source": "u", "target": "c", "kind": "shaped",
                "evidence": ["eA", "eB", "eC", "i"]}],
    )  # fmt: skip
    assert trace(made).pair("u", "c").claim == claim


def test_an_independent_source_must_lie_on_the_chain() -> None:
    """On a step below the grade of the chain it does not count."""
    made = Programme(
        schema_version="1", id="p",
        contributions=[{"id": "u", "when": "2006"}], decisions=[{"id": "d"}],
        changes=[{"id": "c", "when": "2007"}],
        evidence=[
            *({"id": f"e{s}", "origin": s, "grade": 3} for s in "ABC"),
            {"id": "i", "origin": "I", "grade": 1, "standpoint": "independent"},
        ],
        rivals=[{"id": "r", "explains": "c", "status": "dismissed"}],
        links=[
            {"id": "l", "source": "u", "target": "c", "kind": "shaped",
             "evidence": ["eA", "eB", "eC"]},
            {"id": "m", "source": "u", "target": "d", "kind": "informed",
             "evidence": ["i"]},
            {"id": "n", "source": "d", "target": "c", "kind": "led_to",
             "evidence": ["eA"]},
        ],
    )  # fmt: skip
    for found in (trace(made), trace(made, time="strict")):
        pair = found.pair("u", "c")
        assert (pair.claim, pair.failed) == ("supported", ("independent_source",))


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        ("1/2", "1/2", "yes"),
        ("1/2", "1", "yes"),
        ("0", "0", "no"),
        ("2/5", "9/20", "no"),
        ("2/5", "1/2", "unknown"),
        ("0", "1", "unknown"),
    ],
)
def test_at_least_half_unexplained(low: str, high: str, word: str) -> None:
    """Yes from a half on, whatever the unknowns; no below it; else unknown."""
    assert at_least_half(Share(Fraction(low), Fraction(high))) == word


def test_challenges_to_nothing_compare_nothing() -> None:
    """Where users do not reach a change both grades are 0 and nothing is tried."""
    made = Programme(schema_version="1", id="p", changes=[{"id": "c"}])
    for one in trace(made).changes["c"].challenges:
        assert (one.grade_before, one.grade_after, one.removed) == (0, 0, ())
        assert (one.claim_before, one.claim_after) == ("untraced", "untraced")
        assert one.result == "not_assessable"
