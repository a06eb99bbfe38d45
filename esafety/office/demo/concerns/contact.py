"""Concerns about who got in touch."""

from __future__ import annotations

import datetime as dt

from esafety.office.demo.story import Story, harmed, on, other, subject
from incidents.policy.routing import TaskCode
from incidents.told import Account, Reporter
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
    ReporterKind,
    StaffAction,
    Standing,
    ToldLead,
    WhenKnown,
)
from incidents.vocabulary.outside import Agency, Answer, Approach, Consent, HarmTest
from incidents.vocabulary.outside import Step as Answered

_GAME_FRIEND = (
    "Amara stayed behind after registration and asked whether she could tell me something that she had "
    "promised not to tell. I said that I could not promise to keep it to myself, but that I would only "
    "tell people who help. She thought about it and then told me the following, which I wrote down "
    "straight afterwards, in her order.\n\n"
    "Since the summer holidays she has played a building game in the evenings. A player who calls himself "
    "ShadowFox_91 joined her group in September. At first he helped everybody. After some weeks he gave "
    "her rare items and asked her to leave the group chat and write to him alone, because the others were "
    '"babies". He told her that he is fourteen. She thinks that he is older, because his voice is deep '
    "and because he once said that he had to drive home from work.\n\n"
    'He asks what she is wearing and whether her door is shut. He has asked for a photo of her face "to '
    'see whether we match". She sent one of her in school uniform, on a Sunday two or three weeks ago; '
    "she is not sure which. Since then he has asked for others. She has not sent any. Last night he said "
    'that he would take all her items away and tell her friends "what she is like" unless she rings him '
    "with her camera on. He sent her a voucher for twenty pounds a minute later.\n\n"
    "She is frightened of losing the game and even more of her mother seeing the messages. She showed me "
    "her tablet. I did not scroll or photograph anything; I asked her to switch it off and to bring it "
    "with us. I told her that she has done nothing wrong, that she was right to tell, and that Mrs Rahman "
    "would help. I walked her over at 9:20.\n\n"
    "Things I noticed over the last month: she has been tired, twice asleep in the afternoon; she has "
    "stopped going to choir on Wednesdays; she wears her coat in class. I put that down to a cold."
)

