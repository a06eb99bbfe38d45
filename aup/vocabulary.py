"""The words of this room: who signs, as what, how far an edition has come, what a parent allows."""

from django.db import models

from esafety.audit import event


class Audience(models.TextChoices):
    """Whom an agreement is written for. Source: domain/agreements.md, "Audiences and who signs"."""

    KS1 = "ks1", "Early years and Key Stage 1"
    KS2 = "ks2", "Key Stage 2"
    KS3_4 = "ks3_4", "Secondary pupils"
    PARENT = "parent", "Parents and carers"
    STAFF = "staff", "Staff and volunteers"
    GOVERNOR = "governor", "Governors"
    VISITOR = "visitor", "Visitors"


class Capacity(models.TextChoices):
    """As what somebody signs."""

    SELF = "self", "For themselves"
    GUARDIAN = "guardian", "Parent or carer, for the child"


class Route(models.TextChoices):
    """By which way a signature came."""

    ONLINE = "online", "Online, by a personal link"
    ACCOUNT = "account", "Online, signed in"
    IN_CLASS = "in_class", "In class, on a shared device"
    PAPER = "paper", "On paper"
    RECEPTION = "reception", "At reception"


class InvitationRoute(models.TextChoices):
    """How somebody is asked to sign."""

    MAIL = "mail", "A personal link by email"
    ACCOUNT = "account", "An email to sign in"
    PAPER = "paper", "On paper"


class WhyPaper(models.TextChoices):
    """Why somebody is asked on paper."""

    NO_EMAIL = "no_email", "no email address on the roll"
    NO_FACT = "no_fact", "no date of birth of a child on the roll, to confirm the link with"
    NO_ACCOUNT = "no_account", "no account to sign in with"


class WhyLeftOut(models.TextChoices):
    """Why somebody is not asked."""

    NO_CONTACT = "no_contact", "A court order forbids contact"
    NO_RESPONSIBILITY = "no_responsibility", "The roll says they have no parental responsibility"
    NOBODY = "nobody", "No parent or carer who may be asked is on the roll"
    NO_STAGE = "no_stage", "Their year group does not say which rules they follow"
    NO_EDITION = "no_edition", "No agreement for them is in force"
    SIGNED = "signed", "Signed already"


class CampaignState(models.TextChoices):
    """How a campaign stands."""

    DRAFT = "draft", "Not sent yet"
    RUNNING = "running", "Running"
    CLOSED = "closed", "Closed"


class LinkState(models.TextChoices):
    """What a personal link can still do."""

    LIVE = "live", "Opens"
    EXPIRED = "expired", "Its time is over"
    REPLACED = "replaced", "A newer link was sent"
    LOCKED = "locked", "Locked after five wrong dates"
    NOT_YOURS = "not_yours", "Nobody is left for its holder to sign for"


CAMPAIGN_DRAFTED = event("agreement.campaign_drafted", "{actor} prepared a campaign")
CAMPAIGN_CHANGED = event("agreement.campaign_changed", "{actor} changed a campaign that was not sent yet")
CAMPAIGN_STARTED = event("agreement.campaign_started", "{actor} began to ask for signatures")
CAMPAIGN_CLOSED = event("agreement.campaign_closed", "{actor} closed a campaign")
ROUND_SENT = event("agreement.round_sent", "Mails of a campaign went out: round {round}, {count} asked")
LINK_SENT_AGAIN = event("agreement.link_sent_again", "A signing link was sent again")
LINK_ASKED_FOR = event(
    "agreement.link_asked_for", "Somebody asked for signing links at a parents’ evening ({count})"
)
LINK_OPENED = event("agreement.link_opened", "A signing link was opened with the right date of birth")
LINK_REFUSED = event("agreement.link_refused", "A signing link was tried with a wrong date of birth")
SIGNED = event(
    "agreement.signed", "An agreement was signed ({audience}; {route})", audience=Audience, route=Route
)
COPY_MADE = event("agreement.copy_made", "The signed copy of {about} was made and kept")
COPY_DOWNLOADED = event("agreement.copy_downloaded", "The signed copy of {about} was downloaded")
SIGNATURE_SEEN = event("agreement.signature_seen", "{actor} looked at {about}")
SCAN_ADDED = event("agreement.scan_added", "{actor} added the scan of a paper to {about}")
SCAN_OPENED = event("agreement.scan_opened", "{actor} opened the scan of a paper of {about}")
CONSENTS_CHANGED = event("agreement.consents_changed", "Consents were changed: {changed}")
CLASS_OPENED = event("agreement.class_opened", "{actor} let a class sign")
CLASS_CLOSED = event("agreement.class_closed", "{actor} closed a class’s signing")
CLASS_REFUSED = event("agreement.class_refused", "A pupil’s date of birth did not match in class")
CLASS_SEEN = event("agreement.class_seen", "{actor} looked at who of a class has signed")


