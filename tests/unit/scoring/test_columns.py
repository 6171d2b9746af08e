"""What a table may hold, what is said of the rest, and words instead of bits."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pytest

import involvement as inv
from involvement.scoring import answers
from involvement.scoring.columns import Scorer

if TYPE_CHECKING:
    from involvement.errors import Issue


def fault(table: object) -> str:
    """The whole message a table earns."""
    with pytest.raises(inv.TableError) as caught:
        inv.score_table(table)
    return str(caught.value)


def test_every_fault_of_a_table_at_once() -> None:
    """One issue a column, with values, rows and what would be right."""
    table = pa.table(
        {
            "led_by": ["user", "usr", None, "usr", "profesional"],
            "asks_users": [True, False, None, None, True],
            "contacts": [1, 0, 2.5, None, -1],
            "user_vote_share": [0.5, 1.2, -0.1, None, 1],
            "purposes": ["inform; comply", "", "inform;tell", None, "unknown"],
        }
    )
    assert fault(table) == (
        "led_by  [column-value]\n"
        "  found 'usr' in 2 rows: 1, 3; 'profesional' in row 4\n"
        "  expected one of: user, professional, joint, external\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "asks_users  [column-type]\n"
        "  found a column of type bool\n"
        "  expected one of: yes, no\n"
        "  write the words, such as yes and no, not true and false\n"
        "contacts  [column-value]\n"
        "  found 0.0 in row 1; 2.5 in row 2; -1.0 in row 4\n"
        "  expected whole numbers, 1 and up\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "user_vote_share  [column-value]\n"
        "  found 1.2 in row 1; -0.1 in row 2\n"
        "  expected numbers from 0 to 1\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "purposes  [column-value]\n"
        "  found 'inform;tell' in row 2\n"
        "  expected one of: persuade, educate_or_treat, inform, gather_views, "
        "improve_jointly, devolve, comply (several as a list, or as text split on ';')\n"
        "  leave the cell empty or write 'unknown' if it was not recorded"
    )


def test_a_million_wrong_values_make_one_issue() -> None:
    """Five values and five rows are shown; the rest are counted."""
    many = pa.table({"contacts": list(range(-200, 0))})
    assert fault(many) == (
        "contacts  [column-value]\n"
        "  found -200 in row 0; -199 in row 1; -198 in row 2; -197 in row 3; "
        "-196 in row 4; 96 more values in 195 rows\n"
        "  expected whole numbers, 1 and up\n"
        "  leave the cell empty or write 'unknown' if it was not recorded"
    )
    same = pa.table({"led_by": ["nobody"] * 9})
    assert fault(same) == (
        "led_by  [column-value]\n"
        "  found 'nobody' in 9 rows: 0, 1, 2, 3, 4, ...\n"
        "  expected one of: user, professional, joint, external\n"
        "  leave the cell empty or write 'unknown' if it was not recorded"
    )


def test_places_outside_the_word_list() -> None:
    """Whole numbers must be places; text numbers must be numbers."""
    table = pa.table(
        {
            "led_by": [0, 9, -1],
            "agenda_set_by": [0.0, 1.5, None],
            "purposes": [128, 127, 0],
            "contacts": ["3", "3.5", "many"],
            "user_vote_share": ["0.5", "2", ""],
            "reward": [b"fee", None, None],
        }
    )
    assert fault(table) == (
        "led_by  [column-value]\n"
        "  found 9 in row 1; -1 in row 2\n"
        "  expected one of: user, professional, joint, external\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "agenda_set_by  [column-value]\n"
        "  found 1.5 in row 1\n"
        "  expected one of: user, professional, joint, external\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "contacts  [column-value]\n"
        "  found '3.5' in row 1; 'many' in row 2\n"
        "  expected whole numbers, 1 and up\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "user_vote_share  [column-value]\n"
        "  found '2' in row 1\n"
        "  expected numbers from 0 to 1\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "purposes  [column-value]\n"
        "  found 128 in row 0\n"
        "  expected one of: persuade, educate_or_treat, inform, gather_views, "
        "improve_jointly, devolve, comply (several as a list, or as text split on ';')\n"
        "  leave the cell empty or write 'unknown' if it was not recorded\n"
        "reward  [column-type]\n"
        "  found a column of type binary\n"
        "  expected one of: none, expenses, fee, incentive_is_reason\n"
        "  give the words as text"
    )


def test_a_dictionary_of_numbers_is_read_by_its_values() -> None:
    """Dictionaries of counts: good ones are read, bad ones named by their rows."""
    good = pa.table({"contacts": pa.array([1, 5, None, 5]).dictionary_encode()})
    scored = inv.score_table(good, scales=["involve"])
    plain = inv.score_table(pa.table({"contacts": [1, 5, None, 5]}), scales=["involve"])
    assert scored["involve_open"] == plain["involve_open"]
    bad = pa.table({"contacts": pa.array([1, 0, 0]).dictionary_encode()})
    assert fault(bad) == (
        "contacts  [column-value]\n"
        "  found 0 in 2 rows: 1, 2\n"
        "  expected whole numbers, 1 and up\n"
        "  leave the cell empty or write 'unknown' if it was not recorded"
    )


def test_a_null_inside_a_list_is_not_a_purpose() -> None:
    """Nulls and empty texts in a list of purposes are passed over."""
    table = pa.table({"purposes": [["inform", None], [None], [""], None, []]})
    words = inv.score_table(table, scales=["signals"], words=True)
    assert words["signals_open"].to_pylist()[0].split(";")[-1] != "ulterior_purpose"
    for text in words["signals_open"].to_pylist()[1:]:
        assert text.endswith("ulterior_purpose")


def test_names_that_are_taken_or_twice() -> None:
    """A table is never written over, and never has a name twice."""
    taken = pa.table({"iap2_none": ["kept"], "asks_users": ["yes"]})
    assert fault(taken) == (
        "[column-taken]\n"
        "  found a column 'iap2_none'\n"
        "  rename it or leave it out: the answers need the name"
    )
    twice = pa.Table.from_arrays([pa.array(["yes"])] * 2, ["led_by", "led_by"])
    assert fault(twice) == (
        "[column-taken]\n  found two columns named 'led_by'\n  rename one of them"
    )


def test_things_that_are_no_table() -> None:
    """What cannot be read says so."""
    assert fault("rows.csv") == (
        "[table-kind]\n"
        "  found a str\n"
        "  expected an Arrow table, record batches, or a pandas or polars data frame"
    )
    mixed = pd.DataFrame({"led_by": ["user", 3, object()]})
    assert fault(mixed).startswith(
        "[table-kind]\n  found a DataFrame that Arrow cannot"
    )
    assert fault(mixed).endswith(
        "give each column one type; mixed columns cannot be read"
    )


def test_people_answer_some_scales_themselves() -> None:
    """Scales that facts cannot derive are refused by name."""
    with pytest.raises(inv.ScaleError) as caught:
        inv.score_table(pa.table({}), scales=["cube"])
    assert str(caught.value) == (
        "[scale-facts]\n"
        "  found the scale 'cube', which people answer themselves\n"
        "  expected a scale that facts decide\n"
        "  people's answers to it stand in the record's `ratings`"
    )


def test_what_is_said_of_the_columns() -> None:
    """Facts without a column and columns without a fact are told, with the nearest."""
    told: list[Issue] = []
    table = pa.table({"led_bye": ["user"], "site": ["a"], "asks_users": ["yes"]})
    inv.score_table(table, scales=["work"], on_warning=told.append)
    assert [str(issue) for issue in told] == [
        "note: [column-missing]\n"
        "  found no column for: deliberates, user_work\n"
        "  these facts count as unknown in every row",
        "note: [column-extra]\n"
        "  found a column 'led_bye' that is no fact; it is passed on\n"
        "  did you mean 'led_by'?",
        "note: [column-extra]\n"
        "  found a column 'site' that is no fact; it is passed on",
    ]
    told.clear()
    facts = list(Scorer.of(["work"]).packing.codings)
    inv.score_table(
        pa.table({f: ["yes"] for f in facts[:2]} | {"user_work": ["lead"]}),
        scales=["work"],
        on_warning=told.append,
    )
    assert told == []


def test_words_instead_of_bits() -> None:
    """Level ids and label ids, empty where there is none."""
    table = pa.table(
        {
            "asks_users": ["yes", "no"],
            "deliberates": ["no", "no"],
            "informs_users": ["no", "no"],
            "decision_right": ["professional", "professional"],
        }
    )
    scored = inv.score_table(table, scales=["iap2", "involve"], words=True)
    assert scored.drop_columns(table.schema.names).to_pylist() == [
        {
            "iap2_possible": "consult",
            "iap2_lowest": "consult",
            "iap2_highest": "consult",
            "iap2_none": False,
            "involve_holds": "consultation",
            "involve_open": "user_led",
        },
        {
            "iap2_possible": "",
            "iap2_lowest": None,
            "iap2_highest": None,
            "iap2_none": True,
            "involve_holds": "",
            "involve_open": "user_led",
        },
    ]


def test_what_a_dictionary_lists_and_no_row_uses_is_no_fault() -> None:
    """Only values that stand in a row count."""
    words = pa.DictionaryArray.from_arrays(pa.array([0, None]), ["user", "nobody"])
    counts = pa.DictionaryArray.from_arrays(pa.array([1, None]), pa.array([0, 2]))
    table = pa.table({"led_by": words, "contacts": counts})
    assert inv.score_table(table, scales=["involve"]).num_rows == 2


def test_a_scale_of_many_labels_is_answered_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two look-ups of many labels say what one look-up says."""
    table = pa.table({"asks_users": ["yes", "no", None], "deliberates": ["no"] * 3})
    expected = inv.score_table(table, scales=["involve", "signals"])
    monkeypatch.setattr(answers, "WIDE", 1)
    assert inv.score_table(table, scales=["involve", "signals"]) == expected


