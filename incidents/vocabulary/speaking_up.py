"""The words of reporting in confidence: a school's page for it, and what happens through it."""

from django.db.models import TextChoices

from esafety.audit import event


class PageState(TextChoices):
    """Whether a school's page takes anything."""

    OFF = "off", "Off: its address leads nowhere"
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused: it takes nothing new, and answers can still be read"


class AboutWhom(TextChoices):
    """Whom it is about, in words a child has. It decides who reads it: no name is looked up for that."""

    PUPIL = "pupil", "A child or young person at this school"
    ADULT = "adult", "A grown-up who works or helps at this school"
    HEAD = "head", "The head teacher"
    ELSEWHERE = "elsewhere", "Somebody else, or somebody online"
    NOBODY = "nobody", "Nobody, or I do not know"


HALF_DAY = "Of the moment only the half of the day is kept"
# fmt: off
PAGE_SET = event("incident.speak_up_set", "{actor} set the speak-up page to: {state}", state=PageState)
PAGE_RENEWED = event("incident.speak_up_renewed", "{actor} gave the speak-up page a new address; the old one is dead")
CONFIDED = event("incident.confided", f"{{about}} came in confidence, from somebody without an account. {HALF_DAY}")
CONFIDED_MORE = event("incident.confided_more", f"Whoever reported {{about}} in confidence added to it. {HALF_DAY}")
ANSWERS_READ = event("incident.answers_read", f"Somebody read the answers to {{about}} with its code. {HALF_DAY}")
# fmt: on
