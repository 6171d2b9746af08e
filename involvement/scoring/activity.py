"""Everything that can be said about one activity from its facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import ScaleError
from involvement.instruments.scale import scale
from involvement.results import Result
from involvement.scoring import facts, voices
from involvement.scoring.claims import Declared, Preferred, declared, preferred
from involvement.scoring.starting import Initiative, in_words, start_of
from involvement.scoring.verdicts import Verdict, chosen, of_facts, verdict, verdicts
from involvement.scoring.voices import Difference, FactDifference, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from involvement.instruments.levels import Scale
    from involvement.record.activity import Account, Activity
    from involvement.scoring.facts import Row, Sides

GAP = "formal_enacted_gap"
"""The signal that compares accounts and so stands outside the rules."""

SIGNAL = {"holds": "present", "fails": "absent", "unknown": "unknown"}
"""What a label says, as the word of a signal."""


@attrs.frozen
class ActivityScore(Result):
    """One activity: who started it, how deep it went, what users did, who disagrees.

    Initiative, depth and work are answers of their own; nothing adds them up.

    Attributes:
        activity: Its id.
        initiative: Who initiated, led, set agenda and scope.
        verdicts: Scale id to verdict, for every scale that facts answer.
        work: What users did, whatever they decided.
        signals: Signal of tokenism to `present`, `absent` or `unknown`.
        signals_present: How many are present ...
        signals_known: ... of how many that are known.
        accounts: The answers with each account laid over the activity's own facts.
        fact_differences: Facts on which the versions differ.
        differences: Scales that answer differently under two versions, and by which
            facts.
        declared: What the organisation calls it, against what the facts allow.
        preferred: What users wanted, against what the facts allow.
    """

    activity: str
    initiative: Initiative
    verdicts: dict[str, Verdict]
    work: Verdict
    signals: dict[str, str]
    signals_present: int
    signals_known: int
    accounts: tuple[Voice, ...]
    fact_differences: tuple[FactDifference, ...]
    differences: tuple[Difference, ...]
    declared: tuple[Declared, ...]
    preferred: tuple[Preferred, ...]

    @property
    def signals_count(self) -> str:
        """The signals as they are reported.

        Example:
            >>> score({"id": "a", "decision_stage": "decided"}).signals_count
            '1 present of 1 known'
        """
        return f"{self.signals_present} present of {self.signals_known} known"

    def explain(self) -> str:
        """One line for each answer; each verdict explains itself in full."""
        lines = [
            f"{self.activity}: {in_words(self.initiative)}",
            f"  work: {_answer(self.work)}",
            f"  signals of tokenism: {self.signals_count}{_listed(self.signals)}",
        ]
        lines += [
            f"  {name}: {_answer(one)}"
            for name, one in self.verdicts.items()
            if name not in _APART
        ]
        lines += [f"  declared {one}" for one in self.declared]
        lines += [f"  preferred {one}" for one in self.preferred]
        lines += [f"  accounts differ on {one}" for one in self.fact_differences]
        lines += [f"  differs: {one}" for one in self.differences]
        return "\n".join(lines)


_APART = ("work", "signals", "flags")


def _listed(signals: Mapping[str, str]) -> str:
    present = [name for name, word in signals.items() if word == "present"]
    return f": {', '.join(present)}" if present else ""


def _answer(one: Verdict) -> str:
    if one.labels:
        holds = [name for name, word in one.labels.items() if word == "holds"]
        left = [name for name, word in one.labels.items() if word == "unknown"]
        unknown = f"; unknown: {', '.join(left)}" if left else ""
        return f"{', '.join(holds) or 'none holds'}{unknown}"
    if one.no_level_fits:
        near = ", ".join(reason.level for reason in one.nearest)
        return f"no level fits (nearest: {near})"
    none = " or no level fits" if one.no_level_fits is None else ""
    return f"{' or '.join(one.possible)}{none}"


def score(
    activity: Activity | Mapping[str, Any],
    *,
    sides: Sides | None = None,
    scales: Iterable[str | Scale] | None = None,
) -> ActivityScore:
    """Everything that follows from the facts of one activity.

    Args:
        activity: An activity, or its fields.
        sides: How actor ids become a side (`programme.side`); without it they count
            as unknown side, and the reasons say so.
        scales: The scales to answer, by id or as they are; all in use when left out.

    Raises:
        RecordError: If the fields given are no valid activity.
        ScaleError: If a scale is not known or facts cannot answer it.

    Example:
        >>> panel = {"id": "panel", "asks_users": "yes", "deliberates": "yes",
        ...          "decision_right": "shared", "decision_stage": "problem_open"}
        >>> result = score(panel)
        >>> result.verdicts["iap2"].level, result.verdicts["carman"].level
        ('collaborate', 'partnership')
        >>> result.signals["late_entry"], result.work.possible[0]
        ('absent', 'advice')
    """
    source = facts.activity_of(activity)
    wanted = chosen(scales)
    row = facts.read(source, sides)
    own = verdicts(wanted, row)
    start = start_of(row, _also(own, "flags", row))
    signals = _also(own, "signals", row)
    given = _accounts(source, sides)
    words = {name: SIGNAL[word] for name, word in signals.labels.items()}
    words[GAP] = voices.formal_enacted_gap(
        row, [(a.basis, r) for a, r in given.values()]
    )
    heard = list(words.values())
    versions: tuple[Voice, ...] = ()
    if given:
        versions = (Voice(voices.OWN, "", "unknown", "enacted", start, own),)
    for name, (account, spoken) in given.items():
        laid = spoken.over(row)
        theirs = verdicts(wanted, laid)
        versions += (
            Voice(
                name,
                account.reporter,
                sides((account.reporter,)) if sides is not None else "unknown",
                account.basis,
                start_of(laid, _also(theirs, "flags", laid)),
                theirs,
            ),
        )
    rows = {voices.OWN: row} | {name: spoken for name, (_, spoken) in given.items()}
    return ActivityScore(
        source.id,
        start,
        own,
        _also(own, "work", row),
        words,
        heard.count("present"),
        len(heard) - heard.count("unknown"),
        versions[1:],
        voices.fact_differences(rows),
        voices.differences(versions),
        _against(source.declared, own, row, declared),
        _against(source.preferred, own, row, preferred),
    )


def _accounts(
    activity: Activity, sides: Sides | None
) -> dict[str, tuple[Account, Row]]:
    """The accounts by who gives them and on what basis, in an order of their own."""
    read = [(account, facts.read(account, sides)) for account in activity.accounts]
    read.sort(key=lambda one: (one[0].reporter, one[0].basis, str(one[1].values)))
    found: dict[str, tuple[Account, Row]] = {}
    for account, row in read:
        title = f"{account.reporter} ({account.basis})"
        again = sum(name.startswith(title) for name in found)
        found[f"{title} {again + 1}" if again else title] = (account, row)
    return found


def _also(own: Mapping[str, Verdict], scale_id: str, row: Row) -> Verdict:
    """A verdict that is always given, also when other scales are asked for."""
    return own.get(scale_id) or verdict(scale(scale_id), row)


def _against(
    levels: Mapping[str, str], own: Mapping[str, Verdict], row: Row, compare: Any
) -> tuple[Any, ...]:
    """Each level somebody named, against what the facts allow on that scale.

    A name that is no scale, or no level of it, is a fault of the record and reported
    there; here it is passed over.
    """
    if not levels:
        return ()
    found = []
    for scale_id, level in sorted(levels.items()):
        try:
            source = of_facts(scale_id)
        except ScaleError:
            continue
        if level in {one.id for one in source.levels}:
            found.append(compare(own.get(scale_id) or verdict(source, row), level))
    return tuple(found)
