"""What is done about a pattern."""

from __future__ import annotations

from typing import Any

from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.models import Pattern
from incidents.policy.patterns import RULE
from incidents.vocabulary.watching import Step

_HINTS = {
    Step.TASK: "Its owner is asked to look at it within five school days",
    Step.LINK: "Each is shown beside the newest one",
    Step.FILTER_REVIEW: "Whoever runs the filter is told the site and nothing else, unless it may be illegal to open",
    Step.DISMISS: "It stays dismissed until another incident arrives",
}


class AnswerForm(Form):
    """Act, or dismiss; and why."""

    step = fields.Choice(Step, label="What do you do about it?", noun="what you do about it")
    reason = fields.TextArea(
        label="Why?",
        noun="the reason",
        help_text="Whoever looks at this later reads it, for example when a fourth incident arrives.",
        max_length=2_000,
        rows=4,
    )

    def __init__(self, *args: Any, pattern: Pattern, **kwargs: Any) -> None:
        """Only the steps that this rule offers."""
        super().__init__(*args, **kwargs)
        offered = RULE[pattern.rule].steps
        field: Any = self.fields["step"]
        field.choices = [(step.value, step.label) for step in offered]
        field.widget.hints = {step.value: _HINTS[step] for step in offered}
