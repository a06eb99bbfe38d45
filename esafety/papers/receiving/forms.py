"""The gate and the file, as a form asks for them. The gate is a page of its own: no file field stands on it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from esafety.papers.receiving.kinds import MB, SCAN, Accepts
from esafety.papers.receiving.vocabulary import Answer
from esafety.ui.fields import Choice, Tick
from esafety.ui.fields.wording import Worded
from esafety.ui.forms import Form


class GateForm(Form):
    """Asked before any page that has a field for a file (reference/security.md 5.2)."""

    could_be_illegal = Choice(
        Answer,
        label="Could this be, or contain, an indecent image of a child or other material that is illegal to possess?",
        help_text="A nude or partly nude person, or sexual content, with anybody who is or may be under 18. Drawn or "
        "made by a computer counts the same. Do not open or look at anything to find out.",
        missing="Select yes, not sure or no",
        label_size="m",
    )

    @property
    def is_clear(self) -> bool:
        """Whether the answer opens the way to a file."""
        return self.is_valid() and self.cleaned_data["could_be_illegal"] == Answer.NO


class OneFile(Worded, forms.FileField):
    """One file. What the page's upload handler refused is said in its words."""

    widget = forms.FileInput
    ask = "Choose"


class FileForm(Form):
    """A form with a file: subclass it, name what it accepts, add your own questions.

    `refusal` is `uploads.refusal(request)`: the handler saw the file before the form did.
    """

    accepts: ClassVar[Accepts]

    file = OneFile(label="File", missing="Choose a file")
    promise = Tick(
        label="I know what this file shows, and it is nothing that it is illegal to possess",
        missing="Tick the box if you know what the file shows. If you do not, do not send it",
    )

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = self.accepts.largest // MB
        self.fields[
            "file"
        ].help_text = f"{self.accepts.words[0].upper()}{self.accepts.words[1:]}, up to {largest} MB."
        self.refusal = refusal
        self.fields["file"].required = not refusal

    def clean_file(self) -> Any:
        """What the handler took, or why it did not."""
        if self.refusal:
            raise ValidationError(self.refusal)
        return self.cleaned_data["file"]


class ScanForm(FileForm):
    """The lighter gate, for plain paper of the office: one page, one promise."""

    accepts = SCAN

    promise = Tick(
        label="I have looked at it: it is this paper and nothing else",
        missing="Tick the box once you have looked at the file",
    )
