"""What the pages show of a file for the next school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from esafety.moving.contents import contents_of, files_that_can_go, key_of, named_in_clear
from esafety.moving.going_on import described
from esafety.moving.queries import not_gone_on, not_in_it
from esafety.moving.vocabulary import TransferState
from esafety.papers.queries import links_about, told
from esafety.ui.templatetags.ui import moment

if TYPE_CHECKING:
    from esafety.moving.models import Transfer
    from esafety.people.models import User

TONES = {
    TransferState.PREPARING: "blue",
    TransferState.SENT: "yellow",
    TransferState.RECEIVED: "green",
    TransferState.STOPPED: "grey",
}


def page_of(transfer: Transfer, user: User) -> dict[str, Any]:
    """One file: where it stands, what goes, what became of each sending."""
    contents = contents_of(transfer, user)
    left = set(transfer.left_out)
    links = list(links_about(transfer))
    return {
        "title": f"File of {transfer.pupil.full_name}",
        "caption": f"For {transfer.contact.name}",
        "back_url": reverse("transfers"),
        "back_label": "Files for other schools",
        "transfer": transfer,
        "tone": TONES[TransferState(transfer.state)],
        "was_sent": transfer.sent_at is not None,
        "incidents": len(contents.found.parts),
        "entries": sum(key_of(entry) not in left for entry in contents.found.entries),
        "left_out": sum(key_of(entry) in left for entry in contents.found.entries),
        "files": len(transfer.files),
        "received": described(transfer),
        "added_since": bool(not_in_it(transfer, user) or not_gone_on(transfer, user))
        and transfer.is_standing,
        "sendings": [{"told": told(link), "sha256": _fingerprint(link)} for link in links],
    }


def offered(transfer: Transfer, user: User) -> tuple[dict[str, list[tuple[Any, str]]], dict[str, Any]]:
    """What can be chosen of a file, and what is chosen now. What was added since is offered and goes."""
    contents = contents_of(transfer, user, and_also=not_in_it(transfer, user))
    entries = [
        (key_of(one), f"{moment(one.at)}, {one.incident.reference}: {one.title}")
        for one in contents.found.entries
    ]
    named = [
        (row["part"], f"{row['who']} ({row['label']}): {row['typed']}")
        for row in named_in_clear(transfer, contents)
    ]
    files = [
        (item.key, f"{item.file.sort.suffix.upper()} of {moment(item.added_at)}, {item.incident.reference}")  # type: ignore[union-attr]
        for item in files_that_can_go(transfer)
    ]
    left = set(transfer.left_out)
    chosen = {
        "version": transfer.version,
        "entries": [key for key, _ in entries if key not in left],
        "shown": " ".join(key for key, _ in entries),
        "left_out_why": transfer.left_out_why,
        "others": transfer.others,
        "clear_names": transfer.clear_names,
        "evidence": transfer.files,
    }
    return {"entries": entries, "clear_names": named, "evidence": files}, chosen


def _fingerprint(link: Any) -> str:
    return link.paper.file.sha256 if link.paper.file else ""
