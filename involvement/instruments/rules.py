"""The rule language of scales: what a rule is made of, and when it is true.

A condition is built from tests on facts (`fact == word`, `fact != word`,
`fact in (...)`, `number > 0.5`, `code in purposes`), names of predicates, `and`,
`or`, `not` and parentheses. `and` binds before `or`, `not` before both. Predicates
may use predicates, never themselves.

Nothing here is recursive without a bound: `reading` limits the nesting of a rule,
and predicates are put in order of use before anything walks them.
"""

from __future__ import annotations

import graphlib
import operator
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Value = str | int | float | tuple[str, ...]
"""A known fact: a word, a count, a share, or the codes of a set."""

COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""The signs that go with counts and shares."""


@attrs.frozen
class WordTest:
    """Whether a fact has one of some words (`==`, `!=`, `in`)."""

    fact: str
    words: tuple[str, ...]
    negated: bool = False

    def holds(self, value: Value) -> bool:
        """Whether the test is true of a known value."""
        return (value in self.words) is not self.negated

    def __str__(self) -> str:
        if len(self.words) == 1:
            return f"{self.fact} {'!=' if self.negated else '=='} {self.words[0]}"
        text = f"{self.fact} in ({', '.join(self.words)})"
        return f"not {text}" if self.negated else text


@attrs.frozen
class NumberTest:
    """Whether a count or a share lies on one side of a number."""

    fact: str
    compare: str
    number: float
    written: str = attrs.field(eq=False)

    def holds(self, value: Value) -> bool:
        """Whether the test is true of a known value."""
        assert isinstance(value, int | float)  # noqa: S101 - the axes see to it
        return COMPARE[self.compare](value, self.number)

    def __str__(self) -> str:
        return f"{self.fact} {self.compare} {self.written}"


@attrs.frozen
class CodeTest:
    """Whether a code is among the words of a fact that holds several."""

    fact: str
    code: str
    negated: bool = False

    def holds(self, value: Value) -> bool:
        """Whether the test is true of a known value."""
        assert isinstance(value, tuple)  # noqa: S101 - the axes see to it
        return (self.code in value) is not self.negated

    def __str__(self) -> str:
        text = f"{self.code} in {self.fact}"
        return f"not {text}" if self.negated else text


@attrs.frozen
class Name:
    """A predicate, by its name."""

    name: str

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Not:
    """The opposite of a rule."""

    part: Rule

    def __str__(self) -> str:
        return f"not {_inside(self.part, (All, Some))}"


@attrs.frozen
class All:
    """Every part holds."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        return " and ".join(_inside(part, (All, Some)) for part in self.parts)


@attrs.frozen
class Some:
    """At least one part holds."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        return " or ".join(_inside(part, (Some,)) for part in self.parts)


Test = WordTest | NumberTest | CodeTest
Rule = WordTest | NumberTest | CodeTest | Name | Not | All | Some


def _inside(part: Rule, wrap: tuple[type, ...]) -> str:
    return f"({part})" if isinstance(part, wrap) else str(part)


def evaluate(
    rule: Rule, facts: Mapping[str, Value], terms: Mapping[str, Rule] | None = None
) -> bool:
    """Whether a rule is true when every fact it reads is known.

    Args:
        rule: The rule.
        facts: Each fact the rule reads, with its value.
        terms: The predicates it may use, in the order `in_order` gives.

    Example:
        >>> from involvement.instruments.reading import parse
        >>> rule = parse("asks_users == yes and contacts >= 2")
        >>> evaluate(rule, {"asks_users": "yes", "contacts": 3})
        True
    """
    known: dict[str, bool] = {}
    for name, term in (terms or {}).items():
        known[name] = _holds(term, facts, known)
    return _holds(rule, facts, known)


def _holds(rule: Rule, facts: Mapping[str, Value], known: Mapping[str, bool]) -> bool:
    match rule:
        case Name(name):
            return known[name]
        case Not(part):
            return not _holds(part, facts, known)
        case All(parts):
            return all(_holds(part, facts, known) for part in parts)
        case Some(parts):
            return any(_holds(part, facts, known) for part in parts)
        case _:
            return rule.holds(facts[rule.fact])


def names(rule: Rule) -> list[str]:
    """The predicates a rule uses by name, each once, in order of appearance."""
    return list(dict.fromkeys(p.name for p in _parts(rule) if isinstance(p, Name)))


def own_tests(rule: Rule) -> list[Test]:
    """The tests that stand in a rule itself, each once, in order of appearance."""
    return list(dict.fromkeys(p for p in _parts(rule) if isinstance(p, Test)))


def _parts(rule: Rule) -> Iterator[Rule]:
    stack = [rule]
    while stack:
        part = stack.pop()
        yield part
        if isinstance(part, Not):
            stack.append(part.part)
        elif isinstance(part, All | Some):
            stack.extend(reversed(part.parts))


def in_order(terms: Mapping[str, Rule], wanted: Iterable[Rule]) -> dict[str, Rule]:
    """The predicates that some rules use, directly or not, each after those it uses.

    Raises:
        graphlib.CycleError: If a predicate uses itself.
    """
    uses: dict[str, list[str]] = {}
    queue = [name for rule in wanted for name in names(rule)]
    while queue:
        name = queue.pop()
        if name not in uses:
            uses[name] = names(terms[name])
            queue.extend(uses[name])
    sorter = graphlib.TopologicalSorter({name: uses[name] for name in sorted(uses)})
    return {name: terms[name] for name in sorter.static_order()}


def circles(terms: Mapping[str, Rule]) -> list[str]:
    """A circle of predicates, if there is one: `[a, b, a]`; else nothing."""
    try:
        in_order(terms, terms.values())
    except graphlib.CycleError as error:
        # The sorter walks from a name to those that use it; a reader goes the
        # other way.
        return list(error.args[1])[::-1]
    return []


def literals(
    rule: Rule, terms: Mapping[str, Rule], *, negated: bool = False
) -> list[Test]:
    """The tests a rule comes down to, each as it must be for the rule to hold.

    Predicates are opened and `not` is carried down to the tests: the rule can only
    gain from each of these becoming true. Each test stands once, in the order of
    the text.

    Args:
        rule: The rule.
        terms: The predicates it may use, in the order `in_order` gives.
        negated: Look at the opposite of the rule.
    """
    opened: dict[tuple[str, bool], list[Test]] = {}
    for name, term in terms.items():
        for side in (False, True):
            opened[name, side] = _literals(term, opened, negated=side)
    return _literals(rule, opened, negated=negated)


def _literals(
    rule: Rule, opened: Mapping[tuple[str, bool], list[Test]], *, negated: bool
) -> list[Test]:
    match rule:
        case Name(name):
            return opened[name, negated]
        case Not(part):
            return _literals(part, opened, negated=not negated)
        case All(parts) | Some(parts):
            found = (_literals(part, opened, negated=negated) for part in parts)
            return list(dict.fromkeys(test for part in found for test in part))
        case NumberTest(fact, compare, number, written):
            turned = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
            way = turned[compare] if negated else compare
            return [NumberTest(fact, way, number, written)]
        case _:
            return [attrs.evolve(rule, negated=rule.negated is not negated)]
