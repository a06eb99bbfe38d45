"""What a role reaches, in plain words: one table over the capabilities of `roles.py`, which decides.

Source: domain/README.md, row 31 (register of who has access); domain/people-and-roles.md, "Roles (per school)".
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import models

from esafety.access.capabilities import Capability as C
from esafety.access.roles import CAPABILITIES
from esafety.people.vocabulary import Role


class Reach(models.TextChoices):
    """A kind of thing that a role gives access to."""

    CASES = "cases", "Cases"
    REPORTING = "reporting", "Reporting"
    WATCHING = "watching", "Monitoring alerts"
    TASKS = "tasks", "Tasks"
    PEOPLE = "people", "People"
    ACCOUNTS = "accounts", "Accounts"
    SCHOOL = "school", "School"
    EQUIPMENT = "equipment", "Equipment and visitors"
    MESSAGES = "messages", "Messages"
    AGREEMENTS = "agreements", "Agreements"
    FILTERING = "filtering", "Filtering"
    GOVERNANCE = "governance", "Reports and registers"
    KEEPING = "keeping", "How long records are kept"
    MOVING = "moving", "Files for the next school"
    SUBJECT_ACCESS = "subject_access", "Requests to see what is held"


class Line(NamedTuple):
    """One kind of thing: whoever holds any of `given_by` has access to it, and what that means."""

    reach: Reach
    given_by: frozenset[C]
    means: str


# fmt: off
LINES: Final = (
    Line(Reach.CASES, frozenset({C.TRIAGE, C.WORK, C.SHARE, C.CLOSE, C.PRINT, C.EXPORT, C.SEE_TRAIL, C.SEND_COPY,
                                 C.READ_LOW_LEVEL}),
         "Reads and works on the cases of their post"),
    Line(Reach.REPORTING, frozenset({C.REPORT}),
         "Reports concerns, and reads their own words again"),
    Line(Reach.WATCHING, frozenset({C.TRIAGE_ALERTS, C.KEEP_ALERT_SOURCES, C.SET_WATCH}),
         "Reads what monitoring reports, or keeps where it comes from"),
    Line(Reach.TASKS, frozenset({C.DO_TASKS}),
         "Does tasks given to them"),
    Line(Reach.PEOPLE, frozenset({C.MANAGE_ROLL}),
         "Keeps the list of pupils, staff and parents"),
    Line(Reach.ACCOUNTS, frozenset({C.MANAGE_ACCOUNTS, C.CONFIRM_ACCOUNTS, C.SEE_REGISTER}),
         "Gives, confirms or looks up accounts and roles"),
    Line(Reach.SCHOOL, frozenset({C.MANAGE_SCHOOL, C.FOUND_SCHOOLS, C.MANAGE_CONTACTS, C.SET_DUTY}),
         "Sets the calendar, the settings, the contacts or who is on duty"),
    Line(Reach.EQUIPMENT, frozenset({C.MANAGE_DEVICES, C.KEEP_VISITORS}),
         "Keeps the register of equipment or of visitors"),
    Line(Reach.MESSAGES, frozenset({C.SEE_PARKED_MESSAGES}),
         "Sees that a message could not be delivered, not what it said"),
    Line(Reach.AGREEMENTS,
         frozenset({C.READ_AGREEMENTS, C.MANAGE_AGREEMENTS, C.APPROVE_AGREEMENTS, C.SEE_AGREEMENT_REGISTER,
                    C.SEE_PHOTOGRAPH_LIST, C.OPEN_CLASS_SIGNING}),
         "Reads, writes or approves agreements, or looks up what was signed and allowed"),
    Line(Reach.FILTERING,
         frozenset({C.REQUEST_FILTERING, C.DECIDE_FILTERING, C.RUN_FILTERING, C.SEE_FILTERING_LOG,
                    C.SIGN_FILTERING_YEAR, C.ASK_LOOKS, C.DECIDE_LOOKS, C.SEE_LOOKS}),
         "Asks for, decides, carries out or reviews what is open and blocked"),
    Line(Reach.GOVERNANCE, frozenset({C.WRITE_REPORTS, C.APPROVE_REPORTS, C.READ_REPORTS, C.KEEP_REGISTERS,
                                      C.READ_REGISTERS, C.READ_POLICIES, C.SEE_FIGURES, C.COMPARE_SCHOOLS}),
         "Writes, approves or reads reports to governors, policies and registers; governors see no case"),
    Line(Reach.KEEPING, frozenset({C.KEEP_RECORDS}),
         "Reviews, holds and, with a second person, disposes of records they may see"),
    Line(Reach.MOVING, frozenset({C.MOVE_FILES}),
         "Sends a pupil's safeguarding file to the next school"),
    Line(Reach.SUBJECT_ACCESS, frozenset({C.ANSWER_REQUESTS}),
         "Answers requests to see what is held about somebody, with what they may read themselves"),
)
# fmt: on

BY_NAME: Final = frozenset({C.SEE_INCIDENTS, C.NOTE})
"""Open single cases to somebody named in them by a colleague. Told of nobody: the list would say who has one."""


def reach_of(role: Role) -> list[Line]:
    """What a role gives access to, in the order of the table."""
    return [line for line in LINES if line.given_by & CAPABILITIES[role]]


def roles_reaching(reach: Reach) -> list[Role]:
    """The roles that give access to a kind of thing."""
    return [role for role in Role if any(line.reach is reach for line in reach_of(role))]
