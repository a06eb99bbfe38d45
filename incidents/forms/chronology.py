"""Marking an entry for the chronology; printing a child's."""

from __future__ import annotations

from typing import Any

from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.forms.incident import Act

IMPACT = 5_000


class MarkForm(Act):
    """Whether an entry is significant, in one line, and what it meant for the child."""

    significant = fields.YesNo(label="Is this a significant event?", conditional={"yes": "headline"})
    headline = fields.Text(
        label="In one line", help_text="For example “Told a teacher about the messages”.", max_length=120,
        noun="the line", strip=True,
    )  # fmt: skip
    impact = fields.TextArea(
        label="What did it mean for the child?", rows=4, max_length=IMPACT, required=False
    )


class PrintForm(Form):
    """For what it is printed, and whose names are let stand."""

    purpose = fields.Text(
        label="What is it for?",
        help_text="For example “Child protection conference, 3 December”. It stands on the paper.",
        max_length=200,
        noun="what it is for",
        strip=True,
    )
    significant_only = fields.Tick(label="Only significant events", required=False)
    clear_names = fields.Several(
        [],
        label="These others are named in clear text. Whose names may stand?",
        help_text="Leave a box empty, and the paper says “Child B” or “Adult C” wherever the name stands.",
        required=False,
        coerce=int,
    )

    def __init__(self, *args: Any, in_clear: list[dict[str, Any]], **kwargs: Any) -> None:
        """Offer the names that were found."""
        super().__init__(*args, **kwargs)
        offered = [(row["part"], f"{row['who']} ({row['label']}): {row['typed']}") for row in in_clear]
        self.fields["clear_names"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["clear_names"]
