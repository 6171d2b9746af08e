"""A record survives every flat format: Excel workbook, folder of CSV, REDCap."""

import string
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from involvement.formats import folder, redcap, workbook
from involvement.formats.sheets import Column, sheets
from involvement.limits import Limits
from involvement.record.programme import Programme

CONTROL = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))

AWKWARD = ["=1+1", "'", "''", "-5", "@x", "'=a", "unknown", "NA", "_x000D_", "1"]
AWKWARD += [
    "2007-03",
    "TRUE",
    'a";,b',
    " ",
    "",
    "\t",
    "a\r\nb",
    "long_texts 1",
    "x" * 40_000,
]

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=CONTROL), max_size=12
) | st.sampled_from(AWKWARD)
ids = st.text(string.ascii_letters + string.digits, min_size=1, max_size=4)
dates = st.sampled_from(["2007", "2007-03", "2007-03-14", "0999"])
whens = dates | st.builds(
    lambda start, end: {"start": start} | ({"end": end} if end else {}),
    dates,
    st.sampled_from(["2008", "2009-12", None]),
)
known_texts = texts.filter(lambda text: text != "unknown")


def shaped(values: object) -> Programme:
    """A record whose references nobody has checked."""
    made: Programme = Programme.__pydantic_validator__.validate_python(values)
    return made


def cell(column: Column) -> st.SearchStrategy[object]:
    """Any value a column may hold."""
    if column.name == "currency":
        return st.just("GBP")
    if column.name == "schema_version":
        return st.just("1")
    if column.name == "grade":
        return st.integers(1, 4)
    if column.name == "user_vote_share":
        return st.floats(0, 1)
    words = st.sampled_from(list(column.words) or ["-"])
    return {
        "text": known_texts,
        "id": ids,
        "ids": st.lists(ids, max_size=3),
        "labels": st.lists(texts, max_size=3),
        "word": words,
        "words": st.lists(words, max_size=2, unique=True),
        "side": words | st.lists(ids.map("a-{}".format), min_size=1, max_size=2),
        "count": st.integers(1, 10**9),
        "number": st.floats(0, 1e9),
        "money": st.decimals(0, 10**9, places=2).map(str),
        "when": whens,
        "value": st.integers() | st.floats(allow_nan=False, allow_infinity=False)
        | texts,
    }[column.kind]  # fmt: skip


def row(columns: list[Column]) -> st.SearchStrategy[dict[str, object]]:
    """A row with some of its cells filled."""
    must = {c.name: cell(c) for c in columns if c.required}
    may = {c.name: cell(c) for c in columns if not c.required and c.name != "id"}
    return st.fixed_dictionaries(must, optional=may).map(
        lambda made: made | ({"currency": "GBP"} if "amount" in made else {})
    )


def items(name: str) -> st.SearchStrategy[list[dict[str, object]]]:
    """Items of one list with their nested parts."""
    sheet = sheets()[name]
    own = row([c for c in sheet.columns if c.name not in ("id", sheet.link)])
    parts: dict[str, st.SearchStrategy[Any]] = {}
    for nested in sheets().values():
        if nested.parent != name:
            continue
        if nested.pair:
            value = nested.column(nested.pair[1])
            filled = cell(value)
            if value.kind == "text":
                filled = texts
            parts[nested.name] = st.dictionaries(texts, filled, max_size=2)
        elif nested.name == "participants":
            heads = st.dictionaries(texts, st.integers(0, 99), max_size=2)
            some = {"actor": ids, "people": st.integers(0, 9), "groups": heads}
            parts["participants"] = st.lists(
                st.fixed_dictionaries({}, optional=some), max_size=2
            )
        else:
            columns = [c for c in nested.columns if c.name != nested.link]
            parts[nested.name] = st.lists(row(columns), max_size=2)
    whole = st.builds(
        lambda base, extra: base | extra, own, st.fixed_dictionaries({}, optional=parts)
    )
    return st.lists(whole, max_size=2)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """A record of the right shape; its references need not hold."""
    values = draw(row(list(sheets()["programme"].columns))) | {"id": "p"}
    chosen = draw(st.lists(st.sampled_from(LISTS), max_size=4, unique=True))
    for name in chosen:
        listed = draw(items(name))
        has_id = name != "interpretations"
        values[name] = [
            item | ({"id": f"{name}-{n}"} if has_id else {})
            for n, item in enumerate(listed)
        ]
    return shaped(values)


LISTS = [s.name for s in sheets().values() if not s.parent and not s.single]

few = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),  # shrinking takes minutes here
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
awkward = shaped(
    {
        "schema_version": "1",
        "id": "p",
        "activities": [
            {
                "id": "a",
                "user_vote_share": 0.1 + 0.2,
                "costs": [{"amount": Decimal("12.50"), "currency": "GBP"}, {}],
                "participants": [{}, {"groups": {"under 65": 4, "": 1}}],
                "when": {},
            }
        ],
        "ratings": [
            {"id": "r", "scale": "s", "respondent": "user",
             "answers": {"1": "1", "2": 1, "3": "'1", "4": 0.1 + 0.2, "": ""}}
        ],
    }
)  # fmt: skip


@few
@given(programmes())
@example(awkward)
def test_a_workbook_gives_the_same_record_back(record: Programme) -> None:
    """Nothing is lost or changed in a workbook, and nothing needs a note."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "record.xlsx"
        assert workbook.write(record, path) == ()
        tree = workbook.read(path, Limits())
    assert tree.issues == ()
    assert shaped(tree.value) == record


@few
@given(programmes())
@example(awkward)
def test_a_folder_of_csv_gives_the_same_record_back(record: Programme) -> None:
    """Nothing is lost or changed in a folder of CSV files."""
    with tempfile.TemporaryDirectory() as place:
        folder.write(record, Path(place))
        tree = folder.read(Path(place), Limits())
    assert tree.issues == ()
    assert shaped(tree.value) == record


def in_list_order(record: Programme) -> Programme:
    """The record with the words of tick boxes in the order of their lists."""
    values = record.model_dump(mode="json")
    ticked = {"contributions": "knowledge", "interpretations": "rationales"}
    for name, field in ticked.items():
        words = list(sheets()[name].column(field).words)
        for item in values.get(name, ()):
            if field in item:
                item[field].sort(key=words.index)
    return shaped(values)


@few
@given(programmes())
@example(awkward)
def test_redcap_gives_the_same_record_back(record: Programme) -> None:
    """Only the order of ticked words is lost in a REDCap export."""
    with tempfile.TemporaryDirectory() as place:
        redcap.write(record, Path(place) / "export.csv")
        tree = redcap.read(Path(place) / "export.csv", Limits())
    assert tree.issues == ()
    assert shaped(tree.value) == in_list_order(record)
