"""Bars and grids: unknown is drawn as unknown, sets as spans."""

import xml.etree.ElementTree as ET

import pytest

from involvement.errors import RecordError
from involvement.report.labels import labels
from involvement.report.pictures import Axis, Group, bars, grid, key
from involvement.report.wrapping import width, wrap

WORDS = labels("en")
SVG = "{http://www.w3.org/2000/svg}"
DOWN = Axis("Who", ("users", "professionals", "not known"), frozenset({2}))
ACROSS = Axis(
    "Depth", ("inform", "consult", "involve", "no level fits"), frozenset({3})
)


def test_bars_hold_counts_and_their_story() -> None:
    """A part a kind, as wide as its count; nothing recorded is said, not drawn as 0."""
    made = bars(
        [
            ("Led", {"user": 0, "professional": 3, "unknown": 1}, "3 of 4"),
            ("Set", {}, ""),
        ],
        words=WORDS,
    )
    assert 'aria-label="Led: professionals 3, not known 1"' in made
    assert 'class="part k-professional" style="flex-grow:3">3<' in made
    assert "k-user" not in made
    assert 'aria-label="Set: nothing recorded"' in made
    assert "not known" in key(["unknown"], words=WORDS)


def test_a_certain_answer_is_a_disc_and_an_open_one_a_span() -> None:
    """Rings stand at what is still possible only."""
    groups = [
        Group(0, (1,), certain=True, members=("<a>", "b")),
        Group(0, (0, 2), certain=False, members=("c",)),
        Group(2, (1, 2), certain=True, members=("d",)),
    ]
    made = grid(DOWN, ACROSS, groups, prefix="g", title="T", words=WORDS)
    cases = ET.fromstring(made).findall(f"{SVG}g")  # noqa: S314 - our own picture
    stories = [case.findtext(f"{SVG}title") for case in cases]
    assert stories == [
        "users: consult. 2 cases: <a>; b",
        "users: inform or involve. 1 case: c",
        "not known: consult and involve. 1 case: d",
    ]
    rings = [len(case.findall(f"{SVG}circle")) for case in cases]
    assert rings == [1, 2, 2]
    assert [case.get("class") for case in cases] == [
        "case certain",
        "case open",
        "case certain",
    ]


def test_an_empty_grid_is_still_a_picture() -> None:
    """No rows, no columns: a title and nothing else to trip over."""
    made = grid(Axis("a", ()), Axis("b", ()), [], prefix="g", title="T", words=WORDS)
    assert ET.fromstring(made).findtext(f"{SVG}title") == "T"  # noqa: S314 - our own


@pytest.mark.parametrize(
    "text", ["", "word", "x" * 300, "漢字" * 40, "e\u0301" * 60, "🙂" * 50, "a b " * 90]
)
def test_wrapped_lines_fit(text: str) -> None:
    """No line is wider than the room, and a long text is cut visibly."""
    lines = wrap(text, 148, 12.5)
    assert all(width(line, 12.5) <= 148 for line in lines)
    assert len(lines) <= 5
    whole = "".join(lines).rstrip("…")
    assert "".join(text.split()).startswith("".join(whole.split()))


def test_a_character_wider_than_the_room_still_comes_out() -> None:
    """There is always progress, one character a line."""
    assert wrap("漢字", 5, 12) == ["漢", "字"]
    assert wrap("漢字漢", 5, 12, lines=2) == ["漢", "…"]


def test_an_unknown_language_is_refused_with_those_known() -> None:
    """A new language is one more file."""
    with pytest.raises(RecordError) as caught:
        labels("fr")
    assert str(caught.value) == (
        "[option-unknown]\n"
        "  found the language 'fr'\n"
        "  expected one of: en\n"
        "  a new language is one more file in report/labels"
    )
