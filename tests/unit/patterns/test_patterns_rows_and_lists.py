"""Rows, lists and counts as they come out: what is in them and in which order."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import involvement as inv
from involvement.influence.tracing import trace
from involvement.patterns import reliability, tidy
from involvement.patterns.cases import case_of
from involvement.patterns.people import Attendance, attendance
from involvement.patterns.ratings import RatingView, rating_views
from involvement.patterns.reliability import Alpha, agreement_of
from involvement.patterns.trails import funnels, outcome_views
from involvement.patterns.understandings import Topic, compared, different_views
from involvement.record.programme import Programme
from involvement.scoring.activity import score

ACTORS = [
    {"id": "u", "role": "service_user"},
    {"id": "v", "role": "carer"},
    {"id": "m", "role": "manager"},
    {"id": "x", "role": "other"},
]


def record(**lists: Any) -> Programme:
    """A small programme."""
    return Programme(schema_version="1", id="p", actors=ACTORS, **lists)


# ---------------------------------------------------------------- tidy tables


def rows() -> dict[str, list[dict[str, Any]]]:
    """Tables of one activity that is known, one that is not, and two wishes."""
    made = record(
        activities=[
            {"id": "a", "kind": "survey", "phase": "design", "initiated_by": "user",
             "informs_users": "no", "asks_users": "no", "deliberates": "no",
             "decision_right": "professional"},
            {"id": "b"},
        ],
        contributions=[
            {"id": "w", "made_by": "user", "activity": "a"},
            {"id": "v2", "made_by": "professional"},
        ],
        decisions=[{"id": "d", "verdict": "rejected"}, {"id": "e", "verdict": "rejected"}],
        changes=[{"id": "k", "status": "implemented"}],
        outcomes=[{"id": "o", "family": "service", "beneficiaries": "user"}],
        evidence=[{"id": "e1", "origin": "A", "grade": 3},
                  {"id": "e2", "origin": "B", "grade": 3}],
        links=[
            {"id": "l1", "source": "w", "target": "d", "kind": "informed"},
            {"id": "l2", "source": "w", "target": "e", "kind": "informed"},
            {"id": "l3", "source": "v2", "target": "k", "kind": "shaped",
             "evidence": ["e2", "e1"]},
        ],
    )  # fmt: skip
    return inv.assess(made).tables()


def test_a_row_of_an_activity_holds_who_began_and_its_signals() -> None:
    """One row each; what is not known is the word `unknown`."""
    first, second = rows()["activities"]
    assert (first["activity"], first["kind"], first["phase"], first["initiated"]) == (
        "a", "survey", "design", "user",
    )  # fmt: skip
    assert (second["activity"], second["kind"], second["initiated"]) == (
        "b", "unknown", "unknown",
    )  # fmt: skip


def test_a_row_of_a_verdict_holds_lists_joined_and_nothing_as_an_empty_text() -> None:
    """On every scale with levels; scales of labels have rows of their own."""
    tables = rows()
    on = {(row["activity"], row["scale"]): row for row in tables["verdicts"]}
    sure, open_ = on["a", "iap2"], on["b", "iap2"]
    assert (sure["possible"], sure["level"], sure["no_level_fits"]) == ("", "", "yes")
    assert (open_["lowest"], open_["highest"], open_["level"]) == (
        "inform", "empower", "",
    )  # fmt: skip
    assert open_["possible"] == "inform;consult;involve;collaborate;empower"
    assert open_["no_level_fits"] == "unknown"
    assert on["b", "work"]["no_level_fits"] == "no" if ("b", "work") in on else True
    labelled = {row["scale"] for row in tables["labels"]}
    assert labelled
    assert not labelled & {row["scale"] for row in tables["verdicts"]}
    # scales come after scales of labels too: no row is lost behind them
    assert {scale for _, scale in on} >= {"arnstein", "iap2", "coproduction"}
    assert {row["activity"] for row in tables["labels"]} == {"a", "b"}


def test_a_scale_behind_one_of_labels_has_its_rows_too() -> None:
    """Whatever order the scales were asked for in."""
    made = record(activities=[{"id": "a"}])
    scored = score(made.activities[0], scales=["gunning", "iap2", "carman"])
    found = tidy.tables(made, [scored], trace(made), (), ())
    assert [row["scale"] for row in found["verdicts"]] == ["iap2", "carman"]
    assert {row["scale"] for row in found["labels"]} == {"gunning"}


def test_a_row_of_a_contribution_says_where_and_why_it_ended() -> None:
    """Empty texts where it did not end."""
    first, second = sorted(rows()["contributions"], key=lambda row: row["side"])
    assert first == {
        "contribution": "v2", "side": "professional", "furthest": "changed",
        "ended": "", "ended_at": "", "closure": "open", "changes": "k",
    }  # fmt: skip
    assert second == {
        "contribution": "w", "side": "user", "furthest": "decided",
        "ended": "rejected_without_reason", "ended_at": "d;e", "closure": "open",
        "changes": "",
    }  # fmt: skip


def test_rows_of_pairs_and_changes_and_outcomes() -> None:
    """Lists joined by `;`, a missing grade an empty text."""
    tables = rows()
    pair = next(row for row in tables["pairs"] if row["contribution"] == "v2")
    assert (pair["change"], pair["claim"], pair["grade"], pair["threads"]) == (
        "k", "plausible", 4, "A;B",
    )  # fmt: skip
    (change,) = tables["changes"]
    assert (change["change"], change["claim"], change["professional_high"]) == (
        "k", "untraced", "1",
    )  # fmt: skip
    (outcome,) = tables["outcomes"]
    assert (outcome["outcome"], outcome["grade"], outcome["beneficiaries"]) == (
        "o", "", "user",
    )  # fmt: skip
    asked = tables["questions"][0]
    assert ";" in asked["scales"]
    assert Fraction(asked["gain"]) > 1


# ---------------------------------------------------------------- trails


def test_a_funnel_counts_who_came_at_least_so_far() -> None:
    """Each stage holds those of the later ones; ids in order throughout."""
    made = record(
        activities=[{"id": "a"}],
        contributions=[
            {"id": "w3", "made_by": "user"},
            {"id": "w1", "made_by": "joint"},
            {"id": "w2", "made_by": "user", "activity": "a"},
            {"id": "p1", "made_by": "professional"},
            {"id": "s1"},
        ],
        decisions=[{"id": "d", "verdict": "noted"}],
        links=[{"id": "l", "source": "w1", "target": "d", "kind": "informed"}],
        feedback=[{"id": "f", "about": "d", "to": ["w1"], "reasoned": "yes"}],
    )
    users, other, unknown = funnels(made, trace(made))
    assert (users.of, users.n, other.of, other.n) == ("user", 3, "other", 1)
    assert (unknown.of, unknown.n) == ("unknown", 1)
    assert users.reached == {
        "raised": ("w1", "w2", "w3"),
        "discussed": ("w1", "w2"),
        "decided": ("w1",),
        "planned": (),
        "changed": (),
        "outcome": (),
    }
    assert list(users.closure.items()) == [
        ("closed_decision", ("w1",)),
        ("open", ("w2", "w3")),
    ]
    assert list(users.ended.items()) == [
        ("noted_only", ("w1",)),
        ("no_decision_recorded", ("w2",)),
        ("no_discussion_recorded", ("w3",)),
    ]


def test_outcomes_of_services_come_before_those_of_persons() -> None:
    """Then the rest; by id within each."""
    families = {"z": "service", "b": "personal", "a": "personal", "c": "policy"}
    made = record(outcomes=[{"id": n, "family": f} for n, f in families.items()])
    views = outcome_views(made, {"b": 2})
    assert [(view.id, view.group, view.grade) for view in views] == [
        ("z", "service", None),
        ("a", "personal", None),
        ("b", "personal", 2),
        ("c", "other", None),
    ]


# ---------------------------------------------------------------- people


def counted(*participants: dict[str, Any], **options: Any) -> Attendance:
    """Who took part in one activity."""
    made = record(activities=[{"id": "a", "participants": list(participants)}])
    return attendance([case_of(made, scores={})], **options)


def told(found: Attendance) -> dict[str, Any]:
    """Every line of the counts: what to count or word."""
    every = [found.total, *found.sides, *found.roles, *found.groups]
    return {one.of: one.word if one.count is None else one.count for one in every}


@pytest.mark.parametrize(
    ("labels", "hidden"), [(11, ["g00"]), (12, ["g00"]), (13, "all"), (14, "all")]
)
def test_above_twelve_labels_one_small_count_hides_all(
    labels: int, hidden: Any
) -> None:
    """Up to twelve it is worked out which must be; these do not make up a whole."""
    names = [f"g{n:02}" for n in range(labels)]
    groups = dict.fromkeys(names, 40) | {"g00": 2}
    found = counted({"actor": "u", "people": 1000, "groups": groups})
    gone = [one.of for one in found.groups if one.word == "suppressed"]
    assert gone == (names if hidden == "all" else hidden)


@pytest.mark.parametrize("labels", [2, 11, 12])
def test_up_to_twelve_labels_that_make_up_a_whole_are_seen_to(labels: int) -> None:
    """One small count among them would follow by subtraction: a second one goes."""
    names = [f"g{n:02}" for n in range(labels)]
    groups = dict.fromkeys(names, 40) | {"g00": 2}
    found = counted({"actor": "u", "people": sum(groups.values()), "groups": groups})
    gone = [one.of for one in found.groups if one.word == "suppressed"]
    assert gone == ["g00", "g01"]


def test_a_label_that_an_entry_does_not_name_is_nobody_there() -> None:
    """Three labels make up both entries, though the second names two of them."""
    found = counted(
        {"actor": "u", "people": 20, "groups": {"g": 1, "h": 11, "i": 8}},
        {"actor": "u", "people": 7, "groups": {"g": 2, "h": 5}},
    )
    assert [(one.of, one.word) for one in found.groups] == [
        ("g", "suppressed"), ("h", "shown"), ("i", "suppressed"),
    ]  # fmt: skip


def test_groups_are_listed_in_order_and_those_of_the_reference_after_them() -> None:
    """Each once."""
    found = counted(
        {"actor": "u", "people": 30, "groups": {"women": 20, "men": 10}},
        reference={"women": 0.5, "abroad": 0.1},
    )
    assert [one.of for one in found.groups] == ["men", "women", "abroad"]
    assert [one.reference for one in found.groups] == [
        None, Fraction(1, 2), Fraction(1, 10),
    ]  # fmt: skip


def test_one_entry_without_a_count_takes_away_the_share() -> None:
    """It cannot be said how many of those recorded are women."""
    whole = {"actor": "u", "people": 20, "groups": {"women": 10}}
    bare = {"actor": "v", "groups": {"women": 5}}
    quiet = {"actor": "m"}
    assert counted(whole, quiet).groups[0].share == Fraction(1, 2)
    assert counted(whole, quiet).recorded.count == 20
    for entries in ((whole, bare), (bare, whole)):
        found = counted(*entries)
        assert (found.groups[0].count, found.groups[0].share) == (15, None)
        assert found.recorded.word == "not recorded"


def test_no_more_is_hidden_than_would_tell() -> None:
    """Six of thirteen leave seven: enough not to be told by one carer's role."""
    found = counted(
        {"actor": "u", "people": 13, "groups": {"women": 6}},
        {"actor": "v", "people": 1},
    )
    assert told(found) == {
        "all": 14, "user": 14, "user/service_user": "suppressed",
        "user/carer": "suppressed", "women": 6,
    }  # fmt: skip


