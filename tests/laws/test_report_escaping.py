"""Nothing a user wrote is ever obeyed: in HTML, in attributes, in Markdown."""

from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from involvement.report.labels import labels
from involvement.report.markup import Safe, join, markdown, shown, tag, user

HOSTILE = (
    "<script>alert(1)</script>\"'&]]><!--|`*_[x](javascript:y)\n# \u202e\x00\x1b[1m"
)


class Reader(HTMLParser):
    """Collects the elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(
        self, name: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        """One more element."""
        self.tags.append(name)
        self.attributes += attributes

    def handle_data(self, data: str) -> None:
        """More text."""
        self.text += data


def read(markup: str) -> Reader:
    """The page as a browser would take it apart."""
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(st.text())
@example(HOSTILE)
def test_text_and_attributes_hold_what_was_written(text: str) -> None:
    """One element goes in, one comes out, whatever its text and attribute are."""
    page = read(tag("p", text, title=text))
    assert page.tags == ["p"]
    assert [name for name, _ in page.attributes] == ["title"]
    plain = "".join(c for c in text if c.isprintable())
    assert all(c in page.text for c in plain)


@given(st.text())
@example(HOSTILE)
def test_what_a_user_wrote_is_isolated(text: str) -> None:
    """A name in another direction does not turn the sentence round it."""
    assert read(user(text)).tags == ["bdi"]
    assert "\u202e" not in shown(text)


@given(st.text())
@example(HOSTILE)
@example("1. x")
@example("- x")
@example("www.x.org http://x a@b.c")
def test_markdown_stays_one_cell(text: str) -> None:
    """No line break, no bare bar, no raw markup."""
    line = markdown(text)
    assert len(line.splitlines()) <= 1
    assert "<" not in line
    bars = [i for i, c in enumerate(line) if c in "|`*_[]"]
    assert all(line[i - 1] == "\\" for i in bars)


def test_children_are_lists_numbers_and_nothing() -> None:
    """What a page is made of; None falls out, markup stays markup."""
    made = tag("p", [1, None, "<"], Safe("<br>"), hidden=True, class_=None)
    assert made == "<p hidden>1&lt;<br></p>"
    assert tag("br") == "<br>"
    assert join("a", "b", between=" & ") == "a &amp; b"
    assert Safe("x").__html__() == "x"


def test_labels_escape_what_is_filled_in_beside_markup() -> None:
    """A text with markup filled in is markup; the rest of it is escaped."""
    words = labels("en")
    assert (
        words("count.answered", answered=tag("b", 1), n="<")
        == "<b>1</b> of &lt; answered"
    )
    assert isinstance(words("count.answered", answered=1, n=2), str)
