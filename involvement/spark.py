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
    text. A value that cannot be read fails its task, naming column and rows.

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
    schema = from_arrow(
        _plain(score_batch(empty, Scorer.of(chosen, words=words))).schema
    )

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        scorer = Scorer.of(chosen, words=words)
        for batch in batches:
            yield from _plain(score_batch(pa.table(batch), scorer)).to_batches()

    return frame.mapInArrow(work, schema)


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
    faults = f"{into}_faults"
    _check_columns(frame.columns, column, (into, faults))
    arrow = to_arrow(frame.schema)
    for name in (into, faults):
        arrow = arrow.append(pa.field(name, pa.string()))

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            answers = [_assessed(text) for text in batch.column(column).to_pylist()]
            table = pa.table(batch)
            for place, name in enumerate((into, faults)):
                found = pa.array([answer[place] for answer in answers], pa.string())
                table = table.append_column(name, found)
            yield from table.to_batches()

    return frame.mapInArrow(work, from_arrow(arrow))


def _assessed(text: str | None) -> tuple[str | None, str | None]:
    """The assessment of one document as JSON, or what is wrong with it."""
    from involvement.assessment import assess as judge
    from involvement.formats.jsontext import read_json
    from involvement.formats.validation import read_tree

    if text is None:
        return None, None
    try:
        programme, _ = read_tree(read_json(text, "record"))
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
