"""Terms, and days on which the school is closed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from esafety.audit import record
from esafety.office.vocabulary import CALENDAR_SET
from esafety.people.models import School, User
from esafety.schooldays.models import Closure, Term


@transaction.atomic
def add_term(*, school: School, name: str, starts_on: dt.date, ends_on: dt.date, by: User | None) -> Term:
    """Add a term. Raises IntegrityError when it ends before it starts."""
    term = Term.objects.create(school=school, name=name, starts_on=starts_on, ends_on=ends_on)
    record(CALENDAR_SET, by=by, school=school, about=term)
    return term


@transaction.atomic
def add_closure(
    *, school: School, kind: str, starts_on: dt.date, ends_on: dt.date, by: User | None
) -> Closure:
    """Add days inside a term on which the school is closed. Raises IntegrityError for an end before the start."""
    closure = Closure.objects.create(school=school, kind=kind, starts_on=starts_on, ends_on=ends_on)
    record(CALENDAR_SET, by=by, school=school, about=closure)
    return closure
