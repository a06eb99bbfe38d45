"""Procedures about what was seen, read or sent: unsuitable, illegal, extreme, harmful."""

from __future__ import annotations

from esafety.people.vocabulary import Role
from incidents.policy.clocks import Clock as C
from incidents.policy.procedures import shared as all_
from incidents.policy.procedures.shape import Procedure, Step
from incidents.policy.routing import Subject, When
from incidents.policy.routing import TaskRule as S
from incidents.policy.types import EXTREMISM, ILLEGAL, UNSUITABLE_CONTENT
from incidents.vocabulary import IncidentType as T
from incidents.vocabulary import Nature
from incidents.vocabulary import Records as R

_IT = Role.NETWORK_MANAGER
_: Role | None = None
_PUPIL = frozenset({Subject.PUPIL})
_STAFF = frozenset({Subject.STAFF, Subject.DSL, Subject.HEAD})

# fmt: off
ILLEGAL_MATERIAL = Procedure(
    "illegal", "Illegal material or activity", (When(types=ILLEGAL),),
    "Something that may be illegal is suspected",
    (
        Step(S("stop_touching", "Stop: screen off, nobody looks, copies, prints, forwards or deletes",
               _, C.AT_ONCE, True,
               R.TICK, "Seeing it once by accident is no offence; looking again to make sure can be one."),
             "A flow illegal, B"),
        Step(all_.DEVICE, "A flow illegal, C 4.4"),
        Step(all_.POLICE, "A flow illegal, E N.B."),
        Step(S("account_off", "Close the account of whoever is involved, without telling them why",
               _IT, C.AT_ONCE, True,
               R.TICK, "Close, not delete: the mailbox, the files and the logs are evidence. Touch no device."),
             "B"),
        Step(S("iwf_report", "Report the address to the Internet Watch Foundation, if it is on the open web", _,
               C.NEXT_SCHOOL_DAY, False, R.REASON,
               "The address only, on their own page, and never by opening the site. Note the number of the report."),
             "A flow illegal"),
        Step(S("receipt_police", "Hand the police what they ask for, against a receipt", _, None, True, R.EVIDENCE,
               "Name, number and force of the officer, the item, the moment. Nothing is posted or sent by email."),
             "B, C 4.4"),
    ),
    "A flow illegal, B, E N.B., C 4.4",
)

EXTREMIST = Procedure(
    "extremism", "Extremism and radicalisation", (When(types=EXTREMISM),),
    "Radicalisation or terrorist material",
    (
        Step(S("extreme_told", "Let the safeguarding lead and the co-ordinator both know, and agree who records", _,
               C.SAME_SCHOOL_DAY, True, R.TICK, "One record, one owner. A view held is no offence: say what was done."),
             "C 4.8, D 4.15"),
        Step(all_.CHANNEL, "C 4.8, D 4.15 to 4.21"),
        Step(all_.FILTER_REVIEW, "C 4.8"),
        Step(S("conduct_policy", "Decide which conduct policy applies, and what follows from it",
               _, C.SCHOOL_DAYS_5, False,
               R.REASON, "Behaviour policy for a pupil, disciplinary policy for an adult. Support comes with either."),
             "C 4.8"),
        Step(S("targeting", "Look for a pattern: who else was approached, by whom, on which service",
               _, C.SCHOOL_DAYS_5,
               False, R.WORDS, "Ask friends' form tutors and look at the filter's log for the same address."),
             "C 4.8, D 4.21"),
    ),
    "C 4.8, D 4.15 to 4.21",
)

SELF_HARM = Procedure(
    "self-harm", "Suicide, self-harm and eating disorders", (When(types=frozenset({T.SELF_HARM})),),
    "Content or contact about suicide, self-harm or eating",
    (
        Step(S("welfare_check", "See the child today: are they safe now?", _, C.SAME_SCHOOL_DAY, True, R.WORDS,
               "If they are at risk now, do not leave them alone: 999, or the crisis team."),
             "C 4.9"),
        Step(S("pastoral", "Arrange pastoral support, and somebody the child can go to", _, C.NEXT_SCHOOL_DAY, True,
               R.WORDS, "A named adult, a place, and what the child says helps."),
             "C 4.9"),
        Step(all_.PARENTS, "C 4.9"),
        Step(S("health_referral", "Decide whether health services are asked, and why", _, C.SCHOOL_DAYS_3, True,
               R.REFERRAL, "School nurse, GP or the young people's mental health team, as the school knows them."),
             "C 4.9"),
        Step(all_.FILTER_REVIEW, "C 4.9"),
        Step(S("vulnerable", "Note that the child is vulnerable online, for those who must know", _, C.SCHOOL_DAYS_5,
               False, R.WORDS, "What helps, not the story. Who is told is the child's business too."),
             "C 4.9"),
    ),
    "C 4.9",
)

