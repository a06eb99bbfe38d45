"""The words for files from outside."""

from django.db import models

from esafety.audit import event


class Verdict(models.TextChoices):
    """What is known of a file, as whoever works on its record reads it."""

    WAITING = "waiting", "Waiting for the virus scanner"
    CLEAN = "clean", "No virus found"
    INFECTED = "infected", "Holds a virus"
    UNSCANNED = "unscanned", "Not checked for viruses"


class Answer(models.TextChoices):
    """The answers at the gate."""

    YES = "yes", "Yes"
    NOT_SURE = "not_sure", "Not sure"
    NO = "no", "No"


UPLOAD_ALLOWED = event("upload.allowed", "{actor} was let send one file to {about}")
UPLOAD_CLEAN = event("upload.clean", "A file of {about} was checked for viruses and none was found")
UPLOAD_INFECTED = event("upload.infected", "A virus was found in a file of {about}; it stays closed")
UPLOAD_UNREADABLE = event("upload.unreadable", "A file of {about} could not be checked for viruses")
UPLOAD_SET_ASIDE = event("upload.set_aside", "{actor} closed a file of {about} for good: it may be illegal")
