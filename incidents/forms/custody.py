"""What pages about items in the school's care ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms as django_forms

from esafety.people.models import Person
from esafety.schooldays.calendar import LONDON
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Fieldset, Layout
from incidents.models import Incident, Item
from incidents.policy.custody import LINKS
from incidents.vocabulary.evidence import Custody, ItemKind


class Moment(Form):
    """A day and a time that are over."""

    on = fields.DateField(label="On which day?", latest="today", noun="the day")
    clock = fields.TimeField(label="At what time?", help_text="For example 2:30pm", noun="the time")

    @property
    def at(self) -> dt.datetime:
        """The moment, London time."""
        return dt.datetime.combine(self.cleaned_data["on"], self.cleaned_data["clock"], LONDON)

    def said(self) -> dict[str, Any]:
        """Every answer but the two that make the moment."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("on", "clock")}


class Owner(fields.OneRecord):
    """Somebody who is part of the incident."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.described)


class ItemForm(Moment):
    """A thing that was taken or handed in."""

    kind = fields.Choice(ItemKind, label="What is it?", small=True)
    description = fields.Text(
        label="Describe it",
        help_text="Make, colour, case, cracks: enough to know it again.",
        noun="what it looks like",
    )
    mark = fields.Text(
        label="Serial number, asset tag or other mark", required=False, max_length=60,
        help_text="Only if it can be read from outside. Do not switch it on.",
    )  # fmt: skip
    owner = Owner(Person.objects.none(), label="Whose is it?", required=False, widget=django_forms.Select,
                  empty_label="Somebody else, or not known")  # fmt: skip
    owner_name = fields.Text(label="If it is somebody else’s, whose?", required=False)
    why = fields.TextArea(label="Why was it taken, or handed in?", rows=3, max_length=2_000, noun="why")
    may_be_illegal = fields.YesNo(
        label="Could it hold something that it is illegal to possess?",
        help_text="Leave it on or off, as it is. Nobody in school examines it or gives it back: the police decide.",
    )
    place = fields.Text(label="Where is it kept from now on?", noun="where it is kept")
    handed_over_by = fields.Text(label="Who handed it over?", required=False)
    witness = fields.Text(label="Who else was there?", required=False)
    return_on = fields.DateField(
        label="By when is it to be returned?", required=False, earliest="today",
        help_text="You are reminded. Leave it empty if that is not decided.", noun="the day of return",
    )  # fmt: skip
    layout = Layout(
        "kind", "description", "mark", "owner", "owner_name", "why", "may_be_illegal",
        Fieldset("When and where", "on", "clock", "place", "handed_over_by", "witness"),
        "return_on",
    )  # fmt: skip

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        involved = incident.involvements.standing().filter(person__isnull=False)
        self.fields["owner"].queryset = Person.objects.filter(pk__in=involved.values("person"))  # type: ignore[attr-defined]


_OTHER = {
    Custody.TO_POLICE: "Which officer took it, of which force?",
    Custody.FROM_POLICE: "Which officer brought it back?",
    Custody.RETURNED: "To whom was it returned?",
    Custody.PARENTS_TOLD: "Who was told?",
    Custody.MOVED: "Who took it there?",
}
_NOTE = {
    Custody.EXAMINED: "What was looked at, and what was found?",
    Custody.PARENTS_TOLD: "What were they told, and what did they say?",
}
_PLACE = {Custody.MOVED: "Where is it from now on?", Custody.SEALED: "Where is it kept?"}


class CustodyForm(Moment):
    """The next entry of a chain of custody; which questions it has depends on the step."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)
    place = fields.Text(label="Where was it done?", noun="where")
    other = fields.Text(label="Who else had a part in it?", required=False)
    seal = fields.Text(label="Number of the seal", required=False, max_length=40)
    receipt = fields.Text(label="Number of the receipt", required=False, max_length=60)
    witness = fields.Text(label="Who saw it?", required=False)
    note = fields.TextArea(label="Anything else?", required=False, rows=3, max_length=2_000)

    def __init__(self, *args: Any, item: Item, step: Custody, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": item.version}
        super().__init__(*args, **kwargs)
        needs = LINKS[step].needs
        for name, labels in (("other", _OTHER), ("note", _NOTE), ("place", _PLACE)):
            self.fields[name].label = labels.get(step, self.fields[name].label)
        for name in needs:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"Answer “{self.fields[name].label}”"
        for name in ("seal", "receipt"):
            if name not in needs:
                del self.fields[name]
        if step not in _OTHER:
            del self.fields["other"]
