"""What the application's own role may do with which table. Everything else is refused by the database.

Every table may be read and added to. Rows of tables to which rows are only ever added (the trail, decisions, notes,
signatures, custody …: those with guards, esafety/audit/guards.py) are never changed. Rows are removed from these:
"""

from __future__ import annotations

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"

REMOVABLE = {
    "sessions.Session": "signing out",
    "usersessions.UserSession": "signing out",
    "mfa.Authenticator": "a second step that was taken off, lost, or reset by two people",
    "signin.SignInIdentity": "which identity at a provider opens an account",
    "schooldays.Term": "a term entered by mistake",
    "schooldays.Closure": "a closure entered by mistake",
    "people.ExternalContact": "a contact that nothing was ever sent to",
    "people.Guardianship": "ties that an import made, when it is undone",
    "people.Person": "people an import added who were taken off again and of whom nothing speaks",
    "office.ImportLine": "lines of an import, when it is checked afresh or a month after",
    "office.ImportChange": "the same",
    "incidents.Draft": "what was never sent, or became a report",
    "incidents.IncidentTag": "a tag that was taken off",
    "incidents.WebAddress": "addresses an account was corrected not to have",
    "incidents.SavedView": "a saved list, by its owner",
    "incidents.Pattern": "a pattern read again each night",
    "incidents.PatternEvidence": "the same",
}
WITH_A_RECORD = [
    "incidents.Incident",
    "incidents.TaskPause",
    "incidents.Sanction",
    "incidents.PartEntry",
    "incidents.ChronologyMark",
    "incidents.AllegationOutcome",
    "incidents.ReferralEntry",
    "incidents.ReferralForm",
    "incidents.Task",
    "incidents.Referral",
    "incidents.EvidenceOpening",
    "incidents.EvidenceItem",
    "incidents.DeviceReview",
    "incidents.CustodyEntry",
    "incidents.Item",
    "incidents.LetterPdf",
    "incidents.Letter",
    "incidents.Link",
    "incidents.AlertReading",
    "incidents.Alert",
    "incidents.WayBack",
    "incidents.DesignatedComputer",
    "incidents.ViewingDecision",
    "incidents.SearchRecord",
    "incidents.RoutingNote",
    "incidents.SearchText",
    "incidents.Statement",
    "incidents.IncidentInvitation",
    "incidents.Decision",
    "incidents.Note",
    "incidents.Involvement",
    "keeping.Review",
    "keeping.Hold",
    "keeping.DueDate",
    "keeping.DisposalItem",
    "moving.TransferPart",
    "moving.TransferReceived",
    "moving.Arrival",
    "moving.ArrivalEntry",
    "moving.ArrivalFile",
    "moving.ArrivalNamed",
    "moving.ArrivalPlacing",
    "outbox.Message",
    "papers.UploadPermit",
    "papers.DocumentLink",
    "papers.Paper",
    "papers.ReceivedFile",
]
"""What goes with a record that two people dispose of (esafety/keeping/striking.py). Of what is only ever added to, the
database lets a row go while an approved disposal names its record, and not otherwise (esafety/keeping/door.py)."""
WITH_A_LOT = [
    "aup.Campaign",
    "aup.CampaignClass",
    "aup.ClassSession",
    "aup.ConsentAnswer",
    "aup.Invitation",
    "aup.PaperScan",
    "aup.Round",
    "aup.SignAgain",
    "aup.Signature",
    "aup.SignedCopy",
    "aup.Suggestion",
    "aup.Visit",
    "aup.Wanted",
    "filtering.Address",
    "filtering.Authorisation",
    "filtering.Certificate",
    "filtering.Check",
    "filtering.CheckResult",
    "filtering.Decision",
    "filtering.FilteringRequest",
    "filtering.FrozenReview",
    "filtering.LogExtract",
    "filtering.LogLine",
    "filtering.LogReview",
    "filtering.ReviewSignature",
    "filtering.YearlyReview",
    "governance.Acknowledgement",
    "governance.InductionTick",
    "governance.Training",
    "governance.TrainingNeed",
    "office.AccountChange",
    "office.AccountInvitation",
    "office.Loan",
    "office.VisitorAccess",
]
"""What goes a school year at a time (esafety/keeping/parts.py): the database lets a row go only while it is written
down with a tombstone in an approved disposal."""
REMOVABLE |= dict.fromkeys(WITH_A_LOT, "with a school year's lot that two people dispose of")
REMOVABLE |= dict.fromkeys(WITH_A_RECORD, "with a record that two people dispose of")
"""Tables from which rows are removed, and what; tests/house/test_nothing_disappears.py has the places in the code."""

ONLY_READ = frozenset({"auth.Permission", "contenttypes.ContentType"})
"""Filled by migrations."""


def rights_on(label: str, *, only_added_to: bool) -> tuple[str, ...]:
    """What may be done with the table of one model."""
    if label in ONLY_READ:
        return (READ,)
    changed = () if only_added_to else (CHANGE,)
    removed = (REMOVE,) if label in REMOVABLE else ()
    return (READ, ADD, *changed, *removed)
