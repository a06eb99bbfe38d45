"""What the record itself answers on an agency's form. What it does not know is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.access.roles import roles_in
from esafety.people.models import Guardianship
from esafety.people.vocabulary import PersonKind, Role
from esafety.ui.templatetags.ui import day, moment
from incidents.models import Involvement, PartEntry
from incidents.policy.referral_forms import AgencyForm, questions
from incidents.record.answers import labels, when
from incidents.vocabulary import DecisionKind, IncidentType, Part, PartKind, PersonSort, ReporterKind
from incidents.vocabulary.outside import Approach, Consent, HarmTest

if TYPE_CHECKING:
    from esafety.people.models import Person, User
    from incidents.models import Incident, Referral, Statement


_NOT_NAMED = {ReporterKind.WITHHELD, ReporterKind.NO_ACCOUNT}
"""Whoever told it in confidence is not named outside, even where they gave a name."""


class _Record(NamedTuple):
    """What is read once for a form."""

    incident: Incident
    referral: Referral
    statement: Statement
    people: list[Involvement]
    user: User


def filled_in(form: AgencyForm, referral: Referral, user: User) -> dict[str, str]:
    """The answers to a form that the record holds, by the code of the question."""
    facts = facts_for(referral, user)
    found = {question.code: facts.get(question.fact, "") for question in questions(form)}
    return {code: answer for code, answer in found.items() if answer}


def facts_for(referral: Referral, user: User) -> dict[str, str]:
    """Everything that a question of a form can be filled in with."""
    incident = referral.incident
    people = list(Involvement.objects.standing().filter(incident=incident).select_related("person"))
    statement = incident.statements.order_by("-edition")[0]
    record = _Record(incident, referral, statement, people, user)
    return {
        **_referrer(record),
        **_child(_child_of(record)),
        **_adult(_adult_of(record)),
        **_account(record),
        **_so_far(record),
    }


def _referrer(record: _Record) -> dict[str, str]:
    school, user = record.incident.school, record.user
    posts = [role for role in Role if role in roles_in(user, school.pk)]
    return {
        "referrer": str(user),
        "referrer_post": ", ".join(role.label for role in posts),
        "referrer_mail": user.email,
        "school": school.name,
        "school_address": school.address,
        "school_telephone": school.telephone,
        "today": day(timezone.localdate()),
    }


def _child_of(record: _Record) -> Involvement | None:
    """The child a form is about: the one the referral names, else who was harmed, else any child."""
    about = record.referral.about
    if about is not None and about.sort == PersonSort.CHILD:
        return next((row for row in record.people if row.pk == about.pk), about)
    children = [row for row in record.people if row.sort == PersonSort.CHILD]
    children.sort(key=lambda row: row.part != Part.HARMED)
    return children[0] if children else None


def _adult_of(record: _Record) -> Involvement | None:
    """The adult a form is about: the one the referral names, else the first adult subject."""
    about = record.referral.about
    adults = [row for row in record.people if row.sort != PersonSort.CHILD]
    if about is not None and about.sort != PersonSort.CHILD:
        return about
    return next((row for row in adults if row.part == Part.SUBJECT), None)


def _child(row: Involvement | None) -> dict[str, str]:
    if row is None:
        return {}
    person = row.person
    if person is None:
        return {"child": row.name}
    return {
        "child": f"{person.given_name} {person.family_name}",
        "child_known_as": _known_as(person),
        "child_born_on": day(person.born_on) if person.born_on else "",
        "child_year": ", ".join(filter(None, (person.year_group, person.class_name))),
        "child_upn": person.upn,
        "parents": _parents(person),
    }


def _known_as(person: Person) -> str:
    said = person.full_name
    return "" if said == f"{person.given_name} {person.family_name}" else said


def _parents(person: Person) -> str:
    """Who looks after the child, a line each, as far as the school knows; a court order is said."""
    rows = Guardianship.objects.filter(pupil=person).select_related("guardian").order_by("priority", "pk")
    return "\n".join(_parent(row) for row in rows)


def _parent(row: Guardianship) -> str:
    responsibility = {True: "has parental responsibility", False: "no parental responsibility"}
    told = [
        row.guardian.full_name,
        row.relationship,
        row.guardian.telephone,
        responsibility.get(row.parental_responsibility, ""),  # type: ignore[arg-type]
        "a court order forbids contact" if row.no_contact else "",
    ]
    return ", ".join(part for part in told if part)


def _adult(row: Involvement | None) -> dict[str, str]:
    if row is None:
        return {}
    person = row.person
    if person is None:
        return {"adult": row.name}
    return {
        "adult": f"{person.given_name} {person.family_name}",
        "adult_known_as": _known_as(person),
        "adult_born_on": day(person.born_on) if person.born_on else "",
        "adult_post": _post(person),
    }


def _post(person: Person) -> str:
    account = person.account
    posts = roles_in(account, person.school_id) if account else frozenset()
    return ", ".join(role.label for role in Role if role in posts) or PersonKind(person.kind).label


def _account(record: _Record) -> dict[str, str]:
    incident, statement = record.incident, record.statement
    place = f"{statement.get_place_display()}. {statement.place_detail}".removesuffix(". ")
    known = when(statement)
    return {
        "types": ", ".join(labels(IncidentType, [*statement.types, statement.primary_type])),
        "when": "" if known == "Not known yet" else known,
        "place": "" if place.startswith("Not known yet") and not statement.place_detail else place,
        "description": statement.description,
        "child_words": statement.child_words,
        "online": "\n".join(filter(None, (statement.platform, statement.addresses))),
        "danger": "Immediate danger was reported." if incident.danger else "",
        "devices": f"{statement.get_device_display()}, {statement.asset_tag}" if statement.asset_tag else "",
        "reporter": _reporter(incident),
        "reporter_kind": "" if incident.reporter_kind in _NOT_NAMED else str(incident.get_found_by_display()),
        "witnesses": _names(record, Part.WITNESS),
        "suspects": _names(record, Part.SUBJECT),
    }


def _reporter(incident: Incident) -> str:
    """Whoever does not want to be named is not named outside either."""
    if incident.reporter_kind in _NOT_NAMED:
        return ""
    return incident.reporter_name or str(incident.reported_by)


def _names(record: _Record, part: Part) -> str:
    return "\n".join(
        row.person.described if row.person else row.name for row in record.people if row.part == part
    )


def _parents_told(record: _Record) -> list[str]:
    """What the parents of the child the form is about were told, or why not, as its own part says."""
    child = _child_of(record)
    kinds = (PartKind.PARENTS_TOLD, PartKind.PARENTS_NOT)
    rows = PartEntry.objects.filter(involvement=child, kind__in=kinds).order_by("at", "pk") if child else ()
    return [f"{day(row.told_on or row.at)}, {row.get_kind_display().lower()}: {row.words}" for row in rows]


def _so_far(record: _Record) -> dict[str, str]:
    referral, incident = record.referral, record.incident
    decisions = list(incident.decisions.order_by("at", "pk"))
    parents = {DecisionKind.PARENTS_TOLD, DecisionKind.PARENTS_NOT_TOLD}
    others = incident.referrals.exclude(pk=referral.pk).exclude(approach=Approach.NOT_REFERRED)
    return {
        "reason": referral.reason,
        "harm_tests": "\n".join(labels(HarmTest, referral.harm_tests)),
        "consent": Consent(referral.consent).label if referral.consent else "",
        "consent_reason": referral.consent_reason,
        "their_reference": referral.reference,
        "rung": f"{moment(referral.made_at)}, {referral.spoke_to}".removesuffix(", ")
        if referral.method == "telephone"
        else "",
        "decisions": "\n".join(f"{day(one.at)}: {one.words}" for one in decisions if one.kind not in parents),
        "parents_told": "\n".join(
            [f"{day(one.at)}: {one.words}" for one in decisions if one.kind in parents]
            + _parents_told(record)
        ),
        "agencies": "\n".join(
            f"{day(one.made_at)}: {one}{f', reference {one.reference}' if one.reference else ''}"
            for one in others
        ),
    }
