"""Records built in Python: plain words, lists, sets and dicts; our errors only."""

import datetime as dt
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import jsonschema
import pytest

import involvement as inv
from involvement.formats import validation
from involvement.formats.salvage import salvage
from involvement.formats.tree import Tree
from involvement.record.activity import Cost
from involvement.record.circles import components, smallest_circle
from involvement.record.coherence import Items, scale_faults
from involvement.record.contents import Contents
from involvement.record.evidence import Interpretation, Rating
from involvement.record.faults import Fault, path_text
from involvement.record.model import When
from involvement.record.people import Actor, Participant, actor_side, joined_side
from involvement.record.personal import personal_detail
from involvement.record.schema import record_schema


def text_of(build: Callable[[], object]) -> str:
    """The whole text of what a call is refused with."""
    with pytest.raises(inv.RecordError) as caught:
        build()
    return str(caught.value)


def test_a_wrong_value_raises_our_error_with_every_fault() -> None:
    """No error of another library reaches who builds a record in Python."""
    values: dict[str, Any] = {"id": "a", "led_by": 3, "asks_users": "ja", "contacts": 0}
    assert text_of(lambda: inv.Activity(**values)) == (
        "led_by  [shape]\n"
        "  found 3\n"
        "  expected a side (user, professional, joint, external) or actor ids\n"
        "asks_users  [value-unknown]\n"
        "  found 'ja'\n"
        "  expected one of: yes, no\n"
        "  write 'unknown' if it was not recorded\n"
        "contacts  [value-range]\n"
        "  found 0\n"
        "  expected at least 1\n"
        "  leave it out if it was not recorded"
    )


@pytest.mark.parametrize(
    "build",
    [
        lambda: inv.Activity.model_validate({"id": "a b"}),
        lambda: inv.Activity.model_validate_json('{"id": "a b"}'),
        lambda: inv.Programme.model_validate(
            {"schema_version": "1", "id": "p", "actors": [{"id": "p"}]}
        ),
        lambda: inv.Programme.model_validate_json(
            '{"schema_version": "1", "id": "p", "actors": [{"id": "p"}]}'
        ),
        lambda: inv.Programme(schema_version="1", id="p", actors=[{"id": "p"}]),
        lambda: inv.Activity.model_validate({1: 2}),
        lambda: inv.Activity.model_validate(3),
        lambda: inv.Activity.model_validate_json("{"),
    ],
)
def test_every_way_to_build_a_record_refuses_alike(
    build: Callable[[], object],
) -> None:
    """Constructor, plain values and JSON."""
    with pytest.raises(inv.RecordError):
        build()


def test_half_characters_are_refused_before_anything_is_written() -> None:
    """They pass as text in Python, and no file can hold them."""
    values: dict[str, Any] = {
        "schema_version": "1",
        "id": "p",
        "title": "half \ud83d",
        "activities": [{"id": "a", "title": "caf\xe9"}, {"id": "b", "title": "\udc00"}],
    }
    said = (
        "title  [text-surrogate]\n"
        "  found half a character in 'half \\ud83d'\n"
        "  expected whole characters\n"
        "  write the character itself, or both halves of it\n"
        "activities[1].title  [text-surrogate]\n"
        "  found half a character in '\\udc00'\n"
        "  expected whole characters\n"
        "  write the character itself, or both halves of it"
    )
    builds: list[Callable[[], inv.Programme]] = [
        lambda: inv.Programme(**values),
        lambda: inv.Programme.model_validate(values),
    ]
    for build in builds:
        with pytest.raises(inv.RecordError) as caught:
            build()
        assert str(caught.value) == said


def test_json_given_to_a_model_is_read_by_its_rules() -> None:
    """Where JSON is broken the fault is of the format."""
    assert text_of(lambda: inv.Activity.model_validate_json("{")) == (
        "[syntax]\n"
        "  found a fault of JSON: EOF while parsing an object at line 1 column 1"
    )
    assert inv.Activity.model_validate_json('{"id": "a"}').id == "a"
    values = {"schema_version": "1", "id": "p"}
    assert inv.Programme.model_validate(values) == inv.Programme(**values)
    assert inv.Programme.model_validate_json(json.dumps(values)).id == "p"


def test_a_record_is_never_changed_in_place() -> None:
    """A copy with another value is a new record."""
    activity = inv.Activity(id="a")

    assert text_of(lambda: setattr(activity, "title", "b")) == (
        "title  [record-frozen]\n"
        "  found 'b' for a record that exists already\n"
        "  make a new one with the value: model_copy(update={...})"
    )
    assert activity.model_copy(update={"title": "b"}).title == "b"


def test_sets_lists_and_single_ids_are_lists() -> None:
    """A set is put in order, so that the same record is the same bytes."""
    assert inv.Activity(id="a", areas={"z", "b"}).areas == ("b", "z")
    assert inv.Activity(id="a", areas="z").areas == ("z",)
    assert inv.Activity(id="a", led_by="panel").led_by == ("panel",)
    assert inv.Activity(id="a", led_by=[]).led_by == ()
    purposes = {"inform", "comply", "persuade"}
    assert inv.Activity(id="a", purposes=purposes).purposes == (
        "persuade",
        "inform",
        "comply",
    )
    assert inv.Activity(id="a", purposes=["inform", "inform"]).purposes == ("inform",)


