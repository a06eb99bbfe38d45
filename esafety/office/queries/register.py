"""Who has access to what kind of thing, today or on a past day.

History is answered from rows that are never rewritten: a post begins on a day and ends on its last day or when it
was ended, a visitor's entry is only ever ended. An account counts from the day on which it was taken up. Records
opened to somebody by name are left out, even as a number: the list would say who has one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aup.queries.visits import visitors_signed
from esafety.access.reach import LINES, Line, Reach, reach_of, roles_reaching
from esafety.office.models import AccountInvitation, VisitorAccess
from esafety.people.models import Membership, School
from esafety.people.queries import folded
from esafety.people.vocabulary import Role
from esafety.schooldays.calendar import LONDON


@dataclass(frozen=True)
class Narrowed:
    """What somebody wants to see of the register. Without anything, all of it."""

    role: Role | None = None
    reach: Reach | None = None

    @property
    def roles(self) -> list[Role]:
        """The roles that are shown."""
        reaching = roles_reaching(self.reach) if self.reach else list(Role)
        return [role for role in reaching if self.role in (None, role)]

    @property
    def shows_visitors(self) -> bool:
        """Visitors without an account have no role and reach none of those kinds."""
        return self.role is None and self.reach is None


class Holder(NamedTuple):
    """Somebody who holds a role on the day, and what the role opens."""

    name: str
    role: Role
    reach: list[Line]
    since: dt.date
    last_day: dt.date | None
    stands_in_for: str

    @property
    def opens(self) -> str:
        """The kinds of thing, as few words as will do: "Cases, reporting, tasks"."""
        return ", ".join(line.reach.label.lower() for line in self.reach).capitalize() or "Own pages only"


class Register(NamedTuple):
    """The register of one school on one day."""

    holders: list[Holder]
    visitors: list[VisitorAccess]
    shows_visitors: bool

    @property
    def means(self) -> list[Line]:
        """What the kinds of thing that occur mean."""
        return [line for line in LINES if any(line in one.reach for one in self.holders)]


EVERYTHING = Narrowed()
AT_RECEPTION = "At reception, by somebody of this name"


def register_on(school: School, day: dt.date, narrowed: Narrowed = EVERYTHING) -> Register:
    """Who had access on a day (school's local date), by role, then by name. Today: who has it now."""
    reach = {role: reach_of(role) for role in narrowed.roles}
    order = {role: at for at, role in enumerate(reach)}
    posts = _posts_on(school, day).filter(role__in=list(reach))
    holders = [_holder(post, reach[Role(post.role)]) for post in posts]
    return Register(
        sorted(holders, key=lambda one: order[one.role]),
        _visitors_on(school, day) if narrowed.shows_visitors else [],
        narrowed.shows_visitors,
    )


def _visitors_on(school: School, day: dt.date) -> list[VisitorAccess]:
    """The entries about visitors; where none says when they signed, the agreements room is asked by their name."""
    entries = list(VisitorAccess.objects.on(day).filter(school=school).select_related("permitted_by"))
    signed = visitors_signed(school, day) if any(entry.agreed_on is None for entry in entries) else {}
    for entry in entries:
        if entry.agreed_on is None and (on := signed.get(folded(entry.name))):
            entry.agreed_on, entry.agreement_note = on, entry.agreement_note or AT_RECEPTION
    return entries


def _holder(post: Membership, reach: list[Line]) -> Holder:
    stands_in_for = str(post.stands_in_for or "")
    return Holder(str(post.user), Role(post.role), reach, post.from_date, _last_day(post), stands_in_for)


def _posts_on(school: School, day: dt.date) -> QuerySet[Membership]:
    begins = dt.datetime.combine(day, dt.time(), LONDON)
    held = Membership.objects.filter(Q(until=None) | Q(until__gte=day), school=school, from_date__lte=day)
    if day >= timezone.localdate():
        held = held.filter(ended_at=None, user__is_active=True)
    else:
        held = held.filter(Q(ended_at=None) | Q(ended_at__gte=begins))
    is_over = begins + dt.timedelta(days=1)
    asked = AccountInvitation.objects.filter(user=OuterRef("user"), made_at__lt=is_over)
    rows = held.filter(Exists(asked.filter(accepted_at__lt=is_over)) | ~Exists(asked))
    return rows.select_related("user", "stands_in_for").order_by("user__name", "from_date", "pk")


def _last_day(post: Membership) -> dt.date | None:
    ends = [day for day in (post.until, post.ended_at and timezone.localdate(post.ended_at)) if day]
    return min(ends, default=None)


HEADINGS = (
    "Name", "Organisation", "Role or use", "What it opens", "Since", "Last day", "Permitted by", "Agreement signed on",
)  # fmt: skip


def register_lines(school: School, day: dt.date, narrowed: Narrowed) -> Iterator[tuple[str, ...]]:
    """The same as lines of a table, a line for each role somebody holds and each thing a visitor may use."""
    shown = register_on(school, day, narrowed)
    yield HEADINGS
    for one in shown.holders:
        opens = "; ".join(line.means for line in one.reach) or one.opens
        role = one.role.label + (f" (stands in for {one.stands_in_for})" if one.stands_in_for else "")
        yield (one.name, "", role, opens, *_days(one.since, one.last_day), "", "")
    for entry in shown.visitors:
        use = " ".join(filter(None, (entry.get_use_display(), entry.which and f"({entry.which})")))
        since, last_day = _days(entry.from_date, entry.last_day)
        signed = entry.agreed_on.isoformat() if entry.agreed_on else "Not noted"
        yield (entry.name, entry.organisation, use, "", since, last_day, str(entry.permitted_by), signed)


def _days(since: dt.date, last_day: dt.date | None) -> tuple[str, str]:
    return since.isoformat(), last_day.isoformat() if last_day else ""
