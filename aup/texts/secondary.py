"""Rules for secondary pupils. Source of the points: C 3.3, C App. 1, E."""

from aup.texts.consents import CONSENTS
from aup.texts.form import Text, part

KS3_4 = Text(
    "Rules for using computers and the internet at school",
    (
        part(
            "Why I have access",
            (
                "The school lets me use its systems so that I can learn. I can lose that if I misuse them.",
                "purpose",
            ),
            ("I go online when a member of staff is there, and I do what they ask.", "supervision"),
            ("I ask before I use a site, an app or a tool that we were not told to use.", "ask_first"),
        ),
        part(
            "My account",
            (
                "I log in with my own user name. I keep my password to myself and log out at the end.",
                "log_in",
            ),
            ("Other people’s files are theirs. I do not open, copy, change or delete them.", "files"),
            ("At school I use my school email and no other.", "school_mail"),
        ),
        part(
            "What I read and what I send",
            ("Not all that I find online is true. I check it, and I say where it came from.", "true"),
            ("I write only to people my school or my parents have agreed to.", "contacts"),
            ("I choose my words with care. I send nothing that is cruel, hateful or a threat.", "language"),
            (
                "I do not look for, download or pass on anything that is offensive or against the law.",
                "offensive",
            ),
            ("I do not try to get round the filter.", "offensive"),
        ),
        part(
            "What stays private",
            ("I do not give out personal details, mine or anybody else’s.", "private"),
            (
                "I do not put photos of myself online at school, or photos of others.",
                "no_photos_of_me",
                "private",
            ),
            ("I do not go to meet somebody I know only from online.", "contacts"),
        ),
        part(
            "When something goes wrong",
            ("If a message upsets me, I do not reply. I keep it and show it to a member of staff.", "report"),
            ("If I open something bad by mistake, I close it and tell a member of staff.", "report"),
            ("If I see somebody break these rules, I tell a member of staff.", "breaches"),
        ),
        part(
            "What the school does",
            (
                "The school checks how its systems are used. It can see what I write and where I go.",
                "monitoring",
                "seen",
            ),
            (
                "If I break these rules, the school may stop my access, tell my parents and punish me. "
                "If the law was broken, it may tell the police.",
                "sanctions",
            ),
        ),
        part(
            "Where I can get help",
            ("I can talk to my tutor, to the safeguarding lead or to any adult I trust.", "help"),
            ("I can ring Childline on 0800 1111, at any time, for free.", "help"),
            ("I can report somebody who makes me feel unsafe online to CEOP, at ceop.police.uk.", "help"),
        ),
    ),
    declaration="I have read these rules and I understand them. I agree to keep them.",
    declaration_for_child=(
        "I have read these rules and talked about them with my child. I agree that my child uses the school’s systems "
        "under these rules."
    ),
    consents=CONSENTS,
)
