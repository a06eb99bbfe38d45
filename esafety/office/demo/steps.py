"""The steps of procedures in the stories: whoever works on a case does what is due, in a few plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from incidents import actions
from incidents.vocabulary import Records

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.models import Incident, Task

AHEAD = dt.timedelta(days=3)
"""What is due by then is done when somebody has the case open anyway."""

_SAID = {
    "social_care": "Talked with the front door; below the threshold for now. Reason on their form and here.",
    "support_plan": "Mrs Okafor sees them on Mondays at break, first this week. Looked at again in three weeks.",
    "safety_plan": "Separate tables, separate groups for computing, pick-up by the side door. Looked at on Fridays.",
    "evidence_kept": "Messages kept as text with times and names, in the locked cabinet. Nothing passed on.",
    "device_safe": "Left as it was, labelled, in the head's safe. Entered with time and who was there.",
    "second_person": "Two of us throughout, and neither knows the family.",
    "threat_check": "No threat and no demand; it stopped when they were spoken to. Not for the police.",
    "bullying_policy": "Both met, each alone first. They agreed what will not happen again.",
    "removal": "Reported with the page's own button; gone by the next morning.",
    "welfare_check": "Seen before lunch, calm, safe at home tonight.",
    "address_list": "Two addresses from the filter's log, added to the account.",
    "agreement": "Signed in September, this year's edition.",
    "facts_found": "Talked with everybody who saw it. There is substance to part of it.",
    "safety_effect": "Filtering and monitoring ran throughout; checked in the log.",
}
_BY_KIND = {
    Records.TICK: "",
    Records.WORDS: "Done, and talked through at Thursday's meeting.",
    Records.REASON: "Decided together: in proportion to what happened, and no more is known.",
    Records.REFERRAL: "Advice sought by telephone. No referral; the reason is in the decisions.",
    Records.POLICE: "Reported. Reference 4417 of the same day.",
    Records.LETTER: "Letter sent the same day, a copy in the file.",
    Records.BLOCK: "Blocked, and tried from a pupil's account.",
    Records.PARENTS: "Rang home the same afternoon.",
    Records.SANCTION: "Support and a talk; no more was needed.",
    Records.DEVICE: "Handed over and locked away.",
    Records.EVIDENCE: "Kept in the locked cabinet, entered with date and name.",
    Records.AGREEMENT: "Signed in September, this year's edition.",
}


def do_steps(incident: Incident, by: User, *, spare: Collection[str] = (), closing: bool = False) -> None:
    """Do the steps that are due soon, or all that closing needs; `spare` are those that the story ends itself."""
    steps = incident.tasks.open().exclude(asked_by=[]).exclude(code__in=spare).order_by("due_at", "place")
    steps = steps.filter(required=True) if closing else steps.filter(due_at__lt=timezone.now() + AHEAD)
    for task in list(steps):
        _do(task, by)


def _do(task: Task, by: User) -> None:
    """One step; somebody who may not do it leaves it."""
    said = _SAID.get(task.code, _BY_KIND[Records(task.records)])
    try:
        with transaction.atomic():
            actions.finish_task(task=task, result=said, by=by)
    except (NotNow, PermissionDenied):
        return
