"""Questions on the way of bringing people in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from esafety.office.models import ImportLine, RollImport
from esafety.office.policy.columns import MOST_CONTACTS, Field
from esafety.office.roll.vocabulary import Asks, Choice, DateOrder, Delimiter, Encoding, FileKind
from esafety.people.models import Person
from esafety.ui import fields
from esafety.ui.fields.wording import Worded
from esafety.ui.forms import Form
from esafety.ui.layout import Layout

LEAVE_OUT = "Leave this column out"
_CONTACT_FIELDS = [one for one in Field if one.value.startswith("c_")]
_PERSON_FIELDS = [one for one in Field if not one.value.startswith("c_")]
_PUPIL_ONLY = {Field.UPN, Field.BORN_ON, Field.YEAR_GROUP, Field.CLASS_NAME}
_NAMES_PUPIL = {
    Field.UPN,
    Field.SOURCE_ID,
    Field.FAMILY_NAME,
    Field.GIVEN_NAME,
    Field.BOTH_NAMES,
    Field.BORN_ON,
}


class TextFile(Worded, forms.FileField):
    """One file of text. What the page's upload handler refused is said in its words."""

    widget = forms.FileInput
    ask = "Choose"


class FileForm(Form):
    """What the file holds, and the file."""

    kind = fields.Choice(
        FileKind,
        label="What is in the file?",
        hints={
            FileKind.PUPILS: "One line for each pupil: all pupils of the school, so that leavers show",
            FileKind.STAFF: "One line for each member of staff",
            FileKind.CONTACTS: "One line for each parent or carer of each pupil. Bring the pupils in first",
            FileKind.FAMILIES: "Pupils and their contacts in one file, as some systems export them",
            FileKind.CTF: "The XML file that comes with pupils from another school",
        },
        missing="Select what is in the file",
    )
    file = TextFile(
        label="File",
        help_text="CSV or XML, up to 20 MB. Save an Excel workbook as “CSV UTF-8” first.",
        missing="Choose a file",
    )

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = refusal
        if refusal:
            self.fields["file"].required = False

    def clean_file(self) -> Any:
        """The handler saw the file before the form did."""
        if self.refusal:
            raise ValidationError(self.refusal)
        return self.cleaned_data["file"]


class ReadingForm(Form):
    """How the file is to be read instead."""

    encoding = fields.Choice(
        Encoding, label="Letters are written as", noun="how letters are written", small=True
    )
    delimiter = fields.Choice(
        Delimiter, label="Between two cells stands a", noun="what stands between", small=True
    )


class ColumnsForm(Form):
    """What each column fills."""

    def __init__(self, *args: Any, given: RollImport, shown: Sequence[str] = (), **kwargs: Any) -> None:
        """`shown` is what stands in the columns of one line."""
        super().__init__(*args, **kwargs)
        self.given = given
        choices = column_choices(given) if given.headings else []
        for at, heading in enumerate(given.headings):
            self.fields[f"column_{at}"] = fields.Select(
                choices,
                blank=LEAVE_OUT,
                label=f"Column {at + 1}: {heading or 'without a heading'}",
                help_text=_example(shown[at] if at < len(shown) else ""),
                required=False,
                initial=given.columns[at] if at < len(given.columns) else "",
            )
        if not given.headings:
            return
        self.fields["date_order"] = fields.Choice(
            DateOrder,
            label="How are dates written?",
            help_text="Dates with the month in letters, or with the year first, are understood either way.",
            initial=given.date_order,
        )

    def clean(self) -> dict[str, Any]:
        """Each field once, and what a line cannot do without."""
        told = super().clean() or {}
        chosen = self.chosen
        for at, one in enumerate(chosen):
            if one and one in chosen[:at]:
                first = self.given.headings[chosen.index(one)]
                self.add_error(
                    f"column_{at}",
                    f"Column “{first}” is for this already. Choose one of the two, and leave the other out",
                )
        for sentence in missing_columns(self.given.kind, set(chosen)) if self.given.headings else ():
            self.add_error(None, sentence)
        return told

    @property
    def chosen(self) -> list[str]:
        """What each column fills, in their order."""
        return [self.cleaned_data.get(f"column_{at}") or "" for at in range(len(self.given.headings))]


