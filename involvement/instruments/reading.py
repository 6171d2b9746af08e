"""Rules as text: read, check, say what is wrong. Nothing is evaluated as Python.

The reader is written by hand, one token ahead, with a bound on length and nesting.
Wrong names and words are collected, so that one look shows all of them; what cannot
be read at all ends the rule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from involvement.errors import Issue, ScaleError, closest, one_of, quote
from involvement.instruments.rules import (
    COMPARE,
    All,
    CodeTest,
    Name,
    Not,
    NumberTest,
    Rule,
    Some,
    WordTest,
)
from involvement.limits import Limits
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LENGTH = 10_000
"""Characters in one rule; the longest shipped one has about 160."""

_TOKEN = re.compile(
    r"\s+|(?P<name>[A-Za-z_]\w*)|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<sign>==|!=|<=|>=|<|>|\(|\)|,)|(?P<bad>.)",
    re.ASCII,
)
_KEYWORDS = ("and", "or", "not", "in")
_HINTS = {
    "=": "compare with '=='",
    '"': "write words without quotes",
    "'": "write words without quotes",
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not', or '!=' between a fact and a word",
    "-": "no fact goes below 0",
}


class _FaultError(Exception):
    """Reading cannot go on; the issue says why."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(issue)


def _no_place(_offset: int) -> str:
    return ""


def parse(
    text: str,
    *,
    predicates: Iterable[str] = (),
    path: str = "",
    place: Callable[[int], str] = _no_place,
    limits: Limits | None = None,
) -> Rule:
    """Read one rule.

    Args:
        text: The rule as written.
        predicates: The names of the predicates it may use.
        path: Where the rule stands in its file, for messages.
        place: From an offset in the text to `file:line:column`, for messages.
        limits: How deep it may be nested.

    Raises:
        ScaleError: With every wrong name and word in the rule (`rule-name`,
            `rule-value`), or what cannot be read (`rule-syntax`, `limit-rule`).

    Example:
        >>> print(parse("not (led_by != user) or persuade in purposes"))
        not led_by != user or persuade in purposes
    """
    reader = _Reader(text, list(predicates), path, place, limits or Limits())
    try:
        rule = reader.rule()
    except _FaultError as fault:
        reader.issues.append(fault.issue)
    if reader.issues:
        raise ScaleError(reader.issues)
    return rule


