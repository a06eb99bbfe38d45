"""A hold laid while a disposal is being carried out: one of the two comes first, and neither is half done."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from esafety.access.refusals import NotNow
from esafety.keeping import actions
from esafety.keeping.models import Disposal, Hold, Tombstone
from esafety.keeping.vocabulary import HoldKind, RecordKind
from esafety.moving import actions as moving
from esafety.moving.models import Arrival
from esafety.papers.models import ReceivedFile
from esafety.walls.scope import every_school
from incidents.models import Incident
from tests.cast import Cast
from tests.keeping.old import an_old_record, approved, three_years
from tests.keeping.received import a_file


@pytest.mark.django_db(transaction=True)
def test_a_hold_and_a_disposal_at_the_same_moment(cast: Cast) -> None:
    three_years(cast)
    for turn in range(4):
        incident = an_old_record(cast, about=f"Somebody {turn} Else")
        disposal = approved(cast, incident)
        lay = partial(actions.lay_hold, school=cast.school, record=incident, kind=HoldKind.POLICE)
        ended = _together(
            hold=partial(lay, reason="They rang.", by=cast.dsl),
            goes=partial(actions.dispose_of, disposal=disposal, item=disposal.items.get(), by=None),
        )
        assert set(ended) == {"hold", "goes"}, ended
        there = Incident.objects.filter(pk=incident.pk).exists()
        assert there == Hold.objects.filter(incident=incident.pk).exists(), (turn, ended)
        assert there != Tombstone.objects.filter(was_id=incident.pk).exists(), (turn, ended)
    assert Disposal.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_hold_or_a_doubt_and_the_disposal_of_a_received_file_at_the_same_moment(cast: Cast) -> None:
    """Whoever says that a file inside may be illegal comes first, or finds it gone; after it nothing is destroyed."""
    for turn in range(4):
        file = a_file(cast, reference=f"turn-{turn}")
        disposal = actions.put_forward(record=file, reason="Over.", by=cast.dsl)
        disposal = actions.propose(disposal=disposal, version=disposal.version, by=cast.dsl)
        disposal = actions.approve(disposal=disposal, reason="So.", version=disposal.version, by=cast.head)
        inside = file.files.select_related("file__file").get(is_pages=False)
        assert inside.file is not None
        lay = partial(actions.lay_hold, school=cast.school, record=file, kind=HoldKind.POLICE, reason="Rang.")
        doubt = partial(moving.doubt_arrival_file, arrival=file, file=inside)
        ended = _together(
            first=partial(lay if turn % 2 else doubt, by=cast.dsl),
            goes=partial(actions.dispose_of, disposal=disposal, item=disposal.items.get(), by=None),
        )
        assert set(ended) == {"first", "goes"}, ended
        there = Arrival.objects.filter(pk=file.pk).exists()
        assert ended["goes"] is not there, (turn, ended)
        if turn % 2:
            assert there == Hold.objects.filter(arrival=file.pk).exists(), (turn, ended)
        else:
            assert there == ReceivedFile.objects.filter(pk=inside.file.pk, set_aside_by=cast.dsl).exists()
        stone = Tombstone.objects.filter(was_id=file.pk, kind=RecordKind.RECEIVED)
        assert there != stone.exists(), (turn, ended)


def _together(**acts: Any) -> dict[str, Any]:
    """Do each in a thread of its own, begun together. What each gave, or why it was refused; nothing else ends one."""
    ready, ended = threading.Barrier(len(acts)), {}

    def run(name: str) -> None:
        try:
            ready.wait(10)
            with every_school("a thread of the test's own"):
                ended[name] = acts[name]()
        except (NotNow, PermissionDenied) as refusal:
            ended[name] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended
