"""Marking what is significant, and printing a child's chronology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.audit import record
from incidents.access_people import CHILDREN
from incidents.actions.guard import must
from incidents.models import ChronologyMark, ChronologyPrint, Decision, Incident, Note, ReferralEntry
from incidents.vocabulary.outside import CHRONOLOGY_PRINTED, MARKED

if TYPE_CHECKING:
    from esafety.people.models import Person, User


@transaction.atomic
def mark_entry(
    *,
    incident: Incident,
    entry: Note | Decision | ReferralEntry | None,
    significant: bool,
    headline: str,
    impact: str,
    by: User,
) -> ChronologyMark:
    """Mark an entry (None: the report itself) as significant, with its headline and impact; or take that back.

    Raises PermissionDenied for an entry of another incident.
    """
    must(by, Capability.WORK, incident)
    of = entry.referral.incident_id if isinstance(entry, ReferralEntry) else entry and entry.incident_id
    if of not in (None, incident.pk):
        raise PermissionDenied
    mark = ChronologyMark.objects.create(
        incident=incident,
        note=entry if isinstance(entry, Note) else None,
        decision=entry if isinstance(entry, Decision) else None,
        entry=entry if isinstance(entry, ReferralEntry) else None,
        significant=significant,
        headline=headline,
        impact=impact,
        by=by,
    )
    record(MARKED, by=by, school=incident.school, about=incident, detail={"significant": significant})
    return mark


@transaction.atomic
def print_chronology(
    *, child: Person, purpose: str, significant_only: bool, clear_names: list[int], by: User
) -> ChronologyPrint:
    """Note what is printed of a child's chronology, for what, and whose names were let stand.

    The document itself is then wanted as any other. Raises PermissionDenied.
    """
    if not CHILDREN.allows(by, Capability.PRINT, child):
        raise PermissionDenied
    made = ChronologyPrint.objects.create(
        school=child.school,
        person=child,
        purpose=purpose,
        significant_only=significant_only,
        clear_names=clear_names,
        by=by,
    )
    detail = {"significant_only": significant_only, "names_let_stand": len(clear_names)}
    record(CHRONOLOGY_PRINTED, by=by, school=child.school, about=child, detail=detail)
    return made
