"""The words of this room: reports and their stages, registers, and what it writes in the trail."""

from django.db.models import TextChoices

from esafety.audit import event
from esafety.people.words import Worded


class ReportKind(TextChoices):
    """What governors are given, and how often. Source: domain/governance.md, "Reports to governors"."""

    TERMLY = "termly", "Termly report"
    ANNUAL = "annual", "Annual report on the strategy"


class ReportStage(TextChoices):
    """How far a report has come. Once published its file never changes."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for approval"
    APPROVED = "approved", "Approved, being printed"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced by a later edition"
    DISCARDED = "discarded", "Discarded before approval"


WITH_GOVERNORS = (ReportStage.PUBLISHED, ReportStage.WITHDRAWN, ReportStage.REPLACED)
"""Stages in which governors see that the edition is or was there."""
BEING_WRITTEN = (ReportStage.DRAFT, ReportStage.SUBMITTED, ReportStage.APPROVED)


class Job(TextChoices):
    """What is done for a report in the background."""

    COUNT = "count", "Counting"
    PRINT = "print", "Printing"


class RiskKind(Worded):
    """What a risk is about: the four areas of online risk, or a new technology. Source: A 2, D 2.47."""

    CONTENT = "content", "Content"
    CONTACT = "contact", "Contact"
    CONDUCT = "conduct", "Conduct"
    COMMERCE = "commerce", "Commerce"
    TECHNOLOGY = "technology", "New technology, before it is used"


class Level(TextChoices):
    """How likely, or how bad."""

    LOW = "1", "Low"
    MEDIUM = "2", "Medium"
    HIGH = "3", "High"


class Audience(TextChoices):
    """Who must read a policy and say so. Source: A, B, D 5.5."""

    NOBODY = "nobody", "Nobody: it is there to be looked up"
    STAFF = "staff", "Every member of staff"
    GOVERNORS = "governors", "Every governor"
    BOTH = "both", "Every member of staff and every governor"


class NeedLevel(TextChoices):
    """How somebody judges what they know, in the yearly audit of needs. Source: B training."""

    CONFIDENT = "confident", "Confident"
    REFRESH = "refresh", "Needs a refresher"
    TRAINING = "training", "Needs training"


REPORT_BEGUN = event("governance.report_begun", "{actor} began a report: {kind}", kind=ReportKind)
REPORT_COUNTED = event("governance.report_counted", "The figures of {about} were counted")
REPORT_COUNT_ASKED = event("governance.report_count_asked", "{actor} had the figures of {about} counted anew")
REPORT_COMMENTED = event("governance.report_commented", "{actor} wrote in {about}: {section}")
REPORT_SUBMITTED = event("governance.report_submitted", "{actor} sent {about} for approval")
REPORT_SENT_BACK = event("governance.report_sent_back", "{actor} sent {about} back to be changed")
REPORT_APPROVED = event("governance.report_approved", "{actor} approved {about}")
REPORT_PUBLISHED = event("governance.report_published", "{about} was published: {fingerprint}")
REPORT_FAILED = event("governance.report_failed", "{about} could not be made: {job}", job=Job)
REPORT_RETRIED = event("governance.report_retried", "{actor} had {about} tried again")
REPORT_WITHDRAWN = event("governance.report_withdrawn", "{actor} withdrew {about}")
REPORT_REPLACED = event("governance.report_replaced", "{about} was replaced by a later edition")
REPORT_DISCARDED = event("governance.report_discarded", "{actor} discarded the draft {about}")
REPORT_READ = event("governance.report_read", "{actor} opened {about}")
REPORT_DOWNLOADED = event("governance.report_downloaded", "{actor} downloaded {about}")

DIGEST_SENT = event("governance.digest_sent", "Leaders were told that their digest is there ({count})")

POLICY_ADDED = event("governance.policy_added", "{actor} entered a policy")
POLICY_CHANGED = event("governance.policy_changed", "{actor} corrected a policy")
POLICY_EDITION_ADDED = event(
    "governance.policy_edition_added", "{actor} entered edition {edition} of a policy"
)
POLICY_FILED = event("governance.policy_filed", "{actor} filed the text of edition {edition} of a policy")
POLICY_OPENED = event("governance.policy_opened", "{actor} downloaded edition {edition} of a policy")
POLICY_READ = event("governance.policy_read", "{actor} said that they have read a policy")
POLICY_CHASED = event("governance.policy_chased", "A reminder went out: policies to read ({count})")
POLICY_RETIRED = event("governance.policy_retired", "{actor} took a policy out of use")

COURSE_ADDED = event("governance.course_added", "{actor} entered a course")
TRAINING_ENTERED = event("governance.training_entered", "{actor} entered training of {count}")
NEED_SAID = event("governance.need_said", "{actor} said what training they need ({level})", level=NeedLevel)
INDUCTION_STEP_ADDED = event("governance.induction_step_added", "{actor} added to the induction check-list")
INDUCTION_TICKED = event("governance.induction_ticked", "{actor} ticked a step of somebody's induction")

RISK_ADDED = event("governance.risk_added", "{actor} entered a risk ({kind})", kind=RiskKind)
RISK_REVIEWED = event("governance.risk_reviewed", "{actor} reviewed a risk ({kind})", kind=RiskKind)
RISK_CLOSED = event("governance.risk_closed", "{actor} closed a risk ({kind})", kind=RiskKind)

MEETING_PLANNED = event("governance.meeting_planned", "{actor} planned a meeting with the governor")
MEETING_HELD = event("governance.meeting_held", "{actor} entered what a meeting with the governor came to")
POINT_ADDED = event("governance.point_added", "{actor} added an action for follow-up")
POINT_DONE = event("governance.point_done", "{actor} entered an action as done")
