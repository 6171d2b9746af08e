"""Moves that touch the range of now, texts of open tests, what memory keeps."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import involvement as inv
from involvement.instruments.rules import NumberTest, WordTest
from involvement.instruments.scale import register
from involvement.instruments.scale_file import read_scale
from involvement.scoring import facts
from involvement.scoring.reasons import _plain
from involvement.scoring.verdicts import Verdict, depth
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    import pytest

HEARD = {
    "id": "a",
    "informs_users": "yes",
    "asks_users": "yes",
    "must_respond": "yes",
}


def directions(given: dict[str, str], fact: str) -> list[tuple[object, ...]]:
    """Where other answers to one fact would lead on `shier`."""
    found = depth(given, scale="shier")
    return [
        (found.possible, m.answers, m.possible, m.direction)
        for m in found.moves
        if m.fact == fact
    ]


def test_a_move_that_keeps_the_highest_goes_up() -> None:
    """The lowest level after the move is the highest of now: nothing goes down."""
    given = {**HEARD, "deliberates": "no", "feedback_given": "general"}
    wide = ("taken_into_account", "in_decision_making", "share_power")
    assert directions(given, "deliberates") == [
        (wide[:1], ("yes",), wide, "up"),
    ]
    assert directions({**HEARD, "deliberates": "yes"}, "deliberates") == [
        (wide, ("no",), wide[:1], "down"),
    ]


def test_a_move_that_keeps_only_the_highest_goes_up() -> None:
    """Of two levels the lower falls away: up; the higher: down."""
    given = {
        "id": "a",
        "informs_users": "yes",
        "deliberates": "yes",
        "decision_right": "professional",
    }
    both = ("supported", "taken_into_account")
    assert directions({**given, "must_respond": "no"}, "must_respond") == [
        (both, ("yes",), both[1:], "up"),
    ]
    assert directions({**given, "must_respond": "yes"}, "must_respond") == [
        (both[1:], ("no",), both, "down"),
    ]


def test_what_is_open_is_told_without_its_not() -> None:
    """An unknown fact is no more met than failed: the question is the plain test."""
    asked = WordTest("asks_users", ("yes",))
    some = WordTest("decision_right", ("user", "shared"))
    count = NumberTest("contacts", ">=", 2.0, "2")
    for plain in (asked, some):
        turned = WordTest(plain.fact, plain.words, negated=True)
        assert (_plain(turned), _plain(plain)) == (plain, plain)
    assert _plain(count) == count
    texts = [
        text
        for scale in register.derived()
        for reason in depth({"id": "a"}, scale=scale).reasons
        for text in reason.open
    ]
    assert texts
    assert not [t for t in texts if t.startswith("not ") or "!=" in t]


def test_lazy_parts_show_on_the_class() -> None:
    """`help` and documentation tools find the parts that are worked out late."""
    for name in ("reasons", "moves", "nearest", "ask_next"):
        assert getattr(Verdict, name) is vars(Verdict)[name]


def test_a_copy_keeps_what_was_worked_out() -> None:
    """A verdict that comes back from another process need not work again."""
    found = depth(HEARD, scale="shier")
    assert found.reasons
    copy = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    held = vars(Verdict)["reasons"].slot
    assert held.__get__(copy, Verdict) == found.reasons


def test_as_many_selections_are_kept_as_promised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The memory fills up to its bound, starts again beyond, and never before."""
    monkeypatch.setattr(facts, "_STEPS", {})
    monkeypatch.setattr(facts, "MOST_SELECTIONS", 2)
    row = facts.read(inv.Activity(id="a"))
    sizes = []
    for name in ("iap2", "shier", "shier", "carman", "iap2", "hart"):
        facts.cell(inv.scale(name), row)
        sizes.append(len(facts._STEPS))
    assert sizes == [1, 2, 2, 1, 2, 1]


def test_as_many_values_are_kept_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of endless numbers only so many are remembered."""
    monkeypatch.setattr(facts, "_STEPS", {})
    monkeypatch.setattr(facts, "MOST_VALUES", 3)
    scale = inv.scale("carman")
    for n in range(9):
        facts.cell(scale, facts.read(inv.Activity(id="a", user_vote_share=n / 8)))
    kept = {list(FACTS)[i]: len(steps) for i, steps in facts._STEPS[(scale,)]}
    assert kept["user_vote_share"] == 3
    assert set(kept.values()) == {1, 3}


def test_nearest_levels_when_every_known_fact_must_change() -> None:
    """Nothing else is known: both facts stand in the way."""
    scale = read_scale(
        """
id = "own"
title = "Own"
version = "1"
kind = "ladder"
citation = "Us"
[[levels]]
id = "both"
condition = "asks_users == yes and informs_users == yes"
""",
        name="own.toml",
    )
    given = {"id": "a", "asks_users": "no", "informs_users": "no"}
    (near,) = depth(given, scale=scale).nearest
    assert near.facts == ("informs_users", "asks_users")
