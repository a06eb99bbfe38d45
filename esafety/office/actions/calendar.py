"""Terms, and days on which the school is closed.

A changed calendar moves no due moment that was promised: those are stored on their rows (house rule), and only
clocks that start later follow the new days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.office.notices.calendar import CALENDAR_MISSING
from esafety.office.policy.calendar import CHASED_EVERY, why_not_closure, why_not_term
from esafety.office.queries.calendar import closures_of, entries, missing_years, terms_of
from esafety.office.queries.reminders import keepers, was_reminded
from esafety.office.vocabulary import (
    CALENDAR_CHANGED,
    CALENDAR_CHASED,
    CALENDAR_COPIED,
    CALENDAR_REMOVED,
    CALENDAR_SET,
)
from esafety.outbox.owing import owe
from esafety.people.models import School, User
from esafety.schooldays.calendar import Span
from esafety.schooldays.models import Closure, Term
from esafety.schooldays.years import SchoolYear

if TYPE_CHECKING:
    from esafety.audit.trail import Detail


class Planned(NamedTuple):
    """A term (`kind` empty) or a closure that is to be entered."""

    kind: str
    name: str
    span: Span


@transaction.atomic
def add_term(*, school: School, name: str, starts_on: dt.date, ends_on: dt.date, by: User | None) -> Term:
    """Add a term. Raises NotNow when it ends before it starts, overlaps or leaves its school year."""
    _hold(school)
    term = _new_term(school, name, Span(starts_on, ends_on))
    record(CALENDAR_SET, by=by, school=school, about=term, detail=_days(term))
    return term


@transaction.atomic
def add_closure(
    *, school: School, kind: str, starts_on: dt.date, ends_on: dt.date, by: User | None
) -> Closure:
    """Add days inside a term on which the school is closed. Raises NotNow for days outside or taken."""
    _hold(school)
    closure = _new_closure(school, kind, Span(starts_on, ends_on))
    record(CALENDAR_SET, by=by, school=school, about=closure, detail={"kind": kind, **_days(closure)})
    return closure


@transaction.atomic
def change_term(*, term: Term, name: str, starts_on: dt.date, ends_on: dt.date, by: User) -> Term:
    """Give a term another name or other days. Raises NotNow as `add_term`, or when it would lose a closure."""
    _hold(term.school)
    before = _days(term)
    inside = [one for one in closures_of(term.school) if _holds(term, one)]
    others = entries(terms_of(term.school).exclude(pk=term.pk))
    if reason := why_not_term(Span(starts_on, ends_on), others, entries(inside)):
        raise NotNow(reason)
    term.name, term.starts_on, term.ends_on = name, starts_on, ends_on
    term.save(update_fields=["name", "starts_on", "ends_on"])
    record(CALENDAR_CHANGED, by=by, school=term.school, about=term, detail=_days(term) | _before(before))
    return term


@transaction.atomic
def change_closure(*, closure: Closure, kind: str, starts_on: dt.date, ends_on: dt.date, by: User) -> Closure:
    """Give a closure another kind or other days. Raises NotNow as `add_closure`."""
    school = closure.school
    _hold(school)
    before = {"kind": closure.kind, **_days(closure)}
    others = entries(closures_of(school).exclude(pk=closure.pk))
    if reason := why_not_closure(Span(starts_on, ends_on), entries(terms_of(school)), others):
        raise NotNow(reason)
    closure.kind, closure.starts_on, closure.ends_on = kind, starts_on, ends_on
    closure.save(update_fields=["kind", "starts_on", "ends_on"])
    detail = {"kind": kind, **_days(closure)} | _before(before)
    record(CALENDAR_CHANGED, by=by, school=school, about=closure, detail=detail)
    return closure


@transaction.atomic
def remove_term(*, term: Term, by: User) -> None:
    """Remove a term and the closures inside it. Their ids and days stay in the trail."""
    school = term.school
    _hold(school)
    inside = [one for one in closures_of(school) if _holds(term, one)]
    detail = _days(term) | {
        "closures": [f"{one.pk} {one.kind} {one.starts_on} {one.ends_on}" for one in inside]
    }
    record(CALENDAR_REMOVED, by=by, school=school, about=term, detail=detail)
    for one in inside:
        one.delete()
    term.delete()


@transaction.atomic
def remove_closure(*, closure: Closure, by: User) -> None:
    """Make the days of a closure school days again. Its id and days stay in the trail."""
    detail = {"kind": closure.kind, **_days(closure)}
    record(CALENDAR_REMOVED, by=by, school=closure.school, about=closure, detail=detail)
    closure.delete()


@transaction.atomic
def copy_year(*, school: School, year: SchoolYear, planned: Iterable[Planned], by: User) -> None:
    """Enter the terms and closures of a year that has none yet, as somebody corrected them from the year before.

    All or nothing. Raises NotNow for a year that has terms, and for the first entry that does not fit.
    """
    _hold(school)
    if terms_of(school, year).exists():
        raise NotNow(f"The school year {year} has terms already. Change them one by one.")
    made: dict[bool, int] = {True: 0, False: 0}
    for one in sorted(planned, key=lambda one: bool(one.kind)):
        try:
            _new_closure(school, one.kind, one.span) if one.kind else _new_term(school, one.name, one.span)
        except NotNow as reason:
            raise NotNow(f"{one.name}: {reason}") from None
        made[bool(one.kind)] += 1
    detail: dict[str, Detail] = {"year": str(year), "terms": made[False], "closures": made[True]}
    record(CALENDAR_COPIED, by=by, school=school, about=school, detail=detail)


@transaction.atomic
def chase_calendar(*, school: School, today: dt.date, by: None = None) -> list[SchoolYear]:
    """Remind those who keep the calendar of the school years that have no terms; once a fortnight at most.

    Returns the years; empty when none is missing or the last reminder is younger.
    """
    missing, told = missing_years(school, today), keepers(school, CALENDAR_MISSING)
    if not (missing and told) or was_reminded(school, CALENDAR_MISSING, within=CHASED_EVERY, today=today):
        return []
    for user in told:
        owe(CALENDAR_MISSING, about=school, to=user, key=today.isoformat())
    record(
        CALENDAR_CHASED, by=by, school=school, about=school, detail={"years": [str(one) for one in missing]}
    )
    return missing


def _new_term(school: School, name: str, span: Span) -> Term:
    if reason := why_not_term(span, entries(terms_of(school))):
        raise NotNow(reason)
    return Term.objects.create(school=school, name=name, starts_on=span.first, ends_on=span.last)


def _new_closure(school: School, kind: str, span: Span) -> Closure:
    if reason := why_not_closure(span, entries(terms_of(school)), entries(closures_of(school))):
        raise NotNow(reason)
    return Closure.objects.create(school=school, kind=kind, starts_on=span.first, ends_on=span.last)


def _hold(school: School) -> None:
    """One change of a school's calendar at a time, so that two people cannot make terms that overlap."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)


def _holds(term: Term, closure: Closure) -> bool:
    return term.starts_on <= closure.starts_on <= term.ends_on


def _days(one: Term | Closure) -> dict[str, Detail]:
    return {"from": one.starts_on.isoformat(), "until": one.ends_on.isoformat()}


def _before(detail: dict[str, Detail]) -> dict[str, Detail]:
    return {f"{key}_before": value for key, value in detail.items()}
