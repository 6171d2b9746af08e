"""Scale files: the shipped ones, and every way a file can be wrong, in full text."""

import pickle

import pytest

import involvement as inv
from involvement import vocabulary
from involvement.errors import ScaleError
from involvement.instruments.levels import Scale
from involvement.instruments.places import scan
from involvement.instruments.scale import SHIPPED
from involvement.instruments.scale_file import read_scale
from involvement.limits import Limits

HEAD = """\
id = "mine"
title = "Mine"
version = "1"
kind = "ladder"
citation = "Us, 2026"
"""

GOOD = (
    HEAD
    + """
[predicates]
seen = "asks_users == yes or deliberates == yes"

[[levels]]
id = "low"
condition = "not seen"

[[levels]]
id = "high"
title = "Very high"
condition = "seen"
"""
)


def read(text: str, **limits: int) -> Scale:
    """A scale of your own."""
    return read_scale(text, name="mine.toml", limits=Limits(**limits))


def fault(text: str, **limits: int) -> str:
    """What is said about a file that is wrong."""
    with pytest.raises(ScaleError) as error:
        read(text, **limits)
    return str(error.value)


def test_a_good_file() -> None:
    """Titles and words may be left out; predicates may stand on one line."""
    scale = read(GOOD)
    assert [(x.id, x.title, x.condition) for x in scale.levels] == [
        ("low", "Low", "not seen"),
        ("high", "Very high", "seen"),
    ]
    assert scale.facts == ("asks_users", "deliberates")
    assert [(p.name, p.shared) for p in scale.predicates] == [("seen", False)]
    assert (scale.shipped, scale.derived, scale.ordered) == (False, True, True)


@pytest.mark.parametrize("scale_id", SHIPPED)
def test_shipped_files_say_where_they_come_from(scale_id: str) -> None:
    """Citation, licence, what is contestable, and a source for every rule."""
    scale = inv.scale(scale_id)
    assert (scale.id, scale.version, scale.shipped) == (scale_id, "1", True)
    assert all((scale.title, scale.citation, scale.licence, scale.contestable))
    assert all(one.words and one.source for one in scale.levels)
    assert scale.derived is (scale.kind not in ("ratings", "checklist"))
    assert bool(scale.items or scale.derived or scale.id == "ppeet")
    assert (scale.answers is not None) is bool(scale.items or not scale.derived)


def test_the_unverified_marks_are_kept() -> None:
    """A reference nobody checked says so."""
    marked = [s.id for s in inv.scales().values() if "unverified" in s.citation]
    assert marked == [
        "arnstein",
        "iap2",
        "carman",
        "pretty",
        "seven_level",
        "hart",
        "shier",
        "coproduction",
        "involve",
        "eupati",
        "degrees",
        "tritter",
        "gunning",
        "spidergram",
    ]
    assert inv.scale("iap2").notice == "Not endorsed by IAP2."
    assert inv.scale("gunning").notice == "Not legal advice."


def test_recorded_scales() -> None:
    """Items and the answers they take."""
    found = {
        scale.id: (len(scale.items), str(scale.answers))
        for scale in inv.scales().values()
        if scale.answers is not None
    }
    assert found == {
        "shier": (15, "yes, no"),
        "gunning": (1, "met, not_met"),
        "cube": (4, "0 to 100, whole numbers"),
        "spidergram": (5, "1 to 5, whole numbers"),
        "white": (2, "nominal, instrumental, representative, transformative"),
        "uk_standards": (6, "met, partly, not_met"),
        "four_pi": (5, "met, partly, not_met"),
        "ppeet": (0, "as the licensed copy says"),
    }


@pytest.mark.parametrize(
    ("allowed", "scale_id", "answer"),
    [
        (True, "cube", 0),
        (True, "cube", 100),
        (False, "cube", 101),
        (False, "cube", -1),
        (False, "cube", 50.5),
        (False, "cube", True),
        (True, "uk_standards", "partly"),
        (False, "uk_standards", "mostly"),
        (True, "ppeet", 4),
        (True, "ppeet", "agree"),
        (False, "ppeet", None),
    ],
)
def test_answers(allowed: bool, scale_id: str, answer: object) -> None:  # noqa: FBT001
    """Outside the values is outside."""
    answers = inv.scale(scale_id).answers
    assert answers is not None
    assert answers.allow(answer) is allowed


