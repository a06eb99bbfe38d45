"""Families, campaigns and signatures for tests, made by the actions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client

from aup import actions
from aup.models import Campaign, Invitation
from aup.told import Chosen, Origin, Place, Told
from aup.vocabulary import Audience, Capacity, Route
from esafety.office.actions import add_guardian, add_person
from esafety.outbox.relay import drain
from esafety.people.models import Person, School
from esafety.people.vocabulary import PersonKind
from tests.aup.editions import in_force, today
from tests.cast import Cast

ALL = (Audience.KS1, Audience.KS2, Audience.KS3_4, Audience.PARENT, Audience.STAFF, Audience.GOVERNOR)


def everything_in_force(cast: Cast) -> None:
    """The suggested texts, in force."""
    for audience in ALL:
        in_force(cast, audience)


def a_child(school: School, name: str, year: str, class_name: str, born_on: dt.date) -> Person:
    given, family = name.split(" ", 1)
    return add_person(
        school=school,
        kind=PersonKind.PUPIL,
        given_name=given,
        family_name=family,
        born_on=born_on,
        year_group=year,
        class_name=class_name,
        by=None,
    )


def a_parent(
    school: School, name: str, children: list[Person], email: str = "amina@home.example", **tie: Any
) -> Person:
    """Somebody on the roll with an address and no account."""
    given, family = name.split(" ", 1)
    parent = add_person(
        school=school, kind=PersonKind.PARENT, given_name=given, family_name=family, email=email, by=None
    )
    for child in children:
        add_guardian(pupil=child, guardian=parent, relationship="Mother", by=None, **tie)
    return parent


class Okafors:
    """A mother of three: in Year 1, Year 5 and Year 8."""

    def __init__(self, school: School) -> None:
        self.kofi = a_child(school, "Kofi Okafor", "Year 1", "1B", dt.date(2020, 10, 4))
        self.esi = a_child(school, "Esi Okafor", "Year 5", "5H", dt.date(2016, 12, 9))
        self.yaw = a_child(school, "Yaw Okafor", "Year 8", "8A", dt.date(2014, 1, 30))
        self.children = [self.kofi, self.esi, self.yaw]
        self.mother = a_parent(school, "Amina Okafor", self.children)


def a_campaign(cast: Cast, **chosen: Any) -> Campaign:
    """Prepared and begun by the co-ordinator; the mails have gone."""
    told: dict[str, Any] = {
        "title": "Autumn round",
        "to_families": True,
        "to_staff": False,
        "to_governors": False,
        "year_groups": [],
        "class_names": [],
        "only_missing": True,
        "sign_by": today() + dt.timedelta(days=21),
        "remind_every": 7,
    }
    made = actions.draft_campaign(school=cast.school, chosen=Chosen(**(told | chosen)), by=cast.co_ordinator)
    started = actions.start_campaign(campaign=made, by=cast.co_ordinator)
    drain()
    return started


def invitation_of(person: Person) -> Invitation:
    """The newest invitation of somebody."""
    return (
        Invitation.objects.filter(signer=person).select_related("school", "signer", "campaign").latest("pk")
    )


def first_page(person: Person) -> str:
    """The address in somebody's mail."""
    return invitation_of(person).path


def boxes(day: dt.date, name: str = "born_on") -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def opened(person: Person, born_on: dt.date, client: Client | None = None) -> Client:
    """A browser in which somebody opened their link and told the fact."""
    browser = client or Client()
    answer = browser.post(first_page(person), boxes(born_on))
    assert answer.status_code == 302, answer.content.decode()
    return browser


def hidden(page: str) -> dict[str, str]:
    """What a form carries unseen."""
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def answers(page: str, say: str = "yes") -> dict[str, str]:
    """An answer to each question about what is allowed."""
    return dict.fromkeys(re.findall(r'name="(consent_\w+)"', page), say)


def fill(
    browser: Client, url: str, say: str = "yes", name: str = "Amina Okafor", **more: str
) -> dict[str, str]:
    """The form of one agreement, filled in as its page asks."""
    page = browser.get(url).content.decode()
    told = (
        {"name": name, "relationship": "Mother", "agree": "on"}
        if "relationship" in page
        else {
            "name": name,
            "agree": "on",
        }
    )
    return hidden(page) | answers(page, say) | told | more


def sign_at(browser: Client, url: str, say: str = "yes", name: str = "Amina Okafor", **more: str) -> Any:
    """Fill in, check, confirm."""
    told = fill(browser, url, say, name, **more)
    checked = browser.post(url, told)
    assert checked.status_code == 200, checked.content.decode()
    return browser.post(url, told | {"step": "confirm"})


def signs(
    person: Person,
    about: Person,
    audience: Audience,
    capacity: Capacity = Capacity.GUARDIAN,
    *,
    say: bool = True,
    route: Route = Route.ONLINE,
    **more: Any,
) -> Any:
    """A signature by the action, as an online form would give it."""
    from aup.models import Edition

    edition = Edition.objects.in_force(person.school, audience)
    assert edition is not None
    consents = {one.code: say for one in edition.consents_asked} if capacity == Capacity.GUARDIAN else {}
    told = Told(person.full_name, "Mother", edition.fingerprint, consents=consents)
    return actions.sign(
        place=Place(about, audience, capacity),
        signer=person,
        told=told,
        origin=Origin(route, "203.0.113.9", "Firefox", **more),
        by=None,
    )


def told(page: str, *words: str) -> set[str]:
    """Which of the words a page tells, each as a word: two signs may well stand in a token by chance."""
    return {word for word in words if re.search(rf"\b{re.escape(word)}\b", page)}
