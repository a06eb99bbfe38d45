"""Who may see and do what with an incident. One policy; its two methods agree by construction.

Source: domain/people-and-roles.md, "Roles (per school)" and "Rules of access"; domain/routing.md.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids, own_family_names
from esafety.access.roles import CAPABILITIES, may, posts_of, roles_in, schools_of
from esafety.people.vocabulary import Role
from incidents.models import Incident, IncidentInvitation, Involvement, Task
from incidents.policy.routing import RESTRICTED
from incidents.vocabulary import Audience, Lane, Part, PersonSort

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import School, User

# fmt: off
READERS: dict[Lane, frozenset[Role]] = {
    Lane.ONLINE_SAFETY: frozenset({Role.CO_ORDINATOR, Role.DSL, Role.DEPUTY_DSL, Role.HEAD}),
    Lane.SAFEGUARDING:  frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEAD}),
    Lane.STAFF:         frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEAD}),
    Lane.LOW_LEVEL:     frozenset({Role.HEAD}),
    Lane.GOVERNOR:      frozenset({Role.CHAIR, Role.HEAD}),
    Lane.HEAD:          frozenset({Role.CHAIR}),
}
"""The roles that read a whole lane. Whoever owns an incident reads it too, and whoever is invited."""
# fmt: on

INVITED_MAY = frozenset({C.SEE_INCIDENTS, C.NOTE})
"""What an invitation or an assignment opens to somebody who is no reader: reading, and adding notes."""

DECIDERS: dict[Lane, Role] = {
    Lane.STAFF: Role.HEAD,
    Lane.LOW_LEVEL: Role.HEAD,
    Lane.GOVERNOR: Role.CHAIR,
    Lane.HEAD: Role.CHAIR,
}
"""Who decides a matter about an adult of the school, besides whoever owns it now: others only read it."""
_DECIDING = frozenset({C.TRIAGE, C.SHARE, C.CLOSE})


class Standing(Enum):
    """How somebody comes to see an incident."""

    READER = "reader"
    INVITED = "invited"


def _named_in(user: User | AnonymousUser) -> Q:
    """Parts in which the account's holder, or somebody close, is or was a subject, or an unidentified adult
    subject bears the holder's family name. Whoever was withdrawn stays barred: they would read that they
    were accused.
    """
    named = Q(person_id__in=conflicted_person_ids(user))
    for name in own_family_names(user):
        named |= Q(person__isnull=True, folded__contains=f" {name} ") & ~Q(sort=PersonSort.CHILD)
    return Q(part=Part.SUBJECT) & named


def _conflict(user: User) -> Exists:
    """Whether the account's holder, or somebody close to them, is a subject."""
    return Exists(Involvement.objects.filter(_named_in(user), incident=OuterRef("pk")))


def _reads(user: User | AnonymousUser, of: str = "") -> Q:
    """What the account reads by its posts: whole lanes, and what its role owns. `of` leads to the incident."""
    reads = Q(pk__in=())
    by_school: dict[int, set[Role]] = {}
    for school_id, role in posts_of(user):
        if C.SEE_INCIDENTS in CAPABILITIES[role]:
            by_school.setdefault(school_id, set()).add(role)
    for school_id, roles in by_school.items():
        lanes = [lane for lane, readers in READERS.items() if readers & roles]
        owning = [role for role in roles if C.TRIAGE in CAPABILITIES[role]]
        held = Q(**{f"{of}lane__in": lanes}) | Q(**{f"{of}owner_role__in": owning})
        reads |= Q(**{f"{of}school_id": school_id}) & held
    return reads


def _sees(user: User | AnonymousUser, of: str = "") -> Q:
    """What the account reads by its posts, is assigned or invited to in a school it has a post in. A conflict
    is asked for apart."""
    schools = {school for school, role in posts_of(user) if C.SEE_INCIDENTS in CAPABILITIES[role]}
    if not schools:
        return Q(pk__in=())
    invitations = IncidentInvitation.objects.current().filter(user_id=user.pk)
    invited = Exists(invitations.filter(content_object=OuterRef(f"{of}pk")))
    by_name = Q(**{f"{of}assigned_to_id": user.pk}) | Q(invited)
    return _reads(user, of) | Q(**{f"{of}school_id__in": schools}) & by_name


def _decides(user: User | AnonymousUser, record: Incident) -> bool:
    return bool({Role(record.owner_role), DECIDERS[Lane(record.lane)]} & roles_in(user, record.school_id))


