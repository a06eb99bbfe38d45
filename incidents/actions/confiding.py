"""Reporting in confidence, and coming back with the code."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record, record_each
from esafety.audit.models import AuditEvent
from esafety.audit.origin import unseen
from esafety.outbox.owing import owe_all
from esafety.people.vocabulary import Role
from esafety.schooldays.half_days import half_day
from incidents.actions.guard import hold
from incidents.actions.reporting import listed, set_down
from incidents.actions.routing import routed, set_out
from incidents.lists.search import index
from incidents.models import Incident, Note, WayBack
from incidents.names import as_typed
from incidents.notices import ADDED_TO
from incidents.references import new_reference
from incidents.speaking_up import codes
from incidents.speaking_up.flood import ONE_BY_ONE, is_flooded, quarter
from incidents.telling import tell_roles
from incidents.vocabulary import NOTED, ROUTED, Audience, ReporterKind, Standing
from incidents.vocabulary.speaking_up import ANSWERS_READ, CONFIDED, CONFIDED_MORE

if TYPE_CHECKING:
    import datetime as dt

    from incidents.models import SpeakUpPage
    from incidents.speaking_up.told import Confidence

CLOSED_NOW = "This page takes nothing new at the moment. Your words are still here."


class Confided(NamedTuple):
    """What came of it: the incident, and the code that is shown once."""

    incident: Incident
    code: str


def confide(
    *, page: SpeakUpPage, told: Confidence, key: uuid.UUID, gathered: bool = False, by: None = None
) -> Confided:
    """Make an incident of what somebody without an account tells: routed as any other, with nothing kept of them.

    Of the moment only the half of the day is kept, on the record and in the trail; the trail's order stays true. The
    clocks run from the true moment. Sent twice, made once, with the same code. `gathered` when one device sends many.
    Raises NotNow when the page is not open. Source: D 1.11; quality.md S18; reference/security.md, AC-13.
    """
    if not page.is_open:
        raise NotNow(CLOSED_NOW)
    words = f"{page.school_id}/{told.words}"
    sent, code = codes.submission_key(key, words), codes.code_for(key, words)
    try:
        return Confided(_confide(page, told, sent, code, gathered), code)
    except IntegrityError:
        known = Incident.objects.filter(submission_key=sent, school=page.school).first()
        if known is None:
            raise
    return Confided(known, code)


@transaction.atomic
def _confide(page: SpeakUpPage, told: Confidence, sent: uuid.UUID, code: str, gathered: bool) -> Incident:
    account, at = told.account(), half_day(timezone.now())
    incident = Incident(
        school=page.school,
        reference=new_reference(),
        submission_key=sent,
        reported_at=at,
        reporter_kind=ReporterKind.NO_ACCOUNT,
        reporter_name=told.name,
        **listed(account),
    )
    flood = gathered or is_flooded(page.school)
    course = set_down(incident, account, told.people(), by=None)
    WayBack.objects.create(incident=incident, code_hash=codes.hash_of(code), gathered=flood)
    owe_all(set_out(incident, course, by=None))
    with unseen(at):
        events = [(CONFIDED, {}), (ROUTED, routed(incident))]
        record_each(events, by=None, school=page.school, about=incident)
    return incident


@transaction.atomic
def confide_more(*, way_back: WayBack, text: str, by: None = None) -> Note:
    """Let whoever has the code add to what they reported; the same words sent twice in a row are added once.

    It stands after what it answers, and otherwise at the beginning of its half day. The first five of a half day are
    told one by one, what comes after a quarter of an hour at a time: a code must not fill a lead's post.
    """
    incident = way_back.incident
    hold(incident.pk)
    talk = Note.objects.filter(incident=incident, audience=Audience.REPORTER).order_by("pk")
    last, words = talk.last(), as_typed(text)
    if last is not None and last.addendum and last.text == words:
        return last
    now = timezone.now()
    before = talk.filter(addendum=True, at__gte=half_day(now)).count()
    at = _after(last, half_day(now))
    note = Note.objects.create(
        incident=incident,
        by=None,
        at=at,
        text=words,
        standing=Standing.HEARSAY,
        audience=Audience.REPORTER,
        addendum=True,
    )
    index(incident)
    key = f"note-{note.pk}" if before < ONE_BY_ONE else quarter(now)
    tell_roles(ADDED_TO, incident, [Role(incident.owner_role)], key=key)
    with unseen(at):
        record(CONFIDED_MORE, by=None, school=incident.school, about=incident)
    return note


@transaction.atomic
def read_answers(*, way_back: WayBack, by: None = None) -> WayBack:
    """Note that somebody came with the code, and on which day.

    In the trail once in a half day, and once more after a note: a code must not fill the trail, and that an answer was
    read stays in it. Of a second time within the half day nothing more is known that could be written.
    """
    incident, at = way_back.incident, half_day(timezone.now())
    hold(incident.pk)
    WayBack.objects.filter(pk=way_back.pk).update(last_used_on=timezone.localdate(at))
    if not _is_written(incident, at):
        with unseen(at):
            record(ANSWERS_READ, by=None, school=incident.school, about=incident)
    return way_back


def _is_written(incident: Incident, at: dt.datetime) -> bool:
    """Whether the trail says already that the answers, as they are, were read in this half day."""
    lines = AuditEvent.objects.about(incident).filter(code__in=(NOTED.code, ANSWERS_READ.code))
    last = lines.order_by("-pk").first()
    return last is not None and last.code == ANSWERS_READ.code and last.at == at


def _after(last: Note | None, at: dt.datetime) -> dt.datetime:
    return max(at, last.at) if last is not None else at
