"""Judge user involvement from one typed record of a programme.

It answers who initiated, led and bounded each activity; how deep it went on every
scale the field uses; which user input reached which decision and service change,
on what evidence; who gained; what is not known; and what to ask next. Every answer
shows its working, and "unknown" is an answer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from involvement.assessment import Assessment, assess, schema
    from involvement.collection import assess_each
    from involvement.errors import (
        InvolvementError,
        Issue,
        MissingExtra,
        RecordError,
        ScaleError,
        TableError,
    )
    from involvement.formats.files import check, dump, load
    from involvement.influence.policy import EvidencePolicy
    from involvement.influence.tracing import trace
    from involvement.influence.views import influence_graph
    from involvement.instruments.scale import load_scale, scale, scales
    from involvement.limits import Limits
    from involvement.patterns.coders import agreement
    from involvement.patterns.portfolio import Portfolio
    from involvement.patterns.propositions import findings
    from involvement.record.activity import Activity
    from involvement.record.programme import Programme
    from involvement.scoring.activity import score
    from involvement.scoring.columns import score_table
    from involvement.scoring.starting import initiative
    from involvement.scoring.verdicts import depth

__version__ = "0.1.0"

_HOMES = {
    "Activity": "record.activity",
    "Assessment": "assessment",
    "EvidencePolicy": "influence.policy",
    "InvolvementError": "errors",
    "Issue": "errors",
    "Limits": "limits",
    "MissingExtra": "errors",
    "Portfolio": "patterns.portfolio",
    "Programme": "record.programme",
    "RecordError": "errors",
    "ScaleError": "errors",
    "TableError": "errors",
    "agreement": "patterns.coders",
    "assess": "assessment",
    "assess_each": "collection",
    "check": "formats.files",
    "depth": "scoring.verdicts",
    "dump": "formats.files",
    "findings": "patterns.propositions",
    "influence_graph": "influence.views",
    "initiative": "scoring.starting",
    "load": "formats.files",
    "load_scale": "instruments.scale",
    "scale": "instruments.scale",
    "scales": "instruments.scale",
    "schema": "assessment",
    "score": "scoring.activity",
    "score_table": "scoring.columns",
    "trace": "influence.tracing",
}

__all__ = [
    "Activity",
    "Assessment",
    "EvidencePolicy",
    "InvolvementError",
    "Issue",
    "Limits",
    "MissingExtra",
    "Portfolio",
    "Programme",
    "RecordError",
    "ScaleError",
    "TableError",
    "agreement",
    "assess",
    "assess_each",
    "check",
    "depth",
    "dump",
    "findings",
    "influence_graph",
    "initiative",
    "load",
    "load_scale",
    "scale",
    "scales",
    "schema",
    "score",
    "score_table",
    "trace",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use: importing the package stays cheap."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'involvement' has no attribute {name!r}")
    value = getattr(import_module(f"involvement.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*__all__, "__version__"])
