"""Procedures about what is done to a child: by other pupils, by an unknown adult."""

from __future__ import annotations

from esafety.people.vocabulary import Role
from incidents.policy.clocks import Clock as C
from incidents.policy.procedures import shared as all_
from incidents.policy.procedures.shape import Procedure, Step
from incidents.policy.routing import TaskRule as S
from incidents.policy.routing import When
from incidents.vocabulary import IncidentType as T
from incidents.vocabulary import Records as R

_: Role | None = None

# fmt: off
CONTACT = Procedure(
    "adult-contact", "Contact by an adult",
    (When(types=frozenset({T.GROOMING, T.ADULT_CONTACT, T.OBSCENE_TO_CHILD})),),
    "Grooming, or contact by an adult who is not known",
    (
        Step(S("meeting_check", "Is a meeting planned, or somebody in danger now? Then 999 before anything else", _,
               C.AT_ONCE, True, R.WORDS, "Say what you know: place, time, name used, account, what was asked for."),
             "C 4.7"),
        Step(S("lead_spoken", "Talk with whoever reported it, and with the child where that is right", _,
               C.SAME_SCHOOL_DAY, True,
               R.WORDS, "Open questions only. Write the child's own words, and who was there."),
             "C 4.7, E guide 6"),
        Step(all_.SOCIAL_CARE, "C 4.7"),
        Step(all_.EVIDENCE, "C 4.7, E children C"),
        Step(all_.CEOP, "C 4.7, E guide 6"),
        Step(S("contact_ended", "Help the child to end the contact and to change what the adult knows", _,
               C.NEXT_SCHOOL_DAY, False, R.WORDS,
               "Not before the police say so: they may want the account as it is. Then block, and change details."),
             "C 4.7, E guide 6"),
        Step(all_.PARENTS._replace(clock=C.NEXT_SCHOOL_DAY), "C 4.7"),
        Step(S("school_equipment", "If school equipment was used: note what was done, and have the provider keep and "
               "audit the logs", _, C.NEXT_SCHOOL_DAY, False, R.WORDS,
               "Ask in writing. Logs are often overwritten within weeks."),
             "C 4.7"),
        Step(all_.OFFICER, "C 4.7"),
        Step(all_.SUPPORT, "C 4.7"),
    ),
    "C 4.7, E guide 6, E children C",
)

NUDES = Procedure(
    "nudes", "Nudes and semi-nudes", (When(types=frozenset({T.NUDES})),),
    "Nudes or semi-nudes were shared between young people",
    (
        Step(S("imagery_rule", "The safeguarding lead takes it alone: nobody views, copies, forwards or deletes", _,
               C.AT_ONCE, True, R.TICK, "Tell everybody who knows. What was seen is described in words only."),
             "C 4.6, D 4.11"),
        Step(S("handed_over", "Ask for the device to be handed over, switched off, and lock it away", _,
               C.SAME_SCHOOL_DAY, True, R.DEVICE,
               "By consent where possible. Nobody searches it. Note the moment and who was there."),
             "C 4.6, D 4.12"),
        Step(S("at_once_test", "Go at once to police or social care? Adult, coercion, under 13, violence, risk of harm",
               _, C.SAME_SCHOOL_DAY, True, R.REASON,
               "Any one of the five is enough. If none applies, say so, and on what you rest that."),
             "D 4.13, C 4.6"),
        Step(S("review_meeting", "Hold the first review meeting with those who must be there", _, C.SCHOOL_DAYS_3, True,
               R.WORDS, "Who was there and what was decided."), "D 4.12"),
        Step(S("risk_questions", "Answer the risk questions: consent, ages, pressure, adults, how widely, vulnerable",
               _,
               C.SCHOOL_DAYS_3, True, R.WORDS,
               "Why it was shared, who has it, on which services, what it does to each child, what happened before."),
             "D 4.13, C 4.6"),
        Step(all_.PARENTS, "C 4.6, D 4.14"),
        Step(all_.SUPPORT, "C 4.6"),
        Step(S("taken_down", "Have it taken down: the young person's own report, and the platform's", _,
               C.NEXT_SCHOOL_DAY, False, R.WORDS,
               "Under 18 they can report it themselves without showing it to you. Note the number."),
             "D 4.14"),
        Step(S("no_crime", "Decide what follows without making a criminal of a child who need not be one", _,
               C.SCHOOL_DAYS_10, True, R.REASON, "Learning and support before punishment. Age and pressure decide."),
             "C 4.6, D 4.14"),
    ),
    "C 4.6, D 4.11 to 4.14",
)

HARASSMENT = Procedure(
    "sexual-harassment", "Sexual harassment between pupils", (When(types=frozenset({T.SEXUAL_HARASSMENT})),),
    "Sexual harassment between pupils",
    (
        Step(S("taken_seriously", "Tell whoever was harmed that they are taken seriously and kept safe", _,
               C.SAME_SCHOOL_DAY, True, R.TICK, "It is never banter and never their fault. Promise no secrecy."),
             "C 4.6"),
        Step(S("separate_words", "Take each account apart, in their own words", _, C.NEXT_SCHOOL_DAY, True, R.WORDS,
               "Two adults where you can. No account is read to another."), "C 4.6"),
        Step(all_.SAFETY_PLAN, "C 4.6"),
        Step(all_.SOCIAL_CARE, "C 4.6"),
        Step(all_.DANGER_POLICE, "C 4.6"),
        Step(all_.PARENTS, "C 4.6"),
        Step(S("exploitation", "Consider links with gangs or exploitation", _, C.SCHOOL_DAYS_5, False, R.REASON,
               "Older friends, gifts, missing from home, new phones."), "C 4.6"),
        Step(all_.SUPPORT, "C 4.6"),
    ),
    "C 4.6",
)

BULLYING = Procedure(
    "bullying", "Online bullying of a pupil",
    (When(types=frozenset({T.BULLYING}), staff_harmed=False), When(types=frozenset({T.BULLYING}), pupil_harmed=True)),
    "A pupil is bullied online",
    (
        Step(all_.NO_REPLY, "C 4.5, E guide 4"),
        Step(all_.EVIDENCE, "C 4.5, A flow pupil"),
        Step(all_.DANGER_POLICE, "C 4.5, A flow pupil"),
        Step(S("bullying_policy", "Apply the anti-bullying policy: resolve it, sanction it, or both",
               _, C.SCHOOL_DAYS_5,
               True, R.REASON, "In proportion. Ask whoever was harmed what would make it better."),
             "C 4.5, A flow pupil"),
        Step(all_.REMOVAL, "C 4.5, E guide 4"),
        Step(S("new_number", "Consider a new number, name or address for the child",
               _, C.SCHOOL_DAYS_5, False, R.REASON,
               "Only if the child wants it: it must not feel like the punishment."), "E guide 4"),
        Step(all_.PARENTS, "C 4.5, A flow pupil"),
        Step(all_.FAMILY_AGREEMENT, "E guide 4"),
        Step(all_.SUPPORT, "C 4.5"),
        Step(all_.OFFICER, "C 4.5"),
        Step(all_.WORKSHOP, "C 4.5, E guide 4"),
    ),
    "C 4.5, E guide 4, A flow pupil",
)
# fmt: on
PUPILS = (CONTACT, NUDES, HARASSMENT, BULLYING)
