"""The signed copy, and how anybody can see that it is the one that was issued."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from aup.models import CampaignClass, Signature
from aup.queries.proof import broken_signatures, issued
from aup.vocabulary import Audience
from esafety.audit.models import AuditEvent
from esafety.outbox.relay import drain
from tests.aup.signing import Okafors, invitation_of, opened, signs, told
from tests.cast import Cast, sign_in


def the_file(family: Okafors, signature: Signature) -> bytes:
    """What the mother downloads."""
    browser = opened(family.mother, family.esi.born_on)
    url = reverse("sign_copy", args=[invitation_of(family.mother).token, signature.reference])
    answer = browser.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_the_signed_copy_holds_the_words_and_a_certificate(family: Okafors) -> None:
    made = signs(family.mother, family.esi, Audience.KS2)
    drain()
    text = words_of(the_file(family, made))
    first = made.edition.sections[0]
    for words in (
        made.edition.title, first.heading, first.points[0], "Certificate of signature", "Amina Okafor",
        "Esi Okafor", "Mother", made.reference, made.code, made.edition_fingerprint, "203.0.113.9", "Firefox",
        made.edition.consents_asked[0].name,
    ):  # fmt: skip
        assert "".join(words.split()) in "".join(text.split()), words
    assert AuditEvent.objects.filter(code="agreement.copy_downloaded", about_id=made.pk).count() == 1


def test_nobody_else_gets_it(cast: Cast, family: Okafors) -> None:
    made = signs(family.mother, family.esi, Audience.KS2)
    drain()
    assert sign_in(Client(), cast.parent).get(reverse("my_copy", args=[made.reference])).status_code == 404
    for name, status in {"school_admin": 200, "head": 200, "teacher": 404, "other_head": 404}.items():
        answer = sign_in(Client(), cast.user(name)).get(reverse("signature_copy", args=[made.reference]))
        assert answer.status_code == status, name
        if answer.streaming:
            assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_the_page_says_yes_to_what_was_issued_and_tells_no_name(family: Okafors) -> None:
    made = signs(family.mother, family.esi, Audience.KS2)
    drain()
    fingerprint = hashlib.sha256(the_file(family, made)).hexdigest()
    for sent in (
        {"reference": made.reference.lower(), "code": f" {made.code} "},
        {"fingerprint": fingerprint.upper()},
    ):
        page = Client().post(reverse("verify"), sent).content.decode()
        assert "This was issued here" in page
        assert made.edition_fingerprint in page
        assert told(page, "Okafor", "Amina", "Esi", "5H", "Mother", "203.0") == set()


@pytest.mark.parametrize(
    "sent",
    [
        {"reference": "AAAA-BBBB", "code": "AAAA-BBBB-CCCC"},
        {"fingerprint": "0" * 64},
    ],
)
def test_the_page_says_no_to_what_was_not(family: Okafors, sent: dict[str, str]) -> None:
    made = signs(family.mother, family.esi, Audience.KS2)
    for one in (sent, {"reference": made.reference, "code": "AAAA-BBBB-CCCC"}):
        assert "Nothing like this was issued here" in Client().post(reverse("verify"), one).content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Enter the reference, or the fingerprint"),
        ({"reference": "AAAA-BBBB"}, "Enter the code, or the fingerprint"),
        ({"fingerprint": "abc"}, "64 letters and figures"),
        ({"reference": "A\x00", "code": "B"}, "invisible character"),
    ],
)
def test_what_cannot_be_checked_is_explained(db: None, sent: dict[str, str], says: str) -> None:
    from django.core.cache import cache

    cache.clear()
    answer = Client().post(reverse("verify"), sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_the_command_knows_a_file_and_finds_a_row_that_was_changed(
    family: Okafors, tmp_path: Path, capsys: Any
) -> None:
    made = signs(family.mother, family.esi, Audience.KS2)
    drain()
    real, false = tmp_path / "real.pdf", tmp_path / "false.pdf"
    real.write_bytes(the_file(family, made))
    false.write_bytes(real.read_bytes().replace(b"%%EOF", b"%%EOG"))
    call_command("verify_signatures")
    call_command("verify_signatures", str(real))
    with pytest.raises(CommandError, match="1 file"):
        call_command("verify_signatures", str(false))
    assert "every one as it was sealed" in capsys.readouterr().out
    changed = Signature.objects.get()
    changed.typed_name = "Somebody Else"
    assert changed.seal != changed.seal_now()
    assert not list(broken_signatures())


@pytest.mark.usefixtures("by_the_owner")
def test_a_change_made_round_the_database_is_found(family: Okafors) -> None:
    made = signs(family.mother, family.esi, Audience.KS2)
    connection.check_constraints()  # PostgreSQL alters no table with checks still to come
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER aup_signature_no_update")
        else:
            cursor.execute("ALTER TABLE aup_signature DISABLE TRIGGER aup_signature_no_change")
        cursor.execute("UPDATE aup_signature SET typed_name = 'Somebody Else'")
    assert [one.reference for one in broken_signatures()] == [made.reference]
    with pytest.raises(CommandError, match="1 signature"):
        call_command("verify_signatures")
    page = issued(reference=made.reference, code=made.code, fingerprint="")
    assert page is not None


def test_a_class_is_one_document(cast: Cast, family: Okafors) -> None:
    signs(family.mother, family.esi, Audience.KS2)
    drain()
    row = CampaignClass.objects.get(class_name="5H")
    staff = sign_in(Client(), cast.school_admin)
    page = staff.post(reverse("class_copies", args=[row.pk]), follow=True).request["PATH_INFO"]
    drain()
    text = words_of(b"".join(staff.get(f"{page}download/").streaming_content))
    assert "Certificate of signature" in text
    assert "Esi Okafor" in text
