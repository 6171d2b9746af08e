"""Equal parts of records held once: nothing can be told but the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import involvement as inv
from involvement.record import sharing
from involvement.record.sharing import share

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_record_that_shares_is_the_same_record() -> None:
    """Equal, written the same, copied and changed on its own."""
    programme, other = inv.load("stroke"), inv.load("stroke")
    assert isinstance(programme, inv.Programme)
    assert isinstance(other, inv.Programme)
    share(programme)
    assert programme == other
    assert programme.model_dump_json() == other.model_dump_json()
    first, second = programme.contributions[:2]
    assert first.model_fields_set is second.model_fields_set
    assert first.model_fields_set == other.contributions[0].model_fields_set
    copied = first.model_copy(update={"extra_note": None})
    assert "extra_note" in copied.model_fields_set
    assert "extra_note" not in second.model_fields_set


def test_what_is_shared_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many different sets each keeps its own."""
    monkeypatch.setattr(sharing, "_shared", {})
    monkeypatch.setattr(sharing, "MOST", 1)
    areas = [{"id": "a"}, {"id": "b"}]
    programme = inv.Programme(schema_version="1", id="p", areas=areas)
    share(programme)
    assert list(sharing._shared) == [frozenset({"schema_version", "id", "areas"})]
    a, b = programme.areas
    assert a.model_fields_set is not b.model_fields_set


def test_the_records_of_a_portfolio_share(tmp_path: Path) -> None:
    """A directory is held whole, so it is held small."""
    folder = tmp_path
    for name in ("a", "b"):
        text = f'schema_version: "1"\nid: {name}\nchanges:\n- {{id: c}}\n'
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    portfolio = inv.load(folder)
    assert isinstance(portfolio, inv.Portfolio)
    one, other = (programme.changes[0] for programme in portfolio)
    assert one.model_fields_set is other.model_fields_set
