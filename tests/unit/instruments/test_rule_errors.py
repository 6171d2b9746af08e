"""What is wrong with a rule, in full text."""

import pytest

from involvement.errors import ScaleError
from involvement.instruments.reading import LENGTH, parse
from involvement.limits import Limits

MESSAGES = {
    "led_by = user": """
[rule-syntax]
  found '='
  expected a test, such as asks_users == yes
  compare with '=='
""",
    "led_by == 'user'": """
[rule-syntax]
  found "'"
  expected a test, such as asks_users == yes
  write words without quotes
""",
    "led_by == user & asks_users == yes": """
[rule-syntax]
  found '&'
  expected a test, such as asks_users == yes
  write 'and'
""",
    "contacts > -1": """
[rule-syntax]
  found '-'
  expected a test, such as asks_users == yes
  no fact goes below 0
""",
    "__import__('os')": """
[rule-syntax]
  found "'"
  expected a test, such as asks_users == yes
  write words without quotes
""",
    "led_by.__class__": """
[rule-syntax]
  found '.'
  expected a test, such as asks_users == yes
""",
    "": """
[rule-syntax]
  found the end of the rule
  expected a test, such as asks_users == yes
""",
    "and": """
[rule-syntax]
  found 'and'
  expected a test, such as asks_users == yes
""",
    "(led_by == user": """
[rule-syntax]
  found the end of the rule
  expected 'and', 'or' or ')'
""",
    "led_by == user)": """
[rule-syntax]
  found ')'
  expected 'and', 'or' or the end of the rule
""",
    "led_by == user voice": """
[rule-syntax]
  found 'voice'
  expected 'and', 'or' or the end of the rule
""",
    "led_by ==": """
[rule-syntax]
  found the end of the rule
  expected a value after 'led_by =='
""",
    "led_bye == user": """
[rule-name]
  found 'led_bye', which is no fact of an activity
  expected one of the closest: led_by, initiated_by, agenda_set_by
  a rule reads facts of the activity only
""",
    "outcomes == positive": """
[rule-name]
  found 'outcomes', which is no fact of an activity
  expected one of the closest: purposes
  a rule reads facts of the activity only
""",
    "zzz in (a, b)": """
[rule-name]
  found 'zzz', which is no fact of an activity
  a rule reads facts of the activity only
""",
    "inform in purpose": """
[rule-name]
  found 'purpose', which is no fact of an activity
  expected one of the closest: purposes
  a rule reads facts of the activity only
""",
    "voiced": """
[rule-name]
  found 'voiced', which is no predicate
  expected one of the closest: voice
  define it under [predicates], or test a fact
""",
    "led_by == profesional": """
[rule-value]
  found 'profesional', which 'led_by' never is
  expected one of: user, professional, joint, external
""",
    "led_by == unknown": """
[rule-value]
  found 'unknown', which 'led_by' never is
  expected one of: user, professional, joint, external
  a rule tests what is known; unknown facts leave levels open
""",
    "led_by in (user, jont)": """
[rule-value]
  found 'jont', which 'led_by' never is
  expected one of: user, professional, joint, external
""",
    "persuad in purposes": """
[rule-value]
  found 'persuad', which 'purposes' never is
  expected one of: persuade, educate_or_treat, inform, gather_views, improve_jointly, devolve, comply
""",
    "led_by": """
[rule-syntax]
  found 'led_by'
  expected == or != and a word, such as led_by == user
""",
    "led_by > 2": """
[rule-syntax]
  found 'led_by > 2'
  expected == or != and a word, such as led_by == user
""",
    "contacts == 2": """
[rule-syntax]
  found 'contacts == 2'
  expected <, <=, > or >= and a number, such as contacts > 1
""",
    "contacts > led_by": """
[rule-syntax]
  found 'contacts > led_by'
  expected <, <=, > or >= and a number, such as contacts > 1
""",
    "purposes == persuade": """
[rule-syntax]
  found 'purposes == persuade'
  expected a code and the set, such as persuade in purposes
""",
    "purposes in (persuade)": """
[rule-syntax]
  found 'purposes in (persuade)'
  expected a code and the set, such as persuade in purposes
""",
    "user in led_by": """
[rule-syntax]
  found 'user in led_by'
  expected == or != and a word, such as led_by == user
""",
    "led_by in user": """
[rule-syntax]
  found 'led_by in user'
  expected led_by in (..., ...), with the words in parentheses
""",
    "persuade in 2": """
[rule-syntax]
  found '2'
  expected '(' or 'purposes' after 'persuade in'
""",
    "led_by in (user": """
[rule-syntax]
  found the end of the rule
  expected ',' or ')'
""",
    "led_by in (2)": """
[rule-syntax]
  found '2'
  expected a value of 'led_by'
""",
}


@pytest.mark.parametrize("text", list(MESSAGES))
def test_message(text: str) -> None:
    """What was found, what was expected, what to do."""
    with pytest.raises(ScaleError) as error:
        parse(text, predicates=("voice",))
    assert str(error.value) == MESSAGES[text].strip()


def test_all_wrong_names_and_words_come_at_once() -> None:
    """Reading goes on after a wrong name, up to what cannot be read."""
    with pytest.raises(ScaleError) as error:
        parse("led_bye == user and b or led_by == usr and asks_users == yes or )")
    assert [issue.code for issue in error.value.issues] == [
        "rule-name",
        "rule-name",
        "rule-value",
        "rule-syntax",
    ]


def test_place_and_path_of_a_fault() -> None:
    """The reader is told where an offset lies."""
    with pytest.raises(ScaleError) as error:
        parse(
            "asks_users == yes and led_by == usr",
            path="levels[0].condition",
            place=lambda offset: f"mine.toml:1:{offset + 1}",
        )
    assert str(error.value) == (
        "mine.toml:1:33  levels[0].condition  [rule-value]\n"
        "  found 'usr', which 'led_by' never is\n"
        "  expected one of: user, professional, joint, external"
    )


@pytest.mark.parametrize("word", ["(", "not "])
def test_deep_rules_are_refused(word: str) -> None:
    """Two thousand levels of nesting end in a message, not in a crash."""
    with pytest.raises(ScaleError) as error:
        parse(word * 2_000 + "led_by == user")
    assert str(error.value) == (
        "[limit-rule]\n"
        "  found a rule nested more than 16 deep\n"
        "  the limit is 16\n"
        "  name its parts as predicates, or raise it with Limits(rule_depth=...) or --limit rule_depth=..."
    )


def test_the_depth_limit_can_be_raised_and_is_not_a_length_limit() -> None:
    """Parts beside each other are not nested."""
    deep = "(" * 20 + "led_by == user" + ")" * 20
    assert str(parse(deep, limits=Limits(rule_depth=20))) == "led_by == user"
    beside = " and ".join(["(led_by == user)"] * 100)
    assert len(getattr(parse(beside), "parts")) == 100  # noqa: B009 - a union of types
    assert str(parse("(" * 16 + "led_by == user" + ")" * 16)) == "led_by == user"


def test_long_rules_are_refused() -> None:
    """A megabyte of rule is not even split into words."""
    with pytest.raises(ScaleError) as error:
        parse("led_by == user or " * 60_000)
    assert str(error.value) == (
        "[limit-rule]\n"
        "  found a rule of 1,080,000 characters\n"
        f"  the limit is {LENGTH:,} characters\n"
        "  name its parts as predicates"
    )
