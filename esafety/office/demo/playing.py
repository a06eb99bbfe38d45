"""Letting the stories happen, each act at its moment and in the order of time, by the actions of the rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from esafety.office.demo import clock
from esafety.office.demo.founding import Roster
from esafety.office.demo.steps import do_steps
from esafety.office.demo.story import Step, Story, Who
from esafety.people.models import Person
from esafety.schooldays.calendar import LONDON, Calendar
from esafety.schooldays.queries import calendar_of
from incidents import actions
from incidents.actions.guard import fresh
from incidents.actions.referrals import Happened, Told
from incidents.models import Incident, Involvement, Task
from incidents.told import Account, Involved
from incidents.vocabulary import IncidentType, PartKind, RiskArea
from incidents.vocabulary.outside import Agency, Approach, Method
from incidents.vocabulary.outside import Step as OutsideStep

if TYPE_CHECKING:
    from esafety.people.models import User


@dataclass
class Scene:
    """The school and what has happened in it so far, by the stories' names."""

    roster: Roster
    incidents: dict[str, Incident] = field(default_factory=dict)

    def now(self, slug: str) -> Incident:
        """The incident of a story as it is now."""
        return Incident.objects.select_related("school").get(pk=self.incidents[slug].pk)


class Act(NamedTuple):
    """Something that happens at a moment."""

    moment: dt.datetime
    do: Callable[[], object]


Happenings = Iterable[tuple[dt.datetime, Callable[[], object]]]


def play(
    scene: Scene, stories: tuple[Story, ...], *rooms: Callable[[Roster, dt.datetime], Happenings]
) -> int:
    """Let everything happen up to now, clocks running out in between. Returns how many acts there were.

    What happens in other rooms, each tells for itself: moments, and what is done then.
    """
    now = timezone.now()
    elsewhere = [Act(*one) for room in rooms for one in room(scene.roster, now)]
    acts = sorted([*_acts(scene, stories, now), *elsewhere], key=lambda act: act.moment)
    for act in acts:
        _run_out_clocks_before(act.moment)
        with clock.at(act.moment):
            act.do()
    _run_out_clocks_before(now)
    return len(acts)


def tell(scene: Scene, story: Story, moment: dt.datetime) -> Incident:
    """Report a story's concern, as the report's last page does."""
    incident = actions.report(
        school=scene.roster.school,
        account=dated(story, moment),
        people=[involved(scene.roster, one) for one in story.people],
        reporter=story.reporter,
        by=_user(scene, story.by),
    )
    scene.incidents[story.slug] = incident
    return incident


def act(scene: Scene, story: Story, step: Step) -> None:
    """Do one step of a story."""
    by = _user(scene, step.by)
    if step.verb == "close":
        do_steps(scene.now(story.slug), by, closing=True)
    _VERBS[step.verb](scene, scene.now(story.slug), by, **step.words)
    if step.verb in _AT_WORK:
        own = {str(one.words["code"]) for one in story.then if "code" in one.words}
        do_steps(scene.now(story.slug), by, spare=own)


_AT_WORK = {"take_up", "note", "decide", "finish", "resume", "tell_parents"}
"""Steps of a story after which whoever took them has the case open, and does what else is due."""


def dated(story: Story, moment: dt.datetime) -> Account:
    """The story's account with its days counted back from the report."""
    if story.happened is None:
        return story.account
    first, last = story.happened if isinstance(story.happened, tuple) else (story.happened, None)
    day = moment.astimezone(LONDON).date()
    return replace(
        story.account,
        happened_on=day - dt.timedelta(days=first),
        happened_until=None if last is None else day - dt.timedelta(days=last),
    )


def involved(roster: Roster, one: Who) -> Involved:
    """Somebody of the school, or a name as typed."""
    person = _person(roster, one.who) if one.who.startswith("@") else None
    name = "" if person else one.who
    return Involved(part=one.part, sort=one.sort, person=person, name=name, nature=one.nature)


def moments_of(story: Story, calendar: Calendar, now: dt.datetime) -> list[dt.datetime]:
    """When the concern came, then when each step was taken; never later than now."""
    if not story.ago:
        begins = now - dt.timedelta(minutes=story.minutes)
        return [begins, *(begins + dt.timedelta(minutes=step.minutes) for step in story.then)]
    days = _school_days_back(calendar, now.astimezone(LONDON).date(), story.ago)
    found = [_on(days[0], story.at)]
    for step in story.then:
        found.append(max(_on(days[step.day], step.at or story.at), found[-1] + dt.timedelta(seconds=1)))
    return found


