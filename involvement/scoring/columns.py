"""The same answers over whole tables: Arrow, pandas or polars, one row an activity.

Rows become cells of each scale's truth table, so a table's answers are `depth`'s
answers, looked up a few thousand at a time.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from involvement.errors import Issue, TableError, closest
from involvement.instruments.levels import Scale
from involvement.scoring.answers import answers, pattern
from involvement.scoring.arrow import pa
from involvement.scoring.coding import Array, Faults, encode
from involvement.scoring.packing import Packing
from involvement.scoring.repeats import Repeats
from involvement.scoring.verdicts import chosen
from involvement.vocabulary import FACTS

CHUNK = 1 << 17
"""Rows worked on at once: what is in use then stays in the processor's cache."""

OnWarning = Callable[[Issue], None]


def _ignore(_issue: Issue) -> None:
    """The caller did not ask."""


def score_table(
    table: Any,
    *,
    scales: Iterable[str | Scale] | None = None,
    words: bool = False,
    on_warning: OnWarning = _ignore,
) -> Any:
    """Score a table, one row per activity, and give back the same kind of table.

    Columns are named as the facts; a null, NaN or empty text is unknown, and so is a
    fact without a column. Values are words, or whole numbers: the word's place in
    its list (for `purposes`: its bits). Other columns pass through.

    Added for each ladder and for `work`: `<scale>_possible` (bit i is level i),
    `<scale>_lowest` and `<scale>_highest` (level numbers, null when no level is
    possible) and `<scale>_none` (whether no level fits; null while open). For labels,
    axes, checks, flags and signals: the bit sets `<scale>_holds` and `<scale>_open`.
    And `pattern`, who initiated and led.

    Args:
        table: An Arrow table, record batch or reader, a pandas or polars data frame,
            an iterable of record batches, or anything with an Arrow stream.
        scales: Scales or their ids; all that facts decide when left out.
        words: Whether to write level ids and label ids instead of numbers and bits.
        on_warning: Called with notes: facts without a column, columns passed on, and
            values of a column `id` that come again within the first million rows.

    Returns:
        A table of the same kind; for a reader or an iterable, batches as they come.

    Raises:
        TableError: With one issue for each column that holds what it may not.
        MissingExtra: If pyarrow is not installed.

    Example:
        >>> import pyarrow as pa
        >>> rows = pa.table({"asks_users": ["yes", None], "deliberates": ["no", "no"]})
        >>> score_table(rows, scales=["work"], words=True)["work_possible"].to_pylist()
        ['data;joint_work;delivery;lead', 'none;data;joint_work;delivery;lead']
    """
    scorer = Scorer.of(scales, words=words)
    if isinstance(table, pa.RecordBatchReader):
        return _reader(table, scorer, on_warning)
    if isinstance(table, pa.RecordBatch):
        return _one(pa.table(table), scorer, on_warning).to_batches()[0]
    if isinstance(table, pa.Table):
        return _one(table, scorer, on_warning)
    if hasattr(table, "__arrow_c_stream__"):
        return _frame(table, scorer, on_warning)
    if isinstance(table, Iterable) and not isinstance(table, str | bytes | Mapping):
        return _batches(table, scorer, on_warning)
    raise _no_table(table)


def _no_table(table: object) -> TableError:
    expected = "expected an Arrow table, record batches, or a pandas or polars"
    return TableError(
        [
            Issue(
                code="table-kind",
                found=f"found a {type(table).__name__}",
                expected=f"{expected} data frame",
            )
        ]
    )


@attrs.frozen(eq=False)
class Scorer:
    """Scales made ready for tables: built once, used for any number of chunks.

    Attributes:
        scales: The scales, in the order of their columns.
        packing: How their facts become cells.
        patterned: Whether to add the initiative pattern.
        words: Whether to write words instead of bits.
    """

    scales: tuple[Scale, ...]
    packing: Packing
    patterned: bool
    words: bool

    @classmethod
    def of(
        cls, scales: Iterable[str | Scale] | None = None, *, words: bool = False
    ) -> Scorer:
        """The scorer for some scales, or for all that facts decide.

        Raises:
            ScaleError: If an id is not known or its scale is not derived from facts.
        """
        found = chosen(scales)
        return cls(found, Packing.of(found), scales is None, words)

    def columns(
        self, table: pa.Table, faults: Faults, *, first: int = 0
    ) -> dict[str, pa.Array]:
        """The answers for every row, as columns.

        Args:
            table: The rows.
            faults: Takes every value that cannot be read.
            first: The number of the first row, for the faults.
        """
        n = table.num_rows
        out = {scale.id: answers(scale, n, words=self.words) for scale in self.scales}
        patterns = pattern(n) if self.patterned else None
        start = 0
        for batch in table.select(self._facts(table)).to_batches(max_chunksize=CHUNK):
            stop = start + batch.num_rows
            codes = {
                name: encode(
                    column, self.packing.codings[name], faults, first=first + start
                )
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            }
            self._fill(codes, out, slice(start, stop))
            if patterns is not None:
                patterns.fill(slice(start, stop), codes, self.packing.codings)
            start = stop
        found = {
            name: column
            for one in out.values()
            for name, column in one.arrays().items()
        }
        if patterns is not None:
            found["pattern"] = patterns.array()
        return found

    def _fill(
        self, codes: Mapping[str, Array], out: Mapping[str, Any], rows: slice
    ) -> None:
        n = rows.stop - rows.start
        packed = self.packing.pack(codes, n)
        for scale in self.scales:
            out[scale.id].fill(rows, self.packing.cells(scale.id, packed))

    def _facts(self, table: pa.Table) -> list[str]:
        return [name for name in table.schema.names if name in self.packing.codings]

    def notes(self, names: Sequence[str]) -> list[Issue]:
        """What to say of the columns: facts without one, columns that are no facts."""
        missing = [fact for fact in self.packing.codings if fact not in names]
        extra = [name for name in names if name not in FACTS]
        found = []
        if missing:
            found.append(
                Issue(
                    code="column-missing",
                    found=f"found no column for: {', '.join(missing)}",
                    hint="these facts count as unknown in every row",
                    severity="note",
                )
            )
        for name in extra:
            near = closest(name, FACTS, n=1)
            found.append(
                Issue(
                    code="column-extra",
                    found=f"found a column {name!r} that is no fact; it is passed on",
                    hint=f"did you mean {near[0]!r}?" if near else "",
                    severity="note",
                )
            )
        return found

    def taken(self, names: Sequence[str], added: Iterable[str]) -> list[Issue]:
        """The columns a table already has that would be written again."""
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        clash = [name for name in added if name in names]
        return [
            Issue(
                code="column-taken",
                found=f"found a column {name!r}",
                hint="rename it or leave it out: the answers need the name",
            )
            for name in clash
        ] + [
            Issue(
                code="column-taken",
                found=f"found two columns named {name!r}",
                hint="rename one of them",
            )
            for name in twice
        ]


