"""The truth table of every shipped scale against a slow reading of its rules.

The reference below knows nothing of the package's parser, axes or tables: it turns
the text of a condition into a Python expression and tries completions one by one.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import involvement as inv
from involvement.instruments.levels import Scale
from involvement.instruments.scale import derived_scales
from involvement.scoring.verdicts import Verdict
from involvement.vocabulary import FACTS

DERIVED = [scale.id for scale in derived_scales()]
SMALL = 20_000
DRAWN = 20_000

Facts = dict[str, object]
Sets = npt.NDArray[np.int64]
Condition = Callable[[Facts], bool]


# -- the slow reference --------------------------------------------------------------


def condition(text: str, terms: dict[str, Condition]) -> Condition:
    """A rule as a Python function of fully known facts."""

    def word(found: re.Match[str]) -> str:
        name = found.group()
        if name in ("and", "or", "not", "in"):
            return name
        if name in FACTS:
            return f"f[{name!r}]"
        return f"t[{name!r}](f)" if name in terms else repr(name)

    expression = re.sub(r"[a-z_]\w*", word, text)
    run = eval(f"lambda f, t: {expression}")  # noqa: S307 - our own files, in a test
    return lambda facts: bool(run(facts, terms))


@cache
def levels_of(scale_id: str) -> dict[str, Condition]:
    """The conditions of a scale as Python functions."""
    scale = inv.scale(scale_id)
    terms: dict[str, Condition] = {}
    for predicate in scale.predicates:
        terms[predicate.name] = condition(predicate.rule, terms)
    return {level.id: condition(level.condition, terms) for level in scale.levels}


def bits(scale_id: str, facts: Facts) -> int:
    """The set of true levels; the bit after the last says that none is."""
    found = [holds(facts) for holds in levels_of(scale_id).values()]
    return sum(1 << i for i, true in enumerate(found) if true) or 1 << len(found)


@cache
def known_bits(scale_id: str) -> Sets:
    """The set for every combination of merged values, by the slow reference."""
    axes = inv.scale(scale_id).axes
    names = [axis.fact for axis in axes]
    sets = [
        bits(scale_id, dict(zip(names, values, strict=True)))
        for values in itertools.product(*(axis.sample() for axis in axes))
    ]
    return np.array(sets).reshape([axis.size for axis in axes])


def closed(known: Sets, join: np.ufunc) -> Sets:
    """One more slice on each axis, joined along it: the plain way."""
    for k in range(known.ndim):
        last = join.reduce(known, axis=k, keepdims=True)
        known = np.concatenate([known, last], axis=k)
    return known


def union(scale_id: str, places: tuple[int, ...]) -> tuple[int, int]:
    """Union and intersection over the completions of one cell, one by one."""
    known = known_bits(scale_id)
    index = [
        [place] if place < size else list(range(size))
        for place, size in zip(places, known.shape, strict=True)
    ]
    found = known[np.ix_(*index)]
    return int(np.bitwise_or.reduce(found, None)), int(
        np.bitwise_and.reduce(found, None)
    )


# -- tables ------------------------------------------------------------------------


@pytest.mark.parametrize("scale_id", DERIVED)
def test_known_cells_equal_the_rules(scale_id: str) -> None:
    """Every combination of known values has exactly the levels its rules give."""
    table = inv.scale(scale_id).table
    assert np.array_equal(table.known, known_bits(scale_id))


@pytest.mark.parametrize("scale_id", DERIVED)
def test_unknown_cells_are_unions_and_intersections(scale_id: str) -> None:
    """Every cell of the table, compared as arrays."""
    table = inv.scale(scale_id).table
    known = known_bits(scale_id)
    assert np.array_equal(table.any, closed(known, np.bitwise_or).reshape(-1))
    assert np.array_equal(table.all, closed(known, np.bitwise_and).reshape(-1))


@pytest.mark.parametrize("scale_id", DERIVED)
def test_merged_values_never_differ(scale_id: str) -> None:
    """Values that share a place give the same levels, whatever else is known."""
    scale = inv.scale(scale_id)
    rng = np.random.default_rng(11)
    for _ in range(100):
        facts = {a.fact: a.values[rng.integers(len(a.values))] for a in scale.axes}
        for axis in scale.axes:
            sets: dict[int, set[int]] = {}
            for value, place in zip(axis.values, axis.classes, strict=True):
                found = bits(scale_id, {**facts, axis.fact: value})
                sets.setdefault(place, set()).add(found)
            assert all(len(one) == 1 for one in sets.values())


# -- verdicts ----------------------------------------------------------------------


def cells(scale: Scale, drawn: int) -> Iterator[tuple[int, ...]]:
    """Every cell of a small table, or some drawn from a large one."""
    shape = scale.table.shape
    if scale.table.any.size < SMALL:
        yield from itertools.product(*(range(n) for n in shape))
    else:
        rng = np.random.default_rng(7)
        for at in rng.integers(scale.table.any.size, size=drawn):
            yield tuple(int(k) for k in np.unravel_index(at, shape))


def activity(scale: Scale, places: tuple[int, ...], pick: int = 0) -> inv.Activity:
    """An activity in a cell; of merged values `pick` chooses one."""
    known: Facts = {"id": "a"}
    for axis, place in zip(scale.axes, places, strict=True):
        if place < axis.size:
            pool = [
                v for v, c in zip(axis.values, axis.classes, strict=True) if c == place
            ]
            known[axis.fact] = pool[pick % len(pool)]
    return inv.Activity.model_validate(known)


def expected(scale: Scale, some: int, every: int) -> dict[str, object]:
    """A verdict from the union and the intersection of the answers."""
    ids = [level.id for level in scale.levels]
    possible = tuple(one for i, one in enumerate(ids) if some >> i & 1)
    certain = tuple(one for i, one in enumerate(ids) if every >> i & 1)
    none_some, none_every = some >> len(ids) & 1, every >> len(ids) & 1
    none = True if none_every else None if none_some else False
    words = {
        one: "holds" if one in certain else "unknown" if one in possible else "fails"
        for one in ids
    }
    single = scale.ordered and len(possible) == 1 and none is False
    ends = possible if scale.ordered else ()
    return {
        "possible": possible,
        "certain": certain,
        "level": possible[0] if single else None,
        "lowest": ends[0] if ends else None,
        "highest": ends[-1] if ends else None,
        "no_level_fits": none,
        "labels": {} if scale.ordered else words,
    }


def told(verdict: Verdict) -> dict[str, object]:
    """The answer of a verdict, without its reasons."""
    return {
        name: getattr(verdict, name)
        for name in (
            "possible",
            "certain",
            "level",
            "lowest",
            "highest",
            "no_level_fits",
            "labels",
        )
    }


@pytest.mark.parametrize("scale_id", DERIVED)
def test_depth_and_score_on_every_cell(scale_id: str) -> None:
    """Every cell of scales under 20,000 cells, and cells drawn from the others."""
    scale = inv.scale(scale_id)
    for pick, places in enumerate(cells(scale, DRAWN)):
        one = activity(scale, places, pick)
        verdict = inv.depth(one, scale=scale_id)
        assert told(verdict) == expected(scale, *union(scale_id, places))
        assert inv.score(one, scales=[scale_id]).verdicts[scale_id] == verdict


def test_score_gives_the_verdicts_of_depth() -> None:
    """On cells drawn from every scale, every verdict of a score is that of depth."""
    rng = np.random.default_rng(3)
    for scale in derived_scales():
        for at in rng.integers(scale.table.any.size, size=20):
            places = tuple(int(k) for k in np.unravel_index(at, scale.table.shape))
            one = activity(scale, places)
            score = inv.score(one)
            assert list(score.verdicts) == DERIVED
            for scale_id, verdict in score.verdicts.items():
                assert verdict == inv.depth(one, scale=scale_id)


# -- laws --------------------------------------------------------------------------

words = {
    name: st.sampled_from(fact.words)
    if fact.kind in ("words", "side")
    else st.integers(1, 4)
    if fact.kind == "count"
    else st.sampled_from([0.0, 0.1, 0.5, 0.6, 1.0])
    if fact.kind == "share"
    else st.lists(st.sampled_from(fact.words), min_size=1, max_size=4, unique=True)
    for name, fact in FACTS.items()
}
some_facts = st.fixed_dictionaries({}, optional=words)


@settings(max_examples=60)
@given(facts=some_facts, data=st.data())
def test_more_knowledge_never_widens(facts: Facts, data: st.DataObject) -> None:
    """An answer more takes from what is possible and adds to what is certain."""
    open_facts = [name for name in FACTS if name not in facts]
    if not open_facts:
        return
    name = data.draw(st.sampled_from(open_facts))
    more = {**facts, name: data.draw(words[name])}
    before = inv.score({"id": "a", **facts}).verdicts
    after = inv.score({"id": "a", **more}).verdicts
    for scale_id, verdict in before.items():
        assert set(after[scale_id].possible) <= set(verdict.possible)
        assert set(after[scale_id].certain) >= set(verdict.certain)
        if verdict.no_level_fits is not None:
            assert after[scale_id].no_level_fits is verdict.no_level_fits


@settings(max_examples=60)
@given(facts=some_facts)
def test_a_question_leaves_on_average_fewer_answers(facts: Facts) -> None:
    """`ask_next` again, from nothing but verdicts with one more fact known."""
    for scale in derived_scales():
        verdict = inv.depth({"id": "a", **facts}, scale=scale)
        now = open_answers(verdict)
        means = {}
        for axis in scale.axes:
            if axis.fact not in facts:
                left = [
                    open_answers(
                        inv.depth({"id": "a", **facts, axis.fact: v}, scale=scale)
                    )
                    for v in axis.values
                ]
                if sum(left) < now * len(left):
                    means[axis.fact] = (sum(left) * 10**9) // len(left)
        assert verdict.ask_next == tuple(sorted(means, key=means.__getitem__))


def open_answers(verdict: Verdict) -> int:
    """How many answers are open, "no level fits" among them."""
    return len(verdict.possible) + (verdict.no_level_fits is not False)
