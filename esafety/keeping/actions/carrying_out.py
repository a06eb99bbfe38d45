"""An approved disposal is carried out, a record at a time: each goes whole, in one transaction, or stays whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
from esafety.keeping.actions.guard import lock
from esafety.keeping.facts import around
from esafety.keeping.judging import judged
from esafety.keeping.lots import Going, going
from esafety.keeping.models import Disposal, DisposalItem, DueDate, Lot, Subject
from esafety.keeping.striking import strike, strike_lot
from esafety.keeping.vocabulary import DONE, HELD_BACK, HoldKind, Stage
from esafety.moving.models import Arrival
from esafety.papers.models import ReceivedFile
from incidents.models import Incident

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from esafety.people.models import User


@transaction.atomic
def dispose_of(*, disposal: Disposal, item: DisposalItem, by: User | None) -> bool:
    """Dispose of one record of an approved disposal, unless something holds it now. Returns whether it went.

    The school and everything that bears on the record are locked first, and what holds it is asked after that: a hold
    laid, a link made, a case reopened or a file set aside before is seen, a later one waits and finds the record gone.
    """
    lock(disposal.school_id)
    now = Disposal.objects.get(pk=disposal.pk)
    still = DisposalItem.objects.filter(pk=item.pk, disposal=now).first()
    if now.stage != Stage.APPROVED or still is None:
        return False
    _lock_around(still.subject)
    found = judged([still.subject])[still.subject]
    held = set(found.held) if found.is_whole else found.held | {HoldKind.LINKED}
    leaves = _leaving(now, still.lot) if still.lot and not held else []
    if still.lot and not leaves:
        held = held or {HoldKind.NOTHING}
    if held:
        _hold_back(now, still, sorted(held))
        return False
    if still.lot:
        _let_go_of(now, still, still.lot, leaves)
    else:
        strike(disposal=now, records=found.members, kind=found.standing.kind)
    return True


def _leaving(disposal: Disposal, lot: Lot) -> list[Going]:
    """What of a lot both who decided may read, and nothing holds now."""
    two = (disposal.proposed_by, disposal.approved_by)
    return going([lot], read_by=[user for user in two if user is not None])


def _let_go_of(disposal: Disposal, item: DisposalItem, lot: Lot, leaves: list[Going]) -> None:
    """The lot stays, off the list: what is left in it comes up again."""
    strike_lot(disposal=disposal, lot=lot, going=leaves)
    DueDate.objects.filter(lot=lot).delete()
    item.delete()


def _lock_around(subject: Subject) -> None:
    """Let nobody else write to what decides whether it may go: every incident around it, or the file and what came
    inside it. Of a lot the school's own lock is enough: what is in it ended years ago."""
    if subject.column == "lot":
        return
    if subject.column == "arrival":
        rows: list[QuerySet[Any]] = [
            Arrival.objects.filter(pk=subject.pk),
            ReceivedFile.objects.filter(about_label=Arrival._meta.label_lower, about_id=subject.pk),
        ]
    else:
        near = {one for group in around([subject.pk]).families.members.values() for one in group}
        rows = [Incident.objects.filter(pk__in=near)]
    for found in rows:
        list(found.select_for_update(of=("self",), no_key=True).order_by("pk"))


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
