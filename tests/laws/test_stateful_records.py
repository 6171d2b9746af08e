"""A record edited, written, read, redacted and scored in any order.

Nothing is lost, and scores depend on content only. There is no merging of records:
a portfolio keeps each by itself, so joining is tested as that.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import involvement as inv
from involvement.formats.redaction import redact
from involvement.testing import activities, programmes

KEY = "a key of more than sixteen bytes"


def silent(_issue: object) -> None:
    """Nobody listens."""


class Records(RuleBasedStateMachine):
    """A record, and beside it plain values that say what it must hold."""

    def __init__(self) -> None:
        """Begin in an empty folder."""
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.record: Any = None
        self.model: dict[str, Any] = {}
        self.scored: dict[str, str] = {}
        self.added = 0

    @initialize(programme=programmes(most=2))
    def begin(self, programme: Any) -> None:
        """Any record."""
        self.record = programme
        self.model = programme.model_dump(mode="json")

    def rebuild(self) -> None:
        """The record that the plain values say."""
        self.record = inv.Programme.model_validate(self.model)

    @rule(activity=activities())
    def add(self, activity: Any) -> None:
        """One more activity."""
        self.added += 1
        values = activity.model_dump(mode="json") | {"id": f"added-{self.added}"}
        self.model.setdefault("activities", []).append(values)
        self.rebuild()

    @rule(side=st.sampled_from(["user", "professional", "joint", "unknown"]))
    def edit(self, side: str) -> None:
        """The last activity was led by somebody else."""
        if self.model.get("activities"):
            self.model["activities"][-1]["led_by"] = side
            self.rebuild()

    @rule(text=st.sampled_from(["A title", "=1+1", "[bold]", "Ärger", "- a: b"]))
    def retitle(self, text: str) -> None:
        """Another title."""
        self.model["title"] = text
        self.rebuild()

    @rule(ending=st.sampled_from([".yaml", ".json", ".xlsx", ""]))
    def write_and_read(self, ending: str) -> None:
        """Through a file, perhaps over an older one: equal, or the loss was told."""
        path = Path(self.home.name) / f"record{ending}"
        said: list[Any] = []
        try:
            inv.dump(self.record, path, on_warning=said.append)
        except inv.RecordError as error:
            # no reader of CSV takes a NUL, so none is written
            if ending:
                raise
            refused = {issue.code for issue in error.issues}
            held = "\\u0000" in self.record.model_dump_json()
            if refused != {"text-control"} or not held:
                raise
            return
        again: Any = inv.load(path, on_warning=silent)
        if again != self.record:
            # a workbook has no place for control characters
            assert ending == ".xlsx"
            assert "text-control" in {issue.code for issue in said}

    @rule()
    def redact(self) -> None:
        """A redacted copy scores the same and leaves the record as it was."""
        before = self.record.model_dump_json()
        safe = redact(self.record, key=KEY).programme
        assert self.record.model_dump_json() == before
        own = [inv.score(a, sides=self.record.side) for a in self.record.activities]
        other = [inv.score(a, sides=safe.side) for a in safe.activities]
        # a redacted copy is in an order of its own
        found = [sorted(str(one.signals) for one in scores) for scores in (own, other)]
        assert found[0] == found[1]

    @rule()
    def join(self) -> None:
        """Beside itself in a portfolio: two programmes, none changed."""
        both = inv.Portfolio(programmes=(self.record, self.record))
        assert len(both.findings().parts) == 2
        assert tuple(both) == (self.record, self.record)

    @rule()
    def assess(self) -> None:
        """The whole assessment; the same content gave the same text before."""
        content = self.record.model_dump_json()
        text = inv.assess(self.record).to_json()
        assert self.scored.setdefault(content, text) == text

    @invariant()
    def nothing_is_lost(self) -> None:
        """The record holds what the plain values say."""
        if self.record is not None:
            again = inv.Programme.model_validate(self.model)
            assert again == self.record

    def teardown(self) -> None:
        """Leave no folder behind."""
        self.home.cleanup()


def test_records_in_any_order_of_doings() -> None:
    """Six runs of up to eight steps each; raise both for a longer look."""
    run_state_machine_as_test(
        Records,
        settings=settings(max_examples=6, stateful_step_count=8, deadline=None),
    )
