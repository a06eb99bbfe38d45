"""The nouns of this room."""

from incidents.models.address import WebAddress
from incidents.models.chronology import ChronologyMark, ChronologyPrint
from incidents.models.decision import Decision
from incidents.models.draft import Draft
from incidents.models.incident import Incident, IncidentTag
from incidents.models.invitation import IncidentInvitation
from incidents.models.involvement import Involvement
from incidents.models.link import Link
from incidents.models.note import Note
from incidents.models.outcome import AllegationOutcome, PatternReview
from incidents.models.referral import Referral, ReferralEntry, ReferralForm
from incidents.models.routing_note import RoutingNote
from incidents.models.saved_view import SavedView
from incidents.models.search_text import SearchText
from incidents.models.statement import Statement
from incidents.models.task import Task

__all__ = [
    "AllegationOutcome",
    "ChronologyMark",
    "ChronologyPrint",
    "Decision",
    "Draft",
    "Incident",
    "IncidentInvitation",
    "IncidentTag",
    "Involvement",
    "Link",
    "Note",
    "PatternReview",
    "Referral",
    "ReferralEntry",
    "ReferralForm",
    "RoutingNote",
    "SavedView",
    "SearchText",
    "Statement",
    "Task",
    "WebAddress",
]
