"""Who is away, and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from esafety.office.actions.duty import OWN_ABSENCES_ONLY
from esafety.people.models import Membership, School, User
from esafety.people.queries import colleagues
from esafety.schooldays.calendar import LONDON
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Fieldset, Layout
from esafety.walls.scope import every_school

START, END = dt.time(0, 0), dt.time(23, 59)


class AbsenceForm(Form):
    """Who is away, and between which moments. Without times, whole days."""

    user = fields.OneRecord(
        User.objects.none(),
        label="Who is away?",
        noun="who is away",
        widget=forms.Select,
    )
    from_day = fields.DateField(label="First day", noun="the first day")
    from_time = fields.TimeField(
        label="From what time?",
        noun="the time it begins",
        required=False,
        help_text="Leave this empty for the whole day.",
    )
    until_day = fields.DateField(label="Last day", noun="the last day")
    until_time = fields.TimeField(
        label="Until what time?",
        noun="the time it ends",
        required=False,
        help_text="Leave this empty for the whole day.",
    )
    layout = Layout(
        "user",
        Fieldset("Away from", "from_day", "from_time"),
        Fieldset("Away until", "until_day", "until_time"),
    )

    def __init__(self, *args: Any, school: School, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with every_school("an absence counts in every school somebody judges in"):
            alone = Membership.objects.current().filter(role__in=OWN_ABSENCES_ONLY)
            away = set(alone.values_list("user", flat=True)) - {by.pk}
        there = [user.pk for user in colleagues(school) if user.pk not in away]
        self.fields["user"].queryset = User.objects.filter(pk__in=there)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end comes after the start, and is still to come."""
        told = super().clean() or {}
        if told.get("from_day") and told.get("until_day"):
            told["from_at"] = _moment(told["from_day"], told.get("from_time") or START)
            told["until_at"] = _moment(told["until_day"], told.get("until_time") or END)
            if told["until_at"] <= told["from_at"]:
                self.add_error("until_day", "The last day must be on or after the first day")
            elif told["until_at"] <= timezone.now():
                self.add_error("until_day", "The last day must be today or later")
        return told


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    """A time of day in the school's time zone."""
    return dt.datetime.combine(day, time, LONDON)
