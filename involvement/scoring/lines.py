"""Activities in JSON lines, checked as records are and scored one by one or together.

One by one gives everything `score` says. Together gives the columns of `score_table`,
several times faster: for registers of which only the answers are wanted.
"""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Any

from involvement.formats.lines import read_lines
from involvement.record.activity import Activity
from involvement.scoring.activity import ActivityScore, score
from involvement.vocabulary import FACTS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    from involvement.errors import Issue
    from involvement.instruments.levels import Scale
    from involvement.limits import Limits
    from involvement.scoring.facts import Sides

AT_ONCE = 1 << 13
"""Lines of one table."""


def score_lines(
    file: IO[bytes],
    *,
    sides: Sides | None = None,
    scales: Iterable[str | Scale] | None = None,
    source: str = "lines",
    limits: Limits | None = None,
) -> Iterator[tuple[int, ActivityScore | tuple[Issue, ...]]]:
    r"""Score activities written as JSON, one a line; a bad line stops no other.

    Args:
        file: A file open for reading bytes; empty lines are passed over.
        sides: How actor ids become a side (`programme.side`); without it they count
            as unknown side, and the reasons say so.
        scales: The scales to answer; all in use when left out.
        source: The file's name as shown to people.
        limits: How much one line may ask of this machine.

    Yields:
        The line's number, counted from 1, with its score or with its faults.

    Raises:
        ScaleError: If a scale is not known or facts cannot answer it.

    Example:
        >>> import io
        >>> for number, found in score_lines(io.BytesIO(b'{"id": "a"}\n{}')):
        ...     print(number, getattr(found, "signals_count", found))
        1 0 present of 0 known
        2 (Issue(code='field-missing', ...),)
    """
    chosen = None if scales is None else tuple(scales)
    for number, activity, said in _read(file, source, limits):
        if activity is None:
            yield number, said
        else:
            yield number, score(activity, sides=sides, scales=chosen)


def _read(
    file: IO[bytes], source: str, limits: Limits | None
) -> Iterator[tuple[int, Activity | None, tuple[Issue, ...]]]:
    """The lines that are not empty."""
    for number, activity, said in read_lines(
        file, source, model=Activity, limits=limits
    ):
        if activity is not None or any(issue.severity == "error" for issue in said):
            yield number, activity, said


def tabulate_lines(
    file: IO[bytes],
    *,
    on_fault: Callable[[Issue], None],
    sides: Sides | None = None,
    scales: Iterable[str | Scale] | None = None,
    words: bool = False,
    source: str = "lines",
    limits: Limits | None = None,
) -> Iterator[pa.Table]:
    r"""Score activities written as JSON lines into tables, some thousand lines each.

    Every line is checked as a record is. Bad ones are told and left out.

    Args:
        file: A file open for reading bytes; empty lines are passed over.
        on_fault: Called with each fault of each bad line.
        sides: How actor ids become a side (`programme.side`).
        scales: Scales or their ids; all that facts decide when left out.
        words: Whether to write level ids instead of numbers and bits.
        source: The file's name as shown to people.
        limits: How much one line may ask of this machine.

    Yields:
        Arrow tables with the columns `line`, `id` and those `score_table` adds.

    Raises:
        ScaleError: If a scale is not known or facts cannot answer it.
        MissingExtra: If pyarrow is not installed.

    Example:
        >>> import io
        >>> text = b'{"id": "a", "asks_users": "yes"}\n{"id": "b", "led_by": 3}'
        >>> file = io.BytesIO(text)
        >>> tables = tabulate_lines(
        ...     file, scales=["work"], words=True, on_fault=print
        ... )
        >>> for table in tables:
        ...     print(table["line"].to_pylist(), table["work_lowest"].to_pylist())
        lines:2:23  led_by  [shape]
        ...
        [1] ['data']
    """
    from involvement.scoring.arrow import pa
    from involvement.scoring.columns import Scorer, score_batch

    scorer = Scorer.of(scales, words=words)
    facts = tuple(scorer.packing.codings)
    found = _read(file, source, limits)
    while some := list(islice(found, AT_ONCE)):
        sound = []
        for number, activity, said in some:
            if activity is not None:
                sound.append((number, activity))
            for issue in said:
                on_fault(issue)
        activities = [one for _, one in sound]
        columns = {fact: _column(pa, fact, activities, sides) for fact in facts}
        scored = score_batch(pa.table(columns), scorer).drop_columns(list(facts))
        names = pa.array([one.id for one in activities], pa.string())
        numbers = pa.array([number for number, _ in sound], pa.int64())
        yield scored.add_column(0, "id", names).add_column(0, "line", numbers)


def _column(
    arrow: Any, fact: str, activities: list[Activity], sides: Sides | None
) -> pa.Array:
    values = list(map(attrgetter(fact), activities))
    kind = FACTS[fact].kind
    if kind == "count":
        return arrow.array(values, arrow.int64())
    if kind == "share":
        return arrow.array(values, arrow.float64())
    if kind == "set":
        values = [";".join(words) for words in values]
    elif kind == "side":
        values = [one if isinstance(one, str) else _side(one, sides) for one in values]
    return arrow.array(values, arrow.string())


def _side(actors: tuple[str, ...], sides: Sides | None) -> str:
    return sides(actors) if sides is not None else UNKNOWN
