"""Deciding what follows for somebody, and choosing the school's ladder."""

from __future__ import annotations

from typing import Any, cast

from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.policy.sanctions import CHOICES, LOSES_ACCESS
from incidents.record.ladder import Weighed
from incidents.vocabulary import Measure

SUPPORT = "none"
_FOR_PUPILS = {measure for ladder in CHOICES for rung in ladder.rungs for measure in rung.measures}


class DecideForm(Form):
    """The category, what follows, why it is in proportion, and the context."""

    rung = fields.Choice([(SUPPORT, "Support, no sanction")], label="Which category?", coerce=str)
    measures = fields.Several(
        Measure, label="What follows?", required=False, help_text="Only what is available in that category."
    )
    loss_from = fields.DateField(
        label="Access is lost from", noun="the first day without access", required=False
    )
    loss_until = fields.DateField(
        label="Access is lost until",
        noun="the last day without access",
        required=False,
        help_text="Only for a loss of access. The network manager is asked to give it back on that day.",
    )
    proportion = fields.TextArea(
        label="Why is this in proportion?", noun="why it is in proportion", rows=4, max_length=4_000
    )
    context = fields.TextArea(
        label="What else weighs?",
        required=False,
        rows=3,
        max_length=4_000,
        help_text="Age, special needs, what happened before, what they say themselves.",
    )

    def __init__(self, *args: Any, weighed: Weighed, **kwargs: Any) -> None:
        proposed = weighed.proposal.rung
        kwargs.setdefault("initial", {"rung": proposed.code if proposed else SUPPORT})
        super().__init__(*args, **kwargs)
        rungs = [(rung.code, f"{rung.code}: {rung.conduct}") for rung in weighed.ladder.rungs]
        cast("fields.Choice", self.fields["rung"]).choices = [(SUPPORT, "Support, no sanction"), *rungs]
        on = [one for rung in weighed.ladder.rungs for one in weighed.available(rung)]
        cast("fields.Several", self.fields["measures"]).choices = [
            (one.value, one.label) for one in dict.fromkeys(on)
        ]

    def clean(self) -> dict[str, Any]:
        """No category is no code; days only where access is lost."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("rung") == SUPPORT:
            cleaned["rung"] = ""
        if not LOSES_ACCESS & set(cleaned.get("measures") or []):
            cleaned["loss_from"] = cleaned["loss_until"] = None
        return cleaned


class LadderForm(Form):
    """The ladder for pupils, what the school uses of it, and how long it remembers."""

    ladder = fields.Choice(
        [(one.id, f"{one.name} ({one.source})") for one in CHOICES],
        label="Which ladder does the school go by?",
        hints={one.id: "; ".join(f"{rung.code}: {rung.conduct}" for rung in one.rungs) for one in CHOICES},
        coerce=str,
    )
    measures = fields.Several(
        [(one.value, one.label) for one in Measure if one in _FOR_PUPILS],
        label="Which sanctions does the school make use of?",
        missing="Tick at least one",
        coerce=Measure,
    )
    months = fields.Whole(
        label="For how many months does an earlier decision count?",
        noun="the months",
        min_value=1,
        max_value=36,
    )
