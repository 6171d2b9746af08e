"""What every part of a record has in common: strict, frozen, unknown by default."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Self, TypeVar

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
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from involvement import vocabulary
from involvement.dates import Interval, between, days
from involvement.errors import Issue, RecordError, quote
from involvement.record.faults import Fault, Path, faults, issues

Id = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$", strict=True)
]
"""An id: opaque, one namespace in the record."""

HALF = re.compile(r"[\ud800-\udfff]")
"""Half a character, which no file can hold."""

MOST = 1_000_000_000
"""More people, occasions or hours than any record can mean."""

Count = Annotated[int, Field(ge=0, le=MOST)]


def _listed(value: Any) -> Any:
    """One bare item stands for a list of one; a set is put in order."""
    if isinstance(value, str | BaseModel):
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


def _set_of_words(value: Any) -> Any:
    """A list of words of which `unknown`, alone, means that none is recorded."""
    words = _listed(value)
    if not isinstance(words, tuple) or "unknown" not in words:
        return words
    if len(words) > 1:
        raise PydanticCustomError(
            "value-unknown",
            "{found}",
            {
                "found": "found 'unknown' beside other words",
                "expected": "expected the words that are known, or 'unknown' alone",
            },
        )
    return ()


def _entries(value: Any) -> Any:
    """Named values without those left open."""
    if not isinstance(value, Mapping):
        return value
    return {name: part for name, part in value.items() if not _open(part)}


def _open(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value == "unknown")


ValueType = TypeVar("ValueType")
Named = Annotated[dict[str, ValueType], BeforeValidator(_entries)]
"""Named values; an entry that is null or `unknown` is left out."""


class Words:
    """A closed word list as the type of a field; `unknown` belongs to it."""

    def __init__(self, words: Iterable[str], *, required: bool = False) -> None:
        """Keep the words in their order, `unknown` last unless one is required."""
        known = tuple(word for word in words if word != "unknown")
        self.words = known if required else (*known, "unknown")

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The words as a literal, so that errors and the JSON Schema list them."""
        return core_schema.literal_schema(list(self.words))


WordType = TypeVar("WordType")
SetOfWords = Annotated[tuple[WordType, ...], BeforeValidator(_set_of_words)]
"""Several words of a closed list; empty means unknown."""

YesNo = Annotated[str, Words(vocabulary.YES_NO)]
SideWord = Annotated[str, Words(vocabulary.SIDES)]
SideOrActors = Annotated[
    Annotated[SideWord, Tag("side")] | Annotated[tuple[Id, ...], Tag("actors")],
    Discriminator(_which),
    BeforeValidator(_actors),
]
"""A side word, or the ids of the actors who stand for it."""


def _refused(error: ValidationError, model: type[BaseModel]) -> RecordError:
    return RecordError(issues(faults(error.errors(include_url=False), model)))


def _whole(values: Any) -> None:
    """Refuse half characters, which pass as text and then cannot be written.

    Files are looked at by their readers; this is for values given in Python.

    Raises:
        RecordError: With every text that holds one (`text-surrogate`).
    """
    found: list[Fault] = []
    left: list[tuple[Path, Any]] = [((), values)]
    while left:
        path, value = left.pop()
        if isinstance(value, str):
            if not value.isascii() and HALF.search(value):
                found.append(Fault("text-surrogate", path, *_half(value)))
        elif isinstance(value, Mapping):
            parts = [((*path, str(key)), part) for key, part in value.items()]
            left += reversed(parts)
        elif isinstance(value, list | tuple):
            left += [((*path, n), part) for n, part in enumerate(value)][::-1]
    if found:
        raise RecordError(issues(found))


def _half(text: str) -> tuple[str, str, str]:
    return (
        f"found half a character in {quote(text)}",
        "expected whole characters",
        "write the character itself, or both halves of it",
    )


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

    def __init__(self, **values: Any) -> None:
        """Check the values.

        Raises:
            RecordError: With every fault, if some value does not fit.
        """
        __tracebackhide__ = True
        _whole(values)
        try:
            self.__pydantic_validator__.validate_python(values, self_instance=self)
        except ValidationError as error:
            raise _refused(error, type(self)) from None

    # pydantic then builds nested models without calling back into Python.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """A model from plain values; every fault is a `RecordError`."""
        _whole(obj)
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise _refused(error, cls) from None

    @classmethod
    def model_validate_json(
        cls, json_data: str | bytes | bytearray, **options: Any
    ) -> Self:
        """A model from JSON; every fault is a `RecordError`."""
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise _refused(error, cls) from None

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse: a record is never changed in place.

        Raises:
            RecordError: Always (`record-frozen`).
        """
        issue = Issue(
            code="record-frozen",
            found=f"found {quote(value)} for a record that exists already",
            path=name,
            hint="make a new one with the value: model_copy(update={...})",
        )
        raise RecordError([issue])

    texts: ClassVar[frozenset[str]] = frozenset()
    """The fields that hold free text, where `unknown` is a word like any other."""

    _nullable: ClassVar[frozenset[str]] = frozenset()
    """The fields for which null means left out."""

    _unknowable: ClassVar[frozenset[str]] = frozenset()
    """The fields for which `unknown` means left out too."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls._nullable = frozenset(cls.model_fields)
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
        given = values.values()
        if isinstance(values, dict) and None not in given and "unknown" not in given:
            return values
        return {
            name: value
            for name, value in values.items()
            if not (value is None and name in cls._nullable)
            and not (name in cls._unknowable and _open(value))
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


def _date(value: Any) -> Any:
    """A partial date as text; a year may come as a number, a day as a date."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    text = str(value) if type(value) is int and value > 999 else value
    try:
        days(text if isinstance(text, str) else "")
    except ValueError as error:
        raise PydanticCustomError(
            "date-shape",
            "{found}",
            {
                "found": f"found {quote(value)}",
                "expected": "expected a date such as 2007, 2007-03 or 2007-03-14",
                "hint": "" if "written" in str(error) else str(error),
            },
        ) from None
    return text


Date = Annotated[str, BeforeValidator(_date)]
"""A partial date, as text."""


class When(Model):
    """When something happened: one partial date, or a start and an end.

    Example:
        >>> When.model_validate("2007-03").interval
        Interval(first=732736, last=732766)
        >>> When(start="2007").end is None
        True
    """

    start: Date | None = None
    """First date; missing means open or not known."""
    end: Date | None = None
    """Last date; missing means open or not known."""

    @model_validator(mode="before")
    @classmethod
    def _one_date(cls, value: Any) -> Any:
        if isinstance(value, Mapping | When):
            return value
        date = _date(value)
        return {"start": date, "end": date}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        span = self.interval
        if span.first is not None and span.last is not None and span.last < span.first:
            raise PydanticCustomError(
                "date-order",
                "{found}",
                {
                    "found": f"found end {quote(self.end)} before start "
                    f"{quote(self.start)}",
                    "expected": "expected an end on or after the start",
                },
            )
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
