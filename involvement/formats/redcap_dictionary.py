"""The REDCap data dictionary: one field per column of every list.

Source:
    The 18 columns in the order of REDCap's own template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement import vocabulary
from involvement.formats.sheets import Column, Sheet, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)

_NOT_IDENTIFYING = frozenset(
    {"schema_version", "scale", "level", "item", "currency", "ror", "group"}
)
"""Text columns that hold a code rather than a person's own words."""

_SHOWN_IF = {
    "costs.currency": "[costs_amount] <> ''",
    "evidence.passed": "[evidence_test] <> '' and [evidence_test] <> 'unknown'",
    "outcomes.kind": "[outcomes_family] <> '' and [outcomes_family] <> 'unknown'",
    "feedback.reasoned": "[feedback_about] <> ''",
}
"""Fields that make no sense until another is filled in."""


def variable(sheet: Sheet, column: Column) -> str:
    """The field name of a column: unique in a project, small letters.

    Example:
        >>> variable(sheets()["costs"], sheets()["costs"].column("amount"))
        'costs_amount'
    """
    if sheet.single and column.name == "id":
        return "record_id"
    return f"{sheet.name}_{column.name}"


def more_field(sheet: Sheet) -> str:
    """The question that opens the facts beyond the first seven."""
    return f"{sheet.name}_more_facts"


def optional_facts(sheet: Sheet) -> list[str]:
    """The facts that are shown only when somebody asks for more of them."""
    own = {column.name for column in sheet.columns}
    if vocabulary.MINIMUM_FACTS[0] not in own:
        return []
    return [name for name in vocabulary.FACTS if name not in vocabulary.MINIMUM_FACTS]


def dictionary_rows() -> Iterator[list[str | int | None]]:
    """The rows of the data dictionary, header first."""
    yield list(COLUMNS)
    for sheet in sheets().values():
        header: str | None = sheet.title
        for column in _in_order(sheet):
            yield _row(sheet, column, header)
            header = None
            if column.name == vocabulary.MINIMUM_FACTS[-1]:
                yield _more(sheet)


def _in_order(sheet: Sheet) -> list[Column]:
    """The record's id must be the first field of a project."""
    return sorted(
        sheet.columns, key=lambda column: not (sheet.single and column.name == "id")
    )


def _row(sheet: Sheet, column: Column, header: str | None) -> list[str | int | None]:
    field, validation = _type(column)
    label, _, note = column.note.partition("\n")
    text = column.kind in ("text", "labels") and not column.words
    named = {
        "Variable / Field Name": variable(sheet, column),
        "Form Name": sheet.name,
        "Section Header": header,
        "Field Type": field,
        "Field Label": f"{column.name}: {label}",
        "Choices, Calculations, OR Slider Labels": _choices(column, field),
        "Field Note": _note(column, note),
        "Text Validation Type OR Show Slider Number": validation,
        "Identifier?": "y" if text and column.name not in _NOT_IDENTIFYING else None,
        "Branching Logic (Show field only if...)": _shown_if(sheet, column),
        "Required Field?": "y" if column.required else None,
        "Field Annotation": "Filled in by @DEFAULT='1'"
        if column.name == "schema_version"
        else None,
    }
    return [named.get(name) for name in COLUMNS]


def _more(sheet: Sheet) -> list[str | int | None]:
    named = {
        "Variable / Field Name": more_field(sheet),
        "Form Name": sheet.name,
        "Field Type": "radio",
        "Field Label": "Record more facts? The seven above are the most useful.",
        "Choices, Calculations, OR Slider Labels": "yes, yes | no, not now",
    }
    return [named.get(name) for name in COLUMNS]


def _type(column: Column) -> tuple[str, str | None]:
    """Field type and validation of a column."""
    if column.kind == "word":
        return ("radio" if len(column.words) <= 8 else "dropdown"), None
    if column.kind == "words":
        return "checkbox", None
    if column.kind == "text" and not column.words and column.name not in (
        _NOT_IDENTIFYING
    ):  # fmt: skip
        return "notes", None
    return "text", {"count": "integer", "number": "number"}.get(column.kind)


def _choices(column: Column, field: str) -> str | None:
    if field not in ("radio", "dropdown", "checkbox"):
        return None
    words = dict(column.words)
    if field != "checkbox":
        words["unknown"] = "not recorded"
    # a bar would begin the next choice
    return " | ".join(
        f"{word}, {word}: {meaning.replace('|', '/')}" if meaning else f"{word}, {word}"
        for word, meaning in words.items()
    )


def _note(column: Column, note: str) -> str | None:
    """What remains of the coding guide: choices already say what words mean."""
    known = tuple(f"{word}: " for word in column.words)
    lines = [line for line in note.splitlines() if not line.startswith(known or "\0")]
    return " ".join(lines) or None


def _shown_if(sheet: Sheet, column: Column) -> str | None:
    if column.name in optional_facts(sheet):
        return f"[{more_field(sheet)}] = 'yes'"
    return _SHOWN_IF.get(f"{sheet.name}.{column.name}")
