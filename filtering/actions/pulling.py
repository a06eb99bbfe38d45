"""The address at which the provider's system fetches the list. Its token is shown once and kept nowhere."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.papers.models.document_link import fingerprint
from esafety.people.models import School, User
from filtering.actions.guard import must
from filtering.models import PullAddress
from filtering.vocabulary import PULL_STOPPED, PULL_TURNED


class Turned(NamedTuple):
    """A new address, and the token that only its maker is shown."""

    address: PullAddress
    token: str


@transaction.atomic
def turn_pull_address(*, school: School, by: User) -> Turned:
    """Make a new address for the provider's system; the one before stops at once."""
    must(by, school, C.RUN_FILTERING)
    token = secrets.token_urlsafe(32)
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    PullAddress.objects.filter(school=school, stopped_at__isnull=True).update(stopped_at=timezone.now())
    made = PullAddress.objects.create(school=school, token_hash=fingerprint(token), made_by=by)
    record(PULL_TURNED, by=by, school=school, about=made)
    return Turned(made, token)


@transaction.atomic
def stop_pull_address(*, school: School, by: User) -> None:
    """Close the address for the provider's system. Raises NotNow when there is none."""
    must(by, school, C.RUN_FILTERING)
    held = PullAddress.objects.filter(school=school, stopped_at__isnull=True).first()
    if held is None:
        raise NotNow("There is no address to close.")
    PullAddress.objects.filter(pk=held.pk).update(stopped_at=timezone.now())
    record(PULL_STOPPED, by=by, school=school, about=held)
