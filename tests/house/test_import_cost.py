"""What is loaded when: heavy libraries wait until they are needed."""

import subprocess
import sys

import pytest

HEAVY = (
    "pydantic",
    "attrs",
    "msgspec",
    "yaml",
    "click",
    "rich",
    "numpy",
    "networkx",
    "pandas",
    "polars",
    "pyarrow",
    "pyspark",
    "scipy",
    "krippendorff",
    "altair",
    "vl_convert",
    "prov",
    "python_calamine",
    "xlsxwriter",
    "hypothesis",
)
OPTIONAL = HEAVY[HEAVY.index("pandas") :]


def loaded_by(code: str) -> set[str]:
    """Which heavy libraries a fresh process holds after some code."""
    ask = f"{code}\nimport sys\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_importing_the_package_loads_none_of_them() -> None:
    """A program that only might use us pays nothing."""
    assert loaded_by("import involvement") == set()


@pytest.mark.parametrize(
    ("code", "apart"),
    [
        ("inv.score(inv.Activity(id='a', asks_users='yes'))", {"yaml"}),
        ("inv.depth(inv.Activity(id='a'), scale='iap2')", {"yaml"}),
        ("inv.scale('arnstein')", {"yaml"}),
        ("inv.trace(inv.load('stroke'))", set()),
        ("inv.assess(inv.load('stroke'))", set()),
        ("inv.assess(inv.load('stroke')).to_json()", set()),
    ],
)
def test_the_core_answers_without_optional_libraries(
    code: str, apart: set[str]
) -> None:
    """Nor with networkx, the terminal's libraries, or a YAML reader never asked for."""
    found = loaded_by(f"import involvement as inv\n{code}")
    assert found & {*OPTIONAL, "networkx", "click", "rich", *apart} == set()


@pytest.mark.parametrize("name", ["spark", "testing", "exchange", "report", "cli"])
def test_side_doors_open_only_when_named(name: str) -> None:
    """The main job does not load them."""
    code = "import involvement as inv\ninv.assess(inv.load('minimum'))"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"involvement.{name}" not in run.stdout.split()
