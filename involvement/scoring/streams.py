"""Tables in files, scored as they stream by, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, TableError, closest, one_of, quote
from involvement.formats.writing import replacing
from involvement.limits import Limits
from involvement.scoring.arrow import ipc, pa, parquet
from involvement.scoring.columns import OnWarning, Scorer, score_batch
from involvement.scoring.csv_tables import read_csv
from involvement.scoring.json_rows import json_tables
from involvement.scoring.repeats import Repeats
from involvement.scoring.table_writing import flat, write_csv, write_lines

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.instruments.levels import Scale

ROWS = 1 << 17
"""Rows in memory at once."""

ENDINGS = (".parquet", ".csv", ".jsonl", ".ndjson", ".arrow", ".feather")
"""The endings of tables that can be read and written."""

JSON = (".jsonl", ".ndjson")

Batches = Iterator[pa.Table]
Writer = Callable[[pa.Table], None]


def score_file(
    source: Path,
    target: Path,
    *,
    scales: Iterable[str | Scale] | None = None,
    words: bool = False,
    limits: Limits | None = None,
    on_warning: OnWarning | None = None,
    on_fault: OnWarning | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> int:
    """Score a table in a file into another file, and say how many rows it had.

    The target is written beside its place and moved there when it is whole, so that
    an interrupted run leaves no half file and an old file stays as it was. In CSV a
    text that a spreadsheet program would run gets a leading quote, which reading
    takes off again; numbers stay as they are.

    Args:
        source: A .parquet, .csv, .jsonl, .ndjson, .arrow or .feather file.
        target: The same kinds; it may be the source itself.
        scales: Scales or their ids; all that facts decide when left out.
        words: Whether to write level ids instead of numbers and bits.
        limits: How much one text of CSV, or one line of JSON, may ask of this machine.
        on_warning: Called with notes about the columns, and on ids that come again
            within the first million rows.
        on_fault: Called with each fault of each bad line of JSON, which is left out,
            and with a note on each empty line; without it a bad line stops the run.
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
    repeats = Repeats()
    limits = limits or Limits()
    done = 0

    def lines(file: IO[bytes]) -> Batches:
        return json_tables(
            file,
            source.name,
            scorer.packing.codings,
            limits=limits,
            on_fault=on_fault,
        )

    with (
        _reading(source, lines, limits) as batches,
        replacing(target) as out,
        _writing(target, out) as write,
    ):
        for table in batches:
            write(score_batch(table, scorer, first=done, on_warning=tell))
            tell = _ignore  # the notes are the same for every part
            repeats.add(table)
            done += table.num_rows
            if on_rows is not None:
                on_rows(done)
    if on_warning is not None:
        for note in repeats.notes():
            on_warning(note)
    return done


def _ignore(_issue: Issue) -> None:
    """Nobody asked, or the notes are told already."""


def _known(path: Path) -> None:
    if _ending(path) not in ENDINGS:
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
def _reading(
    path: Path, lines: Callable[[IO[bytes]], Batches], limits: Limits
) -> Iterator[Batches]:
    """The rows of a file in parts; an empty file still gives its columns."""
    try:
        with path.open("rb") as file:
            json = _ending(path) in JSON
            parts = lines(file) if json else _parts(path, file, limits)
            yield _told(path, parts)
    except FileNotFoundError:
        raise TableError([_missing(path)]) from None
    except pa.ArrowException as error:
        text = str(error).splitlines()[0]
        raise TableError([_fault("syntax", path, f"found {text}")]) from None
    except UnicodeDecodeError:
        found = "found a name or a text that is not UTF-8"
        raise TableError([_fault("syntax", path, found)]) from None
    except OSError as error:
        raise TableError([_unread(path, error)]) from None


def _told(path: Path, parts: Batches) -> Batches:
    """The parts; what fails in reading them is no fault of the file written."""
    try:
        yield from parts
    except OSError as error:
        raise TableError([_unread(path, error)]) from None


def _unread(path: Path, error: OSError) -> Issue:
    if error.errno is None:  # Arrow says so of content
        return _fault("syntax", path, "found a file that is damaged")
    text = f"could not read it: {(error.strerror or 'it failed').lower()}"
    return _fault("file-denied", path, text)


def _ending(path: Path) -> str:
    return path.suffix.lower()


def _missing(path: Path) -> Issue:
    """The fault of a name that leads nowhere, with the closest beside it."""
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    near = closest(path.name, [one.name for one in beside])
    issue = _fault("file-missing", path, "there is no such file")
    return attrs.evolve(issue, expected=f"closest: {', '.join(near)}" if near else "")


def _fault(code: str, path: Path, found: str) -> Issue:
    return Issue(code=code, found=found, where=str(path))


def _parts(path: Path, file: IO[bytes], limits: Limits) -> Batches:
    ending = _ending(path)
    if ending == ".parquet":
        whole = parquet.ParquetFile(file)
        yield whole.schema_arrow.empty_table()
        for batch in whole.iter_batches(batch_size=ROWS):
            yield _sound(batch, path)
    elif ending == ".csv":
        yield from read_csv(file, path.name, limits)
    else:
        reader = ipc.open_file(file)
        yield reader.schema.empty_table()
        for place in range(reader.num_record_batches):
            yield _sound(reader.get_batch(place), path)


def _sound(batch: pa.RecordBatch, path: Path) -> pa.Table:
    """Rows whose every place and text was looked at: Arrow's own reader trusts them.

    An index beyond its dictionary, or an offset beyond its text, would read memory
    that is not the file's.
    """
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            found = f"found a column {quote(name)} that is damaged"
            raise TableError([_fault("syntax", path, found)]) from None
    return pa.Table.from_batches([batch])


@contextmanager
def _writing(path: Path, out: IO[bytes]) -> Iterator[Writer]:
    ending = _ending(path)
    if ending in JSON:
        yield lambda table: write_lines(table, out)
        return
    opened: list[Any] = []

    def write(table: pa.Table) -> None:
        if not opened:
            opened.append(_opened(ending, out, table.schema))
        opened[0].write_table(table if ending != ".csv" else flat(table))

    try:
        yield write
    finally:
        for writer in opened:
            writer.close()


def _opened(ending: str, out: IO[bytes], schema: pa.Schema) -> Any:
    if ending == ".parquet":
        return parquet.ParquetWriter(out, schema)
    if ending == ".csv":
        return write_csv(out, schema)
    return ipc.new_file(out, schema)
