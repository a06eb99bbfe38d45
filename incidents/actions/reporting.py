"""Reporting a concern."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.audit import record_each
from esafety.outbox.owing import owe_all
from esafety.people.models import Membership
from esafety.people.queries import folded
from esafety.people.vocabulary import Role
from incidents.actions.routing import Course, course_of, routed, set_out
from incidents.addresses import addresses_in, site_of
from incidents.facts import Known
from incidents.lists.search import index_report
from incidents.models import (
    Draft,
    Incident,
    Involvement,
    Statement,
    WebAddress,
)
from incidents.notices import RECEIVED
from incidents.policy.types import RULE_OF
from incidents.references import new_reference
from incidents.tagging import note_types
from incidents.telling import for_reporter
from incidents.told import Account, Involved, Reporter
from incidents.vocabulary import REPORTED, ROUTED, IncidentType, PersonSort

if TYPE_CHECKING:
    from esafety.people.models import Person, School, User


def report(
    *,
    school: School,
    account: Account,
    people: Sequence[Involved],
    by: User,
    reporter: Reporter = Reporter(),  # noqa: B008  # frozen
    key: uuid.UUID | None = None,
) -> Incident:
    """Make an incident of what somebody tells, route it, and promise the messages. Sent twice, made once.

    `key` names the submission: the same key gives the incident that is there, with no second message.
    Raises PermissionDenied when `by` has no post in the school that reports.
    """
    if not may(by, Capability.REPORT, school):
        raise PermissionDenied
    try:
        return _report(school, account, people, by, reporter, key or uuid.uuid4())
    except IntegrityError:
        known = Incident.objects.filter(submission_key=key).first() if key else None
        if known is None:
            raise
    if known.reported_by_id != by.pk:
        raise PermissionDenied  # somebody else's key
    return known


@transaction.atomic
def _report(
    school: School, account: Account, people: Sequence[Involved], by: User, reporter: Reporter, key: uuid.UUID
) -> Incident:
    incident = Incident(
        school=school,
        reference=new_reference(),
        submission_key=key,
        reported_by=by,
        reporter_kind=reporter.kind,
        reporter_name=reporter.name,
        **listed(account),
    )
    course = set_down(incident, account, people, by=by)
    Draft.objects.filter(key=key, user=by).delete()
    owe_all([*set_out(incident, course, by=by), *for_reporter(RECEIVED, incident, key="received")])
    record_each(
        [(REPORTED, {"kind": reporter.kind.value}), (ROUTED, routed(incident))],
        by=by,
        school=school,
        about=incident,
    )
    return incident


def set_down(incident: Incident, account: Account, people: Sequence[Involved], *, by: User | None) -> Course:
    """Save a new incident with its account and its people, where its facts send it; gives the course to set out on."""
    parts = _each_once(involvement(incident, one, by) for one in people)
    course = course_of(incident, Known(frozenset(_types(account)), parts))
    incident.lane, incident.owner_role, incident.owned = course.row.lane, course.role, course.owned
    incident.save(force_insert=True)
    told = {"made_by": by, "made_at": incident.reported_at, **account.as_columns()}
    Statement.objects.create(incident=incident, edition=1, **told)
    note_account(incident, account)
    for row in parts:
        row.added_at = incident.reported_at
    Involvement.objects.bulk_create(parts)
    index_report(incident, account, [row.who for row in parts])
    return course


def listed(account: Account) -> dict[str, object]:
    """The facts of an account that stand on the incident itself, for lists and routing."""
    return {
        "primary_type": account.primary_type,
        "risk_area": RULE_OF[account.primary_type].risk_area,
        "nature": account.nature,
        "found_by": account.found_by,
        "danger": account.danger,
        "happened_on": account.happened_on,
        "actions_staff": [action.value for action in account.actions_staff],
        "actions_child": [action.value for action in account.actions_child],
        "specific_action": account.specific_action,
    }


def note_account(incident: Incident, account: Account) -> None:
    """Keep the types and the web addresses of an account where lists find them."""
    note_types(incident, _types(account))
    typed = addresses_in("\n".join((account.addresses, account.description)))
    WebAddress.objects.bulk_create(
        (WebAddress(incident=incident, text=address, site=site_of(address)) for address in typed),
        ignore_conflicts=True,
    )


def _types(account: Account) -> list[IncidentType]:
    return list(dict.fromkeys([account.primary_type, *account.types]))


def involvement(incident: Incident, one: Involved, by: User | None) -> Involvement:
    """The row for one person's part. "The head" without a name found is whoever holds the post."""
    person = one.person or (_the_head(incident.school) if one.sort == PersonSort.HEAD else None)
    return Involvement(
        incident=incident,
        person=person,
        name="" if one.person else one.name,
        folded="" if one.person else f" {folded(one.name)} "[:220],
        sort=one.sort,
        part=one.part,
        nature=one.nature,
        added_by=by,
    )


def _each_once(rows: Iterable[Involvement]) -> list[Involvement]:
    """Nobody twice in one part: "the head" and the head by name are one. A name that was typed stays as a name."""
    kept: dict[object, Involvement] = {}
    for row in rows:
        if (row.person_id, row.part) in kept and row.name:
            row.person = None
        kept.setdefault((row.person_id, row.part) if row.person_id else id(row), row)
    return list(kept.values())


def _the_head(school: School) -> Person | None:
    """The person who is head today, if exactly one is."""
    posts = Membership.objects.current().filter(school=school, role=Role.HEAD).values("user")
    found = list(school.persons.filter(account__in=posts)[:2])
    return found[0] if len(found) == 1 else None
