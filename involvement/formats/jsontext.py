"""JSON and JSON lines to a tree, within limits.

Two readings: the standard decoder, which is fast, and when anything looks wrong a
scanner of our own that knows lines and columns. Duplicate keys, infinite numbers,
half characters and deep nesting pass other readers in silence.
"""

from __future__ import annotations

import bisect
import json
import math
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NoReturn

import attrs

from involvement.errors import Issue, RecordError, quote
from involvement.formats.text import limit_issue
from involvement.formats.tree import KEY, LazyPlaces, Tree
from involvement.limits import Limits

if TYPE_CHECKING:
    from involvement.record.faults import Path


def read_json(
    text: str, source: str, *, limits: Limits | None = None, line: int = 1
) -> Tree:
    """The tree of one JSON document.

    Args:
        text: The document.
        source: The file's name as shown to people.
        limits: How much it may ask of this machine.
        line: The line of the file on which the document begins.

    Raises:
        RecordError: If it is no JSON, or beyond a limit; lesser faults, such as a
            key written twice, are in the tree's `issues`.

    Example:
        >>> read_json('{"id": "a"}', "p.json").value
        {'id': 'a'}
    """
    limits = limits or Limits()
    try:
        value = fast_value(text, limits)
    except _Doubtful:
        scanner = _Scanner(text, source, limits, line)
        value = scanner.scan()
        return Tree(value, source, scanner.places, tuple(scanner.issues))

    def locate() -> dict[Path, str]:
        again = _Scanner(text, source, limits, line)
        again.scan()
        return again.places

    return Tree(value, source, LazyPlaces(locate))


