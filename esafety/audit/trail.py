"""Writing the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.audit.origin import here
from esafety.audit.registry import Event, declared
from esafety.walls import within

if TYPE_CHECKING:
    from esafety.people.models import School, User

Detail = str | int | bool | None | list[str] | list[int]
INSTALLATION = 0
"""The chain of what belongs to no school: sign-ins, commands."""
FIRST = "0" * 64
"""What the first entry of a chain is chained to."""
_LOCK_SPACE = 0x7261_696C


def record(
    what: Event,
    *,
    by: User | None,
    school: School | None,
    about: models.Model | None = None,
    detail: Mapping[str, Detail] | None = None,
) -> AuditEvent:
    """Add one entry to the school's chain, in the caller's transaction.

    `by` is None when the system itself acted. `detail` holds keys and short codes: never narrative,
    never a name. Call it last in the transaction: on PostgreSQL it holds the school's chain until commit.

    Raises RuntimeError outside a transaction and LookupError for an event nobody declared.
    """
    return record_each([(what, detail or {})], by=by, school=school, about=about)[0]


def record_each(
    happened: Sequence[tuple[Event, Mapping[str, Detail]]],
    *,
    by: User | None,
    school: School | None,
    about: models.Model | None = None,
) -> list[AuditEvent]:
    """Add entries for what one act did to one record, in this order; otherwise as `record`."""
    if not connection.in_atomic_block:
        raise RuntimeError("The trail is written inside the transaction of the act it records")
    for what, _ in happened:
        if what.code not in declared():
            raise LookupError(f"No room declares the event {what.code!r}")
    if school is None:
        with within(
            INSTALLATION
        ):  # its chain is everybody's to add to and, but for `verify_trail`, nobody's to read
            return _add(happened, by, INSTALLATION, about)
    return _add(happened, by, school.pk, about)


def _add(
    happened: Sequence[tuple[Event, Mapping[str, Detail]]],
    by: User | None,
    school_id: int,
    about: models.Model | None,
) -> list[AuditEvent]:
    last = _held_end(school_id)
    entries: list[AuditEvent] = []
    for number, (what, detail) in enumerate(happened, start=last.number + 1):
        entry = AuditEvent(
            school_id=school_id,
            number=number,
            at=(here().at or timezone.now()).astimezone(dt.UTC),
            code=what.code,
            actor_id=by.pk if by else None,
            actor_name=str(by) if by else "",
            about_label=about._meta.label_lower if about else "",
            about_id=about.pk if about else None,
            about_reference=str(getattr(about, "reference", "") or ""),
            detail=dict(detail),
            address=here().address,
            request_id=here().request_id,
            previous_hash=entries[-1].hash if entries else last.hash,
        )
        entry.hash = entry.digest()
        entries.append(entry)
    return AuditEvent.objects.bulk_create(entries)


def note(
    what: Event,
    *,
    by: User | None,
    school: School | None,
    about: models.Model | None = None,
    detail: Mapping[str, Detail] | None = None,
) -> AuditEvent:
    """Record something that happens on its own, such as a page being seen: a transaction of one entry."""
    with transaction.atomic():
        return record(what, by=by, school=school, about=about, detail=detail)


class _End(NamedTuple):
    """The last entry of a chain."""

    number: int = 0
    hash: str = FIRST


_LAST = "SELECT number, hash FROM audit_auditevent WHERE school_id = %s ORDER BY number DESC LIMIT 1"


def _held_end(school_id: int) -> _End:
    """The end of a school's chain, for one transaction at a time. SQLite's IMMEDIATE transactions already see to it.

    PostgreSQL is sent both sentences at once, to hold the chain no longer than needed; the second looks only
    after the first has waited, and psycopg2 answers with the second.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            hold = "SELECT pg_advisory_xact_lock(%s, %s)"
            cursor.execute(f"{hold}; {_LAST}", [_LOCK_SPACE, school_id % 2**31, school_id])
        else:
            cursor.execute(_LAST, [school_id])
        last = cursor.fetchone()
    return _End(*last) if last else _End()
