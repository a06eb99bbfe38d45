"""Checks of the filter: the table of results, the plan, a place, a fault put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone

from esafety.papers.receiving.forms import ScanForm
from esafety.people.models import User
from esafety.ui import fields
from esafety.ui.forms import Form
from filtering.addresses import Refused, read_all
from filtering.models import CheckPoint
from filtering.policy.clocks import CHECK_EVERY_DAYS, FEWEST_DAYS, MOST_DAYS
from filtering.vocabulary import DeviceGroup, Location, Outcome, Test, UserGroup


class Row(NamedTuple):
    """One place and its tests, as the table shows them."""

    point: CheckPoint
    cells: list[BoundField]


class CheckForm(Form):
    """When, with whom, and what each test showed in each place."""

    done_on = fields.DateField(
        label="Day of the check", noun="the day of the check", initial=timezone.localdate, latest="today"
    )
    with_person = fields.OneRecord(
        User.objects.none(), label="Who checked with you?", noun="who checked with you", widget=forms.Select
    )
    fault = fields.TextArea(
        label="What was not blocked, and what you did at once",
        noun="what was not blocked",
        help_text="Leave it empty if everything was blocked. No names of pupils.",
        required=False,
        max_length=2000,
        rows=3,
    )

    def __init__(
        self, *args: Any, points: Sequence[CheckPoint], companions: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        self.fields["with_person"].queryset = companions  # type: ignore[attr-defined]
        for point in points:
            for test in Test:
                self.fields[_name(point, test)] = fields.Select(
                    Outcome,
                    label=test.label,
                    noun=f"what “{test.label}” showed: {point}",
                    blank="Choose",
                )

    def rows(self) -> Iterator[Row]:
        """The table."""
        for point in self.points:
            yield Row(point, [self[_name(point, test)] for test in Test])

    def clean(self) -> dict[str, Any]:
        """What was not blocked needs words."""
        told = super().clean() or self.cleaned_data
        if Outcome.REACHED in self.results().values() and not (told.get("fault") or "").strip():
            self.add_error(
                "fault", "Something was not blocked. Say what was reached, and what you did at once."
            )
        return told

    def results(self) -> dict[tuple[int, Test], Outcome]:
        """What each test showed."""
        return {
            (point.pk, test): self.cleaned_data[_name(point, test)]
            for point in self.points
            for test in Test
            if self.cleaned_data.get(_name(point, test))
        }


def _name(point: CheckPoint, test: Test) -> str:
    return f"result-{point.pk}-{test.value}"


class CertificateForm(ScanForm):
    """A certificate to keep with a check."""

    title = fields.Text(
        label="What is it?",
        noun="what it is",
        help_text="For example: provider’s certificate of the illegal-content lists, 2026.",
        strip=True,
    )
    field_order = ("title", "file", "promise")


class ConfirmForm(Form):
    """Nobody has looked for viruses in it."""

    knows = fields.Tick(label="I know that this file was not checked for viruses")


class PlanForm(Form):
    """How often, and which addresses of its own the school tries."""

    every_days = fields.Whole(
        label="Days from one check to the next",
        noun="the number of days",
        help_text=f"From {FEWEST_DAYS} to {MOST_DAYS}. Every {CHECK_EVERY_DAYS} days is usual.",
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
    )
    samples = fields.TextArea(
        label="The school’s own sample addresses",
        noun="the sample addresses",
        help_text="Addresses that must be blocked, one a line. Never one with illegal content.",
        required=False,
        max_length=2000,
        rows=4,
    )

    def clean_samples(self) -> str:
        """Each line is an address; kept as it will be shown."""
        try:
            return "\n".join(one.shown for one in read_all(self.cleaned_data["samples"]))
        except Refused as reason:
            raise forms.ValidationError(list(reason.sentences)) from None


class PointForm(Form):
    """A place to test from."""

    user_group = fields.Select(UserGroup, label="Signed in as", noun="who is signed in")
    device = fields.Choice(DeviceGroup, label="On what", noun="on what device")
    location = fields.Choice(Location, label="Over which connection", noun="over which connection")


class FixForm(Form):
    """What was done."""

    action = fields.TextArea(label="What was done?", noun="what was done", max_length=2000, rows=3)
    fixed_on = fields.DateField(
        label="Put right on", noun="the day it was put right", initial=timezone.localdate, latest="today"
    )
