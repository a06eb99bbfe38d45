"""Sending a copy to a body outside the school, or to somebody on the roll who has no account."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.outbox.bell import ring
from esafety.papers import keys, passphrases
from esafety.papers.actions.want import school_of
from esafety.papers.kinds import PaperKind
from esafety.papers.models import DocumentLink, Paper
from esafety.papers.models.document_link import OPEN_FOR, fingerprint
from esafety.papers.tasks import make
from esafety.papers.vocabulary import DOCUMENT_SENT
from esafety.people.models import ExternalContact, Person, User


class Sent(NamedTuple):
    """The link, and the passphrase that is shown once and told by telephone."""

    link: DocumentLink
    passphrase: str


@transaction.atomic
def send_document(
    kind: PaperKind,
    *,
    about: models.Model,
    contact: ExternalContact | None = None,
    person: Person | None = None,
    by: User,
) -> Sent:
    """Make a one-document link to a copy for `contact` or for `person`, one of the two (security.md section 8).

    The caller promises the mail with the link in the same transaction: `owe(notice, about=link, to=contact)`.
    Raises PermissionDenied when `by` may not have the document, or the receiver is another school's or nobody.
    """
    to = contact or person
    if to is None or not kind.may(about, by) or to.school_id != school_of(about).pk:
        raise PermissionDenied
    copy = _new_copy(kind, about, by, recipient=contact, to_person=person)
    link, passphrase = _new_link(copy, contact=contact, person=person)
    ring(make, link.paper_id)
    detail: dict[str, Detail] = {"paper": link.reference, "kind": kind.code}
    detail |= {"contact": contact.pk} if contact else {"person": to.pk}
    record(DOCUMENT_SENT, by=by, school=link.school, about=about, detail=detail)
    return Sent(link, passphrase)


def _new_copy(kind: PaperKind, about: models.Model, by: User, **to: Any) -> Paper:
    return Paper.objects.create(
        school=school_of(about),
        kind=kind.code,
        about_label=about._meta.label_lower,
        about_id=about.pk,
        title=kind.title(about)[:200],
        requested_by=by,
        expires_at=timezone.now() + OPEN_FOR,
        made_from=kind.decided(about, by) if kind.decided else "",
        **to,
    )


def _new_link(paper: Paper, **to: Any) -> Sent:
    link = DocumentLink(
        paper=paper,
        school=paper.school,
        sent_by=paper.requested_by,
        expires_at=paper.expires_at,
        salt=secrets.token_hex(16),
        key_id=keys.present_key_id(),
        **to,
    )
    passphrase = link.sealing_words if link.is_sealed else passphrases.draw()
    link.passphrase_hash = make_password(passphrases.plain(passphrase))
    link.token_hash = fingerprint(link.token)
    link.save(force_insert=True)
    return Sent(link, passphrase)
