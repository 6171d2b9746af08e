"""Records and JSON lines: against pydantic alone, json, and both with the key check.

Run as `python benchmarks/records.py`. Processor time; ratios within one run.
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from measure import show, table, timed

import involvement as inv
from involvement.formats.jsontext import read_json
from involvement.formats.validation import read_tree
from involvement.report import html
from involvement.scoring.lines import score_lines, tabulate_lines
from involvement.vocabulary import FACTS

LINES = 2_000
RECORDS = 20


def drawn(count: int) -> list[dict[str, Any]]:
    """Activities over all values of all facts, with gaps."""
    draw = random.Random(5)  # noqa: S311
    found: list[dict[str, Any]] = []
    for number in range(count):
        activity: dict[str, Any] = {"id": f"a{number}"}
        for name, fact in FACTS.items():
            if draw.random() < 0.2:
                continue
            if fact.kind == "set":
                activity[name] = draw.sample(list(fact.words), draw.randint(1, 2))
            elif fact.kind == "count":
                activity[name] = draw.randint(1, 9)
            elif fact.kind == "share":
                activity[name] = draw.randint(0, 100) / 100
            else:
                activity[name] = draw.choice(fact.words)
        found.append(activity)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once, the cheapest check there is."""
    values = dict(pairs)
    assert len(values) == len(pairs)
    return values


def lines(runs: int) -> str:
    """JSON lines of activities, against pydantic's validation and the key check."""
    texts = [json.dumps(activity) for activity in drawn(LINES)]
    data = "\n".join(texts).encode()
    activities = [inv.Activity.model_validate_json(text) for text in texts]
    validate = inv.Activity.__pydantic_validator__.validate_json
    works = {
        "json alone": lambda: [json.loads(text) for text in texts],
        "pydantic's validation": lambda: [validate(text) for text in texts],
        "**baseline**: validation and the check for keys written twice": lambda: [
            (json.loads(text, object_pairs_hook=_once), validate(text))
            for text in texts
        ],
        "`tabulate_lines`: checked and scored into tables": lambda: list(
            tabulate_lines(io.BytesIO(data), on_fault=print)
        ),
        "`score_lines`: checked and scored one by one": lambda: list(
            score_lines(io.BytesIO(data))
        ),
        "`inv.score` of activities in memory": lambda: list(map(inv.score, activities)),
    }
    return _against(works, 2, LINES, runs, f"{len(texts[0])} bytes a line")


def records(runs: int) -> str:
    """Whole records, against pydantic alone and json."""
    texts = []
    for number in range(RECORDS):
        activities = drawn(50)
        record = {"schema_version": "1", "id": f"p{number}", "activities": activities}
        texts.append(json.dumps(record))
    validate = inv.Programme.__pydantic_validator__.validate_json
    inv.Programme.model_validate_json(texts[0])
    works = {
        "json alone": lambda: [json.loads(text) for text in texts],
        "**baseline**: pydantic's validation": lambda: [validate(t) for t in texts],
        "loading: keys, limits, validation, checks of the whole record": lambda: [
            read_tree(read_json(text, "record")) for text in texts
        ],
    }
    return _against(works, 1, RECORDS, runs, "50 activities a record")


def reports(runs: int) -> str:
    """From a file to an assessment and to a report in HTML."""
    shipped = inv.load("stroke")
    assert isinstance(shipped, inv.Programme)
    text = shipped.model_dump_json()
    validate = inv.Programme.__pydantic_validator__.validate_json
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stroke.json")
        path.write_text(text, encoding="utf-8")
        assessment = inv.assess(shipped)
        works = {
            "**baseline**: pydantic's validation": lambda: validate(text),
            "`load`": lambda: inv.load(path),
            "`assess`": lambda: inv.assess(shipped),
            "report in HTML": lambda: html.page(assessment),
        }
        return _against(works, 0, 1, runs, "the shipped example `stroke`")


def _against(works: Any, base: int, count: int, runs: int, what: str) -> str:
    timings = timed(*works.values(), runs=runs)
    baseline = timings[base].median
    rows = [
        [
            name,
            one.rate(count) if count > 1 else str(one),
            f"{baseline / one.median:.2f}",
        ]
        for name, one in zip(works, timings, strict=True)
    ]
    unit = "a second, median (range)" if count > 1 else "time, median (range)"
    return table([what, unit, "rate against the baseline"], rows)


def main(runs: int = 9) -> None:
    """Print every table."""
    show("JSON lines of activities", lines(runs))
    show("Loading records", records(runs))
    show("Assessment and report", reports(runs))


if __name__ == "__main__":
    main()
