"""Doors, roles, conflicts and invitations: who may, and how a refusal looks (house.md 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.grants import end_invitation, invite
from esafety.access.roles import CAPABILITIES, may, posts_of, roles_in, schools_of, sees_cases
from esafety.audit.models import AuditEvent
from esafety.office.actions import declare_connection, give_post
from esafety.people.models import Membership, User
from esafety.people.vocabulary import Closeness, Role
from incidents.access import INCIDENTS
from incidents.models import Incident, IncidentInvitation
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast, sign_in

As = Callable[[str], Client]


# -- roles -----------------------------------------------------------------------------------------


def test_every_role_is_in_the_table() -> None:
    assert set(CAPABILITIES) == set(Role)


@pytest.mark.parametrize(
    "role",
    [Role.TRUST_ADMIN, Role.SCHOOL_ADMIN, Role.PARENT, Role.PUPIL, Role.VISITOR, Role.AUTHORITY_OFFICER],
)
def test_administrators_and_guests_open_no_case(role: Role) -> None:
    """domain/people-and-roles.md: no case content by virtue of that role."""
    cases = {C.SEE_INCIDENTS, C.TRIAGE, C.WORK, C.SHARE, C.CLOSE, C.PRINT, C.EXPORT, C.SEE_TRAIL, C.SEND_COPY}
    assert not CAPABILITIES[role] & cases


def test_whoever_can_open_a_case_needs_a_second_factor(cast: Cast) -> None:
    needing = {name for name in Cast.accounts() if sees_cases(cast.user(name))}
    assert {
        "dsl",
        "deputy",
        "co_ordinator",
        "head",
        "chair",
        "vice_chair",
        "school_admin",
        "trust_admin",
    } <= needing
    assert not needing & {"teacher", "parent", "pupil_account", "visitor", "governor"}


def test_nobody_signed_in_and_a_closed_account_hold_nothing(cast: Cast) -> None:
    user = cast.dsl
    user.is_active = False
    for nobody in (AnonymousUser(), user):
        assert posts_of(nobody) == frozenset()
        assert not schools_of(nobody)
        assert not any(may(nobody, one, cast.school) for one in C)
        assert not INCIDENTS.visible_to(nobody, Incident.objects.all()).exists()


def test_a_role_holds_in_its_own_school_only(cast: Cast) -> None:
    assert roles_in(cast.dsl, cast.school.pk) == {Role.DSL}
    assert roles_in(cast.dsl, cast.other.pk) == frozenset()
    assert may(cast.dsl, C.TRIAGE, cast.school)
    assert not may(cast.dsl, C.TRIAGE, cast.other)
    assert not may(cast.dsl, C.TRIAGE, None)


def test_a_post_that_ended_yesterday_opens_nothing_today(cast: Cast, as_: As) -> None:
    incident = a_concern(cast)
    client = as_("dsl")
    assert client.get(incident.get_absolute_url()).status_code == 200
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(user=cast.dsl).update(until=yesterday)
    assert client.get(incident.get_absolute_url()).status_code == 404


# -- conflict --------------------------------------------------------------------------------------


def test_the_circle_of_an_account_is_itself_and_those_close_on_either_side(cast: Cast) -> None:
    dsl, friend = cast.person_of(cast.dsl), cast.person_of(cast.second_teacher)
    assert conflicted_person_ids(cast.dsl) == {dsl.pk, friend.pk}
    assert conflicted_person_ids(cast.second_teacher) == {dsl.pk, friend.pk}
    assert conflicted_person_ids(cast.parent) == {cast.person_of(cast.parent).pk, cast.pupil.pk}
    assert conflicted_person_ids(AnonymousUser()) == frozenset()


def test_closeness_does_not_go_on_to_friends_of_friends(cast: Cast) -> None:
    one, other = cast.person_of(cast.second_teacher), cast.person_of(cast.teacher)
    declare_connection(person=one, other=other, closeness=Closeness.FRIEND, by=None)
    assert other.pk not in conflicted_person_ids(cast.dsl)
    assert INCIDENTS.allows(cast.dsl, C.CLOSE, a_concern(cast, about="technician", by="senco")) is False
    assert INCIDENTS.allows(cast.dsl, C.SEE_INCIDENTS, a_concern(cast, about="teacher", by="senco"))


def test_a_conflict_holds_from_the_moment_it_is_declared(cast: Cast, as_: As) -> None:
    incident, client = a_concern(cast, about="second_pupil"), as_("dsl")
    assert client.get(incident.get_absolute_url()).status_code == 200
    one = cast.person_of(cast.dsl)
    declare_connection(person=one, other=cast.second_pupil, closeness=Closeness.FAMILY, by=None)
    assert client.get(incident.get_absolute_url()).status_code == 404


# -- doors -----------------------------------------------------------------------------------------


def test_what_is_seen_but_not_allowed_is_forbidden_and_written_down(cast: Cast, as_: As) -> None:
    """A lead reads what the head decides; the attempt to close it is in the trail."""
    incident = a_concern(cast, about="teacher", by="senco")
    url = f"{incident.get_absolute_url()}close/"
    assert as_("dsl").get(url).status_code == 403
    entry = AuditEvent.objects.about(incident).get(code="access.refused")
    assert (entry.actor_id, entry.detail) == (cast.dsl.pk, {"capability": "close"})


def test_what_may_not_be_seen_is_missing_and_leaves_no_entry_about_it(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about="teacher", by="senco")
    before = AuditEvent.objects.about(incident).count()
    for name in ("teacher", "co_ordinator", "parent", "other_dsl", "trust_admin"):
        assert as_(name).get(incident.get_absolute_url()).status_code == 404
    assert AuditEvent.objects.about(incident).count() == before


def test_a_page_for_a_capability_refuses_others_and_says_so_in_the_trail(cast: Cast, as_: As) -> None:
    assert as_("parent").get("/report/").status_code == 403
    entry = AuditEvent.objects.filter(code="access.refused").latest("pk")
    assert entry.detail == {"capability": "report"}


def test_looking_is_written_down_with_who_when_and_from_where(cast: Cast, as_: As) -> None:
    incident = a_concern(cast)
    as_("dsl").get(incident.get_absolute_url(), REMOTE_ADDR="192.0.2.44")
    entry = AuditEvent.objects.about(incident).get(code="incident.viewed")
    assert (entry.actor_name, entry.address) == ("Ruth Adeyemi", "192.0.2.44")
    assert entry.request_id


# -- invitations -----------------------------------------------------------------------------------


def test_an_invitation_says_who_gave_it_why_and_until_when(cast: Cast) -> None:
    incident = a_concern(cast, about="second_pupil", type=IncidentType.GROOMING)
    until = timezone.now() + dt.timedelta(days=3)
    given = {"record": incident, "user": cast.senco, "by": cast.dsl, "until": until}
    one = invite(table=IncidentInvitation, reason="She teaches him", **given)
    assert (one.given_by, one.reason, one.until) == (cast.dsl, "She teaches him", until)
    assert INCIDENTS.allows(cast.senco, C.SEE_INCIDENTS, incident)
    assert AuditEvent.objects.about(incident).filter(code="access.invited").count() == 1
    end_invitation(invitation=one, by=cast.dsl)
    assert not INCIDENTS.allows(cast.senco, C.SEE_INCIDENTS, Incident.objects.get(pk=incident.pk))
    assert IncidentInvitation.objects.filter(pk=one.pk).exists()
    assert AuditEvent.objects.about(incident).filter(code="access.invitation_ended").count() == 1


def test_an_invitation_ends_by_itself_at_its_moment(cast: Cast) -> None:
    incident = a_concern(cast, about="second_pupil", type=IncidentType.GROOMING)
    past = timezone.now() - dt.timedelta(seconds=1)
    given = {"record": incident, "user": cast.senco, "by": cast.dsl, "until": past}
    invite(table=IncidentInvitation, reason="x", **given)
    assert not INCIDENTS.visible_to(cast.senco, Incident.objects.all()).exists()


def test_guardian_s_own_tables_and_permissions_open_nothing(cast: Cast) -> None:
    """Neither a generic row nor a permission of the account is asked for anywhere."""
    from django.contrib.auth.models import Permission
    from guardian.models import UserObjectPermission

    incident = a_concern(cast, about="second_pupil")
    seeing = Permission.objects.get(codename="view_incident")
    UserObjectPermission.objects.create(
        permission=seeing, content_type=seeing.content_type, object_pk=str(incident.pk), user=cast.teacher
    )
    cast.teacher.user_permissions.set(Permission.objects.all())
    User.objects.filter(pk=cast.teacher.pk).update(is_superuser=True)
    assert not INCIDENTS.visible_to(cast.teacher, Incident.objects.all()).exists()
    assert sign_in(Client(), cast.teacher).get(incident.get_absolute_url()).status_code == 404


def test_a_second_post_elsewhere_takes_nothing_away_and_adds_nothing_here(cast: Cast) -> None:
    incident = a_concern(cast)
    assert INCIDENTS.allows(cast.trust_admin, C.SEE_INCIDENTS, incident) is False
    give_post(user=cast.trust_admin, school=cast.other, role=Role.DSL, by=cast.other_head)
    assert INCIDENTS.allows(cast.trust_admin, C.SEE_INCIDENTS, incident) is False
    assert may(cast.trust_admin, C.TRIAGE, cast.other)
