"""What a production logs: one line of JSON each, by which a fault is found and nobody is."""

from __future__ import annotations

import io
import json
import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from esafety.access.doors import public
from esafety.outbox.patience import NotDone
from esafety.outbox.relay import drain
from esafety.people.models import User
from esafety.serve.logs import Lines, logging_of
from incidents.models import Incident
from tests.cast import PASSWORD, Cast, sign_in
from tests.incidents.report_acts import ENOUGH, Report
from tests.outbox.smtp import MailServer, mail_server

__all__ = ["mail_server"]
CANARIES = {
    "description": "zqdescriptionqz and the game called zqgameqz",
    "search": "zqsearchqz",
    "address": "zqaddressqz",
    "agent": "zqagentqz",
    "wrong password": "zqpasswordqz",
}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything any logger says from now on, in the form and at the levels that a production has."""
    root, out = logging.getLogger(), io.StringIO()
    production = logging_of(as_json=True, level="INFO")
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    changed = {name: logging.getLogger(name) for name in production["loggers"]}
    before = {name: (found.level, found.propagate) for name, found in changed.items()}
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    for name, found in production["loggers"].items():
        changed[name].setLevel(found.get("level", "NOTSET"))
        changed[name].propagate = found.get("propagate", True)
    logging.getLogger("esafety.serve.middleware").setLevel("NOTSET")
    yield out
    root.removeHandler(handler)
    root.setLevel(level)
    for name, (old, passes) in before.items():
        changed[name].setLevel(old)
        changed[name].propagate = passes
    logging.getLogger("esafety.serve.middleware").setLevel("WARNING")


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """Each line, read as JSON; mail.log is the test's own mail server."""
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in found if line["logger"] != "mail.log"]


# -- real requests, real failures -----------------------------------------------------------------------


@public("Tests only: an error whose own words tell what the log must not.")
def broken(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        raise IntegrityError("DETAIL: Key (email)=(zoe@home.example) of Zoë Haddad already exists")
    except IntegrityError as error:
        raise ValueError("zqerrorqz Marcus Bright") from error


urlpatterns = [path("broken/<slug:reference>/", broken, name="broken"), path("", include("esafety.urls"))]


def test_of_a_day_at_school_nothing_about_anybody_is_in_the_log(
    cast: Cast, mail_server: MailServer, log: io.StringIO, settings: Any
) -> None:
    """A report, searches, wrong passwords, wrong addresses, mails refused, an error: through the whole product."""
    settings.ROOT_URLCONF = __name__
    settings.TRUSTED_PROXIES, settings.LOG_FORMAT = 1, "json"
    settings.ALLOWED_HOSTS = ["testserver"]
    device = {"User-Agent": CANARIES["agent"], "X-Forwarded-For": "203.0.113.77"}
    teacher = sign_in(Client(headers=device), cast.teacher)
    report = Report(teacher)
    report.answer("what", {**ENOUGH, "description": CANARIES["description"]})
    report.send()
    incident = Incident.objects.get()
    mail_server.refuse[cast.co_ordinator.email] = "550 zqserverqz knows no co-ordinator@harbour.example"
    drain()

    lead = sign_in(Client(headers=device), cast.dsl)
    assert lead.get(incident.get_absolute_url()).status_code == 200
    lead.get("/incidents/", {"search": CANARIES["search"]})
    lead.post("/people/search/", {"search": "Zoë Haddad"})
    stranger = Client(headers=device, raise_request_exception=False)
    stranger.get(f"/{CANARIES['address']}/{incident.reference}/")
    stranger.get("/health/live", headers={"host": "zqhostqz.example"})
    stranger.post("/account/sign-in/", {"login": cast.head.email, "password": CANARIES["wrong password"]})
    stranger.post("/account/sign-in/", {"login": cast.teacher.email, "password": PASSWORD})
    Client(headers=device, enforce_csrf_checks=True).post("/account/sign-in/", {"login": cast.head.email})
    assert stranger.get(f"/broken/{incident.reference}/").status_code == 500

    found = lines(log)
    said = json.dumps(found, ensure_ascii=False)
    names = {user.name for user in User.objects.all()}
    people = {part for name in names for part in name.split()} | {user.email for user in User.objects.all()}
    secrets = {
        *people, incident.reference, "Haddad", "Zoë", "Marcus", "Bright", "home.example", "harbour.example",
        "203.0.113.77", "zq", PASSWORD,
    }  # fmt: skip
    assert [word for word in secrets if re.search(rf"(?<!\w){re.escape(word)}", said)] == []
    answered = [line for line in found if line["message"] == "Answered"]
    assert {line["route"] for line in answered} >= {"report", "incident", "incidents", "none", "broken"}
    (fault,) = [line for line in found if line.get("error", "").startswith("ValueError")]
    assert fault["error"] == "ValueError < django.db.utils.IntegrityError"
    assert fault["places"][-1].endswith(" broken")
    assert fault["request_id"] == next(line for line in answered if line["route"] == "broken")["request_id"]
    (refused,) = [line for line in found if line["logger"] == "esafety.outbox.relay"]
    assert re.fullmatch(r"outbox\.deliver\(\d+\): the mail server refused it \(550\)", refused["message"])


def test_a_line_says_which_route_how_it_ended_and_how_long_it_took(cast: Cast, log: io.StringIO) -> None:
    answer = sign_in(Client(), cast.teacher).get("/reports/")
    (line,) = [line for line in lines(log) if line["message"] == "Answered"]
    assert line.pop("ms") > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("at"))
    assert line.pop("process") > 0
    assert line == {
        "level": "INFO",
        "logger": "esafety.serve.middleware",
        "message": "Answered",
        "route": "reports",
        "method": "GET",
        "status": 200,
        "request_id": answer["X-Request-ID"],
    }


