"""Which tasks end only by the act they ask for, and the page of that act. One row a kind of task.

The list of what is to do leads straight to the page; the task's own page says where to go. Source:
domain/procedures.md, "what it records"; domain/incident-record.md, part C.
"""

from __future__ import annotations

from typing import NamedTuple

from esafety.access.capabilities import Capability as C
from incidents.policy.routing import TaskCode


class Act(NamedTuple):
    """The name of the act's page (it takes the incident's reference), who may open it, and what is said to
    whoever would tick the task instead."""

    url_name: str
    capability: C
    refusal: str


# fmt: off
ACTS: dict[str, Act] = {
    TaskCode.FIRST_LOOK: Act("incident_triage", C.TRIAGE,    "A first look ends when the incident is triaged."),
    TaskCode.COPY:       Act("incident_copy",   C.SEND_COPY,
                             "This ends when the copy is sent, or when you record that none is sent."),
    TaskCode.LADO_CONSIDER: Act("referral_start", C.WORK,
                                "This ends when you record the LADO’s advice, a referral, or why none is made."),
    TaskCode.LADO_REFER: Act("referral_start", C.WORK, "This ends when the referral to the LADO is recorded."),
    TaskCode.POLICE:     Act("referral_start", C.WORK,
                             "This ends when the report to the police and their reference are recorded, or why none "
                             "was made."),
    TaskCode.CHANNEL:    Act("referral_start", C.WORK,
                             "This ends when you record Channel’s advice, a referral, or why none is made."),
    "social_care":      Act("referral_start", C.WORK,
                             "This ends when you record a referral to social care, their advice, or why none is made."),
    **dict.fromkeys(
        (TaskCode.REFERRAL_REPLY, TaskCode.REFERRAL_WRITTEN, TaskCode.REFERRAL_ESCALATE,
         TaskCode.REFERRAL_ASSESSMENT, TaskCode.REFERRAL_CONFERENCE, TaskCode.REFERRAL_PRESS),
                         Act("referrals",      C.WORK, "This ends when what the agency did is recorded.")),
    TaskCode.CHILD_REVIEW: Act("referrals",    C.WORK, "This ends when the review is recorded with the referral."),
}
# fmt: on


def act_of(code: str) -> Act | None:
    """The act that ends a task of this code (of a second of its kind too); None when whoever does it says so."""
    return next((act for kind, act in ACTS.items() if code.startswith(kind)), None)
