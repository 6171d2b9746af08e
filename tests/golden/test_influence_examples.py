"""The worked examples of the influence reference, record by record."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from involvement.influence.tracing import Trace, trace
from involvement.record.programme import Programme


class TextLoader(yaml.SafeLoader):
    """Bare yes, no, dates and years are read as the text they look like."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in known if tag.endswith((":int", ":null"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read() -> dict[str, dict[str, Any]]:
    """Example name to its record and what is expected of it."""
    text = Path(__file__).with_name("influence_examples.yaml").read_text("utf-8")
    documents = [d for d in yaml.load_all(text, TextLoader) if d]
    found = {d["example"]: d for d in documents}
    found["E10b"]["record"] = {
        **found["E10"]["record"],
        "links": found["E10"]["record"]["links"] + found["E10b"]["adds"]["links"],
    }
    return found


EXAMPLES = read()


def programme(record: dict[str, Any]) -> Programme:
    """The record, with a bare year as text."""

    def dated(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: str(one)
                if key in ("when", "start", "end") and isinstance(one, int)
                else dated(one)
                for key, one in value.items()
            }
        return [dated(one) for one in value] if isinstance(value, list) else value

    return Programme.model_validate_json(json.dumps(dated(record)))


def plain(answer: Any, field: str) -> Any:
    """A field of an answer in the form the examples are written in."""
    value = getattr(answer, "shares" if field == "shares_by_sources" else field)
    if field.startswith("shares"):
        return {side: list(share) for side, share in value.items()}
    if field == "died":
        return value and {"why": value.why, "where": list(value.where)}
    if field == "gatekeepers":
        return [gate.id for gate in value]
    if field == "critical_links":
        return [list(ends) for ends in value]
    return list(value) if isinstance(value, tuple) else value


def wanted(field: str, value: Any) -> Any:
    """An expected value, with fractions and yes/no as what they stand for."""
    if field.startswith("shares"):
        return {side: [Fraction(str(v)) for v in ends] for side, ends in value.items()}
    return value == "true" if field == "stitched" else value


def compare(answer: Any, expected: dict[str, Any]) -> None:
    """Compare the fields shown, and only these."""
    for field, value in expected.items():
        if field == "sources_needed":
            low, high = answer.sources_needed
            assert low <= value <= high
            if answer.sources_needed.method == "exact":
                assert low == high
        else:
            assert (field, plain(answer, field)) == (field, wanted(field, value))


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_example(name: str) -> None:
    """Every figure of the reference comes out."""
    example = EXAMPLES[name]
    record = programme(example["record"])
    found = trace(record)
    expected = example["expected"]
    for ends, fields in expected.get("steps", {}).items():
        compare(found.steps[tuple(ends.split(">"))], fields)
    for ends, fields in expected.get("pairs", {}).items():
        compare(found.pair(*ends.split(">")), fields)
    for contribution, fields in expected.get("contributions", {}).items():
        compare(found.contributions[contribution], fields)
    by_sources = trace(record, share_weights="sources")
    for change, fields in expected.get("changes", {}).items():
        weighed = fields.pop("shares_by_sources", {})
        compare(found.changes[change], fields)
        if weighed:
            compare(by_sources.changes[change], {"shares_by_sources": weighed})


def of(name: str) -> Trace:
    """The trace of one example."""
    return trace(programme(EXAMPLES[name]["record"]))


def test_sentences_beside_the_examples() -> None:
    """What the reference says in words about its examples."""
    assert of("E4").pair("u2", "c2").threads == ("north ward group",)
    strict = trace(programme(EXAMPLES["E9"]["record"]), time="strict")
    assert strict.pair("e1", "c3").claim == "untraced"
    assert strict.pair("e1", "c3").time == "violated"
    questions = of("E6").changes["c"].questions
    assert [(q.id, q.field) for q in questions] == [("c", "needs"), ("d", "needs")]
    without = EXAMPLES["E2"]["record"]
    kept = [link for link in without["links"] if "x" not in link.values()]
    assert trace(programme({**without, "links": kept})).pair("u", "c").widest == 2


EXPLAINED = """\
u > c
  claim: plausible (a chain of evidence of low grade or better)
    - rival_considered: another explanation of the change must have been considered
    - one_source_or_site_throughout: one source, or one site, must stand behind a \
whole chain
  best chain, 2 links:
    u > x: grade 3 (moderate), clear, links l5  <- weakest link
      E3: supports, grade 3, source 'E'
    x > c: grade 3 (moderate), clear, links l6
      F3: supports, grade 3, source 'F'
  grade 3 (moderate): weakest link 3, without the best source 2
  vouch for the whole: no source
  sources that must be wrong before nothing is left: 2
  order of time: unknown
  warning: stitched: joined from sources none of which saw the whole
    the source changes between l5 and l6
  a sceptic would begin here: nobody saw the whole: the source changes between l5 and l6
  to raise the claim: no single further item would do; what holds it down: \
rival_considered, one_source_or_site_throughout
  rules: corroborated-weakest-link/1
  a grade is the state of the evidence, not the size of an effect"""


def test_a_pair_is_explained_link_by_link() -> None:
    """The whole text of one explanation."""
    assert of("E2").explain("u", "c") == EXPLAINED


REPLY = """\
You said: i3
What happened:
  - it reached the decision d2: rejected
What was not done: it was turned down (d2)
  - reason given: cost
Reply: its makers were told of a decision, with reasons"""


def test_a_reply_to_a_contributor() -> None:
    """The whole text of one reply."""
    assert of("E8").reply("i3").explain() == REPLY
    assert list(of("E8").letters()) == ["unknown"]
