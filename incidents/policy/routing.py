"""Who must act, who is told, by when. The heart of the product.

Two tables. `OWNERSHIP`: the first row that fits says which lane an incident travels in and the line of
roles that may own it. `DUTIES`: every row that fits adds whom to tell and which tasks to open. Inputs
are finite, so `tests/incidents/expected_routing.csv` holds the whole world.

Source: domain/routing.md, row by row; domain/people-and-roles.md, rule 2 (conflicts).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from esafety.people.vocabulary import Role
from incidents.policy.clocks import Clock, Setting
from incidents.policy.types import (
    AT_RISK,
    EXTREMISM,
    ILLEGAL,
    MAY_HARM,
    NEVER_LOW_LEVEL,
    POLICE_REQUIRED,
    TECHNICAL,
    UNSUITABLE_CONTENT,
)
from incidents.vocabulary import AcceptedAs, FoundBy, IncidentType, Lane, LearningArea, Nature, Records

EDITION = "2026-12"
"""Printed on what these tables decided; raised with every change to them."""


class Subject(StrEnum):
    """What a subject of an incident is to the school. One person may be several."""

    PUPIL = "pupil"
    STAFF = "staff"
    DSL = "dsl"
    HEAD = "head"
    GOVERNOR = "governor"
    CHAIR = "chair"
    OTHER = "other"


class Facts(NamedTuple):
    """What routing reads, and nothing else."""

    types: frozenset[IncidentType] = frozenset()
    subjects: frozenset[Subject] = frozenset()
    staff_harmed: bool = False
    danger: bool = False
    nature: Nature = Nature.NOT_KNOWN
    found_by: FoundBy = FoundBy.REPORTED
    accepted_as: AcceptedAs | None = None
    harm_test: bool = False
    pupil_harmed: bool = False

    @property
    def low_level(self) -> bool:
        """A concern about an adult below the harm threshold: as triage decided or, until then, as it was shared.

        Never where what is described may meet the threshold (KCSIE, low-level concerns).
        """
        shared = self.accepted_as is None and self.found_by is FoundBy.LOW_LEVEL
        graver = self.danger or self.harm_test or bool(self.types & NEVER_LOW_LEVEL)
        return (shared or self.accepted_as is AcceptedAs.LOW_LEVEL) and not graver


class When(NamedTuple):
    """A condition: every part given must hold; a part left out does not matter."""

    subjects: frozenset[Subject] | None = None
    types: frozenset[IncidentType] | None = None
    staff_harmed: bool | None = None
    danger: bool | None = None
    nature: Nature | None = None
    found_by: FoundBy | None = None
    accepted_as: AcceptedAs | None = None
    not_accepted_as: AcceptedAs | None = None
    harm_test: bool | None = None
    low_level: bool | None = None
    pupil_harmed: bool | None = None

    def fits(self, facts: Facts) -> bool:
        """Whether the facts meet every part given."""
        return (
            (self.subjects is None or bool(self.subjects & facts.subjects))
            and (self.types is None or bool(self.types & facts.types))
            and (self.staff_harmed is None or self.staff_harmed == facts.staff_harmed)
            and (self.danger is None or self.danger == facts.danger)
            and (self.nature is None or self.nature == facts.nature)
            and (self.found_by is None or self.found_by == facts.found_by)
            and (self.accepted_as is None or self.accepted_as == facts.accepted_as)
            and (self.not_accepted_as is None or self.not_accepted_as != facts.accepted_as)
            and (self.harm_test is None or self.harm_test == facts.harm_test)
            and (self.low_level is None or self.low_level == facts.low_level)
            and (self.pupil_harmed is None or self.pupil_harmed == facts.pupil_harmed)
        )


class TaskCode(StrEnum):
    """Tasks that the tables open. The code is stored and is for ever."""

    FIRST_LOOK = "first_look"
    LADO_CONSIDER = "lado_consider"
    LADO_REFER = "lado_refer"
    CHILD_SAFE = "child_safe"
    CHAIR_CONSIDER = "chair_consider"
    POLICE = "police"
    CHANNEL = "channel"
    FILTER_REVIEW = "filter_review"
    BLOCK = "block"
    PARENTS = "parents"
    SANCTION = "sanction"
    NETWORK = "network"
    DATA_BREACH = "data_breach"
    ACKNOWLEDGE = "acknowledge"
    COPY = "copy"
    TAKE_ACCESS = "take_access"
    GIVE_ACCESS = "give_access"
    LEARN_FILTER = "learn_filter"
    LEARN_POLICY = "learn_policy"
    LEARN_TEACHING = "learn_teaching"
    PATTERN = "pattern"
    REFERRAL_REPLY = "referral_reply"
    REFERRAL_WRITTEN = "referral_written"
    REFERRAL_ESCALATE = "referral_escalate"
    REFERRAL_ASSESSMENT = "referral_assessment"
    REFERRAL_CONFERENCE = "referral_conference"
    REFERRAL_PRESS = "referral_press"
    CHILD_REVIEW = "child_review"


class TaskRule(NamedTuple):
    """A task: code, words, who does it (None: the owner), clock (None: no set time), whether closing needs it,
    what ending it leaves on the record, and a line of guidance. The code is stored and is for ever.
    """

    code: str
    words: str
    role: Role | None
    clock: Clock | None
    required: bool = False
    records: Records = Records.WORDS
    guidance: str = ""


class Ownership(NamedTuple):
    """A row of the first table. `line`: who may own it, in order; the first without a conflict does."""

    id: str
    when: When
    lane: Lane
    line: tuple[Role, ...]
    because: str
    source: str


class Duty(NamedTuple):
    """A row of the second table."""

    id: str
    when: When
    tell: tuple[Role, ...]
    tasks: tuple[TaskRule, ...]
    because: str
    source: str


_S, _T = Subject, IncidentType
_OUTSIDE = (Role.CHAIR, Role.VICE_CHAIR, Role.AUTHORITY_OFFICER)
_LEADS = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD, *_OUTSIDE)
_HEAD = (Role.HEAD, *_OUTSIDE)


def _about(*subjects: Subject) -> When:
    return When(subjects=frozenset(subjects))


# fmt: off
OWNERSHIP: tuple[Ownership, ...] = (
    Ownership("about-head",     _about(_S.HEAD),           Lane.HEAD,          _OUTSIDE,
              "The head is a subject", "A flow 1, C 4.1, C 4.4, E 4.4"),
    Ownership("about-chair",    _about(_S.CHAIR),          Lane.GOVERNOR,      _OUTSIDE[1:],
              "The chair of governors is a subject", "C 4.4"),
    Ownership("about-governor", _about(_S.GOVERNOR),       Lane.GOVERNOR,      _OUTSIDE,
              "A governor is a subject", "C 4.4"),
    Ownership("low-level",      When(low_level=True),      Lane.LOW_LEVEL,     _HEAD,
              "A concern about an adult below the harm threshold: the head holds it", "C 4.4, KCSIE"),
    Ownership("about-dsl",      _about(_S.DSL),            Lane.STAFF,         _HEAD,
              "A safeguarding lead is a subject", "C 4.4, conflict rule"),
    Ownership("about-staff",    _about(_S.STAFF),          Lane.STAFF,         _HEAD,
              "A member of staff or volunteer is a subject", "A flow 2, C 4.1, C 4.4"),
    Ownership("allegation",     When(accepted_as=AcceptedAs.STAFF_ALLEGATION), Lane.STAFF, _HEAD,
              "Triage took it as a matter about an adult in the school", "C 4.4"),
    Ownership("illegal",        When(types=ILLEGAL),       Lane.SAFEGUARDING,  _LEADS,
              "Illegal material or activity is suspected", "A flow illegal, B, E N.B."),
    Ownership("danger",         When(danger=True),         Lane.SAFEGUARDING,  _LEADS,
              "Somebody may be in immediate danger", "D flowchart, C 4.7"),
    Ownership("accepted-risk",  When(accepted_as=AcceptedAs.SAFEGUARDING), Lane.SAFEGUARDING, _LEADS,
              "Triage took it as a safeguarding matter", "C 2.2.6"),
    Ownership("at-risk",        When(types=AT_RISK, not_accepted_as=AcceptedAs.ONLINE_SAFETY),
              Lane.SAFEGUARDING, _LEADS,
              "A pupil is or may be at risk of harm", "C 2.2.6, C 4.6, C 4.7, C 4.9"),
    Ownership("confided",
              When(found_by=FoundBy.CONFIDED, not_accepted_as=AcceptedAs.ONLINE_SAFETY), Lane.SAFEGUARDING, _LEADS,
              "It was told in confidence, without an account: a safeguarding lead says first what it is", "D 1.11, A"),
    Ownership("staff-harmed",   When(staff_harmed=True),   Lane.STAFF,         _HEAD,
              "A member of staff is the one harmed", "A flow 1, C 4.5.4"),
    Ownership("complaint",      When(found_by=FoundBy.COMPLAINT), Lane.ONLINE_SAFETY,
              (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, *_OUTSIDE),
              "It came as a complaint: a senior member of staff deals with it", "A 13, D 3.7"),
    Ownership("any",            When(),                    Lane.ONLINE_SAFETY, (Role.CO_ORDINATOR, *_LEADS),
              "Every online-safety concern goes to the co-ordinator first", "C 4.1"),
)

DUTIES: tuple[Duty, ...] = (
    Duty("danger", When(danger=True), (Role.DSL, Role.DEPUTY_DSL, Role.HEAD), (),
         "Somebody may be in immediate danger: every lead is told at once", "D flowchart, C 4.7"),
    Duty("risk-told", When(types=AT_RISK, not_accepted_as=AcceptedAs.ONLINE_SAFETY), (Role.DEPUTY_DSL,), (),
         "A pupil is or may be at risk of harm: the deputy is told too", "C 2.2.6"),
    Duty("confided-told", When(found_by=FoundBy.CONFIDED, not_accepted_as=AcceptedAs.ONLINE_SAFETY),
         (Role.DEPUTY_DSL,), (),
         "It was told in confidence: the deputy is told too", "D 1.11, C 2.2.6"),
    Duty("staff-told", When(subjects=frozenset({_S.STAFF, _S.DSL}), low_level=False), (Role.DSL, Role.DEPUTY_DSL), (),
         "A member of staff is a subject: safeguarding leads are told", "A flow 2, C 4.4"),
    Duty("low-level", When(accepted_as=AcceptedAs.LOW_LEVEL), (),
         (TaskRule(TaskCode.PATTERN, "Read what is kept about this person together, and record whether there is a "
                   "pattern", None, Clock.SCHOOL_DAYS_5, True),),
         "A low-level concern: a pattern would be an allegation", "C 4.4, KCSIE; the clock is ours"),
    Duty("about-staff", _about(_S.STAFF, _S.DSL), (),
         (TaskRule(TaskCode.LADO_CONSIDER, "Consider whether to contact the LADO", None,
                   Clock.WORKING_DAY_1, True, Records.REFERRAL),),
         "A member of staff is a subject: the LADO is considered", "A flow 2, C 4.4"),
    Duty("allegation", When(accepted_as=AcceptedAs.STAFF_ALLEGATION), (),
         (TaskRule(TaskCode.LADO_CONSIDER, "Consider whether to contact the LADO", None,
                   Clock.WORKING_DAY_1, True, Records.REFERRAL),),
         "Triage took it as a matter about an adult in the school", "C 4.1, C 4.4"),
    Duty("harm-test", When(harm_test=True), (),
         (TaskRule(TaskCode.LADO_REFER, "Refer to the LADO", None, Clock.WORKING_DAY_1, True, Records.REFERRAL),),
         "Triage found that the harm test may be met", "C 4.4, C 5.2.2"),
    Duty("harm-type", When(subjects=frozenset({_S.STAFF, _S.DSL, _S.HEAD, _S.GOVERNOR, _S.CHAIR}), types=MAY_HARM), (),
         (TaskRule(TaskCode.LADO_REFER, "Refer to the LADO", None, Clock.WORKING_DAY_1, True, Records.REFERRAL),),
         "What is described may meet the harm test", "C 4.4, C 5.2.2"),
    Duty("about-head", _about(_S.HEAD), (),
         (TaskRule(TaskCode.LADO_CONSIDER, "Consider whether to contact the LADO", None,
                   Clock.WORKING_DAY_1, True, Records.REFERRAL),
          TaskRule(TaskCode.CHILD_SAFE, "Decide who in school must know so that the child is safe", None,
                   Clock.SAME_SCHOOL_DAY, True)),
         "The head is a subject: the chair considers the LADO and keeps the child safe", "A flow 1, C 4.1, C 4.4"),
    Duty("about-governor", _about(_S.GOVERNOR, _S.CHAIR), (Role.HEAD,),
         (TaskRule(TaskCode.CHILD_SAFE, "Decide who in school must know so that the child is safe", None,
                   Clock.SAME_SCHOOL_DAY, True),),
         "A governor is a subject: the head is told, and the child is kept safe", "C 4.4"),
    Duty("staff-harmed", When(staff_harmed=True), (),
         (TaskRule(TaskCode.CHAIR_CONSIDER, "Consider telling the chair, HR and the union", None,
                   Clock.NEXT_SCHOOL_DAY),),
         "A member of staff is the one harmed", "A flow 1, C 4.5.4"),
    Duty("illegal", When(types=ILLEGAL), (Role.HEAD,),
         (TaskRule(TaskCode.POLICE, "Tell the police and record the reference. Do not look at, copy or send anything",
                   None, Clock.AT_ONCE, True, Records.POLICE),),
         "Illegal material or activity is suspected: police first, no viewing", "A flow illegal, B, E N.B."),
    Duty("police", When(types=POLICE_REQUIRED), (Role.HEAD,),
         (TaskRule(TaskCode.POLICE, "Tell the police and record the reference. Do not look at, copy or send anything",
                   None, Clock.AT_ONCE, True, Records.POLICE),),
         "The police must hear of this kind; it cannot be closed without", "E N.B., B"),
    Duty("danger-police", When(danger=True), (),
         (TaskRule(TaskCode.POLICE, "Tell the police and record the reference", None,
                   Clock.AT_ONCE, True, Records.POLICE),),
         "Somebody may be in immediate danger: police now", "D flowchart, C 4.7"),
    Duty("extremism", When(types=EXTREMISM), (),
         (TaskRule(TaskCode.CHANNEL, "Consider a Channel referral and record why or why not", None,
                   Clock.SAME_SCHOOL_DAY, True),
          TaskRule(TaskCode.FILTER_REVIEW, "Review what the filter let through", Role.NETWORK_MANAGER,
                   Clock.SAME_SCHOOL_DAY)),
         "Radicalisation or terrorist material", "C 4.8"),
    Duty("accident", When(types=UNSUITABLE_CONTENT, nature=Nature.ACCIDENTAL), (),
         (TaskRule(TaskCode.BLOCK, "Have the site blocked and check the filter", Role.NETWORK_MANAGER,
                   Clock.NEXT_SCHOOL_DAY),),
         "An unsuitable site was reached by accident", "C 4.2, D 2.42"),
    Duty("on-purpose", When(subjects=frozenset({_S.PUPIL}), nature=Nature.DELIBERATE), (),
         (TaskRule(TaskCode.PARENTS, "Tell the parents, or record why not", None, Clock.SCHOOL_DAYS_5, True,
                   Records.PARENTS),
          TaskRule(TaskCode.SANCTION, "Decide the response: support, sanction or both", None,
                   Clock.SCHOOL_DAYS_5, True, Records.SANCTION)),
         "A pupil did it on purpose", "C 4.3, C 5.1"),
    Duty("on-purpose-site",
         When(subjects=frozenset({_S.PUPIL}), types=UNSUITABLE_CONTENT, nature=Nature.DELIBERATE), (),
         (TaskRule(TaskCode.BLOCK, "Have the site blocked and check the filter", Role.NETWORK_MANAGER,
                   Clock.NEXT_SCHOOL_DAY),),
         "A pupil reached an unsuitable site on purpose", "C 4.3"),
    Duty("technical", When(types=TECHNICAL), (),
         (TaskRule(TaskCode.NETWORK, "Secure accounts and systems, keep the logs", Role.NETWORK_MANAGER,
                   Clock.NEXT_SCHOOL_DAY),),
         "Security was bypassed or breached", "B, C 5.1.3"),
    Duty("data-loss", When(types=frozenset({_T.DATA_LOSS})), (Role.HEAD,),
         (TaskRule(TaskCode.DATA_BREACH, "Judge the data breach; tell the regulator within 72 hours if there is a risk",
                   Role.DATA_PROTECTION_LEAD, Clock.HOURS_72, True),),
         "Personal data was lost or published", "C 3.2"),
    Duty("monitoring", When(found_by=FoundBy.MONITORING), (Role.HEAD,), (),
         "It came from a monitoring alert: the head is told", "A 4"),
    Duty("complaint", When(found_by=FoundBy.COMPLAINT), (),
         (TaskRule(TaskCode.ACKNOWLEDGE, "Acknowledge the complaint in writing", None, Clock.SCHOOL_DAYS_5, True),),
         "It came as a complaint", "A 13, D 3.7"),
)
# fmt: on

LEARNT: dict[LearningArea, TaskRule] = {
    LearningArea.FILTER: TaskRule(
        TaskCode.LEARN_FILTER, "Change the filtering or monitoring, as a closed incident asks for",
        Role.NETWORK_MANAGER, Clock.SCHOOL_DAYS_20),
    LearningArea.POLICY: TaskRule(
        TaskCode.LEARN_POLICY, "Look at the online safety policy again, as a closed incident asks for",
        Role.CO_ORDINATOR, Clock.SCHOOL_DAYS_20),
    LearningArea.TEACHING: TaskRule(
        TaskCode.LEARN_TEACHING, "Change what is taught, as a closed incident asks for",
        Role.CO_ORDINATOR, Clock.SCHOOL_DAYS_20),
}  # fmt: skip
"""What the answer to "does anything need to change?" asks of somebody once an incident is closed (D, closing rules)."""

RESTRICTED = frozenset({Lane.STAFF, Lane.LOW_LEVEL, Lane.GOVERNOR, Lane.HEAD})
"""Lanes whose very existence is hidden from colleagues: their tasks go to the owner alone."""

COPY_TASK = TaskRule(
    TaskCode.COPY, "Send the authority's officer a copy, or record why not", None, Clock.SCHOOL_DAYS_5
)
"""Opened when an incident closes, as the school's setting says (C 4.1, C App. 4)."""


