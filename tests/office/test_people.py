"""The roll by hand: who sees it, what changes, and what nobody does to their own entry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esafety.access.conflict import conflicted_person_ids
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.roll.vocabulary import FileKind
from esafety.outbox.models import Message
from esafety.people.models import Guardianship, Person
from esafety.people.queries import searched_by
from esafety.people.vocabulary import PersonKind
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.house.test_looking_writes_nothing import ALLOWED, Watch
from tests.office.filing import begin, bring_in, check, undo

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


def text(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def crowd(cast: Cast, many: int) -> None:
    Person.objects.bulk_create(
        Person(
            school=cast.school,
            kind=PersonKind.PUPIL,
            given_name=f"Given{at:03}",
            family_name=f"Family{at // 7:03}",
            year_group="Year 5",
            class_name="5H",
            search_text=searched_by(f"Given{at:03}", f"Family{at // 7:03}"),
        )
        for at in range(many)
    )


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><span><a[^>]*>([^<]+)</a>', page)


def test_the_list_is_turned_page_by_page_and_back_without_losing_anybody(cast: Cast, as_: As) -> None:
    crowd(cast, 120)
    client, url, seen = as_("school_admin"), reverse("people") + "?kind=pupil", list[str]()
    while url:
        page = client.get(url).content.decode()
        seen += listed(page)
        back = re.findall(r'href="(\?[^"]+)" rel="prev"', page)
        found = re.findall(r'href="(\?[^"]+)" rel="next"', page)
        assert "Family" not in "".join(found), "names stay out of addresses"
        url = reverse("people") + found[0].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 125
    assert seen == sorted(seen)
    assert (
        listed(client.get(reverse("people") + back[0].replace("&amp;", "&")).content.decode()) == seen[50:100]
    )


def test_the_list_costs_the_same_however_long_the_roll(cast: Cast, as_: As) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("people"))
        return len(asked)

    client = as_("school_admin")
    queries()
    few = queries()
    crowd(cast, 200)
    assert queries() <= few + 1


def test_a_name_is_searched_for_in_the_body_and_the_trail_says_only_that(cast: Cast, as_: As) -> None:
    client = as_("school_admin")
    page = client.post(reverse("people"), {"search": "haddad"}).content.decode()
    assert listed(page) == ["Haddad, Leila", "Haddad, Zoë"]
    entry = AuditEvent.objects.filter(code="office.people_searched").get()
    assert entry.detail == {"count": 2}
    assert client.post(reverse("people"), {"search": "x"}).status_code == 422
    assert "Sands" not in client.post(reverse("people"), {"search": "sands"}).content.decode(), (
        "another school"
    )


@pytest.mark.parametrize(
    "who", [name for name in Cast.accounts() if name not in ("school_admin", "trust_admin")]
)
def test_nobody_else_opens_any_of_it(cast: Cast, as_: As, who: str) -> None:
    given = begin("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=cast.school_admin)
    client = as_(who)
    for name in ("people", "people_add", "roll_export", "imports", "import_begin"):
        assert client.get(reverse(name)).status_code in (403, 302), name
    for name in ("people_person", "people_change", "people_leave"):
        assert client.get(reverse(name, args=[cast.pupil.pk])).status_code in (404, 302), name
    for name in ("import", "import_columns", "import_lines", "import_undo"):
        assert client.get(reverse(name, args=[given.reference])).status_code in (404, 302), name
    assert client.post(reverse("import_discard", args=[given.reference])).status_code in (404, 302)


def test_schools_are_walls(cast: Cast, as_: As) -> None:
    client = as_("school_admin")
    assert client.get(reverse("people_person", args=[cast.other_pupil.pk])).status_code == 404
    assert client.post(reverse("people_return", args=[cast.other_pupil.pk])).status_code == 404
    tie = reverse("people_tie_to", args=[cast.pupil.pk, "guardian", cast.other_pupil.pk])
    assert client.get(tie).status_code == 404
    elsewhere = begin("sims_pupils.csv", FileKind.PUPILS, school=cast.other, by=cast.trust_admin)
    assert client.get(reverse("import_columns", args=[elsewhere.reference])).status_code == 404


def test_somebody_is_added_changed_left_and_back_by_hand(cast: Cast, as_: As) -> None:
    client = as_("school_admin")
    told = {"kind": "pupil", "given_name": "Ada", "family_name": "Byrne", "upn": "b801 2000 05001", "source_id": "A1",
            "year_group": "Year 5", "born_on_0": "1", "born_on_1": "2", "born_on_2": "2016"}  # fmt: skip
    assert client.post(reverse("people_add"), told).status_code == 302
    ada = Person.objects.get(upn="B801200005001")
    assert (ada.born_on, ada.search_text, ada.school) == (dt.date(2016, 2, 1), "ada byrne", cast.school)
    page = client.post(reverse("people_add"), told | {"upn": "A801200005001"}).content.decode()
    assert "One figure of the UPN is mistaken" in page
    assert "Somebody else of the roll has this number" in page
    assert 'value="Byrne"' in page
    change = {"given_name": "Ada", "family_name": "Byrne", "known_as": "Addie", "year_group": "Year 6"}
    assert client.post(reverse("people_change", args=[ada.pk]), change).status_code == 302
    ada.refresh_from_db()
    assert (ada.full_name, ada.year_group, ada.search_text, ada.upn) == (
        "Addie Byrne",
        "Year 6",
        "ada addie byrne",
        "",
    )
    left = {"left_on_0": "21", "left_on_1": "7", "left_on_2": "2026"}
    assert client.post(reverse("people_leave", args=[ada.pk]), left).status_code == 302
    assert "Left" in text(client, "people_person", ada.pk)
    assert "Byrne, Ada" in listed(text(client, "people", left="1"))
    assert "Byrne, Ada" not in listed(text(client, "people"))
    client.post(reverse("people_return", args=[ada.pk]))
    ada.refresh_from_db()
    assert ada.left_on is None
    codes = set(
        AuditEvent.objects.filter(about_label="people.person", about_id=ada.pk).values_list("code", flat=True)
    )
    assert codes >= {"office.person_added", "office.person_changed", "office.person_left", "office.person_returned",
                     "office.person_seen"}  # fmt: skip


def test_whoever_holds_an_account_leaves_on_the_page_of_accounts(cast: Cast, as_: As) -> None:
    teacher = cast.person_of(cast.teacher)
    left = {"left_on_0": "21", "left_on_1": "7", "left_on_2": "2026"}
    answer = as_("school_admin").post(reverse("people_leave", args=[teacher.pk]), left)
    assert answer.status_code == 422
    assert "Give the account a leaving date" in answer.content.decode()


def test_leaving_tells_who_holds_an_open_concern_and_the_page_is_the_same_for_everybody(
    cast: Cast, as_: As
) -> None:
    a_concern(cast, about="second_pupil")
    client, left = as_("school_admin"), {"left_on_0": "21", "left_on_1": "7", "left_on_2": "2026"}
    said = []
    for pupil in (cast.second_pupil, cast.third_pupil):
        page = client.post(reverse("people_leave", args=[pupil.pk]), left, follow=True).content.decode()
        said.append(re.sub(r"nonce=\S+|value=\"\w{64}\"", "", page.replace(pupil.full_name, "")).count("<"))
    assert said[0] == said[1]
    assert Message.objects.filter(notice="incident.person_left").count() == 1


def test_a_court_order_shows_wherever_the_pupil_does(cast: Cast, as_: As) -> None:
    client, parent = as_("school_admin"), cast.person_of(cast.parent)
    tie = reverse("people_tie_to", args=[cast.pupil.pk, "guardian", parent.pk])
    told = {"relationship": "Father", "priority": "2", "parental_responsibility": "", "no_contact": "yes"}
    assert client.post(tie, told).status_code == 302
    link = Guardianship.objects.get(pupil=cast.pupil, guardian=parent)
    assert (link.no_contact, link.priority, link.parental_responsibility) == (True, 2, None)
    assert "Court order: no contact" in text(client, "people_person", cast.pupil.pk)
    assert "Court order: no contact" in text(client, "people_person", parent.pk)
    assert text(client, "people").count(">Court order<") == 2
    assert 'value="yes" checked' in text(client, "people_tie_to", cast.pupil.pk, "guardian", parent.pk)


def test_nobody_changes_their_own_entry_nor_who_is_close_to_them(cast: Cast, as_: As) -> None:
    """Else a family name or a tie that keeps somebody from a record could be taken away."""
    admin, client = cast.person_of(cast.school_admin), as_("school_admin")
    answer = client.post(
        reverse("people_change", args=[admin.pk]), {"given_name": "Sandra", "family_name": "Other"}
    )
    assert answer.status_code == 422
    assert "Ask a colleague" in answer.content.decode()
    link = actions.add_guardian(pupil=cast.third_pupil, guardian=admin, by=None)
    with pytest.raises(PermissionDenied):
        actions.change_guardian(link=link, relationship="None", no_contact=False, priority=None,
                                parental_responsibility=None, by=cast.school_admin)  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.say_same_person(person=admin, other=cast.person_of(cast.parent), by=cast.school_admin)
    assert "This is your own entry" in text(client, "people_person", admin.pk)


def test_a_teacher_entered_again_as_a_parent_counts_as_one_human(cast: Cast, as_: As) -> None:
    client, dsl = as_("school_admin"), cast.person_of(cast.dsl)
    parent = actions.add_person(school=cast.school, kind=PersonKind.PARENT, given_name="Ruth", family_name="Cole",
                                by=None)  # fmt: skip
    actions.add_guardian(pupil=cast.third_pupil, guardian=parent, by=None)
    assert cast.third_pupil.pk not in conflicted_person_ids(cast.dsl)
    found = client.post(
        reverse("people_tie", args=[parent.pk, "same"]), {"search": "adeyemi"}
    ).content.decode()
    url = reverse("people_tie_to", args=[parent.pk, "same", dsl.pk])
    assert url in found
    for _ in range(2):
        assert client.post(url).status_code == 302
    assert {cast.third_pupil.pk, parent.pk} <= conflicted_person_ids(cast.dsl)
    actions.add_guardian(pupil=cast.second_pupil, guardian=parent, by=None)
    assert cast.second_pupil.pk in conflicted_person_ids(cast.dsl)


def test_looking_at_any_page_of_people_or_imports_writes_nothing(cast: Cast, as_: As) -> None:
    by, client = cast.school_admin, as_("school_admin")
    done = bring_in("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=by)
    waiting = check(begin("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=by), by=by)
    urls = [reverse(name) for name in ("people", "people_add", "roll_export", "imports", "import_begin")]
    for name in (
        "import",
        "import_columns",
        "import_lines",
        "import_lines_file",
        "import_undo",
        "import_leavers",
    ):
        urls += [reverse(name, args=[one.reference]) for one in (done, waiting)]
    for name in ("people_person", "people_change", "people_leave"):
        urls.append(reverse(name, args=[cast.pupil.pk]))
    urls += [reverse("people_tie", args=[cast.pupil.pk, tie]) for tie in ("guardian", "same", "nonsense")]
    for url in urls:
        watch = Watch()
        with connection.execute_wrapper(watch):
            answer = client.get(url)
            if answer.streaming:
                b"".join(answer.streaming_content)
        assert answer.status_code < 500, url
        assert watch.tables <= ALLOWED, url


def test_an_export_and_the_lines_of_an_import_need_a_recent_sign_in_and_are_in_the_trail(cast: Cast) -> None:
    done = bring_in("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=cast.school_admin)
    lines = reverse("import_lines_file", args=[done.reference])
    late = sign_in(Client(), cast.school_admin, recently=False)
    for answer in (late.get(lines), late.post(reverse("roll_export"), {"kind": "pupils"})):
        assert "/account/confirm/" in answer["Location"]
    client = sign_in(Client(), cast.school_admin)
    exported = b"".join(client.post(reverse("roll_export"), {"kind": "pupils"}).streaming_content).decode()
    assert "Beaufoy" in exported
    assert "Theo" not in exported
    told = b"".join(client.get(lines).streaming_content).decode()
    assert told.count("\r\n") == 7
    codes = list(AuditEvent.objects.order_by("-pk").values_list("code", flat=True)[:2])
    assert codes == ["office.import_downloaded", "office.roll_exported"]
    assert (
        AuditEvent.objects.get(code="office.roll_exported").sentence
        == "Sandra Hobbs exported 11 lines of pupils"
    )


def test_whom_an_undone_import_had_added_the_office_sees_nowhere(cast: Cast, as_: As) -> None:
    by = cast.school_admin
    given = bring_in("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=by)
    oscar = Person.objects.get(source_id="001201")
    undo(given, by=by)
    client = as_("school_admin")
    assert client.get(reverse("people_person", args=[oscar.pk])).status_code == 404
    assert "Abernathy" not in text(client, "people", left="1")
    assert "Abernathy" not in client.post(reverse("people"), {"search": "abernathy"}).content.decode()


ODD = [
    {"after": "x"}, {"before": "9" * 40}, {"after": "\0"}, {"kind": "\0"}, {"year": "\0x"}, {"class": "x" * 9999},
    {"after": "1e9"},
]  # fmt: skip


@pytest.mark.parametrize("asked", ODD)
def test_no_odd_question_in_an_address_breaks_the_list(cast: Cast, as_: As, asked: dict[str, str]) -> None:
    assert as_("school_admin").get(reverse("people"), asked).status_code == 200
    given = bring_in("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=cast.school_admin)
    lines = reverse("import_lines", args=[given.reference])
    assert as_("school_admin").get(lines, asked | {"only": "\0", "before": "1.1.1"}).status_code == 200
