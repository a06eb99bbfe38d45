"""How cases are put into few groups for governors, one row a type, and which of them are told of only once a year.

Source: reference/security.md section 6.3, rules 1 and 5 (types merged to six groups at most; staff, head, sexual
matters, radicalisation are one yearly group); domain/governance.md (sections of the termly report).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db.models import TextChoices

from incidents.policy.sanctions import CHOICES
from incidents.policy.types import RULE_OF
from incidents.vocabulary import IncidentType, Lane, LearningArea, Status
from incidents.vocabulary.outside import Agency
from incidents.vocabulary.watching import RuleCode, Step

T = IncidentType


class Group(TextChoices):
    """What governors read instead of twenty-five types."""

    BULLYING = "bullying", "Bullying and hate online"
    CONTENT = "content", "Unsuitable or harmful content"
    STRANGERS = "strangers", "Strangers, scams and spending"
    SECURITY = "security", "Getting round security"
    DEVICES = "devices", "Devices, data and copying"
    OTHER = "other", "Something else"


class TypeGroup(NamedTuple):
    """Where a type is counted; None: among the serious matters, which are told of once a year."""

    type: IncidentType
    group: Group | None
    source: str


# fmt: off
TYPE_GROUPS: tuple[TypeGroup, ...] = (
    TypeGroup(T.BULLYING,            Group.BULLYING,  "C 4.5"),
    TypeGroup(T.BYPASS,              Group.SECURITY,  "C 5.1.3"),
    TypeGroup(T.HACKING,             Group.SECURITY,  "C 5.1.3"),
    TypeGroup(T.HATE,                Group.BULLYING,  "C 4.2"),
    TypeGroup(T.TERRORIST,           None,            "SDC-1 rule 5, C 4.8"),
    TypeGroup(T.GROOMING,            None,            "SDC-1 rule 5, C 4.7"),
    TypeGroup(T.RADICALISATION,      None,            "SDC-1 rule 5, C 4.8"),
    TypeGroup(T.CSA_IMAGES,          None,            "SDC-1 rule 5, A flow illegal"),
    TypeGroup(T.GAMBLING,            Group.STRANGERS, "C 4.2"),
    TypeGroup(T.SOFT_PORN,           Group.CONTENT,   "C 4.2"),
    TypeGroup(T.ILLEGAL_PORN,        None,            "SDC-1 rule 5, A flow illegal"),
    TypeGroup(T.OTHER,               Group.OTHER,     "C App. 4"),
    TypeGroup(T.NUDES,               None,            "SDC-1 rule 5, C 4.6"),
    TypeGroup(T.SEXUAL_HARASSMENT,   None,            "SDC-1 rule 5, C 4.6"),
    TypeGroup(T.ADULT_CONTACT,       Group.STRANGERS, "C 4.7"),
    TypeGroup(T.OBSCENE_TO_CHILD,    None,            "SDC-1 rule 5, E N.B."),
    TypeGroup(T.SELF_HARM,           Group.CONTENT,   "C 4.9"),
    TypeGroup(T.STAFF_PUPIL_CONTACT, None,            "SDC-1 rule 5, C 4.4"),
    TypeGroup(T.STAFF_COMMENTS,      Group.BULLYING,  "C 4.5.4"),
    TypeGroup(T.DATA_LOSS,           Group.DEVICES,   "C 3.2"),
    TypeGroup(T.COPYRIGHT,           Group.DEVICES,   "A, E"),
    TypeGroup(T.GAMING,              Group.STRANGERS, "C 1.2.3"),
    TypeGroup(T.SCAM,                Group.STRANGERS, "C 1.2.3"),
    TypeGroup(T.DEVICE_MISUSE,       Group.DEVICES,   "D"),
    TypeGroup(T.TECHNICAL,           Group.SECURITY,  "B technical"),
)
# fmt: on

AREAS: Final = frozenset(
    (row.group.value, RULE_OF[row.type].risk_area.value) for row in TYPE_GROUPS if row.group is not None
)
"""Groups with the areas of risk that their types lie in: anybody can look that up, so an intruder knows it."""

GROUP_OF: Final = {row.type.value: row.group for row in TYPE_GROUPS}
SERIOUS_TYPES: Final = frozenset(code for code, group in GROUP_OF.items() if group is None)
ADULT_LANES: Final = frozenset({Lane.STAFF.value, Lane.GOVERNOR.value, Lane.HEAD.value})
"""Matters about adults of the school."""


class Stage(TextChoices):
    """The band of years of the children concerned; never a year group (rule 1)."""

    EARLY = "early", "Early years and Key Stage 1"
    KS2 = "ks2", "Key Stage 2"
    KS3 = "ks3", "Key Stage 3"
    KS4 = "ks4", "Key Stage 4 and after"
    SEVERAL = "several", "More than one stage"
    NONE = "none", "No pupil named, or not known"


_LAST_YEARS: Final = ((2, Stage.EARLY), (6, Stage.KS2), (9, Stage.KS3), (99, Stage.KS4))


def stage_of_year(year_group: str) -> Stage | None:
    """The band of a year group as a school writes it: "Year 5", "Reception", "8"; None for what says nothing."""
    if found := re.search(r"\d+", year_group):
        return next(stage for last, stage in _LAST_YEARS if int(found[0][:2]) <= last)
    return Stage.EARLY if re.match(r"(?i)\s*(recep|nurs|pre|found)", year_group) else None


def stage_of(year_groups: Iterable[str]) -> Stage:
    """The one band of a case."""
    found = {stage for year in year_groups if (stage := stage_of_year(year))}
    return Stage.NONE if not found else found.pop() if len(found) == 1 else Stage.SEVERAL


class Became(TextChoices):
    """What became of a case, and what changes after it; a case still open has not said."""

    OPEN = "open", "Still being worked on"
    NOTHING = "nothing", "Closed: nothing needs to change"
    POLICY = "policy", "Closed: the policy changes"
    FILTER = "filter", "Closed: filtering or monitoring changes"
    TEACHING = "teaching", "Closed: the teaching changes"
    OTHER = "other", "Closed: something else, or not said"


def became(status: str, learning_area: str) -> Became:
    """What became of one case. One table tells both: two would each give the closed cases of the other away."""
    if status != Status.CLOSED:
        return Became.OPEN
    return Became(learning_area) if learning_area in LearningArea.values else Became.OTHER


class Referral(TextChoices):
    """Bodies outside that were asked or told; a case can stand in several."""

    SOCIAL_CARE = "social_care", "Children’s social care"
    HEALTH = "health", "Early help or health"
    POLICE = "police", "Police"
    ONLINE = "online", "CEOP or Internet Watch Foundation"
    SITE = "site", "The site or app concerned"
    OTHER = "other", "Another body, such as the authority’s officer"


A = Agency

# fmt: off
REFERRAL_TO: Final[dict[str, Referral]] = {
    A.POLICE_NOW:  Referral.POLICE,
    A.POLICE:      Referral.POLICE,
    A.SOCIAL_CARE: Referral.SOCIAL_CARE,
    A.LADO:        Referral.OTHER,
    A.CHANNEL:     Referral.OTHER,
    A.CEOP:        Referral.ONLINE,
    A.IWF:         Referral.ONLINE,
    A.EARLY_HELP:  Referral.HEALTH,
    A.HEALTH:      Referral.HEALTH,
    A.AUTHORITY:   Referral.OTHER,
    A.HR:          Referral.OTHER,
    A.REGULATOR:   Referral.OTHER,
    A.HELPLINE:    Referral.OTHER,
    A.PLATFORM:    Referral.SITE,
}
# fmt: on
"""Every agency of the register of referrals, and with whom governors read it. Source: domain/governance.md ("referrals
out (counts)"); merged to six, since a body asked once a term would be a small number of its own."""


def referrals_of(agencies: Iterable[str]) -> frozenset[Referral]:
    """Whom a case was taken to."""
    return frozenset(REFERRAL_TO[one] for one in agencies)


NO_SANCTION: Final = "none"
RUNGS: Final[tuple[str, ...]] = tuple(f"{one.id}/{rung.code}" for one in CHOICES for rung in one.rungs)
"""Every category that can be decided for a pupil, the mildest of each ladder first."""
RUNG_LABELS: Final[dict[str, str]] = {
    NO_SANCTION: "No sanction, or none decided yet",
    **{
        f"{one.id}/{rung.code}": f"{rung.code}: {rung.conduct.split(':')[0]}"
        for one in CHOICES
        for rung in one.rungs
    },
}
"""What governors read. Source: domain/sanctions.md; domain/governance.md ("sanctions by category")."""


def heaviest(rungs: Iterable[str]) -> str:
    """The one category a case is counted in: the heaviest of those decided for its children."""
    return max((one for one in rungs if one in RUNGS), key=RUNGS.index, default=NO_SANCTION)


R, S = RuleCode, Step

# fmt: off
PATTERN_WORDS: Final[dict[str, str]] = {
    R.PERSON:   "One person was concerned in several cases",
    R.SITE:     "One site turned up in cases with several people",
    R.USERNAME: "One user name turned up in cases with several people",
    R.PLACE:    "Several cases happened in one place",
    R.HOUR:     "Several cases happened at one time of day",
    R.RISING:   "One kind of case came at least twice as often as last term",
    R.FILTER:   "Several people came to one site by accident",
}
STEP_WORDS: Final[dict[str, str]] = {
    S.TASK:          "somebody was given a task",
    S.LINK:          "the cases were looked at together",
    S.FILTER_REVIEW: "a review of the filter was asked for",
    S.DISMISS:       "looked at, nothing more was needed",
}
# fmt: on
"""Repeat patterns in words free of identity (domain/governance.md). Concerns about one adult are in no report."""
