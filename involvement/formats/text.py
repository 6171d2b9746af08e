"""YAML to a tree with line numbers, within limits.

It takes the parser's events and builds the
values itself: PyYAML's own loaders read YAML 1.1, keep the last of duplicate keys,
expand aliases, and end the process on deep nesting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import yaml

from involvement.errors import Issue, RecordError, quote
from involvement.formats.scalars import (
    BOOLEAN,
    EXPONENT,
    NOT_FINITE,
    NULL,
    NUMBER,
    NUMBER_LIKE,
    number_fields,
)
from involvement.formats.tree import KEY, LazyPlaces, Tree
from involvement.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from involvement.record.faults import Path

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def decoded(data: bytes, source: str) -> str:
    r"""The text of a file: UTF-8, or UTF-16 with its mark; a mark is dropped.

    Raises:
        RecordError: If it is something else (`text-encoding`).

    Example:
        >>> decoded(b"\xef\xbb\xbfid: a", "p.yaml")
        'id: a'
    """
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        issue = Issue(
            code="text-encoding",
            found=f"found bytes that are not {'UTF-16' if wide else 'UTF-8'}, "
            f"at byte {error.start + 1}",
            where=source,
            hint="save the file as UTF-8",
        )
        raise RecordError([issue]) from None


def limit_issue(name: str, found: str, where: str) -> Issue:
    """A breach of a limit: its name, the value met, the way to raise it."""
    return Issue(
        code=f"limit-{name}",
        found=found,
        where=where,
        hint=f"raise it with Limits({name}=...) or --limit {name}=...",
    )


def read_yaml(text: str, source: str, *, limits: Limits | None = None) -> Tree:
    r"""The tree of one YAML document.

    Args:
        text: The document.
        source: The file's name as shown to people.
        limits: How much it may ask of this machine.

    Raises:
        RecordError: If it is no YAML, or beyond a limit; lesser faults, such as a
            key written twice, are in the tree's `issues`.

    Example:
        >>> read_yaml("id: no\ntitle: 2007", "p.yaml").value
        {'id': 'no', 'title': '2007'}
    """
    limits = limits or Limits()
    composer = _Composer(text, source, limits)
    value = composer.compose()

    def locate() -> dict[Path, str]:
        again = _Composer(text, source, limits, locating=True)
        again.compose()
        return again.places

    return Tree(value, source, LazyPlaces(locate), tuple(composer.issues))


@attrs.define
class _Frame:
    """A list or mapping that is being filled."""

    value: Any
    path: Path
    name: str = ""
    """The key it stands under."""
    key: str | None = None
    """The key that waits for its value."""
    seen: dict[str, Any] = attrs.field(factory=dict)
    """Key to the mark where it stood first."""
    ignored: bool = False
    """Whether it is itself a key, or stands under a key that is refused."""
    refused: bool = False
    """Whether the key that waits for its value is refused."""


class _Composer:
    """Builds plain values from events, with a stack of its own."""

    def __init__(
        self, text: str, source: str, limits: Limits, *, locating: bool = False
    ) -> None:
        self.text = text
        self.source = source
        self.limits = limits
        self.locating = locating
        self.issues: list[Issue] = []
        self.places: dict[Path, str] = {}
        self._stack: list[_Frame] = []
        self._root: Any = None
        self._nodes = 0
        self._documents = 0
        self._numbers = number_fields()

    def compose(self) -> Any:
        """The value of the document."""
        for event in self._events():
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, {})
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(event, [])
            elif isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._document(event)
        return self._root

    def _events(self) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(self.text, Loader=_PARSER)
        except yaml.MarkedYAMLError as error:
            raise RecordError([*self.issues, self._broken(error)]) from None
        except yaml.YAMLError as error:
            raise RecordError([*self.issues, self._unreadable(error)]) from None

    # -- values --

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._tagged(event)
        if len(event.value) > self.limits.text:
            found = f"a text of {len(event.value)} characters"
            self._beyond("text", f"{found}, the limit is {self.limits.text}", event)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._key(frame, event)
            return
        plain = not event.style and not event.tag
        self._put(self._plain(event, frame) if plain else event.value, event)

    def _plain(self, event: yaml.ScalarEvent, frame: _Frame | None) -> Any:
        text: str = event.value
        if NULL.match(text):
            return None
        if BOOLEAN.match(text):
            return text.lower() == "true"
        if NOT_FINITE.match(text) or (EXPONENT.match(text) and _infinite(text)):
            self._say(
                "number-not-finite",
                event,
                f"found {text}",
                "expected a number, or nothing if it was not recorded",
            )
            return None
        wanted = frame is not None and (
            frame.key in self._numbers or frame.name in ("groups", "answers")
        )
        if wanted and NUMBER.match(text):
            return self._number(text, event)
        return text

    def _number(self, text: str, event: yaml.ScalarEvent) -> int | float | None:
        if len(text) > 4000:
            self._say(
                "number-too-long", event, f"found a number of {len(text)} digits", ""
            )
            return None
        return float(text) if "." in text else int(text)

    def _open(self, event: yaml.CollectionStartEvent, value: Any) -> None:
        self._tagged(event)
        depth = len(self._stack) + 1
        if depth > self.limits.depth:
            found = f"values nested {depth} deep"
            self._beyond("depth", f"{found}, the limit is {self.limits.depth}", event)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._say(
                "key-kind",
                event,
                "found a list or named values as a key",
                "expected a word followed by a colon",
            )
            frame.key, frame.refused = "", True
            self._stack.append(_Frame(value, (), ignored=True))
            return
        name = "" if frame is None or frame.key is None else frame.key
        ignored, path = self._put(value, event)
        self._stack.append(_Frame(value, path, name, ignored=ignored))

    def _key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        text: str = event.value
        if not event.style and text == "<<":
            self._say(
                "yaml-alias",
                event,
                "found the merge key '<<'",
                "expected every value written out",
            )
            frame.key, frame.refused = "", True
            return
        if not event.style and any(
            shape.match(text) for shape in (NULL, BOOLEAN, NUMBER, NUMBER_LIKE)
        ):
            self._say(
                "key-kind",
                event,
                f"found {quote(text) if text else 'nothing'} as a key",
                "expected a word followed by a colon",
                "put it in quotes if it is a label" if text else "",
            )
            frame.key, frame.refused = "", True
            return
        frame.key, frame.refused = text, text in frame.seen
        if frame.refused and not frame.ignored:
            self._say(
                "key-duplicate",
                event,
                f"found the key {quote(text)} again; first at "
                f"{self._place(frame.seen[text])}",
                "",
                "keep one of them",
            )
        elif not frame.ignored:
            frame.seen[text] = event.start_mark
            self._note((*frame.path, text, KEY), event)

    def _put(self, value: Any, event: yaml.Event) -> tuple[bool, Path]:
        """Put a value where it belongs; whether it is ignored, and its path."""
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            self._beyond("nodes", f"more than {self.limits.nodes} values", event)
        if not self._stack:
            self._root = value
            self._note((), event)
            return False, ()
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            if len(frame.value) > self.limits.items:
                found = f"a list of more than {self.limits.items} entries"
                self._beyond("items", found, event)
            path = (*frame.path, len(frame.value) - 1) if self.locating else ()
            ignored = frame.ignored
        else:
            key = frame.key or ""
            ignored = frame.ignored or frame.refused
            frame.key, frame.refused = None, False
            path = (*frame.path, key) if self.locating else ()
            if not ignored:
                frame.value[key] = value
        if not ignored:
            self._note(path, event)
        return ignored, path

    # -- what is refused --

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            issue = self._issue(
                "syntax",
                event,
                "found a second document",
                "expected one programme in a file",
                "a portfolio is a directory with one file for each programme",
            )
            raise RecordError([*self.issues, issue])

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._say(
            "yaml-alias",
            event,
            f"found the alias {quote(f'*{event.anchor}')}",
            "expected every value written out",
        )
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            frame.key, frame.refused = "", True
        else:
            self._put(None, event)

    def _tagged(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._say(
                "yaml-alias",
                event,
                f"found the anchor {quote(f'&{event.anchor}')}",
                "expected every value written out",
            )
        if event.tag:
            self._say(
                "yaml-tag",
                event,
                f"found the tag {quote(event.tag)}",
                "expected plain values",
                "remove the tag",
            )

    def _broken(self, error: yaml.MarkedYAMLError) -> Issue:
        mark: Any = error.problem_mark or error.context_mark
        lines = self.text.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else ""
        tab = line[: len(line) - len(line.lstrip())].find("\t") >= 0
        return Issue(
            code="syntax",
            found=f"found a fault of YAML: {error.problem}",
            where=self._place(mark),
            expected=f"the line reads {quote(line)}",
            hint="indent with spaces, not with tabs"
            if tab
            else "see that quotes, brackets and indents are closed and in line",
        )

    def _unreadable(self, error: yaml.YAMLError) -> Issue:
        character = getattr(error, "character", "")
        code = f"{character:#06x}" if isinstance(character, int) else quote(character)
        return Issue(
            code="syntax",
            found=f"found a character that YAML does not allow: {code}",
            where=self.source,
            hint='write it as an escape in double quotes, such as "\\x07"',
        )

    def _beyond(self, name: str, found: str, event: yaml.Event) -> None:
        issue = limit_issue(name, found, self._place(event.start_mark))
        raise RecordError([*self.issues, issue])

    def _say(
        self, code: str, event: yaml.Event, found: str, expected: str, hint: str = ""
    ) -> None:
        if len(self.issues) < self.limits.issues:
            self.issues.append(self._issue(code, event, found, expected, hint))

    def _issue(
        self, code: str, event: yaml.Event, found: str, expected: str, hint: str = ""
    ) -> Issue:
        where = self._place(event.start_mark)
        return Issue(code=code, found=found, where=where, expected=expected, hint=hint)

    def _place(self, mark: Any) -> str:
        return f"{self.source}:{_line(mark)}"

    def _note(self, path: Path, event: yaml.Event) -> None:
        if self.locating:
            self.places[path] = _line(event.start_mark)


def _line(mark: Any) -> str:
    return f"{mark.line + 1}:{mark.column + 1}"


def _infinite(text: str) -> bool:
    try:
        return float(text) in (float("inf"), float("-inf"))
    except ValueError:
        return False
