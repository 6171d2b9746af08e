"""How the answers were made, and what they do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.document import (
    Bullets,
    Folded,
    Heading,
    Paragraph,
    Section,
    Table,
)

if TYPE_CHECKING:
    from involvement.report.chapters.telling import Telling
    from involvement.report.document import Text

LIMITS = (
    "higher",
    "cause",
    "absence",
    "share",
    "personal",
    "scales",
    "harm",
    "ranking",
    "present",
    "people",
    "when_not",
)


def limits(telling: Telling) -> Section:
    """What this does not tell you."""
    words = telling.words
    points = tuple(words(f"limits.{name}") for name in LIMITS)
    return Section(
        "limits",
        words("section.limits"),
        (Paragraph(words("limits.text")), Bullets(points)),
    )


def methods(telling: Telling) -> Section:
    """Versions, scales with their sources, evidence policy, limits met."""
    words, assessment = telling.words, telling.assessment
    versions, trace = assessment.versions, assessment.trace
    stamps: list[tuple[Text, ...]] = [
        (
            one.title,
            one.version if one.shipped else words("methods.own", version=one.version),
            telling.word(f"kind_{one.kind}"),
            one.citation,
            " ".join(part for part in (one.contestable, one.notice) if part)
            or words("none"),
        )
        for one in assessment.scales.values()
    ]
    kept: list[tuple[Text, ...]] = [
        (
            telling.word(name),
            str(limit.allowed),
            words("methods.by_pair") if limit.found is None else str(limit.found),
            telling.word(
                "unknown" if limit.kept is None else "yes" if limit.kept else "no"
            ),
            limit.then,
        )
        for name, limit in trace.limits.items()
    ]
    head = ("scale", "version", "kind", "citation", "remark")
    limit_head = ("limit", "allowed", "found", "kept", "then")
    return Section(
        "methods",
        words("section.methods"),
        (
            Paragraph(words("methods.sets")),
            Paragraph(words("methods.evidence", policy=versions.evidence_policy)),
            Paragraph(
                words(
                    "methods.trace",
                    time=telling.word(f"time_{trace.time}"),
                    weights=telling.word(f"weights_{trace.share_weights}"),
                )
            ),
            Bullets(
                (
                    words("methods.library", version=versions.library),
                    words("methods.schema", version=versions.schema),
                    words("methods.on_request", scales=_on_request(telling)),
                )
            ),
            Heading(words("methods.scales")),
            Folded(
                words("methods.open"),
                (
                    Table(
                        words("methods.scales"),
                        tuple(words(f"methods.{name}") for name in head),
                        tuple(stamps),
                    ),
                ),
            ),
            Heading(words("methods.limits")),
            Table(
                words("methods.limits"),
                tuple(words(f"methods.{name}") for name in limit_head),
                tuple(kept),
            ),
        ),
    )


def _on_request(telling: Telling) -> str:
    names = (telling.scale(one) for one in telling.assessment.on_request)
    return ", ".join(names) or telling.words("none")


def colophon(telling: Telling) -> str:
    """The line at the foot of the page."""
    versions = telling.assessment.versions
    return telling.words(
        "page.colophon",
        version=versions.library,
        schema=versions.schema,
        policy=versions.evidence_policy,
    )
