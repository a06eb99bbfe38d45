"""Records of long ago, made through the actions at their moments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from esafety.keeping import actions
from esafety.keeping.models import Disposal
from esafety.keeping.vocabulary import RecordKind
from esafety.keeping.working import work_out
from esafety.office.demo import clock
from esafety.outbox.relay import drain
from esafety.people.models import User
from incidents.models import Incident
from incidents.vocabulary import Status
from tests.builders import a_concern, advance
from tests.cast import Cast

LONG_AGO = dt.datetime(2020, 10, 5, 10, tzinfo=dt.UTC)
"""With three years kept after the school year 2020/21: due since 1 September 2024."""


def an_old_record(cast: Cast, *, moment: dt.datetime = LONG_AGO, **told: Any) -> Incident:
    """A concern of long ago, closed."""
    with clock.at(moment):
        return advance(a_concern(cast, **told), to=Status.CLOSED)


def three_years(cast: Cast) -> None:
    """The school keeps other online-safety incidents for three years."""
    actions.confirm_period(school=cast.school, kind=RecordKind.ONLINE_SAFETY, years=3, by=cast.dsl)


def worked_out(cast: Cast) -> int:
    """The nightly round."""
    return work_out(cast.school)


def proposed(cast: Cast, *incidents: Incident, by: User | None = None) -> Disposal:
    """Records reviewed by the deputy and sent to a second person."""
    by = by or cast.deputy
    for incident in incidents:
        disposal = actions.put_forward(record=incident, reason="Its time is over.", by=by)
    return actions.propose(disposal=disposal, version=disposal.version, by=by)


def approved(cast: Cast, *incidents: Incident) -> Disposal:
    """The same, approved by the head."""
    disposal = proposed(cast, *incidents)
    return actions.approve(
        disposal=disposal, reason="As the schedule says.", version=disposal.version, by=cast.head
    )


def carried_out(cast: Cast, *incidents: Incident) -> Disposal:
    """The same, carried out by the relay."""
    disposal = approved(cast, *incidents)
    drain()
    return Disposal.objects.get(pk=disposal.pk)
