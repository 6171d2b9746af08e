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
    record = example(name)
    safe = redact(record, key=KEY).programme
    for activity, other in zip(record.activities, safe.activities, strict=True):
        score, same = inv.score(activity), inv.score(other)
        assert score.initiative.pattern == same.initiative.pattern
        for scale, verdict in score.verdicts.items():
            again = same.verdicts[scale]
            assert verdict.possible == again.possible
            assert verdict.certain == again.certain
            assert verdict.ask_next == again.ask_next


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
    assert one.origin == two.origin != one.organisation


def test_sites_become_pseudonyms() -> None:
    """A place is as telling as a name."""
    record = Programme(
        schema_version="1",
        id="p",
        contributions=[{"id": "c"}],
        changes=[{"id": "x"}],
        links=[
            {"id": "l", "source": "c", "target": "x", "kind": "shaped",
             "sites": ["Leeds", "leeds", "Hull"]}
        ],
    )  # fmt: skip
    sites = redact(record, key=KEY).programme.links[0].sites
    assert sites[0] == sites[1] != sites[2]
    assert all(site.startswith("site-") for site in sites)


def test_everything_of_a_record_is_covered() -> None:
    """Each kind of cell, nested ones included."""
    record = Programme(
        schema_version="1",
        id="p",
        citation="Smith 2007",
        when={"start": "2007-03-14", "end": "2008-02"},
        organisations=[{"id": "o", "label": "St Elsewhere", "ror": "x"}],
        actors=[{"id": "a", "role": "carer", "people": 1, "organisation": "o"}],
        activities=[
            {
                "id": "v",
                "led_by": ["a"],
                "participants": [{"actor": "a", "people": 2, "groups": {"old": 3}}],
                "costs": [{"amount": "12.50", "currency": "GBP", "borne_by": "user"}],
                "declared": {"iap2": "inform"},
            }
        ],
        ratings=[
            {
                "id": "r",
                "scale": "cube",
                "respondent": ["a"],
                "answers": {"i": 3, "j": "agree", "k": "My own words"},
                "anchors": {"i": "What three means"},
            }
        ],
        outcomes=[{"id": "u", "family": "personal", "kind": "social"}],
    )
    done = redact(record, key=KEY)
    safe = done.programme
    activity, rating = safe.activities[0], safe.ratings[0]
    assert safe.citation == "[removed]"
    assert safe.when is not None
    assert (safe.when.start, safe.when.end) == ("2007", "2008")
    assert safe.organisations[0].label is None
    assert activity.led_by == (safe.actors[0].id,)
    assert activity.declared == {"iap2": "inform"}
    assert list(activity.participants[0].groups.values()) == [3]
    assert "old" not in activity.participants[0].groups
    assert rating.answers == {"i": 3, "j": "agree", "k": "[removed]"}
    assert rating.anchors == {}
    assert safe.outcomes[0].kind == "social"
    assert [str(note) for note in done.remains] == [
        "note: actors[0].people  [privacy-remains]\n"
        "  found an actor of 1, in the role 'carer'\n"
        "  few people: role, year and setting together may name them",
        "note: activities[0].participants[0]  [privacy-remains]\n"
        "  found 2 counts under 5\n"
        "  small groups may point to persons; leave them out",
        "note: activities[0].costs  [privacy-remains]\n"
        "  found exact amounts of money\n"
        "  an amount that was published gives the activity away",
        "note: actors  [privacy-remains]\n"
        "  found 1 roles held by one actor only: carer\n"
        "  a rare role with a year may name a person",
        "note: ratings  [privacy-remains]\n"
        "  found the answers of 1 questionnaires\n"
        "  who knows one answer may find the rest of them",
        "note: [privacy-remains]\n"
        "  found years, kinds, roles and who took part in what\n"
        "  somebody who was there may recognise the programme by its shape",
    ]


def test_a_short_key_is_refused_and_not_repeated() -> None:
    """A key that can be guessed gives every pseudonym away."""
    with pytest.raises(RecordError) as caught:
        redact(Programme(schema_version="1", id="p"), key="hunter2")
    assert str(caught.value) == (
        "[key-short]\n"
        "  found a key of 7 bytes\n"
        "  expected at least 16 bytes\n"
        '  make one with: python -c "import secrets; print(secrets.token_hex(16))"'
    )
