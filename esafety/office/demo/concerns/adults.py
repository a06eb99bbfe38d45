"""Concerns about adults of the school: staff, the safeguarding lead, the head, governors."""

from __future__ import annotations

import datetime as dt

from esafety.office.demo.story import Story, harmed, on, other, subject
from incidents.policy.routing import TaskCode
from incidents.told import Account
from incidents.vocabulary import (
    AcceptedAs,
    Audience,
    ConsideredAs,
    DecisionKind,
    Device,
    FoundBy,
    IncidentType,
    LearningArea,
    Material,
    Nature,
    PersonSort,
    Place,
    StaffAction,
    Standing,
    ToldLead,
    WhenKnown,
)
from incidents.vocabulary.outside import Agency, Approach

ADULTS: tuple[Story, ...] = (
    Story(
        slug="ta-laptop-alert",
        by="network_manager",
        ago=20,
        at=dt.time(8, 15),
        happened=1,
        account=Account(
            primary_type=IncidentType.ILLEGAL_PORN,
            types=[IncidentType.ILLEGAL_PORN],
            description=(
                "The filter stopped eleven visits last night in the category of extreme pornography, from "
                "a school laptop at home, signed in as Leonard Vickers. I have looked at the category and "
                "the times only and opened no address. The laptop is due in for repair today."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(22, 4),
            found_by=FoundBy.MONITORING,
            place=Place.OUTSIDE,
            nature=Nature.DELIBERATE,
            considered_as=[ConsideredAs.AGREEMENT_BREACH],
            device=Device.SCHOOL,
            asset_tag="LT-118",
            told_lead=ToldLead.NO,
        ),
        people=(subject("@ta_leonard", PersonSort.STAFF),),
        then=(
            on(
                0,
                "8:30",
                "head",
                "triage",
                accepted_as=AcceptedAs.STAFF_ALLEGATION,
                harm_test=False,
                reason="A staff account and material that may be illegal. Police and LADO before anybody "
                "speaks with him.",
            ),
            on(0, "8:31", "head", "take_up"),
            on(
                0,
                "8:50",
                "head",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.REFERRED,
                reference="log 47",
                reason="The police must hear of it.",
                said="Rang 101, log 47 of today. They collect the laptop and the filter's log.",
            ),
            on(
                0,
                "9:20",
                "head",
                "refer",
                agency=Agency.LADO,
                approach=Approach.ADVICE,
                reason="To know whether the harm threshold may be met.",
                said="Talked with the LADO. No child is involved as far as known; she stays informed.",
            ),
            on(
                0,
                "9:30",
                "head",
                "decide",
                kind=DecisionKind.PROTECT,
                words="Leonard is asked to stay at home on full pay",
                reason="HR and the LADO agree: a neutral step while the police look.",
            ),
            on(2, "9:00", "head", "await_outside", reason="The police examine the laptop."),
        ),
    ),
    Story(
        slug="coach-on-bus",
        by="ta_grace",
        ago=27,
        at=dt.time(16, 5),
        happened=1,
        account=Account(
            primary_type=IncidentType.DEVICE_MISUSE,
            types=[IncidentType.DEVICE_MISUSE],
            description=(
                "Jamie filmed the team singing on the coach with his own phone and put it in the sports "
                "staff's chat. It is a sweet video and nobody minded, but our rules say school cameras "
                "only. I told Jamie that I would mention it."
            ),
            when_known=WhenKnown.DAY,
            place=Place.OUTSIDE,
            place_detail="Coach back from the tournament",
            nature=Nature.DELIBERATE,
            material=[Material.CREATED, Material.TRANSMITTED],
            considered_as=[ConsideredAs.AGREEMENT_BREACH],
            device=Device.OWN,
            told_lead=ToldLead.YES,
        ),
        people=(subject("@coach", PersonSort.STAFF),),
        then=(
            on(
                0,
                "16:35",
                "head",
                "triage",
                accepted_as=AcceptedAs.LOW_LEVEL,
                reason="A low-level concern: against the code, no harm done or meant.",
            ),
            on(0, "16:36", "head", "take_up"),
            on(
                2,
                "15:50",
                "head",
                "close",
                outcome="Low-level concern. Jamie deleted the film and has borrowed the school camera since.",
                reason="Talked through, understood, no pattern.",
                learning_area=LearningArea.POLICY,
                learning="The school camera goes on every trip.",
                actions_staff=[StaffAction.HEAD_TOLD],
            ),
            on(
                3,
                "9:00",
                "head",
                "decline_copy",
                reason="Low-level concerns are kept in school unless they form a pattern.",
            ),
        ),
    ),
    Story(
        slug="head-shares-photo",
        by="teacher_2h",
        ago=11,
        at=dt.time(17, 50),
        happened=2,
        account=Account(
            primary_type=IncidentType.DATA_LOSS,
            types=[IncidentType.DATA_LOSS, IncidentType.DEVICE_MISUSE],
            description=(
                "Two days ago our head posted a photo from the harvest festival on her own open account. "
                "Four pupils can be recognised and two are named underneath. One of the families must not "
                "be found, as all of us in Year 2 have been told. I rang Mrs Osei; she said that it was "
                "“only for the family”. It is still there now."
            ),
            when_known=WhenKnown.DAY,
            place=Place.OUTSIDE,
            nature=Nature.DELIBERATE,
            material=[Material.CREATED, Material.DISTRIBUTED],
            addresses="https://photos.example/m.osei/harvest",
            platform="A photo sharing site",
            device=Device.OWN,
            told_lead=ToldLead.NO,
        ),
        people=(
            subject("@head", PersonSort.HEAD, Nature.DELIBERATE),
            harmed("A boy in 2 Heron", PersonSort.CHILD),
        ),
        then=(
            on(
                0,
                "18:20",
                "chair",
                "triage",
                accepted_as=AcceptedAs.STAFF_ALLEGATION,
                reason="It concerns the head, so it is mine. A child's whereabouts may have been given away.",
            ),
            on(0, "18:21", "chair", "take_up"),
            on(
                0,
                "18:40",
                "chair",
                "finish",
                code=TaskCode.CHILD_SAFE,
                result="Rang the safeguarding lead and told her only which family must be warned tonight.",
            ),
            on(
                1,
                "9:30",
                "chair",
                "refer",
                agency=Agency.LADO,
                approach=Approach.ADVICE,
                reason="To know whether the harm threshold may be met.",
                said="Talked with the LADO: no referral, but she wants to hear how it ends.",
            ),
            on(
                1,
                "10:15",
                "chair",
                "note",
                standing=Standing.FACT,
                audience=Audience.LEADS,
                text="Spoke with the head. The picture is down since 9:50. She had not thought of the "
                "family and is distressed.",
            ),
            on(
                2,
                "12:00",
                "chair",
                "finish",
                code=TaskCode.DATA_BREACH,
                result="Took advice from the authority's data protection officer, not ours. Reported to "
                "the regulator.",
            ),
        ),
    ),
    Story(
        slug="governor-posts",
        by="ta_irena",
        ago=4,
        at=dt.time(20, 15),
        happened=(9, 4),
        account=Account(
            primary_type=IncidentType.HATE,
            types=[IncidentType.HATE],
            description=(
                "One of our governors, Mr Barraclough, has shared several posts this week that say people "
                "like me should “go back where the plumbers come from”. His profile says that he is a "
                "governor here. Parents have seen it; two asked me about it at the gate."
            ),
            when_known=WhenKnown.RANGE,
            place=Place.OUTSIDE,
            nature=Nature.DELIBERATE,
            material=[Material.DISTRIBUTED],
            considered_as=[ConsideredAs.HARASSMENT],
            addresses="social.example/colin.b/posts",
            platform="A social networking site",
            told_lead=ToldLead.NO,
        ),
        people=(subject("@governor", PersonSort.GOVERNOR), harmed("@ta_irena", PersonSort.STAFF)),
        then=(
            on(
                1,
                "8:10",
                "chair",
                "triage",
                accepted_as=AcceptedAs.STAFF_ALLEGATION,
                reason="A governor, in the school's name, in public.",
            ),
        ),
    ),
    Story(
        slug="chair-forwards-minutes",
        by="business_manager",
        ago=3,
        at=dt.time(9, 25),
        happened=3,
        account=Account(
            primary_type=IncidentType.DATA_LOSS,
            types=[IncidentType.DATA_LOSS],
            description=(
                "The confidential part of last month's minutes, about a pupil's exclusion, was forwarded "
                "from Mr Mwangi's own email to the parents' association. I was copied in by mistake. I "
                "think that he meant to send the agenda."
            ),
            when_known=WhenKnown.DAY,
            place=Place.OUTSIDE,
            nature=Nature.ACCIDENTAL,
            material=[Material.DISTRIBUTED],
            platform="Email",
            device=Device.OWN,
            told_lead=ToldLead.NO,
        ),
        people=(subject("@chair", PersonSort.GOVERNOR, Nature.ACCIDENTAL),),
        then=(
            on(
                0,
                "12:30",
                "vice_chair",
                "triage",
                accepted_as=AcceptedAs.STAFF_ALLEGATION,
                reason="It concerns the chair. By mistake, as it seems; the pupil's family must be told.",
            ),
        ),
    ),
    Story(
        slug="lead-leaves-laptop",
        by="teacher_1h",
        ago=21,
        at=dt.time(13, 40),
        happened=0,
        account=Account(
            primary_type=IncidentType.DATA_LOSS,
            types=[IncidentType.DATA_LOSS],
            description=(
                "Mrs Rahman's laptop stood open in the staff room over lunch with a list of children on "
                "the screen. A parent who was there for the book sale could have read it. I closed the "
                "lid. I would rather not be the one to tell her."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(12, 50),
            place=Place.IN_SCHOOL,
            place_detail="Staff room",
            nature=Nature.ACCIDENTAL,
            device=Device.SCHOOL,
            found_by=FoundBy.OVERHEARD,
            told_lead=ToldLead.NO,
        ),
        people=(
            subject("@dsl", PersonSort.STAFF, Nature.ACCIDENTAL),
            other("A parent at the book sale", PersonSort.PARENT),
        ),
        then=(
            on(
                0,
                "15:30",
                "head",
                "triage",
                accepted_as=AcceptedAs.STAFF_ALLEGATION,
                reason="It concerns a safeguarding lead, so it is mine; a slip and not ill will.",
            ),
            on(0, "15:31", "head", "take_up"),
            on(
                1,
                "9:00",
                "head",
                "refer",
                agency=Agency.LADO,
                approach=Approach.NOT_REFERRED,
                reason="Considered; far below the threshold.",
            ),
            on(
                1,
                "11:00",
                "head",
                "finish",
                code=TaskCode.DATA_BREACH,
                result="The parent was helping at the till all along and saw nothing. Noted in the breach "
                "register, not reportable.",
            ),
            on(
                2,
                "9:15",
                "head",
                "close",
                outcome="Unfounded as a breach; a slip in an otherwise careful practice.",
                reason="Nobody read anything, and laptops now lock after one minute.",
                learning_area=LearningArea.POLICY,
                learning="Screens of those with case access lock after one minute.",
                actions_staff=[StaffAction.HEAD_TOLD, StaffAction.IT],
            ),
        ),
    ),
)
