"""The words of this room: kinds of record, what a period counts from, what holds a record, how far a disposal is."""

from django.db.models import TextChoices

from esafety.audit import event


class RecordKind(TextChoices):
    """What is kept, by how long it is kept. Source: domain/records.md; reference/security.md 7."""

    SAFEGUARDING = "safeguarding", "Child protection or safeguarding incident"
    RECEIVED = "received", "File that another school sent about a pupil"
    SEXUAL_ABUSE = "sexual_abuse", "Anything about child sexual abuse, substantiated or not"
    ONLINE_SAFETY = "online_safety", "Other online-safety incident"
    ALLEGATION = "allegation", "Allegation against an adult of the school"
    ALLEGATION_AGE = "allegation_age", "The same: the adult’s normal pension age"
    DISPROVED = "disproved", "Allegation found false or malicious"
    LOW_LEVEL = "low_level", "Low-level concern about an adult of the school"
    ALERT = "alert", "Monitoring alert that became part of no incident"
    AGREEMENT = "agreement", "Signed agreement of a pupil, parent or visitor"
    AGREEMENT_STAFF = "agreement_staff", "Signed agreement of staff and governors"
    CONSENT = "consent", "Consent"
    FILTERING = "filtering", "Filtering log, checks and reviews"
    LOOK = "look", "Look into somebody’s use of the internet"
    TRAINING = "training", "Training, policies read, inductions"
    REPORT = "report", "Report to governors, risks, meetings"
    OFFICE = "office", "Equipment lent, posts held, contacts"
    SIGN_IN = "sign_in", "Sign-ins and ordinary access log"
    ROLL_LIST = "roll_list", "List that was brought in from another system"
    TRAIL = "trail", "Audit trail of a record"
    LEDGER = "ledger", "Ledger of disposals"


OF_INCIDENTS = (
    RecordKind.SAFEGUARDING, RecordKind.SEXUAL_ABUSE, RecordKind.ONLINE_SAFETY, RecordKind.ALLEGATION,
    RecordKind.DISPROVED, RecordKind.LOW_LEVEL,
)  # fmt: skip
"""The kinds an incident can be."""

OF_LOTS = (
    RecordKind.ALERT, RecordKind.AGREEMENT, RecordKind.AGREEMENT_STAFF, RecordKind.CONSENT, RecordKind.FILTERING,
    RecordKind.LOOK, RecordKind.TRAINING, RecordKind.OFFICE,
)  # fmt: skip
"""What is reviewed and goes a school year at a time: everything of one kind that ended in it."""


class Trigger(TextChoices):
    """What a period counts from."""

    BIRTH = "birth", "Date of birth of the youngest child"
    CLOSED = "closed", "End of the school year in which it was closed"
    REVIEWED = "reviewed", "Day it was closed, then its last review"
    ALLEGED = "alleged", "Day of the allegation"
    ADULT_BIRTH = "adult_birth", "Adult’s date of birth"
    CONCLUDED = "concluded", "Day it was concluded"
    LEFT = "left", "Day the adult left"
    YEAR_ENDED = "year_ended", "End of the school year"
    SUPERSEDED = "superseded", "When it was superseded, or the person left"
    RECORD = "record", "Follows the record it is about"
    NEVER = "never", "Never: it is kept"


class Strength(TextChoices):
    """How firmly a source says it."""

    STATUTORY = "statutory", "Statutory guidance"
    SECTOR = "sector", "The sector’s toolkit"
    SUGGESTED = "suggested", "Suggested here: the school decides"


class HoldKind(TextChoices):
    """What stops a disposal. Source: reference/security.md 7, "Holds that stop any purge"."""

    NOT_DUE = "not_due", "Not due yet"
    OPEN_CASE = (
        "open_case",
        "It is open, has something still to do, or another open case is about the same person",
    )
    POLICE = "police", "Police or court"
    LADO = "lado", "The local authority’s designated officer"
    ACCESS_REQUEST = "access_request", "A request to see what is held is open"
    COMPLAINT = "complaint", "Complaint"
    INSURANCE = "insurance", "Insurance claim"
    INQUIRY = "inquiry", "Inquiry"
    LINKED = "linked", "It is linked to a record that must be kept"
    SEXUAL_ABUSE = "sexual_abuse", "It is about child sexual abuse"
    UNKNOWN_BIRTH = "unknown_birth", "A date of birth is not known"
    TRANSFER = "transfer", "It is in a file that is on its way to another school"
    STILL_HERE = "still_here", "The adult has not left, or is not on the roll"
    NOTHING = "nothing", "Nothing of it can go now"


LAID = (
    HoldKind.POLICE, HoldKind.LADO, HoldKind.ACCESS_REQUEST, HoldKind.COMPLAINT, HoldKind.INSURANCE,
    HoldKind.INQUIRY,
)  # fmt: skip
"""What a person may lay; the others are found."""


class Verdict(TextChoices):
    """What a review came to."""

    KEEP = "keep", "Keep it longer"
    DISPOSE = "dispose", "Dispose of it"


class Stage(TextChoices):
    """How far a disposal is."""

    DRAFT = "draft", "Being gathered"
    PROPOSED = "proposed", "Waiting for a second person"
    APPROVED = "approved", "Approved, being carried out"
    DONE = "done", "Carried out"
    DISCARDED = "discarded", "Given up"


LIVE = (Stage.DRAFT, Stage.PROPOSED, Stage.APPROVED)

PERIOD_SET = event(
    "keeping.period_set", "{actor} set how long is kept: {kind}, {years} years", kind=RecordKind
)
REVIEWED = event("keeping.reviewed", "{actor} reviewed {about}: {verdict}", verdict=Verdict)
HOLD_LAID = event("keeping.hold_laid", "{actor} laid a hold on {about}: {kind}", kind=HoldKind)
SCHOOL_HELD = event(
    "keeping.school_held", "{actor} laid a hold on every record of the school: {kind}", kind=HoldKind
)
LIFT_ASKED = event("keeping.lift_asked", "{actor} asked for a hold to be lifted: {kind}", kind=HoldKind)
LIFT_REFUSED = event("keeping.lift_refused", "{actor} left a hold in place: {kind}", kind=HoldKind)
HOLD_LIFTED = event("keeping.hold_lifted", "{actor} lifted a hold: {kind}", kind=HoldKind)
TAKEN_OUT = event("keeping.taken_out", "{actor} took a record out of disposal {about}")
PROPOSED = event("keeping.proposed", "{actor} asked a second person to approve disposal {about} ({count})")
SENT_BACK = event("keeping.sent_back", "{actor} sent disposal {about} back")
DISCARDED = event("keeping.discarded", "{actor} gave up disposal {about}")
APPROVED = event("keeping.approved", "{actor} approved disposal {about} ({count})")
STRUCK = event("keeping.struck", "A record was disposed of by {about}: {kind}", kind=RecordKind)
HELD_BACK = event("keeping.held_back", "A record in {about} was kept after all: {kind}", kind=HoldKind)
DONE = event("keeping.done", "Disposal {about} was carried out ({count})")
FAILED = event("keeping.failed", "Disposal {about} could not go on")
RETRIED = event("keeping.retried", "{actor} had disposal {about} tried again")
REAPPLIED = event("keeping.reapplied", "Disposals of the ledger were applied again after a restore ({count})")
LEDGER_TAKEN = event("keeping.ledger_taken", "{actor} downloaded the ledger of disposals")
LOT_SEEN = event("keeping.lot_seen", "{actor} opened {about} as something that is kept")
LIST_SEEN = event("keeping.list_seen", "{actor} opened disposal {about}")
