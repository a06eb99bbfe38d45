"""The words of this room: what can be said of an incident, and what can happen to it.

Codes are stored and are for ever; labels may be reworded. Most lists are those of the Appendix 4 form
(C App. 4); the rest are named in domain/incident-record.md, part B.
"""

from django.db.models import TextChoices

from esafety.audit import event
from esafety.people.vocabulary import Role
from esafety.people.words import Worded


class Status(TextChoices):
    """Where an incident is in its life (domain/incident-record.md, part C)."""

    SUBMITTED = "submitted", "New"
    TRIAGED = "triaged", "Triaged"
    IN_PROGRESS = "in_progress", "In progress"
    AWAITING_OUTSIDE = "awaiting_outside", "Awaiting outside decision"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"


OPEN = (Status.SUBMITTED, Status.TRIAGED, Status.IN_PROGRESS, Status.AWAITING_OUTSIDE, Status.REOPENED)


class Lane(Worded):
    """How closely an incident is held; which roles read each lane is in `access.py`."""

    ONLINE_SAFETY = "online_safety", "Online safety"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    STAFF = "staff", "Concern about staff"
    LOW_LEVEL = "low_level", "Low-level concern about an adult"
    GOVERNOR = "governor", "Concern about a governor"
    HEAD = "head", "Concern about the head"


class IncidentType(TextChoices):
    """What kind of thing happened. The first twelve are the Appendix 4 form's, in its order."""

    BULLYING = "bullying", "Bullying or harassment (online bullying)"
    BYPASS = "bypass", "Deliberately bypassing security or access"
    HACKING = "hacking", "Hacking or spreading a virus"
    HATE = "hate", "Racist, sexist, homophobic or religious hate material"
    TERRORIST = "terrorist", "Terrorist material"
    GROOMING = "grooming", "Online grooming"
    RADICALISATION = "radicalisation", "Online radicalisation"
    CSA_IMAGES = "csa_images", "Child abuse images"
    GAMBLING = "gambling", "Online gambling"
    SOFT_PORN = "soft_porn", "Soft-core pornographic material"
    ILLEGAL_PORN = "illegal_porn", "Illegal hard-core pornographic material"
    OTHER = "other", "Something else"
    NUDES = "nudes", "Nudes or semi-nudes shared between young people"
    SEXUAL_HARASSMENT = "sexual_harassment", "Sexual harassment between pupils"
    ADULT_CONTACT = "adult_contact", "Contact by an unknown adult"
    OBSCENE_TO_CHILD = "obscene_to_child", "Obscene material sent to a child"
    SELF_HARM = "self_harm", "Suicide, self-harm or eating-disorder content"
    STAFF_PUPIL_CONTACT = "staff_pupil_contact", "Inappropriate contact between staff and pupil"
    STAFF_COMMENTS = "staff_comments", "Malicious comments about staff"
    DATA_LOSS = "data_loss", "Personal data published or lost"
    COPYRIGHT = "copyright", "Copyright or illegal downloading"
    GAMING = "gaming", "Gaming or buying online"
    SCAM = "scam", "Scam or fraud"
    DEVICE_MISUSE = "device_misuse", "Misuse of a personal device"
    TECHNICAL = "technical", "Technical incident or security breach"


APPENDIX_4_TYPES = tuple(IncidentType)[:12]


class RiskArea(TextChoices):
    """The four areas of online risk (A, KCSIE). The older "culture" is conduct."""

    CONTENT = "content", "Content"
    CONTACT = "contact", "Contact"
    CONDUCT = "conduct", "Conduct"
    COMMERCE = "commerce", "Commerce"


class Nature(TextChoices):
    """Deliberate or accidental access (C App. 4)."""

    DELIBERATE = "deliberate", "Deliberate"
    ACCIDENTAL = "accidental", "Accidental"
    NOT_KNOWN = "not_known", "Not known yet"


class Material(TextChoices):
    """What was done with the material (C App. 4, asked for both natures)."""

    CREATED = "created", "Created"
    VIEWED = "viewed", "Viewed"
    PRINTED = "printed", "Printed"
    SHOWN = "shown", "Shown to others"
    TRANSMITTED = "transmitted", "Transmitted to others"
    DISTRIBUTED = "distributed", "Distributed"


class ConsideredAs(TextChoices):
    """What a deliberate incident could be considered as (C App. 4)."""

    HARASSMENT = "harassment", "Harassment"
    GROOMING = "grooming", "Grooming"
    BULLYING = "bullying", "Online bullying"
    AGREEMENT_BREACH = "agreement_breach", "Breach of the acceptable-use agreement"


