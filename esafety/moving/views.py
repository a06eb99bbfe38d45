"""Files for the next school: the list, one of them, and each thing that can be done with it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.moving import actions
from esafety.moving.access import MOVERS, TRANSFERS
from esafety.moving.forms import BeginForm, ContentsForm, PressForm, ReceiptForm, StopForm
from esafety.moving.models import Transfer
from esafety.moving.queries import A_PAGE, receivers, transfers
from esafety.moving.shown import offered, page_of
from esafety.moving.vocabulary import TRANSFER_VIEWED
from esafety.papers.views import show_passphrase
from esafety.people.models import Person
from esafety.signin.step_up import recent_sign_in_required

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOVE = Capability.MOVE_FILES
JOINED = ("school", "pupil", "contact", "begun_by")


@require_safe
@open_to(MOVE)
def transfers_list(request: SignedIn) -> HttpResponse:
    """Files with something still to do, and those that are finished."""
    standing = request.GET.get("show") != "finished"
    found = transfers(request.user, request.school, standing=standing)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    show = "" if standing else "show=finished&"
    context = {
        "title": "Files for other schools",
        "rows": page,
        "standing": standing,
        "views": [
            {"label": "To be done", "url": "?", "current": standing},
            {"label": "Finished", "url": "?show=finished", "current": not standing},
        ],
        "previous_url": f"?{show}page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?{show}page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "moving/transfers.html", context)


@FORM
@record_door(MOVERS, MOVE, lookup="pk", joined=("school",))
def transfer_begin(request: SignedIn, pupil: Person) -> HttpResponse:
    """To whom, and from when."""
    form = BeginForm(sent(request), receivers=receivers(pupil.school))
    back = reverse("child_chronology", args=[pupil.pk])
    context: dict[str, Any] = {
        "title": "Send the file to another school",
        "form": form,
        "caption": pupil.full_name,
    }
    context |= {"submit_label": "Go on to what goes", "back_url": back, "cancel_url": back}
    context["nobody"] = not form.fields["contact"].queryset.exists()  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        try:
            made = actions.begin_transfer(pupil=pupil, by=request.user, **form.cleaned_data)
            return redirect("transfer_contents", made.reference)
        except NotNow as why:
            form.add_error(None, str(why))
    return render(request, "moving/begin.html", context, status=422 if form.is_bound else 200)


@require_safe
@record_door(TRANSFERS, MOVE, seen=TRANSFER_VIEWED, joined=JOINED)
def transfer(request: SignedIn, transfer: Transfer) -> HttpResponse:
    """Where a file stands and what can be done with it."""
    return render(request, "moving/transfer.html", page_of(transfer, request.user))


@FORM
@record_door(TRANSFERS, MOVE, seen=TRANSFER_VIEWED, joined=JOINED)
def transfer_contents(request: SignedIn, transfer: Transfer) -> HttpResponse:
    """Choose what goes."""

    choices, initial = offered(transfer, request.user)
    form = ContentsForm(sent(request), offered=choices, initial=initial)

    def act(given: dict[str, Any]) -> str:
        actions.choose_contents(transfer=transfer, by=request.user, **form.answers())
        return "What goes is chosen."

    return _ask(request, transfer, form, act, title="What goes to the next school", submit="Save")


@FORM
@record_door(TRANSFERS, MOVE, seen=TRANSFER_VIEWED, joined=JOINED)
@recent_sign_in_required
def transfer_send(request: SignedIn, transfer: Transfer) -> HttpResponse:
    """Send it; the words for the telephone are shown once."""
    form = PressForm(sent(request), initial={"version": transfer.version})
    if form.is_bound and form.is_valid():
        try:
            made = actions.send_transfer(transfer=transfer, by=request.user, **form.cleaned_data)
            return show_passphrase(request, made, transfer.get_absolute_url())
        except NotNow as why:
            form.add_error(None, str(why))
    context = page_of(transfer, request.user) | {
        "title": "Send the file",
        "form": form,
        "submit_label": "Send it",
    }
    context |= {"back_url": transfer.get_absolute_url(), "cancel_url": transfer.get_absolute_url()}
    return render(request, "moving/send.html", context, status=422 if form.is_bound else 200)


@FORM
@record_door(TRANSFERS, MOVE, seen=TRANSFER_VIEWED, joined=JOINED)
def transfer_receipt(request: SignedIn, transfer: Transfer) -> HttpResponse:
    """Enter a receipt that came another way than by the link."""

    def act(given: dict[str, Any]) -> str:
        actions.enter_receipt(transfer=transfer, by=request.user, **given)
        return "The receipt is entered."

    form = ReceiptForm(sent(request), initial={"version": transfer.version})
    return _ask(request, transfer, form, act, title="Enter the receipt", submit="Enter it")


@FORM
@record_door(TRANSFERS, MOVE, seen=TRANSFER_VIEWED, joined=JOINED)
def transfer_stop(request: SignedIn, transfer: Transfer) -> HttpResponse:
    """Stop the sending."""

    def act(given: dict[str, Any]) -> str:
        actions.stop_transfer(transfer=transfer, by=request.user, **given)
        return "The sending is stopped."

    form = StopForm(sent(request), initial={"version": transfer.version})
    return _ask(request, transfer, form, act, title="Stop the sending", submit="Stop it", danger=True)


def _ask(request: SignedIn, transfer: Transfer, form: Any, act: Any, **words: Any) -> HttpResponse:
    return ask(
        request, form, act, back_url=transfer.get_absolute_url(), caption=transfer.pupil.full_name, **words
    )
