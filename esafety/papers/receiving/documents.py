"""Office documents are zip archives: opened by their table of contents only, never unpacked to disk."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final

from esafety.papers.receiving.kinds import DOCX, MB, ODT, Kind

LARGEST: Final = 20 * MB
TOO_LARGE: Final = f"The document is larger than {LARGEST // MB} MB. Save it as PDF and send that"
_MOST_PARTS: Final = 2000
_MOST_UNPACKED: Final = 200 * MB
_MOST_RATIO: Final = 200
_MOST_READ: Final = 1 * MB
_PROGRAMS: Final = re.compile(
    r"vbaproject|macros|/activex/|/embeddings/|^basic/|^scripts/|\.(exe|dll|js|vbs|jar|bat|com|scr|zip)$"
)
_OUTSIDE: Final = re.compile(rb"attachedTemplate|oleObject|/frame\"", re.IGNORECASE)
_ODT_TYPE: Final = b"application/vnd.oasis.opendocument.text"
_BROKEN: Final = "The document is not whole. Open it, save it again, or save it as PDF, and send that"
_BOMB: Final = "The document unpacks to far more than it seems. Save it as PDF and send that"
_ACTIVE: Final = "The document holds macros, programs or other files. Save it as PDF and send that"
_LOCKED: Final = (
    "The document is locked with a password, so it cannot be checked. Save it without one and send that"
)
_OTHER: Final = "The file is a zip archive or an Office file that is not taken. Unpack it, or save it as PDF."


def judge(held: BinaryIO) -> tuple[Kind | None, str]:
    """What document it is, and why it is not taken, if it is not."""
    try:
        with zipfile.ZipFile(held) as archive:
            return _kind(archive), _why_not(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, KeyError, EOFError, RuntimeError):
        return None, _BROKEN


def _kind(archive: zipfile.ZipFile) -> Kind | None:
    names = set(archive.namelist())
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return DOCX
    return ODT if "mimetype" in names and {"content.xml"} <= names else None


def _why_not(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or any(_is_bomb(part) for part in parts):
        return _BOMB
    if any(part.flag_bits & 1 for part in parts):
        return _LOCKED
    if len(set(names)) != len(names) or any(name.startswith("/") or ".." in name for name in names):
        return _BROKEN
    if any(_PROGRAMS.search(name.lower()) for name in names):
        return _ACTIVE
    return _of_its_kind(archive)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MB and part.file_size > _MOST_RATIO * max(part.compress_size, 1)


def _of_its_kind(archive: zipfile.ZipFile) -> str:
    kind = _kind(archive)
    if kind is None:
        return _OTHER
    if kind is ODT:
        return "" if _start(archive, "mimetype") == _ODT_TYPE else _OTHER
    ties = [name for name in archive.namelist() if name.endswith(".rels")]
    return _ACTIVE if any(_reaches_out(_start(archive, name)) for name in ties) else ""


def _reaches_out(ties: bytes) -> bool:
    """A template or object that is fetched from elsewhere when the document is opened."""
    return b'TargetMode="External"' in ties and bool(_OUTSIDE.search(ties))


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_READ)
