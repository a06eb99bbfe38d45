"""What stands in the invented school's registers and report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from esafety.governance.vocabulary import Audience, Level, RiskKind

# fmt: off
POLICIES = (
    ("Online safety policy",                "Designated safeguarding lead", Audience.BOTH,      200),
    ("Child protection policy",             "Head of school",               Audience.BOTH,      140),
    ("Behaviour policy",                    "Head of school",               Audience.STAFF,     -12),
    ("Use of photographs and film",         "Online safety co-ordinator",   Audience.STAFF,      75),
    ("Artificial intelligence in lessons",  "Online safety co-ordinator",   Audience.BOTH,       30),
)
READERS = {
    "Online safety policy": 44, "Child protection policy": 51, "Behaviour policy": 30,
    "Use of photographs and film": 12, "Artificial intelligence in lessons": 0,
}
COURSES = (
    ("Online safety, yearly",            "Wharfshire Learning",  12),
    ("Safeguarding children, level one", "Wharfshire Learning",  36),
    ("Filtering and monitoring",         "Clearway",             24),
)
# fmt: on
INDUCTION = (
    "Shown how to report a concern",
    "Met the designated safeguarding lead",
    "Read and signed the acceptable use agreement",
    "Given a school device, and shown how to lock it",
)
RISKS: tuple[dict[str, Any], ...] = (
    {
        "kind": RiskKind.CONDUCT,
        "words": "Class group chats outside school turn against one child",
        "likelihood": Level.HIGH,
        "impact": Level.MEDIUM,
        "controls": "Lessons in Years 5 and 6 each term; a letter to parents about age limits; a worry box.",
        "owner": "Online safety co-ordinator",
        "days": 60,
    },
    {
        "kind": RiskKind.CONTENT,
        "words": "Unsuitable pages are opened on tablets before the filter knows them",
        "likelihood": Level.MEDIUM,
        "impact": Level.MEDIUM,
        "controls": "Filter checked each fortnight by two people; staff know how to report a page at once.",
        "owner": "Network manager",
        "days": 90,
    },
    {
        "kind": RiskKind.CONTACT,
        "words": "Strangers reach children through games with chat",
        "likelihood": Level.MEDIUM,
        "impact": Level.HIGH,
        "controls": "Lessons about who is who online; evening for parents in the spring.",
        "owner": "Designated safeguarding lead",
        "days": 120,
    },
    {
        "kind": RiskKind.COMMERCE,
        "words": "Children spend money in games without knowing it",
        "likelihood": Level.MEDIUM,
        "impact": Level.LOW,
        "controls": "Part of the computing lessons in Year 4.",
        "owner": "Online safety co-ordinator",
        "days": -5,
    },
    {
        "kind": RiskKind.TECHNOLOGY,
        "words": "A writing assistant keeps what pupils type into it",
        "likelihood": Level.MEDIUM,
        "impact": Level.MEDIUM,
        "controls": "Not used by pupils until the supplier has answered; staff trial without names.",
        "owner": "Data protection lead",
        "days": 30,
    },
)
MEETING = {
    "present": "Online safety co-ordinator, online safety governor",
    "minutes": "The filter log and the training register were looked at. Inductions of this term are complete.",
}
POINTS: tuple[dict[str, Any], ...] = (
    {"words": "Invite parents to an evening about games", "owner": "Online safety co-ordinator", "days": 40},
    {"words": "Bring the behaviour policy to the board", "owner": "Head of school", "days": -3},
)
COMMENTS = {
    "headline": "More was reported than in the term before. Two things explain it: staff had a training day on "
    "reporting, and pupils now find the help page on every tablet. We read it as children telling us earlier.",
    "types": "Messages in group chats outside school take most of our time. Years 5 and 6 had three lessons on "
    "group chats; parents had a letter about age limits.",
    "risks": "Conduct leads. The scheme of work has two lessons a year on commerce; a third is being "
    "written.",
    "outcomes": "Where a sanction followed, the family was spoken to first. Adverts reached by accident led to a "
    "change of the filter, not to a sanction.",
    "timeliness": "The late ones came in while two of the three leads were away. A deputy is on duty each week now.",
    "learning": "Advert networks are blocked as a category. Group chats are a theme of the next assemblies.",
    "filtering": "The fortnightly check is done by two people and entered the same day.",
    "training": "Governors who joined this term take the yearly course in the first week of the next.",
    "assessment": "The writing assistant stays switched off for pupils until its supplier has answered.",
}
ASKS = (
    "Note the report.\nApprove the policy on artificial intelligence in lessons.\nAgree a date for the "
    "governor’s visit."
)
FOR_GOVERNORS: dict[str, Any] = {
    "words": "Visit a Year 6 lesson about group chats",
    "owner": "Online safety governor",
    "due_on": None,
}


def edition(today: dt.date) -> dict[str, Any]:
    """An edition as it was approved in the autumn before."""
    return {
        "approved_by": "Full governing board",
        "approved_on": today - dt.timedelta(days=120),
        "minute": "7.2",
        "changes": "Group chats and artificial intelligence added.",
        "where": "School website, policies",
    }
