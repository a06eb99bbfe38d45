"""The words of bringing people in: kinds of file, stages, verdicts, what the trail says."""

from django.db import models

from esafety.audit import event


class FileKind(models.TextChoices):
    """What a line of a file is about."""

    PUPILS = "pupils", "Pupils"
    STAFF = "staff", "Staff"
    CONTACTS = "contacts", "Parents and carers"
    FAMILIES = "families", "Pupils with their parents and carers"
    CTF = "ctf", "Common Transfer File"


class Stage(models.TextChoices):
    """How far an import has come."""

    COLUMNS = "columns", "Waiting for its columns"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked, not brought in yet"
    APPLYING = "applying", "Being brought in"
    APPLIED = "applied", "Brought in"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Put aside"


UNDER_WAY = (Stage.COLUMNS, Stage.CHECKING, Stage.CHECKED, Stage.APPLYING, Stage.UNDOING)
"""A school has one import in these stages at most."""


class Job(models.TextChoices):
    """What is done to an import in the background."""

    CHECK = "check", "Checking the lines"
    APPLY = "apply", "Bringing people in"
    UNDO = "undo", "Undoing"


class Verdict(models.TextChoices):
    """What becomes of one line."""

    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    SAME = "same", "Left as they are"
    UNMATCHED = "unmatched", "Unmatched"
    REFUSED = "refused", "Refused"


class Asks(models.TextChoices):
    """What somebody must decide about a line; undecided, the careful answer counts."""

    WHO = "who", "Who is it?"
    LIFT = "lift", "Was the court order lifted?"


class Choice(models.TextChoices):
    """What somebody decided; for `Asks.WHO` it may also be the number of a person."""

    NEW = "new", "Somebody new"
    LEAVE = "leave", "Leave this line out"
    LIFT = "lift", "The court order was lifted"
    KEEP = "keep", "Keep the restriction"


class DateOrder(models.TextChoices):
    """How dates are written. 2017-03-21 and 21 March 2017 are understood in either."""

    DAY_FIRST = "dmy", "Day first: 21/03/2017"
    MONTH_FIRST = "mdy", "Month first: 03/21/2017"


class Encoding(models.TextChoices):
    """How the file's letters are written as bytes."""

    UTF_8 = "utf-8", "UTF-8"
    UTF_16_LE = "utf-16-le", "UTF-16 (Unicode text of Excel)"
    UTF_16_BE = "utf-16-be", "UTF-16, big end first"
    WINDOWS = "cp1252", "Windows (Western European)"


class Delimiter(models.TextChoices):
    """What stands between two cells."""

    COMMA = ",", "Comma"
    SEMICOLON = ";", "Semicolon"
    TAB = "\t", "Tab"
    PIPE = "|", "Vertical bar"


IMPORT_BEGUN = event("office.import_begun", "{actor} gave a file of {kind} to bring in", kind=FileKind)
IMPORT_CHECK_ASKED = event("office.import_check_asked", "{actor} had the file of an import checked")
IMPORT_CHECKED = event(
    "office.import_checked",
    "The file of an import was checked: {added} to add, {changed} to change, {unmatched} not matched, "
    "{refused} refused",
)
IMPORT_ANSWERED = event("office.import_answered", "{actor} decided about line {line} of an import")
IMPORT_APPLY_ASKED = event("office.import_apply_asked", "{actor} had an import brought in")
IMPORT_APPLIED = event(
    "office.import_applied",
    "An import was brought in for {actor}: {added} added, {changed} changed, {same} left as they were",
)
IMPORT_UNDO_ASKED = event("office.import_undo_asked", "{actor} had an import undone")
IMPORT_UNDONE = event("office.import_undone", "An import was undone for {actor}: {rows} entries put back")
IMPORT_DISCARDED = event("office.import_discarded", "{actor} put the file of an import aside")
IMPORT_RETRIED = event("office.import_retried", "{actor} had the work on an import tried again")
IMPORT_DOWNLOADED = event("office.import_downloaded", "{actor} downloaded the lines of an import")
LEAVERS_MARKED = event("office.leavers_marked", "{actor} marked {count} people as having left")
PERSON_CHANGED = event("office.person_changed", "{actor} changed a person's entry ({fields})")
PERSON_LEFT = event("office.person_left", "{actor} marked a person as having left")
PERSON_RETURNED = event("office.person_returned", "{actor} put a person back on the roll")
GUARDIAN_CHANGED = event("office.guardian_changed", "{actor} changed how a parent or carer stands to a pupil")
SAME_PERSON_SAID = event("office.same_person_said", "{actor} said that two entries are one human")
PERSON_SEEN = event("office.person_seen", "{actor} looked at a person's entry")
PEOPLE_SEARCHED = event("office.people_searched", "{actor} searched the people of the school by name")
ROLL_EXPORTED = event("office.roll_exported", "{actor} exported {count} lines of {kind}", kind=FileKind)
