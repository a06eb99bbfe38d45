"""Sending a copy to a body outside the school."""

from __future__ import annotations

import secrets
from typing import NamedTuple

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
from esafety.people.models import ExternalContact, User


class Sent(NamedTuple):
    """The link, and the passphrase that is shown once and told by telephone."""

    link: DocumentLink
    passphrase: str


@transaction.atomic
def send_document(kind: PaperKind, *, about: models.Model, contact: ExternalContact, by: User) -> Sent:
    """Make a one-document link to a copy for `contact` (reference/security.md section 8).

    The caller promises the mail with the link in the same transaction: `owe(notice, about=link,
    to=contact)`. Raises PermissionDenied when `by` may not have the document or the contact is
    another school's.
    """
    if not kind.may(about, by) or contact.school_id != school_of(about).pk:
        raise PermissionDenied
    passphrase = passphrases.draw()
    link = _new_link(_new_copy(kind, about, contact, by), contact, passphrase)
    ring(make, link.paper_id)
    detail: dict[str, Detail] = {"paper": link.reference, "kind": kind.code, "contact": contact.pk}
    record(DOCUMENT_SENT, by=by, school=link.school, about=about, detail=detail)
    return Sent(link, passphrase)


def _new_copy(kind: PaperKind, about: models.Model, contact: ExternalContact, by: User) -> Paper:
    return Paper.objects.create(
        school=contact.school,
        kind=kind.code,
        about_label=about._meta.label_lower,
        about_id=about.pk,
        title=kind.title(about)[:200],
        requested_by=by,
        recipient=contact,
        expires_at=timezone.now() + OPEN_FOR,
    )


def _new_link(paper: Paper, contact: ExternalContact, passphrase: str) -> DocumentLink:
    link = DocumentLink(
        paper=paper,
        school=paper.school,
        contact=contact,
        sent_by=paper.requested_by,
        expires_at=paper.expires_at,
        salt=secrets.token_hex(16),
        key_id=keys.present_key_id(),
        passphrase_hash=make_password(passphrases.plain(passphrase)),
    )
    link.token_hash = fingerprint(link.token)
    link.save(force_insert=True)
    return link
