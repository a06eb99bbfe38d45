"""An answer for a machine, edition 1: JSON with every entry that goes. docs/access-requests.md is its reference."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.subject_access.contents import contents_of

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import User
    from esafety.subject_access.models import AccessAnswer

FORMAT, EDITION = "safekeep-access-answer", 1
DATA, MANIFEST = "answer.json", "manifest.json"


def parts_of_package(answer: AccessAnswer, user: User, pages: bytes) -> dict[str, bytes]:
    """The files that travel inside the sealed PDF: the data, and a manifest with its SHA-256."""
    data = as_data(answer, user)
    listed = [{"name": DATA, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}]
    manifest = {"format": FORMAT, "edition": EDITION, "reference": answer.reference, "parts": listed}
    return {MANIFEST: _json(manifest), DATA: data}


def as_data(answer: AccessAnswer, user: User) -> bytes:
    """The answer as JSON, UTF-8. `made_at` in ISO 8601 with UTC offset; of entries the day, as on paper."""
    contents = contents_of(answer, user)
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
        "kept_back": {"entries": len(contents.told) - len(contents.going), "all": len(contents.kept_back)},
    }
    return _json(told)


def _day(on: dt.date | None) -> str | None:
    return on.isoformat() if on else None


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
