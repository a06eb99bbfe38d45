"""What the recipient of a one-document link is asked."""

from __future__ import annotations

from esafety.ui.fields import Text
from esafety.ui.forms import Form


class PassphraseForm(Form):
    """The words told by telephone."""

    passphrase = Text(
        label="Passphrase",
        help_text="The words in their order. Capital letters and hyphens do not matter.",
        missing="Enter the words that the school told you",
        max_length=100,
    )

    def refuse(self, tries_left: int) -> None:
        """Say that the words were wrong, and how many tries are left."""
        left = "You have one more try" if tries_left == 1 else f"You have {tries_left} more tries"
        self.add_error("passphrase", f"This is not the passphrase. {left} before the link closes")
