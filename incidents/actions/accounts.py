"""Correcting the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.audit import record
from incidents.actions.guard import change, must, must_be_open
from incidents.actions.reporting import listed, note_account
from incidents.actions.routing import route
from incidents.lists.search import index
from incidents.models import Decision, Incident, Statement
from incidents.policy.routing import EDITION
from incidents.policy.types import POLICE_REQUIRED
from incidents.vocabulary import CORRECTED, DecisionKind

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.told import Account

_TRIAGED = {"actions_staff", "actions_child", "specific_action"}
"""What the incident itself keeps up to date; a correction of the account leaves it alone."""


@transaction.atomic
def correct_account(
    *, incident: Incident, account: Account, reason: str, version: int, by: User
) -> Statement:
    """Add the next edition of the account; what was written stays. Routing reads the new facts.

    Raises Stale, PermissionDenied. Source: domain/incident-record.md, "Correction without erasure".
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    columns = {name: value for name, value in listed(account).items() if name not in _TRIAGED}
    if account.primary_type == incident.primary_type:
        columns["risk_area"] = incident.risk_area
    was_in_danger = incident.danger
    incident = change(incident, version=version, **columns)
    if was_in_danger and not account.danger:
        _decided(incident, "No longer counted as immediate danger", reason, by)
    last = incident.statements.order_by("-edition").first()
    edition = last.edition + 1 if last else 1
    statement = Statement.objects.create(
        incident=incident, edition=edition, made_by=by, reason=reason, **account.as_columns()
    )
    _take_away(incident, account, reason, by)
    note_account(incident, account)
    index(incident)
    record(CORRECTED, by=by, school=incident.school, about=incident, detail={"edition": edition})
    route(incident=incident, by=by)
    return statement


def _take_away(incident: Incident, account: Account, reason: str, by: User) -> None:
    """Types that no longer hold. One that the police must hear of goes only by a decision of who may close."""
    gone = incident.tags.exclude(type__in=[account.primary_type, *account.types])
    police = list(gone.filter(type__in=POLICE_REQUIRED))
    if police:
        must(by, Capability.CLOSE, incident)
        _decided(incident, "Not of this type after all: " + ", ".join(map(str, police)), reason, by)
    gone.delete()


def _decided(incident: Incident, words: str, reason: str, by: User) -> None:
    Decision.objects.create(
        incident=incident, kind=DecisionKind.OTHER, words=words, reason=reason, by=by, edition=EDITION
    )
