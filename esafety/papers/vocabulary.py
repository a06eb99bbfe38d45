"""The words for papers: how far one has come, why one is not there, what the trail says."""

from django.db import models

from esafety.audit import event


class Step(models.TextChoices):
    """What is being done for a paper now, as its requester reads it."""

    WAITING = "waiting", "Waiting for its turn"
    COLLECTING = "collecting", "Collecting what the document will hold"
    LAYING_OUT = "laying_out", "Laying out the pages"
    WRITING = "writing", "Writing the document"
    LOCKING = "locking", "Locking it away"
    READY = "ready", "Ready"


PERCENT = {
    Step.WAITING: 0,
    Step.COLLECTING: 10,
    Step.LAYING_OUT: 25,
    Step.WRITING: 75,
    Step.LOCKING: 95,
    Step.READY: 100,
}


class Stage(models.TextChoices):
    """What the requester can do with a paper."""

    PREPARING = "preparing", "Being prepared"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"
    WITHHELD = "withheld", "Not made"


class Why(models.TextChoices):
    """Why a paper was withheld or could not be made; the label is shown to its requester."""

    RIGHT_ENDED = "right_ended", "You can no longer open the record it was to be made from."
    TOO_LATE = "too_late", "It was not made in time. Ask for it again."
    LINK_CLOSED = "link_closed", "The link it was made for has been closed."
    CHANGED = "changed", "Something in it changed before it was made. Look at it again, then send it anew."
    NO_LIBRARIES = (
        "no_libraries",
        "PDFs cannot be made on this server yet. Whoever looks after it needs to install "
        "libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0.",
    )
    BROKEN = "broken", "Something went wrong while it was being made."


class Closed(models.TextChoices):
    """Why a one-document link no longer opens."""

    BY_SENDER = "by_sender", "closed by the school"
    TRIES = "tries", "closed after too many wrong passphrases"


PAPER_REQUESTED = event("paper.requested", "{actor} asked for a printable copy of {about}")
PAPER_MADE = event("paper.made", "A printable copy of {about} was made for {actor}")
PAPER_WITHHELD = event("paper.withheld", "A printable copy of {about} was not made: {why}")
PAPER_FAILED = event("paper.failed", "A printable copy of {about} could not be made")
PAPER_RETRIED = event("paper.retried", "{actor} asked again for a printable copy of {about}")
PAPER_DOWNLOADED = event("paper.downloaded", "{actor} downloaded a printable copy of {about}")
DOCUMENT_SENT = event("document.sent", "{actor} sent a copy of {about} by one-document link")
DOCUMENT_UNLOCKED = event("document.unlocked", "The recipient gave the passphrase for the copy of {about}")
DOCUMENT_REFUSED = event("document.refused", "Somebody gave a wrong passphrase for the copy of {about}")
DOCUMENT_OPENED = event("document.opened", "The recipient downloaded the copy of {about}")
DOCUMENT_ACKNOWLEDGED = event("document.acknowledged", "The recipient confirmed having the copy of {about}")
DOCUMENT_CLOSED = event("document.closed", "{actor} closed the link to the copy of {about}")
FILES_KEY_ROTATED = event("paper.key_rotated", "The keys of {files} kept files were wrapped anew")
