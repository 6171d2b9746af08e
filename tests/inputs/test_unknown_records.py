"""Records of which nothing, or next to nothing, is known: never 0, 1 or "no"."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv
from involvement.errors import quote
from involvement.instruments.scale import scales
from involvement.report import pages

if TYPE_CHECKING:
    from pathlib import Path

LADDERS = [one for one in scales().values() if one.derived and one.ordered]
LABELS = [one for one in scales().values() if one.derived and not one.ordered]

BARE = [{"id": "a0"}, {"id": "a1"}, {"id": "a2"}]
EVERYTHING: dict[str, Any] = {
    "activities": BARE,
    "contributions": [{"id": "c", "activity": "a0"}, {"id": "c2"}],
    "decisions": [{"id": "d"}],
    "changes": [{"id": "h"}],
    "outcomes": [{"id": "o"}],
    "drivers": [{"id": "v"}],
    "areas": [{"id": "r"}],
    "actors": [{"id": "x"}],
    "evidence": [{"id": "e"}],
    "factors": [{"id": "f"}],
    "feedback": [{"id": "b"}],
    "rivals": [{"id": "w"}],
}
EMPTY: dict[str, dict[str, Any]] = {
    "no activities": {},
    "one activity": {"activities": BARE[:1]},
    "three activities": {"activities": BARE},
    "one of everything": EVERYTHING,
    "everything unknown": {
        name: [
            item | {"when": "unknown"} if name in ("activities", "changes") else item
            for item in items
        ]
        for name, items in EVERYTHING.items()
    },
}


def assessed(lists: dict[str, Any]) -> inv.Assessment:
    """The answers about a record that holds these."""
    return inv.assess(inv.Programme(schema_version="1", id="p", **lists))


@pytest.mark.parametrize("name", EMPTY)
def test_every_verdict_is_the_full_set(name: str) -> None:
    """Nothing known: every level is possible, and none is certain."""
    for score in assessed(EMPTY[name]).activities.values():
        for scale in LADDERS:
            verdict = score.verdicts[scale.id]
            assert verdict.possible == tuple(level.id for level in scale.levels)
            assert (verdict.certain, verdict.level) == ((), None)
            assert verdict.no_level_fits in (None, False)
        for scale in LABELS:
            answers = score.verdicts[scale.id].labels
            assert set(answers.values()) <= {"unknown", "absent"}
        assert score.initiative.pattern == "unknown_initiated_unknown_led"
        assert set(score.initiative.flags.values()) == {"unknown"}
        assert score.signals_count == "0 present of 0 known"


@pytest.mark.parametrize("name", EMPTY)
def test_totals_say_that_nothing_was_answered(name: str) -> None:
    """Who, and the propositions: 0 of n answered; what has no n is not assessable."""
    found = assessed(EMPTY[name])
    n = len(EMPTY[name].get("activities", ()))
    for spread in found.initiative:
        assert (spread.answered, spread.n) == (0, n)
        said = f"unknown {n}" if n else "not assessable"
        assert spread.explain() == f"{spread.what}: {said} (0 of {n} answered)"
    for finding in found.findings:
        # one activity, whatever it is, cannot be of three kinds
        if (finding.id, n) != ("P4", 1):
            assert finding.answer in ("undetermined", "not_assessable")
        if not n:
            assert finding.answer == "not_assessable"
            assert finding.why
    assert found.findings.people.total.count is None
    assert [
        use.n for use in found.findings.knowledge if use.knowledge != "unknown"
    ] in (
        [],
        [0, 0],
    )


@pytest.mark.parametrize("name", EMPTY)
def test_no_output_turns_nothing_into_a_number(name: str) -> None:
    """No NaN and no infinity, and no "0 of the 0", in any form."""
    found = assessed(EMPTY[name])
    texts = [found.explain(), json.dumps(found.tables(), default=str)]
    texts += [pages.page(found, form) for form in pages.FORMS]
    texts.append(pages.screen(found))
    json.loads(found.to_json(), parse_constant=pytest.fail)
    for text in texts:
        assert not re.search(r"\b(nan|infinity)\b", text, re.IGNORECASE)
        assert "of the 0 " not in text
        assert "ZeroDivision" not in text


def test_one_screen_of_nothing() -> None:
    """What a terminal shows of an empty record, whole."""
    assert pages.screen(assessed({})).partition("What became")[0] == (
        "p\n"
        "\n"
        "Who, over 0 activities  user  professional  joint  external  unknown  "
        "answered\n"
        "  initiated                ·             ·      ·         ·        ·    "
        "0 of 0\n"
        "  led                      ·             ·      ·         ·        ·    "
        "0 of 0\n"
        "  agenda                   ·             ·      ·         ·        ·    "
        "0 of 0\n"
        "  scope                    ·             ·      ·         ·        ·    "
        "0 of 0\n"
        "How deep: the levels the facts leave possible\n"
        "  arnstein      no activities\n"
        "  iap2          no activities\n"
        "  carman        no activities\n"
        "  pretty        no activities\n"
        "  seven_level   no activities\n"
        "  shier         no activities\n"
        "  coproduction  no activities\n"
        "  involve       no activities\n"
        "  eupati        no activities\n"
        "  degrees       no activities\n"
        "  tritter       no activities\n"
        "  gunning       no activities\n"
        "What users did\n"
        "  no activities\n"
        "Signals of tokenism\n"
        "  no activities\n"
    )


OPENING = {
    "no activities": (
        "No activity is recorded.\n"
        "\n"
        "How deep activities went cannot be said.\n"
        "\n"
        "No input by users is recorded, so nothing can be said about what it led to.\n"
    ),
    "three activities": (
        "Recorded as involvement: 3 activities. Who started is not known for any. "
        "Who led is not known for any.\n"
        "\n"
        "On “Spectrum of Public Participation”, 0 of 3 activities have one certain "
        "level, 3 are open and 0 fit no level; kinds of work that users certainly "
        "did: none is certain.\n"
        "\n"
        "No input by users is recorded, so nothing can be said about what it led to.\n"
    ),
    "one of everything": (
        "Recorded as involvement: 3 activities. Who started is not known for any. "
        "Who led is not known for any.\n"
        "\n"
        "On “Spectrum of Public Participation”, 0 of 3 activities have one certain "
        "level, 3 are open and 0 fit no level; kinds of work that users certainly "
        "did: none is certain.\n"
        "\n"
        "No input is recorded as made by users; of 2 inputs nobody wrote down whose "
        "they are, so what users' input led to cannot be said.\n"
    ),
}


@pytest.mark.parametrize("name", OPENING)
def test_three_sentences_about_nothing(name: str) -> None:
    """The report opens with what is not known; a share of none is no share."""
    page = pages.page(assessed(EMPTY[name]), "markdown").replace("\\", "")
    assert OPENING[name] in page


def test_what_to_ask_when_nothing_is_recorded() -> None:
    """An empty record does not say that everything is known."""
    page = pages.page(assessed({}), "markdown")
    assert page.count("No activity is recorded.") == 5
    assert page.partition("## What to ask next\n\n")[2].partition("\n")[0] == (
        "No activity is recorded, so the first question is: what was done with users, "
        "and when?"
    )
    page = pages.page(assessed(EMPTY["three activities"]), "markdown")
    assert "Answers to these 60 questions would narrow what is still open." in page


@pytest.mark.parametrize("name", ["no activities", "one of everything"])
def test_no_empty_picture(name: str) -> None:
    """Without activities nothing is drawn; with bare ones every mark says unknown."""
    page = pages.page(assessed(EMPTY[name]), "html")
    drawn = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert bool(drawn) is (name != "no activities")
    for picture in drawn:
        assert "aria-label" in picture or 'aria-hidden="true"' in picture


@pytest.mark.parametrize("name", ["no activities", "one of everything"])
def test_the_commands_end_well(tmp_path: Path, name: str) -> None:
    """Nothing known is a valid record: exit 0, nothing on standard error."""
    record = inv.Programme(schema_version="1", id="p", **EMPTY[name])
    inv.dump(record, tmp_path / "p.yaml")
    for words in (["evaluate", "p.yaml"], ["ask", "p.yaml"], ["trace", "p.yaml"]):
        done = subprocess.run(
            [sys.executable, "-m", "involvement", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


# -- small things a record as a whole may hold --


def test_a_majority_vote_under_professionals_is_scored_all_the_same() -> None:
    """The warning changes no answer."""
    facts = {"user_vote_share": 0.6, "decision_right": "professional"}
    activity = {"id": "a", "asks_users": "yes", **facts}
    alone = inv.score(inv.Activity(**activity)).to_dict()
    whole = assessed({"activities": [activity]}).activities["a"].to_dict()
    assert whole["verdicts"] == alone["verdicts"]
    assert alone["verdicts"]["iap2"]["possible"] == ["consult"]


def test_zero_people_and_zero_hours_are_recorded_zeros() -> None:
    """Nobody came, nothing was spent: allowed; less than that is not."""
    found = inv.Programme(
        schema_version="1",
        id="p",
        actors=[{"id": "x", "people": 0}],
        activities=[
            {
                "id": "a",
                "participants": [{"actor": "x", "people": 0, "groups": {"w": 0}}],
                "costs": [{"hours": 0}],
            }
        ],
    )
    assert found.activities[0].costs[0].hours == 0
    with pytest.raises(inv.RecordError) as caught:
        inv.Programme(
            schema_version="1",
            id="p",
            actors=[{"id": "x", "people": -1}],
            activities=[
                {
                    "id": "a",
                    "participants": [{"people": -1, "groups": {"w": -1}}],
                    "costs": [{"hours": -1}],
                }
            ],
        )
    hint = "  expected at least 0\n  leave it out if it was not recorded"
    places = [
        "actors[0].people",
        "activities[0].participants[0].people",
        "activities[0].participants[0].groups.w",
        "activities[0].costs[0].hours",
    ]
    assert str(caught.value) == "\n".join(
        f"{place}  [value-range]\n  found -1\n{hint}" for place in places
    )


def test_titles_and_labels_are_compared_as_people_read_them() -> None:
    """Composed and decomposed letters: kept as written, one group, one source."""
    composed, decomposed = "Caf\xe9", "Cafe\u0301"
    record = inv.Programme(
        schema_version="1",
        id="p",
        title=decomposed,
        actors=[{"id": "x", "role": "service_user"}],
        activities=[
            {"id": "a", "participants": [{"people": 9, "groups": {composed: 6}}]},
            {"id": "b", "participants": [{"people": 9, "groups": {decomposed: 7}}]},
        ],
        contributions=[{"id": "c", "activity": "a", "made_by": ["x"]}],
        changes=[{"id": "h"}],
        evidence=[
            {"id": "e1", "origin": composed, "grade": 3},
            {"id": "e2", "origin": decomposed, "grade": 3},
        ],
        links=[
            {
                "id": "l",
                "source": "c",
                "target": "h",
                "kind": "shaped",
                "evidence": ["e1", "e2"],
            }
        ],
    )
    assert record.title == decomposed
    found = inv.assess(record)
    assert [(one.of, one.count) for one in found.findings.people.groups] == [
        (composed, 13)
    ]
    assert tuple(found.trace.pair("c", "h").sources_needed) == (1, 1)


ODD_IDS = {
    "p\u0430nel": "character 2 is cyrillic small letter a (U+0430)",
    "a\u200bb": "character 2 is zero width space (U+200B)",
    "a\u202eb": "character 2 is right-to-left override (U+202E)",
    "\uff41": "character 1 is fullwidth latin small letter a (U+FF41)",
    "cafe\u0301": "character 5 is combining acute accent (U+0301)",
    "a b": "character 2 is space (U+0020)",
    "a\x00": "character 2 is a control character (U+0000)",
    "../x": "character 3 is solidus (U+002F)",
    ".x": "begin with a letter or a digit",
    "": "begin with a letter or a digit",
    "x" * 81: "make it shorter",
}


@pytest.mark.parametrize("odd", ODD_IDS)
def test_ids_that_look_like_others(odd: str) -> None:
    """Refused by the pattern; the odd letter is named, for nobody can see it."""
    with pytest.raises(inv.RecordError) as caught:
        inv.Programme(schema_version="1", id="p", actors=[{"id": odd}])
    assert str(caught.value) == (
        "actors[0].id  [id-shape]\n"
        f"  found {quote(odd)}\n"
        "  expected an id: letters, digits, '.', '_', '-', at most 80, no space\n"
        f"  {ODD_IDS[odd]}"
    )


def test_marks_in_titles_are_kept_and_cut_off_from_their_surroundings() -> None:
    """Right-to-left marks and zero-width spaces stay, and turn nothing else round."""
    title = "a\u200bb \u202ecba \u05d0"
    found = assessed({"activities": [{"id": "a", "title": title}]})
    page = pages.page(found, "html")
    assert f'<bdi dir="auto">{title}</bdi>' in page or f"<bdi>{title}</bdi>" in page
