"""What can be wrong, said so that a person can mend it.

Every fault is an `Issue`: what was found (as written), where, what was expected
and what to do. All faults of one input travel together in one exception, and
every exception of the library is an `InvolvementError`.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import attrs

from involvement.closeness import close_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHOWN = 10
"""How many issues an exception prints; the rest are counted."""

Severity = Literal["error", "warning", "note"]


@attrs.frozen
class Issue:
    """One fault, warning or note about something a user gave us.

    Attributes:
        code: Stable short name; each has a heading in `docs/reference/errors.md`.
        found: What was found, as written.
        path: Place in the record, such as `activities[3].led_by`; may be empty.
        where: Place in the file, such as `p.yaml:14:19` or `r.xlsx Actors!C7`.
        expected: What would have been right; may be empty.
        hint: What to do; may be empty.
        severity: Only an `error` stops anything.

    Example:
        >>> print(Issue(code="value-unknown", found="found 'yess'", path="a.b"))
        a.b  [value-unknown]
          found 'yess'
    """

    code: str = attrs.field()
    found: str
    path: str = ""
    where: str = ""
    expected: str = ""
    hint: str = ""
    severity: Severity = "error"

    @code.validator
    def _registered(self, _attribute: object, code: str) -> None:
        if code not in CODES:
            raise ValueError(f"error code {code!r} is not listed in errors.CODES")

    def __str__(self) -> str:
        """The issue as it is printed: place, then found, expected, what to do."""
        head = "  ".join(part for part in (self.where, self.path) if part)
        label = "" if self.severity == "error" else f"{self.severity}: "
        first = f"{head}  [{self.code}]" if head else f"[{self.code}]"
        lines = [label + first]
        lines += [
            f"  {part}" for part in (self.found, self.expected, self.hint) if part
        ]
        return "\n".join(lines)


class InvolvementError(Exception):
    """The root of every exception this library raises on purpose.

    Attributes:
        issues: Every fault found, in the order of the input.

    Example:
        >>> issue = Issue(code="record-empty", found="found nothing")
        >>> print(InvolvementError([issue]))
        [record-empty]
          found nothing
    """

    subject: ClassVar[str] = "input"

    def __init__(self, issues: Iterable[Issue]) -> None:
        """Keep the issues; the text shows the first ten and counts the rest."""
        self.issues: tuple[Issue, ...] = tuple(issues)
        super().__init__(self.issues)

    def __str__(self) -> str:
        """The first ten issues in full, and how many more there are."""
        text = "\n".join(str(issue) for issue in self.issues[:SHOWN])
        left = len(self.issues) - SHOWN
        return text if left <= 0 else f"{text}\n... and {left} more"


class RecordError(InvolvementError):
    """A record cannot be read or is not valid.

    Example:
        >>> import involvement as inv
        >>> try:
        ...     inv.load("nowhere.yaml")
        ... except inv.RecordError as error:
        ...     error.issues[0].code
        'file-missing'
    """

    subject = "record"


class ScaleError(InvolvementError):
    """A scale or one of its rules cannot be used.

    Example:
        >>> import involvement as inv
        >>> try:
        ...     inv.scale("arnstien")
        ... except inv.ScaleError as error:
        ...     error.issues[0].code
        'scale-unknown'
    """

    subject = "scale"


class TableError(InvolvementError):
    """A table to be scored holds columns or values that cannot be read.

    Example:
        >>> import involvement as inv
        >>> import pyarrow as pa
        >>> try:
        ...     inv.score_table(pa.table({"asks_users": ["perhaps"]}))
        ... except inv.TableError as error:
        ...     error.issues[0].code
        'column-value'
    """

    subject = "table"


class MissingExtra(InvolvementError):  # noqa: N818 - the name is in the contract
    """Something needs an optional package that is not installed.

    Example:
        >>> error = MissingExtra.needed("excel", "reading a workbook")
        >>> error.issues[0].hint
        'install it with: pip install "involvement[excel]"'
    """

    subject = "installation"

    @classmethod
    def needed(cls, extra: str, purpose: str) -> MissingExtra:
        """The error for a missing extra, with the line to type.

        Example:
            >>> print(MissingExtra.needed("excel", "reading a workbook"))
            [extra-missing]
              reading a workbook needs the extra 'excel'; it is not installed
              install it with: pip install "involvement[excel]"
        """
        return cls(
            [
                Issue(
                    code="extra-missing",
                    found=f"{purpose} needs the extra {extra!r}; it is not installed",
                    hint=f'install it with: pip install "involvement[{extra}]"',
                )
            ]
        )


def wrong_kind(value: object, expected: str, *, path: str = "") -> RecordError:
    """The error for an argument that is of another kind altogether.

    Example:
        >>> print(wrong_kind(3, "a Programme"))
        [shape]
          found a value of type int
          expected a Programme
    """
    found = f"found a value of type {type(value).__name__}"
    issue = Issue(code="shape", found=found, path=path, expected=f"expected {expected}")
    return RecordError([issue])


def required_path(path: object) -> None:
    """Refuse what cannot name a file.

    Raises:
        RecordError: If it is neither text nor a path (`shape`).
    """
    if not isinstance(path, str | os.PathLike):
        raise wrong_kind(path, "a path as text or as pathlib.Path", path="path")


def possible_path(path: Any) -> None:
    """Refuse what cannot name a file, or has a name that no file can have.

    Raises:
        RecordError: If it is no path (`shape`) or such a name (`file-missing`).
    """
    required_path(path)
    try:
        possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        found = f"found the file name {quote(str(path))}"
        hint = "give a name without NUL and without half characters"
        raise RecordError([Issue(code="file-missing", found=found, hint=hint)])


def quote(value: object, *, limit: int = 60) -> str:
    r"""A value as it stands in the input, shortened and on one line.

    Example:
        >>> quote("a\nb"), quote(3)
        ("'a\\nb'", '3')
    """
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 4]}...{text[-1]}"


def closest(word: object, known: Iterable[str], *, n: int = 3) -> list[str]:
    """The known words nearest to one that was written, best first.

    Example:
        >>> closest("profesional", ["user", "professional", "joint"])
        ['professional']
    """
    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(one.casefold(), one)
    near = close_words(str(word).casefold(), tuple(folded), n=n)
    return [folded[w] for w in near]


def one_of(known: Sequence[str], *, word: object = None) -> str:
    """The words that would have been right: the closest three, or all if few.

    Example:
        >>> one_of(["yes", "no"])
        'expected one of: yes, no'
        >>> one_of([f"code_{i}" for i in range(20)], word="code_l3")
        'expected one of 20, closest: code_3, code_13, code_9'
    """
    if len(known) <= 8:
        return f"expected one of: {', '.join(known)}"
    near = closest(word, known)
    if not near:
        return f"expected one of {len(known)}: {', '.join(known[:3])}, ..."
    return f"expected one of {len(known)}, closest: {', '.join(near)}"


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    r"""Text with control and direction-changing characters made visible.

    What a user wrote reaches terminals and logs; an escape sequence in a title
    must be seen there, not obeyed.

    Example:
        >>> plain("a\x1b[31mb")
        'a\\x1b[31mb'
    """
    return _CONTROL.sub(lambda m: m.group().encode("unicode_escape").decode(), text)


CODES: dict[str, str] = {
    # files
    "file-missing": "the file does not exist",
    "file-denied": "the file may not be read or written",
    "file-kind": "the file's ending or content is of a kind that cannot be read",
    "file-write": "the file could not be written; the old one is intact",
    "file-example": "a file has the name of a shipped example; the file was read",
    "directory-empty": "the directory holds no record",
    "record-empty": "the file holds no record",
    "text-encoding": "the bytes are not UTF-8 text",
    "text-surrogate": "the text holds half a character (a lone surrogate)",
    "syntax": "the file breaks the rules of its format",
    "key-duplicate": "one key is written twice in the same place",
    "key-kind": "a key is not plain text",
    "yaml-alias": "an anchor, alias or merge key is used",
    "yaml-tag": "a tag asks for a special type",
    "number-not-finite": "a number is infinite or not a number",
    "number-too-long": "a number has too many digits",
    "limit-bytes": "the file is larger than the limit",
    "limit-depth": "values are nested deeper than the limit",
    "limit-nodes": "the document holds more values than the limit",
    "limit-text": "one text is longer than the limit",
    "limit-items": "one list is longer than the limit",
    "limit-issues": "more faults than the limit; the rest are counted",
    "limit-records": "a directory holds more records than the limit",
    "version-newer": "the record is of a newer schema than this library",
    "version-older": "the record is of an older schema and was migrated",
    # workbooks and tables of records
    "file-locked": "the file is protected by a password",
    "limit-unpacked": "a workbook unpacks to more than the limit",
    "limit-ratio": "a part of a workbook unpacks to many times its size",
    "limit-members": "a workbook holds more files than the limit",
    "limit-cells": "a sheet reaches further than the limit",
    "sheet-unknown": "a sheet or table is none of the record's lists",
    "header-missing": "the first row holds no column names",
    "cell-error": "a cell holds an error of the spreadsheet program",
    "cell-merged": "cells are merged",
    "cell-formula": "a cell holds a formula; its stored value was read",
    "cell-hidden": "a sheet, row or column is hidden; it was read",
    "cell-date": "a date cell was read as a full date",
    "cell-forgiven": "capitals, spaces or a cell's type were read as meant",
    "workbook-macros": "a workbook carries macros; nothing was run",
    "format-loss": "a format has no place for something; it was left out",
    "text-control": "control characters that a format cannot hold",
    # the record
    "record-frozen": "a record was to be changed in place",
    "shape": "a value is of the wrong type or shape",
    "field-unknown": "a field does not exist",
    "field-private": "a field for personal details does not exist on purpose",
    "field-missing": "a required field is missing",
    "value-unknown": "a word is not in its list",
    "value-range": "a number is outside its range",
    "id-shape": "an id breaks the id pattern",
    "id-reserved": "an id is one of the side words",
    "id-duplicate": "an id is used twice, or twice differing only by case",
    "id-dangling": "an id refers to nothing in the record",
    "id-kind": "an id refers to an item of the wrong list",
    "date-shape": "a date is not YYYY, YYYY-MM or YYYY-MM-DD",
    "date-order": "an end is certainly before its start",
    "link-ends": "a link kind does not fit its ends",
    "link-self": "a link joins a node to itself",
    "evidence-circle": "evidence is derived from itself",
    "money": "an amount of money cannot be used",
    "time-backwards": "an effect is dated before its cause",
    "time-future": "a date lies in the future",
    "time-circle": "dated events form a circle",
    "facts-incoherent": "two facts of an activity do not go together",
    "kind-other": "`other` is chosen and nothing says what it is",
    "kind-family": "an outcome's kind does not belong to its family",
    "scale-unknown": "a scale id is not known",
    "level-unknown": "a level id is not on its scale",
    "answer-value": "a rating's answer is outside the scale's values",
    "anchors-missing": "positions were rated without a text saying what they mean",
    "privacy-remains": "what in a redacted record could still identify someone",
    "key-short": "a key for pseudonyms is too short",
    "privacy-text": "a text looks as if it holds personal details",
    "privacy-single": "an item about one person carries free text",
    # scales and rules
    "rule-syntax": "a rule cannot be read",
    "rule-name": "a rule uses a fact or predicate that does not exist",
    "rule-value": "a rule compares a fact with a word it never takes",
    "rule-circle": "a predicate uses itself",
    "rule-constant": "a condition is always true or never",
    "scale-shape": "a scale file is not of the right shape",
    "scale-citation": "a scale has no citation or version",
    "scale-taken": "a scale id is already in use",
    "scale-version": "a scale of the pinned version is not available",
    "scale-size": "a scale reads too many facts to enumerate",
    "scale-facts": "a scale cannot be derived from facts",
    "scale-plugin": "a scale from an installed package failed",
    "limit-rule": "a rule is longer or nested deeper than the limit",
    # influence
    "node-unknown": "no node of that id and list is in the record",
    "graph-shape": "a graph handed back lacks what a trace needs",
    "policy-shape": "an evidence policy's parameters do not fit together",
    "option-unknown": "an option is not one of those known",
    # tables, installation
    "column-type": "a column of a table is of a type that cannot be read",
    "column-value": "a column holds values its fact never takes",
    "column-taken": "a table already has a column of a name to be added",
    "column-missing": "facts the table has no column for; they count as unknown",
    "column-extra": "columns that are no facts; passed through",
    "table-kind": "a table of a kind that cannot be read",
    "extra-missing": "an optional package is not installed",
    "importer-plugin": "an importer from an installed package failed",
}
"""Every issue code and, in one line, what it means."""
