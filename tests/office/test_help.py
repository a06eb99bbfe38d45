"""The public help page: found by its address alone, the same for everybody, remembered by nobody."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from esafety.audit.models import AuditEvent
from esafety.office.policy.where_to_turn import SERVICES
from esafety.people.models import School
from esafety.ui.squares import qr_code
from tests.builders import a_concern
from tests.cast import Cast, sign_in


@pytest.fixture
def shown(cast: Cast) -> Cast:
    School.objects.filter(pk=cast.school.pk).update(
        help_is_public=True,
        help_for_pupils="Come to the library at lunch.\n\nYou can bring a friend.",
        help_for_parents='<script>alert("x")</script>',
    )
    return cast


def address(cast: Cast) -> str:
    return reverse("help", args=[cast.school.slug])


def test_anybody_finds_how_to_reach_the_school_and_who_else_helps(shown: Cast) -> None:
    answer = Client().get(address(shown))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Ask for the online safety co-ordinator." in page
    assert "<p>Come to the library at lunch.</p>" in page
    for service in SERVICES:
        assert service.name in page
        assert service.source
    assert 'href="tel:08001111"' in page
    assert 'href="tel:999"' in page
    assert "https://www.ceop.police.uk/safety-centre/" in page
    assert "weather" in page


def test_the_co_ordinator_is_named_only_where_the_school_says_so(shown: Cast) -> None:
    assert "Priya" not in Client().get(address(shown)).content.decode()
    School.objects.filter(pk=shown.school.pk).update(help_names_co_ordinator=True, word="e_safety")
    page = Client().get(address(shown)).content.decode()
    assert "Ask for Priya Nair, the e-safety co-ordinator." in page


def test_nothing_typed_becomes_markup(shown: Cast) -> None:
    page = Client().get(address(shown)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_no_cookie_no_counting_and_it_may_be_kept(shown: Cast) -> None:
    before = AuditEvent.objects.count()
    for client in (Client(), sign_in(Client(), shown.head)):
        answer = client.get(address(shown))
        assert answer.cookies == {}
        assert "Set-Cookie" not in answer
        assert answer["Cache-Control"] == "public, max-age=600"
        assert "Cookie" not in answer.get("Vary", "")
    assert AuditEvent.objects.count() == before


def test_it_is_byte_for_byte_the_same_whoever_asks_and_whatever_happened(shown: Cast) -> None:
    stranger = Client().get(address(shown)).content
    assert b"Come to the library at lunch." in stranger
    a_concern(shown, about="co_ordinator")
    for name in ("head", "co_ordinator", "parent", "other_head"):
        assert sign_in(Client(), shown.user(name)).get(address(shown)).content == stranger


def test_a_page_that_is_not_shown_and_one_that_never_was_are_the_same(cast: Cast) -> None:
    hidden = Client().get(address(cast))
    unknown = Client().get(reverse("help", args=["no-such-school"]))
    assert hidden.status_code == unknown.status_code == 404
    steady = [re.sub(rb"\s+", b" ", one.content) for one in (hidden, unknown)]
    assert steady[0] == steady[1]
    assert Client().get("/help/").status_code == 404, "there is no list of schools"


def test_every_other_page_is_still_kept_nowhere(shown: Cast) -> None:
    assert sign_in(Client(), shown.head).get(reverse("settings")).headers["Cache-Control"] == "no-store"
    assert Client().get("/help/no-such-school/").headers["Cache-Control"] == "no-store"


def test_the_code_leads_to_its_own_address() -> None:
    """Read back square by square: the same squares as the library's own drawing of the address."""
    import qrcode

    text = "https://safe.example.sch.uk/help/elm-lane/"
    made = qr_code(text)
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, is_dark in enumerate(row) if is_dark}
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", made.path)}
    assert drawn == dark
    assert made.size == len(code.get_matrix())


def test_services_are_facts_with_a_source_and_a_way_to_reach_them() -> None:
    for service in SERVICES:
        assert service.telephone or service.address.startswith("https://")
        assert len(service.what_for.split()) <= 22, "short sentences"
        assert service.source
