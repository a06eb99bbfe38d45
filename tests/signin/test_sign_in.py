"""Signing in with a password, being refused, choosing a new one."""

from __future__ import annotations

import re
import smtplib
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection
from threading import Event
from urllib.parse import urlencode

import argon2
import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from esafety.audit.models import AuditEvent
from tests.signin.acts import app_for, give_password, sign_in, trail
from tests.signin.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/sign-in/"


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_a_stranger_is_sent_to_sign_in_and_back(client, teacher):
    answer = client.get("/case/?tab=notes")
    assert answer.url == "/sign-in/?next=%2Fcase%2F%3Ftab%3Dnotes"
    page = client.get(answer.url)
    assert 'name="next" value="/case/?tab=notes"' in page.content.decode()
    assert give_password(client, teacher.email, next="/case/?tab=notes").url == "/case/?tab=notes"


def test_an_address_is_the_same_in_capitals(client, teacher):
    sign_in(client, type("Shouting", (), {"email": teacher.email.upper(), "pk": teacher.pk}))


def test_nobody_is_sent_to_another_site(client, teacher):
    assert give_password(client, teacher.email, next="https://evil.example/").url == "/"


def test_wrong_unknown_and_closed_are_answered_with_the_same_bytes(teacher, dsl):
    dsl.is_active = False
    dsl.save()
    tries = [
        (teacher.email, "wrong wrong wrong"),
        ("nobody@elmlane.example", PASSWORD),
        (dsl.email, PASSWORD),
    ]
    answers = [give_password(Client(), email, password) for email, password in tries]
    pages = {
        without_token(a.content).replace(e.encode(), b"") for a, (e, _) in zip(answers, tries, strict=True)
    }
    assert {answer.status_code for answer in answers} == {422}
    assert len(pages) == 1
    assert "is not right. Check both" in answers[0].content.decode()
    assert [set(a.headers) - {"X-Request-ID"} for a in answers] == [
        set(answers[0].headers) - {"X-Request-ID"}
    ] * 3


def test_the_password_typed_is_never_sent_back_but_the_address_is(client, teacher):
    page = give_password(client, teacher.email, "wrong wrong wrong").content.decode()
    assert teacher.email in page
    assert "wrong wrong wrong" not in page


def test_an_empty_form_says_what_is_missing(client):
    page = client.post(LOGIN, {}).content.decode()
    assert "Enter your email address" in page
    assert "Enter your password" in page


def test_the_answer_to_a_script_holds_no_password(client, teacher):
    answer = client.post(
        LOGIN, {"login": teacher.email, "password": "wrong wrong"}, headers={"Accept": "application/json"}
    )
    assert answer.headers["Content-Type"].startswith("text/html")
    assert b"wrong wrong" not in answer.content


@pytest.mark.parametrize("email", ["t.ahmed@elmlane.example", "nobody@elmlane.example"])
def test_after_five_wrong_tries_the_address_is_locked_for_a_while_known_or_not(email, teacher):
    for _ in range(5):
        assert "is not right" in give_password(Client(), email, "wrong wrong wrong").content.decode()
    answer = give_password(Client(), email)
    assert answer.status_code == 422
    assert "too many tries. Wait five minutes" in answer.content.decode()
    assert "You can still sign in with a passkey" in answer.content.decode()


def test_a_lock_on_one_address_does_not_shut_out_another(client, teacher, dsl):
    for _ in range(6):
        give_password(Client(), dsl.email, "wrong wrong wrong")
    sign_in(client, teacher)


def test_a_new_password_by_mail_ends_the_lock(client, teacher):
    for _ in range(6):
        give_password(Client(), teacher.email, "wrong wrong wrong")
    choose_new_password(client, teacher.email)
    assert give_password(client, teacher.email, "brass window eel").url == "/"


def test_many_tries_from_one_place_get_a_plain_page(client, teacher):
    answers = [give_password(client, f"{n}@elmlane.example", "x").status_code for n in range(31)]
    answer = give_password(client, teacher.email)
    assert answers[-1] == answer.status_code == 429
    assert "too many" in answer.content.decode().lower()


# -- signing out ---------------------------------------------------------------------------------


