"""Concerns about money."""

from __future__ import annotations

import datetime as dt

from esafety.office.demo.story import Story, harmed, on, other, subject
from incidents.told import Account, Reporter
from incidents.vocabulary import (
    AcceptedAs,
    ChildAction,
    Device,
    FoundBy,
    IncidentType,
    LearningArea,
    Nature,
    PersonSort,
    Place,
    ReporterKind,
    ToldLead,
    WhenKnown,
)

COMMERCE: tuple[Story, ...] = (
    Story(
        slug="coins-and-cards",
        by="teacher_4h",
        minutes=170,
        happened=2,
        account=Account(
            primary_type=IncidentType.GAMING,
            types=[IncidentType.GAMING],
            description=(
                "Filip has spent £340 on coins in a game with his mother's card, which was saved on the "
                "tablet. She found out from the bank this morning and asks whether school knows about the "
                "game, since “everyone in his class has it”."
            ),
            when_known=WhenKnown.DAY,
            place=Place.OUTSIDE,
            hearsay="Told by his mother at the gate.",
            nature=Nature.NOT_KNOWN,
            platform="A football card game",
            device=Device.OWN,
            told_lead=ToldLead.NO,
        ),
        people=(other("@filip", PersonSort.CHILD),),
    ),
    Story(
        slug="parcel-text",
        by="office",
        ago=15,
        at=dt.time(14, 15),
        happened=1,
        account=Account(
            primary_type=IncidentType.SCAM,
            types=[IncidentType.SCAM],
            description=(
                "Mrs Yusuf rang. Yesterday a text came that seemed to be from our payment service: “يرجى "
                "تحديث بيانات الدفع الخاصة بوجبات طفلك” (please update the payment details for your "
                "child's meals), with a link. She put her card number in. £89 is gone. The text knew "
                "Sami's first name, so she trusted it. She asks us to warn other families."
            ),
            when_known=WhenKnown.DAY,
            found_by=FoundBy.REPORTED,
            place=Place.OUTSIDE,
            hearsay="From Mrs Yusuf by telephone.",
            nature=Nature.ACCIDENTAL,
            addresses="https://schoolmeals-pay.example/ar/update",
            platform="A text message",
            device=Device.OWN,
            told_lead=ToldLead.NO,
        ),
        people=(harmed("@parent", PersonSort.PARENT), subject("Whoever sent the text", PersonSort.OTHER)),
        reporter=Reporter(kind=ReporterKind.ON_BEHALF, name="Amina Yusuf"),
        then=(
            on(
                0,
                "15:00",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="A fraud on a family that uses our name.",
            ),
            on(0, "15:01", "co_ordinator", "take_up"),
            on(
                1,
                "9:00",
                "co_ordinator",
                "give_task",
                words="Warn every family, in the languages we have",
                detail="Say that we never ask for card numbers by text.",
                to="business_manager",
                required=True,
            ),
            on(
                1,
                "12:10",
                "business_manager",
                "finish",
                words="Warn every family, in the languages we have",
                result="Letter in six languages sent home; banner on the website.",
            ),
            on(
                3,
                "10:30",
                "co_ordinator",
                "close",
                outcome="The bank returned the money. Four other families had the text; none had paid.",
                reason="Everybody is warned, and our own lists show no sign of a leak.",
                learning_area=LearningArea.OTHER,
                learning="The office has a ready-made warning letter.",
                actions_child=[ChildAction.PARENTS],
            ),
        ),
    ),
    Story(
        slug="homework-films",
        by="music",
        ago=17,
        at=dt.time(12, 5),
        happened=None,
        account=Account(
            primary_type=IncidentType.COPYRIGHT,
            types=[IncidentType.COPYRIGHT],
            description=(
                "Two children in orchestra have the whole film we are playing from on a stick, two months "
                "before it comes out. They say that somebody's uncle “works in films”."
            ),
            place=Place.IN_SCHOOL,
            nature=Nature.NOT_KNOWN,
            device=Device.OWN,
            told_lead=ToldLead.NO,
        ),
        people=(other("Two children in orchestra", PersonSort.CHILD),),
        then=(
            on(
                1,
                "9:10",
                "co_ordinator",
                "set_aside",
                reason="The uncle does work in films: it is a trailer with his firm's leave. Checked with "
                "the family.",
            ),
        ),
    ),
)
