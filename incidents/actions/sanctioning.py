"""Deciding what follows for somebody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.people.vocabulary import Role
from esafety.schooldays.calendar import DAY_ENDS, LONDON
from incidents.actions.guard import must, must_be_open
from incidents.actions.opening import another
from incidents.actions.tasks import end_by_act, tell_of_tasks
from incidents.models import Incident, Involvement, Sanction, SanctionSettings, Task
from incidents.policy.routing import RESTRICTED, TaskCode
from incidents.policy.sanctions import CHOICES, EDITION, LOSES_ACCESS, Rung
from incidents.record.ladder import Weighed, weigh, why_not_decide
from incidents.vocabulary import SANCTIONED, SANCTIONS_SET, Measure, Part, PersonSort, Records, TaskState

if TYPE_CHECKING:
    from collections.abc import Collection

    from esafety.people.models import School, User


@transaction.atomic
def sanction(
    *,
    row: Involvement,
    rung: str,
    measures: Collection[Measure],
    proportion: str,
    context: str,
    by: User,
    loss_from: dt.date | None = None,
    loss_until: dt.date | None = None,
) -> Sanction:
    """Decide what follows for one person; no rung and no measure is a decision for support alone.

    What was proposed, and why, is kept beside it. A loss of access opens two tasks: to take it away and, at its end,
    to give it back. Once every subject of the ladder has a decision, the task to decide ends. Raises NotNow when the
    rung is not for `by` to decide, a measure is not available on it, or a loss of access has no days. Source:
    domain/sanctions.md (C 5.1, C 5.2).
    """
    must(by, Capability.WORK, row.incident)
    must_be_open(row.incident)
    row = (
        Involvement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("incident__school", "person")
        .get(pk=row.pk)
    )
    weighed = weigh(row, by)
    if weighed is None or row.withdrawn_at is not None:
        raise NotNow("There is no ladder of sanctions for this person.")
    chosen = weighed.ladder.rung(rung)
    if reason := why_not_decide(weighed, chosen, row, by):
        raise NotNow(reason)
    _must_be_available(weighed, chosen, measures)
    loses = bool(LOSES_ACCESS & set(measures))
    _must_have_days(loses, loss_from, loss_until)
    decided = Sanction.objects.create(
        involvement=row,
        incident=row.incident,
        ladder=weighed.ladder.id,
        rung=rung,
        proposed=weighed.proposal.rung.code if weighed.proposal.rung else "",
        because=list(weighed.proposal.because),
        measures=[measure.value for measure in measures],
        proportion=proportion,
        context=context,
        loss_from=loss_from if loses else None,
        loss_until=loss_until if loses else None,
        restore_task=_access_tasks(row, loss_from, loss_until, by)
        if loses and loss_from and loss_until
        else None,
        edition=EDITION,
        decided_by=by,
    )
    _end_deciding(row.incident, by)
    record(SANCTIONED, by=by, school=row.incident.school, about=row.incident, detail={"rung": rung or "none"})
    return decided


def _must_be_available(weighed: Weighed, rung: Rung | None, measures: Collection[Measure]) -> None:
    if rung is None and measures:
        raise NotNow("Choose the category that this belongs to.")
    if rung is not None and not measures:
        raise NotNow("Choose what follows, or choose support without a sanction.")
    if rung is not None and set(measures) - set(weighed.available(rung)):
        raise NotNow(f"Choose only what is available in category {rung.code}.")


def _must_have_days(loses: bool, first: dt.date | None, last: dt.date | None) -> None:
    if loses and (first is None or last is None or last < first):
        raise NotNow("Say from which day to which day access is lost.")
    if loses and last is not None and last < timezone.localdate():
        raise NotNow("The last day of a loss of access is still to come.")


def _access_tasks(row: Involvement, first: dt.date, last: dt.date, by: User) -> Task:
    """To take access away and to give it back, each due at the end of its day; gives the second.

    They name whose access it is and nothing else; about an adult of the school they fall to the owner alone.
    """
    incident = row.incident
    role = "" if incident.lane in RESTRICTED else Role.NETWORK_MANAGER
    rows = [
        Task(
            incident=incident,
            school=incident.school,
            code=another(code, incident),
            words=words,
            detail=f"{row.who}, from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}.",
            role=role,
            records=Records.TICK,
            due_at=dt.datetime.combine(day, DAY_ENDS, LONDON).astimezone(dt.UTC),
            opened_by=by,
            rule="loss-of-access",
            edition=EDITION,
            source="C 5.1",
        )
        for code, words, day in (
            (TaskCode.TAKE_ACCESS, "Take internet access away", max(first, timezone.localdate())),
            (TaskCode.GIVE_ACCESS, "Give internet access back", last),
        )
    ]
    Task.objects.bulk_create(rows)
    tell_of_tasks(rows[:1], by)
    return rows[1]


def _end_deciding(incident: Incident, by: User) -> None:
    """The task to decide ends when every subject with a ladder has a decision."""
    asked = Involvement.objects.standing().filter(incident=incident, part=Part.SUBJECT, sort=PersonSort.CHILD)
    decided = Sanction.objects.filter(incident=incident).values("involvement")
    if not asked.exclude(pk__in=decided).exists():
        words = "Decided for each of them"
        end_by_act(incident=incident, codes=[TaskCode.SANCTION], state=TaskState.DONE, result=words, by=by)


@transaction.atomic
def choose_ladder(
    *, school: School, ladder: str, measures: Collection[Measure], months: int, by: User
) -> SanctionSettings:
    """Choose a school's ladder for pupils, what of it the school makes use of, and how long it remembers (months).

    What was decided stays as it was. Raises PermissionDenied; NotNow for a ladder there is not, for nothing
    available at all, and for months outside 1 to 36. Source: domain/sanctions.md.
    """
    if not may(by, Capability.MANAGE_SCHOOL, school):
        raise PermissionDenied
    found = next((one for one in CHOICES if one.id == ladder), None)
    if found is None or not 1 <= months <= 36:
        raise NotNow("Choose one of the ladders, and between 1 and 36 months.")
    known = {measure for rung in found.rungs for measure in rung.measures}
    ticked = [measure.value for measure in Measure if measure in set(measures) & known]
    if not ticked:
        raise NotNow("Tick at least one sanction that this ladder has.")
    made, _ = SanctionSettings.objects.update_or_create(
        school=school, defaults={"ladder": ladder, "measures": ticked, "months": months}
    )
    record(SANCTIONS_SET, by=by, school=school, about=school, detail={"ladder": ladder})
    return made
