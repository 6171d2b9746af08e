"""Text that looks as if it would tell who somebody is; it is never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from involvement.record.contents import LISTS, Contents
from involvement.record.faults import Fault, Path
from involvement.record.model import Model

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:\+\d{1,3}|00\d{1,3}|\(?0)[\d() -]{7,15}\d(?![\w/]|[.,]\d)"
)
_NHS = re.compile(r"(?<![\w.,/+-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w/]|[.,]\d)")


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


def personal_detail(text: str) -> str:
    """What personal detail a text seems to hold, or nothing.

    Example:
        >>> personal_detail("ask ann@example.org"), personal_detail("doi 10.1136/39456")
        ('an e-mail address', '')
    """
    if "@" in text and _MAIL.search(text):
        return "an e-mail address"
    if not any(map(str.isdigit, text)):
        return ""
    for match in _NHS.finditer(text):
        if match[2] or _checked(match[1] + match[3] + match[4]):
            return "an NHS number"
    for match in _PHONE.finditer(text):
        if sum(map(str.isdigit, match.group())) >= 9:
            return "a telephone number"
    return ""


def _checked(digits: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number (modulus 11)."""
    weighed = sum(int(d) * w for d, w in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - weighed % 11) % 11 == int(digits[9])


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
