"""Whoever reports in confidence stays unknown (quality.md S18; reference/security.md, AC-13).

An address and a browser that stand nowhere else are sent with everything a reporter can do; then every column of every
table, every log line, every mail and every paper is searched for them, and every moment that is kept is looked at.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from esafety.audit.models import AuditEvent
from esafety.outbox.registry import promises
from esafety.outbox.relay import drain, keep_due
from esafety.papers import cabinet
from esafety.papers.actions import want
from esafety.papers.models import Paper
from esafety.schooldays.half_days import half_day
from esafety.schooldays.queries import calendar_of
from esafety.serve.metrics import text as figures
from incidents import actions
from incidents.actions.opening import first_look_row
from incidents.facts import facts_of
from incidents.models import Incident, Note, WayBack
from incidents.papers import INCIDENT_RECORD
from incidents.speaking_up import codes
from incidents.vocabulary import Audience, Standing
from tests.cast import Cast, sign_in
from tests.incidents.confiding import a_page, code_in, come_back, tell

ADDRESS = "203.0.113.77"
BROWSER = "CanaryBrowser/7.7 (OldPhone; zqbrowserqz)"
REFERRER = "https://zqreferrerqz.example/where-i-came-from"
FROM = {
    "user-agent": BROWSER,
    "referer": REFERRER,
    "x-forwarded-for": ADDRESS,
    "accept-language": "zqlanguageqz",
}
SIGNS = (ADDRESS, "zqbrowserqz", "zqreferrerqz", "zqlanguageqz", "CanaryBrowser")
ANY = dt.timedelta(minutes=10)
TELLS_THE_MOMENT = {
    "outbox.Message.created_at": "a mail goes out at once, and carries its own moment",
    "outbox.Message.due_at": "the same",
    "outbox.Message.done_at": "the same",
    "outbox.Message.leased_until": "the same, for two minutes",
}
"""Where the true moment stays, of a report without danger, and why: said on the page itself."""
COUNTED = {"incidents.Task.due_at", "incidents.Task.warn_at"}
"""Counted from the half of the day on, so they may fall into this minute by chance."""


class Everything:
    """What a reporter does, as their phone brings it."""

    def __init__(self, cast: Cast) -> None:
        self.page = a_page(cast)
        self.client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER)
        self.client.get(self.page.path, headers=FROM)
        sent = tell(self.page, self.client, headers=FROM, about="pupil", who="Somebody")
        self.code = code_in(sent)
        self.incident = Incident.objects.get()
        told: Any = {"standing": Standing.FACT, "audience": Audience.REPORTER, "by": cast.dsl}
        actions.add_note(incident=self.incident, text="We read it.", **told)
        self.cookies = set(self.client.cookies)
        more: dict[str, str]
        for more in ({}, {"text": "And this."}, {"text": ""}):
            come_back(self.page, self.code, headers=FROM, **more)
            self.client.post(f"{self.page.path}answers/", {"code": self.code, **more}, headers=FROM)
        self.client.post(f"{self.page.path}answers/", {"code": "wrong"}, headers=FROM)
        self.client.post(self.page.path, {"what": ""}, headers=FROM)
        self.client.get("/speak-up/nothing/", headers=FROM)


def rows() -> Iterator[tuple[str, Any]]:
    """Every value of every column of every table."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            for name, value in row.items():
                yield f"{model._meta.label}.{name}", value


