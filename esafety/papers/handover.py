"""What the recipient of a one-document link does, without an account: unlock, download, confirm receipt.

Nobody is named as acting in these entries of the trail: a passphrase proves what was told on the
telephone, not who types it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.hashers import check_password
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from esafety.audit import Event, record
from esafety.audit.trail import Detail
from esafety.papers import cabinet, passphrases
from esafety.papers.kinds import kind_of
from esafety.papers.models import DocumentLink
from esafety.papers.models.document_link import OPENS, TRIES
from esafety.papers.vocabulary import (
    DOCUMENT_ACKNOWLEDGED,
    DOCUMENT_OPENED,
    DOCUMENT_REFUSED,
    DOCUMENT_UNLOCKED,
    Closed,
)

TICKET_SECONDS = 15 * 60
_SALT = "papers.ticket"


def is_still_for(link: DocumentLink) -> bool:
    """Whether whoever it was sent to may still have it, where its room asks that again."""
    asks = kind_of(link.paper.kind).still_for
    if asks is None or link.person is None:
        return True
    record = link.paper.record()
    return record is not None and asks(record, link.person)


def unlock(link: DocumentLink, passphrase: str) -> bool:
    """Whether the passphrase is right. A try is spent before it is compared, so that guesses cannot race."""
    spent = DocumentLink.objects.open().filter(pk=link.pk).update(tries=F("tries") + 1)
    if not spent:
        link.refresh_from_db()
        return False
    right = check_password(passphrases.plain(passphrase), link.passphrase_hash)
    with transaction.atomic():
        _give_try_back(link) if right else _close_after_last_try(link)
        _enter(DOCUMENT_UNLOCKED if right else DOCUMENT_REFUSED, link)
    link.refresh_from_db()
    return right


def ticket_for(link: DocumentLink) -> str:
    """Proof, for a quarter of an hour, that the passphrase was given."""
    return signing.dumps(link.pk, salt=_SALT)


def admits(ticket: str, link: DocumentLink) -> bool:
    """Whether a ticket is for this link and still fresh."""
    try:
        return bool(signing.loads(ticket, salt=_SALT, max_age=TICKET_SECONDS) == link.pk)
    except signing.BadSignature:
        return False


def hand_over(link: DocumentLink) -> Iterator[bytes] | None:
    """The document, counted as one opening; None when it is not made yet or no longer to be had.

    The file is found unaltered before the opening is counted. Raises what `cabinet.read` raises.
    """
    if link.paper.file is None or not link.is_open:
        return None
    content = cabinet.read(link.paper.file)
    return content if _count_opening(link) else None


def acknowledge(link: DocumentLink) -> None:
    """Note that the recipient says they have the document. Said twice, the first counts."""
    with transaction.atomic():
        fresh = DocumentLink.objects.alive().filter(pk=link.pk, opens__gt=0, acknowledged_at=None)
        if fresh.update(acknowledged_at=timezone.now()):
            _enter(DOCUMENT_ACKNOWLEDGED, link)
    link.refresh_from_db()


def _give_try_back(link: DocumentLink) -> None:
    DocumentLink.objects.filter(pk=link.pk, tries__gt=0).update(tries=F("tries") - 1)


def _close_after_last_try(link: DocumentLink) -> None:
    last = DocumentLink.objects.filter(pk=link.pk, tries__gte=TRIES, closed_at=None)
    last.update(closed_at=timezone.now(), closed_because=Closed.TRIES)


def _count_opening(link: DocumentLink) -> bool:
    with transaction.atomic():
        left = DocumentLink.objects.alive().filter(pk=link.pk, opens__lt=OPENS)
        counted = left.update(opens=F("opens") + 1, opened_at=Coalesce("opened_at", timezone.now()))
        if counted:
            link.refresh_from_db()
            _enter(DOCUMENT_OPENED, link)
    return bool(counted)


def _enter(what: Event, link: DocumentLink) -> None:
    about = link.paper.record() or link.paper
    detail: dict[str, Detail] = {"paper": link.reference, "opens": link.opens, "contact": link.contact_id}
    record(what, by=None, school=link.school, about=about, detail=detail)
