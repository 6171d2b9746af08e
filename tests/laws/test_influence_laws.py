"""Influence against a slow, obviously right reference, and the laws it obeys.

The reference writes every path out. The laws are those of the reference page, by
their numbers there; what the comparison proves already is not proved twice.
"""

# ruff: noqa: D102 (a rule of the slow reference is named by its method)

from __future__ import annotations

import copy
import itertools
import json
import random
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.errors import RecordError
from involvement.influence import (
    arrays,
    cuts,
    links,
    needed,
    paths,
    shares,
    steps,
    times,
    whoever,
    wide,
)
from involvement.influence.answers import Ending
from involvement.influence.best import CLAIMS
from involvement.influence.grading import judge
from involvement.influence.policy import DEFAULT_POLICY, EvidencePolicy
from involvement.influence.tracing import Trace, trace
from involvement.influence.views import influence_graph
from involvement.record.programme import Programme
from involvement.vocabulary import LINK_ENDS

if TYPE_CHECKING:
    from involvement.influence.shapes import Graph

Record = dict[str, Any]
Ends = tuple[str, str]

LISTS = ("contributions", "activities", "decisions", "changes", "outcomes", "drivers")
SEEDS = st.integers(0, 2**32 - 1)


def record(seed: int) -> Record:
    """A small random record: cycles, gates, dates, doubts, quotations, rivals."""
    draw = random.Random(seed)  # noqa: S311
    nodes = {
        "contributions": draw.randint(1, 3),
        "activities": draw.randint(0, 2),
        "decisions": draw.randint(0, 3),
        "changes": draw.randint(1, 2),
        "outcomes": draw.randint(0, 1),
        "drivers": draw.randint(0, 1),
    }
    made: Record = {"schema_version": "1", "id": "random"}
    for name, count in nodes.items():
        made[name] = [{"id": f"{name[:3]}{n}"} for n in range(count)]
    where = {item["id"]: name for name in LISTS for item in made[name]}
    dated = draw.random() < 0.6
    for name in LISTS:
        for item in made[name]:
            if dated and draw.random() < 0.6:
                item["when"] = when(draw)
    for item in made["contributions"]:
        item["made_by"] = draw.choice(
            ["user", "user", "professional", "joint", "external", "unknown"]
        )
        if made["activities"] and draw.random() < 0.3:
            item["activity"] = draw.choice(made["activities"])["id"]
    for item in made["decisions"]:
        item["verdict"] = draw.choice(
            ["accepted", "adapted", "deferred", "rejected", "noted", "unknown"]
        )
        item["needs"] = draw.choice(["all", "any", "unknown"])
        if draw.random() < 0.4:
            item["reason"] = "cost"
    for item in made["changes"]:
        item["needs"] = draw.choice(["all", "any", "unknown"])
        item["inputs_complete"] = draw.choice(["yes", "no", "unknown"])
        item["status"] = draw.choice(
            ["planned", "implemented", "reversed", "abandoned", "unknown"]
        )
    made["evidence"] = evidence(draw)
    items = [item["id"] for item in made["evidence"]]
    made["links"] = []
    pairs = [
        (tail, head, kind)
        for kind, ends in sorted(LINK_ENDS.items())
        for tail, head in itertools.permutations(where, 2)
        if (where[tail], where[head]) in ends
    ]
    # many links of few nodes, so that there are cycles, gates and detours
    for number in range(min(len(pairs), draw.randint(1, 12))):
        tail, head, kind = draw.choice(pairs)
        made["links"].append(
            {
                "id": f"l{number}",
                "source": tail,
                "target": head,
                "kind": kind,
                "effect": "blocks" if draw.random() < 0.08 else "supports",
                "directness": draw.choice(["direct", "through_unknown", "unknown"]),
                "evidence": draw.sample(items, min(len(items), draw.randint(0, 3))),
                "sites": draw.sample(["North ", "north", "South"], draw.randint(0, 2)),
            }
        )
    made["rivals"] = [
        {
            "id": f"r{number}",
            "explains": draw.choice([*made["changes"], *made["links"]])["id"],
            "status": draw.choice(["open", "weakened", "dismissed", "upheld"]),
            "evidence": draw.sample(items, min(len(items), draw.randint(0, 1))),
        }
        for number in range(draw.choice([0, 0, 1, 2]))
    ]
    made["feedback"] = [
        {
            "id": f"f{number}",
            "about": draw.choice([*made["changes"], *made["decisions"]])["id"],
            "to": [draw.choice(made["contributions"])["id"]],
            "reasoned": draw.choice(["yes", "no", "unknown"]),
        }
        for number in range(draw.randint(0, 2))
    ]
    return made


def when(draw: random.Random) -> Any:
    """A year, or a span of years, perhaps open."""
    years = sorted(str(draw.randint(2000, 2006)) for _ in range(2))
    span = {"start": years[0], "end": years[1]}
    for end in ("start", "end"):
        if draw.random() < 0.2:
            del span[end]
    return span or years[0]


def evidence(draw: random.Random) -> list[Record]:
    """Items of few sources, some quoted, some without a source, some against."""
    items: list[Record] = []
    for number in range(draw.randint(0, 7)):
        item: Record = {"id": f"e{number}", "grade": draw.choice([1, 2, 2, 3, 3, 4])}
        if draw.random() < 0.9:
            item["origin"] = draw.choice(["A", "a ", "B", "C", "D"])
        if draw.random() < 0.15:
            item["organisation"] = draw.choice(["A", "B", "X"])
        if items and draw.random() < 0.15:
            item["derived_from"] = draw.sample(
                [one["id"] for one in items], min(len(items), draw.randint(1, 2))
            )
        if draw.random() < 0.15:
            item["stance"] = "contradicts"
        if draw.random() < 0.1:
            item["test"] = draw.choice(["hoop", "straw", "doubly_decisive"])
            item["passed"] = draw.choice(["yes", "no"])
        if draw.random() < 0.2:
            item["method"] = draw.choice(["inference", "document"])
        if draw.random() < 0.3:
            item["standpoint"] = draw.choice(["independent", "user"])
            item["interested"] = draw.choice(["yes", "no", "unknown"])
        items.append(item)
    return items