class StaffAction(Worded):
    """Action taken, staff (C App. 4)."""

    HEAD_TOLD = "head_told", "Reported to head or senior manager"
    LADO_ADVICE = "lado_advice", "LADO's advice sought"
    LADO_REFERRAL = "lado_referral", "Referral made to LADO"
    POLICE = "police", "Reported to police"
    IWF = "iwf", "Reported to Internet Watch Foundation"
    IT = "it", "Reported to IT"
    DISCIPLINARY = "disciplinary", "Disciplinary action to be taken"
    POLICY_REVIEW = "policy_review", "Online safety policy to be reviewed or amended"


class ChildAction(Worded):
    """Action taken, child or young person (C App. 4)."""

    HEAD_TOLD = "head_told", "Reported to head or senior manager"
    SOCIAL_CARE_ADVICE = "social_care_advice", "Children's social care's advice sought"
    SOCIAL_CARE_REFERRAL = "social_care_referral", "Referral made to children's social care"
    POLICE = "police", "Reported to police"
    NETWORKING_SITE = "networking_site", "Reported to the social networking site"
    IT = "it", "Reported to IT"
    PARENTS = "parents", "Child's parents informed"
    DISCIPLINARY = "disciplinary", "Disciplinary action to be taken"
    DEBRIEFED = "debriefed", "Child debriefed"
    POLICY_REVIEW = "policy_review", "Online safety policy to be reviewed or amended"


class Place(TextChoices):
    """Where it happened (C App. 4)."""

    IN_SCHOOL = "in_school", "In school or setting"
    OUTSIDE = "outside", "Outside school or setting"
    NOT_KNOWN = "not_known", "Not known yet"


class FoundBy(TextChoices):
    """How the incident came to light (C App. 4: "if not reported, how was it identified")."""

    REPORTED = "reported", "Somebody reported it"
    MONITORING = "monitoring", "Monitoring alert"
    CHECK = "check", "Routine check"
    OVERHEARD = "overheard", "Seen or overheard"
    COMPLAINT = "complaint", "Complaint"
    LOW_LEVEL = "low_level", "Shared as a low-level concern"
    CONFIDED = "confided", "Told in confidence, without an account"
    OTHER = "other", "Another way"


class WhenKnown(TextChoices):
    """How exactly the date is known."""

    DAY = "day", "On one day"
    RANGE = "range", "Over several days"
    NOT_KNOWN = "not_known", "Not known yet"


class Device(TextChoices):
    """Whose device was used."""

    SCHOOL = "school", "A school device"
    OWN = "own", "Their own device"
    OTHER = "other", "Somebody else's device"
    NOT_KNOWN = "not_known", "Not known yet"


class ToldLead(TextChoices):
    """Whether the reporter has told a safeguarding lead in person."""

    YES = "yes", "Yes"
    NO = "no", "No, not yet"
    IS_LEAD = "is_lead", "I am a safeguarding lead"


class ReporterKind(TextChoices):
    """Whose report it is."""

    SELF = "self", "My own"
    ON_BEHALF = "on_behalf", "Somebody else's, who told me"
    ON_PAPER = "on_paper", "Somebody else's, handed in on paper"
    WITHHELD = "withheld", "From somebody who is not known or does not want to be named"
    NO_ACCOUNT = "no_account", "From somebody without an account, in confidence"


class PersonSort(TextChoices):
    """What an involved person is, as the reporter states it. Routing reads posts where a person is linked."""

    CHILD = "child", "Child or young person"
    STAFF = "staff", "Member of staff or volunteer"
    HEAD = "head", "The head of school"
    GOVERNOR = "governor", "Governor"
    PARENT = "parent", "Parent or carer"
    OTHER = "other", "Someone else"


class Part(TextChoices):
    """A person's part in the incident. One person's part never spreads to another."""

    SUBJECT = "subject", "Subject or instigator"
    HARMED = "harmed", "Harmed, or a victim"
    WITNESS = "witness", "Witness"
    OTHER = "other", "Other part"


class AcceptedAs(Worded):
    """What triage decided an incident is."""

    ONLINE_SAFETY = "online_safety", "An online-safety incident"
    SAFEGUARDING = "safeguarding", "A safeguarding matter"
    STAFF_ALLEGATION = "staff_allegation", "A matter about a member of staff, governor or the head"
    LOW_LEVEL = "low_level", "A low-level concern about an adult of the school: below the harm threshold"


