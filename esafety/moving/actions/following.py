"""Following a file until the next school has it: its receipt, reminders, and the end of a sending."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.moving.actions.guard import change, must
from esafety.moving.models import Transfer
from esafety.moving.notices import NO_RECEIPT, NOT_SENT
from esafety.moving.policy.transfers import CHASED_AFTER
from esafety.moving.queries import acknowledged, followers
from esafety.moving.vocabulary import (
    TRANSFER_CHASED,
    TRANSFER_RECEIVED,
    TRANSFER_STOPPED,
    ReceiptHow,
    TransferState,
)
from esafety.outbox.owing import owe
from esafety.papers.actions import close_link
from esafety.papers.models import DocumentLink
from esafety.schooldays.queries import calendar_of

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def enter_receipt(
    *, transfer: Transfer, received_by: str, received_on: dt.date, how: ReceiptHow, version: int, by: User
) -> Transfer:
    """Enter that the next school said it has the file: who, when, how.

    Raises PermissionDenied; NotNow before it was sent, for a day before that, and when it was changed meanwhile.
    """
    must(by, transfer)
    if transfer.sent_at is None:
        raise NotNow("This file was not sent yet.")
    if received_on < timezone.localdate(transfer.sent_at):
        raise NotNow("The day of the receipt must be on or after the day on which the file was sent.")
    columns = {"received_on": received_on, "received_by": received_by, "received_how": how}
    changed = change(transfer, version, state=TransferState.RECEIVED, **columns)
    record(TRANSFER_RECEIVED, by=by, school=changed.school, about=changed, detail={"how": how.value})
    return changed


@transaction.atomic
def stop_transfer(*, transfer: Transfer, why: str, version: int, by: User) -> Transfer:
    """Stop a sending: the pupil stayed, or it went to the wrong receiver. Links that still open are closed.

    Raises PermissionDenied, and NotNow when it is finished or was changed meanwhile.
    """
    must(by, transfer)
    changed = change(transfer, version, state=TransferState.STOPPED, stopped_why=why)
    for link in DocumentLink.objects.about(transfer).alive():
        close_link(link, by=by, reason="The sending was stopped")
    record(TRANSFER_STOPPED, by=by, school=changed.school, about=changed)
    return changed


def take_receipts(*, by: None = None) -> int:
    """Take what receivers said on the pages of their links as receipts. Returns how many."""
    return sum(_take_receipt(transfer, at) for transfer, at in acknowledged())


@transaction.atomic
def _take_receipt(transfer: Transfer, at: dt.datetime) -> bool:
    columns = {"received_on": timezone.localdate(at), "received_by": transfer.contact.name}
    waiting = Transfer.objects.filter(pk=transfer.pk, state=TransferState.SENT)
    told = {"state": TransferState.RECEIVED, "received_how": ReceiptHow.LINK, "version": transfer.version + 1}
    if not waiting.update(**columns, **told):
        return False
    how = {"how": ReceiptHow.LINK.value}
    record(TRANSFER_RECEIVED, by=None, school=transfer.school, about=transfer, detail=how)
    return True


def remind_of_transfers(*, now: dt.datetime, by: None = None) -> int:
    """Remind those who follow a file that was not sent by the first day there, or has no receipt. Returns how many.

    Not sent: again on each school day. Sent: again after five school days each.
    """
    due = Transfer.objects.to_chase(now).select_related("school", "pupil", "contact")
    return sum(_remind(transfer, now) for transfer in due)


@transaction.atomic
def _remind(transfer: Transfer, now: dt.datetime) -> bool:
    sent = transfer.state == TransferState.SENT
    calendar = calendar_of(transfer.school)
    again_at = calendar.school_days_after(now, CHASED_AFTER if sent else 1)
    mine = Transfer.objects.to_chase(now).filter(pk=transfer.pk, state=transfer.state)
    if not mine.update(remind_at=again_at):
        return False
    for user in followers(transfer):
        owe(NO_RECEIPT if sent else NOT_SENT, about=transfer, to=user, key=transfer.remind_at.isoformat())
    detail = {"state": transfer.state}
    record(TRANSFER_CHASED, by=None, school=transfer.school, about=transfer, detail=detail)
    return True
