"""P9: do users and professionals give the same account, and want the same?

Compared are facts of activities that both sides report in accounts, and what both
say they want involvement for. A reporter whose side is unknown may stand on either.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any

import attrs

from involvement.patterns.answers import NONE, Finding, decided, finding
from involvement.patterns.starts import listing
from involvement.vocabulary import FACTS, RATIONALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from involvement.patterns.cases import Case
    from involvement.record.activity import Account
    from involvement.record.programme import Programme

DIFFER, AGREE, MIXED, ALONE = "differ", "agree", "mixed", "one side only"

_MOST_UNSURE = 6
"""Reporters of unknown side on one topic whose sides are gone through one by one."""


@attrs.frozen
class Topic:
    """Something both sides may say something about, and who said what.

    Attributes:
        what: The fact, the rationale, or `commitment`.
        where: The activity; empty for what people want in general.
        users: What users said.
        professionals: What professionals said.
        unsure: What was said by reporters of unknown side.
        bases: What the accounts rest on.
    """

    what: str
    where: str
    users: tuple[Any, ...]
    professionals: tuple[Any, ...]
    unsure: tuple[Any, ...]
    bases: tuple[str, ...] = ()

    @property
    def possible(self) -> frozenset[str]:
        """What may be true of it, over every side the unsure reporters may be on."""
        if len(self.unsure) > _MOST_UNSURE:
            return frozenset((DIFFER, AGREE, MIXED, ALONE))
        return frozenset(
            compared(
                (*self.users, *_on("user", self.unsure, sides)),
                (*self.professionals, *_on("professional", self.unsure, sides)),
            )
            for sides in product(
                ("user", "professional", "neither"), repeat=len(self.unsure)
            )
        )


def _on(side: str, values: Sequence[Any], sides: Sequence[str]) -> list[Any]:
    return [v for v, stands in zip(values, sides, strict=True) if stands == side]


def compared(users: Iterable[Any], professionals: Iterable[Any]) -> str:
    """Whether two sides differ on something.

    They differ when no answer is given on both sides, agree when all answers are the
    same; when they overlap and are not all the same it is mixed.

    Example:
        >>> compared(["yes"], ["no"]), compared(["yes"], ["yes"])
        ('differ', 'agree')
        >>> compared(["yes", "no"], ["no"]), compared(["yes"], [])
        ('mixed', 'one side only')
    """
    one, other = set(users), set(professionals)
    if not one or not other:
        return ALONE
    if not one & other:
        return DIFFER
    return AGREE if len(one | other) == 1 else MIXED


def different_views(cases: Sequence[Case]) -> Finding:
    """P9: users and professionals certainly differ on something both report."""
    topics = [topic for case in cases for topic in _topics(case)]
    seen = [(topic, topic.possible) for topic in topics]
    method = (
        "facts in accounts, rationales and commitment that both sides report; they "
        "differ when no answer is given on both sides; holds if they certainly differ "
        "on one, fails if they certainly agree on all"
    )
    count = (
        sum(ALONE not in may and len(may) == 1 for _, may in seen),
        sum(may != {ALONE} for _, may in seen),
    )
    if not count[1]:
        return finding("P9", NONE, method, why="no topic is reported by both sides")
    differ = [topic for topic, may in seen if may == {DIFFER}]
    agreed = all(may <= {AGREE, ALONE} for _, may in seen)
    certain = any(may == {AGREE} for _, may in seen)
    open_ = [_named(t) for t, may in seen if len(may) > 1]
    return finding(
        "P9",
        decided(holds=bool(differ), fails=agreed and certain),
        method,
        count=count,
        figures=tuple(_figures(seen)),
        assumptions=(
            "rationales given by an actor are all that actor's rationales",
            "what only one side reports is not compared",
        ),
        warnings=tuple(_mixed_bases(differ)),
        decides=(
            *((f"the sides of those who reported on {listing(open_)}",) * bool(open_)),
            "accounts and interpretations by more users and more professionals",
        ),
    )


def _topics(case: Case) -> Iterator[Topic]:
    programme = case.programme
    for activity in case.activities:
        for fact in FACTS:
            said = [
                (programme.actor_sides.get(a.reporter, "unknown"), value, a.basis)
                for a in activity.accounts
                if (value := reported(programme, a, fact)) is not None
            ]
            if said:
                yield _topic(fact, case.name(activity.id), said)
    if case.whole:
        yield from _wanted(case)


def reported(programme: Programme, account: Account, fact: str) -> Any:
    """What an account says of a fact; None if it says nothing."""
    value = getattr(account, fact)
    if FACTS[fact].kind == "side":
        value = programme.side(value)
    return None if value in ("unknown", None, ()) else value


def _topic(what: str, where: str, said: Sequence[tuple[str, Any, str]]) -> Topic:
    def by(side: str) -> tuple[Any, ...]:
        return tuple(value for stands, value, _ in said if stands == side)

    bases = tuple(sorted({basis for _, _, basis in said}))
    return Topic(what, where, by("user"), by("professional"), by("unknown"), bases)


def _wanted(case: Case) -> Iterator[Topic]:
    """What people want involvement for: a topic per rationale, and commitment."""
    sides = case.programme.actor_sides
    held: dict[str, set[str]] = {}
    shown: list[tuple[str, str, str]] = []
    for one in case.programme.interpretations:
        if one.rationales:
            held.setdefault(one.actor, set()).update(one.rationales)
        if one.commitment != "unknown":
            shown.append((sides.get(one.actor, "unknown"), one.commitment, ""))
    named = frozenset[str]().union(*held.values())
    for code in (code for code in RATIONALES if code in named):
        said = [
            (sides.get(actor, "unknown"), "yes" if code in codes else "no", "")
            for actor, codes in held.items()
        ]
        yield _topic(f"rationale {code}", case.label, said)
    if shown:
        yield _topic("commitment", case.label, shown)


# ---------------------------------------------------------------- words


def _named(topic: Topic) -> str:
    return f"{topic.what} of {topic.where}" if topic.where else topic.what


def _figures(seen: Sequence[tuple[Topic, frozenset[str]]]) -> Iterator[str]:
    """Per topic how often the sides differ, most often first; then the differences."""
    tallies: dict[str, Counter[str]] = {}
    for topic, may in seen:
        if may != {ALONE}:
            word = next(iter(may)) if len(may) == 1 else "open"
            tallies.setdefault(topic.what, Counter())[word] += 1
    order = {what: place for place, what in enumerate(tallies)}
    for what in sorted(tallies, key=lambda w: (-tallies[w][DIFFER], order[w])):
        counts = tallies[what]
        parts = [
            f"{w} {counts[w]}" for w in (DIFFER, MIXED, AGREE, "open") if counts[w]
        ]
        yield f"{what}: {', '.join(parts)} of {counts.total()} compared"
    for topic, may in seen:
        if may == {DIFFER}:
            yield (
                f"{_named(topic)}: users say {_said(topic.users)}, "
                f"professionals say {_said(topic.professionals)}"
            )


def _said(values: Iterable[Any]) -> str:
    words = {"; ".join(v) if isinstance(v, tuple) else str(v) for v in values}
    return " and ".join(sorted(words))


def _mixed_bases(differ: Sequence[Topic]) -> Iterator[str]:
    names = [_named(topic) for topic in differ if len(topic.bases) > 1]
    if names:
        yield f"the accounts rest on different grounds: {listing(names)}"
