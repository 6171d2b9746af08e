"""What is said about a scale file that does not have the shape of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, closest, one_of, quote
from involvement.instruments.levels import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from involvement.instruments.places import Places
    from involvement.limits import Limits

CITE = "every answer cites its source and the version of its rules"
"""Why a citation and a version may not be missing."""


def syntax(message: str, places: Places) -> Issue:
    """What the TOML reader says, with the place where it stopped."""
    at = re.search(r" \(at line (\d+), column (\d+)\)", message)
    end = " (at end of document)"
    where = f"{places.name}:{at[1]}:{at[2]}" if at else places.name
    if message.endswith(end):
        where = places.where(len(places.text))
    reason = message[: at.start()] if at else message.removesuffix(end)
    return Issue(
        code="syntax",
        found=f"found text that is not TOML: {reason}",
        where=where,
        hint="see the scale files that come with the library for the form",
    )


def long_key(places: Places, limits: Limits) -> Issue | None:
    """A key of more parts than values may nest.

    It is looked for before the text is read: the reader's time grows with the square
    of the parts, and one key of a hundred kilobytes would take a minute.
    """
    part = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
    match = re.search(rf"(?<![\w-])(?:{part}){{{limits.depth}}}", places.text)
    if match is None:
        return None
    return Issue(
        code="limit-depth",
        found=f"found a key of more than {limits.depth} parts",
        where=places.where(match.start()),
        hint="raise it with Limits(depth=...) or --limit depth=...",
    )


def left_out(faults: int, places: Places, limits: Limits) -> list[Issue]:
    """How many faults were not looked into, if any."""
    if faults <= limits.issues:
        return []
    return [
        Issue(
            code="limit-issues",
            found=f"{faults - limits.issues} more faults; the limit is {limits.issues}",
            where=places.name,
            hint="raise it with Limits(issues=...) or --limit issues=...",
        )
    ]


def misshapen(
    fault: Mapping[str, Any],
    places: Places,
    fields: Callable[[tuple[str | int, ...]], list[str]],
) -> Issue:
    """One fault of shape, said in our words.

    Args:
        fault: What pydantic says of it.
        places: Where things stand in the file.
        fields: The fields that may stand at a place.
    """
    path = tuple(fault["loc"])
    where = places.of(path)
    text = path_text(path)
    last, kind, value = str(path[-1]), fault["type"], fault["input"]
    if kind == "missing":
        code = "scale-citation" if last in ("citation", "version") else "field-missing"
        return Issue(
            code=code,
            found=f"found no {last!r}",
            path=text,
            where=where,
            hint=CITE if code == "scale-citation" else f"add {last!r}",
        )
    if kind == "extra_forbidden":
        known = fields(path[:-1])
        near = closest(last, known)
        some = f"one of the closest: {', '.join(near)}"
        return Issue(
            code="field-unknown",
            found=f"found a field {quote(last)}",
            path=text,
            where=where,
            expected=f"expected {some if near else 'one of: ' + ', '.join(known)}",
            hint="correct the name or remove it",
        )
    if kind == "literal_error":
        return Issue(
            code="value-unknown",
            found=f"found {quote(value)}",
            path=text,
            where=where,
            expected=one_of(tuple(KINDS), word=value),
        )
    if kind == "string_pattern_mismatch":
        return Issue(
            code="id-shape",
            found=f"found {quote(value)}",
            path=text,
            where=where,
            expected="expected small letters, digits and '_', a letter first",
        )
    wanted = {
        "string_type": "expected text in quotes",
        "list_type": "expected a list",
        "int_type": "expected a whole number",
        "bool_type": "expected true or false",
    }
    return Issue(
        code="scale-shape",
        found=f"found {quote(value)}",
        path=text,
        where=where,
        expected=wanted.get(kind, "expected named values"),
    )


def path_text(path: Iterable[str | int]) -> str:
    """A place in a scale file as people write it.

    Example:
        >>> path_text(("levels", 0, "id"))
        'levels[0].id'
    """
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".").removesuffix(".[key]")
