"""The documentation is complete, up to date, and its links lead somewhere."""

import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import involvement as inv
from involvement.cli import commands, main
from involvement.vocabulary import FACTS

ROOT = Path(inv.__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    if "_build" not in path.parts
)
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)


def text_of(path: Path) -> str:
    """A page as text."""
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    """A page by its path in the repository."""
    return str(path.relative_to(ROOT))


def generated() -> dict[Path, str]:
    """What the generator would write now."""
    spec = importlib.util.spec_from_file_location("g", DOCS / "_generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    pages: dict[Path, str] = module.pages()
    return pages


def test_generated_pages_are_up_to_date() -> None:
    """After a change run `python docs/_generate.py`."""
    for path, text in generated().items():
        assert text_of(path) == text, f"{name_of(path)} is out of date"


def test_every_public_name_is_in_the_reference_and_no_other() -> None:
    """The page lists `__all__`, whole."""
    shown = re.findall(
        r"auto\w+:: involvement\.(\w+)$", text_of(REFERENCE / "api.md"), re.MULTILINE
    )
    assert sorted(shown) == sorted(inv.__all__)


def test_every_scale_has_a_page_and_every_page_a_scale() -> None:
    """One page per scale, made from its file."""
    pages = {path.stem for path in (REFERENCE / "scales").glob("*.md")} - {"index"}
    assert pages == set(inv.scales())


def test_every_fact_has_its_heading() -> None:
    """In the order of the vocabulary."""
    shown = re.findall(r"^## (\w+)$", text_of(REFERENCE / "facts.md"), re.MULTILINE)
    assert shown == list(FACTS)


def test_every_command_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    """With every one of its options."""
    with pytest.raises(SystemExit):
        main(["--help"])  # the commands join when the program starts
    assert "evaluate" in capsys.readouterr().out
    text = text_of(REFERENCE / "command-line.md")
    shown = re.findall(r"^## involvement ([\w-]+)$", text, re.MULTILINE)
    assert sorted(shown) == sorted(commands.commands)
    for name, command in commands.commands.items():
        section = text.partition(f"## involvement {name}\n")[2].partition("\n## ")[0]
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(form in section for form in option.opts)


def test_every_extra_is_described() -> None:
    """What it brings, and nothing that does not exist."""
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    shown = re.findall(
        r"^\| `(\w+)` \|", text_of(DOCS / "how-to/install.md"), re.MULTILINE
    )
    assert sorted(shown) == sorted(project["optional-dependencies"])


def test_every_example_is_described() -> None:
    """The shipped records, by id."""
    text = text_of(REFERENCE / "examples.md")
    for path in (Path(inv.__file__).parent / "examples").glob("*.yaml"):
        assert f"`{path.stem}`" in text


def links(text: str) -> Iterator[str]:
    """The targets of a page's links, outside code."""
    bare = re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))
    yield from re.findall(r"\]\(([^)\s]+)\)", bare)


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(path)), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", h.lower()) for h in headings)
    return {h.replace(" ", "-") for h in kept}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_internal_links_lead_somewhere(path: Path) -> None:
    """To a file that exists, and to a heading in it."""
    dead = []
    for link in links(text_of(path)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_line_holds_one_sentence(path: Path) -> None:
    """So that a change shows as a line; tables and code apart."""
    lines = FENCE.sub("", text_of(path)).split("\n")
    prose = [line for line in lines if not line.lstrip().startswith(("|", "- ", "<"))]
    long = [line for line in prose if re.search(r"[a-z)`]{2}[.?!] [A-Z][a-z ]", line)]
    assert [
        line for line in long if not re.search(r"\d{4}|doi|et al|Example:", line)
    ] == []


def test_the_conformance_matrix_names_only_what_exists() -> None:
    """A row that points nowhere proves nothing."""
    shown = re.findall(
        r"`((?:involvement|tests|docs|benchmarks)/[\w./-]+)`",
        (text_of(REFERENCE / "conformance.md")),
    )
    assert len(shown) > 60
    assert [place for place in shown if not (ROOT / place).exists()] == []
