"""Who asks and since when; what is waited for; what is kept back and why; how an answer left."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from esafety.people.models import Person
from esafety.subject_access.policy.exemptions import SOURCE, Exemption
from esafety.subject_access.vocabulary import (
    GIVEN_FILES,
    AskedAs,
    FileOutcome,
    GivenHow,
    RequestState,
    WaitingFor,
)
from esafety.ui import fields
from esafety.ui.forms import Form


class EnterForm(Form):
    """A request as it came."""

    asked_by = fields.Text(label="Who asks?", noun="who asks", strip=True)
    asked_as = fields.Choice(AskedAs, label="They ask as", noun="as what they ask", coerce=AskedAs)
    received_on = fields.DateField(
        label="When did the request come?",
        noun="the day on which the request came",
        help_text="To anybody in the school, by letter, mail or word of mouth. The month runs from this day.",
        initial=timezone.localdate,
        latest="today",
    )
    about = fields.TextArea(
        label="What do they ask for?",
        help_text="In their words. Leave it empty if they ask for everything.",
        required=False,
        max_length=2000,
        rows=3,
    )


class PressForm(Form):
    """A press on a record as it was when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WaitForm(PressForm):
    """What the school needs before it can go on."""

    what = fields.Choice(
        WaitingFor, label="What do you wait for?", noun="what you wait for", coerce=WaitingFor
    )
    since = fields.DateField(
        label="When did you ask for it?",
        noun="the day on which you asked",
        initial=timezone.localdate,
        latest="today",
    )


class GoOnForm(PressForm):
    """When it came."""

    came_on = fields.DateField(
        label="When did it come?", noun="the day on which it came", initial=timezone.localdate, latest="today"
    )


class ExtendForm(PressForm):
    """When they were told, and why it takes longer."""

    told_on = fields.DateField(
        label="When did you tell them?",
        noun="the day on which you told them",
        help_text="They must be told within the first month, with the reason.",
        initial=timezone.localdate,
        latest="today",
    )
    why = fields.TextArea(
        label="Why does it take longer?",
        noun="why it takes longer",
        help_text="Only where the request is complex, or the person made many.",
        max_length=500,
        rows=2,
    )


class EndForm(PressForm):
    """How it ended."""

    state = fields.Choice(
        [(one.value, one.label) for one in RequestState if one is not RequestState.OPEN],
        label="How did it end?",
        noun="how it ended",
        hints={
            RequestState.REFUSED: "Only if it is plainly unfounded or excessive. They must be told why, and that they "
            "may complain to the Information Commissioner.",
        },
        coerce=RequestState,
    )
    ended_on = fields.DateField(
        label="When?", noun="the day on which it ended", initial=timezone.localdate, latest="today"
    )
    why = fields.TextArea(
        label="Why?", help_text="If it was refused or withdrawn.", required=False, max_length=500, rows=2
    )


def _what_allows_it() -> fields.Choice:
    """Under which paragraph something is kept back."""
    return fields.Choice(
        Exemption,
        label="What allows it?",
        noun="what allows it",
        hints={one: f"Data Protection Act 2018, {source}" for one, source in SOURCE.items()},
        coerce=Exemption,
    )


def _why_here() -> fields.TextArea:
    """Why the paragraph applies to this."""
    return fields.TextArea(
        label="Why does it apply here?",
        noun="why it applies here",
        help_text="For your own record. It is not part of the answer.",
        max_length=500,
        rows=2,
    )


class KeepBackForm(PressForm):
    """What of an entry does not go, and why."""

    words = fields.Text(
        label="Which words are struck out?",
        help_text="Copy them from the entry above, as they stand. Leave it empty to keep the whole entry back.",
        required=False,
        max_length=1000,
    )
    exemption = _what_allows_it()
    why = _why_here()


