"""Working off a round of mails: in batches, each whole or not at all, from where the last one ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from aup.links import new_secret
from aup.models import CampaignClass, Invitation, Round, Wanted
from aup.models.invitation import OPEN_FOR
from aup.notices import INVITED, REMINDED
from aup.queries.asking import Asked, Plan, plan_of
from aup.vocabulary import ROUND_SENT, Capacity, InvitationRoute
from esafety.audit import record
from esafety.outbox.owing import Promise, owe_all
from esafety.people.models import Guardianship

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from aup.models import Campaign
    from esafety.people.models import Person, User

BATCH = 250
Thing = TypeVar("Thing")


def work(round_: Round) -> None:
    """Do one round to its end; called by `outbox.attempt`, which settles it. Killed, it goes on where it was."""
    if round_.campaign.is_running:
        invite(round_) if round_.number == 0 else remind(round_)


def invite(round_: Round) -> None:
    """Ask everybody of the plan who was not asked yet, and say what is wanted."""
    campaign = round_.campaign
    plan = plan_of(campaign)
    _total(round_, len(plan.adults))
    if not round_.reached:
        _want(campaign, plan)
    ahead = [one for one in plan.adults if one.person.pk > round_.reached]
    for batch in _batches(ahead):
        with transaction.atomic():
            made = _invitations(campaign, batch)
            owe_all(_promise(invitation, "0") for invitation in made if _is_mailed(invitation))
            _reach(round_, batch[-1].person.pk, len(batch))
    _finish(round_, len(plan.adults))


def remind(round_: Round) -> None:
    """Remind everybody with something left to sign, once in each round."""
    waiting = outstanding_invitations(round_.campaign)
    _total(round_, round_.done + waiting.filter(pk__gt=round_.reached).count())
    while batch := list(_next(waiting, round_.reached)):
        with transaction.atomic():
            owe_all(_promise(invitation, str(round_.number)) for invitation in batch)
            _reach(round_, batch[-1].pk, len(batch))
    _finish(round_, round_.done)


def outstanding_invitations(campaign: Campaign) -> QuerySet[Invitation]:
    """Invitations by mail whose holders have something left to sign, in the order they are dealt with."""
    left = Wanted.objects.outstanding().filter(campaign=campaign)
    own = left.filter(capacity=Capacity.SELF, about=OuterRef("signer"))
    family = Guardianship.objects.filter(pupil=OuterRef("about"), guardian=OuterRef(OuterRef("signer")))
    allowed = family.filter(no_contact=False).exclude(parental_responsibility=False)
    for_child = left.filter(Exists(allowed), capacity=Capacity.GUARDIAN)
    mailed = campaign.invitations.exclude(route=InvitationRoute.PAPER).filter(replaced_at__isnull=True)
    return mailed.filter(Exists(own) | Exists(for_child)).order_by("pk")


def recipient(invitation: Invitation) -> User | Person:
    """Whom the mail goes to: the account where there is one, otherwise the person on the roll."""
    signer = invitation.signer
    signs_in = invitation.route == InvitationRoute.ACCOUNT and signer.account is not None
    return signer.account if signs_in else signer  # type: ignore[return-value]


def _next(waiting: QuerySet[Invitation], reached: int) -> QuerySet[Invitation]:
    return waiting.filter(pk__gt=reached).select_related("signer__account", "school")[:BATCH]


def _promise(invitation: Invitation, key: str) -> Promise:
    notice = INVITED if key == "0" else REMINDED
    return Promise(notice, invitation, recipient(invitation), key)


def _is_mailed(invitation: Invitation) -> bool:
    return invitation.route != InvitationRoute.PAPER


def _want(campaign: Campaign, plan: Plan) -> None:
    """What the campaign waits for, and a row for each class; once, however often it is tried."""
    rows = [
        Wanted(
            campaign=campaign,
            school=campaign.school,
            about=slot.about,
            audience=slot.audience,
            capacity=slot.capacity,
            year_group=slot.about.year_group,
            class_name=slot.about.class_name,
        )
        for slot in plan.wanted
    ]
    names = sorted({row.class_name for row in rows if row.class_name})
    with transaction.atomic():
        Wanted.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        CampaignClass.objects.bulk_create(
            [CampaignClass(campaign=campaign, school=campaign.school, class_name=name) for name in names],
            ignore_conflicts=True,
        )


def _invitations(campaign: Campaign, batch: Sequence[Asked]) -> list[Invitation]:
    """The batch's invitations. An earlier link of anybody in it ends: there is one key to a family's page."""
    people = [one.person.pk for one in batch]
    there = set(campaign.invitations.filter(signer__in=people).values_list("signer", flat=True))
    earlier = Invitation.objects.live().filter(signer__in=people).exclude(campaign=campaign)
    earlier.update(replaced_at=timezone.now())
    fresh = [_invitation(campaign, one) for one in batch if one.person.pk not in there]
    return list(Invitation.objects.bulk_create(fresh))


def _invitation(campaign: Campaign, asked: Asked) -> Invitation:
    made = Invitation(
        campaign=campaign,
        school=campaign.school,
        signer=asked.person,
        route=asked.route,
        why_paper=asked.why_paper,
    )
    if asked.route == InvitationRoute.MAIL:
        made.salt, made.key_id, made.token_hash = new_secret("sign")
        made.expires_at = made.made_at + OPEN_FOR
    return made


def _total(round_: Round, total: int) -> None:
    Round.objects.filter(pk=round_.pk).update(total=total)


def _reach(round_: Round, pk: int, count: int) -> None:
    """Note how far it has come, in the transaction of the batch."""
    Round.objects.filter(pk=round_.pk).update(reached=pk, done=F("done") + count)
    round_.reached, round_.done = pk, round_.done + count


def _finish(round_: Round, count: int) -> None:
    with transaction.atomic():
        campaign, detail = round_.campaign, {"round": round_.number, "count": count}
        record(ROUND_SENT, by=None, school=campaign.school, about=campaign, detail=detail)


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rows = list(things)
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
