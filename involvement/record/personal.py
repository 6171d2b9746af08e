"""What looks like a personal detail, wherever it stands; a pattern, not a meaning."""

from __future__ import annotations

import re

_MAIL = re.compile(r"(?<=[^\s@<>])@[^\s@<>]+\.[A-Za-z]{2}")
"""Looked for from its sign: a search from the left needs the square of a long text."""

_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:\+\d{1,3}|00\d{1,3}|\(?0)[\d() -]{7,15}\d(?![\w/]|[.,]\d)"
)
_NHS = re.compile(r"(?<![\w.,/+-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w/]|[.,]\d)")


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
