"""P1 to P4 rule by rule, and the counts behind P4 tried in every way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest

from involvement.patterns.cases import case_of
from involvement.patterns.starts import (
    distinct_kinds,
    distinct_levels,
    listing,
    professional_share,
    wide_range,
)
from involvement.record.programme import Programme
from involvement.vocabulary import ACTIVITY_KINDS

WORK = ("assist", "co_deliver", "lead")
"""What users did, each enough for one level of work."""
THREE_KINDS = ("survey", "co_design", "peer_support")
SOME = [
    frozenset(some)
    for size in (1, 2, 3)
    for some in combinations(("a", "b", "c", "no level"), size)
    if some != ("no level",)
]


def record(*activities: dict[str, Any]) -> Programme:
    """A programme of activities that get ids in order."""
    listed = [{"id": f"a{n}", **facts} for n, facts in enumerate(activities)]
    return Programme(schema_version="1", id="p", activities=listed)


@pytest.mark.parametrize(
    ("kinds", "work", "answer"),
    [
        (THREE_KINDS, WORK, "holds"),
        # a kind that may be new, levels that are: neither certain nor impossible
        (("survey", "co_design", "unknown"), WORK, "undetermined"),
        (THREE_KINDS, ("assist", "lead", "unknown"), "undetermined"),
        (("survey", "co_design", "co_design"), WORK, "fails"),
        (THREE_KINDS, ("lead", "lead", "assist"), "fails"),
        (("survey", "survey", "unknown"), WORK, "fails"),
        (THREE_KINDS, ("lead", "lead", "unknown"), "fails"),
        (("survey", "unknown", "unknown"), WORK, "undetermined"),
        (("unknown",) * 3, ("unknown",) * 3, "undetermined"),
    ],
)
def test_a_range_is_wide_with_three_kinds_and_three_levels(
    kinds: tuple[str, ...], work: tuple[str, ...], answer: str
) -> None:
    """Holds if both certainly are, fails if either cannot be."""
    rows = [
        {"kind": kind, "user_work": done}
        for kind, done in zip(kinds, work, strict=True)
    ]
    found = wide_range((case_of(record(*rows)),))
    assert found.answer == answer
    known = sum("unknown" not in row.values() for row in rows)
    assert (found.answered, found.n) == (known, 3)


def test_what_p4_counts_in_words() -> None:
    """Kinds, levels of work, then the spread of depth ladder by ladder."""
    rows = [{"kind": kind, "user_work": "assist"} for kind in THREE_KINDS]
    found = wide_range((case_of(record(*rows)),))
    assert found.figures[:2] == (
        "kinds of activity: 3 (survey 1, co_design 1, peer_support 1)",
        "levels of work: 1",
    )
    assert found.figures[2] == "arnstein: open 3"
    assert found.assumptions == (
        "activities of the kind other count as one kind together",
    )
    assert found.warnings == ()


@pytest.mark.parametrize(
    "kinds", list(product(("survey", "other", "unknown"), repeat=3))
)
def test_kinds_are_counted_as_if_every_unknown_were_tried(
    kinds: tuple[str, ...],
) -> None:
    """The least and the most of all ways to name the unknown ones."""
    names = ("survey", "other", "co_design", "training")
    ways = product(*([k] if k != "unknown" else names for k in kinds))
    counts = {len(set(way)) for way in ways}
    assert distinct_kinds(kinds) == (min(counts), max(counts))


def test_there_are_no_more_kinds_than_words() -> None:
    """However many activities are of unknown kind."""
    assert distinct_kinds(["unknown"] * 200) == (1, len(ACTIVITY_KINDS))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_levels_are_counted_as_if_every_choice_were_tried(size: int) -> None:
    """The least and the most of all ways to choose one from each set."""
    for sets in product(SOME, repeat=size):
        counts = {len(set(way) - {"no level"}) for way in product(*sets)}
        assert distinct_levels(sets) == (min(counts), max(counts))


def test_the_spread_of_depth_tells_none_from_open_and_from_one_level() -> None:
    """Two with one level, one that no level fits, three of which nothing is known."""
    asked = {"asks_users": "yes", "decision_right": "professional"}
    none = asked | {"asks_users": "no", "informs_users": "no", "deliberates": "no"}
    found = wide_range((case_of(record(asked, asked, none, {}, {}, {})),))
    assert "iap2: consult 2, no level fits 1, open 3" in found.figures


def test_a_share_of_all_activities() -> None:
    """Counted once each, with every side beside it."""
    sides = ("professional", "professional", "joint", "unknown")
    rows = ({"initiated_by": side} for side in sides)
    found = professional_share("P1", (case_of(record(*rows)),))
    assert (found.low, found.high) == (Fraction(1, 2), Fraction(3, 4))
    assert (found.answer, found.answered, found.n) == ("undetermined", 3, 4)
    assert found.shares[0].counts == {
        "user": 0, "professional": 2, "joint": 1, "external": 0, "unknown": 1,
    }  # fmt: skip
    assert not found.shares[0].may_be_undefined
    assert found.decides == ("initiated_by of a3",)


@pytest.mark.parametrize(
    ("count", "most", "text"),
    [(0, 2, ""), (1, 2, "0"), (2, 2, "0, 1"), (3, 2, "0, 1 and 1 more")],
)
def test_a_list_is_cut_where_more_are_left(count: int, most: int, text: str) -> None:
    """Nothing is said of a rest that is none."""
    assert listing([str(n) for n in range(count)], most=most) == text
