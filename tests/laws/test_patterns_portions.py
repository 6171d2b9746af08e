"""Shares and dominance over unknowns: the range over all completions, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.patterns.portions import (
    Graded,
    Unit,
    dominance,
    dominance_bounds,
    share,
)

MAYBE = st.sampled_from([True, False, None])
UNITS = st.lists(st.builds(Unit, MAYBE, MAYBE), max_size=5)
GRADED = st.lists(
    st.builds(
        lambda ends, member: Graded(min(ends), max(ends), member),
        st.tuples(st.integers(0, 4), st.integers(0, 4)),
        st.sampled_from([True, None]),
    ),
    max_size=3,
)


def _either(value: bool | None) -> tuple[bool, ...]:  # noqa: FBT001
    return (True, False) if value is None else (value,)


def _shares(units: list[Unit]) -> list[Fraction | None]:
    ways = [list(product(_either(c.member), _either(c.hit))) for c in units]
    found = []
    for way in product(*ways):
        members = [hit for member, hit in way if member]
        found.append(Fraction(sum(members), len(members)) if members else None)
    return found


@given(UNITS)
@settings(max_examples=200, deadline=None)
def test_share_bounds_are_the_range_over_completions(units: list[Unit]) -> None:
    """Least, greatest and undefined are those of the completions, and no others."""
    every = _shares(units)
    known = [one for one in every if one is not None]
    found = share("x", units)
    assert (found.low, found.high) == (
        min(known, default=None),
        max(known, default=None),
    )
    assert found.may_be_undefined == (len(known) < len(every))
    assert found.answered <= found.n


@given(UNITS, st.data())
@settings(max_examples=200, deadline=None)
def test_knowledge_never_widens_a_share(units: list[Unit], data: st.DataObject) -> None:
    """Settling one unknown keeps the bounds within the former ones."""
    before = share("x", units)
    settled = [
        Unit(data.draw(st.sampled_from(_either(c.member))), c.hit)
        if data.draw(st.booleans())
        else Unit(c.member, data.draw(st.sampled_from(_either(c.hit))))
        for c in units
    ]
    after = share("x", settled)
    assert after.may_be_undefined <= before.may_be_undefined
    if after.low is not None and after.high is not None:
        assert before.low is not None
        assert before.high is not None
        assert before.low <= after.low <= after.high <= before.high


def _groups(items: list[Graded]) -> list[list[int]]:
    ways = [
        [*range(item.low, item.high + 1), *([None] if item.member is None else [])]
        for item in items
    ]
    return [[g for g in way if g is not None] for way in product(*ways)]


@given(GRADED, GRADED)
@settings(max_examples=80, deadline=None)
def test_dominance_bounds_are_the_range_over_completions(
    one: list[Graded], other: list[Graded]
) -> None:
    """Every grade and membership that is open, one by one."""
    every = [dominance(a, b) for a in _groups(one) for b in _groups(other)]
    known = [value for value in every if value is not None]
    found = dominance_bounds(one, other)
    assert (found.low, found.high) == (
        min(known, default=None),
        max(known, default=None),
    )
    assert found.may_be_undefined == (len(known) < len(every))
    assert found.explain().startswith("dominance ")
