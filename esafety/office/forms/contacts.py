"""Somebody outside the school, and how to reach them."""

from __future__ import annotations

from typing import Any

from esafety.people.vocabulary import ContactKind
from esafety.ui import fields
from esafety.ui.forms import Form


class ContactForm(Form):
    """At most what is needed to reach somebody in time."""

    kind = fields.Select(ContactKind, label="Kind of contact", noun="the kind of contact")
    name = fields.Text(
        label="Name",
        noun="the name",
        help_text="A desk, a team or a person. A desk stays when people change.",
        max_length=200,
        strip=True,
    )
    telephone = fields.Telephone(label="Telephone", noun="the telephone number", required=False)
    out_of_hours = fields.Telephone(
        label="Telephone out of hours", noun="the number out of hours", required=False
    )
    email = fields.Email(label="Email address", noun="the email address", required=False)
    secure_mail_note = fields.TextArea(
        label="How to send them something safely",
        noun="the note",
        help_text="For example: telephone first, or use their secure mail address. Never a name of a child.",
        max_length=500,
        rows=3,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """An entry by which nobody can be reached helps nobody."""
        told = super().clean() or {}
        ways = ("telephone", "out_of_hours", "email", "secure_mail_note")
        if not self.errors and not any(told.get(name) for name in ways):
            self.add_error(
                "telephone", "Enter a telephone number, an email address or how else to reach them"
            )
        return told
