"""R1's data: twenty schools after eight years, in the database that the environment names.

    python -m tests.reliability.trust 80000     (with the environment of an installation)

What `benchmarks.archive` writes, more notes, and a whole trail: every entry is chained as the product chains it, so
`verify_trail` finds it sound. Written by COPY, which no action does: for measuring, never for showing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import sys
import time
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, transaction
from django.test import Client

from benchmarks import archive
from esafety.audit.models import AuditEvent
from esafety.audit.trail import FIRST
from esafety.people.models import School, User
from esafety.people.vocabulary import Role
from esafety.walls import every_school
from incidents.models import Decision, Incident, Involvement, Note, Task
from tests.cast import _set_calendar, sign_in

ENTRIES = 25
"""Of the trail, for each incident."""
NOTES = 2
"""More than the archive has."""
CODES = ["incident.reported", *["incident.viewed"] * 16, *["incident.noted"] * 4, *["incident.decided"] * 4]
COLUMNS = (
    "school_id", "number", "at", "code", "actor_id", "actor_name", "about_label", "about_id", "about_reference",
    "detail", "address", "request_id", "previous_hash", "hash",
)  # fmt: skip
WHO = {Role.STAFF: 14, Role.DSL: 5, Role.CO_ORDINATOR: 5, Role.DEPUTY_DSL: 3, Role.HEAD: 3}
"""Thirty people who are there at once, by what they are."""


def fill(size: int) -> dict[str, Any]:
    """Everything, once. Says how much of each there is and how long it took."""
    begun = time.monotonic()
    archive.fill(size)
    for school in School.objects.order_by("pk"):
        with transaction.atomic():
            _more_notes(school)
            _trail(school)
        School.objects.filter(pk=school.pk).update(went_live_at=dt.datetime(2018, 9, 1, tzinfo=dt.UTC))
        _set_calendar(school)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return counted() | {"seconds": round(time.monotonic() - begun)}


def counted() -> dict[str, int]:
    """How much there is. Acts: whatever somebody did about an incident and wrote down."""
    acts = sum(model.objects.count() for model in (Task, Note, Decision))
    return {
        "schools": School.objects.count(),
        "incidents": Incident.objects.count(),
        "people in them": Involvement.objects.count(),
        "acts": acts,
        "trail": AuditEvent.objects.count(),
    }


def _more_notes(school: School) -> None:
    dice = random.Random(school.pk)
    lead = User.objects.filter(memberships__school=school).order_by("pk")[0]
    for _ in range(NOTES):
        Note.objects.bulk_create(
            (
                Note(
                    incident_id=pk,
                    by=lead,
                    at=reported_at + dt.timedelta(days=dice.randint(1, 40)),
                    text=" ".join(dice.choices(archive.WORDS, k=25)),
                    standing="fact",
                    audience="everyone",
                )
                for pk, reported_at in Incident.objects.filter(school=school).values_list("pk", "reported_at")
            ),
            batch_size=archive.PART,
        )


def _trail(school: School) -> None:
    """The chain of one school, whole from its first entry."""
    lead = User.objects.filter(memberships__school=school).order_by("pk")[0]
    previous, number = FIRST, 0
    rows = io.StringIO()
    write = csv.writer(rows).writerow
    of_school = Incident.objects.filter(school=school).order_by("reported_at", "pk")
    for pk, reference, reported_at in of_school.values_list("pk", "reference", "reported_at"):
        for place, code in enumerate(CODES):
            number += 1
            entry = AuditEvent(
                school_id=school.pk,
                number=number,
                at=reported_at.astimezone(dt.UTC) + dt.timedelta(hours=place),
                code=code,
                actor_id=lead.pk,
                actor_name=str(lead),
                about_label="incidents.incident",
                about_id=pk,
                about_reference=reference,
                detail={},
                address="10.1.2.3",
                request_id="",
                previous_hash=previous,
            )
            entry.hash = previous = entry.digest()
            write([*(getattr(entry, name) for name in COLUMNS[:9]), json.dumps({}), "10.1.2.3", ""]
                  + [entry.previous_hash, entry.hash])  # fmt: skip
    rows.seek(0)
    with connection.cursor() as cursor:
        into = f"COPY audit_auditevent ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (request_id))"
        cursor.copy_expert(into, rows)


def cookies() -> list[dict[str, str]]:
    """Thirty sessions, a moment old: their cookie, what they are, and an incident of their school."""
    found = []
    for role, many in WHO.items():
        for place in range(many):
            school = School.objects.order_by("pk")[place % 20]
            user = User.objects.filter(memberships__school=school, memberships__role=role).order_by("pk")
            one = sign_in(Client(), user[place % user.count()])
            found.append({"role": role.value, "session": one.session.session_key or ""})
    return found


if __name__ == "__main__":
    with every_school("people and records of all of them"):
        told: Any = cookies() if sys.argv[1] == "cookies" else fill(int(sys.argv[1]))
    print(json.dumps(told))
