"""The words of this room: kinds, stages, groups, and what the trail says."""

from __future__ import annotations

from django.db.models import TextChoices

from esafety.audit import event


class Kind(TextChoices):
    """What is asked for. Looking into somebody's activity is a record of its own (`Authorisation`)."""

    UNBLOCK = "unblock", "Open a website for teaching, for a time"
    BLOCK = "block", "Block a website"
    EMAIL = "email", "Let pupils write to an external email address"
    SOCIAL = "social", "Use a social site, forum or video platform in a lesson"
    TECHNOLOGY = "technology", "Use new technology or software"


class Stage(TextChoices):
    """Where a request stands."""

    ASKED = "asked", "Waiting for a decision"
    SECOND = "second", "Waiting for a second approver"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    AGREED = "agreed", "Agreed, to be carried out"
    SENT = "sent", "Sent to the provider"
    OPEN = "open", "In force"
    CLOSING = "closing", "To be closed"
    CLOSED = "closed", "Closed, to be checked"
    DONE = "done", "Closed and checked"


class UserGroup(TextChoices):
    """For whom a filter is set, and who tests it."""

    EYFS = "eyfs", "Early years"
    KS1 = "ks1", "Pupils, key stage 1"
    KS2 = "ks2", "Pupils, key stage 2"
    KS3 = "ks3", "Pupils, key stage 3"
    KS4 = "ks4", "Pupils, key stage 4"
    KS5 = "ks5", "Pupils, sixth form"
    PUPILS = "pupils", "All pupils"
    STAFF = "staff", "Staff"
    GUESTS = "guests", "Guests"
    EVERYONE = "everyone", "Everybody"


class DeviceGroup(TextChoices):
    """What a check is done on."""

    COMPUTER = "computer", "School computer or laptop"
    TABLET = "tablet", "School tablet"
    PHONE = "phone", "School telephone"
    OWN = "own", "Somebody's own device"


class Location(TextChoices):
    """Over which connection a check is done."""

    CABLE = "cable", "School network, by cable"
    WIFI = "wifi", "School wifi"
    GUEST_WIFI = "guest_wifi", "Guest wifi"
    MOBILE = "mobile", "Mobile data (4G, 5G)"
    AWAY = "away", "Away from school"


class Test(TextChoices):
    """What a check tries. Source: field 4.4; domain/filtering.md, "Checks"."""

    __test__ = False

    CHILD_ABUSE = "child_abuse", "Child abuse image list"
    TERRORIST = "terrorist", "Terrorist content list"
    ADULT = "adult", "Adult content"
    SAMPLES = "samples", "The school's own sample addresses"


class Outcome(TextChoices):
    """What a test showed."""

    BLOCKED = "blocked", "Blocked"
    REACHED = "reached", "Not blocked"
    NOT_TRIED = "not_tried", "Not tried"


class Category(TextChoices):
    """What the filter takes a site for. What each means for a decision: policy/categories.py."""

    SOCIAL = "social", "Social media, chat or forum"
    VIDEO = "video", "Video or music"
    GAMES = "games", "Games"
    SHOPPING = "shopping", "Shopping or advertising"
    NEWS = "news", "News or opinion"
    STORAGE = "storage", "File sharing or storage"
    HEALTH = "health", "Health, bodies or relationships"
    AI = "ai", "Artificial intelligence that writes or draws"
    WEAPONS = "weapons", "Weapons or violence"
    DRUGS = "drugs", "Alcohol, tobacco or drugs"
    GAMBLING = "gambling", "Gambling"
    SELF_HARM = "self_harm", "Self-harm, suicide or eating disorders"
    HATE = "hate", "Hate or extremist views, as a subject of study"
    ADULT = "adult", "Adult content"
    BYPASS = "bypass", "Proxies, VPNs and other ways round the filter"
    UNKNOWN = "unknown", "Something else, or I do not know"
    CHILD_ABUSE = "child_abuse", "Child abuse images"
    TERRORIST = "terrorist", "Terrorist content"


class AddressKind(TextChoices):
    """How much an address opens."""

    SITE = "site", "A whole site"
    PAGE = "page", "Part of a site"
    PATTERN = "pattern", "Every site under a name"
    EMAIL = "email", "An email address"


def meaning(kind: AddressKind, shown: str) -> str:
    """What exactly an address stands for, in words."""
    return {
        AddressKind.SITE: f"Every page of {shown}",
        AddressKind.PAGE: f"Every page whose address begins with {shown}",
        AddressKind.PATTERN: f"Every site under {shown.removeprefix('*.')}, and that site itself",
        AddressKind.EMAIL: f"Messages to and from {shown}",
    }[kind]


class Verdict(TextChoices):
    """How a request was decided."""

    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"


class Entry(TextChoices):
    """What a line of the change-control log says happened."""

    ASKED = "asked", "Asked"
    RENEWAL = "renewal", "Renewal asked"
    WITHDRAWN = "withdrawn", "Withdrawn"
    AGREED_FIRST = "agreed_first", "Agreed by the first approver"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    BLOCKED_FIRST = "blocked_first", "Emergency block"
    REVIEWED = "reviewed", "Emergency block reviewed"
    RENEWED = "renewed", "Replaced by a renewal"
    OPENED = "opened", "Carried out"
    ENDED_EARLY = "ended_early", "No longer needed"
    ENDED = "ended", "Time reached"
    CLOSED = "closed", "Closed"
    CHECKED = "checked", "Closing checked"
    STILL_OPEN = "still_open", "Found still open"
    CHECK_DONE = "check_done", "Check of the filter"
    FAULT_FIXED = "fault_fixed", "Fault of the filter fixed"
    LOOK_ASKED = "look_asked", "Look into activity asked"
    LOOK_AUTHORISED = "look_authorised", "Look into activity authorised"
    LOOK_DECLINED = "look_declined", "Look into activity declined"
    LOOK_CARRIED_OUT = "look_carried_out", "Look into activity carried out"
    LOOK_LAPSED = "look_lapsed", "Look into activity lapsed"


