"""JSON lines: one record, or one activity, on each line; a bad line stops nothing."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, TypeVar, cast

from pydantic import ValidationError

from involvement.errors import Issue, RecordError
from involvement.formats.jsontext import read_json
from involvement.formats.text import decoded, limit_issue
from involvement.formats.validation import read_tree, sorted_issues
from involvement.limits import Limits
from involvement.record.faults import faults
from involvement.record.model import Model
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from involvement.formats.tree import Tree

ModelType = TypeVar("ModelType", bound=Model)

_CHUNK = 1 << 16


def read_lines(
    file: IO[bytes],
    source: str,
    *,
    model: type[ModelType],
    limits: Limits | None = None,
) -> Iterator[tuple[int, ModelType | None, tuple[Issue, ...]]]:
    r"""Read one item from each line of JSON.

    Args:
        file: A file open for reading bytes.
        source: Its name as shown to people.
        model: What each line holds, such as `Activity` or `Programme`.
        limits: How much one line may ask of this machine.

    Yields:
        The line's number from 1; its item, or None; and what there is to say: the
        faults of a line without an item, a note on an empty line, else warnings.

    Example:
        >>> import io
        >>> from involvement.record.activity import Activity
        >>> file = io.BytesIO(b'{"id": "a"}\n\n{"id": 3}\n')
        >>> for number, item, said in read_lines(file, "a.jsonl", model=Activity):
        ...     print(number, item and item.id, [issue.where for issue in said])
        1 a []
        2 None ['a.jsonl:2:1']
        3 None ['a.jsonl:3:8']
    """
    limits = limits or Limits()
    for number, tree, said in read_trees(file, source, limits=limits):
        if tree is None:
            yield number, None, said
            continue
        try:
            item, warnings = _item(tree, model, limits)
        except RecordError as error:
            yield number, None, error.issues
        else:
            yield number, item, warnings


def read_trees(
    file: IO[bytes], source: str, *, limits: Limits
) -> Iterator[tuple[int, Tree | None, tuple[Issue, ...]]]:
    r"""The plain values of each line of JSON, before anybody asks what they mean.

    Yields:
        The line's number from 1; its tree, or None; and without a tree the faults of
        the line, or a note that it is empty. Lesser faults are in the tree's `issues`.

    Example:
        >>> import io
        >>> file = io.BytesIO(b'{"id": "a"}\n{"id": \n')
        >>> for number, tree, said in read_trees(file, "a.jsonl", limits=Limits()):
        ...     print(number, tree and tree.value, [issue.where for issue in said])
        1 {'id': 'a'} []
        2 None ['a.jsonl:2:8']
    """
    number = 0
    while line := file.readline(limits.bytes + 1):
        number += 1
        where = f"{source}:{number}:1"
        if len(line) > limits.bytes:
            found = f"a line of more than {limits.bytes} bytes"
            _skip(file, line)
            yield number, None, (limit_issue("bytes", found, where),)
        elif not line.strip():
            yield number, None, (_empty(where),)
        else:
            try:
                text = decoded(line.rstrip(b"\r\n"), f"{source}:{number}")
                tree = read_json(text, source, limits=limits, line=number)
            except RecordError as error:
                yield number, None, error.issues
            else:
                yield number, tree, ()


def _skip(file: IO[bytes], line: bytes) -> None:
    """Go on to the next line without keeping this one."""
    while line and not line.endswith(b"\n"):
        line = file.readline(_CHUNK)


def _empty(where: str) -> Issue:
    return Issue(
        code="record-empty",
        found="found an empty line",
        where=where,
        hint="it was skipped",
        severity="note",
    )


def _item(
    tree: Tree, model: type[ModelType], limits: Limits
) -> tuple[ModelType, tuple[Issue, ...]]:
    if issubclass(model, Programme):
        programme, said = read_tree(tree, limits=limits)
        return cast("ModelType", programme), said
    return _of_model(tree, model, limits), ()


def _of_model(tree: Tree, model: type[ModelType], limits: Limits) -> ModelType:
    """The tree as an item that stands alone; its references are not judged.

    Raises:
        RecordError: With every fault.
    """
    try:
        item: ModelType = model.__pydantic_validator__.validate_python(tree.value)
    except ValidationError as error:
        found = faults(error.errors(include_url=False), model)
        raise RecordError(sorted_issues(found, tree, limits)) from None
    if tree.issues:
        raise RecordError(tree.issues)
    return item
