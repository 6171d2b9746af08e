"""Krippendorff's alpha over many tables at once: resamples, and choices within sets.

The `krippendorff` package gives the published figure of one table. It has no interval
and knows no sets, so the same coefficient is computed here from coincidences, which
add up over units; the tests hold the two together.
"""

from __future__ import annotations

from itertools import product
from math import lcm, prod
from typing import TYPE_CHECKING, Any, Literal

import attrs

from involvement.errors import MissingExtra
from involvement.patterns.association import RESAMPLES, SEED, percentiles, rounded
from involvement.patterns.completions import sums
from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from involvement.patterns.association import Counts, Floats

EXACT_CHOICES = 2**14
"""Most choices within sets that are gone through one by one."""

SEARCHED = 512
"""Choices drawn at random where there are more."""

LACKING = None
"""Stands for a coding that is missing, or that no level fits."""

Metric = Literal["nominal", "ordinal"]
Coding = int | None
Unit = tuple[frozenset[Coding], ...]
"""For each coder the codings not ruled out, as places in the domain from 0."""


@attrs.frozen
class Alpha(Result):
    """Krippendorff's alpha, or why there is none.

    Attributes:
        metric: `nominal` (same or not) or `ordinal` (how far apart in rank).
        low: Alpha; its least value where codings are sets.
        high: Alpha; its greatest value where codings are sets.
        exact: Whether every choice within the sets was gone through. If not, low and
            high were reached by some choice and the true range may be wider.
        interval: Middle 95 % over units drawn again; None where codings are sets or
            too few draws can be judged.
        units: Activities that at least two coders coded.
        pairs: Pairs of codings compared.
        why: Why alpha is undefined; empty otherwise.
    """

    metric: str
    low: float | None
    high: float | None
    exact: bool
    interval: tuple[float, float] | None
    units: int
    pairs: int
    why: str

    def explain(self) -> str:
        """Alpha with its interval in one line."""
        count = f"{self.units} activities, {self.pairs} pairs"
        if self.low is None or self.high is None:
            return f"{self.metric} alpha undefined: {self.why} ({count})"
        least, most = f"{self.low:.2f}", f"{self.high:.2f}"
        text = f"{self.metric} alpha {least if least == most else f'{least} to {most}'}"
        if not self.exact:
            text += ", as far as seen"
        if self.interval is not None:
            text += f" [{self.interval[0]:.2f}, {self.interval[1]:.2f}]"
        return f"{text} ({count})"


def published_alpha(counts: Counts, metric: Metric) -> float:
    """Alpha of one table as the `krippendorff` package computes it.

    Args:
        counts: How many coders gave each unit each value, shape (N, V).
        metric: `nominal` or `ordinal`.

    Raises:
        MissingExtra: If the package is not installed (`extra-missing`).
    """
    try:
        import krippendorff
    except ImportError as error:
        raise MissingExtra.needed("stats", "agreement between coders") from error
    alpha = krippendorff.alpha(value_counts=counts, level_of_measurement=metric)
    return round(float(alpha), 12) + 0.0


def alphas(coincidences: Floats, metric: str) -> Floats:
    """Alpha of each coincidence table; NaN where all codings are the same.

    Args:
        coincidences: Shape (..., V, V); only ratios matter within a table's scale.
        metric: `nominal` or `ordinal`.

    Source:
        Krippendorff K, Content Analysis, 4th ed. 2018, chapter 12 (unverified).
    """
    import numpy as np

    margins = coincidences.sum(axis=-1)
    n = margins.sum(axis=-1)
    if metric == "nominal":
        far = 1.0 - np.eye(coincidences.shape[-1])
    else:
        middle = np.cumsum(margins, axis=-1) - margins / 2
        far = (middle[..., :, None] - middle[..., None, :]) ** 2
    observed = (coincidences * far).sum(axis=(-2, -1))
    expected = (margins[..., :, None] * margins[..., None, :] * far).sum(axis=(-2, -1))
    ratio = np.full(np.shape(n), np.nan)
    # all codings equal: no disagreement expected by chance, nothing to compare with
    np.divide(observed * (n - 1), expected, out=ratio, where=expected > 0)
    found: Floats = 1 - ratio
    return found


def per_unit(counts: Counts) -> Floats:
    """What each unit adds to the coincidences, shape (N, V, V).

    Args:
        counts: How many coders gave each unit each value, shape (N, V).
    """
    import numpy as np

    coders = counts.sum(axis=-1)
    both = counts[:, :, None] * counts[:, None, :]
    both = both - counts[:, :, None] * np.eye(counts.shape[-1], dtype=np.int64)
    shared: Floats = both / np.maximum(coders - 1, 1)[:, None, None]
    return shared


