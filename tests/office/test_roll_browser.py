"""Bringing people in as somebody in the school office does it, in a real browser: every page sound at three widths."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from esafety.office.models import RollImport
from esafety.office.roll.vocabulary import FileKind
from esafety.people.models import Person
from tests import pressing
from tests.cast import Cast, sign_in_browser
from tests.office.filing import SAMPLES, begin, bring_in, check, work
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HEADINGS = (
    b"UPN,Adno,Legal Surname,Legal Forename,DOB,Year,Reg,Guardian 1 ID,Guardian 1 First name,"
    b"Guardian 1 Last name,Guardian 1 Court order"
)
LIST = (
    HEADINGS
    + b"""
B801200005001,A1,Byrne,Ada,01/02/2016,Year 5,5H,C1,Jo,Byrne,N
,A2,Bright,Marcus,,Year 7,7C,C2,Nadia,Bright,Y
A801200005001,A3,Wrong-Letter,Wilhelmina Alexandrina,01/02/2016,Year 5,5H,,,,
,,Haddad,Zo\xc3\xab,03/11/2016,Year 6,6H,,,,
"""
)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def office(cast: Cast, page: Page, live_server: Any) -> Page:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield sign_in_browser(page, live_server, cast.school_admin)  # type: ignore[misc]
    assert not [one for one in complaints if "status of 422" not in one]


def look(page: Page, name: str) -> None:
    """The page is sound; with PICTURES set, it is also kept to be looked at."""
    page.wait_for_load_state()
    is_sound(page)
    folder = os.environ.get("PICTURES")
    for width in (1280, 390) if folder else ():
        page.set_viewport_size({"width": width, "height": 844})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 844})


def press(page: Page, name: str) -> None:
    pressing.press(page, "button", name=name, exact=True)


def test_a_file_comes_in_step_by_step(cast: Cast, office: Page, live_server: Any, tmp_path: Path) -> None:
    page = office
    (tmp_path / "all our pupils.csv").write_bytes(LIST)
    page.goto(live_server.url + reverse("people"))
    look(page, "people")
    pressing.press(page, "button", name="Bring people in from a file")
    look(page, "imports")
    page.get_by_role("button", name="Choose a file").click()
    press(page, "Send")
    look(page, "begin-wrong")
    page.get_by_label("Pupils with their parents and carers").check()
    page.get_by_label("File", exact=True).set_input_files(tmp_path / "all our pupils.csv")
    look(page, "begin")
    press(page, "Send")
    assert page.get_by_label("Column 6: Year").input_value() == "year_group"
    page.get_by_label("Column 6: Year").select_option(label="Pupil: Class or registration group")
    press(page, "Check the file")
    look(page, "columns-wrong")
    page.get_by_label("Column 6: Year").select_option("year_group")
    page.get_by_text("Do the headings below look wrong?").click()
    look(page, "columns")
    press(page, "Check the file")
    look(page, "checking")
    work()
    page.get_by_role("heading", name="Checked, not brought in yet").wait_for()
    look(page, "checked")
    pressing.press(page, "link", name="See it line by line")
    look(page, "lines")
    page.get_by_role("link", name="To decide").click()
    page.get_by_role("link", name="Who is it?").click()
    press(page, "Save")
    look(page, "line-wrong")
    page.get_by_label("Marcus Bright, pupil, Year 6, 6L").check()
    press(page, "Save")
    assert page.get_by_text("Line 3: kept").is_visible()
    page.get_by_role("link", name="Back").click()
    press(page, "Bring them in")
    work()
    page.get_by_role("heading", name="Brought in", exact=True).wait_for()
    look(page, "applied")
    marcus = Person.objects.get(given_name="Marcus", school=cast.school)
    assert (marcus.source_id, marcus.class_name, marcus.pk) == ("A2", "7C", cast.second_pupil.pk)
    pressing.press(page, "button", name="See who")
    look(page, "leavers")
    page.get_by_label("Ben Bellamy").check()
    press(page, "Mark as left")
    assert page.get_by_text("1 person is marked as having left").is_visible()
    page.get_by_role("link", name="Back").click()
    pressing.press(page, "link", name="Undo this import")
    look(page, "undo")
    press(page, "Undo the import")
    work()
    page.get_by_role("heading", name="Undone").wait_for()
    look(page, "undone")
    marcus.refresh_from_db()
    assert (marcus.source_id, marcus.class_name) == ("", "6L")
    page.goto(live_server.url + reverse("imports"))
    look(page, "imports-after")


def test_a_person_s_page_and_what_is_changed_by_hand(cast: Cast, office: Page, live_server: Any) -> None:
    for name, kind in (("sims_pupils.csv", FileKind.PUPILS), ("sims_contacts.csv", FileKind.CONTACTS)):
        bring_in(name, kind, school=cast.school, by=cast.school_admin)
    page = office
    page.goto(live_server.url + reverse("people") + "?kind=pupil")
    page.get_by_text("Filter by year group or class").click()
    look(page, "people-pupils")
    page.get_by_label("Find a person by name").fill("abernathy")
    press(page, "Find")
    look(page, "people-found")
    page.get_by_role("link", name="Abernathy, Oscar").first.click()
    look(page, "person")
    page.get_by_role("link", name="Change how Craig").click()
    page.get_by_label("Relationship to the pupil").fill("")
    press(page, "Save")
    look(page, "link-wrong")
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Unique pupil number").fill("A801200005001")
    press(page, "Save")
    look(page, "person-wrong")
    page.goto(live_server.url + reverse("people_add"))
    look(page, "person-add")
    page.goto(live_server.url + reverse("people_tie", args=[cast.pupil.pk, "guardian"]))
    page.get_by_label("Find the other person").fill("jill")
    press(page, "Find")
    look(page, "tie")
    page.goto(live_server.url + reverse("people_tie_to", args=[cast.pupil.pk, "same", cast.second_pupil.pk]))
    look(page, "same")
    page.goto(live_server.url + reverse("people_leave", args=[cast.pupil.pk]))
    look(page, "leave")
    page.goto(live_server.url + reverse("roll_export"))
    look(page, "export")
    page.get_by_label("Parents and carers").check()
    with page.expect_download() as wanted:
        page.get_by_role("button", name="Export as CSV", exact=True).click()
    assert "Craig" in Path(wanted.value.path()).read_text()


def test_without_scripts_and_with_a_workbook_instead_of_a_list(
    cast: Cast, browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = sign_in_browser(context.new_page(), live_server, cast.school_admin)
    (tmp_path / "pupils.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 5000)
    page.goto(live_server.url + reverse("import_begin"))
    page.get_by_label("Pupils", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(tmp_path / "pupils.xlsx")
    press(page, "Send")
    assert page.get_by_role("link", name="The file must end in .csv").is_visible()
    assert page.get_by_label("Pupils", exact=True).is_checked()
    page.get_by_label("File", exact=True).set_input_files(SAMPLES / "sims_pupils.csv")
    press(page, "Send")
    press(page, "Check the file")
    work()
    page.reload()
    press(page, "Bring them in")
    work()
    page.reload()
    assert page.get_by_role("heading", name="Brought in").is_visible()
    context.close()


def test_a_file_larger_than_is_taken_gets_its_sentence_in_the_browser(
    cast: Cast, office: Page, live_server: Any, tmp_path: Path
) -> None:
    (tmp_path / "huge.csv").write_bytes(b"a,b\n" + b"x" * 45_000_000)
    office.goto(live_server.url + reverse("import_begin"))
    office.get_by_label("Pupils", exact=True).check()
    office.get_by_label("File", exact=True).set_input_files(tmp_path / "huge.csv")
    press(office, "Send")
    assert office.get_by_role("link", name="The file is larger than 20 MB").is_visible()
    assert not RollImport.objects.exists()


def test_work_that_was_given_up_can_be_tried_again(cast: Cast, office: Page, live_server: Any) -> None:
    given = begin("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=cast.school_admin)
    check(given, by=cast.school_admin)
    run = given.runs.get()
    RollImport.objects.update(stage="checking")
    type(run).objects.update(state="owed")
    run.refresh_from_db()
    run.park("MemoryError")
    office.goto(live_server.url + reverse("import", args=[given.reference]))
    look(office, "stuck")
    press(office, "Try again")
    work()
    office.reload()
    assert office.get_by_role("heading", name="Checked, not brought in yet").is_visible()
