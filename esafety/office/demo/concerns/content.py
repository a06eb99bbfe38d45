"""Concerns about what was seen."""

from __future__ import annotations

import datetime as dt

from esafety.office.demo.story import Story, after, harmed, on, other, subject, witness
from incidents.policy.routing import TaskCode
from incidents.told import Account
from incidents.vocabulary import (
    AcceptedAs,
    Audience,
    ChildAction,
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

CONTENT: tuple[Story, ...] = (
    Story(
        slug="advert-in-lesson",
        by="teacher_4k",
        ago=31,
        at=dt.time(11, 20),
        happened=0,
        account=Account(
            primary_type=IncidentType.SOFT_PORN,
            types=[IncidentType.SOFT_PORN],
            description=(
                "The class was looking for pictures of Roman shields. Kofi called me over because an "
                "advert had opened by itself over the page he was on. It showed adults in underwear in "
                "sexual poses. I turned the lid down at once. Poppy and Filip sit beside him and saw it "
                "too. It was open for about ten seconds. Nobody had typed anything unusual; I checked the "
                "history with Kofi."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(10, 50),
            place=Place.IN_SCHOOL,
            place_detail="4 Kingfisher, on the trolley of Chromebooks",
            child_words="“It just came up. I didn't click on it.”",
            nature=Nature.ACCIDENTAL,
            material=[Material.VIEWED],
            addresses="https://www.free-shields-clipart.example/romans\nhttp://ads.popcorner.example/land?id=77",
            device=Device.SCHOOL,
            asset_tag="CB-0417",
            told_lead=ToldLead.YES,
            actions_child=[ChildAction.DEBRIEFED],
            specific_action="The Chromebook was taken to the office with its lid down.",
        ),
        people=(other("@kofi", PersonSort.CHILD), witness("@poppy"), witness("@filip")),
        then=(
            on(
                0,
                "13:05",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="Reached by accident; the children told an adult straight away.",
            ),
            on(0, "13:10", "co_ordinator", "take_up"),
            on(
                0,
                "15:20",
                "network_manager",
                "finish",
                code=TaskCode.BLOCK,
                result="Both addresses blocked for every group. The advert network is now in the blocked "
                "category.",
            ),
            on(
                1,
                "9:15",
                "co_ordinator",
                "note",
                standing=Standing.FACT,
                audience=Audience.REPORTER,
                text="Thank you for acting so quickly. Both sites are blocked and the three families have "
                "been rung.",
            ),
            on(
                1,
                "9:30",
                "co_ordinator",
                "decide",
                kind=DecisionKind.PARENTS_TOLD,
                words="The three families were rung",
                reason="They should hear it from us and know that the children did the right thing.",
            ),
            on(
                4,
                "14:00",
                "co_ordinator",
                "close",
                outcome="Three pupils saw an advert for some seconds. All three told an adult and were "
                "praised for it.",
                reason="The sites are blocked, the families were told, and no pupil was upset when asked "
                "again.",
                learning_area=LearningArea.FILTER,
                learning="Advert networks are now blocked as a category.",
                actions_staff=[StaffAction.IT],
                actions_child=[ChildAction.PARENTS, ChildAction.DEBRIEFED],
            ),
        ),
    ),
    Story(
        slug="race-video",
        by="teacher_5h",
        ago=9,
        at=dt.time(15, 55),
        happened=0,
        account=Account(
            primary_type=IncidentType.HATE,
            types=[IncidentType.HATE, IncidentType.BULLYING],
            description=(
                "At the end of lunch Connor was showing a video on a phone to a group by the bike shed. It "
                "mocked the way South Asian people speak, and he was repeating lines from it at Dev. Dev "
                "came in crying. Two others laughed along, but I could not see who. Connor told me he had "
                "made the video himself at the weekend and put it in a group of about thirty children."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(13, 5),
            place=Place.IN_SCHOOL,
            place_detail="Bike shed",
            child_words=(
                "Dev: “He said it to my face and everyone has the video now.”\n"
                "Dev's grandmother wrote to me after school: “ছেলেটা আর স্কুলে যেতে চায় না।” (My "
                "colleague reads it as: the boy does not want to go to school any more.)"
            ),
            hearsay="Ruby says that it has been sent on to children at another school.",
            nature=Nature.DELIBERATE,
            material=[Material.CREATED, Material.SHOWN, Material.DISTRIBUTED],
            considered_as=[ConsideredAs.HARASSMENT, ConsideredAs.BULLYING, ConsideredAs.AGREEMENT_BREACH],
            platform="A group on a messaging app",
            device=Device.OWN,
            told_lead=ToldLead.YES,
            actions_child=[ChildAction.HEAD_TOLD],
            specific_action="The phone is switched off and locked in the office.",
        ),
        people=(subject("@connor", nature=Nature.DELIBERATE), harmed("@dev"), witness("@ruby")),
        then=(
            on(
                1,
                "8:40",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="Made on purpose, aimed at one child, and racist. The behaviour policy and this one "
                "both apply.",
            ),
            on(1, "8:45", "co_ordinator", "take_up"),
            on(
                1,
                "12:10",
                "network_manager",
                "finish",
                code=TaskCode.BLOCK,
                result="The app cannot be reached from the school's network; checked on three devices.",
            ),
            on(
                1,
                "16:05",
                "co_ordinator",
                "finish",
                code=TaskCode.PARENTS,
                result="Met Connor's mother and, separately, Dev's parents. Connor deleted the video in "
                "front of her.",
            ),
            on(
                1,
                "16:20",
                "co_ordinator",
                "note",
                standing=Standing.OPINION,
                audience=Audience.EVERYONE,
                text="Connor was ashamed and answered plainly. I do not think that he had help in making it.",
            ),
            on(
                2,
                "10:00",
                "co_ordinator",
                "give_task",
                words="Speak with the other school about the video",
                detail="Ring their online safety co-ordinator. Do not send the video.",
                to="senior_leader",
                required=False,
            ),
            on(
                3,
                "11:30",
                "senior_leader",
                "finish",
                words="Speak with the other school about the video",
                result="Rang. They know of it and will speak with four pupils.",
            ),
            on(
                5,
                "9:00",
                "co_ordinator",
                "decide",
                kind=DecisionKind.PROTECT,
                words="Dev and Connor sit apart and are in different groups at lunch",
                reason="Dev asked for it and so did his parents. We look at it again in two weeks.",
            ),
        ),
    ),
    Story(
        slug="propaganda-clip",
        by="teacher_5k",
        ago=14,
        at=dt.time(12, 25),
        happened=(4, 1),
        account=Account(
            primary_type=IncidentType.TERRORIST,
            types=[IncidentType.TERRORIST],
            description=(
                "In a lesson about news Sami asked what a martyr is. He then said that his cousin, who is "
                "nineteen and staying with the family, has a video of masked men with guns and a song, and "
                "has played it to him several times on his phone. He said that the cousin told him not to "
                "talk about it at school. I asked nothing more and came straight to Nadia."
            ),
            when_known=WhenKnown.RANGE,
            place=Place.OUTSIDE,
            place_detail="At home, as he tells it",
            child_words="“He plays it when my mum is at work. The song gets stuck in my head.”",
            hearsay="All of it is what Sami told me. I have not seen the video.",
            material=[Material.SHOWN],
            platform="A phone; which app is not known",
            device=Device.OTHER,
            told_lead=ToldLead.YES,
        ),
        people=(subject("A cousin, nineteen, first name Yahya", PersonSort.OTHER), harmed("@sami")),
        then=(
            on(
                0,
                "12:40",
                "dsl",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="A child is shown what sounds like terrorist material and told to keep it secret.",
            ),
            on(0, "12:42", "dsl", "take_up"),
            on(
                0,
                "13:10",
                "dsl",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.REFERRED,
                reference="log 214",
                reason="The police must hear of it.",
                said="Rang 101 at 13:00, log 214 of today. A Prevent officer rings back. We look for "
                "nothing ourselves.",
            ),
            on(
                0,
                "14:30",
                "dsl",
                "refer",
                agency=Agency.CHANNEL,
                approach=Approach.ADVICE,
                reason="To know whether a Channel referral is right.",
                said="Talked it through with the Prevent education officer and made a referral at her "
                "advice.",
            ),
            on(
                0,
                "14:45",
                "dsl",
                "decide",
                kind=DecisionKind.PARENTS_NOT_TOLD,
                words="Sami's mother is not told yet",
                reason="The police asked us to wait until they have spoken with the household.",
            ),
            on(
                1,
                "9:20",
                "network_manager",
                "finish",
                code=TaskCode.FILTER_REVIEW,
                result="No search or visit of this kind from any pupil's account this term.",
            ),
            on(
                2,
                "9:00",
                "dsl",
                "note",
                standing=Standing.FACT,
                audience=Audience.LEADS,
                text="Sami was cheerful today. Class teacher keeps an eye on him and knows to bring "
                "anything to me.",
            ),
            on(
                3,
                "16:30",
                "dsl",
                "await_outside",
                reason="The Channel panel meets in two weeks and decides on support.",
            ),
        ),
    ),
    Story(
        slug="usb-stick",
        by="caretaker",
        ago=12,
        at=dt.time(7, 25),
        happened=0,
        account=Account(
            primary_type=IncidentType.CSA_IMAGES,
            types=[IncidentType.CSA_IMAGES],
            description=(
                "Found a memory stick on the path by the staff car park when opening up. I put it in the "
                "old computer in the boiler room to see whose it was. The names of the folders made me "
                "think that there are pictures of children being abused on it. I opened no picture. I "
                "pulled it out, put it in an envelope and locked it in the key safe. Nobody else has "
                "touched it."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(7, 5),
            found_by=FoundBy.CHECK,
            place=Place.IN_SCHOOL,
            place_detail="Path by the staff car park",
            nature=Nature.NOT_KNOWN,
            device=Device.OTHER,
            told_lead=ToldLead.NO,
            specific_action="Stick in a sealed envelope in the key safe. The boiler room computer is "
            "unplugged.",
        ),
        then=(
            on(
                0,
                "7:50",
                "dsl",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="Possibly illegal images of children. Nobody looks at anything; the police come "
                "first.",
            ),
            on(0, "7:52", "dsl", "take_up"),
            on(
                0,
                "8:05",
                "dsl",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.REFERRED,
                reference="log 61",
                reason="The police must hear of it.",
                said="Rang 101, log 61 of today. An officer collected the envelope and the computer at "
                "9:40 and left a receipt.",
            ),
            on(
                0,
                "10:00",
                "dsl",
                "note",
                standing=Standing.FACT,
                audience=Audience.REPORTER,
                text="You did the right thing in stopping and locking it away. The police have it now. "
                "If it stays on your mind, please come and see me.",
            ),
            on(
                1,
                "9:00",
                "dsl",
                "refer",
                agency=Agency.LADO,
                approach=Approach.ADVICE,
                said="LADO told for information",
                reason="It lay where staff park, so an adult in school cannot be ruled out yet.",
            ),
            on(
                1,
                "9:05",
                "dsl",
                "await_outside",
                reason="The police examine the stick and will say whose it was.",
            ),
        ),
    ),
    Story(
        slug="search-at-night",
        by="co_ordinator",
        ago=1,
        at=dt.time(8, 52),
        happened=1,
        account=Account(
            primary_type=IncidentType.SELF_HARM,
            types=[IncidentType.SELF_HARM],
            description=(
                "The monitoring service rang at 8:45. Between 23:10 and 23:40 last night Ellis's school "
                "account, on the Chromebook lent to the family, searched for ways to stop feeling anything "
                "and opened two pages on self-harm. One search says that nobody would notice. Ellis is "
                "marked present this morning."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(23, 10),
            found_by=FoundBy.MONITORING,
            place=Place.OUTSIDE,
            place_detail="At home, on a school Chromebook",
            nature=Nature.DELIBERATE,
            material=[Material.VIEWED],
            device=Device.SCHOOL,
            asset_tag="CB-0551",
            danger=True,
            told_lead=ToldLead.YES,
        ),
        people=(harmed("@ellis"),),
        then=(
            on(
                0,
                "8:57",
                "dsl",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="A child may be at risk today. I am going to the class now.",
            ),
            on(0, "8:58", "dsl", "take_up"),
            on(
                0,
                "9:30",
                "dsl",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.NOT_REFERRED,
                reason="Ellis is in school, unhurt and beside an adult I trust. The parents and the mental health "
                "team act today.",
            ),
            on(
                0,
                "9:50",
                "dsl",
                "decide",
                kind=DecisionKind.PROTECT,
                words="Ellis stays with the pastoral team today and is never alone",
                reason="Ellis said that it was a bad night and that it felt better to be asked. No injury, "
                "no plan.",
            ),
            on(
                0,
                "10:15",
                "dsl",
                "decide",
                kind=DecisionKind.PARENTS_TOLD,
                words="Both parents were rung and are coming in",
                reason="They need to know today, and Ellis agreed to being there.",
            ),
            on(
                0,
                "10:40",
                "dsl",
                "share",
                to="senco",
                days=30,
                reason="You know the family and will see Ellis every day this week.",
            ),
            on(
                0,
                "11:30",
                "senco",
                "note",
                standing=Standing.FACT,
                audience=Audience.EVERYONE,
                text="Ellis came for a quiet half-hour and drew. Ate lunch with two friends. Will come "
                "again tomorrow at ten.",
            ),
            on(
                0,
                "15:10",
                "dsl",
                "refer",
                agency=Agency.SOCIAL_CARE,
                approach=Approach.REFERRED,
                said="Referral made to children's social care and to the mental health support team",
                reason="The parents agree; the front door asks for it where a search speaks of dying.",
            ),
        ),
    ),
    Story(
        slug="betting-advert",
        by="ta_shabana",
        minutes=95,
        happened=0,
        account=Account(
            primary_type=IncidentType.GAMBLING,
            types=[IncidentType.GAMBLING],
            description=(
                "In maths club the typing game showed an advert for a betting site with a wheel to spin. "
                "Isla spun it twice before I saw. It asked for an email address and she did not give one."
            ),
            when_known=WhenKnown.DAY,
            place=Place.IN_SCHOOL,
            place_detail="Maths club, library",
            nature=Nature.ACCIDENTAL,
            material=[Material.VIEWED],
            addresses="spin-to-win-uk.example",
            device=Device.SCHOOL,
            told_lead=ToldLead.NO,
        ),
        people=(other("@isla", PersonSort.CHILD),),
        then=(
            after(
                40,
                "ta_shabana",
                "add_to_report",
                standing=Standing.FACT,
                text="The game itself is www.type-race.example. The advert comes after every third race.",
            ),
        ),
    ),
)
