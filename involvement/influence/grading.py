"""What evidence is worth: sources, independence, the grade of a step.

Independence is decided here and nowhere else. A source is a set of labels joined
by the items that carry them; a quotation is not a source of its own.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from involvement.influence.policy import EvidencePolicy

SUPPORTS, CONTRADICTS, ELIMINATES, ASIDE = range(4)
"""The role of an item on a link."""

CLEAR, DISPUTED, CONTESTED, REFUTED = range(4)
STATUSES = ("clear", "disputed", "contested", "refuted")

LOOSE = -1
"""Stands for "no single source": counts, but corroborates nothing."""

_MATERIAL = frozenset({"document", "observation", "administrative_data"})
_TESTIMONY = frozenset({"interview", "survey"})
_HOOPS = frozenset({"hoop", "doubly_decisive"})
_DECISIVE = frozenset({"smoking_gun", "doubly_decisive"})


@attrs.frozen
class Items:
    """The evidence, judged item by item.

    Attributes:
        grades: 1 to 4 for each item, given or by default.
        defaults: Whether the grade was filled in by the policy.
        roles: What each item does on a link that cites it.
        sources: The source each item belongs to, or `LOOSE`.
        names: Source to the name it is shown by.
    """

    grades: bytearray
    defaults: bytearray
    roles: bytearray
    sources: list[int]
    names: list[str]


def judge(
    items: Mapping[str, Sequence[Any]],
    derived: Mapping[int, tuple[int, ...]],
    policy: EvidencePolicy,
) -> Items:
    """Grade every item, say what it does, and find whose word it is.

    Args:
        items: Field name to one value per item, as in `Links.items`.
        derived: Item to the items it is derived from.
        policy: The default grades.

    Raises:
        RecordError: If an item is derived from itself (`evidence-circle`).
    """
    rows = list(
        zip(
            *(
                items[f]
                for f in (
                    "grade",
                    "method",
                    "test",
                    "passed",
                    "contemporaneous",
                    "prompted",
                    "interested",
                    "stance",
                )
            ),
            strict=True,
        )
    )
    # a record of many items repeats few combinations of these closed words
    known: dict[tuple[Any, ...], tuple[int, int]] = {}
    grades, roles = bytearray(len(rows)), bytearray(len(rows))
    for number, row in enumerate(rows):
        if row not in known:
            grade = row[0] if row[0] is not None else default_grade(policy, *row[1:7])
            known[row] = (
                grade,
                role(
                    grade, row[7], row[2], row[3], eliminating=policy.eliminating_grade
                ),
            )
        grades[number], roles[number] = known[row]
    sources, names = find_sources(items["origin"], items["organisation"], derived)
    return Items(
        grades=grades,
        defaults=bytearray(row[0] is None for row in rows),
        roles=roles,
        sources=sources,
        names=names,
    )


def default_grade(
    policy: EvidencePolicy,
    method: str,
    test: str,
    passed: str,
    contemporaneous: str,
    prompted: str,
    interested: str,
) -> int:
    """The grade of an item whose coder gave none: what is not known keeps it low.

    Example:
        >>> from involvement.influence.policy import DEFAULT_POLICY
        >>> default_grade(
        ...     DEFAULT_POLICY, "interview", "unknown", "unknown", "unknown", "no", "no"
        ... )
        3
    """
    if method in _MATERIAL:
        if test in _DECISIVE and passed == "yes":
            return policy.decisive
        return policy.contemporaneous if contemporaneous == "yes" else policy.material
    if method in _TESTIMONY:
        gained = policy.unprompted_gain * (prompted == "no")
        gained += policy.disinterested_gain * (interested == "no")
        return min(policy.top, policy.testimony + gained)
    return policy.other


def role(
    grade: int, stance: str, test: str, passed: str, *, eliminating: int = 3
) -> int:
    """What an item does on a link: a failed test counts before its stance.

    Example:
        >>> role(3, "supports", "hoop", "no") == ELIMINATES
        True
        >>> role(3, "supports", "straw", "no") == ASIDE
        True
    """
    if passed == "no":
        if test not in _HOOPS:
            return ASIDE
        return ELIMINATES if grade >= eliminating else CONTRADICTS
    return CONTRADICTS if stance == "contradicts" else SUPPORTS


def strength(bests: Iterable[int], loose: int, policy: EvidencePolicy) -> int:
    """Independent sources together: the best, or one above the second best.

    Args:
        bests: The best grade of each source.
        loose: The best grade of items with no single source; 0 if none.
        policy: Floor, gain and top of corroboration.

    Example:
        >>> from involvement.influence.policy import DEFAULT_POLICY
        >>> [strength(b, 0, DEFAULT_POLICY) for b in ([2, 2], [2], [1, 1], [4, 4])]
        [3, 2, 1, 4]
    """
    first = second = 0
    for best in bests:
        if best > first:
            first, second = best, first
        elif best > second:
            second = best
    lifted = 0
    if second >= policy.corroboration_floor:
        lifted = min(policy.top, second + policy.corroboration_gain)
    return max(first, loose, lifted)


def step_grade(support: int, contra: int) -> tuple[int, int]:
    """The grade and status of a step that no failed test eliminates.

    Example:
        >>> step_grade(3, 3), step_grade(3, 2), step_grade(3, 0)
        ((2, 2), (3, 1), (3, 0))
    """
    if contra == 0:
        return support, CLEAR
    if contra < support:
        return support, DISPUTED
    return max(support - 1, 0), CONTESTED


def best_by_source(
    items: Iterable[int], grades: Sequence[int], sources: Sequence[int]
) -> dict[int, int]:
    """The best grade of each source among some items; `LOOSE` included."""
    bests: dict[int, int] = {}
    for item in items:
        source, grade = sources[item], grades[item]
        if grade > bests.get(source, 0):
            bests[source] = grade
    return bests


def combine(items: Iterable[int], judged: Items, policy: EvidencePolicy) -> int:
    """What some items are worth together, each source counted once."""
    bests = best_by_source(items, judged.grades, judged.sources)
    return strength(
        (best for source, best in bests.items() if source != LOOSE),
        bests.get(LOOSE, 0),
        policy,
    )


# ---------------------------------------------------------------- sources


def folded(label: str) -> str:
    """A label as it is compared: spaces joined, case and composition folded.

    Example:
        >>> folded(" North   Ward ") == folded("north ward")
        True
    """
    return unicodedata.normalize("NFC", " ".join(label.split()).casefold())


def shown(label: str) -> str:
    """A label as it is shown: only its spaces are tidied."""
    return " ".join(label.split())


def find_sources(
    origins: Sequence[str | None],
    organisations: Sequence[str | None],
    derived: Mapping[int, tuple[int, ...]],
) -> tuple[list[int], list[str]]:
    """The source of every item, and the names of the sources, in order.

    A root item joins its origin with its organisation. A derived item belongs to
    the one source all its roots share, or to none.

    Source:
        Union-find, Tarjan 1975.

    Example:
        >>> find_sources(["A", "b ", "B", None], [None, "X", None, None], {})
        ([0, 1, 1, -1], ['A', 'b'])
    """
    parent: dict[tuple[int, str], tuple[int, str]] = {}
    spelt: dict[tuple[int, str], str] = {}
    own: list[tuple[int, str] | None] = []
    for item, labels in enumerate(zip(origins, organisations, strict=True)):
        keys = []
        if item not in derived:
            for rank, label in enumerate(labels):
                # labels of origins and of organisations are different labels
                if label and (plain := folded(label)):
                    key = (rank, plain)
                    parent.setdefault(key, key)
                    # of several spellings the last in order: not the SHOUTED one
                    spelt[key] = max(shown(label), spelt.get(key, ""))
                    keys.append(key)
        own.append(keys[0] if keys else None)
        if len(keys) == 2:
            _join(parent, *keys)
    groups: dict[tuple[int, str], int] = {}
    names: list[str] = []
    for key in sorted(parent):
        # the first key of a group in order is its first origin, if it has any
        top = _find(parent, key)
        if top not in groups:
            groups[top] = len(names)
            names.append(spelt[key])
    sources = [LOOSE if key is None else groups[_find(parent, key)] for key in own]
    _follow(sources, derived)
    return sources, names


def _find(
    parent: dict[tuple[int, str], tuple[int, str]], key: tuple[int, str]
) -> tuple[int, str]:
    while parent[key] != key:
        parent[key] = key = parent[parent[key]]
    return key


def _join(
    parent: dict[tuple[int, str], tuple[int, str]],
    one: tuple[int, str],
    other: tuple[int, str],
) -> None:
    parent[_find(parent, one)] = _find(parent, other)


def _follow(sources: list[int], derived: Mapping[int, tuple[int, ...]]) -> None:
    """Give every derived item the source its roots share, or `LOOSE`."""
    settled: dict[int, int] = {}
    open_: set[int] = set()
    for item in sorted(derived):
        stack = [item]
        while stack:
            top = stack[-1]
            if top in settled:
                stack.pop()
                continue
            wait = [
                one for one in derived[top] if one in derived and one not in settled
            ]
            if wait and top in open_:
                raise RecordError([_circle()])
            if wait:
                open_.add(top)
                stack.extend(wait)
                continue
            roots = {settled.get(one, sources[one]) for one in derived[top]}
            settled[top] = roots.pop() if len(roots) == 1 else LOOSE
            open_.discard(top)
            stack.pop()
    for item, source in settled.items():
        sources[item] = source


def _circle() -> Issue:
    return Issue(
        code="evidence-circle",
        path="evidence",
        found="found evidence that is derived from itself, in a circle",
        hint="a source cannot corroborate itself: remove one `derived_from`",
    )
