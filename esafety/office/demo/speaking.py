"""What was told in confidence in the demonstration: one thing answered and told more of, one that came yesterday."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from incidents import actions
from incidents.models import Incident, SpeakUpPage
from incidents.speaking_up.told import Confidence
from incidents.vocabulary import AcceptedAs, Audience, IncidentType, RiskArea, Standing
from incidents.vocabulary.speaking_up import AboutWhom, PageState

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster

_FIRST = uuid.UUID("5b0f6c1e-7d1c-4b0e-9a52-3a3a6b0c9d01")
_SECOND = uuid.UUID("5b0f6c1e-7d1c-4b0e-9a52-3a3a6b0c9d02")


def happenings(roster: Roster, now: dt.datetime) -> list[tuple[dt.datetime, Callable[[], object]]]:
    """The page is opened, two things are told, the first is answered."""
    hour = dt.timedelta(hours=1)

    def opened() -> None:
        actions.set_speak_up_page(school=roster.school, state=PageState.OPEN, by=roster.users["dsl"])

    def told(key: uuid.UUID, confidence: Confidence) -> Incident:
        page = SpeakUpPage.objects.select_related("school").get(school=roster.school)
        return actions.confide(page=page, told=confidence, key=key).incident

    def first() -> None:
        told(_FIRST, Confidence(
            what="Somebody in my year made a page with photos of people from our class and you have to rate them. They "
            "laugh about it in the group chat. I do not want to be on it and I do not want them to know it was me.",
            danger=False, about=AboutWhom.PUPIL, who="people in Year 6", when_where="since half term, on the bus",
        ))  # fmt: skip

    def triaged() -> None:
        incident = Incident.objects.filter(school=roster.school, reported_by__isnull=True).earliest("pk")
        actions.triage(
            incident=incident, accepted_as=AcceptedAs.SAFEGUARDING, primary_type=IncidentType.BULLYING,
            risk_area=RiskArea.CONDUCT, harm_test=False, reason="Pictures of children are rated on a page.",
            version=incident.version, by=roster.users["dsl"],
        )  # fmt: skip

    def answered() -> None:
        incident = Incident.objects.filter(school=roster.school, reported_by__isnull=True).earliest("pk")
        actions.add_note(
            incident=incident,
            text="Thank you for telling us. We are looking for the page and will have it taken down. We do not know "
            "who you are and will not try to find out. Do you know what the page is called?",
            standing=Standing.FACT,
            audience=Audience.REPORTER,
            by=roster.users["dsl"],
        )  # fmt: skip
        actions.confide_more(
            way_back=incident.way_back, text="It is called rate6. The page moves when somebody finds it."
        )

    def second() -> None:
        told(_SECOND, Confidence(
            what="My friend is sad all the time and she looks at things about hurting yourself at night.",
            danger=False, about=AboutWhom.PUPIL, who="my friend", name="",
        ))  # fmt: skip

    return [
        (now - 75 * hour, opened),
        (now - 74 * hour, first),
        (now - 50 * hour, answered),
        (now - 3 * hour, second),
    ]
