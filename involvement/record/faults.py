"""What pydantic found wrong, said in our words.

One builder for every door: a model built in Python, a line of JSON and a cell of a
workbook give the same text for the same fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

import attrs

from involvement.errors import CODES, Issue, Severity, closest, one_of, quote
from involvement.record.personal import personal_detail

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
"""A place in a record, such as `("activities", 3, "led_by")`."""


@attrs.frozen
class Fault:
    """One fault at a path of a record; the reader adds the place in the file.

    Attributes:
        code: A code of `errors.CODES`.
        path: Where it is, as keys and list positions.
        found: What was found.
        expected: What would have been right.
        hint: What to do.
        severity: error, warning or note.
        first: The path of an earlier place it clashes with, if any.
        key: Whether it is about the key rather than the value.
    """

    code: str
    path: Path
    found: str
    expected: str = ""
    hint: str = ""
    severity: Severity = "error"
    first: Path | None = None
    key: bool = False


def path_text(path: Path) -> str:
    """A path as people write it.

    Example:
        >>> path_text(("activities", 3, "led_by"))
        'activities[3].led_by'
        >>> path_text(("activities", 0, "groups", "under 65"))
        "activities[0].groups['under 65']"

    A key that looks like a personal detail is not repeated.
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += "[...]" if personal_detail(part) else f"[{quote(part)}]"
    return text


_ID_SIGN = re.compile(r"[A-Za-z0-9._-]")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_:-]+")


def issues(
    found: Iterable[Fault], where: Callable[[Fault, Path], str] | None = None
) -> list[Issue]:
    """The faults with their places in the file.

    Args:
        found: Faults of one record.
        where: The place of a path of a fault; left out when there is no file.
    """
    return [_issue(fault, where) for fault in found]


def _issue(fault: Fault, where: Callable[[Fault, Path], str] | None) -> Issue:
    text = fault.found
    if fault.first is not None:
        place = f" ({where(fault, fault.first)})" if where else ""
        text += f"; first at {path_text(fault.first)}{place}"
    return Issue(
        code=fault.code,
        found=text,
        path=path_text(fault.path),
        where=where(fault, fault.path) if where else "",
        expected=fault.expected,
        hint=fault.hint,
        severity=fault.severity,
    )


_PRIVATE: dict[str, str] = {
    "name": "name",
    "first_name": "name",
    "last_name": "name",
    "surname": "name",
    "full_name": "name",
    "diagnosis": "diagnosis",
    "diagnoses": "diagnosis",
    "condition": "diagnosis",
    "illness": "diagnosis",
    "nhs_number": "identity number",
    "date_of_birth": "date of birth",
    "dob": "date of birth",
    "birth_date": "date of birth",
    "contact": "contact details",
    "email": "contact details",
    "e_mail": "contact details",
    "mail": "contact details",
    "phone": "contact details",
    "telephone": "contact details",
    "mobile": "contact details",
    "address": "contact details",
    "postcode": "contact details",
}

_KINDS: dict[str, str] = {
    "int_type": "expected a whole number such as 3",
    "int_from_float": "expected a whole number such as 3",
    "float_type": "expected a number such as 0.5",
    "string_type": "expected text",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "dict_type": "expected named values",
    "model_type": "expected named values",
    "model_attributes_type": "expected named values",
    "decimal_type": "expected an amount such as 12.50",
    "is_instance_of": "expected an amount such as 12.50",
}

_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "more than"),
    "less_than": ("lt", "less than"),
}

ID_RULE = "expected an id: letters, digits, '.', '_', '-', at most 80, no space"


def faults(
    errors: Iterable[ErrorDetails],
    model: type[BaseModel],
    *,
    rank: Callable[[Path], Any] | None = None,
    most: int | None = None,
) -> list[Fault]:
    """The faults pydantic found, as faults of the record.

    Args:
        errors: What `ValidationError.errors` gives, with input and context.
        model: The model that was validated.
        rank: Where a path comes in the file; pydantic's order when left out.
        most: How many are told in full; of the rest only code and path, since
            looking for the closest word takes longer than reading.
    """
    placed = [(_path(error["loc"], model), error) for error in errors]
    if rank is not None:
        placed.sort(key=lambda one: rank(one[0]))
    full = len(placed) if most is None else most
    told = [_fault(path, error, model) for path, error in placed[:full]]
    return told + [_brief(path, error) for path, error in placed[full:]]


def _brief(path: Path, error: ErrorDetails) -> Fault:
    missing = error["type"] == "missing"
    return Fault("field-missing" if missing else "shape", path, "")


