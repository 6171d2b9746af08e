"""The words of the pages, one file a language, apart from the code that uses them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from involvement.errors import Issue, RecordError, one_of
from involvement.report.markup import Safe, escape


class Labels:
    """The texts of one language by dotted name.

    Example:
        >>> labels("en")("count.answered", answered=3, n=12)
        '3 of 12 answered'
    """

    def __init__(self, texts: dict[str, str]) -> None:
        """Keep the texts of one file, flattened."""
        self.texts = texts

    def __call__(self, name: str, /, **values: object) -> str:
        """The text of a name with its values filled in.

        If a value is markup the whole is markup, and everything else is escaped.
        """
        text = self.texts[name]
        if any(isinstance(value, Safe) for value in values.values()):
            filled = {key: escape(value) for key, value in values.items()}
            return Safe(escape(text).format_map(filled))
        return text.format_map(values)

    def word(self, code: str) -> str:
        """What readers see for a code: its own text, else the code without underscores.

        Example:
            >>> labels("en").word("professional_after_advice")
            'professionals, after advice'
        """
        return self.texts.get(f"word.{code}", code.replace("_", " "))

    def count(self, name: str, n: int, /, **values: object) -> str:
        """A text that differs for one and for several; names end `.one` and `.many`.

        Example:
            >>> labels("en").count("count.activities", 1)
            '1 activity'
        """
        return self(f"{name}.one" if n == 1 else f"{name}.many", n=n, **values)


def languages() -> tuple[str, ...]:
    """The languages there is a file for.

    Example:
        >>> languages()
        ('en',)
    """
    names = (item.name for item in files(__name__).iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


@cache
def labels(language: str) -> Labels:
    """The texts of one language.

    Raises:
        RecordError: If there is no file for it (`option-unknown`).
    """
    if language not in languages():
        raise RecordError(
            [
                Issue(
                    code="option-unknown",
                    found=f"found the language {language!r}",
                    expected=one_of(languages(), word=language),
                    hint="a new language is one more file in report/labels",
                )
            ]
        )
    text = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Labels(dict(_flat(tomllib.loads(text))))


def _flat(tree: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            found += _flat(value, f"{name}.")
        else:
            found.append((name, value))
    return found
