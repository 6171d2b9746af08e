"""Files to records and back: load, check, dump."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from involvement.errors import (
    InvolvementError,
    Issue,
    RecordError,
    plain,
    possible_path,
    wrong_kind,
)
from involvement.formats.finding import (
    found_at,
    is_folder,
    record_paths,
    unknown_ending,
)
from involvement.formats.jsontext import read_json
from involvement.formats.shelf import example_text, examples
from involvement.formats.source import read_bytes
from involvement.formats.template import yaml_template
from involvement.formats.text import decoded, limit_issue, read_yaml
from involvement.formats.validation import read_tree
from involvement.formats.writing import json_text, plain_record, to_stdout, write_whole
from involvement.formats.yamlwriting import yaml_text
from involvement.instruments import known
from involvement.limits import Limits, at_most
from involvement.record.programme import Programme
from involvement.record.sharing import share

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from involvement.formats.tree import Tree
    from involvement.patterns.portfolio import Portfolio
    from involvement.record.coherence import Items, Levels

OnWarning = Callable[["Issue"], None]
Read = Callable[["Path | str"], "tuple[Programme, tuple[Issue, ...]]"]

__all__ = ["check", "dump", "example_text", "examples", "load", "start", "write_whole"]

_log = logging.getLogger("involvement")


def load(
    path: str | PathLike[str],
    *,
    limits: Limits | None = None,
    levels: Levels | None = None,
    ratings: Mapping[str, Items] | None = None,
    on_warning: OnWarning | None = None,
) -> Programme | Portfolio:
    """The record in a file, or the portfolio in a directory.

    Args:
        path: A file ending in .yaml, .yml, .json or .xlsx; a directory of such files
            (a portfolio) or of CSV tables with a datapackage.json (one record); `-`
            for standard input; or the id of a shipped example.
        limits: How much the file may ask of this machine.
        levels: Scale id to level ids, to judge `declared` and `preferred`.
        ratings: Scale id to its items and values, to judge `ratings`.
        on_warning: Called with each warning and note; without it they are logged.

    Returns:
        A `Programme`, or for a directory of records a `Portfolio`.

    Raises:
        RecordError: With every fault of the file, in its order.

    Example:
        >>> load("stroke").schema_version
        '1'
    """
    say = on_warning or _logged
    target, notes = found_at(path)
    limits = limits or Limits()
    if not isinstance(limits, Limits):
        raise wrong_kind(limits, "Limits", path="limits")
    for note in notes:
        say(note)
    read = partial(read_record, limits=limits, levels=levels, ratings=ratings)
    if isinstance(target, Path) and target.is_dir() and not is_folder(target):
        return _portfolio(target, limits, read, say)
    programme, issues = read(target)
    for issue in issues:
        say(issue)
    return programme


def _logged(issue: Issue) -> None:
    _log.warning("%s", issue)


def check(
    path: str | PathLike[str],
    *,
    limits: Limits | None = None,
    levels: Levels | None = None,
    ratings: Mapping[str, Items] | None = None,
) -> tuple[Issue, ...]:
    """Every fault, warning and note about a file, without raising one.

    Args:
        path: As for `load`.
        limits: How much the file may ask of this machine.
        levels: Scale id to level ids, to judge `declared` and `preferred`.
        ratings: Scale id to its items and values, to judge `ratings`.

    Returns:
        Errors in the order of the file, then warnings and notes; empty when all is
        well.

    Example:
        >>> check("no-such-file.yaml")[0].code
        'file-missing'
    """
    said: list[Issue] = []
    try:
        load(
            path,
            limits=limits,
            levels=levels,
            ratings=ratings,
            on_warning=said.append,
        )
    except InvolvementError as error:
        said = [*error.issues, *said]
    return tuple(sorted(said, key=lambda issue: issue.severity != "error"))


def dump(
    programme: Programme,
    path: str | PathLike[str],
    *,
    on_warning: OnWarning | None = None,
) -> None:
    """Write a record; what `load` reads back is equal to it.

    The file is written beside its place and moved there when it is whole, so an old
    file of that name is intact if anything fails.

    Args:
        programme: The record.
        path: A file ending in .yaml, .yml, .json or .xlsx; a name without an ending
            for a folder of CSV tables; `-` for YAML on standard output.
        on_warning: Called with notes on what the format cannot hold; without it
            they are logged.

    Raises:
        RecordError: If the ending is not known or the file cannot be written.

    Example:
        >>> import tempfile
        >>> from involvement.record.programme import Programme
        >>> copy = Path(tempfile.mkdtemp()) / "copy.json"
        >>> dump(Programme(schema_version="1", id="ward-7"), copy)
        >>> load(copy).id
        'ward-7'
    """
    if not isinstance(programme, Programme):
        raise wrong_kind(programme, "a Programme")
    possible_path(path)
    if str(path) == "-":
        to_stdout(yaml_text(plain_record(programme)))
        return
    target = Path(path)
    ending = target.suffix.lower()
    if ending in (".yaml", ".yml"):
        write_whole(target, yaml_text(plain_record(programme)).encode())
    elif ending == ".json":
        write_whole(target, json_text(programme).encode())
    elif ending == ".xlsx":
        from involvement.formats import workbook_writing

        for issue in workbook_writing.write(programme, target):
            (on_warning or _logged)(issue)
    elif ending or (os.path.isdir(target) and not _may_be_folder(target)):  # noqa: PTH112 - odd names
        raise RecordError([unknown_ending(target)])
    else:
        from involvement.formats import folder

        folder.write(programme, target)


def _may_be_folder(path: Path) -> bool:
    """Whether a directory is empty or holds a record as CSV already."""
    return is_folder(path) or all(one.name.startswith(".") for one in path.iterdir())


def start(path: Path, *, record: Programme | None = None) -> None:
    """Write a template to fill in; never over an existing file.

    Args:
        path: A file ending in .yaml, .yml or .xlsx.
        record: A record to write instead of the empty template.

    Raises:
        RecordError: If the file exists or cannot be written.
    """
    if path.exists():
        issue = Issue(
            code="file-write",
            found="the file exists already",
            where=str(path),
            hint="choose another name, or remove it first",
        )
        raise RecordError([issue])
    if record is not None:
        dump(record, path)
    elif path.suffix.lower() == ".xlsx":
        from involvement.formats import workbook_writing

        workbook_writing.write_template(path)
    elif path.suffix.lower() in (".yaml", ".yml"):
        write_whole(path, yaml_template().encode())
    else:
        raise RecordError([unknown_ending(path)])


# -- reading it --


def read_record(
    target: Path | str,
    *,
    limits: Limits,
    levels: Levels | None = None,
    ratings: Mapping[str, Items] | None = None,
) -> tuple[Programme, tuple[Issue, ...]]:
    """One record, whatever its form, with its warnings and notes.

    Raises:
        RecordError: With every fault of the file, in its order.
    """
    return read_tree(
        _tree(target, limits),
        limits=limits,
        levels=known.levels if levels is None else levels,
        ratings=known.items if ratings is None else ratings,
    )


def _tree(target: Path | str, limits: Limits) -> Tree:
    """The tree of one record, read by the door its name asks for."""
    if isinstance(target, str):
        if target == "-":
            return _from_stdin(limits)
        return read_yaml(example_text(target), f"{target}.yaml", limits=limits)
    if target.is_dir():
        from involvement.formats import folder

        return folder.read(target, limits)
    ending = target.suffix.lower()
    if ending in (".xlsx", ".xlsm"):
        from involvement.formats import workbook

        return workbook.read(target, limits)
    if ending not in (".yaml", ".yml", ".json"):
        raise RecordError([unknown_ending(target)])
    return _text_tree(read_bytes(target, limits), target.name, ending, limits)


def _text_tree(data: bytes, source: str, ending: str, limits: Limits) -> Tree:
    text = decoded(data, source)
    if ending == ".json":
        return read_json(text, source, limits=limits)
    return read_yaml(text, source, limits=limits)


def _from_stdin(limits: Limits) -> Tree:
    """YAML, or JSON when it begins with a brace; YAML would read most JSON too."""
    data = at_most(sys.stdin.buffer, limits.bytes + 1)
    if len(data) > limits.bytes:
        found = f"the file has more than {limits.bytes} bytes, which is the limit"
        raise RecordError([limit_issue("bytes", found, "standard input")])
    begins = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    ending = ".json" if begins in (b"{", b"[") else ".yaml"
    return _text_tree(data, "standard input", ending, limits)


def _portfolio(path: Path, limits: Limits, read: Read, say: OnWarning) -> Portfolio:
    """Every record of a directory, in the order of their names."""
    from involvement.patterns.portfolio import Portfolio

    names = record_paths(path)
    if len(names) > limits.records:
        found = f"{len(names)} records, the limit is {limits.records}"
        raise RecordError([limit_issue("records", found, plain(str(path)))])
    programmes: list[Programme] = []
    wrong: list[Issue] = []
    for name in names:
        try:
            programme, issues = read(name)
        except RecordError as error:
            wrong += error.issues
            continue
        share(programme)
        programmes.append(programme)
        for issue in issues:
            say(issue)
    if wrong:
        raise RecordError(wrong)
    return Portfolio(
        programmes=tuple(programmes), sources=tuple(name.name for name in names)
    )
