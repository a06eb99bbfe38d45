"""The directory of contacts outside the school."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from esafety.audit import record
from esafety.office.vocabulary import CONTACT_ADDED
from esafety.people.models import ExternalContact, School, User
from esafety.people.vocabulary import ContactKind


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
    """Add somebody outside the school to its directory."""
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
    record(CONTACT_ADDED, by=by, school=school, about=contact, detail={"kind": kind.value})
    return contact
