"""The lists of a record, and how their items find each other."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator

from involvement.record.activity import Activity
from involvement.record.events import (
    Area,
    Change,
    Contribution,
    Decision,
    Driver,
    Feedback,
    Outcome,
)
from involvement.record.evidence import (
    Evidence,
    Factor,
    Interpretation,
    Link,
    Rating,
    Rival,
)
from involvement.record.model import Item, Items, Titled, When
from involvement.record.people import Actor, Organisation, actor_side, joined_side

SCHEMA_VERSION = "1"

LISTS: tuple[str, ...] = (
    "organisations",
    "actors",
    "areas",
    "activities",
    "contributions",
    "decisions",
    "changes",
    "outcomes",
    "drivers",
    "rivals",
    "links",
    "feedback",
    "evidence",
    "interpretations",
    "ratings",
    "factors",
)
"""The lists of a record, in the order they are written."""


class Contents(Titled):
    """Everything a record holds, before it is seen as a whole."""

    texts = frozenset({"title", "description", "setting", "citation"})

    schema_version: Annotated[
        Literal["1"],
        BeforeValidator(lambda v: "1" if v == 1 and not isinstance(v, bool) else v),
    ]
    """The version of this layout."""
    description: str | None = None
    """What the programme is."""
    setting: str | None = None
    """Where it took place."""
    when: When | None = None
    """When it ran."""
    citation: str | None = None
    """The source to cite for this record."""
    organisations: Items[Organisation] = ()
    actors: Items[Actor] = ()
    areas: Items[Area] = ()
    activities: Items[Activity] = ()
    contributions: Items[Contribution] = ()
    decisions: Items[Decision] = ()
    changes: Items[Change] = ()
    outcomes: Items[Outcome] = ()
    drivers: Items[Driver] = ()
    rivals: Items[Rival] = ()
    links: Items[Link] = ()
    feedback: Items[Feedback] = ()
    evidence: Items[Evidence] = ()
    interpretations: Items[Interpretation] = ()
    ratings: Items[Rating] = ()
    factors: Items[Factor] = ()

    @cached_property
    def index(self) -> dict[str, tuple[str, Item]]:
        """Id to the list it stands in and the item; a duplicate keeps the first."""
        found: dict[str, tuple[str, Item]] = {}
        for name in LISTS:
            for item in getattr(self, name):
                if isinstance(item, Item):
                    found.setdefault(item.id, (name, item))
        return found

    @cached_property
    def actor_sides(self) -> dict[str, str]:
        """Actor id to side."""
        organisations = {item.id: item for item in self.organisations}
        return {
            actor.id: actor_side(actor, organisations.get(actor.organisation or ""))
            for actor in self.actors
        }

    def side(self, value: str | tuple[str, ...]) -> str:
        """The side a field stands for: its word, or what its actors make together.

        Ids that are no actors of this record count as unknown.
        """
        if isinstance(value, str):
            return value
        return joined_side(self.actor_sides.get(actor, "unknown") for actor in value)
