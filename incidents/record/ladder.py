"""What the ladder of sanctions suggests for one person in an incident, and who may decide it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.access.roles import roles_in
from esafety.people.models import Membership
from esafety.people.vocabulary import PersonKind, Role
from incidents.access import INCIDENTS
from incidents.models import Incident, Involvement, Sanction, SanctionSettings
from incidents.policy.sanctions import (
    ABOUT_THE_HEAD,
    PUPILS,
    STAFF,
    Ladder,
    Proposal,
    Rung,
    ladder,
    propose,
)
from incidents.vocabulary import IncidentType, Measure, Nature, PersonSort

if TYPE_CHECKING:
    from esafety.people.models import School, User

MONTH = dt.timedelta(days=31)
_ADULTS = {PersonSort.STAFF, PersonSort.HEAD, PersonSort.GOVERNOR}


class Weighed(NamedTuple):
    """One person's case on the ladder: what is proposed and why, what was decided before, what the school uses."""

    ladder: Ladder
    proposal: Proposal
    earlier: list[Sanction]
    used: frozenset[Measure]

    def available(self, rung: Rung) -> tuple[Measure, ...]:
        """What of a rung the school makes use of; of a rung it uses nothing of, all."""
        return tuple(one for one in rung.measures if one in self.used) or rung.measures


def chosen(school: School) -> tuple[Ladder, frozenset[Measure], int]:
    """A school's ladder for pupils, what it uses of it, and for how many months it remembers."""
    row = SanctionSettings.objects.filter(school=school).first()
    if row is None:
        return PUPILS, frozenset(Measure), 12
    return ladder(row.ladder), frozenset(Measure(one) for one in row.measures), row.months


def weigh(row: Involvement, user: User) -> Weighed | None:
    """What the ladder suggests for this person; None for somebody who has none (a parent, a stranger).

    Only what was decided in incidents that the viewer may see counts: a proposal gives nothing else away.
    """
    pupils, used, months = chosen(row.incident.school)
    sort = _sort(row)
    if sort not in {PersonSort.CHILD, *_ADULTS}:
        return None
    which = pupils if sort == PersonSort.CHILD else STAFF
    used = used if sort == PersonSort.CHILD else frozenset(Measure)
    earlier = _earlier(row, user, which, timezone.now() - months * MONTH)
    types = [IncidentType(one) for one in row.incident.tags.values_list("type", flat=True)]
    nature = Nature(row.nature) if row.nature != Nature.NOT_KNOWN else Nature(row.incident.nature)
    return Weighed(which, propose(which, types, nature, [one.rung for one in earlier]), earlier, used)


def _sort(row: Involvement) -> PersonSort:
    if row.person is not None:
        by_kind = {PersonKind.PUPIL: PersonSort.CHILD, PersonKind.STAFF: PersonSort.STAFF}
        return by_kind.get(PersonKind(row.person.kind), PersonSort(row.sort))
    return PersonSort(row.sort)


def _earlier(row: Involvement, user: User, which: Ladder, since: dt.datetime) -> list[Sanction]:
    """What was decided for the same person on the same ladder in other incidents of the school, newest first."""
    if row.person_id is None:
        return []
    found = Sanction.objects.filter(
        involvement__person=row.person_id,
        incident__in=INCIDENTS.visible_to(user, Incident.objects.filter(school=row.incident.school_id)),
        involvement__withdrawn_at__isnull=True,
        ladder=which.id,
        decided_at__gte=since,
    )
    return list(found.exclude(rung="").exclude(incident=row.incident_id).order_by("-decided_at"))


def why_not_decide(weighed: Weighed, rung: Rung | None, row: Involvement, user: User) -> str | None:
    """Why this person may not decide this rung, in words; None when they may.

    Whoever may decide the mildest rung may decide for support alone; for staff only the head, and about the head or a
    governor the chair (C 4.4, C 5.2).
    """
    decides = deciders(weighed, rung or weighed.ladder.rungs[0], row)
    if roles_in(user, row.incident.school_id) & set(decides):
        return None
    posts = " or ".join(role.label.lower() for role in decides)
    return f"This is for the {posts} to decide."


def deciders(weighed: Weighed, rung: Rung, row: Involvement) -> tuple[Role, ...]:
    """The posts that decide a rung for this person."""
    return ABOUT_THE_HEAD if weighed.ladder is STAFF and _leads_the_school(row) else rung.decides


def _leads_the_school(row: Involvement) -> bool:
    if row.sort in {PersonSort.HEAD, PersonSort.GOVERNOR}:
        return True
    account = row.person.account_id if row.person else None
    above = (Role.HEAD, Role.CHAIR, Role.VICE_CHAIR, Role.GOVERNOR, Role.SAFETY_GOVERNOR)
    posts = Membership.objects.current().filter(user=account, school=row.incident.school_id, role__in=above)
    return account is not None and posts.exists()
