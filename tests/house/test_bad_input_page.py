"""The page of bad input: every row names a test, and every test it names is there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/bad-input.md"
HEADINGS = (
    "YAML",
    "JSON and JSON lines",
    "Excel",
    "CSV and tables",
    "Scale files and plug-ins",
    "The record as a whole",
    "Graphs and exchange",
    "Command line",
    "Report output",
    "Privacy",
    "Limits",
)
NAMED = re.compile(r"`([\w/.-]+\.py)::(\w+)`")


@cache
def sections() -> dict[str, list[list[str]]]:
    """Heading to the rows of its table, each as its cells."""
    found: dict[str, list[list[str]]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found[line.removeprefix("## ")] = []
        elif line.startswith("| ") and not line.startswith(("| input |", "| ---")):
            found[list(found)[-1]].append(re.split(r"(?<!\\) \| ", line.strip("| ")))
    return found


def rows() -> Iterator[list[str]]:
    """Every row of the page."""
    for found in sections().values():
        yield from found


@cache
def functions_in(path: str) -> frozenset[str]:
    """The names of the test functions of one file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_the_page_has_its_headings_in_order() -> None:
    """One for each kind of input."""
    assert tuple(sections()) == HEADINGS


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_heading_has_rows(heading: str) -> None:
    """Each with what comes in, what happens, and a test."""
    assert sections()[heading]


def test_every_row_is_whole_and_names_a_test() -> None:
    """Three cells; the last holds nothing but tests."""
    for cells in rows():
        assert len(cells) == 3, cells
        assert NAMED.search(cells[2]), cells
        assert re.sub(NAMED, "", cells[2]).strip(", ") == "", cells
        assert all(cells)


def test_every_test_that_is_named_is_there() -> None:
    """In the file, by that name."""
    named = {pair for cells in rows() for pair in NAMED.findall(cells[2])}
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not (ROOT / path).is_file() or name not in functions_in(path)
    ]
    assert missing == []


def test_no_input_stands_twice() -> None:
    """Under one heading each input has one row."""
    for heading, found in sections().items():
        inputs = [cells[0] for cells in found]
        assert len(inputs) == len(set(inputs)), heading
