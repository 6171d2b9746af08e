"""Who took part: organisations, actors, and which side they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from involvement import vocabulary
from involvement.record.model import (
    Count,
    Id,
    Item,
    Model,
    Named,
    SideWord,
    Words,
    YesNo,
)


class Organisation(Item):
    """An organisation that actors belong to."""

    texts = frozenset({"label"})

    label: str | None = None
    """What the organisation is called."""
    kind: Annotated[str, Words(vocabulary.ORGANISATION_KINDS)] = "unknown"
    """What sort of organisation it is; never decides a side by itself."""
    user_controlled: YesNo = "unknown"
    """Whether users or carers control it."""
    ror: str | None = None
    """Its identifier in the Research Organization Registry."""


class Actor(Item):
    """A person or group in one role: an opaque id, never a name."""

    texts = frozenset({"label"})

    label: str | None = None
    """What readers call this actor; never a person's name."""
    role: Annotated[str, Words(vocabulary.ROLES)] = "unknown"
    """The role, which gives the side unless `side` does."""
    organisation: Id | None = None
    """The organisation this actor belongs to."""
    people: Count | None = None
    """How many people this actor stands for."""
    side: SideWord = "unknown"
    """The side, when the role's own is not right."""


class Participant(Model):
    """Who took part in one activity, and how many."""

    actor: Id | None = None
    """The actor; may be left out when only the groups are known."""
    people: Count | None = None
    """How many people of this actor took part."""
    groups: Named[Count] = Field(default_factory=dict)
    """Head counts by group, such as `{under 65: 4, 65 and over: 9}`."""


def actor_side(actor: Actor, organisation: Organisation | None) -> str:
    """The side an actor stands on: the given one, the organisation's, the role's.

    Source:
        `docs/reference/vocabulary.md`, sides and actor roles.

    Example:
        >>> actor_side(Actor(id="a", role="carer"), None)
        'user'
        >>> owned = Organisation(id="o", user_controlled="yes")
        >>> actor_side(Actor(id="a", role="charity"), owned)
        'user'
    """
    if actor.side != "unknown":
        return actor.side
    owned = organisation is not None and organisation.user_controlled == "yes"
    if owned and actor.role in ("charity", "community_group", "other"):
        return "user"
    return vocabulary.ROLE_SIDES.get(actor.role, "unknown")


def joined_side(sides: Iterable[str]) -> str:
    """The side several actors stand on together.

    Users together with professionals are `joint`; external actors beside either do
    not change the answer; one actor of unknown side leaves it unknown unless the
    rest are joint already.

    Example:
        >>> joined_side(["user", "professional", "unknown"])
        'joint'
        >>> joined_side(["user", "external"]), joined_side(["user", "unknown"])
        ('user', 'unknown')
        >>> joined_side([])
        'unknown'
    """
    found = set(sides)
    if "joint" in found or {"user", "professional"} <= found:
        return "joint"
    if not found or "unknown" in found:
        return "unknown"
    for side in ("user", "professional"):
        if side in found:
            return side
    return "external"
