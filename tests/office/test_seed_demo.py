"""The demonstration's school: complete, believable, and the same whenever it is made."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.audit.verify import faults
from esafety.governance.models import Report
from esafety.governance.vocabulary import ReportStage
from esafety.office.actions import add_person
from esafety.office.demo import clock, founding, last_terms, people
from esafety.office.demo.calendar import school_year
from esafety.office.demo.concerns import STORIES
from esafety.office.demo.playing import Scene, play
from esafety.people.models import Membership, Person, School, User
from esafety.people.vocabulary import PersonKind, Role
from esafety.schooldays.calendar import LONDON
from incidents.models import Incident, IncidentInvitation, IncidentTag, Link, Note, Task
from incidents.vocabulary import Audience, IncidentType, ReporterKind, Status, TaskState


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Path) -> str:
    """What the command says."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def test_the_school_is_complete(demo: str, settings: Any, client: Client) -> None:
    here = Person.objects.filter(left_on=None)
    kinds = dict(here.values_list("kind").annotate(Count("pk")))
    assert kinds[PersonKind.PUPIL] == 420
    assert kinds[PersonKind.STAFF] == 46
    assert kinds[PersonKind.PARENT] == 30
    assert set(Membership.objects.current().values_list("role", flat=True)) == set(Role.values)
    names = here.filter(kind=PersonKind.PUPIL).values_list("given_name", "family_name")
    assert len(set(names)) == 420
    covers_every_kind_of_matter()
    the_report_says_something()
    assert not list(faults())
    assert all(line.startswith("  ") for line in demo.splitlines())
    accounts = (settings.DATA_DIR / "demo-accounts.txt").read_text()
    for role in Role:
        assert role.label in accounts
    for user in User.objects.all():
        validate_password(people.PASSWORD, user)
        assert user.email.isascii()
        assert user.email.endswith("@example.school")
    lead = {"login": "nadia.rahman@example.school", "password": people.PASSWORD}
    assert client.post(reverse("account_login"), lead).status_code == 302
    with pytest.raises(CommandError, match="There is a school here already"):
        call_command("seed_demo", stdout=StringIO())


def the_report_says_something() -> None:
    """Two terms with cases in them, so that a newcomer's first PDF has numbers."""
    report = Report.objects.get()
    assert report.stage == ReportStage.PUBLISHED
    assert report.count is not None
    assert report.count_before is not None
    assert report.count.true["total"][0] >= 30
    assert report.count_before.true["total"][0] >= 18
    for name in ("type", "sanction", "agency"):
        shown = set(report.count.printed["tables"][name].values())
        assert shown - {"7 or fewer"}, name
    assert report.pages is not None
    assert 6 <= report.pages <= 10


def covers_every_kind_of_matter() -> None:
    assert set(Incident.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(IncidentTag.objects.values_list("type", flat=True)) == set(IncidentType.values)
    assert set(Incident.objects.values_list("reporter_kind", flat=True)) == set(ReporterKind.values)
    assert set(Note.objects.values_list("audience", flat=True)) == set(Audience.values)
    assert set(Task.objects.values_list("state", flat=True)) == set(TaskState.values)
    assert Incident.objects.filter(merged_into__isnull=False).exists()
    assert Incident.objects.exclude(passed_over=[]).exists(), "one was passed on by its clock"
    assert Link.objects.exists()
    assert IncidentInvitation.objects.current().exists()
    assert Task.objects.open().filter(code="copy").exists()


def test_it_is_for_demonstrations_only(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("seed_demo", stdout=StringIO())
    assert not School.objects.exists()


@pytest.mark.either_engine
@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2026, 11, 18, 14, 20),  # a school day in term
        dt.datetime(2027, 1, 4, 0, 30),  # the night before the first day after Christmas
        dt.datetime(2027, 3, 28, 1, 30),  # the clocks go forward, in the holidays
        dt.datetime(2027, 8, 20, 10, 0),  # weeks after the last day of school
        dt.datetime(2027, 9, 2, 8, 0),  # the second day of the year: everything happened last year
        dt.datetime(2028, 2, 29, 17, 5),
    ],
    ids=str,
)
def test_it_can_be_made_on_any_day(db: None, moment: dt.datetime) -> None:
    now = moment.replace(tzinfo=LONDON)
    with clock.at(now):
        scene = Scene(founding.found(timezone.localdate(), crowd=False))
        play(scene, STORIES)
        assert not list(faults())
        before = happenings_of_two_terms(scene.roster)
    assert len(before) == 3 * sum(one.last + one.before for one in last_terms.KINDS)
    assert all(now - founding.ENTERED_BEFORE < at < now for at in before)
    assert len(scene.incidents) == len(STORIES)
    assert not AuditEvent.objects.filter(at__gt=now).exists()
    moments = list(AuditEvent.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments), "the trail tells it in order"
    late = Task.objects.filter(state=TaskState.OPEN, due_at__lt=now, missed_at__isnull=True)
    assert not late.exists(), "the scheduler finds nothing to do at once"
    assert not Incident.objects.filter(closed_at__lt=F("reported_at")).exists()


def happenings_of_two_terms(roster: founding.Roster) -> list[dt.datetime]:
    """When the cases of the last two terms are reported, looked at and closed, with one child whom no story names."""
    add_person(
        school=roster.school,
        kind=PersonKind.PUPIL,
        given_name="Ida",
        family_name="Zell",
        year_group="Year 5",
        by=None,
    )
    return [at for at, _ in last_terms.happenings(roster, timezone.now())]


@pytest.mark.parametrize("start", [dt.date(2024, 1, 1), dt.date(2027, 1, 1)])
def test_a_school_year_is_one_that_schools_know(start: dt.date) -> None:
    for count in range(366):
        day = start + dt.timedelta(days=count)
        year = school_year(day)
        ends = [(first, last) for _, first, last in year.terms]
        assert all(first < last for first, last in ends)
        assert all(one[1] < two[0] for one, two in zip(ends, ends[1:], strict=False))
        assert all(any(a <= first and last <= b for a, b in ends) for _, first, last in year.closures)
        assert ends[0][0] - dt.timedelta(days=45) <= day <= ends[-1][1] + dt.timedelta(days=50)