@pytest.fixture
def everything(cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> Everything:
    settings.TRUSTED_PROXIES = 1
    settings.MEDIA_ROOT = tmp_path
    for name in (None, "esafety.serve.middleware", "django.request"):
        caplog.set_level(logging.DEBUG, logger=name)
    cache.clear()
    return Everything(cast)


def test_an_address_and_a_browser_are_kept_nowhere(
    everything: Everything, cast: Cast, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    paper = want(INCIDENT_RECORD, about=everything.incident, by=cast.dsl)
    for promise in promises():
        keep_due(promise)
    drain()
    kept = [(place, str(value)) for place, value in rows()]
    assert len(kept) > 5_000
    assert [place for place, value in kept for sign in SIGNS if sign in value] == []
    digests = {hashlib.sha256(one.encode()).hexdigest()[:32] for one in (ADDRESS, BROWSER)}
    assert [place for place, value in kept for one in digests if one in value] == []
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    said = "\n".join(f"{record.getMessage()} {vars(record)!r}" for record in records)
    assert len(records) >= 5
    assert not [one for one in records if "speak_up" in str(getattr(one, "facts", ""))]  # nor when it is used
    sent = "\n".join(str(one.message()) for one in mail.outbox)
    assert sent
    file = Paper.objects.get(pk=paper.pk).file
    pages = PdfReader(io.BytesIO(b"".join(cabinet.read(file)))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Without an account, in confidence" in printed
    counted = repr(cache._cache) + figures().decode()  # type: ignore[attr-defined]
    for where in (said, sent, printed, counted):
        assert [sign for sign in SIGNS if sign in where] == []


def test_the_search_would_find_them(everything: Everything, cast: Cast) -> None:
    """The same signs, brought by somebody who signs in and looks at a record, are in the trail: the net is not torn."""
    client = sign_in(Client(REMOTE_ADDR="127.0.0.1"), cast.dsl)
    client.get(everything.incident.get_absolute_url(), headers=FROM)
    assert AuditEvent.objects.filter(address=ADDRESS).exists()
    assert any(ADDRESS in str(value) for _, value in rows())


def test_no_session_and_no_cookie_but_the_forms_own(everything: Everything, settings: Any) -> None:
    from django.contrib.sessions.models import Session

    assert everything.cookies == {settings.CSRF_COOKIE_NAME}
    assert not Session.objects.exists()


def test_of_the_moment_only_the_half_of_the_day_is_kept(cast: Cast) -> None:
    page = a_page(cast)
    before: dict[str, set[str]] = {}
    for place, value in rows():
        before.setdefault(place, set()).add(str(value))
    trail = AuditEvent.objects.count()
    now = timezone.now()
    tell(page, about="pupil", who="Somebody")
    incident = Incident.objects.get()
    actions.confide_more(way_back=WayBack.objects.get(), text="And this.")
    told = [
        place
        for place, value in rows()
        if isinstance(value, dt.datetime)
        and abs(value - now) < ANY
        and value != half_day(now)  # which may have begun a minute ago
        and str(value) not in before.get(place, set())
    ]
    entries = AuditEvent.objects.order_by("pk")[trail:]
    assert {row.at for row in entries} == {half_day(now)}
    assert set(told) - COUNTED <= set(TELLS_THE_MOMENT)
    assert {incident.reported_at, incident.statements.get().made_at, Note.objects.get().at} == {half_day(now)}
    for task in incident.tasks.all():
        assert task.opened_at == half_day(now)
        assert task.due_at is None or task.due_at.second == 0
        assert task.warn_at is None or task.warn_at.microsecond == 0, (
            "a share of whole seconds, not of this moment"
        )


def test_a_code_cannot_be_worked_out_from_what_is_kept(everything: Everything) -> None:
    plain = codes.as_typed(everything.code)
    assert [place for place, value in rows() if plain in codes.as_typed(str(value))] == []


def test_the_answers_are_for_the_code_alone(everything: Everything, cast: Cast) -> None:
    """Not for whoever is signed in, not for another code, and not what was told before."""
    for client in (Client(), sign_in(Client(), cast.dsl), sign_in(Client(), cast.teacher)):
        answer = client.post(f"{everything.page.path}answers/", {"code": "0000 0000 0000 0000"})
        assert answer.status_code == 422
        assert b"We read it." not in answer.content
        assert client.get(f"{everything.page.path}answers/").status_code == 200


def test_nobody_is_offered_what_is_for_a_reporter_with_an_account(everything: Everything, cast: Cast) -> None:
    for name in ("dsl", "teacher", "pupil_account", "parent"):
        shown = sign_in(Client(), cast.user(name)).get(f"/reports/{everything.incident.reference}/")
        assert shown.status_code == 404


@pytest.mark.parametrize("minutes", [1, 20])
def test_the_session_of_somebody_who_is_signed_in_does_not_show_that_they_were_there(
    cast: Cast, minutes: int
) -> None:
    """A mail carries its own moment: a session that was used in it, or ended by coming, would tell who sent it."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    from esafety.signin.limits import SEEN_AT

    page, client = a_page(cast), sign_in(Client(), cast.teacher)
    client.get("/")
    session = client.session
    session[SEEN_AT] -= minutes * 60
    session.save()

    def kept() -> list[Any]:
        trail = AuditEvent.objects.filter(actor_id=cast.teacher.pk)
        return [list(rows.values()) for rows in (Session.objects, UserSession.objects, trail)]

    before = kept()
    assert before[0]
    client.get(page.path)
    code = code_in(tell(page, client))
    client.get(f"{page.path}answers/")
    client.post(f"{page.path}answers/", {"code": code})
    assert kept() == before


@pytest.mark.parametrize(
    "told_at",
    [
        dt.datetime(2026, 11, 30, 16, 28, 36, 864992, dt.UTC),  # in the last hour of a school day
        dt.datetime(2026, 11, 30, 19, 12, 41, 5, dt.UTC),  # after it
        dt.datetime(2026, 11, 28, 10, 17, 23, 7, dt.UTC),  # on a Saturday
        dt.datetime(2026, 12, 24, 22, 51, 9, 3, dt.UTC),  # in the holidays
    ],
)
def test_by_when_to_look_does_not_tell_when_it_was_told(cast: Cast, told_at: dt.datetime) -> None:
    tell(a_page(cast), about="pupil", who="Somebody")
    incident = Incident.objects.get()
    look = first_look_row(incident, facts_of(incident), told_at, calendar_of(incident.school))
    assert look.due_at is not None
    assert look.due_at > told_at
    assert (look.due_at.second, look.due_at.microsecond) == (0, 0)
