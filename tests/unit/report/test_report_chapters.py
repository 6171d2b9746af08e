"""What the chapters say at their edges: nothing recorded, too much, too few people."""

import itertools
import json

import pytest

from involvement import vocabulary
from involvement.assessment import Assessment, assess
from involvement.errors import RecordError
from involvement.formats.files import load
from involvement.record.programme import Programme
from involvement.report import gripp2, html, markdown
from involvement.report import story as stories
from involvement.report.chapters import asking, influence, views
from involvement.report.labels import labels


def assessed(**lists: object) -> Assessment:
    """A small record, assessed."""
    return assess(Programme(schema_version="1", id="p", **lists))


@pytest.fixture(scope="module")
def stroke() -> Assessment:
    """The shipped example."""
    programme = load("stroke")
    assert isinstance(programme, Programme)
    return assess(programme)


def test_an_empty_record_is_all_not_known() -> None:
    """Each chapter says that nothing is recorded; no empty picture is drawn."""
    assert "<svg" not in html.page(assessed())
    page = markdown.page(assessed()).replace("\\", "")
    assert "nan" not in page.lower().split()
    for name in ("brief.nothing", "trails.none", "inputs.none", "changes.none"):
        assert labels("en")(name) in page
    for name in ("outcomes.nothing", "knowledge.none", "ratings.none", "people.none"):
        assert labels("en")(name) in page
    assert "No cost is recorded for any of 0 activities" in page


def test_an_activity_of_which_nothing_is_known() -> None:
    """Unknown is drawn as unknown, and every question is asked."""
    page = markdown.page(assessed(activities=[{"id": "a"}]))
    assert "| Started by | 0 | 0 | 0 | 0 | 1 | 0 of 1 |" in page
    assert "who started it: open for 1 of 1 activities" in page
    assert "harm: none is recorded" in page
    assert "## What to ask next" in page


def test_an_activity_without_open_questions() -> None:
    """When no fact would narrow anything, the page says so."""
    known = json.loads(load_one("stroke").model_dump_json())["activities"]
    one = next(a for a in known if a["id"] == "club-programme")
    one = {k: v for k, v in one.items() if k in vocabulary.FACTS}
    one |= {"id": "a", "must_respond": "no", "led_by": "joint"}
    found = assessed(activities=[one | {"initiated_by": "user"}])
    assert found.questions == ()
    assert labels("en")("ask.none") in markdown.page(found)


def load_one(example: str) -> Programme:
    """A shipped record."""
    programme = load(example)
    assert isinstance(programme, Programme)
    return programme


