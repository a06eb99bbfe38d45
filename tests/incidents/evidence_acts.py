"""What stories about evidence need: a file as a person sends it, an item as a person hands it in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from esafety.people.models import User
from incidents import actions
from incidents.models import CustodyEntry, EvidenceItem, Incident, Item
from incidents.vocabulary.evidence import Custody, ItemKind

WORDS = "Screenshot that her mother printed for us"


def through_the_gate(client: Client, incident: Incident, answer: str = "no", **more: Any) -> Any:
    """Answer the question before the field; gives what it led to."""
    return client.post(
        f"/incidents/{incident.reference}/evidence/gate/", {"could_be_illegal": answer, **more}
    )


def send_file(
    client: Client, incident: Incident, content: bytes, name: str = "shot.png", to: str = "", **more: Any
) -> Any:
    """Send a file by the form that the gate led to."""
    to = to or through_the_gate(client, incident)["Location"]
    file = SimpleUploadedFile(name, content)
    return client.post(to, {"file": file, "description": WORDS, "promise": "on", **more})


def download(client: Client, item: EvidenceItem, **given: Any) -> Any:
    """Ask for one file, with a reason."""
    address = f"/incidents/{item.incident.reference}/evidence/{item.key}/"
    return client.post(address, {"reason": "The police officer asked for a copy", **given})


def an_item(incident: Incident, by: User, **more: Any) -> Item:
    """A phone that was taken in the first lesson."""
    given: dict[str, Any] = {
        "kind": ItemKind.PHONE,
        "description": "Black phone, cracked corner",
        "mark": "",
        "owner": None,
        "owner_name": "A pupil of 6L",
        "why": "It was used in the lesson to film others.",
        "may_be_illegal": False,
        "return_on": None,
        "taken_at": timezone.now() - dt.timedelta(hours=3),
        "place": "Safe in the head’s office",
        "handed_over_by": "The pupil",
        "witness": "Mr Rashid",
    }
    return actions.take_item(incident=incident, by=by, **{**given, **more})


def enter(item: Item, step: Custody, by: User, **more: Any) -> CustodyEntry:
    """The next entry, with everything that any step must say."""
    item.refresh_from_db()
    given: dict[str, Any] = {
        "at": timezone.now(),
        "place": "Head’s office",
        "other": "PC 4471, Shire Police",
        "witness": "Mr Rashid",
        "seal": "A-00981" if step is Custody.SEALED else "",
        "receipt": "PP/2026/118" if step in (Custody.TO_POLICE, Custody.FROM_POLICE) else "",
        "note": "As described.",
        "version": item.version,
    }
    return actions.keep_custody(item=item, step=step, by=by, **{**given, **more})


def fields_of(page: str) -> set[str]:
    """The names of what a page asks."""
    return set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))
