"""What was done: activities with the facts that scales read, accounts and costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from involvement import vocabulary
from involvement.errors import quote
from involvement.record.model import (
    MOST,
    Id,
    Ids,
    Items,
    Model,
    Named,
    SetOfWords,
    SideOrActors,
    Titled,
    When,
    Words,
    YesNo,
)
from involvement.record.people import Participant


def _coding(fact: str) -> Any:
    return Field(description=vocabulary.FACTS[fact].question)


def _in_order(words: tuple[str, ...]) -> tuple[str, ...]:
    """Purposes are a set: each word once, in the order of the word list."""
    return tuple(word for word in vocabulary.PURPOSES if word in words)


class Facts(Model):
    """The facts of an activity that scales read; each may be missing: unknown."""

    initiated_by: Annotated[SideOrActors, _coding("initiated_by")] = "unknown"
    led_by: Annotated[SideOrActors, _coding("led_by")] = "unknown"
    agenda_set_by: Annotated[SideOrActors, _coding("agenda_set_by")] = "unknown"
    scope_set_by: Annotated[SideOrActors, _coding("scope_set_by")] = "unknown"
    users_add_topics: Annotated[YesNo, _coding("users_add_topics")] = "unknown"
    decision_stage: Annotated[
        str, Words(vocabulary.DECISION_STAGES), _coding("decision_stage")
    ] = "unknown"
    informs_users: Annotated[YesNo, _coding("informs_users")] = "unknown"
    asks_users: Annotated[YesNo, _coding("asks_users")] = "unknown"
    deliberates: Annotated[YesNo, _coding("deliberates")] = "unknown"
    contacts: Annotated[int | None, Field(ge=1, le=MOST), _coding("contacts")] = None
    decision_right: Annotated[
        str, Words(vocabulary.DECISION_RIGHTS), _coding("decision_right")
    ] = "unknown"
    user_vote_share: Annotated[
        float | None, Field(ge=0, le=1), _coding("user_vote_share")
    ] = None
    user_veto: Annotated[YesNo, _coding("user_veto")] = "unknown"
    sharing_protected: Annotated[YesNo, _coding("sharing_protected")] = "unknown"
    must_respond: Annotated[YesNo, _coding("must_respond")] = "unknown"
    feedback_given: Annotated[
        str, Words(vocabulary.FEEDBACK), _coding("feedback_given")
    ] = "unknown"
    resource_control: Annotated[
        str, Words(vocabulary.RESOURCE_CONTROL), _coding("resource_control")
    ] = "unknown"
    user_work: Annotated[str, Words(vocabulary.USER_WORK), _coding("user_work")] = (
        "unknown"
    )
    purposes: Annotated[
        SetOfWords[Annotated[str, Words(vocabulary.PURPOSES, required=True)]],
        AfterValidator(_in_order),
        _coding("purposes"),
    ] = ()
    selection: Annotated[str, Words(vocabulary.SELECTIONS), _coding("selection")] = (
        "unknown"
    )
    reward: Annotated[str, Words(vocabulary.REWARDS), _coding("reward")] = "unknown"


class Account(Facts):
    """Another reporter's version of the same facts; kept, never merged."""

    reporter: Id
    """The actor whose account it is."""
    basis: Annotated[str, Words(vocabulary.BASES)] = "unknown"
    """Whether it says what happened, what papers say, or an unchecked claim."""


_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)


def _decimal(value: Any) -> Any:
    """Text or number to a decimal, without the error a binary fraction would add.

    `1,50` is refused: in one country it is one and a half, in another a misprint.
    """
    if value is None or isinstance(value, bool | Mapping | list | tuple):
        return value
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, float) and "e" in text:
        text = format(Decimal(text), "f")
    if _AMOUNT.fullmatch(text) is None:
        raise PydanticCustomError(
            "money",
            "{found}",
            {
                "found": f"found {quote(value)}",
                "expected": "expected an amount such as 12.50, not below 0",
                "hint": "use a point for the decimals and no sign, space or symbol",
            },
        )
    return Decimal(text)


def _currency(value: Any) -> Any:
    if isinstance(value, str) and _CURRENCY.fullmatch(value) is None:
        raise PydanticCustomError(
            "money",
            "{found}",
            {
                "found": f"found {quote(value)}",
                "expected": "expected a currency of three capitals such as GBP",
            },
        )
    return value


_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


class Cost(Model):
    """What one thing cost in hours or money, and who bore it."""

    item: Annotated[str, Words(vocabulary.COST_ITEMS)] = "unknown"
    """What it was spent on."""
    hours: Annotated[float | None, Field(ge=0, le=MOST)] = None
    """Hours of work."""
    amount: Annotated[Decimal | None, BeforeValidator(_decimal)] = None
    """Money, as a decimal number; needs a currency."""
    currency: Annotated[str | None, BeforeValidator(_currency)] = None
    """Three-letter ISO 4217 code, such as GBP."""
    borne_by: SideOrActors = "unknown"
    """Who gave the hours or the money."""

    @model_validator(mode="after")
    def _in_some_currency(self) -> Self:
        if self.amount is not None and self.currency is None:
            raise PydanticCustomError(
                "money",
                "{found}",
                {
                    "found": f"found an amount of {self.amount} without a currency",
                    "expected": "expected a currency such as GBP beside it",
                },
            )
        return self


class Activity(Facts, Titled):
    """Something done and called involvement, with its facts as they were enacted.

    Example:
        >>> survey = Activity(id="survey", asks_users="yes", contacts=1)
        >>> survey.asks_users, survey.led_by, survey.user_vote_share
        ('yes', 'unknown', None)
    """

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None:
            """Take plain words, lists and dicts, whatever the fields hold."""

    kind: Annotated[str, Words(vocabulary.ACTIVITY_KINDS)] = "unknown"
    """What sort of activity; no kind implies a depth."""
    areas: Ids = ()
    """The service areas it was about."""
    when: When | None = None
    """When it took place."""
    phase: Annotated[str, Words(vocabulary.PHASES)] = "unknown"
    """Where in the work it stands; one activity per phase if facts differ."""
    level_of_system: Annotated[str, Words(vocabulary.SYSTEM_LEVELS)] = "unknown"
    """Whether it was about care, a service, an organisation, policy, research."""
    participants: Items[Participant] = ()
    """Who took part."""
    declared: Named[str] = Field(default_factory=dict)
    """Scale id to the level the organisation claims."""
    preferred: Named[str] = Field(default_factory=dict)
    """Scale id to the level users wanted."""
    accounts: Items[Account] = ()
    """Other reporters' versions of the facts."""
    costs: Items[Cost] = ()
    """Hours and money."""
