"""Incidents for tests, made and moved only by the actions: no test stands on an impossible case.

    incident = a_concern(cast, about="pupil", type=IncidentType.SOFT_PORN, nature=Nature.ACCIDENTAL)
    incident = advance(incident, to=Status.CLOSED)

People are named as in the cast ("pupil", "teacher"), or are a `Person`, or a name as a reporter types it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.people.models import Person, School, User
from esafety.people.queries import holders
from esafety.people.vocabulary import PersonKind, Role
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.actions.referrals import Happened, Told
from incidents.models import Incident, Referral, ReferralEntry, Task
from incidents.record.lacks import not_ended
from incidents.told import Account, Involved, Reporter
from incidents.vocabulary import (
    AcceptedAs,
    Finding,
    IncidentType,
    Lane,
    LearningArea,
    Part,
    PersonSort,
    Status,
)
from incidents.vocabulary.outside import Agency, Approach, Method, Step
from tests.cast import Account as CastAccount
from tests.cast import Cast, Child

Who = str | Person
Some = Who | Sequence[Who]

SORT_OF = {
    PersonKind.PUPIL: PersonSort.CHILD,
    PersonKind.STAFF: PersonSort.STAFF,
    PersonKind.GOVERNOR: PersonSort.GOVERNOR,
    PersonKind.PARENT: PersonSort.PARENT,
    PersonKind.OTHER: PersonSort.OTHER,
}
ACCEPTED = {
    Lane.ONLINE_SAFETY: AcceptedAs.ONLINE_SAFETY,
    Lane.SAFEGUARDING: AcceptedAs.SAFEGUARDING,
    Lane.STAFF: AcceptedAs.STAFF_ALLEGATION,
    Lane.LOW_LEVEL: AcceptedAs.LOW_LEVEL,
    Lane.GOVERNOR: AcceptedAs.STAFF_ALLEGATION,
    Lane.HEAD: AcceptedAs.STAFF_ALLEGATION,
}


def a_concern(
    cast: Cast,
    *,
    about: Some = "pupil",
    harmed: Some = (),
    witnesses: Some = (),
    by: str | User = "teacher",
    type: IncidentType = IncidentType.BULLYING,
    types: Sequence[IncidentType] = (),
    reporter: Reporter | None = None,
    school: School | None = None,
    key: Any = None,
    **account: Any,
) -> Incident:
    """A concern as the report's last page sends it. `about` are the subjects; `()` is nobody known."""
    told = {"description": "Messages were sent in the class chat.", **account}
    return actions.report(
        school=school or cast.school,
        account=Account(primary_type=type, types=[type, *types], **told),
        people=[
            *involved(cast, about, Part.SUBJECT),
            *involved(cast, harmed, Part.HARMED),
            *involved(cast, witnesses, Part.WITNESS),
        ],
        by=cast.user(by) if isinstance(by, str) else by,
        reporter=reporter or Reporter(),
        key=key,
    )


def involved(cast: Cast, who: Some, part: Part, **more: Any) -> list[Involved]:
    """People and their part, as a report holds them."""
    each = [who] if isinstance(who, str | Person) else who
    return [_one(cast, one, part, more) for one in each]


def _one(cast: Cast, who: Who, part: Part, more: dict[str, Any]) -> Involved:
    person = _person(cast, who)
    if person is None:
        return Involved(part=part, name=str(who), **{"sort": PersonSort.OTHER, **more})
    sort = PersonSort.HEAD if who == "head" else SORT_OF[PersonKind(person.kind)]
    return Involved(part=part, person=person, **{"sort": sort, **more})


def _person(cast: Cast, who: Who) -> Person | None:
    if isinstance(who, Person):
        return who
    declared = vars(Cast).get(who)
    if isinstance(declared, CastAccount):
        return cast.person_of(cast.user(who))
    return getattr(cast, who) if isinstance(declared, Child) else None


def holder(incident: Incident, capability: Capability = Capability.CLOSE) -> User:
    """Whoever may work on the incident now: of its owner's role first, then of any."""
    for roles in ([Role(incident.owner_role)], list(Role)):
        for post in holders(incident.school, roles):
            if INCIDENTS.allows(post.user, capability, fresh(incident)):
                return post.user
    raise LookupError(f"Nobody in the school may work on {incident}")


def advance(incident: Incident, to: Status, *, by: User | None = None, **words: Any) -> Incident:
    """Walk the incident to a status by the moves there are, doing its required tasks before closing.

    `words` go to the move that allows them: `accepted_as`, `harm_test`, `outcome`, `reason`, …
    """
    incident = fresh(incident)
    while incident.status != to:
        step, allowed = _STEPS[_next(Status(incident.status), to)]
        given = {name: value for name, value in words.items() if name in allowed}
        incident = step(incident, by or holder(incident), given)
    return incident


def do_tasks(
    incident: Incident, *, by: User | None = None, required_only: bool = True, but: str = "none"
) -> None:
    """Finish what is still to do `but` tasks of one code, and what follows; what ends by an act, by that act."""
    wanted = {"required": True} if required_only else {}
    while tasks := list(incident.tasks.open().filter(**wanted).exclude(code=but)):
        _do(incident, tasks[0], by or holder(incident))
    incident.refresh_from_db()


