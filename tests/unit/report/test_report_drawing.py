"""The influence picture: every sign has words, every mark a name and a tab stop."""

import xml.etree.ElementTree as ET

from involvement.report.drawing import Line, Node, draw, legend
from involvement.report.labels import labels
from involvement.report.markup import Safe

WORDS = labels("en")
SVG = "{http://www.w3.org/2000/svg}"


def picture(nodes: list[Node], lines: list[Line]) -> ET.Element:
    """The drawing as XML, its style sheet left out."""
    made = draw(nodes, lines, prefix="p", title="T", description="D", words=WORDS)
    return ET.fromstring(made[made.index("<svg") :])  # noqa: S314 - our own drawing


NODES = [
    Node("c1", 0, "Plain words & <large> type", sign="users"),
    Node("c2", 0, "Too late", state="died", notes=("ended here: rejected",)),
    Node("a1", 1, "Leaflet group"),
    Node("d1", 2, "Print it", sign="accepted"),
    Node("x1", 0, "A law", state="outside"),
]
LINES = [
    Line("c1", "a1", 4, name="plain words was put forward in the leaflet group"),
    Line("c2", "c1", 0, gap=True),
    Line("a1", "d1", 3, stitched=True),
    Line("x1", "d1", 1, status="blocked"),
    Line("c2", "d1", 2, status="refuted"),
    Line("d1", "a1", 1),
]


def test_every_mark_is_named_and_reachable() -> None:
    """Boxes and links are images with a title and a tab stop."""
    groups = picture(NODES, LINES).findall(f"{SVG}g")
    assert len(groups) == len(NODES) + len(LINES)
    for group in groups:
        title = group.find(f"{SVG}title")
        assert group.get("role") == "img"
        assert group.get("tabindex") == "0"
        assert title is not None
        assert title.text


def test_signs_other_than_colour() -> None:
    """Blocked ends in a bar; refuted, stitched and gaps have a sign half way."""
    by_name = {
        group.findtext(f"{SVG}title"): [
            p.get("class") for p in group.iter(f"{SVG}path")
        ]
        for group in picture(NODES, LINES).findall(f"{SVG}g")
    }
    assert by_name["x1 > d1"] == ["hit", "way", "bar"]
    assert by_name["c2 > d1"] == ["hit", "way", "head", "mark"]
    assert by_name["a1 > d1"] == ["hit", "way", "head", "mark"]
    assert by_name["d1 > a1"] == ["hit", "way", "head"]


def test_a_box_shows_what_was_written_and_where_it_ended() -> None:
    """Labels are text, not markup; a grey box says why it is grey."""
    boxes = {g.get("id"): g for g in picture(NODES, LINES).findall(f"{SVG}g")}
    lines = [t.text for t in boxes["p-c1"].iter(f"{SVG}text")]
    assert lines == ["users", "Plain words &", "<large> type"]
    died = boxes["p-c2"]
    assert "died" in str(died.get("class"))
    assert [t.text for t in died.iter(f"{SVG}text")] == [
        "Too late",
        "ended here: rejected",
    ]


def test_paths_light_up_by_style_sheet() -> None:
    """Focus on an input lights what it reached over live links, and nothing else."""
    made = picture(NODES, LINES)
    lit = {
        str(group.get("id") or group.findtext(f"{SVG}title"))
        for group in made.findall(f"{SVG}g")
        if "h0" in str(group.get("class")).split()
    }
    forward = {"p-c1", "p-a1", "p-d1"}
    assert forward <= lit
    assert "p-x1" not in lit
    assert "x1 > d1" not in lit


def test_empty_columns_say_so() -> None:
    """A column without boxes reads "none recorded"; no boxes need no style sheet."""
    made = draw([], [], prefix="p", title="T", description="D", words=WORDS)
    assert made.startswith("<svg")
    assert made.count("none recorded") == 5


def test_the_legend_shows_each_sign() -> None:
    """Five grades, blocked, refuted, stitched, gap and ended."""
    made = legend(WORDS)
    assert isinstance(made, Safe)
    assert made.count("<li>") == 10