@pytest.mark.parametrize("purposes", [[], ["unknown"], "unknown", None])
def test_no_purposes_are_unknown_purposes(purposes: object) -> None:
    """They are not "none": the fact is unknown as a whole."""
    assert inv.Activity(id="a", purposes=purposes).purposes == ()


def test_unknown_and_null_mean_left_out_except_in_text() -> None:
    """A template's empty keys are valid; a title may be the word unknown."""
    left_out = inv.Activity(
        id="a", title=None, when="unknown", contacts="unknown", areas=None, led_by=None
    )
    assert left_out == inv.Activity(id="a")
    assert inv.Activity(id="a", title="unknown").title == "unknown"
    assert Participant.model_validate({"groups": {"men": None, "women": 3}}).groups == {
        "women": 3
    }
    answers = {"voice": "unknown", "ways": None, "change": 3}
    assert rating(answers=answers).answers == {"change": 3}
    view = {"actor": "a", "rationales": ["unknown"]}
    assert Interpretation.model_validate(view).rationales == ()


def test_dates_may_come_as_python_has_them() -> None:
    """A year as a number, a day as a date; a time of day is no date."""
    assert When.model_validate(2007) == When(start="2007", end="2007")
    assert inv.Activity(id="a", when=dt.date(2007, 3, 14)).when == When.model_validate(
        "2007-03-14"
    )
    assert When.model_validate({"start": 2007}).start == "2007"
    noon = dt.datetime(2007, 3, 14, 12)  # noqa: DTZ001 - the fault is looked for
    wrong: Any
    for wrong in (7, True, 20070314, noon, 2007.0, []):
        assert "[date-shape]" in text_of(partial(inv.Activity, id="a", when=wrong))


def cost(**values: Any) -> Cost:
    """A cost of plain values."""
    return Cost.model_validate(values)


def rating(**values: Any) -> Rating:
    """A rating with answers."""
    plain = {"id": "r", "scale": "s", "respondent": "user", **values}
    return Rating.model_validate(plain)


def test_money_keeps_its_digits() -> None:
    """Binary fractions would turn 12.10 into something else."""
    assert str(cost(amount="12.10", currency="GBP").amount) == "12.10"
    assert str(cost(amount=12.1, currency="GBP").amount) == "12.1"
    assert str(cost(amount=Decimal("3.50"), currency="GBP").amount) == "3.50"
    assert cost(amount=1e-5, currency="GBP").amount == Decimal("0.00001")
    for wrong in ("1e3", "1_000", " 3", "3 EUR", float("nan"), Decimal(-1), 10**16):
        assert "[money]" in text_of(partial(cost, amount=wrong, currency="GBP"))
    for other in (True, [1], {"a": 1}):
        assert text_of(partial(cost, amount=other, currency="GBP")) == (
            f"amount  [shape]\n  found {_shown(other)}\n"
            "  expected an amount such as 12.50"
        )
    assert text_of(lambda: cost(currency=3)) == (
        "currency  [shape]\n  found 3\n  expected text\n  put it in quotes"
    )


def _shown(value: object) -> str:
    return {"True": "true", "[1]": "a list of 1"}.get(str(value), "named values (1)")


@pytest.mark.parametrize("answer", [float("nan"), float("inf"), True, [1], {}])
def test_an_answer_is_a_finite_number_or_a_word(answer: object) -> None:
    """A rating's values are kept as given, never turned into another kind."""
    said = text_of(lambda: rating(answers={"a": answer}))
    assert said.startswith("answers.a  [")
    answers = {"a": 3, "b": 2.5, "c": "met"}
    assert rating(answers=answers).answers == answers


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (3, "groups  [shape]\n  found 3\n  expected named values"),
        ({1: 2}, "groups[1]  [shape]\n  found 1\n  expected text\n  put it in quotes"),
    ],
)
def test_groups_are_named_counts(groups: object, said: str) -> None:
    """A number is no label."""
    assert text_of(lambda: Participant.model_validate({"groups": groups})) == said


def test_an_unknown_side_of_an_actor_leaves_the_whole_unknown() -> None:
    """Unless users and professionals are there already."""
    assert joined_side(["external", "external"]) == "external"
    assert joined_side(["professional", "external"]) == "professional"
    assert joined_side(["professional", "unknown"]) == "unknown"
    assert joined_side(["joint", "unknown"]) == "joint"
    assert actor_side(Actor(id="a", role="funder", side="user"), None) == "user"
    assert actor_side(Actor(id="a", role="other"), None) == "unknown"


