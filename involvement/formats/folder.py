"""A folder of CSV files, one per list, described as a Frictionless data package.

`datapackage.json` says what every column holds; `dictionary.csv` says the same for
people. Text that a spreadsheet program would run as a formula gets a leading quote,
which reading takes off again.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, RecordError
from involvement.formats.cells import guarded, parsed, shown, unguarded
from involvement.formats.headers import header_columns
from involvement.formats.notes import Notes
from involvement.formats.rows import Assembly, Places, Row, taken_apart
from involvement.formats.scanning import column_letters
from involvement.formats.sheets import Column, Sheet, sheets
from involvement.formats.text import decoded, limit_issue
from involvement.formats.together import read_together, write_together
from involvement.formats.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from involvement.limits import Limits
    from involvement.record.programme import Programme

PACKAGE = "datapackage.json"
DICTIONARY = "dictionary.csv"


def csv_rows(text: str, source: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, each with the line it begins on; empty ones skipped.

    Raises:
        RecordError: If a cell is longer than the limit, or the text is no CSV.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise RecordError([_broken(f"{source}:{line}", "found a NUL character")])
    before = csv.field_size_limit(limits.text)
    line = 1
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            found = f"a cell has more than {limits.text} characters"
            raise RecordError(
                [limit_issue("text", found, f"{source}:{line}")]
            ) from None
        raise RecordError([_broken(f"{source}:{line}", f"found {error}")]) from None
    finally:
        csv.field_size_limit(before)


def _broken(where: str, found: str) -> Issue:
    return Issue(
        code="syntax",
        found=found,
        where=where,
        expected="expected CSV: commas between cells, quotes doubled inside quotes",
        hint="save it as CSV (UTF-8)",
    )


def csv_text(rows: Iterable[Iterable[Any]], source: str = "") -> str:
    r"""Rows as CSV, lines ending as the standard says; texts are guarded.

    Raises:
        RecordError: If a text holds NUL, which no reader of CSV takes.

    Source:
        RFC 4180, common format for comma-separated values.

    Example:
        >>> csv_text([["id", "title"], ["a", "=1+1"], ["b", -5]])
        "id,title\r\na,'=1+1\r\nb,-5\r\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    grid = [list(row) for row in rows]
    for row in grid:
        writer.writerow(
            [guarded(cell) if isinstance(cell, str) else cell for cell in row]
        )
    text = out.getvalue()
    if "\0" in text:
        raise RecordError(_nul(source, grid))
    return text


def read(path: Path, limits: Limits) -> Tree:
    """The record in a folder of CSV files, as plain values with their cells.

    Raises:
        RecordError: If a file cannot be read within the limits.
    """
    notes = Notes(path.name)
    tables = sorted(file.name for file in path.glob("*.csv"))
    known = [f"{sheet}.csv" for sheet in sheets()]
    held, cut_short = read_together(path, (PACKAGE, *known), limits)
    if cut_short:
        notes.add(
            "file-write",
            "found a writing that was cut short; what it was to write was read",
            "write the record again to this folder",
        )
    _described(path, held, notes)
    letters: dict[str, dict[str, str]] = {}
    rows: dict[str, list[Row]] = {}
    for name in tables:
        if name not in (DICTIONARY, *known):
            notes.stray(name, list(sheets()))
    for name in sorted({*known} & {*held}):
        sheet = sheets()[name.removesuffix(".csv")]
        source = f"{path.name}/{name}"
        lines = list(csv_rows(decoded(held[name], source), source, limits))
        if lines:
            rows[sheet.name] = _rows(sheet, name, lines, letters, notes)
    places = Places(letters, naming="{sheet}.csv!{cell}")
    assembly = Assembly(places, path.name)
    value = assembly.put(rows)
    return Tree(value, path.name, places, (*notes.issues(), *assembly.issues))


def _described(path: Path, held: Mapping[str, bytes], notes: Notes) -> None:
    """Look whether the description's files are there."""
    if PACKAGE not in held:
        issue = Issue(
            code="file-missing",
            found="could not read it: no such file or directory",
            where=str(path / PACKAGE),
        )
        raise RecordError([issue])
    text = decoded(held[PACKAGE], f"{path.name}/{PACKAGE}")
    try:
        resources = json.loads(text)["resources"]
        files = [str(resource["path"]) for resource in resources]
    except (ValueError, KeyError, TypeError, RecursionError):
        notes.fault(
            "syntax",
            "found a description that cannot be read",
            PACKAGE,
            "expected a Frictionless data package: resources, each with a path",
            "write the folder again, or mend the file",
        )
        return
    for name in files:
        # the name is only looked up in this folder, wherever it points to
        base = Path(name).name
        if base not in held and not (path / base).is_file():
            notes.fault(
                "file-missing",
                f"found no file {name!r}",
                PACKAGE,
                "expected every file that the description names",
                "put the file back, or take it out of the description",
            )