def test_the_id_of_a_request_is_the_proxys_if_it_is_one_and_else_made_here(
    db: None, log: io.StringIO, settings: Any
) -> None:
    given, forged = uuid.uuid4().hex, 'zq"}\n{"level": "zqz'
    settings.TRUSTED_PROXIES = 1
    for told in (given, forged, "short", "x" * 37, ""):
        answer = Client().get("/no/such/page", headers={"X-Request-ID": told})
        assert (answer["X-Request-ID"] == told) == (told == given)
    settings.TRUSTED_PROXIES = 0
    assert Client().get("/no/such/page", headers={"X-Request-ID": given})["X-Request-ID"] != given
    ids = [line["request_id"] for line in lines(log)]
    assert len(ids) == len(set(ids)) == 6
    assert ids.count(given) == 1
    assert "zq" not in log.getvalue()


def test_what_machines_ask_every_few_seconds_fills_no_log(db: None, log: io.StringIO) -> None:
    Client().get("/health/live")
    Client().get("/health/ready")
    assert lines(log) == []


# -- each line by itself -------------------------------------------------------------------------------------


def line_of(
    name: str, message: Any, *args: Any, error: BaseException | None = None, **more: Any
) -> dict[str, Any]:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.INFO, "x.py", 1, message, args, exc_info)
    record.__dict__.update(more)
    found: dict[str, Any] = json.loads(Lines().format(record))
    return found


@pytest.mark.parametrize(
    "message,args,shown",
    [
        ("%s: %s", ("Not Found", "/incidents/26-ABCDE/"), "…: …"),
        ("Booting worker with pid: %s", (4711,), "Booting worker with pid: 4711"),
        ("took %.3f s for %r", (1.25, "Zoë"), "took 1.25 s for …"),
        ("Task %(name)s[%(id)s] raised: %(exc)r", ({"name": "a.b", "id": "x", "exc": "Zoë"},), "Task …[…] raised: …"),
        ("100%% of %s", ("Zoë",), "100% of …"),
        ("Invalid Host header: 'zqz.example'", (), "…"),
        ("Sent to zoe@home.example", (), "…"),
        ("GET /incidents/26-ABCDE/", (), "…"),
        ("beat: Starting...", (), "beat: Starting..."),
        (ValueError("Zoë"), (), "…"),
    ],
)  # fmt: skip
def test_of_what_others_say_only_their_own_words_and_numbers_are_kept(message, args, shown) -> None:
    assert line_of("celery.worker", message, *args)["message"] == shown


def test_in_our_own_sentences_an_error_is_its_kind_unless_it_is_ours() -> None:
    said = line_of("esafety.outbox.relay", "The %s lane rests: %s", "planned", OSError("zqhostqz"))["message"]
    assert said == "The planned lane rests: OSError"
    assert line_of("esafety.x", "%s(%s): %s", "t", 3, NotDone("smtp 550"))["message"] == "t(3): smtp 550"


def test_nothing_a_record_carries_besides_gets_in() -> None:
    line = line_of("celery", "hello", request="zqrequestqz", data={"who": "zqz"}, stack_info="zqstackqz")
    assert set(line) == {"at", "level", "logger", "message", "process"}


def test_of_an_error_come_kind_and_place_never_its_words() -> None:
    try:
        raise KeyError("zqkeyqz Zoë")
    except KeyError as error:
        line = line_of("x", "It broke", error=error)
    assert line["error"] == "KeyError"
    assert re.search(r"test_logs\.py:\d+ test_of_an_error", line["places"][-1])
    assert "zq" not in json.dumps(line)


def test_one_thing_is_one_line_whatever_it_holds() -> None:
    record = logging.LogRecord("esafety.x", logging.INFO, "x.py", 1, "a\nb %s", ("c\r\nd\u2028",), None)
    assert len(Lines().format(record).splitlines()) == 1
