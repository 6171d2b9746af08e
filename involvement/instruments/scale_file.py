"""Scale files: read them and say what is wrong with them.

A scale is a TOML file, never Python: id, title, version, kind, citation, predicates
and levels with conditions in the rule language. The shipped ones lie in `data/`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from involvement.errors import Issue, ScaleError, one_of, quote
from involvement.instruments.levels import (
    RECORDED,
    Answers,
    Level,
    Point,
    Predicate,
    Scale,
    facts_read,
    used,
)
from involvement.instruments.misshapen import (
    CITE,
    left_out,
    long_key,
    misshapen,
    path_text,
    syntax,
)
from involvement.instruments.places import Places, scan
from involvement.instruments.reading import parse
from involvement.instruments.rules import Rule, circles
from involvement.limits import Limits
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_LEVELS = 62
"""A set of levels and "no level fits" must fit one machine word."""

DATA = Path(__file__).parent / "data"
"""Where the shipped scales lie."""

# -- the shape of a file -----------------------------------------------------------

_Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
# Names that some systems take for devices, as a scale id may become a file name.
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_RESERVED = ("and", "or", "not", "in", *FACTS)


def _rule_alone(value: Any) -> Any:
    return {"rule": value} if isinstance(value, str) else value


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _PredicateShape(_Shape):
    rule: str
    meaning: str = ""


class _LevelShape(_Shape):
    id: _Id
    condition: str
    title: str = ""
    words: str = ""
    source: str = ""


class _PointShape(_Shape):
    id: _Id
    title: str = ""
    low: str = ""
    high: str = ""


class _AnswersShape(_Shape):
    words: list[str] = []
    minimum: int | None = None
    maximum: int | None = None
    open: bool = False
    item: str = ""
    anchored: bool = False


class _ScaleShape(_Shape):
    id: _Id
    title: str
    version: str
    kind: Literal["ladder", "work", "labels", "axes", "checks", "ratings", "checklist"]
    citation: str
    contestable: str = ""
    licence: str = ""
    notice: str = ""
    unordered: list[list[str]] = []
    predicates: dict[_Id, Annotated[_PredicateShape, BeforeValidator(_rule_alone)]] = {}
    levels: list[_LevelShape] = []
    items: list[_PointShape] = []
    values: _AnswersShape | None = None


# -- reading -----------------------------------------------------------------------


def read_scale(
    text: str, *, name: str, shipped: bool = False, limits: Limits | None = None
) -> Scale:
    """A scale from the text of its file.

    Args:
        text: TOML.
        name: The file, for messages.
        shipped: Whether it comes with this library.
        limits: How deep rules may nest and how large the table may be.

    Raises:
        ScaleError: With every fault of the file, each with its line and column.
    """
    limits = limits or Limits()
    places = scan(name, text)
    shape = _shape(text, places, limits)
    rules, terms, issues = _rules(shape, places, limits)
    issues = _whole(shape, places) + issues
    if issues:
        raise ScaleError(issues)
    shared = _shared()
    in_use = used(rules, terms)
    scale = Scale(
        id=shape.id,
        title=shape.title,
        kind=shape.kind,
        version=shape.version,
        citation=_line(shape.citation),
        contestable=_line(shape.contestable),
        licence=_line(shape.licence),
        levels=tuple(
            Level(
                level.id,
                level.title or level.id.replace("_", " ").capitalize(),
                _line(level.words),
                _line(level.condition),
                level.source,
            )
            for level in shape.levels
        ),
        facts=facts_read(rules, in_use),
        predicates=tuple(
            Predicate(
                term,
                _line((shape.predicates.get(term) or shared[term]).rule),
                _line((shape.predicates.get(term) or shared[term]).meaning),
                term not in shape.predicates,
            )
            for term in in_use
        ),
        unordered=tuple(tuple(group) for group in shape.unordered),
        notice=_line(shape.notice),
        items=tuple(Point(p.id, p.title or p.id, p.low, p.high) for p in shape.items),
        answers=_answers(shape.values),
        shipped=shipped,
        rules=rules,
        terms=in_use,
        text=text,
        name=name,
    )
    if not shipped:
        from involvement.instruments.truth import check_size

        check_size(scale.axes, scale.id, limits)
    return scale


def _line(text: str) -> str:
    return " ".join(text.split())


def _answers(shape: _AnswersShape | None) -> Answers | None:
    if shape is None:
        return None
    return Answers(
        tuple(shape.words),
        shape.minimum,
        shape.maximum,
        shape.open,
        shape.item,
        shape.anchored,
    )


def _shape(text: str, places: Places, limits: Limits) -> _ScaleShape:
    """The file as its shape, or every way in which it is not."""
    if dotted := long_key(places, limits):
        raise ScaleError([dotted])
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScaleError([syntax(str(error), places)]) from None
    except ValueError:
        # Python turns no text of thousands of digits into a number
        reason = "a number has too many digits"
        raise ScaleError([syntax(reason, places)]) from None
    except RecursionError:
        raise ScaleError([syntax("too deeply nested", places)]) from None
    try:
        return _ScaleShape.model_validate(tree)
    except ValidationError as error:
        found = error.errors(include_url=False)
        said = [misshapen(one, places, _fields) for one in found[: limits.issues]]
        raise ScaleError([*said, *left_out(len(found), places, limits)]) from None


def _fields(path: tuple[str | int, ...]) -> list[str]:
    """The fields that may stand at a place."""
    shapes: dict[str, type[_Shape]] = {
        "levels": _LevelShape,
        "items": _PointShape,
        "values": _AnswersShape,
        "predicates": _PredicateShape,
    }
    shape = shapes.get(str(path[0]), _ScaleShape) if path else _ScaleShape
    return list(shape.model_fields)


def _whole(shape: _ScaleShape, places: Places) -> list[Issue]:
    """Faults of the scale as a whole."""
    found = [*_identity(shape), *_contents(shape), *_references(shape)]
    return [
        Issue(
            code=code,
            found=text,
            path=path_text(path),
            where=places.of(path),
            expected=expected,
            hint=hint,
        )
        for code, path, text, expected, hint in found
    ]


_Found = tuple[str, tuple[str | int, ...], str, str, str]


def _identity(shape: _ScaleShape) -> Iterator[_Found]:
    """What a scale calls itself, where it comes from."""
    if _DEVICES.fullmatch(shape.id):
        found = f"found {quote(shape.id)}, which names a device"
        yield "id-shape", ("id",), found, "", "choose another id"
    for key in ("citation", "version"):
        if not getattr(shape, key).strip():
            found = f"found an empty {key!r}"
            yield "scale-citation", (key,), found, "", CITE
    for part in ("levels", "items"):
        ids = [one.id for one in getattr(shape, part)]
        for i, one in enumerate(ids):
            if one in ids[:i]:
                path = (part, i, "id")
                yield "id-duplicate", path, f"found {quote(one)} again", "", ""


def _contents(shape: _ScaleShape) -> Iterator[_Found]:
    """Whether a scale has what its kind needs."""
    recorded = shape.kind in RECORDED
    if recorded is bool(shape.levels):
        wanted = "no levels, but items" if recorded else "at least one level"
        found = f"found the kind {quote(shape.kind)}"
        yield "scale-shape", ("kind",), found, f"expected {wanted}", ""
    if (recorded or shape.items) and shape.values is None:
        found = "found no 'values' for the items"
        yield "field-missing", ("values",), found, "", "say how they may be answered"
    if len(shape.levels) > MOST_LEVELS:
        found = f"found {len(shape.levels)} levels"
        yield "scale-shape", ("levels",), found, f"expected at most {MOST_LEVELS}", ""


def _references(shape: _ScaleShape) -> Iterator[_Found]:
    """Whether the names a scale uses are free, or are there."""
    known = [level.id for level in shape.levels]
    for word in (word for group in shape.unordered for word in group):
        if word not in known:
            found = f"found {quote(word)}, which is no level of this scale"
            yield "level-unknown", ("unordered",), found, one_of(known, word=word), ""
    for name in shape.predicates:
        if name in _RESERVED or name in _shared():
            found = f"found a predicate {quote(name)}, a name already in use"
            expected = "expected no fact, no shared predicate and no keyword"
            yield "scale-taken", ("predicates", name), found, expected, ""


def _rules(
    shape: _ScaleShape, places: Places, limits: Limits
) -> tuple[dict[str, Rule], dict[str, Rule], list[Issue]]:
    """The conditions and predicates, read; and what is wrong with them."""
    shared = _shared()
    names = [*shape.predicates, *shared]
    issues: list[Issue] = []
    terms: dict[str, Rule] = {}
    rules: dict[str, Rule] = {}

    def read(text: str, path: tuple[str | int, ...]) -> Rule | None:
        place = places.inside(path, text)
        try:
            return parse(
                text,
                predicates=names,
                path=path_text(path),
                place=place,
                limits=limits,
            )
        except ScaleError as error:
            issues.extend(error.issues)
            return None

    path: tuple[str | int, ...]
    for name, predicate in shape.predicates.items():
        path = ("predicates", name, "rule")
        if path not in places.values:
            path = path[:-1]
        if rule := read(predicate.rule, path):
            terms[name] = rule
    for i, level in enumerate(shape.levels):
        if rule := read(level.condition, ("levels", i, "condition")):
            rules[level.id] = rule
    if issues:
        return {}, {}, issues
    terms = {
        name: parse(p.rule, predicates=shared) for name, p in shared.items()
    } | terms
    if circle := circles(terms):
        path = ("predicates", circle[0])
        found = f"found predicates that use each other: {' -> '.join(circle)}"
        return (
            {},
            {},
            [
                Issue(
                    code="rule-circle",
                    found=found,
                    path=path_text(path),
                    where=places.of(path),
                    hint="say one of them in terms of facts",
                )
            ],
        )
    return rules, terms, []


_SHARED: dict[str, _PredicateShape] = {}


def _shared() -> Mapping[str, _PredicateShape]:
    """The predicates every scale may use; read once."""
    if not _SHARED:
        tree = tomllib.loads((DATA / "shared.toml").read_text(encoding="utf-8"))
        read = {n: _PredicateShape.model_validate(p) for n, p in tree.items()}
        _SHARED.update(read)
    return _SHARED
