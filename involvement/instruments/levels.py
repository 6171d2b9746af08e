"""A scale in memory: its levels and conditions, its facts, its truth table."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, ScaleError, quote
from involvement.instruments.axes import Axis, build
from involvement.instruments.rules import Rule, Test, in_order, literals, own_tests
from involvement.results import Result
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from involvement.instruments.proofs import Report
    from involvement.instruments.truth import Table

KINDS: dict[str, str] = {
    "ladder": "levels in an order; usually one fits",
    "work": "kinds of work users did, in an order of kind, not of worth",
    "labels": "names of which any number may hold",
    "axes": "poles of independent axes; each may hold",
    "checks": "points to check, each met or not",
    "ratings": "people's own positions; recorded, never derived",
    "checklist": "people's own ticks; recorded, never derived",
}
"""The kinds of scale. The last two have items instead of conditions."""

ORDERED = ("ladder", "work")
"""Kinds whose levels stand in an order."""

RECORDED = ("ratings", "checklist")
"""Kinds that facts cannot derive."""


@attrs.frozen
class Level:
    """One level, label, pole or check of a scale.

    Attributes:
        id: Its id, part of the public interface.
        title: The name its source uses.
        words: What it means, in our own words.
        condition: When it holds, in the rule language.
        source: Where the rule comes from.
    """

    id: str
    title: str
    words: str
    condition: str
    source: str = ""


@attrs.frozen
class Predicate:
    """A named part of the conditions of a scale.

    Attributes:
        name: The name conditions use.
        rule: When it is true, in the rule language.
        meaning: The same in words.
        shared: Whether it stands in the shared file.
    """

    name: str
    rule: str
    meaning: str = ""
    shared: bool = False


@attrs.frozen
class Answers:
    """Which answers an item of a recorded scale can have.

    Attributes:
        words: Closed words; empty for numbers and open values.
        minimum: Lowest whole number.
        maximum: Highest whole number.
        open: Any text or whole number, as a licensed copy says.
        item: The form of item ids where they are not listed.
        anchored: Whether a record must say what the numbers mean.
    """

    words: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    open: bool = False
    item: str = ""
    anchored: bool = False

    def allow(self, answer: object) -> bool:
        """Whether an answer is one of these.

        Example:
            >>> Answers(minimum=1, maximum=5).allow(6)
            False
        """
        if isinstance(answer, bool):
            return False
        if self.words:
            return answer in self.words
        low, high = self.minimum, self.maximum
        if low is None and high is None:
            return isinstance(answer, str | int)
        return (
            isinstance(answer, int)
            and (low is None or low <= answer)
            and (high is None or answer <= high)
        )

    def __str__(self) -> str:
        if self.words:
            return ", ".join(self.words)
        low, high = self.minimum, self.maximum
        if low is None and high is None:
            return "as the licensed copy says"
        if low is None or high is None:
            most = f"{low} or more" if high is None else f"{high} or less"
            return f"{most}, whole numbers"
        return f"{low} to {high}, whole numbers"


@attrs.frozen
class Point:
    """One item of a recorded scale.

    Attributes:
        id: Its id.
        title: Its name.
        low: What the lowest position means, if it has poles.
        high: What the highest position means.
    """

    id: str
    title: str
    low: str = ""
    high: str = ""


@attrs.frozen(eq=False)
class Scale(Result):
    """One scale: what it measures, its levels, where it comes from, what is disputed.

    Attributes:
        id: Its id.
        title: Its published name.
        kind: One of `KINDS`.
        version: Version of these rules.
        citation: Where it was published; unverified parts say so.
        contestable: What is disputed about it, or about our reading.
        licence: What may be reproduced.
        levels: Its levels in order, each with its condition.
        facts: The facts its conditions read, in the order of the vocabulary.
        predicates: The predicates its conditions use, each after those it uses.
        unordered: Groups of levels whose order among each other is disputed.
        notice: A sentence to show wherever the scale is shown.
        items: What respondents judge by hand, if anything.
        answers: How they may answer.
        shipped: Whether it is the one shipped with this library.
    """

    id: str
    title: str
    kind: str
    version: str
    citation: str
    contestable: str
    licence: str
    levels: tuple[Level, ...]
    facts: tuple[str, ...]
    predicates: tuple[Predicate, ...] = ()
    unordered: tuple[tuple[str, ...], ...] = ()
    notice: str = ""
    items: tuple[Point, ...] = ()
    answers: Answers | None = None
    shipped: bool = False
    _rules: dict[str, Rule] = attrs.field(factory=dict, repr=False)
    _terms: dict[str, Rule] = attrs.field(factory=dict, repr=False)
    _text: str = attrs.field(default="", repr=False)
    _name: str = attrs.field(default="", repr=False)

    def __init_subclass__(cls) -> None:
        """Refuse: a scale does what its file says and runs no code of its own.

        Raises:
            ScaleError: Always (`scale-shape`).
        """
        issue = Issue(
            code="scale-shape",
            found=f"found the class {quote(cls.__name__)}, made of Scale",
            expected="expected a scale file",
            hint="write its levels and conditions in TOML and use load_scale(path)",
        )
        raise ScaleError([issue])

    @property
    def rules(self) -> dict[str, Rule]:
        """Level id to its condition, read."""
        return self._rules

    @property
    def terms(self) -> dict[str, Rule]:
        """The predicates in use, read, each after those it uses."""
        return self._terms

    @property
    def derived(self) -> bool:
        """Whether facts decide it; else it is recorded by people."""
        return bool(self._rules)

    @property
    def ordered(self) -> bool:
        """Whether its levels stand in an order."""
        return self.kind in ORDERED

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The facts it reads, as far as its tests tell answers apart."""
        return build(all_tests(self._rules, self._terms))

    @cached_property
    def table(self) -> Table:
        """Its truth table, compiled on first use."""
        from involvement.instruments.truth import compile_table

        return compile_table(self.axes, self._rules, self._terms)

    @cached_property
    def meaning(self) -> str:
        """A hash of what the scale says: another rule, another hash.

        For scales that facts decide it is a hash of the truth table, so comments,
        titles and other wordings of the same rule leave it as it is.
        """
        if self._rules:
            return self.table.meaning
        import hashlib

        text = f"{self.id}|{[point.id for point in self.items]}|{self.answers}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def needs(self) -> dict[str, tuple[Test, ...]]:
        """Level id to the tests its condition comes down to, as it needs them."""
        return {
            level: tuple(literals(rule, self._terms))
            for level, rule in self._rules.items()
        }

    @cached_property
    def memory(self) -> dict[Any, Any]:
        """Answers already worked out from the table, by cell."""
        return {}

    def report(self) -> Report:
        """Which levels can never hold, which overlap, where no level fits."""
        from involvement.instruments.proofs import report

        return report(self)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by its file: tables are made again where needed."""
        from involvement.instruments.scale import again

        return again, (self._text, self._name, self.shipped)

    def level(self, level_id: str) -> Level:
        """One of its levels, by id."""
        return next(level for level in self.levels if level.id == level_id)

    def rank(self, level_id: str) -> int:
        """The place of a level in the order; disputed ones share a place."""
        group = next((g for g in self.unordered if level_id in g), (level_id,))
        ids = [level.id for level in self.levels]
        return min(ids.index(one) for one in group)

    def explain(self) -> str:
        """The scale as text: facts, predicates, conditions, source, disputes."""
        lines = [f"{self.id}: {self.title} ({self.kind}, version {self.version})"]
        if self.notice:
            lines.append(self.notice)
        if self.facts:
            lines += ["", f"Reads {len(self.facts)} facts: {', '.join(self.facts)}"]
        if self.predicates:
            lines += ["", "Terms"]
            lines += [f"  {p.name}: {p.rule}" for p in self.predicates]
        if self.levels:
            lines += ["", "Levels"]
        for level in self.levels:
            lines += [f"  {level.id} ({level.title}): {level.words}"]
            lines += [f"    holds when {level.condition}"]
        if self.answers is not None:
            lines += ["", f"Answered by people: {self.answers}"]
            lines += [f"  {point.id}: {point.title}" for point in self.items]
        lines += ["", f"Source: {self.citation}", f"Contestable: {self.contestable}"]
        return "\n".join([*lines, f"Licence: {self.licence}"])


def all_tests(rules: dict[str, Rule], terms: dict[str, Rule]) -> list[Test]:
    """Every test the rules come to, directly or through predicates, each once."""
    found = dict.fromkeys(test for rule in rules.values() for test in own_tests(rule))
    found.update(dict.fromkeys(t for rule in terms.values() for t in own_tests(rule)))
    return list(found)


def used(rules: dict[str, Rule], terms: dict[str, Rule]) -> dict[str, Rule]:
    """The predicates that rules use, each after those it uses."""
    return in_order(terms, rules.values())


def facts_read(rules: dict[str, Rule], terms: dict[str, Rule]) -> tuple[str, ...]:
    """The facts that rules read, in the order of the vocabulary."""
    read = {test.fact for test in all_tests(rules, terms)}
    return tuple(fact for fact in FACTS if fact in read)
