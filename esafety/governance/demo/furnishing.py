"""The invented school's registers and its last report, made through the actions like everything in the
demonstration."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.governance import actions
from esafety.governance.counting.periods import calendar_of
from esafety.governance.demo import words
from esafety.governance.models import Report, ReportRun
from esafety.governance.queries.policies import readers_and_read
from esafety.governance.tasks import work_on_report
from esafety.governance.vocabulary import ReportKind, ReportStage
from esafety.people.models import Person, User
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster


def furnish(roster: Roster) -> str:
    """Everything of this room. Gives a line for the command to say."""
    school, lead, head = roster.school, _fresh(roster, "dsl"), _fresh(roster, "head")
    today = timezone.localdate()
    for title, owner, audience, due in words.POLICIES:
        due_on = today + dt.timedelta(days=due)
        policy = actions.add_policy(
            school=school, title=title, owner=owner, audience=audience, review_due=due_on, by=lead
        )
        edition = actions.add_edition(policy=policy, review_due=due_on, by=lead, **words.edition(today))
        for reader in sorted(readers_and_read(school, [policy])[policy.pk].must)[: words.READERS[title]]:
            actions.acknowledge_policy(edition=edition, by=User.objects.get(pk=reader))
    for title, provider, months in words.COURSES:
        course = actions.add_course(
            school=school, title=title, provider=provider, lasts_months=months, for_everybody=True, by=lead
        )
        taught = list(Person.objects.filter(school=school, kind__in=(PersonKind.STAFF, PersonKind.GOVERNOR)))
        actions.enter_training(
            course=course,
            people=taught[: len(taught) * 9 // 10],
            taken_on=today - dt.timedelta(days=80),
            by=lead,
        )
    for step in words.INDUCTION:
        actions.add_induction_step(school=school, words=step, by=lead)
    for risk in words.RISKS:
        due_on = today + dt.timedelta(days=risk["days"])
        told = {name: value for name, value in risk.items() if name != "days"}
        actions.add_risk(school=school, review_due=due_on, by=lead, **told)
    _meet(roster, lead, today)
    return _report(roster, lead, head)


def _fresh(roster: Roster, key: str) -> User:
    user = roster.users[key]
    return type(user).objects.get(pk=user.pk)


def _meet(roster: Roster, lead: User, today: dt.date) -> None:
    meeting = actions.plan_meeting(school=roster.school, held_on=today - dt.timedelta(days=20), by=lead)
    actions.hold_meeting(meeting=meeting, by=lead, **words.MEETING)
    for point in words.POINTS:
        due_on = today + dt.timedelta(days=point["days"])
        told = {name: value for name, value in point.items() if name != "days"}
        actions.add_point(school=roster.school, meeting=meeting, due_on=due_on, by=lead, **told)


def _report(roster: Roster, lead: User, head: User) -> str:
    """The report of the last term that is over, as governors have it."""
    over = [one for one in calendar_of(roster.school).terms if one.span.last < timezone.localdate()]
    if not over:
        return "No term is over yet, so there is no report"
    report = actions.begin_report(school=roster.school, kind=ReportKind.TERMLY, period=over[-1], by=lead)
    report = _worked_on(report)
    for section, text in words.COMMENTS.items():
        if any(one["code"] == section for one in report.figures):
            report = actions.comment(
                report=report, section=section, text=text, version=report.version, by=lead
            )
    report = actions.ask_of_meeting(report=report, asks=words.ASKS, version=report.version, by=lead)
    actions.add_point(school=roster.school, report=report, by=lead, **words.FOR_GOVERNORS)
    report = actions.submit_report(report=report, version=report.version, by=lead)
    report = actions.approve_report(report=report, version=report.version, by=head)
    return _said(_worked_on(report))


def _worked_on(report: Report) -> Report:
    """The background work on it is done here: the demonstration is one transaction that nobody else sees yet."""
    run: Any = ReportRun.objects.filter(report=report).latest("pk")
    work_on_report(run.pk)
    return Report.objects.select_related("school", "count").get(pk=report.pk)


def _said(report: Report) -> str:
    published = report.stage == ReportStage.PUBLISHED
    return f"A report to governors, {report.period}: {'published' if published else 'waits for its file'}"
