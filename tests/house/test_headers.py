"""What every answer of a production carries, and which cookies it sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.house.test_set_up import python, safe

ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
given = {"HTTP_HOST": "safe.example.sch.uk", "HTTP_ORIGIN": "https://evil.example"}
said = lambda proto: Client().get("/health/live", HTTP_X_FORWARDED_PROTO=proto, **given)
names = [f"{kind}_COOKIE_{what}" for kind in ("SESSION", "CSRF")
         for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")]
print("SAID" + json.dumps({
    "headers": dict(said("https").headers),
    "cookies": {name: getattr(settings, name) for name in names},
    "serializer": settings.SESSION_SERIALIZER, "celery": settings.CELERY_ACCEPT_CONTENT,
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("production")
    done = python(folder, safe() | {"DJANGO_SETTINGS_MODULE": "esafety.settings"}, "-c", ASK)
    assert done.returncode == 0, done.stderr[-2000:]
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("SAID")]
    said: dict[str, Any] = json.loads(line.removeprefix("SAID"))
    return said


def test_https_is_kept_for_a_year_with_every_name_below(production: dict[str, Any]) -> None:
    said = production["headers"]["Strict-Transport-Security"]
    assert said.startswith("max-age=31536000")
    assert "includeSubDomains" in said


def test_the_browser_runs_and_frames_nothing_from_elsewhere(production: dict[str, Any]) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in production["headers"]["Content-Security-Policy"].split(";")
    )
    allowed = {name: value for name, value in policy.items() if value not in ("'none'", "'self'")}
    assert allowed == {"img-src": "'self' data:"}
    nothing = {name for name, value in policy.items() if value == "'none'"}
    assert nothing >= {"default-src", "frame-ancestors", "base-uri", "object-src"}
    assert {"script-src", "style-src", "connect-src", "form-action"} <= set(policy)
    assert production["headers"]["X-Frame-Options"] == "DENY"


def test_types_are_not_guessed_and_addresses_not_told_to_others(production: dict[str, Any]) -> None:
    headers = production["headers"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_no_other_site_may_read_an_answer(production: dict[str, Any]) -> None:
    assert not [name for name in production["headers"] if name.startswith("Access-Control-")]
    assert production["headers"]["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("kind, same_site", [("SESSION", "Lax"), ("CSRF", "Strict")])
def test_cookies_belong_to_this_host_over_https_and_to_no_script(
    production: dict[str, Any], kind: str, same_site: str
) -> None:
    cookies = production["cookies"]
    assert cookies[f"{kind}_COOKIE_NAME"].startswith("__Host-")
    assert cookies[f"{kind}_COOKIE_SECURE"] is True
    assert cookies[f"{kind}_COOKIE_HTTPONLY"] is True
    assert cookies[f"{kind}_COOKIE_SAMESITE"] == same_site
    assert (cookies[f"{kind}_COOKIE_PATH"], cookies[f"{kind}_COOKIE_DOMAIN"]) == ("/", None)


def test_sessions_and_jobs_are_read_as_json_only(production: dict[str, Any]) -> None:
    assert production["serializer"].endswith("JSONSerializer")
    assert production["celery"] == ["json"]
