"""A table's answers are `depth`'s answers, whatever the table looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import involvement as inv
from involvement.instruments.scale import scales
from involvement.scoring.columns import Scorer
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from involvement.instruments.levels import Scale

DERIVED = [one for one in scales().values() if one.derived]
WORDS = [f for f, fact in FACTS.items() if fact.kind in ("words", "side")]

# One value for every interval any shipped scale tells apart, cut points included.
NUMBERS: dict[str, list[Any]] = {
    "contacts": [1, 2, 9],
    "user_vote_share": [0.0, 0.2, 0.5, 0.7, 1.0],
}


def value(fact: str) -> st.SearchStrategy[Any]:
    """A known value of a fact, or None."""
    kind, words = FACTS[fact].kind, FACTS[fact].words
    if kind == "set":
        return st.lists(st.sampled_from(words), unique=True, max_size=3)
    numbers: list[Any] = list(NUMBERS.get(fact, ()))
    return st.sampled_from([None, *(numbers or words)])


rows = st.fixed_dictionaries({}, optional={fact: value(fact) for fact in FACTS})


def table_of(activities: list[dict[str, Any]]) -> pa.Table:
    """Rows as an Arrow table, one column a fact."""
    columns = {}
    for fact in FACTS:
        column = [row.get(fact) for row in activities]
        kind = FACTS[fact].kind
        types = {
            "count": pa.int64(),
            "share": pa.float64(),
            "set": pa.list_(pa.string()),
        }
        columns[fact] = pa.array(column, type=types.get(kind, pa.string()))
    return pa.table(columns)


def bits(scale: Scale, levels: tuple[str, ...]) -> int:
    """A set of levels as bits."""
    return sum(1 << i for i, level in enumerate(scale.levels) if level.id in levels)


def expected(activity: dict[str, Any]) -> dict[str, Any]:
    """The columns of one row, from the verdicts of `score`."""
    known = {fact: v for fact, v in activity.items() if v is not None}
    score = inv.score(inv.Activity(id="a", **known))
    found: dict[str, Any] = {}
    for scale in DERIVED:
        verdict = score.verdicts[scale.id]
        ids = [level.id for level in scale.levels]
        if scale.ordered:
            ends = [
                ids.index(v) if v else None for v in (verdict.lowest, verdict.highest)
            ]
            found |= {
                f"{scale.id}_possible": bits(scale, verdict.possible),
                f"{scale.id}_lowest": ends[0],
                f"{scale.id}_highest": ends[1],
                f"{scale.id}_none": verdict.no_level_fits,
            }
        else:
            holds = tuple(i for i in ids if verdict.labels[i] == "holds")
            unknown = tuple(i for i in ids if verdict.labels[i] == "unknown")
            found |= {
                f"{scale.id}_holds": bits(scale, holds),
                f"{scale.id}_open": bits(scale, unknown),
            }
    return found | {"pattern": score.initiative.pattern}


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=6))
def test_a_table_says_what_score_says(activities: list[dict[str, Any]]) -> None:
    """Every column of every row equals the verdicts on that row."""
    scored = inv.score_table(table_of(activities))
    added = scored.drop_columns(list(FACTS)).to_pylist()
    assert added == [expected(row) for row in activities]


@settings(max_examples=25, deadline=None)
@given(st.lists(rows, max_size=8), st.integers(1, 4), st.integers(0, 3))
def test_chunks_slices_and_kinds_change_nothing(
    activities: list[dict[str, Any]], chunk: int, start: int
) -> None:
    """Chunked, sliced, dictionary, wide text, pandas and polars give the same."""
    table = table_of(activities)
    whole = inv.score_table(table, scales=["iap2", "work"])
    answers = whole.drop_columns(list(FACTS)).to_pylist()

    def same(other: pa.Table) -> bool:
        scored = inv.score_table(other, scales=["iap2", "work"])
        return bool(scored.drop_columns(list(FACTS)).to_pylist() == answers)

    chunked = pa.Table.from_batches(
        table.to_batches(max_chunksize=chunk), schema=table.schema
    )
    assert same(chunked)
    padded = pa.concat_tables([table.slice(0, start), table]).slice(
        min(start, table.num_rows)
    )
    assert same(padded)
    coded = table
    for place, fact in enumerate(table.schema.names):
        if fact in WORDS:
            column = table.column(fact).dictionary_encode()
            coded = coded.set_column(place, fact, column)
    assert same(coded)
    wide = pa.table(
        {
            fact: table.column(fact).cast(pa.large_string())
            if fact in WORDS
            else table.column(fact)
            for fact in table.schema.names
        }
    )
    assert same(wide)
    view = wide.set_column(1, "led_by", table.column("led_by").cast(pa.string_view()))
    assert same(view)
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    scored = inv.score_table(frame, scales=["iap2", "work"])
    assert isinstance(scored, pl.DataFrame)
    assert scored.drop(list(FACTS)).to_dicts() == answers


@settings(max_examples=25, deadline=None)
@given(st.lists(rows, min_size=1, max_size=5))
def test_places_in_the_word_list_mean_the_words(
    activities: list[dict[str, Any]],
) -> None:
    """Whole numbers, with gaps or as decimals, give the same as words."""
    table = table_of(activities)
    numbers: dict[str, Any] = {}
    for fact in FACTS:
        column = table.column(fact).to_pylist()
        words = FACTS[fact].words
        if fact in WORDS:
            numbers[fact] = [None if v is None else words.index(v) for v in column]
        elif FACTS[fact].kind == "set":
            numbers[fact] = [sum(1 << words.index(w) for w in v or ()) for v in column]
        else:
            numbers[fact] = column
    expect = inv.score_table(table).drop_columns(list(FACTS))
    plain = {
        f: pa.array(v, type=pa.int16() if f in WORDS else None)
        for f, v in numbers.items()
    }
    assert inv.score_table(pa.table(plain)).drop_columns(list(FACTS)) == expect
    gaps = {
        f: pa.array(v, type=pa.float64() if f in (*WORDS, "purposes") else None)
        for f, v in numbers.items()
    }
    assert inv.score_table(pa.table(gaps)).drop_columns(list(FACTS)) == expect


@pytest.mark.parametrize("scale", DERIVED, ids=lambda scale: scale.id)
def test_every_cell_or_many_drawn_cells_of_a_scale(scale: Scale) -> None:
    """Every cell of a small table, 20,000 drawn cells of a large one."""
    table = scale.table
    count = len(table.any)
    cells = np.arange(count)
    if count > 20_000:
        cells = np.random.default_rng(5).choice(count, 20_000, replace=False)
    columns = {}
    for axis, step in zip(scale.axes, table.strides, strict=True):
        places = cells // step % (axis.size + 1)
        sample: list[Any] = [*axis.sample(), None]
        values = [sample[place] for place in places.tolist()]
        is_set = FACTS[axis.fact].kind == "set"
        columns[axis.fact] = [
            ";".join(v) if is_set and v is not None else v for v in values
        ]
    scored = inv.score_table(pa.table(columns), scales=[scale])
    levels = (1 << len(scale.levels)) - 1
    some, every = table.any[cells] & levels, table.all[cells] & levels
    if scale.ordered:
        assert (scored[f"{scale.id}_possible"].to_numpy() == some).all()
    else:
        assert (scored[f"{scale.id}_holds"].to_numpy() == every).all()
        assert (scored[f"{scale.id}_open"].to_numpy() == (some & ~every)).all()


def test_pandas_comes_back_with_its_index() -> None:
    """A pandas frame keeps its index and other columns; NaN is unknown."""
    frame = pd.DataFrame(
        {
            "asks_users": ["yes", None],
            "ward": ["a", "b"],
            "contacts": [1.0, float("nan")],
        },
        index=["x", "y"],
    )
    scored = inv.score_table(frame, scales=["iap2"])
    assert list(scored.index) == ["x", "y"]
    assert list(scored["ward"]) == ["a", "b"]
    assert list(scored["iap2_possible"]) == [26, 31]


def test_a_scorer_is_built_once_for_any_number_of_batches() -> None:
    """Readers and iterables give batches back as they come."""
    table = pa.table({"asks_users": ["yes", "no", None, "yes"]})
    batches = table.to_batches(max_chunksize=3)
    whole = inv.score_table(table, scales=["work"])
    reader = pa.RecordBatchReader.from_batches(table.schema, batches)
    streamed = inv.score_table(reader, scales=["work"])
    assert isinstance(streamed, pa.RecordBatchReader)
    assert streamed.read_all() == whole
    listed = list(inv.score_table(iter(batches), scales=["work"]))
    assert [batch.num_rows for batch in listed] == [3, 1]
    assert pa.Table.from_batches(listed) == whole
    one = inv.score_table(batches[0], scales=["work"])
    assert isinstance(one, pa.RecordBatch)
    assert pa.table(one) == whole.slice(0, 3)
    assert Scorer.of(["work"]).patterned is False


def test_anything_with_an_arrow_stream_gives_arrow() -> None:
    """A stream of an unknown kind comes back as an Arrow table."""

    class Stream:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            table = pa.table({"asks_users": ["yes"]})
            return table.__arrow_c_stream__(requested_schema)

    scored = inv.score_table(Stream(), scales=["work"])
    assert isinstance(scored, pa.Table)
    assert scored.num_rows == 1


@pytest.mark.parametrize(
    "table",
    [
        pa.table({}),
        pa.table({"asks_users": pa.array([], pa.string())}),
        pa.table({"x": [1]}),
    ],
    ids=["no columns", "no rows", "no facts"],
)
def test_empty_tables_are_tables(table: pa.Table) -> None:
    """No rows give no rows; no facts leave everything unknown."""
    scored = inv.score_table(table)
    assert scored.num_rows == table.num_rows
    nothing = expected({})
    for row in scored.drop_columns(table.schema.names).to_pylist():
        assert row == nothing
