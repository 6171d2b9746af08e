"""Whatever a record holds, its pages are whole, escaped and the same every time."""

import json
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from involvement.assessment import Assessment, assess
from involvement.formats.files import load
from involvement.record.programme import Programme
from involvement.report import feedback, gripp2, html, markdown
from involvement.testing import programmes

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "' onfocus=alert(1) x='",
    "]]><svg onload=alert(1)>",
    "javascript:alert(1)",
    "</style></svg></title><iframe src='//x.org'>",
    "a | b\n| c | d |\n\n# heading\n- item",
    "[x](javascript:alert(1)) ![y](http://x.org/z.png)",
    "\\ ` * _ ~ $x^2$ \\input{z} & &amp; {braces} {0}",
    "\u202eright to left\u2066 and no end",
    "\x00\x1b[31m\x07",
    "W" * 300,
    "\u05e9\u05dc\u05d5\u05dd \U0001f642 e\u0301",
)
TEXTS = {
    "label", "title", "summary", "description", "setting", "citation", "intended",
    "reason", "origin", "locator", "note", "statement", "sites",
}  # fmt: skip
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "header",
    "h1",
    "h2",
    "h3",
    "p",
    "a",
    "nav",
    "ol",
    "ul",
    "li",
    "main",
    "section",
    "footer",
    "figure",
    "figcaption",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "span",
    "code",
    "bdi",
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "text",
    "desc",
}


def hostile(values: Any, turn: Iterator[int], key: str = "") -> Any:
    """The record with hostile text wherever text is free."""
    if isinstance(values, dict):
        if key == "groups":
            return {HOSTILE[next(turn) % len(HOSTILE)]: n for n in values.values()}
        if key == "anchors":
            return {k: HOSTILE[next(turn) % len(HOSTILE)] for k in values}
        made = {name: hostile(value, turn, name) for name, value in values.items()}
        if "method" in made or "standpoint" in made:
            made["organisation"] = HOSTILE[next(turn) % len(HOSTILE)]
        return made
    if isinstance(values, list):
        return [hostile(value, turn, key) for value in values]
    if key in TEXTS and isinstance(values, str) and values not in ("yes", "no"):
        return HOSTILE[next(turn) % len(HOSTILE)]
    return values


def one(example: str) -> Programme:
    """A shipped record."""
    programme = load(example)
    assert isinstance(programme, Programme)
    return programme


def poisoned(programme: Programme, start: int = 0) -> Programme:
    """A record whose every free text is hostile."""
    values = json.loads(programme.model_dump_json())
    return Programme.model_validate_json(json.dumps(hostile(values, count(start))))


class Page(HTMLParser):
    """Checks a page as it is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(
        self, name: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        """Only our own elements, no attribute that runs or loads anything."""
        assert name in TAGS, name
        if name != "meta":
            self.open.append(name)
        for key, value in attributes:
            assert not key.startswith("on")
            assert key not in ("src", "srcset", "action", "formaction", "xlink:href")
            if key == "href":
                assert str(value).startswith("#")
                self.targets.append(str(value)[1:])
            if key == "style":
                assert re.fullmatch(r"flex-grow:\d+", str(value))
            if key == "id":
                self.ids.append(str(value))

    def handle_endtag(self, name: str) -> None:
        """Elements close in the order they opened."""
        assert self.open.pop() == name


def whole(markup: str) -> None:
    """A page that is well formed, loads nothing, and whose anchors are all there."""
    page = Page()
    page.feed(markup)
    page.close()
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", markup)
    assert "url(" not in markup
    assert "@import" not in markup


def one_line_each(text: str) -> None:
    """Every table of a Markdown page has as many cells in every row."""
    width = 0
    for line in text.splitlines():
        assert "<" not in line
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (width and cells) or cells == width
        width = cells


def all_pages(assessment: Assessment) -> dict[str, str]:
    """Every page there is."""
    return {
        "html": html.page(assessment),
        "markdown": markdown.page(assessment),
        "short": gripp2.page(assessment),
        "long": gripp2.page(assessment, form="long"),
        "feedback": feedback.page(assessment),
        "feedback.html": feedback.html(assessment),
    }


def check(pages: dict[str, str]) -> None:
    """All of them are whole."""
    for name, text in pages.items():
        if name.endswith("html"):
            whole(text)
        else:
            one_line_each(text)


EXAMPLES = ("stroke", "minimum", "co-design", "stroke-research-group")


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_give_whole_pages(example: str) -> None:
    """Every shipped record, as it is and with hostile text in every field."""
    programme = one(example)
    check(all_pages(assess(programme)))
    for start in (0, 7):
        check(all_pages(assess(poisoned(programme, start))))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(programmes(most=3), st.integers(0, 12))
def test_any_record_gives_whole_pages(programme: Programme, start: int) -> None:
    """Generated records, hostile text in every field."""
    check(all_pages(assess(poisoned(programme, start))))


def shuffled(values: Any, deal: random.Random) -> Any:
    """The same record with every list in another order, names of fields too."""
    if isinstance(values, dict):
        names = deal.sample(list(values), len(values))
        return {name: shuffled(values[name], deal) for name in names}
    if isinstance(values, list):
        items = [shuffled(value, deal) for value in values]
        kept = any(isinstance(one, dict) and "reporter" in one for one in items)
        return items if kept else deal.sample(items, len(items))
    return values


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_lists_changes_no_byte(seed: int) -> None:
    """Every list shuffled, in items too; accounts are numbered as they stand."""
    values = json.loads(one("stroke").model_dump_json())
    dealt = shuffled(values, random.Random(seed))  # noqa: S311 - a shuffle
    first = all_pages(assess(Programme.model_validate_json(json.dumps(values))))
    second = all_pages(assess(Programme.model_validate_json(json.dumps(dealt))))
    assert first == second
