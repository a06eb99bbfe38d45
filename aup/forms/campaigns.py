"""Whom a campaign asks, until when, and how often it reminds."""

from __future__ import annotations

from typing import Any

from django import forms

from aup.told import Chosen
from esafety.people.models import Person, School
from esafety.people.vocabulary import PersonKind
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Layout

AUDIENCES = (
    ("families", "Families: parents and carers, and secondary pupils"),
    ("staff", "Staff and volunteers"),
    ("governors", "Governors"),
)
REMINDERS = (("0", "Never"), ("3", "Every three days"), ("7", "Every week"), ("14", "Every two weeks"))


class CampaignForm(Form):
    """What is chosen before anybody is asked."""

    title = fields.Text(
        label="Name of the campaign",
        noun="the name of the campaign",
        help_text="For you and your colleagues, for example Autumn 2026. It stands in no mail.",
        max_length=120,
        strip=True,
    )
    who = fields.Several(
        AUDIENCES,
        label="Who is asked?",
        missing="Select who is asked",
        conditional={"families": ("years", "classes")},
    )
    years = fields.Several(
        (), label="Which year groups?", required=False, help_text="None ticked: all.", small=True
    )
    classes = fields.Several(
        (), label="Which classes?", required=False, help_text="None ticked: all.", small=True
    )
    only_missing = fields.YesNo(
        label="Leave out whoever has signed this school year?", missing="Select whether they are left out"
    )
    sign_by = fields.DateField(label="Sign by", noun="the day to sign by", earliest="today")
    remind_every = fields.Choice(
        REMINDERS, label="Remind those who have not signed", noun="how often they are reminded", coerce=int
    )
    layout = Layout("title", "who", "only_missing", "sign_by", "remind_every")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pupils = Person.objects.filter(school=school, kind=PersonKind.PUPIL, left_on__isnull=True).order_by()
        for name, column in (("years", "year_group"), ("classes", "class_name")):
            found = sorted(set(pupils.exclude(**{column: ""}).values_list(column, flat=True)), key=_in_order)
            choices = self.fields[name]
            assert isinstance(choices, forms.MultipleChoiceField)
            choices.choices = [(one, one) for one in found]

    @property
    def chosen(self) -> Chosen:
        """In the words of the action."""
        told = self.cleaned_data
        return Chosen(
            title=told["title"],
            to_families="families" in told["who"],
            to_staff="staff" in told["who"],
            to_governors="governors" in told["who"],
            year_groups=told["years"],
            class_names=told["classes"],
            only_missing=told["only_missing"],
            sign_by=told["sign_by"],
            remind_every=told["remind_every"] or None,
        )


def chosen_before(campaign: Any) -> dict[str, Any]:
    """A campaign as the form shows it."""
    asked = {"families": campaign.to_families, "staff": campaign.to_staff, "governors": campaign.to_governors}
    return {
        "title": campaign.title,
        "who": [name for name, is_asked in asked.items() if is_asked],
        "years": campaign.year_groups,
        "classes": campaign.class_names,
        "only_missing": campaign.only_missing,
        "sign_by": campaign.sign_by,
        "remind_every": str(campaign.remind_every or 0),
    }


def _in_order(name: str) -> tuple[bool, int, str]:
    """Reception and nursery first, then Year 1, Year 2, Year 10."""
    figures = "".join(letter for letter in name if letter.isascii() and letter.isdigit())[:6]
    return bool(figures), int(figures or 0), name