ADULT_MATERIAL = Procedure(
    "adult-material", "An adult sends or receives unsuitable material",
    (When(staff_harmed=True, types=UNSUITABLE_CONTENT), When(subjects=_STAFF, types=UNSUITABLE_CONTENT)),
    "A member of staff received or sent something unsuitable",
    (
        Step(S("not_forwarded", "Make sure it is not forwarded, not even to the head", _, C.AT_ONCE, True, R.TICK,
               "Leave it where it arrived. Describe it in words."), "E staff C"),
        Step(all_.HEAD_TOLD, "E staff C"),
        Step(all_.DEVICE, "E staff C"),
        Step(S("nature_logged", "Write down what kind of thing it is, from whom and when, in words", _,
               C.NEXT_SCHOOL_DAY, True, R.WORDS, "Nobody opens it again to describe it better."), "E staff C"),
        Step(S("advice_police", "Ask the police for advice, or say why not, and record what they said", _,
               C.SAME_SCHOOL_DAY, False, R.REASON,
               "Their advice may be to do nothing with the device until they come."), "E staff C"),
    ),
    "E staff C",
)

ACCIDENT = Procedure(
    "accident", "Unsuitable content, reached by accident",
    (When(types=UNSUITABLE_CONTENT, nature=Nature.ACCIDENTAL),),
    "An unsuitable site was reached by accident",
    (
        Step(S("screen_calm", "Close or minimise the screen calmly, without drawing a crowd",
               _, C.SAME_SCHOOL_DAY, False,
               R.TICK, "Turn the monitor off if the page will not close."), "C 4.2, A 7"),
        Step(all_.REASSURED, "E children A, E guide 1"),
        Step(S("no_blame", "Talk with the class, where they saw it: what happened, nobody's fault, tell us", _,
               C.SCHOOL_DAYS_3, False, R.TICK, "Short, without naming the site and without the child being looked at."),
             "E guide 1, staff A"),
        Step(all_.ADDRESSES, "C 4.2, A 7"),
        Step(all_.BLOCK, "C 4.2, D 2.42"),
        Step(S("filter_level", "Look whether the filter is set right for that age group", _IT, C.SCHOOL_DAYS_5, False,
               R.WORDS, "If it was let through by its category, say which one and whether it should be."),
             "C 4.2, A 7"),
        Step(S("home_decided", "Decide whether parents are told, and why", _, C.SCHOOL_DAYS_5, False, R.REASON,
               "The younger the child and the worse the content, the sooner."), "C 4.2, E guide 1"),
    ),
    "C 4.2, A 7, E guide 1, E children A, E staff A",
)

ON_PURPOSE = Procedure(
    "on-purpose", "On purpose, by a pupil", (When(subjects=_PUPIL, nature=Nature.DELIBERATE),),
    "A pupil did it on purpose",
    (
        Step(all_.AGREEMENT, "C 4.3, E guide 2"),
        Step(all_.SANCTION, "C 4.3, C 5.1"),
        Step(all_.PARENTS, "C 4.3, E children B"),
    ),
    "C 4.3, C 5.1, E guide 2",
)

ON_PURPOSE_CONTENT = Procedure(
    "on-purpose-content", "Unsuitable content, on purpose, by a pupil",
    (When(subjects=_PUPIL, nature=Nature.DELIBERATE, types=UNSUITABLE_CONTENT),),
    "A pupil reached unsuitable content on purpose",
    (
        Step(all_.ADDRESSES, "C 4.3"),
        Step(all_.BLOCK, "C 4.3"),
        Step(S("crime_told", "Tell the child that making, keeping or sending some images is a crime", _,
               C.SCHOOL_DAYS_5, False,
               R.TICK, "In words for their age, so that they know and are not only frightened."),
             "E guide 2, children B"),
    ),
    "C 4.3, E guide 2, children B",
)
# fmt: on
CONTENT = (ILLEGAL_MATERIAL, SELF_HARM, EXTREMIST, ADULT_MATERIAL, ON_PURPOSE_CONTENT, ON_PURPOSE, ACCIDENT)
