"""The edges of the foundations: what has no JSON form, codes nobody listed."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import involvement as inv
from involvement import wire
from involvement.formats.writing import make_folder
from involvement.instruments import known
from involvement.results import Result


@attrs.frozen
class Money(Result):
    """A result of exact numbers."""

    part: Fraction
    amount: Decimal


@attrs.frozen
class Share(Result):
    """A result with a number, and perhaps others of its kind in it."""

    part: float | None
    below: tuple[Share, ...] = ()
    note: str = ""


@attrs.frozen
class Wide(Share):
    """A result that holds more than what it is made of; one type is unknown here."""

    more: Elsewhere = None  # type: ignore[name-defined]  # noqa: F821


@attrs.frozen
class Odd:
    """A field that has no JSON form."""

    field: object


@attrs.frozen
class Placed:
    """The same, by type."""

    field: Path


def test_exact_numbers_are_text() -> None:
    """Fractions and decimals keep every digit, and the schema says so."""
    money = Money(Fraction(1, 3), Decimal("1.50"))
    assert money.to_dict() == {"part": "1/3", "amount": "1.50"}
    assert money.explain() == '{\n  "amount": "1.50",\n  "part": "1/3"\n}'
    written = wire.json_schema(Money)["$defs"]["Money"]["properties"]
    assert written["part"]["type"] == "string"
    assert written["amount"]["type"] == "string"


def test_what_has_no_json_form_is_refused() -> None:
    """Never written as null, which means unknown."""
    with pytest.raises(
        ValueError, match=r"^a result holds a number that is not finite$"
    ):
        wire.plain_values({"x": [1.0, float("inf")]})
    with pytest.raises(TypeError) as caught:
        wire.plain_values(Odd(object()))
    assert str(caught.value) == "a result holds a object, which has no JSON form"
    with pytest.raises(TypeError) as caught:
        wire.json_schema(Placed)
    assert str(caught.value).endswith("has no JSON form")


@pytest.mark.parametrize(
    "result",
    [
        Share(float("nan")),
        Share(None, (Share(1.0), Share(float("inf")))),
        Share(None, (Wide(None, (), "", {"x": [float("-inf")]}),)),
    ],
)
def test_numbers_that_are_not_finite_are_found_wherever_they_stand(
    result: Share,
) -> None:
    """By the types of the fields, and where these say nothing by the values."""
    with pytest.raises(
        ValueError, match=r"^a result holds a number that is not finite$"
    ):
        result.to_json()


def slowly(value: Any) -> Any:
    """Every public field looked at, nothing left out by its type."""
    if isinstance(value, dict):
        return {key: slowly(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [slowly(one) for one in value]
    if attrs.has(type(value)):
        names = [field.name for field in attrs.fields(type(value))]
        public = sorted(name for name in names if not name.startswith("_"))
        return {name: slowly(getattr(value, name)) for name in public}
    return str(value) if isinstance(value, Fraction | Decimal) else value


@pytest.mark.parametrize("name", ["stroke", "co-design"])
def test_what_is_worked_out_on_first_use_is_written(name: str) -> None:
    """Whatever has not been asked for yet; the same as looking at everything."""
    programme = inv.load(name)
    assert isinstance(programme, inv.Programme)
    written = json.loads(inv.assess(programme).to_json())
    asked = inv.assess(programme)
    shown = slowly({key: getattr(asked, key) for key in written if key != "trace"})
    assert written == shown | {"trace": json.loads(asked.trace.to_json())}
    assert (
        asked.activities[next(iter(asked.activities))].to_dict()
        == (shown["activities"][next(iter(asked.activities))])
    )


def test_a_code_must_be_listed() -> None:
    """An issue with a code that has no page cannot be made."""
    with pytest.raises(ValueError, match="'no-such-code' is not listed"):
        inv.Issue(code="no-such-code", found="x")


def test_what_is_known_of_scales_is_a_mapping() -> None:
    """Levels and items of the scales in use, counted and listed."""
    assert len(known.levels) == len(list(known.levels)) == len(inv.scales())
    assert set(known.items) < set(known.levels)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in the way, and a path through a file, are told in words."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(inv.RecordError) as caught:
        make_folder(tmp_path / "file")
    assert "a file of that name exists already" in str(caught.value)
    with pytest.raises(inv.RecordError) as caught:
        make_folder(tmp_path / "file" / "below")
    assert "could not write it: not a directory" in str(caught.value)
