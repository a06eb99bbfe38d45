"""Invitations and roles: who asks, who confirms, and what nobody does alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.access.roles import roles_in
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.access.accounts import CHANGES, confirmers
from esafety.office.actions.invitations import Invitee
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.queries.second_person import GENERAL
from esafety.office.vocabulary import ChangeKind, ChangeStage
from esafety.outbox.delivery import deliver
from esafety.outbox.models import Message
from esafety.outbox.vocabulary import State
from esafety.people.models import Membership, Person, User
from esafety.people.queries import holders
from esafety.people.vocabulary import PersonKind, Role
from tests.builders import a_concern
from tests.cast import PASSWORD, Cast, sign_in
from tests.signin.acts import app_for

As = Callable[[str], Client]
NEW = Invitee("Nell", "Archer", "nell@harbour.example")
CHOSEN = "violin puddle cathedral"


def deliver_everything() -> None:
    """Send every mail that is owed."""
    for pk in Message.objects.filter(state=State.OWED).values_list("pk", flat=True):
        deliver(pk)


@contextmanager
def undone() -> Iterator[None]:
    """What happens within leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def links() -> list[str]:
    """The paths in the mails sent so far, newest last."""
    deliver_everything()
    return [found for sent in mail.outbox for found in re.findall(rf"{settings.BASE_URL}(\S+)", sent.body)]


def invite(cast: Cast, *roles: Role, who: Invitee = NEW) -> Person:
    user = actions.invite_account(
        school=cast.school, invitee=who, roles=list(roles) or [Role.STAFF], by=cast.school_admin
    )
    return Person.objects.get(account=user, school=cast.school)


def accept(person: Person) -> User:
    invitation = AccountInvitation.objects.pending().get(user=person.account)
    return actions.accept_invitation(invitation=invitation, password=CHOSEN, by=invitation.user)


def person_of(cast: Cast, name: str) -> Person:
    return cast.person_of(cast.user(name))


def asked(cast: Cast, name: str, role: Role, by: str = "school_admin") -> AccountChange:
    made = actions.ask_for_post(
        person=person_of(cast, name), role=role, from_date=timezone.localdate(), until=None, by=cast.user(by)
    )
    assert isinstance(made, AccountChange)
    return made


# -- inviting --------------------------------------------------------------------------------------


def test_an_invitation_is_sent_accepted_and_opens_what_it_says(cast: Cast, as_: As) -> None:
    sent = {
        "given_name": "Nell",
        "family_name": "Archer",
        "kind": "staff",
        "email": NEW.email,
        "roles": "staff",
    }
    answer = as_("school_admin").post(reverse("account_invite"), sent, follow=True)
    assert "The invitation goes to nell@harbour.example" in answer.content.decode()
    (path,) = [link for link in links() if "welcome" in link]
    stranger = Client()
    page = stranger.get(path).content.decode()
    assert "Sandra Hobbs invites you to an account at Harbour View Primary" in page
    answer = stranger.post(path, {"password": CHOSEN}, follow=True)
    assert "Your password is saved, and you are signed in" in answer.content.decode()
    assert "Report a concern" in answer.content.decode()
    again = Client().post(reverse("account_login"), {"login": NEW.email, "password": CHOSEN}, follow=True)
    assert "Report a concern" in again.content.decode()


def test_whoever_was_signed_in_in_that_browser_is_out(cast: Cast, as_: Callable[[str], Client]) -> None:
    person, client = invite(cast, Role.STAFF), as_("dsl")
    (path,) = [link for link in links() if "welcome" in link]
    client.post(path, {"password": CHOSEN})
    assert client.session["_auth_user_id"] == str(person.account_id)


def test_who_comes_back_gives_the_second_step_they_had(cast: Cast) -> None:
    person = invite(cast, Role.STAFF)
    app_for(person.account)
    (path,) = [link for link in links() if "welcome" in link]
    client = Client()
    answer = client.post(path, {"password": CHOSEN}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("reports")).status_code == 302


def test_before_it_is_accepted_an_account_signs_in_by_no_way_and_holds_no_post(cast: Cast) -> None:
    person = invite(cast, Role.STAFF)
    assert not person.account.has_usable_password()
    assert roles_in(person.account, cast.school.pk) == frozenset()
    Client().post(reverse("account_reset_password"), {"email": NEW.email})
    assert [sent for sent in mail.outbox if "password" in sent.subject.lower()] == []
    accept(person)
    assert roles_in(User.objects.get(pk=person.account_id), cast.school.pk) == {Role.STAFF}


