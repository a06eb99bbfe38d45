"""The directory of contacts outside the school."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.office.notices.contacts import CONTACTS_STALE, DIRECTORY_CHANGED
from esafety.office.policy.contacts import CHASED_EVERY
from esafety.office.queries.contacts import is_used
from esafety.office.queries.reminders import keepers, was_reminded
from esafety.office.vocabulary import (
    CONTACT_ADDED,
    CONTACT_CHANGED,
    CONTACT_REMOVED,
    CONTACT_VERIFIED,
    CONTACTS_CHASED,
)
from esafety.outbox.models import Message
from esafety.outbox.notices import declared_notices
from esafety.outbox.owing import owe
from esafety.outbox.vocabulary import State
from esafety.people.models import ExternalContact, School, User
from esafety.people.vocabulary import ContactKind

REACHED_BY = ("kind", "name", "email", "telephone", "out_of_hours")
"""What says who was written to: a contact that something was sent to keeps these."""


@transaction.atomic
def add_contact(
    *,
    school: School,
    kind: ContactKind,
    name: str,
    by: User | None,
    email: str = "",
    telephone: str = "",
    out_of_hours: str = "",
    secure_mail_note: str = "",
    verified_on: dt.date | None = None,
) -> ExternalContact:
    """Add somebody outside the school to its directory, and tell the others who keep it."""
    contact = ExternalContact.objects.create(
        school=school,
        kind=kind,
        name=name,
        email=email,
        telephone=telephone,
        out_of_hours=out_of_hours,
        secure_mail_note=secure_mail_note,
        verified_on=verified_on,
    )
    _tell_the_others(school, by, f"added-{contact.pk}")
    record(CONTACT_ADDED, by=by, school=school, about=contact, detail={"kind": kind.value})
    return contact


@transaction.atomic
def change_contact(
    *,
    contact: ExternalContact,
    by: User,
    kind: ContactKind,
    name: str,
    email: str,
    telephone: str,
    out_of_hours: str,
    secure_mail_note: str,
) -> ExternalContact:
    """Correct a contact's details, which whoever corrects them has then checked. Returns the row in use.

    A contact that something was sent to keeps the details it was sent with and is retired; a new row takes its
    place, and what is still owed to the old one goes to the new one where that may have it. Raises NotNow for a
    contact that is retired already.
    """
    _must_be_in_use(contact)
    told = {"kind": kind, "name": name, "email": email, "telephone": telephone, "out_of_hours": out_of_hours}
    changed = [field for field in REACHED_BY if getattr(contact, field) != told[field]]
    now = {**told, "secure_mail_note": secure_mail_note, "verified_on": timezone.localdate()}
    replaced = contact.pk if changed and is_used(contact) else None
    if replaced is None:
        ExternalContact.objects.filter(pk=contact.pk).update(**now)
        new = ExternalContact.objects.get(pk=contact.pk)
    else:
        _retire(contact)
        new = ExternalContact.objects.create(school=contact.school, **now)
        _hand_on(contact, new)
    if changed:
        _tell_the_others(new.school, by, f"changed-{new.pk}-{timezone.now():%Y%m%d%H%M%S}")
    detail: dict[str, Detail] = {"kind": kind.value, "changed": changed, "in_place_of": replaced}
    record(CONTACT_CHANGED, by=by, school=new.school, about=new, detail=detail)
    return new


@transaction.atomic
def verify_contact(*, contact: ExternalContact, by: User) -> ExternalContact:
    """Note that somebody has checked these details today. Raises NotNow for a contact that is retired."""
    _must_be_in_use(contact)
    contact.verified_on = timezone.localdate()
    contact.save(update_fields=["verified_on"])
    record(CONTACT_VERIFIED, by=by, school=contact.school, about=contact, detail={"kind": contact.kind})
    return contact


@transaction.atomic
def remove_contact(*, contact: ExternalContact, by: User) -> None:
    """Take a contact out of the directory: away when nothing was ever sent to it, else kept and never used again.

    Raises NotNow for a contact that is retired already.
    """
    _must_be_in_use(contact)
    kept = is_used(contact)
    detail: dict[str, Detail] = {"kind": contact.kind, "kept": kept}
    _tell_the_others(contact.school, by, f"removed-{contact.pk}")
    record(CONTACT_REMOVED, by=by, school=contact.school, about=contact, detail=detail)
    if kept:
        _retire(contact)
    else:
        contact.delete()


@transaction.atomic
def chase_contacts(*, school: School, today: dt.date, by: None = None) -> int:
    """Remind those who keep the contacts of entries nobody has checked for a year, every four weeks at most.

    Returns how many entries there are; 0 when none is stale or the last reminder is younger.
    """
    stale, told = (
        ExternalContact.objects.stale().filter(school=school).count(),
        keepers(school, CONTACTS_STALE),
    )
    if not (stale and told) or was_reminded(school, CONTACTS_STALE, within=CHASED_EVERY, today=today):
        return 0
    for user in told:
        owe(CONTACTS_STALE, about=school, to=user, key=today.isoformat())
    record(CONTACTS_CHASED, by=by, school=school, about=school, detail={"count": stale})
    return stale


def _tell_the_others(school: School, by: User | None, key: str) -> None:
    """Nobody alone says where copies of records go: whoever else keeps the contacts or sends to them hears of it."""
    for user in keepers(school, DIRECTORY_CHANGED):
        if by is not None and user.pk != by.pk:
            owe(DIRECTORY_CHANGED, about=school, to=user, key=key)


def _must_be_in_use(contact: ExternalContact) -> None:
    held = ExternalContact.objects.select_for_update(no_key=True).filter(pk=contact.pk).first()
    if held is None or held.retired_on is not None:
        raise NotNow("Somebody has changed or removed this contact since you opened it. Open the list again.")


def _retire(contact: ExternalContact) -> None:
    contact.retired_on = timezone.localdate()
    contact.save(update_fields=["retired_on"])


def _hand_on(old: ExternalContact, new: ExternalContact) -> None:
    """What was promised and not delivered yet follows to the new details, where the notice lets them have it."""
    notices = declared_notices()
    for message in Message.objects.filter(to_contact=old, state__in=(State.OWED, State.PARKED)):
        notice, about = notices.get(message.notice), message.record()
        if notice is not None and about is not None and notice.may_receive(about, new):
            Message.objects.filter(pk=message.pk).update(to_contact=new)
