"""Whether something was issued here, and whether what is kept is as it was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.crypto import constant_time_compare

from aup.models import Signature, SignedCopy
from esafety.walls import every_school


class Issued(NamedTuple):
    """What may be told of a signature to anybody: no name, nor for whom."""

    school: str
    title: str
    number: int
    signature: Signature
    is_whole_file: bool


@every_school("a certificate is checked without saying whose it is")
def issued(*, reference: str, code: str, fingerprint: str) -> Issued | None:
    """The signature behind a certificate or a file, or None."""
    if fingerprint:
        copy = SignedCopy.objects.filter(sha256=fingerprint).select_related(
            "signature__school", "signature__edition"
        )
        found = copy.first()
        return _told(found.signature, True) if found else None
    signature = Signature.objects.filter(reference=reference).select_related("school", "edition").first()
    if signature is None or not constant_time_compare(signature.code, code):
        return None
    return _told(signature, False)


def broken_signatures() -> Iterator[Signature]:
    """Signatures whose row, or whose words, are not what was sealed."""
    for one in Signature.objects.select_related("edition").order_by("pk").iterator(chunk_size=500):
        same_words = one.edition.fingerprint == one.edition_fingerprint == one.edition.fingerprint_now()
        if one.seal != one.seal_now() or not same_words:
            yield one


def consent_names(signature: Signature) -> list[dict[str, object]]:
    """What was asked with a signature, each question with its name."""
    names = {one.code: one.name for one in signature.edition.consents_asked}
    return [{**one, "name": names.get(one["code"], one["code"])} for one in signature.consents]


def _told(signature: Signature, is_whole_file: bool) -> Issued:
    edition = signature.edition
    return Issued(signature.school.name, edition.title, edition.number, signature, is_whole_file)
