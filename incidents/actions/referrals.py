"""Bodies outside the school: asked, told, referred to; and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.schooldays.calendar import LONDON
from incidents.actions.guard import change, must, must_be_open
from incidents.actions.tasks import end_by_act, open_tasks
from incidents.models import Decision, Incident, Referral, ReferralEntry, Task
from incidents.policy import agencies
from incidents.policy.agencies import AGENCY, ENDS, LADDER, UNANSWERED, FollowUp, after
from incidents.policy.routing import EDITION, TaskCode, TaskRule
from incidents.policy.types import POLICE_REQUIRED
from incidents.vocabulary import ChildAction, DecisionKind, StaffAction, TaskState
from incidents.vocabulary.outside import (
    REFERRAL_STEP,
    REFERRED,
    Agency,
    Answer,
    Approach,
    Consent,
    HarmTest,
    Method,
    Step,
)

if TYPE_CHECKING:
    from esafety.people.models import ExternalContact, User
    from incidents.models import Involvement

_SAID_AS = {
    Approach.ADVICE: DecisionKind.ADVICE,
    Approach.REFERRED: DecisionKind.REFER,
    Approach.NOT_REFERRED: DecisionKind.NOT_REFER,
}
_SPOKEN = {Method.TELEPHONE, Method.IN_PERSON}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was said to an agency, by whom, how, and on what ground."""

    agency: Agency
    approach: Approach
    reason: str
    about: Involvement | None = None
    contact: ExternalContact | None = None
    method: Method | None = None
    made_at: dt.datetime = field(default_factory=timezone.now)
    spoke_to: str = ""
    said: str = ""
    reference: str = ""
    harm_tests: tuple[HarmTest, ...] = ()
    consent: Consent | None = None
    consent_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What happened with a referral."""

    step: Step
    words: str
    happened_at: dt.datetime = field(default_factory=timezone.now)
    spoke_to: str = ""
    reference: str = ""
    answered: bool | None = None
    answer: Answer | None = None
    improving: bool | None = None
    next_on: dt.date | None = None


@transaction.atomic
def refer(*, incident: Incident, told: Told, version: int, by: User) -> Referral:
    """Record advice sought, a referral made, or one considered and not made, with the reason; it is a decision.

    It ends the tasks that asked for it and opens what follows: the agency's answer has a clock at once. Raises
    NotNow where a rule makes the referral mandatory (police for the three kinds, the LADO when the harm test is
    met), for a police reference that is lacking its task stays open; PermissionDenied; Stale.
    Source: E N.B.; C 4.4, 5.2.2; domain/routing.md, "The clock after a referral".
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    _must_be_ours(incident, told)
    _refuse_to_leave_out(incident, told)
    incident = change(incident, version=version, **_ticks(incident, told))
    referral = Referral.objects.create(incident=incident, by=by, edition=EDITION, **_columns(told))
    Decision.objects.create(
        incident=incident, kind=_SAID_AS[told.approach], words=_sentence(told), reason=told.reason, by=by,
        edition=EDITION,
    )  # fmt: skip
    _end_what_asked(incident, told, by)
    if told.approach is Approach.REFERRED:
        follow = [*after(told.agency, Approach.REFERRED)]
        if told.agency is Agency.SOCIAL_CARE and told.method in _SPOKEN:
            follow.append(agencies.IN_WRITING)
        _follow_up(referral, follow, since=told.made_at, by=by)
    detail: dict[str, Detail] = {
        "approach": told.approach.value,
        "agency": told.agency.value,
        "referral": referral.pk,
    }
    record(REFERRED, by=by, school=incident.school, about=incident, detail=detail)
    return referral


