"""Pages about accounts: the list, inviting, roles, how somebody signs in, leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.office import actions
from esafety.office.access.accounts import ACCOUNTS
from esafety.office.forms.accounts import (
    AccountsFilter,
    AddressForm,
    InviteForm,
    InviteStaffForm,
    LeavingForm,
    PostForm,
    RoleForm,
    uninvited,
)
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.queries import accounts as queries
from esafety.office.queries.devices import things_to_return
from esafety.office.vocabulary import ChangeStage
from esafety.people.models import Membership, Person, User
from esafety.people.queries import MOST_FOUND, found_by_name
from esafety.people.vocabulary import PersonKind, Role
from esafety.signin.step_up import recent_sign_in_required
from incidents.finding import shown, too_short

_LONGEST_PAGE = 6
"""Digits of a page number."""


@require_safe
@open_to(C.MANAGE_ACCOUNTS)
def accounts(request: SignedIn) -> HttpResponse:
    """The accounts of the school."""
    form = AccountsFilter(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    typed = request.GET.get("page", "1")
    number = max(int(typed), 1) if typed.isascii() and typed.isdecimal() and len(typed) < _LONGEST_PAGE else 1
    page = queries.accounts(
        request.user,
        request.school,
        words=told.get("words", ""),
        role=told.get("role") or "",
        page=number,
    )
    context = {
        "title": "Accounts",
        "page": page,
        "filter_form": form,
        "uninvited": uninvited(request.school).count(),
    }
    context["filtered"] = any(told.values())
    return render(request, "office/accounts.html", context)


@require_safe
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
def account(request: SignedIn, person: Person) -> HttpResponse:
    """One account: its roles, its state, what waits."""
    context = {
        "title": f"Account of {person.full_name}",
        "back_url": reverse("accounts"),
        "back_label": "Accounts",
        "person": person,
        "line": queries.account_line(person, request.user),
        "posts": [(post, Role(post.role).label) for post in queries.posts_of_person(person)],
        "invitation": queries.invitation_of(person),
        "changes": [(change, queries.what(change)) for change in queries.changes_about(request.user, person)],
        "things": things_to_return(person),
        "is_oneself": person.account_id == request.user.pk,
    }
    return render(request, "office/account.html", context)


# -- inviting --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@open_to(C.MANAGE_ACCOUNTS)
@recent_sign_in_required
def account_invite(request: SignedIn) -> HttpResponse:
    """Invite somebody. "Find" only searches the school's lists and keeps what was typed."""
    finding = "find" in request.POST or bool(request.htmx)
    typed, ticked = request.POST.get("search", ""), request.POST.getlist("people")
    context: dict[str, Any] = _found(request, typed, ticked)
    if request.htmx:
        return render(request, "components/people_results.html", context)
    bound = request.POST if request.method == "POST" and not finding else None
    form = InviteForm(bound, school=request.school, by=request.user, initial=_kept(request))
    if bound is not None and form.is_valid():
        try:
            return _invited(request, form)
        except NotNow as why:
            form.add_error(None, str(why))
    context |= {"title": "Invite somebody", "form": form, "submit_label": "Send the invitation"}
    context |= {"back_url": reverse("accounts"), "results_url": request.path}
    return render(request, "office/account_invite.html", context, status=422 if form.is_bound else 200)


def _invited(request: SignedIn, form: InviteForm) -> HttpResponse:
    told = form.cleaned_data
    user = actions.invite_account(
        school=request.school,
        invitee=form.invitee,
        roles=[Role(role) for role in told["roles"]],
        from_date=told["from_date"],
        until=told["until"],
        by=request.user,
    )
    if user.is_active:
        messages.success(request, f"{user} signs in already at another school and was told by mail.")
    else:
        messages.success(request, f"The invitation goes to {user.email}. It can be accepted for three days.")
    return redirect("account_page", Person.objects.get(school=request.school, account=user).pk)


