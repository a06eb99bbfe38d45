"""Patterns: found by plain rules, answered by a person."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.people.models import School
from esafety.people.vocabulary import Role
from esafety.schooldays.queries import calendar_of
from esafety.walls import within
from incidents.actions.linking import link
from incidents.actions.tasks import another, give_task
from incidents.alert_access import PATTERNS
from incidents.models import Incident, Pattern, PatternDecision, PatternLook, Task
from incidents.notices import TASK_GIVEN
from incidents.patterns.facts import picture_of
from incidents.patterns.looking import has_moved, newest_entry
from incidents.patterns.rules import find
from incidents.patterns.writing import write
from incidents.policy.patterns import RULE
from incidents.policy.routing import RESTRICTED, TaskCode
from incidents.policy.types import ILLEGAL, POLICE_REQUIRED
from incidents.telling import tell_task
from incidents.vocabulary.watching import PATTERN_DECIDED, PATTERNS_FOUND, PatternState, RuleCode, Step

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import User

log = logging.getLogger(__name__)
REVIEW_DAYS = 5
"""School days within which a pattern's task is due."""


def find_patterns(*, every: bool = False, now: dt.datetime | None = None, by: None = None) -> int:
    """Look for patterns in every school in which something that rules read has happened since the last look.

    `every`: in all of them, because days have passed. One school that cannot be looked at does not hold up the
    others; RuntimeError is raised at the end. Returns how many schools were looked at.
    """
    looked, failed = 0, 0
    for school in School.objects.order_by("pk"):
        try:
            with within(school.pk):
                looked += _look(school, now or timezone.now(), every)
        except Exception:
            failed += 1
            log.exception("Patterns of school %s could not be looked for; the others go on", school.pk)
    if failed:
        raise RuntimeError(f"Patterns of {failed} school(s) could not be looked for")
    return looked


@transaction.atomic
def _look(school: School, now: dt.datetime, every: bool) -> bool:
    PatternLook.objects.get_or_create(school=school)
    look = PatternLook.objects.select_for_update(no_key=True).get(school=school)
    newest = newest_entry(school)
    if not every and newest == look.trail_number:
        return False
    moved = every or has_moved(school, look.trail_number)
    PatternLook.objects.filter(pk=look.pk).update(trail_number=newest, looked_at=now)
    if not moved:
        return False
    grown = write(school, find(picture_of(school, now), school.pattern_counts), now)
    if grown:
        record(PATTERNS_FOUND, by=None, school=school, detail={"count": grown})
    return True


@transaction.atomic
def answer_pattern(*, pattern: Pattern, step: Step, reason: str, by: User) -> PatternDecision:
    """Do what a pattern asks for, or say why nothing more is needed. It stays answered until new evidence arrives.

    Raises PermissionDenied unless `by` may triage every incident in it; NotNow when it is answered, when the rule does
    not offer the step, or when a task would be for a closed incident.
    """
    pattern = (
        Pattern.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school")
        .get(pk=pattern.pk)
    )
    if not PATTERNS.allows(by, Capability.TRIAGE, pattern):
        raise PermissionDenied
    if pattern.state != PatternState.OPEN:
        raise NotNow("This pattern is answered already. It asks again when another incident arrives.")
    if step not in RULE[pattern.rule].steps:
        raise NotNow("This pattern does not offer that.")
    incidents = list(
        Incident.objects.filter(pk__in=pattern.evidence.filter(before=False).values("incident"))
        .select_related("school")
        .order_by("-reported_at", "-pk")
    )
    _carry_out(step, pattern, incidents, reason, by)
    decision = PatternDecision.objects.create(
        pattern=pattern, step=step, reason=reason, incidents=[one.pk for one in incidents], by=by
    )
    state = PatternState.DISMISSED if step is Step.DISMISS else PatternState.ACTED
    Pattern.objects.filter(pk=pattern.pk).update(state=state)
    detail = {"step": step.value, "rule": pattern.rule}
    record(PATTERN_DECIDED, by=by, school=pattern.school, about=pattern, detail=detail)
    return decision


def _carry_out(step: Step, pattern: Pattern, incidents: list[Incident], reason: str, by: User) -> None:
    if step is Step.LINK:
        _link_all(incidents, reason, by)
    if step in (Step.TASK, Step.FILTER_REVIEW):
        newest = next((one for one in incidents if one.is_open), None)
        if newest is None:
            raise NotNow("Every incident in it is closed. Reopen one first, so that the task has its place.")
        due_at = calendar_of(pattern.school).school_days_after(timezone.now(), REVIEW_DAYS)
        if step is Step.TASK:
            words = f"Look into a pattern: {pattern.get_rule_display().lower()}"
            give_task(
                incident=newest,
                words=words,
                detail=reason,
                assigned_to=None,
                due_at=due_at,
                required=False,
                by=by,
            )
        else:
            _ask_for_review(newest, pattern, due_at, by)


def _link_all(incidents: list[Incident], reason: str, by: User) -> None:
    """Each with the newest; what is linked already stays."""
    newest, *others = incidents
    for other in others:
        try:
            link(incident=newest, other=other, reason=reason, by=by)
        except NotNow:
            continue


def _ask_for_review(incident: Incident, pattern: Pattern, due_at: dt.datetime, by: User) -> None:
    """A task for whoever runs the filter; they see the site, never the matter."""
    there = incident.tasks.filter(code__startswith=TaskCode.FILTER_REVIEW).exists()
    never_passed_on = set(incident.tags.values_list("type", flat=True)) & (ILLEGAL | POLICE_REQUIRED)
    is_site = pattern.rule in (RuleCode.SITE, RuleCode.FILTER)
    task = Task.objects.create(
        incident=incident,
        school=incident.school,
        code=another(TaskCode.FILTER_REVIEW, incident) if there else TaskCode.FILTER_REVIEW,
        words="Review what the filter lets through: several people came to one site",
        detail=pattern.about if is_site and not never_passed_on else "",
        role="" if incident.lane in RESTRICTED else Role.NETWORK_MANAGER,
        due_at=due_at,
        opened_by=by,
        source="C 4.2, D 2.42",
    )
    tell_task(TASK_GIVEN, task, but=by)