class DecisionKind(TextChoices):
    """What was decided. Every decision carries its reason."""

    TRIAGE = "triage", "Triage"
    REFER = "refer", "Referral to an outside body made"
    NOT_REFER = "not_refer", "Referral considered and not made"
    ADVICE = "advice", "Advice sought from an outside body"
    ALLEGATION = "allegation", "Outcome of an allegation"
    PARENTS_TOLD = "parents_told", "Parents told"
    PARENTS_NOT_TOLD = "parents_not_told", "Parents not told"
    PROTECT = "protect", "Steps to protect a child"
    DISCIPLINE = "discipline", "Sanction or disciplinary step"
    CLOSE = "close", "Closing"
    REOPEN = "reopen", "Reopening"
    ESCALATE = "escalate", "Escalation"
    OTHER = "other", "Other decision"


class Standing(TextChoices):
    """What kind of statement a note is: fact, opinion and hearsay are told apart."""

    FACT = "fact", "Fact: seen, heard or done by me"
    HEARSAY = "hearsay", "Told to me by somebody else"
    OPINION = "opinion", "My professional opinion"


class Audience(TextChoices):
    """Who reads a note."""

    EVERYONE = "everyone", "Everyone who can open this incident"
    LEADS = "leads", "The owner and the safeguarding leads only"
    REPORTER = "reporter", "The person who reported it, and everyone who can open it"


class TaskState(TextChoices):
    """Whether a task is still to do."""

    OPEN = "open", "To do"
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed"


class Records(TextChoices):
    """What ending a task as done leaves on the record (domain/procedures.md)."""

    TICK = "tick", "That it was done"
    WORDS = "words", "What was found, said or decided, in words"
    REASON = "reason", "What was decided, and why"
    REFERRAL = "referral", "A referral, or why none was made"
    POLICE = "police", "A report to the police with their reference"
    LETTER = "letter", "A letter"
    BLOCK = "block", "A request to have a site blocked"
    PARENTS = "parents", "Parents told, or why not"
    SANCTION = "sanction", "A response: support, sanction or both"
    DEVICE = "device", "A device or an item secured"
    EVIDENCE = "evidence", "Where evidence is kept"
    AGREEMENT = "agreement", "The agreement that was signed"


class WaitsFor(Worded):
    """Who asked the school to wait, so that a clock stands still."""

    POLICE = "police", "The police"
    SOCIAL_CARE = "social_care", "Children's social care"
    LADO = "lado", "The LADO"
    COMPLAINANT = "complainant", "Whoever complained"


class PartKind(TextChoices):
    """What is recorded of one person's part."""

    NATURE = "nature", "Deliberate or accidental, on their part"
    SUPPORT = "support", "Support given"
    PARENTS_TOLD = "parents_told", "Parents told"
    PARENTS_NOT = "parents_not", "Parents not told"
    OUTCOME = "outcome", "Outcome for them"


PARENTS = (PartKind.PARENTS_TOLD, PartKind.PARENTS_NOT)
"""What says that the parents of a child were thought of."""


class Measure(Worded):
    """What can follow for somebody (domain/sanctions.md)."""

    TEACHER = "teacher", "Class teacher or tutor: warning"
    CO_ORDINATOR = "co_ordinator", "Talk with the online safety co-ordinator"
    LOSS_OF_ACCESS = "loss_of_access", "Loss of internet access for a period"
    OUT_OF_HOURS_BAN = "out_of_hours", "No access outside lessons for a period"
    PHONE_REMOVED = "phone_removed", "Phone kept until the end of the day"
    LESSON_LOST = "lesson_lost", "No computer for the rest of the lesson"
    PARENTS_CONTACTED = "parents_contacted", "Parents contacted"
    LETTER_HOME = "letter_home", "Letter home"
    PARENTS_SIGN_AGAIN = "sign_again", "Parents meet the school and the agreement is signed again"
    HEAD = "head", "Head of school"
    OTHER_POLICY = "other_policy", "What another policy of the school says"
    EXCLUSION = "exclusion", "Exclusion considered"
    EQUIPMENT_REMOVED = "equipment_removed", "Equipment taken away"
    COMMUNITY_POLICE = "community_police", "Community police officer"
    AUTHORITY_OFFICER = "authority_officer", "Authority's online safety officer"
    STAFF_WARNING = "staff_warning", "Warning by the head"
    LADO_OR_POLICE = "lado_or_police", "LADO or police"
    SUSPENSION = "suspension", "Suspension while it is looked into"
    DISCIPLINARY = "disciplinary", "Disciplinary action"


class Finding(TextChoices):
    """How a matter about an adult of the school ended, in the field's terms (KCSIE)."""

    SUBSTANTIATED = "substantiated", "Substantiated: enough evidence to prove it"
    MALICIOUS = "malicious", "Malicious: disproved, and meant to deceive"
    FALSE = "false", "False: disproved"
    UNSUBSTANTIATED = "unsubstantiated", "Unsubstantiated: neither proved nor disproved"
    UNFOUNDED = "unfounded", "Unfounded: no evidence or proper basis"
    LOW_LEVEL = "low_level", "Low-level concern: below the harm threshold"


