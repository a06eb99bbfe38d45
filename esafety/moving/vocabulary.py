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
