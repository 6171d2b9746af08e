"""Causal maps, on small made-up edge lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from involvement.errors import RecordError
from involvement.formats.importers import causal_map

if TYPE_CHECKING:
    from pathlib import Path

MAP = """\
from_label,to_label,statement_id,SourceID,QuestionID,strength
Cash,Food,1,a,q,1.0
Cash,Food,2,a,q,1.0
Cash,Food,3,b,q,1.0
Food,Health,3,b,q,1.0
Health,Food,,,q,1.0
Rain,Food,4,c,q,1.0
,Food,5,c,q,1.0
Food,Food,6,c,q,1.0
"""


@pytest.fixture
def edges(tmp_path: Path) -> Path:
    """A cyclic map with one root of interest and one of another kind."""
    path = tmp_path / "links.csv"
    path.write_text(MAP, encoding="utf-8")
    return path


def test_mentions_are_evidence_and_sources_are_their_origins(edges: Path) -> None:
    """Three mentions of one link by two sources."""
    programme = causal_map.read(edges).programmes[0]
    origins = {item.id: item.origin for item in programme.evidence}
    first = programme.links[0]
    assert (first.source, first.target) == ("f-cash", "f-food")
    assert [origins[item] for item in first.evidence] == ["a", "a", "b"]
    assert programme.evidence[0].locator == "statement 1"
    # A mention without a source is kept; it is nobody's word.
    assert programme.evidence[4].model_dump() == {"id": "m-6"}


def test_roots_are_drivers_unless_they_are_to_be_followed(edges: Path) -> None:
    """Whose input it was stays unknown."""
    programme = causal_map.read(edges).programmes[0]
    assert [d.title for d in programme.drivers] == ["Cash", "Rain"]
    assert [c.title for c in programme.changes] == ["Food", "Health"]
    assert [x.kind for x in programme.links] == ["drove", "led_to", "led_to", "drove"]
    programme = causal_map.read(edges, inputs=["Cash"]).programmes[0]
    assert [d.title for d in programme.drivers] == ["Rain"]
    assert programme.contributions[0].summary == "Cash"
    assert programme.contributions[0].made_by == "unknown"
    assert programme.links[0].kind == "shaped"


def test_nothing_is_dropped_in_silence(edges: Path) -> None:
    """Rows, columns and counts add up."""
    made = causal_map.read(edges)
    assert [str(f) for f in made.figures] == [
        "mentions: 6",
        "links: 4",
        "factors: 4",
        "sources: 3",
    ]
    assert [str(u) for u in made.unused] == [
        (
            "links.csv QuestionID: the question asked does not tell whether the answer "
            "was prompted"
        ),
        (
            "links.csv strength: a judgement on the coder's own scale; grades are not "
            "built from it"
        ),
        "links.csv:8: one end of the link is empty",
        "links.csv:9: the link joins a factor to itself",
    ]


def test_what_is_followed_must_begin_somewhere(edges: Path) -> None:
    """A factor with a cause, or one that is not there, cannot be an input."""
    with pytest.raises(RecordError) as caught:
        causal_map.read(edges, inputs=["Food"])
    assert str(caught.value) == (
        "[option-unknown]\n  found no factor without a cause called 'Food'\n"
        "  expected one of: Cash, Rain"
    )
