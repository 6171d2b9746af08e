"""Results to JSON bytes, to plain values, and to JSON Schema.

The only module that knows msgspec, so that it can be replaced in one place. The
replacement kept in mind is cattrs with the standard JSON writer.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import msgspec


def _own(value: object) -> object:
    """What msgspec does not know: exact fractions are written as text."""
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"a result holds a {type(value).__name__}, which has no JSON form")


def _finite(value: object) -> None:
    """Refuse infinity and NaN, which msgspec would write as `null`, our unknown."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, float):
            if not math.isfinite(item):
                raise ValueError("a result holds a number that is not finite")
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            stack.extend(item)


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
    values = msgspec.to_builtins(
        result, enc_hook=_own, builtin_types=(), order="deterministic"
    )
    _finite(values)
    return msgspec.json.encode(values)


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
