"""The public names, frozen: a change here is a change for everyone who embeds us."""

import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import involvement

PUBLIC = [
    "Activity",
    "Assessment",
    "EvidencePolicy",
    "InvolvementError",
    "Issue",
    "Limits",
    "MissingExtra",
    "Portfolio",
    "Programme",
    "RecordError",
    "ScaleError",
    "TableError",
    "agreement",
    "assess",
    "assess_each",
    "check",
    "depth",
    "dump",
    "findings",
    "influence_graph",
    "initiative",
    "load",
    "load_scale",
    "scale",
    "scales",
    "schema",
    "score",
    "score_table",
    "trace",
]


def test_the_public_names_are_these() -> None:
    """A name added or removed on purpose is added or removed here too."""
    assert involvement.__all__ == PUBLIC


def test_there_are_at_most_thirty() -> None:
    """A face one can learn."""
    assert len(involvement.__all__) <= 30


def test_no_module_bears_the_name_of_a_public_function() -> None:
    """Importing such a module would put itself in the place of the function."""
    modules = {m.name for m in pkgutil.iter_modules(involvement.__path__)}
    assert modules & set(involvement.__all__) == set()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_stays_itself_after_its_module_is_loaded(name: str) -> None:
    """The second access gives what the first gave."""
    first = getattr(involvement, name)
    importlib.import_module(first.__module__)
    assert getattr(involvement, name) is first
    assert not inspect.ismodule(first)


def test_every_public_name_is_listed_by_dir() -> None:
    """Completion in an editor or shell finds them."""
    assert set(PUBLIC) <= set(dir(involvement))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module."""
    with pytest.raises(AttributeError) as caught:
        involvement.nothing  # noqa: B018 - the access is the test
    assert str(caught.value) == "module 'involvement' has no attribute 'nothing'"


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_a_docstring_with_an_example(name: str) -> None:
    """Someone will copy it."""
    text = inspect.getdoc(getattr(involvement, name)) or ""
    assert doctest.DocTestParser().get_examples(text), f"{name} has no example"


def test_the_package_says_that_it_is_typed() -> None:
    """Type checkers of others read our annotations."""
    assert (Path(involvement.__file__).parent / "py.typed").exists()