@transaction.atomic
def go_on_with(*, referral: Referral, happened: Happened, version: int, by: User) -> ReferralEntry:
    """Record what happened with a referral; it ends the tasks that asked for it and opens the next.

    A chase without an answer opens the next chase, and after two the agency is taken to task further up; a child
    whose situation does not improve opens a task to press for reconsideration. Raises NotNow, PermissionDenied,
    Stale. Source: D flowchart; Working Together (reference/field.md 4.2).
    """
    incident = referral.incident
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    incident = change(incident, version=version)
    _refuse_out_of_turn(referral, happened)
    rung = _rung(referral) if happened.step is Step.ESCALATED else None
    entry = ReferralEntry.objects.create(referral=referral, rung=rung, by=by, **_entry_columns(happened))
    _end(referral, happened, by)
    _follow_up(referral, _next(referral, happened), since=happened.happened_at, on=happened.next_on, by=by)
    detail: dict[str, Detail] = {
        "step": happened.step.value,
        "agency": referral.agency,
        "referral": referral.pk,
    }
    record(REFERRAL_STEP, by=by, school=incident.school, about=incident, detail=detail)
    return entry


# -- what is refused -------------------------------------------------------------------------------


def _must_be_ours(incident: Incident, told: Told) -> None:
    """A contact of this school, and somebody of this incident."""
    if told.contact is not None and told.contact.school_id != incident.school_id:
        raise PermissionDenied
    if told.about is not None and told.about.incident_id != incident.pk:
        raise PermissionDenied


POLICE_FIRST = (
    "The police must be told of this kind of incident: it cannot be decided otherwise here. Record the report to "
    "them, or correct the type if it is wrong."
)
LADO_FIRST = (
    "The harm test may be met, so the LADO is told: it cannot be decided otherwise here. Record the referral, or "
    "the advice you were given."
)


def _refuse_to_leave_out(incident: Incident, told: Told) -> None:
    if told.approach is not Approach.NOT_REFERRED:
        return
    police = TaskCode.POLICE in AGENCY[told.agency].referral_ends
    if police and incident.tags.filter(type__in=POLICE_REQUIRED).exists():
        raise NotNow(POLICE_FIRST)
    if told.agency is Agency.LADO and incident.harm_test:
        raise NotNow(LADO_FIRST)


def _refuse_out_of_turn(referral: Referral, happened: Happened) -> None:
    if referral.approach == Approach.NOT_REFERRED:
        raise NotNow("Nothing was referred here. Record a referral first.")
    if referral.entries.filter(step=Step.ENDED).exists():
        raise NotNow("The outcome of this referral is recorded already. Record a new referral instead.")
    once = {Step.ACKNOWLEDGED, Step.REFERENCE}
    if happened.step in once and referral.entries.filter(step=happened.step).exists():
        raise NotNow("This is recorded already.")


# -- what it ends ----------------------------------------------------------------------------------


def _end_what_asked(incident: Incident, told: Told, by: User) -> None:
    """The tasks that asked for it. The police task waits for their reference."""
    rule = AGENCY[told.agency]
    result = f"{told.approach.label}: {told.agency.label}"
    if told.approach is Approach.REFERRED:
        codes = [one for one in rule.referral_ends if one != TaskCode.POLICE or told.reference]
        end_by_act(incident=incident, codes=codes, state=TaskState.DONE, by=by, result=_with(result, told))
        return
    advice = told.approach is Approach.ADVICE
    state = TaskState.DONE if advice else TaskState.NOT_NEEDED
    codes = list(rule.advice_ends if advice else rule.referral_ends)
    end_by_act(incident=incident, codes=codes, state=state, by=by, result=f"{result}. {told.reason}"[:4000])


def _with(result: str, told: Told) -> str:
    return f"{result}. Reference: {told.reference}" if told.reference else result


def _end(referral: Referral, happened: Happened, by: User) -> None:
    """The tasks of this referral that the step answers; the last step answers all of them."""
    result = f"{happened.step.label}. {happened.words}"[:4000]
    if happened.step is Step.REFERENCE:
        codes = [one for one in AGENCY[referral.agency].referral_ends if one == TaskCode.POLICE]
        end_by_act(
            incident=referral.incident, codes=codes, state=TaskState.DONE, by=by,
            result=f"{referral}. Reference: {happened.reference}",
        )  # fmt: skip
        return
    mine = Task.objects.open().filter(referral=referral)
    if happened.step is not Step.ENDED:
        mine = mine.asking(*ENDS.get(happened.step, ()))
    mine.update(state=TaskState.DONE, result=result, ended_at=timezone.now(), ended_by=by)


