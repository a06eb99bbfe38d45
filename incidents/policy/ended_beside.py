"""Which steps of procedures end because something was recorded beside the incident. One row an act.

Source: domain/procedures.md ("a device secured", "a letter", handed to the police "with a receipt"). The steps may
be ticked too: not every school keeps the thing here.
"""

from __future__ import annotations

from incidents.policy.routing import TaskCode
from incidents.vocabulary import DecisionKind
from incidents.vocabulary.evidence import Custody
from incidents.vocabulary.letters import LetterKind

# fmt: off
BY_EVIDENCE: tuple[str, ...] = ("evidence_kept",)
BY_CUSTODY: dict[Custody, tuple[str, ...]] = {
    Custody.TAKEN:     ("device_safe", "handed_over"),
    Custody.TO_POLICE: ("receipt_police",),
}
BY_LETTER: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.COMPLAINT_ACKNOWLEDGED: (TaskCode.ACKNOWLEDGE,),
    LetterKind.COMPLAINT_ANSWERED:     ("written_answer",),
}
BY_DECISION: dict[DecisionKind, tuple[str, ...]] = {
    DecisionKind.PARENTS_TOLD:     (TaskCode.PARENTS,),
    DecisionKind.PARENTS_NOT_TOLD: (TaskCode.PARENTS,),
}
"""Closing takes such a decision for what the step asks (`record/lacks.py`)."""
BY_BLOCK: tuple[str, ...] = (TaskCode.BLOCK,)
# fmt: on
RECORDED = "It is recorded beside the incident"
DECIDED_BESIDE = "A decision on the incident says it"
