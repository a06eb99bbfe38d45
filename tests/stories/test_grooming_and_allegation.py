"""Two matters that leave the building: a child groomed online, and an allegation about a teacher."""

from __future__ import annotations

import pytest
from django.core import mail

from esafety.people.models import ExternalContact
from esafety.people.vocabulary import ContactKind
from incidents.actions.guard import fresh
from incidents.models import Incident, Referral
from incidents.policy.routing import TaskCode
from incidents.vocabulary import Finding, IncidentType, Status, TaskState
from tests.builders import a_concern, do_tasks
from tests.cast import Cast
from tests.stories.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def _start(visit: Visit, incident: Incident, what: str, agency: str) -> None:
    """From the incident to the page that asks what was said."""
    visit.go(incident.get_absolute_url())
    visit.follow("Record a referral or advice")
    visit.page.get_by_label(what, exact=True).check()
    visit.page.get_by_label(agency, exact=True).check()
    visit.press("Continue")


def test_a_grooming_concern_from_report_to_police_reference_and_social_care_decision(
    visit: Visit, cast: Cast
) -> None:
    ExternalContact.objects.create(
        school=cast.school, kind=ContactKind.SOCIAL_CARE, name="Front door", email="door@council.example"
    )
    incident = a_concern(
        cast, about="A stranger online", harmed="pupil", type=IncidentType.GROOMING,
        description="He asked her for a picture.",
    )  # fmt: skip
    page = visit.sign_in(cast.dsl).page
    visit.go(incident.get_absolute_url())
    visit.press("Triage")
    page.get_by_label("A safeguarding matter").check()
    page.get_by_label("Why do you decide this?").fill("It has the marks of grooming.")
    visit.press("Save decision")
    visit.press("Take it up")

    _start(visit, incident, "Considered, and not referred", "Police: 101, neighbourhood or cyber crime team")
    page.get_by_label("Why was it not referred?").fill("It was only words.")
    visit.press("Record")
    assert visit.says("The police must be told of this kind of incident")
    assert page.get_by_label("Why was it not referred?").input_value() == "It was only words."
    visit.sound()

    _start(visit, incident, "Referral or report made", "Police: 101, neighbourhood or cyber crime team")
    page.get_by_label("By telephone").check()
    page.get_by_label("What was said, and by whom?").fill("They collect the tablet today.")
    page.get_by_label("Asked for, and given").check()
    page.get_by_label("Their reference").fill("DEV/4411/26")
    page.get_by_label("Why was it referred?").fill("An adult asked a child for a picture.")
    visit.press("Record")
    assert visit.says("Recorded.")
    assert incident.tasks.get(code=TaskCode.POLICE).state == TaskState.DONE

    _start(visit, incident, "Referral or report made", "Children's social care")
    visit.sound()
    page.get_by_label("About whom is it?").select_option(label="Zoë Haddad (harmed, or a victim)")
    page.get_by_label("With a form filled and sent from here").check()
    page.get_by_label("What was said, and by whom?").fill("We send the form now.")
    page.get_by_label("Not asked for: asking or telling would raise the risk").check()
    page.get_by_label("Why would asking or telling raise the risk?").fill("He may be known to the family.")
    page.get_by_label("Why was it referred?").fill("She may be harmed.")
    visit.press("Record")
    referral = Referral.objects.get(agency="social_care")
    visit.go(referral.get_absolute_url())
    visit.sound()
    assert visit.says("Social care tells its decision")

    visit.follow("Fill in the agency’s form")
    assert page.get_by_label("Full name").input_value() == "Zoë Haddad"
    page.get_by_label("Gender").fill("Girl")
    visit.press("Keep this form")
    visit.follow("Read it through, print it or send it")
    assert visit.says("Not known")
    visit.sound()
    page.get_by_label("Send it to whom?").select_option(label="Front door")
    visit.press("Make the copy and send the link")
    assert visit.says("telephone")
    visit.work()
    assert any("door@council.example" in letter.to for letter in mail.outbox)
    assert not any("Zoë" in letter.body + letter.subject for letter in mail.outbox)

    visit.go(referral.get_absolute_url())
    visit.follow("Their decision")
    page.get_by_label("Strategy discussion").check()
    page.get_by_label("What was said, and by whom?").fill("Amy Lowe rang: they meet tomorrow.")
    visit.press("Record")
    assert visit.says("The child protection conference is held")
    visit.sound()
    assert not incident.tasks.open().filter(code__startswith="referral_reply").exists()


def test_an_allegation_about_a_teacher_from_report_to_lado_outcome(visit: Visit, cast: Cast) -> None:
    incident = a_concern(
        cast, about="teacher", harmed="pupil", by="second_teacher", type=IncidentType.STAFF_PUPIL_CONTACT
    )
    page = visit.sign_in(cast.head).page
    visit.go(incident.get_absolute_url())
    visit.press("Triage")
    page.get_by_label("A matter about a member of staff, governor or the head").check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Why do you decide this?").fill("Messages at night from an adult in school.")
    visit.press("Save decision")
    visit.press("Take it up")

    _start(visit, incident, "Referral or report made", "Local authority designated officer (LADO)")
    visit.press("Record")
    assert visit.says("Select which of the harm tests may be met")
    visit.sound()
    page.get_by_label("About whom is it?").select_option(label="Jamal Rashid (subject or instigator)")
    page.get_by_label("By telephone").check()
    page.get_by_label("What was said, and by whom?").fill("She takes it on.")
    page.get_by_label("Behaved towards a child in a way that indicates a risk of harm to children").check()
    page.get_by_label("Why was it referred?").fill("The harm test may be met.")
    visit.press("Record")
    referral = Referral.objects.get()
    visit.go(referral.get_absolute_url())
    visit.follow("Their decision")
    page.get_by_label("Harm threshold met: the LADO oversees it").check()
    page.get_by_label("What was said, and by whom?").fill("A meeting is called for Thursday.")
    visit.press("Record")

    do_tasks(incident, by=cast.head)
    visit.go(f"{incident.get_absolute_url()}close/")
    assert visit.says("the outcome of the allegation against Jamal Rashid")
    visit.go(incident.get_absolute_url())
    visit.follow("Record the outcome of the allegation")
    page.get_by_label("About whom?").select_option(label="Jamal Rashid (subject or instigator)")
    page.get_by_label("Unfounded: no evidence or proper basis").check()
    page.get_by_label("Who decided it?").fill("Strategy meeting, chaired by the LADO")
    for part, value in (("Day", "1"), ("Month", "11"), ("Year", "2026")):
        page.get_by_role("group", name="When was it decided?").get_by_label(part).fill(value)
    page.get_by_label("What does it rest on?").fill("The messages were the school's own homework app.")
    visit.sound()
    visit.press("Record the outcome")
    assert visit.says("The outcome is recorded.")
    visit.press("Close")
    page.get_by_label("What was the outcome?").fill("He is back in class.")
    page.get_by_label("Why is it closed now?").fill("The LADO has ended it.")
    page.get_by_label("Nothing needs to change").check()
    visit.press("Close")
    assert visit.says("Closed.")
    now = fresh(incident)
    assert (now.status, now.finding) == (Status.CLOSED, Finding.UNFOUNDED)

    visit.sign_in(cast.teacher)
    assert visit.go(incident.get_absolute_url()).status == 404
    assert visit.go(referral.get_absolute_url()).status == 404
    for path in ("/", "/tasks/", "/reports/"):
        visit.go(path)
        assert not visit.says(incident.reference)