# -- faults ------------------------------------------------------------------------

LEVEL = '\n[[levels]]\nid = "low"\ncondition = "asks_users == yes"\n'

FAULTS = {
    "not TOML": (
        "id = ",
        """
mine.toml:1:6  [syntax]
  found text that is not TOML: Invalid value
  see the scale files that come with the library for the form
""",
    ),
    "unfinished text": (
        'id = "mine',
        """
mine.toml:1:11  [syntax]
  found text that is not TOML: Unterminated string
  see the scale files that come with the library for the form
""",
    ),
    "nested too deep": (
        "a = " + "[" * 100_000,
        """
mine.toml  [syntax]
  found text that is not TOML: too deeply nested
  see the scale files that come with the library for the form
""",
    ),
    "no citation, no version": (
        'id = "mine"\ntitle = "Mine"\nkind = "ladder"\n' + LEVEL,
        """
mine.toml:1:1  version  [scale-citation]
  found no 'version'
  every answer cites its source and the version of its rules
mine.toml:1:1  citation  [scale-citation]
  found no 'citation'
  every answer cites its source and the version of its rules
""",
    ),
    "empty citation": (
        HEAD.replace("Us, 2026", " ") + LEVEL,
        """
mine.toml:5:1  citation  [scale-citation]
  found an empty 'citation'
  every answer cites its source and the version of its rules
""",
    ),
    "version as a number": (
        HEAD.replace('version = "1"', "version = 1") + LEVEL,
        """
mine.toml:3:1  version  [scale-shape]
  found 1
  expected text in quotes
""",
    ),
    "no title": (
        HEAD.replace('title = "Mine"\n', "") + LEVEL,
        """
mine.toml:1:1  title  [field-missing]
  found no 'title'
  add 'title'
""",
    ),
    "misspelt field": (
        HEAD + 'licens = "x"\n' + LEVEL,
        """
mine.toml:6:1  licens  [field-unknown]
  found a field 'licens'
  expected one of the closest: licence, items, values
  correct the name or remove it
""",
    ),
    "misspelt field of a level": (
        HEAD + LEVEL + 'conditon = "x"\n',
        """
mine.toml:10:1  levels[0].conditon  [field-unknown]
  found a field 'conditon'
  expected one of the closest: condition
  correct the name or remove it
""",
    ),
    "a kind that is none": (
        HEAD.replace("ladder", "laddr") + LEVEL,
        """
mine.toml:4:1  kind  [value-unknown]
  found 'laddr'
  expected one of: ladder, work, labels, axes, checks, ratings, checklist
""",
    ),
    "path as id": (
        HEAD.replace('"mine"', '"../mine"') + LEVEL,
        """
mine.toml:1:1  id  [id-shape]
  found '../mine'
  expected small letters, digits and '_', a letter first
""",
    ),
    "device as id": (
        HEAD.replace('"mine"', '"con"') + LEVEL,
        """
mine.toml:1:1  id  [id-shape]
  found 'con', which names a device
  choose another id
""",
    ),
    "a predicate's name": (
        HEAD + '[predicates]\nNo = "asks_users == yes"\n' + LEVEL,
        """
mine.toml:7:1  predicates.No  [id-shape]
  found 'No'
  expected small letters, digits and '_', a letter first
""",
    ),
    "levels as text": (
        HEAD + 'levels = "low"\n',
        """
mine.toml:6:1  levels  [scale-shape]
  found 'low'
  expected a list
""",
    ),
    "a predicate as number": (
        HEAD + "[predicates]\nseen = 3\n" + LEVEL,
        """
mine.toml:7:1  predicates.seen  [scale-shape]
  found 3
  expected named values
""",
    ),
    "an id twice": (
        HEAD + LEVEL + LEVEL,
        """
mine.toml:12:1  levels[1].id  [id-duplicate]
  found 'low' again
""",
    ),
    "a ladder without levels": (
        HEAD,
        """
mine.toml:4:1  kind  [scale-shape]
  found the kind 'ladder'
  expected at least one level
""",
    ),
    "ratings with levels": (
        HEAD.replace("ladder", "ratings") + LEVEL,
        """
mine.toml:4:1  kind  [scale-shape]
  found the kind 'ratings'
  expected no levels, but items
mine.toml:1:1  values  [field-missing]
  found no 'values' for the items
  say how they may be answered
""",
    ),
    "too many levels": (
        HEAD + "".join(LEVEL.replace('"low"', f'"level{i}"') for i in range(63)),
        """
mine.toml:7:1  levels  [scale-shape]
  found 63 levels
  expected at most 62
""",
    ),
    "no such level": (
        HEAD + 'unordered = [["low", "hgh"]]\n' + LEVEL,
        """
mine.toml:6:1  unordered  [level-unknown]
  found 'hgh', which is no level of this scale
  expected one of: low
""",
    ),
    "names in use": (
        HEAD + '[predicates]\nvoice = "asks_users == yes"\nled_by = "voice"\n' + LEVEL,
        """
mine.toml:7:1  predicates.voice  [scale-taken]
  found a predicate 'voice', a name already in use
  expected no fact, no shared predicate and no keyword
mine.toml:8:1  predicates.led_by  [scale-taken]
  found a predicate 'led_by', a name already in use
  expected no fact, no shared predicate and no keyword
""",
    ),
    "faults in several rules": (
        HEAD
        + """
[predicates]
a = "led_bye == user"
[predicates.b]
rule = '''
  asks_users == yes
  and decision_right == profesional'''

[[levels]]
id = "low"
condition = "contacts = 2"
""",
        """
mine.toml:8:6  predicates.a  [rule-name]
  found 'led_bye', which is no fact of an activity
  expected one of the closest: led_by, initiated_by, agenda_set_by
  a rule reads facts of the activity only
mine.toml:12:25  predicates.b.rule  [rule-value]
  found 'profesional', which 'decision_right' never is
  expected one of: professional, professional_after_advice, shared, user, external, none
mine.toml:16:23  levels[0].condition  [rule-syntax]
  found '='
  expected a test, such as asks_users == yes
  compare with '=='
""",
    ),
    "a rule in an inline table": (
        HEAD + 'levels = [{id = "low", condition = "led_by = user"}]\n',
        """
mine.toml:6:1  levels[0].condition  [rule-syntax]
  found '='
  expected a test, such as asks_users == yes
  compare with '=='
""",
    ),
    "a circle": (
        HEAD + '[predicates]\na = "b"\nb = "not a"\n' + LEVEL,
        """
mine.toml:7:1  predicates.a  [rule-circle]
  found predicates that use each other: a -> b -> a
  say one of them in terms of facts
""",
    ),
}


