"""What may leave the house: a record without free text, exact dates and real ids.

A redacted record scores and traces as before. It is still personal data under UK
law as long as the key exists somewhere: see `docs/explanation/privacy.md`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import attrs

from involvement import vocabulary
from involvement.errors import Issue, RecordError
from involvement.formats.rows import Assembly, Places, Row, taken_apart
from involvement.formats.sheets import Column, Sheet, sheets
from involvement.instruments import known
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Iterator

REMOVED = "[removed]"
"""Stands where a text was, when it matters that there was one."""

SMALL = 5
"""Counts below this can point to persons."""

_SHORTEST = 16
"""Bytes a key must have at least; shorter ones can be guessed.

Source:
    NIST SP 800-107 rev. 1, section 5.3: HMAC keys of 112 bits or more.
"""

_DIFFERENT = 8
"""Different bytes a key must have: sixteen times one letter is soon guessed."""

_SINGULAR = {
    "programme": "programme", "organisations": "organisation", "actors": "actor",
    "areas": "area", "activities": "activity", "contributions": "contribution",
    "decisions": "decision", "changes": "change", "outcomes": "outcome",
    "drivers": "driver", "rivals": "rival", "links": "link", "feedback": "feedback",
    "evidence": "evidence", "ratings": "rating", "factors": "factor",
}  # fmt: skip

_CODES = frozenset({"schema_version", "scale", "level", "item", "currency"})
"""Text columns that hold a code of a published list."""

_LABELS = frozenset({"evidence.origin", "evidence.organisation", "groups.group"})
"""Labels that are compared with one another, and so become pseudonyms."""

_GONE = frozenset({"title", "label", "ror", "anchors"})
"""Texts nothing depends on: they are left out."""


@attrs.frozen
class Redaction:
    """A redacted record and what in it could still identify someone.

    Attributes:
        programme: The record that may be passed on.
        remains: What to look at before it is.
    """

    programme: Programme
    remains: tuple[Issue, ...]


def redact(programme: Programme, *, key: str | bytes) -> Redaction:
    """A record without free text, with years for dates and pseudonyms for ids.

    The same id under the same key gives the same pseudonym, so redacted records can
    be joined; without the key no pseudonym can be tied to an id. Lists come in the
    order of the pseudonyms: the order in which people were written down may be that
    of a known list of names. Scores and traces stay as they were, but for the names
    in them and for the order of dates within one year, which becomes unknown.

    Args:
        programme: The record.
        key: The secret; at least 16 bytes, eight of them different. It is not kept
            and not written.

    Raises:
        RecordError: If the key is too short or repeats itself.

    Example:
        >>> from involvement.record.programme import Programme
        >>> ward = Programme(
        ...     schema_version="1",
        ...     id="ward-7",
        ...     activities=[{"id": "panel", "title": "The panel", "when": "2007-03"}],
        ... )
        >>> safe = redact(ward, key="a secret of sixteen bytes").programme
        >>> safe.activities[0].title, safe.activities[0].when.start
        (None, '2007')
    """
    secret = key.encode() if isinstance(key, str) else key
    if len(secret) < _SHORTEST or len(set(secret)) < _DIFFERENT:
        raise RecordError([_weak(secret)])
    work = _Redactor(programme, secret)
    rows = {
        name: [
            Row(number, dict(work.row(sheets()[name], row)))
            for number, row in enumerate(listed, start=2)
        ]
        for name, listed in taken_apart(programme).items()
        if name != "anchors"
    }
    values = Assembly(Places({}), "record").put(rows)
    safe = Programme.model_validate(_reordered(values))
    return Redaction(safe, tuple(_remains(safe)))


def _weak(secret: bytes) -> Issue:
    different = len(set(secret))
    found = f"found a key of {len(secret)} bytes"
    return Issue(
        code="key-short",
        found=f"{found}, {different} of them different"
        if len(secret) >= _SHORTEST
        else found,
        expected=f"expected at least {_SHORTEST} bytes, {_DIFFERENT} of them different",
        hint='make one with: python -c "import secrets; print(secrets.token_hex(16))"',
    )


def _reordered(value: Any) -> Any:
    """The same values with every list and mapping in an order of its own content."""
    if isinstance(value, dict):
        return {name: _reordered(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        parts = [_reordered(part) for part in value]
        return sorted(parts, key=lambda part: (_id_of(part), json.dumps(part)))
    return value


def _id_of(part: Any) -> str:
    return str(part.get("id", "")) if isinstance(part, dict) else ""


class _Redactor:
    """Replaces the cells of one record."""

    def __init__(self, programme: Programme, secret: bytes) -> None:
        self._secret = secret
        self._lists = {name: found for name, (found, _) in programme.index.items()}
        self._lists[programme.id] = "programme"

    @cached_property
    def _words(self) -> frozenset[str]:
        """The answers in words that a scale in use foresees; others are somebody's."""
        allowed = (one.values for one in known.items.values())
        return frozenset(
            word for words in allowed if isinstance(words, tuple) for word in words
        )

    def row(self, sheet: Sheet, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """The cells of a row that may stay, as they may stay."""
        for name, value in row.items():
            column = sheet.column(name)
            kept = self._cell(sheet, column, value)
            if kept is not None:
                yield name, kept

    def _cell(self, sheet: Sheet, column: Column, value: Any) -> Any:
        kind = column.kind
        if kind == "id":
            return self._id(value)
        if kind in ("ids", "side") and isinstance(value, list):
            return [self._id(one) for one in value]
        if kind == "labels":
            return [self._label("site", one) for one in value]
        if kind == "when":
            return _years(value)
        if kind == "value" and isinstance(value, str):
            return value if value in self._words else REMOVED
        if kind != "text" or column.words or column.name in _CODES:
            return value
        if f"{sheet.name}.{column.name}" in _LABELS:
            return self._label(column.name, value)
        return None if column.name in _GONE else REMOVED

    def _id(self, name: str) -> str:
        return f"{_SINGULAR[self._lists[name]]}-{self._pseudonym('id', name)}"

    def _label(self, field: str, text: str) -> str:
        # as labels are compared: without capitals, repeated blanks and forms of accents
        plain = normalize("NFC", " ".join(text.split()).casefold())
        return f"{field}-{self._pseudonym(field, plain)}"

    def _pseudonym(self, domain: str, text: str) -> str:
        """Sixteen letters that only the key can make from the text."""
        message = f"{domain}\0{text}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[:16]


def _years(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: date[:4] for name, date in value.items()}
    return value[:4]


def _remains(programme: Programme) -> Iterator[Issue]:
    """What could still identify someone, by itself or together."""
    for number, actor in enumerate(programme.actors):
        if actor.people is not None and 0 < actor.people < SMALL:
            yield _note(
                f"actors[{number}].people",
                f"found an actor of {actor.people}, in the role {actor.role!r}",
                "few people: role, year and setting together may name them",
            )
    for number, activity in enumerate(programme.activities):
        path = f"activities[{number}]"
        for at, part in enumerate(activity.participants):
            counts = [part.people, *part.groups.values()]
            small = [
                count for count in counts if count is not None and 0 < count < SMALL
            ]
            if small:
                yield _note(
                    f"{path}.participants[{at}]",
                    f"found {len(small)} counts under {SMALL}",
                    "small groups may point to persons; leave them out",
                )
        if any(cost.amount is not None for cost in activity.costs):
            yield _note(
                f"{path}.costs",
                "found exact amounts of money",
                "an amount that was published gives the activity away",
            )
    rare = [role for role in vocabulary.ROLES
            if sum(actor.role == role for actor in programme.actors) == 1]  # fmt: skip
    if rare:
        yield _note(
            "actors",
            f"found {len(rare)} roles held by one actor only: {', '.join(rare)}",
            "a rare role with a year may name a person",
        )
    own = _own_names(programme)
    if own:
        yield _note(
            "",
            f"found {len(own)} names of scales, levels or items that we do not ship",
            "a name made up at home may tell whose record it is",
        )
    if programme.ratings:
        yield _note(
            "ratings",
            f"found the answers of {len(programme.ratings)} questionnaires",
            "who knows one answer may find the rest of them",
        )
    yield _note(
        "",
        "found years, kinds, roles and who took part in what",
        "somebody who was there may recognise the programme by its shape",
    )


def _own_names(programme: Programme) -> set[tuple[str, str]]:
    """Scales with their levels and items that are no published ones."""
    said = {
        pair
        for activity in programme.activities
        for pair in (*activity.declared.items(), *activity.preferred.items())
    } | {(one.scale, item) for one in programme.ratings for item in one.answers}
    levels, items = known.levels, known.items
    return {
        (scale, name)
        for scale, name in said
        if name not in levels.get(scale, ())
        and not (scale in items and name in items[scale].items)
    }


def _note(path: str, found: str, hint: str) -> Issue:
    return Issue(
        code="privacy-remains", found=found, path=path, hint=hint, severity="note"
    )