def test_a_programme_finds_its_items_and_sides() -> None:
    """By id, whatever list they stand in."""
    programme = inv.Programme(
        schema_version=1,
        id="p",
        organisations=[{"id": "o", "user_controlled": "yes"}],
        actors=[
            {"id": "club", "role": "charity", "organisation": "o"},
            {"id": "nurse", "role": "clinician"},
        ],
        interpretations=[{"actor": "club"}],
        contributions=[{"id": "c", "summary": "More light"}, {"id": "d"}],
        changes=[{"id": "h", "title": "Lamps"}, {"id": "g"}],
    )
    assert programme.index["nurse"] == ("actors", programme.actors[1])
    assert programme.side(("club", "nurse")) == "joint"
    assert programme.side(("club", "stranger")) == "unknown"
    assert programme.side("external") == "external"
    assert [one.name for one in programme.contributions] == ["More light", "d"]
    assert [one.name for one in programme.changes] == ["Lamps", "g"]
    assert pickle.loads(pickle.dumps(programme)) == programme  # noqa: S301 - our own


def test_paths_are_written_as_people_write_them() -> None:
    """Labels with spaces stand in quotes."""
    assert path_text(()) == ""
    assert path_text(("ratings", 0, "answers", "participant:one_time:3")) == (
        "ratings[0].answers.participant:one_time:3"
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to ann.b@trust.nhs.uk please", "an e-mail address"),
        ("call 020 7946 0958", "a telephone number"),
        ("call (0161) 496 0000", "a telephone number"),
        ("call +44 20 7946 0958", "a telephone number"),
        ("call 07700900123", "a telephone number"),
        ("number 943 476 5919", "an NHS number"),
        ("number 943-476-5919", "an NHS number"),
        ("number 9434765919", "an NHS number"),
        ("number 9434765918", ""),
        ("doi 10.1136/bmj.39456.552257.BE", ""),
        ("BMJ 2008;336:313-317", ""),
        ("from 2007-03-14 to 2008-03-14", ""),
        ("10.1186/s40900-018-0130-2", ""),
        ("ISBN 978-0-306-40615-7", ""),
        ("user@ward", ""),
        ("room 012 34", ""),
        ("room (012) 34 567", ""),
        ("31 of 112 returned", ""),
        ("no digits at all", ""),
    ],
)
def test_what_looks_like_a_personal_detail(text: str, kind: str) -> None:
    """Page numbers, dates and identifiers of papers do not."""
    assert personal_detail(text) == kind


def test_values_of_a_scale_of_ones_own_are_any_container() -> None:
    """Words are listed; what cannot be listed is not."""

    class Even:
        def __contains__(self, value: object) -> bool:
            return value == 2

    record = Contents(schema_version="1", id="p", ratings=(rating(answers={"a": 3}),))
    found = scale_faults(record, levels=None, ratings={"s": Items(values=Even())})
    assert [fault.expected for fault in found] == [""]


def test_the_smallest_circle_is_named_whatever_the_order() -> None:
    """Of several equally small the one whose ids come first."""
    edges = {"b": ["c", "a"], "c": ["b", "d"], "a": ["b"], "d": ["a"]}
    assert components(edges) == [["a", "b", "c", "d"]]
    assert smallest_circle(["a", "b", "c", "d"], edges) == ["a", "b"]
    chain = {f"n{n:06}": [f"n{(n + 1) % 1500:06}"] for n in range(1500)}
    (members,) = components(chain)
    assert len(smallest_circle(members, chain)) == 1500


def test_nothing_is_said_when_too_little_is_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A record that stays faulty after three rounds is given up."""
    wrong = [Fault("shape", ("title",), "found 3")]
    assert salvage({"id": "p"}, wrong, lambda _: (None, wrong)) is None
    monkeypatch.setattr(validation, "salvage", lambda *_: None)
    values = {"schema_version": "1", "id": "p", "areas": 3, "actors": [{"id": "p"}]}
    with pytest.raises(inv.RecordError) as caught:
        validation.read_tree(Tree(values))
    assert [issue.code for issue in caught.value.issues] == ["shape"]


def test_the_schema_takes_what_the_reader_takes() -> None:
    """Null and unknown for what is optional, one id for a list, partial dates."""
    schema = jsonschema.Draft202012Validator(record_schema())
    good: dict[str, Any] = {
        "schema_version": 1,
        "id": "p",
        "title": None,
        "when": 2007,
        "actors": [{"id": "a", "role": None, "people": "unknown"}],
        "activities": [
            {
                "id": "b",
                "led_by": "a",
                "initiated_by": ["a"],
                "agenda_set_by": None,
                "areas": "unknown",
                "purposes": "inform",
                "when": {"start": "2007-03", "end": None},
                "declared": {"iap2": None},
                "contacts": None,
                "costs": [{"amount": "12.50", "currency": "GBP"}, {"amount": 3}],
            }
        ],
    }
    assert list(schema.iter_errors(good)) == []
    for wrong in (
        {"schema_version": "2"},
        {"id": "a b"},
        {"id": None},
        {"name": "Ann"},
        {"when": "07"},
        {"actors": [{"id": "a", "role": "nurse"}]},
        {"activities": [{"id": "a", "contacts": 0}]},
        {"links": [{"id": "l", "source": "a", "target": "b", "kind": "unknown"}]},
    ):
        assert list(schema.iter_errors(good | wrong)) != [], wrong