def test_signing_out_forgets_everything_here(client, teacher):
    sign_in(client, teacher)
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "You have signed out." in client.get(answer.url).content.decode()
    assert client.get("/case/").status_code == 302


def test_a_link_cannot_sign_somebody_out(client, teacher):
    sign_in(client, teacher)
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert client.get("/case/").status_code == 200


# -- a new password ------------------------------------------------------------------------------


def link_in(letter) -> str:
    return re.search(r"http://localhost:8000(/\S+)", letter.body)[1]


def choose_new_password(client: Client, email: str, password: str = "brass window eel"):
    client.post("/password/forgotten/", {"email": email})
    form = client.get(link_in(mail.outbox[-1]), follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password})


def test_a_new_password_by_mail(client, teacher):
    answer = choose_new_password(client, teacher.email)
    assert answer.url == "/password/new/done/"
    assert "Your password has been changed" in client.get(answer.url).content.decode()
    assert give_password(client, teacher.email, "brass window eel").url == "/"
    assert mail.outbox[-1].subject == "Your password was changed"


def test_the_letter_is_plain_and_names_nobody(client, teacher):
    client.post("/password/forgotten/", {"email": teacher.email})
    [letter] = mail.outbox
    raw = letter.message().as_bytes().decode()
    assert letter.to == [teacher.email]
    assert "text/plain" in raw
    assert "html" not in raw
    assert not {"Tariq", "Ahmed", "Elm Lane"} & set(re.findall(r"\w+", letter.body))


def test_asking_for_a_link_is_answered_alike_for_everybody(teacher, dsl):
    dsl.is_active = False
    dsl.save()
    emails = [teacher.email, dsl.email, "nobody@elmlane.example"]
    answers = [Client().post("/password/forgotten/", {"email": email}) for email in emails]
    assert {(a.status_code, a.url, a.content) for a in answers} == {(302, "/password/forgotten/sent/", b"")}
    assert [letter.to for letter in mail.outbox] == [[teacher.email]]


def test_a_slow_or_dead_mail_server_is_not_seen_in_the_answer(client, teacher, monkeypatch, caplog):
    moments = []

    def refuse(*_args, **_kwargs):
        moments.append("mail server asked")
        raise smtplib.SMTPConnectError(421, b"down")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    answer = client.post("/password/forgotten/", {"email": teacher.email})
    assert answer.url == "/password/forgotten/sent/"
    assert moments == ["mail server asked"]
    assert trail()[-1] == "signin.letter_not_sent"
    assert teacher.email not in caplog.text


def test_the_answer_does_not_wait_for_the_mail_server(live_server, transactional_db, teacher, monkeypatch):
    """Else how long it takes would say who has an account."""
    asked, let_go = Event(), Event()

    def slow(_backend, letters):
        asked.set()
        return len(letters) if let_go.wait(10) else 0

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", slow)
    client = Client()
    page = client.get("/password/forgotten/")
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    line = HTTPConnection(live_server.thread.host, live_server.thread.port, timeout=5)
    body = urlencode({"email": teacher.email, "csrfmiddlewaretoken": token})
    cookie = f"csrf={client.cookies['csrf'].value}"
    kind = "application/x-www-form-urlencoded"
    with closing(line):
        line.request("POST", "/password/forgotten/", body, {"Cookie": cookie, "Content-Type": kind})
        with closing(line.getresponse()) as answer:
            assert answer.headers["Location"] == "/password/forgotten/sent/"
        assert asked.wait(5)
        let_go.set()


