"""A record that went through every act there is, and the address of every page about it.

`a_full_record` fills each text a person can type: `say("description")` decides with what (a canary, a
hostile text). `World` holds what its pages need; `addresses` fills every route with it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.office.actions import add_absence, ask_for_reset, invite_account
from esafety.office.actions.invitations import Invitee
from esafety.office.models import AccountInvitation
from esafety.outbox.models import Message
from esafety.outbox.vocabulary import State
from esafety.papers.actions import want
from esafety.papers.models import DocumentLink, Paper
from esafety.people.models import Absence, User
from esafety.people.vocabulary import Role
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.forms.parts import FORMS as PART_FORMS
from incidents.lists.filters import Filters
from incidents.models import Draft, Incident, Involvement, SavedView, Task
from incidents.papers import INCIDENT_RECORD
from incidents.policy.pauses import may_wait_for
from incidents.reporting.sections import SECTION
from incidents.told import Account, Involved, Reporter
from incidents.vocabulary import (
    Audience,
    DecisionKind,
    IncidentType,
    LearningArea,
    Nature,
    Part,
    PartKind,
    PersonSort,
    ReporterKind,
    Standing,
    Status,
)
from tests.builders import a_concern, advance, holder
from tests.cast import Cast
from tests.house import (
    aup_world,
    evidence_world,
    filtering_world,
    governance_world,
    keeping_world,
    moving_world,
    office_world,
    outside_world,
    subject_access_world,
    watch_world,
)
from tests.house.routes import Route, routes

FURNISHED = (
    office_world,
    aup_world,
    filtering_world,
    governance_world,
    outside_world,
    watch_world,
    keeping_world,
    moving_world,
    subject_access_world,
)
"""Rooms that furnish themselves: `furnish(cast)` fills one, `keys(route, cast)` says what its addresses take."""
Say = Callable[[str], str]


def canary(field: str) -> str:
    """A word that stands nowhere else, for one field. All of them begin alike, so that one search finds any."""
    return f"zq{field.replace('_', '')}qz"


def a_full_record(
    cast: Cast,
    *,
    about: Any = "teacher",
    by: str = "second_teacher",
    say: Say = canary,
    to: Status = Status.CLOSED,
    **facts: Any,
) -> Incident:
    """An incident with something in every text, worked on by every act, led to a status."""
    told = {
        name: say(name)[:limit]
        for name, limit in {
            "description": 20_000, "other_type": 300, "place_detail": 300, "found_by_other": 300,
            "child_words": 20_000, "hearsay": 20_000, "opinion": 20_000, "addresses": 2_000,
            "platform": 300, "asset_tag": 60, "specific_action": 20_000,
        }.items()
    }  # fmt: skip
    told["addresses"] += "\nwww.zqsite.example/zqaddress"
    reporter = Reporter(kind=ReporterKind.ON_BEHALF, name=say("reporter_name")[:200])
    told |= facts
    incident = a_concern(
        cast,
        about=about,
        witnesses=say("witness_name")[:200],
        by=by,
        reporter=reporter,
        types=[IncidentType.OTHER],
        **told,
    )
    _act_on(cast, incident, by, say, told)
    if to == Status.SUBMITTED:
        return fresh(incident)
    incident = advance(
        incident,
        to,
        outcome=say("outcome"),
        learning=say("learning"),
        learning_area=LearningArea.POLICY,
        specific_action=say("specific_action"),
        reason=say("reason"),
    )
    if to == Status.CLOSED:
        actions.send_copy(incident=incident, by=holder(incident, Capability.SEND_COPY))
    return fresh(incident)


def _act_on(cast: Cast, incident: Incident, by: str, say: Say, told: dict[str, Any]) -> None:
    owner = holder(incident)
    for audience in Audience:
        text = say(f"note_{audience.value}")
        actions.add_note(incident=incident, text=text, standing=Standing.FACT, audience=audience, by=owner)
    actions.add_to_report(
        incident=incident, text=say("addendum"), standing=Standing.HEARSAY, by=cast.user(by)
    )
    actions.decide(
        incident=incident, kind=DecisionKind.OTHER, words=say("words"), reason=say("why"), by=owner
    )
    for words in ("task", "second_task"):
        task = actions.give_task(
            incident=incident,
            words=say(f"{words}_words")[:200],
            detail=say(f"{words}_detail"),
            assigned_to=None,
            due_at=None,
            required=False,
            by=owner,
        )
    actions.finish_task(task=task, result=say("result"), by=owner)
    outside_world.act(incident, say, owner)
    named = Involved(part=Part.OTHER, sort=PersonSort.OTHER, name=say("named")[:200])
    row = actions.add_person(incident=incident, involved=named, version=fresh(incident).version, by=owner)
    row.refresh_from_db()
    actions.withdraw_person(row=row, reason=say("withdrawn"), version=fresh(incident).version, by=owner)
    _record_parts(incident, owner, say)
    account = replace(_account(incident), description=say("corrected"), **_kept(told))
    actions.correct_account(
        incident=incident,
        account=account,
        reason=say("correction"),
        version=fresh(incident).version,
        by=owner,
    )
    evidence_world.keep_beside(incident, owner, say)
    try:
        actions.share(incident=incident, user=cast.senco, reason=say("shared"), until=None, by=owner)
    except NotNow:
        pytest.fail("The SENCO of the cast is in no conflict")


def _account(incident: Incident) -> Account:
    return Account.of(incident.statements.get(edition=1))


def _kept(told: dict[str, Any]) -> dict[str, Any]:
    return {"other_type": told["other_type"]}


@dataclass
class World:
    """A record and everything beside it that has an address."""

    cast: Cast
    incident: Incident
    owner: User

    @property
    def paper(self) -> Paper:
        """The printed record its owner asked for."""
        return Paper.objects.about(self.incident).filter(recipient=None, to_person=None)[0]

    @property
    def message(self) -> Message:
        """A mail about it that could not be delivered."""
        return Message.objects.filter(state=State.PARKED).order_by("pk")[0]

    def fill(self, route: Route, user: User) -> list[dict[str, Any]]:
        """What a route takes, for this record and this person: several where a page has several."""
        keys: dict[str, Callable[[], list[Any]]] = {
            "reference": lambda: [self._reference(route)],
            "token": lambda: self._tokens(route),
            "pk": lambda: [self._pk(route, user)],
            "invitation": lambda: list(self.incident.invitations.values_list("pk", flat=True)),
            "part": lambda: self._parts(route),
            "kind": lambda: list(PART_FORMS),
            "secret": lambda: ["an-address-that-nobody-has"],
            "link": lambda: list(self._links(route).values_list("pk", flat=True)),
            **outside_world.of(self.incident),
            "submission_key": lambda: [self.incident.submission_key],
            "section": lambda: list(SECTION),
            "row": lambda: ["0a0a0a0a"],
            "uidb36": lambda: ["1"],
            "provider_id": lambda: ["0a0a0a0a0a0a0a0a"],
            "change": lambda: ["off"],
            "confirmation": lambda: ["on"],
            "year": lambda: [2026, 2027, 2040],
            "slug": lambda: [self.cast.school.slug],
        }
        if (beside := evidence_world.keys(route, self.incident)) is not None:
            return beside
        for room in FURNISHED:
            if (filled_by_room := room.keys(route, self.cast)) is not None:
                return filled_by_room
        if route.name == "task":
            return [{"key": task.key} for task in Task.objects.filter(incident=self.incident)]
        if route.name == "task_pause":
            tasks = Task.objects.open().filter(incident=self.incident, due_at__gt=timezone.now())
            return [{"key": task.key} for task in tasks if may_wait_for(task.code)]
        if "key" in route.takes:
            keys["key"] = lambda: [self._draft(user) if "report/" in route.pattern else "1-key"]
        filled: list[dict[str, Any]] = [{}]
        for name in route.takes:
            filled = [{**one, name: value} for one in filled for value in keys[name]()]
        return filled

    def _parts(self, route: Route) -> list[int]:
        """Whose part a page is about: of a page that asks who somebody is, those named in words only."""
        rows = Involvement.objects.filter(incident=self.incident)
        if route.name == "incident_person_decide":
            rows = rows.standing().filter(part=Part.SUBJECT)
        elif route.name == "incident_sign_again":
            rows = rows.standing().filter(person__isnull=False)
        elif not route.name.startswith("incident_person"):
            rows = rows.filter(person=None)
        return list(rows.values_list("pk", flat=True))

    def _tokens(self, route: Route) -> list[str]:
        if route.name == "welcome":
            return [one.token for one in AccountInvitation.objects.pending()]
        return [link.token for link in DocumentLink.objects.about(self.incident)]

    def _links(self, route: Route) -> QuerySet[DocumentLink]:
        """Copies of the record, or of a form for an agency."""
        if route.name != "referral_close":
            return DocumentLink.objects.about(self.incident)
        return DocumentLink.objects.filter(paper__about_label="incidents.referralform")

    def _reference(self, route: Route) -> str:
        if route.name.startswith("papers:"):
            return self.paper.reference
        return self.message.reference if route.name == "retry_message" else self.incident.reference

    def _pk(self, route: Route, user: User) -> int:
        if route.name.startswith("mfa_"):
            passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
            return passkeys[0].pk if passkeys else 1
        if route.name == "absence_end":
            return Absence.objects.get(user=self.cast.deputy).pk
        if route.name != "view_delete":
            return 1
        mine = SavedView.objects.filter(user=user).first()
        return mine.pk if mine else 0

    def _draft(self, user: User) -> uuid.UUID:
        mine = Draft.objects.filter(user=user).first()
        return mine.key if mine else uuid.UUID(int=0)


def _record_parts(incident: Incident, owner: User, say: Say) -> None:
    """Everything that is recorded of one person; an adult has no parents, and a stranger no ladder."""
    row = Involvement.objects.filter(incident=incident, part=Part.SUBJECT).first()
    if row is None:
        return
    told = {"told_on": timezone.localdate(), "told_by": say("told_by")[:200]}
    for kind, more in ((PartKind.SUPPORT, {}), (PartKind.PARENTS_TOLD, told), (PartKind.OUTCOME, {})):
        try:
            actions.record_part(row=row, kind=kind, words=say(f"part_{kind.value}"), by=owner, **more)
        except NotNow:
            continue
    weighs = {"proportion": say("proportion"), "context": say("sanction_context")}
    try:
        actions.sanction(row=row, rung="", measures=[], by=owner, **weighs)
    except NotNow:
        return


def surround(cast: Cast, incident: Incident) -> World:
    """Give a record a printed paper and an undelivered mail, and everybody a draft and a saved list."""
    owner = holder(incident)
    want(INCIDENT_RECORD, about=incident, by=owner)
    parked = Message.objects.filter(about_label="incidents.incident", about_id=incident.pk)
    parked.update(state=State.PARKED, last_error="the mail server refused it (550)")
    return World(cast, incident, owner)


def begin_things(cast: Cast) -> None:
    """What people have of their own: a draft with somebody named, a saved list."""
    now = timezone.now()
    away = {"from_at": now + dt.timedelta(days=30), "until_at": now + dt.timedelta(days=31)}
    add_absence(user=cast.deputy, school=cast.school, by=cast.head, **away)
    ask_for_reset(user=cast.senco, school=cast.school, by=cast.school_admin)
    invitee = Invitee("Nell", "Archer", "nell@harbour.example")
    invite_account(school=cast.school, invitee=invitee, roles=[Role.STAFF], by=cast.school_admin)
    for name in Cast.accounts():
        user = cast.user(name)
        school = cast.school if may(user, Capability.REPORT, cast.school) else cast.other
        if not may(user, Capability.REPORT, school):
            continue
        draft = actions.begin_draft(school=school, by=user)
        row = {"id": "0a0a0a0a", "person": None, "name": "A pupil", "sort": "child"}
        row |= {"part": Part.HARMED.value, "nature": Nature.NOT_KNOWN.value}
        actions.name_people(draft=draft, rows=[row], by=user)
        if may(user, Capability.SEE_INCIDENTS, school):
            actions.save_view(school=school, name="Mine", filters=Filters(), by=user)


@pytest.fixture
def world(cast: Cast) -> World:
    """A pupil's closed safeguarding matter, and everything about it."""
    begin_things(cast)
    incident = a_full_record(cast, about="second_pupil", type=IncidentType.GROOMING)
    return surround(cast, incident)


def addresses(world: World, among: Iterable[Route] | None = None, *, user: User | None = None) -> list[str]:
    """Every address of these routes (of all), filled with the record's own keys."""
    asker = user or world.owner
    found = []
    for route in among or routes():
        filled = world.fill(route, asker)
        found += [reverse(route.name, kwargs=kwargs) for kwargs in _named(route, filled)]
    assert found or among is not None
    return found


def _named(route: Route, filled: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if "uidb36" in route.takes:
        return [{"uidb36": one["uidb36"], "key": one["key"]} for one in filled]
    return filled


def sees(user: User, incident: Incident) -> bool:
    """Whether the policy lets the account see the record."""
    return INCIDENTS.visible_to(user, Incident.objects.filter(pk=incident.pk)).exists()
