"""The words of this room: where a file stands, how others are named in it, what the trail says."""

from django.db.models import TextChoices

from esafety.audit import event


class TransferState(TextChoices):
    """Where a file stands that moves to the next school."""

    PREPARING = "preparing", "Being prepared"
    SENT = "sent", "Sent, waiting for a receipt"
    RECEIVED = "received", "Received"
    STOPPED = "stopped", "Stopped"


STANDING = (TransferState.PREPARING, TransferState.SENT)
"""States in which something is still to be done."""


class Others(TextChoices):
    """How others are named in the file. Authorities disagree, so each file records its choice (field.md, sources)."""

    LETTERS = "letters", "By letters: “Child B”, “Adult C”"
    NAMES = "names", "By their names, as they were written"


class ReceiptHow(TextChoices):
    """How the next school said that it has the file."""

    LINK = "link", "On the page of the link"
    TELEPHONE = "telephone", "By telephone"
    EMAIL = "email", "By email"
    POST = "post", "A signed receipt, by post or by hand"


class ArrivalState(TextChoices):
    """Where a file stands that came from another school."""

    CLOSED = "closed", "Here, not opened yet"
    OPENED = "opened", "Opened, not taken in yet"
    TAKEN_IN = "taken_in", "Taken in"
    NOT_KEPT = "not_kept", "Not kept"


TO_DO = (ArrivalState.CLOSED, ArrivalState.OPENED)
"""States in which somebody still has to open it or say whose it is."""


TRANSFER_BEGUN = event("moving.transfer_begun", "{actor} began to prepare a file for the next school")
TRANSFER_CHOSEN = event(
    "moving.transfer_chosen", "{actor} chose what goes ({left_out} left out, {files} files, others: {others})",
    others=Others,
)  # fmt: skip
TRANSFER_SENT = event("moving.transfer_sent", "{actor} sent the file to the next school")
TRANSFER_RECEIVED = event("moving.transfer_received", "The next school has the file ({how})", how=ReceiptHow)
TRANSFER_CHASED = event("moving.transfer_chased", "A reminder went out: {state}", state=TransferState)
TRANSFER_STOPPED = event("moving.transfer_stopped", "{actor} stopped the sending of a file")
TRANSFER_VIEWED = event("moving.transfer_viewed", "{actor} looked at a file for the next school")

ARRIVAL_CAME = event("moving.arrival_came", "{actor} put a file from another school here")
ARRIVAL_OPENED = event(
    "moving.arrival_opened", "{actor} opened a file from another school ({entries} entries, {files} files)"
)
ARRIVAL_WRONG_WORDS = event("moving.arrival_wrong_words", "{actor} tried words that do not open the file")
ARRIVAL_DESCRIBED = event("moving.arrival_described", "{actor} said who sent a file and when")
ARRIVAL_SEARCHED = event(
    "moving.arrival_searched", "{actor} looked pupils up by name, for a file from another school"
)
ARRIVAL_TAKEN_IN = event("moving.arrival_taken_in", "{actor} took a file from another school in")
ARRIVAL_TAKEN_OUT = event(
    "moving.arrival_taken_out", "{actor} took a file from another school out again: wrong pupil"
)
ARRIVAL_NOT_KEPT = event("moving.arrival_not_kept", "{actor} did not keep a file from another school")
ARRIVAL_VIEWED = event("moving.arrival_viewed", "{actor} looked at a file from another school")
ARRIVAL_FILE_OPENED = event(
    "moving.arrival_file_opened", "{actor} took a copy of a file that came from another school ({file})"
)
