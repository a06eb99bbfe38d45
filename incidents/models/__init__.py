"""The nouns of this room."""

from incidents.models.address import WebAddress
from incidents.models.alert import Alert, AlertReading, AlertSource
from incidents.models.decision import Decision
from incidents.models.draft import Draft
from incidents.models.incident import Incident, IncidentTag
from incidents.models.invitation import IncidentInvitation
from incidents.models.involvement import Involvement
from incidents.models.link import Link
from incidents.models.note import Note
from incidents.models.pattern import Pattern, PatternDecision, PatternEvidence, PatternLook
from incidents.models.routing_note import RoutingNote
from incidents.models.saved_view import SavedView
from incidents.models.search_text import SearchText
from incidents.models.statement import Statement
from incidents.models.task import Task

__all__ = [
    "Alert",
    "AlertReading",
    "AlertSource",
    "Decision",
    "Draft",
    "Incident",
    "IncidentInvitation",
    "IncidentTag",
    "Involvement",
    "Link",
    "Note",
    "Pattern",
    "PatternDecision",
    "PatternEvidence",
    "PatternLook",
    "RoutingNote",
    "SavedView",
    "SearchText",
    "Statement",
    "Task",
    "WebAddress",
]
