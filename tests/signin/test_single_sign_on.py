"""Signing in with an account of the school's own: against a real OpenID provider in a process of its own."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from esafety.audit.models import AuditEvent
from esafety.people.models import Membership, School, User
from esafety.people.vocabulary import Role
from esafety.signin.models import SignInIdentity, SignInProvider
from esafety.signin.vocabulary import ProviderKind
from tests.signin.acts import app_for, code_of, give_code, give_password
from tests.signin.conftest import account
from tests.signin.school_accounts import (
    SECRET,
    TENANT,
    Desk,
    a_provider,
    come_back,
    desk,
    go,
    location,
    office_of,
    sign_in_there,
)
from tests.signin.school_accounts import _desk as _desk

__all__ = ["desk"]
TARIQ = {"email": "t.ahmed@elmlane.example", "email_verified": True}


@pytest.fixture
def row(school: School, desk: Desk, teacher: User) -> SignInProvider:
    return a_provider(school, desk)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def refusal() -> dict[str, Any]:
    return AuditEvent.objects.filter(code="signin.sign_in_failed").latest("pk").detail


def assert_turned_away(client: Client, answer: Any, reason: str, status: int = 403) -> None:
    assert answer.status_code == status, answer.content
    assert not is_in(client)
    told = refusal()
    assert (told["why"], told["reason"]) == ("single_sign_on", reason)


# -- in --------------------------------------------------------------------------------------------


def test_a_teacher_signs_in_with_the_school_s_own_account(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    desk.says(claims=TARIQ)
    answer = sign_in_there(client, row, next="/case/")
    assert (answer.status_code, answer["Location"]) == (302, "/case/")
    assert client.session["_auth_user_id"] == str(teacher.pk)
    assert AuditEvent.objects.filter(code="signin.signed_in").get().detail == {"method": "other"}
    assert AuditEvent.objects.filter(code="signin.identity_tied").get().actor_id == teacher.pk
    (letter,) = mail.outbox
    assert letter.to == [teacher.email]
    assert "Clearway for the first time" in letter.body


def test_the_second_time_nobody_is_written_to(client: Client, row: SignInProvider, desk: Desk) -> None:
    desk.says(claims=TARIQ)
    sign_in_there(client, row)
    mail.outbox.clear()
    again = Client()
    sign_in_there(again, row)
    assert is_in(again)
    assert mail.outbox == []
    assert SignInIdentity.objects.count() == 1


def test_what_is_asked_for_is_little_and_bound_to_this_browser(client: Client, row: SignInProvider) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(go(client, row)).query).items()}
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["prompt"] == "select_account"
    assert len(asked["nonce"]) >= 32
    assert asked["redirect_uri"] == f"http://localhost:8000/sign-in/with/{row.reference}/back/"
    assert SECRET not in go(client, row)


def test_nothing_of_the_request_but_the_way_back_reaches_the_provider(
    client: Client, row: SignInProvider
) -> None:
    forged = {
        "scope": "admin",
        "auth_params": "redirect_uri=https://evil.example&nonce=forged",
        "process": "connect",
    }
    url = reverse("sign_in_with", args=[row.reference])
    page = client.post(
        f"{url}?scope=admin&auth_params=nonce%3Dforged&process=connect", forged
    ).content.decode()
    assert "evil" not in page
    assert "admin" not in page
    assert "forged" not in page


def test_nobody_is_sent_on_to_another_site(client: Client, row: SignInProvider, desk: Desk) -> None:
    desk.says(claims=TARIQ)
    assert sign_in_there(client, row, next="https://evil.example/")["Location"] == "/"


def test_somebody_else_who_was_signed_in_here_is_signed_out(
    client: Client, row: SignInProvider, desk: Desk, school: School, teacher: User
) -> None:
    other = account(school, "o.ther@elmlane.example", "Olga Ther", Role.STAFF)
    give_password(client, other.email)
    desk.says(claims=TARIQ)
    sign_in_there(client, row)
    assert client.session["_auth_user_id"] == str(teacher.pk)


# -- not in ------------------------------------------------------------------------------------------

FORGERIES: dict[str, dict[str, Any]] = {
    "another audience": {"claims": {**TARIQ, "aud": "another-app"}},
    "several audiences, another's token": {"claims": {**TARIQ, "aud": ["safekeep", "x"], "azp": "x"}},
    "another issuer": {"claims": {**TARIQ, "iss": "https://evil.example"}},
    "over": {"claims": {**TARIQ, "exp": int(time.time()) - 3600}},
    "made tomorrow": {"claims": {**TARIQ, "iat": int(time.time()) + 86_400}},
    "another nonce": {"claims": {**TARIQ, "nonce": "x" * 32}},
    "no nonce": {"claims": TARIQ, "without": ["nonce"]},
    "no end": {"claims": TARIQ, "without": ["exp"]},
    "no subject": {"claims": TARIQ, "without": ["sub"]},
    "an empty subject": {"claims": {**TARIQ, "sub": ""}},
    "a subject that is no text": {"claims": {**TARIQ, "sub": 7}},
    "no signature": {"claims": TARIQ, "signature": "none"},
    "a signature with our own secret": {"claims": TARIQ, "signature": "secret"},
    "another key": {"claims": TARIQ, "signature": "wrong"},
    "an unknown key": {"claims": TARIQ, "header": {"kid": "k2"}},
    "no named key": {"claims": TARIQ, "header": {"kid": None}},
    "a key of its own": {
        "claims": TARIQ,
        "signature": "wrong",
        "header": {"jku": "https://evil.example/keys"},
    },
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_token_that_is_not_true_opens_nothing(
    client: Client, row: SignInProvider, desk: Desk, how: str
) -> None:
    desk.says(**FORGERIES[how])
    assert_turned_away(client, sign_in_there(client, row), "bad_token")
    assert SignInIdentity.objects.count() == 0


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_an_address_that_is_not_verified_opens_nothing(
    client: Client, row: SignInProvider, desk: Desk, verified: Any
) -> None:
    desk.says(claims={**TARIQ, "email_verified": verified})
    assert_turned_away(client, sign_in_there(client, row), "unverified_email")


@pytest.mark.parametrize(
    "email",
    ["t.ahmed@elmlane.example.evil.example", "t.ahmed@sub.elmlane.example", "t.ahmed", "", None, ["x"], 7],
)
def test_an_address_outside_the_school_s_domains_opens_nothing(
    client: Client, row: SignInProvider, desk: Desk, email: Any
) -> None:
    desk.says(claims={"email": email, "email_verified": True})
    assert_turned_away(client, sign_in_there(client, row), "unverified_email")


def test_nobody_is_created(client: Client, row: SignInProvider, desk: Desk) -> None:
    before = User.objects.count()
    desk.says(claims={"email": "new@elmlane.example", "email_verified": True})
    assert_turned_away(client, sign_in_there(client, row), "no_account")
    assert User.objects.count() == before


def test_a_closed_account_stays_closed(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    desk.says(claims=TARIQ)
    assert_turned_away(client, sign_in_there(client, row), "no_account")


def test_an_account_closed_after_it_was_tied_stays_closed(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    desk.says(claims=TARIQ)
    sign_in_there(client, row)
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    again = Client()
    assert_turned_away(again, sign_in_there(again, row), "no_account")


def test_an_account_of_another_school_is_not_opened(client: Client, row: SignInProvider, desk: Desk) -> None:
    other = School.objects.create(name="Ash Road")
    account(other, "d.head@elmlane.example", "Dina Head", Role.HEAD)
    desk.says(claims={"email": "d.head@elmlane.example", "email_verified": True})
    assert_turned_away(client, sign_in_there(client, row), "no_account")


def test_a_post_that_ended_opens_nothing(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    import datetime as dt

    from django.utils import timezone

    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(user=teacher).update(from_date=yesterday, until=yesterday)
    desk.says(claims=TARIQ)
    assert_turned_away(client, sign_in_there(client, row), "no_account")


def test_every_refusal_is_the_same_page(row: SignInProvider, desk: Desk, teacher: User) -> None:
    """Whoever signed in there learns nothing about accounts here."""
    pages = set()
    for claims in (
        {"email": "nobody@elmlane.example", "email_verified": True},
        {**TARIQ, "email_verified": False},
        {**TARIQ, "aud": "another"},
    ):
        desk.says(claims=claims)
        pages.add(sign_in_there(Client(), row).content)
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    desk.says(claims=TARIQ)
    pages.add(sign_in_there(Client(), row).content)
    assert len(pages) == 1
    assert b"elmlane" not in pages.pop()


# -- hijacking ----------------------------------------------------------------------------------------


def test_an_address_given_to_somebody_else_opens_nothing(
    client: Client, row: SignInProvider, desk: Desk
) -> None:
    desk.says(claims=TARIQ)
    sign_in_there(Client(), row)
    desk.says(claims={**TARIQ, "sub": "s-2"})
    assert_turned_away(client, sign_in_there(client, row), "tied_to_another")


def test_once_tied_a_new_address_there_leads_to_the_same_account(
    client: Client, row: SignInProvider, desk: Desk, school: School, teacher: User
) -> None:
    account(school, "h.ead@elmlane.example", "Hana Ead", Role.STAFF)
    desk.says(claims=TARIQ)
    sign_in_there(Client(), row)
    desk.says(claims={"email": "h.ead@elmlane.example", "email_verified": True})
    sign_in_there(client, row)
    assert client.session["_auth_user_id"] == str(teacher.pk)


def test_an_answer_meant_for_another_browser_opens_nothing(
    client: Client, row: SignInProvider, desk: Desk
) -> None:
    """Nobody can sign a victim in to their own account, nor use an answer they saw."""
    desk.says(claims=TARIQ)
    url = go(Client(), row)
    assert_turned_away(client, come_back(client, url), "not_started", 400)


def test_an_answer_is_good_once(client: Client, row: SignInProvider, desk: Desk) -> None:
    desk.says(claims=TARIQ)
    back = urlsplit(location(go(client, row)))
    url = f"{back.path}?{back.query}"
    client.get(url)
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert_turned_away(client, client.get(url), "not_started", 400)


def test_an_answer_for_one_school_is_none_for_another(
    client: Client, row: SignInProvider, desk: Desk
) -> None:
    other = a_provider(School.objects.create(name="Ash Road"), desk, label="Other")
    desk.says(claims=TARIQ)
    back = urlsplit(location(go(client, row)))
    answer = client.get(f"{reverse('openid_connect_callback', args=[other.reference])}?{back.query}")
    assert_turned_away(client, answer, "not_started", 400)


# -- second steps -------------------------------------------------------------------------------------

DORA = {"email": "d.lead@elmlane.example", "email_verified": True, "sub": "dora"}


def test_whoever_sees_cases_is_still_asked_for_their_second_step(
    client: Client, row: SignInProvider, desk: Desk, dsl: User
) -> None:
    secret = app_for(dsl)
    desk.says(claims={**DORA, "amr": ["mfa"]})
    answer = sign_in_there(client, row, next="/case/")
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)
    assert give_code(client, code_of(secret))["Location"] == "/case/"
    assert client.get("/case/").status_code == 200


def test_whoever_sees_cases_and_has_none_must_set_one_up(
    client: Client, row: SignInProvider, desk: Desk, dsl: User
) -> None:
    desk.says(claims=DORA)
    sign_in_there(client, row)
    assert client.get("/case/")["Location"].startswith(reverse("second_factor_needed"))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    ("proof", "proves"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "http://schemas.openid.net/pape/policies/2007/06/multi-factor"}, True),
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "1"}, False),
    ],
)
def test_the_provider_s_second_step_counts_only_where_the_school_says_so_and_the_token_proves_it(
    client: Client,
    school: School,
    row: SignInProvider,
    desk: Desk,
    dsl: User,
    proof: dict[str, Any],
    proves: bool,
) -> None:
    from esafety.office.actions import leave_second_step

    leave_second_step(provider=row, by=office_of(school)[1])
    desk.says(claims={**DORA, **proof})
    sign_in_there(client, row)
    assert (client.get("/case/").status_code == 200) is proves


def test_its_second_step_stands_for_one_set_up_here_too(
    client: Client, school: School, row: SignInProvider, desk: Desk, dsl: User
) -> None:
    from esafety.office.actions import leave_second_step

    app_for(dsl)
    leave_second_step(provider=row, by=office_of(school)[1])
    desk.says(claims={**DORA, "amr": ["mfa"]})
    sign_in_there(client, row)
    assert client.get("/case/").status_code == 200


def test_the_people_of_one_school_open_nothing_of_another_by_it(
    client: Client, school: School, row: SignInProvider, desk: Desk, dsl: User
) -> None:
    """Two of them could enter a provider that says anything. What its holder has elsewhere takes their own step."""
    from esafety.office.actions import leave_second_step

    other = School.objects.create(name="Ash Road")
    Membership.objects.create(user=dsl, school=other, role=Role.STAFF)
    leave_second_step(provider=row, by=office_of(school)[1])
    desk.says(claims={**DORA, "amr": ["mfa"]})
    assert_turned_away(client, sign_in_there(client, row), "no_step_of_their_own")
    secret = app_for(dsl)
    again = Client()
    sign_in_there(again, row)
    assert not is_in(again)
    give_code(again, code_of(secret))
    assert is_in(again)


def test_a_press_of_the_button_is_no_confirmation(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    """At a computer where somebody is signed in at the provider, anybody could press it."""
    desk.says(claims=TARIQ)
    sign_in_there(client, row)
    assert client.get("/export/")["Location"].startswith(reverse("account_reauthenticate"))


def test_somebody_with_nothing_to_confirm_with_is_told_what_to_do(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    teacher.set_unusable_password()
    teacher.save()
    desk.says(claims=TARIQ)
    sign_in_there(client, row)
    page = client.get("/export/", follow=True)
    assert page.status_code == 403
    assert "Sign out, sign in again" in page.content.decode()


def test_hours_later_nobody_adds_a_passkey_to_an_account_without_a_password(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    """allauth lets somebody pass whom it cannot ask. A computer left open must not become a way in for good."""
    from esafety.signin.limits import SIGNED_IN_AT
    from tests.signin.acts import age

    teacher.set_unusable_password()
    teacher.save()
    desk.says(claims=TARIQ)
    sign_in_there(client, row)
    for page in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(page)).status_code == 200
    age(client, SIGNED_IN_AT, 3600)
    for page in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(page))["Location"].startswith(reverse("account_reauthenticate"))


# -- Microsoft and Google ---------------------------------------------------------------------------------

MICROSOFT = {"tid": TENANT, "oid": "o-1", "preferred_username": "T.Ahmed@elmlane.example", "ver": "2.0"}


def test_microsoft_s_sign_in_name_is_enough_within_the_school_s_directory(
    client: Client, school: School, desk: Desk, teacher: User
) -> None:
    row = a_provider(school, desk, kind=ProviderKind.ENTRA)
    desk.says(claims=MICROSOFT)
    sign_in_there(client, row)
    assert is_in(client)
    assert SignInIdentity.objects.get().subject == "o-1"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"tid": "00000000-0000-4000-8000-000000000000"}, "other_organisation"),
        ({"tid": None}, "other_organisation"),
        ({"idp": "https://sts.windows.net/another/"}, "other_organisation"),
        ({"acct": 1}, "other_organisation"),
        ({"oid": None}, "bad_token"),
        # nOAuth: anybody who runs a directory can write any address into its mail attribute
        (
            {"preferred_username": "mallory@evil.example", "email": "t.ahmed@elmlane.example"},
            "unverified_email",
        ),
        (
            {"preferred_username": None, "email": "t.ahmed@elmlane.example", "email_verified": True},
            "unverified_email",
        ),
        (
            {"preferred_username": None, "email": "t.ahmed@elmlane.example", "xms_edov": False},
            "unverified_email",
        ),
    ],
)
def test_of_microsoft_s_claims_only_those_that_prove_something_are_believed(
    client: Client, school: School, desk: Desk, teacher: User, claims: dict[str, Any], reason: str
) -> None:
    row = a_provider(school, desk, kind=ProviderKind.ENTRA)
    desk.says(claims={**MICROSOFT, **claims})
    assert_turned_away(client, sign_in_there(client, row), reason)


def test_microsoft_s_mail_claim_counts_when_microsoft_vouches_for_its_domain(
    client: Client, school: School, desk: Desk, teacher: User
) -> None:
    row = a_provider(school, desk, kind=ProviderKind.ENTRA)
    desk.says(
        claims={
            **MICROSOFT,
            "preferred_username": "u123@elm.example",
            "email": teacher.email,
            "xms_edov": True,
        }
    )
    sign_in_there(client, row)
    assert is_in(client)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"hd": "elmlane.example"}, None),
        ({}, "other_organisation"),
        ({"hd": "evil.example"}, "other_organisation"),
        ({"hd": "elmlane.example", "email_verified": False}, "unverified_email"),
    ],
)
def test_google_s_account_must_be_of_the_school_s_workspace(
    client: Client, school: School, desk: Desk, teacher: User, claims: dict[str, Any], reason: str | None
) -> None:
    row = a_provider(school, desk, kind=ProviderKind.GOOGLE)
    desk.says(claims={**TARIQ, **claims})
    answer = sign_in_there(client, row)
    if reason:
        assert_turned_away(client, answer, reason)
    else:
        assert is_in(client)


# -- a provider that is down or odd ---------------------------------------------------------------------------


def test_a_provider_that_does_not_answer_is_a_sentence_after_five_seconds(
    client: Client, row: SignInProvider, desk: Desk
) -> None:
    desk.says(slow=8)
    started = time.monotonic()
    page = client.post(reverse("sign_in_with", args=[row.reference]))
    assert time.monotonic() - started < 7
    assert page.status_code == 503
    assert "Clearway does not answer" in page.content.decode()
    assert refusal()["reason"] == "silent"


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"access_token": "x"}', '{"access_token": "x", "id_token": 7}',
     '{"access_token": "x", "id_token": "a.b.c"}', '{"access_token": "x", "expires_in": "soon"}', "x" * 1_100_000],
)  # fmt: skip
def test_an_odd_answer_is_a_page_and_not_an_error(
    client: Client, row: SignInProvider, desk: Desk, body: str
) -> None:
    desk.says(token_body=body)
    answer = sign_in_there(client, row)
    assert answer.status_code in (403, 503)
    assert not is_in(client)


def test_coming_back_without_signing_in_is_no_fault(client: Client, row: SignInProvider, desk: Desk) -> None:
    desk.says(error="access_denied")
    answer = sign_in_there(client, row)
    assert_turned_away(client, answer, "cancelled", 200)
    assert "You came back from Clearway" in answer.content.decode()


def test_a_refusal_of_the_provider_is_ours_too(client: Client, row: SignInProvider, desk: Desk) -> None:
    desk.says(error="server_error")
    assert_turned_away(client, sign_in_there(client, row), "provider_refused")


def test_a_wrong_client_secret_opens_nothing(
    client: Client, school: School, desk: Desk, teacher: User
) -> None:
    row = a_provider(school, desk, secret="not the secret")
    desk.says(claims=TARIQ)
    assert_turned_away(client, sign_in_there(client, row), "silent", 503)


def test_a_provider_that_was_turned_off_answers_as_one_that_never_was(
    client: Client, row: SignInProvider, desk: Desk, teacher: User
) -> None:
    from esafety.office.actions import turn_provider_off

    desk.says(claims=TARIQ)
    back = urlsplit(location(go(client, row)))
    turn_provider_off(provider=row, by=office_of(row.school)[0])
    assert client.get(f"{back.path}?{back.query}").status_code == 404
    assert client.post(reverse("sign_in_with", args=[row.reference])).status_code == 404
    assert "Clearway" not in client.get(reverse("account_login")).content.decode()


def test_nobody_presses_the_button_for_ever(client: Client, row: SignInProvider) -> None:
    url = reverse("sign_in_with", args=[row.reference])
    answers = [client.post(url).status_code for _ in range(62)]
    assert answers[:60] == [200] * 60
    assert answers[-1] == 429
