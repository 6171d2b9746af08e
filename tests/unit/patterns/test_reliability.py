"""Krippendorff's alpha: published values, the package, sets, what is undefined."""

from __future__ import annotations

import csv
import random
import sys
from itertools import product
from pathlib import Path
from typing import Literal

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.errors import MissingExtra
from involvement.patterns import reliability
from involvement.patterns.reliability import (
    Unit,
    agreement_of,
    alphas,
    bootstrap,
    per_unit,
    published_alpha,
)

_: int | None = None

# Krippendorff 2018, p. 290; Hayes and Krippendorff 2007; the Wikipedia example.
# One row per activity, one number per coder.
TEXTBOOK = list(
    zip(
        (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, _),
        (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
        strict=True,
    )
)
WIKIPEDIA = list(
    zip(
        (_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3),
        (1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _),
        (_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4),
        strict=True,
    )
)
PUBLISHED = [
    (TEXTBOOK, "nominal", 0.7434),
    (TEXTBOOK, "ordinal", 0.8154),
    (WIKIPEDIA, "nominal", 0.6914),
    (WIKIPEDIA, "ordinal", 0.8067),
]

DATA = Path(__file__).parents[3].parent / "shared/data/agreement_known_alpha"


def units_of(rows: list[tuple[int | None, ...]]) -> tuple[list[Unit], int]:
    """Rows of values as units, and the width of the domain."""
    domain = sorted({v for row in rows for v in row if v is not None})
    units: list[Unit] = [
        tuple(frozenset() if v is None else frozenset([domain.index(v)]) for v in row)
        for row in rows
    ]
    return units, len(domain)


@pytest.mark.parametrize(("rows", "metric", "expected"), PUBLISHED)
def test_published_values(
    rows: list[tuple[int | None, ...]],
    metric: Literal["nominal", "ordinal"],
    expected: float,
) -> None:
    """The printed coefficients, to the printed decimals."""
    units, width = units_of(rows)
    found = agreement_of(units, width, metric)
    assert found.low == found.high
    assert found.low is not None
    assert round(found.low, 4) == expected
    assert found.interval is not None
    assert found.interval[0] < found.low < found.interval[1]


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(
    ("name", "by_unit", "metric", "expected"),
    [
        ("krippendorff-2018-p290", False, "nominal", 0.7434),
        ("krippendorff-2018-p290", False, "ordinal", 0.8154),
        ("hayes-krippendorff-2007", True, "nominal", 0.4765),
        ("hayes-krippendorff-2007", True, "ordinal", 0.7598),
        ("wikipedia", False, "nominal", 0.6914),
        ("wikipedia", False, "ordinal", 0.8067),
    ],
)
def test_published_tables(
    name: str,
    by_unit: bool,  # noqa: FBT001
    metric: Literal["nominal", "ordinal"],
    expected: float,
) -> None:
    """The same from the files, and the largest table as well."""
    with (DATA / f"{name}.csv").open() as file:
        rows = list(csv.reader(file))[1:]
    values = [tuple(None if v == "NA" else int(v) for v in row) for row in rows]
    units, width = units_of(values if by_unit else list(zip(*values, strict=True)))
    found = agreement_of(units, width, metric)
    assert found.low is not None
    assert round(found.low, 4) == expected


@pytest.mark.parametrize("metric", ["nominal", "ordinal"])
@pytest.mark.parametrize("seed", range(5))
def test_own_alpha_is_the_packages(
    metric: Literal["nominal", "ordinal"], seed: int
) -> None:
    """Coincidences added over units give the same coefficient."""
    draw = np.random.default_rng(seed)
    counts = draw.integers(0, 3, size=(12, 4))
    own = alphas(per_unit(counts).sum(axis=0), metric)
    package = krippendorff.alpha(value_counts=counts, level_of_measurement=metric)
    assert abs(float(own) - package) < 1e-12
    assert published_alpha(counts, metric) == round(package, 12)


def test_bootstrap_ignores_order() -> None:
    """The same activities in another order: the same interval."""
    counts = np.array([[2, 0], [0, 2], [1, 1], [2, 0], [0, 2], [2, 0]])
    turned = counts[::-1].copy()
    assert bootstrap(counts, "nominal") == bootstrap(turned, "nominal")
    # one activity that varies: most draws leave it out, or nothing to judge
    thin = np.array([[2, 0], [1, 1]])
    assert bootstrap(thin, "nominal", resamples=50) is not None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "the coders have no activity in common"),
        ([(1,), (2,)], "there is one coder"),
        ([(1, None), (None, 2)], "no activity was coded by two coders"),
        ([(1, 2)], "one activity cannot tell agreement from chance"),
        (
            [(1, 1), (1, 1)],
            "all codings are the same, so chance would agree as well",
        ),
    ],
)
def test_undefined_says_why(rows: list[tuple[int | None, ...]], why: str) -> None:
    """Never 0, 1 or NaN where there is nothing to judge."""
    units, width = units_of(rows)
    found = agreement_of(units, max(width, 2), "nominal")
    assert (found.low, found.high, found.interval, found.why) == (None, None, None, why)
    assert found.explain() == (
        f"nominal alpha undefined: {why} ({found.units} activities, {found.pairs} "
        "pairs)"
    )


