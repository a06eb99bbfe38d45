"""Concerns of long ago in the invented school, so that there is something to review: most due, one of them held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.keeping import actions as keeping
from esafety.keeping.models import DueDate
from esafety.keeping.vocabulary import HoldKind
from esafety.keeping.working import work_out
from esafety.office.demo import clock
from esafety.office.demo.steps import do_steps
from incidents import actions
from incidents.actions.guard import fresh
from incidents.told import Account, Involved
from incidents.vocabulary import AcceptedAs, IncidentType, LearningArea, Nature, Part, PersonSort, RiskArea

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster
    from esafety.people.models import User
    from incidents.models import Incident

YEARS_AGO = 8


class Old(NamedTuple):
    """A concern of long ago: its type, the pupil as typed (they have left), and what was said."""

    type: IncidentType
    pupil: str
    words: str


CONCERNS = (
    Old(
        IncidentType.BYPASS,
        "Rowan Tibbs",
        "A proxy address was tried on a library computer. The filter stopped it.",
    ),
    Old(IncidentType.GAMING, "Isla Penhale", "Coins in a game were bought with a grandmother’s card number."),
    Old(IncidentType.COPYRIGHT, "Dev Malhotra", "Songs were downloaded from a site that may not share them."),
    Old(IncidentType.BULLYING, "Gus Farnham", "Two unkind comments under a picture of the school play."),
    Old(IncidentType.DEVICE_MISUSE, "Mina Castell", "A tablet was used to film a corridor after a reminder."),
)


def furnish(roster: Roster) -> str:
    """Report and close each in its year, hold the last, and work out what is due. Gives a line for the command."""
    then = timezone.now() - dt.timedelta(days=365 * YEARS_AGO)
    made = [_course(roster, one, then + dt.timedelta(days=9 * at)) for at, one in enumerate(CONCERNS)]
    keeping.lay_hold(
        school=roster.school,
        record=made[-1],
        kind=HoldKind.COMPLAINT,
        reason="The family wrote in October about how this was handled. The chair is answering.",
        by=_user(roster, "head"),
    )
    work_out(roster.school)
    due = DueDate.objects.filter(school=roster.school).due(timezone.localdate()).count()
    return f"{due} records due for review"


def _course(roster: Roster, one: Old, moment: dt.datetime) -> Incident:
    with clock.at(moment):
        incident = actions.report(
            school=roster.school,
            account=Account(
                primary_type=one.type, types=[one.type], description=one.words, nature=Nature.DELIBERATE
            ),
            people=[
                Involved(part=Part.SUBJECT, sort=PersonSort.CHILD, name=one.pupil, nature=Nature.DELIBERATE)
            ],
            by=_user(roster, "teacher"),
        )
    with clock.at(moment + dt.timedelta(days=2)):
        return _close(incident, _user(roster, "co_ordinator"))


def _close(incident: Incident, by: User) -> Incident:
    incident = actions.triage(
        incident=fresh(incident),
        accepted_as=AcceptedAs.ONLINE_SAFETY,
        primary_type=IncidentType(incident.primary_type),
        risk_area=RiskArea(incident.risk_area),
        harm_test=False,
        reason="What was told fits the policy.",
        version=fresh(incident).version,
        by=by,
    )
    incident = actions.take_up(incident=incident, version=incident.version, by=by)
    do_steps(incident, by, closing=True)
    for task in fresh(incident).tasks.open():
        actions.finish_task(task=task, result="Done the same week.", by=by)
    return actions.close(
        incident=fresh(incident),
        outcome="Talked through with the pupil and the parents. It has not happened again.",
        reason="Nothing further is needed.",
        learning_area=LearningArea.NOTHING,
        learning="",
        actions_staff=[],
        actions_child=[],
        specific_action="",
        version=fresh(incident).version,
        by=by,
    )


def _user(roster: Roster, key: str) -> User:
    """The account anew: rights are remembered on it for one request."""
    user = roster.users[key]
    return type(user).objects.get(pk=user.pk)
