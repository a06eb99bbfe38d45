"""Files on their way: the lists, who may receive and follow one, what is not in one yet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from esafety.access.capabilities import Capability as C
from esafety.access.role_tables import CAPABILITIES
from esafety.moving.access import ARRIVALS, TRANSFERS
from esafety.moving.models import Arrival, Transfer, TransferPart, TransferReceived
from esafety.moving.vocabulary import TransferState
from esafety.papers.models import DocumentLink
from esafety.people.models import ExternalContact, Membership, User
from esafety.people.vocabulary import ContactKind
from incidents.access_people import parts_of
from incidents.lists.elsewhere import Due

if TYPE_CHECKING:
    from esafety.people.models import School

A_PAGE = 100


def transfers(user: User, school: School, *, standing: bool) -> QuerySet[Transfer]:
    """The school's files that the account may see: those with something still to do, the first due first, or the
    finished ones, the latest first."""
    found = TRANSFERS.visible_to(user, Transfer.objects.filter(school=school))
    rows = found.select_related("pupil", "contact")
    finished = (TransferState.RECEIVED, TransferState.STOPPED)
    return rows.standing() if standing else rows.filter(state__in=finished).order_by("-due_at", "-pk")  # type: ignore[attr-defined]


def receivers(school: School) -> QuerySet[ExternalContact]:
    """Safeguarding leads of other schools who can be written to and rung, checked within a year."""
    found = ExternalContact.objects.current().filter(school=school, kind=ContactKind.NEXT_SCHOOL)
    stale = ExternalContact.objects.stale().filter(school=school)
    rows: QuerySet[ExternalContact] = found.exclude(pk__in=stale.values("pk"))
    return rows.exclude(email="").exclude(telephone="").order_by("name", "pk")


def not_in_it(transfer: Transfer, user: User) -> list[int]:
    """Incidents with a part of the pupil that the account reads and that are not part of the file yet."""
    mine = parts_of(user, transfer.pupil).values_list("incident", flat=True)
    return sorted(set(mine) - set(transfer.parts.values_list("incident", flat=True)))


def not_gone_on(transfer: Transfer, user: User) -> list[int]:
    """Files that other schools sent of the pupil, which the account reads and which do not go on with this one yet."""
    found = ARRIVALS.visible_to(user, Arrival.objects.taken_in().filter(pupil=transfer.pupil_id))
    return sorted(found.exclude(pk__in=transfer.received.values("arrival")).values_list("pk", flat=True))


def followers(transfer: Transfer) -> list[User]:
    """Who is reminded of a file: whoever sends files for the school and sees this one."""
    roles = [role for role, held in CAPABILITIES.items() if C.MOVE_FILES in held]
    posts = Membership.objects.current().filter(school=transfer.school_id, role__in=roles)
    people = User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("pk")
    return [user for user in people if TRANSFERS.allows(user, C.MOVE_FILES, transfer)]


def acknowledged() -> list[tuple[Transfer, dt.datetime]]:
    """Files whose receiver said on the page of a link that they have them, and when. Two queries."""
    waiting = {
        row.pk: row
        for row in Transfer.objects.filter(state=TransferState.SENT).select_related("school", "contact")
    }
    of = {"paper__about_label": Transfer._meta.label_lower, "paper__about_id__in": waiting}
    links = DocumentLink.objects.filter(**of, acknowledged_at__isnull=False).order_by("acknowledged_at")
    first = dict(links.reverse().values_list("paper__about_id", "acknowledged_at"))
    return [(waiting[pk], at) for pk, at in first.items() if at is not None]


def due_here(user: User, school: School) -> list[Due]:
    """For the page of what is due: files that wait to be sent or for a receipt."""
    rows = transfers(user, school, standing=True)[:A_PAGE]
    return [
        Due(_words(row), row.reference, row.due_at, row.get_absolute_url(), row.is_overdue) for row in rows
    ]


def _words(row: Transfer) -> str:
    doing = "Send the file of" if row.state == TransferState.PREPARING else "Get the receipt for the file of"
    return f"{doing} {row.pupil.full_name}"


def on_their_way(incidents: frozenset[int], /, *, seen_by: User | None = None) -> set[int]:
    """Which of these incidents, by id, are part of a file that was not yet received, or of one this account sees."""
    parts = TransferPart.objects.filter(incident__in=incidents, transfer__in=_standing(seen_by))
    return set(parts.values_list("incident", flat=True))


def going_on_with(arrivals: frozenset[int], /, *, seen_by: User | None = None) -> set[int]:
    """Which of these files from other schools, by id, go on with a file that was not yet received, or with one that
    this account sees."""
    came = TransferReceived.objects.filter(arrival__in=arrivals, transfer__in=_standing(seen_by))
    return set(came.values_list("arrival", flat=True))


def _standing(seen_by: User | None) -> QuerySet[Transfer]:
    """Files with which something is still to be done, for a subquery."""
    files: QuerySet[Transfer] = Transfer.objects.standing()
    if seen_by is not None:
        files = TRANSFERS.visible_to(seen_by, files)
    return files.order_by().values("pk")  # type: ignore[return-value]  # rows of one column
