"""Visitors sign in at a tablet at reception: nothing of the one before is left on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from aup import actions
from aup.models import Reception, Signature, SignedCopy, Visit
from aup.queries.visits import at_reception
from aup.vocabulary import Audience
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office.demo.clock import at
from esafety.outbox.relay import drain
from tests.aup.editions import in_force, today
from tests.aup.register import a_visit
from tests.aup.signing import hidden, told
from tests.cast import Cast

TYPED = {
    "name": "Ida Voss",
    "organisation": "Clearway",
    "host": "Nick Farrow",
    "for_the_year": "no",
    "agreed": "on",
    "typed": "ida  voss",
}


@pytest.fixture
def reception(cast: Cast) -> Reception:
    in_force(cast, Audience.VISITOR)
    return actions.open_reception(school=cast.school, by=cast.technician)


def test_a_visitor_reads_ticks_types_signs_and_leaves_nothing_behind(
    as_: Callable[[str], Client], cast: Cast, reception: Reception
) -> None:
    tablet = Client()
    page = tablet.get(reception.path)
    text = page.content.decode()
    assert "I take no pictures of pupils." in text
    assert page["Cache-Control"] == "no-store"
    assert 'value="Ida' not in text
    answer = tablet.post(reception.path, TYPED | hidden(text))
    assert answer.headers["Location"] == reverse("reception_done", args=[reception.token])
    done = tablet.get(answer.headers["Location"])
    assert told(done.content.decode(), "Ida") == set()
    assert done["Cache-Control"] == "no-store"
    assert reception.path in done.content.decode()
    assert told(tablet.get(reception.path).content.decode(), "Ida") == set()
    visit = Visit.objects.get()
    signature = visit.signature
    assert (signature.typed_name, signature.audience, signature.entered_by) == (
        "Ida Voss",
        "visitor",
        cast.technician,
    )
    assert signature.seal == signature.seal_now()
    assert signature.edition_fingerprint == signature.edition.fingerprint
    assert visit.holds_until == today()
    assert "Ida Voss" in as_("technician").get(reverse("visits")).content.decode()
    assert AuditEvent.objects.filter(code="agreement.visitor_signed_in").count() == 1


def test_the_signed_copy_is_made_and_kept(
    cast: Cast, reception: Reception, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    visit = a_visit(reception)
    drain()
    assert SignedCopy.objects.get(signature=visit.signature).is_ready


def test_the_same_form_sent_twice_is_one_visit(reception: Reception) -> None:
    tablet = Client()
    sent = TYPED | hidden(tablet.get(reception.path).content.decode())
    for _ in range(2):
        assert tablet.post(reception.path, sent).status_code == 302
    assert (Visit.objects.count(), Signature.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"name": "I", "typed": "I"}, "It needs more than one letter"),
        ({"name": "Ida", "typed": "Ida"}, "Enter your first name and your family name"),
        ({"typed": "Somebody Else"}, "This is not the name you gave above"),
        ({"agreed": ""}, "Tick the box to say that you agree"),
        ({"host": " "}, "Enter whom you visit"),
        ({"for_the_year": ""}, "Select whether you come here often"),
        ({"organisation": "x" * 201}, "200 characters or fewer"),
        ({"name": "Ida\x00 Voss"}, "invisible character"),
        ({"once": "no"}, "Enter a valid value"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(
    reception: Reception, typed: dict[str, str], told: str
) -> None:
    tablet = Client()
    sent = TYPED | hidden(tablet.get(reception.path).content.decode()) | typed
    answer = tablet.post(reception.path, sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Clearway" in answer.content.decode() or "organisation" in typed
    assert not Visit.objects.exists()


def test_an_edition_that_came_while_reading_is_shown_and_signed_by_a_new_tick(
    cast: Cast, reception: Reception
) -> None:
    tablet = Client()
    sent = TYPED | hidden(tablet.get(reception.path).content.decode())
    in_force(cast, Audience.VISITOR, body="New rules\nI wear my badge.")
    answer = tablet.post(reception.path, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "I wear my badge." in page
    assert "Nothing was signed" in page
    assert not Visit.objects.exists()
    assert tablet.post(reception.path, TYPED | hidden(page)).status_code == 302
    assert Visit.objects.get().edition.number == 2


def test_a_tablet_that_is_signed_in_shows_no_form(as_: Callable[[str], Client], reception: Reception) -> None:
    answer = as_("technician").get(reception.path)
    assert answer.status_code == 409
    assert "Sign out before you hand it to a visitor" in answer.content.decode()


def test_links_that_are_cut_off_or_over_are_all_the_same(cast: Cast, reception: Reception) -> None:
    closed = actions.open_reception(school=cast.school, by=cast.technician)
    actions.close_reception(reception=closed, by=cast.technician)
    pages = [
        Client().get(f"/agreements/reception/{token}/")
        for token in (closed.token, reception.token, closed.token[:-1], "x", closed.token + "a")
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    with pytest.raises(NotNow):
        a_visit(closed)
    with pytest.raises(NotNow):
        actions.close_reception(reception=closed, by=cast.technician)


def test_the_tablet_closes_with_the_day_and_visits_expire_by_themselves(cast: Cast) -> None:
    with at(dt.datetime(2026, 10, 7, 9, tzinfo=dt.UTC)):
        in_force(cast, Audience.VISITOR)
        reception = actions.open_reception(school=cast.school, by=cast.technician)
        a_visit(reception)
        assert len(at_reception(cast.school).here) == 1
    with at(dt.datetime(2026, 10, 7, 22, 59, tzinfo=dt.UTC)):
        assert Client().get(reception.path).status_code == 200
    with at(dt.datetime(2026, 10, 7, 23, 0, tzinfo=dt.UTC)):  # midnight in London, clocks an hour ahead
        assert Client().get(reception.path).status_code == 404
        assert at_reception(cast.school).here == []


def test_somebody_who_signed_for_the_year_comes_again_without_signing(
    as_: Callable[[str], Client], cast: Cast
) -> None:
    with at(dt.datetime(2026, 10, 7, 9, tzinfo=dt.UTC)):
        first = in_force(cast, Audience.VISITOR)
        reception = actions.open_reception(school=cast.school, by=cast.technician)
        visit = a_visit(reception, year=True)
        a_visit(reception, "Onno Day", once="b" * 32)
    with at(dt.datetime(2026, 10, 14, 9, tzinfo=dt.UTC)):
        assert [one.name for one in at_reception(cast.school).regulars] == ["Ida Voss"]
        answer = as_("technician").post(
            reverse("visit_again", args=[visit.pk]), {"host": "Ruth"}, follow=True
        )
        assert "Ida Voss is signed in." in answer.content.decode()
        assert at_reception(cast.school).regulars == []
        assert Signature.objects.count() == 2
        with pytest.raises(NotNow, match="signed in already"):
            actions.welcome_back(visit=visit, host="Ruth", by=cast.technician)
    with at(dt.datetime(2026, 10, 21, 9, tzinfo=dt.UTC)):
        in_force(cast, Audience.VISITOR, after=first, again=True)
        assert at_reception(cast.school).regulars == []
        with pytest.raises(NotNow, match="no longer holds"):
            actions.welcome_back(visit=visit, host="Ruth", by=cast.technician)


def test_a_year_ends(cast: Cast) -> None:
    with at(dt.datetime(2026, 10, 7, 9, tzinfo=dt.UTC)):
        in_force(cast, Audience.VISITOR)
        visit = a_visit(actions.open_reception(school=cast.school, by=cast.technician), year=True)
    with at(dt.datetime(2027, 10, 6, 9, tzinfo=dt.UTC)):
        assert len(at_reception(cast.school).regulars) == 1
    with at(dt.datetime(2027, 10, 7, 9, tzinfo=dt.UTC)), pytest.raises(NotNow, match="no longer holds"):
        actions.welcome_back(visit=visit, host="Ruth", by=cast.technician)


def test_a_visitor_is_signed_out_once(as_: Callable[[str], Client], reception: Reception) -> None:
    visit = a_visit(reception)
    client = as_("technician")
    said = client.post(reverse("visit_end", args=[visit.pk]), follow=True).content.decode()
    assert "is signed out" in said
    again = client.post(reverse("visit_end", args=[visit.pk]), follow=True).content.decode()
    assert "signed out already" in again


def test_only_those_who_keep_visitors_open_the_tablet_and_only_when_there_is_something_to_sign(
    as_: Callable[[str], Client], cast: Cast
) -> None:
    with pytest.raises(NotNow, match="No agreement for visitors"):
        actions.open_reception(school=cast.school, by=cast.technician)
    in_force(cast, Audience.VISITOR)
    with pytest.raises(PermissionDenied):
        actions.open_reception(school=cast.school, by=cast.teacher)
    assert as_("teacher").get(reverse("visits")).status_code == 403
    reception = actions.open_reception(school=cast.school, by=cast.technician)
    visit = a_visit(reception)
    for name in ("teacher", "other_head", "chair"):
        assert as_(name).post(reverse("visit_end", args=[visit.pk])).status_code == 404
        assert as_(name).post(reverse("reception_close", args=[reception.pk])).status_code == 404


def test_the_list_costs_the_same_for_few_and_for_many(
    cast: Cast, reception: Reception, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(15):
        a_visit(reception, f"Visitor Number{number}", once=f"{number:032x}", year=True)
    school = cast.school
    with django_assert_num_queries(4):
        assert len(at_reception(school).here) == 15
