"""Many records assessed one at a time: a directory of any size in bounded memory."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from involvement import __version__
from involvement.assessment import Assessment, assess
from involvement.errors import Issue, RecordError, plain, possible_path, wrong_kind
from involvement.formats.beside import alone
from involvement.formats.files import read_record
from involvement.formats.finding import found_at, is_folder, record_paths
from involvement.formats.writing import make_folder, not_written, write_whole
from involvement.influence.policy import EvidencePolicy
from involvement.instruments.scale import scales
from involvement.limits import Limits
from involvement.patterns.disclosure import SMALLEST
from involvement.record.programme import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

LOG = "assessed.jsonl"
"""The file beside the assessments that says which were made, of what, with what."""

_log = logging.getLogger("involvement")


def assess_each(
    path: str | PathLike[str],
    *,
    k: int = SMALLEST,
    limits: Limits | None = None,
    on_warning: Callable[[Issue], None] | None = None,
) -> Iterator[tuple[str, Assessment | RecordError]]:
    """The assessment of every record of a directory, read one at a time.

    One record and its assessment are held at a time, so memory does not grow with
    the number of records, and `Limits.records` does not apply. A record with faults
    does not stop the others.

    Args:
        path: A directory of records.
        k: The smallest count of people that is shown; 1 shows all.
        limits: How much each file may ask of this machine.
        on_warning: Called with each warning and note; without it they are logged.

    Yields:
        The name of the file and its assessment, or the error with every fault of
        the file; in the order of the names.

    Raises:
        RecordError: If it is no directory of records.

    Example:
        >>> import tempfile
        >>> from involvement import dump, load
        >>> folder = Path(tempfile.mkdtemp())
        >>> dump(load("minimum"), folder / "a.yaml")
        >>> _ = (folder / "b.yaml").write_text("id: b")
        >>> for name, found in assess_each(folder):
        ...     print(name, type(found).__name__)
        a.yaml Assessment
        b.yaml RecordError
    """
    limits = _checked(limits)
    return _each(directory(path), k, limits, on_warning or _logged)


def _checked(limits: Limits | None) -> Limits:
    limits = limits or Limits()
    if not isinstance(limits, Limits):
        raise wrong_kind(limits, "Limits", path="limits")
    return limits


def _logged(issue: Issue) -> None:
    _log.warning("%s", issue)


def _each(
    paths: tuple[Path, ...], k: int, limits: Limits, say: Callable[[Issue], None]
) -> Iterator[tuple[str, Assessment | RecordError]]:
    for path in paths:
        yield path.name, _one(path, k, limits, say)


def _one(
    path: Path, k: int, limits: Limits, say: Callable[[Issue], None]
) -> Assessment | RecordError:
    try:
        programme, issues = read_record(path, limits=limits)
    except RecordError as error:
        return error
    for issue in issues:
        say(issue)
    return assess(programme, k=k)


def directory(path: str | PathLike[str]) -> tuple[Path, ...]:
    """The records of a directory; one record, or what is no directory, is refused.

    Raises:
        RecordError: If it is no directory of records.
    """
    target, _ = found_at(path)
    if isinstance(target, str) or not target.is_dir() or is_folder(target):
        issue = Issue(
            code="file-kind",
            found="found one record",
            where=plain(str(path)),
            expected="expected a directory of records",
        )
        raise RecordError([issue])
    return record_paths(target)


# -- with files to show for it --


@attrs.frozen
class Assessed:
    """What became of one record of a directory.

    Attributes:
        record: The name of its file.
        state: `assessed`; `kept` when its assessment was there already, made of the
            same bytes with the same versions; `faulty`.
        issues: The faults of a faulty record, and what else there is to say of it.
    """

    record: str
    state: str
    issues: tuple[Issue, ...] = ()


def assess_into(
    path: str | PathLike[str],
    out: str | PathLike[str],
    *,
    k: int = SMALLEST,
    limits: Limits | None = None,
    compress: bool = False,
) -> Iterator[Assessed]:
    """Write the assessment of every record of a directory, and go on where it stopped.

    Each assessment is written whole as JSON, named as its record with `.json` added;
    then a line is added to the log `assessed.jsonl`. Called again, what the log lists
    is not done again if record, versions, scales and `k` are the same and the
    assessment is there. However often it is stopped, the files are the same in the
    end. One process at a time writes to `out`; another waits a while and is refused.

    Args:
        path: A directory of records.
        out: The directory to write to; made if it is missing.
        k: The smallest count of people that is shown; 1 shows all.
        limits: How much each file may ask of this machine.
        compress: Write each assessment with gzip, `.json.gz`: about a tenth of it.

    Yields:
        What became of each record, in the order of their names.

    Raises:
        RecordError: If it is no directory of records, a file cannot be written, or
            another process goes on writing to `out`.

    Example:
        >>> import tempfile
        >>> from involvement import dump, load
        >>> folder = Path(tempfile.mkdtemp())
        >>> dump(load("minimum"), folder / "a.yaml")
        >>> for _ in range(2):
        ...     print([one.state for one in assess_into(folder, folder / "out")])
        ['assessed']
        ['kept']
    """
    limits = _checked(limits)
    paths = directory(path)
    possible_path(out)
    target = Path(out)
    if target.resolve() == paths[0].parent.resolve():
        issue = Issue(
            code="file-write",
            found="found the directory of the records themselves",
            where=plain(str(out)),
            hint="choose another: an assessment there would be taken for a record",
        )
        raise RecordError([issue])
    make_folder(target)
    return _into(paths, target, k, limits, compress=compress)


def _into(
    paths: tuple[Path, ...], out: Path, k: int, limits: Limits, *, compress: bool
) -> Iterator[Assessed]:
    with alone(out, writing=True):
        yield from _all_into(paths, out, k, limits, compress=compress)


def _all_into(
    paths: tuple[Path, ...], out: Path, k: int, limits: Limits, *, compress: bool
) -> Iterator[Assessed]:
    made_with = {**versions(), "k": k}
    before = _left(out)
    lines: list[str] = []
    for path in paths:
        target = out / f"{path.name}.json{'.gz' if compress else ''}"
        entry = {
            "record": path.name,
            # taken before it is read: if it changes meanwhile, it is done again
            "sha256": fingerprint(path),
            **made_with,
            "output": target.name,
        }
        line = before.get(path.name, "{}")
        if entry.items() <= json.loads(line).items() and target.is_file():
            found = Assessed(path.name, "kept")
        else:
            found = _written(path, target, k, limits)
            line = json.dumps(entry | _told(found))
            _append(out / LOG, line)
        lines.append(line)
        yield found
    write_whole(out / LOG, _text(lines))


def _written(path: Path, target: Path, k: int, limits: Limits) -> Assessed:
    """Assess one record and write what came of it."""
    said: list[Issue] = []
    found = _one(path, k, limits, said.append)
    if isinstance(found, RecordError):
        # what an earlier version of the record gave is no answer for this one
        with suppress(OSError):
            target.unlink()
        return Assessed(path.name, "faulty", found.issues)
    data = f"{found.to_json()}\n".encode()
    if target.suffix == ".gz":
        # no time in it: the same bytes for the same record
        data = gzip.compress(data, compresslevel=3, mtime=0)
    write_whole(target, data)
    return Assessed(path.name, "assessed", tuple(said))


def _told(found: Assessed) -> dict[str, Any]:
    """What the log says of a record, without a word that was written in it."""
    if found.state == "assessed":
        return {"notes": len(found.issues)}
    faults = [{"code": i.code, "path": i.path, "where": i.where} for i in found.issues]
    return {"output": None, "faults": faults}


def versions() -> dict[str, str]:
    """What an assessment depends on besides the record.

    Example:
        >>> list(versions())
        ['library', 'schema', 'evidence_policy', 'scales']
    """
    meanings = [f"{one.id} {one.version} {one.meaning}\n" for one in scales().values()]
    return {
        "library": __version__,
        "schema": SCHEMA_VERSION,
        "evidence_policy": EvidencePolicy().name,
        "scales": hashlib.sha256("".join(sorted(meanings)).encode()).hexdigest(),
    }


def fingerprint(path: Path) -> str:
    """A hash of the bytes of a record: of a folder, of its files in order.

    What cannot be read has none; reading it then says why.
    """
    found = hashlib.sha256()
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        for part in sorted(one for one in path.iterdir() if one.is_file()):
            found.update(f"{part.name!a} {fingerprint(part)}\n".encode())
    except OSError:
        return ""
    return found.hexdigest()


# -- the log --


def _left(out: Path) -> dict[str, str]:
    """Record to its last line in the log of an earlier run.

    A run that was killed may leave its last line cut, and files of its own that
    were never finished; both are cleared away, and the log ends with a whole line.
    """
    found: dict[str, str] = {}
    for part in out.glob(".*.part"):
        with suppress(OSError):
            part.unlink()
    try:
        with (out / LOG).open(encoding="utf-8", errors="replace") as log:
            for line in log:
                with suppress(ValueError, RecursionError):
                    entry = json.loads(line)
                    if isinstance(entry, dict) and "record" in entry:
                        found[str(entry["record"])] = line.rstrip("\n")
    except FileNotFoundError:
        return found
    except OSError as error:
        raise RecordError([not_written(out / LOG, error)]) from None
    write_whole(out / LOG, _text(found.values()))
    return found


def _append(log: Path, line: str) -> None:
    """One line more, out of our hands before anything else is done."""
    try:
        with log.open("ab") as file:
            file.write(f"{line}\n".encode())
    except OSError as error:
        raise RecordError([not_written(log, error)]) from None


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
