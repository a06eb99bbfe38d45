"""What a parent at a parents' evening tells of their child."""

from __future__ import annotations

from esafety.ui import fields
from esafety.ui.forms import Form


class EveningForm(Form):
    """A name and a date of birth."""

    name = fields.Text(
        label="Your child’s full name", noun="your child’s full name", max_length=200, strip=True
    )
    born_on = fields.DateField(
        label="Your child’s date of birth",
        noun="the date of birth",
        latest="today",
        help_text="For example, 27 3 2016.",
    )
