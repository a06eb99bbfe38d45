"""What is held about a person, table by table: where a person stands in it, what of it is told, who may read it.

Source: domain/records.md, "Access request": everything held about one person. `tests/subject_access/test_held.py` walks
every table with personal data: each is told here or stands in `NOT_TOLD` with the reason.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Held(NamedTuple):
    """One table.

    `person`: lookups that lead to the person. `account`: lookups that lead to their account. `case`: the lookup of the
    incident it belongs to, for tables of cases. `whole`: every row of the person's cases, too; alone, those that name
    others only are left. `school`: the lookup of the school, where an account may hold
    rows of several. `at`: the column that says when. `shows`: the columns that are told.
    """

    model: str
    title: str
    person: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    case: str = ""
    school: str = ""
    at: str = ""
    shows: tuple[str, ...] = ()
    whole: bool = False


# fmt: off
HELD: Final = (
    # who they are here
    Held("people.Person", "On the school’s list", ("pk",), shows=(
        "kind", "given_name", "family_name", "known_as", "known_as_family", "email", "telephone", "upn", "born_on",
        "year_group", "class_name", "left_on")),
    Held("people.Guardianship", "Parents, carers and children", ("pupil", "guardian"), shows=(
        "pupil", "guardian", "relationship", "priority", "parental_responsibility", "no_contact")),
    Held("people.Connection", "Declared to be close", ("person", "other"), shows=("person", "other", "closeness")),
    Held("people.User", "Account", account=("pk",), at="joined_at", shows=("name", "email", "last_login")),
    Held("people.Membership", "Post", account=("user",), school="school", shows=("role", "from_date", "until")),
    Held("people.Absence", "Absence", account=("user",), at="from_at", shows=("until_at",)),
    Held("usersessions.UserSession", "Device that is signed in", account=("user",), at="created_at", shows=(
        "ip", "user_agent", "last_seen_at")),
    Held("office.AccountChange", "Change to the account", account=("user",), school="school", at="asked_at", shows=(
        "kind", "stage", "role", "from_date", "until")),
    Held("office.Loan", "Equipment", ("person",), at="out_on", shows=(
        "device", "due_back", "condition_out", "note_out", "returned_on", "condition_in", "note_in")),
    # what was done about or with them
    Held("incidents.Involvement", "Part in a case", ("person",), case="incident", at="added_at", shows=(
        "part", "nature", "withdrawn_reason")),
    Held("incidents.Statement", "Report of a concern", account=("made_by",), case="incident", whole=True, at="made_at",
         shows=("reason",)),
    Held("incidents.Decision", "Decision", case="incident", whole=True, at="at", shows=("kind", "words", "reason")),
    Held("incidents.Note", "Note", case="incident", whole=True, at="at", shows=("standing", "text")),
    Held("incidents.PartEntry", "About their part", ("involvement__person",), case="incident", at="at", shows=(
        "kind", "words", "nature", "told_on", "told_by")),
    Held("incidents.Sanction", "Sanction", ("involvement__person",), case="incident", at="decided_at", shows=(
        "because", "measures", "proportion", "context", "loss_from", "loss_until")),
    Held("incidents.AllegationOutcome", "Outcome of an allegation", ("about__person",), case="incident", at="at",
         shows=("finding", "decided_by", "decided_on", "evidence", "referred_on", "in_reference", "told_on")),
    Held("incidents.Referral", "Passed to another body", case="incident", whole=True, at="made_at", shows=(
        "agency", "approach", "spoke_to", "said", "consent", "consent_reason", "reason")),
    Held("incidents.ReferralEntry", "From another body", case="referral__incident", whole=True,
         at="happened_at", shows=(
        "step", "spoke_to", "words", "answer", "next_on")),
    Held("incidents.ReferralForm", "Form for another body", case="referral__incident", whole=True,
         at="at", shows=("answers",)),
    Held("incidents.Letter", "Letter", ("person", "child"), case="incident", at="written_at", shows=(
        "kind", "recipient", "address", "subject", "text", "sent_at")),
    Held("incidents.Task", "Task", case="incident", whole=True,
         at="opened_at", shows=("words", "detail", "result", "ended_at")),
    Held("incidents.EvidenceItem", "Evidence", case="incident", whole=True, at="added_at", shows=(
        "kind", "description", "kept_where", "police_reference", "iwf_reference")),
    Held("incidents.Item", "Thing in safe keeping", ("owner",), case="incident", whole=True,
         at="added_at", shows=("kind", "description", "owner_name", "why", "return_on", "state")),
    Held("incidents.CustodyEntry", "Safe keeping", case="item__incident", whole=True,
         at="at", shows=("step", "place", "other", "witness", "note")),
    Held("incidents.DeviceReview", "Device or site looked through", case="incident", whole=True,
         at="reviewed_at", shows=(
        "what", "subject", "reason", "seen", "conclusion", "action")),
    Held("incidents.ViewingDecision", "Decision about looking at a picture", case="incident", whole=True,
         at="at", shows=(
        "outcome", "reason", "conditions", "present", "place", "done")),
    Held("incidents.SearchRecord", "Search", case="incident", whole=True, at="at", shows=(
        "place", "searched", "grounds", "looked_for", "found", "disposal", "risk", "parents")),
    Held("incidents.ChronologyMark", "Headline in a chronology", case="incident", whole=True, at="at", shows=(
        "headline", "impact")),
    Held("incidents.ChronologyPrint", "Chronology printed", ("person",), at="at", shows=("purpose",)),
    Held("incidents.PatternReview", "Low-level concerns read together", ("person",), at="at", shows=(
        "verdict", "reason", "again_on")),
    Held("incidents.Alert", "Alert of a monitoring system", ("person",), at="raised_at", shows=(
        "user_typed", "device", "content", "category", "severity", "reason")),
    Held("incidents.Incident", "Reported by them", account=("reported_by",), school="school", case="pk",
         at="reported_at", shows=("reporter_name",)),
    Held("moving.Transfer", "File sent to another school", ("pupil",), at="begun_at", shows=(
        "contact", "starts_on", "left_out_why", "sent_at", "received_on", "received_by", "stopped_why")),
    Held("moving.Arrival", "File from another school", ("pupil",), at="came_at", shows=(
        "sender", "sent_by", "sent_on", "not_kept_why")),
    Held("moving.ArrivalEntry", "Entry in a file from another school", ("arrival__pupil",), at="at", shows=(
        "school", "incident", "title", "headline", "text", "impact", "written_by")),
    # agreements, sites, training
    Held("aup.Signature", "Agreement signed", ("signer", "about"), at="at", shows=(
        "signer", "about", "typed_name", "relationship", "capacity", "words", "route", "address", "browser")),
    Held("aup.ConsentAnswer", "Consent", ("child", "answered_by"), at="at", shows=("words", "given", "answered_by")),
    Held("aup.SignAgain", "Asked to sign again", ("person",), at="demanded_at", shows=("reason",)),
    Held("aup.Suggestion", "Suggestion", ("person",), at="sent_at", shows=("words", "status", "answer")),
    Held("filtering.FilteringRequest", "Site or technology asked for", account=("asked_by",), school="school",
         at="asked_at", shows=("kind", "stage", "purpose", "lesson", "for_group", "alternatives", "data_note",
                               "risk_note")),
    Held("filtering.Authorisation", "Look into activity", ("concerns",), at="asked_at", shows=(
        "stage", "purpose", "period_from", "period_until", "reason", "done_on", "handed_to")),
    Held("governance.Training", "Training", ("person",), at="taken_on", shows=("course", "expires_on")),
    Held("governance.InductionTick", "Induction", ("person",), at="at", shows=("step",)),
    Held("governance.TrainingNeed", "Training needed", account=("user",), school="school", at="said_at", shows=(
        "level", "about")),
    Held("governance.Acknowledgement", "Policy read", account=("user",), school="edition__policy__school",
         at="at", shows=("edition",)),
    Held("outbox.Message", "Message sent to them", ("to_person",), ("to_user",), school="school", at="done_at", shows=(
        "notice",)),
    Held("papers.DocumentLink", "Document sent to them", ("person",), at="created_at", shows=(
        "opened_at", "acknowledged_at")),
)
"""In the order in which an answer tells it."""

NOT_TOLD: Final = {
    "a copy of what is told elsewhere": (
        "incidents.SearchText", "incidents.WebAddress", "filtering.LogLine", "papers.Paper", "incidents.Pattern",
        "account.EmailAddress", "keeping.DueDate", "keeping.DisposalItem",
        "moving.ArrivalPlacing", "moving.ArrivalNamed", "incidents.Draft", "incidents.SavedView",
    ),
    "a key or a secret, by which somebody could act as them": (
        "sessions.Session", "mfa.Authenticator", "incidents.CalendarFeed", "papers.UploadPermit",
        "office.AccountInvitation", "aup.Invitation", "aup.Wanted", "guardian.UserObjectPermission",
        "signin.SignInProvider", "signin.SignInIdentity", "filtering.PullAddress", "aup.Reception", "aup.ClassSession",
    ),
    "what somebody did in their post: it is about the case, the site or the list, and only names who did it": (
        "incidents.AlertReading", "incidents.EvidenceOpening", "incidents.IncidentInvitation", "incidents.Link",
        "incidents.TaskPause", "incidents.DesignatedComputer", "incidents.PatternDecision", "incidents.LetterText",
        "incidents.AlertSource", "incidents.SpeakUpPage",
        "papers.ReceivedFile", "office.RollImport", "office.ImportRun", "office.RegisterDay",
        "aup.Edition", "aup.ListCopy", "aup.Campaign", "aup.PaperScan", "governance.Report", "governance.Comment",
        "governance.Meeting", "governance.Point", "governance.PolicyEdition", "governance.ReportRun",
        "governance.Risk", "governance.RiskReview", "filtering.Check", "filtering.CheckResult", "filtering.Decision",
        "filtering.LogReview", "filtering.LogExtract", "filtering.YearlyReview", "filtering.ReviewSignature",
        "filtering.Certificate", "keeping.Disposal", "keeping.DisposalReader",
        "keeping.Hold", "keeping.Period", "keeping.Review",
        "subject_access.AccessAnswer", "subject_access.Withheld", "subject_access.FileDecision",
    ),
    "the trail: an answer says how many entries name them as who acted; given when they ask for it": (
        "audit.AuditEvent",
    ),
    "named in words, with no tie to the list: looked up by hand, as the page of an answer says": (
        "office.VisitorAccess", "aup.Visit", "people.ExternalContact", "people.School", "office.ImportLine",
        "office.ImportChange",
    ),
    "the request itself, which they have made": ("subject_access.AccessRequest",),
}
"""Tables with personal data that no answer tells, by the reason."""
# fmt: on
