"""What redaction takes away and what it leaves untouched."""

import json
from collections import Counter
from typing import Any

import pytest

import involvement as inv
from involvement.errors import RecordError
from involvement.formats.files import examples, load
from involvement.formats.redaction import redact
from involvement.record.programme import Programme

KEY = "the first secret key"
OTHER = "another secret key"


def example(name: str) -> Programme:
    """A shipped example."""
    programme = load(name)
    assert isinstance(programme, Programme)
    return programme


EXAMPLES = sorted(examples())


def texts(value: Any) -> set[str]:
    """Every text in plain values."""
    if isinstance(value, dict):
        return {text for part in value.values() for text in texts(part)}
    if isinstance(value, list):
        return {text for part in value for text in texts(part)}
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("name", EXAMPLES)
def test_scores_are_the_same(name: str) -> None:
    """A level depends on no word and no name that redaction takes away."""

    def told(record: Programme) -> list[str]:
        scores = [inv.score(activity) for activity in record.activities]
        return sorted(
            str(
                [
                    one.initiative.pattern,
                    *(
                        (v.possible, v.certain, v.ask_next)
                        for v in one.verdicts.values()
                    ),
                ]
            )
            for one in scores
        )

    record = example(name)
    assert told(redact(record, key=KEY).programme) == told(record)


@pytest.mark.parametrize("name", EXAMPLES)
def test_traces_are_the_same(name: str) -> None:
    """Grades, claims and closures stay; only names and days go."""

    def told(record: Programme) -> tuple[Any, ...]:
        trace = inv.trace(record)
        pairs = Counter(
            (pair.grade, pair.claim, pair.widest, pair.without_best_source,
             len(pair.threads))
            for pair in trace.pairs()
        )  # fmt: skip
        fates = Counter(
            (fate.furthest, fate.closure) for fate in trace.contributions.values()
        )
        changes = Counter(
            (change.but_for, change.unexplained_change)
            for change in trace.changes.values()
        )
        return pairs, fates, changes

    record = example(name)
    assert told(redact(record, key=KEY).programme) == told(record)


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_free_text_id_or_day_is_left(name: str) -> None:
    """What remains are words of closed lists, years, numbers and pseudonyms."""
    record = example(name)
    before = texts(record.model_dump(mode="json"))
    redacted = redact(record, key=KEY).programme
    safe = redacted.model_dump(mode="json")
    kept = before & texts(safe)
    assert not set(redacted.index) & {record.id, *record.index}
    assert [text for text in kept if " " in text] == []
    assert KEY not in json.dumps(safe)


def test_pseudonyms_are_stable_under_one_key_and_unlinkable_without() -> None:
    """Two redactions can be joined by those who hold the key, and by nobody else."""
    record = example("stroke")
    one = redact(record, key=KEY).programme
    again = redact(record, key=KEY.encode()).programme
    other = redact(record, key=OTHER).programme
    assert one == again
    assert not set(one.index) & set(other.index)


def test_labels_that_mean_one_source_stay_one() -> None:
    """Capitals and blanks never made two sources of one."""
    record = Programme(
        schema_version="1",
        id="p",
        evidence=[
            {"id": "a", "origin": "Ward  Minutes", "organisation": "Ward minutes"},
            {"id": "b", "origin": "ward minutes"},
        ],
    )
    one, two = redact(record, key=KEY).programme.evidence
    assert one.origin == two.origin
    assert {one.organisation, two.organisation} & {one.origin} == set()


def test_two_ways_to_write_an_accent_are_one_source() -> None:
    """They are in a trace, so redaction must not make two of them."""
    record = Programme(
        schema_version="1",
        id="p",
        evidence=[
            {"id": "a", "origin": "Caf\u00e9 minutes"},
            {"id": "b", "origin": "cafe\u0301  MINUTES"},
        ],
    )
    one, two = redact(record, key=KEY).programme.evidence
    assert one.origin == two.origin


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_order_of_lists_tells_nothing(name: str) -> None:
    """Whatever the order was (a list of members by name, say), it is gone."""
    record = example(name)
    values = record.model_dump(mode="json")
    turned = Programme.model_validate(_turned(values))
    texts = [
        redact(one, key=KEY).programme.model_dump_json() for one in (record, turned)
    ]
    assert texts[0] == texts[1]


