"""Concerns of long ago in the invented school, so that there is something to review: most due, one of them held; and a
file that another school sent about somebody who is grown up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from esafety.keeping import actions as keeping
from esafety.keeping.models import DueDate
from esafety.keeping.policy.dates import years_after
from esafety.keeping.vocabulary import HoldKind
from esafety.keeping.working import work_out
from esafety.moving import actions as moving
from esafety.office.actions import add_person, leave_roll
from esafety.office.demo import clock
from esafety.office.demo.steps import do_steps
from esafety.papers import cabinet
from esafety.papers.pdf import LibrariesMissing, render
from esafety.papers.receiving.kinds import PDF, PUPIL_FILE
from esafety.papers.uploads import SealedUpload
from esafety.people.vocabulary import PersonKind
from incidents import actions
from incidents.actions.guard import fresh
from incidents.told import Account, Involved
from incidents.vocabulary import AcceptedAs, IncidentType, LearningArea, Nature, Part, PersonSort, RiskArea

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster
    from esafety.people.models import User
    from incidents.models import Incident

YEARS_AGO = 8
YEARS_OLD = 27
LETTER = (
    '<html lang="en-GB"><head><title>Safeguarding file</title></head><body><h1>Safeguarding file</h1>'
    "<p>Millbrook Primary. Two concerns about absence, both talked through with the family and closed.</p>"
    "</body></html>"
)


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
    _receive(roster)
    work_out(roster.school)
    due = DueDate.objects.filter(school=roster.school).due(timezone.localdate()).count()
    return f"{due} records due for review"


def _receive(roster: Roster) -> None:
    """The file of somebody who was a pupil long ago, found among papers: another school had sent it."""
    try:
        letter = render(LETTER).content
    except LibrariesMissing:  # then no document of the demonstration can be made
        return
    deputy, today = _user(roster, "deputy"), timezone.localdate()
    born_on, left_on = years_after(today, -YEARS_OLD), years_after(today, -YEARS_OLD + 16)
    told: dict[str, Any] = {"given_name": "Corin", "family_name": "Ashdown", "born_on": born_on}
    pupil = add_person(school=roster.school, kind=PersonKind.PUPIL, by=roster.users["school_admin"], **told)
    leave_roll(person=pupil, left_on=left_on, by=roster.users["school_admin"])
    arriving = cabinet.Arriving()
    arriving.write(letter)
    sent = SealedUpload("file.pdf", len(letter), arriving, PDF, PUPIL_FILE)
    file = moving.receive_file(school=roster.school, sent=sent, by=deputy)
    sender: dict[str, Any] = {"sender": "Millbrook Primary", "sent_by": "P Garside", "sent_on": left_on}
    file = moving.describe_arrival(arrival=file, version=file.version, by=deputy, **sender)
    moving.take_arrival_in(arrival=file, pupil=pupil, version=file.version, by=deputy)


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