def _answers(
    table: pa.Table, scorer: Scorer, on_warning: OnWarning, *, first: int = 0
) -> dict[str, pa.Array]:
    """The added columns; every fault of the table at once."""
    names = table.schema.names
    twice = scorer.taken(names, ())
    if twice:
        raise TableError(twice)
    faults = Faults()
    found = scorer.columns(table, faults, first=first)
    issues = scorer.taken(names, found) + faults.issues()
    if issues:
        raise TableError(issues)
    if not first:
        for note in scorer.notes(names):
            on_warning(note)
    return found


def _one(table: pa.Table, scorer: Scorer, on_warning: OnWarning) -> pa.Table:
    """One whole table with its answers added."""
    scored = score_batch(table, scorer, on_warning=on_warning)
    _tell_repeats(table, on_warning)
    return scored


def _tell_repeats(table: pa.Table, on_warning: OnWarning) -> None:
    if on_warning is _ignore:
        return  # finding them takes time
    repeats = Repeats()
    repeats.add(table)
    for note in repeats.notes():
        on_warning(note)


def score_batch(
    table: pa.Table, scorer: Scorer, *, first: int = 0, on_warning: OnWarning = _ignore
) -> pa.Table:
    """One Arrow table with its answers added; `first` is the number of its first row.

    Raises:
        TableError: With one issue for each column that holds what it may not.
    """
    for name, column in _answers(table, scorer, on_warning, first=first).items():
        table = table.append_column(name, column)
    return table


def _batches(
    batches: Iterable[Any], scorer: Scorer, on_warning: OnWarning
) -> Iterator[pa.RecordBatch]:
    first = 0
    for batch in batches:
        if not hasattr(batch, "__arrow_c_stream__") and not isinstance(
            batch, pa.RecordBatch
        ):
            raise _no_table(batch)
        table = pa.table(batch)
        scored = score_batch(table, scorer, first=first, on_warning=on_warning)
        first += table.num_rows
        yield from scored.combine_chunks().to_batches()


def _reader(
    reader: pa.RecordBatchReader, scorer: Scorer, on_warning: OnWarning
) -> pa.RecordBatchReader:
    empty = score_batch(reader.schema.empty_table(), scorer, on_warning=on_warning)
    return pa.RecordBatchReader.from_batches(
        empty.schema, _batches(reader, scorer, _ignore)
    )


def _frame(frame: Any, scorer: Scorer, on_warning: OnWarning) -> Any:
    """pandas, polars, or anything else with an Arrow stream (which gives Arrow)."""
    twice = scorer.taken([str(name) for name in getattr(frame, "columns", ())], ())
    if twice:
        raise TableError(twice)
    try:
        table = pa.table(frame)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise TableError([_unreadable(frame, error)]) from None
    kind = type(frame).__module__.partition(".")[0]
    if kind not in ("pandas", "polars"):
        return _one(table, scorer, on_warning)
    added = pa.table(_answers(table, scorer, on_warning))
    _tell_repeats(table, on_warning)
    library = sys.modules[kind]
    if kind == "polars":
        return library.concat([frame, library.from_arrow(added)], how="horizontal")
    more = added.to_pandas()
    more.index = frame.index
    return library.concat([frame, more], axis=1)


def _unreadable(frame: Any, error: Exception) -> Issue:
    text = str(error).strip().splitlines()[0] if str(error) else type(error).__name__
    return Issue(
        code="table-kind",
        found=f"found a {type(frame).__name__} that Arrow cannot read: {text}",
        hint="give each column one type; mixed columns cannot be read",
    )
