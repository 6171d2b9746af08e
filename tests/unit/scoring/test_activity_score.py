"""Everything about one activity, and how it is told."""

import jsonschema
import pytest

import involvement as inv
from involvement import wire
from involvement.scoring.activity import ActivityScore, score
from involvement.vocabulary import FACTS

PANEL = {
    "id": "panel",
    "initiated_by": "professional",
    "led_by": "professional",
    "asks_users": "yes",
    "deliberates": "yes",
    "decision_right": "professional",
    "user_work": "none",
}


def test_an_activity_of_which_nothing_is_known() -> None:
    """Every set is full, nothing is certain, no signal is known."""
    found = score({"id": "a"})
    for name, verdict in found.verdicts.items():
        assert len(verdict.possible) == len(inv.scale(name).levels)
        assert verdict.certain == ()
    assert found.signals_count == "0 present of 0 known"
    assert set(found.signals.values()) == {"unknown"}
    assert found.initiative.pattern == "unknown_initiated_unknown_led"


def test_explanation() -> None:
    """One line for each answer, no total."""
    text = score(PANEL).explain()
    assert text.split("\n")[:6] == [
        "panel: proposed by professionals, led by professionals",
        "  work: advice",
        "  signals of tokenism: 1 present of 2 known: talk_without_say",
        "  arnstein: manipulation or consultation or placation",
        "  iap2: consult",
        "  carman: consultation or partnership",
    ]
    assert "  involve: consultation; unknown: collaboration" in text


def test_explanation_of_gaps() -> None:
    """No level fits: with the nearest; possibly none: said; no label: said."""
    text = score(
        {
            "id": "a",
            "asks_users": "no",
            "deliberates": "no",
            "informs_users": "no",
            "decision_right": "none",
            "led_by": "professional",
        }
    ).explain()
    assert "  iap2: no level fits (nearest: inform, consult, empower)" in text
    assert "  hart: manipulation or decoration or no level fits" in text
    assert "  involve: none holds" in text


def test_only_some_scales() -> None:
    """Work, signals and flags are always answered."""
    found = score(PANEL, scales=["shier", inv.scale("iap2")])
    assert list(found.verdicts) == ["shier", "iap2"]
    assert found.work.level == "advice"
    assert found.signals["talk_without_say"] == "present"
    assert found.initiative.flags["external_mandate"] == "no"


def test_work_signals_and_flags_are_also_among_the_verdicts() -> None:
    """With their reasons."""
    found = score(PANEL)
    assert found.verdicts["work"] is found.work
    assert found.verdicts["signals"].labels["talk_without_say"] == "holds"
    assert found.verdicts["flags"].labels["external_mandate"] == "fails"


def test_the_json_fits_its_schema() -> None:
    """With accounts, claims and wishes."""
    found = score(
        {
            **PANEL,
            "accounts": [
                {"reporter": "r", "basis": "formal", "decision_right": "user"}
            ],
            "declared": {"iap2": "empower"},
            "preferred": {"iap2": "collaborate"},
        }
    )
    jsonschema.validate(found.to_dict(), wire.json_schema(ActivityScore))


@pytest.mark.parametrize("fact", list(FACTS))
def test_only_facts_move_a_score(fact: str) -> None:
    """Kind, phase, areas, costs, claims and wishes change no level."""
    value = {"contacts": 2, "user_vote_share": 0.5}.get(fact, FACTS[fact].words[:1])
    known = {fact: value[0] if isinstance(value, tuple) else value}
    bare = score({"id": "a", **known})
    dressed = score(
        {
            "id": "b",
            **known,
            "title": "Another",
            "kind": "advisory_group",
            "phase": "design",
            "areas": ["x"],
            "when": "2007",
            "declared": {"iap2": "empower"},
            "preferred": {"iap2": "inform"},
            "costs": [{"item": "venue", "hours": 2}],
        }
    )
    assert dressed.verdicts == bare.verdicts
    assert dressed.initiative == bare.initiative
    assert dressed.signals == bare.signals


def test_scoring_twice_gives_the_same_bytes() -> None:
    """Whatever was worked out in between."""
    first = score(PANEL).to_json()
    for right in ("shared", "user", "none"):
        score({**PANEL, "decision_right": right}).to_json()
    assert score(PANEL).to_json() == first
