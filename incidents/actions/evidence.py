"""Evidence: noted, added as a file, opened, set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.papers.actions import set_aside as close_for_good
from esafety.papers.receiving import opening
from esafety.papers.receiving.taking_in import take_in
from incidents.actions.guard import must, must_be_open
from incidents.actions.tasks import end_by_act
from incidents.models import EvidenceItem, EvidenceOpening, Incident
from incidents.policy.ended_beside import BY_EVIDENCE, RECORDED
from incidents.vocabulary import TaskState
from incidents.vocabulary.evidence import (
    EVIDENCE_FILED,
    EVIDENCE_NOTED,
    EVIDENCE_OPENED,
    EVIDENCE_STOPPED,
    EvidenceKind,
)

if TYPE_CHECKING:
    from esafety.papers.receiving.vocabulary import Answer
    from esafety.papers.uploads import SealedUpload
    from esafety.people.models import User


@transaction.atomic
def note_evidence(
    *,
    incident: Incident,
    kind: EvidenceKind,
    description: str,
    kept_where: str,
    kept_by: str,
    police_reference: str = "",
    iwf_reference: str = "",
    by: User,
) -> EvidenceItem:
    """Write down that something exists and where it is kept. Of what may be illegal there is only this note.

    Raises PermissionDenied, NotNow for a closed incident. Source: C 4.4, E "N.B."; security.md 5.2.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    made = EvidenceItem.objects.create(
        incident=incident,
        kind=kind,
        description=description,
        kept_where=kept_where,
        kept_by=kept_by,
        police_reference=police_reference,
        iwf_reference=iwf_reference,
        added_by=by,
    )
    end_by_act(incident=incident, codes=BY_EVIDENCE, state=TaskState.DONE, result=RECORDED, by=by)
    detail: dict[str, Detail] = {"kind": kind.value, "item": made.pk}
    record(EVIDENCE_NOTED, by=by, school=incident.school, about=incident, detail=detail)
    return made


@transaction.atomic
def stop_at_gate(*, incident: Incident, answer: Answer, by: User) -> None:
    """Record that somebody was kept from sending what may be illegal. Raises PermissionDenied."""
    must(by, Capability.WORK, incident)
    record(EVIDENCE_STOPPED, by=by, school=incident.school, about=incident, detail={"answer": answer.value})


@transaction.atomic
def file_evidence(*, incident: Incident, sent: SealedUpload, description: str, by: User) -> EvidenceItem:
    """Keep a file with the incident, sealed and in quarantine. Raises PermissionDenied, NotNow when closed."""
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    received = take_in(sent, about=incident, by=by)
    made = EvidenceItem.objects.create(
        incident=incident, kind=EvidenceKind.FILE, description=description, file=received, added_by=by
    )
    end_by_act(incident=incident, codes=BY_EVIDENCE, state=TaskState.DONE, result=RECORDED, by=by)
    detail: dict[str, Detail] = {"item": made.pk, "file": received.reference}
    record(EVIDENCE_FILED, by=by, school=incident.school, about=incident, detail=detail)
    return made


@transaction.atomic
def open_evidence(*, item: EvidenceItem, reason: str, confirmed: bool, by: User) -> EvidenceOpening:
    """Record that `by` takes a copy of one file, and why; the view hands it out after this.

    Raises PermissionDenied; NotNow while it is in quarantine, when it was set aside, and when it was not checked
    for viruses and `by` has not confirmed that they know. Source: quality.md S9.
    """
    must(by, Capability.WORK, item.incident)
    if item.file is None:
        raise NotNow("There is no file: this is a note of where the thing itself is kept.")
    if why := opening.why_closed(item.file):
        raise NotNow(why)
    if opening.needs_confirming(item.file) and not confirmed:
        raise NotNow("This file was not checked for viruses. Confirm that you know before you open it.")
    made = EvidenceOpening.objects.create(item=item, reason=reason, by=by)
    detail: dict[str, Detail] = {"item": item.pk, "file": item.file.reference}
    record(EVIDENCE_OPENED, by=by, school=item.incident.school, about=item.incident, detail=detail)
    return made


@transaction.atomic
def doubt_evidence(*, item: EvidenceItem, by: User) -> EvidenceItem:
    """Close a file for good because it may be illegal; `papers.set_aside` writes the trail.

    Raises PermissionDenied, NotNow for a note.
    """
    must(by, Capability.WORK, item.incident)
    if item.file is None:
        raise NotNow("There is no file: this is a note of where the thing itself is kept.")
    close_for_good(received=item.file, by=by)
    return item
