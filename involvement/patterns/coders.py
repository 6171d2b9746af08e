"""Do several people code the same activities alike, and where do they not?

The list of disagreements comes first: each with every coding and with what the
coding guide asks. Alpha stands beside it, per fact and per derived level.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import wrong_kind
from involvement.instruments.scale import scales
from involvement.patterns.reliability import Alpha, Metric, Unit, agreement_of
from involvement.record.activity import Activity
from involvement.record.events import Area
from involvement.record.programme import Programme
from involvement.results import Result
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from involvement.instruments.levels import Scale
    from involvement.scoring.activity import ActivityScore

ORDERED = (
    "contacts",
    "user_vote_share",
    "feedback_given",
    "resource_control",
    "user_work",
)
"""The facts whose values stand in an order; all others are names."""

NOT_CODED = "not recorded"


@attrs.frozen
class Disagreement(Result):
    """One fact of one activity that coders coded differently.

    Attributes:
        activity: The activity.
        title: What it is called.
        fact: The fact.
        codings: Coder to coding.
        differ: Whether two recorded codings differ; else some coders left it out.
        question: What the coding guide asks.
        example: Its example.
    """

    activity: str
    title: str
    fact: str
    codings: dict[str, str]
    differ: bool
    question: str
    example: str

    def explain(self) -> str:
        """The codings and the guide's text."""
        said = ", ".join(f"{coder}: {value}" for coder, value in self.codings.items())
        return (
            f"{self.activity}, {self.fact}: {said}\n"
            f"  guide: {self.question}\n  example: {self.example}"
        )


@attrs.frozen
class FactAgreement(Result):
    """How far coders agree on one fact.

    Attributes:
        fact: The fact.
        alpha: Krippendorff's alpha.
        same: Activities on which all who coded it agree.
    """

    fact: str
    alpha: Alpha
    same: int

    def explain(self) -> str:
        """The fact with its alpha."""
        return f"{self.fact}: {self.alpha.explain()}; {self.same} coded alike"


@attrs.frozen
class LevelAgreement(Result):
    """How far coders' facts lead to the same levels of one scale.

    Where a coder's facts leave several levels open, alpha is the range over the
    choices within these sets.

    Attributes:
        scale: The scale.
        nominal: Alpha on levels as names; "no level fits" is one more.
        ordinal: Alpha on levels by rank; "no level fits" is left out. None where the
            levels stand in no order of more or less.
        differ: Activities whose levels certainly differ.
    """

    scale: str
    nominal: Alpha
    ordinal: Alpha | None
    differ: tuple[str, ...]

    def explain(self) -> str:
        """The scale with its alphas and the activities that differ."""
        lines = [f"{self.scale}: {self.nominal.explain()}"]
        if self.ordinal is not None:
            lines.append(f"  {self.ordinal.explain()}")
        if self.differ:
            lines.append(f"  certainly differ: {', '.join(self.differ)}")
        return "\n".join(lines)


@attrs.frozen
class Agreement(Result):
    """Where coders agree and where they do not.

    Attributes:
        coders: The coders, in order.
        activities: Activities that at least two of them have.
        alone: Activities only one of them has, by coder.
        disagreements: Every fact coded differently, in the order of the facts.
        facts: Alpha per fact.
        levels: Alpha per scale.
    """

    coders: tuple[str, ...]
    activities: tuple[str, ...]
    alone: dict[str, tuple[str, ...]]
    disagreements: tuple[Disagreement, ...]
    facts: tuple[FactAgreement, ...]
    levels: tuple[LevelAgreement, ...]

    def explain(self) -> str:
        """The disagreements, then the coefficients."""
        differ = [one for one in self.disagreements if one.differ]
        gaps = [one for one in self.disagreements if not one.differ]
        names = ", ".join(self.coders)
        lines = [
            f"{len(self.coders)} coders: {names}",
            f"{len(self.activities)} activities in common",
        ]
        lines += [
            f"only {coder} has: {', '.join(ids)}"
            for coder, ids in self.alone.items()
            if ids
        ]
        lines.append(f"\nCoded differently: {len(differ)}")
        lines += [one.explain() for one in differ]
        lines.append(f"\nRecorded by some coders only: {len(gaps)}")
        lines += [one.explain() for one in gaps]
        lines.append("\nAgreement per fact (Krippendorff's alpha, [95 %])")
        lines += [one.explain() for one in self.facts]
        lines.append("\nAgreement per derived level")
        lines += [one.explain() for one in self.levels]
        return "\n".join(lines)


