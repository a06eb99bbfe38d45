"""One person entered twice, each time with an account: whoever triages is asked, and both are barred."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from esafety.office.actions import add_account, add_person, give_post
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind, Role
from incidents.models import Incident
from incidents.vocabulary import Part
from tests.builders import a_concern
from tests.cast import Cast

As = Callable[[str], Client]
ASKED = "Another entry of the same name exists"
pytestmark = pytest.mark.django_db


def another(
    cast: Cast, given: str, family: str, *, kind: PersonKind = PersonKind.STAFF, **more: str
) -> Person:
    """A second entry with an account of its own."""
    name = f"{given} {family}"
    account = add_account(email=f"{len(name)}.second@harbour.example", name=name, by=None)
    names = {"given_name": given, "family_name": family, **more}
    entry = add_person(school=cast.school, kind=kind, account=account, by=None, **names)
    give_post(user=account, school=cast.school, role=Role.STAFF, by=None)
    return entry


def page(client: Client, incident: Incident) -> str:
    return client.get(incident.get_absolute_url()).content.decode()


def pressed(client: Client, incident: Incident) -> None:
    """Press the button under the question, as the page has it."""
    form = page(client, incident).partition(ASKED)[2].partition("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert client.post(f"/incidents/{incident.reference}/people/", sent).status_code == 302


def test_both_entries_are_barred_once_the_question_is_answered(cast: Cast, as_: As) -> None:
    """The lead was entered twice; the concern names the entry that is not the one she works with."""
    second = another(cast, "Rüth", "Adeyemi")
    incident = a_concern(cast, about=second, by="senco")
    assert as_("dsl").get(incident.get_absolute_url()).status_code == 200, "nobody has said that they are one"
    assert "Ruth Adeyemi, member of staff" in page(as_("head"), incident).partition(ASKED)[2][:200]
    pressed(as_("head"), incident)
    assert as_("dsl").get(incident.get_absolute_url()).status_code == 404
    assert incident.reference not in as_("dsl").get("/incidents/?view=all").content.decode()
    assert incident.involvements.filter(part=Part.SUBJECT).count() == 2
    assert ASKED not in page(as_("head"), incident)


def test_only_whoever_triages_is_asked(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about=another(cast, "Sian", "Pryce"), by="senco")
    assert ASKED in page(as_("head"), incident)
    assert ASKED not in page(as_("deputy"), incident), "reads it and decides nothing"


@pytest.mark.parametrize(
    ("given", "family", "more", "asked"),
    [
        ("Kate", "Lowry", {}, True),
        ("KATE", "Lôwry", {}, True),
        ("Katherine", "Lowry", {"known_as": "Kate"}, True),
        ("Kate", "Lowry", {"kind": PersonKind.GOVERNOR}, True),
        ("Kate", "Lowry", {"kind": PersonKind.PARENT}, False),
        ("Kate", "Mc Lowry", {}, False),
        ("Katie", "Lowry", {}, False),
        ("Lowry", "Kate", {}, False),
    ],
)
def test_a_name_must_be_exactly_the_same(
    cast: Cast, as_: As, given: str, family: str, more: dict[str, str], asked: bool
) -> None:
    another(cast, given, family, **more)  # type: ignore[arg-type]
    incident = a_concern(cast, about="second_teacher", by="senco")
    assert (ASKED in page(as_("head"), incident)) is asked


def test_a_child_of_the_same_name_raises_no_question(cast: Cast, as_: As) -> None:
    another(cast, "Marcus", "Bright")
    incident = a_concern(cast, about="second_pupil")
    assert ASKED not in page(as_("dsl"), incident)


def test_nor_does_somebody_who_was_harmed(cast: Cast, as_: As) -> None:
    another(cast, "Kate", "Lowry")
    incident = a_concern(cast, about="second_pupil", harmed="second_teacher", by="senco")
    assert ASKED not in page(as_("head"), incident)