REFERRED_TO = {
    "lado": (Agency.LADO, Approach.REFERRED),
    "police": (Agency.POLICE, Approach.REFERRED),
    "channel": (Agency.CHANNEL, Approach.ADVICE),
    "social": (Agency.SOCIAL_CARE, Approach.ADVICE),
}
"""What ends a task that asks for an agency, by how its code begins."""


def a_referral(incident: Incident, agency: Agency, *, by: User | None = None, **told: Any) -> Referral:
    """A referral, or advice, recorded as its page does it."""
    words = {"approach": Approach.REFERRED, "method": Method.TELEPHONE, "reason": "They must know.", **told}
    version = fresh(incident).version
    made = Told(agency=agency, **words)
    return actions.refer(incident=incident, told=made, version=version, by=by or holder(incident))


def a_step(referral: Referral, step: Step, *, by: User | None = None, **happened: Any) -> ReferralEntry:
    """Something that happened with a referral, recorded as its page does it."""
    incident = fresh(referral.incident)
    words = {"words": "They rang back.", **happened}
    return actions.go_on_with(
        referral=referral,
        happened=Happened(step=step, **words),
        version=incident.version,
        by=by or holder(incident),
    )


def _do(incident: Incident, task: Task, by: User) -> None:
    if task.referral is not None:
        a_step(task.referral, Step.ENDED, by=by)
    elif found := REFERRED_TO.get(task.code.split("_")[0]):
        a_referral(incident, found[0], approach=found[1], by=by, reference="DEV/1/26")
    else:
        actions.finish_task(task=task, result="Done", by=by)


def end_allegations(incident: Incident, by: User) -> None:
    """Record how each allegation ended that must have an outcome."""
    for row in not_ended(incident):
        actions.end_allegation(
            incident=incident,
            about=row,
            finding=Finding.UNFOUNDED,
            decided_by="The LADO",
            decided_on=timezone.localdate(),
            evidence="Nothing was found.",
            version=fresh(incident).version,
            by=by,
        )
    incident.refresh_from_db()


def _next(now: Status, to: Status) -> Status:
    """The status to go to from `now` on the way to another."""
    match now, to:
        case Status.SUBMITTED, _:
            return Status.TRIAGED
        case Status.TRIAGED, _:
            return Status.IN_PROGRESS
        case ((Status.IN_PROGRESS | Status.REOPENED), Status.AWAITING_OUTSIDE):
            return Status.AWAITING_OUTSIDE
        case Status.AWAITING_OUTSIDE, Status.IN_PROGRESS:
            return Status.IN_PROGRESS
        case Status.CLOSED, _:
            return Status.REOPENED
    return Status.CLOSED


def _triage(incident: Incident, by: User, given: dict[str, Any]) -> Incident:
    words = {
        "accepted_as": ACCEPTED[Lane(incident.lane)],
        "primary_type": IncidentType(incident.primary_type),
        "risk_area": incident.risk_area,
        "harm_test": False,
        "reason": "It fits the policy.",
        **given,
    }
    return actions.triage(incident=incident, version=incident.version, by=by, **words)


def _go_on(incident: Incident, by: User, given: dict[str, Any]) -> Incident:
    if incident.status == Status.AWAITING_OUTSIDE:
        words = {"reason": "They have decided.", **given}
        return actions.resume(incident=incident, version=incident.version, by=by, **words)
    return actions.take_up(incident=incident, version=incident.version, by=by)


def _await(incident: Incident, by: User, given: dict[str, Any]) -> Incident:
    words = {"reason": "Social care decides.", **given}
    return actions.await_outside(incident=incident, version=incident.version, by=by, **words)


def _close(incident: Incident, by: User, given: dict[str, Any]) -> Incident:
    do_tasks(incident, by=by)
    end_allegations(incident, by)
    words = {
        "outcome": "The pupils understand what went wrong.",
        "reason": "Nothing further is needed.",
        "learning_area": LearningArea.NOTHING,
        "learning": "",
        "actions_staff": [],
        "actions_child": [],
        "specific_action": "",
        **given,
    }
    return actions.close(incident=incident, version=incident.version, by=by, **words)


def _reopen(incident: Incident, by: User, given: dict[str, Any]) -> Incident:
    words = {"reason": "New information came.", **given}
    return actions.reopen(incident=incident, version=incident.version, by=by, **words)


_Step = Callable[[Incident, User, dict[str, Any]], Incident]
_CLOSING = {"outcome", "learning_area", "learning", "actions_staff", "actions_child", "specific_action"}
_STEPS: dict[Status, tuple[_Step, set[str]]] = {
    Status.TRIAGED: (_triage, {"accepted_as", "primary_type", "risk_area", "harm_test", "reason"}),
    Status.IN_PROGRESS: (_go_on, set()),
    Status.AWAITING_OUTSIDE: (_await, {"reason"}),
    Status.CLOSED: (_close, _CLOSING | {"reason"}),
    Status.REOPENED: (_reopen, {"reason"}),
}