# -- what it begins --------------------------------------------------------------------------------


def _next(referral: Referral, happened: Happened) -> list[FollowUp]:
    """What is to do after a step; what waits for a day that was not named is left out."""
    agency, step = Agency(referral.agency), happened.step
    found = [*after(agency, happened.answer or step)]
    if step is Step.CHASED and _unanswered(referral) >= UNANSWERED:
        found = [agencies.NOT_ANSWERING]
    if step is Step.REVIEWED and happened.improving is False:
        found.append(agencies.NOT_IMPROVING)
    return [row for row in found if row.clock or happened.next_on]


def _unanswered(referral: Referral) -> int:
    """How many chases in a row nobody answered, since the agency was last taken further up."""
    steps = referral.entries.filter(step__in=(Step.CHASED, Step.ESCALATED, Step.DECIDED)).order_by("-pk")
    count = 0
    for entry in steps:
        if entry.step != Step.CHASED or entry.answered:
            break
        count += 1
    return count


def _rung(referral: Referral) -> int:
    """How far up it is taken now; the last rung stays the last."""
    return min(referral.entries.filter(step=Step.ESCALATED).count() + 1, len(LADDER))


def _follow_up(
    referral: Referral, rows: list[FollowUp], *, since: dt.datetime, by: User, on: dt.date | None = None
) -> None:
    """Open what is to do next as tasks of this referral, each with its clock, or due on the day that was named."""
    for row in rows:
        rule = TaskRule(row.code, row.words, None, row.clock, row.required)
        opened = open_tasks(
            incident=referral.incident, rules=[rule], by=by, rule="after-referral", source=row.source,
            since=since, again=True,
        )  # fmt: skip
        due: dict[str, Any] = {} if row.clock or on is None else {"due_at": end_of(on)}
        Task.objects.filter(pk__in=[task.pk for task in opened]).update(referral=referral, **due)


def end_of(day: dt.date) -> dt.datetime:
    """The end of a day's work, local time."""
    return dt.datetime.combine(day, dt.time(17), LONDON)


# -- what is written -------------------------------------------------------------------------------


def _columns(told: Told) -> dict[str, Any]:
    return {
        "agency": told.agency, "approach": told.approach, "about": told.about, "contact": told.contact,
        "method": told.method or "", "made_at": told.made_at, "spoke_to": told.spoke_to, "said": told.said,
        "reference": told.reference, "harm_tests": [one.value for one in told.harm_tests],
        "consent": told.consent or "", "consent_reason": told.consent_reason, "reason": told.reason,
    }  # fmt: skip


def _entry_columns(happened: Happened) -> dict[str, Any]:
    words = happened.words
    if happened.reference:
        words = f"{happened.reference}\n{words}".strip()
    return {
        "step": happened.step, "happened_at": happened.happened_at, "spoke_to": happened.spoke_to,
        "words": words, "answered": happened.answered, "answer": happened.answer or "",
        "improving": happened.improving, "next_on": happened.next_on,
    }  # fmt: skip


def _sentence(told: Told) -> str:
    """What was decided, in one line: it stands in every list of decisions."""
    parts = [f"{told.approach.label}: {told.agency.label}"]
    if told.about is not None:
        parts.append(f"about {told.about.who}")
    if told.method:
        parts.append(told.method.label.lower())
    if told.reference:
        parts.append(f"reference {told.reference}")
    return ", ".join(parts) + "."


def _ticks(incident: Incident, told: Told) -> dict[str, list[str]]:
    """The boxes of the Appendix 4 form that it ticks."""
    rule = AGENCY[told.agency]
    boxes = {Approach.ADVICE: rule.advice_ticks, Approach.REFERRED: rule.referral_ticks}.get(
        told.approach, ()
    )
    staff = [box.value for box in boxes if isinstance(box, StaffAction)]
    child = [box.value for box in boxes if isinstance(box, ChildAction)]
    return {
        "actions_staff": list(dict.fromkeys([*incident.actions_staff, *staff])),
        "actions_child": list(dict.fromkeys([*incident.actions_child, *child])),
    }
