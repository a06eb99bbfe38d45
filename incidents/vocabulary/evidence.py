"""The words for evidence, items, reviews and searches. Codes are stored and are for ever; labels may be reworded."""

from django.db.models import TextChoices

from esafety.audit import event


class EvidenceKind(TextChoices):
    """What a piece of evidence is and where it is kept."""

    FILE = "file", "A file kept here, sealed"
    ON_DEVICE = "on_device", "Something on a device, left where it is"
    PAPER = "paper", "Paper or a printed screenshot, signed"
    ACCOUNT = "account", "An account or profile"
    WEBSITE = "website", "A web page"
    ILLEGAL = "illegal", "Something that may be illegal: a reference only, never the thing itself"


class ItemKind(TextChoices):
    """What was taken or handed in."""

    PHONE = "phone", "Mobile phone"
    TABLET = "tablet", "Tablet"
    LAPTOP = "laptop", "Laptop"
    COMPUTER = "computer", "Computer"
    STORAGE = "storage", "Memory stick, disc or memory card"
    WATCH = "watch", "Smart watch"
    OTHER = "other", "Something else"


class ItemState(TextChoices):
    """Who has an item."""

    HELD = "held", "In school"
    WITH_POLICE = "with_police", "With the police"
    RETURNED = "returned", "Returned"


class Custody(TextChoices):
    """One entry of the chain of custody."""

    TAKEN = "taken", "Taken or handed in"
    SEALED = "sealed", "Sealed"
    MOVED = "moved", "Moved"
    EXAMINED = "examined", "Examined"
    PARENTS_TOLD = "parents_told", "Parents or carers told"
    TO_POLICE = "to_police", "Handed to the police"
    FROM_POLICE = "from_police", "Back from the police"
    RETURNED = "returned", "Returned"


class Reviewed(TextChoices):
    """What two senior people looked through."""

    DEVICE = "device", "A device"
    SITE = "site", "A web site, an account or a conversation"


class Viewing(TextChoices):
    """Whether a picture that may show a child was looked at."""

    NOT_VIEWED = "not_viewed", "Decided not to view"
    VIEWED = "viewed", "Viewed by the safeguarding lead, in exceptional circumstances"
    SEEN_BY_ACCIDENT = "by_accident", "Seen by accident before anybody could decide"


EVIDENCE_NOTED = event(
    "incident.evidence_noted", "{actor} noted evidence on {about}: {kind}", kind=EvidenceKind
)
EVIDENCE_FILED = event("incident.evidence_filed", "{actor} added a file to the evidence of {about}")
EVIDENCE_STOPPED = event(
    "incident.evidence_stopped", "{actor} was kept from sending to {about} what may be illegal"
)
EVIDENCE_OPENED = event("incident.evidence_opened", "{actor} downloaded a file of the evidence of {about}")
ITEM_TAKEN = event("incident.item_taken", "{actor} recorded an item of {about}")
CUSTODY_KEPT = event(
    "incident.custody_kept",
    "{actor} entered what became of an item of {about}: {step}",
    step=Custody,
)
COMPUTER_NAMED = event(
    "incident.computer_named", "{actor} named the computer for the investigation of {about}"
)
REVIEW_RECORDED = event("incident.review_recorded", "{actor} recorded a review on {about}")
REVIEW_SIGNED = event("incident.review_signed", "{actor} signed a review on {about} as the second person")
VIEWING_DECIDED = event(
    "incident.viewing_decided",
    "{actor} recorded a decision about viewing on {about}: {outcome}",
    outcome=Viewing,
)
SEARCH_RECORDED = event("incident.search_recorded", "{actor} recorded a search on {about}")
