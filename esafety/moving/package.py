"""The open format of a file for the next school, edition 1: docs/transfer-format.md is its reference."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.moving.contents import contents_of, files_that_go, going
from esafety.moving.going_on import going_on
from esafety.papers import cabinet

if TYPE_CHECKING:
    from esafety.moving.models import Transfer
    from esafety.people.models import User
    from incidents.models import EvidenceItem

FORMAT = "safekeep-pupil-file"
EDITION = 1
MANIFEST, RECORD, PAGES = "manifest.json", "pupil-file.json", "pupil-file.pdf"


def parts_of_package(transfer: Transfer, user: User, pages: bytes) -> dict[str, bytes]:
    """The files that travel inside the sealed PDF, the manifest among them. Raises what `cabinet.read` raises."""
    items = files_that_go(transfer)
    files = {_file_name(number, item): _content(item) for number, item in enumerate(items, 1)}
    before, theirs = going_on(transfer)
    told = record_of(transfer, user) | {"files": _described(items, files)}
    told |= {"received": before} if before else {}
    parts = {RECORD: _json(told), PAGES: pages, **files, **theirs}
    return {MANIFEST: _json(manifest_of(transfer, parts)), **parts}


def manifest_of(transfer: Transfer, parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Which parts there are, how long each is and its SHA-256."""
    listed = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in parts.items()
    ]
    return {"format": FORMAT, "edition": EDITION, "reference": transfer.reference, "parts": listed}


def record_of(transfer: Transfer, user: User) -> dict[str, Any]:
    """What is known of the pupil, as a machine reads it. Moments in ISO 8601 with UTC offset, dates as dates."""
    contents = contents_of(transfer, user)
    entries = going(transfer, contents)
    return {
        "format": FORMAT,
        "edition": EDITION,
        "reference": transfer.reference,
        "made_at": _moment(timezone.now()),
        "from": _school(transfer, user),
        "to": {"name": transfer.contact.name},
        "starts_on": transfer.starts_on.isoformat(),
        "others_named_by": transfer.others,
        "pupil": _pupil(transfer),
        "household": [_guardian(row) for row in contents.household],
        "incidents": [
            {"reference": row.incident.reference, "reported_at": _moment(row.incident.reported_at), "part": row.part,
             "state": row.incident.status}
            for row in contents.found.parts
        ],
        "entries": [row | {"at": _moment(row["at"])} for row in entries],
        "left_out": {"entries": len(contents.found.entries) - len(entries), "why": transfer.left_out_why},
    }  # fmt: skip


def _school(transfer: Transfer, user: User) -> dict[str, str]:
    school = transfer.school
    return {
        "school": school.name,
        "email": school.email,
        "telephone": school.telephone,
        "sent_by": user.name,
    }


def _pupil(transfer: Transfer) -> dict[str, Any]:
    pupil = transfer.pupil
    names = ("given_name", "family_name", "known_as", "known_as_family", "upn", "year_group", "class_name")
    told: dict[str, Any] = {name: getattr(pupil, name) for name in names}
    return told | {"born_on": pupil.born_on.isoformat() if pupil.born_on else None}


def _guardian(row: Any) -> dict[str, Any]:
    return {
        "name": row.guardian.full_name,
        "relationship": row.relationship,
        "telephone": row.guardian.telephone,
        "parental_responsibility": row.parental_responsibility,
        "no_contact": row.no_contact,
    }


def _described(items: list[EvidenceItem], files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "incident": item.incident.reference,
            "added_at": _moment(item.added_at),
            "sha256": hashlib.sha256(files[name]).hexdigest(),
        }
        for name, item in zip(files, items, strict=True)
    ]


def _file_name(number: int, item: EvidenceItem) -> str:
    assert item.file is not None
    return f"file-{number}.{item.file.sort.suffix}"


def _content(item: EvidenceItem) -> bytes:
    assert item.file is not None
    return b"".join(cabinet.read(item.file.file))


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