CONTACT: tuple[Story, ...] = (
    Story(
        slug="game-friend",
        by="teacher",
        ago=18,
        at=dt.time(9, 45),
        happened=(60, 1),
        account=Account(
            primary_type=IncidentType.GROOMING,
            types=[IncidentType.GROOMING, IncidentType.ADULT_CONTACT],
            description=_GAME_FRIEND,
            when_known=WhenKnown.RANGE,
            place=Place.OUTSIDE,
            place_detail="At home, in the evenings",
            child_words="“He said if I don't ring him he'll tell everyone what I'm like 😟 but I haven't "
            "DONE anything.”",
            opinion="She was relieved more than upset once she had said it. I believe her.",
            nature=Nature.NOT_KNOWN,
            material=[Material.TRANSMITTED],
            considered_as=[ConsideredAs.GROOMING],
            platform="A building game and its private chat; player name ShadowFox_91",
            device=Device.OWN,
            told_lead=ToldLead.YES,
            actions_child=[ChildAction.HEAD_TOLD],
            specific_action="The tablet is switched off and in the safe in Mrs Rahman's office.",
        ),
        people=(subject("ShadowFox_91, says he is fourteen", PersonSort.OTHER), harmed("@amara")),
        then=(
            on(
                0,
                "9:50",
                "dsl",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="It has the marks of grooming: secrecy, gifts, a picture asked for, a threat.",
            ),
            on(0, "9:51", "dsl", "take_up"),
            on(
                0,
                "10:05",
                "dsl",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.REFERRED,
                reference="log 133",
                reason="The police must hear of it.",
                said="Rang 101, log 133 of today. They will collect the tablet. Advice: do not block "
                "him, do not answer.",
            ),
            on(
                0,
                "10:30",
                "dsl",
                "decide",
                kind=DecisionKind.PARENTS_TOLD,
                words="Amara's mother was rung and came at once",
                reason="The police agreed. Amara chose to tell her herself with me in the room.",
            ),
            on(
                0,
                "11:20",
                "dsl",
                "refer",
                agency=Agency.SOCIAL_CARE,
                approach=Approach.REFERRED,
                said="Referral to children's social care",
                reason="A child is at risk of significant harm from an adult online.",
                spoke_to="Duty social worker, children’s front door",
                consent=Consent.GIVEN,
                about="@amara",
            ),
            on(
                0,
                "11:30",
                "dsl",
                "mark",
                headline="Asked for a picture and threatened by an adult online",
                impact="Frightened; relieved once she had said it.",
            ),
            on(
                1,
                "11:40",
                "dsl",
                "heard",
                agency=Agency.SOCIAL_CARE,
                step=Answered.CHASED,
                answered=False,
                words="Twenty minutes in the queue, then cut off.",
            ),
            on(
                1,
                "14:20",
                "dsl",
                "heard",
                agency=Agency.SOCIAL_CARE,
                step=Answered.DECIDED,
                answer=Answer.STRATEGY,
                words="A strategy discussion is called. We send our chronology.",
            ),
            on(
                0,
                "15:30",
                "dsl",
                "note",
                standing=Standing.FACT,
                audience=Audience.REPORTER,
                text="Amara is safe at home with her mum tonight. You listened well and asked nothing "
                "leading. "
                "Please carry on as normal with her tomorrow, and tell me if she says more.",
            ),
            on(
                2,
                "9:10",
                "teacher",
                "add_to_report",
                standing=Standing.HEARSAY,
                text="Amara told me this morning that he used the name Kyle once.",
            ),
            on(
                3,
                "14:00",
                "dsl",
                "note",
                standing=Standing.FACT,
                audience=Audience.LEADS,
                text="Social worker rang: strategy discussion held today, we gave our chronology. Single "
                "agency for now.",
            ),
            on(
                4,
                "9:00",
                "dsl",
                "await_outside",
                reason="The police are identifying the account's holder and social care is assessing.",
            ),
        ),
    ),
    Story(
        slug="brothers-group",
        by="ta_paul",
        ago=34,
        at=dt.time(14, 10),
        happened=None,
        account=Account(
            primary_type=IncidentType.RADICALISATION,
            types=[IncidentType.RADICALISATION, IncidentType.HATE],
            description=(
                "While we were drawing flags Mason said that his brother, who is sixteen, is in a group "
                "that wants to “take the country back” and that he is let into the voice chat when he can "
                "say the rules by heart. He drew two numbers on his hand and would not say what they stand "
                "for. He has always been kind to everyone, so it struck me when he said that he is not "
                "allowed to be friends with Tahmina any more."
            ),
            place=Place.OUTSIDE,
            child_words="“I'm nearly in. You have to know the rules and not tell your teacher, so.”",
            opinion="He seemed proud, and a little worried afterwards.",
            platform="A voice chat for players",
            device=Device.OTHER,
            told_lead=ToldLead.YES,
        ),
        people=(
            harmed("@mason"),
            other("@tahmina", PersonSort.CHILD),
            subject("Mason's older brother, sixteen", PersonSort.OTHER),
        ),
        then=(
            on(
                0,
                "15:00",
                "deputy",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="A child is being drawn into an extremist group by somebody close to him.",
            ),
            on(0, "15:02", "deputy", "take_up"),
            on(
                0,
                "16:20",
                "deputy",
                "refer",
                agency=Agency.CHANNEL,
                approach=Approach.ADVICE,
                reason="To know whether a Channel referral is right.",
                said="Talked with the Prevent officer. Referral made for the brother by his school; "
                "Mason is part of it.",
            ),
            on(
                1,
                "11:00",
                "network_manager",
                "finish",
                code=TaskCode.FILTER_REVIEW,
                result="The chat cannot be reached from school. Added the two numbers to the watch list.",
            ),
            on(
                2,
                "15:30",
                "deputy",
                "decide",
                kind=DecisionKind.PARENTS_TOLD,
                words="Met Mason's father",
                reason="He was shocked, and has taken the headset away. He wants help and has said so to "
                "the officer.",
            ),
            on(2, "16:00", "deputy", "await_outside", reason="The Channel panel decides on support."),
            on(
                13,
                "15:20",
                "deputy",
                "resume",
                reason="The panel has taken the brother on and asks us to keep an eye on Mason.",
            ),
            on(
                14,
                "9:30",
                "deputy",
                "note",
                standing=Standing.FACT,
                audience=Audience.EVERYONE,
                text="Mason and Tahmina are working together again. He asked her to be in his quiz team.",
            ),
            on(
                16,
                "10:00",
                "deputy",
                "close",
                outcome="Support for the family is in place through Channel; Mason is settled and back "
                "with his friends.",
                reason="The panel took the brother on, and nothing further concerns Mason.",
                learning_area=LearningArea.TEACHING,
                learning="Year 6 have a lesson on groups that ask for secrets.",
                actions_child=[ChildAction.PARENTS, ChildAction.DEBRIEFED, ChildAction.SOCIAL_CARE_ADVICE],
            ),
            on(
                18,
                "11:00",
                "deputy",
                "decline_copy",
                reason="The officer took part in the panel and has everything already.",
            ),
        ),
    ),
    Story(
        slug="stranger-in-quiz",
        by="lunch_noreen",
        ago=1,
        at=dt.time(14, 55),
        account=Account(
            primary_type=IncidentType.ADULT_CONTACT,
            types=[IncidentType.ADULT_CONTACT],
            description=(
                "An unsigned note in the worry box by the hall, in a child's hand. I keep it in an "
                "envelope. It says: “A grown up writes to me in the quiz app and says I am the cleverest "
                "one on it. He asked what school I go to. I told him our park. Dont ask me in front of "
                "people.” The writing looks like Year 3 or 4."
            ),
            found_by=FoundBy.OTHER,
            found_by_other="Worry box",
            place=Place.OUTSIDE,
            child_words="The note is all in the child's words.",
            platform="A quiz app, name not known",
            told_lead=ToldLead.NO,
        ),
        people=(
            harmed("A child, perhaps in Year 3 or 4"),
            subject("A grown-up in a quiz app", PersonSort.OTHER),
        ),
        reporter=Reporter(kind=ReporterKind.WITHHELD),
    ),
    Story(
        slug="pictures-by-message",
        by="teacher_5h",
        ago=26,
        at=dt.time(8, 50),
        happened=1,
        account=Account(
            primary_type=IncidentType.OBSCENE_TO_CHILD,
            types=[IncidentType.OBSCENE_TO_CHILD],
            description=(
                "Ruby's father stopped me at the door. Last night an account that she does not know sent "
                "her four obscene pictures of an adult in a drawing app. She told her parents within "
                "minutes. He has kept the tablet and has not deleted anything. He was going to show me; I "
                "asked him not to and brought him to the office."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(19, 30),
            place=Place.OUTSIDE,
            place_detail="At home",
            hearsay="From her father. I have seen nothing.",
            nature=Nature.ACCIDENTAL,
            material=[Material.VIEWED],
            platform="A drawing app; the account is called glitter_cat_0000",
            device=Device.OWN,
            told_lead=ToldLead.YES,
        ),
        people=(harmed("@ruby"), subject("The holder of the account glitter_cat_0000", PersonSort.OTHER)),
        then=(
            on(
                0,
                "9:00",
                "dsl",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="Obscene pictures were sent to a child.",
            ),
            on(0, "9:01", "dsl", "take_up"),
            on(
                0,
                "9:25",
                "dsl",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.REFERRED,
                reference="log 88",
                reason="The police must hear of it.",
                said="Rang 101 with Ruby's father beside me, log 88 of today. He hands the tablet in at "
                "the station.",
            ),
            on(0, "10:00", "dsl", "add_person", who=other("Ruby's father", PersonSort.PARENT)),
            on(
                5,
                "15:45",
                "dsl",
                "note",
                standing=Standing.FACT,
                audience=Audience.EVERYONE,
                text="Ruby talks about it easily and has shown two friends how to block an account.",
            ),
            on(
                22,
                "10:00",
                "dsl",
                "close",
                outcome="The police traced the account to another country and closed their enquiry. Ruby "
                "is well.",
                reason="Nothing is left to do in school and the family is content.",
                learning_area=LearningArea.TEACHING,
                learning="Drawing apps are now named in the lesson on chat.",
                actions_staff=[StaffAction.HEAD_TOLD],
                actions_child=[
                    ChildAction.POLICE,
                    ChildAction.NETWORKING_SITE,
                    ChildAction.PARENTS,
                    ChildAction.DEBRIEFED,
                ],
            ),
            on(24, "11:00", "dsl", "send_copy"),
        ),
    ),
    Story(
        slug="ta-direct-messages",
        by="teacher_5k",
        ago=8,
        at=dt.time(16, 35),
        happened=(10, 1),
        account=Account(
            primary_type=IncidentType.STAFF_PUPIL_CONTACT,
            types=[IncidentType.STAFF_PUPIL_CONTACT],
            description=(
                "Isla showed me her phone to explain why she was late for football. Above the message from "
                "her mum I saw a chat with “Rowan 😎🎧” and asked who that was. She said that it is Rowan "
                "who helps in our class, and that they chat most evenings about music. I saw one message: "
                "“dont tell the others or they'll all want my number”. Rowan Sharples is the teaching "
                "assistant in my class. I did not read further and have said nothing to Rowan."
            ),
            when_known=WhenKnown.RANGE,
            place=Place.OUTSIDE,
            child_words="“It's just about music. Rowan's the only one who gets it.”",
            opinion="I like Rowan and hope that there is an innocent reason, but it is against the code we "
            "all signed.",
            nature=Nature.DELIBERATE,
            material=[Material.TRANSMITTED],
            platform="A messaging app on a phone",
            device=Device.OWN,
            told_lead=ToldLead.YES,
            actions_staff=[StaffAction.HEAD_TOLD],
        ),
        people=(subject("@ta_rowan", PersonSort.STAFF, Nature.DELIBERATE), harmed("@isla")),
        then=(
            on(
                0,
                "16:50",
                "head",
                "triage",
                accepted_as=AcceptedAs.STAFF_ALLEGATION,
                harm_test=True,
                reason="Secret messages from an adult in school to a pupil. The harm test may be met.",
            ),
            on(0, "16:52", "head", "take_up"),
            on(
                0,
                "17:10",
                "head",
                "refer",
                agency=Agency.LADO,
                approach=Approach.ADVICE,
                reason="To know whether the harm threshold may be met.",
                said="Rang the duty LADO at 17:00 and described it without names. Advice: refer.",
            ),
            on(
                1,
                "9:30",
                "head",
                "refer",
                agency=Agency.LADO,
                approach=Approach.REFERRED,
                reason="The harm threshold may be met.",
                said="Described the messages with names and sent the form they asked for. HR is invited.",
                spoke_to="Duty LADO, Wharfshire Council",
                harm_tests=(HarmTest.RISK, HarmTest.UNSUITABLE),
                about="@ta_rowan",
            ),
            on(
                1,
                "15:00",
                "head",
                "heard",
                agency=Agency.LADO,
                step=Answered.DECIDED,
                answer=Answer.HARM_MET,
                words="Referral accepted. A meeting is called for Thursday.",
            ),
            on(
                1,
                "9:40",
                "head",
                "decide",
                kind=DecisionKind.PROTECT,
                words="Rowan works in the office, away from pupils, until the meeting",
                reason="Agreed with the LADO: a neutral step that protects everybody.",
            ),
            on(
                1,
                "10:00",
                "head",
                "decide",
                kind=DecisionKind.PARENTS_TOLD,
                words="Isla's parents were told the outline",
                reason="With the LADO's agreement, and asked to keep the phone as it is.",
            ),
            on(
                1,
                "10:20",
                "head",
                "note",
                standing=Standing.FACT,
                audience=Audience.LEADS,
                text="Asked Megan to sit in with 5 Kingfisher as cover. She knows only that cover is needed.",
            ),
        ),
    ),
)