def test_an_unknown_address_costs_as_much_work_as_a_wrong_password(teacher, settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["esafety.signin.passwords.Argon2idHasher"]
    teacher.set_password(PASSWORD)
    teacher.save()
    work = []
    for name in ("hash_secret", "verify_secret"):
        real = getattr(argon2.low_level, name)
        spy = lambda *args, _real=real, **kwargs: (work.append(1), _real(*args, **kwargs))[1]  # noqa: E731
        monkeypatch.setattr(argon2.low_level, name, spy)
        monkeypatch.setattr(argon2._password_hasher, name, spy)
    cost = []
    for email in (teacher.email, "nobody@elmlane.example"):
        work.clear()
        give_password(Client(), email, "wrong wrong wrong")
        cost.append(len(work))
    assert cost == [1, 1]


def test_a_link_works_once(client, teacher):
    choose_new_password(client, teacher.email)
    page = Client().get(link_in(mail.outbox[0])).content.decode()
    assert "This link does not work" in page
    assert "Ask for a new link" in page


@pytest.mark.parametrize(("seconds", "works"), [(3_500, True), (3_700, False)])
def test_a_link_is_good_for_an_hour(client, teacher, monkeypatch, seconds, works):
    client.post("/password/forgotten/", {"email": teacher.email})
    later = datetime.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    page = client.get(link_in(mail.outbox[-1]), follow=True).content.decode()
    assert ("This link does not work" not in page) == works


def test_the_link_starts_with_our_own_address_whatever_the_request_claims(client, teacher, settings):
    settings.ALLOWED_HOSTS = ["evil.example"]
    client.post("/password/forgotten/", {"email": teacher.email}, headers={"Host": "evil.example"})
    assert "evil" not in mail.outbox[0].body


def test_a_weak_new_password_is_refused_next_to_the_field(client, teacher):
    answer = choose_new_password(client, teacher.email, "Summer2026!!")
    assert answer.status_code == 422
    assert "That password would be easy to guess" in answer.content.decode()


def test_a_new_password_does_not_take_the_second_step_away(client, dsl):
    app_for(dsl)
    choose_new_password(client, dsl.email)
    assert give_password(client, dsl.email, "brass window eel").url == "/sign-in/second-step/"
    assert client.get("/case/").url.startswith("/sign-in/")


def test_a_new_password_signs_everybody_else_out(client, teacher):
    thief = Client()
    sign_in(thief, teacher)
    choose_new_password(client, teacher.email)
    assert thief.get("/case/").status_code == 302


def test_changing_the_password_asks_for_the_old_one(client, teacher):
    sign_in(client, teacher)
    answer = client.post("/password/change/", {"oldpassword": "wrong", "password1": "brass window eel"})
    assert answer.status_code == 422
    assert "That is not your present password" in answer.content.decode()


def test_changing_the_password_keeps_this_place_and_ends_the_others(client, teacher):
    elsewhere = Client()
    sign_in(elsewhere, teacher)
    sign_in(client, teacher)
    client.post("/password/change/", {"oldpassword": PASSWORD, "password1": "brass window eel"})
    assert client.get("/case/").status_code == 200
    assert elsewhere.get("/case/").status_code == 302


# -- what is not there ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_inactive", "mfa_download_recovery_codes"]
)
def test_nobody_signs_up_or_changes_their_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_allauths_own_table_of_addresses_stays_empty(client, teacher):
    choose_new_password(client, teacher.email)
    give_password(client, teacher.email, "brass window eel")
    client.post("/password/change/", {"oldpassword": "brass window eel", "password1": "grey marble kite"})
    assert not EmailAddress.objects.exists()


# -- the trail -----------------------------------------------------------------------------------


def test_the_trail_tells_who_came_and_went(client, teacher):
    sign_in(client, teacher)
    client.post("/sign-out/")
    first, last = AuditEvent.objects.order_by("number")
    assert first.sentence == "Tariq Ahmed signed in (password)"
    assert first.address == "127.0.0.1"
    assert len(first.request_id) == 32
    assert last.sentence == "Tariq Ahmed signed out"


def test_a_refused_try_leaves_a_mark_and_never_the_address(client, teacher):
    give_password(client, teacher.email, "wrong wrong wrong")
    give_password(client, teacher.email.upper(), "wrong wrong wrong")
    give_password(client, "nobody@elmlane.example", "wrong wrong wrong")
    rows = list(AuditEvent.objects.order_by("number"))
    assert [row.code for row in rows] == ["signin.sign_in_failed"] * 3
    assert rows[0].detail["account"] == rows[1].detail["account"] != rows[2].detail["account"]
    assert "elmlane" not in " ".join(str(vars(row)).lower() for row in rows)
    assert {row.actor_id for row in rows} == {None}