def bootstrap(
    counts: Counts, metric: str, *, resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """The middle 95 % of alpha when units are drawn again with replacement.

    Draws in which all codings are the same have no alpha and are left out; None when
    fewer than half are left. Units are put in order of content first, so that ids and
    order change nothing.
    """
    import numpy as np

    ordered = np.array(sorted(counts.tolist()), dtype=np.int64)
    units = per_unit(ordered)
    n = len(units)
    draw = np.random.default_rng(SEED).integers(n, size=(resamples, n))
    drawn = np.zeros((resamples, n))
    np.add.at(drawn, (np.arange(resamples)[:, None], draw), 1)
    return percentiles(alphas(np.tensordot(drawn, units, axes=1), metric))


def agreement_of(units: Sequence[Unit], width: int, metric: Metric) -> Alpha:
    """Alpha over some units, as a range where codings are sets.

    Args:
        units: For each activity the codings not ruled out, coder by coder; an empty
            set is a coding that is missing.
        width: How many values the domain has.
        metric: `nominal` or `ordinal`.
    """
    kept = [unit for unit in units if sum(bool(some - {None}) for some in unit) >= 2]
    pairs = sum(_pairs(sum(bool(s - {None}) for s in unit)) for unit in kept)
    why = _why_not(kept, units)
    if why:
        return Alpha(metric, None, None, True, None, len(kept), pairs, why)  # noqa: FBT003
    open_ = any(len(some) > 1 for unit in kept for some in unit)
    if not open_:
        return _plain(kept, width, metric, pairs)
    exact = prod(_ways(unit) for unit in kept) <= EXACT_CHOICES
    tables = _every(kept, width) if exact else _searched(kept, width)
    found = alphas(tables, metric)
    low, high = _ends(found)
    return Alpha(metric, low, high, exact, None, len(kept), pairs, "")


def _pairs(coders: int) -> int:
    return coders * (coders - 1) // 2


def _why_not(kept: Sequence[Unit], units: Sequence[Unit]) -> str:
    if units and len(units[0]) < 2:
        return "there is one coder"
    if not units:
        return "the coders have no activity in common"
    if not kept:
        return "no activity was coded by two coders"
    if len(kept) == 1:
        return "one activity cannot tell agreement from chance"
    values = {some - {None} for unit in kept for some in unit} - {frozenset()}
    if len(values) == 1 and all(len(some) == 1 for some in values):
        return "all codings are the same, so chance would agree as well"
    return ""


def _plain(kept: Sequence[Unit], width: int, metric: Metric, pairs: int) -> Alpha:
    import numpy as np

    counts = np.zeros((len(kept), width), dtype=np.int64)
    for row, unit in enumerate(kept):
        for some in unit:
            for value in some - {None}:
                counts[row, value] += 1
    alpha = published_alpha(counts, metric)
    interval = bootstrap(counts, metric)
    return Alpha(
        metric,
        alpha,
        alpha,
        exact=True,
        interval=interval,
        units=len(kept),
        pairs=pairs,
        why="",
    )


def _ends(found: Floats) -> tuple[float | None, float | None]:
    """The least and greatest alpha; some choice has one, since codings vary."""
    import numpy as np

    defined = found[~np.isnan(found)]
    return rounded(defined.min()), rounded(defined.max())


# ---------------------------------------------------------------- choices


def _ways(unit: Unit) -> int:
    return prod(max(len(some), 1) for some in unit)


def _choices(unit: Unit) -> Iterator[tuple[Coding, ...]]:
    yield from product(*(_sorted(some) or [None] for some in unit))


def _sorted(some: frozenset[Coding]) -> list[Coding]:
    return sorted(some, key=lambda value: -1 if value is None else value)


def _vector(choice: Sequence[Coding], width: int, scale: int) -> tuple[int, ...]:
    """What one unit adds to the coincidences, times `scale` so that it is whole."""
    vector = [0] * (width * width)
    given = [value for value in choice if value is not None]
    share = scale // max(len(given) - 1, 1)
    for one, value in enumerate(given):
        for other, second in enumerate(given):
            if one != other:
                vector[value * width + second] += share
    return tuple(vector)


def _scale(kept: Sequence[Unit]) -> int:
    return lcm(*range(1, max(len(unit) for unit in kept)))


def _every(kept: Sequence[Unit], width: int) -> Floats:
    """The coincidences of every choice."""
    scale = _scale(kept)
    added = [
        tuple(sorted({_vector(choice, width, scale) for choice in _choices(unit)}))
        for unit in kept
    ]
    return sums(added, width * width).reshape(-1, width, width) / scale


def _searched(kept: Sequence[Unit], width: int) -> Floats:
    """The coincidences of choices at random, and of those that pull hardest."""
    import numpy as np

    scale = _scale(kept)
    rng = np.random.default_rng(SEED)
    ordered = sorted(kept, key=lambda unit: [_sorted(some) for some in unit].__repr__())
    ways = [list(_choices(unit)) for unit in ordered]
    picks: list[list[Any]] = [
        [way[rng.integers(len(way))] for way in ways] for _ in range(SEARCHED)
    ]
    picks.append([min(way, key=_apart) for way in ways])
    picks.append([max(way, key=_apart) for way in ways])
    tables = [
        np.sum([_vector(choice, width, scale) for choice in pick], axis=0)
        for pick in picks
    ]
    return np.array(tables).reshape(-1, width, width) / scale


def _apart(choice: Sequence[Coding]) -> tuple[int, int]:
    """How far the codings of one unit lie apart; how many are missing."""
    given = [value for value in choice if value is not None]
    spread = max(given) - min(given) if given else 0
    return spread, len(choice) - len(given)
