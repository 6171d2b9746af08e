"""The terminal summary: nothing obeyed, nothing lost, nothing invented."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

import involvement as inv
from involvement.report import pages
from involvement.report.progress import counting
from involvement.report.text import question_list, summary


def assessed(**fields: object) -> inv.Assessment:
    """A small programme, assessed."""
    return inv.assess(inv.Programme(schema_version="1", id="p", **fields))


def test_nothing_recorded_is_said() -> None:
    """Empty sections say so; no line of zeros looks like an answer."""
    text = summary(assessed())
    assert "nothing recorded" in text
    assert "Ask next" in text


def test_markup_and_escapes_in_titles_are_shown() -> None:
    """Brackets and control characters stand as written, not obeyed."""
    text = summary(assessed(title="[bold]x[/b]\x1b[31m", description="[/]"))
    assert text.splitlines()[0] == "[bold]x[/b]\\x1b[31m"
    assert text.splitlines()[1] == "[/]"
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_any_width_can_be_read(width: int) -> None:
    """No line is wider than asked for, and every activity stays."""
    programme = inv.load("stroke")
    assert isinstance(programme, inv.Programme)
    text = summary(inv.assess(programme), width=width)
    assert max(map(len, text.splitlines())) <= width


def test_colour_only_when_asked_for() -> None:
    """Escape codes come from us alone, and only in colour."""
    found = assessed()
    assert "\x1b[1m" in summary(found, colour=True)
    assert "\x1b" not in summary(found)
    assert pages.screen(found) == summary(found)


def test_labels_that_hold_nowhere() -> None:
    """A scale of labels of which none holds says so; a signal may be unknown."""
    told = {"id": "a", "informs_users": "no", "asks_users": "no", "deliberates": "no",
            "decision_right": "none", "led_by": "professional", "user_work": "none",
            "initiated_by": "professional", "decision_stage": "no_decision",
            "feedback_given": "none"}  # fmt: skip
    text = summary(assessed(activities=[told]))
    assert "involve       none holds" in text
    assert "formal_enacted_gap not known" in text


def test_questions_in_full() -> None:
    """The list of questions has the coding guide's words."""
    found = assessed(activities=[{"id": "a"}])
    text = question_list(found, number=1)
    assert text.startswith("1 of ")
    assert "Who could make the decision stick?" in text


def test_a_form_that_does_not_exist() -> None:
    """The forms a report can take are named."""
    with pytest.raises(inv.RecordError) as caught:
        pages.page(assessed(), "pdf")
    assert str(caught.value) == (
        "[option-unknown]\n"
        "  found the form 'pdf'\n"
        "  expected one of: text, markdown, html, json, gripp2, gripp2-long, "
        "feedback, feedback-html"
    )
    assert pages.page(assessed()) == summary(assessed())


def test_progress_is_shown_to_people_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silent in a pipe or when asked; a counter on a terminal."""
    with counting("rows") as count:
        count(3)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with counting("rows", quiet=True) as count:
        count(3)
    assert terminal.getvalue() == ""
    with counting("rows") as count:
        count(3)
    assert Console().width > 0