def test_the_database_does_not_hold_the_link(cast: Cast) -> None:
    invite(cast)
    (path,) = [link for link in links() if "welcome" in link]
    token = path.split("/")[-2]
    row = AccountInvitation.objects.get()
    assert len(token) == 43
    assert token not in repr(AccountInvitation.objects.values())
    assert row.token == token


def bodies(urls: list[str]) -> set[bytes]:
    return {
        re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", Client().get(url).content) for url in urls
    }


def test_used_over_taken_back_and_unknown_links_are_one_page_byte_for_byte(cast: Cast) -> None:
    paths = [reverse("welcome", args=["x" * 43]), reverse("stop_change", args=["x" * 43])]
    for number, end in enumerate(("used", "over", "back", "sent again")):
        person = invite(cast, who=NEW._replace(email=f"nell{number}@harbour.example"))
        invitation = AccountInvitation.objects.get(user=person.account)
        paths.append(invitation.path)
        if end == "used":
            accept(person)
        elif end == "over":
            moved = {"sent_at": timezone.now() - dt.timedelta(hours=73), "expires_at": timezone.now()}
            AccountInvitation.objects.filter(pk=invitation.pk).update(**moved)
        elif end == "back":
            actions.revoke_invitation(invitation=invitation, by=cast.school_admin)
        else:
            actions.invite_again(invitation=invitation, by=cast.school_admin)
    assert len(bodies(paths)) == 1
    assert {Client().get(path).status_code for path in paths} == {404}
    assert {Client().post(path, {"password": CHOSEN}).status_code for path in paths} == {404}


def test_looking_at_the_link_takes_nothing_up(cast: Cast) -> None:
    person = invite(cast)
    path = AccountInvitation.objects.get().path
    for _ in range(3):
        assert Client().get(path).status_code == 200
        Client().head(path)
    assert AccountInvitation.objects.get().is_open
    assert not User.objects.get(pk=person.account_id).is_active


def test_a_password_that_is_easy_to_guess_is_refused_and_the_link_stays_good(cast: Cast) -> None:
    invite(cast)
    path = AccountInvitation.objects.get().path
    answer = Client().post(path, {"password": "nellarcher2026!"})
    assert answer.status_code == 422
    assert AccountInvitation.objects.get().is_open


def test_sent_again_goes_to_the_same_address_only_and_kills_the_earlier_link(cast: Cast, as_: As) -> None:
    person = invite(cast)
    before = AccountInvitation.objects.get().path
    as_("school_admin").post(
        reverse("account_invite_again", args=[person.pk]), {"email": "sandra@elsewhere.example"}
    )
    after = AccountInvitation.objects.get().path
    assert before != after
    assert Client().get(before).status_code == 404
    assert Client().get(after).status_code == 200
    deliver_everything()
    assert {sent.to[0] for sent in mail.outbox} == {NEW.email}


def test_taken_back_frees_the_entry_and_takes_its_roles_and_confirmations_along(cast: Cast) -> None:
    person = invite(cast, Role.STAFF, Role.SENCO)
    change = AccountChange.objects.get()
    actions.confirm_change(change=change, by=cast.head)
    actions.revoke_invitation(invitation=AccountInvitation.objects.get(), by=cast.school_admin)
    person.refresh_from_db()
    assert person.account is None
    other = actions.invite_account(
        school=cast.school,
        invitee=NEW._replace(email="sandra@elsewhere.example", person=person),
        roles=[Role.STAFF],
        by=cast.school_admin,
    )
    AccountInvitation.objects.pending().get(user=other)
    accept(Person.objects.get(pk=person.pk))
    assert roles_in(User.objects.get(pk=other.pk), cast.school.pk) == {Role.STAFF}


