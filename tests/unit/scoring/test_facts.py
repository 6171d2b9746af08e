"""One activity to one row of facts."""

import pytest

import involvement as inv
from involvement.scoring import facts
from involvement.vocabulary import FACTS


def row(**known: object) -> facts.Row:
    """The row of an activity, without a programme."""
    return facts.read(inv.Activity.model_validate({"id": "a", **known}))


def test_an_empty_activity_knows_nothing() -> None:
    """Not recorded is unknown, in every fact."""
    assert row().values == ("unknown",) * len(FACTS)
    assert row().notes == {}


def test_values_stand_in_the_order_of_the_facts() -> None:
    """Words, sides, numbers, sets."""
    found = row(
        led_by="user", contacts=3, user_vote_share=0.13, purposes=["comply", "inform"]
    )
    assert [(name, found[name]) for name in FACTS if found[name] != "unknown"] == [
        ("led_by", "user"),
        ("contacts", 3),
        ("user_vote_share", 0.13),
        ("purposes", ("inform", "comply")),
    ]


def test_a_share_of_nothing_is_known() -> None:
    """Zero is an answer."""
    assert row(user_vote_share=0)["user_vote_share"] == 0


@pytest.mark.parametrize("purposes", [[], "unknown", ["unknown"]])
def test_an_empty_set_is_unknown(purposes: object) -> None:
    """As a whole."""
    assert row(purposes=purposes)["purposes"] == "unknown"


def test_actors_without_a_programme_are_of_unknown_side() -> None:
    """And the notes say so."""
    found = row(led_by=["p1", "p2"], initiated_by=[])
    assert found["led_by"] == "unknown"
    assert found.notes == {"led_by": "actor ids p1, p2: their side is not known here"}


def test_actors_with_a_programme() -> None:
    """Their sides make one side; a side that stays unknown is noted."""
    programme = inv.Programme.model_validate(
        {
            "schema_version": "1",
            "id": "p",
            "actors": [
                {"id": "u", "role": "carer"},
                {"id": "d", "role": "clinician"},
                {"id": "x"},
            ],
            "activities": [
                {
                    "id": "a",
                    "led_by": ["u", "d"],
                    "initiated_by": "u",
                    "agenda_set_by": "x",
                }
            ],
        }
    )
    found = facts.read(programme.activities[0], programme.side)
    assert (found["led_by"], found["initiated_by"]) == ("joint", "user")
    assert found.notes == {"agenda_set_by": "actor ids x: their side is not known here"}


def test_an_account_laid_over() -> None:
    """What it knows counts; where it is silent the activity speaks."""
    activity = inv.Activity.model_validate(
        {
            "id": "a",
            "led_by": ["p1"],
            "asks_users": "yes",
            "agenda_set_by": ["p2"],
            "accounts": [
                {
                    "reporter": "r",
                    "led_by": "user",
                    "contacts": 2,
                    "scope_set_by": ["p3"],
                }
            ],
        }
    )
    laid = facts.read(activity.accounts[0]).over(facts.read(activity))
    assert (laid["led_by"], laid["asks_users"], laid["contacts"]) == ("user", "yes", 2)
    assert list(laid.notes) == ["agenda_set_by", "scope_set_by"]


def test_fields_instead_of_an_activity() -> None:
    """They are checked like any record."""
    assert facts.activity_of({"id": "a", "contacts": 2}).contacts == 2
    with pytest.raises(inv.RecordError, match="field-unknown"):
        facts.activity_of({"id": "a", "led_bye": "user"})


def test_cells_and_places() -> None:
    """A row lies in one cell; the cell gives the places back."""
    scale = inv.scale("arnstein")
    known = row(contacts=7, user_vote_share=0.5, purposes=["persuade"], asks_users="no")
    at = facts.cell(scale, known)
    places = facts.places(scale, at)
    assert places == tuple(axis.place(known[axis.fact]) for axis in scale.axes)
    assert facts.cell(scale, known) == at
    both = (scale, inv.scale("iap2"))
    assert facts.cells(both, known) == [facts.cell(one, known) for one in both]


def test_what_is_kept_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bounds steps are worked out again, and are the same."""
    scale = inv.scale("carman")
    rows = [row(user_vote_share=n / 8) for n in range(9)]
    before = [facts.cell(scale, one) for one in rows]
    monkeypatch.setattr(facts, "MOST_VALUES", 2)
    monkeypatch.setattr(facts, "MOST_SELECTIONS", 1)
    for other in ("iap2", "shier"):
        facts.cell(inv.scale(other), rows[0])
    assert [facts.cell(scale, one) for one in rows] == before
