"""What always holds of records: they survive files, order and renaming."""

import datetime as dt
import json
import random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement import testing
from involvement.dates import Interval, between, days, order
from involvement.errors import Issue, RecordError
from involvement.formats.files import example_text, examples
from involvement.formats.jsontext import read_json
from involvement.formats.text import read_yaml
from involvement.formats.tree import LazyPlaces, Tree
from involvement.formats.validation import read_tree
from involvement.formats.writing import plain_record
from involvement.formats.yamlwriting import yaml_text
from involvement.record.checks import check_record
from involvement.record.faults import path_text
from involvement.record.programme import LISTS, Programme
from involvement.record.schema import record_schema

TODAY = dt.date(2026, 1, 1)
SCHEMA = jsonschema.Draft202012Validator(record_schema())


@settings(max_examples=25, deadline=None)
@given(testing.programmes())
def test_a_record_survives_yaml_and_json(programme: Programme) -> None:
    """Written and read back it is equal, and what is written fits the schema."""
    values = plain_record(programme)
    written = json.dumps(values, ensure_ascii=False, indent=2)
    assert read_tree(read_yaml(yaml_text(values), "p.yaml"))[0] == programme
    assert read_tree(read_json(written, "p.json"))[0] == programme
    assert read_tree(read_json(json.dumps(values), "p.json"))[0] == programme
    assert list(SCHEMA.iter_errors(values)) == []


@settings(max_examples=25, deadline=None)
@given(testing.programmes(), st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_no_finding(
    programme: Programme, shuffler: random.Random
) -> None:
    """The same faults about the same items; only their places differ."""
    values = plain_record(programme)
    for name in LISTS:
        shuffler.shuffle(values.get(name, []))
    assert _found(Programme(**values)) == _found(programme)


def _found(programme: Programme) -> list[tuple[str, ...]]:
    return sorted(
        (fault.code, _named(programme, fault.path), fault.found)
        for fault in check_record(programme, today=TODAY, levels={}, ratings={})
        if fault.code != "time-circle"
    )


def _named(programme: Programme, path: tuple[Any, ...]) -> str:
    """A path with the item's id in place of its number."""
    if len(path) < 2:
        return path_text(path)
    item = getattr(programme, path[0])[path[1]]
    return f"{path[0]}.{getattr(item, 'id', item)}.{path_text(path[2:])}"


@settings(max_examples=40, deadline=None)
@given(testing.programmes(most=2), st.data())
def test_a_damaged_record_gives_only_our_errors(
    programme: Programme, data: st.DataObject
) -> None:
    """Whatever stands where, it loads or every fault is told with its path."""
    values = plain_record(programme)
    paths = list(_paths(values, ()))
    for path in data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4)):
        _damage(values, path, data.draw(_WRONG))
    tree = read_json(json.dumps(values), "p.json")
    said: tuple[Issue, ...] = ()
    try:
        read_tree(tree)
    except RecordError as error:
        said = error.issues
    assert all(issue.where.startswith("p.json") for issue in said)
    assert "expected another kind of value" not in {issue.expected for issue in said}


_WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 3, -1, 2.5, 10**40, "", "x y", "unknown", "user", [], [None], [[]],
     {}, {"id": "q"}, ["unknown", "a0"], {"x": {"y": 1}}, "2007", ["a0", "user"]]
)  # fmt: skip


def _paths(value: Any, path: tuple[Any, ...]) -> Any:
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from _paths(value[key], (*path, key))
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _paths(part, (*path, position))


def _damage(values: Any, path: tuple[Any, ...], wrong: Any) -> None:
    owner = values
    for part in path[:-1]:
        if not isinstance(owner, dict | list) or not _has(owner, part):
            return
        owner = owner[part]
    if isinstance(owner, dict | list) and _has(owner, path[-1]):
        owner[path[-1]] = wrong


def _has(owner: Any, part: Any) -> bool:
    if isinstance(owner, dict):
        return part in owner
    return isinstance(part, int) and part < len(owner)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_gives_only_our_errors(text: str) -> None:
    """Neither reader lets a fault of its own or of PyYAML through."""
    for read in (read_yaml, read_json):
        with pytest.raises(RecordError):
            read_tree(read(text.encode("utf-8", "replace").decode(), "p"))


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.sampled_from(list("ab:[]{},-?&*!|>%@'\"#\n\t 01.e~<=\\u")), max_size=40)
)
def test_signs_of_the_formats_give_only_our_errors(text: str) -> None:
    """Texts made of brackets, quotes and marks go deeper into the readers."""
    for read in (read_yaml, read_json):
        with pytest.raises(RecordError):
            read_tree(read(text, "p"))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(st.text("ab\0é", max_size=3), inner),
        ),
        max_leaves=12,
    )
)
def test_both_readings_of_json_agree(value: Any) -> None:
    """The scanner that knows places gives the values of the standard decoder."""
    from involvement.formats.jsontext import _Scanner
    from involvement.limits import Limits

    text = json.dumps(value)
    scanner = _Scanner(text, "p", Limits(), 1)
    assert scanner.scan() == value
    assert scanner.issues == []


@pytest.mark.parametrize("name", examples())
def test_every_example_is_free_of_faults_and_fits_the_schema(name: str) -> None:
    """What we ship is the first thing people copy."""
    tree = read_yaml(example_text(name), name)
    programme, said = read_tree(tree)
    assert [issue for issue in said if issue.severity != "note"] == []
    assert list(SCHEMA.iter_errors(tree.value)) == []
    testing.assert_round_trip(programme)


# -- dates --


@given(testing.dates())
def test_a_partial_date_is_the_whole_of_its_days(text: str) -> None:
    """No day is invented: the interval holds each day that begins with the text."""
    span = days(text)
    assert span.first is not None
    assert span.last is not None
    for day in (span.first, span.last):
        assert dt.date.fromordinal(day).isoformat().startswith(text)
    for day in (span.first - 1, span.last + 1):
        assert not dt.date.fromordinal(day).isoformat().startswith(text)


@given(testing.dates(), testing.dates())
def test_order_is_told_only_when_every_day_agrees(one: str, other: str) -> None:
    """Before means each day of one is before each day of the other."""
    found = order(days(one), days(other))
    assert order(days(other), days(one)) == {
        "before": "after", "after": "before", "unknown": "unknown"
    }[found]  # fmt: skip
    first, then = days(one), days(other)
    assert first.last is not None
    assert then.first is not None
    assert (found == "before") == (first.last < then.first)


@given(testing.dates())
def test_an_open_end_orders_nothing_on_its_side(text: str) -> None:
    """What began in 2007 and has no end is not before anything."""
    assert order(between(text, None), Interval()) == "unknown"
    assert order(between(text, None), days("9999")) == "unknown"
    assert order(between(None, text), days("9999")) == "before"
    assert order(days("9999"), between(None, text)) == "after"


def test_places_are_worked_out_once_and_only_when_asked() -> None:
    """Finding lines costs more than reading."""
    asked: list[int] = []

    def locate() -> dict[tuple[str | int, ...], str]:
        asked.append(1)
        return {(): "1:1", ("a",): "1:4"}

    places = LazyPlaces(locate)
    tree = Tree({"a": [1]}, "p.yaml", places)
    assert asked == []
    assert tree.where(("a", 0)) == "p.yaml:1:4"
    assert (len(places), list(places)) == (2, [(), ("a",)])
    assert asked == [1]


def test_a_tree_without_places_names_its_source() -> None:
    """A tree made by hand has no lines."""
    assert Tree({"a": 1}, "made").where(("a",)) == "made"
