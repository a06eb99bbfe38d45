"""Notes, additions by the reporter, messages to the reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.audit import record
from esafety.people.vocabulary import Role
from incidents.access import RECEIPTS, audiences_for
from incidents.actions.guard import fresh, must
from incidents.lists.search import index
from incidents.models import Incident, Involvement, Note
from incidents.names import as_typed, with_references
from incidents.notices import ADDED_TO, ANSWERED
from incidents.telling import tell_reporter, tell_roles
from incidents.vocabulary import ADDED_TO as ADDED_EVENT
from incidents.vocabulary import NOTED, Audience, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esafety.people.models import User


@transaction.atomic
def add_note(
    *,
    incident: Incident,
    text: str,
    standing: Standing,
    audience: Audience,
    by: User,
    referring_to: Sequence[Involvement] = (),
) -> Note:
    """Write a note down for an audience; the names of those it refers to are kept as references.

    Raises PermissionDenied for an audience `by` does not belong to.
    """
    must(by, Capability.NOTE, incident)
    if audience not in audiences_for(by, fresh(incident)):
        raise PermissionDenied
    among = list(Involvement.objects.standing().filter(incident=incident).select_related("person"))
    text = with_references(text, [row for row in among if row in referring_to], among)
    note = Note.objects.create(incident=incident, by=by, text=text, standing=standing, audience=audience)
    if audience != Audience.LEADS:
        index(incident)
    if audience == Audience.REPORTER:
        tell_reporter(ANSWERED, incident, key=f"note-{note.pk}")
    record(NOTED, by=by, school=incident.school, about=incident, detail={"audience": audience.value})
    return note


@transaction.atomic
def add_to_report(*, incident: Incident, text: str, standing: Standing, by: User) -> Note:
    """Let the reporter add to what they reported; what was reported stays as it is.

    Raises PermissionDenied for anybody but the reporter.
    """
    if not RECEIPTS.allows(by, Capability.REPORT, incident):
        raise PermissionDenied
    note = Note.objects.create(
        incident=incident,
        by=by,
        text=as_typed(text),
        standing=standing,
        audience=Audience.REPORTER,
        addendum=True,
    )
    index(incident)
    tell_roles(ADDED_TO, incident, [Role(incident.owner_role)], key=f"note-{note.pk}", but=by)
    record(ADDED_EVENT, by=by, school=incident.school, about=incident)
    return note
