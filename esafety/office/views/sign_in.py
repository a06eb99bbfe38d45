"""Pages about how a school's people sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.office import actions
from esafety.office.access.sign_in import SIGN_IN_TIES
from esafety.office.forms.sign_in import ProviderForm
from esafety.office.queries.sign_in import provider_of, sign_in_page
from esafety.signin.models import SignInIdentity, SignInProvider
from esafety.signin.single_sign_on import discovery
from esafety.signin.step_up import recent_sign_in_required

Change = tuple[Callable[..., Any], str]
CHANGES: Final[dict[str, Change]] = {
    "off": (actions.turn_provider_off, "Nobody can sign in with {provider} any more. Passwords work again."),
    "passwords-off": (actions.turn_passwords_off, "Passwords are off for everybody but administrators."),
    "passwords-on": (actions.turn_passwords_on, "Passwords work again."),
    "our-second-step": (actions.keep_second_step, "The second step is asked for here, as usual."),
}
"""What each button of the page does that whoever manages the school may press, and what is said then."""
CONFIRMATIONS: Final[dict[str, Change]] = {
    "on": (actions.turn_provider_on, "People can now sign in with {provider}."),
    "their-second-step": (
        actions.leave_second_step,
        "{provider} now asks for the second step. A sign-in that does not prove it is still asked here.",
    ),
}
"""What a second person does."""


@require_safe
@open_to(Capability.MANAGE_SCHOOL, Capability.CONFIRM_ACCOUNTS)
@recent_sign_in_required
def sign_in_settings(request: SignedIn) -> HttpResponse:
    """Where people sign in, and how that stands."""
    context = {
        "title": "Signing in with school accounts",
        "back_url": reverse("office"),
        "back_label": "School office",
    }
    return render(
        request, "office/sign_in_settings.html", context | sign_in_page(request.school, request.user)
    )


@require_http_methods(["GET", "POST"])
@open_to(Capability.MANAGE_SCHOOL)
@recent_sign_in_required
def sign_in_provider(request: SignedIn) -> HttpResponse:
    """Enter the provider, or change what was entered."""
    form = ProviderForm(request.POST or None, row=provider_of(request.school))
    if form.is_bound and form.is_valid():
        actions.set_sign_in_provider(school=request.school, by=request.user, **form.told)
        messages.success(request, "Saved. Test it, then turn it on.")
        return redirect("sign_in_settings")
    context = {
        "title": "Where people sign in",
        "form": form,
        "submit_label": "Save",
        "back_url": reverse("sign_in_settings"),
    }
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@require_POST
@open_to(Capability.MANAGE_SCHOOL)
@recent_sign_in_required
def sign_in_test(request: SignedIn) -> HttpResponse:
    """Ask the provider whether it is there, and say what is wrong."""
    row = get_object_or_404(SignInProvider, school=request.school)
    try:
        discovery.check(row.issuer)
    except discovery.Wrong as wrong:
        actions.note_provider_checked(provider=row, works=False, by=request.user)
        messages.error(request, wrong.words)
    else:
        actions.note_provider_checked(provider=row, works=True, by=request.user)
        messages.success(request, f"{row} answers as it should.")
    return redirect("sign_in_settings")


@require_POST
@open_to(Capability.MANAGE_SCHOOL)
@recent_sign_in_required
def sign_in_change(request: SignedIn, change: str) -> HttpResponse:
    """Turn something off, or back on."""
    return _carry_out(request, *CHANGES[change])


@require_POST
@open_to(Capability.MANAGE_SCHOOL, Capability.CONFIRM_ACCOUNTS)
@recent_sign_in_required
def sign_in_confirm(request: SignedIn, confirmation: str) -> HttpResponse:
    """Confirm, as a second person, what another has entered; turn it on again later."""
    return _carry_out(request, *CONFIRMATIONS[confirmation])


def _carry_out(request: SignedIn, act: Callable[..., Any], said: str) -> HttpResponse:
    row = get_object_or_404(SignInProvider, school=request.school)
    try:
        act(provider=row, by=request.user)
    except NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said.format(provider=row))
    return redirect("sign_in_settings")


@require_POST
@record_door(SIGN_IN_TIES, Capability.MANAGE_SCHOOL, lookup="pk")
@recent_sign_in_required
def sign_in_untie(request: SignedIn, tie: SignInIdentity) -> HttpResponse:
    """Let another identity at the provider open an account."""
    actions.untie_sign_in(identity=tie, by=request.user)
    messages.success(request, f"{tie.user} is untied. The next sign-in with that address is tied to it.")
    return redirect("sign_in_settings")
