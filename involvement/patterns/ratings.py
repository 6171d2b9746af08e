"""People's own judgements, shown as they gave them: never a mean, never a level.

For each item the answers of each side stand apart, with the lowest, the highest and
how many of those asked gave one. Two dates stand beside each other, not subtracted.
An answer that few people gave is hidden, and so many others that none can be worked
out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.instruments.scale import scales
from involvement.patterns.disclosure import SMALLEST, Sum, suppressed
from involvement.results import Result
from involvement.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.instruments.levels import Scale
    from involvement.record.evidence import Rating
    from involvement.record.programme import Programme


@attrs.frozen
class ItemSpread(Result):
    """What one side answered to one item at one time.

    Attributes:
        item: The item.
        title: Its name.
        side: Whose answers these are.
        when: When they were given; empty when not recorded.
        counts: Answer to the number who gave it, in the scale's order; answers that
            fewer than `k` people gave, and those that would tell them, are left out.
        lowest: The lowest answer of an ordered scale; empty when some are left out.
        highest: The highest.
        answered: How many answered it; None when hidden.
        asked: How many were asked; None when hidden.
        anchor: What its values mean, where the record says.
    """

    item: str
    title: str
    side: str
    when: str
    counts: dict[str, int]
    lowest: str
    highest: str
    answered: int | None
    asked: int | None
    anchor: str
    hidden: bool = False
    """Whether some answers are left out because few people gave them."""

    def explain(self) -> str:
        """The answers in one line."""
        head = f"{self.title}, {self.side}" + (f", {self.when}" if self.when else "")
        if self.asked is None:
            return f"{head}: too few people to show"
        parts = [f"{answer}: {k}" for answer, k in self.counts.items()]
        parts += ["answers by too few people to show"] if self.hidden else []
        answered = "an unshown number" if self.answered is None else self.answered
        given = ", ".join(parts) or "no answer"
        return f"{head}: {given} ({answered} of {self.asked} answered)"


@attrs.frozen
class RatingView(Result):
    """All answers to one recorded scale about one thing.

    Attributes:
        scale: The scale.
        about: The activity or programme judged.
        items: Each item's answers, by side and date.
        warnings: What a reader must know, such as positions without anchors.
    """

    scale: str
    about: str
    items: tuple[ItemSpread, ...]
    warnings: tuple[str, ...]

    def explain(self) -> str:
        """Each item on a line."""
        lines = [f"{self.scale} about {self.about}"]
        lines += [f"  {item.explain()}" for item in self.items]
        return "\n".join([*lines, *(f"  warning: {w}" for w in self.warnings)])


def rating_views(programme: Programme, *, k: int = SMALLEST) -> tuple[RatingView, ...]:
    """Every recorded scale with what each side answered.

    Args:
        programme: The record.
        k: Groups with fewer respondents than this, and answers that fewer gave, are
            not shown; a respondent that is a whole side, or agreed on an answer as a
            team, counts as one, and so does one who answered several times.
    """
    groups: dict[tuple[str, str], list[Rating]] = {}
    for rating in programme.ratings:
        key = (rating.scale, rating.about or programme.id)
        groups.setdefault(key, []).append(rating)
    known = scales()
    return tuple(
        _view(programme, name, about, ratings, known.get(name), k)
        for (name, about), ratings in sorted(groups.items())
    )


def _view(
    programme: Programme,
    name: str,
    about: str,
    ratings: Sequence[Rating],
    scale: Scale | None,
    k: int,
) -> RatingView:
    titles = {point.id: point.title for point in scale.items} if scale else {}
    items = [*titles, *sorted({i for r in ratings for i in r.answers} - set(titles))]
    sides = {r.id: programme.side(r.respondent) for r in ratings}
    spreads = []
    for item in items:
        for side in SIDES:
            theirs = [r for r in ratings if sides[r.id] == side]
            for when in sorted({_when(r) for r in theirs}):
                asked = [r for r in theirs if _when(r) == when]
                spreads.append(
                    _spread(item, titles.get(item, item), side, when, asked, scale, k)
                )
    return RatingView(name, about, tuple(spreads), _warnings(name, scale, ratings))


def _when(rating: Rating) -> str:
    if rating.when is None:
        return ""
    start, end = rating.when.start or "", rating.when.end or ""
    return start if start == end else f"{start} to {end}"


def _spread(
    item: str,
    title: str,
    side: str,
    when: str,
    asked: Sequence[Rating],
    scale: Scale | None,
    k: int,
) -> ItemSpread:
    anchors = sorted({r.anchors[item] for r in asked if item in r.anchors})
    anchor = "; ".join(anchors)
    if len({r.respondent for r in asked}) < k:
        return ItemSpread(item, title, side, when, {}, "", "", None, None, anchor)
    given = [r.answers[item] for r in asked if item in r.answers]
    order = _order(given, scale)
    counts = {str(answer): given.count(answer) for answer in order}
    hidden = _hidden(counts, len(given), len(asked), k)
    some = any(answer in hidden for answer in counts)
    ordered = (
        scale is not None
        and scale.answers is not None
        and (scale.answers.minimum is not None)
    )
    ends = (str(order[0]), str(order[-1])) if ordered and order else ("", "")
    return ItemSpread(
        item,
        title,
        side,
        when,
        {answer: n for answer, n in counts.items() if answer not in hidden},
        *(("", "") if some else ends),
        None if _ANSWERED in hidden else len(given),
        None if _ASKED in hidden else len(asked),
        anchor,
        some,
    )


# no answer can be called this: an answer is a number or a word
_ANSWERED, _SILENT, _ASKED = "all who answered", "all who did not", "all who were asked"


def _hidden(
    counts: dict[str, int], answered: int, asked: int, k: int
) -> frozenset[str]:
    """The answers not to show, and whether the number who answered is one of them."""
    cells = {_ANSWERED: answered, _SILENT: asked - answered, _ASKED: asked}
    sums = [Sum(_ASKED, (_ANSWERED, _SILENT))]
    if counts:
        sums.append(Sum(_ANSWERED, tuple(counts)))
    return suppressed({**counts, **cells}, sums, k=k)


def _order(
    given: Sequence[int | float | str], scale: Scale | None
) -> list[int | float | str]:
    """The different answers, in the scale's order where it has one."""
    words = scale.answers.words if scale is not None and scale.answers else ()
    rank = {word: place for place, word in enumerate(words)}
    numbers = sorted({a for a in given if not isinstance(a, str)})
    texts = sorted(
        {a for a in given if isinstance(a, str)},
        key=lambda a: (rank.get(a, len(rank)), a),
    )
    return [*numbers, *texts]


def _warnings(
    name: str, scale: Scale | None, ratings: Sequence[Rating]
) -> tuple[str, ...]:
    found = []
    if scale is None:
        found.append(f"no scale {name!r} is known; answers are shown as they stand")
    elif scale.answers is not None and scale.answers.anchored:
        bare = sorted(r.id for r in ratings if set(r.answers) - set(r.anchors))
        if bare:
            found.append(
                "what the positions mean is not recorded for all answers of "
                + ", ".join(bare)
            )
    return tuple(found)