def ownership(facts: Facts) -> Ownership:
    """The first row that fits; the last fits everything."""
    return next(row for row in OWNERSHIP if row.when.fits(facts))


def duties(facts: Facts) -> tuple[Duty, ...]:
    """Every row that fits, in the table's order."""
    return tuple(row for row in DUTIES if row.when.fits(facts))


def first_look_setting(facts: Facts) -> Setting:
    """Which of the first looks it is; a school may set each of them."""
    if facts.danger:
        return Setting.DANGER
    return Setting.CONCERN if ownership(facts).lane == Lane.ONLINE_SAFETY else Setting.RISK


_FIRST_LOOKS = {
    Setting.DANGER: Clock.MINUTES_15,
    Setting.CONCERN: Clock.NEXT_SCHOOL_DAY,
    Setting.RISK: Clock.SAME_SCHOOL_DAY,
}


def first_look(facts: Facts) -> Clock:
    """By when somebody must have looked, as published (C 4.1, C 2.2.6, D flowchart)."""
    return _FIRST_LOOKS[first_look_setting(facts)]


def owner(line: Iterable[Role], free: Collection[Role], passed_over: Collection[Role] = ()) -> Role | None:
    """The first role of the line that somebody without a conflict holds, skipping those passed over.

    When all that are free were passed over, the last of them keeps it. None when nobody in the line is
    free: then the record waits for whoever next holds the line's last post, and the reporter is shown
    whom to ring outside the school.
    """
    able = [role for role in line if role in free]
    fresh = [role for role in able if role not in passed_over]
    return fresh[0] if fresh else able[-1] if able else None


def tasks(facts: Facts) -> tuple[tuple[TaskRule, Duty], ...]:
    """The tasks the facts call for, each once, with the first row that asks for it."""
    found: dict[str, tuple[TaskRule, Duty]] = {}
    for row in duties(facts):
        for task in row.tasks:
            found.setdefault(task.code, (task, row))
    return tuple(found.values())


def tell(facts: Facts) -> tuple[Role, ...]:
    """The roles to tell besides the owner, each once. Whoever may not see the record is left out later."""
    return tuple(dict.fromkeys(role for row in duties(facts) for role in row.tell))
