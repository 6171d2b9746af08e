"""The oldest versions we allow, as constraints for pip.

Every lower bound of `pyproject.toml`, core and extras, as an exact version:

    python hardening/oldest.py > oldest.txt
    pip install -c oldest.txt -e ".[test]"
    python -m pytest -q
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOUND = re.compile(r"([A-Za-z0-9_.-]+)>=([0-9.]+)")


def oldest(project: dict[str, object]) -> dict[str, str]:
    """Package to the lower bound it has; the highest, where several places ask.

    Example:
        >>> oldest({"dependencies": ["attrs>=25.1,<30", "us[all]"]})
        {'attrs': '25.1'}
    """
    extras: dict[str, list[str]] = project.get("optional-dependencies", {})  # type: ignore[assignment]
    lines: list[str] = [*project["dependencies"]]  # type: ignore[misc]
    lines += [line for listed in extras.values() for line in listed]
    found: dict[str, str] = {}
    for line in lines:
        asked = BOUND.match(line)
        if asked is None:
            continue
        name, version = asked[1].lower(), asked[2]
        found[name] = max(found.get(name, "0"), version, key=_parts)
    return found


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def main() -> None:
    """Print them, one a line."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name, version in sorted(oldest(tomllib.loads(text)["project"]).items()):
        print(f"{name}=={version}")


if __name__ == "__main__":
    main()
