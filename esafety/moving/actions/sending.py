"""Preparing a safeguarding file for the next school, and sending it. Source: domain/records.md, "Transfer"."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.moving.access import MOVERS
from esafety.moving.actions.guard import change, must
from esafety.moving.contents import contents_of, files_that_can_go, key_of, named_in_clear, size_of
from esafety.moving.going_on import bytes_gone_on
from esafety.moving.models import Transfer, TransferPart, TransferReceived
from esafety.moving.notices import FILE_READY, PART_ASKED
from esafety.moving.papers import PUPIL_FILE
from esafety.moving.policy.transfers import CHASED_AFTER, DUE_AFTER, MOST_BYTES
from esafety.moving.queries import not_gone_on, not_in_it, receivers
from esafety.moving.vocabulary import TRANSFER_BEGUN, TRANSFER_CHOSEN, TRANSFER_SENT, Others, TransferState
from esafety.outbox.owing import owe
from esafety.papers.actions import Sent, close_link, send_document
from esafety.papers.models import DocumentLink
from esafety.people.vocabulary import Role
from esafety.schooldays.calendar import LONDON
from esafety.schooldays.queries import calendar_of
from incidents.models import Incident, Involvement
from incidents.telling import tell_roles

if TYPE_CHECKING:
    from esafety.people.models import ExternalContact, Person, User


@transaction.atomic
def begin_transfer(*, pupil: Person, contact: ExternalContact, starts_on: dt.date, by: User) -> Transfer:
    """Begin a pupil's file for the next school; all that the account reads of them goes unless it is left out.

    Whoever holds an incident of the pupil that the account may not read is told, and sends their own part. Raises
    PermissionDenied; NotNow for a receiver who was not checked or cannot be reached. Source: KCSIE, transfer.
    """
    if not MOVERS.allows(by, Capability.MOVE_FILES, pupil):
        raise PermissionDenied
    _must_be_checked(contact, pupil)
    first_day = dt.datetime.combine(starts_on, dt.time(9), LONDON)
    transfer = Transfer.objects.create(
        school=pupil.school,
        pupil=pupil,
        contact=contact,
        starts_on=starts_on,
        due_at=calendar_of(pupil.school).school_days_after(first_day - dt.timedelta(days=1), DUE_AFTER),
        remind_at=first_day,
        begun_by=by,
    )
    _take_in(transfer, by)
    _ask_the_others(transfer)
    record(TRANSFER_BEGUN, by=by, school=pupil.school, about=transfer, detail={"pupil": pupil.pk})
    return transfer


@transaction.atomic
def choose_contents(
    *,
    transfer: Transfer,
    left_out: list[str],
    left_out_why: str,
    others: Others,
    clear_names: list[int],
    files: list[str],
    version: int,
    by: User,
) -> Transfer:
    """Choose what goes: all entries but those left out, files of evidence, how others are named, whose names stand.

    Raises PermissionDenied; NotNow when it was changed meanwhile, when nothing would go, when entries are left out
    without a reason, and for files that cannot go or are too much for one document.
    """
    must(by, transfer)
    _take_in(transfer, by)
    contents = contents_of(transfer, by)
    left_out = [key for key in map(key_of, contents.found.entries) if key in set(left_out)]
    if len(left_out) == len(contents.found.entries) and not transfer.received.exists():
        raise NotNow("Nothing would go. Select at least one entry, or stop the sending.")
    if left_out and not left_out_why.strip():
        raise NotNow("Say why entries are left out: the next school reads the reason.")
    can_go = {item.key: item for item in files_that_can_go(transfer)}
    if set(files) - set(can_go):
        raise NotNow("A file that you selected can no longer be opened. Look again at the files.")
    if sum(size_of(can_go[key]) for key in files) + bytes_gone_on(transfer) > MOST_BYTES:
        raise NotNow(
            "These files, with what other schools sent, are too much for one document. Select fewer, and send the "
            "others another way."
        )
    stand = {row["part"] for row in named_in_clear(transfer, contents)} & set(clear_names)
    changed = change(
        transfer,
        version,
        left_out=left_out,
        left_out_why=left_out_why if left_out else "",
        others=others,
        clear_names=sorted(stand),
        files=files,
    )
    detail: dict[str, Detail] = {"left_out": len(left_out), "files": len(files), "others": others.value}
    record(TRANSFER_CHOSEN, by=by, school=changed.school, about=changed, detail=detail)
    return changed


@transaction.atomic
def send_transfer(*, transfer: Transfer, version: int, by: User) -> Sent:
    """Send the file by a link that opens with words told by telephone; an earlier link closes.

    Raises PermissionDenied; NotNow when it is finished, was changed meanwhile, when something about the pupil was
    added since what goes was chosen, or when the receiver's details are no longer good.
    """
    must(by, transfer)
    _must_be_checked(transfer.contact, transfer.pupil)
    if not_in_it(transfer, by) or not_gone_on(transfer, by):
        raise NotNow("Something about this pupil was added since. Look again at what goes, then send it.")
    now = timezone.now()
    for link in DocumentLink.objects.about(transfer).alive():
        close_link(link, by=by, reason="It was sent again")
    remind_at = calendar_of(transfer.school).school_days_after(now, CHASED_AFTER)
    columns = {"state": TransferState.SENT, "sent_at": now, "remind_at": remind_at}
    changed = change(transfer, version, **columns)
    sent = send_document(PUPIL_FILE, about=changed, contact=changed.contact, by=by)
    owe(FILE_READY, about=sent.link, to=changed.contact, school=changed.school)
    record(TRANSFER_SENT, by=by, school=changed.school, about=changed, detail={"contact": changed.contact_id})
    return sent


def _must_be_checked(contact: ExternalContact, pupil: Person) -> None:
    if not receivers(pupil.school).filter(pk=contact.pk).exists():
        raise NotNow(
            "This receiver cannot be used. The contacts must hold their email and telephone, checked within a year."
        )


def _take_in(transfer: Transfer, by: User) -> None:
    """Every incident of the pupil that the account reads now is part of the file, and all that came of them before."""
    rows = [TransferPart(transfer=transfer, incident_id=pk) for pk in not_in_it(transfer, by)]
    TransferPart.objects.bulk_create(rows, ignore_conflicts=True)
    came = [TransferReceived(transfer=transfer, arrival_id=pk) for pk in not_gone_on(transfer, by)]
    TransferReceived.objects.bulk_create(came, ignore_conflicts=True)


def _ask_the_others(transfer: Transfer) -> None:
    """Tell those who hold what this file leaves out because its sender may not read it. The sender learns nothing."""
    theirs = Involvement.objects.standing().filter(person=transfer.pupil, incident__merged_into=None)
    rest = theirs.exclude(incident__in=transfer.parts.values("incident")).values("incident")
    for incident in Incident.objects.filter(pk__in=rest).select_related("school"):
        tell_roles(PART_ASKED, incident, [Role(incident.owner_role)], key=f"moves-{transfer.pupil_id}")
