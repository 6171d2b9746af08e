"""What must not change, or only in one direction, when a record is changed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import involvement as inv
from involvement import vocabulary
from involvement.formats.redaction import redact
from involvement.testing import facts, programmes

if TYPE_CHECKING:
    from involvement import Programme

KEY = "a key of more than sixteen bytes"
WORDS = {
    name: fact.words for name, fact in vocabulary.FACTS.items() if fact.kind == "words"
}


def values_of(programme: Programme) -> dict[str, Any]:
    """The record as plain values."""
    values: dict[str, Any] = programme.model_dump(mode="json")
    return values


def scores(programme: Programme) -> dict[str, Any]:
    """Every activity's verdicts and start, by id."""
    return {
        activity.id: inv.score(activity, sides=programme.side).to_dict()
        for activity in programme.activities
    }


@given(programmes(), facts())
@settings(max_examples=15, deadline=None)
def test_another_activity_changes_no_other_score(
    programme: Programme, given_facts: dict[str, Any]
) -> None:
    """Each activity is scored by itself."""
    values = values_of(programme)
    values.setdefault("activities", []).append({"id": "one-more", **given_facts})
    after = scores(inv.Programme.model_validate(values))
    after.pop("one-more")
    assert after == scores(programme)


@given(programmes())
@settings(max_examples=12, deadline=None)
def test_something_unlinked_changes_no_grade(programme: Programme) -> None:
    """A change nobody linked, a driver nobody linked: every pair stands as before."""
    values = values_of(programme)
    values.setdefault("changes", []).append({"id": "unlinked-change"})
    values.setdefault("drivers", []).append({"id": "unlinked-driver"})
    before, after = (
        inv.trace(programme),
        inv.trace(inv.Programme.model_validate(values)),
    )
    known = {k: v for k, v in grades(after).items() if k[1] != "unlinked-change"}
    assert known == grades(before)


def grades(trace: Any) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Each pair's grade and claim."""
    return {
        (pair.contribution, pair.change): (pair.grade, pair.claim)
        for pair in trace.listing().pairs
    }


@given(programmes())
@settings(max_examples=12, deadline=None)
def test_renaming_changes_names_only(programme: Programme) -> None:
    """Every id with a prefix that keeps their order: the same answers, renamed."""
    lists = ("organisations", "actors", "areas", "activities", "contributions",
             "decisions", "changes", "outcomes", "drivers", "rivals", "feedback",
             "evidence", "links", "ratings", "factors")  # fmt: skip
    names = {item.id for name in lists for item in getattr(programme, name)}
    assume(not names & {programme.id})
    text = json.dumps(values_of(programme))
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(f'"{re.escape(name)}"', f'"z{name}"', text)
    values = json.loads(text)
    renamed = inv.Programme.model_validate(values)
    before = {
        f"z{name}": score["verdicts"] for name, score in scores(programme).items()
    }
    after = {name: score["verdicts"] for name, score in scores(renamed).items()}
    assert _plain(after) == _plain(before)


def _plain(scored: dict[str, Any]) -> dict[str, Any]:
    """The parts of verdicts that name no activity or actor."""
    kept = ("possible", "certain", "level", "lowest", "highest", "labels")
    return {
        name: {
            scale: {part: verdict[part] for part in kept}
            for scale, verdict in verdicts.items()
        }
        for name, verdicts in scored.items()
    }


@given(facts(), st.data())
@settings(max_examples=60, deadline=None)
def test_more_knowledge_never_widens(
    known: dict[str, Any], data: st.DataObject
) -> None:
    """One unknown fact answered: no level comes back that was ruled out."""
    open_facts = [n for n in WORDS if known.get(n, "unknown") == "unknown"]
    assume(open_facts)
    fact = data.draw(st.sampled_from(open_facts))
    word = data.draw(st.sampled_from([w for w in WORDS[fact] if w != "unknown"]))
    before = inv.score({"id": "a", **known})
    after = inv.score({"id": "a", **known, fact: word})
    for scale, verdict in after.verdicts.items():
        assert set(verdict.possible) <= set(before.verdicts[scale].possible)
        assert set(before.verdicts[scale].certain) <= set(verdict.certain)
        for label, said in before.verdicts[scale].labels.items():
            assert said == "unknown" or verdict.labels[label] == said


@given(programmes())
@settings(max_examples=12, deadline=None)
def test_redaction_changes_no_score(programme: Programme) -> None:
    """Without text, exact dates and ids: the same levels, labels and signals."""
    safe = redact(programme, key=KEY).programme

    def told(record: Programme) -> list[str]:
        scores = [inv.score(a, sides=record.side) for a in record.activities]
        return sorted(
            json.dumps([_plain({"": one.to_dict()["verdicts"]}), one.signals])
            for one in scores
        )

    assert told(safe) == told(programme)


@given(programmes(), st.data())
@settings(max_examples=15, deadline=None)
def test_independent_evidence_never_lowers_a_grade(
    programme: Programme, data: st.DataObject
) -> None:
    """One more piece from an origin of its own, cited by one link.

    It joins no two sources: nobody else has its origin and it derives from nothing.
    """
    assume(programme.links)
    values = values_of(programme)
    values.setdefault("evidence", []).append(
        {"id": "more-evidence", "origin": "an origin of its own",          "grade": data.draw(st.integers(1, 4)), "stance": "supports"}
    )  # fmt: skip
    link = data.draw(st.sampled_from(values["links"]))
    link.setdefault("evidence", []).append("more-evidence")
    before, after = (
        grades(inv.trace(programme)),
        grades(inv.trace(inv.Programme.model_validate(values))),
    )
    for pair, (grade, _claim) in before.items():
        assert after[pair][0] >= grade
