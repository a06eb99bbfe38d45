"""Mails of this room: please approve, please sign, a reminder, the signed copy is there. Fixed texts: no name, no
class, no title.

The link of somebody without an account stands for them, so it is worked out when the mail is written and kept nowhere
(`aup.links`); it opens nothing before one fact is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from aup.access.editions import approvers
from aup.models import Edition, Invitation, Wanted
from aup.vocabulary import InvitationRoute, LinkState
from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import Person, User

if TYPE_CHECKING:
    from collections.abc import Callable


def may_have_link(about: Invitation, to: Any) -> bool:
    """Whether the mail still goes to whom it was made for: the same person, with a link that opens."""
    if about.signer.left_on is not None:
        return False
    if isinstance(to, User):
        return about.route == InvitationRoute.ACCOUNT and about.signer.account_id == to.pk
    is_theirs = isinstance(to, Person) and about.signer_id == to.pk
    return is_theirs and about.link_state == LinkState.LIVE and may_sign_for_somebody(about)


def may_sign_for_somebody(about: Invitation) -> bool:
    """Whether its holder is still a parent or carer of anybody here, and no court order keeps them away."""
    kept = about.signer.wards.filter(no_contact=False, pupil__left_on__isnull=True)
    return kept.exclude(parental_responsibility=False).exists()


def may_be_asked(about: Invitation, to: Any) -> bool:
    """The same, while something waits for their signature and the campaign runs."""
    waits = Wanted.objects.of_signer(about.signer).outstanding().filter(campaign=about.campaign_id)
    return about.campaign.is_running and may_have_link(about, to) and waits.exists()


def _runs_campaigns(about: Any, user: User) -> bool:
    return may(user, C.MANAGE_AGREEMENTS, about.school)


def _notice(
    code: str,
    title: str,
    subject: str,
    body: str,
    may_receive: Callable[[Any, Any], bool],
    *,
    waits: bool = True,
) -> Notice:
    """One mail; it `waits` in the school's quiet hours unless it answers what somebody did a moment ago."""
    return declare_notice(
        Notice(
            code=f"agreement.{code}",
            title=title,
            subject=subject,
            body=body,
            may_receive=may_receive,
            may_see=_runs_campaigns,
            is_hidden_from=lambda about, user: not _runs_campaigns(about, user),
            path=lambda about: about.path,
            may_wait=(lambda about: True) if waits else None,
            joined=("signer", "campaign"),
        )
    )


def may_approve(about: Edition, to: Any) -> bool:
    """Whether it still waits, and for this account: somebody who may approve it and wrote none of it."""
    waits = about.is_draft and about.asked_at is not None
    return isinstance(to, User) and waits and to.pk in {one.pk for one in approvers(about)}


TO_APPROVE = declare_notice(
    Notice(
        code="agreement.to_approve",
        title="An agreement waits for approval",
        subject="{school}: an agreement waits for approval",
        body="The next edition of an agreement is written and waits for approval by somebody who did not write it.\n\n"
        "Please sign in, read it, and enter the approval with the minute of the meeting:\n{link}\n",
        may_receive=may_approve,
        path=lambda edition: reverse("edition", args=[edition.pk]),
        may_wait=lambda edition: True,
    )
)


_CLOSING = (
    "\n\nIf you did not expect this, do not open the link. Ring the school on a number you already have.\n"
)
# fmt: off
INVITED = _notice("invited", "An invitation to sign an agreement", "{school}: please read and sign",
                  "{school} asks you to read an agreement about using computers and the internet, and to sign it. It "
                  "takes a few minutes and works on a phone.\n\n{link}\n\nThe link is for you alone: please do not "
                  "pass it on." + _CLOSING, may_be_asked)
REMINDED = _notice("reminded", "A reminder to sign an agreement", "{school}: please remember to sign",
                   "{school} still waits for your signature under an agreement about using computers and the "
                   "internet.\n\n{link}\n\nThe link is for you alone: please do not pass it on." + _CLOSING,
                   may_be_asked)
LINK_AGAIN = _notice("link_again", "A signing link that was asked for", "{school}: your link",
                     "Here is the link you asked {school} for.\n\n{link}\n\nIt is for you alone: please do not pass it "
                     "on." + _CLOSING, may_have_link, waits=False)
COPY_READY = _notice("copy_ready", "A signed copy is there", "{school}: your signed copy",
                     "Thank you for signing. You can download your signed copy, see what you allow and change it at "
                     "any time:\n\n{link}" + _CLOSING, may_have_link, waits=False)
# fmt: on
