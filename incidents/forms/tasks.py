"""Ending a task."""

from __future__ import annotations

from django.db.models import TextChoices

from esafety.ui import fields
from esafety.ui.forms import Form


class Ending(TextChoices):
    """How a task can end."""

    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed"


class EndTaskForm(Form):
    """Whether it was done, and what came of it or why it was not needed."""

    ending = fields.Choice(
        Ending,
        label="How did this task end?",
        missing="Select whether the task was done or was not needed",
        conditional={"done": "result", "not_needed": "reason"},
    )
    result = fields.TextArea(
        label="What was done?",
        noun="what was done",
        help_text="One line is enough. If it was reported to somebody, give the date and their reference.",
        max_length=4000,
        rows=3,
    )
    reason = fields.TextArea(
        label="Why is it not needed?", noun="why it is not needed", max_length=4000, rows=3
    )
