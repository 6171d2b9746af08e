"""Everything this library can say about one record, in one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import attrs

from involvement import __version__, wire
from involvement.errors import Issue, RecordError, one_of
from involvement.influence.listing import Listing
from involvement.influence.policy import EvidencePolicy
from involvement.influence.tracing import Trace, trace
from involvement.instruments.scale import scales as all_scales
from involvement.patterns import overview, trails
from involvement.patterns.cases import Case, case_of
from involvement.patterns.disclosure import SMALLEST
from involvement.patterns.overview import Depth, LabelSpread, Question, SideSpread
from involvement.patterns.propositions import Findings, findings
from involvement.patterns.ratings import RatingView, rating_views
from involvement.patterns.tidy import tables
from involvement.patterns.trails import Funnel, OutcomeView
from involvement.record.programme import SCHEMA_VERSION, Programme
from involvement.results import Result, shown_as_is
from involvement.scoring.activity import GAP, ActivityScore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from involvement.instruments.levels import Scale


@attrs.frozen
class ScaleStamp(Result):
    """Which version of a scale gave the answers, and what it calls its levels.

    Attributes:
        title: The scale's name.
        kind: `ladder`, `work`, `labels`, `axes` or `checks`.
        version: Its version.
        meaning: A hash of its truth table: another hash, another meaning.
        citation: Where it was published.
        contestable: What is disputed about it.
        notice: What must be shown with it.
        levels: Level id to title, in scale order.
        unordered: Groups of levels whose order is disputed.
        shipped: Whether it is the one shipped with this library.
    """

    title: str
    kind: str
    version: str
    meaning: str
    citation: str
    contestable: str
    notice: str
    levels: dict[str, str]
    unordered: tuple[tuple[str, ...], ...]
    shipped: bool

    def explain(self) -> str:
        """The scale, its version and its source."""
        own = "" if self.shipped else ", not a scale shipped with this library"
        return f"{self.title}, version {self.version}{own} ({self.citation})"


@attrs.frozen
class Versions(Result):
    """What the answers were made with.

    Attributes:
        library: Version of this library.
        schema: Version of the record's layout.
        evidence_policy: Name of the rules for evidence.
    """

    library: str
    schema: str
    evidence_policy: str

    def explain(self) -> str:
        """The versions in one line."""
        return (
            f"involvement {self.library}, record schema {self.schema}, "
            f"evidence policy {self.evidence_policy}"
        )


@attrs.frozen
class Assessment(Result):
    """Everything that can be said about one programme.

    Initiative, depth, influence and benefit are four answers: there is no headline
    number, and nothing here ranks programmes.

    Example:
        >>> from involvement import assess, load
        >>> result = assess(load("minimum"))
        >>> list(result.depth)[:2], result.findings["P1"].answer
        (['arnstein', 'iap2'], 'holds')

    Attributes:
        id: The programme's id.
        title: Its title, or its id.
        description: What the record says of itself.
        citation: What to cite for the record.
        versions: What the answers were made with.
        scales: The scales in use, by id.
        on_request: Scales shown only when asked for.
        activities: Activity id to its score.
        initiative: Who initiated, led, set agenda and scope, over all activities.
        depth: Ladder id to the distribution of sets of levels.
        work: The same for what users did.
        labels: Scale id to how often each label, pole or check holds.
        signals: How often each signal of tokenism is present.
        trace: Which input reached which change.
        funnels: How far inputs came, by side.
        outcomes: Outcomes of services, of persons and others, with their evidence.
        findings: Whether the seed study's ten propositions hold here; beside them
            knowledge and its treatment, factors, resources, and who took part.
        ratings: People's own judgements, shown as they are.
        questions: What to ask next, the one that settles most first.
        programme: The record itself.
    """

    id: str
    title: str
    description: str
    citation: str
    versions: Versions
    scales: dict[str, ScaleStamp]
    on_request: tuple[str, ...]
    activities: dict[str, ActivityScore]
    initiative: tuple[SideSpread, ...]
    depth: dict[str, Depth]
    work: Depth
    labels: dict[str, LabelSpread]
    signals: LabelSpread
    trace: Trace = attrs.field(repr=False)
    funnels: tuple[Funnel, ...]
    outcomes: tuple[OutcomeView, ...]
    findings: Findings
    ratings: tuple[RatingView, ...]
    questions: tuple[Question, ...]
    programme: Programme = attrs.field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The whole assessment as plain values; the record itself is not repeated."""
        return self._document().to_dict()

    def to_json(self, *, indent: int | None = None) -> str:
        """The whole assessment as JSON; the same text for the same record."""
        return self._document().to_json(indent=indent)

    def _document(self) -> Result:
        values = {f.name: getattr(self, f.name) for f in attrs.fields(Document)}
        written: Result = Document(**values | {"trace": self.trace.listing()})
        return written

    def _repr_html_(self) -> str:
        """The totals in a few lines, escaped, for notebooks."""
        lines = [self.title]
        lines += [spread.explain() for spread in self.initiative]
        ladders = [*self.depth.values(), self.work]
        lines += [one.explain().partition("\n")[0] for one in ladders]
        lines += [f"{one.id} {one.answer}: {one.proposition}" for one in self.findings]
        lines.append(f"questions open: {len(self.questions)}")
        return shown_as_is("\n".join(lines))

    def explain(self) -> str:
        """The answers in words, one section after another."""
        parts = [f"{self.title} ({self.versions.explain()})", self.description]
        parts += [score.explain() for score in self.activities.values()]
        parts += [spread.explain() for spread in self.initiative]
        parts += [one.explain() for one in self.depth.values()]
        parts += [self.trace.explain()]
        parts += [funnel.explain() for funnel in self.funnels]
        parts += [outcome.explain() for outcome in self.outcomes]
        parts += [self.findings.explain()]
        return "\n\n".join(part for part in parts if part)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Tidy tables by name: each row one case, each column one thing.

        Example:
            >>> from involvement import assess, load
            >>> tables = assess(load("minimum")).tables()
            >>> sorted(tables["verdicts"][0])[:3]
            ['activity', 'ask_next', 'certain']
        """
        own = tables(
            self.programme,
            self.activities.values(),
            self.trace,
            self.outcomes,
            self.questions,
        )
        return own | self.findings.tables()


# An assessment as it is written to JSON: the same fields, the trace listed and the
# record, which has a form of its own, left out.
Document: Any = attrs.make_class(
    "Document",
    {
        field.name: attrs.field(type=Listing if field.name == "trace" else field.type)
        for field in attrs.fields(attrs.resolve_types(Assessment))
        if field.name != "programme"
    },
    bases=(Result,),
    frozen=True,
    slots=True,
)


def assess(
    programme: Programme,
    *,
    time: Literal["report", "strict"] = "report",
    share_weights: Literal["equal", "sources"] = "equal",
    policy: EvidencePolicy | None = None,
    k: int = SMALLEST,
) -> Assessment:
    """Everything this library can say about one programme.

    Args:
        programme: The record.
        time: Whether chains that run backwards in time are flagged or not counted.
        share_weights: How shares of a change choose among its causes.
        policy: Another evidence policy; it must carry another name.
        k: The smallest count of people that is shown; 1 shows all.

    Example:
        >>> from involvement import load
        >>> assessment = assess(load("stroke"))
        >>> assessment.initiative[0].explain()
        'initiated: professional 10, unknown 2 (10 of 12 answered)'
    """
    followed = trace(
        programme,
        time=time,
        share_weights=share_weights,
        policy=policy or EvidencePolicy(),
    )
    case = case_of(programme, None, followed)
    in_use = {name: one for name, one in all_scales().items() if one.derived}
    scores = {name: case.scores[name] for name in sorted(case.scores)}
    spreads = _spreads(in_use.values(), scores)
    return Assessment(
        id=programme.id,
        title=programme.name,
        description=programme.description or "",
        citation=programme.citation or "",
        versions=Versions(__version__, SCHEMA_VERSION, followed.evidence_policy),
        scales={name: _stamp(one) for name, one in in_use.items()},
        on_request=overview.ON_REQUEST,
        activities=scores,
        initiative=overview.side_spreads(scores),
        depth=_depths(in_use.values(), scores, "ladder"),
        work=_depths(in_use.values(), scores, "work")["work"],
        labels={k: v for k, v in spreads.items() if k not in ("signals", "flags")},
        signals=_signals(scores),
        trace=followed,
        funnels=trails.funnels(programme, followed),
        outcomes=trails.outcome_views(programme, _grades(case)),
        findings=findings(programme, scores=scores, trace=followed, k=k),
        ratings=rating_views(programme, k=k),
        questions=overview.questions(scores),
        programme=programme,
    )


def _stamp(scale: Scale) -> ScaleStamp:
    return ScaleStamp(
        scale.title,
        scale.kind,
        scale.version,
        scale.meaning,
        scale.citation,
        scale.contestable,
        scale.notice,
        {level.id: level.title for level in scale.levels},
        scale.unordered,
        scale.shipped,
    )


def _depths(
    scales: Iterable[Scale], scores: dict[str, ActivityScore], kind: str
) -> dict[str, Depth]:
    return {
        scale.id: overview.depth(
            scale.id,
            {name: score.verdicts[scale.id] for name, score in scores.items()},
            [level.id for level in scale.levels],
        )
        for scale in scales
        if scale.kind == kind
    }


def _spreads(
    scales: Iterable[Scale], scores: dict[str, ActivityScore]
) -> dict[str, LabelSpread]:
    return {
        scale.id: overview.label_spread(
            scale.id,
            [level.id for level in scale.levels],
            [score.verdicts[scale.id].labels for score in scores.values()],
            ("holds", "fails", "unknown"),
        )
        for scale in scales
        if not scale.ordered
    }


def _signals(scores: dict[str, ActivityScore]) -> LabelSpread:
    return overview.label_spread(
        "signals",
        [*(level.id for level in all_scales()["signals"].levels), GAP],
        [score.signals for score in scores.values()],
        ("present", "absent", "unknown"),
    )


def _grades(case: Case) -> dict[str, int]:
    """The grade of the best trail from users to each outcome that has one."""
    return {
        outcome.id: case.reached[outcome.id][0]
        for outcome in case.programme.outcomes
        if case.reached[outcome.id][1]
    }


def schema(of: Literal["record", "assessment"] = "assessment") -> dict[str, Any]:
    """The JSON Schema of records or of assessments.

    Raises:
        RecordError: If it is asked of anything else (`option-unknown`).

    Example:
        >>> schema("record")["title"]
        'Programme'
    """
    from involvement.record.schema import record_schema

    if of == "record":
        return record_schema()
    if of == "assessment":
        return wire.json_schema(Document)
    raise RecordError(
        [
            Issue(
                code="option-unknown",
                found=f"found {of!r}",
                expected=one_of(["record", "assessment"]),
            )
        ]
    )
