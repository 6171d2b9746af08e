"""People's own judgements stay as they were given."""

from __future__ import annotations

from typing import Any

import involvement as inv
from involvement.patterns.ratings import rating_views


def rated(ratings: list[dict[str, Any]], **more: Any) -> inv.Programme:
    """A programme with ratings by users u1..u6 and one manager."""
    users = [{"id": f"u{n}", "role": "service_user"} for n in range(1, 7)]
    return inv.Programme(
        schema_version="1",
        id="ward",
        actors=[*users, {"id": "boss", "role": "manager"}],
        activities=[{"id": "panel"}],
        ratings=ratings,
        **more,
    )


def by_users(scale: str, values: list[Any], **more: Any) -> list[dict[str, Any]]:
    """One rating per user of item `voice` (or as given), None left out."""
    item = more.pop("item", "voice")
    return [
        {
            "id": f"r{n}",
            "scale": scale,
            "respondent": f"u{n}",
            "answers": {} if value is None else {item: value},
            **more,
        }
        for n, value in enumerate(values, 1)
    ]


def test_answers_are_counted_by_side_with_their_spread() -> None:
    """Counts, lowest, highest, and how many of those asked answered."""
    anchors = {"anchors": {"voice": "0 weak, 100 strong"}}
    ratings = by_users("cube", [10, 90, 10, 55, None], about="panel", **anchors)
    (view,) = rating_views(rated(ratings), k=1)
    assert view.explain().splitlines()[:2] == [
        "cube about panel",
        "  " + view.items[0].title + ", user: 10: 2, 55: 1, 90: 1 (4 of 5 answered)",
    ]
    first = view.items[0]
    assert (first.lowest, first.highest) == ("10", "90")
    assert first.anchor == "0 weak, 100 strong"
    assert view.warnings == ()


def test_few_people_are_not_shown() -> None:
    """A side with fewer respondents than k is named, never its answers."""
    ratings = by_users("cube", [10, 20, 30, 40])
    (view,) = rating_views(rated(ratings))
    assert view.items[0].counts == {}
    assert view.items[0].explain().endswith(", user: too few people to show")
    (view,) = rating_views(rated(ratings), k=1)
    assert view.items[0].answered == 4


def test_one_who_answers_often_is_one() -> None:
    """Five answers of one person are not five people."""
    ratings = by_users("cube", [10] * 5)
    for one in ratings:
        one["respondent"] = "u1"
    (view,) = rating_views(rated(ratings))
    assert view.items[0].explain().endswith(", user: too few people to show")


def test_answers_of_few_are_not_shown() -> None:
    """A small count is hidden, and others with it; so are the ends of the scale."""
    crowd = {"actors": [{"id": f"u{n}", "role": "carer"} for n in range(1, 41)]}

    def line(*values: Any) -> str:
        ratings = by_users("cube", list(values))
        record = inv.Programme(schema_version="1", id="ward", ratings=ratings, **crowd)
        (view,) = rating_views(record)
        first = view.items[0]
        assert (first.lowest == "") is (first.hidden or not first.counts)
        return first.explain().partition("user: ")[2]

    assert line(*[10] * 5, *[90] * 6) == "10: 5, 90: 6 (11 of 11 answered)"
    assert line(*[10] * 9, *[50] * 8, 90) == (
        "10: 9, answers by too few people to show (18 of 18 answered)"
    )
    assert line(*[10] * 4, 90) == "too few people to show"
    assert line(*[10] * 9, *[None] * 2) == (
        "answers by too few people to show (an unshown number of 11 answered)"
    )
    assert line(*[10] * 9, *[None] * 5) == "10: 9 (9 of 14 answered)"


def test_dates_stand_beside_each_other() -> None:
    """Two dates are two rows; nothing is subtracted."""
    early = by_users("uk_standards", ["met"] * 5, item="impact", when="2020")
    late = by_users(
        "uk_standards",
        ["not_met", "partly", "met", None, None],
        item="impact",
        when={"start": "2021", "end": "2022"},
    )
    for one in late:
        one["id"] += "-late"
    (view,) = rating_views(rated(early + late), k=1)
    rows = [row for row in view.items if row.item == "impact"]
    assert [row.explain() for row in rows] == [
        f"{rows[0].title}, user, 2020: met: 5 (5 of 5 answered)",
        f"{rows[0].title}, user, 2021 to 2022: met: 1, partly: 1, not_met: 1 "
        "(3 of 5 answered)",
    ]
    assert (rows[0].lowest, rows[0].highest) == ("", "")
    assert view.about == "ward"


def test_positions_without_anchors_and_scales_nobody_knows() -> None:
    """A warning where the meaning of positions is not recorded."""
    spider = by_users("spidergram", [3] * 5, item="leadership")
    (view,) = rating_views(rated(spider))
    assert view.warnings == (
        "what the positions mean is not recorded for all answers of r1, r2, r3, r4, r5",
    )
    agreed = {"anchors": {"leadership": "1 one person, 5 all"}}
    (view,) = rating_views(
        rated(by_users("spidergram", [3] * 5, item="leadership", **agreed))
    )
    assert view.warnings == ()
    strange = by_users("own_form", ["good"] * 5, item="q1")
    (view,) = rating_views(rated(strange))
    assert view.warnings == (
        "no scale 'own_form' is known; answers are shown as they stand",
    )
    assert view.items[0].explain() == "q1, user: good: 5 (5 of 5 answered)"
    assert view.explain().splitlines()[-1].startswith("  warning: no scale")


def test_nobody_answered() -> None:
    """An item nobody answered says so."""
    (view,) = rating_views(rated(by_users("own_form", [None] * 5)), k=1)
    assert view.items == ()
    ratings = by_users("cube", [None] * 5)
    (view,) = rating_views(rated(ratings))
    assert view.items[0].explain().endswith("user: no answer (0 of 5 answered)")
