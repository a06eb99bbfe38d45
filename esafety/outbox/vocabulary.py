"""The words for messages owed: how a row stands, why one is withheld, what the trail says."""

from django.db import models

from esafety.audit import event


class State(models.TextChoices):
    """How a promise stands. Only `owed` rows are ever picked up."""

    OWED = "owed", "Owed"
    DONE = "done", "Done"
    WITHHELD = "withheld", "Withheld"
    PARKED = "parked", "Parked"


class Step(models.TextChoices):
    """What a reader of the record is told about one message."""

    QUEUED = "queued", "Waiting to be sent"
    WAITING = "waiting", "Kept until the quiet hours are over"
    FAILED = "failed", "Not sent yet"
    SENT = "sent", "Sent"
    RETRIED = "retried", "Sent after more than one try"
    OPENED = "opened", "Opened"
    WITHHELD = "withheld", "Not sent"
    PARKED = "parked", "Could not be sent"


class Why(models.TextChoices):
    """Why a message was withheld at the moment of sending."""

    RECORD_GONE = "record_gone", "the record is no longer there"
    ACCOUNT_CLOSED = "account_closed", "the account has been closed"
    RIGHT_ENDED = "right_ended", "the right to see the record had ended"


MESSAGE_PARKED = event("outbox.message_parked", "A message ({notice}) could not be sent and needs a person")
MESSAGE_WITHHELD = event(
    "outbox.message_withheld", "A message ({notice}) was withheld: the right to it had ended"
)
MESSAGE_RETRIED = event("outbox.message_retried", "{actor} asked for a message ({notice}) to be sent again")

SENTENCES = {
    Step.QUEUED: "Waiting to be sent to {recipient} since {queued}.",
    Step.WAITING: "Goes to {recipient} when the quiet hours are over: {next}.",
    Step.FAILED: "Not sent to {recipient} yet: {reason}. The next try is at {next}.",
    Step.SENT: "Sent to {recipient}: {sent}.",
    Step.RETRIED: "Sent to {recipient} at try {tries}: {sent}.",
    Step.OPENED: "Sent to {recipient}: {sent}. They first opened the record here: {opened}.",
    Step.WITHHELD: "Not sent to {recipient}: {reason}.",
    Step.PARKED: "Could not be sent to {recipient}: {reason}. Reach them another way or send it again.",
}
"""What became of a message, for whoever works on the record."""
