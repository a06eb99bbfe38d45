"""What staff, governors and visitors agree to. Source of the points: C App. 3, D, E; C 2.2.2; B, D 3.4."""

from aup.texts.form import Part, Text, part


def _systems(for_what: str) -> tuple[Part, ...]:
    return (
        part(
            "What the systems are for",
            (for_what, "purpose"),
            (
                "I use them for private things only if the head has agreed. I never use them to make money, to gamble, "
                "for politics or to advertise.",
                "private_use",
            ),
            ("The school monitors its systems. I know that it can read what I do on them.", "monitoring"),
            ("I do not look for, store or send anything offensive or against the law.", "nothing_illegal"),
            ("I respect copyright. I say whose work it is, and I copy only what I may.", "copyright"),
        ),
        part(
            "Log-ins and equipment",
            ("My log-in is mine alone. I log out or lock the screen when I leave it.", "log_in"),
            ("I never let a pupil work under my log-in or that of another adult.", "no_pupil_on_staff"),
            ("I keep school equipment from people who may not use it, at home too.", "equipment"),
            ("I do not run programs or install software that the school has not approved.", "no_software"),
            ("I have memory sticks and other media checked before I open them.", "removable"),
        ),
        part(
            "Information",
            ("Personal data that I send or take out of school is encrypted.", "encryption"),
            ("I file what has to be kept, and delete what must go, as the school’s rules say.", "filing"),
        ),
        part(
            "Messages",
            ("I write as I would on the school’s letter paper: polite, clear and fair.", "tone"),
            ("I send no anonymous messages, and I pass on no chain letters.", "no_anonymous"),
            (
                "I write to pupils and parents only in the ways the school has approved. "
                "They never get my own number or address.",
                "channels",
            ),
            ("Nothing I post in private life harms my standing or that of the school.", "standing"),
        ),
        part(
            "Photographs and films",
            ("I take pictures of pupils only with written consent, and only on school equipment.", "images"),
        ),
        part(
            "Keeping children safe",
            (
                "It is my duty to keep children safe online. I report any worry to the online safety co-ordinator.",
                "safeguard",
            ),
            ("I know who the designated safeguarding lead is and how to reach them.", "designated"),
            ("If I open something bad by accident, I close it and report it the same day.", "accidental"),
            ("I have read what the school does when its systems are misused.", "procedures"),
            ("If I break this agreement, I may be disciplined. The police may be told.", "discipline"),
        ),
    )


STAFF = Text(
    "Agreement for staff and volunteers",
    _systems("I use the school’s systems and equipment for the work of the school."),
    declaration="I have read this agreement and I understand it. I agree to keep it.",
)

GOVERNOR = Text(
    "Agreement for governors",
    _systems("I use the school’s systems, and what I learn through them, for my work as a governor."),
    declaration="I have read this agreement and I understand it. I agree to keep it as a governor of this school.",
)

VISITOR = Text(
    "Agreement for visitors",
    (
        part(
            "Using the school’s network",
            ("I sign this before I use a computer or the network of the school.", "before"),
            ("I use them only for what I came to do.", "purpose"),
            ("If I am given a log-in, it is for me alone. I log out when I am done.", "log_in"),
            ("The school filters and monitors its network. I do not try to get round that.", "monitoring"),
            ("I install nothing, and I plug nothing in before the school has checked it.", "software"),
            ("I look at, store and send nothing offensive or against the law.", "nothing_illegal"),
        ),
        part(
            "Keeping children safe",
            ("I take no pictures of pupils. I do not contact them online or by phone.", "pupils"),
            ("What I see or hear about people here stays private.", "data"),
            ("If something worries me, I tell reception or the safeguarding lead at once.", "report"),
        ),
        part(
            "When it ends",
            ("My access ends when my visit ends. The school may end it at any time if I misuse it.", "ends"),
        ),
    ),
    declaration="I have read this agreement and I agree to keep it while I am here.",
)
