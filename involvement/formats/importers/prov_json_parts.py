"""What PROV-JSON is made of, and what each part of it becomes in a record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from involvement.record.activity import Activity
from involvement.record.events import (
    Change,
    Contribution,
    Decision,
    Driver,
    Feedback,
    Outcome,
)
from involvement.record.evidence import Evidence, Rival

if TYPE_CHECKING:
    from involvement.record.model import Item

VOCABULARY = "urn:involvement:vocabulary:1#"

TYPES: dict[str, tuple[str, type[Item], str, tuple[str, ...]]] = {
    "Activity": ("activities", Activity, "title", ()),
    "Contribution": (
        "contributions", Contribution, "summary", ("treatment", "intended"),
    ),
    "Decision": ("decisions", Decision, "title", ("verdict", "needs", "reason")),
    "Change": ("changes", Change, "title", ("status", "needs", "inputs_complete")),
    "Outcome": ("outcomes", Outcome, "title", ()),
    "Driver": ("drivers", Driver, "title", ()),
    "Evidence": (
        "evidence",
        Evidence,
        "",
        ("origin", "organisation", "standpoint", "method", "stance", "grade", "test",
         "passed", "prompted", "blinded", "contemporaneous", "interested"),
    ),
    "Rival": ("rivals", Rival, "", ("title", "status")),
    "Feedback": ("feedback", Feedback, "", ("reasoned",)),
}  # fmt: skip
"""Our type to its list, its model, the field of its label, and the fields it has."""

RELATIONS: dict[str, tuple[str, str]] = {
    "used": ("prov:entity", "prov:activity"),
    "wasGeneratedBy": ("prov:activity", "prov:entity"),
    "wasDerivedFrom": ("prov:usedEntity", "prov:generatedEntity"),
    "wasInformedBy": ("prov:informant", "prov:informed"),
    "wasStartedBy": ("prov:trigger", "prov:activity"),
    "wasInfluencedBy": ("prov:influencer", "prov:influencee"),
    "wasAttributedTo": ("prov:agent", "prov:entity"),
}
"""Relation to the fields of its cause and of its effect."""

USED = {
    "activity": "an activity, with its days",
    "entity": "an item of the list its type names; a blocking or refuted link",
    "agent": "an actor; its name is not read, for it may be a person's",
    "wasAttributedTo": "`made_by` of a contribution",
    **dict.fromkeys(
        [name for name in RELATIONS if name != "wasAttributedTo"],
        "a link, `activity` of an item, or `derived_from` of evidence",
    ),
}
"""Part of a document to what it becomes."""

UNUSED = {
    "bundle": "a document inside the document: read it by itself",
    "prefix": "names of vocabularies; only ours is looked for",
}
"""Parts that are never read, and why."""

BESIDE: dict[str, dict[str, tuple[str, ...]]] = {
    "rivals": {"explains": ("changes", "links"), "evidence": ("evidence",)},
    "feedback": {"about": ("decisions", "changes"), "to": ("contributions",)},
}
"""List to the fields that refer to other items, and to which lists they may."""

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_GRADES = ("1", "2", "3", "4")

Values = dict[str, Any]

KNOWN = frozenset(
    [
        *("prov:type", "prov:label", "prov:startTime", "prov:endTime"),
        *(field for fields in RELATIONS.values() for field in fields),
    ]
)
"""Attributes of PROV that are read."""

OURS = frozenset(
    [
        *("start", "end", "side", "source", "target", "kind", "effect", "implicit"),
        *("directness", "influence", "evidence", "site", "explains", "about", "to"),
        *(field for *_, fields in TYPES.values() for field in fields),
    ]
)
"""Attributes of our own vocabulary that are read."""


def several(value: Any) -> list[Any]:
    """The values of an attribute, without their types."""
    found = value if isinstance(value, list) else [value]
    plain_values = [one.get("$") if isinstance(one, dict) else one for one in found]
    return [one for one in plain_values if one is not None]


def number(value: Any) -> Any:
    """A grade as the number it is; anything else as it stands."""
    return int(value) if isinstance(value, str) and value in _GRADES else value


def ids(value: Any) -> list[str]:
    """Ids in a text: one, or several as JSON."""
    if not isinstance(value, str):
        return []
    return re.findall(r'"([^"]+)"', value) if value.startswith("[") else [value]


def when(values: Values, own: Any) -> Values:
    """The days of a step; of a PROV time only the day is kept."""
    ends = {
        "start": own(values, "start") or _day(values.get("prov:startTime")),
        "end": own(values, "end") or _day(values.get("prov:endTime")),
    }
    return {end: day for end, day in ends.items() if day is not None}


def _day(time: Any) -> Any:
    return time[:10] if isinstance(time, str) else None
