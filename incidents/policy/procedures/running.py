"""Procedures about how the school runs: systems, data, alerts, complaints."""

from __future__ import annotations

from esafety.people.vocabulary import Role
from incidents.policy.clocks import Clock as C
from incidents.policy.procedures import shared as all_
from incidents.policy.procedures.shape import Procedure, Step
from incidents.policy.routing import TaskRule as S
from incidents.policy.routing import When
from incidents.vocabulary import FoundBy
from incidents.vocabulary import IncidentType as T
from incidents.vocabulary import Records as R

_IT, _DATA = Role.NETWORK_MANAGER, Role.DATA_PROTECTION_LEAD
_: Role | None = None

# fmt: off
BREACH = Procedure(
    "data-breach", "Personal data breach", (When(types=frozenset({T.DATA_LOSS})),),
    "Personal data was lost or published",
    (
        Step(S("contained", "Contain it: get it back, take it down, close the way out", _, C.AT_ONCE, True, R.WORDS,
               "Ask whoever has it to delete it and to say so in writing."), "C 3.2"),
        Step(S("breach_extent", "Find out what, whose and how many", _DATA, C.WORKING_DAY_1, True, R.WORDS,
               "Special kinds of data and children's data weigh more. A count is enough at first."), "C 3.2"),
        Step(all_.BREACH, "C 3.2"),
        Step(S("people_told", "Tell the people it is about, if the risk to them is high; or say why not", _DATA,
               C.HOURS_72, True, R.REASON, "In plain words: what happened, what it can mean, what they can do."),
             "C 3.2"),
        Step(S("breach_lessons", "Say what stops it from happening again", _DATA, C.SCHOOL_DAYS_20, False, R.WORDS,
               "One change that somebody will make, and by when."), "C 3.2"),
    ),
    "C 3.2",
)

SECURITY = Procedure(
    "security", "Security, hacking and viruses", (When(types=frozenset({T.BYPASS, T.HACKING})),),
    "Security was bypassed or breached",
    (
        Step(all_.NETWORK, "B, C 5.1.3"),
        Step(S("logs_kept", "Keep the evidence: logs, the device, the account as it was", _IT, C.NEXT_SCHOOL_DAY, False,
               R.EVIDENCE, "Copy first, clean afterwards."), "B, C 5.1.3"),
        Step(S("data_lost", "Check whether personal data was read, changed or lost", _IT, C.NEXT_SCHOOL_DAY, True,
               R.REASON, "If it was: correct the account to add that type, and the 72 hours start."), "B, C 3.2"),
    ),
    "B, C 5.1.3",
)

TECHNICAL = Procedure(
    "technical", "Technical incident", (When(types=frozenset({T.TECHNICAL})),),
    "A fault or a breach of a system was reported",
    (
        Step(all_.NETWORK, "B technical"),
        Step(S("safety_effect", "Judge the effect on filtering and monitoring: who was without either, and since when",
               _IT, C.NEXT_SCHOOL_DAY, True, R.REASON, "If they were, tell the safeguarding lead today."),
             "B technical"),
        Step(S("fault_mended", "Mend it", _IT, C.SCHOOL_DAYS_3, True, R.WORDS,
               "What was wrong and what was done. A workaround is not yet mended."), "B technical"),
        Step(S("fault_tested", "Test it as a pupil and as staff, and write down what was tested",
               _IT, C.SCHOOL_DAYS_5, True,
               R.WORDS, "What, from which account, on which device, with which result."), "B technical"),
        Step(S("fault_log", "Enter it in the log of faults and changes", _IT, C.SCHOOL_DAYS_5, False, R.TICK,
               "So that the yearly review of the filter finds it."), "B technical"),
    ),
    "B technical",
)

ALERT = Procedure(
    "monitoring", "Monitoring alert", (When(found_by=FoundBy.MONITORING),),
    "Monitoring software raised it",
    (
        Step(S("alert_read", "Read the alert; where it may be serious, two people together", _, C.NEXT_SCHOOL_DAY, True,
               R.WORDS, "Who read it. A capture that may be illegal is not opened."), "A 4"),
        Step(S("alert_user", "Make sure who was at the screen", _, C.NEXT_SCHOOL_DAY, True, R.WORDS,
               "An account is not a person: timetable, room, who lent a password."), "A 4"),
        Step(S("alert_judged", "Decide: harmless, or something that happened", _, C.NEXT_SCHOOL_DAY, True, R.REASON,
               "A song, homework and a novel all set off words. Say what persuaded you."), "A 4"),
    ),
    "A 4",
)

COMPLAINT = Procedure(
    "complaint", "Complaint", (When(found_by=FoundBy.COMPLAINT),),
    "It came as a complaint",
    (
        Step(S("senior_named", "Name the senior member of staff who deals with it", _, C.NEXT_SCHOOL_DAY, True, R.WORDS,
               "Not somebody it is about, and not somebody close to them."), "A 13, D 3.7"),
        Step(all_.ACKNOWLEDGE, "A 13, D 3.7"),
        Step(S("looked_into", "Look into it, and write down what was found", _, C.SCHOOL_DAYS_10, True, R.WORDS,
               "Hear both sides. Keep what you were shown."), "D 3.8 to 3.10"),
        Step(S("written_answer", "Answer in writing: what was found, and what follows",
               _, C.SCHOOL_DAYS_20, True, R.LETTER,
               "Nothing about what happens to another child or to staff."), "D 3.11"),
        Step(S("route_told", "Tell them where they can go if they are not content", _, C.SCHOOL_DAYS_20, True, R.TICK,
               "The next stage of the school's own procedure, with a name and a time."), "D 3.12"),
    ),
    "A 13, D 3.7 to 3.12",
)
# fmt: on
RUNNING = (BREACH, SECURITY, TECHNICAL, ALERT, COMPLAINT)
