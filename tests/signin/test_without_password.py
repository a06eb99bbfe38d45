"""Where a school has turned passwords off, a password opens nothing, and nobody can tell from outside."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office.actions import turn_passwords_off, turn_passwords_on, turn_provider_off
from esafety.people.models import Membership, School, User
from esafety.people.vocabulary import Role
from esafety.signin.models import SignInProvider
from tests.signin.acts import app_for, code_of, give_code, give_password, sign_in
from tests.signin.conftest import PASSWORD, account
from tests.signin.school_accounts import Desk, a_provider, desk, office_of, sign_in_there
from tests.signin.school_accounts import _desk as _desk

__all__ = ["desk"]


@pytest.fixture
def administrator(school: School) -> User:
    return account(school, "a.dmin@elmlane.example", "Ada Min", Role.SCHOOL_ADMIN)


@pytest.fixture
def row(school: School, desk: Desk, teacher: User, administrator: User) -> SignInProvider:
    """Passwords are off: the administrator has a way in, and somebody has signed in with the provider."""
    row = a_provider(school, desk)
    app_for(administrator)
    desk.says(claims={"email": teacher.email, "email_verified": True})
    sign_in_there(Client(), row)
    turn_passwords_off(provider=row, by=administrator)
    mail.outbox.clear()
    return row


def told(answer: object) -> bytes:
    """A page without what differs at every look."""
    import re

    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", answer.content)  # type: ignore[attr-defined]


def test_the_right_password_gets_the_answer_of_a_wrong_one(row: SignInProvider, teacher: User) -> None:
    right = give_password(Client(), teacher.email)
    wrong = give_password(Client(), teacher.email, "not the password")
    assert right.status_code == wrong.status_code == 422
    assert told(right) == told(wrong)
    assert AuditEvent.objects.filter(code="signin.sign_in_failed", detail__why="password_off").count() == 1


def test_asking_for_a_new_password_looks_the_same_and_sends_how_to_sign_in(
    client: Client, row: SignInProvider, teacher: User
) -> None:
    asked = client.post(reverse("account_reset_password"), {"email": teacher.email})
    nobody = Client().post(reverse("account_reset_password"), {"email": "nobody@elmlane.example"})
    assert (asked.status_code, asked["Location"]) == (nobody.status_code, nobody["Location"])
    (letter,) = mail.outbox
    assert letter.to == [teacher.email]
    assert "password/new" not in letter.body
    assert "sign in with your school account" in letter.body


def test_a_link_sent_before_chooses_no_password(
    client: Client, row: SignInProvider, teacher: User, administrator: User
) -> None:
    turn_passwords_on(provider=row, by=administrator)
    client.post(reverse("account_reset_password"), {"email": teacher.email})
    turn_passwords_off(provider=row, by=administrator)
    link = next(word for word in mail.outbox[0].body.split() if "/password/new/" in word)
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": "lantern gravel otter two"})
    assert answer.status_code == 422
    assert "turned passwords off" in answer.content.decode()
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


def test_a_password_neither_confirms_nor_is_changed(row: SignInProvider, desk: Desk, teacher: User) -> None:
    client = Client()
    sign_in_there(client, row)
    assert "Change your password" not in client.get(reverse("mfa_index")).content.decode()
    assert client.get("/export/", follow=True).status_code == 403
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 403


def test_a_code_from_an_app_still_confirms(row: SignInProvider, desk: Desk, teacher: User) -> None:
    client, secret = Client(), app_for(teacher)
    sign_in_there(client, row)
    give_code(client, code_of(secret, steps_on=-1))
    assert client.get("/export/").status_code == 200


def test_an_administrator_keeps_a_way_in(client: Client, row: SignInProvider, administrator: User) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=administrator).delete()
    sign_in(client, administrator, app_for(administrator))
    assert client.get("/case/").status_code == 200


def test_whoever_has_a_post_in_another_school_keeps_their_password(
    client: Client, row: SignInProvider, teacher: User
) -> None:
    other = School.objects.create(name="Ash Road")
    Membership.objects.create(user=teacher, school=other, role=Role.STAFF)
    give_password(client, teacher.email)
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("undone", [turn_passwords_on, turn_provider_off])
def test_turned_on_again_everybody_s_password_works(
    client: Client, row: SignInProvider, teacher: User, administrator: User, undone: object
) -> None:
    undone(provider=row, by=administrator)  # type: ignore[operator]
    give_password(client, teacher.email)
    assert "_auth_user_id" in client.session


def test_passwords_stay_on_while_somebody_could_be_locked_out(
    school: School, desk: Desk, teacher: User, administrator: User
) -> None:
    row = a_provider(school, desk)
    with pytest.raises(NotNow, match="Let somebody sign in with Clearway"):
        turn_passwords_off(provider=row, by=administrator)
    desk.says(claims={"email": teacher.email, "email_verified": True})
    sign_in_there(Client(), row)
    with pytest.raises(NotNow, match="set a password and a second step"):
        turn_passwords_off(provider=row, by=administrator)
    app_for(administrator)
    turn_passwords_off(provider=row, by=administrator)
    row.refresh_from_db()
    assert row.replaces_password


def test_a_changed_provider_is_off_until_it_is_tested_and_forgets_whom_another_knew(
    row: SignInProvider, school: School, desk: Desk, teacher: User, administrator: User
) -> None:
    from esafety.office.actions import set_sign_in_provider, turn_provider_on
    from esafety.signin.vocabulary import ProviderKind

    facts = {"kind": ProviderKind.OTHER, "label": "Clearway 2", "tenant": "", "client_id": row.client_id}
    same = set_sign_in_provider(
        school=school, issuer=row.issuer, secret="", domains=row.domains, by=administrator, **facts
    )
    assert same.is_on
    assert same.identities.count() == 1
    changed = set_sign_in_provider(
        school=school, issuer=desk.issuer("new"), secret="", domains=row.domains, by=administrator, **facts
    )
    assert (changed.is_on, changed.replaces_password, changed.checked_at) == (False, False, None)
    assert (changed.confirmed_by, changed.proves_second_step) == (None, False)
    assert changed.identities.count() == 0
    assert changed.secret == row.secret
    with pytest.raises(NotNow):
        turn_provider_on(provider=changed, by=office_of(school)[1])


# -- the sign-in page -----------------------------------------------------------------------------


def test_with_few_providers_each_has_a_button(client: Client, school: School, desk: Desk) -> None:
    a_provider(school, desk)
    page = client.get(reverse("account_login") + "?next=/case/").content.decode()
    assert "Sign in with Clearway" in page
    assert 'name="next" value="/case/"' in page


def test_with_many_an_address_is_asked_first_and_only_its_domain_counts(
    client: Client, db: None, desk: Desk
) -> None:
    for number in range(4):
        school = School.objects.create(name=f"School {number}")
        a_provider(school, desk, label=f"Provider {number}", domains=[f"s{number}.example"])
    page = client.get(reverse("account_login")).content.decode()
    assert "Provider" not in page
    assert reverse("sign_in_school") in page
    found = client.post(reverse("sign_in_school"), {"email": "anybody@s2.example"}).content.decode()
    assert "Sign in with Provider 2" in found
    assert "Provider 1" not in found
    none = client.post(reverse("sign_in_school"), {"email": "anybody@elsewhere.example"}).content.decode()
    assert "No school here signs in with accounts of that address" in none


def test_without_a_provider_the_page_is_as_ever(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "school account" not in page


def test_a_provider_s_secret_is_unreadable_and_survives_a_change_of_key(
    school: School, desk: Desk, settings: object
) -> None:
    from esafety.signin.resealing import reseal_all

    settings.FILES_KEY = "first key of thirty-two characters"  # type: ignore[attr-defined]
    row = a_provider(school, desk)
    assert "client secret" not in row.sealed_secret
    settings.FILES_KEY_FALLBACKS = [settings.FILES_KEY]  # type: ignore[attr-defined]
    settings.FILES_KEY = "second key of thirty-two characters"  # type: ignore[attr-defined]
    reseal_all()
    settings.FILES_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    row.refresh_from_db()
    assert row.secret == "a client secret nobody guesses"