def agreement(
    programmes: Sequence[Programme], *, coders: Sequence[str] | None = None
) -> Agreement:
    """Compare several coders' records of the same activities.

    Activities are matched by id. A fact that a coder did not record is missing for
    alpha, and listed apart from real differences.

    Args:
        programmes: One record per coder.
        coders: What to call them; `coder 1`, `coder 2`, ... when missing.

    Raises:
        MissingExtra: If the extra `stats` is not installed (`extra-missing`).

    Source:
        Krippendorff K, Content Analysis, 4th ed. 2018 (unverified).

    Example:
        >>> def coded(**facts):
        ...     activity = {"id": "survey", **facts}
        ...     return Programme(schema_version="1", id="p", activities=[activity])
        >>> found = agreement([coded(led_by="user"), coded(led_by="joint")])
        >>> found.disagreements[0].codings
        {'coder 1': 'user', 'coder 2': 'joint'}
    """
    if not isinstance(programmes, Sequence):
        raise wrong_kind(programmes, "a list of Programmes")
    for one in programmes:
        if not isinstance(one, Programme):
            raise wrong_kind(one, "a Programme for each coder")
    names = tuple(coders or (f"coder {n + 1}" for n in range(len(programmes))))
    held = [{one.id: one for one in p.activities} for p in programmes]
    every = sorted(set().union(*held))
    shared = [one for one in every if sum(one in ids for ids in held) >= 2]
    wanted = shared if len(programmes) > 1 else every
    records = list(zip(programmes, held, strict=True))
    coded = {
        (one, fact): [_coding(p, ids.get(one), fact) for p, ids in records]
        for one in wanted
        for fact in FACTS
    }
    return Agreement(
        names,
        tuple(shared),
        {
            name: tuple(sorted(one for one in ids if one not in shared))
            for name, ids in zip(names, held, strict=True)
        },
        tuple(_disagreements(names, held, coded)),
        tuple(_on_fact(fact, coded) for fact in FACTS),
        tuple(_on_levels(records, wanted)),
    )


def _coding(programme: Programme, activity: Activity | None, fact: str) -> Any:
    """What a coder recorded; None if nothing."""
    value = None if activity is None else getattr(activity, fact)
    if value is not None and FACTS[fact].kind == "side":
        value = programme.side(value)
    return None if value in ("unknown", None, ()) else value


def shown(value: Any) -> str:
    """A coding as text.

    Example:
        >>> shown(("inform", "devolve")), shown(None), shown(3)
        ('inform; devolve', 'not recorded', '3')
    """
    if value is None:
        return NOT_CODED
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _disagreements(
    names: Sequence[str],
    held: Sequence[Mapping[str, Activity]],
    coded: Mapping[tuple[str, str], Sequence[Any]],
) -> Iterator[Disagreement]:
    order = list(FACTS)
    for one, fact in sorted(coded, key=lambda key: (order.index(key[1]), key[0])):
        values = coded[one, fact]
        here = [place for place, ids in enumerate(held) if one in ids]
        if len(here) < 2 or len({values[place] for place in here}) == 1:
            continue
        known = {values[place] for place in here} - {None}
        yield Disagreement(
            one,
            held[here[0]][one].name,
            fact,
            {names[place]: shown(values[place]) for place in here},
            len(known) > 1,
            FACTS[fact].question,
            FACTS[fact].example,
        )


