"""The same answers over a Spark data frame: a table of facts, or whole records.

Each function hands Spark one function from Arrow batches to Arrow batches, so no
rows are shuffled and nothing is collected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.errors import InvolvementError, Issue, MissingExtra, TableError
from involvement.scoring.arrow import pa
from involvement.scoring.columns import Scorer, score_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyspark.sql import DataFrame

    from involvement.instruments.levels import Scale


def score(
    frame: DataFrame,
    *,
    scales: Iterable[str | Scale] | None = None,
    words: bool = False,
) -> DataFrame:
    """Score a data frame of activities, one row each, as `score_table` does.

    Spark has no unsigned numbers, so bit sets arrive as `bigint`; words arrive as
    text. A value that cannot be read fails its task, naming column and rows; rows
    are counted from 0 within their partition.

    Args:
        frame: Columns named as the facts; others pass through.
        scales: Scales or their ids; all that facts decide when left out.
        words: Whether to write level ids instead of numbers and bits.

    Raises:
        TableError: If columns are named twice or their names are taken.
        MissingExtra: If pyspark is not installed.
    """
    to_arrow, from_arrow = _schemas()
    chosen = None if scales is None else tuple(scales)
    empty = to_arrow(frame.schema).empty_table()
    schema = _plain(score_batch(empty, Scorer.of(chosen, words=words))).schema

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return scored(batches, chosen, words=words)

    return frame.mapInArrow(work, from_arrow(schema))


def scored(
    batches: Iterable[pa.RecordBatch],
    scales: Iterable[str | Scale] | None = None,
    *,
    words: bool = False,
) -> Iterator[pa.RecordBatch]:
    """What a Spark worker does with its batches: the answers in Spark's types.

    The tables of the scales are compiled once, for all batches of a partition.
    """
    scorer = Scorer.of(scales, words=words)
    first = 0
    for batch in batches:
        answers = score_batch(pa.table(batch), scorer, first=first)
        first += batch.num_rows
        yield from _plain(answers).to_batches()


def assess(
    frame: DataFrame, *, column: str = "record", into: str = "assessment"
) -> DataFrame:
    """Assess a data frame of records, one JSON document a row.

    Args:
        frame: A column of JSON texts, each one programme; other columns pass through.
        column: The column with the documents.
        into: The new column with the assessment as JSON; null where a record has
            faults. These stand in `<into>_faults`, null where there are none.

    Raises:
        TableError: If there is no such column, or a new name is taken.
        MissingExtra: If pyspark is not installed.
    """
    to_arrow, from_arrow = _schemas()
    added = (into, f"{into}_faults")
    _check_columns(frame.columns, column, added)
    schema = to_arrow(frame.schema)
    for name in added:
        schema = schema.append(pa.field(name, pa.string()))

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return assessed(batches, column, added)

    return frame.mapInArrow(work, from_arrow(schema))


def assessed(
    batches: Iterable[pa.RecordBatch], column: str, added: tuple[str, str]
) -> Iterator[pa.RecordBatch]:
    """What a Spark worker does with its batches of documents, one at a time."""
    for batch in batches:
        answers = [_assessed(text) for text in batch.column(column).to_pylist()]
        table = pa.table(batch)
        for place, name in enumerate(added):
            found = pa.array([answer[place] for answer in answers], pa.string())
            table = table.append_column(name, found)
        yield from table.to_batches()


def _assessed(text: str | None) -> tuple[str | None, str | None]:
    """The assessment of one document as JSON, or what is wrong with it."""
    from involvement.assessment import assess as judge
    from involvement.formats.jsontext import read_json
    from involvement.formats.validation import read_tree
    from involvement.instruments import known

    if text is None:
        return None, None
    try:
        tree = read_json(text, "record")
        programme, _ = read_tree(tree, levels=known.levels, ratings=known.items)
        return judge(programme).to_json(), None
    except InvolvementError as error:
        return None, str(error)


def _schemas() -> tuple[Any, Any]:
    """Spark's two converters between its schemas and Arrow's."""
    try:
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    except ImportError:
        raise MissingExtra.needed("spark", "scoring on Spark") from None
    return to_arrow_schema, from_arrow_schema


def _plain(table: pa.Table) -> pa.Table:
    """Types Spark has: signed numbers for unsigned, text for dictionaries."""
    fields = []
    for field in table.schema:
        kind = field.type
        if pa.types.is_unsigned_integer(kind):
            kind = pa.int64()
        elif pa.types.is_dictionary(kind):
            kind = kind.value_type
        fields.append(field.with_type(kind))
    return table.cast(pa.schema(fields))


def _check_columns(names: list[str], column: str, added: tuple[str, ...]) -> None:
    issues = [
        Issue(
            code="column-taken",
            found=f"found a column {name!r}",
            hint="choose another name with into=...",
        )
        for name in added
        if name in names
    ]
    if column not in names:
        issues.append(
            Issue(
                code="column-missing",
                found=f"found no column {column!r}",
                expected=f"expected one of: {', '.join(names)}",
            )
        )
    if issues:
        raise TableError(issues)
