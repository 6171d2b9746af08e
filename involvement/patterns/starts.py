"""P1 to P4: who begins, who leads, who sets the scope, and how wide the label is."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from involvement.patterns.answers import NONE, Finding, decided, finding
from involvement.patterns.cases import ladders, verdicts
from involvement.patterns.portions import Unit, share
from involvement.vocabulary import ACTIVITY_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.patterns.cases import Case
    from involvement.scoring.verdicts import Verdict

SIDES = ("user", "professional", "joint", "external", "unknown")

HALF = Fraction(1, 2)

WIDE = 3
"""How many kinds, and how many levels of work, make the range wide."""

_NO_ACTIVITY = "no activity is recorded"

_FACTS = {
    "P1": ("initiated", "initiated_by", "initiated by professionals"),
    "P2": ("led", "led_by", "led by professionals"),
    "P3": ("scope", "scope_set_by", "with a scope set by professionals"),
}


def professional_share(number: str, cases: Sequence[Case]) -> Finding:
    """P1, P2 or P3: the share of activities in which professionals did it.

    Joint and external are not professional; unknown may be.
    """
    attribute, fact, words = _FACTS[number]
    sides = {
        case.name(activity.id): str(
            getattr(case.scores[activity.id].initiative, attribute)
        )
        for case in cases
        for activity in case.activities
    }
    tally = Counter(sides.values())
    found = share(
        f"activities {words}",
        [
            Unit(member=True, hit=None if s == "unknown" else s == "professional")
            for s in sides.values()
        ],
        counts={side: tally[side] for side in SIDES},
    )
    method = "share of activities; holds if its low > 1/2, fails if its high <= 1/2"
    if found.low is None or found.high is None:
        return finding(number, NONE, method, why=_NO_ACTIVITY)
    unknown = sorted(name for name, side in sides.items() if side == "unknown")
    return finding(
        number,
        decided(holds=found.low > HALF, fails=found.high <= HALF),
        method,
        bounds=(found.low, found.high),
        count=(found.answered, found.n),
        assumptions=("each recorded activity counts once, whatever its size",),
        decides=(f"{fact} of {listing(unknown)}",) if unknown else (),
        shares=(found,),
    )


def listing(names: Sequence[str], *, most: int = 8) -> str:
    """Names as text: the first few, and how many more there are.

    Example:
        >>> listing(["a", "b", "c"], most=2)
        'a, b and 1 more'
    """
    left = len(names) - most
    shown = ", ".join(names[:most])
    return f"{shown} and {left} more" if left > 0 else shown


# ---------------------------------------------------------------- P4


def wide_range(cases: Sequence[Case]) -> Finding:
    """P4: at least three kinds of activity and three levels of work certainly occur."""
    activities = [
        (case.name(a.id), a.kind, case.scores[a.id].work)
        for case in cases
        for a in case.activities
    ]
    method = (
        "distinct kinds and distinct levels of work over all completions; holds if "
        f"at least {WIDE} of each certainly occur, fails if fewer than {WIDE} of "
        "either can"
    )
    if not activities:
        return finding("P4", NONE, method, why=_NO_ACTIVITY)
    kinds = distinct_kinds([kind for _, kind, _ in activities])
    work = distinct_levels([_answers(verdict) for _, _, verdict in activities])
    open_ = [n for n, kind, v in activities if kind == "unknown" or v.level is None]
    tally = _tally([kind for _, kind, _ in activities], tuple(ACTIVITY_KINDS))
    return finding(
        "P4",
        decided(
            holds=min(kinds[0], work[0]) >= WIDE, fails=min(kinds[1], work[1]) < WIDE
        ),
        method,
        count=(len(activities) - len(open_), len(activities)),
        figures=(
            f"kinds of activity: {_count(kinds)} ({tally})",
            f"levels of work: {_count(work)}",
            *_spreads(cases),
        ),
        assumptions=("activities of the kind other count as one kind together",),
        warnings=_thin(len(activities)),
        decides=(f"kind and user_work of {listing(sorted(open_))}",) if open_ else (),
    )


def _thin(n: int) -> tuple[str, ...]:
    if n >= WIDE:
        return ()
    return (f"with {n} recorded activities three different ones cannot occur",)


def _answers(verdict: Verdict) -> frozenset[str]:
    """The levels still open; one that may have none counts under its own name."""
    lacking = () if verdict.no_level_fits is False else ("no level",)
    return frozenset((*verdict.possible, *lacking))


def distinct_kinds(kinds: Sequence[str]) -> tuple[int, int]:
    """How many different kinds there are at least and at most.

    Example:
        >>> distinct_kinds(["survey", "survey", "unknown"])
        (1, 2)
    """
    known = {kind for kind in kinds if kind != "unknown"}
    unknown = sum(kind == "unknown" for kind in kinds)
    most = min(len(known) + unknown, len(ACTIVITY_KINDS))
    return max(len(known), 1 if kinds else 0), most


def distinct_levels(answers: Sequence[frozenset[str]]) -> tuple[int, int]:
    """How many different levels occur at least and at most, one from each set.

    At least: the fewest levels such that every set holds one of them. At most: the
    most levels that can be dealt to different sets. "no level" is no level.

    Example:
        >>> distinct_levels([frozenset("ab"), frozenset("b"), frozenset("c")])
        (2, 3)
    """
    sets = [some for some in answers if "no level" not in some]
    levels = sorted(frozenset().union(*sets)) if sets else []
    # a set is never empty, so all levels together always hold one of each
    least = next(
        size
        for size in range(len(levels) + 1)
        for chosen in combinations(levels, size)
        if all(some.intersection(chosen) for some in sets)
    )
    return least, _dealt([some - {"no level"} for some in answers])


def _dealt(sets: Sequence[frozenset[str]]) -> int:
    """The most levels that can be given to different sets (augmenting paths)."""
    holder: dict[str, int] = {}

    def place(number: int, tried: set[str]) -> bool:
        for level in sorted(sets[number] - tried):
            tried.add(level)
            if level not in holder or place(holder[level], tried):
                holder[level] = number
                return True
        return False

    return sum(place(number, set()) for number in range(len(sets)))


def _count(bounds: tuple[int, int]) -> str:
    low, high = bounds
    return str(low) if low == high else f"{low} to {high}"


def _tally(words: Sequence[str], order: Sequence[str]) -> str:
    counts = Counter(words)
    known = [word for word in (*order, "unknown") if counts[word]]
    return ", ".join(f"{word} {counts[word]}" for word in known)


def _spreads(cases: Sequence[Case]) -> list[str]:
    """The spread of depth on each ladder: how many activities have each one level."""
    lines = []
    for ladder in ladders(cases):
        found = [verdict for _, _, verdict in verdicts(cases, ladder.id)]
        counts = Counter(v.level for v in found if v.level is not None)
        none = sum(v.no_level_fits is True for v in found)
        parts = [f"{lv.id} {counts[lv.id]}" for lv in ladder.levels if counts[lv.id]]
        parts += [f"no level fits {none}"] if none else []
        open_ = len(found) - sum(counts.values()) - none
        parts += [f"open {open_}"] if open_ else []
        lines.append(f"{ladder.id}: {', '.join(parts)}")
    return lines
