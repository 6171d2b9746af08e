"""What Spark's workers do, without Spark: batches in, batches out."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow as pa
import pytest

import involvement as inv
import involvement.spark
from involvement.formats.files import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@attrs.frozen
class Frame:
    """As much of a Spark data frame as is used: a schema, and batches mapped at once."""

    batches: list[pa.RecordBatch]
    schema: pa.Schema

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self.schema.names)

    def mapInArrow(  # noqa: N802 - Spark's name
        self, work: Callable[..., Iterable[pa.RecordBatch]], schema: pa.Schema
    ) -> pa.Table:
        """Run the function over the batches; they must have the promised columns."""
        return pa.Table.from_batches(list(work(iter(self.batches))), schema)


def frame(table: pa.Table, size: int = 2) -> Any:
    """A frame with some batches."""
    return Frame(table.to_batches(max_chunksize=size), table.schema)


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark's converters, as if its schemas were Arrow's."""
    fake = ModuleType("pyspark.sql.pandas.types")
    vars(fake).update(to_arrow_schema=lambda x: x, from_arrow_schema=lambda x: x)
    for name in ("pyspark", "pyspark.sql", "pyspark.sql.pandas"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "pyspark.sql.pandas.types", fake)


ROWS = pa.table(
    {
        "site": ["north", "south", "west"],
        "asks_users": ["yes", "yes", None],
        "purposes": [["inform"], [], None],
    }
)


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("words", [False, True])
def test_the_answers_are_those_of_one_machine(words: bool) -> None:  # noqa: FBT001
    """The same columns; unsigned numbers widened, dictionaries as text."""
    scored: Any = involvement.spark.score(frame(ROWS), words=words)
    expected = inv.score_table(ROWS, words=words)
    assert scored.to_pylist() == expected.to_pylist()
    kinds = set(map(str, scored.schema.types))
    assert kinds <= {"string", "int64", "int8", "bool", "list<item: string>"} | {
        "list<element: string>"
    }


@pytest.mark.usefixtures("spark")
def test_chosen_scales_are_asked_in_every_batch() -> None:
    """An iterator of scales is read once and used by every worker."""
    scored: Any = involvement.spark.score(frame(ROWS), scales=iter(["work"]))
    assert scored.schema.names == [
        *ROWS.schema.names,
        "work_possible",
        "work_lowest",
        "work_highest",
        "work_none",
    ]


@pytest.mark.usefixtures("spark")
def test_faulty_values_are_named_by_their_row_in_the_partition() -> None:
    """Rows count on from batch to batch."""
    bad = pa.table({"asks_users": ["yes", "no", "yess"]})
    with pytest.raises(inv.TableError) as caught:
        involvement.spark.score(frame(bad))
    assert str(caught.value) == (
        "asks_users  [column-value]\n"
        "  found 'yess' in row 2\n"
        "  expected one of: yes, no\n"
        "  leave the cell empty or write 'unknown' if it was not recorded"
    )


@pytest.mark.usefixtures("spark")
def test_a_faulty_record_stops_no_other() -> None:
    """Each row has its assessment or its faults; no document gives neither."""
    minimum = load("minimum")
    assert isinstance(minimum, inv.Programme)
    record = minimum.model_dump_json()
    table = pa.table(
        {
            "site": ["a", "b", "c"],
            "record": [record, '{"schema_version": "1", "id": "x y"}', None],
        }
    )
    scored: Any = involvement.spark.assess(frame(table))
    rows = scored.to_pylist()
    assert [row["site"] for row in rows] == ["a", "b", "c"]
    assert rows[0]["assessment"] == inv.assess(minimum).to_json()
    assert rows[0]["assessment_faults"] is None
    assert rows[1]["assessment"] is None
    assert rows[1]["assessment_faults"].startswith("record:1:31  id  [id-shape]\n")
    assert (rows[2]["assessment"], rows[2]["assessment_faults"]) == (None, None)


@pytest.mark.usefixtures("spark")
def test_columns_that_are_missing_or_taken() -> None:
    """All of it at once, before any work."""
    table = pa.table({"text": ["{}"], "assessment": ["kept"]})
    with pytest.raises(inv.TableError) as caught:
        involvement.spark.assess(frame(table))
    assert str(caught.value) == (
        "[column-taken]\n"
        "  found a column 'assessment'\n"
        "  choose another name with into=...\n"
        "[column-missing]\n"
        "  found no column 'record'\n"
        "  expected one of: text, assessment"
    )


@pytest.mark.parametrize("name", ["score", "assess"])
def test_without_pyspark_the_extra_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install, in one line."""
    monkeypatch.setitem(sys.modules, "pyspark.sql.pandas.types", None)
    with pytest.raises(inv.MissingExtra) as caught:
        getattr(involvement.spark, name)(frame(ROWS))
    assert str(caught.value).splitlines() == [
        "[extra-missing]",
        "  scoring on Spark needs the extra 'spark'; it is not installed",
        '  install it with: pip install "involvement[spark]"',
    ]