def _fault(path: Path, error: ErrorDetails, model: type[BaseModel]) -> Fault:
    kind = error["type"]
    context = error.get("ctx", {})
    value = error["input"]
    if kind in CODES:
        return Fault(
            kind,
            path,
            context.get("found") or f"found {shown(value)}",
            context.get("expected", ""),
            context.get("hint", ""),
        )
    if kind == "missing":
        return _missing(path, value)
    if kind == "extra_forbidden":
        return _unknown_field(path, model)
    if kind == "literal_error":
        return _unknown_word(path, value, re.findall(r"'([^']*)'", context["expected"]))
    if kind == "finite_number":
        return Fault(
            "number-not-finite", path, f"found {quote(value)}", "expected a number"
        )
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return Fault(
            "value-range",
            path,
            f"found {quote(value)}",
            f"expected {words} {context[name]:,.10g}",
            "leave it out if it was not recorded",
        )
    if kind == "json_invalid":
        return Fault("syntax", path, f"found a fault of JSON: {context['error']}")
    if kind == "string_pattern_mismatch":
        return Fault("id-shape", path, f"found {quote(value)}", ID_RULE, _odd(value))
    return _wrong_shape(path, value, kind)


def _odd(text: str) -> str:
    """What keeps a text from being an id; look-alikes can only be told by name."""
    for place, sign in enumerate(text, 1):
        if _ID_SIGN.fullmatch(sign) is None:
            name = unicodedata.name(sign, "a control character").lower()
            return f"character {place} is {name} (U+{ord(sign):04X})"
    return "begin with a letter or a digit" if len(text) <= 80 else "make it shorter"


def _missing(path: Path, value: Any) -> Fault:
    owner = f" of {quote(value['id'])}" if _has_id(value) else ""
    return Fault(
        "field-missing",
        path,
        f"found no {str(path[-1])!r}{owner}",
        "",
        "add it; it may not be left out, null or unknown",
    )


def _has_id(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("id"), str)


def _unknown_field(path: Path, model: type[BaseModel]) -> Fault:
    name = str(path[-1])
    folded = re.sub(r"[^a-z]+", "_", name.casefold()).strip("_")
    if folded in _PRIVATE:
        return Fault(
            "field-private",
            path,
            f"found a field {quote(name)}",
            f"expected no {_PRIVATE[folded]}: "
            "a record has no field for names, diagnoses or contact details",
            "people are opaque ids; remove it",
            key=True,
        )
    owner = _model_at(path[:-1], model)
    fields = list(owner.model_fields) if owner else []
    near = closest(name, fields)
    return Fault(
        "field-unknown",
        path,
        f"found a field {quote(name)}",
        f"expected one of {len(fields)} fields, closest: {', '.join(near)}"
        if near
        else f"expected one of: {', '.join(fields)}",
        "correct the name or remove it",
        key=True,
    )


def _unknown_word(path: Path, value: Any, words: list[str]) -> Fault:
    hint = "write 'unknown' if it was not recorded" if "unknown" in words else ""
    known = [word for word in words if word != "unknown"]
    if isinstance(value, bool) and "yes" in words:
        hint = f"write {'yes' if value else 'no'} instead of {str(value).lower()}"
    expected = one_of(known, word=value if isinstance(value, str) else "")
    return Fault("value-unknown", path, f"found {shown(value)}", expected, hint)


def _wrong_shape(path: Path, value: Any, kind: str) -> Fault:
    expected = _KINDS.get(kind, "expected another kind of value")
    if path and path[-1] in SIDE_FIELDS:
        expected = "expected a side (user, professional, joint, external) or actor ids"
    hint = ""
    if isinstance(value, str) and "number" in expected:
        hint = "write it without quotes, in plain digits"
    elif isinstance(value, int | float) and expected == "expected text":
        hint = "put it in quotes"
    return Fault("shape", path, f"found {shown(value)}", expected, hint)


def shown(value: Any) -> str:
    """A value as written; of a long list or mapping only what sort it is.

    Example:
        >>> shown("yess"), shown(True), shown({"a": 1})
        ("'yess'", 'true', 'named values (1)')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return f"named values ({len(value)})"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return quote(value)


_UNIONS = ("side", "actors")


def _path(location: tuple[str | int, ...], model: type[BaseModel]) -> Path:
    """The path without the tags pydantic adds for the branch of a union."""
    path: list[str | int] = []
    owner: Any = model
    for part in location:
        if owner is None and part in _UNIONS and path and path[-1] in SIDE_FIELDS:
            continue
        if isinstance(part, str) and part.startswith("[key]"):
            continue
        path.append(part)
        owner = _step(owner, part)
    return tuple(path)


SIDE_FIELDS = frozenset(
    {
        "initiated_by",
        "led_by",
        "agenda_set_by",
        "scope_set_by",
        "borne_by",
        "made_by",
        "decided_by",
        "beneficiaries",
        "respondent",
    }
)
"""The fields that take a side word or the ids of actors."""


def _model_at(path: Path, model: type[BaseModel]) -> type[BaseModel] | None:
    """The model whose fields stand at a path."""
    owner: type[BaseModel] | None = model
    for part in path:
        owner = _step(owner, part)
    return owner


def _step(owner: type[BaseModel] | None, part: str | int) -> type[BaseModel] | None:
    """The model met after one more key; a list position stays with its list's."""
    if owner is None or isinstance(part, int):
        return owner
    field = owner.model_fields.get(part)
    return None if field is None else _inner(field.annotation)


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model somewhere inside a type, or None."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    for part in get_args(annotation):
        found = _inner(part)
        if found is not None:
            return found
    return None
