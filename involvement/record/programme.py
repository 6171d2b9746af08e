"""One programme: a record whose references are known to hold."""

from __future__ import annotations

from typing import Any, Self

from involvement.errors import RecordError
from involvement.record.checks import broken
from involvement.record.contents import LISTS, SCHEMA_VERSION, Contents
from involvement.record.faults import issues
from involvement.results import shown_as_is

__all__ = ["LISTS", "SCHEMA_VERSION", "Programme"]


class Programme(Contents):
    """Everything recorded about one programme of involvement.

    Building one checks it as a whole: an id used twice or referring to nothing
    raises `RecordError`, with every such fault.

    Example:
        >>> p = Programme(
        ...     schema_version="1",
        ...     id="ward-7",
        ...     actors=[{"id": "panel", "role": "service_user"}],
        ...     activities=[{"id": "survey", "led_by": ["panel"]}],
        ... )
        >>> p.side(p.activities[0].led_by)
        'user'
    """

    def __init__(self, **values: Any) -> None:
        """Check the values, each and together.

        Raises:
            RecordError: With every fault, if some value does not fit.
        """
        super().__init__(**values)
        self._refuse_broken()

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """A programme from plain values; every fault is a `RecordError`."""
        programme = super().model_validate(obj, **options)
        programme._refuse_broken()  # noqa: SLF001 - its own class
        return programme

    @classmethod
    def model_validate_json(
        cls, json_data: str | bytes | bytearray, **options: Any
    ) -> Self:
        """A programme from JSON; every fault is a `RecordError`."""
        programme = super().model_validate_json(json_data, **options)
        programme._refuse_broken()  # noqa: SLF001 - its own class
        return programme

    def _repr_html_(self) -> str:
        """What the record holds, counted and escaped, for notebooks."""
        held = [(name, len(getattr(self, name))) for name in LISTS]
        counts = [f"  {name}: {n}" for name, n in held if n]
        return shown_as_is("\n".join([self.name, *counts]))

    def _refuse_broken(self) -> None:
        found = broken(self)
        if found:
            raise RecordError(issues(found))