SETS = st.sets(st.one_of(st.none(), st.integers(0, 2)), min_size=1, max_size=2)


def _reference(units: list[Unit], metric: Literal["nominal", "ordinal"]) -> list[float]:
    ways = [list(product(*unit)) for unit in units]
    found = []
    for way in product(*ways):
        counts = np.zeros((len(units), 3), dtype=np.int64)
        for row, choice in enumerate(way):
            for value in choice:
                if value is not None:
                    counts[row, value] += 1
        one = float(alphas(per_unit(counts).sum(axis=0), metric))
        if one == one:  # noqa: PLR0124 - not NaN
            found.append(one)
    return found


@given(
    st.lists(st.tuples(SETS, SETS, SETS), min_size=2, max_size=3),
    st.sampled_from(["nominal", "ordinal"]),
)
@settings(max_examples=40, deadline=None)
def test_sets_give_the_range_over_choices(
    rows: list[tuple[set[int | None], ...]], metric: Literal["nominal", "ordinal"]
) -> None:
    """Least and greatest alpha over every choice, and within them when searched."""
    units: list[Unit] = [tuple(frozenset(some) for some in row) for row in rows]
    kept = [u for u in units if sum(bool(some - {None}) for some in u) >= 2]
    found = agreement_of(units, 3, metric)
    if found.low is None or found.high is None:
        assert found.why
        return
    every = _reference(kept, metric)
    assert abs(found.low - min(every)) < 1e-9
    assert abs(found.high - max(every)) < 1e-9
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reliability, "EXACT_CHOICES", 0)
        patch.setattr(reliability, "SEARCHED", 5)
        seen = agreement_of(units, 3, metric)
    if seen.exact or seen.low is None or seen.high is None:
        return
    assert found.low - 1e-9 <= seen.low <= seen.high <= found.high + 1e-9


def test_a_search_says_so() -> None:
    """Too many choices: what was seen, and that it may be wider."""
    draw = random.Random(3)  # noqa: S311
    units: list[Unit] = [
        (frozenset(draw.sample(range(4), 3)), frozenset(draw.sample(range(4), 3)))
        for _ in range(12)
    ]
    found = agreement_of(units, 4, "ordinal")
    assert not found.exact
    assert found.interval is None
    assert ", as far as seen (12 activities, 12 pairs)" in found.explain()


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named with the line to type."""
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    with pytest.raises(MissingExtra) as caught:
        published_alpha(np.array([[2, 0], [0, 2]]), "nominal")
    assert str(caught.value) == (
        "[extra-missing]\n"
        "  agreement between coders needs the extra 'stats'; it is not installed\n"
        '  install it with: pip install "involvement[stats]"'
    )
