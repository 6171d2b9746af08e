"""What does not go together within one item: facts, words, money, scales."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

import attrs

from involvement import vocabulary
from involvement.errors import closest, one_of, quote
from involvement.record.activity import Facts
from involvement.record.contents import Contents
from involvement.record.events import Outcome
from involvement.record.evidence import Rating
from involvement.record.faults import Fault, Path

Levels = Mapping[str, Iterable[str]]
"""Scale id to the ids of its levels."""


@attrs.frozen(kw_only=True)
class Items:
    """What a scale of ratings asks and what it takes for an answer.

    Attributes:
        items: The ids of its items; empty when any may be given.
        values: The values that are answers; None when any is.
        anchored: Whether a rating must say in `anchors` what its values mean.
    """

    items: tuple[str, ...] = ()
    values: Container[object] | None = None
    anchored: bool = False


# -- facts --

_NO_USER_SAY = ("professional", "external", "none")
_KNOWN_FEEDBACK = ("general", "itemised", "reasoned")


def fact_warnings(record: Contents) -> list[Fault]:
    """Facts of an activity, or of one account of it, that do not go together.

    Source:
        `docs/reference/scales.md`, incoherent combinations.
    """
    found: list[Fault] = []
    for n, activity in enumerate(record.activities):
        found += _incoherent(("activities", n), activity)
        for m, account in enumerate(activity.accounts):
            found += _incoherent(("activities", n, "accounts", m), account)
    return found


def incoherent_facts(facts: Facts) -> list[tuple[str, ...]]:
    """The facts of one activity that do not go together, as groups of names.

    Example:
        >>> incoherent_facts(Facts(deliberates="yes", asks_users="no"))
        [('deliberates', 'asks_users')]
    """
    right, stage = facts.decision_right, facts.decision_stage
    silent = facts.asks_users == "no" and facts.deliberates == "no"
    share = facts.user_vote_share
    vote = share is not None and share > 0.5
    held = right not in ("shared", "user", "unknown")
    rules: tuple[tuple[bool, tuple[str, ...]], ...] = (
        (
            facts.deliberates == "yes" and facts.asks_users == "no",
            ("deliberates", "asks_users"),
        ),
        (vote and held, ("user_vote_share", "decision_right")),
        (
            facts.user_veto == "yes" and right in _NO_USER_SAY,
            ("user_veto", "decision_right"),
        ),
        (
            facts.sharing_protected == "yes"
            and right in (*_NO_USER_SAY, "professional_after_advice"),
            ("sharing_protected", "decision_right"),
        ),
        (
            stage == "decided" and right in ("shared", "user"),
            ("decision_stage", "decision_right"),
        ),
        (
            stage == "no_decision" and right not in ("none", "unknown"),
            ("decision_stage", "decision_right"),
        ),
        (
            right == "none" and stage not in ("no_decision", "unknown"),
            ("decision_right", "decision_stage"),
        ),
        (
            facts.feedback_given in _KNOWN_FEEDBACK and silent,
            ("feedback_given", "asks_users", "deliberates"),
        ),
        (
            right == "professional_after_advice" and silent,
            ("decision_right", "asks_users", "deliberates"),
        ),
    )
    return [names for wrong, names in rules if wrong]


def _incoherent(path: Path, facts: Facts) -> Iterator[Fault]:
    for names in incoherent_facts(facts):
        told = [f"{name} {_said(getattr(facts, name))}" for name in names]
        yield Fault(
            "facts-incoherent",
            (*path, names[0]),
            f"found {told[0]} with {' and '.join(told[1:])}",
            "expected facts that go together",
            "correct one of them; if both are right the scores stand",
            severity="warning",
        )


def _said(value: object) -> str:
    return quote(value) if isinstance(value, str) else f"{value:g}"


# -- words --


def word_faults(record: Contents) -> list[Fault]:
    """Kinds of outcome that are not in the list of their family."""
    return [
        fault
        for n, outcome in enumerate(record.outcomes)
        for fault in _of_family(("outcomes", n, "kind"), outcome)
    ]


def _of_family(path: Path, outcome: Outcome) -> Iterator[Fault]:
    kind, family = outcome.kind, outcome.family
    homes = [f for f, kinds in vocabulary.OUTCOME_KINDS.items() if kind in kinds]
    if kind == "unknown" or family in homes or (family == "unknown" and homes):
        return
    if homes:
        yield Fault(
            "kind-family",
            path,
            f"found {quote(kind)} in the family {quote(family)}",
            one_of(vocabulary.OUTCOME_KINDS[family], word=kind),
            f"{kind} belongs to: {', '.join(homes)}",
        )
        return
    words: list[str] = []
    for name, kinds in vocabulary.OUTCOME_KINDS.items():
        words += kinds if family in ("unknown", name) else ()
    yield Fault(
        "value-unknown",
        path,
        f"found {quote(kind)}",
        one_of(list(dict.fromkeys(words)), word=kind),
        "write 'unknown' if it was not recorded",
    )


_OTHER = (
    ("organisations", "kind", "label"),
    ("actors", "role", "label"),
    ("activities", "kind", "title"),
    ("contributions", "knowledge", "summary"),
    ("outcomes", "kind", "title"),
    ("drivers", "kind", "title"),
    ("interpretations", "rationales", "statement"),
    ("factors", "kind", "note"),
)


def other_warnings(record: Contents) -> list[Fault]:
    """Items that are of kind `other` without a word on what that is."""
    found = []
    for name, field, text in _OTHER:
        for n, item in enumerate(getattr(record, name)):
            value = getattr(item, field)
            other = value == "other" or (isinstance(value, tuple) and "other" in value)
            if other and not getattr(item, text):
                found.append(
                    Fault(
                        "kind-other",
                        (name, n, field),
                        f"found 'other' without a {text}",
                        f"expected a {text} that says what it is",
                        f"add a {text}, or choose a word from the list",
                        severity="warning",
                    )
                )
    return found


# -- scales --


def scale_faults(
    record: Contents, *, levels: Levels | None, ratings: Mapping[str, Items] | None
) -> list[Fault]:
    """Scales and levels an activity names, and answers given, that do not exist.

    Args:
        record: The record.
        levels: Scale id to level ids; None leaves `declared` and `preferred` alone.
        ratings: Scale id to its items; None leaves `ratings` alone.
    """
    found: list[Fault] = []
    if levels is not None:
        for n, activity in enumerate(record.activities):
            for name in ("declared", "preferred"):
                for scale, level in getattr(activity, name).items():
                    path: Path = ("activities", n, name, scale)
                    found += _level(path, scale, level, levels)
    if ratings is not None:
        for n, rating in enumerate(record.ratings):
            found += _answers(("ratings", n), rating, ratings)
    return found


def _level(path: Path, scale: str, level: str, levels: Levels) -> Iterator[Fault]:
    ids = list(levels[scale]) if scale in levels else None
    if ids is None:
        yield _unknown_scale(path, scale, list(levels), key=True)
    elif level not in ids:
        yield Fault(
            "level-unknown",
            path,
            f"found {quote(level)}",
            f"{one_of(ids, word=level)}"
            if ids
            else f"expected another scale: {scale} has no levels",
        )


def _unknown_scale(
    path: Path, scale: str, known: list[str], *, key: bool = False
) -> Fault:
    near = closest(scale, known)
    return Fault(
        "scale-unknown",
        path,
        f"found the scale {quote(scale)}",
        f"closest of {len(known)} known: {', '.join(near)}" if near else "",
        "load the scale first if it is your own",
        severity="warning",
        key=key,
    )


def _answers(
    path: Path, rating: Rating, ratings: Mapping[str, Items]
) -> Iterator[Fault]:
    scale = ratings.get(rating.scale)
    if scale is None:
        yield _unknown_scale((*path, "scale"), rating.scale, list(ratings))
        return
    for item, value in rating.answers.items():
        here = (*path, "answers", item)
        if scale.items and item not in scale.items:
            yield Fault(
                "answer-value",
                here,
                f"found the item {quote(item)}",
                one_of(scale.items, word=item),
                key=True,
            )
        elif scale.values is not None and value not in scale.values:
            yield Fault(
                "answer-value", here, f"found {quote(value)}", _values(scale.values)
            )
        elif scale.anchored and not rating.anchors.get(item):
            yield Fault(
                "anchors-missing",
                here,
                f"found an answer to {quote(item)} without its anchor",
                "expected a text in anchors that says what the values mean",
                severity="warning",
            )


def _values(values: Container[object]) -> str:
    if isinstance(values, range):
        return f"expected a whole number from {values[0]} to {values[-1]}"
    return one_of([str(v) for v in values]) if isinstance(values, Iterable) else ""