# ---------------------------------------------------------------- ratings


def views(answers: list[dict[str, Any]], **more: Any) -> RatingView:
    """One rating per set of answers, on a form of one's own."""
    made = record(
        ratings=[
            {
                "id": f"r{n}",
                "scale": "form",
                "respondent": "user",
                "answers": one,
                **more,
            }
            for n, one in enumerate(answers)
        ]
    )
    (view,) = rating_views(made, k=1)
    return view


def test_items_nobody_knows_stand_in_order_of_their_names() -> None:
    """And their answers too, numbers before words."""
    view = views([{"b": "yes", "a": 2}, {"a": "no", "b": 1}, {"a": 10}])
    rows_ = [one for one in view.items if one.side == "user"]
    assert [(one.item, one.when, one.counts) for one in rows_] == [
        ("a", "", {"2": 1, "10": 1, "no": 1}),
        ("b", "", {"1": 1, "yes": 1}),
    ]
    assert [one.answered for one in rows_] == [3, 2]
    assert rows_[0].explain() == "a, user: 2: 1, 10: 1, no: 1 (3 of 3 answered)"


def test_forms_stand_in_order_and_what_they_are_about() -> None:
    """By form, then by the thing judged; the whole programme goes by its id."""
    made = record(
        activities=[{"id": "walk"}, {"id": "board"}],
        ratings=[
            {"id": f"r{n}", "scale": form, "respondent": "user", "answers": {"a": 1}}
            | ({"about": about} if about else {})
            for n, (form, about) in enumerate(
                [("two", ""), ("one", "walk"), ("one", "board"), ("one", "")]
            )
        ],
    )
    assert [(view.scale, view.about) for view in rating_views(made, k=1)] == [
        ("one", "board"), ("one", "p"), ("one", "walk"), ("two", "p"),
    ]  # fmt: skip


