"""Concerns about data and machines."""

from __future__ import annotations

import datetime as dt

from esafety.office.demo.story import Story, on, other
from incidents.policy.routing import TaskCode
from incidents.told import Account
from incidents.vocabulary import (
    AcceptedAs,
    Audience,
    Device,
    FoundBy,
    IncidentType,
    LearningArea,
    Nature,
    PersonSort,
    Place,
    StaffAction,
    Standing,
    ToldLead,
    WhenKnown,
)

SYSTEMS: tuple[Story, ...] = (
    Story(
        slug="wrong-attachment",
        by="office",
        ago=24,
        at=dt.time(15, 50),
        happened=0,
        account=Account(
            primary_type=IncidentType.DATA_LOSS,
            types=[IncidentType.DATA_LOSS],
            description=(
                "I sent the trip letter to all families of Year 4 with the wrong attachment. It was the "
                "list of medical and dietary needs for the whole year, 58 children. I noticed after nine "
                "minutes when a parent rang. I have asked the mail system to call it back; it says that 31 "
                "had been opened."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(15, 31),
            place=Place.IN_SCHOOL,
            nature=Nature.ACCIDENTAL,
            platform="Email",
            device=Device.SCHOOL,
            told_lead=ToldLead.NO,
            specific_action="Recall sent at 15:42.",
        ),
        people=(other("@office", PersonSort.STAFF),),
        then=(
            on(
                0,
                "16:05",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="A breach of personal data by mistake. The data protection lead judges it within 72 "
                "hours.",
            ),
            on(0, "16:06", "co_ordinator", "take_up"),
            on(
                1,
                "11:40",
                "data_protection",
                "finish",
                code=TaskCode.DATA_BREACH,
                result="Health data of 58 children reached families of the same year. Reported to the "
                "regulator at 11:30, "
                "reference kept in the breach register. Letter to the families drafted.",
            ),
            on(
                2,
                "9:30",
                "co_ordinator",
                "note",
                standing=Standing.FACT,
                audience=Audience.REPORTER,
                text="You told us at once, which made all the difference. Nobody blames you.",
            ),
            on(
                9,
                "10:00",
                "co_ordinator",
                "close",
                outcome="All families confirmed that they deleted the list. The regulator takes no action.",
                reason="The risk was judged, everybody was told, and the cause is removed.",
                learning_area=LearningArea.POLICY,
                learning="Lists of needs leave the system only as a link.",
                actions_staff=[StaffAction.HEAD_TOLD, StaffAction.IT, StaffAction.POLICY_REVIEW],
            ),
        ),
    ),
    Story(
        slug="server-locked",
        by="network_manager",
        ago=29,
        at=dt.time(6, 55),
        happened=0,
        account=Account(
            primary_type=IncidentType.TECHNICAL,
            types=[IncidentType.TECHNICAL],
            description=(
                "At 6:40 the file server showed a note asking for money and most of the shared drive had "
                "odd endings. I pulled the network cable and switched nothing off. Last good copy is from "
                "2:00 on the drive that is kept apart. It seems to have come in through the old door-entry "
                "computer."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(6, 40),
            found_by=FoundBy.CHECK,
            place=Place.IN_SCHOOL,
            place_detail="Server cupboard",
            nature=Nature.NOT_KNOWN,
            device=Device.SCHOOL,
            asset_tag="SRV-02",
            told_lead=ToldLead.NO,
        ),
        then=(
            on(
                0,
                "7:40",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="A breach of the school's systems.",
            ),
            on(0, "7:41", "co_ordinator", "take_up"),
            on(
                0,
                "17:30",
                "network_manager",
                "finish",
                code=TaskCode.NETWORK,
                result="Rebuilt from the 2:00 copy, every password reset, door-entry computer scrapped. "
                "Logs kept on the drive apart.",
            ),
            on(
                1,
                "8:30",
                "co_ordinator",
                "give_task",
                words="Say whether personal data left the building",
                detail="From the firewall's records of the night.",
                to="network_manager",
                required=True,
            ),
            on(
                2,
                "9:15",
                "network_manager",
                "finish",
                words="Say whether personal data left the building",
                result="No. Nothing larger than a heartbeat went out that night.",
            ),
            on(
                4,
                "10:30",
                "co_ordinator",
                "close",
                outcome="Nothing was lost but a morning. No personal data left the building.",
                reason="Restored, explained, and the way in is gone.",
                learning_area=LearningArea.FILTER,
                learning="Machines that nobody patches are off the network.",
                actions_staff=[StaffAction.HEAD_TOLD, StaffAction.IT, StaffAction.POLICE],
            ),
        ),
    ),
)
