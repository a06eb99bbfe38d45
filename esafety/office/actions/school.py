"""A school, its calendar, its contacts outside."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from esafety.audit import record
from esafety.office.vocabulary import CALENDAR_SET, CONTACT_ADDED, SCHOOL_ADDED
from esafety.people.models import ExternalContact, School, User
from esafety.people.vocabulary import ContactKind
from esafety.schooldays.models import Closure, Term


@transaction.atomic
def add_school(
    *,
    name: str,
    by: User | None,
    address: str = "",
    telephone: str = "",
    email: str = "",
    nation: str = School.Nation.ENGLAND,
    copy_to_authority: str = School.CopyToAuthority.SERIOUS,
) -> School:
    """Add a school to the installation."""
    school = School.objects.create(
        name=name,
        address=address,
        telephone=telephone,
        email=email,
        nation=nation,
        copy_to_authority=copy_to_authority,
    )
    record(SCHOOL_ADDED, by=by, school=school, about=school)
    return school


@transaction.atomic
def add_term(*, school: School, name: str, starts_on: dt.date, ends_on: dt.date, by: User | None) -> Term:
    """Add a term. Raises IntegrityError when it ends before it starts."""
    term = Term.objects.create(school=school, name=name, starts_on=starts_on, ends_on=ends_on)
    record(CALENDAR_SET, by=by, school=school, about=term)
    return term


@transaction.atomic
def add_closure(
    *, school: School, kind: str, starts_on: dt.date, ends_on: dt.date, by: User | None
) -> Closure:
    """Add days inside a term on which the school is closed. Raises IntegrityError for an end before the start."""
    closure = Closure.objects.create(school=school, kind=kind, starts_on=starts_on, ends_on=ends_on)
    record(CALENDAR_SET, by=by, school=school, about=closure)
    return closure


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
