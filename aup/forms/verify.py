"""What is on a certificate."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from esafety.ui import fields
from esafety.ui.forms import Form

_HEX = re.compile(r"[0-9a-f]{64}")


class VerifyForm(Form):
    """The reference and the code, or the fingerprint of the file."""

    reference = fields.Text(
        label="Reference",
        help_text="On the certificate, for example 7KQ2-M9XT.",
        max_length=20,
        required=False,
        strip=True,
        width="10",
    )
    code = fields.Text(
        label="Code",
        help_text="Beside the reference, for example 7KQ2-M9XT-4HBD.",
        max_length=20,
        required=False,
        strip=True,
        width="20",
    )
    fingerprint = fields.Text(
        label="Or the fingerprint of the file",
        noun="the fingerprint",
        help_text="The SHA-256 of the PDF: 64 letters and figures. It shows that nothing in the file was changed.",
        max_length=100,
        required=False,
        strip=True,
    )

    def clean_fingerprint(self) -> str:
        """Without spaces, in small letters."""
        typed = "".join(self.cleaned_data["fingerprint"].split()).lower()
        if typed and not _HEX.fullmatch(typed):
            raise ValidationError("Enter the 64 letters and figures of the fingerprint")
        return typed

    def clean(self) -> dict[str, Any]:
        """Either both parts of the certificate or the fingerprint."""
        told = super().clean() or {}
        for name in ("reference", "code"):
            told[name] = "".join(told.get(name, "").split()).upper()
        if not told.get("fingerprint") and "fingerprint" not in self.errors:
            for name, words in (("reference", "the reference"), ("code", "the code")):
                if not told[name]:
                    self.add_error(name, f"Enter {words}, or the fingerprint of the file")
        return told
