"""What the items of each list may hold, given the ids of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from involvement import vocabulary
from involvement.testing.values import (
    SIDES,
    Values,
    fact_values,
    facts,
    sides,
    some,
    texts,
    whens,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy


def _one(known: Sequence[str]) -> SearchStrategy[Any]:
    return st.sampled_from([*known, None])


def many(known: Sequence[str]) -> SearchStrategy[list[str]]:
    """Some of the ids that are known, or none."""
    return st.lists(st.sampled_from(known), max_size=3) if known else st.just([])


PREFIXES = {
    "organisations": "o",
    "actors": "a",
    "areas": "area-",
    "activities": "act.",
    "contributions": "c",
    "decisions": "d",
    "changes": "ch",
    "outcomes": "out",
    "drivers": "dr",
    "rivals": "r",
    "feedback": "f",
    "evidence": "e",
    "ratings": "rate_",
    "factors": "fac",
}

Ids = dict[str, list[str]]
_YES_NO = words(vocabulary.YES_NO)


def _organisations(_ids: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "label": texts(),
        "kind": words(vocabulary.ORGANISATION_KINDS),
        "user_controlled": _YES_NO,
    }


def _actors(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "label": texts(),
        "role": words(vocabulary.ROLES),
        "organisation": _one(known["organisations"]),
        "people": st.integers(0, 30),
        "side": st.sampled_from(SIDES),
    }


def _areas(_ids: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "title": texts(),
        "technicality": words(vocabulary.TECHNICALITY),
        "clinician_input": words(vocabulary.CLINICIAN_INPUT),
        "rated_blind": _YES_NO,
    }


def _activities(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    actors = known["actors"]
    accounts = st.builds(
        lambda reporter, basis, told: {"reporter": reporter, "basis": basis, **told},
        st.sampled_from(actors) if actors else st.nothing(),
        words(vocabulary.BASES),
        facts(actors=actors),
    )
    return fact_values(actors) | {
        "title": texts(),
        "kind": words(vocabulary.ACTIVITY_KINDS),
        "areas": many(known["areas"]),
        "when": whens(),
        "phase": words(vocabulary.PHASES),
        "level_of_system": words(vocabulary.SYSTEM_LEVELS),
        "participants": st.lists(
            some(
                actor=_one(actors),
                people=st.integers(0, 30),
                groups=st.dictionaries(texts(), st.integers(0, 30), max_size=2),
            ),
            max_size=2,
        ),
        "declared": st.just({"iap2": "consult"}),
        "preferred": st.just({"arnstein": "partnership"}),
        "accounts": st.lists(accounts, max_size=2) if actors else st.just([]),
        "costs": st.lists(_costs(actors), max_size=2),
    }


def _costs(actors: Sequence[str]) -> SearchStrategy[Values]:
    money = st.builds(
        lambda amount, currency: {"amount": amount, "currency": currency},
        st.decimals(0, 10**6, places=2).map(abs),
        st.sampled_from(["GBP", "EUR"]),
    )
    others = some(
        item=words(vocabulary.COST_ITEMS),
        hours=st.floats(0, 1000, allow_subnormal=False),
        borne_by=sides(actors),
    )
    return st.builds(
        lambda one, other: {**one, **other}, st.one_of(money, st.just({})), others
    )


def _contributions(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "summary": texts(),
        "activity": _one(known["activities"]),
        "made_by": sides(known["actors"]),
        "knowledge": st.lists(
            st.sampled_from(sorted(vocabulary.KNOWLEDGE)), max_size=2
        ),
        "treatment": words(vocabulary.TREATMENTS),
        "intended": texts(),
        "when": whens(),
    }


def _decisions(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "title": texts(),
        "activity": _one(known["activities"]),
        "decided_by": sides(known["actors"]),
        "verdict": words(vocabulary.VERDICTS),
        "reason": texts(),
        "needs": words(vocabulary.NEEDS),
        "when": whens(),
    }


def _changes(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "title": texts(),
        "areas": many(known["areas"]),
        "status": words(vocabulary.STATUSES),
        "needs": words(vocabulary.NEEDS),
        "inputs_complete": _YES_NO,
        "when": whens(),
    }


def _outcomes(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "title": texts(),
        "family": words(vocabulary.OUTCOME_KINDS),
        "kind": st.sampled_from(["other", "unknown"]),
        "valence": words(vocabulary.VALENCES),
        "beneficiaries": sides(known["actors"]),
        "intended": _YES_NO,
        "when": whens(),
    }


def _drivers(_ids: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "title": texts(),
        "kind": words(vocabulary.DRIVER_KINDS),
        "when": whens(),
    }


def _rivals(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "title": texts(),
        "explains": _one(known["changes"]),
        "status": words(vocabulary.RIVAL_STATUSES),
        "evidence": many(known["evidence"]),
    }


def _feedback(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "about": _one([*known["decisions"], *known["changes"]]),
        "to": many(known["contributions"]),
        "reasoned": _YES_NO,
        "when": whens(),
    }


def _evidence(known: Ids, position: int) -> dict[str, SearchStrategy[Any]]:
    """Evidence derived only from items before it: never from itself."""
    return {
        "origin": st.sampled_from(["minutes", "Ann's diary", "minutes "]),
        "derived_from": many(known["evidence"][:position]),
        "organisation": st.sampled_from(["the trust", "minutes"]),
        "standpoint": words(vocabulary.STANDPOINTS),
        "method": words(vocabulary.METHODS),
        "stance": words(vocabulary.STANCES),
        "grade": st.integers(1, 4),
        "test": words(vocabulary.TESTS),
        **dict.fromkeys(
            ("passed", "prompted", "blinded", "contemporaneous", "interested"), _YES_NO
        ),
        "locator": texts(),
        "note": texts(),
    }


def _ratings(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "about": _one([*known["activities"], *known[""]]),
        "when": whens(),
    }


def judgements(actors: Sequence[str]) -> SearchStrategy[Values]:
    """Which scale was answered, by whom, and how."""
    return st.builds(
        lambda scale, respondent, anchors, answers: {
            "scale": scale,
            "respondent": respondent,
            "anchors": anchors,
            "answers": {
                item: value for item, value in answers.items() if item in _ASKED[scale]
            },
        },
        st.sampled_from(sorted(_ASKED)),
        sides(actors),
        st.dictionaries(st.sampled_from(["voice", "ways"]), texts(), max_size=2),
        some(
            voice=st.integers(0, 100),
            ways=st.integers(0, 100),
            top_down=st.sampled_from(["nominal", "instrumental"]),
            impact=st.sampled_from(["met", "not_met"]),
        ),
    )


_ASKED = {
    "cube": ("voice", "ways"),
    "white": ("top_down",),
    "uk_standards": ("impact",),
}


def _factors(known: Ids, _position: int) -> dict[str, SearchStrategy[Any]]:
    return {
        "kind": words(vocabulary.FACTORS),
        "polarity": words(vocabulary.POLARITIES),
        "affects": many([*known["activities"], *known["decisions"], *known[""]]),
        "evidence": many(known["evidence"]),
        "note": texts(),
    }


ITEMS: dict[str, Callable[[Ids, int], dict[str, SearchStrategy[Any]]]] = {
    "organisations": _organisations,
    "actors": _actors,
    "areas": _areas,
    "activities": _activities,
    "contributions": _contributions,
    "decisions": _decisions,
    "changes": _changes,
    "outcomes": _outcomes,
    "drivers": _drivers,
    "rivals": _rivals,
    "feedback": _feedback,
    "evidence": _evidence,
    "ratings": _ratings,
    "factors": _factors,
}
