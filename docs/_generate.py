"""Writes the reference pages that are facts about the package.

Run `python docs/_generate.py` after changing a word, a fact, a scale or a command;
a test compares the pages with what this would write.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from _commands import command_line  # noqa: E402 - found by the path above
from _errors import errors  # noqa: E402 - found by the path above
from _markdown import page, sentences, table  # noqa: E402 - found by the path above
from _scales import scale_pages  # noqa: E402

from involvement import vocabulary  # noqa: E402

REFERENCE = ROOT / "docs" / "reference"

WORD_LISTS = (
    ("sides", "Sides", "SIDES"),
    ("roles", "Roles of actors", "ROLES"),
    ("organisation-kinds", "Kinds of organisation", "ORGANISATION_KINDS"),
    ("activity-kinds", "Kinds of activity", "ACTIVITY_KINDS"),
    ("phases", "Phases", "PHASES"),
    ("levels-of-system", "Levels of system", "SYSTEM_LEVELS"),
    ("knowledge", "Knowledge", "KNOWLEDGE"),
    ("treatments", "Treatment of a contribution", "TREATMENTS"),
    ("outcome-families-and-kinds", "Outcome families and kinds", "OUTCOME_KINDS"),
    ("valences", "Valence of an outcome", "VALENCES"),
    ("rationales", "Rationales", "RATIONALES"),
    ("factors", "Factors", "FACTORS"),
    ("polarities", "Polarity of a factor", "POLARITIES"),
    ("link-kinds", "Kinds of link", "LINK_KINDS"),
    ("effects", "Effect of a link", "EFFECTS"),
    ("directness", "Directness of a link", "DIRECTNESS"),
    ("influences", "Kinds of influence", "INFLUENCES"),
    ("methods", "Methods of evidence", "METHODS"),
    ("standpoints", "Standpoints of evidence", "STANDPOINTS"),
    ("stances", "Stance of evidence", "STANCES"),
    ("tests", "Tests of evidence", "TESTS"),
    ("grades", "Grades of evidence", "GRADES"),
    ("verdicts", "Verdicts of decisions", "VERDICTS"),
    ("needs", "What a decision or change needs", "NEEDS"),
    ("statuses", "Status of a change", "STATUSES"),
    ("driver-kinds", "Kinds of driver", "DRIVER_KINDS"),
    ("rival-statuses", "Status of a rival", "RIVAL_STATUSES"),
    ("technicality", "Technicality of an area", "TECHNICALITY"),
    ("clinician-input", "Clinician input to an area", "CLINICIAN_INPUT"),
    ("bases", "Basis of an account", "BASES"),
    ("commitments", "Commitment", "COMMITMENTS"),
    ("cost-items", "Cost items", "COST_ITEMS"),
)
FACT_WORDS = {
    "users_add_topics": "YES_NO",
    "decision_stage": "DECISION_STAGES",
    "decision_right": "DECISION_RIGHTS",
    "feedback_given": "FEEDBACK",
    "resource_control": "RESOURCE_CONTROL",
    "user_work": "USER_WORK",
    "purposes": "PURPOSES",
    "selection": "SELECTIONS",
    "reward": "REWARDS",
}


def facts() -> str:
    """The facts and the coding guide."""
    intro = [
        (
            "Code one activity as it was carried out; what documents say goes in an "
            "account with `basis: formal`."
        ),
        '"The decision" is the one the activity is said to inform.',
        (
            '"Users" are the people of the user side who took part, not patients in '
            "general."
        ),
        "Write what the source says.",
        "If the source does not say, leave the fact out: it is then unknown.",
        (
            "If the question does not arise, code the bottom value (no vote: `0`; no "
            "veto: `no`; nothing to decide: `none` and `no_decision`): that is "
            "knowledge, not a gap."
        ),
        "The examples are made up.",
        "",
        "Ask for these seven first, in this order: "
        + ", ".join(f"`{name}`" for name in vocabulary.MINIMUM_FACTS)
        + ".",
        "",
    ]
    body: list[str] = []
    for fact in vocabulary.FACTS.values():
        body += [f"## {fact.name}", "", f"{fact.title.capitalize()}.", ""]
        question, example = marked(fact, fact.question), marked(fact, fact.example)
        body += [*sentences(question), "", f"Example: {example}", ""]
        body += fact_values(fact)
    return page("Facts and how to code them", intro, body)


def marked(fact: vocabulary.Fact, text: str) -> str:
    """The guide's text with the codes in it set as codes."""
    known = "|".join(fact.words)
    if known:
        text = re.sub(rf"(?<=: )({known})\b(?! [a-z])", r"`\1`", text)
        text = re.sub(rf"(?<=[.?] )({known})\b", r"`\1`", text)
    return re.sub(r"(?<!`)\b([a-z]+(?:_[a-z]+)+)\b(?!`)", r"`\1`", text)


