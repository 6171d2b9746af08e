"""What the fuzzers call: every door by which a stranger's bytes come in.

A target takes bytes and returns; the only exception it may let out is an
`InvolvementError`, which it catches. Anything else is a finding. Limits are set low
here, so that the breach of a limit is met as often as a valid input.
"""

from __future__ import annotations

import atexit
import csv
import datetime as dt
import io
import os
import shutil
import tempfile
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from involvement.dates import between, days, order
from involvement.errors import InvolvementError
from involvement.formats import folder, log, redcap, workbook
from involvement.formats.importers import read as import_files
from involvement.formats.jsontext import read_json
from involvement.formats.lines import read_lines
from involvement.formats.sheets import sheets
from involvement.formats.text import decoded, read_yaml
from involvement.formats.validation import read_tree
from involvement.instruments.reading import parse
from involvement.instruments.scale_file import read_scale
from involvement.limits import Limits
from involvement.record.activity import Activity

if TYPE_CHECKING:
    from collections.abc import Callable

    from involvement.errors import Issue
    from involvement.formats.tree import Tree

LIMITS = Limits(
    bytes=2**18, unpacked=2**22, cells=20_000, nodes=20_000, text=2**16, issues=100,
    items=5_000, patterns=20_000,
)  # fmt: skip
TODAY = dt.date(2026, 1, 1)
GOOD = (
    ("programme", ("schema_version", "id", "title"), ("1", "ward", "A ward")),
    ("activities", ("id", "title", "led_by"), ("a", "Survey", "user")),
    ("actors", ("id", "role"), ("u", "service_user")),
)
"""Sheets of a good workbook: name, header, rows."""

IMPORTERS = (
    "causal_map", "decentraland", "decidim", "eci", "participedia",
    "participedia_methods",
)  # fmt: skip


@cache
def place() -> Path:
    """A folder in memory where there is one: files are written for each input."""
    memory = Path("/dev/shm")  # noqa: S108 - only a faster place for the same files
    base = memory if os.access(memory, os.W_OK) else None
    made = Path(tempfile.mkdtemp(prefix="involvement-fuzz-", dir=base))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _judged(tree: Tree) -> None:
    """Validate and judge a tree, then write the record and read it again."""
    programme, _ = read_tree(tree, limits=LIMITS, today=TODAY)
    again, _ = read_tree(
        read_json(programme.model_dump_json(), "again.json"), today=TODAY
    )
    assert again == programme


def of_yaml(data: bytes) -> None:
    """A record in YAML."""
    _judged(read_yaml(decoded(data, "a.yaml"), "a.yaml", limits=LIMITS))


def of_json(data: bytes) -> None:
    """A record in JSON."""
    _judged(read_json(decoded(data, "a.json"), "a.json", limits=LIMITS))


def of_lines(data: bytes) -> None:
    """Activities on lines of JSON: faults are yielded, nothing is raised."""
    found = read_lines(io.BytesIO(data), "a.jsonl", model=Activity, limits=LIMITS)
    for _number, item, said in found:
        assert item is not None or said


def of_rule(data: bytes) -> None:
    """A rule: what is read prints as text that reads as the same rule."""
    rule = parse(data.decode("utf-8", "replace"), predicates=("open", "fair"))
    assert parse(str(rule), predicates=("open", "fair")) == rule


def of_dates(data: bytes) -> None:
    """Partial dates: an interval of real days, or a reason in words."""
    texts = data.decode("utf-8", "replace").split("\n")[:2]
    known = []
    for text in texts:
        with suppress(ValueError):
            known.append(days(text))
    if len(known) == 2:
        one, other = known
        opposite = {"before": "after", "after": "before"}
        there, back = order(one, other), order(other, one)
        assert opposite.get(there, there) == back
        between(*texts)
    for text in texts:
        Activity(id="a", when=text)


def of_scale(data: bytes) -> None:
    """A scale file; what loads can report on itself."""
    scale = read_scale(data.decode("utf-8", "replace"), name="s.toml", limits=LIMITS)
    scale.report().explain()


def of_workbook(data: bytes) -> None:
    """A workbook: whole bytes, or the XML of one sheet inside a good one."""
    path = place() / "r.xlsx"
    path.write_bytes(data if data[:2] == b"PK" else _around(data))
    _judged(workbook.read(path, LIMITS))


@cache
def _parts() -> dict[str, bytes]:
    """The parts of a small good workbook, but those that nobody reads."""
    import xlsxwriter

    path = place() / "good.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, *rows in GOOD:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if "theme" not in name]
        return {name: archive.read(name) for name in names if "docProps" not in name}


