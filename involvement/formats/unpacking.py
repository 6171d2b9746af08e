"""The parts of a workbook, taken out of its zip file within limits.

A workbook is a zip of XML, and a small one may ask for all the memory there is.
So every part is unpacked here, counted, and looked through before any other
library sees it; what then opens the workbook is a fresh zip of exactly these bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

import attrs

from involvement.errors import Issue, RecordError
from involvement.formats.text import limit_issue

if TYPE_CHECKING:
    from involvement.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGE = 2**20
"""Honest sheets compress well, so only parts over 1 MiB are held to the ratio."""

_STRINGS = re.compile(rb"<[^\s<>/]*sst(?=[\s/>])[^<]*")
_COUNT = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*(?:"[^"]*"|'[^']*')""")
"""How many texts the table of texts claims to hold; the reader makes room for as many
at once, and four billion ended the process when tried. They are counted anyway."""

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


@attrs.frozen
class Package:
    """The parts of one workbook.

    Attributes:
        source: The file's name as shown to people.
        parts: Name inside the zip to the unpacked bytes, XML only.
        macros: Whether it carries macros; they are left out.
    """

    source: str
    parts: dict[str, bytes]
    macros: bool

    def file(self) -> io.BytesIO:
        """A plain zip file of these parts and nothing else."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as fresh:
            for name, data in self.parts.items():
                fresh.writestr(zipfile.ZipInfo(name), data)
        out.seek(0)
        return out


def unpacked(data: bytes, source: str, limits: Limits) -> Package:
    """The parts of a workbook, after every check that can be made before opening.

    Raises:
        RecordError: If it is no workbook, is protected by a password, is of another
            kind, breaks a limit, or declares XML entities.
    """
    if data.startswith(_OLE):
        raise _refused(source, *_old(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive, source, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError,
            NotImplementedError, OverflowError):  # fmt: skip
        raise _refused(
            source,
            "file-kind",
            "found no workbook: " + ("it is empty" if not data else "it is damaged "
            "or of another kind"),
            "expected an Excel workbook (.xlsx)",
            "open it in a spreadsheet program and save it as .xlsx",
        ) from None  # fmt: skip


def _old(data: bytes) -> tuple[str, str, str, str]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _LOCKED
    return (
        "file-kind",
        "found an old Excel workbook (.xls)",
        "expected an Excel workbook (.xlsx)",
        "save it as .xlsx",
    )


_LOCKED = (
    "file-locked",
    "found a workbook protected by a password",
    "expected one that opens without",
    "take the password off and save it again",
)


def _refused(source: str, code: str, found: str, expected: str, hint: str) -> Exception:
    return RecordError(
        [Issue(code=code, found=found, where=source, expected=expected, hint=hint)]
    )


def _parts(archive: zipfile.ZipFile, source: str, limits: Limits) -> Package:
    members = archive.infolist()
    _within(members, source, limits)
    names = {member.filename for member in members}
    _right_kind(archive, names, source)
    parts: dict[str, bytes] = {}
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        # read() stops at the size the zip declares, which was checked above
        part = archive.read(member)
        if b"\0" in part[:200]:
            raise _damaged(source, member.filename, "is not UTF-8 text")
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise _damaged(source, member.filename, "declares XML entities")
        parts[member.filename] = _STRINGS.sub(_uncounted, part)
        if any(b"ount" in tag for tag in _STRINGS.findall(parts[member.filename])):
            raise _damaged(source, member.filename, "claims how many texts it holds")
    return Package(source, parts, any("vbaProject" in name for name in names))


def _uncounted(tag: re.Match[bytes]) -> bytes:
    return _COUNT.sub(b"", tag.group())


def _damaged(source: str, part: str, why: str) -> Exception:
    return _refused(
        source,
        "file-kind",
        f"found a workbook whose part {part!r} {why}",
        "expected a workbook as spreadsheet programs save it",
        "open it in a spreadsheet program and save it as .xlsx",
    )


def _within(members: list[zipfile.ZipInfo], source: str, limits: Limits) -> None:
    if len(members) > limits.members:
        found = f"the workbook holds {len(members)} files, "
        found += f"the limit is {limits.members}"
        raise RecordError([limit_issue("members", found, source)])
    total = sum(member.file_size for member in members)
    if total > limits.unpacked:
        found = f"the workbook unpacks to {_size(total)}, "
        found += f"the limit is {_size(limits.unpacked)}"
        raise RecordError([limit_issue("unpacked", found, source)])
    for member in members:
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > _LARGE and ratio > limits.ratio:
            found = f"{member.filename!r} unpacks to {ratio} times its size, "
            found += f"the limit is {limits.ratio}"
            raise RecordError([limit_issue("ratio", found, source)])


def _size(count: int) -> str:
    """Bytes as megabytes, as people read them."""
    return f"{count / 1e6:.0f} MB" if count >= 1e6 else f"{count} bytes"


def _right_kind(archive: zipfile.ZipFile, names: set[str], source: str) -> None:
    """Refuse what is a zip but no workbook of the kind read here."""
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise _refused(source, *_LOCKED)
    found = ""
    if "mimetype" in names:
        kind = archive.read("mimetype")[:80].decode("ascii", "replace")
        if kind.startswith(_OPEN_DOCUMENT):
            found = "found an OpenDocument workbook (.ods)"
    if "xl/workbook.bin" in names:
        found = "found a binary Excel workbook (.xlsb)"
    if not found and "[Content_Types].xml" not in names:
        found = "found a zip file that is no workbook"
    if found:
        raise _refused(
            source,
            "file-kind",
            found,
            "expected an Excel workbook (.xlsx)",
            "save it as .xlsx",
        )
