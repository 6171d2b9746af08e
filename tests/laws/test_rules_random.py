"""Random scales, not only the shipped ones: table, direct evaluation, text, hash."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.instruments import rules as r
from involvement.instruments.axes import build
from involvement.instruments.levels import all_tests, used
from involvement.instruments.reading import parse
from involvement.instruments.spelling import spell, weights
from involvement.instruments.truth import Table, compile_table
from involvement.vocabulary import FACTS

Cell = tuple[int, ...]

READ = ("led_by", "asks_users", "contacts", "decision_right", "user_vote_share")
NUMBERS = {"contacts": (1, 2, 2.5, 3, 9), "user_vote_share": (0, 0.25, 0.5, 1)}


def word_tests(fact: str) -> st.SearchStrategy[r.WordTest]:
    """Tests on a fact with closed words."""
    words = st.lists(
        st.sampled_from(FACTS[fact].words), min_size=1, max_size=3, unique=True
    )
    several = words.map(lambda w: r.WordTest(fact, tuple(w)))
    one = st.builds(
        r.WordTest,
        st.just(fact),
        st.sampled_from(FACTS[fact].words).map(lambda w: (w,)),
        st.booleans(),
    )
    return several | one


def number_tests(fact: str) -> st.SearchStrategy[r.NumberTest]:
    """Tests on a count or share."""
    return st.builds(
        lambda sign, n: r.NumberTest(fact, sign, float(n), f"{n}"),
        st.sampled_from(["<", "<=", ">", ">="]),
        st.sampled_from(NUMBERS[fact]),
    )


any_test: st.SearchStrategy[r.Rule] = st.one_of(
    [number_tests(f) if f in NUMBERS else word_tests(f) for f in READ]
    + [
        st.sampled_from(FACTS["purposes"].words[:3]).map(
            lambda code: r.CodeTest("purposes", code)
        )
    ]
)


def rules(names: tuple[str, ...] = ()) -> st.SearchStrategy[r.Rule]:
    """Rules over some facts and the predicates that may be used."""
    leaves = any_test
    if names:
        leaves = st.one_of(any_test, st.sampled_from(names).map(r.Name))
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(r.Not, inner)
            | st.lists(inner, min_size=2, max_size=3).map(lambda p: r.All(tuple(p)))
            | st.lists(inner, min_size=2, max_size=3).map(lambda p: r.Some(tuple(p)))
        ),
        max_leaves=5,
    )


@st.composite
def scales(draw: st.DrawFn) -> tuple[dict[str, r.Rule], dict[str, r.Rule]]:
    """The conditions and predicates of a small scale."""
    terms: dict[str, r.Rule] = {}
    for i in range(draw(st.integers(0, 2))):
        terms[f"p{i}"] = draw(rules(tuple(terms)))
    levels = {
        f"l{i}": draw(rules(tuple(terms))) for i in range(draw(st.integers(1, 3)))
    }
    return levels, used(levels, terms)


def table_of(levels: dict[str, r.Rule], terms: dict[str, r.Rule]) -> Table:
    """The compiled table."""
    return compile_table(build(all_tests(levels, terms)), levels, terms)


def slow(levels: dict[str, r.Rule], terms: dict[str, r.Rule]) -> dict[Cell, list[int]]:
    """For every cell the union over its completions, one by one, unmerged."""
    axes = build(all_tests(levels, terms))
    found: dict[Cell, list[int]] = {}
    for values in itertools.product(*(axis.values for axis in axes)):
        facts = {axis.fact: v for axis, v in zip(axes, values, strict=True)}
        true = [r.evaluate(rule, facts, terms) for rule in levels.values()]
        bits = sum(1 << i for i, t in enumerate(true) if t) or 1 << len(true)
        ways = [
            (axis.place(v), axis.size) for axis, v in zip(axes, values, strict=True)
        ]
        for cell in itertools.product(*ways):
            found.setdefault(cell, []).append(bits)
    return found


@settings(max_examples=60)
@given(scales())
def test_the_table_equals_direct_evaluation(
    scale: tuple[dict[str, r.Rule], dict[str, r.Rule]],
) -> None:
    """Every cell, known or not, of any scale; merging values changes nothing."""
    table = table_of(*scale)
    some = table.any.reshape(table.shape)
    every = table.all.reshape(table.shape)
    cells = slow(*scale)
    assert len(cells) == table.any.size
    for cell, bits in cells.items():
        assert some[cell] == np.bitwise_or.reduce(bits)
        assert every[cell] == np.bitwise_and.reduce(bits)
        if all(k < axis.size for k, axis in zip(cell, table.axes, strict=True)):
            assert len(set(bits)) == 1


@settings(max_examples=100)
@given(rules())
def test_a_rule_reads_back_with_the_same_meaning(rule: r.Rule) -> None:
    """Text and back: the same table, though not always the same parentheses."""
    again = parse(str(rule))
    assert str(again) == str(rule)
    assert table_of({"l": again}, {}).meaning == table_of({"l": rule}, {}).meaning


@settings(max_examples=100)
@given(rules(), rules())
def test_the_hash_says_whether_two_rules_mean_the_same(a: r.Rule, b: r.Rule) -> None:
    """Equal hashes exactly when no combination of facts tells the rules apart."""
    both = build(all_tests({"a": a, "b": b}, {}))
    same = all(
        r.evaluate(a, facts) is r.evaluate(b, facts)
        for values in itertools.product(*(axis.values for axis in both))
        for facts in [{x.fact: v for x, v in zip(both, values, strict=True)}]
    )
    first, second = table_of({"l": a}, {}), table_of({"l": b}, {})
    assert (first.meaning == second.meaning) is same


@settings(max_examples=50)
@given(rules())
def test_the_hash_does_not_see_another_wording(rule: r.Rule) -> None:
    """Twice turned, doubled, with an idle fact added: the same meaning."""
    plain = table_of({"l": rule}, {})
    idle = parse("must_respond == yes or must_respond == no")
    for other in (r.Not(r.Not(rule)), r.Some((rule, rule)), r.All((rule, idle))):
        assert table_of({"l": other}, {}).meaning == plain.meaning


@settings(max_examples=50)
@given(rules())
def test_literals_only_help(rule: r.Rule) -> None:
    """A rule is true wherever all its literals are, and false where none is."""
    needed = r.literals(rule, {})
    axes = build(all_tests({"l": rule}, {}))
    for values in itertools.product(*(axis.values for axis in axes)):
        facts = {axis.fact: v for axis, v in zip(axes, values, strict=True)}
        true = {test.holds(facts[test.fact]) for test in needed}
        if len(true) == 1:
            assert r.evaluate(rule, facts) is true.pop()


@settings(max_examples=50)
@given(rules())
def test_conditions_spelt_out_cover_a_set_exactly(rule: r.Rule) -> None:
    """The gap of a scale in words, read back as a rule, is the gap."""
    table = table_of({"l": rule}, {})
    gap = table.mask(1)
    where = spell(table, gap)
    assert where.combinations == int(weights(table.axes)[gap].sum())
    assert where.left == 0
    if where.conditions and where.conditions != ("always",):
        rules_read = [parse(text) for text in where.conditions]
        covered = rules_read[0] if len(rules_read) == 1 else r.Some(tuple(rules_read))
        both = {"l": rule, "gap": covered}
        again = compile_table(build(all_tests(both, {})), both, {})
        assert np.array_equal(again.mask(0), ~again.mask(1))


@pytest.mark.parametrize("fact", ["contacts", "user_vote_share"])
@given(data=st.data())
def test_a_number_falls_on_the_side_its_tests_say(
    fact: str, data: st.DataObject
) -> None:
    """The place of any value, on a cut point or beside it, answers every test."""
    tests = data.draw(st.lists(number_tests(fact), min_size=1, max_size=4))
    values = st.integers(1, 12) if fact == "contacts" else st.floats(0, 1)
    value = data.draw(
        values | st.sampled_from([1, 2, 3])
        if fact == "contacts"
        else values | st.sampled_from([0.0, 0.25, 0.5, 1.0])
    )
    (axis,) = build(tests)
    sample = axis.sample()[axis.place(value)]
    assert [t.holds(value) for t in tests] == [t.holds(sample) for t in tests]
