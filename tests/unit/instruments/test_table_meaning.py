"""What the hash of a table sees: answers that matter, and nothing else."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from involvement.instruments.axes import build
from involvement.instruments.levels import all_tests
from involvement.instruments.proofs import report
from involvement.instruments.reading import parse
from involvement.instruments.scale import scale
from involvement.instruments.truth import Table, _canonical, compile_table
from involvement.vocabulary import FACTS

CODES = ("inform", "devolve", "comply")


def table(*rules: str) -> Table:
    """The table of a scale with these conditions."""
    levels = {f"l{i}": parse(rule) for i, rule in enumerate(rules)}
    return compile_table(build(all_tests(levels, {})), levels, {})


def said(true: set[tuple[bool, ...]], codes: tuple[str, ...]) -> str:
    """A rule that is true for these patterns of the codes and no others."""
    every = list(itertools.product((False, True), repeat=len(codes)))
    parts = [
        " and ".join(
            f"{'' if held else 'not '}{code} in purposes"
            for code, held in zip(codes, pattern, strict=True)
        )
        for pattern in every
        if pattern in true
    ]
    return " or ".join(f"({part})" for part in parts)


def some(codes: tuple[str, ...], number: int) -> set[tuple[bool, ...]]:
    """The patterns that one of the functions of the codes, by number, is true for."""
    every = itertools.product((False, True), repeat=len(codes))
    return {pattern for i, pattern in enumerate(every) if number >> i & 1}


def test_each_function_of_three_codes_has_its_own_meaning() -> None:
    """No two rules over sets that differ in one answer share a hash."""
    found = {table(said(some(CODES, n), CODES)).meaning for n in range(1, 255)}
    assert len(found) == 254


@pytest.mark.parametrize("idle", range(3))
def test_a_code_that_changes_nothing_is_left_out(idle: int) -> None:
    """Reading a third code to no effect is only another wording."""
    codes = CODES[:idle] + CODES[idle + 1 :]
    for number in range(1, 15):
        true = some(codes, number)
        wide = {(*p[:idle], held, *p[idle:]) for p in true for held in (False, True)}
        assert table(said(wide, CODES)).meaning == table(said(true, codes)).meaning


def test_a_scale_that_reads_every_code_is_told_the_same() -> None:
    """Where no code is left unread, no set is without all of them."""
    words = tuple(FACTS["purposes"].words)
    for code in words:
        idle = " and ".join(
            f"({w} in purposes or not {w} in purposes)" for w in words if w != code
        )
        plain, wordy = (
            table(f"{code} in purposes"),
            table(f"{code} in purposes and {idle}"),
        )
        assert wordy.known.size == 2 ** len(words) - 1
        assert wordy.meaning == plain.meaning
        assert _canonical(wordy) == [["l0"], [["purposes", [code]]], [2, 1]]


def test_the_text_that_is_hashed() -> None:
    """Level names, facts that matter with what is told apart, and the sets."""
    assert _canonical(table("contacts >= 2", "asks_users == yes")) == [
        ["l0", "l1"],
        [["asks_users", [0, 1]], ["contacts", [(2.0, 0)]]],
        [2, 3, 4, 1],
    ]
    assert _canonical(table("devolve in purposes", "not comply in purposes")) == [
        ["l0", "l1"],
        [["purposes", ["devolve", "comply"]]],
        [2, 3, 4, 1],
    ]


def test_cut_points_that_change_nothing_are_left_out() -> None:
    """A boundary named to no effect, below or above the one that counts."""
    plain = table("contacts >= 3")
    for idle in (2, 5):
        other = table(f"contacts >= 3 and (contacts >= {idle} or contacts < {idle})")
        assert other.known.size == 3
        assert other.meaning == plain.meaning
    assert table("contacts >= 4").meaning != plain.meaning


def test_a_fact_that_changes_nothing_is_left_out() -> None:
    """The fact stands in the table, not in its meaning."""
    idle = table("contacts >= 3 and (asks_users == yes or asks_users == no)")
    assert len(idle.axes) == 2
    assert _canonical(idle) == _canonical(table("contacts >= 3"))
    assert len(idle.meaning) == 16


@pytest.mark.parametrize(("n", "kind"), [(7, "uint8"), (8, "uint16"), (15, "uint16")])
def test_sets_are_held_in_the_narrowest_integers(n: int, kind: str) -> None:
    """One bit a level and one for "no level fits", not one more."""
    made = table(*["asks_users == yes"] * n)
    assert made.known.dtype == np.dtype(kind)
    assert made.known.tolist() == [2**n - 1, 2**n]
    assert len(made.masks) == n + 1


def test_exact_means_one_level_always() -> None:
    """A gap alone, or an overlap alone, is enough not to be exact."""
    gap, more, one = (report(scale(name)) for name in ("shier", "degrees", "work"))
    assert (bool(gap.gap.conditions), gap.exact) == (True, False)
    assert (bool(more.gap.conditions), more.exact) == (False, False)
    assert one.exact
