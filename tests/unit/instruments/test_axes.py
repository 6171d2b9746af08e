"""Which answers of a fact a scale can tell apart."""

import pytest

from involvement.instruments.axes import Axis, build
from involvement.instruments.reading import parse
from involvement.instruments.rules import CodeTest, NumberTest, WordTest
from involvement.vocabulary import PURPOSES


def axis(*texts: str) -> Axis:
    """The one axis that some tests make."""
    read = [parse(text) for text in texts]
    tests = [t for t in read if isinstance(t, WordTest | NumberTest | CodeTest)]
    (found,) = build(tests)
    return found


@pytest.mark.parametrize(
    ("answers", "texts"),
    [
        (("below 2", "2 and more"), ["contacts >= 2", "contacts > 1", "contacts < 2"]),
        (
            ("below 3", "3", "4 to 6", "7 and more"),
            ["contacts >= 3", "contacts <= 3", "contacts > 6.5"],
        ),
        (("1 and more",), ["contacts >= 1", "contacts > 0"]),
        (
            ("0", "above 0, up to 0.5", "above 0.5"),
            ["user_vote_share > 0", "user_vote_share > 0.5"],
        ),
        (("below 0.5", "0.5 and more"), ["user_vote_share >= 0.5"]),
        (
            ("below 0.5", "0.5", "above 0.5"),
            ["user_vote_share >= 0.5", "user_vote_share <= 0.5"],
        ),
        (("below 1", "1"), ["user_vote_share < 1"]),
        (
            ("below 0.2", "0.2 and more, below 0.4", "0.4 and more"),
            ["user_vote_share < 0.2", "user_vote_share >= 0.4"],
        ),
        (("0 to 1",), ["user_vote_share > 1", "user_vote_share >= 0"]),
        (("yes", "no"), ["asks_users == no"]),
    ],
)
def test_answers(answers: tuple[str, ...], texts: list[str]) -> None:
    """Intervals carry the side their tests say; empty ones are left out."""
    assert axis(*texts).answers == answers


def test_words_no_test_tells_apart_share_a_place() -> None:
    """Six words, four places."""
    found = axis(
        "decision_right in (professional, external, none)",
        "decision_right == shared",
        "decision_right != user",
    )
    assert found.merged == (
        ("professional", "external", "none"),
        ("professional_after_advice",),
        ("shared",),
        ("user",),
    )
    assert found.weights == (3, 1, 1, 1)
    assert found.sample()[0] == "professional"
    assert [found.place(w) for w in ("none", "user", "unknown")] == [0, 3, 4]


def test_a_set_has_a_place_for_each_pattern_of_the_codes_read() -> None:
    """A code not read is not told apart; a code not listed is no purpose."""
    found = axis("persuade in purposes", "comply in purposes")
    assert found.answers == (
        "without persuade, comply",
        "with persuade; without comply",
        "with comply; without persuade",
        "with persuade, comply",
    )
    assert found.place(("inform",)) == 0
    assert found.place(("inform", "comply")) == 2
    assert found.values[0] == ("educate_or_treat",)


def test_a_scale_that_reads_all_codes_meets_no_empty_set() -> None:
    """A known set holds something: 127 patterns, not 128."""
    found = axis(*(f"{code} in purposes" for code in PURPOSES))
    assert found.size == 127
    assert found.place(("persuade",)) == 0
    assert found.place(tuple(PURPOSES)) == 126


def test_axes_stand_in_the_order_of_the_facts() -> None:
    """Whatever the order of the tests."""
    tests = [
        parse(text) for text in ("reward == fee", "led_by == user", "contacts > 2")
    ]
    found = build(t for t in tests if isinstance(t, WordTest | NumberTest))
    assert [one.fact for one in found] == ["led_by", "contacts", "reward"]
