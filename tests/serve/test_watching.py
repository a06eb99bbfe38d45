"""Addresses for machines: they tell what is needed and nothing else, and the figures are true."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Sum
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from esafety.outbox.models import Message, PlannedRun, Trouble
from esafety.outbox.relay import drain
from esafety.people.models import User
from esafety.serve import readiness
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.outbox.smtp import MailServer, mail_server

__all__ = ["mail_server"]
ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-a-monitoring-system-0123456789"


@pytest.fixture
def watcher(settings: Any) -> Client:
    """The monitoring system."""
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"Authorization": f"Bearer {TOKEN}"})


def samples(watcher: Client) -> dict[str, float]:
    """Every figure by its name and labels, as Prometheus's own reader understands the page."""
    answer = watcher.get("/metrics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    return {
        one.name + "".join(f" {value}" for _, value in sorted(one.labels.items())): one.value
        for family in text_string_to_metric_families(answer.content.decode())
        for one in family.samples
    }


# -- does it live, may it be used -----------------------------------------------------------------


def test_it_lives_and_is_ready_and_says_no_more(db: None) -> None:
    live, ready = Client().get("/health/live"), Client().get("/health/ready")
    assert (live.status_code, live.content) == (200, b"alive")
    assert (ready.status_code, ready.content) == (200, b"ready")
    assert not live.cookies
    assert not ready.cookies
    assert Client().post("/health/ready").status_code == 405


