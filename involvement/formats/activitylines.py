"""Activities as JSON lines: each is checked for itself, a bad one stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from involvement.errors import Issue, RecordError
from involvement.formats.jsontext import read_json
from involvement.formats.text import decoded
from involvement.formats.validation import sorted_issues
from involvement.limits import Limits
from involvement.record.activity import Activity
from involvement.record.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def read_lines(
    lines: Iterable[str | bytes],
    *,
    source: str = "lines",
    limits: Limits | None = None,
) -> Iterator[tuple[int, Activity | tuple[Issue, ...]]]:
    """Each line's number with its activity, or with everything wrong with it.

    Empty lines are passed over. A line is one activity on its own: what only a whole
    programme can tell, such as whether an actor id exists, is not checked.

    Args:
        lines: Lines of JSON, such as an open file; numbers count from 1.
        source: The file's name as shown to people.
        limits: How much one line may ask of this machine.

    Example:
        >>> for number, found in read_lines(['{"id": "a"}', '{"id": "b c"}']):
        ...     print(number, getattr(found, "id", found))
        1 a
        2 (Issue(code='id-shape', ...),)
    """
    limits = limits or Limits()
    for number, line in enumerate(lines, 1):
        if line and not line.isspace():
            try:
                yield number, _activity(line, source, number, limits)
            except RecordError as error:
                yield number, error.issues


def _activity(line: str | bytes, source: str, number: int, limits: Limits) -> Activity:
    where = f"{source}:{number}"
    text = line if isinstance(line, str) else decoded(line, where)
    tree = read_json(text.strip("\ufeff\r\n"), source, limits=limits, line=number)
    try:
        activity: Activity = Activity.__pydantic_validator__.validate_python(tree.value)
    except ValidationError as error:
        told = error.errors(include_url=False)
        found = faults(told, Activity, rank=tree.rank, most=limits.issues)
        raise RecordError(sorted_issues(found, tree, limits)) from None
    if tree.issues:
        raise RecordError(tree.issues)
    return activity
