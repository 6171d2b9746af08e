"""A record to YAML that reads like one written by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

from involvement.formats.scalars import (
    BOOLEAN,
    MERGE,
    NULL,
    NUMBER,
    NUMBER_LIKE,
    WHOLE,
)


class _Writer(yaml.SafeDumper):
    """Writes what our reader reads: `yes`, `no` and dates are plain words."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}  # noqa: RUF012

    def ignore_aliases(self, _data: object) -> bool:
        """Never an anchor: readers refuse them."""
        return True


for _tag, _shape, _starts in (
    ("null", NULL, ["~", "n", "N", ""]),
    ("bool", BOOLEAN, list("tTfF")),
    ("int", WHOLE, list("-0123456789")),
    ("float", NUMBER, list("-.0123456789")),
    ("float", NUMBER_LIKE, list("-+.0123456789")),
    ("merge", MERGE, ["<"]),
):
    _Writer.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _shape, _starts)


def _in_digits(writer: _Writer, value: float) -> yaml.ScalarNode:
    """A number in plain digits: with an exponent it would be read as text."""
    return writer.represent_scalar(
        "tag:yaml.org,2002:float", f"{Decimal(repr(value)):f}"
    )


def _text(writer: _Writer, value: str) -> yaml.ScalarNode:
    """Text as it stands; with a rare line end in double quotes, as an escape."""
    style = '"' if _LINE_ENDS.search(value) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
"""Signs that YAML takes for the end of a line and would turn into another."""

_Writer.add_representer(float, _in_digits)
_Writer.add_representer(str, _text)


def yaml_text(values: dict[str, Any]) -> str:
    """Plain values as YAML, one line for each, ending in a newline.

    Example:
        >>> print(yaml_text({"id": "a", "when": "2007-03", "title": "no"}), end="")
        id: a
        when: 2007-03
        title: no
    """
    text: str = yaml.dump(
        values, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=88
    )
    return text