def _example(cell: str) -> str:
    """What stands in a column, for whoever wonders what it is."""
    text = " ".join(cell.split())
    return f"For example “{text[:40]}{'…' if len(text) > 40 else ''}”" if text else ""


def column_choices(given: RollImport) -> list[tuple[str, str]]:
    """What a column of such a file can fill."""
    person = {
        FileKind.PUPILS: _PERSON_FIELDS,
        FileKind.FAMILIES: _PERSON_FIELDS,
        FileKind.STAFF: [one for one in _PERSON_FIELDS if one not in _PUPIL_ONLY],
        FileKind.CONTACTS: [one for one in _PERSON_FIELDS if one in _NAMES_PUPIL],
    }[FileKind(given.kind)]
    whose = "Pupil: " if given.kind in (FileKind.CONTACTS, FileKind.FAMILIES) else ""
    choices = [(one.value, f"{whose}{one.label}" if whose else str(one.label)) for one in person]
    if given.kind == FileKind.CONTACTS:
        choices += [(one.value, str(one.label)) for one in _CONTACT_FIELDS]
    if given.kind == FileKind.FAMILIES:
        for number in range(1, _contacts_in(given) + 1):
            choices += [_numbered(one, number) for one in _CONTACT_FIELDS]
    return choices


def _contacts_in(given: RollImport) -> int:
    """As many contacts as the file seems to have, and one more."""
    numbers = [int(one.partition(".")[2] or 1) for one in given.columns if one.startswith("c_")]
    return min(MOST_CONTACTS, max(numbers, default=1) + 1)


def _numbered(one: Field, number: int) -> tuple[str, str]:
    label = str(one.label).replace("Contact", f"Contact {number}")
    return (one.value if number == 1 else f"{one.value}.{number}"), label


def missing_columns(kind: str, chosen: set[str]) -> list[str]:
    """What the columns lack, a sentence each."""
    found = []
    names = {Field.FAMILY_NAME, Field.GIVEN_NAME}
    if kind == FileKind.CONTACTS:
        names = {Field.C_FAMILY_NAME, Field.C_GIVEN_NAME}
        if not chosen & {Field.UPN, Field.SOURCE_ID} and Field.BORN_ON not in chosen:
            found.append(
                "Choose the column that says which pupil a contact belongs to: the UPN or admission number"
            )
    both = Field.C_BOTH_NAMES if kind == FileKind.CONTACTS else Field.BOTH_NAMES
    if both not in chosen and not names <= chosen:
        who = "contact" if kind == FileKind.CONTACTS else "person"
        found.append(f"Choose the columns of the family name and the first name of the {who}")
    return found


class LineForm(Form):
    """Who a line is about, or whether a court order was lifted."""

    def __init__(self, *args: Any, line: ImportLine, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if line.asks == Asks.LIFT:
            choices = [(Choice.KEEP.value, Choice.KEEP.label), (Choice.LIFT.value, Choice.LIFT.label)]
            label = "The file says that no court order forbids contact any more. Is that so?"
        else:
            choices = [(str(one.pk), one.described) for one in people]
            choices += [(Choice.NEW.value, Choice.NEW.label), (Choice.LEAVE.value, Choice.LEAVE.label)]
            label = f"Who is {line.name}?"
        self.fields["choice"] = fields.Choice(
            choices, label=label, missing="Select one", initial=line.choice or None
        )


class LeaversForm(Form):
    """Which of those whom the file did not name have left, and when."""

    people = fields.SeveralRecords(
        Person.objects.none(), label="Who has left?", missing="Tick whoever has left", at_most=200
    )
    left_on = fields.DateField(label="When did they leave?", noun="the day they left", latest="today")
    layout = Layout("people", "left_on")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"left_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        ticked = self.fields["people"]
        assert isinstance(ticked, fields.SeveralRecords)
        ticked.queryset = people
        ticked.label_from_instance = _told_apart  # type: ignore[assignment]


def _told_apart(person: Person) -> str:
    born = f", born {person.born_on:%-d %B %Y}" if person.born_on else ""
    return f"{person.described}{born}"


class ExportForm(Form):
    """Which part of the roll is exported."""

    kind = fields.Choice(
        [(one.value, one.label) for one in (FileKind.PUPILS, FileKind.STAFF, FileKind.CONTACTS)],
        coerce=FileKind,
        label="What do you need?",
        missing="Select what you need",
    )
