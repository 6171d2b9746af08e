"""Tables in files, scored as they stream by, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from involvement.errors import Issue, TableError, one_of
from involvement.formats.writing import replacing
from involvement.scoring.arrow import csv, ipc, pa, parquet, pc
from involvement.scoring.columns import OnWarning, Scorer, score_batch

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.instruments.levels import Scale

ROWS = 1 << 17
"""Rows in memory at once."""

LINES = 1 << 13
"""JSON lines in memory at once: as Python objects rows take fifty times the room."""

ENDINGS = (".parquet", ".csv", ".jsonl", ".ndjson", ".arrow", ".feather")
"""The endings of tables that can be read and written."""

Batches = Iterator[pa.Table]
Writer = Callable[[pa.Table], None]


def score_file(
    source: Path,
    target: Path,
    *,
    scales: Iterable[str | Scale] | None = None,
    words: bool = False,
    on_warning: OnWarning | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> int:
    """Score a table in a file into another file, and say how many rows it had.

    The target is written beside its place and moved there when it is whole, so that
    an interrupted run leaves no half file and an old file stays as it was.

    Args:
        source: A .parquet, .csv, .jsonl, .ndjson, .arrow or .feather file.
        target: The same kinds; it may be the source itself.
        scales: Scales or their ids; all that facts decide when left out.
        words: Whether to write level ids instead of numbers and bits.
        on_warning: Called with notes about the columns.
        on_rows: Called with the rows done so far.

    Raises:
        TableError: If the file cannot be read, or with one issue for each column of
            the part of the file that holds what it may not.
        RecordError: If the target cannot be written.
    """
    for path in (source, target):
        _known(path)
    scorer = Scorer.of(scales, words=words)
    tell = on_warning or _ignore
    done = 0
    with (
        _reading(source) as batches,
        replacing(target) as out,
        _writing(target, out) as write,
    ):
        for table in batches:
            write(score_batch(table, scorer, first=done, on_warning=tell))
            tell = _ignore  # the notes are the same for every part
            done += table.num_rows
            if on_rows is not None:
                on_rows(done)
    return done


def _ignore(_issue: Issue) -> None:
    """Nobody asked, or the notes are told already."""


def _known(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise TableError(
            [
                Issue(
                    code="file-kind",
                    found=f"found the ending {path.suffix!r}",
                    where=str(path),
                    expected=one_of(ENDINGS, word=path.suffix),
                )
            ]
        )


@contextmanager
def _reading(path: Path) -> Iterator[Batches]:
    """The rows of a file in parts; an empty file still gives its columns."""
    try:
        with path.open("rb") as file:
            yield _parts(path, file)
    except FileNotFoundError:
        raise TableError(
            [_fault("file-missing", path, "there is no such file")]
        ) from None
    except pa.ArrowException as error:
        text = str(error).splitlines()[0]
        raise TableError([_fault("syntax", path, f"found {text}")]) from None
    except OSError as error:
        text = f"could not read it: {(error.strerror or 'it failed').lower()}"
        raise TableError([_fault("file-denied", path, text)]) from None


def _fault(code: str, path: Path, found: str) -> Issue:
    return Issue(code=code, found=found, where=str(path))


def _parts(path: Path, file: IO[bytes]) -> Batches:
    ending = path.suffix.lower()
    if ending == ".parquet":
        whole = parquet.ParquetFile(file)
        yield whole.schema_arrow.empty_table()
        for batch in whole.iter_batches(batch_size=ROWS):
            yield pa.Table.from_batches([batch])
    elif ending == ".csv":
        yield from _csv(file)
    elif ending in (".jsonl", ".ndjson"):
        yield from _lines(path, file)
    else:
        reader = ipc.open_file(file)
        yield reader.schema.empty_table()
        for place in range(reader.num_record_batches):
            yield pa.Table.from_batches([reader.get_batch(place)])


def _csv(file: IO[bytes]) -> Batches:
    """CSV as text in every column: nothing is guessed, everything passes as written."""
    first = file.readline()
    file.seek(0)
    head = csv.read_csv(pa.BufferReader(first))
    types = dict.fromkeys(head.schema.names, pa.string())
    options = csv.ConvertOptions(column_types=types, strings_can_be_null=False)
    parse = csv.ParseOptions(newlines_in_values=True)
    reader = csv.open_csv(file, convert_options=options, parse_options=parse)
    yield reader.schema.empty_table()
    for batch in reader:
        yield pa.Table.from_batches([batch])


def _lines(path: Path, file: IO[bytes]) -> Batches:
    """JSON lines, read twice: types can change late in a file, columns appear late."""
    schema = pa.schema([])
    for rows in _objects(path, file):
        found = pa.Table.from_pylist(_even(rows)).schema
        schema = pa.unify_schemas([schema, found], promote_options="permissive")
    for place, field in enumerate(schema):
        schema = schema.set(place, field.with_type(_settled(field.type)))
    yield schema.empty_table()
    file.seek(0)
    for rows in _objects(path, file):
        yield pa.Table.from_pylist(rows, schema=schema)


def _settled(kind: pa.DataType) -> pa.DataType:
    """A column that holds nothing, or nothing but empty lists, is text."""
    if pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_list(kind) and pa.types.is_null(kind.value_type):
        return pa.list_(pa.string())
    return kind


def _even(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every row with every name of any row; Arrow asks only the first for names."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def _objects(path: Path, file: IO[bytes]) -> Iterator[list[dict[str, Any]]]:
    """The objects of the lines, some at a time; a bad line is named by its number."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, object_pairs_hook=_once)
        except ValueError as error:
            raise TableError([_bad_line(path, number, str(error))]) from None
        if not isinstance(row, dict):
            raise TableError([_bad_line(path, number, "not an object")])
        rows.append(row)
        if len(rows) == LINES:
            yield rows
            rows = []
    yield rows


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; other readers keep the last of two values in silence."""
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key is written twice")
    return values


def _bad_line(path: Path, number: int, reason: str) -> Issue:
    return Issue(
        code="syntax",
        found=f"found a line that is no JSON object: {reason}",
        where=f"{path.name}:{number}",
    )


@contextmanager
def _writing(path: Path, out: IO[bytes]) -> Iterator[Writer]:
    ending = path.suffix.lower()
    if ending in (".jsonl", ".ndjson"):
        yield lambda table: _write_lines(table, out)
        return
    opened: list[Any] = []

    def write(table: pa.Table) -> None:
        if not opened:
            opened.append(_opened(ending, out, table.schema))
        opened[0].write_table(table if ending != ".csv" else _flat(table))

    try:
        yield write
    finally:
        for writer in opened:
            writer.close()


def _opened(ending: str, out: IO[bytes], schema: pa.Schema) -> Any:
    if ending == ".parquet":
        return parquet.ParquetWriter(out, schema)
    if ending == ".csv":
        return csv.CSVWriter(out, _flat(schema.empty_table()).schema)
    return ipc.new_file(out, schema)


def _flat(table: pa.Table) -> pa.Table:
    """What CSV can hold: dictionaries as text, lists joined by `;`."""
    columns = []
    for column in table.columns:
        kind = column.type
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)  # noqa: PLW2901
        elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
            column = pc.binary_join(column, ";")  # noqa: PLW2901
        columns.append(column)
    return pa.table(columns, names=table.schema.names)


def _write_lines(table: pa.Table, out: IO[bytes]) -> None:
    for batch in table.to_batches(max_chunksize=LINES):
        for row in batch.to_pylist():
            line = json.dumps(row, ensure_ascii=False, default=str)
            out.write(line.encode() + b"\n")
