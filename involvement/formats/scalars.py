"""Which bare words of YAML are more than text.

YAML 1.1 makes False of `no`, 90 of `1:30` and 8 of `010`. Here only `true`, `false`,
`null` and plain decimal numbers are special, and a number is one only where the
record wants a number: `title: 2007`, `when: 2007` and `id: 007` are text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from involvement.record.model import Model
from involvement.record.programme import Programme

NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
BOOLEAN = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
NUMBER = re.compile(r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+)\Z")
NUMBER_LIKE = re.compile(r"[-+]?(?:\.inf|\.Inf|\.INF|\.nan|\.NaN|\.NAN|\d[\d.eE+]*)\Z")
"""What another reader, or a person, may take for a number; it is quoted in dumps."""

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
MERGE = re.compile(r"<<\Z")
NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
EXPONENT = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+\Z")


@cache
def number_fields() -> frozenset[str]:
    """The fields of a record that hold a number, or named numbers.

    Money is not among them: text keeps every digit of it.

    Example:
        >>> sorted(number_fields())[:4]
        ['answers', 'contacts', 'grade', 'groups']
    """
    names: set[str] = set()
    waiting: list[type[Model]] = [Programme]
    seen: set[type[Model]] = set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            kinds = _kinds(field.annotation)
            waiting += [
                k for k in kinds if isinstance(k, type) and issubclass(k, Model)
            ]
            if kinds & {int, float}:
                names.add(name)
    return frozenset(names)


def _kinds(annotation: object) -> set[object]:
    parts = get_args(annotation)
    if not parts:
        return {annotation}
    return set().union(*(_kinds(part) for part in parts))
