"""Error codes: each documented, each used, none else."""

import ast
import re
from pathlib import Path

import involvement
from involvement.errors import CODES

PACKAGE = Path(involvement.__file__).parent
ROOT = PACKAGE.parent


def documented() -> dict[str, str]:
    """Code to the first line below its heading in the reference."""
    text = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^### (\S+)\n\n(.+)$", text, re.MULTILINE))


def test_the_page_has_every_code_in_order_and_no_other() -> None:
    """A code in a message can be looked up."""
    assert list(documented()) == list(CODES)


def test_the_page_says_what_the_library_says() -> None:
    """The first line is the meaning in `CODES`."""
    said = {code: text[0].upper() + text[1:] + "." for code, text in CODES.items()}
    assert documented() == said


def test_every_code_says_what_to_do() -> None:
    """A meaning alone mends nothing."""
    text = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    for section in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        body = section.partition("\n## ")[0].strip().split("\n")
        assert len(body) >= 5, f"{body[0]} says nothing to do"


def test_every_code_is_used_by_the_package() -> None:
    """A code nothing raises is not documented as if it were."""
    whole, starts = {"extra-missing"}, set()
    for path in PACKAGE.rglob("*.py"):
        if path.name == "errors.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(
                node.values[0], ast.Constant
            ):
                starts.add(str(node.values[0].value))
    made = tuple(start for start in starts if re.fullmatch(r"[a-z]+-", start))
    unused = [code for code in CODES if code not in whole]
    assert [code for code in unused if not code.startswith(made)] == []
