"""What we ship: the same bytes twice, no code run from data, extras apart."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import involvement

ROOT = Path(__file__).parents[2]
PACKAGE = Path(involvement.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
RUNS_CODE = {"eval", "exec", "compile", "__import__", "execfile"}
MODULES_THAT_RUN_CODE = {"pickle", "marshal", "shelve", "dill", "subprocess", "ctypes",
                         "socket", "urllib.request", "http", "requests", "ftplib", "smtplib",
                         "asyncio", "runpy", "code", "multiprocessing"}  # fmt: skip


def test_no_module_runs_code_from_data_or_reaches_out() -> None:
    """No eval, exec, pickle, yaml.load; no subprocess, no socket, nowhere."""
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            bad = {
                *names,
                *(n.partition(".")[0] for n in names),
            } & MODULES_THAT_RUN_CODE
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name) and called.id in RUNS_CODE:
                    bad = {called.id}
                whole = ast.unparse(called)
                if re.fullmatch(
                    r"yaml\.(\w*load\w*)|os\.(system|popen|exec\w+)", whole
                ):
                    bad = {whole}
            found += [f"{path.relative_to(PACKAGE)}:{node.lineno} {one}" for one in bad]  # type: ignore[attr-defined]
    assert found == []


def test_modules_are_imported_by_fixed_names_only() -> None:
    """`import_module` and entry points: each place is known and takes no user text."""
    places = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if re.search(r"import_module\(|\.load\(\)", path.read_text(encoding="utf-8"))
    ]
    assert places == [
        "__init__.py",
        "formats/importers/__init__.py",
        "instruments/packages.py",
        *(["spark.py"] if "spark.py" in places else []),
    ]


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    """Wheel and source archive, built twice under one SOURCE_DATE_EPOCH."""
    found = set()
    for run in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / run)],
            cwd=ROOT,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": run},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        files = sorted((tmp_path / run).iterdir())
        assert len(files) == 2
        found.add(tuple(hashlib.sha256(p.read_bytes()).hexdigest() for p in files))
    assert len(found) == 1


def test_the_oldest_allowed_set_can_be_written() -> None:
    """Each lower bound as an exact version, as pip's constraints want it."""
    done = subprocess.run(
        [sys.executable, ROOT / "hardening/oldest.py"],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert lines == sorted(set(lines))
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    asked = re.findall(r'"([\w.-]+)>=([\d.]+)', text)
    wanted = {f"{name}=={version}" for name, version in asked}
    assert set(lines) == wanted
    assert {"pydantic==2.12", "pandas==2.2.2", "polars==1.3"} <= set(lines)


def test_every_runtime_dependency_has_a_lower_bound_and_a_pin() -> None:
    """Bounds in the project, one version each in `constraints.txt`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + [
        line for name in ("stats", "excel", "tables", "prov", "charts")
        for line in extras[name]
    ]  # fmt: skip
    pins = (ROOT / "constraints.txt").read_text("utf-8").lower().replace("_", "-")
    for line in wanted:
        name, _, bounds = line.partition(">=")
        assert bounds, line
        assert re.search(rf"^{re.escape(name.lower())}==", pins, re.MULTILINE), name
