"""What is recorded of one person's part."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.vocabulary import Nature, PartKind

LONGEST = 4_000


class NatureForm(Form):
    """Whether they meant it."""

    nature = fields.Choice(Nature, label="Deliberate or accidental, on their part?")
    words = fields.TextArea(
        label="On what does that rest?", noun="on what it rests", rows=4, max_length=LONGEST
    )


class SupportForm(Form):
    """What support they were given."""

    words = fields.TextArea(
        label="What support was given, and by whom?", noun="the support", rows=5, max_length=LONGEST
    )


class ToldForm(Form):
    """When the parents were told, by whom, and what they said."""

    told_on = fields.DateField(label="When were they told?", noun="the day they were told")
    told_by = fields.Text(label="Who told them?", noun="who told them", max_length=200)
    words = fields.TextArea(
        label="What did they say?",
        noun="what they said",
        rows=5,
        max_length=LONGEST,
        help_text="In their words. If they disagree, that belongs on the record too.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (day := cleaned.get("told_on")) and day > timezone.localdate():
            self.add_error("told_on", "The day they were told must be today or in the past")
        return cleaned


class NotToldForm(Form):
    """Why the parents were not told."""

    words = fields.TextArea(
        label="Why are they not told?",
        noun="why they are not told",
        rows=5,
        max_length=LONGEST,
        help_text="For example, because it could put the child at more risk, or the police asked the school to wait.",
    )


class OutcomeForm(Form):
    """How it ended for this person."""

    words = fields.TextArea(
        label="What was the outcome for them?", noun="the outcome", rows=5, max_length=LONGEST
    )


FORMS: dict[str, type[Form]] = {
    PartKind.NATURE: NatureForm,
    PartKind.SUPPORT: SupportForm,
    PartKind.PARENTS_TOLD: ToldForm,
    PartKind.PARENTS_NOT: NotToldForm,
    PartKind.OUTCOME: OutcomeForm,
}
