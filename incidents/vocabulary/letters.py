"""The words for letters. Codes are stored and are for ever; labels may be reworded."""

from django.db.models import TextChoices

from esafety.audit import event


class LetterKind(TextChoices):
    """What a letter is for."""

    PARENTS_INFORMED = "parents_informed", "Parents informed"
    SANCTION_A = "sanction_a", "After a response of category A"
    SANCTION_B = "sanction_b", "After a response of category B"
    SANCTION_C = "sanction_c", "After a response of category C or D"
    MEETING = "meeting", "Invitation to meet and sign anew"
    ACCESS_WITHDRAWN = "access_withdrawn", "Access withdrawn"
    ACCESS_RESTORED = "access_restored", "Access given back"
    DEVICE_CONFISCATED = "device_confiscated", "Device or other thing kept"
    COVER_POLICE = "cover_police", "Covering letter to the police"
    COVER_AUTHORITY = "cover_authority", "Covering letter to the authority"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged", "Complaint acknowledged"
    COMPLAINT_ANSWERED = "complaint_answered", "Complaint answered"


class LetterState(TextChoices):
    """Where a letter is."""

    DRAFT = "draft", "Draft"
    WAITING = "waiting", "Waits for a second person"
    APPROVED = "approved", "Ready to send"
    SENT = "sent", "Sent"


class How(TextChoices):
    """How a letter left the school."""

    POST = "post", "By post"
    BY_HAND = "by_hand", "Handed over in person"
    LINK = "link", "By a link that opens with words told by telephone"


LETTER_TEXT_EDITED = event(
    "incident.letter_text_edited", "{actor} edited the school's text of a letter: {kind}", kind=LetterKind
)
LETTER_WRITTEN = event(
    "incident.letter_written", "{actor} wrote a letter on {about}: {kind}", kind=LetterKind
)
LETTER_CHANGED = event("incident.letter_changed", "{actor} changed a letter on {about}")
LETTER_FINISHED = event("incident.letter_finished", "{actor} finished a letter on {about}")
LETTER_FINISHED_ALONE = event(
    "incident.letter_finished_alone", "{actor} finished a letter on {about}, on which nobody else works"
)
LETTER_APPROVED = event("incident.letter_approved", "{actor} approved a letter on {about}")
LETTER_SENT_BACK = event("incident.letter_sent_back", "{actor} sent a letter on {about} back to its writer")
LETTER_SENT = event(
    "incident.letter_sent", "{actor} recorded that a letter on {about} was sent: {how}", how=How
)
LETTER_READ = event("incident.letter_read", "{actor} downloaded a letter on {about}")
