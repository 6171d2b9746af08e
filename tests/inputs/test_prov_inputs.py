"""PROV-JSON from anywhere: what fits is placed, all the rest is listed."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv
from involvement.exchange.prov import prov_json
from involvement.formats import importers
from involvement.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.formats.importers.shape import Import

OURS = {"inv": "urn:involvement:vocabulary:1#", "rec": "urn:involvement:record:p:"}


def read(folder: Path, document: Any) -> Import:
    """What becomes of a document."""
    path = folder / "d.json"
    text = document if isinstance(document, str) else json.dumps(document)
    path.write_text(text, encoding="utf-8")
    return importers.read("prov_json", path)


def of(kind: str, **more: Any) -> dict[str, Any]:
    """An entity of one of our types."""
    return {"prov:type": {"$": f"inv:{kind}", "type": "xsd:QName"}, **more}


def refused(folder: Path, document: Any) -> str:
    """The whole message a document earns."""
    with pytest.raises(inv.RecordError) as caught:
        read(folder, document)
    return str(caught.value)


@pytest.mark.parametrize("example", ["stroke", "co-design", "minimum"])
def test_what_we_write_comes_back_with_the_same_claims(
    tmp_path: Path, example: str
) -> None:
    """Every pair has the same grade, claim and sources; every change its shares."""
    record = inv.load(example)
    assert isinstance(record, inv.Programme)
    before = inv.trace(record)
    made = read(tmp_path, prov_json(inv.influence_graph(record)).text)
    after = inv.trace(made.programmes[0])
    pairs = list(before.pairs())
    for pair in pairs:
        same = after.pair(pair.contribution, pair.change)
        assert (same.grade, same.claim, same.path) == (
            pair.grade, pair.claim, pair.path
        )  # fmt: skip
        assert tuple(same.sources_needed) == tuple(pair.sources_needed)
    assert len(list(after.pairs())) == len(pairs)
    for name, change in before.changes.items():
        assert after.changes[name].shares == change.shares
    for name, fate in before.contributions.items():
        assert after.contributions[name].closure == fate.closure


def test_unknown_circular_and_broken_relations_are_all_listed(tmp_path: Path) -> None:
    """Nothing is passed over."""
    made = read(
        tmp_path,
        {
            "prefix": OURS | {"ex": "http://example.org/"},
            "activity": {
                "rec:a": {"prov:startTime": "2007-03-14T09:00:00", "ex:room": "4"}
            },
            "agent": {"rec:ann": {"prov:label": "Ann Other"}},
            "entity": {
                "rec:c": of("Contribution"),
                "rec:d": of("Decision", **{"inv:verdict": "perhaps"}),
                "rec:h": of("Change"),
                "ex:thing": {"prov:type": "ex:Thing"},
                "rec:e1": of("Evidence", **{"inv:grade": {"$": "3"}}),
                "rec:e2": of("Evidence"),
                "rec:e3": of("Evidence"),
                "rec:f": of("Feedback", **{"inv:about": "c", "inv:to": '["c", "x"]'}),
                "rec:b": of("BlockingLink", **{"inv:source": "rec:x"}),
                "rec:list": [of("Driver"), 3],
            },
            "used": {"_:1": {"prov:entity": "rec:c", "prov:activity": "rec:a"}},
            "wasDerivedFrom": {
                "_:2": {"prov:usedEntity": "rec:c"},
                "_:3": {"prov:usedEntity": "rec:c", "prov:generatedEntity": "rec:x"},
                "_:4": {"prov:usedEntity": "rec:h", "prov:generatedEntity": "rec:h"},
                "_:5": {"prov:usedEntity": "rec:d", "prov:generatedEntity": "rec:c"},
                "_:6": {"prov:usedEntity": "rec:e1", "prov:generatedEntity": "rec:e2"},
                "_:7": {"prov:usedEntity": "rec:e2", "prov:generatedEntity": "rec:e1"},
                "_:8": {"prov:usedEntity": "rec:e1", "prov:generatedEntity": "rec:e3"},
                "l1": {
                    "prov:usedEntity": "rec:c",
                    "prov:generatedEntity": "rec:h",
                    "inv:kind": "shaped",
                    "inv:effect": "helps",
                    "inv:evidence": ["e1", "e9"],
                },
            },
            "wasInfluencedBy": {
                "_:9": {
                    "prov:influencer": "rec:a",
                    "prov:influencee": "rec:d",
                }
            },
            "wasInformedBy": {
                "_:10": {
                    "prov:informant": "rec:a",
                    "prov:informed": "rec:h",
                    "inv:implicit": "yes",
                }
            },
            "wasAttributedTo": {
                "_:11": {"prov:agent": "rec:ann", "prov:entity": "rec:c"},
                "_:12": {"prov:agent": "rec:ann", "prov:entity": "rec:d"},
            },
            "wasGeneratedBy": {
                "_:14": {
                    "prov:activity": "rec:a",
                    "prov:entity": "rec:d",
                    "inv:implicit": "yes",
                }
            },
            "specializationOf": {"_:13": {}},
            "bundle": {},
            "wasStartedBy": [],
        },
    )
    assert [str(one) for one in made.unused] == [
        "d.json prefix: names of vocabularies; only ours is looked for",
        "d.json specializationOf: not a part this reader knows",
        "d.json bundle: a document inside the document: read it by itself",
        "d.json entity rec:d verdict: found 'perhaps'",
        "d.json entity ex:thing: its type is not one of Contribution, Decision, "
        "Change, Outcome, Driver, Evidence, Rival, Feedback",
        "d.json entity rec:list: not an object",
        "d.json entity rec:b: an end of it has no place in the record",
        "d.json wasDerivedFrom _:2: it has no prov:generatedEntity",
        "d.json wasDerivedFrom _:3: its prov:generatedEntity 'rec:x' has no place in "
        "the record",
        "d.json wasDerivedFrom _:4: it joins 'h' to itself",
        "d.json wasDerivedFrom l1 effect: found 'helps'",
        "d.json wasDerivedFrom l1: its evidence 'e9' has no place in the record",
        "d.json wasInformedBy _:10: no field of an item says such a step",
        "d.json wasStartedBy: not an object",
        "d.json wasInfluencedBy _:9: informed, decided could join activities and "
        "decisions",
        "d.json wasAttributedTo _:12: only what a contribution is attributed to has a "
        "field",
        "d.json entity rec:f about: 'c' has no place",
        "d.json entity rec:f to: 'x' has no place",
        "d.json wasDerivedFrom of e1: it would make evidence rest on itself",
        "d.json wasDerivedFrom of e2: it would make evidence rest on itself",
        "d.json activity ex:room: no field for it (1 times)",
        "d.json agent prov:label: no field for it (1 times)",
    ]
    (record,) = made.programmes
    assert [(one.source, one.target, one.kind) for one in record.links] == [
        ("c", "a", "raised_in"),
        ("d", "c", "triggered"),
        ("c", "h", "shaped"),
    ]
    assert [one.derived_from for one in record.evidence] == [(), (), ("e1",)]
    assert record.decisions[0].activity == "a"
    assert record.evidence[0].grade == 3
    assert record.activities[0].when is not None
    assert record.activities[0].when.start == "2007-03-14"
    assert record.contributions[0].made_by == ("ann",)
    assert "Ann Other" not in record.model_dump_json()
    assert [str(figure) for figure in made.figures] == [
        "activity: 1", "entity: 10", "agent: 1", "wasAttributedTo: 2", "used: 1",
        "wasGeneratedBy: 1", "wasDerivedFrom: 8", "wasInformedBy: 1", "wasInfluencedBy: 1",
    ]  # fmt: skip


def test_names_that_cannot_be_ids(tmp_path: Path) -> None:
    """Each item gets an id of its own; people of foreign documents are numbered."""
    made = read(
        tmp_path,
        {
            "prefix": {"i": "urn:involvement:vocabulary:1#"},
            "entity": {
                name: {"prov:type": "i:Change", "prov:label": []}
                for name in ("x:a", "y:a", "x:A", "x:user", "x:prov", "x:a b", "y:a b")
            },
        },
    )
    ids = [one.id for one in made.programmes[0].changes]
    assert ids == ["a", "n1-a", "n1-a-2", "n1-user", "n1-prov", "n1-a-b", "n2-a-b"]
    foreign = read(tmp_path, {"agent": {"ex:Ann_Other": {}}, "prefix": []})
    assert [one.id for one in foreign.programmes[0].actors] == ["agent-1"]


def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    """The second item is listed, not merged."""
    twice = {"rec:h": [of("Change"), of("Driver")]}
    made = read(tmp_path, {"prefix": OURS, "entity": twice})
    assert str(made.unused[-1]) == (
        "d.json entity rec:h: the document has another item of that name"
    )


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            {"schema_version": "1", "id": "p"},
            "d.json  [shape]\n"
            "  found no part of PROV-JSON\n"
            "  expected an object with parts such as entity and wasDerivedFrom",
        ),
        (
            "[]",
            "d.json  [shape]\n"
            "  found no part of PROV-JSON\n"
            "  expected an object with parts such as entity and wasDerivedFrom",
        ),
        (
            '{"entity": {"a": {}, "a": {}}}',
            "d.json:1:22  [key-duplicate]\n"
            "  found the key 'a' again; first at d.json:1:13\n"
            "  keep one of them",
        ),
        (
            '{"entity": ' + "[" * 50 + "]" * 50 + "}",
            "d.json:1:43  [limit-depth]\n"
            "  values nested 33 deep, the limit is 32\n"
            "  raise it with Limits(depth=...) or --limit depth=...",
        ),
    ],
)
def test_what_is_no_document(tmp_path: Path, document: Any, said: str) -> None:
    """The same rules as for a record."""
    assert refused(tmp_path, document) == said


def test_one_document_at_a_time(tmp_path: Path) -> None:
    """Two are two records, and need two readings."""
    with pytest.raises(inv.RecordError) as caught:
        importers.read("prov_json", [tmp_path / "a.json", tmp_path / "b.json"])
    assert str(caught.value) == ("[shape]\n  found 2 files\n  expected one document")
    with pytest.raises(inv.RecordError) as caught:
        importers.read("prov_json", tmp_path / "none.json", limits=Limits())
    assert caught.value.issues[0].code == "file-missing"


def test_a_record_is_asked_for_and_provenance_given(tmp_path: Path) -> None:
    """Loading says what the file is and how to read it."""
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"entity": {}, "used": {}}), encoding="utf-8")
    with pytest.raises(inv.RecordError) as caught:
        inv.load(path)
    assert str(caught.value).replace(f"{tmp_path}/", "") == (
        "d.json  [file-kind]\n"
        "  found a provenance document, PROV-JSON\n"
        "  expected a programme: schema_version, id and lists\n"
        "  make a record of it: involvement import prov_json FILE -o DIR"
    )


ODD: tuple[Any, ...] = (
    None, 3, 1.5, True, "", [], {}, "rec:nope", ["a", "b"], {"$": "inv:Change"},
    "2007-13", {"$": [1]}, [[1]], {"$": None}, "rec:transport-contract",
)  # fmt: skip
KEYS = ("prov:entity", "inv:kind", "", "user", "prov", "a b", "entity")


def damaged(value: Any, draw: random.Random) -> Any:
    """The value with odd parts here and there."""
    if draw.random() < 0.03:
        return draw.choice(ODD)
    if isinstance(value, dict):
        return {
            key if draw.random() > 0.02 else draw.choice(KEYS): damaged(part, draw)
            for key, part in value.items()
            if draw.random() > 0.02
        }
    if isinstance(value, list):
        return [damaged(part, draw) for part in value]
    return value


@pytest.mark.parametrize("seed", range(12))
def test_damaged_documents_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    """A record that is valid, or an error of ours."""
    record = inv.load("co-design")
    assert isinstance(record, inv.Programme)
    whole = json.loads(prov_json(inv.influence_graph(record)).text)
    draw = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(5):
        try:
            made = read(tmp_path, json.dumps(damaged(whole, draw)))
        except inv.RecordError as error:
            assert error.issues[0].code == "shape"  # noqa: PT017 - either will do
        else:
            (found,) = made.programmes
            text = found.model_dump_json()
            assert inv.Programme.model_validate_json(text) == found
