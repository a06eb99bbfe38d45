"""A school's page for reporting in confidence: opened, paused, switched off, given a new address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from incidents.access import may_keep_speak_up_page
from incidents.models import SpeakUpPage
from incidents.models.speak_up import new_token
from incidents.vocabulary.speaking_up import PAGE_RENEWED, PAGE_SET, PageState

if TYPE_CHECKING:
    from esafety.people.models import School, User

NOT_LIVE = "The school is not live yet, so nobody may be looking. Go live first, then open the page."


@transaction.atomic
def set_speak_up_page(*, school: School, state: PageState, by: User) -> SpeakUpPage:
    """Open the page, pause it or switch it off. Raises PermissionDenied; NotNow before the school is live."""
    if not may_keep_speak_up_page(by, school):
        raise PermissionDenied
    if state is not PageState.OFF and not school.is_live:
        raise NotNow(NOT_LIVE)
    changed = {"state": state, "changed_by": by, "changed_at": timezone.now()}
    page, _ = SpeakUpPage.objects.update_or_create(school=school, defaults=changed)
    record(PAGE_SET, by=by, school=school, about=page, detail={"state": state.value})
    return page


@transaction.atomic
def renew_speak_up_page(*, page: SpeakUpPage, by: User) -> SpeakUpPage:
    """Give the page a new address; what was printed with the old one leads nowhere. Raises PermissionDenied."""
    if not may_keep_speak_up_page(by, page.school):
        raise PermissionDenied
    page.token, page.changed_by, page.changed_at = new_token(), by, timezone.now()
    page.save(update_fields=["token", "changed_by", "changed_at"])
    record(PAGE_RENEWED, by=by, school=page.school, about=page)
    return page
