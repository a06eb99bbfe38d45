"""Asking again before a sensitive act."""

from __future__ import annotations

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS

from tests.signin.acts import app_for, code_of, sign_in, trail
from tests.signin.conftest import PASSWORD

pytestmark = pytest.mark.django_db
CONFIRM = "/confirm/?next=%2Fexport%2F"


def minutes_pass(client, minutes: int) -> None:
    session = client.session
    session[PROOFS] = [{**proof, "at": time.time() - minutes * 60} for proof in session[PROOFS]]
    session.save()


def test_right_after_signing_in_nothing_is_asked(client, teacher):
    sign_in(client, teacher)
    assert client.get("/export/").content == b"exported by GET"


def test_six_minutes_later_it_is(client, teacher):
    sign_in(client, teacher)
    minutes_pass(client, 6)
    assert client.get("/export/").url == CONFIRM
    page = client.get(CONFIRM).content.decode()
    assert "confirm who you are" in page
    assert client.post(CONFIRM, {"password": PASSWORD, "next": "/export/"}).url == "/export/"
    assert client.get("/export/").content == b"exported by GET"
    assert trail()[-1] == "signin.confirmed"


def test_a_wrong_password_opens_nothing(client, teacher):
    sign_in(client, teacher)
    minutes_pass(client, 6)
    answer = client.post(CONFIRM, {"password": "wrong", "next": "/export/"})
    assert answer.status_code == 422
    assert "That is not your password" in answer.content.decode()
    assert client.get("/export/").status_code == 302


def test_a_code_will_do(client, dsl):
    secret = app_for(dsl)
    sign_in(client, dsl, secret)
    minutes_pass(client, 6)
    assert "/confirm/code/?next=" in client.get(CONFIRM).content.decode()
    answer = client.post("/confirm/code/", {"code": code_of(secret, steps_on=1), "next": "/export/"})
    assert answer.url == "/export/"
    assert client.get("/export/").status_code == 200


def test_a_form_sent_too_late_is_not_carried_out_and_says_so(client, teacher):
    sign_in(client, teacher)
    minutes_pass(client, 6)
    sent = client.post("/export/", {"reason": "typed"}, headers={"Referer": "http://testserver/export/"})
    assert sent.url == CONFIRM
    assert "Nothing was sent yet" in client.get(sent.url).content.decode()
    assert "typed" not in str(dict(client.session))


def test_the_proof_of_one_account_is_not_that_of_another(client, teacher, dsl):
    sign_in(client, teacher)
    client.post("/sign-out/")
    client.force_login(dsl)
    assert PROOFS not in client.session