def _found(request: SignedIn, typed: str, ticked: list[str]) -> dict[str, Any]:
    """People of the school without an account whose name holds every word typed, after those ticked before."""
    free = Person.objects.filter(school=request.school, account=None, left_on__isnull=True)
    ids = [int(value) for value in ticked if value.isascii() and value.isdecimal() and len(value) < 19]
    kept = list(free.filter(pk__in=ids[:MOST_FOUND]))
    people = found_by_name(request.school, typed[:100], kinds=PersonKind, limit=MOST_FOUND + 1)
    people = [] if too_short(typed) else [person for person in people if person.account_id is None]
    rows = shown(people[:MOST_FOUND], kept)
    return {"typed": typed, "people": rows, "more": len(people) > MOST_FOUND, "legend": "Tick one person"}


def _kept(request: SignedIn) -> dict[str, Any]:
    """What was typed before somebody was looked for."""
    sent = request.POST
    days = {name: [sent.get(f"{name}_{part}", "") for part in range(3)] for name in ("from_date", "until")}
    words = {name: sent.get(name, "") for name in ("given_name", "family_name", "kind", "email")}
    return {**words, "roles": sent.getlist("roles"), **{name: day for name, day in days.items() if any(day)}}


@require_http_methods(["GET", "POST"])
@open_to(C.MANAGE_ACCOUNTS)
@recent_sign_in_required
def account_invite_staff(request: SignedIn) -> HttpResponse:
    """Invite many of the staff list at once, each as a member of staff."""
    form = InviteStaffForm(request.POST or None, school=request.school)
    if form.is_bound and form.is_valid():
        people = list(form.cleaned_data["people"])
        refused = actions.invite_staff(school=request.school, people=people, by=request.user)
        sent = len(people) - len(refused)
        messages.success(
            request, "1 invitation is on its way." if sent == 1 else f"{sent} invitations are on their way."
        )
        for _, why in refused:
            messages.warning(request, why)
        return redirect("accounts")
    context = {
        "title": "Invite staff",
        "form": form,
        "submit_label": "Send the invitations",
        "back_url": reverse("accounts"),
        "intro": "They are invited as members of staff: they can report a concern. Other roles are given one by one. "
        "Untick whoever is not to be invited.",
    }
    return render(request, "office/account_invite_staff.html", context, status=422 if form.is_bound else 200)


@require_POST
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_invite_again(request: SignedIn, person: Person) -> HttpResponse:
    """Send the invitation again, to the same address."""
    return _at_once(
        request,
        person,
        lambda: actions.invite_again(invitation=_invitation(person), by=request.user),
        "The invitation was sent again. The earlier link no longer works.",
    )


