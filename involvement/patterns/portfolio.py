"""Several programmes seen together, one record each."""

from __future__ import annotations

import attrs

from involvement.record.programme import Programme


@attrs.frozen(kw_only=True)
class Portfolio:
    """The records of one directory.

    Attributes:
        programmes: One programme for each record, in the order of the file names.
        sources: The file names, in the same order.
    """

    programmes: tuple[Programme, ...]
    sources: tuple[str, ...] = ()
