"""Hypothesis strategies and assertions for people who build on this library.

Everything drawn is valid and connected: references hold, links fit their ends. It may
be incoherent, unknown or out of time, as real records are. Needs the extra `testing`.

    from hypothesis import given
    from involvement import testing

    @given(testing.programmes())
    def test_my_report_never_fails(programme):
        my_report(programme)
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hypothesis import strategies as st

from involvement import vocabulary
from involvement.errors import InvolvementError
from involvement.formats.files import dump, load
from involvement.formats.writing import plain_record
from involvement.record.programme import Programme
from involvement.testing.items import ITEMS, PREFIXES, Ids, judgements, many
from involvement.testing.values import (
    Values,
    activities,
    dates,
    facts,
    ids,
    some,
    texts,
    whens,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import DrawFn

__all__ = [
    "activities",
    "assert_refused",
    "assert_round_trip",
    "dates",
    "facts",
    "ids",
    "programmes",
    "texts",
    "whens",
]

_NODES = ("contributions", "activities", "decisions", "changes", "outcomes", "drivers")


@st.composite
def programmes(draw: DrawFn, *, most: int = 3) -> Programme:
    """Programmes with items in every list, connected and valid.

    Args:
        draw: Given by Hypothesis.
        most: How many items one list has at most.

    Example:
        >>> from hypothesis import find
        >>> find(programmes(), lambda one: len(one.links) > 0).links[0].id
        'l0'
    """
    return Programme(**draw(_values(most)))


@st.composite
def _values(draw: DrawFn, most: int) -> Values:
    """A programme as plain values."""
    named = {
        name: [f"{prefix}{n}" for n in range(draw(st.integers(0, most)))]
        for name, prefix in PREFIXES.items()
    }
    named[""] = [draw(st.sampled_from(["programme", "Ward-7", "p.1"]))]
    values: Values = {"schema_version": "1", "id": named[""][0]}
    values |= draw(
        some(title=texts(), description=texts(), when=whens(), citation=texts())
    )
    for name, of_list in ITEMS.items():
        items = [
            {"id": one} | draw(some(**of_list(named, position)))
            for position, one in enumerate(named[name])
        ]
        values[name] = draw(st.permutations(items))
    values["interpretations"] = draw(_interpretations(named["actors"], most))
    values["links"] = draw(_links(named, most))
    values["ratings"] = [
        rating | draw(judgements(named["actors"])) for rating in values["ratings"]
    ]
    return values


@st.composite
def _interpretations(draw: DrawFn, actors: Sequence[str], most: int) -> list[Values]:
    if not actors:
        return []
    views = some(
        rationales=st.lists(st.sampled_from(sorted(vocabulary.RATIONALES)), max_size=2),
        commitment=words(vocabulary.COMMITMENTS),
        statement=texts(),
    )
    known = draw(st.lists(st.sampled_from(actors), max_size=most))
    return [{"actor": actor} | draw(views) for actor in known]


@st.composite
def _links(draw: DrawFn, named: Ids, most: int) -> list[Values]:
    """Links whose kinds fit their ends; none joins an item to itself."""
    ends = [(home, one) for home in _NODES for one in named[home]]
    fitting = [
        (kind, source, target)
        for kind, pairs in vocabulary.LINK_ENDS.items()
        for start, source in ends
        for end, target in ends
        if (start, end) in pairs and source != target
    ]
    if not fitting:
        return []
    more = some(
        effect=words(vocabulary.EFFECTS),
        directness=words(vocabulary.DIRECTNESS),
        influence=words(vocabulary.INFLUENCES),
        evidence=many(named["evidence"]),
        sites=st.lists(st.sampled_from(["north", "south"]), max_size=2),
    )
    drawn = draw(st.lists(st.sampled_from(fitting), max_size=2 * most))
    return [
        {"id": f"l{n}", "kind": kind, "source": source, "target": target} | draw(more)
        for n, (kind, source, target) in enumerate(drawn)
    ]


# -- assertions --


def assert_round_trip(programme: Programme, *, ending: str = ".yaml") -> None:
    """Fail unless a record, written to a file and read back, is equal to itself.

    Args:
        programme: The record.
        ending: The format, by the ending of its files.

    Raises:
        AssertionError: If something is lost or changed on the way.

    Example:
        >>> assert_round_trip(Programme(schema_version="1", id="p"), ending=".json")
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"copy{ending}"
        dump(programme, path, on_warning=_ignore)
        again = cast("Programme", load(path, on_warning=_ignore))
    if again != programme:
        raise AssertionError(
            f"the record changed on the way through {ending}:\n"
            f"{json.dumps(plain_record(programme))}\n{json.dumps(plain_record(again))}"
        )


def _ignore(_issue: object) -> None:
    """Warnings are not what is tested."""


def assert_refused(act: Callable[[], object], code: str) -> InvolvementError:
    """Fail unless a call is refused with an issue of a code; return the error.

    Args:
        act: The call.
        code: A code of `involvement.errors.CODES`.

    Raises:
        AssertionError: If it goes through, or is refused for other reasons only.

    Example:
        >>> error = assert_refused(lambda: Programme(id="p"), "field-missing")
        >>> error.issues[0].found
        "found no 'schema_version' of 'p'"
    """
    try:
        act()
    except InvolvementError as error:
        if any(issue.code == code for issue in error.issues):
            return error
        raise AssertionError(f"expected {code}, but:\n{error}") from error
    raise AssertionError(f"expected {code}, but it was accepted")