def test_what_positions_mean_is_listed_in_order_once() -> None:
    """Two meanings of one item stand beside each other."""
    made = record(
        ratings=[
            {"id": f"r{n}", "scale": "form", "respondent": "user",
             "answers": {"a": 1}, "anchors": {"a": text}}
            for n, text in enumerate(("low to high", "bad to good", "low to high"))
        ]
    )  # fmt: skip
    (view,) = rating_views(made, k=1)
    assert view.items[0].anchor == "bad to good; low to high"


# ---------------------------------------------------------------- alpha


def test_an_interval_is_written_from_low_to_high() -> None:
    """Both ends, then how much was compared."""
    alpha = Alpha("nominal", 0.5, 0.5, True, (0.25, 0.75), 4, 6, "")  # noqa: FBT003
    assert alpha.explain() == "nominal alpha 0.50 [0.25, 0.75] (4 activities, 6 pairs)"


def test_where_alpha_is_undefined_nothing_was_left_out() -> None:
    """There is no choice that was not gone through."""
    alone = agreement_of([(frozenset([1]), frozenset([1]))], 2, "nominal")
    assert (alone.low, alone.high, alone.exact) == (None, None, True)


def test_alpha_is_never_minus_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rounding below nought is nought."""
    package = SimpleNamespace(alpha=lambda **_: -1e-20)
    monkeypatch.setitem(__import__("sys").modules, "krippendorff", package)
    found = reliability.published_alpha(np.array([[1, 1], [1, 1]]), "nominal")
    assert str(found) == "0.0"


# ---------------------------------------------------------------- different views


@pytest.mark.parametrize(
    ("users", "professionals", "word"),
    [
        (["yes"], ["no"], "differ"),
        (["yes", "no"], ["unsure"], "differ"),
        (["yes"], ["yes", "yes"], "agree"),
        (["yes", "no"], ["yes", "no"], "mixed"),
        (["yes"], ["yes", "no"], "mixed"),
        ([], ["no"], "one side only"),
        (["no"], [], "one side only"),
    ],
)
def test_when_two_sides_differ(
    users: list[str], professionals: list[str], word: str
) -> None:
    """No answer on both sides: differ; one answer in all: agree; else mixed."""
    assert compared(users, professionals) == word


@pytest.mark.parametrize(("unsure", "gone_through"), [(5, True), (6, True), (7, False)])
def test_up_to_six_unsure_reporters_are_gone_through(
    unsure: int, *, gone_through: bool
) -> None:
    """All of them say what the users said: no choice of sides makes them differ."""
    topic = Topic("led_by", "a", ("user",), ("user",), ("user",) * unsure)
    every = frozenset(("differ", "agree", "mixed", "one side only"))
    assert topic.possible == (frozenset(("agree",)) if gone_through else every)


def test_topics_on_which_sides_differ_most_come_first() -> None:
    """Then in the order of the coding guide; each with its count in words."""

    def said(user: dict[str, str], manager: dict[str, str]) -> list[dict[str, str]]:
        return [{"reporter": "u", **user}, {"reporter": "m", **manager}]

    yes, no = {"asks_users": "yes"}, {"asks_users": "no"}
    made = record(
        activities=[
            {"id": "a", "accounts": said({"led_by": "user", **yes},
                                         {"led_by": "user", **no})},
            {"id": "b", "accounts": said(yes, no)},
            {"id": "c", "accounts": said({"led_by": "user"}, {"led_by": "joint"})},
            {"id": "d", "accounts": said(yes, {})},
        ]
    )  # fmt: skip
    found = different_views([case_of(made, scores={})])
    assert (found.answer, found.answered, found.n) == ("holds", 4, 4)
    assert found.figures == (
        "asks_users: differ 2 of 2 compared",
        "led_by: differ 1, agree 1 of 2 compared",
        "asks_users of a: users say yes, professionals say no",
        "asks_users of b: users say yes, professionals say no",
        "led_by of c: users say user, professionals say joint",
    )
    assert found.warnings == ()
    assert found.decides == (
        "accounts and interpretations by more users and more professionals",
    )


def test_what_people_want_is_left_out_of_a_part_of_a_programme() -> None:
    """It is said of the whole."""
    made = record(
        activities=[{"id": "a"}],
        interpretations=[
            {"actor": "u", "rationales": ["democratic"], "commitment": "high"},
            {"actor": "m", "rationales": ["efficiency"], "commitment": "low"},
        ],
    )
    whole = case_of(made, scores={})
    found = different_views([whole])
    assert found.figures[:3] == (
        "rationale democratic: differ 1 of 1 compared",
        "rationale efficiency: differ 1 of 1 compared",
        "commitment: differ 1 of 1 compared",
    )
    part = different_views([whole.part(["a"])])
    assert (part.answer, part.why) == (
        "not_assessable", "no topic is reported by both sides",
    )  # fmt: skip


def told_apart(**said: list[tuple[str, str]]) -> Any:
    """P9 where each fact of one activity is reported by some, as (reporter, value)."""
    accounts = [
        {"reporter": who, fact: value} for fact, by in said.items() for who, value in by
    ]
    made = record(activities=[{"id": "a", "accounts": accounts}])
    return different_views([case_of(made, scores={})])


BOTH_SAY = [("u", "user"), ("m", "user")]


@pytest.mark.parametrize(
    ("said", "answer", "answered", "n"),
    [
        ({"led_by": BOTH_SAY}, "fails", 1, 1),
        # what one side alone reports neither helps nor hinders
        ({"led_by": BOTH_SAY, "asks_users": [("u", "yes")]}, "fails", 1, 1),
        # agreed on one, mixed on another
        (
            {"led_by": BOTH_SAY,
             "asks_users": [("u", "yes"), ("v", "no"), ("m", "yes")]},
            "undetermined", 2, 2,
        ),
        ({"led_by": [*BOTH_SAY, ("x", "joint")]}, "undetermined", 0, 1),
        ({"led_by": [("u", "user"), ("x", "user")]}, "undetermined", 0, 1),
        ({"led_by": [*BOTH_SAY, ("x", "user")]}, "fails", 1, 1),
        ({"led_by": [("u", "user")]}, "not_assessable", 0, 0),
    ],
)  # fmt: skip
def test_agreed_on_all_that_both_report_or_not(
    said: Any, answer: str, answered: int, n: int
) -> None:
    """It fails only where all topics of both sides are certainly agreed."""
    found = told_apart(**said)
    assert (found.answer, found.answered, found.n) == (answer, answered, n)


def test_sides_are_asked_after_where_an_answer_hangs_on_them() -> None:
    """With two answers open as well as with more."""
    open_ = told_apart(led_by=[*BOTH_SAY, ("x", "joint")], asks_users=[("u", "yes")])
    assert open_.decides[0] == "the sides of those who reported on led_by of a"
    assert len(told_apart(led_by=BOTH_SAY).decides) == 1


def test_what_several_of_one_side_say_is_listed_in_order() -> None:
    """Each answer once."""
    found = told_apart(
        led_by=[("u", "user"), ("v", "joint"), ("u", "joint"), ("m", "professional")]
    )
    assert found.figures[1] == (
        "led_by of a: users say joint and user, professionals say professional"
    )
