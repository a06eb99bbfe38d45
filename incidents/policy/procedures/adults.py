"""Procedures about the school's adults: what they may have done, and what is done to them."""

from __future__ import annotations

from esafety.people.vocabulary import Role
from incidents.policy.clocks import Clock as C
from incidents.policy.procedures import shared as all_
from incidents.policy.procedures.shape import Procedure, Step
from incidents.policy.routing import Subject, When
from incidents.policy.routing import TaskRule as S
from incidents.policy.types import ILLEGAL
from incidents.vocabulary import AcceptedAs, Nature
from incidents.vocabulary import IncidentType as T
from incidents.vocabulary import Records as R

_: Role | None = None
_STAFF = frozenset({Subject.STAFF, Subject.DSL, Subject.HEAD})

# fmt: off
MISUSE = Procedure(
    "staff-misuse", "Misuse by a member of staff",
    (When(subjects=_STAFF), When(accepted_as=AcceptedAs.STAFF_ALLEGATION)),
    "It is about a member of staff",
    (
        Step(all_.HEAD_TOLD, "C 4.4, A flow 1"),
        Step(all_.LADO, "C 4.4, A flow 1"),
        Step(all_.TWO_PEOPLE, "C 4.4, B"),
        Step(all_.DEVICE, "C 4.4, E staff B"),
        Step(S("hr_asked", "Ask HR before anything is said to the member of staff", _, C.WORKING_DAY_1, True, R.WORDS,
               "Ask the LADO and the police first where they are in it: they say what may be told, and when."),
             "C 4.4, A flow 1"),
        Step(S("use_audit", "Commission an audit of use from the provider, in writing", _, C.SCHOOL_DAYS_3, False,
               R.LETTER, "Which account, which device, which days, and to whom alone they answer."),
             "C 4.4"),
        Step(S("offence_check", "Decide whether it may be an offence, and record what the police advise", _,
               C.SAME_SCHOOL_DAY, True, R.REASON, "If it may be: stop here until they answer."),
             "C 4.4, B, E guide 3"),
        Step(all_.FACTS, "C 4.4, E guide 3"),
        Step(S("disciplinary", "Decide what follows under the disciplinary procedure, and why",
               _, C.SCHOOL_DAYS_20, True,
               R.SANCTION, "The head decides; about the head, the chair. Suspension protects and does not punish."),
             "C 4.4, C 5.2"),
        Step(S("governors_told", "Tell the governors what they must know", _, C.SCHOOL_DAYS_10, False, R.TICK,
               "That there is a matter, not its content: they may have to hear an appeal."),
             "C 4.4, D"),
    ),
    "C 4.4, A flow 1, B, E guide 3, E staff B, D",
)

SAFEGUARDS = Procedure(
    "safeguards", "Safeguards of an investigation",
    (When(subjects=_STAFF), When(types=ILLEGAL),
     When(types=frozenset({T.BYPASS, T.HACKING}), nature=Nature.DELIBERATE)),
    "There is a suspicion to look into",
    (
        Step(all_.TWO_PEOPLE, "B misuse"),
        Step(S("one_computer", "Set one computer aside for it, that pupils do not use and the police could take", _,
               C.NEXT_SCHOOL_DAY, False, R.WORDS, "Which one, where it stands, who has the key."), "B misuse"),
        Step(S("access_logged", "Arrange the access that is needed, and have the access itself logged", _,
               C.NEXT_SCHOOL_DAY, False, R.TICK, "The technician opens it and is not told what for."), "B misuse"),
        Step(S("reviewed_list", "List every address and what kind of thing it held", _, C.SCHOOL_DAYS_5, False, R.WORDS,
               "Only while nothing suggests an indecent image of a child. The moment it does: stop, and the police."),
             "B misuse"),
        Step(S("screens_signed", "Print what may lawfully be printed; both sign each page", _, C.SCHOOL_DAYS_5, False,
               R.EVIDENCE, "Never where it may be illegal to copy."), "B misuse"),
        Step(S("judged", "Judge together: substance or not; inside the school, the authority, or the police", _,
               C.SCHOOL_DAYS_10, True, R.REASON, "Both names, and why."), "B misuse"),
    ),
    "B misuse",
)

