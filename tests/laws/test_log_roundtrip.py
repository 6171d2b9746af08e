"""An impact log that was read comes back out the same, row by row."""

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.formats import log
from involvement.formats.folder import csv_text
from involvement.formats.log_rows import COLUMNS
from involvement.formats.validation import read_tree
from involvement.limits import Limits

texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), max_size=9
) | st.sampled_from(["", "", "=1+1", "a\nb", "\\n", "Told: x", "Standard: y\n"])
dates = st.sampled_from(["", "2007", "2007-03", "2007-03-14", "2007/2008-02"])
cells = {
    "date": dates,
    "who": texts.filter(lambda t: t != "unknown") | st.sampled_from(["user", "joint"]),
    "verdict": st.sampled_from(["", "accepted", "rejected"]),
    "status": st.sampled_from(["", "planned", "implemented"]),
    "told": st.sampled_from(["", "yes", "no", "2008-01", "by letter"]),
    "source": texts.filter(lambda t: t != "unknown"),
}
rows = st.fixed_dictionaries({name: cells.get(name, texts) for name in COLUMNS})


def read_back(lines: list[Any], place: Path) -> list[list[str]]:
    """The log written from the record that a log stands for."""
    (place / "log.csv").write_bytes(csv_text(lines).encode())
    tree = log.read(place / "log.csv", Limits())
    assert tree.issues == ()
    programme, _ = read_tree(tree)
    log.write(programme, place / "out.csv")
    text = (place / "out.csv").read_bytes().decode()
    return list(csv.reader(io.StringIO(text, newline="")))


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=4))
def test_every_row_comes_back(found: list[dict[str, str]]) -> None:
    """Reading and writing again changes no cell; empty rows are skipped."""
    used = [
        name for name in COLUMNS if name in log.BASIC or any(row[name] for row in found)
    ]
    lines = [[row[name] or None for name in used] for row in found]
    kept = [line for line in lines if any(line)]
    guarded = list(csv.reader(io.StringIO(csv_text([used, *kept]), newline="")))
    with tempfile.TemporaryDirectory() as place:
        assert read_back([used, *lines], Path(place)) == guarded
