"""Spark in local mode: the answers of one machine, and a faulty row stops no other."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

import involvement as inv
import involvement.spark
from involvement.formats.files import load
from involvement.scoring.columns import Scorer
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.spark,
    # Spark says so of every pandas from 3 on; no part of pandas is used here.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

ROWS = 1_000_000


def missing() -> str:
    """What keeps these tests from running; empty if nothing does."""
    if importlib.util.find_spec("pyspark") is None:
        return "needs pyspark: pip install -e .[spark]"
    return "" if shutil.which("java") else "needs Java 17: openjdk-17-jre-headless"


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Spark on this machine alone, with workers that run this Python."""
    if why := missing():
        if "spark" in os.environ.get("INVOLVEMENT_REQUIRE", ""):
            pytest.fail(why)
        pytest.skip(why)
    path = os.pathsep.join(sys.path)
    with mock.patch.dict(
        os.environ, {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": path}
    ):
        from pyspark.sql import SparkSession

        started = (
            SparkSession.builder.master("local[2]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "ERROR")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", 65_536)
            .getOrCreate()
        )
        yield started
        started.stop()


def drawn(count: int) -> pa.Table:
    """Rows drawn over all values of all facts, with gaps, in words and numbers."""
    draw = np.random.default_rng(11)
    columns: dict[str, pa.Array] = {"row": pa.array(np.arange(count))}
    for fact in Scorer.of(None).packing.codings:
        words = FACTS[fact].words
        unknown = draw.random(count) < 0.2
        if fact == "contacts":
            numbers = draw.integers(1, 12, count)
            columns[fact] = pa.array(numbers, mask=unknown)
        elif fact == "user_vote_share":
            columns[fact] = pa.array(draw.integers(0, 21, count) / 20, mask=unknown)
        elif fact == "purposes":
            bits = draw.integers(0, 1 << len(words), count)
            columns[fact] = pa.array(bits.astype(np.int16), mask=unknown)
        else:
            places = pa.array(draw.integers(0, len(words), count), mask=unknown)
            columns[fact] = pa.array(words).take(places)
    return pa.table(columns)


def test_a_million_rows_are_scored_as_on_one_machine(
    session: Any, tmp_path: Path
) -> None:
    """Every column of a million drawn rows, in several partitions."""
    table = drawn(ROWS)
    pa.parquet.write_table(table, tmp_path / "in.parquet", row_group_size=200_000)
    frame = session.read.parquet(str(tmp_path / "in.parquet"))
    scored = involvement.spark.score(frame.repartition(4))
    scored.write.parquet(str(tmp_path / "out"))
    found = pa.parquet.read_table(tmp_path / "out").sort_by("row")
    expected = inv.score_table(table)
    assert found.num_rows == ROWS
    for name in expected.schema.names:
        column = expected[name].combine_chunks()
        if pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        assert found[name].combine_chunks().cast(column.type).equals(column), name


def test_scoring_shuffles_nothing(session: Any) -> None:
    """The plan has no exchange between machines."""
    frame = session.createDataFrame([("a", "yes")], "site string, asks_users string")
    scored = involvement.spark.score(frame, scales=["work"], words=True)
    plan = scored._jdf.queryExecution().executedPlan().toString()
    assert "MapInArrow" in plan
    assert "Exchange" not in plan
    assert scored.collect()[0].asDict() == {
        "site": "a",
        "asks_users": "yes",
        "work_possible": "data;advice;joint_work;delivery;lead",
        "work_lowest": "data",
        "work_highest": "lead",
        "work_none": False,
    }


def test_a_faulty_value_fails_its_task_by_name(session: Any) -> None:
    """The message of `score_table` reaches the driver."""
    frame = session.createDataFrame([("yess",)], "asks_users string")
    with pytest.raises(Exception, match="found 'yess' in row 0"):
        involvement.spark.score(frame).collect()


def record(name: str) -> inv.Programme:
    """A shipped example."""
    found = load(name)
    assert isinstance(found, inv.Programme)
    return found


def test_records_are_assessed_as_on_one_machine(session: Any) -> None:
    """Several records, one of them faulty, one missing: each row for itself."""
    names = ["minimum", "stroke", "co-design"]
    records = {name: record(name) for name in names}
    documents = {name: one.model_dump_json() for name, one in records.items()}
    rows = [*documents.items(), ("faulty", '{"id": "x y"}'), ("none", None)]
    frame = session.createDataFrame(rows, "name string, record string").repartition(2)
    found = {
        row["name"]: row for row in involvement.spark.assess(frame, into="a").collect()
    }
    assert len(found) == 5
    for name in names:
        assert found[name]["a_faults"] is None
        assert found[name]["a"] == inv.assess(records[name]).to_json()
    assert found["faulty"]["a"] is None
    assert "[id-shape]" in found["faulty"]["a_faults"]
    assert (found["none"]["a"], found["none"]["a_faults"]) == (None, None)


def test_columns_are_checked_before_any_work(session: Any) -> None:
    """A name that is taken, a column that is missing."""
    frame = session.createDataFrame([("a", "yes")], "work_none string, led_by string")
    with pytest.raises(inv.TableError, match="found a column 'work_none'"):
        involvement.spark.score(frame)
    with pytest.raises(inv.TableError, match="found no column 'record'"):
        involvement.spark.assess(frame)
