"""Who takes part: counts, reference shares, and what must not be seen."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from involvement.patterns.cases import case_of
from involvement.patterns.people import Attendance, attendance
from involvement.record.programme import Programme

ACTORS = [
    {"id": "u", "role": "service_user"},
    {"id": "c", "role": "carer"},
    {"id": "m", "role": "manager"},
]


def counted(
    *participants: dict[str, Any], k: int = 5, reference: Any = None
) -> Attendance:
    """Who took part in one activity."""
    record = Programme(
        schema_version="1",
        id="p",
        actors=ACTORS,
        activities=[{"id": "a", "participants": list(participants)}],
    )
    return attendance([case_of(record)], k=k, reference=reference)


def words(found: Attendance) -> dict[str, Any]:
    """Every line of the counts: what to count or word."""
    every = [found.total, *found.sides, *found.roles, *found.groups]
    return {one.of: one.word if one.count is None else one.count for one in every}


def test_large_counts_are_shown() -> None:
    """By side and role, with entries that have no count named."""
    found = counted(
        {"actor": "u", "people": 12}, {"actor": "m", "people": 6}, {"actor": "c"}
    )
    assert words(found) == {
        "all": 18,
        "user": 12,
        "professional": 6,
        "user/service_user": 12,
        "professional/manager": 6,
    }
    assert (found.counted, found.n) == (2, 3)
    assert found.explain() == (
        "people taking part, 2 of 3 entries with a count\n"
        "  counts under 5, and those that would tell them, are suppressed\n"
        "  all: 18\n"
        "sides\n  user: 12\n  professional: 6\n"
        "roles\n  user/service_user: 12\n  professional/manager: 6"
    )


def test_a_small_role_takes_a_second_with_it() -> None:
    """Three carers among twenty users: the other role is hidden as well."""
    found = counted(
        {"actor": "u", "people": 17},
        {"actor": "c", "people": 3},
        {"actor": "m", "people": 6},
    )
    assert words(found) == {
        "all": 26,
        "user": 20,
        "professional": 6,
        "user/service_user": "suppressed",
        "user/carer": "suppressed",
        "professional/manager": 6,
    }


def test_a_side_that_would_tell_is_hidden() -> None:
    """A single small role is its side: the other side goes too."""
    found = counted({"actor": "u", "people": 3}, {"actor": "m", "people": 30})
    assert set(words(found).values()) == {33, "suppressed"}


def test_groups_that_make_up_a_whole() -> None:
    """Three people under 65 follow from thirteen less ten; both are hidden."""
    entry = {
        "actor": "u",
        "people": 13,
        "groups": {"under 65": 3, "65 and over": 10, "women": 6, "men": 7},
    }
    assert words(counted(entry)) == {
        "all": 13,
        "user": 13,
        "user/service_user": 13,
        "65 and over": "suppressed",
        "under 65": "suppressed",
        "men": 7,
        "women": 6,
    }
    assert words(counted(entry, k=1))["under 65"] == 3


def test_a_group_that_leaves_few_over_is_hidden() -> None:
    """Ten women of thirteen: three are not, though nobody wrote that down."""
    found = counted({"actor": "u", "people": 13, "groups": {"women": 10}})
    assert words(found)["women"] == "suppressed"


def test_reference_distribution() -> None:
    """Shares beside those of the population; what nobody recorded is missing."""
    found = counted(
        {"actor": "u", "people": 30, "groups": {"under 65": 10, "65 and over": 20}},
        reference={"under 65": 0.4, "85 and over": Fraction(1, 10)},
    )
    groups = {one.of: one for one in found.groups}
    assert groups["under 65"].share == Fraction(1, 3)
    assert groups["under 65"].reference == Fraction(2, 5)
    assert groups["under 65"].explain() == (
        "under 65: 10, 33.3 % of those recorded, 40.0 % in the reference"
    )
    assert groups["85 and over"].explain() == (
        "85 and over: not recorded, 10.0 % in the reference"
    )


def test_no_share_without_a_count() -> None:
    """Groups of an entry without a head count have no denominator."""
    found = counted(
        {"groups": {"women": 20}}, {"actor": "u", "people": 9, "groups": {"women": 8}}
    )
    assert [(one.count, one.share) for one in found.groups] == [(28, None)]
    assert found.recorded.word == "not recorded"


def test_zero_is_nobody() -> None:
    """Nobody from a group is worth seeing and harms no one."""
    found = counted({"actor": "u", "people": 20, "groups": {"women": 20, "men": 0}})
    assert words(found)["men"] == 0


def test_many_labels_are_all_or_nothing() -> None:
    """Too many labels to see which make up a whole: one small count hides all."""
    groups = {f"g{n:02}": 10 for n in range(12)} | {"g12": 2}
    found = counted({"actor": "u", "people": 122, "groups": groups})
    assert {one.word for one in found.groups} == {"suppressed"}
    large = counted({"actor": "u", "people": 130, "groups": dict(groups, g12=10)})
    assert {one.word for one in large.groups} == {"shown"}


def test_nobody_recorded() -> None:
    """No participants: nothing shown, nothing hidden."""
    found = counted()
    assert found.total.explain() == "all: not recorded"
    assert (found.sides, found.roles, found.groups) == ((), (), ())


@pytest.mark.parametrize("k", [0, 1])
def test_k_of_one_hides_nothing(k: int) -> None:
    """K is settable and stated."""
    found = counted({"actor": "u", "people": 1}, k=k)
    assert words(found)["all"] == 1
    assert found.k == k


def test_groups_that_overlap_more_than_a_total() -> None:
    """More people in a group than counted: no whole to take it from."""
    found = counted({"actor": "u", "people": 6, "groups": {"meetings": 9}})
    assert words(found)["meetings"] == 9