def _around(data: bytes) -> bytes:
    """The template with one of its parts replaced; the first byte says which."""
    names = [name for name in _parts() if name.startswith("xl/")]
    chosen = names[data[0] % len(names)] if data else ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in _parts().items():
            archive.writestr(name, data[1:] if name == chosen else part)
    return out.getvalue()


def of_folder(data: bytes) -> None:
    """A folder of CSV tables: files begin with a line `== name`."""
    home = place() / "folder"
    home.mkdir(exist_ok=True)
    for old in home.iterdir():
        old.unlink()
    (home / "datapackage.json").write_bytes(b'{"resources": []}')
    for part in data.split(b"== ")[1:9]:
        name, _, text = part.partition(b"\n")
        known = name.decode("ascii", "replace")
        if name == b"package":
            file = "datapackage.json"
        else:
            file = f"{known if known in sheets() else 'evidence'}.csv"
        (home / file).write_bytes(text)
    _judged(folder.read(home, LIMITS))


def _saved(name: str, data: bytes) -> Path:
    path = place() / name
    path.write_bytes(data)
    return path


def of_log(data: bytes) -> None:
    """An impact log."""
    _judged(log.read(_saved("log.csv", data), LIMITS))


def of_redcap(data: bytes) -> None:
    """An export of REDCap."""
    _judged(redcap.read(_saved("export.csv", data), LIMITS))


def of_importers(data: bytes) -> None:
    """Other people's tables: the first byte chooses whose."""
    name = IMPORTERS[(data[0] if data else 0) % len(IMPORTERS)]
    made = import_files(name, _saved("data.csv", data[1:]), limits=LIMITS)
    assert made.explain()


def of_prov(data: bytes) -> None:
    """A provenance document in JSON."""
    made = import_files("prov_json", _saved("prov.json", data), limits=LIMITS)
    assert made.explain()


def of_table(data: bytes) -> None:
    """A table to score: CSV text, its first bytes choose the types of the columns."""
    import pyarrow as pa

    from involvement.scoring.columns import score_table

    text = data[4:].decode("utf-8", "replace").replace("\0", "")
    rows = [row[:8] for row in csv.reader(io.StringIO(text[:4000], newline=""))][:20]
    if not rows or not rows[0]:
        return
    header = list(dict.fromkeys(rows[0]))
    columns = {}
    for at, name in enumerate(header):
        cells = [row[at] if at < len(row) else None for row in rows[1:]]
        columns[name] = _column(cells, data[at % 4] + at, pa)
    scored = score_table(pa.table(columns), scales=["arnstein", "work", "signals"])
    assert scored.num_rows == len(rows) - 1


def of_tablefile(data: bytes) -> None:
    """A table in a file to be scored into another; the first byte says which kind."""
    from involvement.scoring.streams import score_file

    ending = (".csv", ".jsonl", ".parquet", ".arrow")[(data[0] if data else 0) % 4]
    path = _saved(f"t{ending}", data[1:])
    told: list[Issue] = []
    tell = told.append
    score_file(
        path, place() / "out.csv", scales=["arnstein", "work"], limits=LIMITS,
        on_warning=tell, on_fault=tell,
    )  # fmt: skip


def _column(cells: list[str | None], kind: int, pa: object) -> object:
    numbers = [_number(cell) for cell in cells]
    array = pa.array  # type: ignore[attr-defined]
    if kind % 6 == 1:
        return array(numbers, "float64")
    if kind % 6 == 2:
        whole = [int(n) if n is not None and abs(n) < 2**31 else None for n in numbers]
        return array(whole, "int64")
    if kind % 6 == 3:
        return array(cells, "string").dictionary_encode()
    if kind % 6 == 4:
        return array([bool(cell) for cell in cells])
    if kind % 6 == 5:
        return array([[cell] if cell else None for cell in cells])
    return array(cells, "string")


def _number(cell: str | None) -> float | None:
    try:
        return float(cell or "")
    except ValueError:
        return None


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": of_yaml,
    "json": of_json,
    "lines": of_lines,
    "rule": of_rule,
    "dates": of_dates,
    "scale": of_scale,
    "workbook": of_workbook,
    "folder": of_folder,
    "log": of_log,
    "redcap": of_redcap,
    "importers": of_importers,
    "prov": of_prov,
    "table": of_table,
    "tablefile": of_tablefile,
}
"""Name to function; the corpus of each lies in `corpus/<name>/`."""


def run(name: str, data: bytes) -> None:
    """Give one input to a target; an `InvolvementError` is an answer."""
    with suppress(InvolvementError):
        TARGETS[name](data)
