"""What every part of a record has in common: strict, frozen, unknown by default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    SerializerFunctionWrapHandler,
    StringConstraints,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from involvement import vocabulary
from involvement.dates import Interval, between, days

Id = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$", strict=True)
]
"""An id: opaque, one namespace in the record."""

Count = Annotated[int, Field(ge=0)]


def _listed(value: Any) -> Any:
    """One bare item stands for a list of one; a set is put in order."""
    if isinstance(value, str | dict | BaseModel):
        return (value,)
    if isinstance(value, set | frozenset):
        return tuple(sorted(value))
    return tuple(value) if isinstance(value, list) else value


def _actors(value: Any) -> Any:
    """A side word stays a word; a bare id is a list of one."""
    if isinstance(value, str) and value in vocabulary.SIDES:
        return value
    return _listed(value)


def _which(value: Any) -> str:
    return "side" if isinstance(value, str) else "actors"


Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed)]
"""Ids of other items; empty means none recorded."""

ItemType = TypeVar("ItemType")
Items = Annotated[tuple[ItemType, ...], BeforeValidator(_listed)]
"""A list of parts; a list in Python or in a file, a tuple in the record."""

Labels = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Words:
    """A closed word list as the type of a field; `unknown` always belongs to it."""

    def __init__(self, words: Iterable[str]) -> None:
        """Keep the words in their order, `unknown` last."""
        self.words = (*(word for word in words if word != "unknown"), "unknown")

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The words as a literal, so that errors and the JSON Schema list them."""
        return core_schema.literal_schema(list(self.words))


YesNo = Annotated[str, Words(vocabulary.YES_NO)]
SideWord = Annotated[str, Words(vocabulary.SIDES)]
SideOrActors = Annotated[
    Annotated[SideWord, Tag("side")] | Annotated[tuple[Id, ...], Tag("actors")],
    Discriminator(_which),
    BeforeValidator(_actors),
]
"""A side word, or the ids of the actors who stand for it."""


class Model(BaseModel):
    """One part of a record.

    `unknown` and null may stand for any optional field except free text, and mean
    left out; a null text is left out too, so the empty keys of a template are valid.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        defer_build=True,
        use_attribute_docstrings=True,
        revalidate_instances="never",
    )

    texts: ClassVar[frozenset[str]] = frozenset()
    """The fields that hold free text, where `unknown` is a word like any other."""

    _unknowable: ClassVar[frozenset[str]] = frozenset()
    """The fields for which `unknown` means left out."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls._unknowable = frozenset(
            name
            for name, field in cls.model_fields.items()
            if name not in cls.texts and not field.is_required()
        )

    @model_validator(mode="before")
    @classmethod
    def _leave_out_unknown(cls, values: Any) -> Any:
        if not isinstance(values, Mapping):
            return values
        return {
            name: value
            for name, value in values.items()
            if value is not None
            and not (value == "unknown" and name in cls._unknowable)
        }

    @model_serializer(mode="wrap")
    def _only_what_is_known(self, write: SerializerFunctionWrapHandler) -> Any:
        """Leave out what holds its default, so that a dump reads like the original."""
        values = write(self)
        fields = type(self).model_fields
        return {
            name: value
            for name, value in values.items()
            if fields[name].is_required()
            or getattr(self, name)
            != fields[name].get_default(call_default_factory=True)
        }


class When(Model):
    """When something happened: one partial date, or a start and an end.

    Example:
        >>> When.model_validate("2007-03").interval
        Interval(first=732736, last=732766)
        >>> When(start="2007").end is None
        True
    """

    texts = frozenset({"start", "end"})

    start: str | None = None
    """First date; missing means open or not known."""
    end: str | None = None
    """Last date; missing means open or not known."""

    @model_validator(mode="before")
    @classmethod
    def _one_date(cls, value: Any) -> Any:
        return {"start": value, "end": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _of_the_calendar(self) -> When:
        first = days(self.start).first if self.start is not None else None
        last = days(self.end).last if self.end is not None else None
        if first is not None and last is not None and last < first:
            raise ValueError("the end is before the start")
        return self

    @property
    def interval(self) -> Interval:
        """The days this stands for."""
        return between(self.start, self.end)

    @model_serializer(mode="wrap")
    def _only_what_is_known(self, write: SerializerFunctionWrapHandler) -> Any:
        """One date is written as one text."""
        if self.start is not None and self.start == self.end:
            return self.start
        return {name: text for name, text in write(self).items() if text is not None}


class Item(Model):
    """Anything in a record that others may refer to."""

    id: Id
    """Opaque id; never a name."""


class Titled(Item):
    """An item with a title; a missing title shows as the id."""

    texts = frozenset({"title"})

    title: str | None = None
    """What people call it."""

    @property
    def name(self) -> str:
        """The title, or the id when there is none."""
        return self.title or self.id