def test_above_its_limits_the_picture_says_what_it_leaves_out(
    stroke: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First trails to changes, then claims without a trail, then inputs that ended."""
    monkeypatch.setattr(stories, "MOST_BOXES", 26)
    monkeypatch.setattr(stories, "MOST_LINKS", 6)
    told = stories.story(stroke, labels("en"))
    drawn = [node.id for node in told.nodes]
    assert len(drawn) == 26
    path = stroke.trace.changes["new-leaflet"].users.path
    assert set(path) <= set(drawn)
    assert "night-questions" in drawn
    assert sum(told.left_out.values()) == 50 - 26
    assert len(told.lines) <= 6
    page = html.page(stroke)
    assert "Drawn are the 26 most telling boxes" in page
    assert "Left out are" in page


def test_room_for_everything_but_links(
    stroke: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links of the best trails stay when others go."""
    monkeypatch.setattr(stories, "MOST_LINKS", 10)
    told = stories.story(stroke, labels("en"))
    assert told.left_out == {}
    kept = {(line.source, line.target) for line in told.lines}
    path = stroke.trace.changes["named-contact"].users.path
    assert set(itertools.pairwise(path)) <= kept
    assert len(told.lines) == 10
    assert told.links_left_out > 0


def test_long_tables_are_cut_visibly(
    stroke: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cut table says how much it shows of how much."""
    monkeypatch.setattr(influence, "MOST_ROWS", 3)
    monkeypatch.setattr(views, "MOST_SIGNALS", 2)
    monkeypatch.setattr(asking, "FIRST", 2)
    page = markdown.page(stroke)
    assert "**The 3 links with the best evidence, of 43**" in page
    assert "**Signals of the first 2 of 12 activities**" in page
    assert "of the 9 further questions" in page


def test_blocking_and_refuted_links_stand_in_picture_and_table() -> None:
    """What stood in the way is drawn and listed, never walked."""
    found = assessed(
        contributions=[{"id": "c", "made_by": "user"}],
        changes=[{"id": "h"}],
        drivers=[{"id": "d"}],
        links=[
            {"id": "l1", "source": "c", "target": "h", "kind": "shaped",
             "evidence": ["e"]},
            {"id": "l2", "source": "d", "target": "h", "kind": "drove",
             "effect": "blocks"},
        ],
        evidence=[{"id": "e", "origin": "x", "method": "document", "test": "hoop",
                   "passed": "no", "grade": 4}],
    )  # fmt: skip
    page = html.page(found)
    assert 'class="link g2 blocked' in page
    assert " refuted" in page
    assert "d stood in the way of h" in page


def test_small_groups_stay_hidden() -> None:
    """Counts under five and ratings of few people are not shown anywhere."""
    found = assessed(
        actors=[{"id": "few", "role": "carer", "people": 3}],
        activities=[
            {"id": "a", "participants": [{"actor": "few", "people": 3,
                                          "groups": {"women": 2, "men": 1}}]}
        ],
        ratings=[{"id": "r", "scale": "cube", "respondent": ["few"], "about": "a",
                  "answers": {"voice": 37}}],
    )  # fmt: skip
    for page in (html.page(found), markdown.page(found), gripp2.page(found)):
        assert "37: 1" not in page
    assert "suppressed" in markdown.page(found)


def test_costs_without_figures_and_without_a_traced_change() -> None:
    """No hours, no amount, nothing to divide by: said, never 0 and never infinite."""
    found = assessed(
        activities=[
            {"id": "a", "costs": [{"item": "venue"}, {"hours": 1.5},
                                  {"amount": "2.50", "currency": "EUR"}]},
            {"id": "b", "costs": [{"item": "venue"}]},
        ]
    )  # fmt: skip
    page = markdown.page(found)
    assert "Cost per such change: undefined" in page
    assert "1.5 hours, 2.50 EUR" in page
    assert "1 of them without figures" in page
    assert "recorded without figures" in gripp2.page(found, form="long")


def test_an_unknown_form_of_gripp2_is_refused(stroke: Assessment) -> None:
    """There are two."""
    with pytest.raises(RecordError) as caught:
        gripp2.page(stroke, form="middle")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "[option-unknown]\n  found the form 'middle'\n  expected one of: short, long"
    )


def test_gripp2_says_what_the_record_does_not_hold(stroke: Assessment) -> None:
    """Five and 34 items; what asks for thought is left to the authors."""
    short, long = gripp2.page(stroke), gripp2.page(stroke, form="long")
    assert short.count("\n### ") == 5
    assert long.count("\n### ") == 34
    assert "`new-leaflet`: sustained; users' part: strong, evidence high" in short
    assert long.count("Not recorded: this asks for the authors' own thought") == 12
    empty = gripp2.page(assessed(), form="long")
    assert empty.count("Not recorded.") + empty.count("Not recorded: this asks") == 33


def test_ratings_stand_side_by_side() -> None:
    """Users rate the UK Standards: counts for each answer, never a mean."""
    actors = [{"id": f"u{i}", "role": "carer"} for i in range(11)]
    ratings = [
        {"id": f"r{i}", "scale": "uk_standards", "respondent": [f"u{i}"],
         "answers": {"impact": "met" if i < 6 else "not_met"}, "when": "2020"}
        for i in range(11)
    ]  # fmt: skip
    loose = {"id": "s", "scale": "spidergram", "respondent": "user",
             "answers": {"leadership": 4}}  # fmt: skip
    few = [one | {"id": f"{one['id']}-b", "about": "a"} for one in ratings]
    few = [one | {"answers": {"impact": "met"}} for one in few[:10]] + few[10:]
    found = assessed(
        actors=actors, activities=[{"id": "a"}], ratings=[*ratings, *few, loose]
    )
    page = markdown.page(found)
    assert "### UK Standards for Public Involvement: p" in page
    assert "| users | 2020 | met: 6; not\\_met: 5 | 11 of 11 | – |" in page
    assert "| users | 2020 | answers by too few people to show | 11 of 11 | – |" in page
    assert "too few people to show" in page
    assert "what the positions mean is not recorded" in page
    assert '<div class="note">' in html.page(found)


def test_bounds_stay_bounds() -> None:
    """A change that may or may not be users': the number of such changes is a range."""
    found = assessed(
        activities=[{"id": "a", "costs": [{"hours": 2}]}],
        contributions=[{"id": "c"}],
        changes=[{"id": "h", "status": "implemented"}],
        links=[{"id": "l", "source": "c", "target": "h", "kind": "shaped",
                "evidence": ["e"]}],
        evidence=[{"id": "e", "origin": "x", "method": "observation",
                   "contemporaneous": "yes"}],
        rivals=[{"id": "r", "explains": "h", "status": "dismissed"}],
    )  # fmt: skip
    page = markdown.page(found)
    assert "supported or better: 0 to 1." in page


def test_a_box_with_many_links_names_the_first(stroke: Assessment) -> None:
    """A name that is read aloud has an end."""
    inputs = [{"id": f"c{i}"} for i in range(1)]
    changes = [{"id": f"h{i:02}"} for i in range(12)]
    links = [
        {"id": f"l{i}", "source": "c0", "target": f"h{i:02}", "kind": "shaped"}
        for i in range(12)
    ]
    page = html.page(assessed(contributions=inputs, changes=changes, links=links))
    assert "Leads to h00, h01, h02, h03, h04, h05, h06, h07, …" in page
