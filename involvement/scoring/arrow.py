"""Arrow, or a word on how to install it."""

from __future__ import annotations

from involvement.errors import MissingExtra

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv, ipc, parquet
except ImportError:
    raise MissingExtra.needed("tables", "scoring a table") from None

__all__ = ["csv", "ipc", "pa", "parquet", "pc"]
