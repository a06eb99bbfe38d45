"""The words of the office, and what it writes in the trail."""

from django.db.models import TextChoices

from esafety.audit import event
from esafety.people.vocabulary import ContactKind, Role
from esafety.signin.vocabulary import ProviderKind


class ChangeKind(TextChoices):
    """What can be changed about an account."""

    GIVE = "give", "Give a role"
    MOVE = "move", "Change the dates of a role"
    END = "end", "End a role"
    RESET = "reset", "Reset the second step of signing in"
    EMAIL = "email", "Change the email address"
    LEAVE = "leave", "Close the account in this school"


class ChangeStage(TextChoices):
    """How far a change has come."""

    WAITING = "waiting", "Waiting for confirmation"
    CONFIRMED = "confirmed", "Confirmed"
    DONE = "done", "Done"
    DECLINED = "declined", "Declined"
    STOPPED = "stopped", "Stopped"
    LAPSED = "lapsed", "Lapsed"


class VisitorUse(TextChoices):
    """What of the school's a visitor may use."""

    GUEST_NETWORK = "guest_network", "Guest network"
    NETWORK = "network", "School network"
    DEVICE = "device", "School device"
    SYSTEM = "system", "School system"


SCHOOL_ADDED = event("office.school_added", "{actor} added the school")
PERSON_ADDED = event("office.person_added", "{actor} added a person ({kind})")
ACCOUNT_ADDED = event("office.account_added", "{actor} added an account")
POST_GIVEN = event("office.post_given", "{actor} gave {account} the post {role}", role=Role)
ABSENCE_ADDED = event("office.absence_added", "{actor} entered an absence of {account}")
ABSENCE_ENDED = event("office.absence_ended", "{actor} ended an absence of {account}")
DUTY_ORDERED = event("office.duty_ordered", "{actor} changed who is told first")
CONNECTION_DECLARED = event("office.connection_declared", "{actor} declared a close connection")
GUARDIAN_ADDED = event("office.guardian_added", "{actor} added a parent or carer to a pupil")
CONTACT_ADDED = event("office.contact_added", "{actor} added a contact outside ({kind})", kind=ContactKind)
CONTACT_CHANGED = event(
    "office.contact_changed", "{actor} corrected a contact outside ({kind})", kind=ContactKind
)
CONTACT_VERIFIED = event(
    "office.contact_verified", "{actor} checked a contact outside ({kind})", kind=ContactKind
)
CONTACT_REMOVED = event(
    "office.contact_removed", "{actor} removed a contact outside ({kind})", kind=ContactKind
)
CONTACTS_CHASED = event("office.contacts_chased", "A reminder went out: contacts to check ({count})")
CALENDAR_SET = event("office.calendar_set", "{actor} added to the terms and closures: {from} to {until}")
CALENDAR_CHANGED = event("office.calendar_changed", "{actor} changed the calendar: {from} to {until}")
CALENDAR_REMOVED = event("office.calendar_removed", "{actor} removed from the calendar: {from} to {until}")
CALENDAR_COPIED = event("office.calendar_copied", "{actor} copied a school year forward, into {year}")
CALENDAR_CHASED = event("office.calendar_chased", "A reminder went out: a school year has no terms")
POST_MOVED = event("office.post_moved", "{actor} changed until when {account} is {role}", role=Role)
POST_ENDED = event("office.post_ended", "{actor} ended the post {role} of {account}", role=Role)
INVITED = event("office.invited", "{actor} invited {account}")
INVITED_AGAIN = event("office.invited_again", "{actor} sent {account} the invitation again")
INVITATION_REVOKED = event("office.invitation_revoked", "{actor} took back the invitation of {account}")
INVITATION_ACCEPTED = event("office.invitation_accepted", "{actor} accepted an invitation")
CHANGE_ASKED = event(
    "office.change_asked", "{actor} asked for a change to {account}: {kind}", kind=ChangeKind
)
CHANGE_CONFIRMED = event(
    "office.change_confirmed", "{actor} confirmed a change to {account}: {kind}", kind=ChangeKind
)
CHANGE_ENDED = event(
    "office.change_ended", "A change to {account} was {stage}: {kind}", kind=ChangeKind, stage=ChangeStage
)
SECOND_STEP_RESET = event("office.second_step_reset", "The second step of {account} was reset")
EMAIL_CHANGED = event("office.email_changed", "The email address of {account} was changed")
ACCOUNT_LEFT = event("office.account_left", "{account} left the school: every post ended")
SCHOOL_SWITCHED = event("office.school_switched", "{actor} went to this school")
WENT_LIVE = event("office.went_live", "{actor} let the school go live")
MAIL_TESTED = event("office.mail_tested", "{actor} sent themselves a message to test the mail")
PROVIDER_SET = event(
    "office.provider_set", "{actor} entered where people sign in ({kind})", kind=ProviderKind
)
PROVIDER_CHECKED = event("office.provider_checked", "{actor} tested where people sign in (works: {works})")
PROVIDER_TURNED_ON = event("office.provider_turned_on", "{actor} turned signing in with school accounts on")
PROVIDER_TURNED_OFF = event(
    "office.provider_turned_off", "{actor} turned signing in with school accounts off"
)
PASSWORDS_TURNED_OFF = event("office.passwords_turned_off", "{actor} turned passwords off")
PASSWORDS_TURNED_ON = event("office.passwords_turned_on", "{actor} turned passwords on")
SECOND_STEP_LEFT = event(
    "office.second_step_left", "{actor} set who asks for the second step (the provider: {to_provider})"
)
SIGN_IN_UNTIED = event("office.sign_in_untied", "{actor} untied {account} from its school account")
VISITOR_LET_IN = event("office.visitor_let_in", "{actor} entered what a visitor may use ({uses})")
VISITOR_ENDED = event("office.visitor_ended", "{actor} ended what a visitor may use ({use})", use=VisitorUse)
REGISTER_EXPORTED = event("office.register_exported", "{actor} exported the register of access of {day}")


class DeviceKind(TextChoices):
    """What the school lends. Source: A (loan), B (BYOD)."""

    LAPTOP = "laptop", "Laptop"
    TABLET = "tablet", "Tablet"
    PHONE = "phone", "Phone"
    CAMERA = "camera", "Camera"
    STORAGE = "storage", "Memory stick or drive"
    OTHER = "other", "Other device"


class DeviceState(TextChoices):
    """Whether a device can be lent."""

    IN_SERVICE = "in_service", "In service"
    LOST = "lost", "Lost"
    STOLEN = "stolen", "Stolen"
    WITHDRAWN = "withdrawn", "Out of service"


class Condition(TextChoices):
    """In what condition a device leaves or comes back."""

    GOOD = "good", "Good"
    WORN = "worn", "Worn, but works"
    DAMAGED = "damaged", "Damaged"


DEVICE_ADDED = event("office.device_added", "{actor} added a device ({kind})", kind=DeviceKind)
DEVICE_CHANGED = event("office.device_changed", "{actor} corrected a device ({kind})", kind=DeviceKind)
DEVICE_OUT = event("office.device_signed_out", "{actor} signed a device out")
DEVICE_IN = event("office.device_signed_in", "{actor} signed a device in ({condition})", condition=Condition)
DEVICE_STATE_SET = event("office.device_state_set", "{actor} entered a device as {state}", state=DeviceState)
DEVICES_EXPORTED = event("office.devices_exported", "{actor} exported the list of devices ({count})")
SETTINGS_CHANGED = event("office.settings_changed", "{actor} changed the settings: {changed}")
