"""Contrast in both themes, measured; and what the style sheet may not do."""

import re

import pytest

from involvement.report.html import style

PAIRS = [
    ("ink", "paper", 7.0),
    ("ink", "panel", 7.0),
    ("ink", "box", 7.0),
    ("soft", "paper", 4.5),
    ("soft", "panel", 4.5),
    ("soft", "box", 4.5),
    ("soft", "dead", 4.5),
    ("link", "paper", 4.5),
    *((("ink"), f"{side}-bg", 4.5) for side in ("user", "professional")),
    *((("ink"), f"{side}-bg", 4.5) for side in ("joint", "external")),
    *((side, "paper", 3.0) for side in ("user", "professional", "joint", "external")),
    *((sign, "paper", 3.0) for sign in ("sign", "block", "focus")),
    ("sign", "dead", 3.0),
]


def themes() -> dict[str, dict[str, str]]:
    """The colours of the light, the dark and the printed page."""
    blocks = re.findall(r":root \{(.*?)\}", style(), re.DOTALL)
    found = [dict(re.findall(r"--([a-z-]+): (#\w+);", block)) for block in blocks]
    light, dark, paper = found
    return {"light": light, "dark": light | dark, "print": light | paper}


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    values = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(theme: str, front: str, back: str, least: float) -> None:
    """Text at least 4.5 : 1 (body text 7 : 1), signs at least 3 : 1."""
    colours = themes()[theme]
    light, dark = sorted((luminance(colours[front]), luminance(colours[back])))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= least


def test_the_sheet_loads_nothing() -> None:
    """No address, no import, no font, and nothing moves."""
    assert not re.search(r"url\(|@import|@font-face|animation: [^n]", style())
    assert "prefers-reduced-motion" in style()