def fact_values(fact: vocabulary.Fact) -> list[str]:
    """What a fact may hold."""
    if fact.kind == "count":
        return ["Value: a whole number, 1 or more.", ""]
    if fact.kind == "share":
        return ["Value: a number from 0 to 1.", ""]
    if fact.kind == "side":
        return [
            (
                "Value: a [side](words.md#sides), or a list of actor ids, whose sides "
                "are then combined."
            ),
            "",
        ]
    name = FACT_WORDS.get(fact.name, "YES_NO")
    if name == "YES_NO":
        return ["Value: `yes` or `no`.", ""]
    many = "Values (a list; a word left out of it is not a purpose):"
    words = getattr(vocabulary, name)
    return [
        many if fact.kind == "set" else "Values:",
        "",
        *table(["word", "meaning"], ((f"`{w}`", m) for w, m in words.items())),
    ]


def words() -> str:
    """Every closed word list of the record."""
    intro = [
        "Every closed list of the record, in its order.",
        (
            "`unknown` may stand for any of them, and means the same as leaving the "
            "field out."
        ),
        "`other` is offered where a list cannot be complete; say what it is.",
        "A code is never reused with another meaning.",
        "The words of the facts of an activity are in [facts](facts.md).",
        "",
    ]
    body: list[str] = []
    for _, title, name in WORD_LISTS:
        body += [f"## {title}", "", *word_list(name)]
    return page("Word lists", intro, body)


def word_list(name: str) -> list[str]:
    """One list as a table."""
    known = getattr(vocabulary, name)
    if name == "GRADES":
        rows = [(str(i), word) for i, word in enumerate(known)]
        return table(["grade", "word"], rows)
    if name == "OUTCOME_KINDS":
        rows = [(f"`{f}`", ", ".join(f"`{k}`" for k in ks)) for f, ks in known.items()]
        return table(["family", "kinds"], rows)
    if name == "ROLES":
        sides = vocabulary.ROLE_SIDES
        triples = ((f"`{w}`", f"`{sides[w]}`", m) for w, m in known.items())
        return table(["role", "side", "meaning"], triples)
    if name == "LINK_KINDS":
        ends = vocabulary.LINK_ENDS
        triples = ((f"`{w}`", m, joins(ends[w])) for w, m in known.items())
        return table(["kind", "says", "from and to"], triples)
    return table(["word", "meaning"], ((f"`{w}`", m) for w, m in known.items()))


def joins(ends: Iterable[tuple[str, str]]) -> str:
    """The lists a kind of link may join."""
    sources: dict[str, list[str]] = {}
    for source, target in sorted(ends):
        sources.setdefault(source, []).append(target)
    return "; ".join(f"{s} to {', '.join(ts)}" for s, ts in sources.items())


def every_word() -> Iterator[tuple[str, str, str]]:
    """Each word, the list it stands in, and its meaning, in alphabetical order."""
    found: list[tuple[str, str, str]] = []
    for anchor, title, name in WORD_LISTS:
        known = getattr(vocabulary, name)
        place = f"[{title.lower()}](docs/reference/words.md#{slug(title)})"
        if name == "GRADES":
            found += [(w, place, f"grade {i}") for i, w in enumerate(known)]
        elif name == "OUTCOME_KINDS":
            for family, kinds in known.items():
                found.append((family, place, "a family of outcomes"))
                found += [(k, place, f"a kind of {family} outcome") for k in kinds]
        else:
            found += [(w, place, m) for w, m in known.items()]
        del anchor
    for fact in vocabulary.FACTS.values():
        place = f"[fact](docs/reference/facts.md#{fact.name})"
        found.append((fact.name, place, fact.title))
        if words_of := FACT_WORDS.get(fact.name):
            items = getattr(vocabulary, words_of).items()
            found += [(w, f"{place} `{fact.name}`", m) for w, m in items]
    yield from sorted(set(found))


def slug(title: str) -> str:
    """The anchor of a heading."""
    return title.lower().replace(" ", "-")


START, END = "<!-- words: begin -->", "<!-- words: end -->"


def glossary() -> str:
    """GLOSSARY.md with its list of words brought up to date."""
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    entries = [f"- `{w}`: {m} ({place})" for w, place, m in every_word()]
    return head + "\n".join([START, "", *entries, "", END]) + tail


def pages() -> dict[Path, str]:
    """Every generated page and what it should hold."""
    return {
        REFERENCE / "facts.md": facts(),
        REFERENCE / "words.md": words(),
        REFERENCE / "errors.md": errors(),
        REFERENCE / "command-line.md": command_line(),
        ROOT / "GLOSSARY.md": glossary(),
        **{REFERENCE / "scales" / name: text for name, text in scale_pages()},
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