class _Doubtful(Exception):  # noqa: N818 - not an error: look again, slowly
    """Something in a document wants a closer look."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise _Doubtful
    return values


def _refuse(_word: str) -> Any:
    raise _Doubtful


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise _Doubtful
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite
)


def fast_value(text: str, limits: Limits) -> Any:
    """The value of a document without faults; anything doubtful is left to others."""
    opened = text.count("[") + text.count("{")
    if opened > limits.depth and _deepest(text) > limits.depth:
        raise _Doubtful
    small = len(text) <= min(limits.text, limits.items, limits.nodes)
    if "\\ud" in text or "\\uD" in text or not (small or _within(text, limits)):
        raise _Doubtful
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise _Doubtful from None
    if not small and _longest(value) > limits.items:
        raise _Doubtful
    return value


def _longest(value: Any) -> int:
    """How many entries the longest list or mapping has."""
    longest = 0
    stack = [value] if isinstance(value, dict | list) else []
    while stack:
        held = stack.pop()
        longest = max(longest, len(held))
        inside = held.values() if isinstance(held, dict) else held
        stack.extend(one for one in inside if isinstance(one, dict | list))
    return longest


_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def _deepest(text: str) -> int:
    """How deep brackets nest, those inside texts left aside."""
    depth = deepest = 0
    for match in _STRUCTURE.finditer(text):
        sign = match.group()
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def _within(text: str, limits: Limits) -> bool:
    """Whether a large document is surely within the limits, by counting its signs."""
    values = text.count(",") + text.count("[") + text.count("{") + 1
    longest = max((len(part) for part in text.split('"')), default=0)
    return values <= limits.nodes and longest <= limits.text


@attrs.define
class _Frame:
    """A list or mapping that is being filled."""

    value: Any
    path: Path
    key: str = ""
    begun: bool = False
    twice: bool = False
    """Whether the key was there before, so that its value is left aside."""
    ignored: bool = False


_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None}
_ENDLESS = re.compile(r"-?Infinity|NaN")
_BARE = re.compile(r"[^\s,\]}:]{1,40}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class _Scanner:
    """Reads JSON with a place for every value, on a stack of its own."""

    def __init__(self, text: str, source: str, limits: Limits, line: int) -> None:
        self._first = line
        self.text = text
        self.source = source
        self.limits = limits
        self.issues: list[Issue] = []
        self.places: dict[Path, str] = {}
        self._ends = [match.end() for match in re.finditer(r"\n", text)]
        self._at = 0
        self._nodes = 0
        self._stack: list[_Frame] = []
        self._root: Any = None

    def scan(self) -> Any:
        """The value of the document."""
        if not self.text.strip(" \t\r\n"):
            return None
        self._value()
        while self._stack:
            self._next()
        self._skip()
        if self._at < len(self.text):
            self._fail("expected nothing after the end of the document")
        return self._root

    # -- structure --

    def _next(self) -> None:
        """Go on inside the innermost list or mapping."""
        frame = self._stack[-1]
        close = "}" if isinstance(frame.value, dict) else "]"
        sign = self._sign()
        first = not frame.begun
        frame.begun = True
        if sign == close:
            self._at += 1
            self._stack.pop()
            return
        if not first:
            if sign != ",":
                self._fail(f"expected ',' or '{close}'")
            self._at += 1
            if self._sign() == close:
                self._fail("expected another value after ','")
        if isinstance(frame.value, dict):
            self._key(frame)
        self._value()

    def _key(self, frame: _Frame) -> None:
        start = self._at
        if self._sign() != '"':
            self._fail("expected a name in double quotes")
        start = self._at
        key = self._string()
        frame.key, frame.twice = key, key in frame.value
        if frame.twice and not frame.ignored:
            first = self.places[*frame.path, key, KEY]
            self._say(
                "key-duplicate",
                start,
                f"found the key {quote(key)} again; first at {self.source}:{first}",
                "",
                "keep one of them",
            )
        elif not frame.ignored:
            self.places[*frame.path, key, KEY] = self._place(start)
        if self._sign() != ":":
            self._fail("expected ':' after a name")
        self._at += 1

    def _value(self) -> None:
        sign = self._sign()
        start = self._at
        if sign in ("{", "["):
            self._at += 1
            value: Any = {} if sign == "{" else []
            path, ignored = self._put(value, start)
            self._stack.append(_Frame(value, path, ignored=ignored))
            if len(self._stack) > self.limits.depth:
                found = f"values nested {len(self._stack)} deep"
                self._beyond(
                    "depth", f"{found}, the limit is {self.limits.depth}", start
                )
        else:
            self._put(self._string() if sign == '"' else self._bare(), start)

    def _put(self, value: Any, start: int) -> tuple[Path, bool]:
        """Put a value where it belongs; its path, and whether it is ignored."""
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            self._beyond("nodes", f"more than {self.limits.nodes} values", start)
        if not self._stack:
            self._root = value
            self.places[()] = self._place(start)
            return (), False
        frame = self._stack[-1]
        part: str | int = frame.key
        if isinstance(frame.value, list):
            part = len(frame.value)
            frame.value.append(value)
            if len(frame.value) > self.limits.items:
                found = f"a list of more than {self.limits.items} entries"
                self._beyond("items", found, start)
        ignored = frame.ignored or frame.twice
        path = (*frame.path, part)
        if not ignored:
            self.places[path] = self._place(start)
            if isinstance(part, str):
                frame.value[part] = value
        return path, ignored

    # -- scalars --

    def _string(self) -> str:
        start = self._at
        try:
            text: str
            text, self._at = scanstring(self.text, start + 1, True)  # noqa: FBT003
        except json.JSONDecodeError as error:
            self._at = error.pos
            reason = error.msg.removesuffix(" at").removesuffix(" starting").lower()
            self._fail("expected a text closed by a double quote", reason)
        if len(text) > self.limits.text:
            found = f"a text of {len(text)} characters"
            self._beyond("text", f"{found}, the limit is {self.limits.text}", start)
        if _SURROGATE.search(text):
            self._say(
                "text-surrogate",
                start,
                f"found half a character in {quote(text)}",
                "expected whole characters",
                "write the character itself, or both halves of it",
            )
            text = _SURROGATE.sub("�", text)
        return text

    def _bare(self) -> Any:
        start = self._at
        number = _NUMBER.match(self.text, start)
        endless = _ENDLESS.match(self.text, start)
        bare = _BARE.match(self.text, start)
        word = bare.group() if bare else ""
        if endless:
            self._at = endless.end()
            self._not_finite(start, endless.group())
            return None
        if word in _WORDS:
            self._at += len(word)
            return _WORDS[word]
        if number is None:
            self._fail("expected a value")
        self._at = number.end()
        return self._number(number.group(), start)

    def _number(self, text: str, start: int) -> int | float | None:
        if text.lstrip("-").isdigit():
            if len(text) > 4000:
                found = f"found a number of {len(text)} digits"
                self._say("number-too-long", start, found, "expected a shorter number")
                return None
            return int(text)
        value = float(text)
        if math.isinf(value):
            self._not_finite(start, text)
            return None
        return value

    def _not_finite(self, start: int, text: str) -> None:
        self._say(
            "number-not-finite",
            start,
            f"found {text}",
            "expected a number, or null if it was not recorded",
        )

    # -- places and faults --

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self._at)
        self._at = match.end() if match else self._at

    def _sign(self) -> str:
        self._skip()
        return self.text[self._at : self._at + 1]

    def _place(self, at: int) -> str:
        line = bisect.bisect_right(self._ends, at)
        begin = self._ends[line - 1] if line else 0
        return f"{line + self._first}:{at - begin + 1}"

    def _say(
        self, code: str, at: int, found: str, expected: str, hint: str = ""
    ) -> None:
        if len(self.issues) < self.limits.issues:
            where = f"{self.source}:{self._place(at)}"
            self.issues.append(
                Issue(code=code, found=found, where=where, expected=expected, hint=hint)
            )

    def _beyond(self, name: str, found: str, at: int) -> NoReturn:
        where = f"{self.source}:{self._place(at)}"
        raise RecordError([*self.issues, limit_issue(name, found, where)])

    def _fail(self, expected: str, reason: str = "") -> NoReturn:
        bare = _BARE.match(self.text, self._at)
        word = bare.group() if bare else self.text[self._at : self._at + 1]
        found = f"found {quote(word)}" if word else "found the end of the file"
        hint = {"#": "JSON has no comments", "/": "JSON has no comments"}.get(word[:1])
        hint = hint or ("use double quotes" if word[:1] == "'" else "")
        hint = hint or ("remove the last comma" if "another" in expected else "")
        issue = Issue(
            code="syntax",
            found=f"{found}: {reason}" if reason else found,
            where=f"{self.source}:{self._place(self._at)}",
            expected=expected,
            hint=hint,
        )
        raise RecordError([*self.issues, issue])
