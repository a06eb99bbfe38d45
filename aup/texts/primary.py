"""Rules for pupils from three to eleven. Source of the points: C App. 1, D, E."""

from aup.texts.consents import CONSENTS
from aup.texts.form import Text, part

KS1 = Text(
    "Our rules for going online",
    (
        part(
            "When I go online",
            ("A grown-up is with me.", "adult"),
            ("I look first. I click when I know what it is.", "click"),
            ("If I get lost, I stop and ask.", "ask"),
            ("If I feel sad or scared, I stop and tell a grown-up.", "ask", "help"),
        ),
        part(
            "When I write to people",
            ("I write to people we know. A grown-up helps me.", "polite"),
            ("My words are kind.", "polite"),
            ("I use my first name and no more.", "first_name"),
            ("My password is a secret. I tell it to no friend.", "hidden"),
        ),
        part(
            "My friends",
            ("My real friends are people I know and play with.", "friends"),
        ),
        part(
            "If I need help",
            ("I can tell my teacher. I can tell a grown-up at home.", "help"),
            ("It is good to tell.", "help"),
        ),
    ),
    declaration="I will do my best to keep these rules.",
    declaration_for_child=(
        "I have read these rules to my child and we have talked about them. I agree to them for my child."
    ),
    consents=CONSENTS,
)

KS2 = Text(
    "Our rules for staying safe online",
    (
        part(
            "Before I start",
            ("I ask a teacher before I go online.", "permission", "ask_first"),
            ("I use the sites that a teacher has said I may use.", "agreed_sites"),
            ("I ask before I use a new app, a new game or a new site.", "ask_first"),
        ),
        part(
            "While I am online",
            ("If I am not sure about a page, I close it and tell an adult.", "close"),
            ("If I see something that upsets me, I tell an adult straight away.", "upset", "help"),
            ("I am polite. I write what I would say face to face.", "polite"),
            ("At school I send mail from my school address only.", "school_mail"),
            ("I do not open a message from someone I do not know. I show it to an adult.", "strangers"),
            ("I do not use chat rooms.", "chat"),
        ),
        part(
            "What I keep to myself",
            ("I do not give my full name, my home, my phone number or my school.", "private"),
            ("I do not tell my password to anyone. I do not use theirs.", "private"),
            ("I do not send or put up a photo of me, or of anyone else.", "private", "no_photos_of_me"),
            ("I never go to meet someone I only know from online.", "never_meet"),
        ),
        part(
            "Why we have rules",
            ("The rules keep me safe. They keep other people safe too.", "protects"),
            ("The school can see what I do on its computers.", "seen"),
        ),
        part(
            "If I need help",
            ("I can tell my teacher, any adult at school or an adult at home.", "help"),
            ("I can ring Childline on 0800 1111. It is free and it is private.", "help"),
            ("I will not be in trouble for telling.", "help"),
        ),
    ),
    declaration="I have read these rules. I will keep them.",
    declaration_for_child=(
        "I have read these rules with my child and we have talked about them. I agree to them for my child."
    ),
    consents=CONSENTS,
)