@require_POST
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_revoke(request: SignedIn, person: Person) -> HttpResponse:
    """Take the invitation back."""
    try:
        actions.revoke_invitation(invitation=_invitation(person), by=request.user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("account_page", person.pk)
    messages.success(request, f"The invitation of {person} was taken back.")
    return redirect("accounts")


def _invitation(person: Person) -> AccountInvitation:
    found = queries.invitation_of(person)
    if found is None:
        raise Http404
    return found


# -- roles -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_role_give(request: SignedIn, person: Person) -> HttpResponse:
    """Give somebody a role, for good, for a time, or while another is away."""
    form = RoleForm(request.POST or None, school=person.school, by=request.user, user=_user(person))

    def do(told: dict[str, Any]) -> object:
        told["role"] = Role(told["role"])
        return actions.ask_for_post(person=person, by=request.user, **told)

    return _ask(request, person, form, do, title="Give a role", submit="Give the role")


@require_http_methods(["GET", "POST"])
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_role_change(request: SignedIn, person: Person, post: int) -> HttpResponse:
    """Change until when a role lasts."""
    held = _post(person, post)
    form = PostForm(request.POST or None, post=held)

    def do(told: dict[str, Any]) -> object:
        return actions.ask_to_move_post(person=person, post=held, by=request.user, **told)

    return _ask(
        request, person, form, do, title=f"Until when: {Role(held.role).label}", submit="Save the day"
    )


@require_http_methods(["GET", "POST"])
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_role_end(request: SignedIn, person: Person, post: int) -> HttpResponse:
    """End a role now."""
    held = _post(person, post)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def do(told: dict[str, Any]) -> object:
        return actions.ask_to_end_post(person=person, post=held, by=request.user)

    words = f"They lose what this role opens to them at once: {Role(held.role).label}."
    return _ask(
        request, person, form, do, title="End a role", submit="End the role", intro=words, danger=True
    )


def _post(person: Person, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.ahead(), pk=pk, user=person.account, school=person.school)


# -- signing in, leaving ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_reset(request: SignedIn, person: Person) -> HttpResponse:
    """Somebody has lost their phone and their recovery codes."""
    form = forms.Form(request.POST if request.method == "POST" else None)

    def do(told: dict[str, Any]) -> object:
        return actions.ask_for_reset(user=_user(person), school=person.school, by=request.user)

    words = (
        "For somebody who has lost their phone or passkey and their recovery codes. Be sure that it is they who ask: "
        "see them, or ring the number you have. A second person confirms it, and it takes effect a day later. They "
        "are told by mail each time and can stop it."
    )
    return _ask(request, person, form, do, title="Reset the second step", submit="Ask for it", intro=words)


@require_http_methods(["GET", "POST"])
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_address(request: SignedIn, person: Person) -> HttpResponse:
    """Somebody's address has changed."""
    form = AddressForm(request.POST or None)

    def do(told: dict[str, Any]) -> object:
        return actions.ask_for_email(person=person, by=request.user, **told)

    words = (
        f"They sign in with {_user(person).email} now. A second person confirms the new address, and it takes effect a "
        "day later. The present address is told and can stop it."
    )
    return _ask(request, person, form, do, title="Change the email address", submit="Ask for it", intro=words)


@require_http_methods(["GET", "POST"])
@record_door(ACCOUNTS, C.MANAGE_ACCOUNTS, lookup="pk")
@recent_sign_in_required
def account_leaving(request: SignedIn, person: Person) -> HttpResponse:
    """Somebody leaves, or must lose access now."""
    form = LeavingForm(request.POST or None)

    def do(told: dict[str, Any]) -> object:
        return actions.ask_to_leave(person=person, on=told["on"], by=request.user)

    words = (
        "Every role in this school ends, what was opened to them by name closes, and they are signed out. Whoever "
        "has no other school cannot sign in any more."
    )
    return _ask(
        request, person, form, do, title="End their access", submit="End access", intro=words, danger=True
    )


# -- what these pages share ------------------------------------------------------------------------


def _ask(
    request: SignedIn,
    person: Person,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    title: str,
    submit: str,
    **context: Any,
) -> HttpResponse:
    """A page that asks for something about an account, and says what came of it."""
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, _outcome(do(form.cleaned_data)))
            return redirect("account_page", person.pk)
        except NotNow as why:
            form.add_error(None, str(why))
    context |= {"title": title, "caption": person.full_name, "form": form, "submit_label": submit}
    context |= {"back_url": reverse("account_page", args=[person.pk]), "back_label": person.full_name}
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


def _at_once(request: SignedIn, person: Person, do: Callable[[], object], done: str) -> HttpResponse:
    try:
        do()
        messages.success(request, done)
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("account_page", person.pk)


def _outcome(made: object) -> str:
    """What is said of something asked for: done, waiting for a second person, or for its day."""
    if isinstance(made, AccountChange) and made.stage == ChangeStage.WAITING:
        return f"Waiting for confirmation by: {queries.who_can_confirm(made)}."
    if isinstance(made, AccountChange) and made.stage == ChangeStage.CONFIRMED:
        return "Saved. It happens by itself on the day."
    return "Done."


def _user(person: Person) -> User:
    assert person.account is not None  # the policy shows only people with an account
    return person.account
