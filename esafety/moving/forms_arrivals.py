"""A file from another school: the file, its words, who sent it, whose it is, why it goes again."""

from __future__ import annotations

from typing import Any

from esafety.moving.forms import PressForm
from esafety.papers.receiving.forms import FileForm
from esafety.papers.receiving.kinds import PUPIL_FILE
from esafety.people.models import Person
from esafety.ui import fields
from esafety.ui.forms import Form


class ArrivalForm(FileForm):
    """The file as it was sent or scanned."""

    accepts = PUPIL_FILE

    promise = fields.Tick(
        label="It came from the safeguarding lead of another school, and nobody has said that anything in it may be "
        "illegal to possess",
        missing="Tick the box if you know who sent it. If you do not, do not send it",
    )


class WordsForm(PressForm):
    """The words that were told by telephone."""

    words = fields.Text(
        label="The six words",
        noun="the six words",
        help_text="Small letters, one space between two words, as the other school told you by telephone. They are "
        "kept nowhere.",
        max_length=200,
        missing="Enter the six words",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing on this computer remembers them."""
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs |= {
            "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
        }  # fmt: skip


class DescribeForm(PressForm):
    """Who sent an ordinary document, and when."""

    sender = fields.Text(label="Which school sent it?", noun="the school that sent it", strip=True)
    sent_by = fields.Text(
        label="Who sent it there?", noun="who sent it", help_text="Name and post.", strip=True
    )
    sent_on = fields.DateField(
        label="When was it sent?",
        noun="the day it was sent",
        help_text="The day on the letter or the envelope, or the day it was handed over.",
        latest="today",
    )


class PupilForm(PressForm):
    """Whose file it is: one of those offered, chosen by a person."""

    pupil = fields.OneRecord(
        Person.objects.none(),
        label="Which pupil is it about?",
        noun="the pupil it is about",
        help_text="Compare name and date of birth yourself. Nothing is chosen for you.",
    )

    def __init__(self, *args: Any, offered: list[Person], **kwargs: Any) -> None:
        """Offer these pupils, in this order."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["pupil"]
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in offered])
        field.choices = [(one.pk, _described(one)) for one in offered]


def _described(one: Person) -> str:
    born = f"born {one.born_on:%-d %B %Y}" if one.born_on else "date of birth not recorded"
    left = ", has left" if one.left_on else ""
    return f"{one.described}, {born}{left}"


class WhyForm(PressForm):
    """Why it is taken out, or not kept."""

    why = fields.TextArea(label="Why?", noun="the reason", max_length=500, rows=3)


class ConfirmForm(Form):
    """Before a copy is taken."""

    confirmed = fields.Tick(
        label="I know that this file was not checked for viruses",
        missing="Tick the box if you know that the file was not checked for viruses",
    )

    def __init__(self, *args: Any, must_confirm: bool, **kwargs: Any) -> None:
        """Ask only when nobody looked for viruses."""
        super().__init__(*args, **kwargs)
        if not must_confirm:
            del self.fields["confirmed"]
