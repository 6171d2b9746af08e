"""Runs the documentation: every Python, console and file block of every page.

What a page may rely on:

- a `python` block is run; a `text` block right after it is what it prints, compared
  to the letter (`...` stands for anything); a block that prints must be followed by
  one. A block of `>>>` lines is a doctest;
- a `console` block holds `$ involvement ...` lines with what each prints below it;
- a block after a line that ends with ``Save as `name`:`` is written to that file;
- `<!-- needs: package -->` before a block skips it where the package is missing;
- blocks of one page share their names and one empty working directory;
- other languages (`sh`, `yaml`, `json`, ...) are not run.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import os
import re
import shlex
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import settings
from sybil import Document, Example, Region, Sybil

from involvement.instruments.scale import register

if TYPE_CHECKING:
    from collections.abc import Iterator

# One commit gives one verdict: where CI is set, the same examples are drawn each time.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\S*)[^\n]*\n(?P<source>.*?)^(?P=indent)```[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
NEEDS = re.compile(r"<!-- needs: (\S+) -->\s*\Z")
SAVE = re.compile(r"[Ss]ave (?:\w+ )*as `([\w./-]+)`:\s*\Z")
FLAGS = doctest.ELLIPSIS


def blocks(document: Document) -> Iterator[Region]:
    """Every block of a page that is run, with the output it promises."""
    found = list(FENCE.finditer(document.text))
    for i, match in enumerate(found):
        before = document.text[: match.start()]
        language = match["language"]
        source = textwrap.dedent(match["source"])
        end = match.end()
        if name := SAVE.search(before):
            yield Region(match.start(), end, (name[1], source), write)
        elif language == "console":
            yield Region(match.start(), end, source, console)
        elif language == "python":
            said = None
            follower = found[i + 1] if i + 1 < len(found) else None
            if (
                follower
                and follower["language"] == "text"
                and not document.text[end : follower.start()].strip()
            ):
                said, end = textwrap.dedent(follower["source"]), follower.end()
            needs = NEEDS.search(before)
            package = needs[1] if needs else None
            yield Region(match.start(), end, (source, said, package), python)


def write(example: Example) -> None:
    """Save a block to the file the page names."""
    name, source = example.parsed
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")


def python(example: Example) -> str | None:
    """Run a block and compare what it prints with what the page shows."""
    source, said, package = example.parsed
    if package and importlib.util.find_spec(package) is None:
        pytest.skip(f"this block needs {package}")
    if source.startswith(">>>"):
        return session(source, example)
    code = compile("\n" * example.line + source, example.path, "exec")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, example.namespace)  # noqa: S102 - running the page is the point
    return differs(said or "", out.getvalue())


def session(source: str, example: Example) -> str | None:
    """Run a block of `>>>` lines."""
    test = doctest.DocTestParser().get_doctest(
        source, example.namespace, example.path, example.path, example.line
    )
    out = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    runner.run(test, out=out.write, clear_globs=False)
    example.namespace.update(test.globs)
    return out.getvalue() or None


def console(example: Example) -> str | None:
    """Run each `$ involvement ...` line in this process and compare its output."""
    for part in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        command, _, said = part.partition("\n")
        line, _, target = command.partition(" > ")
        got, status = run(shlex.split(line))
        if target:
            Path(target.strip()).write_text(got, encoding="utf-8")
            got = ""
        if status and not said:
            return f"$ {command}\nended with {status}:\n{got}"
        if fault := differs(said, got):
            return f"$ {command}\n{fault}"
    return None


def run(words: list[str]) -> tuple[str, int]:
    """What a command of ours prints, both streams together, and its exit code."""
    program, *arguments = words
    if program == "cat":
        return "".join(Path(a).read_text(encoding="utf-8") for a in arguments), 0
    if program != "involvement":
        raise ValueError(f"only our own command is run in a page, not {program!r}")
    from involvement.cli import main

    data = io.BytesIO()
    out = io.TextIOWrapper(data, encoding="utf-8", write_through=True)
    status: Any = 0
    with (
        mock.patch.object(sys, "argv", words),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code
    return data.getvalue().decode(), int(status or 0)


def differs(said: str, got: str) -> str | None:
    """Nothing if the output is as the page says, else both."""
    said, got = bare(said), bare(got)
    if re.fullmatch(
        "".join(map(pattern, said.splitlines())), f"{got}\n" if got else ""
    ):
        return None
    return f"the page says:\n{said}\n\nit printed:\n{got}"


def pattern(line: str) -> str:
    """What a line of a page stands for; alone on its line, `...` is any lines."""
    if line == "...":
        return r"(?:[^\n]*\n)*?"
    return re.escape(line).replace(r"\.\.\.", r"[^\n]*") + r"\n"


def bare(text: str) -> str:
    """The text without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.splitlines())


def setup(namespace: dict[str, Any]) -> None:
    """An empty working directory and a terminal of fixed width for each page."""
    stack = contextlib.ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    stack.enter_context(contextlib.chdir(folder))
    fixed = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    stack.enter_context(mock.patch.dict(os.environ, fixed))
    stack.callback(forget_scales, known_scales())
    namespace["_stack"] = stack


@pytest.fixture(autouse=True)
def own_scales() -> Iterator[None]:
    """A test that loads a scale must not lend it to the next test."""
    before = known_scales()
    yield
    forget_scales(before)


def known_scales() -> dict[str, Any]:
    """The scales in use now."""
    return {k: dict(v) if type(v) is dict else v for k, v in vars(register).items()}


def forget_scales(before: dict[str, Any]) -> None:
    """A page that loads a scale must not lend it to the next page."""
    vars(register).update(before)


def teardown(namespace: dict[str, Any]) -> None:
    """Leave the page's directory."""
    namespace["_stack"].close()


pytest_collect_file = Sybil(
    parsers=[blocks],
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    excludes=["docs/_build/**"],
    setup=setup,
    teardown=teardown,
).pytest()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Blocks that need pyspark belong to the Spark run."""
    for item in items:
        parsed = getattr(getattr(item, "example", None), "parsed", None)
        if isinstance(parsed, tuple) and parsed[-1] == "pyspark":
            item.add_marker(pytest.mark.spark)
            # what pyspark says of itself and of others is no fault of the page
            for kind in ("FutureWarning", "DeprecationWarning", "ResourceWarning"):
                item.add_marker(pytest.mark.filterwarnings(f"ignore::{kind}"))
