"""From an empty database: a school is founded, set up, lived in; nobody has an account nobody gave them."""

from __future__ import annotations

import datetime as dt
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.access.roles import roles_in
from esafety.office import actions
from esafety.office.actions.invitations import Invitee
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.queries.readiness import PIECES, missing, wanted
from esafety.people.models import Membership, Person, School, User
from esafety.people.vocabulary import ContactKind, Role
from incidents.actions import report
from incidents.told import Account, Reporter
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.office.test_accounts import CHOSEN, deliver_everything
from tests.signin.acts import app_for

FOUND = {"name": "Quarry Bank School", "admin_name": "Nell Archer", "admin_email": "nell@quarry.example"}


def found(**more: str) -> str:
    out = StringIO()
    call_command("found_school", stdout=out, **{**FOUND, **more})
    return out.getvalue()


@pytest.mark.django_db
def test_one_command_makes_a_school_and_prints_the_way_in(client: Client) -> None:
    said = found()
    path = re.findall(rf"{settings.BASE_URL}(\S+)", said)[0]
    assert [user.is_active for user in User.objects.all()] == [False]
    assert client.post(path, {"password": CHOSEN}).status_code == 302
    nell = User.objects.get()
    assert roles_in(nell, School.objects.get().pk) == {Role.SCHOOL_ADMIN}
    deliver_everything()
    from django.core import mail

    assert [sent.to for sent in mail.outbox] == []  # it was accepted before the mail went: the link is used


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"admin_email": "nonsense"},
        {"admin_name": "Nell"},
        {"name": ""},
    ],
)
def test_the_command_says_what_is_wrong_and_changes_nothing(wrong: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        found(**wrong)
    assert not School.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_name_or_an_address_that_is_taken_is_refused() -> None:
    found()
    with pytest.raises(CommandError, match="There is a school called"):
        found(admin_email="other@quarry.example")
    with pytest.raises(CommandError, match="has an account already"):
        found(name="Another School")
    assert School.objects.count() == 1


@pytest.mark.django_db
def test_no_page_makes_a_first_account(client: Client) -> None:
    """With an empty database every page but sign-in sends a stranger to sign-in, and nobody comes to be."""
    from tests.house.routes import routes

    for route in routes():
        if not route.takes:
            client.post(reverse(route.name), {"email": "a@b.example", "password": CHOSEN, "name": "X"})
    assert not User.objects.exists()
    assert not School.objects.exists()


@pytest.mark.django_db
def test_from_nothing_to_live(client: Client) -> None:
    """Administrator, head, leads, chair, contacts, terms, mail, second steps; the head lets it go live; a concern."""
    found()
    school, admin = School.objects.get(), accepted("nell@quarry.example")
    assert {piece.key for piece in missing(school)} >= {"head", "leads", "chair", "contacts", "terms", "mail"}

    head = invited(school, admin, "Hugh Head", Role.HEAD)
    assert isinstance(head, User)  # the first head needs no second person: there is none yet
    leads = [("Dora Dsl", Role.DSL), ("Dan Deputy", Role.DEPUTY_DSL), ("Cora Chair", Role.CHAIR)]
    for name, role in leads:
        user = invited(school, admin, name, role)
        assert roles_in(user, school.pk) == frozenset()
        actions.confirm_change(change=AccountChange.objects.waiting().get(user=user), by=head)
        assert roles_in(User.objects.get(pk=user.pk), school.pk) == {role}

    for kind in (ContactKind.LADO, ContactKind.AUTHORITY_OFFICER):
        actions.add_contact(
            school=school, kind=kind, name="Desk", telephone="01632 960000", verified_on=today(), by=admin
        )
    actions.add_term(
        school=school, name="Term", starts_on=today(), ends_on=today() + dt.timedelta(days=60), by=admin
    )
    with pytest.raises(NotNow, match="mail that works, a second step"):
        actions.go_live(school=school, by=head)
    actions.test_mail(school=school, by=admin)
    deliver_everything()
    for user in User.objects.all():
        app_for(user)
    assert missing(school) == []
    with pytest.raises(PermissionDenied):
        actions.go_live(school=school, by=admin)
    sign_in(client, head).post(reverse("go_live"))
    school.refresh_from_db()
    assert school.is_live
    with pytest.raises(NotNow):
        actions.go_live(school=school, by=head)

    teacher = invited(school, admin, "Tess Teacher", Role.STAFF)
    mail.outbox.clear()
    report(
        school=school,
        account=Account(
            description="A stranger wrote to her.",
            types=[IncidentType.GROOMING],
            primary_type=IncidentType.GROOMING,
        ),
        people=[],
        by=teacher,
        reporter=Reporter(),
    )
    deliver_everything()
    told = {sent.to[0] for sent in mail.outbox}
    assert told >= {"dora@quarry.example", "tess@quarry.example"}


def today() -> dt.date:
    return timezone.localdate()


def invited(school: School, by: User, name: str, role: Role) -> User:
    given_name, family_name = name.split()
    email = f"{given_name.lower()}@quarry.example"
    actions.invite_account(
        school=school,
        invitee=Invitee(given_name, family_name, email),
        roles=[role],
        by=User.objects.get(pk=by.pk),
    )
    return accepted(email)


def accepted(email: str) -> User:
    invitation = AccountInvitation.objects.pending().get(user__email=email)
    user = actions.accept_invitation(invitation=invitation, password=CHOSEN, by=invitation.user)
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db
def test_a_second_head_before_going_live_needs_the_first(client: Client) -> None:
    found()
    school, admin = School.objects.get(), accepted("nell@quarry.example")
    invited(school, admin, "Hugh Head", Role.HEAD)
    puppet = invited(school, admin, "Puck Puppet", Role.HEAD)
    assert roles_in(puppet, school.pk) == frozenset()


# -- what the page shows ---------------------------------------------------------------------------


def test_the_page_names_every_piece_and_where_it_is_put_right(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(went_live_at=None)
    for name in ("head", "school_admin"):
        client = sign_in(Client(), cast.user(name))
        page = client.get(reverse("set_up")).content.decode()
        for piece in PIECES:
            assert piece.label in page
            offered = f'href="{reverse(piece.url_name)}" aria-describedby="piece-{piece.key}' in page
            able = piece.url_name != "set_up" and client.get(reverse(piece.url_name)).status_code == 200
            assert offered is able, (name, piece.key)
    page = sign_in(Client(), cast.head).get(reverse("set_up")).content.decode()
    assert "Ruth Adeyemi: Designated safeguarding lead" in page


def test_the_first_page_says_so_to_whoever_can_do_something_about_it(cast: Cast) -> None:
    said = "Your school is not live yet"

    def home(name: str) -> str:
        return sign_in(Client(), cast.user(name)).get(reverse("home")).content.decode()

    assert said not in home("school_admin")
    School.objects.filter(pk=cast.school.pk).update(went_live_at=None)
    assert {name for name in ("school_admin", "head", "teacher", "parent") if said in home(name)} == {
        "school_admin",
        "head",
    }


def test_a_live_school_that_loses_a_piece_is_warned_and_stays_live(cast: Cast) -> None:
    Membership.objects.filter(user=cast.deputy).update(ended_at=timezone.now())
    assert "a safeguarding lead and a deputy" in wanted(cast.school)
    for name in ("head", "dsl", "school_admin"):
        page = sign_in(Client(), cast.user(name)).get(reverse("office")).content.decode()
        assert "a safeguarding lead and a deputy" in page
    assert cast.school.is_live


def test_what_is_missing_does_not_depend_on_any_incident(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(went_live_at=None)
    before = [piece.key for piece in missing(cast.school)]
    a_concern(cast, about="school_admin")
    assert [piece.key for piece in missing(cast.school)] == before


def test_before_going_live_a_concern_is_kept_and_its_writer_is_told_whom_to_tell(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(went_live_at=None)
    page = sign_in(Client(), cast.teacher).get(reverse("report")).content.decode()
    assert "has not gone live yet" in page
    assert "Ruth Adeyemi" in page
    incident = a_concern(cast)
    assert incident.owned
    School.objects.filter(pk=cast.school.pk).update(went_live_at=timezone.now())
    page = sign_in(Client(), cast.teacher).get(reverse("report")).content.decode()
    assert "has not gone live yet" not in page


# -- the trust -------------------------------------------------------------------------------------


def test_a_trust_administrator_adds_a_school_and_sees_no_case(cast: Cast) -> None:
    client = sign_in(Client(), cast.trust_admin)
    sent = {
        "name": "Hill School",
        "nation": "ENG",
        "given_name": "Amy",
        "family_name": "Hill",
        "email": "amy@hill.example",
    }
    page = client.post(reverse("school_add"), sent, follow=True).content.decode()
    assert "Hill School was added" in page
    school = School.objects.get(name="Hill School")
    assert not school.is_live
    assert roles_in(cast.trust_admin, school.pk) == {Role.TRUST_ADMIN}
    assert Person.objects.filter(school=school).count() == 2
    page = client.get(reverse("schools")).content.decode()
    for name in ("Harbour View Primary", "Mill Lane Academy", "Hill School", "Sandra Hobbs"):
        assert name in page
    incident = a_concern(cast)
    assert client.get(incident.get_absolute_url()).status_code == 404


def test_a_school_administrator_adds_no_school(cast: Cast) -> None:
    client = sign_in(Client(), cast.school_admin)
    assert client.get(reverse("schools")).status_code == 403
    assert client.post(reverse("school_add"), {"name": "Hill School"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.found_school(name="Hill School", nation="ENG", administrator=None, by=cast.school_admin)


@pytest.mark.django_db
def test_a_school_that_lost_its_administrators_gets_one_from_the_server() -> None:
    found()
    said = found(appoint="trust_admin", admin_email="tess@quarry.example", admin_name="Tess Trust")
    assert "/office/welcome/" in said
    assert roles_in(accepted("tess@quarry.example"), School.objects.get().pk) == {Role.TRUST_ADMIN}
