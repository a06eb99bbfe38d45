"""Concerns about how pupils, and parents, behaved."""

from __future__ import annotations

import datetime as dt

from esafety.office.demo.story import Story, harmed, on, other, subject, witness
from incidents.policy.routing import TaskCode
from incidents.told import Account, Reporter
from incidents.vocabulary import (
    AcceptedAs,
    Audience,
    ChildAction,
    ConsideredAs,
    Device,
    FoundBy,
    IncidentType,
    LearningArea,
    Material,
    Measure,
    Nature,
    PersonSort,
    Place,
    ReporterKind,
    StaffAction,
    Standing,
    ToldLead,
    WhenKnown,
)
from incidents.vocabulary.outside import Agency, Approach

CONDUCT: tuple[Story, ...] = (
    Story(
        slug="class-chat",
        by="teacher",
        ago=35,
        at=dt.time(8, 35),
        happened=(3, 1),
        account=Account(
            primary_type=IncidentType.BULLYING,
            types=[IncidentType.BULLYING],
            description=(
                "Over three evenings the Year 6 group chat filled with messages about Lena's accent and her "
                "lunch. Jayden began it, Mason joined in, and by the third somebody had renamed the group "
                "“Pierogi Police 🥟🚓😂😂”. Lena read all of it. She has not eaten in the hall since. "
                "Three children left the chat and told me, which took courage."
            ),
            when_known=WhenKnown.RANGE,
            place=Place.OUTSIDE,
            place_detail="A group chat of 27 children",
            child_words="Lena: “I laughed so they'd stop. They didn't stop. 😔”",
            nature=Nature.DELIBERATE,
            material=[Material.CREATED, Material.TRANSMITTED],
            considered_as=[ConsideredAs.BULLYING, ConsideredAs.HARASSMENT],
            platform="A group on a messaging app",
            device=Device.OWN,
            told_lead=ToldLead.YES,
        ),
        people=(
            subject("@jayden", nature=Nature.DELIBERATE),
            subject("@mason", nature=Nature.DELIBERATE),
            harmed("@lena"),
            witness("@amara"),
            witness("@hannah"),
        ),
        then=(
            on(
                0,
                "9:40",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="Repeated, aimed at one child, and about where her family comes from.",
            ),
            on(0, "9:45", "co_ordinator", "take_up"),
            on(0, "13:30", "co_ordinator", "assign", to="senior_leader"),
            on(
                0,
                "15:10",
                "senior_leader",
                "note",
                standing=Standing.FACT,
                audience=Audience.EVERYONE,
                text="Saw Lena with her friend Amara. She wants it to stop and does not want anybody "
                "shouted at.",
            ),
            on(
                1,
                "15:40",
                "co_ordinator",
                "tell_parents",
                who="@jayden",
                told_by="Mr Rashid, by telephone",
                words="His mother had not known of the group. She has taken the phone for the evenings.",
            ),
            on(
                1,
                "15:50",
                "co_ordinator",
                "tell_parents",
                who="@mason",
                told_by="Mr Rashid, by telephone",
                words="They had seen it and talked with him already.",
            ),
            on(
                1,
                "16:00",
                "co_ordinator",
                "tell_parents",
                who="@lena",
                told_by="Mr Rashid, in school with an interpreter",
                words="Her father asks that nobody makes a show of it. He wants to hear on Friday how she is.",
            ),
            on(
                2,
                "11:00",
                "co_ordinator",
                "correct",
                reason="Mason's part was smaller than first told: he wrote once, on the first evening, and left.",
                description=(
                    "Over three evenings the Year 6 group chat filled with messages about Lena's accent and "
                    "her lunch. Jayden began it and kept it going. Mason wrote once on the first evening, took it "
                    "back and left the group. By the third somebody had renamed it “Pierogi Police 🥟🚓😂😂”. "
                    "Lena read all of it and has not eaten in the hall since. Three children left "
                    "the chat and told me, which took courage."
                ),
            ),
            on(
                2,
                "11:20",
                "dsl",
                "sanction",
                who="@jayden",
                rung="C",
                measures=[Measure.OTHER_POLICY, Measure.PARENTS_CONTACTED],
                proportion="Two lunchtimes writing what each message would sound like to him. The first time, and "
                "he stopped when he was spoken to.",
                context="He moved here in March and says that he wanted to be liked.",
            ),
            on(
                2,
                "11:30",
                "dsl",
                "sanction",
                who="@mason",
                rung="",
                measures=[],
                proportion="He wrote once, took it back and left. A talk is enough.",
                context="",
            ),
            on(
                6,
                "15:45",
                "co_ordinator",
                "close",
                outcome="The group was closed by the children themselves. Jayden apologised to Lena, at "
                "her wish, in writing.",
                reason="Lena eats in the hall again and says that it is over. Her father agrees.",
                learning_area=LearningArea.TEACHING,
                learning="Every Year 6 class agrees rules for group chats in September.",
                actions_child=[ChildAction.PARENTS, ChildAction.DISCIPLINARY, ChildAction.DEBRIEFED],
            ),
        ),
    ),
    Story(
        slug="class-chat-again",
        by="teacher_6h",
        ago=34,
        at=dt.time(8, 20),
        happened=(4, 2),
        account=Account(
            primary_type=IncidentType.BULLYING,
            types=[IncidentType.BULLYING],
            description=(
                "Two of my class told me about a group chat in which Lena Zielińska from Kingfisher is "
                "made fun of. They showed me the name of the group. I think that Tariq may know already."
            ),
            when_known=WhenKnown.RANGE,
            place=Place.OUTSIDE,
            nature=Nature.DELIBERATE,
            considered_as=[ConsideredAs.BULLYING],
            device=Device.OWN,
            told_lead=ToldLead.NO,
        ),
        people=(subject("@jayden"), harmed("@lena"), witness("@tahmina")),
        then=(
            on(
                0,
                "9:05",
                "co_ordinator",
                "merge",
                into="class-chat",
                reason="The same chat, told by another class.",
            ),
        ),
    ),
    Story(
        slug="complaint-in-polish",
        by="reception",
        ago=6,
        at=dt.time(9, 5),
        account=Account(
            primary_type=IncidentType.BULLYING,
            types=[IncidentType.BULLYING, IncidentType.DEVICE_MISUSE],
            description=(
                "Handed in on paper by Filip's mother, who asked us to write it down as it stands:\n\n"
                "„Mój syn Filip wraca ze szkoły zapłakany. Starsze dzieci robią mu zdjęcia w autobusie "
                "szkolnym, dorysowują uszy i rozsyłają dalej. Prosiłam kierowcę o pomoc, ale powiedział, "
                "że to nie jego sprawa. Proszę o rozmowę z kimś, kto mówi po polsku.”\n\n"
                "Marta Nowak read it for me: older children on the school bus photograph Filip, draw ears "
                "on the pictures and send them round. The driver would not help. She asks to speak with "
                "somebody in Polish."
            ),
            when_known=WhenKnown.NOT_KNOWN,
            found_by=FoundBy.COMPLAINT,
            place=Place.OUTSIDE,
            place_detail="School bus, route 4",
            nature=Nature.DELIBERATE,
            material=[Material.CREATED, Material.DISTRIBUTED],
            considered_as=[ConsideredAs.BULLYING],
            device=Device.OWN,
            told_lead=ToldLead.YES,
        ),
        people=(harmed("@filip"), subject("Older children on the bus, not known yet", PersonSort.CHILD)),
        reporter=Reporter(kind=ReporterKind.ON_PAPER, name="Ewa Wójcik, Filip's mother"),
        then=(
            on(
                0,
                "15:30",
                "head",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="A complaint, and bullying with pictures. Claire works on it; I answer the family.",
            ),
            on(0, "15:31", "head", "take_up"),
            on(0, "15:33", "head", "assign", to="co_ordinator"),
            on(
                1,
                "10:00",
                "head",
                "finish",
                code=TaskCode.ACKNOWLEDGE,
                result="Wrote to Mrs Wójcik in Polish, with Marta's help, and offered Thursday at four.",
            ),
            on(
                3,
                "14:20",
                "co_ordinator",
                "note",
                standing=Standing.HEARSAY,
                audience=Audience.EVERYONE,
                text="The driver says that it was “two tall lads from Year 6”. He did not see a picture.",
            ),
            on(
                4,
                "9:30",
                "head",
                "identify",
                name="Older children on the bus, not known yet",
                person="@jayden",
            ),
        ),
    ),
    Story(
        slug="proxy-list",
        by="network_manager",
        ago=7,
        at=dt.time(10, 10),
        happened=0,
        account=Account(
            primary_type=IncidentType.BYPASS,
            types=[IncidentType.BYPASS],
            description=(
                "The filter's weekly report shows 61 tries from four Chromebooks in the Year 6 trolley to "
                "reach proxy sites. Three worked for about twenty minutes. All came from Mason's account. "
                "A list of addresses was shared with the class in a document called “maths revision "
                "(real)”."
            ),
            when_known=WhenKnown.DAY,
            found_by=FoundBy.CHECK,
            place=Place.IN_SCHOOL,
            place_detail="Year 6 trolley",
            nature=Nature.DELIBERATE,
            material=[Material.CREATED, Material.DISTRIBUTED],
            considered_as=[ConsideredAs.AGREEMENT_BREACH],
            addresses="unblock-everything.example\nhttps://proxy7.example/go\nhttps://proxy8.example/go",
            device=Device.SCHOOL,
            told_lead=ToldLead.NO,
        ),
        people=(subject("@mason", nature=Nature.DELIBERATE),),
        then=(
            on(
                0,
                "13:15",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="On purpose, and against the agreement that he signed.",
            ),
            on(0, "13:16", "co_ordinator", "take_up"),
            on(
                0,
                "14:00",
                "co_ordinator",
                "note",
                standing=Standing.HEARSAY,
                audience=Audience.EVERYONE,
                text="Ravi says that the three addresses and the whole category are blocked now.",
            ),
            on(
                1,
                "9:30",
                "network_manager",
                "finish",
                code=TaskCode.NETWORK,
                result="The shared document is gone, Mason's sessions are ended, and the logs of that day "
                "are kept.",
            ),
            on(
                2,
                "15:50",
                "co_ordinator",
                "finish",
                code=TaskCode.PARENTS,
                result="Told his father, who laughed and then did not.",
            ),
        ),
    ),
    Story(
        slug="teachers-password",
        by="teacher_6h",
        ago=28,
        at=dt.time(16, 15),
        happened=2,
        account=Account(
            primary_type=IncidentType.HACKING,
            types=[IncidentType.HACKING, IncidentType.BYPASS],
            description=(
                "Somebody opened my mark book two days ago and gave the whole Heron class full marks in "
                "spelling. Jayden told a friend that he had watched me type my password. I have changed it."
            ),
            when_known=WhenKnown.DAY,
            place=Place.IN_SCHOOL,
            nature=Nature.DELIBERATE,
            considered_as=[ConsideredAs.AGREEMENT_BREACH],
            device=Device.SCHOOL,
            told_lead=ToldLead.YES,
            actions_staff=[StaffAction.IT],
        ),
        people=(subject("@jayden"), witness("@ellis"), harmed("@teacher_6h", PersonSort.STAFF)),
        then=(
            on(
                0,
                "16:40",
                "head",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="A pupil used a teacher's account. Nothing was taken; marks were changed.",
            ),
            on(0, "16:41", "head", "take_up"),
            on(
                1,
                "9:45",
                "head",
                "finish",
                code=TaskCode.NETWORK,
                result="Ravi reset the account and found no sign-in from elsewhere.",
            ),
            on(
                1,
                "12:30",
                "head",
                "not_needed",
                code=TaskCode.CHAIR_CONSIDER,
                reason="Katie asks for nobody to be told; HR is not needed for a changed password.",
            ),
            on(2, "15:40", "head", "finish", code=TaskCode.PARENTS, result="Jayden's mother came in."),
            on(
                2,
                "15:50",
                "head",
                "finish",
                code=TaskCode.SANCTION,
                result="Jayden wrote to Mrs Broadbent and puts the marks right with her.",
            ),
            on(
                5,
                "10:00",
                "head",
                "close",
                outcome="Jayden watched a password being typed and used it once to change marks.",
                reason="Put right, regretted, and every teacher has a second step now.",
                learning_area=LearningArea.POLICY,
                learning="Passwords are typed with the screen turned away.",
                actions_staff=[StaffAction.IT],
                actions_child=[ChildAction.PARENTS, ChildAction.DISCIPLINARY, ChildAction.IT],
            ),
            on(
                6,
                "9:00",
                "head",
                "decline_copy",
                reason="A pupil's prank on marks, put right in school.",
            ),
            on(
                20,
                "8:55",
                "head",
                "reopen",
                reason="The marks changed again last night. Ellis says that the password was sold.",
            ),
        ),
    ),
    Story(
        slug="strange-code-on-blog",
        by="librarian",
        ago=2,
        at=dt.time(11, 45),
        happened=0,
        account=Account(
            primary_type=IncidentType.OTHER,
            types=[IncidentType.OTHER],
            other_type="Odd code posted on the class blog, such as <b onmouseover=alert(1)>hello</b>",
            description=(
                "Somebody has filled the comments on the library blog with this. I copy it as it stands, "
                "in case it matters:\n\n"
                "<script>alert('larkfield')</script>\n"
                "<img src=x onerror=\"document.body.innerHTML='hacked'\">\n"
                "=cmd|' /C calc'!A0\n"
                '=HYPERLINK("http://evil.example","click me")\n'
                "@SUM(1+1)*cmd|' /C calc'!A0\n"
                "{{7*7}} ${7*7} {% debug %} %s %n\n"
                "'; DROP TABLE pupils; --\n"
                "\u202ethgir ot tfel\u202c and Z̴a̷l̶g̸o̵ text 🏴\u200d☠️\n\n"
                "It does nothing on my screen but it looks as if somebody is trying things out."
            ),
            when_known=WhenKnown.DAY,
            found_by=FoundBy.OTHER,
            found_by_other='I read the comments every morning "just in case" & found it',
            place=Place.NOT_KNOWN,
            nature=Nature.DELIBERATE,
            material=[Material.CREATED],
            addresses="javascript:alert(1)\nhttp://evil.example/?q=<script>",
            told_lead=ToldLead.NO,
        ),
        people=(subject("=cmd|' /C calc'!A0 (the name they signed with)", PersonSort.OTHER),),
        then=(
            on(
                0,
                "15:10",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="Mischief until shown otherwise. Ravi finds out which device wrote it.",
            ),
        ),
    ),
    Story(
        slug="picture-request",
        by="teacher_6h",
        ago=5,
        at=dt.time(12, 50),
        happened=1,
        account=Account(
            primary_type=IncidentType.NUDES,
            types=[IncidentType.NUDES],
            description=(
                "Tahmina told me that Ellis asked her in a message for a picture without her top, “as a "
                "dare, everyone in the group is doing it”. She said no and blocked him. She has heard that "
                "one girl in Kingfisher did send one. I have seen no picture and have not asked for one. "
                "No phone has been looked at."
            ),
            when_known=WhenKnown.DAY,
            place=Place.OUTSIDE,
            child_words="“I said no and he said it was just a dare. Please don't tell my dad first.”",
            hearsay="That somebody did send one: she heard it and does not know who.",
            nature=Nature.DELIBERATE,
            considered_as=[ConsideredAs.HARASSMENT],
            platform="A messaging app",
            device=Device.OWN,
            told_lead=ToldLead.YES,
        ),
        people=(subject("@ellis"), harmed("@tahmina")),
        then=(
            on(
                0,
                "13:00",
                "dsl",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="A picture was asked for and one may exist. Handled under the guidance on shared "
                "nudes; nobody views.",
            ),
            on(0, "13:01", "dsl", "take_up"),
            on(
                0,
                "13:20",
                "dsl",
                "share",
                to="senior_leader",
                days=14,
                reason="Needed for talking with the year group without naming anybody.",
            ),
            on(
                1,
                "9:00",
                "dsl",
                "link",
                to="class-chat",
                reason="The same group of children; the chat seems to have come back.",
            ),
            on(
                1,
                "10:30",
                "dsl",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.NOT_REFERRED,
                reason="No adult, no pressure beyond the dare, no picture known of; to be reconsidered if "
                "one turns up.",
            ),
            on(
                1,
                "15:30",
                "dsl",
                "finish",
                code=TaskCode.PARENTS,
                result="Both mothers were told, Tahmina's first, as she asked.",
            ),
            on(
                2,
                "9:30",
                "dsl",
                "add_person",
                who=other("A girl in 6 Kingfisher, not known", PersonSort.CHILD),
            ),
            on(
                3,
                "9:30",
                "dsl",
                "withdraw",
                name="A girl in 6 Kingfisher, not known",
                reason="The rumour was made up; two children have said so independently.",
            ),
        ),
    ),
    Story(
        slug="comments-in-group",
        by="volunteer",
        ago=3,
        at=dt.time(10, 30),
        happened=None,
        account=Account(
            primary_type=IncidentType.SEXUAL_HARASSMENT,
            types=[IncidentType.SEXUAL_HARASSMENT, IncidentType.BULLYING],
            description=(
                "I hear readers on Mondays. Poppy read her page and then asked me what a certain word "
                "means. It is a sexual word. She said that some boys in Year 5 call the girls that in a "
                "game lobby and give them marks out of ten. I do not know which boys. She did not seem "
                "frightened, more cross."
            ),
            place=Place.OUTSIDE,
            child_words="“They gave me a four. I'm not even playing with them any more.”",
            nature=Nature.DELIBERATE,
            platform="The lobby of a football game",
            told_lead=ToldLead.YES,
        ),
        people=(harmed("@poppy"), subject("Some boys in Year 5", PersonSort.CHILD)),
        then=(
            on(
                0,
                "11:15",
                "deputy",
                "triage",
                accepted_as=AcceptedAs.SAFEGUARDING,
                reason="Sexual harassment of younger girls by name-calling and marks; we take it as that "
                "and not as banter.",
            ),
        ),
    ),
    Story(
        slug="phone-in-toilets",
        by="lunch_sheila",
        ago=23,
        at=dt.time(13, 20),
        happened=0,
        account=Account(
            primary_type=IncidentType.DEVICE_MISUSE,
            types=[IncidentType.DEVICE_MISUSE],
            description=(
                "Three Year 6 girls were filming a dance in the girls' toilets at lunch. The phone was "
                "propped on the sink. Nobody else was in there and the doors of the cubicles were shut and "
                "empty. Hannah handed the phone over when I asked."
            ),
            when_known=WhenKnown.DAY,
            happened_time=dt.time(12, 45),
            place=Place.IN_SCHOOL,
            place_detail="Girls' toilets, upper corridor",
            nature=Nature.DELIBERATE,
            material=[Material.CREATED],
            considered_as=[ConsideredAs.AGREEMENT_BREACH],
            device=Device.OWN,
            told_lead=ToldLead.YES,
        ),
        people=(subject("@hannah", nature=Nature.DELIBERATE), other("@amara", PersonSort.CHILD)),
        then=(
            on(
                0,
                "14:30",
                "co_ordinator",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="A phone where phones must never be; nobody was filmed unawares.",
            ),
            on(0, "14:31", "co_ordinator", "take_up"),
            on(0, "15:20", "co_ordinator", "finish", code=TaskCode.PARENTS, result="Rang the three homes."),
            on(
                1,
                "8:45",
                "co_ordinator",
                "finish",
                code=TaskCode.SANCTION,
                result="Phone handed in at the office each morning for two weeks.",
            ),
            on(
                1,
                "9:00",
                "co_ordinator",
                "close",
                outcome="The film was deleted by Hannah with her mother beside her. It showed only the "
                "three girls.",
                reason="Understood, and nothing was shared.",
                learning_area=LearningArea.POLICY,
                learning="Signs at the toilet doors say why phones stay out.",
                actions_child=[ChildAction.PARENTS, ChildAction.DISCIPLINARY],
                specific_action="Phone kept until home time.",
            ),
        ),
    ),
    Story(
        slug="fake-account",
        by="teacher_3k",
        ago=10,
        at=dt.time(19, 40),
        happened=(3, 0),
        account=Account(
            primary_type=IncidentType.STAFF_COMMENTS,
            types=[IncidentType.STAFF_COMMENTS],
            description=(
                "A page in my name with my photo from the school website has appeared. It says that I "
                "“pick on quiet kids” and invites parents to “share your stories”. There are nineteen "
                "comments. One says which street I live in. I have not answered. I feel sick about coming "
                "in tomorrow."
            ),
            when_known=WhenKnown.RANGE,
            place=Place.OUTSIDE,
            opinion="One comment reads like Jayden's stepfather, but I cannot know that.",
            nature=Nature.DELIBERATE,
            material=[Material.CREATED, Material.DISTRIBUTED],
            considered_as=[ConsideredAs.HARASSMENT],
            addresses="https://social.example/pages/mr-pell-the-truth",
            platform="A social networking site",
            device=Device.NOT_KNOWN,
            told_lead=ToldLead.NO,
        ),
        people=(
            harmed("@teacher_3k", PersonSort.STAFF),
            subject("Whoever runs the page", PersonSort.PARENT),
        ),
        then=(
            on(
                1,
                "7:55",
                "head",
                "triage",
                accepted_as=AcceptedAs.ONLINE_SAFETY,
                reason="A member of staff is harassed. His safety first, then the page.",
            ),
            on(1, "7:56", "head", "take_up"),
            on(
                1,
                "8:10",
                "head",
                "finish",
                code=TaskCode.CHAIR_CONSIDER,
                result="Told the chair and HR. Jonathan has his union's number and the helpline's.",
            ),
            on(
                1,
                "8:20",
                "head",
                "note",
                standing=Standing.FACT,
                audience=Audience.REPORTER,
                text="You are not alone with this. I have reported the page, and the police because of the "
                "address. "
                "Come in by the side gate; I will be there.",
            ),
            on(
                3,
                "12:00",
                "head",
                "refer",
                agency=Agency.POLICE,
                approach=Approach.REFERRED,
                reference="log 52",
                said="Reported to the police as harassment",
                reason="A home address was published.",
            ),
        ),
    ),
)
