"""Which of the known words a misspelt one is closest to."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

CUTOFF = 0.5
"""Share of letters two words must have in common, in order, to be called close."""

LONGEST = 500
"""Letters beyond which no close word is looked for: it would take too long."""

_TOGETHER = 4096
"""Letters of known words that are compared at once."""


def close_words(word: str, known: tuple[str, ...], *, n: int) -> tuple[str, ...]:
    """The known words nearest to a word, best first; `n` at most.

    Says the same as `difflib.get_close_matches`, which compares with every known word
    in full. Here each gets a bound first, and only those are compared whose bound
    says that they might be among the best.

    Example:
        >>> close_words("profesional", ("user", "professional", "joint"), n=3)
        ('professional',)
    """
    return () if len(word) > LONGEST else _close(word, known, n)


@lru_cache(maxsize=256)  # one misspelling often stands in every row
def _close(word: str, known: tuple[str, ...], n: int) -> tuple[str, ...]:
    bounds = []
    for strip in _strips(known):
        for one, shared in zip(strip.words, strip.in_order(word), strict=True):
            letters = len(word) + len(one)
            if letters and (bound := 2.0 * shared / letters) >= CUTOFF:
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
    return tuple(one for _, one in best)


class _Strip(NamedTuple):
    """Known words side by side in the bits of one number, a bit for each letter.

    Each word has at least one bit to spare, so that sums do not reach the next word,
    and begins with a byte of its own.
    """

    words: tuple[str, ...]
    ends: tuple[int, ...]
    whole: int
    masks: dict[str, int]

    def in_order(self, word: str) -> list[int]:
        """How many letters each known word has in common with this one, in order.

        No matching of blocks, which is what closeness counts, can hold more.

        Source:
            Heikki Hyyrö 2004, bit-parallel length of the longest common subsequence.
        """
        left = self.whole
        for letter in word:
            met = left & self.masks.get(letter, 0)
            left = ((left + met) | (left - met)) & self.whole
        met_bits = (self.whole & ~left).to_bytes(self.ends[-1], "little")
        starts = (0, *self.ends)
        return [
            int.from_bytes(met_bits[start:end]).bit_count()
            for start, end in zip(starts, self.ends, strict=False)
        ]


@lru_cache(maxsize=64)  # the known words are mostly the same few lists
def _strips(known: tuple[str, ...]) -> tuple[_Strip, ...]:
    """The known words in strips; those too long to be close to anything are left out.

    A strip holds few letters: the masks of many different ones would need memory.
    """
    groups: list[list[str]] = []
    room = 0
    for one in known:
        if len(one) > 3 * LONGEST:
            continue
        room -= len(one)
        if room < 0 or not groups:
            groups.append([])
            room = _TOGETHER - len(one)
        groups[-1].append(one)
    return tuple(_strip(tuple(group)) for group in groups)


def _strip(words: tuple[str, ...]) -> _Strip:
    ends = []
    masks: dict[str, int] = {}
    whole = end = 0
    for one in words:
        for at, letter in enumerate(one, start=8 * end):
            masks[letter] = masks.get(letter, 0) | 1 << at
        whole |= ((1 << len(one)) - 1) << 8 * end
        end += len(one) // 8 + 1
        ends.append(end)
    return _Strip(words, tuple(ends), whole, masks)
