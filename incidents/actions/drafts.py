"""Drafts: begun, kept, purged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.audit import record
from incidents.models import Draft
from incidents.models.draft import KEPT_FOR
from incidents.vocabulary import DRAFT_PURGED

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import School, User


def begin_draft(*, school: School, by: User) -> Draft:
    """Start a report. Writes nothing in the trail: that somebody is writing is nobody's business yet."""
    if not may(by, Capability.REPORT, school):
        raise PermissionDenied
    return Draft.objects.create(user=by, school=school)


@transaction.atomic
def keep_section(*, draft: Draft, section: str, answers: dict[str, Any], by: User) -> Draft:
    """Keep one section as typed, right or wrong, so that nothing is lost. Raises PermissionDenied."""
    if draft.user_id != by.pk:
        raise PermissionDenied
    kept = Draft.objects.select_for_update().get(pk=draft.pk)
    kept.sections = {**kept.sections, section: answers}
    kept.changed_at = timezone.now()
    kept.save(update_fields=["sections", "changed_at"])
    return kept


@transaction.atomic
def purge_drafts(*, now: dt.datetime | None = None, by: None = None) -> int:
    """Delete drafts that nobody changed for seven days. Returns how many. The pages say so beforehand."""
    old = Draft.objects.filter(changed_at__lt=(now or timezone.now()) - KEPT_FOR)
    count = old.delete()[0]
    if count:
        record(DRAFT_PURGED, by=None, school=None, detail={"count": count})
    return count
