"""A school with a year behind it: terms that are over, cases in them, all through the actions at their moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from esafety.governance import actions
from esafety.governance.counting.periods import Period, calendar_of
from esafety.governance.models import Report
from esafety.governance.vocabulary import ReportKind
from esafety.office.actions import add_person, add_term
from esafety.office.demo import clock
from esafety.outbox.relay import drain
from esafety.people.models import Person, School, User
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.calendar import LONDON
from incidents.models import Incident
from incidents.vocabulary import Status
from tests.builders import a_concern, advance
from tests.cast import Cast

# fmt: off
PAST = (
    ("Summer term 2025", dt.date(2025, 4, 22), dt.date(2025, 7, 22)),
    ("Autumn term 2025", dt.date(2025, 9, 3),  dt.date(2025, 12, 19)),
    ("Spring term 2026", dt.date(2026, 1, 5),  dt.date(2026, 3, 27)),
    ("Summer term 2026", dt.date(2026, 4, 13), dt.date(2026, 7, 21)),
)
# fmt: on
SUMMER, SPRING, AUTUMN = "Summer term 2026", "Spring term 2026", "Autumn term 2025"
IN_SUMMER, IN_SPRING, LAST_SUMMER = dt.date(2026, 5, 12), dt.date(2026, 2, 10), dt.date(2025, 6, 10)


def a_year_behind(school: School) -> None:
    """The terms of the year before."""
    for name, starts_on, ends_on in PAST:
        add_term(school=school, name=name, starts_on=starts_on, ends_on=ends_on, by=None)


def a_roll(school: School, pupils: int = 100, year_group: str = "Year 5") -> list[Person]:
    """So many pupils whose names are no words."""
    return [
        add_person(
            school=school,
            kind=PersonKind.PUPIL,
            given_name=f"Qwa{_letters(at)}",
            family_name=f"Zbe{_letters(at)}",
            year_group=year_group,
            by=None,
        )
        for at in range(pupils)
    ]


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(figure)] for figure in f"{number:03}")


def concern_on(cast: Cast, day: dt.date, who: Any, *, to: Status | None = None, **more: Any) -> Incident:
    """A concern as it was reported at noon of a day, and led on from there an hour later."""
    noon = dt.datetime.combine(day, dt.time(12), LONDON).astimezone(dt.UTC)
    with clock.at(noon):
        made = a_concern(cast, about=who, **more)
    if to is not None:
        with clock.at(noon + dt.timedelta(hours=1)):
            made = advance(made, to)
    return made


def concerns(cast: Cast, day: dt.date, who: Sequence[Person], **more: Any) -> list[Incident]:
    """One concern about each of these pupils."""
    return [concern_on(cast, day, one, **more) for one in who]


def period(school: School, name: str) -> Period:
    """A term or a year of the calendar."""
    calendar = calendar_of(school)
    return next(one for one in (*calendar.terms, *calendar.years()) if one.name == name)


def a_draft(cast: Cast, name: str = SUMMER, *, by: User | None = None, **more: Any) -> Report:
    """A report with its figures counted."""
    kind = ReportKind.ANNUAL if name.startswith("School year") else ReportKind.TERMLY
    report = actions.begin_report(
        school=cast.school, kind=kind, period=period(cast.school, name), by=by or cast.dsl, **more
    )
    drain()
    return fresh(report)


def published(cast: Cast, name: str = SUMMER, **more: Any) -> Report:
    """A report drafted by the lead and approved by the head, with its file."""
    report = a_draft(cast, name, **more)
    report = actions.submit_report(report=report, version=report.version, by=cast.dsl)
    report = actions.approve_report(report=report, version=report.version, by=cast.head)
    drain()
    return fresh(report)


def fresh(report: Report) -> Report:
    """As the database has it."""
    return Report.objects.select_related("school", "count", "file").get(pk=report.pk)


def cells(report: Report, caption: str) -> dict[str, list[str]]:
    """What a table of a report prints, by row."""
    for section in report.figures:
        for table in section["tables"]:
            if table["caption"] == caption:
                return {row[0]: row[1:] for row in table["rows"]}
    raise LookupError(caption)


def codes(report: Report) -> list[str]:
    """Which sections a report has."""
    return [section["code"] for section in report.figures]
