"""Low-level concerns, by the adult they are about: for whoever decides on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet

from esafety.people.models import Person
from incidents.access import INCIDENTS
from incidents.access_people import LOW_LEVEL, LOW_LEVEL_PEOPLE, low_level_about
from incidents.models import Incident, PatternReview, Statement
from incidents.record.tones import TONES
from incidents.vocabulary import Part, Status

if TYPE_CHECKING:
    from esafety.people.models import School, User

MOST = 200
SHORTENED = 300


def people(user: User, school: School) -> list[dict[str, Any]]:
    """The adults with a low-level concern, most concerns first: two queries."""
    concerns = INCIDENTS.visible_to(user, Incident.objects.filter(LOW_LEVEL, school=school, merged_into=None))
    mine = Q(
        involvements__part=Part.SUBJECT,
        involvements__withdrawn_at=None,
        involvements__incident__in=concerns.order_by().values("pk"),
    )
    rows = LOW_LEVEL_PEOPLE.visible_to(user, Person.objects.filter(school=school))
    found = rows.annotate(
        concerns=Count("involvements__incident", filter=mine, distinct=True),
        latest=Max("involvements__incident__reported_at", filter=mine),
    )
    shown = list(found.order_by("-concerns", "-latest")[:MOST])
    reviews = _latest_reviews(shown)
    return [{"person": one, "review": reviews.get(one.pk)} for one in shown]


def _latest_reviews(shown: Sequence[Person]) -> dict[int, PatternReview]:
    rows = PatternReview.objects.filter(person__in=shown).order_by("at", "pk").select_related("by")
    return {row.person_id: row for row in rows}


def nameless(user: User, school: School) -> QuerySet[Incident]:
    """Concerns about somebody who is named in words only: nobody reads them together until they are identified."""
    rows = Incident.objects.filter(LOW_LEVEL, school=school, merged_into=None)
    known = Q(involvements__part=Part.SUBJECT, involvements__person__isnull=False)
    return INCIDENTS.visible_to(user, rows).exclude(pk__in=Incident.objects.filter(known).values("pk"))


def concerns_about(user: User, person: Person) -> list[dict[str, Any]]:
    """Every low-level concern about one person that the viewer holds, latest first: two queries."""
    concerns = list(low_level_about(user, person).select_related("reported_by").order_by("-reported_at"))
    accounts = {
        row.incident_id: row
        for row in Statement.objects.filter(incident__in=concerns).order_by("incident", "edition")
    }
    return [_concern(one, accounts[one.pk], person) for one in concerns]


def _concern(incident: Incident, statement: Statement, person: Person) -> dict[str, Any]:
    status, account = Status(incident.status), incident.reported_by
    return {
        "incident": incident,
        "tag": {"text": status.label, "tone": TONES[status]},
        "text": statement.description[:SHORTENED] + ("…" if len(statement.description) > SHORTENED else ""),
        "touches": statement.opinion,
        "self": account is not None and account.pk == person.account_id,
        "outcome": incident.outcome,
    }
