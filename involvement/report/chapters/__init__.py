"""The chapters of a report, in the order a reader needs them.

Each module builds its sections from the assessment; none computes an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.report.chapters import (
    asking,
    beginning,
    benefit,
    depth,
    findings,
    influence,
    methods,
    views,
)
from involvement.report.chapters.telling import Telling
from involvement.report.document import Document, Said

if TYPE_CHECKING:
    from involvement.assessment import Assessment
    from involvement.report.labels import Labels


def document(assessment: Assessment, words: Labels) -> Document:
    """The whole report as a document, to be written as HTML or Markdown."""
    telling = Telling(assessment, words)
    return Document(
        title=Said(assessment.title),
        language=words("language"),
        foreword=beginning.foreword(telling),
        sections=(
            beginning.brief(telling),
            beginning.starting(telling),
            depth.depths(telling),
            depth.areas(telling),
            depth.doing(telling),
            influence.trails(telling),
            influence.inputs(telling),
            influence.changes(telling),
            benefit.outcomes(telling),
            benefit.told(telling),
            benefit.knowledge(telling),
            benefit.costs(telling),
            findings.pattern(telling),
            views.differences(telling),
            views.signals(telling),
            views.ratings(telling),
            views.people(telling),
            views.factors(telling),
            asking.questions(telling),
            methods.limits(telling),
            methods.methods(telling),
        ),
        colophon=methods.colophon(telling),
    )
