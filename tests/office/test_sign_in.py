"""How a school says that its people sign in with accounts of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from esafety.audit.models import AuditEvent
from esafety.office.actions import note_provider_checked
from esafety.people.models import School
from esafety.signin.models import SignInIdentity, SignInProvider
from esafety.signin.vocabulary import ProviderKind
from tests.cast import Cast, sign_in
from tests.signin.school_accounts import TENANT, Desk, a_provider, desk, sign_in_there
from tests.signin.school_accounts import _desk as _desk

__all__ = ["desk"]
As = Callable[[str], Client]
GOOD = {
    "kind": "entra",
    "tenant": TENANT.upper(),
    "client_id": "1b2c",
    "secret": "hush-hush",
    "domains": "@Harbour.example, staff.harbour.example\nharbour.example",
}


def enter(client: Client, **changes: str) -> Any:
    return client.post(reverse("sign_in_provider"), GOOD | changes)


def events() -> list[str]:
    return list(
        AuditEvent.objects.filter(code__startswith="office.").order_by("pk").values_list("code", flat=True)
    )


def test_what_microsoft_gave_is_kept_and_the_secret_sealed(cast: Cast, as_: As) -> None:
    answer = enter(as_("school_admin"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("sign_in_settings"))
    row = SignInProvider.objects.get(school=cast.school)
    assert (row.kind, row.label) == (ProviderKind.ENTRA, "Microsoft")
    assert row.issuer == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert row.domains == ["harbour.example", "staff.harbour.example"]
    assert (row.is_on, row.secret) == (False, "hush-hush")
    page = as_("school_admin").get(reverse("sign_in_settings")).content.decode()
    assert "hush-hush" not in page
    assert "Not tested" in page
    last = AuditEvent.objects.latest("pk")
    assert (last.code, last.detail, last.school_id) == (
        "office.provider_set",
        {"kind": "entra"},
        cast.school.pk,
    )
    assert last.sentence == "Sandra Hobbs entered where people sign in (microsoft)"


def test_the_address_to_copy_is_known_before_and_does_not_change(cast: Cast, as_: As) -> None:
    client = as_("school_admin")
    before = client.get(reverse("sign_in_settings")).context["redirect_address"]
    enter(client)
    assert client.get(reverse("sign_in_settings")).context["redirect_address"] == before
    assert before.startswith("http://localhost:8000/account/sign-in/with/")
    assert before.endswith("/back/")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Select where your people have accounts"),
        ({"tenant": ""}, "Enter the directory (tenant) ID"),
        ({"tenant": "our-school"}, "Copy the directory (tenant) ID"),
        ({"kind": "other", "issuer": "http://idp.example", "name": "X"}, "begins with https://"),
        ({"kind": "other", "issuer": "https://idp.example?x=1", "name": "X"}, "without ? or #"),
        ({"kind": "other", "issuer": "https://user@idp.example", "name": "X"}, "begins with https://"),
        ({"kind": "other", "issuer": "", "name": "X"}, "Enter the issuer"),
        ({"client_id": ""}, "Enter the application (client) ID"),
        ({"secret": ""}, "Enter the client secret"),
        ({"domains": ""}, "Enter the email domains"),
        ({"domains": "gmail.com"}, "Anybody can have an address in gmail.com"),
        ({"domains": "harbour"}, "“harbour” is no email domain"),
        ({"domains": "<script>"}, "is no email domain"),
        ({"domains": "\n".join(f"d{n}.example" for n in range(21))}, "20 domains or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost_but_the_secret(
    cast: Cast, as_: As, changes: dict[str, str], words: str
) -> None:
    answer = enter(as_("school_admin"), **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page.replace("&#x27;", "'")
    assert "hush-hush" not in page
    assert SignInProvider.objects.count() == 0


def test_an_empty_secret_keeps_the_one_there_is(cast: Cast, as_: As) -> None:
    client = as_("school_admin")
    enter(client)
    enter(client, secret="", domains="mill.example")
    row = SignInProvider.objects.get()
    assert (row.secret, row.domains) == ("hush-hush", ["mill.example"])


def press(client: Client, name: str, *args: str) -> str:
    page = client.post(reverse(name, args=args), follow=True)
    assert page.status_code == 200
    return str(page.content.decode())


def test_tested_turned_on_tied_and_passwords_off(cast: Cast, as_: As, desk: Desk) -> None:
    client = as_("school_admin")
    enter(client, kind="other", issuer=desk.issuer(), name="Clearway")
    SignInProvider.objects.update(client_id="safekeep")
    head = as_("head")
    assert "Test the provider first" in press(head, "sign_in_confirm", "on")
    assert "Clearway answers as it should" in press(client, "sign_in_test")
    assert client.post(reverse("sign_in_confirm", args=["on"])).status_code == 403
    assert "People can now sign in with Clearway" in press(head, "sign_in_confirm", "on")
    assert "Let somebody sign in with Clearway" in press(client, "sign_in_change", "passwords-off")
    row = SignInProvider.objects.get()
    row.secret = "a client secret nobody guesses"
    row.save()
    desk.says(claims={"email": cast.teacher.email, "email_verified": True})
    sign_in_there(Client(), row)
    assert "set a password and a second step" in press(client, "sign_in_change", "passwords-off")
    Authenticator.objects.create(user=cast.school_admin, type=Authenticator.Type.TOTP, data={})
    assert "Passwords are off for everybody but administrators" in press(
        client, "sign_in_change", "passwords-off"
    )
    assert "Jamal Rashid" in client.get(reverse("sign_in_settings")).content.decode()
    assert "Passwords work again" in press(client, "sign_in_change", "passwords-on")
    assert "Clearway now asks" in press(head, "sign_in_confirm", "their-second-step")
    assert "asked for here" in press(client, "sign_in_change", "our-second-step")
    tie = SignInIdentity.objects.get()
    assert "is untied" in press(client, "sign_in_untie", str(tie.pk))
    assert "Nobody can sign in" in press(client, "sign_in_change", "off")
    assert events()[-9:] == [
        "office.provider_set", "office.provider_checked", "office.provider_turned_on",
        "office.passwords_turned_off", "office.passwords_turned_on", "office.second_step_left",
        "office.second_step_left", "office.sign_in_untied", "office.provider_turned_off",
    ]  # fmt: skip


def test_what_is_wrong_with_a_provider_is_said(cast: Cast, as_: As, desk: Desk) -> None:
    client = as_("school_admin")
    enter(client, kind="other", issuer=f"{desk.url}/a/nobody", name="Clearway")
    assert "There is no provider at that address" in press(client, "sign_in_test")
    assert SignInProvider.objects.get().checked_at is None
    assert AuditEvent.objects.latest("pk").detail == {"works": False}


def test_a_private_address_is_never_asked(cast: Cast, as_: As) -> None:
    client = as_("school_admin")
    enter(client, kind="other", issuer="https://127.0.0.1:9", name="Inside")
    assert "inside a private network" in press(client, "sign_in_test")


@pytest.mark.parametrize("name", ["sign_in_settings", "sign_in_provider"])
def test_it_asks_again_who_it_is(cast: Cast, name: str) -> None:
    client = sign_in(Client(), cast.school_admin, recently=False)
    assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))
    assert enter(client)["Location"].startswith(reverse("account_reauthenticate"))
    assert SignInProvider.objects.count() == 0


def test_another_school_s_ties_are_not_there(cast: Cast, as_: As, desk: Desk) -> None:
    row = a_provider(cast.other, desk, domains=["mill.example"])
    tie = SignInIdentity.objects.create(provider=row, user=cast.other_teacher, subject="s")
    assert as_("school_admin").post(reverse("sign_in_untie", args=[tie.pk])).status_code == 404
    assert "Grace" not in as_("school_admin").get(reverse("sign_in_settings")).content.decode()
    assert as_("school_admin").post(reverse("sign_in_test")).status_code == 404
    assert School.objects.get(pk=cast.other.pk).sign_in_provider.is_on


def test_where_passwords_are_off_somebody_invited_chooses_none_and_signs_in_with_the_school_account(
    cast: Cast, desk: Desk
) -> None:
    from esafety.office.actions import invite_account
    from esafety.office.actions.invitations import Invitee
    from esafety.office.models import AccountInvitation
    from esafety.people.models import User
    from esafety.people.vocabulary import PersonKind, Role

    row = a_provider(cast.school, desk, domains=["harbour.example"])
    SignInProvider.objects.update(replaces_password=True)
    invitee = Invitee("Nia", "New", "nia@harbour.example", PersonKind.STAFF, None)
    invite_account(school=cast.school, invitee=invitee, roles=[Role.STAFF], by=cast.school_admin)
    desk.says(claims={"email": "nia@harbour.example", "email_verified": True})
    early = Client()
    assert sign_in_there(early, row).status_code == 403
    client, link = Client(), AccountInvitation.objects.get().path
    assert "There is no password to choose" in client.get(link).content.decode()
    ready = client.post(link, follow=True).content.decode()
    assert "Your account is ready. Sign in with your school account." in ready
    assert not User.objects.get(email="nia@harbour.example").has_usable_password()
    sign_in_there(client, row)
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("name", "lets"),
    [("head", True), ("dsl", True), ("chair", True), ("trust_admin", True), ("school_admin", False),
     ("deputy", False), ("teacher", False), ("other_head", False)],
)  # fmt: skip
def test_a_second_person_turns_it_on_and_whoever_entered_it_does_not(
    cast: Cast, as_: As, name: str, lets: bool
) -> None:
    """One administrator alone could say where people sign in, and there be anybody."""
    enter(as_("school_admin"))
    row = SignInProvider.objects.get()
    note_provider_checked(provider=row, works=True, by=cast.school_admin)
    as_(name).post(reverse("sign_in_confirm", args=["on"]))
    row.refresh_from_db()
    assert row.is_on is lets
    assert (
        "waits for a second person" in as_("school_admin").get(reverse("sign_in_settings")).content.decode()
        or lets
    )


def test_nobody_confirms_what_they_entered_themselves(cast: Cast, as_: As) -> None:
    client = as_("head")
    enter(client)
    row = SignInProvider.objects.get()
    note_provider_checked(provider=row, works=True, by=cast.head)
    for act in ("on", "their-second-step"):
        assert client.post(reverse("sign_in_confirm", args=[act])).status_code == 403
    page = client.get(reverse("sign_in_settings")).content.decode()
    assert "but not Helen Marsh, who entered it" in page
    assert "Turn it on" not in page
    assert "A second person must turn it on." in as_("dsl").get(reverse("office")).content.decode()
    assert "Turn it on" in as_("dsl").get(reverse("sign_in_settings")).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInProvider.objects.update(confirmed_by=cast.head)


def test_once_confirmed_it_is_turned_off_and_on_again_by_one(cast: Cast, as_: As, desk: Desk) -> None:
    a_provider(cast.school, desk)
    client = as_("school_admin")
    press(client, "sign_in_change", "off")
    assert "People can now sign in" in press(client, "sign_in_confirm", "on")
