"""Records that could spoil a report: hostile, huge, or hardly filled in."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

import involvement as inv
from involvement.report import pages
from involvement.report.story import MOST_BOXES, MOST_LINKS

SVG = "{http://www.w3.org/2000/svg}"
BAD = "<script>alert('x')</script> & \"q\" ]]> javascript:alert(1) </svg>"
LONG = {
    "letters": "W" * 300,
    "words": "ward " * 60,
    "right to left": "\u05e9\u05dc\u05d5\u05dd " * 50,
    "turned": "\u202e" + "abc" * 90,
    "emoji": "\U0001f469\u200d\U0001f9bd" * 60,
    "stacked": "e" + "\u0301" * 299,
}


def small(title: str = "", **more: Any) -> inv.Programme:
    """One of everything that is drawn, with one title everywhere."""
    values: dict[str, Any] = {
        "schema_version": "1",
        "id": "p",
        "title": title or None,
        "description": title or None,
        "setting": title or None,
        "citation": title or None,
        "actors": [{"id": "u", "role": "service_user", "label": title or None}],
        "areas": [{"id": "r", "title": title or None, "technicality": "high"}],
        "activities": [
            {
                "id": "a",
                "title": title or None,
                "areas": ["r"],
                "initiated_by": "user",
                "asks_users": "yes",
                "participants": [{"people": 30, "groups": {title or "g": 12}}],
                "accounts": [{"reporter": "u", "asks_users": "no"}],
            },
            {"id": "b"},
        ],
        "contributions": [
            {"id": "c", "summary": title or None, "activity": "a", "made_by": ["u"],
             "intended": title or None}
        ],
        "decisions": [{"id": "d", "title": title or None, "reason": title or None}],
        "changes": [{"id": "h", "title": title or None}],
        "outcomes": [{"id": "o", "title": title or None}],
        "drivers": [{"id": "v", "title": title or None}],
        "rivals": [{"id": "w", "title": title or None, "explains": "h"}],
        "evidence": [
            {"id": "e", "origin": title or None, "organisation": title or None,
             "locator": title or None, "note": title or None, "grade": 3}
        ],
        "links": [
            {"id": "l1", "source": "c", "target": "d", "kind": "informed",
             "evidence": ["e"], "sites": [title] if title else []},
            {"id": "l2", "source": "d", "target": "h", "kind": "led_to",
             "evidence": ["e"]},
            {"id": "l3", "source": "h", "target": "o", "kind": "resulted_in"},
            {"id": "l4", "source": "v", "target": "h", "kind": "drove",
             "effect": "blocks"},
        ],
        "feedback": [{"id": "f", "about": "h", "to": ["c"]}],
        "factors": [{"id": "k", "note": title or None, "affects": ["a"]}],
        "interpretations": [{"actor": "u", "statement": title or None}],
    }  # fmt: skip
    return inv.Programme.model_validate(values | more)


def test_nothing_a_record_holds_is_obeyed() -> None:
    """Every form and every notebook view of a record with one title everywhere."""
    record = small(BAD)
    found = inv.assess(record)
    shown = {form: pages.page(found, form) for form in pages.FORMS}
    views: list[Any] = [
        record,
        found,
        found.trace,
        found.findings,
        *found.activities.values(),
    ]
    shown |= {str(n): view._repr_html_() for n, view in enumerate(views)}
    for form, text in shown.items():
        if form in ("text", "json"):
            continue  # no markup there: plain text, and JSON's own escapes
        assert "<script" not in text, form
        assert "</svg> " not in text, form
        assert not re.search(r"(href|src)=.?javascript:", text), form
    assert "&lt;script&gt;" in shown["html"]
    assert "&lt;script&gt;" in shown["feedback-html"]


@pytest.mark.parametrize("kind", LONG)
def test_long_titles_leave_the_picture_whole(kind: str) -> None:
    """Wrapped into their boxes; the whole title stands in the name of the box."""
    page = pages.page(inv.assess(small(LONG[kind])), "html")
    markup = re.search(r'<svg [^>]*class="influence inf".*?</svg>', page, re.DOTALL)
    assert markup
    picture = ET.fromstring(markup[0])  # noqa: S314 - our own drawing
    wide, high = map(float, str(picture.get("viewBox")).split()[2:])
    assert wide < 1_300
    assert high < 1_000
    boxes = [g for g in picture.iter(f"{SVG}g") if "node" in str(g.get("class"))]
    assert len(boxes) == 7
    for box in boxes:
        rect = box.find(f"{SVG}rect")
        lines = box.findall(f"{SVG}text")
        assert rect is not None
        left, top = float(rect.get("x", 0)), float(rect.get("y", 0))
        low = top + float(rect.get("height", 0))
        assert left >= 0
        assert left + float(rect.get("width", 0)) <= wide
        for line in lines:
            assert top <= float(line.get("y", 0)) <= low
            bare = "".join(c for c in line.text or "" if c not in "\u0301\u200d")
            assert len(bare) <= 60


def large(activities: int, links: int) -> inv.Programme:
    """A record of many activities, inputs, decisions and changes, loosely joined."""
    draw = random.Random(1)  # noqa: S311 - no secret
    inputs, changes = links // 4, links // 40
    kinds = ("informed", "led_to", "decided")
    made = []
    for n in range(links):
        ends = (
            (f"c{draw.randrange(inputs)}", f"d{draw.randrange(inputs)}"),
            (f"d{draw.randrange(inputs)}", f"h{draw.randrange(changes)}"),
            (f"a{draw.randrange(activities)}", f"d{draw.randrange(inputs)}"),
        )[n % 3]
        made.append(
            {"id": f"l{n}", "source": ends[0], "target": ends[1], "kind": kinds[n % 3]}
        )
    sides = ("user", "professional", "unknown")
    return inv.Programme.model_validate(
        {
            "schema_version": "1",
            "id": "large",
            "activities": [
                {"id": f"a{n}", "title": f"Meeting {n}", "initiated_by": sides[n % 3]}
                for n in range(activities)
            ],
            "contributions": [
                {"id": f"c{n}", "activity": f"a{n % activities}", "made_by": "user"}
                for n in range(inputs)
            ],
            "decisions": [{"id": f"d{n}"} for n in range(inputs)],
            "changes": [{"id": f"h{n}"} for n in range(changes)],
            "links": made,
        }
    )


def test_a_large_record_gives_way_to_tables_and_says_so() -> None:
    """Stated sizes; what is left out is counted and stands in tables."""
    found = inv.assess(large(400, 1_600))
    page = pages.page(found, "html")
    drawn = re.findall(r'<g id="inf-[^"]+" class="node', page)
    assert len(drawn) == MOST_BOXES
    assert len(re.findall(r'class="link g\d', page)) <= MOST_LINKS + 20  # and legend
    assert "Drawn are the 200 most telling boxes" in page
    assert re.search(r"Left out are \d+ contributions, \d+ activities, ", page)
    text = pages.page(found, "markdown")
    assert "**Signals of the first 100 of 400 activities**" in text
    assert "further questions" in text
    assert len(page) < 4_000_000
    assert len(pages.screen(found).splitlines()) < 80


@pytest.mark.parametrize("n", [0, 1])
def test_one_activity_or_none(n: int) -> None:
    """The smallest records have whole pages too."""
    activities = [{"id": "a", "asks_users": "yes"}][:n]
    found = inv.assess(small(activities=activities, contributions=[], links=[],
                             feedback=[], factors=[]))  # fmt: skip
    for form in pages.FORMS:
        assert pages.page(found, form)
    page = pages.page(found, "markdown")
    assert ("0 of 1 |" in page) is (n == 1)


def test_every_total_says_of_how_many() -> None:
    """Who, depth, funnels, told, propositions, people: n of m, in text and on paper."""
    found = inv.assess(small())
    screen, page = pages.screen(found), pages.page(found, "markdown")
    assert re.search(r"^  initiated +1 +· +· +· +1 +1 of 2$", screen, re.MULTILINE)
    assert "| Started by | 1 | 0 | 0 | 0 | 1 | 1 of 2 |" in page
    assert "0 of 2 activities have one certain level" in page
    assert "| put forward | 1 of 1 | c |" in page
    assert "| P1 Initiation is professional. | fails | 0.00 to 0.50 | 1 of 2 |" in page
    assert "Entries with a number of people: 1 of 1." in page
    for row in re.findall(r"^\| P\d.*$", page, re.MULTILINE):
        assert re.search(r"\| \d+ of \d+ \|$", row)
