"""What a programme looks like from above: counts and spreads, never an average.

Every count says how many cases could be answered. Levels are shown as the sets the
facts leave possible, with the activities behind each; nothing is summed over levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from involvement.results import Result
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from involvement.scoring.activity import ActivityScore
    from involvement.scoring.verdicts import Verdict

Scores = Mapping[str, "ActivityScore"]

ON_REQUEST = ("hart",)
"""Scales that are always scored and shown only when asked for."""

NOT_ASKED_FOR = (*ON_REQUEST, "signals", "flags")
"""Scales that no question is asked for: it would be asked for the others anyway."""

SIDES = ("user", "professional", "joint", "external", "unknown")


@attrs.frozen
class SideSpread(Result):
    """How often each side did one thing, such as leading.

    Attributes:
        what: `initiated`, `led`, `agenda` or `scope`.
        counts: Side to number of activities; `unknown` is a side here.
        answered: Activities where it is known.
        n: All activities.
    """

    what: str
    counts: dict[str, int]
    answered: int
    n: int

    def explain(self) -> str:
        """The counts in one line."""
        known = ", ".join(f"{side} {k}" for side, k in self.counts.items() if k)
        known = known or "not assessable"
        return f"{self.what}: {known} ({self.answered} of {self.n} answered)"


@attrs.frozen
class LevelSet(Result):
    """One set of levels the facts leave possible, and the activities it fits.

    Attributes:
        levels: Level ids not ruled out, in scale order; empty when none fits.
        no_level_fits: Whether "no level fits" is the answer (True), ruled out
            (False) or still open (None).
        activities: The activities with this answer.
    """

    levels: tuple[str, ...]
    no_level_fits: bool | None
    activities: tuple[str, ...]

    def explain(self) -> str:
        """The set in words."""
        words = " or ".join(self.levels)
        if self.no_level_fits:
            words = "no level fits"
        elif self.no_level_fits is None:
            words = f"{words} or no level" if words else "no level"
        return f"{words}: {', '.join(self.activities)}"


@attrs.frozen
class Depth(Result):
    """How deep the activities went on one scale: a distribution of sets.

    Attributes:
        scale: The scale's id.
        sets: Each set of possible levels with its activities, lowest first.
        single: Activities with one certain level.
        several: Activities with more than one answer open.
        none: Activities where certainly no level fits.
        n: All activities.
    """

    scale: str
    sets: tuple[LevelSet, ...]
    single: int
    several: int
    none: int
    n: int

    def explain(self) -> str:
        """Each set on a line, with its activities."""
        if not self.n:
            return f"{self.scale}: not assessable, no activity is recorded"
        head = (
            f"{self.scale}: {self.single} of {self.n} with one level, "
            f"{self.several} open, {self.none} that no level fits"
        )
        return "\n".join([head, *(f"  {s.explain()}" for s in self.sets)])


@attrs.frozen
class LabelSpread(Result):
    """How often each label of a scale holds, fails or is unknown.

    Attributes:
        scale: The scale's id.
        counts: Label id to `{word: number of activities}`.
        n: All activities.
    """

    scale: str
    counts: dict[str, dict[str, int]]
    n: int

    def explain(self) -> str:
        """Each label on a line."""
        lines = [
            f"  {label}: " + ", ".join(f"{word} {k}" for word, k in words.items())
            for label, words in self.counts.items()
        ]
        return "\n".join([f"{self.scale} ({self.n} activities)", *lines])


@attrs.frozen
class Question(Result):
    """One fact to ask about next, and what its answer would settle.

    Attributes:
        activity: The activity to ask about.
        fact: The fact that is not known.
        question: How to ask it, from the coding guide.
        gain: Answers that fall away over all scales, on the mean over its values.
        scales: The scales it would narrow.
    """

    activity: str
    fact: str
    question: str
    gain: Fraction
    scales: tuple[str, ...]

    def explain(self) -> str:
        """The question in one line."""
        return f"{self.activity}: {self.fact}. {self.question}"


def side_spreads(scores: Scores) -> tuple[SideSpread, ...]:
    """Who initiated, led, set the agenda and set the scope, over all activities."""
    return tuple(
        _side_spread(what, [getattr(s.initiative, what) for s in scores.values()])
        for what in ("initiated", "led", "agenda", "scope")
    )


def _side_spread(what: str, sides: Sequence[str]) -> SideSpread:
    counts = {side: sides.count(side) for side in SIDES}
    return SideSpread(what, counts, len(sides) - counts["unknown"], len(sides))


def depth(scale: str, verdicts: Mapping[str, Verdict], order: Sequence[str]) -> Depth:
    """The distribution of sets on one scale; `order` is the scale's level ids."""
    groups: dict[tuple[tuple[str, ...], bool | None], list[str]] = {}
    for activity, verdict in verdicts.items():
        groups.setdefault((verdict.possible, verdict.no_level_fits), []).append(
            activity
        )
    rank = {level: position for position, level in enumerate(order)}
    ordered = sorted(
        groups.items(),
        key=lambda group: (
            [rank[level] for level in group[0][0]],
            str(group[0][1]),
        ),
    )
    found = tuple(
        LevelSet(levels, none, tuple(sorted(activities)))
        for (levels, none), activities in ordered
    )
    single = sum(verdict.level is not None for verdict in verdicts.values())
    none = sum(verdict.no_level_fits is True for verdict in verdicts.values())
    n = len(verdicts)
    return Depth(scale, found, single, n - single - none, none, n)


def label_spread(
    scale: str,
    names: Sequence[str],
    labels: Sequence[Mapping[str, str]],
    words: Sequence[str],
) -> LabelSpread:
    """How often each label holds.

    Args:
        scale: The scale's id.
        names: Its labels, in order.
        labels: For each activity, each label's answer.
        words: The three answers, in order.
    """
    counts = {
        name: {word: sum(one[name] == word for one in labels) for word in words}
        for name in names
    }
    return LabelSpread(scale, counts, len(labels))


def questions(scores: Scores) -> tuple[Question, ...]:
    """The facts to ask next, the one that settles most first.

    A question's gain is the number of answers that fall away, added over the scales
    it narrows and taken as the mean over the values the fact can take. It ranks
    questions, not activities; ties go by the order of the facts, then by id.
    """
    ranks = {fact: rank for rank, fact in enumerate(FACTS)}
    found = [
        question
        for activity, score in scores.items()
        for question in _open(activity, score)
    ]
    return tuple(sorted(found, key=lambda q: (-q.gain, ranks[q.fact], q.activity)))


def _open(activity: str, score: ActivityScore) -> list[Question]:
    """The questions about one activity, each with what it would settle in all."""
    gains: dict[str, dict[str, Fraction]] = {}
    for verdict in score.verdicts.values():
        if verdict.scale in NOT_ASKED_FOR:
            continue
        now = len(verdict.possible) + (verdict.no_level_fits is not False)
        for asked in verdict.questions:
            gains.setdefault(asked.fact, {})[verdict.scale] = now - asked.mean_open
    return [
        Question(
            activity,
            fact,
            FACTS[fact].question,
            sum(by_scale.values(), Fraction(0)),
            tuple(by_scale),
        )
        for fact, by_scale in gains.items()
    ]
