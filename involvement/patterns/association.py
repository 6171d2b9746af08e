"""Do two ordered things rise and fall together? Counted over pairs, ties included.

Everything here works on tables of counts, `table[..., x, y]`: how many units have
the x-th value of the one and the y-th of the other. Leading axes are many tables at
once: completions of unknowns, arrangements, resamples. The numbers equal scipy's on
plain data; scipy itself would take as long to load as a whole evaluation may.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial, prod
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

ARRANGEMENTS = 50_000
"""Most arrangements of areas that an exact test goes through."""

RESAMPLES = 1_000
"""Resamples of a bootstrap interval."""

SEED = 313
"""Start of every random draw, so that the same record gives the same figures."""

DIGITS = 12
"""Decimals kept of a computed figure: beyond them machines may differ."""

_NEAR = 1e-9
"""Two figures nearer than this are the same figure."""


@attrs.frozen
class Concordance:
    """Pairs of units, counted for many tables at once.

    Attributes:
        net: Concordant minus discordant pairs.
        untied_x: Pairs that differ in x.
        untied_y: Pairs that differ in y.
    """

    net: Counts
    untied_x: Counts
    untied_y: Counts


def concordance(tables: Counts) -> Concordance:
    """Count the concordant, discordant and tied pairs of each table.

    Args:
        tables: Counts, shape (..., X, Y).
    """
    import numpy as np

    tables = np.asarray(tables, dtype=np.int64)
    # units with a smaller x and a smaller (or a larger) y than each cell's
    above = np.zeros_like(tables)
    above[..., 1:, :] = np.cumsum(tables, axis=-2)[..., :-1, :]
    smaller = np.zeros_like(tables)
    smaller[..., 1:] = np.cumsum(above, axis=-1)[..., :-1]
    larger = above.sum(axis=-1, keepdims=True) - np.cumsum(above, axis=-1)
    net = (tables * (smaller - larger)).sum(axis=(-2, -1))
    n = tables.sum(axis=(-2, -1))
    return Concordance(
        net,
        _untied(tables.sum(axis=-1), n),
        _untied(tables.sum(axis=-2), n),
    )


def _untied(margins: Counts, n: Counts) -> Counts:
    untied: Counts = (n * n - (margins * margins).sum(axis=-1)) // 2
    return untied


def tau_b(tables: Counts) -> Floats:
    """Kendall's tau-b of each table; NaN where all units tie in x or in y.

    Source:
        Kendall MG, Biometrika 1945;33(3):239-251 (unverified).
    """
    return tau_b_and_d(tables)[0]


def somers_d(tables: Counts) -> Floats:
    """Somers' D of y given x of each table; NaN where all units tie in x.

    Source:
        Somers RH, American Sociological Review 1962;27(6):799-811 (unverified).
    """
    return tau_b_and_d(tables)[1]


def tau_b_and_d(tables: Counts) -> tuple[Floats, Floats]:
    """Tau-b and Somers' D of each table, from one count of its pairs."""
    import numpy as np

    pairs = concordance(tables)
    # the product of two counts of pairs may pass 2**63 for large tables
    untied_x = pairs.untied_x.astype(np.float64)
    tau = _ratio(pairs.net, np.sqrt(untied_x * pairs.untied_y))
    return tau, _ratio(pairs.net, untied_x)


def _ratio(over: Counts, under: Floats) -> Floats:
    import numpy as np

    ratio: Floats = np.full(np.shape(over), np.nan)
    np.divide(over, under, out=ratio, where=under > 0)
    return ratio


def table_of(x: Sequence[int], y: Sequence[int]) -> Counts:
    """One table from two lists of places, each counted from 0.

    Example:
        >>> table_of([0, 0, 1], [1, 1, 0]).tolist()
        [[0, 2], [1, 0]]
    """
    import numpy as np

    table = np.zeros((max(x, default=-1) + 1, max(y, default=-1) + 1), dtype=np.int64)
    np.add.at(table, (list(x), list(y)), 1)
    return table


def rank_association(x: Sequence[int], y: Sequence[int]) -> tuple[Any, Any]:
    """Tau-b and Somers' D (y given x) of plain data; None where undefined.

    Example:
        >>> rank_association([0, 1, 2], [2, 1, 0])
        (-1.0, -1.0)
        >>> rank_association([1, 1, 1], [2, 1, 0])
        (None, None)
    """
    table = table_of(x, y)
    return rounded(tau_b(table)), rounded(somers_d(table))


def rounded(value: Any) -> float | None:
    """A figure to `DIGITS` decimals, None for NaN, and never minus zero.

    Example:
        >>> rounded(-1e-20), rounded(float("nan"))
        (0.0, None)
    """
    number = float(value)
    return None if number != number else round(number, DIGITS) + 0.0  # noqa: PLR0124


