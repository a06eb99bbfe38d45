"""A disposal is sent to a second person, who sends it back or approves it. Source: reference/security.md 7."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.queries.names import names_of
from esafety.keeping.access import DISPOSALS, KEEP, has_a_part_in, keepers
from esafety.keeping.actions.guard import change, lock, must_see
from esafety.keeping.models import Disposal, DisposalReader, DisposalRun
from esafety.keeping.notices import TO_APPROVE
from esafety.keeping.vocabulary import APPROVED, PROPOSED, RETRIED, SENT_BACK, Stage
from esafety.outbox.owing import Promise, owe_all

if TYPE_CHECKING:
    from esafety.people.models import User

NOT_BY_YOU = (
    "Somebody else must approve this: not who gathered it, and nobody who reported, received, worked on or is named "
    "in a record in it."
)
A_NAME = (
    "is the name, or the initials, of somebody in the school. The reason stays on the certificate for ever: write it "
    "without the name."
)
NOBODY = (
    "Nobody else in the school could approve this: each has a part in one of its records or may not see it. Take "
    "such records out and send them by themselves."
)


def why_not_approve(disposal: Disposal, user: User) -> str | None:
    """Why this person may not approve it now, in words; None when they may."""
    if disposal.stage != Stage.PROPOSED:
        return "It is not waiting for approval."
    if user.pk == disposal.proposed_by_id or has_a_part_in(user, disposal.subjects(), work_too=True):
        return NOT_BY_YOU
    return None


def _approvers(disposal: Disposal) -> list[User]:
    """Who could be the second person, each once."""
    subjects = disposal.subjects()
    return [
        user
        for user in keepers(disposal.school)
        if user.pk != disposal.proposed_by_id
        and DISPOSALS.allows(user, KEEP, disposal)
        and not has_a_part_in(user, subjects, work_too=True)
    ]


@transaction.atomic
def propose(*, disposal: Disposal, version: int, by: User) -> Disposal:
    """Ask a second person to approve it; those who could are told. Raises NotNow when it is empty or nobody could."""
    must_see(by, disposal)
    lock(disposal.school_id)
    count = disposal.items.count()
    if disposal.stage != Stage.DRAFT or by.pk != disposal.proposed_by_id or not count:
        raise NotNow("Only who gathered it sends it, while it is being gathered and not empty.")
    told = _approvers(disposal)
    if not told:
        raise NotNow(NOBODY)
    now = change(disposal, version=version, stage=Stage.PROPOSED, proposed_at=timezone.now(), said_back="")
    owe_all(Promise(TO_APPROVE, now, user, f"v{now.version}") for user in told)
    record(PROPOSED, by=by, school=disposal.school, about=now, detail={"count": count})
    return now


@transaction.atomic
def send_back(*, disposal: Disposal, reason: str, version: int, by: User) -> Disposal:
    """Send it back to who gathered it, with the reason. Raises NotNow when it does not wait; Stale."""
    must_see(by, disposal)
    lock(disposal.school_id)
    if disposal.stage != Stage.PROPOSED:
        raise NotNow("It is not waiting for approval.")
    if Disposal.objects.filter(
        school=disposal.school, proposed_by=disposal.proposed_by, stage=Stage.DRAFT
    ).exists():
        raise NotNow("They are gathering another disposal. They send or give up that one first.")
    now = change(disposal, version=version, stage=Stage.DRAFT, said_back=reason)
    record(SENT_BACK, by=by, school=disposal.school, about=now)
    return now


@transaction.atomic
def approve(*, disposal: Disposal, reason: str, version: int, by: User) -> Disposal:
    """Approve it; it is carried out in the background. Raises NotNow, with why, for who may not; Stale.

    What holds each record is asked again when it comes to it. Who sees everything in it now may read what is left
    of it. Raises NotNow for a name of somebody in the school
    in the reason: it stays for ever.
    """
    from esafety.keeping.tasks import carry_out
    from esafety.outbox.bell import ring

    must_see(by, disposal)
    lock(disposal.school_id)
    if why := why_not_approve(disposal, by):
        raise NotNow(why)
    if found := names_of(disposal.school).found_in(reason):
        raise NotNow(f"“{found[0].word}” {A_NAME}")
    count = disposal.items.count()
    if not count:
        raise NotNow("There is nothing in it any more.")
    told = {
        "stage": Stage.APPROVED,
        "approved_by": by,
        "approved_at": timezone.now(),
        "reason": reason,
        "said_back": "",
    }
    readers = [user.pk for user in keepers(disposal.school) if DISPOSALS.allows(user, KEEP, disposal)]
    now = change(disposal, version=version, **told)
    DisposalReader.objects.bulk_create(DisposalReader(disposal=now, user_id=pk) for pk in sorted(readers))
    run = DisposalRun.objects.create(disposal=now, total=count)
    ring(carry_out, run.pk)
    record(APPROVED, by=by, school=disposal.school, about=now, detail={"count": count})
    return now


@transaction.atomic
def try_again(*, disposal: Disposal, by: User) -> DisposalRun:
    """Have a disposal that stopped gone on with. Raises NotNow when it did not stop."""
    from esafety.keeping.tasks import carry_out
    from esafety.outbox.bell import ring

    must_see(by, disposal)
    run = DisposalRun.objects.filter(disposal=disposal).first()
    if run is None or not run.again():
        raise NotNow("It did not stop.")
    ring(carry_out, run.pk)
    record(RETRIED, by=by, school=disposal.school, about=disposal)
    return run
