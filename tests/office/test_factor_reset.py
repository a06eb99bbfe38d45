"""Resetting a second step and changing an address: two people, a day, and the holder can stop it (S10, AC-03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.access.accounts import confirmers
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.vocabulary import ChangeStage
from esafety.people.models import User
from esafety.people.vocabulary import PersonKind, Role
from tests.cast import PASSWORD, Cast, sign_in
from tests.house.routes import routes
from tests.office.test_accounts import deliver_everything, links, person_of
from tests.signin.acts import app_for, give_code, give_password

As = Callable[[str], Client]


def reset_of(cast: Cast, name: str = "dsl", by: str = "school_admin") -> AccountChange:
    return actions.ask_for_reset(user=cast.user(name), school=cast.school, by=cast.user(by))


def a_day_passes() -> None:
    AccountChange.objects.filter(takes_effect_at__isnull=False).update(takes_effect_at=timezone.now())
    actions.carry_out_changes()


def test_two_people_a_day_and_everybody_is_told_each_time(cast: Cast, as_: As) -> None:
    app_for(cast.dsl)
    here = Client()
    give_password(here, cast.dsl.email, PASSWORD)
    as_("school_admin").post(reverse("account_reset", args=[person_of(cast, "dsl").pk]))
    change = AccountChange.objects.get()
    deliver_everything()
    assert {sent.to[0] for sent in mail.outbox} == {cast.dsl.email, cast.head.email, cast.trust_admin.email}
    mail.outbox.clear()
    as_("head").post(reverse("account_change_confirm", args=[change.reference]))
    deliver_everything()
    assert {cast.dsl.email, cast.trust_admin.email} <= {sent.to[0] for sent in mail.outbox}
    change.refresh_from_db()
    assert change.stage == ChangeStage.CONFIRMED
    assert dt.timedelta(hours=23) < change.takes_effect_at - timezone.now() <= dt.timedelta(hours=24)
    actions.carry_out_changes()
    assert Authenticator.objects.filter(user=cast.dsl).count() == 2
    mail.outbox.clear()
    a_day_passes()
    deliver_everything()
    assert not Authenticator.objects.filter(user=cast.dsl).exists()
    assert cast.dsl.email in {sent.to[0] for sent in mail.outbox}
    codes = list(AuditEvent.objects.about(change).order_by("number").values_list("code", flat=True))
    assert codes == ["office.change_asked", "office.change_confirmed", "office.second_step_reset"]


def test_afterwards_every_session_is_over_and_a_new_second_step_is_demanded(cast: Cast) -> None:
    secret = app_for(cast.senco)
    there = Client()
    give_password(there, cast.senco.email, PASSWORD)
    from tests.signin.acts import code_of

    give_code(there, code_of(secret))
    assert UserSession.objects.filter(user=cast.senco).exists()
    actions.confirm_change(change=reset_of(cast, "senco"), by=cast.head)
    a_day_passes()
    assert there.get("/").status_code == 302
    answer = Client()
    give_password(answer, cast.senco.email, PASSWORD)
    assert answer.get("/")["Location"].startswith(reverse("second_factor_needed"))


def test_the_holder_stops_it_from_the_mail_by_a_button_and_not_by_a_look(cast: Cast) -> None:
    change = reset_of(cast)
    actions.confirm_change(change=change, by=cast.head)
    (path,) = {link for link in links() if "/stop/" in link}
    for _ in range(2):
        Client().get(path)
        Client().head(path)
    change.refresh_from_db()
    assert change.stage == ChangeStage.CONFIRMED
    answer = Client().post(path)
    assert "The change was stopped" in answer.content.decode()
    change.refresh_from_db()
    assert change.stage == ChangeStage.STOPPED
    a_day_passes()
    assert change.stage == ChangeStage.STOPPED
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("name", ["head", "school_admin", "trust_admin"])
def test_whoever_asks_or_confirms_can_stop_it(cast: Cast, as_: As, name: str) -> None:
    change = reset_of(cast)
    as_(name).post(reverse("account_change_stop", args=[change.reference]))
    change.refresh_from_db()
    assert (change.stage, change.ended_by) == (ChangeStage.STOPPED, cast.user(name))


def test_somebody_who_lost_everything_asks_after_their_password(cast: Cast) -> None:
    app_for(cast.deputy)
    client = Client()
    lost = reverse("lost_second_step")
    assert client.get(lost)["Location"] == reverse("account_login")
    assert client.post(lost)["Location"] == reverse("account_login")
    page = give_password(client, cast.deputy.email, PASSWORD)
    assert lost in client.get(page["Location"]).content.decode()
    assert "Ask for a reset" in client.get(lost).content.decode()
    assert "Your request was passed on" in client.post(lost).content.decode()
    again = client.post(lost).content.decode()
    assert "Your request was passed on" in again
    (change,) = AccountChange.objects.all()
    assert (change.user, change.asked_by) == (cast.deputy, cast.deputy)
    with pytest.raises(PermissionDenied):
        actions.confirm_change(change=change, by=cast.deputy)
    actions.confirm_change(change=change, by=cast.head)


def test_an_address_changes_by_two_people_and_the_old_one_is_told_first(cast: Cast, as_: As) -> None:
    person = person_of(cast, "senco")
    old = cast.senco.email
    as_("school_admin").post(reverse("account_address", args=[person.pk]), {"email": "New@harbour.example"})
    change = AccountChange.objects.get()
    deliver_everything()
    assert old in {sent.to[0] for sent in mail.outbox}
    assert "new@harbour.example" not in {sent.to[0] for sent in mail.outbox}
    actions.confirm_change(change=change, by=cast.head)
    assert cast.senco.email == old
    a_day_passes()
    assert cast.senco.email == "new@harbour.example"


def test_an_address_that_was_taken_meanwhile_lapses(cast: Cast) -> None:
    change = actions.ask_for_email(
        person=person_of(cast, "senco"), email="new@harbour.example", by=cast.school_admin
    )
    actions.confirm_change(change=change, by=cast.head)
    actions.add_account(email="new@harbour.example", name="Another", by=None)
    a_day_passes()
    change.refresh_from_db()
    assert change.stage == ChangeStage.LAPSED
    assert cast.senco.email == "senco@harbour.example"


# -- every way for one person alone ----------------------------------------------------------------


@pytest.mark.parametrize("name", Cast.accounts())
def test_nobody_alone_takes_over_another_s_account(cast: Cast, name: str) -> None:
    """Every page and every act of accounts, one person, every order: nothing of the lead's account changes."""
    by, victim = cast.user(name), cast.dsl
    if by == victim:
        return
    app_for(victim)
    before = state_of(victim)
    client = sign_in(Client(), by)
    person = person_of(cast, "dsl")
    about = [route for route in routes() if route.name.startswith("account") and "office" in route.pattern]
    sent = {
        "email": by.email, "role": "head", "roles": "head", "given_name": "Ruth", "family_name": "Adeyemi",
        "kind": "staff", "people": str(person.pk), "password": "violin puddle cathedral", "when": "now",
    }  # fmt: skip
    for _ in range(2):
        for route in about:
            for change in AccountChange.objects.filter(user=victim) or [None]:
                takes = {"pk": person.pk, "post": victim.memberships.get().pk}
                takes |= {"reference": change.reference if change else "x"}
                url = reverse(route.name, kwargs={one: takes[one] for one in route.takes})
                client.post(url, sent)
                client.post(url, {**sent, "email": "sock@puppet.example"})
        a_day_passes()
    assert state_of(victim) == before
    assert Authenticator.objects.filter(user=victim).count() == 2
    invited = AccountInvitation.objects.all()
    assert not [one for one in invited if one.user == victim]


