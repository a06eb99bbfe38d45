"""The nouns of this room."""

from incidents.models.address import WebAddress
from incidents.models.alert import Alert, AlertReading, AlertSource
from incidents.models.chronology import ChronologyMark, ChronologyPrint
from incidents.models.decision import Decision
from incidents.models.draft import Draft
from incidents.models.evidence import EvidenceItem, EvidenceOpening
from incidents.models.feed import CalendarFeed
from incidents.models.incident import Incident, IncidentTag
from incidents.models.invitation import IncidentInvitation
from incidents.models.involvement import Involvement
from incidents.models.item import CustodyEntry, Item
from incidents.models.letter import Letter, LetterPdf, LetterText
from incidents.models.link import Link
from incidents.models.note import Note
from incidents.models.outcome import AllegationOutcome, PatternReview
from incidents.models.part_entry import PartEntry
from incidents.models.pattern import Pattern, PatternDecision, PatternEvidence, PatternLook
from incidents.models.pause import TaskPause
from incidents.models.referral import Referral, ReferralEntry, ReferralForm
from incidents.models.review import DesignatedComputer, DeviceReview, SearchRecord, ViewingDecision
from incidents.models.routing_note import RoutingNote
from incidents.models.sanction import Sanction, SanctionSettings
from incidents.models.saved_view import SavedView
from incidents.models.search_text import SearchText
from incidents.models.speak_up import SpeakUpPage, WayBack
from incidents.models.statement import Statement
from incidents.models.task import Task

__all__ = [
    "CalendarFeed",
    "CustodyEntry",
    "AllegationOutcome",
    "ChronologyMark",
    "ChronologyPrint",
    "Alert",
    "AlertReading",
    "AlertSource",
    "Decision",
    "DesignatedComputer",
    "DeviceReview",
    "Draft",
    "EvidenceItem",
    "EvidenceOpening",
    "Incident",
    "IncidentInvitation",
    "IncidentTag",
    "Involvement",
    "Item",
    "Letter",
    "LetterPdf",
    "LetterText",
    "Link",
    "Note",
    "PartEntry",
    "PatternReview",
    "Referral",
    "ReferralEntry",
    "ReferralForm",
    "Pattern",
    "PatternDecision",
    "PatternEvidence",
    "PatternLook",
    "RoutingNote",
    "Sanction",
    "SanctionSettings",
    "SavedView",
    "SearchRecord",
    "SearchText",
    "SpeakUpPage",
    "Statement",
    "Task",
    "WayBack",
    "TaskPause",
    "ViewingDecision",
    "WebAddress",
]
