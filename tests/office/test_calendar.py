"""The school's calendar: what is refused and why, a year copied forward, and who is chased when one is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.actions.calendar import Planned
from esafety.office.policy.calendar import (
    Entry,
    a_year_later,
    named_a_year_later,
    why_not_closure,
    why_not_term,
)
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.people.models import School
from esafety.schooldays.calendar import Span
from esafety.schooldays.models import Closure, Term
from esafety.schooldays.years import SchoolYear, in_words, year_of
from incidents.models import Task
from tests.builders import a_concern
from tests.cast import Cast, sign_in


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def days(first: dt.date, last: dt.date) -> dict[str, str]:
    return boxes("starts_on", first) | boxes("ends_on", last)


def summer(cast: Cast) -> Term:
    return Term.objects.get(school=cast.school, name="Summer term 2027")


def keeper(cast: Cast) -> Client:
    return sign_in(Client(), cast.school_admin)


# -- the rules ------------------------------------------------------------------------------------

AUTUMN = Entry("Autumn term", Span(dt.date(2026, 9, 3), dt.date(2026, 12, 18)))
HALF = Entry("Half-term", Span(dt.date(2026, 10, 26), dt.date(2026, 10, 30)))
D = dt.date


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (D(2027, 1, 4), D(2027, 3, 25), ""),
        (D(2026, 12, 18), D(2027, 3, 25), "overlap with Autumn term (3 September to 18 December 2026)"),
        (D(2027, 3, 25), D(2027, 1, 4), "must be on or after the first day"),
        (D(2027, 4, 12), D(2027, 8, 3), "must end by 31 July 2027"),
        (D(1926, 9, 3), D(1926, 12, 18), "between 2000 and 2100"),
    ],
)
def test_a_term_fits_or_the_sentence_says_why_not(first: D, last: D, says: str) -> None:
    reason = why_not_term(Span(first, last), [AUTUMN])
    assert says in reason
    assert bool(says) is bool(reason)


def test_a_term_that_is_shortened_keeps_its_half_term_inside() -> None:
    reason = why_not_term(Span(D(2026, 9, 3), D(2026, 10, 28)), [], [HALF])
    assert reason == "Half-term (26 to 30 October 2026) would lie outside the term. Change or remove it first"


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (D(2026, 11, 27), D(2026, 11, 27), ""),
        (D(2026, 12, 17), D(2026, 12, 21), "not inside one term"),
        (D(2026, 10, 30), D(2026, 11, 2), "overlap with Half-term (26 to 30 October 2026)"),
        (D(2026, 11, 27), D(2026, 11, 26), "must be on or after the first day"),
    ],
)
def test_a_closure_fits_or_the_sentence_says_why_not(first: D, last: D, says: str) -> None:
    reason = why_not_closure(Span(first, last), [AUTUMN], [HALF])
    assert says in reason
    assert bool(says) is bool(reason)


@given(first=st.dates(D(2001, 1, 1), D(2098, 1, 1)), length=st.integers(0, 120))
def test_a_year_later_is_the_same_weekday_and_as_long(first: D, length: int) -> None:
    span = Span(first, first + dt.timedelta(days=length))
    copied = a_year_later(span)
    assert copied.first.weekday() == first.weekday()
    assert copied.last - copied.first == span.last - span.first
    assert year_of(copied.first) in (year_of(first), year_of(first).next)


@given(day=st.dates(D(2001, 1, 1), D(2098, 1, 1)))
def test_every_day_belongs_to_one_school_year(day: D) -> None:
    year = year_of(day)
    assert day in year.span
    assert len(year.months) == 12
    assert day.replace(day=1) in year.months
    assert day not in year.next.span
    assert day not in year.previous.span


def test_dates_in_words_and_names_a_year_later() -> None:
    assert in_words(D(2026, 10, 26), D(2026, 10, 30)) == "26 to 30 October 2026"
    assert in_words(D(2026, 9, 3), D(2026, 12, 18)) == "3 September to 18 December 2026"
    assert in_words(D(2026, 12, 18), D(2027, 1, 4)) == "18 December 2026 to 4 January 2027"
    assert in_words(D(2026, 11, 27), D(2026, 11, 27)) == "27 November 2026"
    assert named_a_year_later("Term 2, 2026/27") == "Term 2, 2027/28"
    assert named_a_year_later("Autumn term 2099") == "Autumn term 2100"
    assert named_a_year_later("Michaelmas") == "Michaelmas"


# -- the pages --------------------------------------------------------------------------------------


def test_the_page_tells_the_year_in_words_and_as_a_picture(cast: Cast) -> None:
    page = keeper(cast).get(reverse("calendar_year", args=[2026])).content.decode()
    assert "October 2026: 17 school days. Half-term 26 to 30 October 2026." in page
    assert "December 2026: 14 school days. Bank holiday 25 December. Bank holiday 28 December." in page
    assert page.count('role="img"') == 12
    assert "Bank holiday: Good Friday" in page
    assert "Friday 27 November 2026" in page
    assert "moves nothing that was promised before" in page


def test_a_year_without_terms_says_so_and_offers_the_year_before(cast: Cast) -> None:
    page = keeper(cast).get(reverse("calendar_year", args=[2027])).content.decode()
    assert "This year has no terms" in page
    assert "Copy 2026 to 2027 into this year" in page
    assert "January 2028: No school days. Bank holiday 3 January." in page


@pytest.mark.parametrize("year", [1999, 2000, 2100, 99999])
def test_a_year_that_no_calendar_reaches_is_not_there(cast: Cast, year: int) -> None:
    assert keeper(cast).get(f"/office/calendar/{year}/").status_code == 404


def test_a_term_is_added_and_the_trail_says_which(cast: Cast) -> None:
    sent = {"name": "Autumn term 2027"} | days(D(2027, 9, 2), D(2027, 12, 17))
    answer = keeper(cast).post(reverse("term_add"), sent, follow=True)
    assert "Autumn term 2027 is in the calendar." in answer.content.decode()
    event = AuditEvent.objects.filter(code="office.calendar_set").latest("pk")
    assert event.detail == {"from": "2027-09-02", "until": "2027-12-17"}


def test_what_is_refused_is_explained_and_everything_typed_stays(cast: Cast) -> None:
    sent = {"name": "Twice"} | days(D(2026, 12, 1), D(2027, 2, 1))
    answer = keeper(cast).post(reverse("term_add"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "These days overlap with Autumn term 2026 (3 September to 18 December 2026)" in page
    assert 'value="Twice"' in page
    assert not Term.objects.filter(name="Twice").exists()


def test_a_term_is_changed_and_the_trail_keeps_what_it_was(cast: Cast) -> None:
    sent = {"name": "Summer term 2027"} | days(D(2027, 4, 13), D(2027, 7, 21))
    assert keeper(cast).post(reverse("term_change", args=[summer(cast).pk]), sent).status_code == 302
    detail = AuditEvent.objects.get(code="office.calendar_changed").detail
    assert (detail["from_before"], detail["from"]) == ("2027-04-12", "2027-04-13")
    assert summer(cast).starts_on == D(2027, 4, 13)


def test_a_closure_is_changed_and_removed(cast: Cast) -> None:
    closure = Closure.objects.get(school=cast.school, starts_on=D(2026, 11, 27))
    client = keeper(cast)
    sent = {"kind": "other"} | days(D(2026, 11, 30), D(2026, 11, 30))
    client.post(reverse("closure_change", args=[closure.pk]), sent)
    closure.refresh_from_db()
    assert (closure.kind, closure.starts_on) == ("other", D(2026, 11, 30))
    assert "become" not in client.get(reverse("closure_remove", args=[closure.pk])).content.decode()
    client.post(reverse("closure_remove", args=[closure.pk]))
    assert not Closure.objects.filter(pk=closure.pk).exists()
    event = AuditEvent.objects.get(code="office.calendar_removed")
    assert (event.about_id, event.detail["from"]) == (closure.pk, "2026-11-30")


def test_a_removed_term_takes_its_closures_and_stays_in_the_trail(cast: Cast) -> None:
    term = summer(cast)
    client = keeper(cast)
    asked = client.get(reverse("term_remove", args=[term.pk])).content.decode()
    assert "Half-term, 31 May to 4 June 2027" in asked
    assert Term.objects.filter(pk=term.pk).exists(), "looking removes nothing"
    client.post(reverse("term_remove", args=[term.pk]))
    assert not Closure.objects.filter(school=cast.school, starts_on__gte=term.starts_on).exists()
    event = AuditEvent.objects.get(code="office.calendar_removed")
    assert event.about_id == term.pk
    assert len(event.detail["closures"]) == 2


def test_changing_the_calendar_moves_no_due_moment(cast: Cast) -> None:
    a_concern(cast, about="pupil")
    before = dict(Task.objects.values_list("pk", "due_at"))
    assert before
    for term in Term.objects.filter(school=cast.school):
        actions.remove_term(term=term, by=cast.head)
    assert dict(Task.objects.values_list("pk", "due_at")) == before


def test_nobody_changes_another_school_s_calendar(cast: Cast) -> None:
    client = keeper(cast)
    term = Term.objects.filter(school=cast.other).first()
    closure = Closure.objects.filter(school=cast.other).first()
    assert term
    assert closure
    for name, row in (("term", term), ("closure", closure)):
        for act in ("change", "remove"):
            assert client.get(reverse(f"{name}_{act}", args=[row.pk])).status_code == 404


# -- copying ----------------------------------------------------------------------------------------


def proposed(cast: Cast, client: Client) -> dict[str, Any]:
    """The form as the page offers it."""
    form = client.get(reverse("calendar_copy", args=[2027])).context["form"]
    sent: dict[str, Any] = {}
    for name, field in form.fields.items():
        if name.endswith("_kept"):
            sent[name] = "on"
        elif isinstance(field.initial, dt.date):
            sent |= boxes(name, field.initial)
        else:
            sent[name] = field.initial
    return sent


def test_a_year_is_copied_to_the_same_weekdays_corrected_and_saved(cast: Cast) -> None:
    client, entered = keeper(cast), AuditEvent.objects.filter(code="office.calendar_set").count()
    sent = proposed(cast, client)
    inset = Closure.objects.get(school=cast.school, starts_on=D(2026, 11, 27))
    del sent[f"closure_{inset.pk}_kept"]
    sent |= boxes(f"closure_{inset.pk}_first", D(2027, 2, 1)) | {f"closure_{inset.pk}_last_0": "nonsense"}
    answer = client.post(reverse("calendar_copy", args=[2027]), sent, follow=True)
    assert "The school year 2027 to 2028 is in the calendar." in answer.content.decode()
    terms = Term.objects.filter(school=cast.school, starts_on__gte=D(2027, 8, 1))
    assert [term.name for term in terms] == ["Autumn term 2027", "Spring term 2028", "Summer term 2028"]
    assert terms[0].starts_on == D(2027, 9, 2)
    assert terms[0].starts_on.weekday() == D(2026, 9, 3).weekday()
    assert Closure.objects.filter(school=cast.school, starts_on__gte=D(2027, 8, 1)).count() == 4
    event = AuditEvent.objects.get(code="office.calendar_copied")
    assert event.detail == {"year": "2027 to 2028", "terms": 3, "closures": 4}
    assert AuditEvent.objects.filter(code="office.calendar_set").count() == entered


def test_one_row_that_does_not_fit_saves_nothing_and_is_named(cast: Cast) -> None:
    client = keeper(cast)
    sent = proposed(cast, client) | boxes(f"term_{summer(cast).pk}_first", D(2028, 3, 1))
    answer = client.post(reverse("calendar_copy", args=[2027]), sent)
    assert answer.status_code == 422
    assert "Summer term 2028: These days overlap with Spring term 2028" in answer.content.decode()
    assert not Term.objects.filter(starts_on__gte=D(2027, 8, 1)).exists()


def test_a_year_that_has_terms_is_not_copied_into(cast: Cast) -> None:
    with pytest.raises(NotNow, match="has terms already"):
        actions.copy_year(
            school=cast.school,
            year=SchoolYear(2026),
            planned=[Planned("", "Extra", Span(D(2027, 7, 26), D(2027, 7, 27)))],
            by=cast.head,
        )


# -- chasing ----------------------------------------------------------------------------------------


def chase(school: School, *today: D) -> None:
    for day in today:
        actions.chase_calendar(school=school, today=day)


def test_from_june_a_missing_next_year_is_chased_once_a_fortnight(cast: Cast) -> None:
    chase(cast.school, D(2027, 5, 31))
    assert not Message.objects.exists()
    chase(cast.school, D(2027, 6, 1))
    told = {message.to_user for message in Message.objects.all()}
    assert told == {cast.head, cast.school_admin, cast.trust_admin}
    event = AuditEvent.objects.get(code="office.calendar_chased")
    assert event.detail == {"years": ["2027 to 2028"]}


def test_a_reminder_comes_once_a_fortnight(cast: Cast) -> None:
    Term.objects.filter(school=cast.school).delete()
    today = timezone.localdate()
    chase(cast.school, today, today, *(today + dt.timedelta(days=count) for count in range(1, 14)))
    assert Message.objects.filter(to_user=cast.head).count() == 1
    chase(cast.school, today + dt.timedelta(days=14))
    assert Message.objects.filter(to_user=cast.head).count() == 2


def test_once_the_terms_are_there_nobody_is_chased(cast: Cast) -> None:
    chase(cast.school, D(2026, 11, 21), D(2027, 5, 1))
    assert not Message.objects.exists()


def test_the_reminder_goes_to_whoever_still_keeps_the_calendar(cast: Cast) -> None:
    chase(cast.school, D(2027, 6, 1))
    cast.head.memberships.update(until=D(2020, 9, 2))
    drain()
    assert {tuple(one.to) for one in mail.outbox} == {(cast.school_admin.email,), (cast.trust_admin.email,)}
    assert reverse("calendar") in mail.outbox[0].body


def test_the_entrance_says_that_a_year_is_missing_until_it_is_entered(cast: Cast) -> None:
    client, year = keeper(cast), year_of(timezone.localdate())
    Closure.objects.filter(school=cast.school).delete()
    Term.objects.filter(school=cast.school).delete()
    page = client.get(reverse("office")).content.decode()
    assert f"No terms for {year}" in page
    assert "Needs you" in page
    for one in (year, year.next):
        days = {"starts_on": D(one.begins, 9, 3), "ends_on": D(one.begins, 12, 18)}
        actions.add_term(school=cast.school, name="Autumn term", by=cast.head, **days)
    assert "No terms for" not in client.get(reverse("office")).content.decode()
