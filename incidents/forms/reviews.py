"""What pages about reviews, viewing and searches ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms as django_forms

from esafety.access.capabilities import Capability
from esafety.access.roles import CAPABILITIES
from esafety.people.models import User
from esafety.people.queries import holders
from esafety.schooldays.calendar import LONDON
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Fieldset, Layout, Paragraph
from incidents.access import INCIDENTS
from incidents.forms.custody import Moment
from incidents.forms.incident import Colleague
from incidents.models import Incident, Item
from incidents.policy.viewing import CONDITIONS
from incidents.vocabulary.evidence import Reviewed, Viewing


class ComputerForm(Form):
    """The investigation's computer."""

    name = fields.Text(label="Which computer?", max_length=120, noun="the computer",
                       help_text="One that pupils do not use, and that the police could take away.")  # fmt: skip
    place = fields.Text(label="Where does it stand?", max_length=120, noun="where it stands")
    access = fields.TextArea(
        label="What access was arranged for it, and by whom?", required=False, rows=3, max_length=1_000,
        help_text="For example a filter opened for this computer, for these people, until this day.",
    )  # fmt: skip


class ChosenItem(fields.OneRecord):
    """One of the incident's items that may be looked through."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ReviewForm(Moment):
    """What two senior people looked through."""

    what = fields.Choice(Reviewed, label="What was looked through?")
    subject = fields.Text(
        label="Which device, or which address?", max_length=300, noun="the device or the address",
        help_text="An address is kept as text. Nobody opens it from here.",
    )  # fmt: skip
    item = ChosenItem(Item.objects.none(), label="Is it one of the items kept with this incident?", required=False,
                      widget=django_forms.Select, empty_label="No")  # fmt: skip
    computer = fields.Text(
        label="On which computer, and where does it stand?", max_length=240, noun="the computer"
    )
    reason = fields.TextArea(label="Why was it looked through?", rows=3, max_length=2_000, noun="the reason")
    seen = fields.TextArea(
        label="What was seen?", rows=4, max_length=5_000, noun="what was seen",
        help_text="The nature of it, in words. If it may show a child, stop and record a decision about viewing.",
    )  # fmt: skip
    conclusion = fields.TextArea(
        label="What do you conclude?", rows=3, max_length=2_000, noun="the conclusion"
    )
    action = fields.TextArea(
        label="What was done, or is to be done?", rows=3, max_length=2_000, noun="the action"
    )
    first_position = fields.Text(label="Your position", max_length=120, noun="your position")
    second = Colleague(label="Who looked with you?", help_text="They sign it with their own account.")
    second_position = fields.Text(label="Their position", max_length=120, noun="their position")
    layout = Layout(
        "what", "subject", "item", "on", "clock", "computer", "reason", "seen", "conclusion", "action",
        Fieldset("The two people", "first_position", "second", "second_position"),
    )  # fmt: skip

    def __init__(self, *args: Any, incident: Incident, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = Item.objects.filter(incident=incident, may_be_illegal=False)  # type: ignore[attr-defined]
        self.fields["second"].queryset = who_work_on(incident, but=user)  # type: ignore[attr-defined]


def who_work_on(incident: Incident, *, but: User) -> Any:
    """Colleagues who may work on the incident: the only ones who can be the second person."""
    roles = [role for role, carried in CAPABILITIES.items() if Capability.WORK in carried]
    posts = {post.user for post in holders(incident.school, roles)} - {but}
    found = [user.pk for user in posts if INCIDENTS.allows(user, Capability.WORK, incident)]
    return User.objects.filter(pk__in=found).prefetch_related("memberships").order_by("name", "pk")


class ViewingForm(Moment):
    """A decision about a picture that may show a child."""

    outcome = fields.Choice(
        Viewing, label="What was decided?", conditional={Viewing.VIEWED: ("conditions", "viewer_sex")}
    )
    conditions = fields.Several(
        [(one.code, one.words) for one in CONDITIONS], label="Did all of this hold?", required=False
    )
    viewer_sex = fields.Text(label="Sex of the person who looked", max_length=40, required=False)
    reason = fields.TextArea(
        label="Why?", rows=4, max_length=2_000, noun="the reason",
        help_text="Who decided it with you, and what else was possible. Do not describe the picture.",
    )  # fmt: skip
    viewer = fields.Text(label="Who looked, if anybody did?", required=False)
    present = fields.Text(label="Who else was there?", required=False)
    place = fields.Text(label="Where?", required=False)
    head_told = fields.Text(label="When was the head told?", required=False)
    done = fields.TextArea(label="What was done afterwards?", rows=3, max_length=2_000, required=False,
                           help_text="Device secured, police, social care, removal asked for.")  # fmt: skip
    layout = Layout(
        Paragraph("Nobody copies, prints, sends or saves the picture, and it never comes here."),
        "on", "clock", "outcome", "reason", "viewer", "present", "place", "head_told", "done",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") is Viewing.VIEWED:
            for name in ("viewer", "present", "place", "head_told", "viewer_sex"):
                if not cleaned.get(name):
                    self.add_error(name, f"Answer “{self.fields[name].label}”")
        return cleaned


class SearchForm(Moment):
    """A search of a pupil, or of what they had with them."""

    place = fields.Text(label="Where?", noun="the place")
    searched = fields.Text(label="Who was searched, or whose things?", noun="who was searched")
    searched_by = fields.Text(label="Who searched?", noun="who searched")
    witness = fields.Text(label="Who was the witness?", noun="the witness",
                          help_text="Another member of staff, of the pupil’s sex where that is possible.")  # fmt: skip
    grounds = fields.TextArea(
        label="What gave reason to search?", rows=3, max_length=2_000, noun="the reason"
    )
    looked_for = fields.Text(label="What was looked for?", max_length=300, noun="what was looked for")
    found = fields.TextArea(label="What was found?", rows=3, max_length=2_000, noun="what was found")
    disposal = fields.TextArea(label="What became of it?", rows=2, max_length=1_000, required=False)
    risk = fields.TextArea(
        label="What risk and vulnerability were considered?",
        rows=3,
        max_length=2_000,
        noun="what was considered",
    )
    parents_told = fields.TextArea(label="When and how were parents told, or why not?", rows=2, max_length=1_000,
                              noun="how parents were told")  # fmt: skip
    lead_on = fields.DateField(
        label="On which day was a safeguarding lead told?", required=False, latest="today"
    )
    layout = Layout(
        "on", "clock", "place", "searched", "searched_by", "witness", "grounds", "looked_for", "found", "disposal",
        "risk", "parents_told", "lead_on",
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        said = super().said()
        day = said.pop("lead_on")
        said["parents"] = said.pop("parents_told")
        return {**said, "lead_told_at": dt.datetime.combine(day, dt.time(12), LONDON) if day else None}
