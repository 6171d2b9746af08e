"""The record as flat sheets: which sheets there are and what each column holds.

One sheet per list of the record, and one for everything nested inside an item
(participants, accounts, costs, ...), joined by the item's id. The workbook, the
folder of CSV files and REDCap all use this one layout; the columns, their notes
and their words are read off the record's own models.
"""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, Literal

import attrs
from pydantic import Discriminator

from involvement import vocabulary
from involvement.record.activity import Account, Cost
from involvement.record.model import Model, When, Words
from involvement.record.people import Participant
from involvement.record.programme import LISTS, Programme

if typing.TYPE_CHECKING:
    from pydantic.fields import FieldInfo

Kind = Literal[
    "text", "id", "ids", "labels", "word", "words", "side", "count", "number",
    "money", "when", "value",
]  # fmt: skip
"""What a column's cells hold; `value` is a number or a text, as it stands."""


@attrs.frozen
class Column:
    """One column of a sheet.

    Attributes:
        name: Its header, the field's name in the record.
        kind: What its cells hold.
        words: Closed words and what each means; empty when any text may stand.
        lists: Lists of the record whose ids it may hold.
        note: What to write, for the person who fills it in.
        required: Whether a row cannot do without it.
    """

    name: str
    kind: Kind
    words: dict[str, str] = attrs.field(factory=dict)
    lists: tuple[str, ...] = ()
    note: str = ""
    required: bool = False