class LookStage(TextChoices):
    """Where an authorisation stands."""

    ASKED = "asked", "Waiting for a decision"
    AUTHORISED = "authorised", "Authorised"
    DECLINED = "declined", "Declined"
    DONE = "done", "Carried out"
    LAPSED = "lapsed", "Lapsed: its time ended unused"


class Source(TextChoices):
    """Where a look may look: the scope of an authorisation."""

    FILTER = "filter", "The filter's log"
    MONITORING = "monitoring", "The monitoring system"
    EMAIL = "email", "School email"
    FILES = "files", "Files on school systems"
    DEVICE = "device", "A school device"


class ReviewStage(TextChoices):
    """Where a yearly review stands."""

    DRAFT = "draft", "Being written"
    READY = "ready", "Ready to sign"
    SIGNED = "signed", "Signed off"


class Signatory(TextChoices):
    """Who signs the yearly review off, each by their own act. Source: domain/filtering.md, "Checks"."""

    DSL = "dsl", "Designated safeguarding lead"
    IT = "it", "IT: network manager or technician"
    GOVERNOR = "governor", "Online safety governor"


ASKED = event("filtering.asked", "{actor} asked: {kind}", kind=Kind)
WITHDRAWN = event("filtering.withdrawn", "{actor} took a request back")
AGREED_FIRST = event("filtering.agreed_first", "{actor} agreed as the first of two approvers")
AGREED = event("filtering.agreed", "{actor} agreed to a request")
DECLINED = event("filtering.declined", "{actor} declined a request")
BLOCKED_FIRST = event("filtering.blocked_first", "{actor} had a site blocked at once, to be reviewed")
BLOCK_ASKED = event("filtering.block_asked", "A site of an incident is to be blocked ({count})")
BLOCK_REVIEWED = event("filtering.block_reviewed", "{actor} reviewed an emergency block (kept: {kept})")
OPENED = event("filtering.opened", "{actor} entered that a request was carried out")
NOT_NEEDED = event("filtering.not_needed", "{actor} said that an exception is no longer needed")
ENDED = event("filtering.ended", "The time of an exception was reached")
CLOSED = event("filtering.closed", "{actor} entered that an exception was closed")
CHECKED = event(
    "filtering.checked", "{actor} checked whether a closed exception is shut (still open: {still_open})"
)
REMINDED = event("filtering.reminded", "Those who close an exception were reminded")
CHASED = event("filtering.chased", "Somebody was reminded of what is late in filtering ({what})")
LOOK_ASKED = event("filtering.look_asked", "{actor} asked to have somebody's activity looked into")
LOOK_AUTHORISED = event("filtering.look_authorised", "{actor} authorised a look into somebody's activity")
LOOK_DECLINED = event("filtering.look_declined", "{actor} declined a look into somebody's activity")
LOOK_DONE = event("filtering.look_carried_out", "{actor} carried a look into somebody's activity out")
LOOK_LAPSED = event("filtering.look_lapsed", "An authorisation lapsed unused")
LOOK_SEEN = event("filtering.look_viewed", "{actor} looked at an authorisation")
PLAN_SET = event("filtering.plan_set", "{actor} set how often the filter is checked (every {days} days)")
POINT_ADDED = event("filtering.point_added", "{actor} added a line to what is checked")
POINT_RETIRED = event("filtering.point_retired", "{actor} took a line out of what is checked")
CHECK_RECORDED = event(
    "filtering.check_recorded", "{actor} recorded a check of the filter ({failed} not blocked)"
)
FAULT_FIXED = event("filtering.fault_fixed", "{actor} entered that a fault of the filter was fixed")
CERTIFICATE_ADDED = event("filtering.certificate_added", "{actor} kept a certificate with a check")
CERTIFICATE_READ = event("filtering.certificate_read", "{actor} downloaded a certificate of a check")
LOG_REVIEWED = event("filtering.log_reviewed", "{actor} recorded a review of the change-control log")
LOG_EXPORTED = event("filtering.log_exported", "{actor} exported the change-control log ({count})")
LOG_PRINTED = event("filtering.log_printed", "{actor} asked for the change-control log as a document")
PERSON_SEARCHED = event("filtering.person_searched", "{actor} searched for a person by name ({count} found)")
YEAR_BEGUN = event("filtering.year_begun", "{actor} began the yearly review of {year}")
YEAR_WRITTEN = event("filtering.year_written", "{actor} wrote in the yearly review")
YEAR_READY = event("filtering.year_ready", "{actor} put the yearly review forward to be signed")
YEAR_REOPENED = event("filtering.year_reopened", "{actor} took the yearly review back to be written")
YEAR_SIGNED = event("filtering.year_signed", "{actor} signed the yearly review ({role})", role=Signatory)
YEAR_FROZEN = event("filtering.year_frozen", "The yearly review was made into a document and kept")
YEAR_READ = event("filtering.year_read", "{actor} downloaded the signed yearly review")
PULL_TURNED = event("filtering.pull_turned", "{actor} made a new address for the provider's system")
PULL_STOPPED = event("filtering.pull_stopped", "{actor} closed the address for the provider's system")
PULLED = event("filtering.pulled", "The provider's system fetched the list")