class LearningArea(TextChoices):
    """What may need to change after an incident (domain/procedures.md, closing rules)."""

    NOTHING = "nothing", "Nothing needs to change"
    POLICY = "policy", "The policy"
    FILTER = "filter", "The filtering or monitoring"
    TEACHING = "teaching", "The teaching"
    OTHER = "other", "Something else"


REPORTED = event("incident.reported", "{actor} reported {about}")
VIEWED = event("incident.viewed", "{actor} opened {about}")
RECEIPT_VIEWED = event("incident.receipt_viewed", "{actor} looked at their own report {about}")
ROUTED = event("incident.routed", "{about} was routed to: {owner} ({lane})", owner=Role, lane=Lane)
TRIAGED = event("incident.triaged", "{actor} triaged {about} as {accepted_as}", accepted_as=AcceptedAs)
SET_ASIDE = event("incident.set_aside", "{actor} decided that {about} is not an incident")
TAKEN_UP = event("incident.taken_up", "{actor} took up {about}")
AWAITING = event("incident.awaiting_outside", "{actor} marked {about} as awaiting an outside decision")
RESUMED = event("incident.resumed", "{actor} resumed work on {about}")
CLOSED = event("incident.closed", "{actor} closed {about}")
REOPENED = event("incident.reopened", "{actor} reopened {about}")
ASSIGNED = event("incident.assigned", "{actor} assigned {about} to {account}")
ESCALATED = event("incident.escalated", "{actor} escalated {about} to: {owner}", owner=Role)
CLOCK_MISSED = event("incident.clock_missed", "A clock on {about} ran out; it is with: {owner}", owner=Role)
CORRECTED = event("incident.corrected", "{actor} corrected the account of {about} (edition {edition})")
PERSON_ADDED = event("incident.person_added", "{actor} added a person to {about}: {part}", part=Part)
PERSON_WITHDRAWN = event("incident.person_withdrawn", "{actor} withdrew a person from {about}")
PERSON_IDENTIFIED = event("incident.person_identified", "{actor} said who a person named in {about} is")
NOTED = event("incident.noted", "{actor} added a note to {about}")
ADDED_TO = event("incident.added_to", "{actor} added to their report {about}")
DECIDED = event("incident.decided", "{actor} recorded a decision on {about}: {kind}", kind=DecisionKind)
TASK_GIVEN = event("incident.task_given", "{actor} gave a task on {about}")
TASK_DONE = event("incident.task_done", "{actor} finished a task on {about}")
TASK_NOT_NEEDED = event("incident.task_not_needed", "{actor} marked a task on {about} as not needed")
TASK_SEEN = event("incident.task_seen", "{actor} opened a task on {about}")
CLOCK_PAUSED = event(
    "incident.clock_paused",
    "{actor} let a clock on {about} stand still, asked by: {waits_for}",
    waits_for=WaitsFor,
)
PART_RECORDED = event(
    "incident.part_recorded",
    "{actor} recorded something of a person's part in {about}: {kind}",
    kind=PartKind,
)
BLOCK_ASKED = event("incident.block_asked", "{actor} asked to have {count} web addresses of {about} blocked")
SANCTIONED = event("incident.sanctioned", "{actor} decided what follows for a person in {about}")
SANCTIONS_SET = event("incident.sanctions_set", "{actor} changed the ladder of sanctions of {about}")
FEED_MADE = event("incident.feed_made", "{actor} made a private calendar address")
FEED_ENDED = event("incident.feed_ended", "{actor} turned the private calendar address off")
MERGED = event("incident.merged", "{actor} merged {about} into another incident")
LINKED = event("incident.linked", "{actor} linked {about} with another incident")
UNASSIGNED = event("incident.unassigned", "{about} was taken from {account}, who may no longer see it")
HANDED_OVER = event("incident.handed_over", "What {account} held of {about} was handed on")
LISTED = event("incident.listed", "{actor} searched the incidents by person")
EXPORTED = event("incident.exported", "{actor} exported a list of {count} incidents")
TRAIL_READ = event("incident.trail_read", "{actor} looked at who has opened {about}")
COPY_SENT = event("incident.copy_sent", "{actor} sent a copy of {about} to the authority's officer")
COPY_DECLINED = event("incident.copy_declined", "{actor} decided not to send a copy of {about}")
DRAFT_PURGED = event("incident.draft_purged", "{count} unfinished reports were purged")
PERSON_SEARCHED = event("incident.person_searched", "{actor} looked people up by name ({count} found)")
FORM_PRINTED = event("incident.form_printed", "{actor} printed a blank report form")
