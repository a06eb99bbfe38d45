"""What a visitor is asked at reception."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from aup.forms.signing import FullName
from aup.models import Edition
from aup.models.visit import new_once
from esafety.people.queries import folded
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Layout, Paragraph, Section

NO_MEMORY = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
"""A shared tablet suggests nothing that the visitor before typed."""


class VisitForm(Form):
    """Who comes, from where, to whom; then the agreement, typed and ticked."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    once = forms.CharField(
        widget=forms.HiddenInput, max_length=32, validators=[RegexValidator("^[0-9a-f]{32}$")]
    )
    name = FullName(label="Your full name", noun="your full name", strip=True)
    organisation = fields.Text(
        label="Where are you from?",
        required=False,
        strip=True,
        help_text="For example the name of your company. Leave this empty if you come for yourself.",
    )
    host = fields.Text(label="Whom do you visit?", noun="whom you visit", max_length=100, strip=True)
    for_the_year = fields.YesNo(
        label="Do you come here often?",
        missing="Select whether you come here often",
        yes="Yes: let this agreement hold for a year",
        no="No: it is for today",
    )
    agreed = fields.Tick(label="", missing="Tick the box to say that you agree")
    typed = FullName(
        label="Type your full name again to sign",
        noun="your full name again",
        missing="Type your full name again to sign",
        strip=True,
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": edition.fingerprint, "once": new_once()}, **kwargs)
        self.fields["agreed"].label = edition.declaration
        for name in ("name", "organisation", "host", "typed"):
            self.fields[name].widget.attrs |= NO_MEMORY
        self.helper.layout = Layout(
            "seen",
            "once",
            Section("About your visit", "name", "organisation", "host", "for_the_year"),
            Section(
                "Sign", Paragraph("You sign by ticking the box and typing your name."), "agreed", "typed"
            ),
        )

    def clean(self) -> dict[str, Any]:
        """The name that signs is the name that comes."""
        told = super().clean() or {}
        name, typed = told.get("name"), told.get("typed")
        if name and typed and folded(name) != folded(typed):
            self.add_error("typed", "This is not the name you gave above. Type the same name to sign")
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What `sign_visitor_in` wants to know."""
        names = ("name", "organisation", "host", "for_the_year", "seen", "once")
        return {name: self.cleaned_data[name] for name in names}


class BackForm(Form):
    """Whom somebody visits who signed for the year."""

    host = fields.Text(label="Whom do they visit?", noun="whom they visit", max_length=100, strip=True)
