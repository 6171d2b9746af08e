"""From any format to any other, by file ending or by name."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from involvement.errors import Issue, RecordError, one_of, plain, quote
from involvement.exchange.graphs import Export, dot, graphml, mermaid
from involvement.exchange.prov import prov_json, prov_n
from involvement.formats import folder, log, redcap, workbook
from involvement.formats.files import load
from involvement.formats.jsontext import read_json
from involvement.formats.source import read_bytes
from involvement.formats.text import decoded, read_yaml
from involvement.formats.validation import read_tree
from involvement.formats.writing import json_text, plain_record, to_stdout, write_whole
from involvement.formats.yamlwriting import yaml_text
from involvement.influence.views import influence_graph
from involvement.limits import Limits
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Callable

    from involvement.exchange.graphs import Graph
    from involvement.formats.tree import Tree

_log = logging.getLogger("involvement")

READS = ("yaml", "json", "xlsx", "folder", "log", "redcap")
"""The formats a record is read from."""

GRAPHS: dict[str, Callable[[Graph], Export]] = {
    "prov-json": prov_json,
    "prov-n": prov_n,
    "graphml": graphml,
    "mermaid": mermaid,
    "dot": dot,
}
"""The formats of the influence graph; written only."""

WRITES = (*READS, *GRAPHS)

ENDINGS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".csv": "log",
    ".prov.json": "prov-json",
    ".provn": "prov-n",
    ".graphml": "graphml",
    ".mmd": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
}
"""File ending to format; a REDCap export is CSV too, so it must be named."""


def convert(
    source: str | Path,
    target: str | Path,
    *,
    source_format: str | None = None,
    target_format: str | None = None,
    limits: Limits | None = None,
    on_warning: Callable[[Issue], None] | None = None,
) -> tuple[Issue, ...]:
    """Read a record in one format and write it in another.

    The target is written whole or not touched; it may be the source.

    Args:
        source: A file, a folder of CSV files, the id of a shipped example, or `-`
            for YAML or JSON on standard input.
        target: A file, a folder, or `-` for standard output.
        source_format: One of `READS`; without it the ending decides.
        target_format: One of `WRITES`; without it the ending decides, and a name
            without an ending is a folder.
        limits: How much the source may ask of this machine.
        on_warning: Called with each warning and note about the source.

    Returns:
        What the target's format has no place for.

    Raises:
        RecordError: If a format is not known, or the source has faults.
        MissingExtra: If a format needs an extra that is not installed.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp())
        >>> convert("stroke", place / "stroke.json")
        ()
        >>> [note.code for note in convert("stroke", place / "graph.provn")][:1]
        ['format-loss']
    """
    wanted = _target_format(target, target_format)
    programme = _record(source, source_format, limits or Limits(), on_warning)
    if str(target) == "-":
        return _to_stdout(programme, wanted)
    return _written(programme, Path(target), wanted)


def _ending(path: str | Path) -> str:
    name = Path(path).name.lower()
    if name.endswith(".prov.json"):
        return ".prov.json"
    return Path(name).suffix


def _known(name: str, formats: tuple[str, ...], option: str) -> str:
    if name in formats:
        return name
    issue = Issue(
        code="option-unknown",
        found=f"found {option} {quote(name)}",
        expected=one_of(formats, word=name),
    )
    raise RecordError([issue])


def _target_format(target: str | Path, name: str | None) -> str:
    if name is not None:
        return _known(name, WRITES, "the format")
    if str(target) == "-":
        return "yaml"
    ending = _ending(target)
    if not ending:
        return "folder"
    if ending in ENDINGS:
        return ENDINGS[ending]
    issue = Issue(
        code="file-kind",
        found=f"found the ending {quote(ending)}",
        where=plain(str(target)),
        expected=one_of(list(ENDINGS), word=ending),
        hint="choose a known ending, or name the format",
    )
    raise RecordError([issue])


def _record(
    source: str | Path,
    name: str | None,
    limits: Limits,
    on_warning: Callable[[Issue], None] | None,
) -> Programme:
    inferred = name is None and ENDINGS.get(_ending(source)) != "log"
    if inferred or str(source) == "-":
        found = load(source, limits=limits, on_warning=on_warning)
        if isinstance(found, Programme):
            return found
        raise RecordError([_portfolio(source)])
    path = Path(source)
    tree = _tree(path, _known(name or "log", READS, "the format"), limits)
    programme, issues = read_tree(tree, limits=limits)
    for issue in issues:
        (on_warning or _logged)(issue)
    return programme


def _logged(issue: Issue) -> None:
    _log.warning("%s", issue)


def _portfolio(source: str | Path) -> Issue:
    return Issue(
        code="shape",
        found="found a directory of records",
        where=plain(str(source)),
        expected="expected one record",
        hint="convert the records one by one",
    )


def _tree(path: Path, name: str, limits: Limits) -> Tree:
    if name in ("yaml", "json"):
        text = decoded(read_bytes(path, limits), path.name)
        read = read_yaml if name == "yaml" else read_json
        return read(text, path.name, limits=limits)
    readers: dict[str, Callable[[Path, Limits], Tree]] = {
        "xlsx": workbook.read,
        "folder": folder.read,
        "log": log.read,
        "redcap": redcap.read,
    }
    return readers[name](path, limits)


def _text(programme: Programme, name: str) -> Export | None:
    """The formats that are one text; None for the others."""
    if name == "yaml":
        return Export(yaml_text(plain_record(programme)))
    if name == "json":
        return Export(json_text(programme))
    if name in GRAPHS:
        return GRAPHS[name](influence_graph(programme))
    return None


def _to_stdout(programme: Programme, name: str) -> tuple[Issue, ...]:
    export = _text(programme, name)
    if export is None:
        issue = Issue(
            code="file-kind",
            found=f"found {name} to be written to standard output",
            expected=one_of(["yaml", "json", *GRAPHS]),
            hint="give the name of a file or folder",
        )
        raise RecordError([issue])
    to_stdout(export.text)
    return export.notes


def _written(programme: Programme, path: Path, name: str) -> tuple[Issue, ...]:
    export = _text(programme, name)
    if export is not None:
        write_whole(path, export.text.encode())
        return export.notes
    if name == "xlsx":
        return workbook.write(programme, path)
    if name == "log":
        return log.write(programme, path)
    writer = folder.write if name == "folder" else redcap.write
    writer(programme, path)
    return ()