def _acts(scene: Scene, stories: tuple[Story, ...], now: dt.datetime) -> Iterator[Act]:
    calendar = calendar_of(scene.roster.school)
    for story in stories:
        begins, *moments = moments_of(story, calendar, now)
        yield Act(begins, lambda story=story, begins=begins: tell(scene, story, begins))  # type: ignore[misc]
        for step, moment in zip(story.then, moments, strict=True):
            yield Act(moment, lambda story=story, step=step: act(scene, story, step))  # type: ignore[misc]


def _run_out_clocks_before(moment: dt.datetime) -> None:
    """What the scheduler would have done each minute: every clock that runs out before `moment`, at its time."""
    waiting = Task.objects.open().filter(missed_at__isnull=True, due_at__lt=moment)
    while (first := waiting.order_by("due_at").values_list("due_at", flat=True).first()) is not None:
        with clock.at(first + dt.timedelta(seconds=40)):
            actions.run_out_clocks()


def _school_days_back(calendar: Calendar, today: dt.date, count: int) -> list[dt.date]:
    """The last `count` school days before today, oldest first."""
    found: list[dt.date] = []
    day = today
    while len(found) < count:
        day -= dt.timedelta(days=1)
        if calendar.is_school_day(day):
            found.insert(0, day)
    return found


def _on(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, LONDON).astimezone(dt.UTC)


def _user(scene: Scene, key: str) -> User:
    """The account anew: rights are remembered on it for one request."""
    user = scene.roster.users[key]
    return type(user).objects.get(pk=user.pk)


def _person(roster: Roster, key: str) -> Person:
    return roster.persons[key.removeprefix("@")]


# -- the verbs of the stories --------------------------------------------------------------------


def _triage(scene: Scene, incident: Incident, by: User, *, harm_test: bool = False, **words: Any) -> None:
    actions.triage(
        incident=incident,
        primary_type=IncidentType(incident.primary_type),
        risk_area=RiskArea(incident.risk_area),
        harm_test=harm_test,
        version=incident.version,
        by=by,
        **words,
    )


def _move(verb: Callable[..., Any]) -> Callable[..., None]:
    """A move of the incident as a whole."""

    def moved(scene: Scene, incident: Incident, by: User, **words: Any) -> None:
        verb(incident=incident, version=incident.version, by=by, **words)

    return moved


def _add(verb: Callable[..., Any]) -> Callable[..., None]:
    """Something added to the incident."""

    def added(scene: Scene, incident: Incident, by: User, **words: Any) -> None:
        verb(incident=incident, by=by, **words)

    return added


def _refer(scene: Scene, incident: Incident, by: User, *, about: str = "", **words: Any) -> None:
    """Advice, a referral or a decision against one, by telephone unless nobody was rung."""
    rung = words["approach"] is not Approach.NOT_REFERRED
    row = incident.involvements.get(person=_person(scene.roster, about)) if about else None
    told = Told(about=row, method=Method.TELEPHONE if rung else None, **words)
    actions.refer(incident=incident, told=told, version=incident.version, by=by)


def _heard(scene: Scene, incident: Incident, by: User, *, agency: Agency, **words: Any) -> None:
    """What an agency did with the latest referral to it."""
    referral = incident.referrals.filter(agency=agency).latest("pk")
    happened = Happened(**words)
    actions.go_on_with(referral=referral, happened=happened, version=incident.version, by=by)


def _outcome(scene: Scene, incident: Incident, by: User, *, about: str, days: int = 0, **words: Any) -> None:
    row = incident.involvements.get(person=_person(scene.roster, about))
    decided_on = timezone.localdate() - dt.timedelta(days=days)
    actions.end_allegation(
        incident=incident, about=row, decided_on=decided_on, version=incident.version, by=by, **words
    )


def _mark(scene: Scene, incident: Incident, by: User, *, headline: str, impact: str = "") -> None:
    """The report itself is significant."""
    actions.mark_entry(
        incident=incident, entry=None, significant=True, headline=headline, impact=impact, by=by
    )


def finish_steps(incident: Incident, by: User) -> Incident:
    """What the procedures ask for and the story does not tell is done before it is closed."""
    while tasks := list(incident.tasks.open().filter(required=True)):
        task = tasks[0]
        if task.referral is not None:
            ended = Happened(step=OutsideStep.ENDED, words="They need nothing more from us.")
            version = fresh(incident).version
            actions.go_on_with(referral=task.referral, happened=ended, version=version, by=by)
        elif task.code.startswith("social_care"):
            why = "Nothing in it asks for social care; it would if it happened again."
            told = Told(agency=Agency.SOCIAL_CARE, approach=Approach.NOT_REFERRED, reason=why)
            actions.refer(incident=incident, told=told, version=fresh(incident).version, by=by)
        else:
            actions.finish_task(task=task, result="Done as the procedure asks.", by=by)
    return fresh(incident)


