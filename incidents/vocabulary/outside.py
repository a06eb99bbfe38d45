"""The words for what is done with bodies outside the school, and for what becomes of an allegation.

Codes are stored and are for ever. Source: domain/routing.md ("The clock after a referral"); reference/field.md,
4.1, c6 to c10 and c15.
"""

from django.db.models import TextChoices

from esafety.audit import event
from esafety.people.words import Worded


class Agency(Worded):
    """Who outside the school is asked, told or referred to."""

    POLICE_NOW = "police_now", "Police: 999, immediate danger"
    POLICE = "police", "Police: 101, neighbourhood or cyber crime team"
    SOCIAL_CARE = "social_care", "Children's social care"
    LADO = "lado", "Local authority designated officer (LADO)"
    CHANNEL = "channel", "Channel (Prevent)"
    CEOP = "ceop", "CEOP"
    IWF = "iwf", "Internet Watch Foundation"
    EARLY_HELP = "early_help", "Early help or Family Help"
    HEALTH = "health", "Health: school nurse, doctor, mental health service"
    AUTHORITY = "authority", "Authority online safety officer"
    HR = "hr", "Schools HR"
    REGULATOR = "regulator", "Information Commissioner's Office"
    HELPLINE = "helpline", "Professionals Online Safety Helpline"
    PLATFORM = "platform", "The site, app or network itself"


class Approach(TextChoices):
    """What was done with the agency."""

    ADVICE = "advice", "Advice sought"
    REFERRED = "referred", "Referral or report made"
    NOT_REFERRED = "not_referred", "Considered, and not referred"


class Method(TextChoices):
    """How the agency was reached."""

    TELEPHONE = "telephone", "By telephone"
    SECURE_MAIL = "secure_mail", "By secure email"
    OWN_FORM = "own_form", "On the agency's own online form"
    OUR_FORM = "our_form", "With a form filled and sent from here"
    IN_PERSON = "in_person", "In person or at a meeting"


class HarmTest(TextChoices):
    """The four harm tests for an adult who works with children (KCSIE; reference/field.md 4.1)."""

    HARMED = "harmed", "Behaved in a way that has harmed, or may have harmed, a child"
    OFFENCE = "offence", "Possibly committed a criminal offence against or related to a child"
    RISK = "risk", "Behaved towards a child in a way that indicates a risk of harm to children"
    UNSUITABLE = (
        "unsuitable",
        "Behaved in a way that indicates they may not be suitable to work with children",
    )


class Consent(TextChoices):
    """Whether parents, or the person themselves, agreed to the sharing. Without: the reason is recorded."""

    GIVEN = "given", "Asked for, and given"
    OVERRIDDEN = "overridden", "Asked for, refused, and overridden"
    NOT_ASKED = "not_asked", "Not asked for: asking or telling would raise the risk"
    NOT_NEEDED = "not_needed", "Not needed: nobody is named to this agency"


class Step(TextChoices):
    """What happened with a referral after it was made."""

    REFERENCE = "reference", "Their reference"
    ACKNOWLEDGED = "acknowledged", "They confirmed that they have it"
    WRITTEN = "written", "Confirmed in writing"
    CHASED = "chased", "Chased"
    ESCALATED = "escalated", "Taken further up at the agency"
    DECIDED = "decided", "Their decision"
    HAPPENED = "happened", "Assessment finished or conference held"
    REVIEWED = "reviewed", "The child's situation reviewed"
    PRESSED = "pressed", "Reconsideration pressed for"
    ENDED = "ended", "Outcome"


class Answer(TextChoices):
    """What an agency decided to do."""

    ADVICE = "advice", "Advice only: the school goes on by itself"
    NO_ACTION = "no_action", "No further action"
    EARLY_HELP = "early_help", "No assessment: early help"
    ASSESSMENT = "assessment", "Child in need assessment"
    STRATEGY = "strategy", "Strategy discussion"
    PROTECTION = "protection", "Immediate protection"
    BELOW_HARM = "below_harm", "Harm threshold not met: the school decides"
    HARM_MET = "harm_met", "Harm threshold met: the LADO oversees it"
    ACCEPTED = "accepted", "Taken on"


class Verdict(TextChoices):
    """What was found when a person's low-level concerns were read together."""

    NO_PATTERN = "no_pattern", "No pattern"
    WATCH = "watch", "Something to watch: look again by a day"
    ALLEGATION = "allegation", "Together they may meet the harm threshold: it becomes an allegation"


REFERRED = event(
    "incident.referred", "{actor} recorded on {about}: {approach}, {agency}", approach=Approach, agency=Agency
)
REFERRAL_STEP = event(
    "incident.referral_step", "{actor} recorded on {about}, {agency}: {step}", step=Step, agency=Agency
)
FORM_FILLED = event(
    "incident.form_filled", "{actor} filled in the form for {agency} on {about}", agency=Agency
)
FORM_SENT = event("incident.form_sent", "{actor} sent a form about {about} to: {agency}", agency=Agency)
ALLEGATION_ENDED = event(
    "incident.allegation_ended", "{actor} recorded the outcome of the allegation in {about}"
)
PATTERN_REVIEWED = event(
    "incident.pattern_reviewed", "{actor} read low-level concerns about one person together ({verdict})",
    verdict=Verdict,
)  # fmt: skip
LOW_LEVEL_READ = event("incident.low_level_read", "{actor} read low-level concerns about one person together")
MARKED = event("incident.marked", "{actor} marked an entry of {about} for the chronology")
CHRONOLOGY_READ = event("incident.chronology_read", "{actor} opened the chronology of one child")
CHRONOLOGY_PRINTED = event("incident.chronology_printed", "{actor} printed the chronology of one child")
