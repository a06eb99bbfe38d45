"""People, parents, close connections."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from esafety.audit import record
from esafety.office.vocabulary import CONNECTION_DECLARED, GUARDIAN_ADDED, PERSON_ADDED
from esafety.people.models import Connection, Guardianship, Person, School, User
from esafety.people.queries import searched_by
from esafety.people.vocabulary import Closeness, PersonKind


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
    account: User | None = None,
) -> Person:
    """Add somebody a record can be about. Raises IntegrityError when the account already has a person here."""
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
) -> Guardianship:
    """Say that an adult is a parent or carer of a pupil. Raises ValueError across schools."""
    if pupil.school_id != guardian.school_id:
        raise ValueError("A pupil and their parent's entry are of one school")
    link = Guardianship.objects.create(
        pupil=pupil, guardian=guardian, relationship=relationship, no_contact=no_contact
    )
    record(GUARDIAN_ADDED, by=by, school=pupil.school, about=pupil)
    return link


@transaction.atomic
def declare_connection(*, person: Person, other: Person, closeness: Closeness, by: User | None) -> Connection:
    """Declare that two people are close: neither handles a record about the other."""
    link = Connection.objects.create(person=person, other=other, closeness=closeness)
    record(CONNECTION_DECLARED, by=by, school=person.school, about=person)
    return link
