"""Tables as CSV or JSON lines: nothing lost in silence, nothing a program would run."""

from __future__ import annotations

import json
from typing import IO, Any

from involvement.errors import Issue, TableError
from involvement.scoring.arrow import csv, pa, pc
from involvement.scoring.csv_tables import escaped

LINES = 1 << 13
"""Rows in memory at once: as Python objects rows take fifty times the room."""


def write_csv(out: IO[bytes], schema: pa.Schema) -> Any:
    """A writer of such tables as CSV."""
    return csv.CSVWriter(out, flat(schema.empty_table()).schema)


def flat(table: pa.Table) -> pa.Table:
    """What CSV can hold: dictionaries as text, lists joined by `;`, nothing to run.

    Raises:
        TableError: If a column holds what has no place in a cell.
    """
    columns, issues = [], []
    for name, column in zip(table.schema.names, table.columns, strict=True):
        kind = column.type
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)  # noqa: PLW2901
        elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
            column = _joined(column)  # noqa: PLW2901
        if pa.types.is_nested(column.type) or _is_binary(column.type):
            issues.append(_no_cell(name, kind))
        elif _is_text(column.type):
            column = escaped(column)  # noqa: PLW2901
        columns.append(column)
    if issues:
        raise TableError(issues)
    names = escaped(pa.array(table.schema.names, pa.string()))
    return pa.table(columns, names=names.to_pylist())


def _joined(column: Any) -> Any:
    """Lists as texts; a list with a gap in it keeps the rest, a missing one is null."""
    inner = column.type.value_type
    if pa.types.is_nested(inner) or _is_binary(inner):
        return column
    texts = column.cast(pa.list_(pa.string()))
    joined = pc.binary_join(texts, ";")
    if joined.null_count == column.null_count:
        return joined
    rows = (
        None if row is None else ";".join(part for part in row if part is not None)
        for row in texts.to_pylist()
    )
    return pa.chunked_array([pa.array(rows, type=pa.string())])


def _is_binary(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_binary_view(kind)
        or types.is_fixed_size_binary(kind)
    )


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _no_cell(name: str, kind: pa.DataType) -> Issue:
    return Issue(
        code="column-type",
        found=f"found a column of type {kind}",
        path=name,
        expected="expected texts, numbers, dates or lists of them: CSV has no other",
        hint="leave the column out, or write a .parquet file",
    )


def write_lines(table: pa.Table, out: IO[bytes]) -> None:
    """Write the rows as JSON, one a line; NaN becomes null, dates become text.

    Raises:
        TableError: If a column holds what JSON does not know.
    """
    table = _without_nan(table)
    for batch in table.to_batches(max_chunksize=LINES):
        for row in batch.to_pylist():
            try:
                line = _line(row)
            except (TypeError, ValueError):
                raise TableError(_unwritable(row)) from None
            out.write(line.encode() + b"\n")


def _without_nan(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            column = table.column(place)
            known = pc.if_else(pc.is_nan(column), pa.scalar(None, field.type), column)
            table = table.set_column(place, field, known)
    return table


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False, default=_text)


def _text(value: object) -> str:
    """Dates, times and decimals as text."""
    if isinstance(value, bytes):
        raise TypeError
    return str(value)


def _unwritable(row: dict[str, Any]) -> list[Issue]:
    issues = []
    for name, value in row.items():
        try:
            _line({name: value})
        except (TypeError, ValueError):
            kind = "bytes" if isinstance(value, bytes) else "a number without end"
            issues.append(
                Issue(
                    code="column-type",
                    found=f"found {kind}",
                    path=name,
                    expected="expected what JSON can hold",
                    hint="leave the column out, or write a .parquet file",
                )
            )
    return issues
