"""An approved disposal is carried out, a record at a time: each goes whole, in one transaction, or stays whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
from esafety.keeping.actions.guard import lock
from esafety.keeping.facts import around
from esafety.keeping.models import Disposal, DisposalItem
from esafety.keeping.striking import strike
from esafety.keeping.vocabulary import DONE, HELD_BACK, Stage
from incidents.models import Incident

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def dispose_of(*, disposal: Disposal, incident_id: int, by: User | None) -> bool:
    """Dispose of one record of an approved disposal, unless something holds it now. Returns whether it went.

    The school and every incident that bears on it are locked first, and what holds it is asked after that: a hold
    laid, a link made or a case reopened before is seen, a later one waits and finds the record gone.
    """
    lock(disposal.school_id)
    now = Disposal.objects.get(pk=disposal.pk)
    item = DisposalItem.objects.filter(disposal=now, incident=incident_id).first()
    if now.stage != Stage.APPROVED or item is None:
        return False
    near = {one for group in around([incident_id]).families.members.values() for one in group}
    list(Incident.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=near).order_by("pk"))
    found = around([incident_id])
    held = found.judged(timezone.localdate())[incident_id]
    if held:
        _hold_back(now, item, sorted(held))
        return False
    strike(
        disposal=now,
        incidents=found.families.members[incident_id],
        kind=found.standings[incident_id].kind,
    )
    return True


def _hold_back(disposal: Disposal, item: DisposalItem, held: list[str]) -> None:
    kept = {**disposal.kept, held[0]: disposal.kept.get(held[0], 0) + 1}
    Disposal.objects.filter(pk=disposal.pk).update(kept=kept)
    item.delete()
    record(HELD_BACK, by=None, school=disposal.school, about=disposal, detail={"kind": held[0]})


@transaction.atomic
def finish(*, disposal: Disposal, by: User | None) -> Disposal:
    """Close the door behind an approved disposal in which nothing is left to do. Does nothing to one that is closed."""
    lock(disposal.school_id)
    waiting = Disposal.objects.filter(pk=disposal.pk, stage=Stage.APPROVED, items=None)
    if waiting.update(stage=Stage.DONE, done_at=timezone.now()):
        count = disposal.tombstones.count()
        record(DONE, by=by, school=disposal.school, about=disposal, detail={"count": count})
    return Disposal.objects.get(pk=disposal.pk)