class FileForm(PressForm):
    """What becomes of a kept file."""

    outcome = fields.Choice(
        [
            (FileOutcome.ENCLOSED.value, "Give it with the answer"),
            (FileOutcome.BY_HAND.value, "Give it by hand"),
            (FileOutcome.HELD_BACK.value, "Hold it back"),
        ],
        label="What becomes of this file?",
        noun="what becomes of this file",
        hints={
            FileOutcome.ENCLOSED: "It travels inside the sealed PDF, or beside it in the ZIP.",
            FileOutcome.BY_HAND: "The answer lists it, and you hand it over yourself: for what is too large, or only "
            "to be looked at in school.",
        },
        conditional={FileOutcome.HELD_BACK: ["exemption", "why"]},
        coerce=FileOutcome,
    )
    exemption = _what_allows_it()
    why = _why_here()
    looked = fields.Tick(
        label="If it is given: I have looked through the whole of it. Nobody else can be seen, heard or made out in "
        "it, or they agreed",
        required=False,
    )
    confirmed = fields.Tick(
        label="If it is given: I know that it was not checked for viruses", required=False
    )

    def __init__(self, *args: Any, unchecked: bool, **kwargs: Any) -> None:
        """Ask about viruses where no scanner has looked."""
        super().__init__(*args, **kwargs)
        if not unchecked:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        """Whoever gives a file says that they looked; nothing is left unsaid about one held back."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["exemption"] = cleaned.get("exemption") or None
        cleaned["why"] = cleaned.get("why") or ""
        cleaned.setdefault("confirmed", False)
        if cleaned.get("outcome") in GIVEN_FILES and not cleaned.get("looked"):
            self.add_error("looked", "Look through the whole of it, then tick the box to say that you have")
        if (
            cleaned.get("outcome") in GIVEN_FILES
            and "confirmed" in self.fields
            and not cleaned.get("confirmed")
        ):
            self.add_error("confirmed", "Tick the box if you know that the file was not checked for viruses")
        return cleaned


class OpenFileForm(Form):
    """Why a copy is taken, where the record of the file asks it."""

    reason = fields.TextArea(
        label="Why do you need a copy?",
        help_text="Whoever works on the case reads your reason, and may not know of the request.",
        rows=2,
        max_length=1_000,
        noun="your reason",
    )
    confirmed = fields.Tick(
        label="I know that this file was not checked for viruses",
        missing="Tick the box if you know that the file was not checked for viruses",
    )

    def __init__(self, *args: Any, says_why: bool, unchecked: bool, **kwargs: Any) -> None:
        """Ask what applies."""
        super().__init__(*args, **kwargs)
        if not says_why:
            del self.fields["reason"]
        if not unchecked:
            del self.fields["confirmed"]


class NamesForm(PressForm):
    """Whose names may stand."""

    stand = fields.Several(
        [],
        label="Whose names may stand?",
        help_text="Those who agreed, and words that only look like a name. The others become “Child B”, “Adult C”.",
        required=False,
        coerce=int,
        at_most=5_000,
    )

    def __init__(self, *args: Any, offered: list[tuple[int, str]], **kwargs: Any) -> None:
        """Offer whoever is named in clear."""
        super().__init__(*args, **kwargs)
        self.fields["stand"].choices = offered  # type: ignore[attr-defined]


class SendForm(PressForm):
    """To whom it goes."""

    to = fields.OneRecord(Person.objects.none(), label="To whom?", noun="to whom it goes")

    def __init__(self, *args: Any, receivers: QuerySet[Person], **kwargs: Any) -> None:
        """Offer those who can be written to."""
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = receivers  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = lambda one: f"{one.full_name}, {one.email}"  # type: ignore[attr-defined]


class GivenForm(PressForm):
    """To whom, when, how."""

    to = fields.Text(label="Who has it?", noun="who has it", strip=True)
    on = fields.DateField(label="Since when?", noun="the day", initial=timezone.localdate, latest="today")
    how = fields.Choice(GivenHow, label="How did it reach them?", noun="how it reached them", coerce=GivenHow)