# ---------------------------------------------------------------- exact test


@attrs.frozen
class ExactTest:
    """An exact test, or why there is none.

    Attributes:
        p_value: Two-sided p-value; None where there is none.
        arrangements: How many arrangements there are.
        why: Why there is no p-value; empty when there is one.
    """

    p_value: float | None
    arrangements: int
    why: str = ""


def permutation_test(ratings: Sequence[int], profiles: Counts) -> ExactTest:
    """How unusual the association is if ratings had been dealt to areas by chance.

    Whole areas are rearranged, never single activities: activities of one area
    share its rating, so they are not exchangeable one by one. The p-value is the
    share of all arrangements whose tau-b is at least as far from 0.

    Args:
        ratings: The rating of each area, as a place counted from 0; shape (A,).
        profiles: Levels in each area, `profiles[area, level]`; shape (A, Y).

    Example:
        >>> import numpy as np
        >>> permutation_test([0, 1, 2], np.eye(3, dtype=np.int64)[::-1])
        ExactTest(p_value=0.333333333333, arrangements=6, why='')
    """
    import numpy as np

    number = arrangements(ratings)
    if number > ARRANGEMENTS:
        return ExactTest(None, number, f"more than {ARRANGEMENTS:,} arrangements")
    width = max(ratings, default=0) + 1
    given = np.array([ratings], dtype=np.int64)
    observed = tau_b(_dealt(given, width, profiles))[0]
    if np.isnan(observed):
        return ExactTest(None, number, "all areas or all levels tie")
    dealt = np.array(list(_deals(ratings)))
    found = tau_b(_dealt(dealt, width, profiles))
    extreme = int((np.abs(found) >= abs(observed) - _NEAR).sum())
    return ExactTest(rounded(extreme / number), number)


def arrangements(ratings: Sequence[int]) -> int:
    """In how many different ways the ratings can be dealt to the areas.

    Example:
        >>> arrangements([0, 0, 1])
        3
    """
    repeats = prod(factorial(ratings.count(value)) for value in set(ratings))
    return factorial(len(ratings)) // repeats


def _deals(ratings: Sequence[int]) -> Iterator[list[int]]:
    """Every different order of the ratings."""
    places = list(range(len(ratings)))
    kinds = sorted(set(ratings))
    stack: list[tuple[int, list[int], list[int]]] = [(0, places, [0] * len(places))]
    while stack:
        rank, free, deal = stack.pop()
        if rank == len(kinds):
            yield deal
            continue
        for chosen in combinations(free, ratings.count(kinds[rank])):
            dealt = list(deal)
            for place in chosen:
                dealt[place] = kinds[rank]
            left = [place for place in free if place not in chosen]
            stack.append((rank + 1, left, dealt))


def _dealt(deals: Counts, width: int, profiles: Counts) -> Counts:
    """The tables that arise when each deal gives the areas their ratings."""
    import numpy as np

    marks = np.eye(width, dtype=np.int64)[deals]
    tables: Counts = np.einsum("pax,ay->pxy", marks, profiles)
    return tables


# ---------------------------------------------------------------- interval


def bootstrap_interval(
    ratings: Sequence[int], profiles: Counts, *, resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """The middle 95 % of tau-b when areas are drawn again with replacement.

    Draws without a defined tau-b are left out; None when fewer than half are left,
    and where there is no area to draw. Areas are put in order of content first, so
    that ids and order change nothing.

    Args:
        ratings: The rating of each area; shape (A,).
        profiles: Levels in each area; shape (A, Y).
        resamples: How many draws.

    Source:
        Percentile bootstrap, Efron 1979 (unverified), over areas as clusters.
    """
    import numpy as np

    if not ratings:
        return None
    rows = sorted(zip(ratings, np.asarray(profiles).tolist(), strict=True))
    tables = np.zeros((len(rows), max(ratings) + 1, len(rows[0][1])), dtype=np.int64)
    for place, (rating, profile) in enumerate(rows):
        tables[place, rating] = profile
    draw = np.random.default_rng(SEED).integers(len(rows), size=(resamples, len(rows)))
    drawn = np.zeros((resamples, len(rows)), dtype=np.int64)
    np.add.at(drawn, (np.arange(resamples)[:, None], draw), 1)
    return percentiles(tau_b(np.tensordot(drawn, tables, axes=1)))


def percentiles(values: Floats) -> tuple[float, float] | None:
    """The 2.5th and 97.5th percentile of the defined values; None if few are."""
    import numpy as np

    defined = values[~np.isnan(values)]
    if 2 * len(defined) < len(values):
        return None
    low, high = np.percentile(defined, [2.5, 97.5])
    return round(float(low), DIGITS) + 0.0, round(float(high), DIGITS) + 0.0