def state_of(user: User) -> tuple[object, ...]:
    fresh = User.objects.get(pk=user.pk)
    posts = list(fresh.memberships.values_list("school", "role", "until", "ended_at"))
    return fresh.email, fresh.password, fresh.is_active, posts


def test_the_administrator_s_puppet_confirms_nothing(cast: Cast) -> None:
    """A second account of the administrator gets no post that could confirm without somebody else's yes."""
    from esafety.office.actions.invitations import Invitee

    puppet = Invitee("Ann", "Other", "sandra@private.example")
    user = actions.invite_account(
        school=cast.school,
        invitee=puppet,
        roles=[Role.STAFF, Role.SCHOOL_ADMIN, Role.DSL, Role.HEAD, Role.CHAIR],
        by=cast.school_admin,
    )
    invitation = AccountInvitation.objects.get(user=user)
    actions.accept_invitation(invitation=invitation, password="violin puddle cathedral", by=user)
    user = User.objects.get(pk=user.pk)
    assert not may(user, Capability.CONFIRM_ACCOUNTS, cast.school)
    assert not may(user, Capability.MANAGE_ACCOUNTS, cast.school)
    change = reset_of(cast)
    with pytest.raises(PermissionDenied):
        actions.confirm_change(change=change, by=user)


def test_two_people_of_one_school_do_not_take_over_an_account_that_opens_cases_at_another(cast: Cast) -> None:
    actions.add_person(
        school=cast.school,
        kind=PersonKind.STAFF,
        given_name="Idris",
        family_name="Cole",
        account=cast.other_dsl,
        by=None,
    )
    actions.give_post(user=cast.other_dsl, school=cast.school, role=Role.STAFF, by=None)
    change = actions.ask_for_reset(user=cast.other_dsl, school=cast.school, by=cast.school_admin)
    with pytest.raises(PermissionDenied):
        actions.confirm_change(change=change, by=cast.head)
    assert confirmers(change) == [cast.trust_admin]  # who answers for both schools


def test_an_old_sign_in_is_asked_again_before_anything_is_asked_or_confirmed(cast: Cast) -> None:
    change = reset_of(cast)
    for name, url in (
        ("school_admin", reverse("account_reset", args=[person_of(cast, "senco").pk])),
        ("head", reverse("account_change_confirm", args=[change.reference])),
    ):
        answer = sign_in(Client(), cast.user(name), recently=False).post(url)
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    change.refresh_from_db()
    assert change.stage == ChangeStage.WAITING


def test_asked_for_twice_is_once(cast: Cast) -> None:
    reset_of(cast)
    with pytest.raises(NotNow, match="asked for already"):
        reset_of(cast)
