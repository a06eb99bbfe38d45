"""Reading a package of the open format, edition 1: every part checked, what is unknown refused.

Source: docs/transfer-format.md. Nothing here touches the database or the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from esafety.moving.json_reading import Unreadable, read_json
from esafety.moving.package import EDITION, FORMAT, MANIFEST, PAGES, RECORD
from esafety.moving.policy.arrivals import MOST_ENTRIES, MOST_FILES
from esafety.moving.shape import MANIFEST as MANIFEST_SHAPE
from esafety.moving.shape import NAME
from esafety.moving.shape import RECORD as RECORD_SHAPE

ASK = "Ask the school that sent it to send it again, and tell them this"


class Inside(NamedTuple):
    """One file that is described: its name, the school that had it, what is said of it, its content."""

    school: str
    told: dict[str, Any]
    content: bytes


class Package(NamedTuple):
    """A package that is whole: what it says, its pages, the files it describes."""

    record: dict[str, Any]
    raw: bytes
    manifest_sha256: str
    pages: bytes
    files: list[Inside]


def read_package(parts: Mapping[str, bytes]) -> Package:
    """What a package holds. Raises Unreadable with what is wrong, in words, and what to do."""
    try:
        return _read(parts)
    except Unreadable as why:
        raise Unreadable(f"{why}. {ASK}") from None


def _read(parts: Mapping[str, bytes]) -> Package:
    if MANIFEST not in parts:
        raise Unreadable("There is no manifest.json inside, so this is not a pupil’s file of the open format")
    told = read_json(parts[MANIFEST], MANIFEST)
    _known(told)
    listed = {one["name"]: one for one in _once(MANIFEST_SHAPE(told, MANIFEST)["parts"])}
    for name in parts:
        if not NAME.fullmatch(name):
            raise Unreadable("A file inside has a name that no file of this format has")
        if name != MANIFEST and name not in listed:
            raise Unreadable(f"{name} was added: the manifest does not list it")
    for name, one in listed.items():
        _same(name, one, parts)
    record = RECORD_SHAPE(read_json(parts[RECORD], RECORD), RECORD)
    if record["reference"] != told["reference"]:
        raise Unreadable("The record and the manifest are not of the same file")
    files = _files(record, parts, listed)
    if sum(len(rows) for _, rows in entries_of(record)) > MOST_ENTRIES:
        raise Unreadable(f"It holds more than {MOST_ENTRIES:,} entries")
    fingerprint = hashlib.sha256(parts[MANIFEST]).hexdigest()
    return Package(record, parts[RECORD], fingerprint, parts[PAGES], files)


def entries_of(record: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each school's own entries: first those of the sender (""), then of the schools before."""
    yield "", record["entries"]
    for before in record.get("received", []):
        yield before["school"], before["entries"]


def all_by_letters(record: Mapping[str, Any]) -> bool:
    """Whether nobody in it, the schools before among them, names others: one that does makes it a file with names."""
    return {record["others_named_by"], *(one["others_named_by"] for one in record.get("received", []))} == {
        "letters"
    }


def _known(told: Any) -> None:
    """Before anything else: another edition may have another shape."""
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Unreadable("This is not a pupil’s file of the open format")
    if told.get("edition") != EDITION or type(told.get("edition")) is not int:
        raise Unreadable("This file is of another edition of the format than is known here")


def _once(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len({one["name"] for one in listed}) != len(listed):
        raise Unreadable("The manifest lists a part twice")
    if missing := {RECORD, PAGES} - {one["name"] for one in listed}:
        raise Unreadable(f"The manifest does not list {min(missing)}")
    return listed


def _same(name: str, told: Mapping[str, Any], parts: Mapping[str, bytes]) -> None:
    if name not in parts or name == MANIFEST:
        raise Unreadable(f"{name} is missing")
    content = parts[name]
    if len(content) != told["size"] or hashlib.sha256(content).hexdigest() != told["sha256"]:
        raise Unreadable(f"{name} was altered on the way")


def _files(record: Mapping[str, Any], parts: Mapping[str, bytes], listed: Mapping[str, Any]) -> list[Inside]:
    """Every part that is neither record nor pages is described once, and the other way round."""
    told = [("", one) for one in record["files"]]
    told += [(before["school"], one) for before in record.get("received", []) for one in before["files"]]
    names = [one["name"] for _, one in told]
    if sorted(names) != sorted(set(listed) - {RECORD, PAGES}):
        raise Unreadable("The files inside are not those that the record describes")
    if len(told) > MOST_FILES:
        raise Unreadable(f"It holds more than {MOST_FILES} files")
    if any(listed[one["name"]]["sha256"] != one["sha256"] for _, one in told):
        raise Unreadable("The record and the manifest do not agree about a file")
    return [Inside(school, one, parts[one["name"]]) for school, one in told]
