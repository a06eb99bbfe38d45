"""The governance room in use: something of every kind that has a page, in every state a page can show.

`furnish` makes it, through the actions; `keys` says which of it the addresses of a route are filled with.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from esafety.governance import actions
from esafety.governance.models import (
    Course,
    InductionStep,
    Meeting,
    Point,
    Policy,
    PolicyEdition,
    Report,
    Risk,
)
from esafety.governance.vocabulary import Audience, Level, NeedLevel, RiskKind
from esafety.outbox.relay import drain
from esafety.outbox.vocabulary import State
from tests.cast import Cast
from tests.governance.terms import SPRING, SUMMER, a_draft, a_year_behind, published
from tests.house.routes import Route
from tests.house.sealed import a_scan

LONG = "Counterrevolutionary-Misunderstanding"
"""Nobody is called so: governors are told no names."""
A_POST = "Head of the department of everything else"
_BY_PK = {
    "policy": Policy,
    "risk": Risk,
    "meeting": Meeting,
    "course": Course,
    "point": Point,
}


def furnish(cast: Cast) -> None:
    """Fill the room."""
    _keep_registers(cast)
    a_year_behind(cast.school)
    published(cast, SUMMER)
    _draft_a_report(cast)


def _keep_registers(cast: Cast) -> None:
    today, school, lead = timezone.localdate(), cast.school, cast.dsl
    for title, days in (("Online safety", 100), (f"Group chats, {LONG.lower()}", -3)):
        due = today + dt.timedelta(days=days)
        policy = actions.add_policy(
            school=school, title=title, owner=A_POST, audience=Audience.BOTH, review_due=due, by=lead
        )
        edition = actions.add_edition(
            policy=policy,
            approved_by="Full governing board",
            approved_on=today,
            minute="7.2",
            changes=f"New: {LONG}",
            where=f"www.{LONG}.example/policies",
            review_due=due,
            by=lead,
        )
    actions.file_policy(edition=edition, sent=a_scan("policy.pdf"), by=lead)
    course = actions.add_course(
        school=school, title="Yearly course", provider=LONG, lasts_months=12, for_everybody=True, by=lead
    )
    taken = [cast.person_of(cast.teacher), cast.person_of(cast.governor)]
    actions.enter_training(course=course, people=taken, taken_on=today - dt.timedelta(days=500), by=lead)
    actions.say_need(school=school, level=NeedLevel.TRAINING, about="Games with chat", by=cast.second_teacher)
    steps = [actions.add_induction_step(school=school, words=one, by=lead) for one in ("Keys", f"A{LONG}")]
    actions.tick_induction(step=steps[0], person=cast.person_of(cast.second_teacher), by=lead)
    for kind, days in ((RiskKind.CONDUCT, 30), (RiskKind.TECHNOLOGY, -3)):
        risk = actions.add_risk(
            school=school,
            kind=kind,
            words=f"{kind.label}: chats at night of {LONG.lower()}s",
            likelihood=Level.HIGH,
            impact=Level.MEDIUM,
            controls="Lessons each term.",
            owner=A_POST,
            review_due=today + dt.timedelta(days=days),
            by=lead,
        )
    actions.review_risk(
        risk=risk,
        likelihood=Level.LOW,
        impact=Level.LOW,
        controls="Switched off.",
        words="Not used any more.",
        review_due=today - dt.timedelta(days=1),
        by=lead,
    )
    meeting = actions.plan_meeting(school=school, held_on=today, by=lead)
    for words, days in (("Ask the parents", -4), (f"Look for {LONG.lower()}", 20)):
        due_on = today + dt.timedelta(days=days)
        actions.add_point(school=school, words=words, owner=A_POST, due_on=due_on, by=lead, meeting=meeting)
    actions.plan_meeting(school=school, held_on=today + dt.timedelta(days=9), by=lead)
    actions.hold_meeting(meeting=meeting, present="Two posts", minutes="The logs were read.", by=lead)


def _draft_a_report(cast: Cast) -> None:
    """One with the governors; one that waits for the head; one written in; one withdrawn; one that failed."""
    first = Report.objects.get(school=cast.school)
    actions.withdraw_report(report=first, reason="Wrong table.", version=first.version, by=cast.head)
    published(cast, SUMMER, replaces=Report.objects.get(pk=first.pk))
    waiting = a_draft(cast, SPRING)
    waiting = actions.comment(
        report=waiting, section="headline", text="A calm term.", version=waiting.version, by=cast.dsl
    )
    actions.submit_report(report=waiting, version=waiting.version, by=cast.dsl)
    written = a_draft(cast, "Autumn term 2025", by=cast.deputy)
    actions.ask_of_meeting(report=written, asks="Note it.", version=written.version, by=cast.deputy)
    drain()
    failed = a_draft(cast, "Summer term 2025")
    failed.runs.update(state=State.PARKED, last_error="the disk is full")


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of the room takes, one entry for each address; none when the route is no page of it."""
    if not route.pattern.startswith("governance/"):
        return None
    if "reference" in route.takes:
        found = Report.objects.filter(school=cast.school)
        sections = [{"section": "headline"}] if "section" in route.takes else [{}]
        return [{"reference": one.reference} | section for one in found for section in sections]
    if route.name in ("newcomer", "induction_tick"):
        person = {"pk": cast.person_of(cast.second_teacher).pk}
        steps = InductionStep.objects.values_list("pk", flat=True)
        return [person] if route.name == "newcomer" else [person | {"step": step} for step in steps]
    if "pk" not in route.takes:
        return [{}]
    if "editions" in route.pattern:
        return _pks(PolicyEdition)
    return _pks(_BY_PK[route.name.split("_")[0]])


def _pks(model: Any) -> list[dict[str, Any]]:
    return [{"pk": pk} for pk in model.objects.values_list("pk", flat=True)]
