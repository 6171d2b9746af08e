"""What may import what; imports inside functions and for typing count too."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

import involvement

ROOT = Path(involvement.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

FOUNDATIONS = (
    "closeness",
    "errors",
    "limits",
    "foreign",
    "vocabulary",
    "dates",
    "wire",
    "results",
)
STATIONS = (
    *FOUNDATIONS,
    "record",
    "formats",
    "instruments",
    "scoring",
    "influence",
    "patterns",
    "assessment",
    "collection",
    "report",
    "exchange",
    "spark",
    "cli",
    "__main__",
    "testing",
)
"""The way through, in order: a module imports from its own station or above."""

BACKWARDS = {
    ("formats", "patterns"): "a directory is loaded as a portfolio",
    ("formats", "instruments"): "claimed levels are held against the scales in use",
}
"""The steps against the order, each with its reason."""

BACK_IN_FOLDER = {
    ("instruments.levels", "instruments.proofs"): "a scale reports on itself",
    ("instruments.levels", "instruments.scale"): "a scale is pickled by its file",
    ("scoring.verdicts", "scoring.pencil"): "a verdict writes itself out",
}
"""Methods that call a later sibling, imported inside them, each with its reason."""

BANS = (
    ("record", ("instruments", "scoring"), "what was observed is not judged"),
    ("scoring", ("influence",), "a level never uses outcomes"),
    ("influence", ("scoring", "instruments"), "outcomes never use levels"),
    ("report", ("instruments", "influence"), "a report decides nothing"),
    ("instruments.truth", ("record",), "tables see integers"),
)

HOMES = {
    "pydantic": ("record", "instruments.scale_file", "formats"),
    "msgspec": ("wire",),
    "yaml": ("formats",),
    "click": ("cli",),
    "rich": ("report",),
    "networkx": ("influence.links", "influence.views", "exchange"),
    "numpy": ("instruments", "scoring", "influence", "patterns"),
    "krippendorff": ("patterns",),
    "pyarrow": ("scoring", "spark"),
    "pyspark": ("spark",),
    "python_calamine": ("formats",),
    "xlsxwriter": ("formats",),
    "altair": ("report",),
    "vl_convert": ("report",),
    "prov": ("exchange",),
    "hypothesis": ("testing",),
    "scipy": (),
    "pandas": (),
    "polars": (),
    "tests": (),
}
"""The one place of each library; everything else is not for the package."""


def name_of(path: Path) -> str:
    """`influence.links` for `involvement/influence/links.py`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def inside(module: str, home: str) -> bool:
    """Whether a module is a station or one of its modules."""
    return module == home or module.startswith(f"{home}.")


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module a file imports, `from x import y` as `x.y` where that is one."""
    return tuple(sorted(set(_imports(path))))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                longer = f"{node.module}.{alias.name}".replace(".", "/")
                there = ROOT.parent / longer
                is_module = there.is_dir() or there.with_suffix(".py").exists()
                yield f"{node.module}.{alias.name}" if is_module else str(node.module)


def ours(path: Path) -> list[str]:
    """The modules of the package that a file imports, without the package's name."""
    return [
        name.removeprefix("involvement").lstrip(".")
        for name in imports(path)
        if inside(name, "involvement")
    ]


def station(module: str) -> str:
    """The part of the way a module belongs to."""
    return module.partition(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_from_stations_above_its_own(path: Path) -> None:
    """The stations are read off the folder names in the order the data passes."""
    here = station(name_of(path))
    if not here:
        return  # the public face names every module, and loads none
    wrong = [
        module
        for module in ours(path)
        if module
        and STATIONS.index(station(module)) > STATIONS.index(here)
        and (here, station(module)) not in BACKWARDS
    ]
    assert wrong == []


def test_foundations_know_nothing_but_one_another() -> None:
    """They are everywhere, so they must cost nothing."""
    for path in MODULES:
        if name_of(path) in FOUNDATIONS:
            assert all(module in ("", *FOUNDATIONS) for module in ours(path))


@pytest.mark.parametrize(("home", "banned", "reason"), BANS)
def test_bans_hold(home: str, banned: tuple[str, ...], reason: str) -> None:
    """Each ban keeps two answers from leaking into one another."""
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        if inside(name_of(path), home)
        for module in ours(path)
        if any(inside(module, ban) for ban in banned)
    ]
    assert wrong == [], reason


def test_reports_are_for_reports_and_commands() -> None:
    """Embedding software pays nothing for pictures."""
    wrong = [
        name_of(path)
        for path in MODULES
        if not any(inside(name_of(path), home) for home in ("report", "cli"))
        if any(inside(module, "report") for module in ours(path))
    ]
    assert wrong == []


def test_each_library_has_its_place() -> None:
    """A library outside its place makes it costly to replace or to leave out."""
    wrong = [
        f"{name_of(path)} imports {library}"
        for path in MODULES
        for library in {name.partition(".")[0] for name in imports(path)}
        if library in HOMES
        and not any(inside(name_of(path), home) for home in HOMES[library])
    ]
    assert wrong == []


def test_no_two_modules_import_each_other() -> None:
    """No knots, also not through imports inside functions."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    names = {name_of(path): path for path in MODULES if name_of(path)}
    for name, path in names.items():
        graph.add_edges_from((name, module) for module in ours(path) if module in names)
    assert [step for step in BACK_IN_FOLDER if step not in graph.edges] == []
    graph.remove_edges_from(BACK_IN_FOLDER)
    knots = [sorted(c) for c in nx.strongly_connected_components(graph) if len(c) > 1]
    assert knots == []


def test_every_exception_is_still_needed() -> None:
    """An exception that nothing uses is removed."""
    used = {
        (station(name_of(path)), station(module))
        for path in MODULES
        for module in ours(path)
    }
    assert set(BACKWARDS) <= used
