"""Pages on which a second person decides, and on which somebody stops a change to how they sign in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, public, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.vocabulary import REFUSED
from esafety.audit import note
from esafety.office import actions
from esafety.office.access.accounts import CHANGES
from esafety.office.forms.accounts import ConfirmForm
from esafety.office.models import AccountChange
from esafety.office.queries import accounts as queries
from esafety.signin.step_up import recent_sign_in_required

BY_MAIL = "Whoever cannot sign in must be able to stop a change to their own account: a 256-bit link by mail"


@require_safe
@open_to(C.CONFIRM_ACCOUNTS, C.MANAGE_ACCOUNTS)
def account_changes(request: SignedIn) -> HttpResponse:
    """What waits for this account to decide, and what else is on its way."""
    context = {
        "title": "Changes to accounts",
        "deciding": [
            (one, queries.what(one)) for one in queries.changes_to_decide(request.user, request.school)
        ],
        "others": [
            (one, queries.what(one)) for one in queries.changes_on_their_way(request.user, request.school)
        ],
    }
    return render(request, "office/account_changes.html", context)


@require_safe
@record_door(CHANGES, C.MANAGE_ACCOUNTS)
def account_change(request: SignedIn, change: AccountChange) -> HttpResponse:
    """One change: what, for whom, who asked; for who may, the buttons to decide."""
    return _page(request, change, ConfirmForm(change=change))


def _page(request: SignedIn, change: AccountChange, form: ConfirmForm, status: int = 200) -> HttpResponse:
    context = {
        "title": "A change to an account",
        "back_url": reverse("account_changes"),
        "back_label": "Changes to accounts",
        "change": change,
        "facts": queries.facts_of(change),
        "form": form,
        "decides": change.stage == "waiting" and CHANGES.allows(request.user, C.CONFIRM_ACCOUNTS, change),
        "waits_for": queries.who_can_confirm(change),
    }
    return render(request, "office/account_change.html", context, status=status)


@require_POST
@record_door(CHANGES, C.CONFIRM_ACCOUNTS)
@recent_sign_in_required
def account_change_confirm(request: SignedIn, change: AccountChange) -> HttpResponse:
    """Confirm it."""
    form = ConfirmForm(request.POST, change=change)
    if not form.is_valid():
        return _page(request, change, form, status=422)
    try:
        actions.confirm_change(change=change, by=request.user, **form.cleaned_data)
    except NotNow as why:
        detail = {"capability": C.CONFIRM_ACCOUNTS.value}
        note(REFUSED, by=request.user, school=change.school, about=change, detail=detail)
        form.add_error(None, str(why))
        return _page(request, change, form, status=409)
    messages.success(request, "Confirmed.")
    return redirect("account_changes")


@require_POST
@record_door(CHANGES, C.CONFIRM_ACCOUNTS)
@recent_sign_in_required
def account_change_decline(request: SignedIn, change: AccountChange) -> HttpResponse:
    """Say no."""
    return _ended(request, change, actions.decline_change, "Declined.")


@require_POST
@record_door(CHANGES, C.MANAGE_ACCOUNTS)
@recent_sign_in_required
def account_change_stop(request: SignedIn, change: AccountChange) -> HttpResponse:
    """Stop it before it takes effect."""
    return _ended(request, change, actions.stop_change, "Stopped. Nothing was changed.")


def _ended(request: SignedIn, change: AccountChange, do: object, done: str) -> HttpResponse:
    try:
        do(change=change, by=request.user)  # type: ignore[operator]
        messages.success(request, done)
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("account_changes")


@require_http_methods(["GET", "HEAD", "POST"])
@public(BY_MAIL)
def stop_change(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody stops a change to how they sign in, from the link in their mail."""
    change = AccountChange.objects.with_token(token)
    if change is None:
        return render(request, "office/link_over.html", {"title": "This link does not work"}, status=404)
    if request.method != "POST":
        context = {"title": "Stop this change?", "change": change, "what": queries.what(change)}
        return render(request, "office/stop_change.html", context | {"submit_label": "Stop it"})
    try:
        actions.stop_change(change=change, by=change.user)
    except NotNow:  # somebody was a moment sooner
        return render(request, "office/link_over.html", {"title": "This link does not work"}, status=404)
    return render(request, "office/change_stopped.html", {"title": "The change was stopped"})
