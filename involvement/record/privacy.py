"""Text that looks as if it would tell who somebody is; it is never repeated."""

from __future__ import annotations

from collections.abc import Iterator

from involvement.record.contents import LISTS, Contents
from involvement.record.faults import Fault, Path
from involvement.record.model import Model
from involvement.record.personal import personal_detail


def privacy_warnings(record: Contents) -> list[Fault]:
    """Texts that look like personal details, and single persons with a label."""
    found = []
    for path, text in _texts(record):
        kind = personal_detail(text)
        if kind:
            found.append(
                Fault(
                    "privacy-text",
                    path,
                    f"found text that looks like {kind} (not repeated here)",
                    "expected no personal details: people are opaque ids",
                    "remove it",
                    severity="warning",
                )
            )
    for n, actor in enumerate(record.actors):
        if actor.people == 1 and actor.label:
            found.append(
                Fault(
                    "privacy-single",
                    ("actors", n, "label"),
                    "found a label on an actor who is one person",
                    "expected nothing that tells who it is",
                    "date, place and a rare role together may identify a person",
                    severity="note",
                )
            )
    return found


def _texts(record: Contents) -> Iterator[tuple[Path, str]]:
    """Every free text and label with its path; ids, closed words and dates are none."""
    yield from _of(record, ())
    for name in LISTS:
        for n, item in enumerate(getattr(record, name)):
            yield from _of(item, (name, n))
    yield from _labels(record)
    for n, rating in enumerate(record.ratings):
        for field in ("answers", "anchors"):
            for item, text in getattr(rating, field).items():
                yield ("ratings", n, field, item), item
                if isinstance(text, str):
                    yield ("ratings", n, field, item), text


def _labels(record: Contents) -> Iterator[tuple[Path, str]]:
    for n, activity in enumerate(record.activities):
        for m, part in enumerate(activity.participants):
            for label in part.groups:
                yield ("activities", n, "participants", m, "groups", label), label
    for n, link in enumerate(record.links):
        for m, site in enumerate(link.sites):
            yield ("links", n, "sites", m), site
    for n, evidence in enumerate(record.evidence):
        for field in ("origin", "organisation"):
            if getattr(evidence, field):
                yield ("evidence", n, field), getattr(evidence, field)


def _of(part: Model, path: Path) -> Iterator[tuple[Path, str]]:
    for field in sorted(part.texts):
        text = getattr(part, field)
        if text:
            yield (*path, field), text
