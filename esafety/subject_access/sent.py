"""Messages and documents that were sent to somebody: told by an answer only where what they were about may be read.

Even the kind and the moment of a mail tell that there was something. What is not listed here is not told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q, QuerySet

from esafety.keeping.access import DISPOSALS
from esafety.keeping.models import Disposal
from esafety.moving.access import ARRIVALS, TRANSFERS
from esafety.moving.models import Arrival, Transfer
from esafety.papers.models import DocumentLink
from esafety.people.models import Person
from esafety.subject_access.access import ANSWERS, REQUESTS
from esafety.subject_access.models import AccessAnswer, AccessRequest
from filtering.access import LOOKS
from filtering.models import Authorisation
from incidents.access import INCIDENTS, TASKS
from incidents.access_people import CHILDREN, worked_on
from incidents.alert_access import ALERTS
from incidents.models import Alert, Incident, Letter, Task

if TYPE_CHECKING:
    from esafety.people.models import User

READ: Final[dict[str, Callable[[User], QuerySet[Any]]]] = {
    "incidents.incident": lambda user: INCIDENTS.visible_to(user, Incident.objects.all()),
    "incidents.task": lambda user: TASKS.visible_to(user, Task.objects.all()),
    "incidents.letter": lambda user: Letter.objects.filter(
        incident__in=worked_on(user).order_by().values("pk")
    ),
    "incidents.alert": lambda user: ALERTS.visible_to(user, Alert.objects.all()),
    "filtering.authorisation": lambda user: LOOKS.visible_to(user, Authorisation.objects.all()),
    "moving.transfer": lambda user: TRANSFERS.visible_to(user, Transfer.objects.all()),
    "moving.arrival": lambda user: ARRIVALS.visible_to(user, Arrival.objects.all()),
    "keeping.disposal": lambda user: DISPOSALS.visible_to(user, Disposal.objects.all()),
    "subject_access.accessrequest": lambda user: REQUESTS.visible_to(user, AccessRequest.objects.all()),
    "subject_access.accessanswer": lambda user: ANSWERS.visible_to(user, AccessAnswer.objects.all()),
}
"""Records that not everybody who answers may read, with those that the account reads."""

OPEN: Final = frozenset({
    "aup.edition", "aup.invitation", "filtering.checkplan", "filtering.checkresult", "filtering.filteringrequest",
    "filtering.yearlyreview", "governance.report", "office.accountchange", "office.accountinvitation", "people.school",
})  # fmt: skip
"""What tells of nobody's case."""

ABOUT_CASES: Final = ("alert.", "incident.")
"""Notices that tell of cases though they are about the school or its page: several at once, alerts that wait."""


def messages_told(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these messages, those whose record the account may read. One query, however many there are."""
    gathered = Q(about_label="people.school")
    for code in ABOUT_CASES:
        rows = rows.exclude(gathered & Q(notice__startswith=code))
    links = documents_told(user, DocumentLink.objects.all()).order_by().values("pk")
    return rows.filter(_readable(user) | Q(about_label="papers.documentlink", about_id__in=links))


def documents_told(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these links, those to a document of a record that the account may read."""
    return rows.filter(_readable(user, "paper__"))


def chronologies_told(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these prints, those of a child whose chronology the account reads."""
    return rows.filter(person__in=CHILDREN.visible_to(user, Person.objects.all()).order_by().values("pk"))


def _readable(user: User, to: str = "") -> Q:
    found = Q(**{f"{to}about_label__in": OPEN})
    for label, read in READ.items():
        found |= Q(**{f"{to}about_label": label, f"{to}about_id__in": read(user).order_by().values("pk")})
    return found