def _turned(value: Any) -> Any:
    """The same values, each list backwards."""
    if isinstance(value, dict):
        return {name: _turned(part) for name, part in reversed(value.items())}
    if isinstance(value, list):
        return [_turned(part) for part in value[::-1]]
    return value


def test_items_alike_cannot_be_told_apart_by_their_places() -> None:
    """Two copies under two keys, ten members alike: places do not tie them.

    Were the order kept, the fifth of one copy would be the fifth of the other, and
    the fifth name on the list of members.
    """
    record = Programme(
        schema_version="1",
        id="p",
        actors=[{"id": f"m{n}", "role": "carer", "side": "user"} for n in range(10)],
    )

    def places(key: str) -> list[str]:
        """Whose pseudonym stands at which place."""
        alone = {
            redact(
                Programme(schema_version="1", id="p", actors=[{"id": f"m{n}"}]), key=key
            ).programme.actors[0].id: f"m{n}"
            for n in range(10)
        }  # fmt: skip
        return [alone[one.id] for one in redact(record, key=key).programme.actors]

    assert sorted(places(KEY)) == sorted(places(OTHER))
    assert len({tuple(places(key)) for key in (KEY, OTHER)}) == 2
    assert places(KEY) != sorted(places(KEY))


@pytest.mark.parametrize(
    "answer", ["Sheila", "jsmith", "07946123456", "no_comment_from_Ward_7"]
)
def test_an_answer_that_looks_like_a_code_may_be_a_name(answer: str) -> None:
    """Only words that a scale in use foresees stay."""
    record = Programme(
        schema_version="1",
        id="p",
        actors=[{"id": "a"}],
        ratings=[
            {"id": "r", "scale": "ppeet", "respondent": ["a"], "answers": {"i": answer}}
        ],
    )
    (rating,) = redact(record, key=KEY).programme.ratings
    assert rating.answers == {"i": "[removed]"}


def test_an_answer_in_the_words_of_its_scale_stays() -> None:
    """It is one of few that anybody could give."""
    record = Programme(
        schema_version="1",
        id="p",
        actors=[{"id": "a"}],
        ratings=[
            {
                "id": "r",
                "scale": "four_pi",
                "respondent": ["a"],
                "answers": {"i": "met"},
            }
        ],
    )
    (rating,) = redact(record, key=KEY).programme.ratings
    assert rating.answers == {"i": "met"}


@pytest.mark.parametrize("key", ["a" * 40, "abababababababab", b"1234567" * 9])
def test_a_key_that_repeats_itself_is_refused(key: str | bytes) -> None:
    """Sixteen times one letter is long and soon guessed."""
    with pytest.raises(RecordError) as caught:
        redact(Programme(schema_version="1", id="p"), key=key)
    assert str(caught.value) == (
        f"[key-short]\n  found a key of {len(key)} bytes, {len(set(key))} of them "
        "different\n  expected at least 16 bytes, 8 of them different\n"
        '  make one with: python -c "import secrets; print(secrets.token_hex(16))"'
    )


def test_a_short_key_is_refused_and_not_repeated() -> None:
    """A key that can be guessed gives every pseudonym away."""
    with pytest.raises(RecordError) as caught:
        redact(Programme(schema_version="1", id="p"), key="hunter2")
    assert str(caught.value) == (
        "[key-short]\n"
        "  found a key of 7 bytes\n"
        "  expected at least 16 bytes, 8 of them different\n"
        '  make one with: python -c "import secrets; print(secrets.token_hex(16))"'
    )
