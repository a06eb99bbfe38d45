"""Making a signed copy that is owed: the words that were agreed to, and a page that certifies the signature."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from aup.models import Signature, SignedCopy
from aup.queries.proof import consent_names
from aup.vocabulary import COPY_MADE, Capacity
from esafety.audit import record
from esafety.papers import cabinet, pdf
from esafety.people.words import speaking_for


def make(copy: SignedCopy) -> None:
    """Make one copy that was just taken up; called by `outbox.attempt`, which settles it.

    The file is written before the transaction begins. Raises what WeasyPrint raises.
    """
    signature = Signature.objects.select_related("school", "edition", "about", "signer", "entered_by").get(
        pk=copy.signature_id
    )
    with speaking_for(signature.school):
        made = pdf.render(render_to_string("papers/signed_copy.html", shown(signature)))
    kept = cabinet.keep([made.content])
    with transaction.atomic():
        kept.save(force_insert=True)
        if copy.file_away(kept, made.pages):
            record(COPY_MADE, by=None, school=signature.school, about=signature)
        else:
            transaction.set_rollback(True)


def shown(signature: Signature) -> dict[str, Any]:
    """What a signed copy shows."""
    return {
        "title": f"Signed agreement {signature.reference}",
        "school": signature.school,
        "stamp": f"Signed copy · reference {signature.reference} · code {signature.code}",
        "one": certificate(signature),
    }


def certificate(signature: Signature) -> dict[str, Any]:
    """One signature with its words, and names for the codes of what was asked."""
    return {
        "signature": signature,
        "edition": signature.edition,
        "verify_address": settings.BASE_URL + reverse("verify"),
        "for_child": signature.capacity == Capacity.GUARDIAN,
        "consents": consent_names(signature),
    }