def test_numbers_of_any_type() -> None:
    """Decimals, wide and unsigned numbers give what small numbers give."""
    counts = {"int64": [1, 5, None], "uint8": [1, 5, None], "float32": [1, 5, None]}
    found = [
        inv.score_table(pa.table({"contacts": pa.array(v, k)}))["involve_open"]
        for k, v in counts.items()
    ]
    shares = pa.array([1, 5, None]).cast(pa.decimal128(30, 2))
    found.append(inv.score_table(pa.table({"contacts": shares}))["involve_open"])
    assert all(one == found[0] for one in found)
    places = [
        inv.score_table(pa.table({"led_by": pa.array([0, 3, None], kind)}))["pattern"]
        for kind in (pa.int8(), pa.uint8(), pa.int64())
    ]
    assert places[0] == places[1] == places[2]
    assert fault(pa.table({"led_by": pa.array([0, -1], pa.int8())})).splitlines()[
        1
    ] == ("  found -1 in row 1")


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, where arrow is first used."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "involvement.scoring.arrow")
    with pytest.raises(inv.MissingExtra) as caught:
        importlib.import_module("involvement.scoring.arrow")
    assert str(caught.value) == (
        "[extra-missing]\n"
        "  scoring a table needs the extra 'tables'; it is not installed\n"
        '  install it with: pip install "involvement[tables]"'
    )
