"""What pages for contributors promise: plain words, short sentences, nothing unsaid."""

import re
import tomllib
from importlib.resources import files

import pytest

from involvement import vocabulary
from involvement.assessment import assess
from involvement.record.programme import Programme
from involvement.report import feedback
from involvement.report.labels import labels

WORDS = labels("en")
FEEDBACK = {k: v for k, v in WORDS.texts.items() if k.startswith("feedback.")}


def syllables(word: str) -> int:
    """A common rule of thumb: groups of vowels, a silent e at the end left out."""
    groups = re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))
    return max(1, len(groups))


def reading_ease(text: str) -> float:
    """Flesch reading ease: 60 to 70 is plain English, 80 and more is easy."""
    sentences = max(1, len(re.findall(r"[.!?:]+", text)))
    words = re.findall(r"[A-Za-z']+", text)
    total = sum(map(syllables, words))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * total / len(words)


def test_pages_for_contributors_are_easy_to_read() -> None:
    """All of our own words on these pages, together and piece by piece."""
    texts = [re.sub(r"\{.*?\}", "it", text) for text in FEEDBACK.values()]
    assert reading_ease(" ".join(f"{text}." for text in texts)) >= 80
    for text in texts:
        for sentence in re.split(r"[.!?:]", text):
            assert len(sentence.split()) <= 20, sentence


def test_every_way_an_input_can_end_has_its_sentence() -> None:
    """No ending of an input is left without words."""
    endings = {
        "rejected_with_reason", "rejected_without_reason", "abandoned", "reversed",
        "planned_only", "no_change_recorded", "verdict_unknown", "deferred",
        "noted_only", "no_decision_recorded", "no_discussion_recorded", "changed",
    }  # fmt: skip
    told = {k.removeprefix("feedback.why.") for k in FEEDBACK if ".why." in k}
    assert told == endings


@pytest.mark.parametrize("name", vocabulary.FACTS)
def test_every_fact_has_its_words(name: str) -> None:
    """The page says what a fact is about without its code."""
    assert WORDS(f"fact.{name}")


def test_the_file_of_words_holds_no_markup() -> None:
    """A translator writes text; nothing in it is code but {names}."""
    text = files("involvement.report.labels").joinpath("en.toml").read_text("utf-8")
    assert tomllib.loads(text)["language"] == "en"
    assert not re.search(r"</|&[a-z]+;", text)


DECISIONS = [
    ({"verdict": "rejected", "reason": "no room"}, "refused", "The answer was no. It"),
    ({"verdict": "rejected"}, "refused", "we found no reason"),
    ({"verdict": "deferred", "reason": "next year"}, "open", "It was put off."),
    ({"verdict": "noted"}, "open", "no one made up their mind"),
    ({"verdict": "accepted"}, "open", "yes, or yes in part"),
    ({}, "open", "We do not know the answer"),
]


@pytest.mark.parametrize(("decision", "part", "said"), DECISIONS)
def test_a_decision_is_told_as_it_was(
    decision: dict[str, str], part: str, said: str
) -> None:
    """What was turned down, and why; what is still open."""
    programme = Programme(
        schema_version="1",
        id="p",
        contributions=[{"id": "c", "summary": "open earlier", "made_by": "user"}],
        decisions=[{"id": "d", "title": "Opening hours", **decision}],
        links=[{"id": "l", "source": "c", "target": "d", "kind": "informed"}],
    )
    page = feedback.page(assess(programme))
    head = f"### {WORDS(f'feedback.{part}')}"
    told = page[page.index(head) :].splitlines()[2]
    assert told.startswith("- “open earlier”: ")
    assert said in told
    assert ("reason" in decision) == ("The reason they gave" in told)


def test_one_reason_of_two_is_told() -> None:
    """Two refusals, one with a reason: the reason is not lost."""
    programme = Programme(
        schema_version="1",
        id="p",
        contributions=[{"id": "c"}],
        decisions=[
            {"id": "d1", "verdict": "rejected", "reason": "no room"},
            {"id": "d2", "verdict": "rejected"},
        ],
        links=[
            {"id": "l1", "source": "c", "target": "d1", "kind": "informed"},
            {"id": "l2", "source": "c", "target": "d2", "kind": "informed"},
        ],
    )
    page = feedback.page(assess(programme))
    assert "## For: not known" in page
    assert (
        "The answer was no. It was about: d1; d2. The reason they gave: no room."
        in page
    )


def test_a_record_without_inputs_says_so() -> None:
    """No group, no page of a group."""
    page = feedback.page(assess(Programme(schema_version="1", id="p")))
    assert "No contribution is recorded." in page
    assert "## " not in page
