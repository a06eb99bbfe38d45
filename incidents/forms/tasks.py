"""Ending a task."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import TextChoices

from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.models import Task
from incidents.policy.pauses import LONGEST, may_wait_for
from incidents.vocabulary import Records, WaitsFor


class Ending(TextChoices):
    """How a task can end."""

    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed"


class PauseForm(Form):
    """For whom a clock stands still, until when, and why."""

    waits_for = fields.Choice(WaitsFor, label="Who asked the school to wait?")
    until = fields.DateField(
        label="Until which day?",
        noun="the day",
        help_text=f"At most {LONGEST} working days; it can be asked for again.",
    )
    reason = fields.TextArea(
        label="What did they say?",
        noun="what they said",
        rows=3,
        max_length=4000,
        help_text="Who, when, and why.",
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = may_wait_for(task.code)
        cast("fields.Choice", self.fields["waits_for"]).choices = [
            (one.value, one.label) for one in WaitsFor if one in allowed
        ]


class EndTaskForm(Form):
    """Whether it was done, and what came of it or why it was not needed.

    A step that records no more than that it was done needs no words. `back` says which page it was pressed on.
    """

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
    back = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if task.records == Records.TICK:
            self.fields["result"].required = False
            self.fields["result"].label = "What was done? (optional)"
