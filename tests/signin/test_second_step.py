"""The second step: who is kept outside without one, and how it is set up, used and removed."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import ResolverMatch, get_resolver, reverse

from esafety.audit.models import AuditEvent
from esafety.signin.middleware import SecondFactor
from tests.signin.acts import age, app_for, code_of, give_code, give_password, sign_in, trail
from tests.signin.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = {
    "account_login", "account_logout", "account_reauthenticate", "health_live", "health_ready",
    "metrics", "mfa_activate_totp", "mfa_add_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "second_factor_needed", "session_state", "stay_signed_in",
}  # fmt: skip
NEEDED = "/security/needed/?next=%2Fcase%2F"
WITHOUT_END = "[" * 100_000
"""Brackets inside each other, deeper than a reader can go."""


def set_up_app(client: Client) -> str:
    """Through the pages. Gives the secret."""
    page = client.get("/security/app/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert client.post("/security/app/", {"code": code_of(secret)}).url == "/security/recovery-codes/"
    return secret


# -- kept outside --------------------------------------------------------------------------------


def test_who_sees_cases_gets_nowhere_without_a_second_step(client, dsl):
    sign_in(client, dsl)
    assert client.get("/case/").url == NEEDED
    page = client.get(NEEDED).content.decode()
    assert "A password alone is not enough" in page
    assert "Call 999" in page


def test_not_one_address_of_the_site_opens(client, dsl):
    sign_in(client, dsl)
    open_ones = set()
    for name in filter(lambda key: isinstance(key, str), get_resolver().reverse_dict):
        path = get_resolver().reverse_dict.getlist(name)[0][0][0]
        url = "/" + path[0] % {"pk": 1, "uidb36": "1", "key": "x-y", "reference": "x", "provider_id": "x"}
        for method in (client.get, client.post):
            answer = method(url)
            if answer.status_code != 302 or not answer.url.startswith("/security/needed/"):
                open_ones.add(name)
        sign_in_again(client, dsl)
    assert open_ones == OPEN


def sign_in_again(client, user):
    if "_auth_user_id" not in client.session:
        sign_in(client, user)


def test_a_fragment_takes_the_whole_page_along(client, dsl):
    sign_in(client, dsl)
    answer = client.get("/case/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/?a=1"})
    assert answer.headers["HX-Redirect"] == "/security/needed/?next=%2F%3Fa%3D1"
    assert answer.content == b""


def test_who_sees_no_cases_may_go_without(client, teacher):
    sign_in(client, teacher)
    assert client.get("/case/").status_code == 200


def test_a_demonstration_asks_for_none_and_says_so(client, dsl, settings):
    settings.DEMO = True
    sign_in(client, dsl)
    assert client.get("/case/").status_code == 200
    assert "no second step is asked for" in client.get("/security/").content.decode()


# -- setting up ----------------------------------------------------------------------------------


def test_the_first_second_step_needs_no_password_again(client, dsl):
    sign_in(client, dsl)
    set_up_app(client)
    codes = re.findall(
        r"<code[^>]*>(\d{4} \d{4})</code>", client.get("/security/recovery-codes/").content.decode()
    )
    assert len(set(codes)) == 10
    assert client.get("/case/").status_code == 200


def test_later_it_does(client, dsl):
    sign_in(client, dsl)
    age(client, "signed_in_at", 901)
    assert client.get("/security/app/").url == "/confirm/?next=%2Fsecurity%2Fapp%2F"
    back = client.post("/confirm/?next=/security/app/", {"password": PASSWORD, "next": "/security/app/"})
    assert back.url == "/security/app/"
    set_up_app(client)


def test_a_form_that_comes_too_late_is_kept_nowhere(client, teacher):
    secret = app_for(teacher)
    sign_in(client, teacher, secret)
    answer = client.post("/security/recovery-codes/new/", headers={"Referer": "http://testserver/security/"})
    assert answer.url == "/confirm/?next=%2Fsecurity%2F"
    assert "Nothing was sent yet" in client.get(answer.url).content.decode()
    assert "account_reauthentication_state" not in client.session


def test_a_wrong_first_code_keeps_the_picture(client, dsl):
    sign_in(client, dsl)
    page = client.get("/security/app/").content.decode()
    key = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1]
    assert all(len(part) == 4 for part in key.split())
    answer = client.post("/security/app/", {"code": "000000"})
    assert answer.status_code == 422
    assert key in answer.content.decode()
    assert "That code is not right" in answer.content.decode()


def test_setting_one_up_signs_the_thief_out(client, dsl):
    thief = Client()
    sign_in(thief, dsl)
    sign_in(client, dsl)
    set_up_app(client)
    assert thief.get("/case/").url.startswith("/sign-in/")
    assert "signin.other_sessions_ended" in trail()


def test_a_session_that_survived_still_has_to_take_the_step(client, dsl):
    """The account has a second step; this session never took it."""
    sign_in(client, dsl)
    secret = app_for(dsl)
    answer = client.get("/case/")
    assert answer.url == "/confirm/code/?next=%2Fcase%2F"
    assert client.post(answer.url, {"code": code_of(secret), "next": "/case/"}).url == "/case/"
    assert client.get("/case/").status_code == 200


def test_its_holder_is_told_by_mail(client, dsl):
    sign_in(client, dsl)
    set_up_app(client)
    assert mail.outbox[-1].subject == "A second step was added to your account"
    assert "If it was not, choose a new password" in mail.outbox[-1].body


# -- using ---------------------------------------------------------------------------------------


def test_password_and_code(client, dsl):
    secret = app_for(dsl)
    assert give_password(client, dsl.email, next="/case/").url == "/sign-in/second-step/"
    assert client.get("/case/").url.startswith("/sign-in/")
    assert give_code(client, code_of(secret)).url == "/case/"
    assert client.get("/case/").status_code == 200
    assert AuditEvent.objects.last().sentence == "Dora Lead signed in (password+totp)"


@pytest.mark.parametrize("steps_on", [-1, 0, 1])
def test_a_phone_may_be_half_a_minute_off(client, dsl, steps_on):
    secret = app_for(dsl)
    give_password(client, dsl.email)
    assert give_code(client, code_of(secret, steps_on=steps_on)).status_code == 302


@pytest.mark.parametrize("wrong", ["", "000000", "12 34", "abcdef", "٣٤٥٦٧٨", "9" * 500, "\x00"])
def test_a_wrong_code_is_refused_in_words(client, dsl, wrong):
    app_for(dsl)
    give_password(client, dsl.email)
    answer = give_code(client, wrong)
    assert answer.status_code == 422
    assert 'class="govuk-error-summary"' in answer.content.decode()


def test_a_code_is_good_once_whatever_the_cache_forgot(dsl):
    from django.core.cache import cache

    code = code_of(app_for(dsl))
    sign_in_with(Client(), dsl, code)
    cache.clear()
    second = Client()
    give_password(second, dsl.email)
    answer = give_code(second, code)
    assert answer.status_code == 422
    assert "That code has been used" in answer.content.decode()


def test_nor_is_an_older_one_after_it(dsl):
    secret = app_for(dsl)
    sign_in_with(Client(), dsl, code_of(secret))
    second = Client()
    give_password(second, dsl.email)
    assert give_code(second, code_of(secret, steps_on=-1)).status_code == 422


def test_the_code_that_set_the_app_up_is_used(client, dsl):
    sign_in(client, dsl)
    secret = set_up_app(client)
    second = Client()
    give_password(second, dsl.email)
    assert give_code(second, code_of(secret)).status_code == 422


def sign_in_with(client, user, code):
    give_password(client, user.email)
    assert give_code(client, code).status_code == 302


def test_a_recovery_code_is_good_once(dsl):
    app_for(dsl)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in_with(Client(), dsl, f"{code[:4]} {code[4:]}")
    second = Client()
    give_password(second, dsl.email)
    assert give_code(second, code).status_code == 422


def test_five_wrong_codes_close_the_door_for_a_while(client, dsl):
    secret = app_for(dsl)
    give_password(client, dsl.email)
    for _ in range(5):
        give_code(client, "000000")
    answer = give_code(client, code_of(secret))
    assert answer.status_code == 422
    assert "too many tries" in answer.content.decode()
    assert trail().count("signin.second_factor_failed") == 5


def test_starting_again_forgets_the_password_given(client, dsl):
    app_for(dsl)
    give_password(client, dsl.email)
    assert client.post("/sign-out/", {"next": "/sign-in/"}).url == "/sign-in/"
    assert client.get("/sign-in/second-step/").url == "/sign-in/"


def test_a_forged_passkey_answer_is_refused_in_words(client, dsl):
    app_for(dsl)
    give_password(client, dsl.email)
    for credential in ("", "{}", "[]", "null", "no json", '{"id": "x"}', WITHOUT_END):
        answer = client.post("/sign-in/second-step/", {"credential": credential})
        assert answer.status_code == 422
        assert "govuk-error-summary" in answer.content.decode()


def test_a_new_passkey_that_is_none_is_refused_in_words(client, dsl):
    secret = app_for(dsl)
    sign_in(client, dsl, secret)
    confirm(client)
    for credential in ("{}", "[" * 500 + "]" * 500, WITHOUT_END):
        answer = client.post(reverse("mfa_add_webauthn"), {"credential": credential, "name": "Laptop"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "govuk-error-summary" in page
        assert "[[[" not in page, "what a script filled in is never given back"
        assert 'value="Laptop"' in page


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "null", '"x"', "[]", '{"response": {"userHandle": "MQ"}}', '{"response": 5}', WITHOUT_END],
)
def test_a_forged_passkey_alone_leads_back_to_the_sign_in_page(client, credential):
    answer = client.post("/sign-in/passkey/", {"credential": credential, "next": "/case/"})
    assert answer.url == "/sign-in/?next=%2Fcase%2F"
    assert 'role="alert"' in client.get(answer.url).content.decode()


# -- removing and looking ------------------------------------------------------------------------


def test_the_only_second_step_of_a_dsl_stays(client, dsl):
    secret = app_for(dsl)
    sign_in(client, dsl, secret)
    confirm(client)
    answer = client.post("/security/app/remove/")
    assert answer.status_code == 422
    assert "Your account needs a second step" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_teacher_may_remove_theirs(client, teacher):
    secret = app_for(teacher)
    sign_in(client, teacher, secret)
    confirm(client)
    assert client.post("/security/app/remove/").url == "/security/"
    assert not Authenticator.objects.filter(user=teacher).exists()
    assert "signin.second_factor_removed" in trail()
    assert mail.outbox[-1].subject == "A second step was removed from your account"


def confirm(client):
    assert client.post("/confirm/", {"password": PASSWORD}).status_code == 302


def test_looking_at_recovery_codes_asks_again_and_is_on_the_trail(client, dsl):
    sign_in(client, dsl, app_for(dsl))
    assert client.get("/security/recovery-codes/").url == "/confirm/?next=%2Fsecurity%2Frecovery-codes%2F"
    confirm(client)
    assert client.get("/security/recovery-codes/").status_code == 200
    assert trail()[-1] == "signin.recovery_codes_viewed"


def test_new_recovery_codes_replace_the_old(client, dsl):
    sign_in(client, dsl, app_for(dsl))
    old = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    confirm(client)
    assert client.post("/security/recovery-codes/new/").url == "/security/recovery-codes/"
    assert not set(old) & set(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes())
    assert trail()[-1] == "signin.recovery_codes_made"


def test_nobody_touches_the_passkey_of_another(client, dsl, teacher):
    passkey = Authenticator.objects.create(
        user=dsl, type="webauthn", data={"name": "Laptop", "credential": {}}
    )
    sign_in(client, teacher)
    confirm(client)
    for act in ("name", "remove"):
        assert client.get(f"/security/passkeys/{passkey.pk}/{act}/").status_code == 404
        assert client.post(f"/security/passkeys/{passkey.pk}/{act}/", {"name": "Mine"}).status_code == 404


def test_the_pages_about_oneself_only_read(client, dsl):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client, dsl, app_for(dsl))
    confirm(client)
    with CaptureQueriesContext(connection) as seen:
        for url in ("/security/", "/security/places/", "/security/recovery-codes/", "/sign-in/state/"):
            assert client.get(url).status_code == 200
    writes = [q["sql"] for q in seen if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert all("django_session" in sql or "audit_auditevent" in sql for sql in writes), writes


def test_the_wall_stands_before_every_view_of_the_product(dsl, settings, rf):
    """Not by address but by view, so that no address can be forgotten."""
    settings.ROOT_URLCONF = "esafety.urls"
    wall, opened = SecondFactor(lambda request: None), set()
    for name, view in every_view(get_resolver("esafety.urls")):
        request = rf.get("/")
        request.user, request.session = dsl, {}
        request.resolver_match = ResolverMatch(view, (), {}, url_name=name)
        if wall.process_view(request, view, (), {}) is None:
            opened.add(name)
    assert opened == OPEN


def every_view(resolver):
    for one in resolver.url_patterns:
        yield from every_view(one) if hasattr(one, "url_patterns") else [(one.name, one.callback)]