class _Reader:
    """Reads one rule from left to right, one token ahead."""

    def __init__(
        self,
        text: str,
        predicates: list[str],
        path: str,
        place: Callable[[int], str],
        limits: Limits,
    ) -> None:
        self.text = text
        self.predicates = predicates
        self.path = path
        self.place = place
        self.limits = limits
        self.issues: list[Issue] = []
        self.depth = 0
        self.tokens: list[tuple[str, str, int]] = []
        self.at = 0

    # tokens

    def rule(self) -> Rule:
        if len(self.text) > LENGTH:
            raise self.fault(
                "limit-rule",
                0,
                f"found a rule of {len(self.text):,} characters",
                f"the limit is {LENGTH:,} characters",
                "name its parts as predicates",
            )
        self.tokens = list(self.split())
        rule = self.some()
        kind, word, offset = self.peek()
        if kind != "end":
            raise self.syntax(
                word, offset, "expected 'and', 'or' or the end of the rule"
            )
        return rule

    def split(self) -> Iterator[tuple[str, str, int]]:
        for found in _TOKEN.finditer(self.text):
            kind, word = found.lastgroup, found.group()
            if kind == "bad":
                raise self.syntax(
                    word,
                    found.start(),
                    "expected a test, such as asks_users == yes",
                    _HINTS.get(word, ""),
                )
            if kind is not None:
                yield ("sign" if word in _KEYWORDS else kind, word, found.start())

    def peek(self) -> tuple[str, str, int]:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return ("end", "", len(self.text))

    def take(self) -> tuple[str, str, int]:
        token = self.peek()
        self.at += 1
        return token

    def sees(self, word: str) -> bool:
        """Whether the next token is this sign; if so, go past it."""
        kind, found, _ = self.peek()
        if kind == "sign" and found == word:
            self.at += 1
            return True
        return False

    # grammar

    def some(self) -> Rule:
        parts = [self.every()]
        while self.sees("or"):
            parts.append(self.every())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def every(self) -> Rule:
        parts = [self.one()]
        while self.sees("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self) -> Rule:
        offset = self.peek()[2]
        if self.sees("not"):
            self.deeper(offset)
            rule: Rule = Not(self.one())
            self.depth -= 1
            return rule
        if self.sees("("):
            self.deeper(offset)
            rule = self.some()
            self.expect(")", "expected 'and', 'or' or ')'")
            self.depth -= 1
            return rule
        return self.test()

    def deeper(self, offset: int) -> None:
        self.depth += 1
        if self.depth > self.limits.rule_depth:
            raise self.fault(
                "limit-rule",
                offset,
                f"found a rule nested more than {self.limits.rule_depth} deep",
                f"the limit is {self.limits.rule_depth}",
                "name its parts as predicates, or raise it with "
                "Limits(rule_depth=...) or --limit rule_depth=...",
            )

    def expect(self, sign: str, expected: str) -> None:
        if not self.sees(sign):
            _, word, offset = self.peek()
            raise self.syntax(word, offset, expected)

    def test(self) -> Rule:
        kind, word, offset = self.take()
        if kind != "name":
            raise self.syntax(
                word, offset, "expected a test, such as asks_users == yes"
            )
        kind, sign, _ = self.peek()
        if kind == "sign" and sign in ("==", "!=", *COMPARE):
            self.at += 1
            return self.comparison(word, offset, sign)
        if self.sees("in"):
            if self.sees("("):
                return self.choice(word, offset)
            return self.member(word, offset)
        return self.predicate(word, offset)

    def comparison(self, fact: str, offset: int, sign: str) -> Rule:
        kind, word, at = self.take()
        if kind not in ("name", "number"):
            raise self.syntax(word, at, f"expected a value after '{fact} {sign}'")
        if not self.is_fact(fact, offset):
            return WordTest(fact, (word,))
        numeric = FACTS[fact].kind in ("count", "share")
        if numeric and sign in COMPARE and kind == "number":
            return NumberTest(fact, sign, float(word), word)
        if FACTS[fact].kind in ("words", "side") and sign in ("==", "!="):
            self.check_word(fact, word, at)
            return WordTest(fact, (word,), negated=sign == "!=")
        raise self.syntax(
            f"{fact} {sign} {word}", offset, f"expected {_form(fact)}", ""
        )

    def choice(self, fact: str, offset: int) -> Rule:
        words: list[str] = []
        while True:
            kind, word, at = self.take()
            if kind != "name":
                raise self.syntax(word, at, f"expected a value of {quote(fact)}")
            words.append(word)
            if fact in FACTS and FACTS[fact].kind in ("words", "side"):
                self.check_word(fact, word, at)
            if self.sees(")"):
                break
            self.expect(",", "expected ',' or ')'")
        if self.is_fact(fact, offset) and FACTS[fact].kind not in ("words", "side"):
            raise self.syntax(
                f"{fact} in ({', '.join(words)})", offset, f"expected {_form(fact)}"
            )
        return WordTest(fact, tuple(dict.fromkeys(words)))

    def member(self, code: str, offset: int) -> Rule:
        kind, fact, at = self.take()
        if kind != "name":
            raise self.syntax(fact, at, f"expected '(' or 'purposes' after '{code} in'")
        if code in FACTS:
            raise self.syntax(
                f"{code} in {fact}",
                offset,
                f"expected {code} in (..., ...), with the words in parentheses",
            )
        if self.is_fact(fact, at):
            if FACTS[fact].kind != "set":
                raise self.syntax(
                    f"{code} in {fact}", offset, f"expected {_form(fact)}"
                )
            self.check_word(fact, code, offset)
        return CodeTest(fact, code)

    def predicate(self, name: str, offset: int) -> Rule:
        if name in FACTS:
            raise self.syntax(name, offset, f"expected {_form(name)}")
        if name not in self.predicates:
            self.issues.append(
                self.fault(
                    "rule-name",
                    offset,
                    f"found {quote(name)}, which is no predicate",
                    _nearest(name, [*self.predicates, *FACTS]),
                    "define it under [predicates], or test a fact",
                ).issue
            )
        return Name(name)

    # faults

    def is_fact(self, name: str, offset: int) -> bool:
        if name in FACTS:
            return True
        self.issues.append(
            self.fault(
                "rule-name",
                offset,
                f"found {quote(name)}, which is no fact of an activity",
                _nearest(name, FACTS),
                "a rule reads facts of the activity only",
            ).issue
        )
        return False

    def check_word(self, fact: str, word: str, offset: int) -> None:
        known = FACTS[fact].words
        if word in known:
            return
        hint = ""
        if word == "unknown":
            hint = "a rule tests what is known; unknown facts leave levels open"
        self.issues.append(
            self.fault(
                "rule-value",
                offset,
                f"found {quote(word)}, which {quote(fact)} never is",
                one_of(known, word=word),
                hint,
            ).issue
        )

    def syntax(
        self, word: str, offset: int, expected: str, hint: str = ""
    ) -> _FaultError:
        found = f"found {quote(word)}" if word else "found the end of the rule"
        return self.fault("rule-syntax", offset, found, expected, hint)

    def fault(
        self, code: str, offset: int, found: str, expected: str, hint: str = ""
    ) -> _FaultError:
        where = self.place(offset)
        return _FaultError(
            Issue(
                code=code,
                found=found,
                path=self.path,
                where=where,
                expected=expected,
                hint=hint,
            )
        )


def _nearest(word: str, known: Iterable[str]) -> str:
    near = closest(word, known)
    return f"expected one of the closest: {', '.join(near)}" if near else ""


def _form(fact: str) -> str:
    """How a fact of its kind is tested."""
    kind, words = FACTS[fact].kind, FACTS[fact].words
    if kind == "set":
        return f"a code and the set, such as {words[0]} in {fact}"
    if kind in ("count", "share"):
        return f"<, <=, > or >= and a number, such as {fact} > 1"
    return f"== or != and a word, such as {fact} == {words[0]}"