# ------------------------------------------------------------ the reference


class Slow:
    """The rules of the reference page, with every path written out."""

    def __init__(self, made: Record, *, strict: bool = False) -> None:
        self.made = made
        self.strict = strict
        self.items = {item["id"]: item for item in made["evidence"]}
        self.where = {i["id"]: name for name in LISTS for i in made[name]}
        self.node = {i["id"]: i for name in LISTS for i in made[name]}
        self.source = {name: self.source_of(name) for name in self.items}
        self.steps: dict[Ends, list[Record]] = {}
        for link in made["links"]:
            if link["effect"] == "supports":
                ends = (link["source"], link["target"])
                self.steps.setdefault(ends, []).append(link)
        for item in made["contributions"]:
            if "activity" in item:
                self.steps.setdefault((item["id"], item["activity"]), [])
        self.dead = {ends for ends in self.steps if self.eliminated(ends)}

    def source_of(self, name: str) -> frozenset[tuple[str, str]] | None:
        """The labels of the one source of an item, or None."""
        item = self.items[name]
        if item.get("derived_from"):
            behind = {self.source_of(one) for one in item["derived_from"]}
            return behind.pop() if len(behind) == 1 else None
        mine = self.labels(item)
        if not mine:
            return None
        grown = True
        while grown:
            grown = False
            for other in self.items.values():
                labels = self.labels(other)
                if labels & mine and not labels <= mine:
                    mine, grown = mine | labels, True
        return frozenset(mine)

    @staticmethod
    def labels(item: Record) -> set[tuple[str, str]]:
        if item.get("derived_from"):
            return set()
        return {
            (field, item[field].strip().casefold())
            for field in ("origin", "organisation")
            if field in item
        }

    def role(self, name: str) -> str:
        item = self.items[name]
        if item.get("passed") == "no":
            if item["test"] in ("hoop", "doubly_decisive"):
                return "eliminates" if item["grade"] >= 3 else "contradicts"
            return "aside"
        return str(item.get("stance", "supports"))

    def cited(self, ends: Ends, role: str) -> set[str]:
        return {
            name
            for link in self.steps[ends]
            for name in link["evidence"]
            if self.role(name) == role
        }

    def eliminated(self, ends: Ends) -> bool:
        return bool(self.cited(ends, "eliminates"))

    def combine(self, names: set[str]) -> int:
        best: dict[Any, int] = {}
        loose = 0
        for name in names:
            grade = self.items[name]["grade"]
            source = self.source[name]
            if source is None:
                loose = max(loose, grade)
            else:
                best[source] = max(grade, best.get(source, 0))
        order = sorted(best.values(), reverse=True)
        first = max([loose, *order])
        second = order[1] if len(order) > 1 else 0
        return max(first, min(4, second + 1)) if second >= 2 else first

    def contra(self, ends: Ends) -> int:
        against = self.combine(self.cited(ends, "contradicts"))
        ids = {link["id"] for link in self.steps[ends]}
        for rival in self.made["rivals"]:
            if rival["explains"] in ids:
                against = max(against, self.weight(rival))
        return against

    def weight(self, rival: Record) -> int:
        if rival["status"] == "upheld":
            return 4
        if rival["status"] != "open":
            return 0
        return self.combine(
            {e for e in rival["evidence"] if self.role(e) == "supports"}
        )

    def grade(self, ends: Ends, gone: Any = None, only: Any = None) -> tuple[int, str]:
        """Grade and status; without some sources, or with one source alone."""
        if ends in self.dead:
            return 0, "refuted"
        names = self.cited(ends, "supports")
        if gone is not None:
            names = {n for n in names if self.source[n] not in (*gone, None)}
        if only is not None:
            names = {n for n in names if self.source[n] == only}
        support, contra = self.combine(names), self.contra(ends)
        if contra == 0:
            return support, "clear"
        if contra < support:
            return support, "disputed"
        return max(support - 1, 0), "contested"

    def sources(self) -> list[Any]:
        return sorted({s for s in self.source.values() if s is not None}, key=sorted)

    # -- paths

    def paths(
        self, starts: list[str], goal: str, *, dead: bool = False
    ) -> list[list[str]]:
        """Every simple path over live steps."""
        found = []
        stack = [[start] for start in starts]
        while stack:
            path = stack.pop()
            if path[-1] == goal:
                found.append(path)
                continue
            stack.extend(
                [*path, head]
                for tail, head in self.steps
                if tail == path[-1]
                and head not in path
                and (dead or (tail, head) not in self.dead)
            )
        return found

    def days(self, name: str) -> tuple[float, float]:
        span = self.node[name].get("when", {})
        if isinstance(span, str):
            span = {"start": span, "end": span}
        first = int(span["start"]) if "start" in span else float("-inf")
        return first, int(span["end"]) + 0.9 if "end" in span else float("inf")

    def in_time(self, path: list[str]) -> bool:
        at, _ = self.days(path[0])
        for name in path[1:]:
            first, last = self.days(name)
            at = max(at, first)
            if at > last:
                return False
        return True

    def dated(self, name: str) -> bool:
        return bool(self.node[name].get("when"))

    def usable(self, starts: list[str], goal: str) -> list[list[str]]:
        paths = self.paths(starts, goal)
        return [p for p in paths if self.in_time(p)] if self.strict else paths

    def widest(self, paths: list[list[str]], gone: Any = None, only: Any = None) -> int:
        return max(
            (
                min(self.grade(e, gone, only)[0] for e in itertools.pairwise(path))
                for path in paths
            ),
            default=0,
        )

    def pair(self, starts: list[str], goal: str) -> Record:
        """The measures and the claim."""
        paths = self.usable(starts, goal)
        if not paths:
            late = self.strict and self.paths(starts, goal)
            over = self.paths(starts, goal, dead=True)
            over = [p for p in over if self.in_time(p)] if self.strict else over
            return {
                "claim": "refuted" if over else "untraced",
                "time": "violated" if late else "",
                "grade": 0,
                "path": (),
            }
        wide = self.widest(paths)
        left = min(
            self.widest(paths, gone) for gone in [(), *[(s,) for s in self.sources()]]
        )
        good = [p for p in paths if self.least(p) >= wide]
        time = self.time(good)
        seen: Record = {
            "widest": wide,
            "without_best_source": left,
            "grade": wide + 1 if left == wide and wide in (2, 3) else wide,
            "n_threads": len(self.threads(paths)) if wide else 0,
            "true_number": self.true_number(paths),
            "time": time,
            "path": self.shown(good, time),
            "same_site": self.site(paths) if wide else None,
        }
        seen["stitched"] = wide >= 1 and not seen["n_threads"]
        seen["claim"], seen["failed"] = self.claim(seen, paths, good, goal)
        return seen

    def least(self, path: list[str]) -> int:
        return min(self.grade(ends)[0] for ends in itertools.pairwise(path))

    def threads(self, paths: list[list[str]]) -> list[Any]:
        return [s for s in self.sources() if self.widest(paths, only=s) >= 1]

    def true_number(self, paths: list[list[str]]) -> int:
        """The fewest sources to take away so that nothing is left."""
        if self.widest(paths) == 0:
            return 0
        for size in range(1, len(self.sources()) + 2):
            for gone in itertools.combinations(self.sources(), size):
                if self.widest(paths, gone) == 0:
                    return size
        return 1  # only items with no single source

    def time(self, paths: list[list[str]]) -> str:
        right = [p for p in paths if self.in_time(p)]
        if any(all(map(self.dated, p)) for p in right):
            return "ok"
        return "unknown" if right else "violated"

    def shown(self, paths: list[list[str]], time: str) -> tuple[str, ...]:
        if time != "violated":
            paths = [p for p in paths if self.in_time(p)]
        if time == "ok":
            paths = [p for p in paths if all(map(self.dated, p))]
        return tuple(min((len(path), path) for path in paths)[1])

    def site(self, paths: list[list[str]]) -> str | None:
        for label in ("north", "south"):
            for path in paths:
                if all(
                    self.grade(ends)[0]
                    and any(
                        site.strip().casefold() == label
                        for link in self.steps[ends]
                        for site in link["sites"]
                    )
                    for ends in itertools.pairwise(path)
                ):
                    return label
        return None

    def claim(
        self, seen: Record, paths: list[list[str]], good: list[list[str]], goal: str
    ) -> tuple[str, tuple[str, ...]]:
        rivals = [r for r in self.made["rivals"] if r["explains"] == goal]
        clean = [
            p
            for p in paths
            if all(self.grade(e)[1] != "contested" for e in itertools.pairwise(p))
        ]
        independent = seen["widest"] > 0 and any(
            self.items[name].get("standpoint") == "independent"
            and self.items[name].get("interested") != "yes"
            for path in good
            for ends in itertools.pairwise(path)
            for name in self.cited(ends, "supports")
        )
        rungs = [
            [("widest_at_least_2", seen["widest"] >= 2),
             ("time_not_violated", seen["time"] != "violated")],
            [("grade_at_least_3", seen["grade"] >= 3),
             ("rival_considered", bool(rivals)),
             ("one_source_or_site_throughout",
              seen["n_threads"] > 0 or seen["same_site"] is not None)],
            [("grade_4", seen["grade"] == 4),
             ("without_best_source_at_least_3", seen["without_best_source"] >= 3),
             ("independent_source", independent),
             ("rivals_dismissed", all(r["status"] == "dismissed" for r in rivals)),
             ("time_ok", seen["time"] == "ok")],
        ]  # fmt: skip
        claim = "asserted"
        failed: tuple[str, ...] = ()
        for name, rung in zip(("plausible", "supported", "strong"), rungs, strict=True):
            failed = tuple(word for word, holds in rung if not holds)
            if failed:
                break
            claim = name
        against = [
            ("rival_upheld", any(r["status"] == "upheld" for r in rivals)),
            ("rival_open_as_strong", any(
                r["status"] == "open" and self.weight(r) >= seen["grade"]
                for r in rivals)),
            ("rests_on_contested_link", self.widest(clean) < 2),
        ]  # fmt: skip
        if claim != "asserted" and any(holds for _, holds in against):
            return "contested", tuple(word for word, holds in against if holds)
        return claim, failed

    # -- fates, shares, cuts

    def reaches(self, start: str, goal: str) -> bool:
        return bool(self.paths([start], goal))

    def reached(self, start: str, name: str) -> list[str]:
        return [i["id"] for i in self.made[name] if self.reaches(start, i["id"])]

    def fate(self, start: str) -> Record:
        changes = self.reached(start, "changes")
        status = {c: self.node[c]["status"] for c in changes}
        real = [c for c in changes if status[c] not in ("planned", "abandoned")]
        decisions = self.reached(start, "decisions")
        activities = self.reached(start, "activities")
        died: Any = None
        if real:
            ends = self.reached(start, "outcomes")
            further = any(self.reaches(c, o) for c in real for o in ends)
            stage = "outcome" if further else "changed"
            if all(status[c] == "reversed" for c in real):
                died = ("reversed", real)
        elif changes:
            stage = "planned"
            planned = [c for c in changes if status[c] == "planned"]
            died = ("planned_only", planned) if planned else ("abandoned", changes)
        elif decisions:
            stage, died = "decided", self.refusal(decisions)
        elif activities:
            stage, died = "discussed", ("no_decision_recorded", activities)
        else:
            stage, died = "raised", ("no_discussion_recorded", [start])
        return {"furthest": stage, "died": died, "closure": self.closure(start)}

    def refusal(self, decisions: list[str]) -> Any:
        for words, why in (
            (("accepted", "adapted"), "no_change_recorded"),
            (("unknown",), "verdict_unknown"),
            (("deferred",), "deferred"),
            (("noted",), "noted_only"),
        ):
            those = [d for d in decisions if self.node[d]["verdict"] in words]
            if those:
                return why, those
        reasoned = all("reason" in self.node[d] for d in decisions)
        return (
            "rejected_with_reason" if reasoned else "rejected_without_reason"
        ), decisions

    def closure(self, start: str) -> str:
        told = [f for f in self.made["feedback"] if start in f["to"]]
        near = [f for f in told if self.reaches(start, f["about"])]
        if any(self.where[f["about"]] == "changes" for f in near):
            return "closed_change"
        if any(f["reasoned"] == "yes" for f in near):
            return "closed_decision"
        if near:
            return "acknowledged"
        return "claimed_untraced" if told else "open"

    def shares(  # noqa: PLR0912
        self, change: str, *, unknown: bool
    ) -> list[Fraction]:
        """Six parts, by solving the whole walk at once."""
        kinds = ("user", "professional", "joint", "external", "unknown", "unexplained")
        names = sorted(self.where)
        causes = {n: [t for t, h in self.steps if h == n and (t, h) not in self.dead]
                  for n in names}  # fmt: skip
        end: dict[str, int] = {}
        for n in names:
            if self.where[n] == "contributions":
                end[n] = kinds.index(self.node[n]["made_by"])
            elif self.where[n] == "drivers":
                end[n] = 3
            elif not causes[n]:
                end[n] = 5
        open_ = ("no", "unknown") if unknown else ("no",)
        reserve = {
            item["id"]
            for item in self.made["changes"]
            if item["inputs_complete"] in open_
        }
        ending = set(end) | reserve
        while True:
            more = {n for n in names if n not in ending and ending & set(causes[n])}
            if not more:
                break
            ending |= more
        for n in names:
            if n not in ending:
                end[n] = 5
        rows = []
        for n in names:
            row = [Fraction(int(n == m)) for m in names] + [Fraction(0)] * 6
            if n in end:
                row[len(names) + end[n]] = Fraction(1)
            else:
                total = len(causes[n]) + (n in reserve)
                for cause in causes[n]:
                    row[names.index(cause)] -= Fraction(1, total)
                if n in reserve:
                    row[-1] = Fraction(1, total)
            rows.append(row)
        return solve(rows)[names.index(change)]

    def derived(self, removed: set[str], unknown: str) -> set[str]:
        """Whatever comes about without some contributions."""
        live = [ends for ends in self.steps if ends not in self.dead]
        causes = {n: {t for t, h in live if h == n} for n in self.where}
        given = {
            n for n in self.where
            if self.where[n] in ("contributions", "drivers") or not causes[n]
        } - removed  # fmt: skip
        while True:
            more = set()
            for n in set(self.where) - given - removed:
                if self.where[n] in ("contributions", "drivers"):
                    continue
                needs = self.node[n].get("needs", "any")
                needs = unknown if needs == "unknown" else needs
                test = all if needs == "all" else any
                if test(cause in given for cause in causes[n]):
                    more.add(n)
            if not more:
                return given
            given |= more

    def by_side(self, *sides: str) -> list[str]:
        return [c["id"] for c in self.made["contributions"] if c["made_by"] in sides]

    def but_for(self, change: str) -> str:
        users, unsure = self.by_side("user", "joint"), self.by_side("unknown")
        if not self.paths(users, change):
            return "undetermined" if self.paths(unsure, change) else "no_user_path"
        if change in self.derived({*users, *unsure}, "all"):
            return "overdetermined"
        if change in self.derived(set(), "all") and change not in self.derived(
            set(users), "any"
        ):
            return "user_necessary"
        return "undetermined"

    def gatekeepers(self, change: str) -> list[str]:
        users = self.by_side("user", "joint")
        paths = self.paths(users, change)
        if not paths:
            return []
        on_all = set.intersection(*map(set, paths)) - set(users) - {change}
        return [n for n in paths[0] if n in on_all]

    def critical(self, change: str) -> list[Ends]:
        """Of the smallest sets of steps that cut, the one nearest the change."""
        paths = self.paths(self.by_side("user", "joint"), change)
        edges = sorted({ends for path in paths for ends in itertools.pairwise(path)})
        for size in range(len(edges) + 1):
            cuts = [
                cut for cut in itertools.combinations(edges, size)
                if all(set(cut) & set(itertools.pairwise(path)) for path in paths)
            ]  # fmt: skip
            if cuts:
                near = [self.beyond(cut, change, edges) for cut in cuts]
                return list(cuts[near.index(min(near))])
        raise AssertionError("all steps together cut everything")

    @staticmethod
    def beyond(cut: tuple[Ends, ...], change: str, edges: list[Ends]) -> int:
        """How many nodes still reach the change: the fewer, the nearer the cut."""
        near = {change}
        while True:
            more = {t for t, h in edges if h in near and (t, h) not in cut} - near
            if not more:
                return len(near)
            near |= more


