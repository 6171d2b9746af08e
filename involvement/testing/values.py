"""What single fields of a record may hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from involvement import vocabulary
from involvement.record.activity import Activity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

Values = dict[str, Any]
SIDES = tuple(vocabulary.SIDES)


def some(**optional: SearchStrategy[Any]) -> SearchStrategy[Values]:
    """Named values, any of which may be missing."""
    return st.fixed_dictionaries({}, optional=optional)


def ids() -> SearchStrategy[str]:
    """Ids a record takes: never a side word.

    Example:
        >>> from hypothesis import find
        >>> find(ids(), lambda one: True)
        '0'
    """
    return st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True).filter(
        lambda one: one not in vocabulary.SIDES
    )


def texts() -> SearchStrategy[str]:
    """Free text of any script, with quotes, newlines and signs, never empty.

    Example:
        >>> from hypothesis import find
        >>> find(texts(), lambda one: True)
        '0'
    """
    letters = st.characters(exclude_categories=["Cs"])
    awkward = st.sampled_from(
        ["no", "yes", "null", "~", "2007", "1.0", "1e3", ".inf", "007", "- a", "a: b",
         "#1", "[b]", "a\nb", " a ", "'", '"', "<<", "*a", "&a", "!a", "{a}", "0x1",
         "\x85", "\u2028"]
    )  # fmt: skip
    return st.one_of(st.text(letters, min_size=1, max_size=20), awkward)


def dates() -> SearchStrategy[str]:
    """Partial dates: a year, a month or a day.

    Example:
        >>> from hypothesis import find
        >>> find(dates(), lambda one: len(one) == 4)
        '2000'
    """
    days = st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2025, 12, 31))
    return st.builds(
        lambda day, end: day.isoformat()[:end], days, st.sampled_from([4, 7, 10])
    )


def whens() -> SearchStrategy[str | Values]:
    """When something happened: one partial date, or a span open at either end.

    Example:
        >>> from hypothesis import find
        >>> find(whens(), lambda one: isinstance(one, dict))
        {}
    """
    spans = st.builds(_span, dates(), dates(), st.integers(0, 3))
    return st.one_of(dates(), spans)


def _span(one: str, other: str, ends: int) -> Values:
    first, last = sorted((one, other))
    return {
        **({"start": first} if ends & 1 else {}),
        **({"end": last} if ends & 2 else {}),
    }


def words(known: Sequence[str] | dict[str, Any]) -> SearchStrategy[str]:
    """The words of a closed list, and `unknown`."""
    return st.sampled_from([*known, "unknown"])


def sides(actors: Sequence[str]) -> SearchStrategy[Any]:
    """Side words, or lists of actors."""
    known = st.sampled_from(SIDES)
    if not actors:
        return known
    return st.one_of(known, st.lists(st.sampled_from(actors), max_size=3))


def fact_values(actors: Sequence[str]) -> dict[str, SearchStrategy[Any]]:
    """Fact to the values it may take, in the fixed order."""
    kinds: dict[str, Callable[[vocabulary.Fact], SearchStrategy[Any]]] = {
        "words": lambda fact: words(fact.words),
        "side": lambda _: sides(actors),
        "set": lambda fact: st.lists(st.sampled_from(fact.words), max_size=4),
        "count": lambda _: st.integers(1, 40),
        "share": lambda _: st.one_of(
            st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1, allow_subnormal=False)
        ),
    }
    return {name: kinds[fact.kind](fact) for name, fact in vocabulary.FACTS.items()}


def facts(*, actors: Sequence[str] = ()) -> SearchStrategy[Values]:
    """The facts of an activity as plain values; any may be missing.

    Args:
        actors: Ids that sides may be given as; without them sides are words.

    Example:
        >>> from hypothesis import find
        >>> find(facts(), lambda one: one.get("asks_users") == "yes")
        {'asks_users': 'yes'}
    """
    return st.fixed_dictionaries({}, optional=fact_values(actors))


def activities(*, actors: Sequence[str] = ()) -> SearchStrategy[Activity]:
    """Activities that stand alone, for testing what embeds `inv.score`.

    Args:
        actors: Ids that sides may be given as; without them sides are words.

    Example:
        >>> from hypothesis import find
        >>> find(activities(), lambda one: one.contacts is not None).contacts
        1
    """
    optional = {
        "title": texts(),
        "kind": words(vocabulary.ACTIVITY_KINDS),
        "when": whens(),
        "phase": words(vocabulary.PHASES),
    }
    return st.builds(
        lambda one, known, more: Activity(id=one, **known, **more),
        ids(),
        facts(actors=actors),
        st.fixed_dictionaries({}, optional=optional),
    )
