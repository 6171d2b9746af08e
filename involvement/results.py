"""What every result can do: plain values, JSON, words, a notebook view."""

from __future__ import annotations

import html
from typing import Any

import attrs

from involvement import wire


# What a result holds makes it equal to another; the base holds nothing.
@attrs.frozen(eq=False)
class Result:
    """The base of everything this library computes.

    A result is frozen, holds only plain values and other results, and can say in
    words how it came about.
    """

    def to_dict(self) -> dict[str, Any]:
        """The result as dicts, lists, texts and numbers."""
        values: dict[str, Any] = wire.plain_values(self)
        return values

    def to_json(self, *, indent: int | None = None) -> str:
        """The result as JSON text; the same text for the same answers."""
        return wire.to_json(self, indent=indent).decode()

    def explain(self) -> str:
        """The answer and its working, as text a person can follow."""
        return self.to_json(indent=2)

    def _repr_html_(self) -> str:
        """The start of the explanation, escaped, for notebooks."""
        return shown_as_is(self.explain())


def shown_as_is(text: str, *, most: int = 40) -> str:
    r"""Text for a notebook: escaped, and cut visibly when it is long.

    Example:
        >>> shown_as_is("a < b\nc\nd", most=2)
        '<pre>a &lt; b\nc\n... and 1 more line</pre>'
    """
    lines = text.split("\n")
    left = len(lines) - most
    if left > 0:
        lines = [*lines[:most], f"... and {left} more line{'s' if left > 1 else ''}"]
    return f"<pre>{html.escape(chr(10).join(lines))}</pre>"
