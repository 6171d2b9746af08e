"""P7 and P8: is impact on services traced, and is it traced as well as gains are?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from involvement.influence.best import CLAIMS
from involvement.influence.whoever import TRACED
from involvement.patterns.answers import NONE, Finding, decided, finding
from involvement.patterns.portions import Graded, Unit, dominance_bounds, share
from involvement.patterns.starts import HALF, listing
from involvement.vocabulary import VALENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from involvement.patterns.cases import Case
    from involvement.record.events import Outcome

GAINS = ("positive", "mixed")
"""The valences that hold a gain."""

HARMS = ("negative", "mixed")
"""The valences that hold a harm."""


def traced_share(cases: Sequence[Case]) -> Finding:
    """P7: the share of users' contributions with a supported claim on some change."""
    method = (
        "share of users' contributions with a claim of supported or better on some "
        "change; holds if its high < 1/2, fails if its low >= 1/2"
    )
    units = []
    tally: Counter[str] = Counter()
    unsure: list[str] = []
    cut: list[str] = []
    for case in cases:
        for one in case.contributions:
            users = case.made_by_users(one)
            claim = case.claims.get(one.id)
            hit = None if claim is None else claim in TRACED
            units.append(Unit(member=users, hit=hit))
            if users is None:
                unsure.append(case.name(one.id))
            if users:
                tally[claim or "not worked out"] += 1
            if claim is None:
                cut.append(case.name(one.id))
    found = share(
        "users' contributions with a supported claim",
        units,
        counts={word: tally[word] for word in (*CLAIMS, "not worked out")},
    )
    if found.low is None or found.high is None:
        return finding("P7", NONE, method, why="no contribution of users is recorded")
    return finding(
        "P7",
        decided(
            holds=found.high < HALF,
            fails=found.low >= HALF,
            open_=found.may_be_undefined,
        ),
        method,
        bounds=(found.low, found.high),
        count=(found.answered, found.n),
        assumptions=(
            "a claim is the state of the recorded evidence: no trail is not no impact",
            "joint contributions count as users'",
        ),
        warnings=tuple(_cut_off(cut)),
        decides=(
            *((f"who made {listing(sorted(unsure))}",) if unsure else ()),
            "evidence from further sources on the links between input and change",
            "rival explanations of the changes, recorded and examined",
        ),
        shares=(found,),
    )


def _cut_off(cut: Sequence[str]) -> Iterator[str]:
    if cut:
        yield f"too many pairs to work out; claims not known for {len(cut)}"


# ---------------------------------------------------------------- P8


@attrs.frozen
class Weighed:
    """One change or outcome: what it counts as, and how well it is evidenced."""

    name: str
    grade: Graded


def dominant_gains(cases: Sequence[Case]) -> Finding:
    """P8: personal gains have higher grades than service changes and outcomes."""
    personal: list[Weighed] = []
    service: list[Weighed] = []
    for case in cases:
        grades = case.reached
        for change in case.programme.changes:
            low, high = grades[change.id]
            service.append(Weighed(case.name(change.id), Graded(low, high)))
        for outcome in case.programme.outcomes:
            low, high = grades[outcome.id]
            for group, member in (
                (personal, _is_gain(outcome)),
                (service, _is_service(outcome)),
            ):
                if member is not False:
                    group.append(
                        Weighed(case.name(outcome.id), Graded(low, high, member))
                    )
    return _judged(cases, personal, service)


def _is_gain(outcome: Outcome) -> bool | None:
    """Whether it is a gain of persons; None if that is unknown."""
    if outcome.family not in ("personal", "unknown"):
        return False
    if outcome.valence not in (*GAINS, "unknown"):
        return False
    return None if "unknown" in (outcome.family, outcome.valence) else True


def _is_service(outcome: Outcome) -> bool | None:
    if outcome.family == "unknown":
        return None
    return outcome.family == "service"


def _judged(
    cases: Sequence[Case], personal: list[Weighed], service: list[Weighed]
) -> Finding:
    method = (
        "dominance of the evidence grades (widest chain from users' contributions and "
        "activities, 0-4) of personal gains over those of changes and service "
        "outcomes: share of pairs above minus share below; holds if its low > 0, "
        "fails if its high <= 0"
    )
    found = dominance_bounds([w.grade for w in personal], [w.grade for w in service])
    open_ = [w.name for w in (*personal, *service) if _is_open(w.grade)]
    n = len({w.name for w in (*personal, *service)})
    figures = (
        f"personal gains by grade: {_by_grade(personal)}",
        f"service changes and outcomes by grade: {_by_grade(service)}",
        *_valences(cases),
    )
    count = (n - len(set(open_)), n)
    if found.low is None or found.high is None:
        missing = [
            words
            for words, group in (
                ("personal gain", personal),
                ("service change or service outcome", service),
            )
            if not group
        ]
        return finding(
            "P8",
            NONE,
            method,
            count=count,
            figures=figures,
            why=f"no {' and no '.join(missing)} is recorded",
        )
    return finding(
        "P8",
        decided(
            holds=found.low > 0, fails=found.high <= 0, open_=found.may_be_undefined
        ),
        method,
        bounds=(found.low, found.high),
        count=count,
        figures=figures,
        assumptions=(
            "grades are compared, never averaged",
            "a gain or a harm that nobody recorded is not counted as absent",
        ),
        decides=(
            *(
                (f"family, valence and trail of {listing(sorted(set(open_)))}",)
                if open_
                else ()
            ),
            "evidence on the links into changes and outcomes",
        ),
    )


def _is_open(grade: Graded) -> bool:
    return grade.member is None or grade.low != grade.high


def _by_grade(group: Sequence[Weighed]) -> str:
    """How many have each grade, strongest first; ranges for those still open."""
    if not group:
        return "none recorded"
    words = Counter((w.grade.high, w.grade.low, w.grade.member is None) for w in group)
    parts = []
    for (high, low, maybe), k in sorted(words.items(), reverse=True):
        grade = f"grade {high}" if low == high else f"grade {low} to {high}"
        parts.append(f"{grade}: {k}{' (if it belongs here)' if maybe else ''}")
    return ", ".join(parts)


def _valences(cases: Iterable[Case]) -> Iterator[str]:
    """Gains and harms beside each other; none recorded is not none."""
    outcomes = [one for case in cases for one in case.programme.outcomes]
    for family, words in (("personal", "persons"), ("service", "services")):
        counts = Counter(o.valence for o in outcomes if o.family == family)
        listed = [f"{v} {counts[v]}" for v in (*VALENCES, "unknown") if counts[v]]
        harm = (
            "harms recorded"
            if any(counts[v] for v in HARMS)
            else "no harm recorded, which is not no harm"
        )
        yield f"outcomes for {words}: {', '.join(listed) or 'none recorded'}; {harm}"
