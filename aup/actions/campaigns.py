"""Campaigns: prepared, sent, reminded, closed; a link sent again. Source: domain/agreements.md, "campaign"."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from aup.actions.guard import must
from aup.links import new_secret
from aup.models import Campaign, Edition, Invitation, Round
from aup.models.invitation import OPEN_FOR
from aup.notices import LINK_AGAIN
from aup.sending import recipient
from aup.tasks import work_on_round
from aup.told import Chosen
from aup.vocabulary import (
    CAMPAIGN_CHANGED,
    CAMPAIGN_CLOSED,
    CAMPAIGN_DRAFTED,
    CAMPAIGN_STARTED,
    LINK_SENT_AGAIN,
    CampaignState,
    InvitationRoute,
    LinkState,
)
from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.outbox.bell import ring
from esafety.outbox.owing import owe

if TYPE_CHECKING:
    from esafety.people.models import School, User


@transaction.atomic
def draft_campaign(*, school: School, chosen: Chosen, by: User) -> Campaign:
    """Prepare a campaign; nobody is asked yet. Raises PermissionDenied, NotNow for a day that has passed."""
    must(by, C.MANAGE_AGREEMENTS, school)
    _must_be_ahead(chosen.sign_by)
    made = Campaign.objects.create(school=school, made_by=by, **asdict(chosen))
    record(CAMPAIGN_DRAFTED, by=by, school=school, about=made)
    return made


@transaction.atomic
def change_campaign(*, campaign: Campaign, chosen: Chosen, by: User) -> Campaign:
    """Choose anew. Raises PermissionDenied, NotNow for a campaign that was sent or a day that has passed."""
    must(by, C.MANAGE_AGREEMENTS, campaign.school)
    _must_be_ahead(chosen.sign_by)
    drafts = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.DRAFT)
    if not drafts.update(**asdict(chosen)):
        raise NotNow("This campaign was sent already. Whom it asks can no longer be changed.")
    record(CAMPAIGN_CHANGED, by=by, school=campaign.school, about=campaign)
    return _fresh(campaign)


@transaction.atomic
def start_campaign(*, campaign: Campaign, by: User) -> Campaign:
    """Begin to ask. The mails go out in batches in the background.

    Raises PermissionDenied, NotNow when it was sent before, its day has passed, or no agreement is in force.
    """
    must(by, C.MANAGE_AGREEMENTS, campaign.school)
    _must_be_ahead(campaign.sign_by)
    if not Edition.objects.holding().filter(school=campaign.school).exists():
        raise NotNow("No agreement is in force. Bring one into force first.")
    drafts = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.DRAFT)
    if not drafts.update(state=CampaignState.RUNNING, started_at=timezone.now()):
        raise NotNow("This campaign was sent already.")
    ring(work_on_round, Round.objects.create(campaign=campaign, number=0).pk)
    record(CAMPAIGN_STARTED, by=by, school=campaign.school, about=campaign)
    return _fresh(campaign)


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User) -> Campaign:
    """Stop asking and reminding; links stay open for copies and consents.

    Raises PermissionDenied, NotNow when it is closed.
    """
    must(by, C.MANAGE_AGREEMENTS, campaign.school)
    still_open = Campaign.objects.filter(pk=campaign.pk).exclude(state=CampaignState.CLOSED)
    if not still_open.update(state=CampaignState.CLOSED, closed_at=timezone.now()):
        raise NotNow("This campaign is closed already.")
    record(CAMPAIGN_CLOSED, by=by, school=campaign.school, about=campaign)
    return _fresh(campaign)


def begin_reminders(*, by: None = None, today: dt.date | None = None) -> int:
    """Each day: begin the round of reminders of every campaign that is due one. Returns how many.

    After days on which the machine was off only the latest is sent.
    """
    due = [
        (campaign, campaign.reminder_due(today or timezone.localdate()))
        for campaign in Campaign.objects.running().filter(remind_every__isnull=False)
    ]
    return sum(_begin_round(campaign, number) for campaign, number in due if number)


@transaction.atomic
def _begin_round(campaign: Campaign, number: int) -> bool:
    if Round.objects.filter(campaign=campaign, number__gte=number).exists():
        return False
    round_ = Round.objects.create(campaign=campaign, number=number)
    ring(work_on_round, round_.pk)
    return True


@transaction.atomic
def send_link_again(*, invitation: Invitation, by: User | None, hour: str = "") -> Invitation:
    """Mail somebody their link; a link that is over or locked is replaced by a new one.

    `hour` keeps it to one mail in that hour. Raises NotNow for somebody who is not asked by mail.
    """
    held = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "school", "signer__account"
    )
    found = held.get(pk=invitation.pk)
    if found.route == InvitationRoute.PAPER or found.replaced_at is not None:
        raise NotNow("They are asked on paper, or a newer campaign sent them a newer link.")
    if found.route == InvitationRoute.MAIL and found.link_state != LinkState.LIVE:
        _make_new_link(found)
    owe(LINK_AGAIN, about=found, to=recipient(found), key=hour or f"{timezone.now():%Y-%m-%dT%H:%M:%S}")
    record(LINK_SENT_AGAIN, by=by, school=found.school, about=found)
    return found


def _make_new_link(found: Invitation) -> None:
    found.salt, found.key_id, found.token_hash = new_secret("sign")
    found.expires_at, found.wrong_facts = timezone.now() + OPEN_FOR, 0
    found.sendings += 1
    found.save(update_fields=["salt", "key_id", "token_hash", "expires_at", "wrong_facts", "sendings"])


def _fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("school").get(pk=campaign.pk)


def _must_be_ahead(day: dt.date) -> None:
    if day < timezone.localdate():
        raise NotNow("The day to sign by has passed. Choose today or a later day.")
