"""What is built holds what it needs, and nothing else."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import involvement

ROOT = Path(involvement.__file__).parents[1]
PACKAGE = Path(involvement.__file__).parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and an sdist made of this tree."""
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("not a source tree")
    folder = tmp_path_factory.mktemp("dist")
    run = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return folder


def wheel(built: Path) -> zipfile.ZipFile:
    """The wheel."""
    return zipfile.ZipFile(next(built.glob("*.whl")))


def test_the_wheel_holds_the_whole_package(built: Path) -> None:
    """Modules, scale files, examples, style, and the mark of a typed package."""
    here = {
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    names = {name for name in wheel(built).namelist() if ".dist-info/" not in name}
    assert names == here
    assert "involvement/py.typed" in names
    assert "involvement/examples/stroke.yaml" in names
    assert "involvement/instruments/data/arnstein.toml" in names


def test_the_wheel_carries_licence_and_notice(built: Path) -> None:
    """Whoever gets the wheel gets both."""
    names = [name.rpartition("/")[2] for name in wheel(built).namelist()]
    assert {"LICENSE", "NOTICE"} <= set(names)


def test_the_wheel_says_who_it_is(built: Path) -> None:
    """Name, version, SPDX licence, extras, the Pythons it runs on."""
    archive = wheel(built)
    place = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
    text = archive.read(place).decode()
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = extras["project"]["optional-dependencies"]
    assert f"Version: {involvement.__version__}" in text
    assert "License-Expression: Apache-2.0" in text
    assert "Requires-Python: >=3.11" in text
    assert sorted(re.findall(r"^Provides-Extra: (\S+)$", text, re.MULTILINE)) == sorted(
        wanted
    )


def test_the_source_archive_can_be_tested(built: Path) -> None:
    """Tests, docs, benchmarks and the files of the root are in it."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        "README.md",
        "CHANGELOG.md",
        "GLOSSARY.md",
        "LICENSE",
        "NOTICE",
        "CITATION.cff",
        "conftest.py",
        "constraints.txt",
        "docs/conf.py",
        "tests/house/test_distribution.py",
        "involvement/__init__.py",
    }
    assert wanted - names == set()


def test_versions_agree() -> None:
    """The package, its metadata and the citation name one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert project["project"]["version"] == involvement.__version__
    assert f"\nversion: {involvement.__version__}\n" in cited