def solve(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan on fractions."""
    size = len(rows)
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [
                    a - factor * b for a, b in zip(rows[i], rows[k], strict=True)
                ]
    return [row[size:] for row in rows]


# ------------------------------------------------------------ the comparison


def programme(made: Record) -> Programme:
    """The record, validated."""
    return Programme(**made)


def compare_pair(pair: Any, seen: Record) -> None:
    """Every measure of a pair."""
    number = seen.pop("true_number", 0)
    low, high = pair.sources_needed
    assert low == number == high
    assert len(pair.threads) == seen.pop("n_threads", 0)
    site = seen.pop("same_site", None)
    assert (pair.same_site and pair.same_site.casefold()) == site
    for field, value in seen.items():
        assert (field, getattr(pair, field)) == (field, value)


@settings(max_examples=250, deadline=None)
@given(SEEDS, st.sampled_from(["report", "strict"]))
def test_pairs_equal_the_reference(seed: int, time: Any) -> None:
    """W, R, G, threads, sources needed, site, path, time, claim: all the same."""
    made = record(seed)
    slow = Slow(made, strict=time == "strict")
    found = trace(programme(made), time=time)
    for ends, step in found.steps.items():
        assert (step.grade, step.status) == slow.grade(ends)
    users = slow.by_side("user", "joint")
    for change in made["changes"]:
        for one in made["contributions"]:
            compare_pair(
                found.pair(one["id"], change["id"]),
                slow.pair([one["id"]], change["id"]),
            )
        compare_pair(found.changes[change["id"]].users, slow.pair(users, change["id"]))


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_fates_equal_the_reference(seed: int) -> None:
    """How far it came, where it died, who was told: all the same."""
    made = record(seed)
    slow = Slow(made)
    found = trace(programme(made))
    for one in made["contributions"]:
        fate, seen = found.contributions[one["id"]], slow.fate(one["id"])
        died = fate.died and (fate.died.why, list(fate.died.where))
        assert (fate.furthest, died, fate.closure) == (
            seen["furthest"], seen["died"], seen["closure"],
        )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(SEEDS, st.sampled_from(["report", "strict"]))
def test_best_claims_are_the_best_of_all_pairs(seed: int, time: Any) -> None:
    """What is said of all at once is what the pairs say one by one."""
    found = traced(record(seed), time=time)
    assert found.claims == {
        name: max(
            (found.pair(name, change).claim for change in found.changes),
            key=CLAIMS.index,
        )
        for name in found.contributions
    }
    users = found.tracer.users
    sure, may = found.bounds.supported(users)
    supported = {
        change
        for change in found.tracer.changes
        if found.tracer.claim(users, change) in CLAIMS[-2:]
    }
    assert sure <= supported <= set(may)
    assert found.bounds.surely_supported(users) == supported


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.sampled_from(["report", "strict"]))
def test_a_claim_that_hangs_on_sides_is_not_known(seed: int, time: Any) -> None:
    """Supported for every set of makers, for none, or not known: as if all were tried.

    Where more are unsure than are tried one by one, only certain answers remain.
    """
    made = record(seed)
    draw = random.Random(seed)  # noqa: S311
    for item in made["contributions"]:
        item["made_by"] = draw.choice(["unknown", "user"])
    found = traced(made, time=time)
    tracer = found.tracer
    at_once = whoever.supported_changes(found.bounds)
    for change in tracer.changes:
        sets = itertools.chain.from_iterable(
            itertools.combinations(tracer.unsure, n)
            for n in range(len(tracer.unsure) + 1)
        )
        answers = {
            tracer.claim((*tracer.users, *some), change) in CLAIMS[-2:] for some in sets
        }
        expected = answers.pop() if len(answers) == 1 else None
        assert at_once[change] is expected
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(whoever, "FEW", 0)
            few = whoever.supported_changes(found.bounds)
            assert few[change] in (expected, None)


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_endings_are_the_fates_without_what_was_reached(seed: int) -> None:
    """How far, why and told: the same for all at once and for each alone."""
    found = traced(record(seed))
    for name, ending in found.endings.items():
        fate = found.contributions[name]
        why = None if fate.died is None else fate.died.why
        assert ending == Ending(fate.furthest, why, fate.closure)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_changes_equal_the_reference(seed: int) -> None:
    """Shares, but-for, gatekeepers, critical links: all the same."""
    made = record(seed)
    slow = Slow(made)
    found = trace(programme(made))
    for one in made["changes"]:
        change = found.changes[one["id"]]
        for world, unknown in (("without_unknown", False), ("with_unknown", True)):
            parts = list(change.parts[world].values())
            assert parts == slow.shares(one["id"], unknown=unknown)
            assert sum(parts) == 1
        assert change.but_for == slow.but_for(one["id"])
        assert [gate.id for gate in change.gatekeepers] == slow.gatekeepers(one["id"])
        assert list(change.critical_links) == slow.critical(one["id"])


# ------------------------------------------------------------ the laws

STAGES = ("raised", "discussed", "decided", "planned", "changed", "outcome")
CLOSURES = (
    "open",
    "claimed_untraced",
    "acknowledged",
    "closed_decision",
    "closed_change",
)


def traced(made: Record, **options: Any) -> Trace:
    """The trace of a record."""
    return trace(programme(made), **options)


def every_pair(found: Trace) -> dict[Ends, Any]:
    """All pairs, and the users with every change."""
    pairs = {(p.contribution, p.change): p for p in found.pairs()}
    return pairs | {("users", c): found.changes[c].users for c in found.changes}


def measures(pair: Any) -> tuple[int, ...]:
    """What evidence can only raise or only lower."""
    return pair.widest, pair.without_best_source, pair.grade, len(pair.threads)


def at_most(lower: Trace, higher: Trace) -> None:
    """No measure of any pair is higher in the first."""
    others = every_pair(higher)
    for ends, pair in every_pair(lower).items():
        for one, other in zip(measures(pair), measures(others[ends]), strict=True):
            assert one <= other


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(["report", "strict"]))
def test_law_1_the_measures_are_ordered(seed: int, time: Any) -> None:
    """R <= W <= G <= 4 and G <= W + 1."""
    for pair in every_pair(traced(record(seed), time=time)).values():
        assert pair.without_best_source <= pair.widest <= pair.grade <= 4
        assert pair.grade <= pair.widest + 1


@settings(max_examples=120, deadline=None)
@given(SEEDS, st.sampled_from(["support", "step", "contradict", "rival"]))
def test_law_2_evidence_for_never_lowers_and_against_never_raises(
    seed: int, what: str
) -> None:
    """One more item, step or rival moves every measure one way only."""
    made = record(seed)
    more = copy.deepcopy(made)
    draw = random.Random(seed)  # noqa: S311
    link = draw.choice(more["links"]) if more["links"] else None
    if link is None:
        return
    item = {"id": "fresh", "origin": "Fresh", "grade": draw.randint(1, 4)}
    if what == "contradict":
        item["stance"] = "contradicts"
    more["evidence"].append(item)
    if what == "rival":
        about = draw.choice([link, *more["changes"]])["id"]
        more["rivals"].append(
            {"id": "rr", "explains": about, "status": "open", "evidence": ["fresh"]}
        )
    elif what == "step":
        more["links"].append(
            {**link, "id": "lfresh", "source": more["contributions"][0]["id"],
             "target": more["changes"][0]["id"], "kind": "shaped", "effect": "supports",
             "evidence": ["fresh"]}
        )  # fmt: skip
        slow = Slow(made)
        if (more["links"][-1]["source"], more["links"][-1]["target"]) in slow.dead:
            return
    else:
        link["evidence"] = [*link["evidence"], "fresh"]
    if what in ("support", "step"):
        at_most(traced(made), traced(more))
    else:
        at_most(traced(more), traced(made))


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_law_3_bounds_enclose_the_true_number(seed: int) -> None:
    """Without the exact search the bounds still hold the exact number."""
    made = record(seed)
    bounded = traced(made, policy=EvidencePolicy(name="bounds/1", exact_sources=0))
    exact = every_pair(traced(made))
    for ends, pair in every_pair(bounded).items():
        low, high = pair.sources_needed
        assert len(pair.threads) <= low <= exact[ends].sources_needed.low <= high
        assert (low >= 2) == (pair.without_best_source >= 1)
        assert (high == 0) == (pair.widest == 0)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_law_4_saying_it_again_changes_nothing(seed: int) -> None:
    """The same source again, or a quotation of it, is no second witness."""
    made = record(seed)
    more = copy.deepcopy(made)
    for item in made["evidence"]:
        if item.get("stance") or item.get("passed"):
            continue
        same = {
            k: item[k] for k in ("origin", "organisation", "derived_from") if k in item
        }
        if not same:
            continue  # of unknown origin: nobody can say whose word it is
        told = {"grade": item["grade"], "standpoint": item.get("standpoint", "unknown"),
                "interested": item.get("interested", "unknown"),
                "method": item.get("method", "unknown")}  # fmt: skip
        more["evidence"] += [
            {"id": f"{item['id']}again", **same, **told},
            {"id": f"{item['id']}quoted", "derived_from": [item["id"]], **told},
        ]
        for link in more["links"]:
            if item["id"] in link["evidence"]:
                link["evidence"] += [f"{item['id']}again", f"{item['id']}quoted"]
    before, after = every_pair(traced(made)), every_pair(traced(more))
    assert {e: p.to_dict() for e, p in before.items()} == {
        e: p.to_dict() for e, p in after.items()
    }
    weighed = {"share_weights": "sources"}
    for change in made["changes"]:
        one, other = (traced(m, **weighed).changes[change["id"]] for m in (made, more))
        assert one.shares == other.shares


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_law_5_order_ids_and_splitting_change_nothing(seed: int) -> None:
    """Lists in any order; links split; ids renamed in the same order."""
    made = record(seed)
    draw = random.Random(seed)  # noqa: S311
    whole = traced(made).to_json()
    mixed = copy.deepcopy(made)
    for value in mixed.values():
        if isinstance(value, list):
            draw.shuffle(value)
    assert traced(mixed).to_json() == whole
    renamed = json.loads(
        json.dumps(made).replace('"dec', '"deb').replace("debi", "deci")
    )
    assert traced(renamed).to_json() == whole.replace('"dec', '"deb').replace(
        '"debi', '"deci'
    )
    split = copy.deepcopy(made)
    explained = {rival["explains"] for rival in made["rivals"]}
    for link in made["links"]:
        if len(link["evidence"]) > 1 and link["id"] not in explained:
            twin = next(one for one in split["links"] if one["id"] == link["id"])
            split["links"].append(
                {**twin, "id": f"{link['id']}b", "evidence": link["evidence"][1:]}
            )
            twin["evidence"] = link["evidence"][:1]
    for ends, pair in every_pair(traced(split)).items():
        assert without_links(pair) == without_links(every_pair(traced(made))[ends])


def without_links(answer: Any) -> Any:
    """An answer without the ids of its links."""
    plain = answer.to_dict()
    return {k: v for k, v in plain.items() if k not in ("path_links", "seams")}


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_law_6_knowing_more_never_widens_a_share(seed: int) -> None:
    """Filling `inputs_complete` or a side keeps every share within its bounds."""
    made = record(seed)
    before = traced(made).changes
    for name, field, words in (
        ("changes", "inputs_complete", ("yes", "no")),
        ("contributions", "made_by", ("user", "professional", "external", "joint")),
    ):
        for place, item in enumerate(made[name]):
            if item[field] != "unknown":
                continue
            for word in words:
                known = copy.deepcopy(made)
                known[name][place][field] = word
                for change, answer in traced(known).changes.items():
                    for side, share in answer.shares.items():
                        wider = before[change].shares[side]
                        assert wider.low <= share.low <= share.high <= wider.high


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_law_7_time_only_takes_away(seed: int) -> None:
    """Strict never exceeds report; without dates they agree; a lost date loses none."""
    made = record(seed)
    at_most(traced(made, time="strict"), traced(made))
    before = every_pair(traced(made))
    for name in LISTS:
        for place, item in enumerate(made[name]):
            if "when" in item:
                less = copy.deepcopy(made)
                del less[name][place]["when"]
                for ends, pair in every_pair(traced(less)).items():
                    if before[ends].time in ("ok", "unknown"):
                        assert pair.time in ("ok", "unknown")
    bare = json.loads(json.dumps(made))
    for name in LISTS:
        for item in bare[name]:
            item.pop("when", None)
    strict = every_pair(traced(bare, time="strict"))
    assert strict == every_pair(traced(bare))


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.lists(st.integers(1, 4), min_size=4, max_size=4))
def test_law_9_relabelling_grades_commutes_with_the_widest(
    seed: int, labels: list[int]
) -> None:
    """Grades are ordinal: only their order matters to the weakest link."""
    found = traced(record(seed)).tracer
    graph, grade = found.steps.graph, found.steps.grade
    label = [0, *sorted(labels)]
    start = found.contributions[0]
    wide = paths.widest(graph, [start], grade)
    relabelled = paths.widest(graph, [start], array("b", [label[g] for g in grade]))
    for node in range(graph.n):
        if node != start:
            assert relabelled[node] == label[wide[node]]


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_law_10_knowing_more_never_turns_but_for_round(seed: int) -> None:
    """A settled answer stays, or a user path comes to light; it never turns."""
    made = record(seed)
    before = {c: a.but_for for c, a in traced(made).changes.items()}
    settled = {"overdetermined", "user_necessary"}
    for name, field, words in (
        ("changes", "needs", ("all", "any")),
        ("decisions", "needs", ("all", "any")),
        ("contributions", "made_by", ("user", "professional")),
    ):
        for place, item in enumerate(made[name]):
            if item[field] != "unknown":
                continue
            for word in words:
                known = copy.deepcopy(made)
                known[name][place][field] = word
                for change, answer in traced(known).changes.items():
                    if before[change] in settled:
                        assert answer.but_for == before[change]


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_law_11_stages_and_closures_only_grow(seed: int) -> None:
    """More links never bring an input back; more feedback never opens it."""
    made = record(seed)
    less = copy.deepcopy(made)
    if less["links"]:
        less["links"].pop()
        less["rivals"] = []
        one, other = (
            traced(less).contributions,
            traced({**made, "rivals": []}).contributions,
        )
        dead = Slow(made).dead
        last = made["links"][-1]
        if (last["source"], last["target"]) not in dead:
            for name, fate in one.items():
                assert STAGES.index(fate.furthest) <= STAGES.index(other[name].furthest)
    quiet = {**made, "feedback": made["feedback"][1:]}
    loud = traced(made).contributions
    for name, fate in traced(quiet).contributions.items():
        assert CLOSURES.index(fate.closure) <= CLOSURES.index(loud[name].closure)
    for pair in traced(made).pairs():
        assert (pair.claim in ("untraced", "refuted")) == (pair.path == ())


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_law_12_graphs_and_json_keep_every_result(seed: int) -> None:
    """Through networkx, node-link JSON and back: the same bytes of results."""
    made = record(seed)
    record_ = programme(made)
    whole = trace(record_).to_json()
    graph = influence_graph(record_)
    before = nx.node_link_data(graph, edges="edges")
    assert trace(graph).to_json() == whole
    text = json.dumps(before)
    assert json.loads(text) == before
    again: Any = nx.node_link_graph(json.loads(text), edges="edges")
    assert trace(again).to_json() == whole
    assert nx.node_link_data(graph, edges="edges") == before  # it was not changed


JUNK: tuple[Any, ...] = (
    None,
    7,
    -1.5,
    "",
    "x",
    [],
    ["x"],
    {},
    [{}],
    [{"id": "x", "explains": [1]}],
    True,
)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_a_damaged_graph_is_refused_or_traced(seed: int) -> None:
    """Attributes removed or changed at random: our error or an answer, no crash."""
    draw = random.Random(seed)  # noqa: S311
    graph: Any = influence_graph(programme(record(seed)))
    places = [graph.graph, *(data for _, data in graph.nodes(data=True))]
    places += [data for _, _, data in graph.edges(data=True)]
    for _ in range(draw.randint(1, 3)):
        place = draw.choice([graph.graph, draw.choice(places)])
        field = draw.choice(sorted(place))
        if draw.random() < 0.4:
            place.pop(field)
            if not place:
                break
        else:
            place[field] = draw.choice(JUNK)
    codes = set()
    try:
        trace(graph).to_json()
    except RecordError as error:
        codes = {issue.code for issue in error.issues}
    assert codes <= {"graph-shape", "evidence-circle"}


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_plain_and_array_columns_agree(seed: int) -> None:
    """Both builders make the same steps, byte for byte."""
    columns = links.from_programme(programme(record(seed)))
    judged = judge(columns.items, columns.derived, DEFAULT_POLICY)
    plain = steps.plain_steps(columns, judged, DEFAULT_POLICY)
    assert arrays.make_steps(columns, judged, DEFAULT_POLICY) == plain


def random_graph(draw: random.Random, n: int, m: int) -> Graph:
    """A graph with cycles and isolated nodes."""
    ends = sorted({(draw.randrange(n), draw.randrange(n)) for _ in range(m)})
    ends = [(tail, head) for tail, head in ends if tail != head]
    return steps.make_graph(
        n, array("i", [t for t, _ in ends]), array("i", [h for _, h in ends])
    )


@pytest.mark.parametrize("at_once", [1, 3, 1024])
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_walks_at_once_see_what_each_sees(at_once: int, seed: int) -> None:
    """Many starts in one walk, a few in each, one in each; circles as well."""
    draw = random.Random(seed)  # noqa: S311
    n = draw.randint(1, 30)
    graph = random_graph(draw, n, draw.randint(0, 60))
    goals = {
        start: [draw.randrange(n) for _ in range(draw.randint(0, 5))]
        for start in draw.sample(range(n), draw.randint(0, n))
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "AT_ONCE", at_once)
        found = paths.joined(graph, goals)
    assert list(found) == list(goals)
    for start, those in goals.items():
        seen = paths.plain_reach(graph, [start], bytes(graph.m))
        assert found[start] == {goal for goal in those if seen[goal]}


@pytest.mark.parametrize("wide_from", [1, 3, 10_000])
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_plain_and_array_walks_agree_with_networkx(wide_from: int, seed: int) -> None:
    """Wide layers, narrow ones and networkx see the same."""
    draw = random.Random(seed)  # noqa: S311
    n = draw.randint(1, 40)
    graph = random_graph(draw, n, draw.randint(0, 120))
    grade = array("b", [draw.randint(0, 4) for _ in range(graph.m)])
    starts = draw.sample(range(n), draw.randint(0, min(n, 3)))
    floor = draw.randint(0, 4)
    theirs: nx.DiGraph[int] = nx.DiGraph()
    theirs.add_nodes_from(range(n))
    theirs.add_edges_from(
        (graph.source[e], graph.target[e]) for e in range(graph.m) if grade[e] >= floor
    )
    ahead = set(starts).union(*(nx.descendants(theirs, s) for s in starts))
    back = set(starts).union(*(nx.ancestors(theirs, s) for s in starts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "WIDE", wide_from)
        for reach, seen in (
            (paths.plain_reach, ahead),
            (arrays.reach, ahead),
            (paths.plain_reach_back, back),
            (arrays.reach_back, back),
        ):
            marks = reach(graph, starts, grade, floor=floor)
            assert set(paths.marked(marks)) == seen
        widest = arrays.widest(graph, starts, grade)
    assert widest == paths.plain_widest(graph, starts, grade)
    for node in set(range(n)) - set(starts):
        for level in (1, 2, 3, 4):
            at_least = paths.plain_reach(graph, starts, grade, floor=level)
            assert (widest[node] >= level) == bool(at_least[node])


@pytest.mark.parametrize("wide_from", [1, 10_000])
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_wide_shares_agree_with_exact_ones(wide_from: int, seed: int) -> None:
    """Layer by layer in floats, or node by node in fractions: the same parts."""
    columns = links.from_programme(programme(record(seed)))
    judged = judge(columns.items, columns.derived, DEFAULT_POLICY)
    made = steps.plain_steps(columns, judged, DEFAULT_POLICY)
    exact = shares.walk(columns, made, DEFAULT_POLICY, "sources")
    floats = EvidencePolicy(name="floats/1", exact_links=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "MANY", 0)
        patch.setattr(arrays, "WIDE", wide_from)
        patch.setattr(wide, "WIDE", wide_from)
        loose = shares.walk(columns, made, floats, "sources")
    patched = [exact, loose]
    for node in range(len(columns)):
        for reserves in (False, True):
            one, other = (w.parts(node, reserves=reserves) for w in patched)
            assert abs(sum(map(float, other.values())) - 1) < 1e-12
            for part, value in one.items():
                assert abs(float(value) - float(other[part])) < 1e-9


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_threads_of_all_changes_at_once_agree(seed: int) -> None:
    """One walk over sources and nodes finds the threads of every pair."""
    found = traced(record(seed))
    tracer = found.tracer
    sources, nodes = wide.thread_sources(tracer.steps.graph, tracer.users, tracer.steps)
    for change in tracer.changes:
        named = sorted(sources[nodes == change].tolist())
        names = tuple(tracer.judged.names[source] for source in named)
        assert names == found.pair("users", tracer.links.ids[change]).threads


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_cuts_and_flows_agree_with_networkx(seed: int) -> None:
    """The smallest cut has the size of the flow, cuts, and lies nearest the goal."""
    draw = random.Random(seed)  # noqa: S311
    n = draw.randint(2, 9)
    graph = random_graph(draw, n, draw.randint(1, 24))
    capacity = [draw.randint(0, 3) for _ in range(graph.m)]
    theirs: nx.DiGraph[int] = nx.DiGraph()
    theirs.add_nodes_from(range(n))
    for edge, room in enumerate(capacity):
        ends = graph.source[edge], graph.target[edge]
        theirs.add_edge(*ends, capacity=room, one=1)
    goal = n - 1
    value = nx.maximum_flow_value(theirs, 0, goal)
    assert needed.flow(graph, [0], goal, capacity) == value
    size = nx.maximum_flow_value(theirs, 0, goal, capacity="one")
    inside = paths.reach(graph, [0], bytes(graph.m))
    cut = cuts.critical_steps(graph, [0], goal, inside)
    assert len(cut) == size
    left = array("b", [int(edge not in cut) for edge in range(graph.m)])
    assert not paths.reach(graph, [0], left, floor=1)[goal]
    # of all smallest cuts networkx gives the one nearest the goal, too
    _, (_, beyond) = nx.minimum_cut(theirs, 0, goal, capacity="one")
    entering = [
        edge
        for edge in range(graph.m)
        if graph.source[edge] not in beyond and graph.target[edge] in beyond
    ]
    assert cut == [edge for edge in entering if inside[graph.source[edge]]]


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_times_agree_with_every_path_written_out(seed: int) -> None:
    """Earliest arrival, latest departure, and the shortest chain in time."""
    draw = random.Random(seed)  # noqa: S311
    n = draw.randint(2, 7)
    graph = random_graph(draw, n, draw.randint(1, 18))
    first = [draw.choice([-1, *range(8)]) for _ in range(n)]
    last = [max(day, draw.choice([2**31 - 1, *range(8)])) for day in first]
    days = times.Days(first, last)
    grade = array("b", [draw.randint(0, 1) for _ in range(graph.m)])
    only = bytes(draw.choice([1, 1, 1, 0]) for _ in range(n - 1)) + b"\1"
    starts = draw.sample(range(n - 1), draw.randint(1, n - 1))
    ends = {(graph.source[e], graph.target[e]): e for e in range(graph.m) if grade[e]}
    chains = []
    stack = [[node] for node in starts if only[node]]
    while stack:
        path = stack.pop()
        at = -1
        for node in path:
            at = max(at, first[node])
            if at > last[node]:
                break
        else:
            chains.append((path, at))
            stack.extend(
                [*path, head]
                for tail, head in ends
                if tail == path[-1] and head not in path and only[head]
            )
    found = times.arrivals(graph, starts, grade, days, floor=1, only=only)
    for node in range(n):
        ats = [at for path, at in chains if path[-1] == node]
        assert found[node] == min(ats, default=times.NEVER)
    goal = n - 1
    best = min(((len(p), p) for p, _ in chains if p[-1] == goal), default=(0, [goal]))
    chain = times.shortest_in_time(graph, starts, goal, grade, days, floor=1, only=only)
    assert chain == [ends[pair] for pair in itertools.pairwise(best[1])]
    late = times.departures(graph, [goal], grade, days, floor=1)
    free = times.arrivals(graph, range(n), grade, days, floor=1)
    assert free == list(first)
    for node in range(n):
        alone = times.arrivals(graph, [node], grade, days, floor=1)
        assert (alone[goal] != times.NEVER) == (first[node] <= late[node])
