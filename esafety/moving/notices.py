"""Mails about files that move. Nothing here names a person, a school they go to, or the matter."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.moving.access import ARRIVALS, TRANSFERS
from esafety.moving.models import Arrival, Transfer
from esafety.outbox.notices import Notice, declare_notice
from esafety.papers.models import DocumentLink
from esafety.people.models import ExternalContact, User
from incidents.access import INCIDENTS, is_in_conflict


def _may_follow(about: Transfer, to: Any) -> bool:
    return isinstance(to, User) and about.is_standing and TRANSFERS.allows(to, C.MOVE_FILES, about)


def _may_see(about: Transfer, to: Any) -> bool:
    return isinstance(to, User) and TRANSFERS.allows(to, C.MOVE_FILES, about)


def _may_open(about: DocumentLink, to: Any) -> bool:
    return isinstance(to, ExternalContact) and about.contact_id == to.pk and about.is_open


def _may_see_link(about: DocumentLink, user: User) -> bool:
    transfer = about.paper.record()
    return isinstance(transfer, Transfer) and _may_see(transfer, user)


NOT_SENT = declare_notice(
    Notice(
        code="moving.not_sent",
        title="A file for the next school was not sent yet",
        subject="{school}: a file is still to be sent ({reference})",
        body="A file that you follow has not left yet. It is to be at the next school within five school days of the "
        "first day there.\n\n{link}\n\nSign in to read it. This message holds no details, on purpose.\n",
        may_receive=_may_follow,
        may_see=_may_see,
        path=lambda about: about.get_absolute_url(),
    )
)
NO_RECEIPT = declare_notice(
    Notice(
        code="moving.no_receipt",
        title="No receipt came for a file that was sent",
        subject="{school}: no receipt yet ({reference})",
        body="A file was sent and nobody has said that it arrived. Ring the safeguarding lead there, then enter the "
        "receipt or send it again.\n\n{link}\n\nSign in to read it. This message holds no details, on purpose.\n",
        may_receive=_may_follow,
        may_see=_may_see,
        path=lambda about: about.get_absolute_url(),
    )
)
FILE_READY = declare_notice(
    Notice(
        code="moving.file_ready",
        title="A file is ready for the next school",
        subject="{school}: a document is ready for you",
        body="A document from {school} is ready for you. It opens with the words you are told by telephone, for seven "
        "days.\n\n{link}\n\nWhen you have it, press the button that says so. If you did not expect this, ring the "
        "school.\n",
        may_receive=_may_open,
        may_see=_may_see_link,
        path=lambda about: about.path,
    )
)
PART_ASKED = declare_notice(
    Notice(
        code="moving.part_asked",
        title="A child in an item moves to another school",
        subject="{school}: a child in an item moves ({reference})",
        body="A child who is part of an item of yours moves to another school. Decide whether what you hold of them "
        "must go to the safeguarding lead there.\n\n{link}\n\nSign in to read it. This message holds no details, on "
        "purpose.\n",
        may_receive=lambda about, to: isinstance(to, User) and INCIDENTS.allows(to, C.SEE_INCIDENTS, about),
        is_hidden_from=lambda about, user: is_in_conflict(user, about),
        path=lambda about: reverse("incident", args=[about.reference]),
    )
)


def _may_read(about: Arrival, to: Any) -> bool:
    return isinstance(to, User) and ARRIVALS.allows(to, C.RECEIVE_FILES, about)


FILE_TAKEN_IN = declare_notice(
    Notice(
        code="moving.file_taken_in",
        title="A file from another school was taken in",
        subject="{school}: a file from another school was taken in ({reference})",
        body="A file that another school sent was taken in. Read it, and decide what the school must do now.\n\n{link}"
        "\n\nSign in to read it. This message holds no details, on purpose.\n",
        may_receive=_may_read,
        may_see=_may_read,
        path=lambda about: about.get_absolute_url(),
    )
)
