"""People, parents, close connections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.office.roll.applying import TWIN
from esafety.office.roll.closeness import FAMILY_NAMES, made_close
from esafety.office.roll.vocabulary import (
    GUARDIAN_CHANGED,
    PERSON_CHANGED,
    PERSON_LEFT,
    PERSON_RETURNED,
    SAME_PERSON_SAID,
)
from esafety.office.vocabulary import CONNECTION_DECLARED, GUARDIAN_ADDED, PERSON_ADDED
from esafety.people.models import Connection, Guardianship, Person, School, User
from esafety.people.queries import searched_by, twins_of
from esafety.people.vocabulary import Closeness, PersonKind
from incidents.leaving import tell_that_they_left

CHANGEABLE = frozenset(
    {
        "given_name", "family_name", "known_as", "known_as_family", "born_on", "year_group", "class_name", "upn",
        "source_id", "email", "telephone",
    }
)  # fmt: skip
HAS_ACCOUNT = "{person} has an account. Give the account a leaving date; the roll follows."


@transaction.atomic
def add_person(
    *,
    school: School,
    kind: PersonKind,
    given_name: str,
    family_name: str,
    by: User | None,
    known_as: str = "",
    known_as_family: str = "",
    born_on: dt.date | None = None,
    year_group: str = "",
    class_name: str = "",
    upn: str = "",
    source_id: str = "",
    email: str = "",
    telephone: str = "",
    account: User | None = None,
) -> Person:
    """Add somebody a record can be about.

    Raises IntegrityError when the account already has a person here, or another has this UPN or number.
    """
    person = Person.objects.create(
        school=school,
        kind=kind,
        given_name=given_name,
        family_name=family_name,
        known_as=known_as,
        known_as_family=known_as_family,
        born_on=born_on,
        year_group=year_group,
        class_name=class_name,
        upn=upn,
        source_id=source_id,
        email=email,
        telephone=telephone,
        account=account,
        search_text=searched_by(given_name, known_as, family_name, known_as_family),
    )
    record(PERSON_ADDED, by=by, school=school, about=person, detail={"kind": kind.value})
    return person


@transaction.atomic
def add_guardian(
    *,
    pupil: Person,
    guardian: Person,
    by: User | None,
    relationship: str = "Parent",
    no_contact: bool = False,
    priority: int | None = None,
    parental_responsibility: bool | None = None,
) -> Guardianship:
    """Say that an adult is a parent or carer of a pupil.

    Raises ValueError across schools, IntegrityError when it was said before.
    """
    if pupil.school_id != guardian.school_id:
        raise ValueError("A pupil and their parent's entry are of one school")
    link = Guardianship.objects.create(
        pupil=pupil,
        guardian=guardian,
        relationship=relationship,
        no_contact=no_contact,
        priority=priority,
        parental_responsibility=parental_responsibility,
    )
    _tie_twins(pupil, guardian)
    made_close(school=pupil.school, people=[pupil, guardian], key=f"link-{link.pk}", by=by)
    record(GUARDIAN_ADDED, by=by, school=pupil.school, about=pupil)
    return link


@transaction.atomic
def change_guardian(
    *,
    link: Guardianship,
    relationship: str,
    no_contact: bool,
    priority: int | None,
    parental_responsibility: bool | None,
    by: User,
) -> Guardianship:
    """Change how a parent or carer stands to a pupil, or whether a court order forbids contact.

    Raises PermissionDenied for one's own child or parent: who is close to whom decides who may see a record.
    """
    if by.pk in (link.pupil.account_id, link.guardian.account_id):
        raise PermissionDenied
    told = {
        "relationship": relationship,
        "no_contact": no_contact,
        "priority": priority,
        "parental_responsibility": parental_responsibility,
    }
    fields = [name for name, value in told.items() if getattr(link, name) != value]
    for name in fields:
        setattr(link, name, told[name])
    link.save(update_fields=fields)
    record(GUARDIAN_CHANGED, by=by, school=link.pupil.school, about=link.pupil, detail={"fields": fields})
    return link


@transaction.atomic
def change_person(*, person: Person, columns: Mapping[str, Any], by: User) -> Person:
    """Change what the roll says of somebody, column by column.

    Raises PermissionDenied for one's own entry, since conflicts of interest are found by it, ValueError for a
    column that is not changed here, and IntegrityError when another has this UPN or number.
    """
    if person.account_id == by.pk:
        raise PermissionDenied
    if unknown := columns.keys() - CHANGEABLE:
        raise ValueError(f"Not for changing here: {sorted(unknown)}")
    fields = [name for name, value in columns.items() if getattr(person, name) != value]
    for name in fields:
        setattr(person, name, columns[name])
    person.search_text = searched_by(
        person.given_name, person.known_as, person.family_name, person.known_as_family
    )
    person.save(update_fields=[*fields, "search_text"])
    if FAMILY_NAMES & set(fields):
        made_close(school=person.school, people=[person], key=f"name-{timezone.now().isoformat()}", by=by)
    record(PERSON_CHANGED, by=by, school=person.school, about=person, detail={"fields": ", ".join(fields)})
    return person


@transaction.atomic
def leave_roll(*, person: Person, left_on: dt.date, by: User) -> Person:
    """Mark somebody as having left on a day. Whoever works on an open concern they are part of is told.

    Raises NotNow for the holder of an account, who leaves on the page of accounts.
    """
    if person.account_id is not None:
        raise NotNow(HAS_ACCOUNT.format(person=person))
    person.left_on = left_on
    person.save(update_fields=["left_on"])
    tell_that_they_left([person])
    record(PERSON_LEFT, by=by, school=person.school, about=person)
    return person


@transaction.atomic
def return_to_roll(*, person: Person, by: User) -> Person:
    """Put somebody back on the roll who had left, or was marked by mistake."""
    person.left_on = None
    person.save(update_fields=["left_on"])
    record(PERSON_RETURNED, by=by, school=person.school, about=person)
    return person


@transaction.atomic
def say_same_person(*, person: Person, other: Person, by: User) -> Connection:
    """Say that two entries are one human: a teacher who is also a parent.

    The entries stay two. What is about one is hidden from the other, and each counts as parent or carer of
    the other's children, now and of those added later. Raises PermissionDenied for one's own entry, ValueError
    across schools, IntegrityError when it was said before.
    """
    if by.pk in (person.account_id, other.account_id):
        raise PermissionDenied
    if person.school_id != other.school_id:
        raise ValueError("Two entries of one human are of one school here")
    link = Connection.objects.create(person=person, other=other, closeness=Closeness.SAME)
    for one in (person, other):
        for ward in Guardianship.objects.filter(guardian=one).select_related("pupil"):
            _tie_twins(ward.pupil, one)
    made_close(school=person.school, people=[person, other], key=f"tie-{link.pk}", by=by)
    record(SAME_PERSON_SAID, by=by, school=person.school, about=person)
    return link


def _tie_twins(pupil: Person, guardian: Person) -> None:
    """Whoever is entered a second time is parent or carer there too: conflicts are found by entry."""
    missing = [twin for twin in twins_of([guardian.pk]).get(guardian.pk, ()) if twin.pk != pupil.pk]
    for twin in missing:
        Guardianship.objects.get_or_create(pupil=pupil, guardian=twin, defaults={"relationship": TWIN})


@transaction.atomic
def declare_connection(*, person: Person, other: Person, closeness: Closeness, by: User | None) -> Connection:
    """Declare that two people are close: neither handles a record about the other."""
    link = Connection.objects.create(person=person, other=other, closeness=closeness)
    made_close(school=person.school, people=[person, other], key=f"tie-{link.pk}", by=by)
    record(CONNECTION_DECLARED, by=by, school=person.school, about=person)
    return link
