"""Small answers that others are made of: bounds, shares, limits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen
class Named:
    """An answer whose fields are also reached by name: `answer["low"]`."""

    def __getitem__(self, name: str) -> Any:
        if name not in self.keys():
            raise KeyError(name)
        return getattr(self, name)

    def keys(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in attrs.fields(type(self)))

    def items(self) -> tuple[tuple[str, Any], ...]:
        """Name and value of every field, in order."""
        return tuple((name, getattr(self, name)) for name in self.keys())


@attrs.frozen
class Share(Named):
    """A recorded share, never an effect: at least `low`, at most `high`.

    Example:
        >>> low, high = Share(Fraction(1, 4), Fraction(1, 2))
        >>> high
        Fraction(1, 2)
    """

    # A figure worked out in floats becomes the fraction it is, so that the type is one.
    low: Fraction = attrs.field(converter=Fraction)
    high: Fraction = attrs.field(converter=Fraction)

    def __iter__(self) -> Iterator[Fraction]:
        return iter((self.low, self.high))


@attrs.frozen
class Shares(Named):
    """Where a walk back over the recorded causes of a change ends."""

    user: Share
    professional: Share
    external: Share
    unexplained: Share


@attrs.frozen
class SourcesNeeded(Named):
    """How many sources must be wrong before no connection is left.

    Attributes:
        low: At least so many.
        high: At most so many.
        method: `exact`, or `bounds` where the search would be too long.
    """

    low: int
    high: int
    method: str

    def __iter__(self) -> Iterator[int]:
        return iter((self.low, self.high))


@attrs.frozen
class Limit(Named):
    """A named limit of what is computed, and whether this trace met it.

    Attributes:
        allowed: The limit.
        found: What the record has; None where it is counted pair by pair.
        kept: Whether everything is within it; None where it is decided by pair.
        then: What happens above it.
    """

    allowed: int
    found: int | None
    kept: bool | None
    then: str


def number_text(value: Fraction) -> str:
    """A share as text: a fraction as it is, a long one to three places.

    Example:
        >>> from fractions import Fraction
        >>> number_text(Fraction(1, 3)), number_text(Fraction(0.3))
        ('1/3', '0.300')
    """
    return str(value) if value.denominator < 10_000 else f"{float(value):.3f}"


def share_text(share: Share) -> str:
    """A share as text, one number when low and high are the same."""
    low, high = map(number_text, share)
    return low if low == high else f"{low} to {high}"
