"""How cases are put into few groups for governors, one row a type, and which of them are told of only once a year.

Source: reference/security.md section 6.3, rules 1 and 5 (types merged to six groups at most; staff, head, sexual
matters, radicalisation are one yearly group); domain/governance.md (sections of the termly report).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db.models import TextChoices

from incidents.vocabulary import ChildAction, IncidentType, Lane, LearningArea, StaffAction, Status

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


class Outcome(TextChoices):
    """How a case stands when it is counted: the first that fits, the last fits everything."""

    OPEN = "open", "Still being worked on"
    OUTSIDE = "outside", "Closed: told to a body outside the school"
    SANCTION = "sanction", "Closed: with a sanction"
    PARENTS = "parents", "Closed: parents told, child supported"
    OTHER = "other", "Closed in another way"


class Referral(TextChoices):
    """Bodies outside that were asked or told; a case can stand in several."""

    SOCIAL_CARE = "social_care", "Children’s social care"
    POLICE = "police", "Police"
    IWF = "iwf", "Internet Watch Foundation"
    SITE = "site", "The site or app concerned"


REFERRAL_BY: Final[dict[str, Referral]] = {
    ChildAction.SOCIAL_CARE_ADVICE.value: Referral.SOCIAL_CARE,
    ChildAction.SOCIAL_CARE_REFERRAL.value: Referral.SOCIAL_CARE,
    ChildAction.POLICE.value: Referral.POLICE,
    StaffAction.POLICE.value: Referral.POLICE,
    StaffAction.IWF.value: Referral.IWF,
    ChildAction.NETWORKING_SITE.value: Referral.SITE,
}
"""What was ticked on the record under "action taken" (C App. 4), and whom it means."""


def referrals_of(actions: Iterable[str]) -> frozenset[Referral]:
    """Whom a case was taken to."""
    return frozenset(REFERRAL_BY[one] for one in actions if one in REFERRAL_BY)


def outcome_of(status: str, actions: Iterable[str]) -> Outcome:
    """How a case stands."""
    done = set(actions)
    if status != Status.CLOSED:
        return Outcome.OPEN
    if referrals_of(done) - {Referral.SITE}:
        return Outcome.OUTSIDE
    if ChildAction.DISCIPLINARY in done:
        return Outcome.SANCTION
    return Outcome.PARENTS if {ChildAction.PARENTS, ChildAction.DEBRIEFED} & done else Outcome.OTHER


class Learning(TextChoices):
    """What may change after a case; a case still open has not said."""

    NOTHING = "nothing", "Nothing needs to change"
    POLICY = "policy", "The policy"
    FILTER = "filter", "The filtering or monitoring"
    TEACHING = "teaching", "The teaching"
    OTHER = "other", "Something else"
    NOT_YET = "not_yet", "Not yet closed, or not said"


def learning_of(area: str) -> Learning:
    """What one case says of it."""
    return Learning(area) if area in LearningArea.values else Learning.NOT_YET
