"""School equipment: entered, signed out and in, lost and found. Source: A (loan), B, C 3.5.3."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.office.models import Device, Loan
from esafety.office.vocabulary import (
    DEVICE_ADDED,
    DEVICE_CHANGED,
    DEVICE_IN,
    DEVICE_OUT,
    DEVICE_STATE_SET,
    Condition,
    DeviceKind,
    DeviceState,
)
from esafety.people.models import Person, School, User


@transaction.atomic
def add_device(
    *, school: School, asset_tag: str, kind: DeviceKind, description: str, serial_number: str, by: User | None
) -> Device:
    """Enter a device. Raises NotNow for a tag that another device of the school has."""
    tag = _free_tag(school, asset_tag)
    device = Device.objects.create(
        school=school, asset_tag=tag, kind=kind, description=description, serial_number=serial_number
    )
    record(DEVICE_ADDED, by=by, school=school, about=device, detail={"kind": kind.value})
    return device


@transaction.atomic
def change_device(
    *, device: Device, asset_tag: str, kind: DeviceKind, description: str, serial_number: str, by: User
) -> Device:
    """Correct what is known of a device. Raises NotNow for a tag that another device of the school has."""
    device = _held(device)
    told = {"asset_tag": _free_tag(device.school, asset_tag, but=device), "kind": kind}
    told |= {"description": description, "serial_number": serial_number}
    changed = [name for name, value in told.items() if getattr(device, name) != value]
    Device.objects.filter(pk=device.pk).update(**told)
    detail: dict[str, Detail] = {"kind": kind.value, "changed": changed}
    record(DEVICE_CHANGED, by=by, school=device.school, about=device, detail=detail)
    return Device.objects.get(pk=device.pk)


@transaction.atomic
def sign_device_out(
    *,
    device: Device,
    person: Person,
    out_on: dt.date,
    due_back: dt.date | None,
    condition: Condition,
    note: str,
    by: User,
) -> Loan:
    """Give a device to somebody of its school, from a day until a day or for as long as they are there.

    Raises NotNow for a device that is out, missing or withdrawn, and for somebody who is not there.
    """
    device = _held(device)
    if device.state != DeviceState.IN_SERVICE:
        raise NotNow(
            f"{device} is entered as {device.get_state_display().lower()}. Put it back in service first."
        )
    if Loan.objects.out().filter(device=device).exists():
        raise NotNow(f"{device} is signed out already. Sign it in first.")
    if person.school_id != device.school_id or person.left_on is not None:
        raise NotNow("This person is not at the school. Choose somebody else.")
    if due_back is not None and due_back < out_on:
        raise NotNow("The day it is due back must be on or after the day it goes out.")
    loan = Loan.objects.create(
        device=device,
        person=person,
        out_on=out_on,
        due_back=due_back,
        condition_out=condition,
        signed_out_by=by,
        note_out=note,
    )
    record(
        DEVICE_OUT, by=by, school=device.school, about=device, detail={"loan": loan.pk, "person": person.pk}
    )
    return loan


@transaction.atomic
def sign_device_in(
    *, device: Device, returned_on: dt.date, condition: Condition, note: str, by: User
) -> Loan:
    """Take a device back; one that was missing is in service again.

    Raises NotNow for a device that is not out, and for a day before it went out.
    """
    device = _held(device)
    loan = Loan.objects.out().filter(device=device).select_related("person").first()
    if loan is None:
        raise NotNow(f"{device} is not signed out. Somebody may have signed it in before you.")
    if returned_on < loan.out_on:
        raise NotNow("The day it came back must be on or after the day it went out.")
    loan.returned_on, loan.condition_in, loan.note_in, loan.signed_in_by = returned_on, condition, note, by
    loan.save(update_fields=["returned_on", "condition_in", "note_in", "signed_in_by"])
    if device.is_missing:
        Device.objects.filter(pk=device.pk).update(state=DeviceState.IN_SERVICE)
    detail: dict[str, Detail] = {"loan": loan.pk, "person": loan.person_id, "condition": condition.value}
    record(DEVICE_IN, by=by, school=device.school, about=device, detail=detail)
    return loan


@transaction.atomic
def set_device_state(*, device: Device, state: DeviceState, by: User) -> Device:
    """Enter that a device is lost, stolen, found again or out of service.

    A loan stays open when a device goes missing: whoever had it is still asked for it. Raises NotNow for a state it
    has already, and when a device that is signed out is withdrawn.
    """
    device = _held(device)
    if device.state == state:
        raise NotNow(f"{device} is entered as {state.label.lower()} already.")
    if state == DeviceState.WITHDRAWN and Loan.objects.out().filter(device=device).exists():
        raise NotNow(f"{device} is signed out. Sign it in first.")
    before, device.state = device.state, state
    device.save(update_fields=["state"])
    detail = {"state": state.value, "before": before}
    record(DEVICE_STATE_SET, by=by, school=device.school, about=device, detail=detail)
    return device


def _held(device: Device) -> Device:
    """The device as it is now; others who act on it wait."""
    return (
        Device.objects.select_for_update(of=("self",), no_key=True).select_related("school").get(pk=device.pk)
    )


def _free_tag(school: School, typed: str, *, but: Device | None = None) -> str:
    """The tag as it is kept. One change at a time, so that two people cannot take one tag."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    tag = " ".join(typed.split()).upper()
    holder = Device.objects.filter(school=school, asset_tag=tag).first()
    if holder is not None and holder != but:
        raise NotNow(f"Another device has the tag {tag}. Look at both labels.")
    return tag
