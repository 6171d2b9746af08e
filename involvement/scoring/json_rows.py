"""JSON lines as rows of a table; a line that cannot be used is named and left out.

The lines are read twice: types can change late in a file, and columns appear late.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import attrs
import numpy as np

from involvement.errors import Issue, TableError
from involvement.formats.lines import read_trees
from involvement.record.faults import shown
from involvement.scoring.arrow import pa
from involvement.scoring.coding import Faults, encode
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from involvement.formats.tree import Tree
    from involvement.limits import Limits
    from involvement.scoring.packing import Coding

LINES = 1 << 13
"""JSON lines in memory at once: as Python objects rows take fifty times the room."""

_KEPT = 50_000
"""Values remembered for each fact; they are looked at again when there are more."""

_WORDS: dict[type, str] = {
    bool: "true or false",
    int: "numbers",
    float: "numbers",
    str: "text",
    list: "lists",
    dict: "named values",
}


def json_tables(
    file: IO[bytes],
    source: str,
    codings: Mapping[str, Coding],
    *,
    limits: Limits,
    on_fault: Callable[[Issue], None] | None = None,
) -> Iterator[pa.Table]:
    r"""The sound lines as tables of one schema, an empty one first.

    Args:
        file: A file open for reading bytes, from its beginning.
        source: Its name as shown to people.
        codings: The facts that will be read.
        limits: How much one line may ask of this machine.
        on_fault: Called with each fault of each bad line, and with a note on each
            empty one; without it a bad line stops the reading.

    Raises:
        TableError: Without `on_fault`, with the faults of the first bad lines; and
            always when a column holds values that no column can hold together.

    Example:
        >>> import io
        >>> from involvement.limits import Limits
        >>> file = io.BytesIO(b'{"id": "a"}\n{"id": \n{"id": "c"}')
        >>> tables = json_tables(
        ...     file, "a.jsonl", {}, limits=Limits(), on_fault=print
        ... )
        >>> [table.num_rows for table in tables]
        a.jsonl:2:8  [syntax]
          found the end of the file
          expected a value
        [0, 2]
    """
    judge = _Judge(codings)
    schema = pa.schema([])
    for part in _parts(file, source, limits, judge):
        wrong = [one for one in part.said if one.severity == "error"]
        if wrong and on_fault is None:
            raise TableError(wrong[: limits.issues])
        schema = _wider(source, schema, part.rows)
    for place, field in enumerate(schema):
        schema = schema.set(place, field.with_type(_settled(field.type)))
    yield schema.empty_table()
    file.seek(0)
    for part in _parts(file, source, limits, judge):
        for one in part.said:
            if on_fault is not None:
                on_fault(one)
        yield pa.Table.from_pylist(part.rows, schema=schema)


@attrs.define
class _Part:
    """Some lines: the rows of those that are sound, and what to say of the others."""

    rows: list[dict[str, Any]] = attrs.field(factory=list)
    said: list[Issue] = attrs.field(factory=list)


def _parts(
    file: IO[bytes], source: str, limits: Limits, judge: _Judge
) -> Iterator[_Part]:
    part = _Part()
    for _, tree, said in read_trees(file, source, limits=limits):
        found = list(said) if tree is None else judge.faults(tree)
        part.said += found
        if tree is not None and not found:
            part.rows.append(tree.value)
        if max(len(part.rows), len(part.said)) >= LINES:
            yield part
            part = _Part()
    if part.rows or part.said:
        yield part


@attrs.define
class _Judge:
    """Says what is wrong with a line, and the same in both readings.

    Attributes:
        codings: The facts that will be read.
        kinds: Column to the kind of its first value that was not null.
        fits: Fact to the values looked at, each with what is wrong with it.
    """

    codings: Mapping[str, Coding]
    kinds: dict[str, str] = attrs.field(factory=dict)
    fits: dict[str, dict[Any, Issue | None]] = attrs.field(factory=dict)

    def faults(self, tree: Tree) -> list[Issue]:
        """Every fault of one line."""
        if not isinstance(tree.value, dict):
            found, expected = f"found {shown(tree.value)}", "expected named values"
            return [Issue("shape", found, "", tree.where(()), expected)]
        faults = list(tree.issues)
        for name, value in tree.value.items():
            if value is not None and (wrong := self._wrong(name, value)):
                where = tree.where((name,))
                faults.append(attrs.evolve(wrong, path=name, where=where))
        if not faults:  # a line that is left out decides nothing
            for name, value in tree.value.items():
                if value is not None:
                    self.kinds.setdefault(name, _WORDS[type(value)])
        return faults

    def _wrong(self, name: str, value: Any) -> Issue | None:
        if name in self.codings and (wrong := self._unfit(name, value)):
            return wrong
        if not _held(value):
            return Issue(
                code="column-type",
                found=f"found {shown(value)}, which no column can hold",
                hint="write large numbers as text, and one kind of value in a list",
            )
        kind = _WORDS[type(value)]
        first = self.kinds.get(name, kind)
        if kind == first:
            return None
        return Issue(
            code="column-type",
            found=f"found {shown(value)} in a column of {first}",
            hint=f"write {first} in every line, or null",
        )

    def _unfit(self, fact: str, value: Any) -> Issue | None:
        """What a column of facts would say of a value; each is looked at once."""
        if type(value) is float and FACTS[fact].kind == "share" and 0 <= value <= 1:
            return None  # too many different ones to remember
        known = self.fits.setdefault(fact, {})
        try:
            key = (type(value), tuple(value) if isinstance(value, list) else value)
            if key not in known:
                if len(known) > _KEPT:
                    known.clear()
                known[key] = _looked_at(self.codings[fact], value)
            return known[key]
        except TypeError:  # a list or named values inside
            return _looked_at(self.codings[fact], value)


def _held(value: Any) -> bool:
    """Whether a column can hold a value at all."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    if isinstance(value, list | dict):
        try:
            pa.array([value])
        except (pa.ArrowException, OverflowError):
            return False
    return True


def _looked_at(coding: Coding, value: Any) -> Issue | None:
    faults = Faults()
    try:
        encode(pa.array([value]), coding, faults)
    except (pa.ArrowException, OverflowError):
        faults.add(coding.fact, value, np.zeros(1, np.intp), 0)
    if not (issues := faults.issues()):
        return None
    return attrs.evolve(issues[0], code="column-value", found=f"found {shown(value)}")


def _wider(source: str, schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Schema:
    """A schema that also holds these rows."""
    try:
        more = pa.Table.from_pylist(_even(rows)).schema
        return pa.unify_schemas([schema, more], promote_options="permissive")
    except pa.ArrowException as error:
        text = str(error).splitlines()[0]
        found = f"found values that no column can hold together: {text}"
        hint = "write the same kind of value in every line"
        raise TableError([Issue("column-type", found, "", source, "", hint)]) from None


def _even(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every row with every name of any row; Arrow asks only the first for names."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def _settled(kind: pa.DataType) -> pa.DataType:
    """A column that holds nothing, or nothing but empty lists, is text."""
    if pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_list(kind) and pa.types.is_null(kind.value_type):
        return pa.list_(pa.string())
    return kind
