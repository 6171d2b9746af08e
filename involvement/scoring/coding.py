"""Columns of a table to codes of facts; every value that cannot be read is kept.

Nothing is guessed: a value outside the words of its fact is a fault, a null, NaN or
empty text is unknown, and a fault never becomes "no", 0 or "professional".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from involvement.errors import Issue, closest, one_of, plain, quote
from involvement.scoring.arrow import pa, pc
from involvement.scoring.packing import Coding
from involvement.vocabulary import FACTS, UNKNOWN

Array = npt.NDArray[Any]

SHOWN_VALUES = 5
SHOWN_ROWS = 5

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)


@attrs.define
class Fault:
    """One value that a column may not hold: how often, and where first."""

    value: str
    rows: list[int] = attrs.field(factory=list)
    count: int = 0

    def add(self, rows: Array, first: int) -> None:
        """Count more rows with this value."""
        room = SHOWN_ROWS - len(self.rows)
        self.rows += [first + int(row) for row in rows[:room]]
        self.count += len(rows)


@attrs.define
class Faults:
    """The values that columns may not hold, by column and value."""

    found: dict[str, dict[str, Fault]] = attrs.field(factory=dict)
    kinds: dict[str, tuple[str, str]] = attrs.field(factory=dict)

    def add(self, fact: str, value: object, rows: Array, first: int) -> None:
        """Note that a value stands in some rows of a column."""
        text = plain(quote(value))
        by_value = self.found.setdefault(fact, {})
        by_value.setdefault(text, Fault(text)).add(rows, first)

    def kind(self, fact: str, arrow_type: pa.DataType, hint: str) -> None:
        """Note that a whole column is of a type that cannot be read."""
        self.kinds[fact] = (f"found a column of type {arrow_type}", hint)

    def issues(self) -> list[Issue]:
        """One issue a column, however many rows are wrong."""
        wrong = [fact for fact in FACTS if fact in self.found or fact in self.kinds]
        return [self._issue(fact) for fact in wrong]

    def _issue(self, fact: str) -> Issue:
        if fact in self.kinds:
            found, hint = self.kinds[fact]
            expected = _expected(fact, ())
            return Issue("column-type", found, fact, expected=expected, hint=hint)
        values = list(self.found[fact].values())
        shown = [_told(one) for one in values[:SHOWN_VALUES]]
        left = values[SHOWN_VALUES:]
        if left:
            rows = sum(one.count for one in left)
            shown.append(f"{len(left)} more values in {rows} rows")
        return Issue(
            code="column-value",
            found=f"found {'; '.join(shown)}",
            path=fact,
            expected=_expected(fact, [one.value.strip("'\"") for one in values]),
            hint="leave the cell empty or write 'unknown' if it was not recorded",
        )


def _told(fault: Fault) -> str:
    rows = ", ".join(map(str, fault.rows))
    more = ", ..." if fault.count > len(fault.rows) else ""
    noun = "row" if fault.count == 1 else f"{fault.count} rows:"
    return f"{fault.value} in {noun} {rows}{more}"


def _expected(fact: str, written: Sequence[str]) -> str:
    kind, words = FACTS[fact].kind, FACTS[fact].words
    if kind == "count":
        return "expected whole numbers, 1 and up"
    if kind == "share":
        return "expected numbers from 0 to 1"
    near = [word for one in written[:1] for word in closest(one, words)]
    known = f"expected one of: {', '.join(words)}" if not near else ""
    several = " (several as a list, or as text split on ';')" if kind == "set" else ""
    return (known or f"{one_of(words, word=written[0])}") + several


def encode(
    column: pa.Array, coding: Coding, faults: Faults, *, first: int = 0
) -> Array:
    """The codes of one column, shape (n,); faults are noted and coded unknown.

    Args:
        column: One chunk of a column: text, dictionary, whole numbers (places in the
            word list), decimals for shares, lists of words for `purposes`.
        coding: How the fact is coded.
        faults: Takes what cannot be read.
        first: The row number of the chunk's first row, counted from 0.
    """
    if pa.types.is_null(column.type):
        return np.full(len(column), coding.unknown, dtype=coding.dtype)
    reader = _reader(column.type, FACTS[coding.fact].kind)
    if isinstance(reader, str):
        faults.kind(coding.fact, column.type, reader)
        return np.full(len(column), coding.unknown, dtype=coding.dtype)
    return reader(column, coding, faults, first)


Reader = Callable[[pa.Array, Coding, Faults, int], Array]


def _reader(arrow_type: pa.DataType, kind: str) -> Reader | str:
    """The function that reads such a column, or what to do instead."""
    types = pa.types
    if types.is_boolean(arrow_type):
        return "write the words, such as yes and no, not true and false"
    if types.is_dictionary(arrow_type) and not isinstance(
        _reader(arrow_type.value_type, kind), str
    ):
        return _dictionary
    if _is_text(arrow_type):
        return _text
    numeric = types.is_integer(arrow_type) or types.is_floating(arrow_type)
    if kind in ("count", "share") and (numeric or types.is_decimal(arrow_type)):
        return _number
    if numeric:
        return _place
    if kind == "set" and (types.is_list(arrow_type) or types.is_large_list(arrow_type)):
        return _lists
    return "give the words as text"


def _is_text(arrow_type: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_string(arrow_type)
        or types.is_large_string(arrow_type)
        or types.is_string_view(arrow_type)
    )


def _text(column: pa.Array, coding: Coding, faults: Faults, first: int) -> Array:
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    return _dictionary(column.dictionary_encode(), coding, faults, first)


def _dictionary(column: pa.Array, coding: Coding, faults: Faults, first: int) -> Array:
    """Read each different value once, then spread the codes over the rows."""
    values = column.dictionary
    rows, known = _raw(column.indices)
    rows = rows.astype(np.intp)
    if known is not None:
        rows *= known
        rows += ~known * np.intp(len(values))
    if _is_text(values.type):
        read = [_word(value, coding) for value in values.to_pylist()]
        codes = np.array([*(c for c, _ in read), coding.unknown], dtype=coding.dtype)
        wrong = [place for place, (_, fine) in enumerate(read) if not fine]
        for place in wrong:
            at = np.flatnonzero(rows == place)
            if len(at):
                faults.add(coding.fact, values[place].as_py(), at, first)
    else:
        inner = Faults()
        coded = encode(values, coding, inner)
        codes = np.append(coded, coding.dtype(coding.unknown))
        for fault in inner.found.get(coding.fact, {}).values():
            at = np.flatnonzero(np.isin(rows, fault.rows))
            if len(at):
                _same(faults, coding.fact, fault.value).add(at, first)
    result: Array = codes.take(rows)
    return result


def _same(faults: Faults, fact: str, text: str) -> Fault:
    return faults.found.setdefault(fact, {}).setdefault(text, Fault(text))


def _word(text: str | None, coding: Coding) -> tuple[int, bool]:
    """The code of a text, and whether it could be read."""
    if text is None or text in ("", UNKNOWN):
        return coding.unknown, True
    kind = FACTS[coding.fact].kind
    if kind == "set":
        return _set(text.split(";"), coding)
    if kind in ("count", "share"):
        if not _NUMBER.fullmatch(text):
            return coding.unknown, False
        codes, fine = _intervals(np.array([float(text)]), coding)
        return (int(codes[0]), True) if fine[0] else (coding.unknown, False)
    words = FACTS[coding.fact].words
    return (words.index(text), True) if text in words else (coding.unknown, False)


def _set(parts: Sequence[str | None], coding: Coding) -> tuple[int, bool]:
    """The code of several words; none, or only unknown ones, is unknown."""
    words = FACTS[coding.fact].words
    named = [part.strip() for part in parts if part is not None]
    named = [part for part in named if part not in ("", UNKNOWN)]
    if any(part not in words for part in named):
        return coding.unknown, False
    bits = sum(1 << words.index(part) for part in set(named))
    return (bits - 1, True) if bits else (coding.unknown, True)


def _lists(column: pa.Array, coding: Coding, faults: Faults, first: int) -> Array:
    joined = pc.binary_join(column.cast(pa.list_(pa.string())), ";")
    if joined.null_count == column.null_count:
        return _text(joined, coding, faults, first)
    # A null inside a list makes the joined text null: read such columns by hand.
    texts = pa.array(_joined(column), type=pa.string())
    return _text(texts, coding, faults, first)


def _joined(column: pa.Array) -> Iterator[str]:
    for words in column.to_pylist():
        yield ";".join(word for word in words or () if word is not None)


def _place(column: pa.Array, coding: Coding, faults: Faults, first: int) -> Array:
    """Whole numbers: places in the word list, or the bits of a set."""
    if not pa.types.is_integer(column.type):
        column = _whole(column, coding, faults, first)
    numbers, known = _raw(column)
    if numbers.dtype == np.int8:
        numbers = numbers.view(np.uint8)  # what is negative becomes too large
    empty = 1 if FACTS[coding.fact].kind == "set" else 0
    # A set's bits count from 1; bit pattern 0 is the empty set, which is unknown.
    top = coding.unknown + empty
    if known is not None:
        # A product: a choice by row is several times slower.
        numbers = numbers * known.view(np.uint8)
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() < top:
        fine = (numbers >= 0) & (numbers < top)
        _note(column, ~fine, coding, faults, first)
        known = fine if known is None else known & fine
        numbers = numbers * known
    codes = numbers.astype(coding.dtype)
    if empty:
        known = numbers > 0
        codes -= known.view(np.uint8)
    return _blanked(codes, known, coding)


def _blanked(codes: Array, known: Array | None, coding: Coding) -> Array:
    """Codes of 0 where nothing is known become the code of "unknown"."""
    if known is not None:
        codes += (~known).view(np.uint8) * coding.dtype(coding.unknown)
    return codes


def _whole(column: pa.Array, coding: Coding, faults: Faults, first: int) -> pa.Array:
    """Places that arrive as decimals, as data frames with gaps hold them."""
    known, numbers = _numbers(column)
    fine = known & (np.abs(numbers) < 2**31) & (np.floor(numbers) == numbers)
    _note(column, known & ~fine, coding, faults, first)
    return pa.array(np.where(fine, numbers, 0).astype(np.int64), mask=~fine)


def _raw(column: pa.Array) -> tuple[Array, Array | None]:
    """The numbers of a column without a copy, and which rows are known (None: all)."""
    validity, data = column.buffers()
    start, rows = column.offset, len(column)
    kind = np.dtype(column.type.to_pandas_dtype())
    # only what is asked for: behind it a buffer may hold part of a number
    at = start * kind.itemsize
    numbers = np.frombuffer(data, dtype=kind, count=rows, offset=at)
    if validity is None or not column.null_count:
        return numbers, None
    whole, left = divmod(start, 8)
    bits = np.unpackbits(
        np.frombuffer(validity, dtype=np.uint8, offset=whole),
        count=left + rows,
        bitorder="little",
    )
    return numbers, bits[left:].view(bool)


def _number(column: pa.Array, coding: Coding, faults: Faults, first: int) -> Array:
    """Counts and shares: the interval between the cut points they fall in."""
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.float64())
    numbers, known = _raw(column)
    # What stands where nothing is known is read along and blanked in the end.
    codes, fine = _intervals(numbers, coding)
    if known is not None:
        fine |= ~known
    if not fine.all():
        if numbers.dtype.kind == "f":
            there = ~np.isnan(numbers)
            known = there if known is None else known & there
            fine |= ~there
        _note(column, ~fine, coding, faults, first)
        known = fine if known is None else known & fine
    if known is not None:
        codes *= known.view(np.uint8)
    return _blanked(codes, known, coding)


def _numbers(column: pa.Array) -> tuple[Array, Array]:
    """Which rows are known, and every number as a float; null and NaN are unknown."""
    filled = pc.fill_null(column.cast(pa.float64(), safe=False), math.nan)
    numbers = filled.to_numpy(zero_copy_only=False)
    return ~np.isnan(numbers), numbers


def _intervals(numbers: Array, coding: Coding) -> tuple[Array, Array]:
    """The interval of each number, and whether it is in range."""
    codes = np.zeros(len(numbers), dtype=coding.dtype)
    whole = FACTS[coding.fact].kind == "count"
    for boundary, above in coding.cuts:
        cut = int(boundary) if whole else boundary
        codes += (numbers > cut) if above else (numbers >= cut)
    if not whole:
        return codes, (numbers >= 0) & (numbers <= 1)
    fine = numbers >= 1
    if numbers.dtype.kind == "f":
        fine &= (np.floor(numbers) == numbers) & (numbers < np.inf)
    return codes, fine


def _note(
    column: pa.Array, wrong: Array, coding: Coding, faults: Faults, first: int
) -> None:
    """Note the rows that are wrong, by value."""
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return
    values = np.array([column[int(row)].as_py() for row in rows[: SHOWN_VALUES * 20]])
    by_value: dict[object, list[int]] = {}
    for row, value in zip(rows, values.tolist(), strict=False):
        by_value.setdefault(value, []).append(int(row))
    for value, at in by_value.items():
        faults.add(coding.fact, value, np.array(at), first)
    left = rows[SHOWN_VALUES * 20 :]
    if len(left):
        _same(faults, coding.fact, "other values").add(left, first)
