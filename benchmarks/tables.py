"""Table scoring: against a row-wise loop, polars expressions and memory bandwidth.

Run as `python benchmarks/tables.py [--rows 10000000] [--runs 7]`. One core; processor
time; ratios within one run.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["POLARS_MAX_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import polars as pl
import pyarrow as pa
from measure import show, table, timed

import involvement as inv
from involvement.instruments.rules import (
    COMPARE,
    All,
    CodeTest,
    Name,
    Not,
    NumberTest,
    Some,
    WordTest,
    evaluate,
)
from involvement.scoring.answers import answers
from involvement.scoring.coding import Faults, encode
from involvement.scoring.columns import CHUNK, Scorer
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from involvement.instruments.levels import Scale

pa.set_cpu_count(1)
DERIVED = [one for one in inv.scales().values() if one.derived]
LADDERS = [one for one in DERIVED if one.kind == "ladder"]
LOOP = 2_000


def drawn(count: int, *, gaps: float, seed: int = 3) -> pa.Table:
    """Rows drawn over all values of all facts; whole numbers for words."""
    draw = np.random.default_rng(seed)
    columns: dict[str, pa.Array] = {}
    for fact in Scorer.of(None).packing.codings:
        kind, words = FACTS[fact].kind, FACTS[fact].words
        mask = draw.random(count, np.float32) < gaps if gaps else None
        if kind == "share":
            shares = draw.integers(0, 21, count, np.int8) / 20
            columns[fact] = pa.array(shares, mask=mask)
            continue
        low, high = {"count": (1, 12), "set": (1, 1 << len(words))}.get(
            kind, (0, len(words))
        )
        numbers = draw.integers(low, high, count, np.int16)
        small = numbers.astype(np.int8 if high <= 128 else np.int16)
        columns[fact] = pa.array(small, mask=mask)
    return pa.table(columns)


def in_words(rows: pa.Table) -> pa.Table:
    """The same rows with words as dictionaries, as data frames hold them."""
    columns = {}
    for fact in rows.schema.names:
        column = rows[fact].combine_chunks()
        if FACTS[fact].kind in ("words", "side"):
            words = pa.array(FACTS[fact].words)
            column = pa.DictionaryArray.from_arrays(column.cast(pa.int8()), words)
        columns[fact] = column
    return pa.table(columns)


def needed(rows: pa.Table, scales: list[Scale]) -> pa.Table:
    """Only the columns the scales read."""
    facts = Scorer.of(scales).packing.codings
    return rows.select([name for name in rows.schema.names if name in facts])


def looped(rows: list[dict[str, Any]], scales: list[Scale]) -> list[list[bool]]:
    """Every condition of every scale, row by row, without any table."""
    return [
        [
            evaluate(rule, row, scale.terms)
            for scale in scales
            for rule in scale.rules.values()
        ]
        for row in rows
    ]


def values_of(rows: pa.Table) -> list[dict[str, Any]]:
    """Rows as the rules read them."""
    found: list[dict[str, Any]] = rows.to_pylist()
    for row in found:
        for fact, value in row.items():
            kind, words = FACTS[fact].kind, FACTS[fact].words
            if kind == "set":
                row[fact] = tuple(w for bit, w in enumerate(words) if value >> bit & 1)
            elif kind not in ("count", "share"):
                row[fact] = words[value]
    return found


def expression(rule: Any) -> pl.Expr:
    """A rule as a polars expression over whole numbers."""
    match rule:
        case Name(name):
            return pl.col(name)
        case Not(part):
            return ~expression(part)
        case All(parts):
            return reduce(lambda a, b: a & b, map(expression, parts))
        case Some(parts):
            return reduce(lambda a, b: a | b, map(expression, parts))
        case WordTest(fact, words, negated):
            places = [FACTS[fact].words.index(word) for word in words]
            tests = [pl.col(fact) == pl.lit(place, pl.Int8) for place in places]
            found = reduce(lambda a, b: a | b, tests)
            return ~found if negated else found
        case NumberTest(fact, compare, number):
            compared: Any = COMPARE[compare]
            side: pl.Expr = compared(pl.col(fact), number)
            return side
        case CodeTest(fact, code, negated):
            bit = pl.lit(1 << FACTS[fact].words.index(code), pl.Int16)
            held = (pl.col(fact).cast(pl.Int16) & bit) != 0
            return ~held if negated else held
    raise TypeError(rule)


def compiled(frame: pl.DataFrame, scale: Scale) -> pl.LazyFrame:
    """A scale as polars expressions with three-valued logic, and our columns.

    On rows with gaps this may leave open what `score_table` decides, since it looks
    at one test at a time and not at all ways of filling the gaps.
    """
    plan = frame.lazy()
    for name, term in scale.terms.items():
        plan = plan.with_columns(expression(term).alias(name))
    rules = list(enumerate(scale.rules.values()))
    can = [f"can {place}" for place, _ in rules]
    must = [f"must {place}" for place, _ in rules]
    plan = plan.with_columns(
        expression(rule).alias(f"level {place}") for place, rule in rules
    )
    plan = plan.with_columns(
        pl.col(f"level {place}").fill_null(value=sure).alias(f"{name} {place}")
        for place, _ in rules
        for name, sure in (("can", True), ("must", False))
    )
    if not scale.ordered:
        opened = [pl.col(a) & ~pl.col(b) for a, b in zip(can, must, strict=True)]
        holds = _bits([pl.col(name) for name in must]).alias("holds")
        return plan.select(holds, _bits(opened).alias("open"))
    some = reduce(lambda a, b: a | b, map(pl.col, can))
    sure = reduce(lambda a, b: a | b, map(pl.col, must))
    return plan.select(
        _bits([pl.col(name) for name in can]).alias("possible"),
        _first(can, range(len(can))).alias("lowest"),
        _first(can, range(len(can) - 1, -1, -1)).alias("highest"),
        pl.when(sure)
        .then(statement=False)
        .when(~some)
        .then(statement=True)
        .alias("none"),
    )


def _bits(flags: list[pl.Expr]) -> pl.Expr:
    """Flags as bits of a whole number."""
    bits = [
        pl.when(flag).then(pl.lit(1 << place, pl.UInt16)).otherwise(0)
        for place, flag in enumerate(flags)
    ]
    return reduce(lambda a, b: a | b, bits)


def _first(levels: list[str], places: range) -> pl.Expr:
    """The first of some levels that holds."""
    found = pl.lit(None, pl.Int8)
    for place in reversed(places):
        found = pl.when(levels[place]).then(pl.lit(place, pl.Int8)).otherwise(found)
    return found


def rates(count: int, runs: int) -> str:
    """Rows a second, against the row-wise loop, with the share of the bandwidth."""
    block = np.ones(1 << 28, dtype=np.uint8)
    target = np.empty_like(block)
    complete = values_of(drawn(LOOP, gaps=0.0))
    rows = drawn(count, gaps=0.2)
    lines = []
    for name, scales in (("the eight ladders", LADDERS), ("every answer", DERIVED)):
        chosen = scales if scales is LADDERS else None
        for kind, taken in (
            ("whole numbers", needed(rows, scales)),
            ("dictionaries", needed(in_words(rows), scales)),
        ):
            out = inv.score_table(taken, scales=chosen).nbytes - taken.nbytes
            ours, loop, copy = timed(
                partial(inv.score_table, taken, scales=chosen),
                partial(looped, complete, scales),
                partial(np.copyto, target, block),
                runs=runs,
            )
            ratio = (loop.median / LOOP) / (ours.median / count)
            moved = (taken.nbytes + out) / count
            # A copy reads and writes each byte once.
            least = moved * copy.median / (2 * len(block))
            share = least / (ours.median / count)
            lines.append(
                [
                    f"{name}, {kind}",
                    ours.rate(count),
                    loop.rate(LOOP),
                    f"{ratio:,.0f}",
                    f"{taken.nbytes / count:.0f} + {out / count:.0f}",
                    f"{share:.0%}",
                ]
            )
    heads = ["answers, input", "rows/s", "loop rows/s", "ratio", "bytes a row in + out"]
    return table([*heads, "share of memory bandwidth"], lines)


def checked(frame: pl.DataFrame) -> pl.DataFrame:
    """Whether every value of every column is one its fact may hold, as we ask."""
    tests = []
    for fact in frame.columns:
        kind, words = FACTS[fact].kind, FACTS[fact].words
        low, high = {
            "count": (1, None),
            "share": (0, 1),
            "set": (0, (1 << len(words)) - 1),
        }.get(kind, (0, len(words) - 1))
        column = pl.col(fact)
        if high is None:
            tests.append((column >= low).all())
        else:
            tests.append(column.is_between(low, high).all())
    return frame.select(tests)


def against_polars(count: int, runs: int) -> str:
    """Each scale alone against its compiled expressions, on rows with gaps."""
    rows, complete = drawn(count, gaps=0.2), drawn(10_000, gaps=0.0)
    lines = []
    for scale in DERIVED:
        name = "possible" if scale.ordered else "holds"
        known = needed(complete, [scale])
        found = inv.score_table(known, scales=[scale])[f"{scale.id}_{name}"]
        plan = compiled(_polars(known), scale)
        assert (found.to_numpy() == plan.collect()[name].to_numpy()).all()
        taken = needed(rows, [scale])
        frame = _polars(taken)
        plan = compiled(frame, scale)
        ours, same, bare = timed(
            partial(inv.score_table, taken, scales=[scale]),
            partial(_checked_too, frame, plan),
            plan.collect,
            runs=runs,
        )
        lines.append(
            [
                scale.id,
                ours.rate(count),
                same.rate(count),
                f"{same.median / ours.median:.1f}",
                bare.rate(count),
                f"{bare.median / ours.median:.1f}",
            ]
        )
    heads = ["scale", "rows/s", "polars, values checked", "ratio"]
    return table([*heads, "polars, values taken on trust", "ratio"], lines)


def _checked_too(frame: pl.DataFrame, plan: pl.LazyFrame) -> None:
    checked(frame)
    plan.collect()


def _polars(rows: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return frame


def growth(most: int, runs: int) -> str:
    """Time from a thousand rows up, and a straight line through it."""
    sizes, seconds, lines = [], [], []
    size = 1_000
    while size <= most:
        rows = drawn(size, gaps=0.2)
        (taken,) = timed(partial(inv.score_table, rows), runs=max(3, runs))
        sizes.append(size)
        seconds.append(taken.median)
        per = taken.median / size * 1e9
        lines.append([f"{size:,}", str(taken), f"{per:.0f}"])
        size *= 10
    large = [place for place, size in enumerate(sizes) if size >= 100_000]
    slope = np.polyfit(
        np.log([sizes[p] for p in large]), np.log([seconds[p] for p in large]), 1
    )[0]
    told = table(["rows", "every answer", "ns a row"], lines)
    return (
        f"{told}\n\nFrom 100,000 rows on the time grows as rows to the power "
        f"{slope:.2f}; below, setting up ({seconds[0] * 1e3:.0f} ms) is most of it."
    )


def stages(count: int) -> str:
    """Where the time of every answer goes."""
    rows = drawn(count, gaps=0.2)
    scorer = Scorer.of(None)
    batch = rows.slice(0, CHUNK).to_batches()[0]
    n = batch.num_rows
    codings = scorer.packing.codings

    def read() -> dict[str, Any]:
        return {
            name: encode(column, codings[name], Faults())
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }

    codes = read()
    packed = scorer.packing.pack(codes, n)
    cells = {one.id: scorer.packing.cells(one.id, packed) for one in scorer.scales}
    blank = {one.id: answers(one, n, words=False) for one in scorer.scales}

    def fill() -> None:
        for name, one in blank.items():
            one.fill(slice(0, n), cells[name])

    works = {
        "columns to codes": read,
        "codes to packed numbers": lambda: scorer.packing.pack(codes, n),
        "packed numbers to cells": lambda: [
            scorer.packing.cells(one.id, packed) for one in scorer.scales
        ],
        "cells to answers": fill,
        "answers to Arrow": lambda: [one.arrays() for one in blank.values()],
    }
    timings = timed(*works.values(), runs=41)
    total = sum(one.median for one in timings)
    lines = [
        [name, f"{one.median / n * 1e9:.1f}", f"{one.median / total:.0%}"]
        for name, one in zip(works, timings, strict=True)
    ]
    return table(["step", "ns a row", "share"], lines)


def memory(count: int) -> str:
    """What scoring adds at its peak beyond input and output."""
    rows = drawn(count, gaps=0.2)
    inv.score_table(rows.slice(0, CHUNK))
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    scored = inv.score_table(rows)
    peak = _status("VmHWM")
    out = scored.nbytes - rows.nbytes
    extra = (peak - before - out) / count
    return (
        f"{count:,} rows, every answer: {rows.nbytes / count:.0f} bytes a row in, "
        f"{out / count:.0f} out, {extra:.1f} besides at the peak (the bound is 50)."
    )


def _status(name: str) -> int:
    """A figure of this process, in bytes."""
    text = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(text.partition(f"{name}:")[2].split()[0]) * 1024


def main() -> None:
    """Print every table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000_000)
    asked.add_argument("--runs", type=int, default=7)
    told = asked.parse_args()
    show("Memory of table scoring", memory(told.rows))
    show("Table scoring", rates(told.rows, told.runs))
    show("Where the time goes", stages(told.rows // 10))
    show("Against polars", against_polars(told.rows * 4 // 10, told.runs))
    show("Growth", growth(told.rows, told.runs))


if __name__ == "__main__":
    main()
