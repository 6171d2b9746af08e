"""Large records drawn at random, as plain values: the same for the same seed.

Five years of a programme: activities with most facts known, what was said in them,
decisions, changes and outcomes in the order of time, links forward in time, evidence
from some dozens of origins, rivals, feedback, costs; and gaps everywhere.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from typing import Any

from involvement.record.activity import Facts
from involvement.record.coherence import incoherent_facts
from involvement.vocabulary import (
    ACTIVITY_KINDS,
    COST_ITEMS,
    DRIVER_KINDS,
    FACTORS,
    FACTS,
    INFLUENCES,
    KNOWLEDGE,
    METHODS,
    PHASES,
    RATIONALES,
    RIVAL_STATUSES,
    ROLES,
    STANDPOINTS,
    STATUSES,
    SYSTEM_LEVELS,
    TREATMENTS,
    VERDICTS,
    Fact,
)

SHAPES = ("local", "anywhere")
"""Links within one round of work, or drawn over the whole record."""

ROUND = 20
"""Activities of one round: what is linked locally lies in the same stretch of time."""

AGAIN = 0.75
"""How many activities are like an earlier one but for one fact."""

UNKNOWN = 0.2
"""How many facts are left out."""

FURTHER = 0.005
"""How many local links lead on from an earlier round."""

_LINKS = (
    ("informed", "contributions", "decisions", 36),
    ("decided", "activities", "decisions", 8),
    ("led_to", "decisions", "changes", 22),
    ("led_to", "decisions", "decisions", 5),
    ("led_to", "changes", "changes", 3),
    ("shaped", "contributions", "changes", 7),
    ("resulted_in", "changes", "outcomes", 9),
    ("triggered", "changes", "activities", 4),
    ("triggered", "decisions", "activities", 4),
    ("drove", "drivers", "decisions", 2),
)
"""Kind, list it starts from, list it leads to, how many in a hundred."""

_WORDS = """
appointments waiting letters discharge ward transport food carers staff night access
information leaflet telephone interpreter medication follow-up review clinic therapy
rehabilitation stroke home visits support group plain language
"""
"""What the texts are made of."""


class _Drawn:
    """One record while it is drawn; every item has a moment between 0 and 1."""

    def __init__(self, seed: int, activities: int, links: int, shape: str) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - nothing secret
        self.shape = shape
        self.n_activities, self.n_links = activities, links
        self.moments: dict[str, list[float]] = {}
        self.lists: dict[str, list[dict[str, Any]]] = {}
        self.patterns: list[dict[str, Any]] = []

    def record(self, name: str) -> dict[str, Any]:
        """All lists, those others refer to first."""
        n = self.n_activities
        self._people()
        self._add("areas", max(2, n // 25), lambda _at: self._area())
        self._add("activities", n, self._activity)
        self._add("drivers", max(2, n // 50), self._driver)
        self._add("contributions", n, self._contribution)
        self._add("decisions", max(2, n // 3), self._decision)
        self._add("changes", max(2, n // 6), self._change)
        self._add("outcomes", max(2, n // 10), self._outcome)
        self._add("evidence", max(4, self.n_links // 4), self._evidence)
        self._links()
        self._add("rivals", max(1, n // 20), self._rival)
        self._add("feedback", max(1, n // 8), self._feedback)
        self._others()
        head = {"schema_version": "1", "id": name, "title": self._words(4)}
        return head | {"when": {"start": "2019", "end": "2023"}} | self.lists

    # -- lists --

    def _add(self, name: str, count: int, make: Any) -> None:
        """Items of one list in the order of time, the first at the very beginning."""
        moments = [0.0, *sorted(self.draw.random() for _ in range(count - 1))]
        self.moments[name] = moments
        self.lists[name] = [
            {"id": f"{name[:3]}{place:05}"} | make(at)
            for place, at in enumerate(moments)
        ]

    def _people(self) -> None:
        draw = self.draw
        count = max(6, self.n_activities // 10)
        self.lists["organisations"] = [
            {"id": "trust", "kind": "hospital"},
            {"id": "union", "kind": "user_organisation", "user_controlled": "yes"},
        ]
        self.lists["actors"] = [
            {
                "id": f"actor{place:04}",
                "role": draw.choice([role for role in ROLES if role != "other"]),
                "organisation": draw.choice(["trust", "union"]),
                "people": draw.randint(1, 12),
            }
            for place in range(count)
        ]

    def _area(self) -> dict[str, Any]:
        return self._some(
            technicality=["low", "medium", "high"],
            clinician_input=["none", "some", "dominant"],
        ) | {"title": self._words(2)}

    def _facts(self) -> dict[str, Any]:
        """Facts drawn anew, or one fact of an earlier activity drawn anew.

        Most activities are held again and again in much the same way.
        """
        draw = self.draw
        if self.patterns and draw.random() < AGAIN:
            facts = dict(draw.choice(self.patterns))
            drawn_anew = [draw.choice(list(FACTS))]
        else:
            facts, drawn_anew = {}, list(FACTS)
        for name in drawn_anew:
            facts.pop(name, None)
            if draw.random() >= UNKNOWN:
                facts[name] = self._fact(FACTS[name])
        while apart := incoherent_facts(Facts.model_construct(**facts)):
            del facts[apart[0][0]]
        self.patterns.append(facts)
        return facts

    def _fact(self, fact: Fact) -> Any:
        draw = self.draw
        if fact.kind == "side" and draw.random() < 0.5:
            return self._actors()
        if fact.kind == "set":
            return draw.sample(list(fact.words), draw.randint(1, 2))
        if fact.kind == "count":
            return draw.randint(1, 9)
        return (
            draw.randint(0, 4) / 8 if fact.kind == "share" else draw.choice(fact.words)
        )

    def _activity(self, at: float) -> dict[str, Any]:
        draw = self.draw
        facts = self._facts()
        return facts | {
            "title": self._words(3),
            "kind": draw.choice([kind for kind in ACTIVITY_KINDS if kind != "other"]),
            "areas": [self._near("areas", at)],
            "when": self._when(at),
            "phase": draw.choice(list(PHASES)),
            "level_of_system": draw.choice(list(SYSTEM_LEVELS)),
            "participants": [
                {
                    "actor": self._actors()[0],
                    "people": draw.randint(3, 20),
                    "groups": {"under 65": draw.randint(0, 9), "65 and over": 6},
                }
            ],
            "costs": [self._cost() for _ in range(draw.randint(0, 2))],
        }

    def _cost(self) -> dict[str, Any]:
        draw = self.draw
        spent = {"item": draw.choice([one for one in COST_ITEMS if one != "other"])}
        borne = {"borne_by": draw.choice(["user", "professional", "unknown"])}
        if draw.random() < 0.5:
            return spent | borne | {"hours": draw.randint(1, 40)}
        money = {"amount": f"{draw.randint(5, 900)}.50", "currency": "GBP"}
        return spent | borne | money

    def _driver(self, at: float) -> dict[str, Any]:
        kind = self.draw.choice([one for one in DRIVER_KINDS if one != "other"])
        return {"title": self._words(3), "kind": kind, "when": self._when(at)}

    def _contribution(self, at: float) -> dict[str, Any]:
        known = self.draw.sample([one for one in KNOWLEDGE if one != "other"], 1)
        return {
            "summary": self._words(8),
            "activity": self._latest("activities", at),
            "made_by": self._side(),
            "knowledge": known,
        } | self._some(treatment=list(TREATMENTS))

    def _decision(self, at: float) -> dict[str, Any]:
        return {
            "title": self._words(4),
            "activity": self._latest("activities", at),
            "decided_by": self._side(),
            "when": self._when(at),
        } | self._some(verdict=list(VERDICTS), needs=["all", "any"])

    def _change(self, at: float) -> dict[str, Any]:
        return {
            "title": self._words(4),
            "areas": [self._near("areas", at)],
            "when": self._when(at),
        } | self._some(
            status=list(STATUSES), needs=["all", "any"], inputs_complete=["yes", "no"]
        )

    def _outcome(self, at: float) -> dict[str, Any]:
        family, kind = self.draw.choice(
            [("service", "process"), ("personal", "confidence"), ("health", "safety")]
        )
        return {
            "title": self._words(3),
            "family": family,
            "kind": kind,
            "beneficiaries": self._side(),
            "when": self._when(at),
        } | self._some(valence=["positive", "negative", "mixed", "none"])

    def _evidence(self, at: float) -> dict[str, Any]:
        origins = max(4, self.n_activities // 8)
        first, reach = 0, origins
        if self.shape == "local":
            first, reach = int(self._begin(at) * origins), 6
        origin = first + self.draw.randrange(reach)
        grade = {"grade": self.draw.randint(1, 4)} if self.draw.random() < 0.5 else {}
        return (
            {"origin": f"source {origin}"}
            | grade
            | self._some(
                method=list(METHODS),
                standpoint=list(STANDPOINTS),
                prompted=["yes", "no"],
                contemporaneous=["yes", "no"],
            )
        )

    def _rival(self, at: float) -> dict[str, Any]:
        status = self.draw.choice(list(RIVAL_STATUSES))
        proof = {"evidence": [self._near("evidence", at)]}
        about = {"explains": self._near("changes", at), "title": self._words(3)}
        return about | {"status": status} | ({} if status == "open" else proof)

    def _feedback(self, at: float) -> dict[str, Any]:
        told = {self._near("contributions", at) for _ in range(2)}
        about = {"about": self._near("decisions", at), "to": sorted(told)}
        return about | self._some(reasoned=["yes", "no"])

    def _links(self) -> None:
        draw = self.draw
        weights = [row[3] for row in _LINKS]
        rows = draw.choices(_LINKS, weights, k=self.n_links)
        self.lists["links"] = [
            {"id": f"lin{place:06}"} | self._link(*row[:3])
            for place, row in enumerate(rows)
        ]

    def _link(self, kind: str, start: str, end: str) -> dict[str, Any]:
        """A link forward in time."""
        draw = self.draw
        place = draw.randrange(1, len(self.lists[end]))
        at = self.moments[end][place]
        source = self._near(start, at, before=start == end)
        proofs = {self._near("evidence", at) for _ in range(draw.choice([0, 1, 1, 2]))}
        blocks = {"effect": "blocks"} if draw.random() < 0.03 else {}
        return (
            {
                "source": source,
                "target": self.lists[end][place]["id"],
                "kind": kind,
                "evidence": sorted(proofs),
            }
            | blocks
            | self._some(0.3, influence=list(INFLUENCES))
        )

    def _others(self) -> None:
        draw = self.draw
        actors = [actor["id"] for actor in self.lists["actors"]]
        self.lists["interpretations"] = [
            {"actor": actor, "rationales": draw.sample(list(RATIONALES)[:-1], 2)}
            | self._some(commitment=["low", "medium", "high"])
            for actor in actors
        ]
        self.lists["factors"] = [
            {
                "id": f"fac{place:05}",
                "kind": draw.choice([kind for kind in FACTORS if kind != "other"]),
                "affects": [self._near("activities", draw.random())],
            }
            | self._some(polarity=["enabler", "barrier", "both"])
            for place in range(max(2, self.n_activities // 20))
        ]

    # -- values --

    def _near(self, name: str, at: float, *, before: bool = False) -> str:
        """An item of a list no later than a moment, of its round if links are local."""
        moments = self.moments[name]
        last = bisect_right(moments, at) - 1 - before
        first = 0
        if self.shape == "local" and self.draw.random() >= FURTHER:
            first = min(bisect_right(moments, self._begin(at)), last)
        place = self.draw.randint(first, last)
        found: str = self.lists[name][place]["id"]
        return found

    def _latest(self, name: str, at: float) -> str:
        """The last item of a list before a moment."""
        place = bisect_right(self.moments[name], at) - 1
        found: str = self.lists[name][place]["id"]
        return found

    def _begin(self, at: float) -> float:
        """When the round of a moment began."""
        rounds = max(1, self.n_activities // ROUND)
        return int(at * rounds) / rounds

    def _when(self, at: float) -> Any:
        month = int(at * 60)
        text = f"{2019 + month // 12}-{month % 12 + 1:02}"
        chance = self.draw.random()
        return None if chance < 0.15 else text[:4] if chance < 0.3 else text

    def _some(self, known: float = 0.7, **words: list[str]) -> dict[str, str]:
        """Each field with one of its words, or left out: unknown."""
        draw = self.draw
        return {
            name: draw.choice(choice)
            for name, choice in words.items()
            if draw.random() < known
        }

    def _actors(self) -> list[str]:
        return [self.draw.choice(self.lists["actors"])["id"]]

    def _side(self) -> Any:
        draw = self.draw
        sides = ["user", "user", "professional", "joint", "unknown"]
        return self._actors() if draw.random() < 0.4 else draw.choice(sides)

    def _words(self, count: int) -> str:
        return " ".join(self.draw.choices(_WORDS.split(), k=count))


def drawn(
    name: str, *, seed: int, activities: int, links: int, shape: str = "local"
) -> dict[str, Any]:
    """One record as plain values.

    Args:
        name: Its id.
        seed: The same seed draws the same record.
        activities: How many activities; the other lists grow with them.
        links: How many links; evidence grows with them.
        shape: `local` or `anywhere`.
    """
    return _Drawn(seed, activities, links, shape).record(name)
