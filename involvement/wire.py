"""Results to JSON bytes, to plain values, and to JSON Schema.

The only module that knows msgspec, so that it can be replaced in one place. The
replacement kept in mind is cattrs with the standard JSON writer.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MemberDescriptorType, NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import attrs
import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


def _own(value: object) -> object:
    """What msgspec does not know: exact fractions are written as text."""
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"a result holds a {type(value).__name__}, which has no JSON form")


def _settle(result: object) -> None:
    """Look at what is worked out on first use, and refuse infinity and NaN.

    The writer reads slots as they are: one that is still empty would be missing. It
    writes numbers that are not finite as `null`, our unknown.
    """
    stack = [result]
    while stack:
        item = stack.pop()
        if isinstance(item, float):
            if not math.isfinite(item):
                raise ValueError("a result holds a number that is not finite")
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            stack.extend(item)
        else:
            kind: Any = type(item)
            for name, inside in _looked_at(kind):
                value = getattr(item, name)
                if inside:
                    stack.append(value)


@cache
def _looked_at(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a class that must be looked at, and whether also into them.

    Most of a result is texts and counts, by type: looking at every one of them took
    ten times as long as writing them.
    """
    return tuple(_fields(kind, ()))


def _fields(kind: type, above: tuple[type, ...]) -> Iterator[tuple[str, bool]]:
    fields = getattr(kind, "__attrs_attrs__", ())
    try:
        hints = get_type_hints(kind) if fields else {}
    except NameError:  # a type that is imported for checking only
        hints = {}
    for field in fields:
        if field.name.startswith("_"):
            continue
        inside = not _settled(hints.get(field.name), above)
        slot = getattr(kind, field.name, None)
        if inside or not isinstance(slot, MemberDescriptorType):
            yield field.name, inside


_SETTLED = (str, int, bool, NoneType, Fraction, Decimal, ...)


def _settled(hint: Any, above: tuple[type, ...]) -> bool:
    """Whether values of a type hold nothing to look at."""
    if hint in _SETTLED or get_origin(hint) is Literal or hint in above:
        return True
    if get_args(hint):
        return all(_settled(part, above) for part in get_args(hint))
    if not attrs.has(hint) or hint.__subclasses__():
        return False
    return not any(_fields(hint, (*above, hint)))


def plain_values(result: object) -> Any:
    """A result as dicts, lists, texts, numbers and None, in a fixed order.

    Raises:
        ValueError: If a number in it is infinite or not a number.

    Example:
        >>> from fractions import Fraction
        >>> plain_values({"b": (Fraction(1, 3),), "a": 1})
        {'a': 1, 'b': ['1/3']}
    """
    # Through text and back, as tuples would otherwise stay tuples.
    return msgspec.json.decode(_encoded(result))


def _encoded(result: object) -> bytes:
    _settle(result)
    return msgspec.json.encode(result, enc_hook=_own, order="sorted")


def to_json(result: object, *, indent: int | None = None) -> bytes:
    """A result as UTF-8 JSON, the same bytes for the same answers.

    Example:
        >>> to_json({"a": (1, 2)})
        b'{"a":[1,2]}'
    """
    data = _encoded(result)
    return data if indent is None else msgspec.json.format(data, indent=indent)


def json_schema(result_type: type) -> dict[str, Any]:
    """The JSON Schema of a result type; what is private is never written."""
    schema = msgspec.json.schema(result_type, schema_hook=_own_schema)
    for shape in schema.get("$defs", {}).values():
        fields = shape.get("properties", {})
        for name in [name for name in fields if name.startswith("_")]:
            del fields[name]
        shape["required"] = [n for n in shape.get("required", []) if n in fields]
    return schema


def _own_schema(kind: type) -> dict[str, Any]:
    if issubclass(kind, Fraction):
        return {"type": "string", "pattern": r"^-?\d+(/\d+)?$"}
    raise TypeError(f"{kind.__name__} has no JSON form")
