"""The whole of one record: what it holds, how it is written, what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

import involvement as inv

if TYPE_CHECKING:
    from involvement.assessment import Assessment


@pytest.fixture(scope="module")
def stroke() -> Assessment:
    """The shipped example, assessed."""
    programme = inv.load("stroke")
    assert isinstance(programme, inv.Programme)
    return inv.assess(programme)


@pytest.mark.parametrize(
    "name", ["stroke", "co-design", "minimum", "stroke-research-group"]
)
def test_the_json_keeps_to_its_schema(name: str) -> None:
    """Every shipped example gives JSON that the published schema accepts."""
    programme = inv.load(name)
    assert isinstance(programme, inv.Programme)
    found = inv.assess(programme)
    jsonschema.validate(json.loads(found.to_json()), inv.schema("assessment"))
    assert found.to_dict() == json.loads(found.to_json(indent=2))


def test_reasons_and_questions_are_in_the_json(stroke: Assessment) -> None:
    """Nothing is left out because nobody had asked for it yet."""
    written = stroke.to_dict()["activities"]["satisfaction-survey"]["verdicts"]["iap2"]
    assert written["reasons"]
    assert "ask_next" in written


def test_it_says_what_it_was_made_with(stroke: Assessment) -> None:
    """Versions of library, schema, policy, and of every scale with its meaning."""
    assert stroke.versions.explain() == (
        f"involvement {inv.__version__}, record schema 1, "
        "evidence policy corroborated-weakest-link/1"
    )
    stamp = stroke.scales["iap2"]
    assert stamp.meaning == inv.scale("iap2").meaning
    assert stamp.explain().startswith("Spectrum of Public Participation, version 1 (")


def test_it_explains_itself(stroke: Assessment) -> None:
    """Every part in words, and as HTML for a notebook."""
    text = stroke.explain()
    assert "P10 Resources are spent without a traced benefit." in text
    assert "initiated: professional 10, unknown 2 (10 of 12 answered)" in text
    assert "&lt;" in stroke._repr_html_() or "<" in stroke._repr_html_()


def test_another_policy_shows(stroke: Assessment) -> None:
    """Time mode, weights and policy are passed on and stamped."""
    policy = inv.EvidencePolicy(name="no-gain/1", corroboration_gain=0)
    found = inv.assess(
        stroke.programme, time="strict", share_weights="sources", policy=policy
    )
    assert found.versions.evidence_policy == "no-gain/1"
    assert (found.trace.time, found.trace.share_weights) == ("strict", "sources")


def test_tables_are_tidy(stroke: Assessment) -> None:
    """One name a value, the same columns in every row, no missing rows."""
    tables = stroke.tables()
    assert len(tables["activities"]) == 12
    assert len(tables["verdicts"]) == 12 * 9
    assert len(tables["pairs"]) == 16 * 4
    for name in ("activities", "verdicts", "labels", "contributions", "changes"):
        assert len({tuple(row) for row in tables[name]}) == 1
    assert {row["no_level_fits"] for row in tables["verdicts"]} == {
        "yes",
        "no",
        "unknown",
    }


def test_schemas_have_two_names() -> None:
    """Anything else is refused with the two."""
    assert inv.schema("record")["title"] == "Programme"
    with pytest.raises(inv.RecordError) as caught:
        inv.schema("scale")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "[option-unknown]\n  found 'scale'\n  expected one of: record, assessment"
    )
