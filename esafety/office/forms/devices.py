"""A device; who takes it, until when; in what condition it comes back."""

from __future__ import annotations

from django.utils import timezone

from esafety.office.vocabulary import Condition, DeviceKind, DeviceState
from esafety.ui import fields
from esafety.ui.forms import Form


class DeviceForm(Form):
    """What is written on a device, and what it is."""

    asset_tag = fields.Text(
        label="Asset tag",
        noun="the asset tag",
        help_text="What the label on it says, for example LAP-0042.",
        max_length=40,
        strip=True,
        width="10",
    )
    kind = fields.Choice(DeviceKind, label="Kind of device", noun="the kind of device")
    description = fields.Text(
        label="Description",
        noun="the description",
        help_text="Make and model. No names of people.",
        required=False,
        strip=True,
    )
    serial_number = fields.Text(
        label="Serial number",
        noun="the serial number",
        help_text="The police ask for it when a device is stolen.",
        max_length=80,
        required=False,
        strip=True,
    )


class SignOutForm(Form):
    """From when, until when, and in what condition."""

    out_on = fields.DateField(
        label="Goes out on", noun="the day it goes out", initial=timezone.localdate, latest="today"
    )
    due_back = fields.DateField(
        label="Due back on",
        noun="the day it is due back",
        required=False,
        help_text="Leave this empty when they have it for as long as they are at the school.",
    )
    condition = fields.Choice(Condition, label="Condition", noun="the condition", inline=True)
    note = fields.TextArea(
        label="Note",
        help_text="For example what goes with it: charger, bag.",
        required=False,
        max_length=500,
        rows=2,
    )


class SignInForm(Form):
    """When it came back, and how it looks."""

    returned_on = fields.DateField(
        label="Came back on", noun="the day it came back", initial=timezone.localdate, latest="today"
    )
    condition = fields.Choice(Condition, label="Condition", noun="the condition", inline=True)
    note = fields.TextArea(label="Note", required=False, max_length=500, rows=2)


class MissingForm(Form):
    """Lost, or stolen?"""

    state = fields.Choice(
        [(state.value, state.label) for state in (DeviceState.LOST, DeviceState.STOLEN)],
        label="What happened to it?",
        noun="what happened to it",
        coerce=DeviceState,
    )