def _close(scene: Scene, incident: Incident, by: User, **words: Any) -> None:
    incident = finish_steps(incident, by)
    told = {"learning": "", "actions_staff": [], "actions_child": [], "specific_action": "", **words}
    actions.close(incident=incident, version=incident.version, by=by, **told)


def _assign(scene: Scene, incident: Incident, by: User, *, to: str) -> None:
    actions.assign(incident=incident, to=_user(scene, to), version=incident.version, by=by)


def _correct(scene: Scene, incident: Incident, by: User, *, reason: str, **changes: Any) -> None:
    statement = incident.statements.order_by("-edition")[0]
    account = replace(Account.of(statement), **changes)
    actions.correct_account(
        incident=incident, account=account, reason=reason, version=incident.version, by=by
    )


def _give_task(scene: Scene, incident: Incident, by: User, *, to: str, **words: Any) -> None:
    due_at = timezone.now() + dt.timedelta(days=7)
    actions.give_task(incident=incident, assigned_to=_user(scene, to), due_at=due_at, by=by, **words)


def _finish(
    scene: Scene, incident: Incident, by: User, *, result: str, code: str = "", words: str = ""
) -> None:
    task = incident.tasks.get(code=code) if code else incident.tasks.get(words=words)
    actions.finish_task(task=task, result=result, by=by)


def _not_needed(scene: Scene, incident: Incident, by: User, *, code: str, reason: str) -> None:
    actions.set_task_aside(task=incident.tasks.get(code=code), reason=reason, by=by)


def _add_person(scene: Scene, incident: Incident, by: User, *, who: Who) -> None:
    one = involved(scene.roster, who)
    actions.add_person(incident=incident, involved=one, version=incident.version, by=by)


def _identify(scene: Scene, incident: Incident, by: User, *, name: str, person: str) -> None:
    row = incident.involvements.get(name=name)
    found = _person(scene.roster, person)
    actions.identify_person(row=row, person=found, version=incident.version, by=by)


def _withdraw(scene: Scene, incident: Incident, by: User, *, name: str, reason: str) -> None:
    row = incident.involvements.get(name=name)
    actions.withdraw_person(row=row, reason=reason, version=incident.version, by=by)


def _share(scene: Scene, incident: Incident, by: User, *, to: str, reason: str, days: int) -> None:
    until = timezone.now() + dt.timedelta(days=days)
    actions.share(incident=incident, user=_user(scene, to), reason=reason, until=until, by=by)


def _merge(scene: Scene, incident: Incident, by: User, *, into: str, reason: str) -> None:
    actions.merge(incident=incident, into=scene.now(into), reason=reason, version=incident.version, by=by)


def _link(scene: Scene, incident: Incident, by: User, *, to: str, reason: str) -> None:
    actions.link(incident=incident, other=scene.now(to), reason=reason, by=by)


def _tell_parents(scene: Scene, incident: Incident, by: User, *, who: str, **words: Any) -> None:
    told = {"kind": PartKind.PARENTS_TOLD, "told_on": timezone.localdate(), **words}
    actions.record_part(row=_part(scene, incident, who), by=by, **told)


def _sanction(scene: Scene, incident: Incident, by: User, *, who: str, **words: Any) -> None:
    actions.sanction(row=_part(scene, incident, who), by=by, **words)


def _part(scene: Scene, incident: Incident, who: str) -> Involvement:
    return incident.involvements.get(person=_person(scene.roster, who))


_VERBS: dict[str, Callable[..., None]] = {
    "triage": _triage,
    "set_aside": _move(actions.set_aside),
    "take_up": _move(actions.take_up),
    "await_outside": _move(actions.await_outside),
    "resume": _move(actions.resume),
    "reopen": _move(actions.reopen),
    "close": _close,
    "assign": _assign,
    "correct": _correct,
    "note": _add(actions.add_note),
    "add_to_report": _add(actions.add_to_report),
    "decide": _add(actions.decide),
    "give_task": _give_task,
    "refer": _refer,
    "heard": _heard,
    "outcome": _outcome,
    "mark": _mark,
    "finish": _finish,
    "not_needed": _not_needed,
    "add_person": _add_person,
    "identify": _identify,
    "withdraw": _withdraw,
    "share": _share,
    "merge": _merge,
    "link": _link,
    "tell_parents": _tell_parents,
    "sanction": _sanction,
    "send_copy": _add(actions.send_copy),
    "decline_copy": _add(actions.decline_copy),
}