def test_that_it_lives_asks_no_database(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/health/live").status_code == 200


ASK = (
    "import django; django.setup(); from django.test import Client;"
    "c = Client(headers={'host': '127.0.0.1'});"
    "r = c.get('/health/ready'); print(c.get('/health/live').status_code, r.status_code, r.content.decode())"
)


def ask(tmp_path: Path, **environment: str) -> str:
    """What a process with these settings says of itself."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ours = {"ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "esafety.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**kept, **ours, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip() or done.stderr


@pytest.mark.either_engine
def test_without_its_database_it_lives_and_is_not_ready(tmp_path: Path) -> None:
    assert ask(tmp_path, DATABASE_URL="postgres://a:b@127.0.0.1:1/a") == "200 503 not ready"


@pytest.mark.either_engine
def test_with_an_empty_database_it_is_not_ready(tmp_path: Path) -> None:
    assert ask(tmp_path) == "200 503 not ready"


def test_without_redis_it_is_not_ready(db: None, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready")


@pytest.mark.usefixtures("by_the_owner")
def test_a_step_of_the_database_that_was_not_taken_is_noticed_and_a_newer_one_does_no_harm(db: None) -> None:
    MigrationRecorder(connection).record_applied("people", "9999_of_a_newer_version")
    assert Client().get("/health/ready").status_code == 200
    last = MigrationRecorder.Migration.objects.filter(app="outbox").latest("pk")
    last.delete()
    assert Client().get("/health/ready").status_code == 503


def test_the_steps_it_expects_are_those_that_django_finds(db: None) -> None:
    assert readiness._expected() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


# -- figures ------------------------------------------------------------------------------------------


def test_without_the_token_there_is_no_such_page(db: None, settings: Any) -> None:
    missing = Client().get("/there-is-no-such-page").content
    given = ("", "Bearer ", f"Basic {TOKEN}", "Bearer wrong", f"Bearer {TOKEN}x", "Bearer é")
    for token in ("", TOKEN):
        settings.METRICS_TOKEN = token
        for header in given:
            answer = Client(headers={"Authorization": header}).get("/metrics")
            assert (answer.status_code, answer.content) == (404, missing), (token, header)


def test_nobody_signed_in_reads_them_either(cast: Cast, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert sign_in(Client(), cast.trust_admin).get("/metrics").status_code == 404


def test_requests_are_measured_by_the_name_of_their_route(cast: Cast, watcher: Client) -> None:
    incident = a_concern(cast, about="pupil")
    name = "safekeep_request_seconds_count"
    before = samples(watcher)
    client = sign_in(Client(), cast.dsl)
    assert client.get(incident.get_absolute_url()).status_code == 200
    assert client.get("/incidents/26-QQQQQ/").status_code == 404
    assert client.get("/no/such/Zoë").status_code == 404
    after = samples(watcher)
    grown = {key: after[key] - before.get(key, 0) for key in after if key.startswith(name)}
    assert grown[f"{name} 2xx incident"] == 1
    assert grown[f"{name} 4xx incident"] == 1
    assert grown[f"{name} 4xx none"] == 1


def test_what_is_owed_late_parked_and_failed_is_told_as_it_is(
    cast: Cast, watcher: Client, mail_server: MailServer
) -> None:
    a_concern(cast, about="pupil")
    drain()
    assert samples(watcher)["safekeep_outbox_due outbox.message"] == 0
    assert samples(watcher)["safekeep_outbox_oldest_seconds outbox.message"] == 0

    mail_server.refuse[cast.co_ordinator.email] = "550 no such user"
    a_concern(cast, about="second_pupil")
    waiting = Message.objects.filter(state="owed")
    waiting.update(
        created_at=timezone.now() - dt.timedelta(hours=2), due_at=timezone.now() - dt.timedelta(hours=1)
    )
    found = samples(watcher)
    assert found["safekeep_outbox_due outbox.message"] == waiting.count() > 0
    assert 3600 <= found["safekeep_outbox_oldest_seconds outbox.message"] < 3660

    drain()
    for _ in range(6):
        Message.objects.filter(state="owed").update(due_at=timezone.now())
        drain()
    found = samples(watcher)
    parked = Message.objects.filter(state="parked")
    assert found["safekeep_outbox_parked outbox.message"] == parked.count() > 0
    tried = Message.objects.aggregate(times=Sum("failures"))["times"]
    assert found["safekeep_task_failures_total never outbox.message"] == tried >= 5


def test_what_waits_for_the_end_of_quiet_hours_is_not_late(cast: Cast, watcher: Client) -> None:
    a_concern(cast, about="pupil")
    now = timezone.now()
    Message.objects.update(created_at=now - dt.timedelta(hours=9), due_at=now + dt.timedelta(hours=1))
    found = samples(watcher)
    assert found["safekeep_outbox_due outbox.message"] == 0
    assert found["safekeep_outbox_oldest_seconds outbox.message"] == 0


def test_scheduled_jobs_tell_when_they_last_ran_and_how_often_they_failed(db: None, watcher: Client) -> None:
    from esafety.outbox import schedule

    job = next(iter(schedule.plans()))
    run = PlannedRun.known(job, timezone.now() - dt.timedelta(minutes=7))
    run.fail()
    run.fail()
    found = samples(watcher)
    assert 420 <= found[f"safekeep_planned_seconds_since {job}"] < 480
    assert found[f"safekeep_task_failures_total own {job}"] == 2
    assert Trouble.objects.get().last_at <= timezone.now()


def test_the_figures_hold_nothing_about_anybody(cast: Cast, watcher: Client) -> None:
    incident = a_concern(cast, about="pupil", description="zqdescriptionqz")
    client = sign_in(Client(), cast.dsl)
    for path in (incident.get_absolute_url(), "/incidents/?search=zqsearchqz", "/zqaddressqz/Haddad"):
        client.get(path, headers={"User-Agent": "zqagentqz", "X-Request-ID": "zqrequestqz"})
    page = watcher.get("/metrics").content.decode()
    people = {word for user in User.objects.all() for word in (*user.name.split(), user.email)}
    secrets = people | {incident.reference, "Haddad", "Harbour", "127.0.0.1"}
    assert [word for word in secrets if re.search(rf"\b{re.escape(word)}\b", page)] == []
    assert "zq" not in page
    labels = set(re.findall(r'(\w+)="', page))
    assert {"route", "answer", "le", "work"} <= labels <= {"route", "answer", "le", "work", "fault", "job"}
