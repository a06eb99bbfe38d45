"""Whom a letter of an incident can go to: never somebody a court keeps from the child, never a subject of it."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from esafety.people.models import ExternalContact, Guardianship, Person
from esafety.people.queries import folded
from esafety.people.vocabulary import ContactKind, PersonKind
from incidents.models import Incident, Involvement
from incidents.policy.letters import RULES, To
from incidents.vocabulary import Part
from incidents.vocabulary.letters import LetterKind

OUTSIDE = {
    LetterKind.COVER_POLICE: (
        ContactKind.POLICE_LOCAL,
        ContactKind.POLICE_CYBER,
        ContactKind.POLICE_EMERGENCY,
    ),
    LetterKind.COVER_AUTHORITY: (
        ContactKind.AUTHORITY_OFFICER,
        ContactKind.LADO,
        ContactKind.SOCIAL_CARE,
        ContactKind.CHANNEL,
    ),
}


class Receiver(NamedTuple):
    """One that can be chosen: `key` is what the form sends back."""

    key: str
    label: str
    name: str
    person: Person | None = None
    contact: ExternalContact | None = None
    child: Person | None = None


def receivers(incident: Incident, kind: LetterKind) -> list[Receiver]:
    """Whom this kind of letter can go to. One query a sort."""
    to = RULES[kind].to
    if to is To.OUTSIDE:
        return _outside(incident, kind)
    return _parents(incident)


def _parents(incident: Incident) -> list[Receiver]:
    """Parents and carers of the children in the incident, each with the one child that the letter is about."""
    standing = Involvement.objects.standing().filter(incident=incident, person__kind=PersonKind.PUPIL)
    accused = Involvement.objects.filter(incident=incident, part=Part.SUBJECT, person=OuterRef("guardian"))
    ties = (
        Guardianship.objects.filter(pupil__in=standing.values("person"), no_contact=False)
        .filter(~Exists(accused))
        .select_related("guardian", "pupil")
        .order_by("pupil__family_name", "pupil__given_name", "priority", "pk")
    )
    return [
        Receiver(
            f"parent-{tie.pk}",
            f"{tie.guardian.full_name}, {tie.relationship.lower()} of {tie.pupil.full_name}",
            tie.guardian.full_name,
            person=tie.guardian,
            child=tie.pupil,
        )
        for tie in ties
    ]


def _outside(incident: Incident, kind: LetterKind) -> list[Receiver]:
    rows = ExternalContact.objects.current().filter(school=incident.school_id, kind__in=OUTSIDE[kind])
    return [Receiver(f"contact-{row.pk}", str(row), row.name, contact=row) for row in rows]


def is_barred_by_name(incident: Incident, name: str) -> bool:
    """Whether a typed name is that of somebody a court keeps from a child who is part of the incident."""
    pupils = Involvement.objects.standing().filter(incident=incident).values("person")
    orders = Guardianship.objects.filter(pupil__in=pupils, no_contact=True).select_related("guardian")
    return folded(name) in {folded(order.guardian.full_name) for order in orders}


def is_barred(incident: Incident, person: Person, child: Person | None) -> bool:
    """Whether somebody may not be written to (any more): a court order since, or they are a subject of it."""
    accused = Involvement.objects.filter(incident=incident, part=Part.SUBJECT, person=person)
    order = Guardianship.objects.filter(guardian=person, pupil=child, no_contact=True)
    return accused.exists() or order.exists()
