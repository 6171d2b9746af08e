"""Every example in a docstring runs, and gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import involvement

MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(involvement.__path__, "involvement.")
    if not found.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["involvement", *MODULES])
def test_docstring_examples_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test per module; the report names the line."""
    monkeypatch.setenv("COLUMNS", "80")
    module = importlib.import_module(name)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    for test in doctest.DocTestFinder().find(module, name):
        runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)
