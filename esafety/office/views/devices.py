"""School equipment: the list, one device, out and in, what one person has."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.office import actions
from esafety.office.access.devices import BORROWERS, DEVICES
from esafety.office.forms.devices import DeviceForm, MissingForm, SignInForm, SignOutForm
from esafety.office.models import Device, Loan
from esafety.office.papers import LOAN_SLIP
from esafety.office.queries import devices as lists
from esafety.office.queries.devices import Show
from esafety.office.vocabulary import DEVICES_EXPORTED, DeviceState
from esafety.papers.actions import want
from esafety.people.models import Person
from esafety.signin.step_up import recent_sign_in_required
from incidents.finding import findable, look_up

FORM = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 100
KEEP = Capability.MANAGE_DEVICES


def _asked(request: SignedIn) -> tuple[Show, str]:
    """Which list, and what part of a tag, a number or a description."""
    show = request.GET.get("show", "")
    return Show(show) if show in list(Show) else Show.ALL, request.GET.get("find", "").replace("\x00", "")[
        :60
    ]


def _page(device: Device) -> str:
    return reverse("device", args=[device.pk])


@require_safe
@open_to(KEEP)
def devices(request: SignedIn) -> HttpResponse:
    """Every device of one list, and who has it."""
    show, typed = _asked(request)
    found = Paginator(lists.devices(request.school, show, typed), A_PAGE).get_page(request.GET.get("page"))
    counts, asked = lists.counts(request.school), {"show": show, "find": typed}
    context = {
        "title": "Devices",
        "back_url": reverse("office"),
        "back_label": "School office",
        "rows": lists.with_loan(found),
        "views": [
            {"label": one.label, "url": f"?show={one}", "current": one == show, "count": counts[one]}
            for one in Show
        ],
        "show": show,
        "typed": typed,
        "previous_url": f"?{urlencode(asked | {'page': found.number - 1})}" if found.has_previous() else "",
        "next_url": f"?{urlencode(asked | {'page': found.number + 1})}" if found.has_next() else "",
        "export_url": f"{reverse('devices_export')}?{urlencode(asked)}",
    }
    return render(request, "office/devices.html", context)


@require_GET
@open_to(KEEP)
@recent_sign_in_required
def devices_export(request: SignedIn) -> StreamingHttpResponse:
    """The list as CSV. Written down before the first line leaves."""
    show, typed = _asked(request)
    count = lists.devices(request.school, show, typed).count()
    note(
        DEVICES_EXPORTED, by=request.user, school=request.school, detail={"count": count, "list": show.value}
    )
    name = f"devices-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lists.export_lines(request.school, show, typed),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@FORM
@open_to(KEEP)
def device_add(request: SignedIn) -> HttpResponse:
    """Enter a device."""

    def act(told: dict[str, Any]) -> str:
        return f"{actions.add_device(school=request.school, by=request.user, **told)} is entered."

    form = DeviceForm(sent(request))
    return ask(request, form, act, title="Add a device", submit="Add", back_url=reverse("devices"))


@require_safe
@record_door(DEVICES, KEEP, lookup="pk")
def device(request: SignedIn, device: Device) -> HttpResponse:
    """One device: who has it, who had it, what can be done with it."""
    loans = list(device.loans.select_related("person", "signed_out_by", "signed_in_by"))
    context = {
        "title": str(device),
        "caption": device.description,
        "back_url": reverse("devices"),
        "back_label": "Devices",
        "device": device,
        "loan": next((loan for loan in loans if loan.returned_on is None), None),
        "loans": loans,
        "can_lend": device.state == DeviceState.IN_SERVICE,
    }
    return render(request, "office/device.html", context)


@FORM
@record_door(DEVICES, KEEP, lookup="pk")
def device_change(request: SignedIn, device: Device) -> HttpResponse:
    """Correct what is known of a device."""

    def act(told: dict[str, Any]) -> str:
        return f"{actions.change_device(device=device, by=request.user, **told)} was changed."

    names = ("asset_tag", "kind", "description", "serial_number")
    form = DeviceForm(sent(request), initial={name: getattr(device, name) for name in names})
    return ask(request, form, act, title="Change a device", submit="Save", back_url=_page(device))


@FORM
@record_door(DEVICES, KEEP, lookup="pk")
def device_lend(request: SignedIn, device: Device) -> HttpResponse:
    """Who takes it? The name travels by POST, never in an address."""
    found = look_up(request.school, request.POST.get("search", ""), [], by=request.user)
    context = {
        "title": f"Sign out {device}",
        "device": device,
        "found": found,
        "back_url": _page(device),
        "searched": request.method == "POST",
    }
    return render(request, "office/device_lend.html", context, status=429 if found.too_often else 200)


@FORM
@record_door(DEVICES, KEEP, lookup="pk")
def device_sign_out(request: SignedIn, device: Device, person: int) -> HttpResponse:
    """Until when, and in what condition."""
    who = findable(device.school, request.user).filter(pk=person).first()
    if who is None:
        raise Http404

    def act(told: dict[str, Any]) -> str:
        actions.sign_device_out(device=device, person=who, by=request.user, **told)
        return f"{device} is signed out. Print the slip for them to sign."

    return ask(
        request,
        SignOutForm(sent(request)),
        act,
        title=f"Sign out {device} to {who.full_name}",
        caption=who.described,
        submit="Sign out",
        back_url=_page(device),
    )


@FORM
@record_door(DEVICES, KEEP, lookup="pk")
def device_sign_in(request: SignedIn, device: Device) -> HttpResponse:
    """It came back."""

    def act(told: dict[str, Any]) -> str:
        actions.sign_device_in(device=device, by=request.user, **told)
        return f"{device} is signed in."

    form = SignInForm(sent(request))
    return ask(request, form, act, title=f"Sign in {device}", submit="Sign in", back_url=_page(device))


@FORM
@record_door(DEVICES, KEEP, lookup="pk")
def device_missing(request: SignedIn, device: Device) -> HttpResponse:
    """It is lost or stolen."""

    def act(told: dict[str, Any]) -> str:
        actions.set_device_state(device=device, by=request.user, **told)
        return f"{device} is entered as {told['state'].label.lower()}."

    form = MissingForm(sent(request))
    return ask(request, form, act, title=f"{device} is missing", submit="Save", back_url=_page(device))


@require_POST
@record_door(DEVICES, KEEP, lookup="pk")
def device_state(request: SignedIn, device: Device, state: DeviceState) -> HttpResponse:
    """It was found, or is put back in service; or it is used no more."""

    def act() -> str:
        made = actions.set_device_state(device=device, state=state, by=request.user)
        return f"{made} is entered as {made.get_state_display().lower()}."

    return do(request, act, back_url=_page(device))


@require_POST
@record_door(DEVICES, KEEP, lookup="pk")
def device_slip(request: SignedIn, device: Device) -> HttpResponse:
    """The slip of the loan it is out on, to be signed."""
    loan = Loan.objects.out().filter(device=device).first()
    if loan is None:
        raise Http404
    return redirect("papers:paper", want(LOAN_SLIP, about=loan, by=request.user).reference)


@require_safe
@record_door(BORROWERS, KEEP, lookup="pk")
def borrower(request: SignedIn, person: Person) -> HttpResponse:
    """What one person has, and had."""
    context = {
        "title": f"Devices of {person.full_name}",
        "caption": person.particulars,
        "back_url": reverse("devices"),
        "back_label": "Devices",
        "loans": lists.loans_of(person),
        "out": len(lists.things_to_return(person)),
    }
    return render(request, "office/borrower.html", context)
