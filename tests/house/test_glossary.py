"""Words: each list documented, each word in the glossary."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import involvement
from involvement import vocabulary

ROOT = Path(involvement.__file__).parents[1]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """The script that writes the generated pages."""
    spec = importlib.util.spec_from_file_location("g", ROOT / "docs/_generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def test_every_word_of_every_list_has_an_entry(generator: ModuleType) -> None:
    """Also `other` and `none`, once per list."""
    entries = set(re.findall(r"^- `([^`]+)`: ", GLOSSARY, re.MULTILINE))
    assert {word for word, _, _ in generator.every_word()} <= entries


def test_every_word_list_is_documented(generator: ModuleType) -> None:
    """A new list in the vocabulary gets its place in the reference."""
    lists = {
        name
        for name, value in vars(vocabulary).items()
        if name.isupper() and isinstance(value, dict) and name != "FACTS"
    }
    shown = {name for _, _, name in generator.WORD_LISTS}
    shown |= set(generator.FACT_WORDS.values())
    joined = {"ROLE_SIDES", "LINK_ENDS"}
    assert lists - shown - joined == set()
    assert shown - lists == {"GRADES"}


def test_every_fact_with_words_of_its_own_shows_them(generator: ModuleType) -> None:
    """The coding guide gives what each word means."""
    for fact in vocabulary.FACTS.values():
        if fact.kind in ("words", "set") and set(fact.words) != {"yes", "no"}:
            words = getattr(vocabulary, generator.FACT_WORDS[fact.name])
            assert fact.words == tuple(words)


def test_terms_stand_in_alphabetical_order_and_once() -> None:
    """A reader finds a term where it belongs."""
    terms = re.findall(r"^- \*\*([^*]+)\*\*: ", GLOSSARY, re.MULTILINE)
    assert terms == sorted(set(terms))
    assert len(terms) > 80


@pytest.mark.parametrize("side", vocabulary.SIDES)
def test_every_side_is_a_term_too(side: str) -> None:
    """The five words everything else rests on are explained in words."""
    assert f"- **{side}**: " in GLOSSARY
