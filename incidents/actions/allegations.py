"""How an allegation against an adult of the school ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.audit import record
from incidents.actions.guard import change, must, must_be_open
from incidents.models import AllegationOutcome, Decision, Incident
from incidents.policy.findings import WEIGHT
from incidents.policy.routing import EDITION
from incidents.vocabulary import DecisionKind, Finding, Part, PersonSort
from incidents.vocabulary.outside import ALLEGATION_ENDED

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.models import Involvement


@transaction.atomic
def end_allegation(
    *,
    incident: Incident,
    about: Involvement,
    finding: Finding,
    decided_by: str,
    decided_on: dt.date,
    evidence: str,
    referred_on: str = "",
    in_reference: str = "",
    told_on: dt.date | None = None,
    version: int,
    by: User,
) -> AllegationOutcome:
    """Record what was found about one adult, who decided it, when and on what; the latest holds.

    Only for whoever decides the matter. Raises NotNow, PermissionDenied for somebody who is no adult subject of
    it, Stale. Source: KCSIE; reference/field.md 4.1, c9.
    """
    must(by, Capability.CLOSE, incident)
    must_be_open(incident)
    if about.incident_id != incident.pk or about.part != Part.SUBJECT or about.sort == PersonSort.CHILD:
        raise PermissionDenied
    outcome = AllegationOutcome(
        incident=incident,
        about=about,
        finding=finding,
        decided_by=decided_by,
        decided_on=decided_on,
        evidence=evidence,
        referred_on=referred_on,
        in_reference=in_reference,
        told_on=told_on,
        by=by,
    )
    incident = change(incident, version=version, finding=_heaviest(incident, outcome))
    outcome.save(force_insert=True)
    words = f"{finding.label}. About {about.who}. Decided by {decided_by} on {decided_on:%-d %B %Y}."
    Decision.objects.create(
        incident=incident, kind=DecisionKind.ALLEGATION, words=words, reason=evidence, by=by, edition=EDITION
    )
    record(ALLEGATION_ENDED, by=by, school=incident.school, about=incident, detail={"finding": finding.value})
    return outcome


def _heaviest(incident: Incident, new: AllegationOutcome) -> str:
    """The finding that weighs most of those that hold, one an adult: it stands on the incident."""
    held = {row.about_id: str(row.finding) for row in incident.allegation_outcomes.all()}
    held[new.about_id] = str(new.finding)
    return max(held.values(), key=lambda finding: WEIGHT[finding])
