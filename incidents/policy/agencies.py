"""Who outside is asked or told, what that ends and what it begins. One row an agency, one row a follow-up.

Source: domain/routing.md ("The clock after a referral"); domain/procedures.md, closing rules; reference/field.md,
4.1, 4.2, c6 to c8 and c15 (Working Together, KCSIE). Follow-ups are tasks: their clock is `Task.due_at`, and a
referral has no due moment of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from esafety.people.vocabulary import ContactKind as K
from incidents.policy.clocks import Clock
from incidents.policy.routing import TaskCode
from incidents.vocabulary import ChildAction, StaffAction
from incidents.vocabulary.outside import Agency as A
from incidents.vocabulary.outside import Answer, Approach, Step


class AgencyRule(NamedTuple):
    """One agency: which contacts stand for it; which tasks a referral or a decision against it ends, and
    which advice ends already; whether consent is asked about; whether the four harm tests are; what it may answer;
    which box of the Appendix 4 form it ticks, for advice and for a referral."""

    agency: A
    contacts: tuple[K, ...]
    referral_ends: tuple[str, ...]
    advice_ends: tuple[str, ...]
    consent: bool
    harm_tests: bool
    answers: tuple[Answer, ...]
    advice_ticks: tuple[StaffAction | ChildAction, ...]
    referral_ticks: tuple[StaffAction | ChildAction, ...]
    source: str


_HR = (TaskCode.CHAIR_CONSIDER, "hr_asked")
_LADO = (TaskCode.LADO_CONSIDER, TaskCode.LADO_REFER)
_SOCIAL = (Answer.NO_ACTION, Answer.EARLY_HELP, Answer.ASSESSMENT, Answer.STRATEGY, Answer.PROTECTION)
_PLAIN = (Answer.ADVICE, Answer.ACCEPTED, Answer.NO_ACTION)
_S, _C = StaffAction, ChildAction

# fmt: off
AGENCIES: tuple[AgencyRule, ...] = (
    AgencyRule(A.POLICE_NOW,  (K.POLICE_EMERGENCY,), (TaskCode.POLICE,), (), False, False, _PLAIN,
               (), (_S.POLICE, _C.POLICE), "D flowchart, C 4.7, E N.B."),
    AgencyRule(A.POLICE,      (K.POLICE_LOCAL, K.POLICE_CYBER), (TaskCode.POLICE,), ("advice_police",), True, False,
               _PLAIN, (), (_S.POLICE, _C.POLICE), "E N.B., B, A flow illegal"),
    AgencyRule(A.SOCIAL_CARE, (K.SOCIAL_CARE,), ("social_care",), ("social_care",), True, False, _SOCIAL,
               (_C.SOCIAL_CARE_ADVICE,), (_C.SOCIAL_CARE_REFERRAL,), "C 2.2.6, D flowchart"),
    AgencyRule(A.LADO,        (K.LADO,), _LADO, (TaskCode.LADO_CONSIDER,), False, True,
               (Answer.ADVICE, Answer.BELOW_HARM, Answer.HARM_MET),
               (_S.LADO_ADVICE,), (_S.LADO_REFERRAL,), "A flow 2, C 4.1, C 4.4, C 5.2.2"),
    AgencyRule(A.CHANNEL,     (K.CHANNEL,), (TaskCode.CHANNEL,), (TaskCode.CHANNEL,), True, False, _PLAIN,
               (), (), "C 4.8, D 4.15"),
    AgencyRule(A.CEOP,        (K.CEOP,), ("ceop_report",), (), False, False, _PLAIN, (), (), "C 4.7, E guide 6"),
    AgencyRule(A.IWF,         (K.IWF,), ("iwf_report",), (), False, False, _PLAIN,
               (), (_S.IWF,), "A flow illegal, C 4.4"),
    AgencyRule(A.EARLY_HELP,  (), (), (), True, False, _PLAIN, (), (), "D flowchart"),
    AgencyRule(A.HEALTH,      (), ("health_referral",), ("health_referral",), True, False, _PLAIN, (), (), "C 4.9"),
    AgencyRule(A.AUTHORITY,   (K.AUTHORITY_OFFICER,), ("ask_officer",), ("ask_officer",), False, False,
               _PLAIN, (), (), "C 4.1, C 4.7"),
    AgencyRule(A.HR,          (K.SCHOOLS_HR,), _HR, _HR, False, False,
               _PLAIN, (), (), "A flow 1, C 4.5.4"),
    AgencyRule(A.REGULATOR,   (), (), (), False, False, _PLAIN, (), (), "C 3.2"),
    AgencyRule(A.HELPLINE,    (K.HELPLINE,), (), (), False, False, _PLAIN, (), (), "reference/field.md 4.6"),
    AgencyRule(A.PLATFORM,    (), (), (), False, False, _PLAIN, (), (_C.NETWORKING_SITE,), "C 4.5, E guide 5"),
)
# fmt: on

AGENCY: dict[str, AgencyRule] = {rule.agency.value: rule for rule in AGENCIES}


class FollowUp(NamedTuple):
    """One thing to do after a step with an agency (None: with any): what for, by when, whether closing needs it.

    No clock: the day is the one that whoever records the step names.
    """

    agency: A | None
    after: Approach | Step | Answer
    code: TaskCode
    words: str
    clock: Clock | None
    required: bool
    source: str


# fmt: off
FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp(A.SOCIAL_CARE, Approach.REFERRED, TaskCode.REFERRAL_REPLY,
             "Social care tells its decision: if it has not, ring the social worker", Clock.WORKING_DAY_1, True,
             "D flowchart, Working Together"),
    FollowUp(A.LADO, Approach.REFERRED, TaskCode.REFERRAL_REPLY,
             "The LADO answers: if not, ring", Clock.WORKING_DAY_1, True, "KCSIE; reference/field.md 4.2"),
    FollowUp(A.CHANNEL, Approach.REFERRED, TaskCode.REFERRAL_REPLY,
             "The Channel co-ordinator answers: if not, ring", Clock.SCHOOL_DAYS_5, False,
             "reference/field.md 4.5; the clock is ours"),
    FollowUp(None, Step.CHASED, TaskCode.REFERRAL_REPLY,
             "The agency answers: if not, chase again", Clock.WORKING_DAY_1, True, "D flowchart"),
    FollowUp(None, Step.ESCALATED, TaskCode.REFERRAL_REPLY,
             "Whoever it was taken up to answers: if not, go one further", Clock.WORKING_DAY_1, True,
             "Working Together; reference/field.md 4.2"),
    FollowUp(None, Step.PRESSED, TaskCode.REFERRAL_REPLY,
             "The agency answers what was pressed for", Clock.WORKING_DAY_1, True, "D flowchart"),
    FollowUp(None, Answer.ASSESSMENT, TaskCode.REFERRAL_ASSESSMENT,
             "The assessment is finished: ask for its outcome", Clock.WORKING_DAYS_45, False,
             "D flowchart, Working Together"),
    FollowUp(None, Answer.STRATEGY, TaskCode.REFERRAL_CONFERENCE,
             "The child protection conference is held, or it was decided that none is needed",
             Clock.WORKING_DAYS_15, False, "D flowchart, Working Together"),
    FollowUp(None, Answer.PROTECTION, TaskCode.CHILD_REVIEW,
             "Make sure that the child is safe, and record how", Clock.SAME_SCHOOL_DAY, True, "D flowchart"),
    FollowUp(None, Answer.NO_ACTION, TaskCode.CHILD_REVIEW,
             "Review the child’s situation: has it improved?", None, False, "D flowchart"),
    FollowUp(None, Answer.EARLY_HELP, TaskCode.CHILD_REVIEW,
             "Review the child’s situation: has it improved?", None, False, "D flowchart"),
    FollowUp(None, Step.HAPPENED, TaskCode.CHILD_REVIEW,
             "Review the child’s situation: has it improved?", None, False, "D flowchart"),
    FollowUp(None, Step.REVIEWED, TaskCode.CHILD_REVIEW,
             "Review the child’s situation again", None, False, "D flowchart"),
)
# fmt: on

UNANSWERED = 2
"""After so many chases without an answer the matter is taken further up at the agency (D flowchart)."""
NOT_ANSWERING = FollowUp(
    None, Step.CHASED, TaskCode.REFERRAL_ESCALATE,
    "The agency does not answer: take it further up there", Clock.SAME_SCHOOL_DAY, True,
    "Working Together; reference/field.md 4.2",
)  # fmt: skip
NOT_IMPROVING = FollowUp(
    None, Step.REVIEWED, TaskCode.REFERRAL_PRESS,
    "The child’s situation is not improving: press for reconsideration", Clock.WORKING_DAY_1, True,
    "D flowchart; KCSIE",
)  # fmt: skip
IN_WRITING = FollowUp(
    A.SOCIAL_CARE, Approach.REFERRED, TaskCode.REFERRAL_WRITTEN,
    "Confirm the referral in writing", Clock.WORKING_DAY_1, False,
    "reference/field.md c15: 24 hours to two working days, by area",
)  # fmt: skip
"""After a referral by telephone or in person."""

LADDER = (
    "The worker’s team manager",
    "The service manager",
    "The safeguarding partnership’s escalation procedure",
)
"""Who is asked next when an agency does not answer. Areas call them differently (reference/field.md 4.2)."""

ENDS: dict[Step, tuple[TaskCode, ...]] = {
    Step.REFERENCE: (TaskCode.POLICE,),
    Step.WRITTEN: (TaskCode.REFERRAL_WRITTEN,),
    Step.CHASED: (TaskCode.REFERRAL_REPLY,),
    Step.ESCALATED: (TaskCode.REFERRAL_ESCALATE, TaskCode.REFERRAL_REPLY),
    Step.DECIDED: (TaskCode.REFERRAL_REPLY, TaskCode.REFERRAL_ESCALATE),
    Step.HAPPENED: (TaskCode.REFERRAL_ASSESSMENT, TaskCode.REFERRAL_CONFERENCE),
    Step.REVIEWED: (TaskCode.CHILD_REVIEW,),
    Step.PRESSED: (TaskCode.REFERRAL_PRESS,),
}
"""Which tasks of a referral each step ends; the last step ends all of them."""


def after(agency: A, happened: Approach | Step | Answer) -> tuple[FollowUp, ...]:
    """What is to do after a step with an agency, in the table's order."""
    return tuple(row for row in FOLLOW_UPS if row.after is happened and row.agency in (None, agency))