def test_an_address_with_an_account_here_is_refused_and_what_was_typed_stays(cast: Cast, as_: As) -> None:
    sent = {
        "given_name": "Kit",
        "family_name": "Rashid",
        "kind": "staff",
        "email": "TEACHER@harbour.example",
        "roles": "staff",
    }
    answer = as_("school_admin").post(reverse("account_invite"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has an account or an invitation here already" in page
    assert 'value="TEACHER@harbour.example"' in page


def test_somebody_of_another_school_joins_without_a_new_password(cast: Cast) -> None:
    person = invite(cast, who=Invitee("Grace", "Pelham", cast.other_teacher.email))
    assert person.account == cast.other_teacher
    assert not AccountInvitation.objects.exists()
    assert roles_in(cast.other_teacher, cast.school.pk) == {Role.STAFF}
    assert cast.other_teacher.check_password(PASSWORD)


def test_fifty_of_the_staff_list_are_invited_at_once(cast: Cast, as_: As) -> None:
    people = [
        actions.add_person(
            school=cast.school, kind=PersonKind.STAFF, given_name="Staff", family_name=f"Number{n}", by=None
        )
        for n in range(50)
    ]
    for n, person in enumerate(people):
        Person.objects.filter(pk=person.pk).update(email=f"staff{n}@harbour.example")
    Person.objects.filter(pk=people[0].pk).update(email=cast.teacher.email)
    asked = as_("school_admin").get(reverse("account_invite_staff")).content.decode()
    assert asked.count(" checked") == 50
    answer = as_("school_admin").post(
        reverse("account_invite_staff"), {"people": [person.pk for person in people]}, follow=True
    )
    page = answer.content.decode()
    assert "49 invitations are on their way" in page
    assert "teacher@harbour.example has an account" in page
    deliver_everything()
    assert len(mail.outbox) == 49


# -- roles, and the second person ------------------------------------------------------------------


def test_a_role_that_opens_nothing_is_given_at_once(cast: Cast) -> None:
    made = actions.ask_for_post(
        person=person_of(cast, "parent"),
        role=Role.GOVERNOR,
        from_date=timezone.localdate(),
        until=None,
        by=cast.school_admin,
    )
    assert isinstance(made, Membership)


def test_a_role_that_opens_cases_waits_for_the_head(cast: Cast, as_: As) -> None:
    change = asked(cast, "teacher", Role.DEPUTY_DSL)
    assert roles_in(cast.teacher, cast.school.pk) == {Role.STAFF}
    assert confirmers(change) == [cast.head]
    page = as_("head").get(change.get_absolute_url()).content.decode()
    assert "teacher@harbour.example" in page
    answer = as_("head").post(reverse("account_change_confirm", args=[change.reference]), follow=True)
    assert "Confirmed." in answer.content.decode()
    assert roles_in(cast.teacher, cast.school.pk) == {Role.STAFF, Role.DEPUTY_DSL}
    codes = list(AuditEvent.objects.about(change).values_list("code", "actor_name"))
    assert codes == [("office.change_asked", "Sandra Hobbs"), ("office.change_confirmed", "Helen Marsh")]


WHO_CONFIRMS = {
    Role.CHAIR: {"vice_chair", "trust_admin"},
    Role.HEAD: {"chair", "vice_chair"},
    Role.VICE_CHAIR: {"chair", "trust_admin"},
    Role.DSL: {"head"},
    Role.SCHOOL_ADMIN: {"head"},
    Role.TRUST_ADMIN: {"head"},
}


@pytest.mark.parametrize("role", WHO_CONFIRMS)
def test_everybody_tries_to_confirm_and_only_whom_the_rules_name_can(cast: Cast, role: Role) -> None:
    change = asked(cast, "teacher", role)
    able = set()
    for name in Cast.accounts():
        try:
            with transaction.atomic():
                actions.confirm_change(change=change, by=cast.user(name))
                able.add(name)
                transaction.set_rollback(True)
        except PermissionDenied:
            continue
    assert able == WHO_CONFIRMS[role]


def test_nobody_confirms_what_they_asked_for_whatever_they_hold(cast: Cast) -> None:
    actions.give_post(user=cast.school_admin, school=cast.school, role=Role.HEAD, by=None)
    change = asked(cast, "teacher", Role.SENCO)
    with pytest.raises(PermissionDenied):
        actions.confirm_change(change=change, by=cast.school_admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.filter(pk=change.pk).update(confirmed_by=cast.school_admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.filter(pk=change.pk).update(confirmed_by=cast.teacher)


def test_nobody_changes_their_own_roles(cast: Cast, as_: As) -> None:
    person, today = person_of(cast, "school_admin"), timezone.localdate()
    post = Membership.objects.get(user=cast.school_admin)
    for attempt in (
        lambda: actions.ask_for_post(
            person=person, role=Role.GOVERNOR, from_date=today, until=None, by=cast.school_admin
        ),
        lambda: actions.ask_to_move_post(person=person, post=post, until=None, by=cast.school_admin),
        lambda: actions.ask_to_end_post(person=person, post=post, by=cast.school_admin),
        lambda: actions.ask_for_email(person=person, email="x@y.example", by=cast.school_admin),
        lambda: actions.ask_to_leave(person=person, on=today, by=cast.school_admin),
    ):
        with pytest.raises(NotNow, match="Nobody changes their own account"):
            attempt()
    page = as_("school_admin").get(reverse("account_page", args=[person.pk])).content.decode()
    assert "Give a role" not in page


@pytest.mark.parametrize("role", [Role.HEAD, Role.DSL, Role.SCHOOL_ADMIN])
def test_the_last_holder_is_not_taken_away(cast: Cast, role: Role) -> None:
    actions.give_post(user=cast.senco, school=cast.school, role=Role.SCHOOL_ADMIN, by=None)
    Membership.objects.filter(role=Role.SCHOOL_ADMIN, user=cast.school_admin).update(ended_at=None)
    name = {Role.HEAD: "head", Role.DSL: "dsl", Role.SCHOOL_ADMIN: "senco"}[role]
    by = cast.trust_admin
    if role is Role.SCHOOL_ADMIN:
        Membership.objects.filter(user=cast.school_admin).update(ended_at=timezone.now())
    person = person_of(cast, name)
    post = Membership.objects.get(user=person.account, role=role)
    with pytest.raises(NotNow, match="Give the post to somebody else first"):
        actions.ask_to_end_post(person=person, post=post, by=by)
    with pytest.raises(NotNow, match="Give the post to somebody else first"):
        actions.ask_to_leave(person=person, on=timezone.localdate(), by=by)
    with pytest.raises(NotNow, match="Give the post to somebody else first"):
        actions.ask_to_move_post(person=person, post=post, until=timezone.localdate(), by=by)


def test_ending_the_post_of_who_handles_cases_needs_a_second_person(cast: Cast) -> None:
    """An administrator who is accused cannot remove the deputy who has the case."""
    post = Membership.objects.get(user=cast.deputy)
    made = actions.ask_to_end_post(person=person_of(cast, "deputy"), post=post, by=cast.school_admin)
    assert isinstance(made, AccountChange)
    assert roles_in(cast.deputy, cast.school.pk) == {Role.DEPUTY_DSL}
    actions.confirm_change(change=made, by=cast.head)
    assert roles_in(cast.deputy, cast.school.pk) == frozenset()


def test_what_nobody_confirms_lapses(cast: Cast) -> None:
    change = asked(cast, "teacher", Role.SENCO)
    AccountChange.objects.update(asked_at=timezone.now() - dt.timedelta(days=15))
    actions.carry_out_changes()
    change.refresh_from_db()
    assert change.stage == ChangeStage.LAPSED
    with pytest.raises(NotNow):
        actions.confirm_change(change=change, by=cast.head)


# -- the subject of an open record -----------------------------------------------------------------


def what_the_administrator_sees(cast: Cast, pages: list[str]) -> list[bytes]:
    client = sign_in(Client(), cast.school_admin)
    noise = re.compile(
        rb'name="csrfmiddlewaretoken" value="[^"]*"|data-absolute-seconds="\d+"|/changes/[\w-]+/'
    )
    moments = re.compile(rb"\d+:\d\d[ap]m")
    return [moments.sub(b"", noise.sub(b"", client.get(page).content)) for page in pages]


def test_with_and_without_a_record_the_administrator_sees_the_same(cast: Cast, as_: As) -> None:
    """Asking, waiting, the confirmer's refusal: byte for byte the same pages, and no mail to the administrator."""
    person = person_of(cast, "teacher")
    pages = [
        reverse("account_page", args=[person.pk]),
        reverse("accounts"),
        reverse("account_changes"),
        reverse("set_up"),
    ]
    seen = []
    for there_is_one in (False, True):
        with undone():
            if there_is_one:
                a_concern(cast, about="teacher", by="second_teacher")
            give = reverse("account_role_give", args=[person.pk])
            answer = sign_in(Client(), cast.school_admin).post(give, {"role": "senco"})
            assert answer.status_code == 302
            change, head = AccountChange.objects.get(), as_("head")
            if there_is_one:
                refused = head.post(reverse("account_change_confirm", args=[change.reference]))
                assert refused.status_code == 409
            mail.outbox.clear()
            deliver_everything()
            told = sorted(one.subject for one in mail.outbox if one.to == [cast.school_admin.email])
            seen.append((what_the_administrator_sees(cast, pages), told))
    assert seen[0] == seen[1]
    assert b"Waiting for confirmation" in seen[0][0][0]


def test_the_confirmer_is_told_why_only_when_they_may_see_the_record(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about="teacher", by="second_teacher")
    change = asked(cast, "teacher", Role.SENCO)
    page = as_("head").post(reverse("account_change_confirm", args=[change.reference])).content.decode()
    assert incident.reference in page
    actions.declare_connection(
        person=person_of(cast, "head"), other=person_of(cast, "teacher"), closeness="friend", by=None
    )
    page = as_("head").post(reverse("account_change_confirm", args=[change.reference])).content.decode()
    assert incident.reference not in page
    assert GENERAL in page
    assert AccountChange.objects.get().stage == ChangeStage.WAITING


def test_a_longer_role_is_a_wider_one_and_a_shorter_one_is_not(cast: Cast) -> None:
    post = Membership.objects.get(user=cast.deputy)
    soon, later = timezone.localdate() + dt.timedelta(days=5), timezone.localdate() + dt.timedelta(days=90)
    Membership.objects.filter(pk=post.pk).update(until=soon)
    a_concern(cast, about="deputy", by="second_teacher")
    person = person_of(cast, "deputy")
    post.refresh_from_db()
    longer = actions.ask_to_move_post(person=person, post=post, until=later, by=cast.school_admin)
    with pytest.raises(NotNow):
        actions.confirm_change(change=longer, by=cast.head)
    actions.decline_change(change=longer, by=cast.head)
    shorter = actions.ask_to_move_post(
        person=person, post=post, until=timezone.localdate(), by=cast.school_admin
    )
    actions.confirm_change(change=shorter, by=cast.head)
    post.refresh_from_db()
    assert post.until == timezone.localdate()


def test_what_is_about_oneself_is_in_no_list_of_one_s_own(cast: Cast, as_: As) -> None:
    change = (
        actions.ask_to_leave(
            person=person_of(cast, "dsl"),
            on=timezone.localdate() + dt.timedelta(days=9),
            by=cast.school_admin,
        )
        if holders(cast.school, [Role.DSL])[1:]
        else asked(cast, "dsl", Role.SENCO)
    )
    assert not CHANGES.visible_to(cast.dsl, AccountChange.objects.all()).exists()
    assert as_("dsl").get(change.get_absolute_url()).status_code == 404


# -- standing in -----------------------------------------------------------------------------------


def test_a_deputy_stands_in_for_the_lead_until_a_day_and_the_duty_page_says_so(cast: Cast, as_: As) -> None:
    until = timezone.localdate() + dt.timedelta(days=7)
    sent = {"role": "dsl", "stands_in_for": cast.dsl.pk}
    sent |= {f"until_{n}": str(part) for n, part in enumerate((until.day, until.month, until.year))}
    as_("school_admin").post(reverse("account_role_give", args=[person_of(cast, "deputy").pk]), sent)
    actions.confirm_change(change=AccountChange.objects.get(), by=cast.head)
    page = as_("head").get(reverse("duty")).content.decode()
    assert "stands in for Ruth Adeyemi" in page
    post = Membership.objects.get(user=cast.deputy, role=Role.DSL)
    assert post in Membership.objects.current(until)
    assert post not in Membership.objects.current(until + dt.timedelta(days=1))
    with pytest.raises(NotNow):  # whoever stands in is no second lead
        actions.ask_to_leave(person=person_of(cast, "dsl"), on=timezone.localdate(), by=cast.school_admin)


def test_the_kinds_of_change_all_have_an_effect() -> None:
    from esafety.office.actions.effects import EFFECTS

    assert set(EFFECTS) == set(ChangeKind)
