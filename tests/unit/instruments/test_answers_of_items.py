"""What an item of a recorded scale may be answered with."""

from __future__ import annotations

from typing import Any

import pytest

from involvement.instruments.levels import Answers


@pytest.mark.parametrize(
    ("answers", "said", "allowed", "refused"),
    [
        (Answers(words=("yes", "no")), "yes, no", ["yes"], ["maybe", 1, True]),
        (Answers(minimum=1, maximum=5), "1 to 5, whole numbers", [1, 5],
         [0, 6, "3", True]),
        (Answers(minimum=1), "1 or more, whole numbers", [1, 99], [0, "3", True]),
        (Answers(maximum=5), "5 or less, whole numbers", [-1, 5], [6, "3", False]),
        (Answers(), "as the licensed copy says", ["any", 7], [True, 1.5]),
    ],
)  # fmt: skip
def test_answers(
    answers: Answers, said: str, allowed: list[Any], refused: list[Any]
) -> None:
    """Words, whole numbers between bounds or on one side of one, or what a copy says."""
    assert str(answers) == said
    assert [answers.allow(one) for one in allowed] == [True] * len(allowed)
    assert [answers.allow(one) for one in refused] == [False] * len(refused)
