"""Records that share what is equal in them, for those who hold many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.record.model import Model

if TYPE_CHECKING:
    from involvement.record.programme import Programme

MOST = 4_096
"""Different sets of fields that are shared; one more is kept where it is."""

_shared: dict[frozenset[str], set[str]] = {}


def share(programme: Programme) -> None:
    """Let equal parts of records be one object: half the memory of a record.

    Each part of a record notes which of its fields were given. These sets take more
    room than the values themselves, and most of them are equal.

    Example:
        >>> from involvement.record.programme import Programme
        >>> p = Programme(schema_version="1", id="p", areas=[{"id": "a"}, {"id": "b"}])
        >>> share(p)
        >>> p.areas[0].model_fields_set is p.areas[1].model_fields_set
        True
    """
    stack: list[Model] = [programme]
    while stack:
        part = stack.pop()
        given = part.model_fields_set
        key = frozenset(given)
        if key in _shared or len(_shared) < MOST:
            one = _shared.setdefault(key, given)
            # parts are frozen for everybody else
            object.__setattr__(part, "__pydantic_fields_set__", one)
        for value in part.__dict__.values():
            if isinstance(value, Model):
                stack.append(value)
            elif isinstance(value, tuple) and value and isinstance(value[0], Model):
                stack.extend(value)
