"""What came of an action."""

from __future__ import annotations

from esafety.ui import fields
from esafety.ui.forms import Form


class DoneForm(Form):
    """What came of it."""

    result = fields.Text(
        label="What came of it?",
        noun="what came of it",
        max_length=300,
        help_text="One sentence, without names.",
    )
