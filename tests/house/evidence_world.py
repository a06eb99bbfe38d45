"""What is kept beside the incident of the world: something of every kind that has a page, with its texts filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from esafety.papers import cabinet
from esafety.papers.receiving.kinds import EVIDENCE, PNG
from esafety.papers.uploads import SealedUpload
from esafety.people.models import User
from incidents import actions
from incidents.forms.reviews import who_work_on
from incidents.letters.receivers import receivers
from incidents.models import Incident
from incidents.vocabulary.evidence import Custody, EvidenceKind, ItemKind, Reviewed, Viewing
from incidents.vocabulary.letters import LetterKind
from tests.house.routes import Route

Say = Callable[[str], str]


def keep_beside(incident: Incident, owner: User, say: Say) -> None:
    """Evidence, an item with its chain, a computer, a review, a viewing decision, a search, a letter."""
    _evidence(incident, owner, say)
    _item(incident, owner, say)
    _reviews(incident, owner, say)
    _letter(incident, owner, say)


def a_sealed_file(
    name: str = "shot.png", content: bytes = b"\x89PNG, as far as this test goes"
) -> SealedUpload:
    """A file as the gate hands it to a form."""
    arriving = cabinet.Arriving()
    arriving.write(content)
    return SealedUpload(name, len(content), arriving, PNG, EVIDENCE)


def _evidence(incident: Incident, owner: User, say: Say) -> None:
    actions.note_evidence(
        incident=incident,
        kind=EvidenceKind.PAPER,
        description=say("evidence_description")[:2000],
        kept_where=say("kept_where")[:200],
        kept_by=say("kept_by")[:200],
        police_reference=say("police_reference")[:60],
        iwf_reference=say("iwf_reference")[:60],
        by=owner,
    )
    sent = a_sealed_file(say("file_name")[:150])
    item = actions.file_evidence(
        incident=incident, sent=sent, description=say("file_description")[:2000], by=owner
    )
    actions.open_evidence(item=item, reason=say("opening_reason")[:1000], confirmed=True, by=owner)


def _item(incident: Incident, owner: User, say: Say) -> None:
    item = actions.take_item(
        incident=incident,
        kind=ItemKind.PHONE,
        description=say("item_description")[:200],
        mark=say("item_mark")[:60],
        owner=None,
        owner_name=say("item_owner")[:200],
        why=say("item_why")[:2000],
        may_be_illegal=False,
        return_on=timezone.localdate() + dt.timedelta(days=7),
        taken_at=timezone.now() - dt.timedelta(hours=2),
        place=say("custody_place")[:200],
        handed_over_by=say("custody_other")[:200],
        witness=say("custody_witness")[:200],
        by=owner,
    )
    actions.keep_custody(
        item=item,
        step=Custody.SEALED,
        at=timezone.now() - dt.timedelta(hours=1),
        place=say("sealed_place")[:200],
        seal=say("seal")[:40],
        witness=say("seal_witness")[:200],
        note=say("custody_note")[:2000],
        version=1,
        by=owner,
    )


def _reviews(incident: Incident, owner: User, say: Say) -> None:
    now = timezone.now()
    actions.name_computer(
        incident=incident,
        name=say("computer")[:120],
        place=say("stands")[:120],
        access=say("access")[:1000],
        by=owner,
    )
    second = who_work_on(incident, but=owner).first()
    if second is not None:
        actions.record_review(
            incident=incident, what=Reviewed.SITE, subject=say("reviewed")[:300], item=None, reviewed_at=now,
            computer=say("review_computer")[:240], reason=say("review_reason")[:2000], seen=say("review_seen")[:2000],
            conclusion=say("review_conclusion")[:2000], action=say("review_action")[:2000],
            first_position=say("first_position")[:120], second=second, second_position=say("second_position")[:120],
            by=owner,
        )  # fmt: skip
    actions.decide_viewing(
        incident=incident, outcome=Viewing.NOT_VIEWED, at=now, reason=say("viewing_reason")[:2000],
        viewer=say("viewer")[:200], present=say("present")[:200], place=say("viewing_place")[:200],
        head_told=say("head_told")[:200], done=say("viewing_done")[:2000], by=owner,
    )  # fmt: skip
    actions.record_search(
        incident=incident, at=now, place=say("search_place")[:200], searched=say("searched")[:200],
        searched_by=say("searched_by")[:200], witness=say("search_witness")[:200], grounds=say("grounds")[:2000],
        looked_for=say("looked_for")[:300], found=say("found")[:2000], disposal=say("disposal")[:1000],
        risk=say("risk")[:2000], parents=say("parents")[:1000], lead_told_at=now, by=owner,
    )  # fmt: skip


def _letter(incident: Incident, owner: User, say: Say) -> None:
    """One that is being written; one in plain words, which may be finished and waits for a second person."""
    to = receivers(incident, LetterKind.COVER_AUTHORITY)[0]
    for address, words in (
        (say("address")[:500], say("letter_words")[:4000]),
        ("1 Quay Street", "As agreed."),
    ):
        made = actions.write_letter(
            incident=incident, kind=LetterKind.COVER_AUTHORITY, to=to, address=address, words={"what": words}, by=owner
        )  # fmt: skip
    actions.finish_letter(letter=made, version=made.version, by=owner)


def keys(route: Route, incident: Incident) -> list[dict[str, Any]] | None:
    """What the addresses of these pages take; none when the route is another's."""
    if route.name.startswith("incident_evidence_") and "key" in route.takes:
        return _with(
            incident, "key", incident.evidence.filter(file__isnull=False).values_list("key", flat=True)
        )
    if route.name == "incident_item_step":
        items = _with(incident, "key", incident.items.values_list("key", flat=True))
        return [{**one, "step": step.value} for one in items for step in (Custody.MOVED, Custody.TO_POLICE)]
    if route.name.startswith("incident_item") and "key" in route.takes:
        return _with(incident, "key", incident.items.values_list("key", flat=True))
    if route.name == "incident_review_sign":
        return _with(incident, "pk", incident.reviews.values_list("pk", flat=True))
    if route.name == "incident_letter_write":
        return _with(incident, "kind", LetterKind.values)
    if route.name.startswith("incident_letter") and "letter" in route.takes:
        return _with(incident, "letter", incident.letters.values_list("reference", flat=True))
    return [{"kind": kind} for kind in LetterKind.values] if route.name == "letter_text" else None


def _with(incident: Incident, name: str, values: Any) -> list[dict[str, Any]]:
    return [{"reference": incident.reference, name: value} for value in values]
