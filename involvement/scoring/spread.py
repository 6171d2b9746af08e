"""Several activities beside each other: depth by phase, and which levels meet.

A programme is never one level. What is shown is the spread: which sets of levels
occur, in how many activities, and how many could be answered at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from involvement.instruments.crosswalk import NONE, WARNING
from involvement.results import Result
from involvement.scoring.verdicts import of_facts
from involvement.vocabulary import PHASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from involvement.record.activity import Activity
    from involvement.scoring.activity import ActivityScore
    from involvement.scoring.verdicts import Verdict


@attrs.frozen
class Sets:
    """Activities with the same answer on one scale.

    Attributes:
        possible: The levels not ruled out.
        no_level_fits: Whether no level fits, for certain or possibly (None).
        activities: Their ids, sorted.
    """

    possible: tuple[str, ...]
    no_level_fits: bool | None
    activities: tuple[str, ...]

    def __str__(self) -> str:
        if self.no_level_fits:
            levels = "no level fits"
        else:
            none = " or no level fits" if self.no_level_fits is None else ""
            levels = f"{' or '.join(self.possible)}{none}"
        return f"{levels} {len(self.activities)}"


@attrs.frozen
class PhaseDepth:
    """The spread of one scale over the activities of one phase.

    Attributes:
        phase: The phase; `unknown` where none is recorded.
        n_activities: How many activities it has.
        n_single: In how many exactly one answer is left: a level, or that none fits.
        sets: The answers that occur, most frequent first.
    """

    phase: str
    n_activities: int
    n_single: int
    sets: tuple[Sets, ...]


@attrs.frozen
class Phases(Result):
    """Depth on one scale, phase by phase.

    Attributes:
        scale: The scale.
        phases: The phases that occur, in the order of the word list.
    """

    scale: str
    phases: tuple[PhaseDepth, ...]

    def explain(self) -> str:
        """One line for each phase."""
        lines = [f"{self.scale} by phase (sets of levels, with their activities)"]
        for one in self.phases:
            sets = "; ".join(str(each) for each in one.sets)
            lines.append(
                f"  {one.phase}: {sets} "
                f"({one.n_single} of {one.n_activities} with one answer)"
            )
        return "\n".join(lines)


def depth_by_phase(
    activities: Iterable[Activity], scores: Mapping[str, ActivityScore], *, scale: str
) -> Phases:
    """How deep activities went on one scale, phase by phase: the spread, no average.

    Args:
        activities: Activities of one record.
        scores: Activity id to score.
        scale: A scale that was scored.

    Example:
        >>> from involvement.record.activity import Activity
        >>> from involvement.scoring.activity import score
        >>> survey = Activity(id="a", phase="identify", decision_right="user")
        >>> board = Activity(
        ...     id="b", phase="design", asks_users="yes", deliberates="no"
        ... )
        >>> both = [survey, board]
        >>> scored = {one.id: score(one) for one in both}
        >>> print(depth_by_phase(both, scored, scale="iap2").explain())
        iap2 by phase (sets of levels, with their activities)
          identify: empower 1 (1 of 1 with one answer)
          design: consult or empower 1 (0 of 1 with one answer)
    """
    groups: dict[str, list[Verdict]] = {phase: [] for phase in (*PHASES, "unknown")}
    names: dict[str, list[str]] = {phase: [] for phase in groups}
    for activity in activities:
        groups[activity.phase].append(scores[activity.id].verdicts[scale])
        names[activity.phase].append(activity.id)
    return Phases(
        scale,
        tuple(
            _phase(phase, verdicts, names[phase])
            for phase, verdicts in groups.items()
            if verdicts
        ),
    )


def _phase(phase: str, verdicts: list[Verdict], names: list[str]) -> PhaseDepth:
    found: dict[tuple[tuple[str, ...], bool | None], list[str]] = {}
    for verdict, name in zip(verdicts, names, strict=True):
        key = (verdict.possible, verdict.no_level_fits)
        found.setdefault(key, []).append(name)
    rank = [level.id for level in verdicts[0].source.levels].index
    # Nothing hangs on the order of the record: most frequent first, then scale order.
    sets = [
        Sets(levels, none, tuple(sorted(found[levels, none])))
        for levels, none in sorted(
            found,
            key=lambda one: (-len(found[one]), [*map(rank, one[0])], str(one[1])),
        )
    ]
    single = sum(v.level is not None or v.no_level_fits is True for v in verdicts)
    return PhaseDepth(
        phase,
        len(verdicts),
        single,
        tuple(sets),
    )


@attrs.frozen
class Meeting:
    """Two levels of two scales in the same activities.

    Attributes:
        first: Level of the one scale, or `no_level_fits`.
        second: Level of the other.
        certain: In how many activities both certainly hold.
        possible: In how many neither is ruled out.
    """

    first: str
    second: str
    certain: int
    possible: int


@attrs.frozen
class Meetings(Result):
    """Which levels of two scales go together in a set of activities.

    Attributes:
        first: Id of the one scale.
        second: Id of the other.
        n_activities: How many activities were looked at.
        pairs: The pairs that are possible in at least one, in scale order.
        warning: What the table is not.
    """

    first: str
    second: str
    n_activities: int
    pairs: tuple[Meeting, ...]
    warning: str = WARNING

    def explain(self) -> str:
        """One line for each pair, with how often it is certain and possible."""
        lines = [
            f"{self.first} beside {self.second} in {self.n_activities} activities",
            self.warning,
        ]
        lines += [
            f"  {one.first} with {one.second}: certain {one.certain}, "
            f"possible {one.possible}"
            for one in self.pairs
        ]
        return "\n".join(lines)


def levels_together(
    scores: Iterable[ActivityScore], first: str, second: str
) -> Meetings:
    """Which levels of one scale go with which of another in some activities.

    Scales read different facts: this is a table to look at, and no conversion. For
    every combination of facts instead of recorded activities see
    `instruments.crosswalk`.

    Args:
        scores: Scores of activities.
        first: Id of a scale that was scored.
        second: Id of another.

    Example:
        >>> from involvement.scoring.activity import score
        >>> told = {"id": "a", "asks_users": "yes", "deliberates": "no",
        ...         "decision_right": "none", "user_work": "none"}
        >>> levels_together([score(told)], "iap2", "work").pairs
        (Meeting(first='consult', second='data', certain=1, possible=1),)
    """
    seen = list(scores)
    rows, columns = (
        [*(level.id for level in of_facts(one).levels), NONE] for one in (first, second)
    )
    pairs: list[Meeting] = []
    for row in rows:
        for column in columns:
            both = [
                (
                    _standing(s.verdicts[first], row),
                    _standing(s.verdicts[second], column),
                )
                for s in seen
            ]
            possible = sum(0 not in pair for pair in both)
            if possible:
                pairs.append(Meeting(row, column, both.count((2, 2)), possible))
    return Meetings(first, second, len(seen), tuple(pairs))


def _standing(verdict: Verdict, level: str) -> int:
    """2 if a level certainly holds, 1 if it may, 0 if it is ruled out."""
    if level == NONE:
        return {True: 2, None: 1, False: 0}[verdict.no_level_fits]
    return (level in verdict.possible) + (level in verdict.certain)
