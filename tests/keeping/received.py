"""Files that other schools sent long ago, taken in through the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from esafety.keeping.models.subject import subject_of
from esafety.keeping.policy.dates import years_after
from esafety.moving import actions
from esafety.moving.models import Arrival
from esafety.people.models import Person, User
from tests.cast import Cast
from tests.moving.arriving import arrived
from tests.moving.packages import WORDS, a_record, an_entry, pages, parts_of, sealed, with_picture

YEARS = 25
MARK = r"xq\w+qx"


def born(pupil: Person, *, days_over: int = 400, years: int = YEARS) -> Person:
    """The pupil's time is over since so many days: today on day 0."""
    day = timezone.localdate() - dt.timedelta(days=days_over)
    born_on = years_after(day, -years)
    Person.objects.filter(pk=pupil.pk).update(born_on=born_on)
    pupil.born_on = born_on
    return pupil


def opened_file(cast: Cast, *, reference: str = "EB22-0007", by: User | None = None, **told: Any) -> Arrival:
    """Here and opened by the deputy; nobody has said whose it is. Its words bear a mark."""
    by = by or cast.deputy
    entry = an_entry(text="xqentryqx", headline="xqheadqx", impact="xqimpactqx", by="Mona xqwriterqx")
    record, files = with_picture(a_record(entries=[entry], reference=reference, **told))
    record["left_out"] = {"entries": 1, "why": "xqleftqx"}
    made = arrived(cast, sealed(parts_of(record, files, reference=reference)), by=by)
    return actions.open_arrival(arrival=made, words=WORDS, version=made.version, by=by)


def a_file(cast: Cast, *, pupil: Person | None = None, by: User | None = None, **told: Any) -> Arrival:
    """Taken in by the deputy for a pupil who left long ago."""
    by = by or cast.deputy
    pupil = pupil or born(cast.third_pupil)
    made = opened_file(cast, by=by, **told)
    return actions.take_arrival_in(arrival=made, pupil=pupil, version=made.version, by=by)


def a_document(cast: Cast, *, pupil: Person, by: User | None = None) -> Arrival:
    """An ordinary PDF that was taken in."""
    by = by or cast.deputy
    made = arrived(cast, pages(), sealed=False, by=by)
    told: dict[str, Any] = {"sender": "Eastbrook", "sent_by": "Moira", "sent_on": timezone.localdate()}
    made = actions.describe_arrival(arrival=made, version=made.version, by=by, **told)
    return actions.take_arrival_in(arrival=made, pupil=pupil, version=made.version, by=by)


def gone(arrival: Arrival) -> bool:
    """Whether nothing of it is there any more."""
    from esafety.keeping.contents import contents

    subject = subject_of(arrival)
    left = any(table.exists() for table in contents({subject.pk}, Arrival).tables)
    there = Arrival.objects.filter(pk=arrival.pk).exists()
    assert not left or there, "wholly there or wholly gone"
    return not there