STAFF_HARMED = Procedure(
    "staff-harmed", "Bullying of a member of staff",
    (When(staff_harmed=True), When(types=frozenset({T.STAFF_COMMENTS}))),
    "A member of staff is the one harmed",
    (
        Step(S("head_confides", "Take it in confidence, to the head", _, C.SAME_SCHOOL_DAY, False, R.TICK,
               "They decide with whom it is talked about."), "A flow 1, C 4.5.4"),
        Step(all_.NO_REPLY, "C 4.5.4, E staff F"),
        Step(all_.EVIDENCE, "C 4.5.4, G"),
        Step(S("ask_to_remove", "See whoever did it: invite a parent in, ask a pupil, take a colleague to HR first",
               _, C.SCHOOL_DAYS_5, True, R.WORDS,
               "Cite the home-school agreement or the agreement they signed. Ask for it to be taken down."),
             "A flow 1, C 4.5.4, E guide 5"),
        Step(S("under_age", "Report an account held under age to the platform", _, C.SCHOOL_DAYS_5, False, R.TICK,
               "Where a pupil did it."), "C 4.5.4"),
        Step(S("chair_next", "If a parent does not stop: the chair of governors, and a letter",
               _, C.SCHOOL_DAYS_10, False,
               R.LETTER, "A letter to other parents only where they saw it."), "A flow 1, C 4.5.4"),
        Step(S("staff_help", "Show whom they can turn to: helpline, union, HR, and time for it",
               _, C.NEXT_SCHOOL_DAY, True,
               R.TICK, "Ask again in a week."), "C 4.5.4, E guide 5"),
        Step(all_.DANGER_POLICE, "A flow 1, C 4.5.4"),
    ),
    "A flow 1, C 4.5.4, E staff F, G, E guide 5",
)

STAFF_CHILD = Procedure(
    "staff-child", "Inappropriate contact between staff and child",
    (When(types=frozenset({T.STAFF_PUPIL_CONTACT})),),
    "Contact between an adult of the school and a child is in question",
    (
        Step(all_.REASSURED, "E children C, E staff E"),
        Step(S("apart", "Make sure that the child need not meet the adult", _, C.AT_ONCE, True, R.WORDS,
               "Timetable, clubs, transport, messages. The child must not be the one who misses out."), "E staff E"),
        Step(all_.HEAD_TOLD, "E staff E"),
        Step(all_.EVIDENCE, "E staff E, children C"),
        Step(S("messages_judged", "Judge what was said: innocent, threatening or abusive, and why",
               _, C.SAME_SCHOOL_DAY,
               True, R.REASON, "Two people. Where it may be abusive: LADO and police before anybody is asked."),
             "E staff E"),
        Step(all_.LADO, "E staff E, C 4.4"),
        Step(all_.CEOP, "E children C"),
        Step(all_.PARENTS, "E children C"),
    ),
    "E staff E, E children C",
)

COMMENTS = Procedure(
    "comments", "Malicious comments on a site",
    (When(types=frozenset({T.STAFF_COMMENTS})), When(types=frozenset({T.HATE}), pupil_harmed=True),
     When(types=frozenset({T.HATE}), staff_harmed=True)),
    "Malicious things are said of a pupil or of staff",
    (
        Step(all_.EVIDENCE, "E guide 5"),
        Step(all_.REMOVAL, "E guide 5, staff F"),
        Step(all_.DEFAME, "E guide 5"),
        Step(all_.HEAD_TOLD, "E guide 5"),
        Step(all_.DANGER_POLICE, "E guide 5, children D"),
        Step(all_.OFFICER, "E guide 5"),
        Step(all_.WORKSHOP, "E guide 5, children E"),
    ),
    "E guide 5, E staff F, E children D, E",
)
# fmt: on
ADULTS = (STAFF_CHILD, MISUSE, SAFEGUARDS, STAFF_HARMED, COMMENTS)
