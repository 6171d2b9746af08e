"""What joins events and on what grounds: links, rivals, evidence, judgements."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticKnownError,
    core_schema,
)

from involvement import vocabulary
from involvement.record.model import (
    Id,
    Ids,
    Item,
    Labels,
    Model,
    Named,
    SetOfWords,
    SideOrActors,
    Titled,
    When,
    Words,
    YesNo,
)


class Link(Item):
    """One recorded connection between two events."""

    source: Id
    """Where it starts."""
    target: Id
    """Where it leads."""
    kind: Annotated[str, Words(vocabulary.LINK_KINDS, required=True)]
    """What it says."""
    effect: Annotated[str, Words(vocabulary.EFFECTS)] = "supports"
    """Whether it helped the target come about or stood in its way."""
    directness: Annotated[str, Words(vocabulary.DIRECTNESS)] = "unknown"
    """Whether steps in between are missing."""
    influence: Annotated[str, Words(vocabulary.INFLUENCES)] = "unknown"
    """How users' input bore on what followed."""
    evidence: Ids = ()
    """The evidence for it, or against it."""
    sites: Labels = ()
    """Where it was seen."""


class Rival(Titled):
    """Another explanation of a change or of a link."""

    explains: Id | None = None
    """The change or link it explains instead."""
    status: Annotated[str, Words(vocabulary.RIVAL_STATUSES)] = "open"
    """Whether it was examined, and how it fared."""
    evidence: Ids = ()
    """The evidence for it."""


class Evidence(Item):
    """One item of evidence: who says so, how they know, what it is worth."""

    texts = frozenset({"locator", "note"})

    origin: str | None = None
    """Free label of the person or thing it comes from; never a name."""
    derived_from: Ids = ()
    """The evidence it rests on; a derived item is no source of its own."""
    organisation: str | None = None
    """Free label, when it speaks for an organisation (minutes, a report)."""
    standpoint: Annotated[str, Words(vocabulary.STANDPOINTS)] = "unknown"
    """From whose side it speaks."""
    method: Annotated[str, Words(vocabulary.METHODS)] = "unknown"
    """How it came about."""
    stance: Annotated[str, Words(vocabulary.STANCES)] = "supports"
    """Whether it speaks for or against."""
    grade: Annotated[int | None, Field(ge=1, le=4)] = None
    """1 very low to 4 high; missing is filled by the evidence policy."""
    test: Annotated[str, Words(vocabulary.TESTS)] = "unknown"
    """The process-tracing test it was put to."""
    passed: YesNo = "unknown"
    """Whether it passed."""
    prompted: YesNo = "unknown"
    """Whether the witness was led to it."""
    blinded: YesNo = "unknown"
    """Whether the witness did not know what it was for."""
    contemporaneous: YesNo = "unknown"
    """Whether it was made at the time."""
    interested: YesNo = "unknown"
    """Whether the witness gains by it."""
    locator: str | None = None
    """Where to find it: page, minute, file."""
    note: str | None = None
    """Anything a reader should know; never a name."""


class Interpretation(Model):
    """What one actor takes involvement to be for."""

    texts = frozenset({"statement"})

    actor: Id
    """Whose understanding it is."""
    rationales: SetOfWords[
        Annotated[str, Words(vocabulary.RATIONALES, required=True)]
    ] = ()
    """Why they want it."""
    commitment: Annotated[str, Words(vocabulary.COMMITMENTS)] = "unknown"
    """How far their acts showed commitment."""
    statement: str | None = None
    """What they said of it."""


class _AnswerType:
    """A finite number or a text, in one type: a union would name its branches."""

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._checked)

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, {"type": "string"}]}

    @staticmethod
    def _checked(value: Any) -> int | float | str:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            if math.isfinite(value):
                return value
            raise PydanticKnownError("finite_number")
        raise PydanticCustomError(
            "shape", "{expected}", {"expected": "expected a number or a word"}
        )


Answer = Annotated[int | float | str, _AnswerType]


class Rating(Item):
    """One respondent's own judgements on a scale that facts cannot derive."""

    scale: str
    """The scale's id, such as `cube`."""
    respondent: SideOrActors
    """Who judged: an actor, or a side."""
    about: Id | None = None
    """The activity or programme judged."""
    answers: Named[Answer] = Field(default_factory=dict)
    """Item id to the value given."""
    anchors: Named[str] = Field(default_factory=dict)
    """Item id to the text that says what its values mean."""
    when: When | None = None
    """When they judged."""


class Factor(Item):
    """Something that helped or hindered involvement."""

    texts = frozenset({"note"})

    kind: Annotated[str, Words(vocabulary.FACTORS)] = "unknown"
    """What sort of factor."""
    polarity: Annotated[str, Words(vocabulary.POLARITIES)] = "unknown"
    """Whether it helped or hindered."""
    affects: Ids = ()
    """The activities, decisions or other items it bore on."""
    evidence: Ids = ()
    """The evidence for it."""
    note: str | None = None
    """What it was."""
