"""Findings never say more than every completion of the unknowns allows."""

from __future__ import annotations

import copy
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.patterns.propositions import Findings, findings
from involvement.record.programme import Programme

UNKNOWN = "unknown"

WORDS: dict[str, tuple[str, ...]] = {
    "initiated_by": ("professional", "user"),
    "led_by": ("professional", "joint"),
    "scope_set_by": ("professional", "user"),
    "kind": ("survey", "co_design", "peer_support"),
    "user_work": ("none", "assist", "lead"),
    "asks_users": ("yes", "no"),
    "deliberates": ("yes", "no"),
    "informs_users": ("yes", "no"),
    "decision_right": ("professional", "shared"),
    "decision_stage": ("options_open", "decided"),
    "feedback_given": ("none", "reasoned"),
    "agenda_set_by": ("professional", "user"),
    "resource_control": ("professional", "user"),
    "user_veto": ("yes", "no"),
    "sharing_protected": ("yes", "no"),
    "technicality": ("low", "high"),
    "clinician_input": ("none", "dominant"),
    "made_by": ("user", "professional"),
    "family": ("personal", "service", "health"),
    "valence": ("positive", "negative"),
    "side": ("user", "professional", "external"),
    "treatment": ("used", "dismissed"),
    "knowledge": ("experiential_embodied", "clinical"),
}
"""The fields that may be unknown here, and what they may turn out to be."""

ACTIVITY = tuple(WORDS)[:15]


def _word(draw: st.DrawFn, field: str) -> str:
    return draw(st.sampled_from((UNKNOWN, *WORDS[field])))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Small programmes with something of everything."""
    n = draw(st.integers(1, 3))
    traced = draw(st.lists(st.integers(1, 3), min_size=2, max_size=2))
    return {
        "schema_version": "1",
        "id": "p",
        "actors": [
            {"id": f"r{i}", "role": "other", "side": _word(draw, "side")}
            for i in range(2)
        ],
        "areas": [
            {
                "id": f"x{i}",
                "technicality": _word(draw, "technicality"),
                "clinician_input": _word(draw, "clinician_input"),
            }
            for i in range(2)
        ],
        "activities": [
            {
                "id": f"a{i}",
                "areas": [f"x{draw(st.integers(0, 1))}"],
                "costs": [{"hours": 1}] * draw(st.integers(0, 1)),
                "accounts": [
                    {
                        "reporter": f"r{j}",
                        "user_veto": draw(st.sampled_from(["yes", "no"])),
                    }
                    for j in range(2)
                ],
                **{field: _word(draw, field) for field in ACTIVITY},
            }
            for i in range(n)
        ],
        "contributions": [
            {
                "id": f"c{i}",
                "made_by": _word(draw, "made_by"),
                "treatment": _word(draw, "treatment"),
                "knowledge": _word(draw, "knowledge"),
                "activity": "a0",
            }
            for i in range(2)
        ],
        "changes": [{"id": f"k{i}"} for i in range(2)],
        "outcomes": [
            {
                "id": f"o{i}",
                "family": _word(draw, "family"),
                "valence": _word(draw, "valence"),
            }
            for i in range(2)
        ],
        "evidence": [
            {"id": f"e{i}", "origin": "minutes", "grade": grade}
            for i, grade in enumerate(traced)
        ],
        "rivals": [
            {"id": f"v{i}", "explains": f"k{i}", "status": "dismissed"}
            for i in range(2)
        ],
        "links": [
            *(
                {"id": f"l{i}", "source": f"c{i}", "target": f"k{i}", "kind": "shaped",
                 "evidence": [f"e{i}"]}
                for i in range(2)
            ),
            {"id": "m", "source": "a0", "target": "o0", "kind": "resulted_in",
             "evidence": ["e0"]},
        ],
    }  # fmt: skip


def _found(record: dict[str, Any]) -> Findings:
    return findings(Programme.model_validate(record))


def _unknowns(value: Any) -> list[tuple[dict[str, Any], str]]:
    """Every field of a record that holds `unknown`."""
    if isinstance(value, list):
        return [found for one in value for found in _unknowns(one)]
    if not isinstance(value, dict):
        return []
    own = [(value, field) for field, word in value.items() if word == UNKNOWN]
    return own + [found for one in value.values() for found in _unknowns(one)]


def _within(after: Findings, before: Findings) -> None:
    for one, wide in zip(after, before, strict=True):
        if wide.answer != "undetermined":
            assert one.answer == wide.answer, one.id
        if one.low is not None and one.high is not None:
            assert wide.low is not None, one.id
            assert wide.high is not None, one.id
            assert wide.low <= one.low <= one.high <= wide.high, one.id
        for mine, theirs in zip(one.gradients, wide.gradients, strict=True):
            if mine.low is not None and mine.high is not None:
                assert theirs.low is not None
                assert theirs.high is not None
                assert theirs.low <= mine.low <= mine.high <= theirs.high
    uses = {use.knowledge: use for use in after.knowledge}
    # contributions whose kind is not recorded are a list, not a question with bounds
    for use in (one for one in before.knowledge if one.knowledge != "unknown"):
        for name in ("used", "reached", "supported"):
            loose = getattr(use, name)
            narrow = getattr(uses.get(use.knowledge), name, None)
            if narrow is not None and narrow.low is not None:
                assert loose.low <= narrow.low <= narrow.high <= loose.high


@given(records(), st.data())
@settings(max_examples=60, deadline=None)
def test_more_knowledge_never_contradicts_or_widens(
    record: dict[str, Any], data: st.DataObject
) -> None:
    """Filling some or all unknowns in keeps answers and stays within the bounds."""
    before = _found(record)
    known = copy.deepcopy(record)
    whole = data.draw(st.booleans())
    for held, field in _unknowns(known):
        if whole or data.draw(st.booleans()):
            held[field] = data.draw(st.sampled_from(WORDS[field]))
    _within(_found(known), before)


@given(records(), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_order_changes_nothing(record: dict[str, Any], seed: int) -> None:
    """Every list in another order: the same bytes."""
    shuffled = copy.deepcopy(record)
    for value in shuffled.values():
        if isinstance(value, list):
            random.Random(seed).shuffle(value)  # noqa: S311
    assert _found(shuffled).to_json() == _found(record).to_json()


def _renamed(value: Any) -> Any:
    """The same record with every id turned about, so that they sort otherwise."""
    names = {f"{letter}{n}" for letter in "axcker" for n in range(3)}
    names |= {f"o{n}" for n in range(3)} | {f"v{n}" for n in range(3)}
    if isinstance(value, list):
        return [_renamed(one) for one in value]
    if isinstance(value, dict):
        return {field: _renamed(one) for field, one in value.items()}
    return f"z{9 - int(value[1])}{value[0]}" if value in names else value


@given(records())
@settings(max_examples=25, deadline=None)
def test_ids_change_no_answer(record: dict[str, Any]) -> None:
    """Other ids in another order: the same answers and figures."""
    one, other = _found(record), _found(_renamed(record))
    for mine, theirs in zip(one, other, strict=True):
        assert (mine.answer, mine.low, mine.high, mine.answered, mine.n) == (
            theirs.answer,
            theirs.low,
            theirs.high,
            theirs.answered,
            theirs.n,
        )
        assert mine.gradients == theirs.gradients
        assert mine.shares == theirs.shares