@pytest.mark.parametrize("what", list(FAULTS))
def test_fault(what: str) -> None:
    """Line and column, what was found, what was expected, what to do."""
    text, expected = FAULTS[what]
    assert fault(text) == expected.strip()


def test_a_scale_that_reads_too_much_is_refused_before_any_work() -> None:
    """With the count, the facts that cost most, and how to split it."""
    facts = ("led_by", "selection", "decision_right", "decision_stage", "reward")
    rules = [
        f"{fact} == {word}" for fact in facts for word in vocabulary.FACTS[fact].words
    ]
    rules += [f"{code} in purposes" for code in vocabulary.PURPOSES]
    levels = "".join(
        f'[[levels]]\nid = "l{i}"\ncondition = "{rule}"\n'
        for i, rule in enumerate(rules)
    )
    small = fault(HEAD + levels, patterns=1_000_000)
    assert small == (
        "mine  [scale-size]\n"
        "  found a table of 1,075,200 cells over 6 facts\n"
        "  the limit is 1,000,000; most costly: purposes (128), selection (8), "
        "decision_right (7)\n"
        "  split the scale in two, test fewer words of these facts, "
        "or raise it with Limits(patterns=...) or --limit patterns=..."
    )
    assert read(HEAD + levels).facts[-1] == "reward"


# -- the hash ----------------------------------------------------------------------


def test_another_wording_has_the_same_meaning() -> None:
    """Comments, titles, the order of tests: nothing of the table."""
    again = GOOD.replace("Very high", "High").replace(
        '"not seen"', '"asks_users != yes and deliberates == no"  # in other words'
    )
    assert read(again).meaning == read(GOOD).meaning


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"seen"', '"asks_users == yes"'),
        ('id = "high"', 'id = "higher"'),
        ('"not seen"', '"not seen and contacts >= 2"'),
        ('"not seen"', '"not seen and persuade in purposes"'),
    ],
)
def test_another_rule_has_another_meaning(old: str, new: str) -> None:
    """A changed rule always shows."""
    assert read(GOOD.replace(old, new)).meaning != read(GOOD).meaning


