"""Where monitoring alerts come from: added, given a new key, ended. And how a school watches."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.people.models import School
from incidents.models import AlertSource
from incidents.vocabulary.watching import SOURCE_ADDED, SOURCE_ENDED, SOURCE_ROTATED, WATCH_SET, Way

if TYPE_CHECKING:
    from esafety.people.models import User

ENDED = "This source was ended already."


class Made(NamedTuple):
    """A source and, for a web hook, its key in clear: shown once and kept nowhere."""

    source: AlertSource
    token: str


@transaction.atomic
def add_alert_source(
    *, school: School, name: str, way: Way, by: User, mail_to: str = "", mail_from: str = ""
) -> Made:
    """Enter a way by which alerts reach the school; a web hook gets its key.

    Raises PermissionDenied; NotNow for a mail address that another source has.
    """
    if not may(by, Capability.KEEP_ALERT_SOURCES, school):
        raise PermissionDenied
    mail_to, mail_from = mail_to.strip().lower(), mail_from.strip().lower()
    taken = AlertSource.objects.current().filter(way=Way.MAIL, mail_to=mail_to)
    if way is Way.MAIL and taken.exists():
        raise NotNow("Alerts to this address reach another source already. Use an address of its own.")
    token = new_token() if way is Way.HOOK else ""
    source = AlertSource.objects.create(
        school=school,
        name=name,
        way=way,
        token_hash=hash_of(token) if token else "",
        token_made_at=timezone.now() if token else None,
        mail_to=mail_to if way is Way.MAIL else "",
        mail_from=mail_from if way is Way.MAIL else "",
        made_by=by,
    )
    record(SOURCE_ADDED, by=by, school=school, about=source, detail={"way": way.value})
    return Made(source, token)


@transaction.atomic
def rotate_alert_source(*, source: AlertSource, by: User) -> Made:
    """Give a web hook a new key; the old one opens nothing from now on. Raises PermissionDenied and NotNow."""
    source = _held(source, by)
    if source.way != Way.HOOK:
        raise NotNow("Only a web hook has a key.")
    token = new_token()
    source.token_hash, source.token_made_at = hash_of(token), timezone.now()
    source.save(update_fields=["token_hash", "token_made_at"])
    record(SOURCE_ROTATED, by=by, school=source.school, about=source)
    return Made(source, token)


@transaction.atomic
def end_alert_source(*, source: AlertSource, by: User) -> AlertSource:
    """Take nothing more from a source. Its alerts stay. Raises PermissionDenied and NotNow."""
    source = _held(source, by)
    source.ended_at = timezone.now()
    source.save(update_fields=["ended_at"])
    record(SOURCE_ENDED, by=by, school=source.school, about=source)
    return source


@transaction.atomic
def set_watch(*, school: School, business_manager: bool, counts: dict[str, int], by: User) -> School:
    """Say who else reads alerts, and from how many a pattern is shown. Raises PermissionDenied."""
    if not may(by, Capability.SET_WATCH, school):
        raise PermissionDenied
    school = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    detail = {"business_manager": business_manager, "was": school.alerts_to_business_manager}
    school.alerts_to_business_manager, school.pattern_counts = business_manager, counts
    school.save(update_fields=["alerts_to_business_manager", "pattern_counts"])
    record(WATCH_SET, by=by, school=school, about=school, detail={**detail, "rules": sorted(counts)})
    return school


def new_token() -> str:
    """A key that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a key. It is random and long, so that a plain hash says nothing of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _held(source: AlertSource, by: User) -> AlertSource:
    if not may(by, Capability.KEEP_ALERT_SOURCES, source.school_id):
        raise PermissionDenied
    held = (
        AlertSource.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school")
        .get(pk=source.pk)
    )
    if held.ended_at is not None:
        raise NotNow(ENDED)
    return held
