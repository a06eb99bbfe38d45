"""What pages about evidence ask."""

from __future__ import annotations

from typing import Any

from esafety.papers.receiving.forms import FileForm, GateForm
from esafety.papers.receiving.kinds import EVIDENCE
from esafety.papers.receiving.vocabulary import Answer
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Layout
from incidents.vocabulary.evidence import EvidenceKind

_NEUTRAL = "In neutral words. Write down where it is, not what a body looks like."


class NoteEvidenceForm(Form):
    """Evidence that stays where it is."""

    kind = fields.Choice(
        [(kind, kind.label) for kind in (EvidenceKind.ON_DEVICE, EvidenceKind.PAPER, EvidenceKind.ACCOUNT,
                                         EvidenceKind.WEBSITE)],
        label="What is it?",
        coerce=EvidenceKind,
        hints={
            EvidenceKind.PAPER: "A printed screenshot is signed and dated by whoever printed it, and only made where "
            "that is lawful: never of what may show a child",
            EvidenceKind.WEBSITE: "The address is kept as text and never opened from here",
        },
    )  # fmt: skip
    description = fields.TextArea(
        label="Describe it", help_text=_NEUTRAL, rows=4, max_length=2_000, noun="what it is"
    )
    kept_where = fields.Text(label="Where is it kept?", noun="where it is kept")
    kept_by = fields.Text(label="Who keeps it?", noun="who keeps it", required=False)


class NoteIllegalForm(Form):
    """That something exists which may be illegal to possess: never the thing."""

    description = fields.TextArea(
        label="What is it, in neutral words?",
        help_text="For example “picture received on the phone of the pupil, not opened by staff”. Do not describe it.",
        rows=3,
        max_length=2_000,
        noun="what it is",
    )
    kept_where = fields.Text(label="Where is the device or paper now?", noun="where it is now")
    kept_by = fields.Text(label="Who has it?", noun="who has it")
    police_reference = fields.Text(
        label="Police reference",
        required=False,
        max_length=60,
        help_text="Leave empty until they have given one.",
    )
    iwf_reference = fields.Text(
        label="Internet Watch Foundation reference",
        required=False,
        max_length=60,
        help_text="Only for a public web page that was reported there.",
    )


class EvidenceGateForm(GateForm):
    """The gate; `preset` says that the kind of incident answers it, unless a safeguarding lead says why not."""

    reason = fields.TextArea(
        label="Why can this file not be of that kind?",
        help_text="In an incident of this kind the answer counts as yes. As a safeguarding lead you may say otherwise.",
        rows=3,
        max_length=1_000,
        noun="why it cannot be",
        required=False,
    )

    def __init__(self, *args: Any, preset: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preset = preset
        if not preset:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("could_be_illegal")
        if self.preset and answer == Answer.NO and not cleaned.get("reason"):
            self.add_error("reason", "Say why it cannot be of that kind")
        return cleaned


class EvidenceFileForm(FileForm):
    """A file and what it is."""

    accepts = EVIDENCE

    description = fields.TextArea(
        label="What is it, and how did the school come by it?", rows=4, max_length=2_000, noun="what it is"
    )
    layout = Layout("file", "description", "promise")


class OpenEvidenceForm(Form):
    """Why a copy is taken."""

    reason = fields.TextArea(
        label="Why do you need a copy?",
        help_text="Your reason is kept. What you download is yours to guard: delete it when you are done.",
        rows=3,
        max_length=1_000,
        noun="your reason",
    )
    confirmed = fields.Tick(
        label="I know that this file was not checked for viruses",
        missing="Tick the box if you know that the file was not checked for viruses",
    )

    def __init__(self, *args: Any, must_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not must_confirm:
            del self.fields["confirmed"]
