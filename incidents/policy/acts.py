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
}
# fmt: on


def act_of(code: str) -> Act | None:
    """The act that ends a task of this code (of a second of its kind too); None when whoever does it says so."""
    return next((act for kind, act in ACTS.items() if code.startswith(kind)), None)
