"""Markdown in this project's form: one sentence a line, tables that stay tables."""

from collections.abc import Iterable

NOTE = "<!-- Written by docs/_generate.py: change the package, not this page. -->"


def page(title: str, *parts: Iterable[str]) -> str:
    """A page: title, note, then its parts."""
    lines = [f"# {title}", "", NOTE, ""]
    for part in parts:
        lines += part
    return "\n".join(lines).rstrip() + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A Markdown table and an empty line after it."""
    head = list(head)
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(['---'] * len(head))}|"]
    lines += [f"| {' | '.join(cell(c) for c in row)} |" for row in rows]
    return [*lines, ""]


def cell(text: str) -> str:
    """Text that stays inside its cell."""
    return " ".join(str(text).split()).replace("|", "\\|")


def sentences(text: str) -> list[str]:
    """A text with one sentence to a line."""
    joined = " ".join(text.split())
    for end in (". ", "? ", "! "):
        joined = joined.replace(end, end.strip() + "\n")
    lines: list[str] = []
    for line in joined.split("\n"):
        # "et al. 2013" and "Soc. Sci." are not ends of sentences.
        if lines and (not line[:1].isupper() or lines[-1].endswith((" al.", " p."))):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines
