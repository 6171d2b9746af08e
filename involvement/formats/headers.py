"""The first row of a sheet: which column is which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.errors import one_of, quote
from involvement.formats.scanning import column_letters
from involvement.record.faults import faults
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from involvement.formats.notes import Notes
    from involvement.formats.sheets import Column, Sheet


def header_columns(
    sheet: Sheet, written: str, header: list[Any], notes: Notes
) -> list[tuple[int, Column]]:
    """The columns of a sheet and their positions; what does not fit is noted.

    Args:
        sheet: What the sheet should hold.
        written: The sheet's name as it stands in the file.
        header: The cells of its first row.
        notes: Takes the faults.
    """
    known = {column.name: column for column in sheet.columns}
    folded = [str(name).strip().casefold() for name in header]
    if any(folded) and not any(name in known for name in folded):
        notes.fault(
            "header-missing",
            "found no column names in the first row",
            f"{written}!A1",
            f"expected names such as {', '.join(list(known)[:3])}",
            "delete the rows above the column names",
        )
        return []
    columns: list[tuple[int, Column]] = []
    taken: dict[str, str] = {}
    for at, name in enumerate(folded):
        cell = f"{column_letters(at + 1)}1"
        if not name:
            continue
        if name not in known:
            if notes.room():
                _unknown(sheet, f"{written}!{cell}", str(header[at]).strip(), notes)
        elif name in taken:
            notes.fault(
                "key-duplicate",
                f"found a second column {quote(name)}; the first is {taken[name]}",
                f"{written}!{cell}",
                "",
                "keep one of the columns",
            )
        else:
            if name != header[at]:
                notes.forgiven(written, cell, str(header[at]), name)
            taken[name] = cell
            columns.append((at, known[name]))
    return columns


def _unknown(sheet: Sheet, place: str, name: str, notes: Notes) -> None:
    """Say that a column does not exist, in the words used for any other field."""
    names = [column.name for column in sheet.columns]
    error: ErrorDetails = {
        "type": "extra_forbidden",
        "loc": _inside(sheet, name),
        "msg": "",
        "input": "",
    }
    fault = faults([error], Programme)[0]
    if fault.code == "field-private":
        notes.fault(fault.code, fault.found, place, fault.expected, fault.hint)
        return
    notes.fault(
        "field-unknown",
        f"found a column {quote(name)}",
        place,
        one_of(names, word=name),
        "correct the name or remove the column",
    )


def _inside(sheet: Sheet, name: str) -> tuple[str | int, ...]:
    if sheet.single or sheet.pair:
        return (name,)
    if sheet.parent:
        return (sheet.parent, 0, sheet.name, 0, name)
    return (sheet.name, 0, name)
