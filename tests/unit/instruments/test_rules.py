"""What rules are made of, how they print, when they hold."""

import pytest

from involvement.instruments.reading import parse
from involvement.instruments.rules import (
    All,
    Name,
    Not,
    Rule,
    Some,
    Value,
    circles,
    evaluate,
    in_order,
    literals,
    names,
    own_tests,
)

FACTS: dict[str, Value] = {
    "led_by": "user",
    "asks_users": "yes",
    "contacts": 3,
    "user_vote_share": 0.5,
    "purposes": ("inform", "persuade"),
}


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "led_by == user"),
        (False, "led_by != user"),
        (True, "led_by in (joint, user)"),
        (False, "not led_by in (joint, user)"),
        (True, "contacts >= 3"),
        (False, "contacts > 3"),
        (True, "contacts <= 3"),
        (False, "contacts < 3"),
        (True, "user_vote_share >= 0.5"),
        (False, "user_vote_share > 0.5"),
        (True, "persuade in purposes"),
        (False, "comply in purposes"),
        (True, "not comply in purposes"),
        # `and` binds before `or`, `not` before both
        (True, "led_by == user or led_by == joint and asks_users == no"),
        (False, "(led_by == user or led_by == joint) and asks_users == no"),
        (True, "not asks_users == no and led_by == user"),
        (False, "not (asks_users == yes or led_by == user)"),
    ],
)
def test_evaluation(expected: bool, text: str) -> None:  # noqa: FBT001 - a parameter
    """A rule is true or false when every fact is known."""
    assert evaluate(parse(text), FACTS) is expected


@pytest.mark.parametrize(
    "text",
    [
        "led_by == user",
        "led_by != user and contacts >= 2",
        "led_by in (joint, user) or not persuade in purposes",
        "(led_by == user or led_by == joint) and user_vote_share > 0.5",
        "not (led_by == user and asks_users == yes)",
        "a and (b or not a)",
    ],
)
def test_a_printed_rule_reads_back(text: str) -> None:
    """The canonical text of a rule is the rule."""
    rule = parse(text, predicates=("a", "b"))
    assert str(rule) == text
    assert parse(str(rule), predicates=("a", "b")) == rule


def test_redundant_parentheses_and_lines_leave_no_trace() -> None:
    """Layout is free."""
    spread = "  ((led_by == user)\n  and\n(contacts >= 2))  "
    assert str(parse(spread)) == "led_by == user and contacts >= 2"


def test_repeated_words_count_once() -> None:
    """A word written twice in a list is one word."""
    assert str(parse("led_by in (user, user)")) == "led_by == user"


def test_predicates_are_evaluated_in_order_of_use() -> None:
    """A predicate may use another, whatever the order in the file."""
    known = ("heard", "voice")
    terms = {
        "heard": parse("voice and contacts >= 2", predicates=known),
        "voice": parse("asks_users == yes"),
    }
    rule = parse("heard", predicates=known)
    ordered = in_order(terms, [rule])
    assert list(ordered) == ["voice", "heard"]
    assert evaluate(rule, FACTS, ordered) is True


def test_unused_predicates_are_left_out() -> None:
    """Only what a rule needs is put in order."""
    terms = {"a": parse("asks_users == yes"), "b": parse("led_by == user")}
    assert list(in_order(terms, [Name("a")])) == ["a"]


def test_names_and_tests_of_a_rule() -> None:
    """Each once, in order of appearance."""
    rule = parse(
        "b and led_by == user or not (a and b) and contacts > 1 or b",
        predicates=("a", "b"),
    )
    assert names(rule) == ["b", "a"]
    assert [str(test) for test in own_tests(rule)] == ["led_by == user", "contacts > 1"]


def test_literals_carry_not_down_to_the_tests() -> None:
    """Each test as it must be for the rule to hold."""
    terms = {"seen": parse("asks_users == yes or contacts >= 2")}
    rule = parse(
        "not seen and not (led_by in (user, joint) and not persuade in purposes)",
        predicates=("seen",),
    )
    assert [str(test) for test in literals(rule, terms)] == [
        "asks_users != yes",
        "contacts < 2",
        "not led_by in (user, joint)",
        "persuade in purposes",
    ]
    assert [str(test) for test in literals(rule, terms, negated=True)] == [
        "asks_users == yes",
        "contacts >= 2",
        "led_by in (user, joint)",
        "not persuade in purposes",
    ]


@pytest.mark.parametrize(
    ("expected", "text"),
    [(">", "<="), ("<=", ">"), (">=", "<"), ("<", ">=")],
)
def test_the_opposite_of_a_comparison(expected: str, text: str) -> None:
    """The cut point stays, the side changes."""
    (test,) = literals(Not(parse(f"contacts {text} 2")), {})
    assert str(test) == f"contacts {expected} 2"


def test_circles_are_found_and_told_in_order_of_use() -> None:
    """A predicate that comes back to itself."""
    terms: dict[str, Rule] = {
        "a": All((Name("b"), parse("led_by == user"))),
        "b": Some((Name("c"), parse("led_by == user"))),
        "c": Not(Name("a")),
    }
    circle = circles(terms)
    assert circle[0] == circle[-1]
    assert sorted(circle[1:]) == ["a", "b", "c"]
    assert all(circle[i + 1] in names(terms[circle[i]]) for i in range(len(circle) - 1))
    assert circles({"a": parse("led_by == user")}) == []


def test_a_long_chain_of_predicates_is_no_burden() -> None:
    """Five thousand predicates, each using the one before: nothing recurses."""
    chain: dict[str, Rule] = {"p0": parse("asks_users == yes")}
    chain |= {f"p{i}": Name(f"p{i - 1}") for i in range(1, 5_000)}
    last = Name("p4999")
    ordered = in_order(dict(reversed(chain.items())), [last])
    assert next(iter(ordered)) == "p0"
    assert evaluate(last, FACTS, ordered) is True
    assert [str(test) for test in literals(last, ordered)] == ["asks_users == yes"]
