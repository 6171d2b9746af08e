"""The edges of the foundations: what has no JSON form, codes nobody listed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

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