def test_cut_points_belong_to_the_meaning() -> None:
    """Also where the shape of the table is the same."""
    scales = [
        read(GOOD.replace('"not seen"', f'"user_vote_share {test}"')).meaning
        for test in ("> 0.5", ">= 0.5", "> 0.4")
    ]
    assert len(set(scales)) == 3


def test_recorded_scales_have_a_meaning_too() -> None:
    """Other answers, another meaning."""
    head = HEAD.replace("ladder", "ratings")
    item = '[[items]]\nid = "a"\n'
    five = read(head + "[values]\nminimum = 1\nmaximum = 5\n" + item)
    six = read(head + "[values]\nminimum = 1\nmaximum = 6\n" + item)
    assert len(five.meaning) == 16
    assert five.meaning != six.meaning


# -- the object --------------------------------------------------------------------


def copied(scale: Scale) -> Scale:
    """A copy as another process would get it."""
    copy: Scale = pickle.loads(pickle.dumps(scale))  # noqa: S301 - our own bytes
    return copy


def test_a_scale_copies_by_its_file() -> None:
    """The shipped one comes back as itself; your own is read again."""
    shipped = inv.scale("iap2")
    assert copied(shipped) is shipped
    own = read(GOOD)
    copy = copied(own)
    assert copy is not own
    assert (copy.levels, copy.meaning) == (own.levels, own.meaning)


def test_two_scales_are_never_the_same() -> None:
    """A scale is itself, whatever it holds."""
    assert inv.scale("iap2") != inv.scale("shier")
    assert read(GOOD) != read(GOOD)
    assert len({inv.scale("iap2"), inv.scale("shier"), inv.scale("iap2")}) == 2


def test_a_scale_prints_as_a_page() -> None:
    """Facts, terms, conditions, source."""
    assert read(GOOD).explain() == (
        "mine: Mine (ladder, version 1)\n"
        "\n"
        "Reads 2 facts: asks_users, deliberates\n"
        "\n"
        "Terms\n"
        "  seen: asks_users == yes or deliberates == yes\n"
        "\n"
        "Levels\n"
        "  low (Low): \n"
        "    holds when not seen\n"
        "  high (Very high): \n"
        "    holds when seen\n"
        "\n"
        "Source: Us, 2026\n"
        "Contestable: \n"
        "Licence: "
    )
    assert "Not legal advice." in inv.scale("gunning").explain()
    assert "  adequate_time: Adequate time" in inv.scale("gunning").explain()


def test_a_recorded_scale_prints_its_items() -> None:
    """No facts, no levels: what people are asked."""
    lines = inv.scale("four_pi").explain().split("\n")
    assert lines[:4] == [
        "four_pi: 4Pi National Involvement Standards (checklist, version 1)",
        "",
        "Answered by people: met, partly, not_met",
        "  principles: Principles",
    ]


def test_disputed_levels_share_a_rank() -> None:
    """The two highest rungs of `hart` are shown as unordered."""
    hart = inv.scale("hart")
    assert hart.rank("child_initiated_directed") == 6
    assert hart.rank("child_initiated_shared") == 6
    assert hart.rank("adult_initiated_shared") == 5


def test_places_of_keys() -> None:
    """Dotted keys, quoted headers, texts over several lines, missing paths."""
    text = 'a.b = 1\n["x y"]\nc = """\n[not.a.header]\nd = 2\n"""\n[[z]]\n[[z]]\ne = 3'
    places = scan("f.toml", text)
    assert places.of(("a", "b")) == "f.toml:1:1"
    assert places.of(("x y", "c")) == "f.toml:3:1"
    assert places.of(("not", "a", "header")) == "f.toml:1:1"
    assert places.of(("z", 1, "e")) == "f.toml:9:1"
    assert places.of(("z", 1, "missing")) == "f.toml:8:1"
    assert places.inside(("z", 1, "e"), "not there")(5) == "f.toml:9:1"
