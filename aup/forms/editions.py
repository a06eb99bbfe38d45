"""Questions about an edition: its words, its approval, its first day."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from aup.canonical import Consent, plain, sections_of
from aup.models import Edition
from aup.policy.audiences import GUARDIAN, rule_for
from aup.texts.consents import CONSENTS
from aup.vocabulary import ConsentKind
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Layout, Section

OWN = 3
"""How many consents of its own a school may ask for at a time."""
LONGEST_CONSENT = 300
_NOT_IN_A_CODE = re.compile(r"[^a-z0-9]+")


class WordsForm(Form):
    """The words of a draft. What a parent may allow: an empty box is not asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = fields.Text(label="Title", noun="the title", max_length=120, strip=True)
    body = fields.TextArea(
        label="Text",
        noun="the text",
        rows=24,
        max_length=20_000,
        help_text="Write a heading on a line of its own and one point on each line below it. "
        "Leave an empty line before the next heading.",
    )
    declaration = fields.TextArea(
        label="What somebody agrees to who signs for themselves",
        noun="the declaration",
        rows=3,
        max_length=600,
    )
    declaration_for_child = fields.TextArea(
        label="What a parent or carer agrees to for the child",
        noun="the declaration of a parent",
        rows=3,
        max_length=600,
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        rule = rule_for(edition.audience)
        asked = {one.code: one for one in edition.consents_asked}
        own = [one for code, one in asked.items() if code not in ConsentKind.values]
        initial = {name: getattr(edition, name) for name in ("version", "title", "body", "declaration")}
        initial["declaration_for_child"] = edition.declaration_for_child
        initial |= {f"consent_{code}": one.words for code, one in asked.items() if code in ConsentKind.values}
        for at, one in enumerate(own[:OWN], start=1):
            initial |= {f"own_{at}_name": one.name, f"own_{at}_words": one.words}
        super().__init__(*args, initial=initial, **kwargs)
        self.own = {plain(one.name).lower(): one.code for one in own}
        sections = [Section("The rules", "title", "body"), Section("What is agreed", "declaration")]
        if GUARDIAN in rule.needed:
            sections[1].fields.append("declaration_for_child")
        else:
            del self.fields["declaration_for_child"]
        if rule.asks_consents:
            sections.append(Section("What a parent may allow", *self._ask_consents()))
        self.helper.layout = Layout("version", *sections)

    def _ask_consents(self) -> list[str]:
        for one in CONSENTS:
            self.fields[f"consent_{one.code}"] = fields.TextArea(
                label=one.name,
                required=False,
                rows=2,
                max_length=LONGEST_CONSENT,
                help_text="Leave this empty and parents are not asked.",
            )
        for at in range(1, OWN + 1):
            self.fields[f"own_{at}_name"] = fields.Text(
                label=f"Another of your own ({at}): short name", required=False, max_length=60, strip=True
            )
            self.fields[f"own_{at}_words"] = fields.TextArea(
                label=f"Another of your own ({at}): what the parent allows",
                required=False,
                rows=2,
                max_length=LONGEST_CONSENT,
            )
        return [name for name in self.fields if name.startswith(("consent_", "own_"))]

    def clean_body(self) -> str:
        """Every heading has a point, none stands twice."""
        body: str = self.cleaned_data["body"]
        sections = sections_of(body)
        if bare := next((one.heading for one in sections if not one.points), None):
            raise ValidationError(
                f"There is no point under “{bare[:60]}”. Write one on the next line, or join it to the lines above."
            )
        headings = [one.heading for one in sections]
        if twice := next((one for one in headings if headings.count(one) > 1), None):
            raise ValidationError(f"The heading “{twice[:60]}” stands twice. Give one of them another name.")
        return body

    def clean(self) -> dict[str, Any]:
        """A consent of the school’s own has a name and words, and no other has its name."""
        told = super().clean() or {}
        names: list[str] = [one.name.lower() for one in CONSENTS]
        for at in range(1, OWN + 1):
            name, words = plain(told.get(f"own_{at}_name") or ""), told.get(f"own_{at}_words") or ""
            if bool(name) != bool(words.strip()) and f"own_{at}_name" in self.fields:
                lacking = "words" if name else "name"
                self.add_error(f"own_{at}_{lacking}", "Give both a short name and what the parent allows")
            elif name and name.lower() in names:
                self.add_error(f"own_{at}_name", "Another consent has this name")
            names.append(name.lower())
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What `change_draft` wants to know."""
        said = self.cleaned_data
        names = ("version", "title", "body", "declaration")
        told = {name: said[name] for name in names}
        told["declaration_for_child"] = said.get("declaration_for_child", "")
        return told | {"consents": [*self._usual(said), *self._of_their_own(said)]}

    def _usual(self, said: dict[str, Any]) -> list[Consent]:
        return [
            Consent(one.code, one.name, said[f"consent_{one.code}"])
            for one in CONSENTS
            if said.get(f"consent_{one.code}", "").strip()
        ]

    def _of_their_own(self, said: dict[str, Any]) -> list[Consent]:
        rows = [(said.get(f"own_{at}_name", ""), said.get(f"own_{at}_words", "")) for at in range(1, OWN + 1)]
        return [Consent(self._code(name), name, words) for name, words in rows if name]

    def _code(self, name: str) -> str:
        """The code this consent had before; a new one is made from its name."""
        known = self.own.get(plain(name).lower())
        return (
            known
            or f"own_{_NOT_IN_A_CODE.sub('_', plain(name).lower()).strip('_')[:24].rstrip('_') or 'consent'}"
        )


class ApprovalForm(Form):
    """Who approved it, when, and where that is minuted."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    approving_body = fields.Text(
        label="Who approved it?",
        noun="who approved it",
        max_length=120,
        strip=True,
        help_text="For example “Full governing body” or “Head of school”",
    )
    approved_on = fields.DateField(label="When?", noun="the day of the approval", latest="today")
    minute = fields.Text(
        label="Reference of the minute",
        noun="the reference of the minute",
        max_length=60,
        strip=True,
        help_text="For example “FGB 12/2026, item 7”",
    )


class ForceForm(Form):
    """From when, and whether everybody signs again."""

    in_force_from = fields.DateField(label="First day", noun="the first day", earliest="today")
    requires_new_signature = fields.YesNo(
        label="Must everybody who signed an earlier edition sign again?",
        missing="Select yes if everybody must sign again",
        help_text="Choose no for corrections that change nothing anybody agreed to.",
    )


class SeenForm(Form):
    """Nothing but what was seen: for sending for approval, and for withdrawing."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DraftForm(Form):
    """Where the words of the next edition come from."""

    start = fields.Choice((), label="Begin with which words?", noun="the words to begin with")

    def __init__(self, *args: Any, earlier: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"Edition {one.number}: {one.get_status_display()}") for one in earlier]
        self.fields["start"].choices = [*choices, ("suggested", "The suggested text")]  # type: ignore[attr-defined]
        self.fields["start"].initial = choices[0][0] if choices else "suggested"


class CompareForm(Form):
    """Which earlier edition to put beside it."""

    beside = fields.OneRecord(
        Edition.objects.none(), label="Compare with", noun="the edition to compare with", widget=forms.Select
    )


class AnswerForm(Form):
    """What was decided about a suggestion."""

    answer = fields.TextArea(
        label="What was decided?",
        noun="what was decided",
        max_length=2_000,
        help_text="For the record of the review. It is not sent to whoever made the suggestion.",
    )
