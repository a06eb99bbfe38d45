"""Low-level concerns about adults of the school: decided on, read together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from incidents.access_people import LOW_LEVEL_PEOPLE, low_level_about
from incidents.actions.guard import change, fresh, must
from incidents.actions.referrals import end_of
from incidents.actions.routing import route
from incidents.actions.tasks import end_by_act, open_tasks
from incidents.facts import facts_of
from incidents.models import Decision, Incident, Link, PatternReview, Task
from incidents.policy.routing import EDITION, TaskCode, TaskRule
from incidents.vocabulary import AcceptedAs, DecisionKind, IncidentType, Status, TaskState
from incidents.vocabulary.outside import PATTERN_REVIEWED, Verdict

if TYPE_CHECKING:
    from esafety.people.models import Person, User

NOT_LOW_LEVEL = (
    "What is described may meet the harm threshold, so it cannot be a low-level concern. Triage it as a matter about "
    "a member of staff, or correct the type, the danger or the harm test if they are wrong."
)
_AGAIN = TaskRule(TaskCode.PATTERN, "Look again at what is kept about this person", None, None)


def must_be_low_level(incident: Incident, types: Iterable[IncidentType], *, harm_test: bool) -> None:
    """Raise NotNow where what is described may meet the harm threshold (KCSIE, low-level concerns)."""
    facts = facts_of(incident)
    facts = facts._replace(
        accepted_as=AcceptedAs.LOW_LEVEL, harm_test=harm_test, types=facts.types.union(types)
    )
    if not facts.low_level:
        raise NotNow(NOT_LOW_LEVEL)


def end_consideration(incident: Incident, reason: str, by: User) -> None:
    """The threshold was decided: the LADO was considered, and this is why it is none of theirs."""
    words = f"Below the harm threshold: a low-level concern. {reason}"[:4000]
    codes = (TaskCode.LADO_CONSIDER, TaskCode.LADO_REFER)
    end_by_act(incident=incident, codes=codes, state=TaskState.DONE, result=words, by=by)


@transaction.atomic
def review_pattern(
    *, person: Person, verdict: Verdict, reason: str, again_on: dt.date | None, by: User
) -> PatternReview:
    """Record what was found when a person's low-level concerns were read together.

    Something to watch is looked at again on a named day. What may meet the harm threshold together becomes an
    allegation: the latest concern is opened as one, the others are linked to it. Raises NotNow without a concern to
    read or a day to look again; PermissionDenied. Source: KCSIE, low-level concerns (reference/field.md 4.1, c10).
    """
    if not LOW_LEVEL_PEOPLE.allows(by, Capability.READ_LOW_LEVEL, person):
        raise PermissionDenied
    concerns = list(
        low_level_about(by, person)
        .select_for_update(of=("self",), no_key=True)
        .order_by("-reported_at", "-pk")
    )
    if not concerns:
        raise NotNow("There is no low-level concern about this person that you hold.")
    if verdict is Verdict.WATCH and again_on is None:
        raise NotNow("Say on which day you look again.")
    review = PatternReview.objects.create(
        school=person.school,
        person=person,
        concerns=[one.pk for one in concerns],
        verdict=verdict,
        reason=reason,
        again_on=again_on if verdict is Verdict.WATCH else None,
        by=by,
    )
    for concern in concerns:
        words = f"{verdict.label}. {reason}"[:4000]
        end_by_act(incident=concern, codes=[TaskCode.PATTERN], state=TaskState.DONE, result=words, by=by)
    if verdict is Verdict.WATCH and again_on is not None:
        _look_again(concerns[0], again_on, by)
    detail: dict[str, Detail] = {"verdict": verdict.value, "concerns": [one.pk for one in concerns]}
    record(PATTERN_REVIEWED, by=by, school=person.school, about=person, detail=detail)
    if verdict is Verdict.ALLEGATION:
        _becomes_an_allegation(concerns, reason, by)
    return review


def _look_again(concern: Incident, on: dt.date, by: User) -> None:
    opened = open_tasks(
        incident=concern, rules=[_AGAIN], by=by, rule="pattern", source="KCSIE, low-level concerns",
        again=True,
    )  # fmt: skip
    Task.objects.filter(pk__in=[task.pk for task in opened]).update(due_at=end_of(on))


def _becomes_an_allegation(concerns: list[Incident], reason: str, by: User) -> None:
    """The latest is opened as an allegation that may meet the harm test; the earlier ones are linked to it."""
    latest, *earlier = concerns
    must(by, Capability.CLOSE, latest)
    reopened = {} if latest.is_open else {"status": Status.REOPENED}
    latest = change(
        latest, version=latest.version, accepted_as=AcceptedAs.STAFF_ALLEGATION, harm_test=True, **reopened
    )
    Decision.objects.create(
        incident=latest, kind=DecisionKind.ESCALATE, words=Verdict.ALLEGATION.label, reason=reason, by=by,
        edition=EDITION,
    )  # fmt: skip
    for other in earlier:
        first, second = sorted((latest, other), key=lambda one: one.pk)
        Link.objects.get_or_create(
            incident=first, other=second, defaults={"reason": Verdict.ALLEGATION.label, "by": by}
        )
    route(incident=fresh(latest), by=by)
