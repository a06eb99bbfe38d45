"""A safeguarding lead triages a concern, works on it, closes it, prints it, sends the authority its copy."""

from __future__ import annotations

import io

import pytest
from django.core import mail
from pypdf import PdfReader

from esafety.papers import cabinet
from esafety.papers.models import Paper
from incidents.actions.guard import fresh
from incidents.models import Task
from incidents.vocabulary import IncidentType, Nature, Status
from incidents.vocabulary.outside import Agency, Approach
from tests.builders import a_concern, a_referral
from tests.cast import Cast
from tests.stories.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_new_to_closed_printed_and_copied(visit: Visit, cast: Cast) -> None:
    incident = a_concern(
        cast,
        type=IncidentType.SELF_HARM,
        nature=Nature.DELIBERATE,
        description="He showed friends a page about fasting. 🙁 Zażółć gęślą jaźń.",
    )
    page = visit.sign_in(cast.dsl).page
    visit.go("/incidents/")
    visit.follow(incident.reference)
    visit.sound()

    visit.press("Triage")
    page.get_by_label("A safeguarding matter").check()
    page.get_by_role("button", name="Save decision").click()  # the reason is missing
    assert visit.says("There is a problem")
    visit.sound()
    page.get_by_label("Why do you decide this?").fill("He may be harming himself.")
    page.get_by_role("button", name="Save decision").click()
    visit.press("Take it up")
    assert visit.says("You have taken it up.")

    visit.follow("Add a note or message the reporter")
    page.get_by_label("Note", exact=True).fill("Thank you. We are looking after him.")
    page.get_by_label("Fact: seen, heard or done by me").check()
    page.get_by_label("The person who reported it, and everyone who can open it").check()
    visit.press("Add note")

    a_referral(incident, Agency.SOCIAL_CARE, approach=Approach.ADVICE, by=cast.dsl)
    for task in Task.objects.open().filter(incident=incident, required=True):
        visit.go(task.get_absolute_url())
        visit.sound()
        page.get_by_role("radio").first.check()
        page.get_by_label("What was done?").fill("Spoken to at home and in school.")
        page.locator("main button[type=submit]").first.click()
    visit.go(incident.get_absolute_url())
    visit.press("Close")
    visit.sound()
    page.get_by_label("What was the outcome?").fill("Seen by the nurse; parents involved.")
    page.get_by_label("Why is it closed now?").fill("Support is in place.")
    page.get_by_label("Child's parents informed").check()
    page.get_by_label("The teaching").check()
    page.get_by_label("What did the school learn?").fill("More about this in Year 5.")
    visit.press("Close")
    assert visit.says("Closed.")
    assert fresh(incident).status == Status.CLOSED

    visit.press("Print the record (PDF)")
    visit.work()
    page.reload()
    visit.sound()
    paper = Paper.objects.get(requested_by=cast.dsl)
    assert paper.file is not None
    leaves = PdfReader(io.BytesIO(b"".join(cabinet.read(paper.file)))).pages
    text = "\n".join(leaf.extract_text().replace("\x00", "") for leaf in leaves)
    order = [
        "Name of school",
        "Date happened",
        "Type of incident",
        "Description",
        "Nature",
        "Outcome",
        "Chronology",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Seen by the nurse" in text
    assert f"Printed by {cast.dsl.name}" in text

    visit.go(incident.get_absolute_url())
    visit.follow("Copy to the authority’s officer")
    visit.sound()
    visit.press("Make the copy and send the link")
    visit.sound()
    visit.work()
    (letter,) = [one for one in mail.outbox if cast_officer(cast) in one.to]
    assert "Haddad" not in str(letter.message())

    page.context.clear_cookies()
    visit.sign_in(cast.teacher)
    visit.go(f"/reports/{incident.reference}/")
    assert visit.says("Thank you. We are looking after him.")
    assert not visit.says("Seen by the nurse")
    visit.sound()


def cast_officer(cast: Cast) -> str:
    """The officer's address."""
    from esafety.people.vocabulary import ContactKind

    return cast.contact(ContactKind.AUTHORITY_OFFICER).email