def _on_fact(
    fact: str, coded: Mapping[tuple[str, str], Sequence[Any]]
) -> FactAgreement:
    rows = [values for (_, name), values in coded.items() if name == fact]
    known = {value for values in rows for value in values if value is not None}
    words = FACTS[fact].words
    domain = [w for w in words if w in known] or sorted(known)
    place = {value: number for number, value in enumerate(domain)}
    units: list[Unit] = [
        tuple(frozenset() if v is None else frozenset([place[v]]) for v in values)
        for values in rows
    ]
    metric: Metric = "ordinal" if fact in ORDERED else "nominal"
    pairs = [{v for v in values if v is not None} for values in rows]
    twice = [sum(v is not None for v in values) >= 2 for values in rows]
    return FactAgreement(
        fact,
        agreement_of(units, max(len(domain), 2), metric),
        sum(len(p) == 1 and t for p, t in zip(pairs, twice, strict=True)),
    )


# ---------------------------------------------------------------- derived levels


def _on_levels(
    records: Sequence[tuple[Programme, Mapping[str, Activity]]], wanted: Sequence[str]
) -> Iterator[LevelAgreement]:
    from involvement.scoring.activity import score

    scored = [
        {one: score(ids[one], sides=p.side) for one in wanted if one in ids}
        for p, ids in records
    ]
    for one in scales().values():
        if one.derived and one.ordered:
            yield _on_scale(one, scored, wanted)


def _on_scale(
    one: Scale, scored: Sequence[Mapping[str, ActivityScore]], wanted: Sequence[str]
) -> LevelAgreement:
    ids = [level.id for level in one.levels]
    names: list[Unit] = []
    ranks: list[Unit] = []
    differ: list[str] = []
    for activity in wanted:
        sets = [_open(one.id, scores.get(activity)) for scores in scored]
        names.append(
            tuple(
                frozenset(len(ids) if v is None else ids.index(v) for v in some)
                for some in sets
            )
        )
        ranks.append(
            tuple(
                frozenset(None if v is None else one.rank(v) for v in some)
                for some in sets
            )
        )
        known = [some for some in sets if some]
        if any(not a & b for n, a in enumerate(known) for b in known[:n]):
            differ.append(activity)
    return LevelAgreement(
        one.id,
        agreement_of(names, len(ids) + 1, "nominal"),
        agreement_of(ranks, len(ids), "ordinal") if one.kind == "ladder" else None,
        tuple(differ),
    )


def _open(scale_id: str, score: ActivityScore | None) -> frozenset[str | None]:
    """The levels still open for one coder; None stands for "no level fits"."""
    if score is None:
        return frozenset()
    verdict = score.work if scale_id == "work" else score.verdicts[scale_id]
    lacking = () if verdict.no_level_fits is False else (None,)
    return frozenset((*verdict.possible, *lacking))


# ---------------------------------------------------------------- a second coder


def blind_copy(programme: Programme) -> Programme:
    """The same activities without what the first coder said of them.

    Kept are the people, the areas' names, and what an activity is, when and by whom;
    left out are facts, accounts, claims, wishes, costs and everything that followed.

    Example:
        >>> first = Programme(
        ...     schema_version="1",
        ...     id="p",
        ...     activities=[{"id": "survey", "kind": "survey", "asks_users": "yes"}],
        ... )
        >>> copy = blind_copy(first)
        >>> copy.activities[0].kind, copy.activities[0].asks_users
        ('survey', 'unknown')
    """
    return Programme(
        schema_version=programme.schema_version,
        id=programme.id,
        title=programme.title,
        setting=programme.setting,
        when=programme.when,
        organisations=programme.organisations,
        actors=programme.actors,
        areas=tuple(Area(id=one.id, title=one.title) for one in programme.areas),
        activities=tuple(
            Activity(
                id=one.id,
                title=one.title,
                kind=one.kind,
                areas=one.areas,
                when=one.when,
                phase=one.phase,
                level_of_system=one.level_of_system,
                participants=one.participants,
            )
            for one in programme.activities
        ),
    )
