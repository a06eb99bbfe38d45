"""What parents agree to themselves. Source of the points: C App. 1, E slip."""

from aup.texts.form import Text, part

PARENT = Text(
    "Agreement for parents and carers",
    (
        part(
            "The rules",
            ("I have read the rules for my child. We have talked about what they mean.", "talked"),
            ("I will help my child to keep them.", "talked"),
        ),
        part(
            "At school",
            (
                "The school filters the internet and watches how it is used. It takes reasonable care. "
                "No filter catches everything.",
                "reasonable",
            ),
            (
                "If my child sees something bad in spite of that care, the school will act on it. "
                "It cannot answer for all that others put online.",
                "liable",
            ),
        ),
        part(
            "At home",
            ("What my child does online at home is for me to look after.", "home"),
        ),
        part(
            "Photographs and films",
            (
                "I may take photographs at school events when the school allows it. They are for my family only. "
                "I do not put other people’s children online.",
                "photographs",
            ),
        ),
        part(
            "Questions",
            (
                "If I have a question or a complaint, I ask the online safety co-ordinator. "
                "The school office tells me how.",
                "questions",
            ),
        ),
    ),
    declaration="I have read this agreement and I accept it.",
)
