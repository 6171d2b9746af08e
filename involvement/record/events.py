"""What happened: contributions, decisions, changes, outcomes and what drove them."""

from __future__ import annotations

from typing import Annotated

from involvement import vocabulary
from involvement.record.model import (
    Id,
    Ids,
    Item,
    SetOfWords,
    SideOrActors,
    Titled,
    When,
    Words,
    YesNo,
)


class Area(Titled):
    """A service area, rated without looking at how deep involvement went."""

    technicality: Annotated[str, Words(vocabulary.TECHNICALITY)] = "unknown"
    """How much training it takes to judge the matter."""
    clinician_input: Annotated[str, Words(vocabulary.CLINICIAN_INPUT)] = "unknown"
    """How far clinicians define problem and answer."""
    rated_blind: YesNo = "unknown"
    """Whether the rater did not know the depth of the area's activities."""


class Contribution(Item):
    """Something put forward: a view, a wish, a draft, an objection."""

    texts = frozenset({"summary", "intended"})

    summary: str | None = None
    """What was put forward."""
    activity: Id | None = None
    """The activity it was put forward in."""
    made_by: SideOrActors = "unknown"
    """Who put it forward."""
    knowledge: SetOfWords[
        Annotated[str, Words(vocabulary.KNOWLEDGE, required=True)]
    ] = ()
    """What kind of knowledge it offered."""
    treatment: Annotated[str, Words(vocabulary.TREATMENTS)] = "unknown"
    """What was done with it in the activity."""
    intended: str | None = None
    """What it was hoped to influence."""
    when: When | None = None
    """When it was put forward."""

    @property
    def name(self) -> str:
        """The summary, or the id when there is none."""
        return self.summary or self.id


class Decision(Titled):
    """A decision that input may have reached."""

    texts = frozenset({"title", "reason"})

    activity: Id | None = None
    """The activity it was taken in."""
    decided_by: SideOrActors = "unknown"
    """Who took it."""
    verdict: Annotated[str, Words(vocabulary.VERDICTS)] = "unknown"
    """What it said."""
    reason: str | None = None
    """The reason given."""
    needs: Annotated[str, Words(vocabulary.NEEDS)] = "unknown"
    """Whether every recorded cause was needed or one was enough."""
    when: When | None = None
    """When it was taken."""


class Change(Titled):
    """A change of a service, planned or made."""

    areas: Ids = ()
    """The service areas it changes."""
    status: Annotated[str, Words(vocabulary.STATUSES)] = "unknown"
    """What became of it."""
    needs: Annotated[str, Words(vocabulary.NEEDS)] = "unknown"
    """Whether every recorded cause was needed or one was enough."""
    inputs_complete: YesNo = "unknown"
    """Whether all that fed it is recorded."""
    when: When | None = None
    """When it was made."""


class Outcome(Titled):
    """What came of it, for services or for persons."""

    family: Annotated[str, Words(vocabulary.OUTCOME_KINDS)] = "unknown"
    """Whether it is about a service, persons, an organisation, ..."""
    kind: str = "unknown"
    """What sort of outcome; the words depend on the family."""
    valence: Annotated[str, Words(vocabulary.VALENCES)] = "unknown"
    """A gain, a harm, both, or looked for and not found."""
    beneficiaries: SideOrActors = "unknown"
    """Who gained or was harmed."""
    intended: YesNo = "unknown"
    """Whether it was intended."""
    when: When | None = None
    """When it was seen."""


class Driver(Titled):
    """Pressure from outside: a law, a budget, an incident."""

    kind: Annotated[str, Words(vocabulary.DRIVER_KINDS)] = "unknown"
    """What sort of pressure."""
    when: When | None = None
    """When it bore."""


class Feedback(Item):
    """Contributors were told what became of their input."""

    about: Id | None = None
    """The decision or change it was about."""
    to: Ids = ()
    """The contributions whose makers were told."""
    reasoned: YesNo = "unknown"
    """Whether reasons were given."""
    when: When | None = None
    """When they were told."""