class EditionStatus(models.TextChoices):
    """How far an edition has come. Which one holds on a day is asked by date: `Edition.objects.in_force`."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ConsentKind(models.TextChoices):
    """What a parent may allow, each yes or no. Source: domain/agreements.md, "Consents"; D for the last two.

    A school adds its own: their codes begin with `own_`.
    """

    INTERNET = "internet", "Internet in school"
    WORK = "work", "Publishing work"
    PHOTOGRAPHS = "photographs", "Photographs that do not identify"
    VIDEO = "video", "Video"
    PROSPECTUS = "prospectus", "Prospectus and displays"


class SuggestionStatus(models.TextChoices):
    """What became of a suggestion about the rules."""

    NEW = "new", "Not looked at yet"
    KEPT = "kept", "Kept for the next review"
    ANSWERED = "answered", "Answered"


class ListKind(models.TextChoices):
    """What is listed."""

    REGISTER = "register", "Who may use the systems"
    PHOTOGRAPHS = "photographs", "Children without photograph permission"


class ReSignReason(models.TextChoices):
    """Why somebody has to sign again before they use the systems. Source: A 12 ("meet and re-sign")."""

    AFTER_INCIDENT = "after_incident", "After an incident: meet and sign again"
    APPOINTMENT = "appointment", "A new post"
    MISTAKE = "mistake", "The last signature was a mistake"


DRAFTED = event("agreement.drafted", "{actor} began {about}", audience=Audience)
CHANGED = event("agreement.draft_changed", "{actor} changed the draft of {about}", audience=Audience)
SENT_FOR_APPROVAL = event(
    "agreement.sent_for_approval", "{actor} sent {about} for approval", audience=Audience
)
APPROVED = event("agreement.approved", "{actor} entered that {about} was approved", audience=Audience)
IN_FORCE = event("agreement.brought_into_force", "{actor} brought {about} into force", audience=Audience)
WITHDRAWN = event("agreement.withdrawn", "{actor} withdrew {about}", audience=Audience)
SUGGESTED = event("agreement.suggested", "A suggestion was made about an agreement", audience=Audience)
SUGGESTION_KEPT = event("agreement.suggestion_kept", "{actor} kept a suggestion for the next review")
SUGGESTION_ANSWERED = event("agreement.suggestion_answered", "{actor} answered a suggestion")
SIGN_AGAIN_DEMANDED = event("agreement.sign_again_demanded", "{actor} asked somebody to sign again")
ROUND_SET = event("agreement.yearly_round_set", "{actor} set the yearly round of agreements")
REGISTER_EXPORTED = event(
    "agreement.register_exported", "{actor} exported the register of who may use the systems on {day}"
)
REGISTER_SEEN = event("agreement.person_seen", "{actor} looked up what {about} has signed")
PHOTOGRAPHS_EXPORTED = event(
    "agreement.photograph_list_exported",
    "{actor} exported the list of children without photograph permission",
)
VISITOR_SIGNED_IN = event("agreement.visitor_signed_in", "{actor} signed a visitor in")
VISITOR_SIGNED_OUT = event("agreement.visitor_signed_out", "{actor} signed a visitor out")
RECEPTION_OPENED = event("agreement.reception_opened", "{actor} opened the reception tablet")
RECEPTION_CLOSED = event("agreement.reception_closed", "{actor} closed the reception tablet")
