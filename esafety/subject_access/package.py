"""An answer for a machine, edition 1: JSON with every entry that goes. docs/access-requests.md is its reference."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.papers import cabinet
from esafety.papers.kinds import Enclosed
from esafety.subject_access.contents import contents_of
from esafety.subject_access.files import by_hand, enclosed

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import User
    from esafety.subject_access.contents import Contents
    from esafety.subject_access.files import File
    from esafety.subject_access.models import AccessAnswer

FORMAT, EDITION = "safekeep-access-answer", 1
DATA, MANIFEST = "answer.json", "manifest.json"


def parts_of_package(answer: AccessAnswer, user: User, pages: bytes) -> dict[str, bytes]:
    """The data, and a manifest with its SHA-256 and that of each kept file that travels with it."""
    contents = contents_of(answer, user)
    data = _data(answer, contents)
    listed = [{"name": DATA, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}]
    listed += [_part(one) for one in enclosed(contents.files)]
    manifest = {"format": FORMAT, "edition": EDITION, "reference": answer.reference, "parts": listed}
    return {MANIFEST: _json(manifest), DATA: data}


def files_of_package(answer: AccessAnswer, user: User) -> list[Enclosed]:
    """The kept files that travel with it, to be read piece by piece."""
    return [
        Enclosed(one.name, one.stored.size, partial(cabinet.read, one.stored))
        for one in enclosed(contents_of(answer, user).files)
    ]


def as_data(answer: AccessAnswer, user: User) -> bytes:
    """The answer as JSON, UTF-8. `made_at` in ISO 8601 with UTC offset; of entries the day, as on paper."""
    return _data(answer, contents_of(answer, user))


def _data(answer: AccessAnswer, contents: Contents) -> bytes:
    going, beside = enclosed(contents.files), by_hand(contents.files)
    request, person = answer.request, answer.request.person
    told = {
        "format": FORMAT,
        "edition": EDITION,
        "reference": answer.reference,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "school": request.school.name,
        "request": {"reference": request.reference, "received_on": request.received_on.isoformat()},
        "person": {"given_name": person.given_name, "family_name": person.family_name},
        "entries": [
            {"kind": one.line.title, "case": one.line.case, "at": _day(one.line.on), "text": one.text}
            for one in contents.going
        ],
        "files": [_described(one) for one in going],
        "files_by_hand": [_described(one) for one in beside],
        "files_not_given": len(contents.files) - len(going) - len(beside),
        "kept_back": {"entries": len(contents.told) - len(contents.going), "all": len(contents.kept_back)},
    }
    return _json(told)


def _part(file: File) -> dict[str, Any]:
    return {"name": file.name, "size": file.stored.size, "sha256": file.stored.sha256}


def _described(file: File) -> dict[str, Any]:
    line = file.entry.line
    told = {"kind": file.held.title, "case": line.case, "at": _day(line.on)}
    return _part(file) | told | {"checked_for_viruses": not file.unchecked}


def _day(on: dt.date | None) -> str | None:
    return on.isoformat() if on else None


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
