"""How an allegation ended, and low-level concerns read together."""

from __future__ import annotations

from esafety.ui import fields
from incidents.forms.incident import Act
from incidents.forms.referrals import LONGEST, PersonOf
from incidents.models import Involvement
from incidents.policy.findings import KEPT
from incidents.vocabulary import Finding, PersonSort


class OutcomeForm(Act):
    """What was found about one adult."""

    about = PersonOf(label="About whom?")
    finding = fields.Choice(
        Finding, label="What was found?", hints={finding: KEPT[finding.value] for finding in Finding}
    )
    decided_by = fields.Text(
        label="Who decided it?",
        help_text="For example the LADO, a strategy meeting, or the head after advice. Name and post.",
        max_length=200,
        noun="who decided it",
    )
    decided_on = fields.DateField(label="When was it decided?", latest="today", noun="the day it was decided")
    evidence = fields.TextArea(
        label="What does it rest on?", rows=5, max_length=LONGEST, noun="what it rests on"
    )
    referred_on = fields.TextArea(
        label="Barring service and teaching regulator: told, or why not?",
        rows=3,
        max_length=LONGEST,
        required=False,
    )
    in_reference = fields.TextArea(
        label="What will a future reference say?",
        help_text="Nothing about what was false, malicious, unfounded or unsubstantiated.",
        rows=3,
        max_length=LONGEST,
        required=False,
    )
    told_on = fields.DateField(
        label="When was the adult told the outcome?", latest="today", required=False, noun="the day"
    )

    def fill(self) -> None:
        """Only adults the matter is about."""
        rows = Involvement.objects.subjects().filter(incident=self.incident).exclude(sort=PersonSort.CHILD)
        self.fields["about"].queryset = rows.select_related("person")  # type: ignore[attr-defined]