class IncidentPolicy:
    """The one policy for incidents."""

    model = Incident

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Incident]) -> QuerySet[Incident]:
        """Those the account reads by post, is assigned or invited to, without those it has a conflict in."""
        if not user.is_authenticated or not user.is_active:
            return records.none()
        visible = records.filter(_sees(user)).annotate(
            seen_by=Value(user.pk),
            seen_by_post=Case(When(_reads(user), then=True), default=False, output_field=BooleanField()),
        )
        return visible.filter(~_conflict(user)) if conflicted_person_ids(user) else visible

    def allows(self, user: User | AnonymousUser, capability: C, record: Incident) -> bool:
        """Readers may do what their roles carry, but decide restricted matters only as who owns or decides them.

        The invited may read and add notes.
        """
        standing = self.standing(user, record)
        if standing is None:
            return False
        if capability in INVITED_MAY and standing is Standing.INVITED:
            return True
        if standing is not Standing.READER or not may(user, capability, record.school_id):
            return False
        return capability not in _DECIDING or record.lane not in RESTRICTED or _decides(user, record)

    def standing(self, user: User | AnonymousUser, record: Incident) -> Standing | None:
        """How the account sees this record; None when it does not.

        A record that came out of `visible_to` for this account brings the answer with it; any other is
        asked for once and the answer kept for as long as the object in hand lives (a request, a task).
        """
        if getattr(record, "seen_by", None) == user.pk and user.is_active:
            return Standing.READER if record.seen_by_post else Standing.INVITED  # type: ignore[attr-defined]
        kept: dict[tuple[int | None, str, str], Standing | None] = record.__dict__.setdefault(
            "_standings", {}
        )
        key = (user.pk, record.lane, record.owner_role)
        if key not in kept:
            found = self.visible_to(user, Incident.objects.filter(pk=record.pk)).first()
            kept[key] = self.standing(user, found) if found else None
        return kept[key]


INCIDENTS = IncidentPolicy()


class TaskPolicy:
    """The one policy for tasks: those who see the incident, and those the task was given to.

    Doing a task opens no door to the incident. Where the existence of an incident is restricted, a role
    alone opens nothing: the owner does the task or shares the incident by name.
    """

    model = Task

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Task]) -> QuerySet[Task]:
        """Tasks of visible incidents, and tasks given to the account or its role, never in conflict."""
        if not user.is_authenticated or not user.is_active:
            return records.none()
        given = Q(pk__in=())
        for school_id, role in posts_of(user):
            if C.DO_TASKS in CAPABILITIES[role]:
                given |= Q(school_id=school_id) & (
                    Q(role=role, assigned_to__isnull=True) & ~Q(incident__lane__in=RESTRICTED)
                    | Q(assigned_to_id=user.pk)
                )
        tasks = records.filter(given | _sees(user, of="incident__"))
        conflict = Involvement.objects.filter(_named_in(user), incident=OuterRef("incident_id"))
        return tasks.filter(~Exists(conflict))

    def allows(self, user: User | AnonymousUser, capability: C, record: Task) -> bool:
        """Whoever was given a task may do it; so may whoever works on its incident."""
        if not self.visible_to(user, Task.objects.filter(pk=record.pk)).exists():
            return False
        if capability in {C.SEE_INCIDENTS, C.DO_TASKS} and self._given(user, record):
            return True
        return capability in {C.SEE_INCIDENTS, C.DO_TASKS} and INCIDENTS.allows(user, C.WORK, record.incident)

    def _given(self, user: User | AnonymousUser, record: Task) -> bool:
        if record.assigned_to_id is not None:
            return record.assigned_to_id == user.pk
        return (record.school_id, record.role) in posts_of(user)


TASKS = TaskPolicy()


class ReceiptPolicy:
    """The one policy for a reporter's own receipt: their words, a gentle status, messages to them.

    Rule 3 of "Rules of access". A receipt never shows the incident; it stays with its writer even if they
    are later named a subject, because its vanishing would tell them so (docs/decisions).
    """

    model = Incident

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Incident]) -> QuerySet[Incident]:
        """What the account itself reported, while it holds a post in the school."""
        if not user.is_authenticated or not user.is_active:
            return records.none()
        return records.filter(reported_by_id=user.pk, school_id__in=schools_of(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Incident) -> bool:
        """The writer may look at it and add to it."""
        mine = user.is_active and record.reported_by_id == user.pk
        return capability is C.REPORT and mine and record.school_id in schools_of(user)


RECEIPTS = ReceiptPolicy()


def may_keep_speak_up_page(user: User | AnonymousUser, school: School | None) -> bool:
    """Whether the account opens, pauses and prints the school's speak-up page: leads and the office."""
    return may(user, C.CLOSE, school) or may(user, C.MANAGE_SCHOOL, school)


def was_opened_to(user: User | AnonymousUser) -> bool:
    """Whether any incident is open to the account by name now: by invitation or because it works on one."""
    return (
        Incident.objects.filter(assigned_to_id=user.pk).exists()
        or IncidentInvitation.objects.current().filter(user_id=user.pk).exists()
    )


def is_in_conflict(user: User | AnonymousUser, incident: Incident) -> bool:
    """Whether the account's holder, or somebody close to them, is a subject of the incident."""
    return Involvement.objects.filter(_named_in(user), incident=incident).exists()


def reads_by_post(user: User, incident: Incident) -> bool:
    """Whether the account reads the incident by a post it holds, whatever it was invited or assigned to."""
    return Incident.objects.filter(_reads(user), pk=incident.pk).exists() and not is_in_conflict(
        user, incident
    )


def reads_leads_notes(user: User, incident: Incident) -> bool:
    """Whether the account reads notes kept to the owner and the safeguarding leads."""
    roles = {role for school_id, role in posts_of(user) if school_id == incident.school_id}
    leads = {Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role(incident.owner_role)}
    reader = INCIDENTS.standing(user, incident) is Standing.READER
    return incident.assigned_to_id == user.pk or (reader and bool(roles & leads))


def audiences_for(user: User, incident: Incident) -> list[Audience]:
    """Which notes on an incident the account may read."""
    if reads_leads_notes(user, incident):
        return list(Audience)
    return [Audience.EVERYONE, Audience.REPORTER]
