"""Which of the known words a misspelt one is closest to."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CUTOFF = 0.5
"""Share of letters two words must have in common, in order, to be called close."""

LONGEST = 500
"""Letters beyond which no close word is looked for: it would take too long."""


def close_words(word: str, known: Iterable[str], *, n: int) -> list[str]:
    """The known words nearest to a word, best first; `n` at most.

    Says the same as `difflib.get_close_matches`, which compares with every known word
    in full. Here each gets a bound first, and only those are compared whose bound
    says that they might be among the best.

    Source:
        Heikki Hyyrö 2004, bit-parallel length of the longest common subsequence;
        no matching of blocks in order can hold more letters.

    Example:
        >>> close_words("profesional", ["user", "professional", "joint"], n=3)
        ['professional']
    """
    if len(word) > LONGEST:
        return []
    masks: dict[str, int] = {}
    for at, letter in enumerate(word):
        masks[letter] = masks.get(letter, 0) | 1 << at
    whole = (1 << len(word)) - 1
    bounds = []
    for one in known:
        letters = len(word) + len(one)
        if 2.0 * min(len(word), len(one)) < CUTOFF * letters or not letters:
            continue
        left = whole
        for letter in one:
            met = left & masks.get(letter, 0)
            left = (left + met) | (left - met)
        in_order = len(word) - (left & whole).bit_count()
        if (bound := 2.0 * in_order / letters) >= CUTOFF:
            bounds.append((bound, one))
    bounds.sort(reverse=True)
    matcher = SequenceMatcher(b=word)
    best: list[tuple[float, str]] = []
    for bound, one in bounds:
        if len(best) == n and bound < best[-1][0]:
            break
        matcher.set_seq1(one)
        if (ratio := matcher.ratio()) >= CUTOFF:
            best = sorted([*best, (ratio, one)], reverse=True)[:n]
    return [one for _, one in best]
