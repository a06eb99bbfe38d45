"""The web hook, as its provider uses it and as somebody attacks it."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from esafety.access.refusals import NotNow
from incidents import actions
from incidents.actions.alert_sources import hash_of
from incidents.alerts import hook
from incidents.models import Alert, AlertSource
from incidents.vocabulary.watching import Severity, Way
from tests.cast import Cast, sign_in

ALERT = {
    "id": "4711", "time": "2026-11-27T13:05:00Z", "user": "zoe.haddad", "device": "LAP-0042",
    "content": "nasty.example", "category": "Self harm", "severity": 4, "capture": True, "capture_reference": "C-9",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    cache.clear()


@pytest.fixture
def made(cast: Cast) -> actions.Made:
    return actions.add_alert_source(school=cast.school, name="Lookout", way=Way.HOOK, by=cast.dsl)


def send(
    made: actions.Made, body: Any = ALERT, *, token: str | None = None, key: str = "", **more: Any
) -> Any:
    headers = {"HTTP_AUTHORIZATION": f"Bearer {made.token if token is None else token}"}
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    told = {"content_type": "application/json", **headers, **more}
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/alerts/in/{key or made.source.key}/", data=data, **told)


def test_an_alert_is_taken_and_a_replay_is_taken_once(cast: Cast, made: actions.Made) -> None:
    for _ in range(3):
        answer = send(made)
        assert (answer.status_code, answer.json()) == (202, {"received": True})
    alert = Alert.objects.get()
    assert (alert.person, alert.severity, alert.capture, alert.school) == (
        cast.pupil, Severity.HIGH, True, cast.school,
    )  # fmt: skip


def test_a_wrong_a_missing_an_old_and_an_ended_key_get_one_and_the_same_answer(
    cast: Cast, made: actions.Made
) -> None:
    other = actions.add_alert_source(school=cast.other, name="Theirs", way=Way.HOOK, by=cast.other_dsl)
    answers = [
        send(made, token=""), send(made, token="wrong"), send(made, token=other.token), send(made, key="x" * 16),
        send(made, key="%00"), send(made, token="\xff" * 50), send(made, token=made.source.token_hash),
        send(made, HTTP_AUTHORIZATION=made.token), send(made, HTTP_AUTHORIZATION=f"Basic {made.token}"),
    ]  # fmt: skip
    new = actions.rotate_alert_source(source=made.source, by=cast.dsl)
    answers.append(send(made))
    assert send(new).status_code == 202
    actions.end_alert_source(source=made.source, by=cast.dsl)
    answers.append(send(new))
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert Alert.objects.count() == 1


def test_the_key_is_kept_as_a_hash_and_shown_once(cast: Cast) -> None:
    client = sign_in(Client(), cast.dsl)
    page = client.post("/alerts/sources/add/", {"name": "Lookout", "way": "hook"}).content.decode()
    source = AlertSource.objects.get()
    token = page.split("<code>")[1].split("</code>")[0]
    assert hash_of(token) == source.token_hash
    assert len(token) >= 43
    assert token not in client.get(source.get_absolute_url()).content.decode()
    rotated = client.post(f"/alerts/sources/{source.key}/key/").content.decode()
    assert token not in rotated


BAD: list[tuple[Any, str]] = [
    (" ", "no JSON"), ("null", "must be one alert"), ("[1]", "must be one alert"), ("{", "no JSON"),
    ("[" * 5000, "no JSON"), (b"\xff\xfe", "no JSON"), ('{"id": "1"}', "“time” is missing"),
    (ALERT | {"id": ""}, "“id” is missing"), (ALERT | {"id": 7}, "“id” must be text"),
    (ALERT | {"time": "yesterday"}, "time cannot be read"), (ALERT | {"time": "9999-12-31T23:59:59Z"}, "in the future"),
    (ALERT | {"time": "0001-01-01T00:00:00+14:00"}, "too long ago"), (ALERT | {"user": "x\x00y"}, "no text"),
    (ALERT | {"content": "\ud800"}, "no text"), (ALERT | {"user": "x" * 201}, "longer than 200"),
    (ALERT | {"screenshot": "aGk="}, "no field “screenshot”"), (ALERT | {"capture": "yes"}, "true or false"),
    (ALERT | {"severity": True}, "must be text"), (ALERT | {"severity": [4]}, "must be text"),
    (ALERT | {"user": "", "content": ""}, "neither who nor what"),
    (ALERT | {"person": 1, "school": 2}, "no field “person”"),
]  # fmt: skip


@pytest.mark.parametrize("body,says", BAD, ids=[says for _, says in BAD])
def test_a_bad_body_is_refused_in_plain_words(cast: Cast, made: actions.Made, body: Any, says: str) -> None:
    answer = send(made, body)
    assert answer.status_code == 400
    assert says in answer.json()["error"]
    assert not Alert.objects.exists()


def test_a_huge_body_another_type_and_another_method_are_refused(cast: Cast, made: actions.Made) -> None:
    assert send(made, ALERT | {"content": "x" * hook.LARGEST}).status_code == 413
    assert send(made, content_type="text/plain").status_code == 415
    assert send(made, content_type="multipart/form-data; boundary=x").status_code == 415
    path = f"/alerts/in/{made.source.key}/"
    for method in ("get", "put", "delete", "options"):
        assert getattr(Client(), method)(path).status_code == 405
    assert not Alert.objects.exists()


def test_somebody_who_is_signed_in_gets_no_further_without_the_key(cast: Cast, made: actions.Made) -> None:
    client = sign_in(Client(), cast.dsl)
    answer = client.post(f"/alerts/in/{made.source.key}/", json.dumps(ALERT), content_type="application/json")
    assert answer.status_code == 403


def test_whoever_guesses_keys_is_told_to_wait(cast: Cast, made: actions.Made) -> None:
    codes = [send(made, token="wrong").status_code for _ in range(hook.OFTEN_REFUSED + 5)]
    assert codes == [403] * hook.OFTEN_REFUSED + [429] * 5
    assert send(made).status_code == 202, "the right key still opens"


def test_a_source_that_floods_is_told_to_wait(
    cast: Cast, made: actions.Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.views.alert_hook.OFTEN", 5)
    codes = [send(made, ALERT | {"id": str(number)}).status_code for number in range(7)]
    assert codes == [202] * 5 + [429] * 2


def test_an_answer_says_nothing_of_anybody(cast: Cast, made: actions.Made) -> None:
    known, unknown = send(made), send(made, ALERT | {"id": "2", "user": "nobody.atall"})
    assert known.content == unknown.content
    assert "sessionid" not in known.cookies
    assert not known.cookies


@pytest.mark.django_db(transaction=True)
def test_many_at_once_each_is_there_once(cast: Cast, made: actions.Made) -> None:
    """A hundred calls by eight senders, half of them repeats."""
    bodies = [ALERT | {"id": str(number % 50)} for number in range(104)]
    codes: list[int] = []

    def sender(turn: int) -> None:
        try:
            codes.extend(send(made, body).status_code for body in bodies[turn::8])
        finally:
            connection.close()

    threads = [threading.Thread(target=sender, args=(turn,)) for turn in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [202] * 104
    assert Alert.objects.count() == 50


def test_a_source_belongs_to_its_school_and_to_those_who_keep_it(cast: Cast, made: actions.Made) -> None:
    path = made.source.get_absolute_url()
    allowed = {
        name for name in Cast.accounts() if sign_in(Client(), cast.user(name)).get(path).status_code == 200
    }
    assert allowed == {"dsl", "deputy", "co_ordinator", "head", "technician"}
    actions.end_alert_source(source=made.source, by=cast.technician)
    with pytest.raises(NotNow):
        actions.rotate_alert_source(source=made.source, by=cast.technician)
    page = sign_in(Client(), cast.technician).get(path).content.decode()
    assert "Nothing more is taken in" in page
    assert sign_in(Client(), cast.technician).get("/alerts/").status_code == 403
