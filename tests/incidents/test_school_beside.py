"""The school that stands on tags and tasks is their incident's, whichever act wrote them."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from incidents import actions
from incidents.models import Incident, IncidentTag, Task
from incidents.vocabulary import IncidentType, Status
from tests.builders import a_concern, advance
from tests.cast import Cast


def test_tags_and_tasks_stand_in_the_school_of_their_incident(cast: Cast) -> None:
    a_concern(cast, school=cast.other, by="other_teacher", about="other_pupil")
    advance(a_concern(cast, type=IncidentType.SELF_HARM), to=Status.CLOSED)
    late = a_concern(cast, type=IncidentType.GROOMING, types=[IncidentType.HATE])
    actions.run_out_clocks(now=timezone.now() + dt.timedelta(days=30))
    stays, goes = (advance(a_concern(cast, about="third_pupil"), to=Status.TRIAGED) for _ in range(2))
    given = {"words": "Ring the aunt", "detail": "", "due_at": None, "required": False}
    actions.give_task(incident=goes, assigned_to=cast.senco, by=cast.dsl, **given)
    goes = Incident.objects.get(pk=goes.pk)
    actions.merge(incident=goes, into=stays, reason="One matter", version=goes.version, by=cast.dsl)
    assert {kind.code for kind in Task.objects.filter(incident=late)} > {"first_look", "first_look_2"}
    for table in (IncidentTag, Task):
        assert table.objects.values("school").distinct().count() == 2
        assert not table.objects.exclude(school=F("incident__school")).exists()
    assert not IncidentTag.objects.exclude(reported_at=F("incident__reported_at")).exists()