def _rows(
    sheet: Sheet,
    name: str,
    lines: list[tuple[int, list[str]]],
    letters: dict[str, dict[str, str]],
    notes: Notes,
) -> list[Row]:
    header = lines[0][1]
    columns = header_columns(sheet, name, header, notes)
    letters[sheet.name] = {
        column.name: column_letters(at + 1) for at, column in columns
    }
    found = []
    for line, cells in lines[1:]:
        if len(cells) > len(header):
            notes.fault(
                "syntax",
                f"found {len(cells)} cells under {len(header)} columns",
                f"{name} line {line}",
                "expected a cell for each column",
                "put quotes round a text that holds a comma",
            )
        found.append(Row(line, _values(columns, cells)))
    return found


def _values(columns: list[tuple[int, Column]], cells: list[str]) -> dict[str, Any]:
    return {
        column.name: parsed(column, unguarded(cells[at]))
        for at, column in columns
        if at < len(cells) and cells[at]
    }


def write(programme: Programme, path: Path) -> None:
    """Write a record as a folder of CSV files that reads back the same.

    The folder holds all of the old record or all of the new one, also after a kill.
    Lists without items have no file, and an old one goes.

    Raises:
        RecordError: If a file cannot be written, or a text holds NUL, which CSV cannot.
    """
    rows = taken_apart(programme)
    used = [sheet for sheet in sheets().values() if rows[sheet.name]]
    grids = {sheet.name: _grid(sheet, rows[sheet.name]) for sheet in used}
    files_at_fault = (_nul(f"{name}.csv", grid) for name, grid in grids.items())
    if nul := [issue for found in files_at_fault for issue in found]:
        raise RecordError(nul)
    package = json.dumps(_package(programme, used), indent=2, ensure_ascii=False)
    files: dict[str, str | None] = {PACKAGE: f"{package}\n"}
    files |= {
        f"{sheet}.csv": csv_text(grids[sheet]) if sheet in grids else None
        for sheet in sheets()
    }
    files[DICTIONARY] = csv_text(_dictionary(used))
    write_together(path, files)


def _grid(sheet: Sheet, rows: list[dict[str, Any]]) -> list[list[Any]]:
    """The header and the cells of a list."""
    lines = [
        [shown(c, row[c.name]) if c.name in row else None for c in sheet.columns]
        for row in rows
    ]
    return [[column.name for column in sheet.columns], *lines]


def _nul(source: str, grid: list[list[Any]]) -> Iterator[Issue]:
    """What is said of each cell that no reader of CSV would take."""
    place = f"{source}!" if source else ""
    for line, cells in enumerate(grid, 1):
        for number, cell in enumerate(cells, 1):
            if isinstance(cell, str) and "\0" in cell:
                yield Issue(
                    code="text-control",
                    found="found a NUL character",
                    where=f"{place}{column_letters(number)}{line}",
                    expected="expected text that CSV can hold",
                    hint="take it out, or write a .yaml or .json file",
                )


def _dictionary(used: list[Sheet]) -> Iterator[list[str | None]]:
    """The data dictionary for people: every column and how to code it."""
    yield ["file", "column", "holds", "required", "words", "refers_to", "meaning"]
    for sheet in used:
        for column in sheet.columns:
            yield [
                f"{sheet.name}.csv",
                column.name,
                column.kind,
                "yes" if column.required else "no",
                "; ".join(column.words) or None,
                "; ".join(column.lists) or None,
                column.note or None,
            ]


def _package(programme: Programme, used: list[Sheet]) -> dict[str, Any]:
    """The folder's description.

    Source:
        Frictionless Data Package and Table Schema, version 1, profiles
        `tabular-data-package` and `tabular-data-resource`.
    """
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "record-of-involvement",
        "title": programme.name,
    }
    return described | {"resources": [_resource(sheet, used) for sheet in used]}


def _resource(sheet: Sheet, used: list[Sheet]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": [""],
    }
    there = [other.name for other in used]
    keys = [
        {
            "fields": column.name,
            "reference": {"resource": column.lists[0], "fields": "id"},
        }
        for column in sheet.columns
        if column.kind == "id" and len(column.lists) == 1 and column.lists[0] in there
    ]
    if any(column.name == "id" for column in sheet.columns):
        schema["primaryKey"] = "id"
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": f"{sheet.name}.csv",
        "title": sheet.title,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n"},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    kinds = {"count": "integer", "number": "number"}
    field: dict[str, Any] = {
        "name": column.name,
        "type": kinds.get(column.kind, "string"),
        "description": column.note,
    }
    rules: dict[str, Any] = {"required": True} if column.required else {}
    if column.kind == "word":
        rules["enum"] = [*column.words, "unknown"]
    if rules:
        field["constraints"] = rules
    return field
