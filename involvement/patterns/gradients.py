"""P5 and P6: does depth fall as an area gets more technical, or more clinical?

One unit is one activity in one area. Depth is the set of levels the facts leave
possible, so the association is a range. It is never computed across ladders: each
ladder answers for itself, and the finding holds only where they agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.patterns.answers import (
    NONE,
    OPEN,
    Finding,
    Gradient,
    decided,
    finding,
)
from involvement.patterns.association import bootstrap_interval, permutation_test
from involvement.patterns.cases import Case, by_id, ladders
from involvement.patterns.completions import Cell, gradient_spreads
from involvement.patterns.starts import listing
from involvement.record.activity import Activity
from involvement.vocabulary import CLINICIAN_INPUT, TECHNICALITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from involvement.instruments.levels import Scale
    from involvement.patterns.association import Counts
    from involvement.record.events import Area

FEWEST_AREAS = 5
"""Below this many areas there is no p-value and no interval, only the figure."""

_RATINGS = {
    "P5": ("technicality", tuple(TECHNICALITY)),
    "P6": ("clinician_input", tuple(CLINICIAN_INPUT)),
}

_METHOD = (
    "Kendall's tau-b between the rating of an area and the level of an activity, unit "
    "activity x area, per ladder, as a range over all completions; holds if the range "
    "lies below 0, fails if no part of it does, overall where every assessable ladder "
    "agrees"
)


@attrs.frozen
class Rated:
    """One area with the ratings not ruled out.

    Attributes:
        name: The area, as it is listed.
        ratings: Places of the ratings not ruled out, lowest first.
        blind: `yes`, `no` or `unknown`: rated without knowing the depth?
    """

    name: str
    ratings: tuple[int, ...]
    blind: str


@attrs.frozen
class Layout:
    """Which activities lie in which areas.

    Attributes:
        areas: The areas that hold an activity.
        held: The activities with areas: case, activity, places of its areas.
        astray: Activities without a recorded area.
    """

    areas: tuple[Rated, ...]
    held: tuple[tuple[Case, Activity, tuple[int, ...]], ...]
    astray: tuple[str, ...]

    @property
    def units(self) -> int:
        """How many activity x area pairs there are."""
        return sum(len(places) for _, _, places in self.held)


def gradient(number: str, cases: Sequence[Case]) -> Finding:
    """P5 or P6 over some programmes."""
    rating, words = _RATINGS[number]
    layout = lay_out(cases, rating, words)
    scales = ladders(cases)
    found = tuple(_on_ladder(ladder, layout, len(words)) for ladder in scales)
    counted = [one for one in found if one.answer != NONE]
    answers = {one.answer for one in counted}
    settled = [
        all(len(_open(case, activity, ladder)) <= 1 for ladder in scales)
        for case, activity, _ in layout.held
    ]
    return finding(
        number,
        NONE if not counted else answers.pop() if len(answers) == 1 else OPEN,
        _METHOD,
        count=(_answered(layout, settled), layout.units),
        assumptions=(
            "an area's rating applies to every activity in it",
            "activities without a recorded area are left out",
            "levels whose order is disputed count as equal",
        ),
        warnings=tuple(_warnings(layout)) if layout.held else (),
        decides=tuple(_decides(layout, rating, settled)),
        gradients=found,
        why="" if counted else _why_not(layout, rating),
    )


def lay_out(cases: Sequence[Case], rating: str, words: Sequence[str]) -> Layout:
    """Put activities into their areas, in an order ids alone decide."""
    areas: list[Rated] = []
    held: list[tuple[Case, Activity, tuple[int, ...]]] = []
    astray: list[str] = []
    for case in cases:
        recorded = {area.id: area for area in by_id(case.programme.areas)}
        used = {one for activity in case.activities for one in activity.areas}
        places: dict[str, int] = {}
        for name in sorted(used & recorded.keys()):
            places[name] = len(areas)
            areas.append(_rated(case, recorded[name], rating, words))
        for activity in case.activities:
            inside = sorted({places[one] for one in activity.areas if one in places})
            if inside:
                held.append((case, activity, tuple(inside)))
            else:
                astray.append(case.name(activity.id))
    return Layout(tuple(areas), tuple(held), tuple(astray))


def _rated(case: Case, area: Area, rating: str, words: Sequence[str]) -> Rated:
    word = getattr(area, rating)
    ratings = tuple(range(len(words))) if word == "unknown" else (words.index(word),)
    return Rated(case.name(area.id), ratings, area.rated_blind)


def _on_ladder(ladder: Scale, layout: Layout, width: int) -> Gradient:
    """What one ladder says."""
    cells = list(_cells(ladder, layout))
    if not cells:
        return _nothing(ladder, "no activity in an area has a level")
    areas = sorted({area for cell in cells for area in cell.areas})
    place = {area: number for number, area in enumerate(areas)}
    moved = [
        Cell(tuple(place[area] for area in c.areas), c.levels, c.may_lack)
        for c in cells
    ]
    ratings = [layout.areas[area].ratings for area in areas]
    tau, d = gradient_spreads(ratings, moved, (width, len(ladder.levels)))
    if tau.low is None or tau.high is None:
        return _nothing(ladder, "all areas rate the same, or all activities tie")
    answered = sum(
        cell.n_answers == 1 and len(layout.areas[area].ratings) == 1
        for cell in cells
        for area in cell.areas
    )
    n = sum(len(cell.areas) for cell in cells)
    p_value, interval, why = _chance(
        [layout.areas[area] for area in areas],
        moved,
        len(ladder.levels),
        known=answered == n,
    )
    return Gradient(
        ladder.id,
        tau.low,
        tau.high,
        d.low,
        d.high,
        tau.exact,
        tau.seen_low,
        tau.seen_high,
        tau.may_be_undefined,
        p_value,
        interval,
        why,
        answered,
        n,
        len(areas),
        decided(holds=tau.high < 0, fails=tau.low >= 0, open_=tau.may_be_undefined),
    )


def _nothing(ladder: Scale, why: str) -> Gradient:
    return Gradient(
        scale=ladder.id,
        low=None,
        high=None,
        d_low=None,
        d_high=None,
        exact=True,
        seen_low=None,
        seen_high=None,
        may_be_undefined=True,
        p_value=None,
        interval=None,
        why=why,
        answered=0,
        n=0,
        areas=0,
        answer=NONE,
    )


def _cells(ladder: Scale, layout: Layout) -> Iterator[Cell]:
    """What each activity may add; those that certainly have no level add nothing."""
    rank = {level.id: ladder.rank(level.id) for level in ladder.levels}
    for case, activity, places in layout.held:
        verdict = case.scores[activity.id].verdicts[ladder.id]
        ranks = {rank[level] for level in verdict.possible}
        if ranks:
            lacking = verdict.no_level_fits is not False
            yield Cell(places, tuple(sorted(ranks)), may_lack=lacking)


def _chance(
    areas: Sequence[Rated], cells: Sequence[Cell], levels: int, *, known: bool
) -> tuple[float | None, tuple[float, float] | None, str]:
    """The exact test and the interval, or why their assumptions do not hold."""
    if not known:
        return None, None, "something is unknown"
    if len(areas) < FEWEST_AREAS:
        return None, None, f"fewer than {FEWEST_AREAS} areas"
    ratings = [area.ratings[0] for area in areas]
    profiles = _profiles(len(areas), cells, levels)
    interval = bootstrap_interval(ratings, profiles)
    if any(area.blind != "yes" for area in areas):
        return None, interval, "not every area is known to be rated blind to depth"
    test = permutation_test(ratings, profiles)
    return test.p_value, interval, test.why


def _profiles(n: int, cells: Sequence[Cell], levels: int) -> Counts:
    import numpy as np

    profiles = np.zeros((n, levels), dtype=np.int64)
    for cell in cells:
        for area in cell.areas:
            profiles[area, cell.levels[0]] += 1
    return profiles


# ---------------------------------------------------------------- words


def _open(case: Case, activity: Activity, ladder: Scale) -> tuple[str | None, ...]:
    """The answers one ladder leaves open for an activity; None is "no level fits"."""
    verdict = case.scores[activity.id].verdicts[ladder.id]
    return (
        verdict.possible
        if verdict.no_level_fits is False
        else (
            *verdict.possible,
            None,
        )
    )


def _answered(layout: Layout, settled: Sequence[bool]) -> int:
    """Units with a known rating, of activities settled on every ladder."""
    return sum(
        known and len(layout.areas[area].ratings) == 1
        for (_, _, places), known in zip(layout.held, settled, strict=True)
        for area in places
    )


def _warnings(layout: Layout) -> Iterator[str]:
    seen = [area.name for area in layout.areas if area.blind == "no"]
    if seen:
        yield (
            f"rated by someone who knew the depth: {listing(seen)}; the finding may be "
            "circular"
        )
    unknown = [area.name for area in layout.areas if area.blind == "unknown"]
    if unknown:
        yield f"not recorded whether rated blind to depth: {listing(unknown)}"
    if len(layout.areas) < FEWEST_AREAS:
        yield f"fewer than {FEWEST_AREAS} areas: {len(layout.areas)}"
    if layout.astray:
        yield f"left out, since no area is recorded: {listing(layout.astray)}"


def _decides(layout: Layout, rating: str, settled: Sequence[bool]) -> Iterator[str]:
    open_ = [area.name for area in layout.areas if len(area.ratings) > 1]
    if open_:
        yield f"{rating} of {listing(open_)}, rated blind to depth"
    if layout.astray:
        yield f"areas of {listing(layout.astray)}"
    deep = [
        case.name(activity.id)
        for (case, activity, _), known in zip(layout.held, settled, strict=True)
        if not known
    ]
    if deep:
        yield f"the facts asked for next of {listing(deep)}"


def _why_not(layout: Layout, rating: str) -> str:
    if not layout.held:
        return "no activity has a recorded area"
    if len({area.ratings for area in layout.areas}) == 1:
        return f"all areas have the same {rating}, or none is rated"
    return "no ladder has activities of different level in areas of different rating"
