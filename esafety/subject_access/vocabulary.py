"""The words of this room: who asks, what is waited for, where a request and an answer stand, what the trail says."""

from django.db.models import TextChoices

from esafety.audit import event


class AskedAs(TextChoices):
    """Who asks to see what is held."""

    SELF = "self", "The person themselves"
    PARENT = "parent", "Somebody with parental responsibility"
    REPRESENTATIVE = "representative", "Somebody acting for them, with their written leave"


class WaitingFor(TextChoices):
    """What the school needs before it can go on."""

    IDENTITY = "identity", "Proof of who asks, or that they may"
    CLARIFICATION = "clarification", "Which information is meant"


class RequestState(TextChoices):
    """Where a request stands."""

    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


ANSWERED_OR_OPEN = (RequestState.OPEN, RequestState.ANSWERED)
"""Where others may still give an answer: not once it was refused or withdrawn."""


class AnswerState(TextChoices):
    """Where one person's answer stands."""

    PREPARING = "preparing", "Being prepared"
    GIVEN = "given", "Given"


class GivenHow(TextChoices):
    """How an answer reached whoever asked."""

    LINK = "link", "By a link that opens with words told by telephone"
    HAND = "hand", "By hand"
    POST = "post", "By recorded post"
    OTHER = "other", "Another safe way"


class FileOutcome(TextChoices):
    """What becomes of a kept file."""

    ENCLOSED = "enclosed", "It goes with the answer"
    BY_HAND = "by_hand", "It is given by hand"
    HELD_BACK = "held_back", "It is held back"


GIVEN_FILES = (FileOutcome.ENCLOSED, FileOutcome.BY_HAND)


REQUEST_ENTERED = event("subject_access.entered", "{actor} entered a request to see what is held")
REQUEST_PAUSED = event(
    "subject_access.paused", "{actor} asked for something before going on: {what}", what=WaitingFor
)
REQUEST_RESUMED = event("subject_access.resumed", "{actor} entered that it came. Now due on {due_on}")
REQUEST_EXTENDED = event("subject_access.extended", "{actor} took two months more. Now due on {due_on}")
REQUEST_ENDED = event("subject_access.ended", "{actor} closed the request: {state}", state=RequestState)
REQUEST_REMINDED = event("subject_access.reminded", "A reminder went out: due on {due_on}")
REQUEST_VIEWED = event("subject_access.viewed", "{actor} looked at a request to see what is held")
PERSON_SEARCHED = event("subject_access.searched", "{actor} looked for a person by name ({count} found)")
ANSWER_BEGUN = event("subject_access.answer_begun", "{actor} began an answer")
ANSWER_VIEWED = event("subject_access.answer_viewed", "{actor} read what an answer holds")
ANSWER_WITHHELD = event("subject_access.withheld", "{actor} kept something back ({why})")
ANSWER_RESTORED = event("subject_access.restored", "{actor} let something go that was kept back")
ANSWER_NAMED = event("subject_access.named", "{actor} chose whose names may stand ({count})")
ANSWER_SENT = event("subject_access.sent", "{actor} sent an answer by a link")
ANSWER_GIVEN = event("subject_access.given", "{actor} entered that an answer was given ({how})", how=GivenHow)
PACK_ASKED = event("subject_access.packed", "{actor} had an answer packed to be given by hand")
FILE_DECIDED = event(
    "subject_access.file_decided", "{actor} decided about a file: {outcome}", outcome=FileOutcome
)
FILE_UNDECIDED = event("subject_access.file_undecided", "{actor} took back what was decided about a file")
FILE_OPENED = event("subject_access.file_opened", "{actor} opened a file to answer a request")
ANSWER_DATA = event("subject_access.data", "{actor} took the answer as data for a machine")
