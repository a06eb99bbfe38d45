"""What a school sets for itself: kept within bounds, told in the trail, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.people.models import School
from tests.cast import Cast, sign_in

CLOCKS = {
    "first_look_danger": "MINUTES_15",
    "first_look_risk": "SAME_SCHOOL_DAY",
    "first_look": "NEXT_SCHOOL_DAY",
    "acknowledge": "SCHOOL_DAYS_5",
    "copy": "SCHOOL_DAYS_5",
    "alert": "NEXT_SCHOOL_DAY",
    "alert_serious": "SAME_SCHOOL_DAY",
    "copy_to_authority": "serious",
}
PARTICULARS = {
    "name": "Harbour View Primary",
    "address": "1 Quay Road\nHarbour\nHB1 1AA",
    "telephone": "01632 960100",
    "email": "office@school.example",
    "nation": "ENG",
}
HELP = {
    "help_is_public": "yes",
    "slug": "harbour-view-primary",
    "help_names_co_ordinator": "no",
    "help_how_to_reach": "",
    "help_for_pupils": "",
    "help_for_parents": "",
}


def post(cast: Cast, part: str, sent: dict[str, Any], *, by: str = "school_admin") -> str:
    client = sign_in(Client(), cast.user(by))
    answer = client.post(reverse("settings_change", args=[part]), sent, follow=True)
    return answer.content.decode()


def told() -> dict[str, Any]:
    detail: dict[str, Any] = AuditEvent.objects.filter(code="office.settings_changed").latest("pk").detail
    return detail


def test_the_page_says_what_each_setting_is_and_means(cast: Cast) -> None:
    page = sign_in(Client(), cast.school_admin).get(reverse("settings")).content.decode()
    for words in (
        "Its bank holidays are no working days.",
        "15 minutes",
        "As published (D flowchart, C 4.7).",
        "Every mail goes out at once.",
        "online safety",
        "Not shown yet",
        "/help/harbour-view-primary/",
    ):
        assert words in page, words


def test_a_clock_is_set_within_its_choices_and_the_trail_keeps_old_and_new(cast: Cast) -> None:
    page = post(cast, "clocks", CLOCKS | {"first_look_danger": "MINUTES_5", "copy_to_authority": "every"})
    assert "Clocks and copies: changed." in page
    assert "Published: 15 minutes." in page
    assert cast.school.clocks == {"first_look_danger": "MINUTES_5"}
    assert told() == {
        "clocks": "as published → first_look_danger=MINUTES_5",
        "copy_to_authority": "serious → every",
        "changed": ["clocks", "copy_to_authority"],
    }


@pytest.mark.parametrize("chosen", ["HOURS_72", "SCHOOL_DAYS_5", "soon", ""])
def test_no_clock_is_slower_than_published(cast: Cast, chosen: str) -> None:
    page = post(cast, "clocks", CLOCKS | {"first_look_danger": chosen})
    assert "There is a problem" in page
    assert cast.school.clocks == {}
    with pytest.raises(NotNow, match="one of its choices"):
        actions.change_settings(
            school=cast.school, changes={"clocks": {"first_look_danger": "HOURS_72"}}, by=cast.head
        )


def test_saving_what_is_there_already_writes_nothing(cast: Cast) -> None:
    before = AuditEvent.objects.count()
    assert "nothing was changed" in post(cast, "clocks", CLOCKS)
    assert AuditEvent.objects.count() == before


def test_quiet_hours_are_set_and_ended(cast: Cast) -> None:
    page = post(cast, "quiet", {"has_quiet": "yes", "quiet_from": "19:00", "quiet_until": "7am"})
    assert "7:00pm to 7:00am" in page
    assert (cast.school.quiet_from, cast.school.quiet_until) == (dt.time(19), dt.time(7))
    assert told()["quiet_from"] == "none → 19:00"
    post(cast, "quiet", {"has_quiet": "no", "quiet_from": "19:00", "quiet_until": ""})
    assert cast.school.quiet_from is None
    assert cast.school.quiet_until is None


@pytest.mark.parametrize(
    ("starts", "ends", "says"),
    [
        ("15:00", "7am", "Quiet hours must be 14 hours or shorter"),
        ("19:00", "19:00", "must not begin and end at the same time"),
        ("", "7am", "Enter the beginning of the quiet hours"),
        ("late", "7am", "must be a time"),
    ],
)
def test_quiet_hours_that_are_too_long_or_unclear_are_explained(
    cast: Cast, starts: str, ends: str, says: str
) -> None:
    page = post(cast, "quiet", {"has_quiet": "yes", "quiet_from": starts, "quiet_until": ends})
    assert says in page
    assert cast.school.quiet_from is None


def test_the_word_changes_every_page(cast: Cast) -> None:
    page = post(cast, "words", {"word": "e_safety"})
    assert "e-safety" in page
    assert "nline safety" not in page
    assert told()["word"] == "online_safety → e_safety"


def test_particulars_are_changed_and_the_trail_names_no_address(cast: Cast) -> None:
    page = post(cast, "particulars", PARTICULARS | {"telephone": "01632 960555", "nation": "WLS"})
    assert "01632 960555" in page
    assert cast.school.nation == "WLS"
    assert told() == {"nation": "ENG → WLS", "changed": ["nation", "telephone"]}


def test_the_help_page_s_texts_are_not_in_the_trail(cast: Cast) -> None:
    post(cast, "help", HELP | {"help_for_pupils": "Ask Mrs Nair in the library."})
    assert cast.school.help_for_pupils == "Ask Mrs Nair in the library."
    assert told() == {"help_is_public": "no → yes", "changed": ["help_for_pupils", "help_is_public"]}
    assert "Nair" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"slug": "Harbour View"}, "must be small letters, numbers and hyphens"),
        ({"slug": "../admin"}, "must be small letters, numbers and hyphens"),
        ({"slug": "mill-lane-academy"}, "Another page has this address. Choose another"),
        ({"help_for_pupils": "x" * 601}, "must be 600 characters or fewer"),
        ({"help_for_parents": "a line\n" * 9}, "Use 6 lines or fewer, so that the page prints on one sheet"),
        ({"help_is_public": ""}, "Select whether the help page is shown"),
    ],
)
def test_what_the_help_page_cannot_be_is_explained(cast: Cast, wrong: dict[str, str], says: str) -> None:
    page = post(cast, "help", HELP | wrong)
    assert says in page
    assert not cast.school.help_is_public


def test_only_settings_can_be_set(cast: Cast) -> None:
    with pytest.raises(ValueError, match="went_live_at"):
        actions.change_settings(school=cast.school, changes={"went_live_at": None}, by=cast.head)


def test_a_part_that_is_not_there_is_missing(cast: Cast) -> None:
    assert sign_in(Client(), cast.head).get(reverse("settings_change", args=["sanctions"])).status_code == 404


def test_an_administrator_sets_their_own_school_only(cast: Cast) -> None:
    post(cast, "words", {"word": "e_safety"})
    assert School.objects.get(pk=cast.other.pk).word == "online_safety"