@attrs.frozen
class Sheet:
    """One flat sheet.

    Attributes:
        name: The sheet's name: the list's, or the nested field's.
        title: What it holds, in plain words.
        columns: Its columns in order.
        parent: For nested things, the sheet of the items they belong to.
        single: Whether it has exactly one row (the programme itself).
        pair: For a field that maps keys to values, its two columns.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    parent: str = ""
    single: bool = False
    pair: tuple[str, str] | None = None

    @property
    def link(self) -> str:
        """The column that names the item a nested row belongs to."""
        return self.columns[0].name if self.parent else ""

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


EVENTS = ("contributions", "activities", "decisions", "changes", "outcomes", "drivers")
"""The lists a link may join."""

_REFERS: dict[str, tuple[str, ...]] = {
    "actors.organisation": ("organisations",),
    "activities.areas": ("areas",),
    "participants.actor": ("actors",),
    "accounts.reporter": ("actors",),
    "contributions.activity": ("activities",),
    "decisions.activity": ("activities",),
    "changes.areas": ("areas",),
    "rivals.explains": ("changes", "links"),
    "rivals.evidence": ("evidence",),
    "links.source": EVENTS,
    "links.target": EVENTS,
    "links.evidence": ("evidence",),
    "feedback.about": ("decisions", "changes"),
    "feedback.to": ("contributions",),
    "evidence.derived_from": ("evidence",),
    "interpretations.actor": ("actors",),
    "ratings.about": ("activities", "programme"),
    "factors.affects": EVENTS,
    "factors.evidence": ("evidence",),
}

_TITLES = {
    "programme": "the programme itself, in one row",
    "organisations": "organisations that actors belong to",
    "actors": "people and groups in their roles, by opaque id, never by name",
    "areas": "service areas, rated without looking at the depth of involvement",
    "activities": "what was done and called involvement, one row each",
    "participants": "who took part in which activity, and how many",
    "groups": "head counts by group of those who took part",
    "accounts": "other reporters' versions of an activity's facts",
    "costs": "what an activity cost in hours or money",
    "declared": "the level the organisation claims for an activity on a scale",
    "preferred": "the level users wanted for an activity on a scale",
    "contributions": "what was put forward: a view, a wish, a draft, an objection",
    "decisions": "decisions that input may have reached",
    "changes": "changes of a service, planned or made",
    "outcomes": "what came of it, for services or for persons",
    "drivers": "pressure from outside: a law, a budget, an incident",
    "rivals": "other explanations of a change or a link",
    "links": "which event led to which, on what evidence",
    "feedback": "when contributors were told what became of their input",
    "evidence": "who says so, how they know, and what it is worth",
    "interpretations": "what an actor takes involvement to be for",
    "ratings": "answers to questionnaires and position scales",
    "answers": "the values given in a rating",
    "anchors": "what a rating's values mean, in words",
    "factors": "what helped or hindered",
}

_FIRST = {
    "programme": ("schema_version",),
    "activities": ("id", "title", "kind", "when", "areas", *vocabulary.MINIMUM_FACTS),
    "accounts": ("reporter", "basis", *vocabulary.MINIMUM_FACTS),
}
"""The columns a person fills in first."""

_SUGGESTED = {
    "outcomes.kind": tuple(
        dict.fromkeys(
            kind for kinds in vocabulary.OUTCOME_KINDS.values() for kind in kinds
        )
    )
}
"""Words of a column whose list depends on another column."""

_MORE = {
    "id": "An id of your own: letters, digits, . _ - ; used once in the record. "
    "Never a person's name.",
    "when": "2007, 2007-03 or 2007-03-14; from and to as 2007-03/2008; "
    "an open end as 2007-03/",
    "ids": "Several: separate them with ; or ,",
    "labels": 'Several: separate them with ; and put "..." round a text holding one',
    "words": "Several: separate them with ; or ,",
    "side": "A side, or the ids of actors separated by ;",
    "count": "A whole number",
    "number": "A number",
    "money": "Digits with a point, such as 12.50; kept as text so that no penny "
    "is rounded",
}


@cache
def _meanings() -> dict[tuple[str, ...], dict[str, str]]:
    """The word lists by their words, to find what each word means."""
    lists = [value for value in vars(vocabulary).values() if isinstance(value, dict)]
    return {
        tuple(word for word in words if word != vocabulary.UNKNOWN): words
        for words in lists
        if all(isinstance(value, str) for value in words.values())
    }


def _words(metadata: typing.Iterable[Any]) -> dict[str, str]:
    for part in metadata:
        if isinstance(part, Words):
            known = tuple(word for word in part.words if word != vocabulary.UNKNOWN)
            meanings = _meanings().get(known, {})
            return {word: meanings.get(word, "") for word in known}
    return {}


def _kind(field: FieldInfo) -> tuple[Kind, dict[str, str]] | None:
    """What a field holds and its closed words; None for what has its own sheet."""
    words = _words(field.metadata)
    if words:
        return "word", words
    if any(isinstance(part, Discriminator) for part in field.metadata):
        return "side", vocabulary.SIDES
    note = field.annotation
    origin = typing.get_origin(note)
    if origin in (typing.Union, types.UnionType):
        note = next(arg for arg in typing.get_args(note) if arg is not type(None))
        origin = typing.get_origin(note)
    if origin is dict:
        return None
    if origin is tuple:
        return _listed(typing.get_args(note)[0])
    if origin is typing.Annotated or (field.metadata and note is str):
        metadata = [*field.metadata, *getattr(note, "__metadata__", ())]
        if any("A-Za-z0-9._-" in str(getattr(p, "pattern", "")) for p in metadata):
            return "id", {}
        note = typing.get_args(note)[0] if origin is typing.Annotated else note
    kinds: dict[Any, Kind] = {When: "when", int: "count", float: "number"}
    return kinds.get(note, "money" if "Decimal" in str(note) else "text"), {}


def _listed(item: Any) -> tuple[Kind, dict[str, str]] | None:
    """The same for the items of a list."""
    if isinstance(item, type) and issubclass(item, Model):
        return None
    metadata = getattr(item, "__metadata__", ())
    words = _words(metadata)
    if words:
        return "words", words
    return ("ids" if metadata else "labels"), {}


def _note(name: str, field: FieldInfo, kind: str, words: dict[str, str]) -> str:
    """The coding guide of one column, for a person."""
    fact = vocabulary.FACTS.get(name)
    lines = [fact.question if fact else field.description or ""]
    if fact:
        lines.append(f"Example: {fact.example}")
    lines += [f"{word}: {meaning}" for word, meaning in words.items() if meaning]
    extra = _MORE.get("id" if name == "id" else kind, "")
    if name == "when" or kind != "word":
        lines.append(extra)
    if not field.is_required() and name != "id":
        lines.append("Leave empty if it was not recorded.")
    return "\n".join(line for line in lines if line)


def _columns(sheet: str, model: type[Model]) -> list[Column]:
    found = []
    for name, field in model.model_fields.items():
        what = _kind(field)
        if what is None:
            continue
        kind, words = what
        if kind == "side":
            refers: tuple[str, ...] = ("actors",)
        else:
            refers = _REFERS.get(f"{sheet}.{name}", ())
        words = words or dict.fromkeys(_SUGGESTED.get(f"{sheet}.{name}", ()), "")
        note = _note(name, field, kind, words)
        found.append(Column(name, kind, words, refers, note, field.is_required()))
    ranks = {column: rank for rank, column in enumerate(_FIRST.get(sheet, ()))}
    return sorted(found, key=lambda column: ranks.get(column.name, 99))


def _link(name: str, sheet: str) -> Column:
    note = f"The id of the {name} this row belongs to."
    return Column(name, "id", {}, (sheet,), note, required=True)


def _map(name: str, parent: str, key: Column, value: Column) -> Sheet:
    link = _link("rating" if parent == "ratings" else "activity", parent)
    columns = (link, key, value)
    return Sheet(name, _TITLES[name], columns, parent, pair=(key.name, value.name))


_NUMBER = Column(
    "participant",
    "value",
    {},
    (),
    "1, 2, 3 ... within the activity; needed only where groups are counted.",
)
_SCALE = Column("scale", "text", {}, (), "A scale's id, such as iap2.", required=True)
_ITEM = Column("item", "text", {}, (), "The item's id on the scale.", required=True)


def _nested() -> dict[str, list[Sheet]]:
    """The sheets of nested things, by the sheet they follow."""
    activity = _link("activity", "activities")

    def of(name: str, model: type[Model], *extra: Column) -> Sheet:
        columns = (activity, *extra, *_columns(name, model))
        return Sheet(name, _TITLES[name], columns, "activities")

    def level(what: str) -> Column:
        return Column("level", "text", {}, (), f"The level {what}.", required=True)

    group = Column("group", "text", {}, (), "The group's label.", required=True)
    people = Column("people", "count", {}, (), "How many people.", required=True)
    value = Column("value", "value", {}, (), "The value given.", required=True)
    text = Column("text", "text", {}, (), "What its values mean.", required=True)
    return {
        "activities": [
            of("participants", Participant, _NUMBER),
            Sheet(
                "groups",
                _TITLES["groups"],
                (activity, _NUMBER, group, people),
                "participants",
                pair=("group", "people"),
            ),
            of("accounts", Account),
            of("costs", Cost),
            _map("declared", "activities", _SCALE, level("claimed")),
            _map("preferred", "activities", _SCALE, level("wanted")),
        ],
        "ratings": [
            _map("answers", "ratings", _ITEM, value),
            _map("anchors", "ratings", _ITEM, text),
        ],
    }


@cache
def sheets() -> dict[str, Sheet]:
    """Every sheet by name, in the order they are written.

    Example:
        >>> [column.name for column in sheets()["costs"].columns]
        ['activity', 'item', 'hours', 'amount', 'currency', 'borne_by']
        >>> list(sheets())[:4]
        ['programme', 'organisations', 'actors', 'areas']
    """
    own = [c for c in _columns("programme", Programme) if c.name not in LISTS]
    found = [Sheet("programme", _TITLES["programme"], tuple(own), single=True)]
    nested = _nested()
    for name in LISTS:
        items = typing.get_args(Programme.model_fields[name].annotation)[0]
        found.append(Sheet(name, _TITLES[name], tuple(_columns(name, items))))
        found += nested.get(name, [])
    return {sheet.name: sheet for sheet in found}
