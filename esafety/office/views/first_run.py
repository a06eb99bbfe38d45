"""Pages of beginning: accepting an invitation, a lost second step, a school before it is live, several schools."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, public, signed_in
from esafety.access.middleware import CHOSEN
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.roles import may, roles_in
from esafety.audit import note
from esafety.office import actions
from esafety.office.forms.accounts import SchoolForm, WelcomeForm
from esafety.office.models import AccountInvitation
from esafety.office.queries import accounts as queries
from esafety.office.queries import readiness
from esafety.office.vocabulary import SCHOOL_SWITCHED
from esafety.people.vocabulary import Role
from esafety.signin.half_way import account_half_way
from esafety.signin.letting_in import let_in
from esafety.signin.step_up import recent_sign_in_required
from esafety.signin.without_password import needs_no_password

INVITED = "Whoever is invited has no password yet: a 256-bit link by mail stands for them"
HALF_WAY = "Whoever lost their second step cannot sign in; the page asks for their password first"


@require_http_methods(["GET", "HEAD", "POST"])
@public(INVITED)
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Take up an account: choose a password and be signed in, or go on to the school's own sign-in."""
    invitation = AccountInvitation.objects.with_token(token)
    if invitation is None:
        return render(request, "office/link_over.html", {"title": "This link does not work"}, status=404)
    needs_one = not needs_no_password(invitation.user, invitation.school)
    told = request.POST if request.method == "POST" else None
    form = WelcomeForm(told, user=invitation.user, needs_password=needs_one)
    if form.is_bound and form.is_valid():
        password = form.cleaned_data.get("password")
        try:
            user = actions.accept_invitation(invitation=invitation, password=password, by=invitation.user)
        except NotNow:  # pressed twice: the first press took it up
            return redirect("account_login")
        if needs_one:
            messages.success(request, "Your password is saved, and you are signed in.")
            return let_in(request, user, "password", email=user.email)
        messages.success(request, "Your account is ready. Sign in with your school account.")
        return redirect("account_login")
    context = {"title": f"Welcome to {invitation.school}", "form": form, "invitation": invitation}
    context |= {"needs_password": needs_one, "submit_label": "Save the password" if needs_one else "Continue"}
    return render(request, "office/welcome.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public(HALF_WAY)
def lost_second_step(request: HttpRequest) -> HttpResponse:
    """Ask, after one's password, that one's lost second step be reset."""
    user = account_half_way(request)
    schools = queries.my_schools(user) if user else []
    if user is None or not schools:
        return redirect("account_login")
    context = {"title": "Have you lost your second step?", "submit_label": "Ask for a reset"}
    if request.method == "POST":
        try:
            actions.ask_for_reset(user=user, school=queries.weightiest(user, schools), by=user)
        except NotNow:
            context["again"] = "yes"
        context["title"] = "Your request was passed on"
        return render(request, "office/second_step_asked.html", context)
    return render(request, "office/lost_second_step.html", context)


# -- before a school is live -----------------------------------------------------------------------


@require_safe
@open_to(C.MANAGE_SCHOOL, C.CONFIRM_ACCOUNTS)
def set_up(request: SignedIn) -> HttpResponse:
    """What is there and what is missing before the school can go live."""
    pieces = readiness.pieces(request.school, request.user)
    context = {
        "title": "Your school is live" if request.school.is_live else "Before your school goes live",
        "pieces": pieces,
        "lacking": sum(not is_there for _, is_there, _ in pieces),
        "is_live": request.school.is_live,
        "is_head": Role.HEAD in roles_in(request.user, request.school.pk),
        "posts": queries.who_sees_cases(request.school),
        "address": request.user.email if may(request.user, C.MANAGE_SCHOOL, request.school) else "",
    }
    return render(request, "office/set_up.html", context)


@require_POST
@open_to(C.MANAGE_SCHOOL)
def set_up_mail(request: SignedIn) -> HttpResponse:
    """Send oneself a message, to see whether mail arrives."""
    actions.test_mail(school=request.school, by=request.user)
    messages.success(
        request, f"A message is on its way to {request.user.email}. Look at this page again in a minute."
    )
    return redirect("set_up")


@require_POST
@open_to(C.MANAGE_SCHOOL)
@recent_sign_in_required
def go_live(request: SignedIn) -> HttpResponse:
    """The head lets the school go live."""
    try:
        actions.go_live(school=request.school, by=request.user)
        messages.success(request, f"{request.school} is live. Concerns reach those who must act.")
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("set_up")


# -- several schools -------------------------------------------------------------------------------


@require_safe
@open_to(C.FOUND_SCHOOLS)
def schools(request: SignedIn) -> HttpResponse:
    """The schools of a trust or authority: live or not, and who administers them."""
    context = {"title": "Schools", "lines": queries.schools_of_trust(request.user)}
    return render(request, "office/schools.html", context)


@require_http_methods(["GET", "POST"])
@open_to(C.FOUND_SCHOOLS)
@recent_sign_in_required
def school_add(request: SignedIn) -> HttpResponse:
    """Found another school."""
    form = SchoolForm(request.POST or None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        words = {"name": told["name"], "nation": told["nation"], "administrator": form.administrator}
        try:
            school = actions.found_school(by=request.user, **words)
            messages.success(request, f"{school} was added. Change to it to set it up.")
            return redirect("schools")
        except NotNow as why:
            form.add_error("name", str(why))
    context = {"title": "Add a school", "form": form, "submit_label": "Add the school"}
    context["back_url"] = reverse("schools")
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def my_schools(request: SignedIn) -> HttpResponse:
    """The schools in which somebody holds a post, to go from one to another."""
    context = {"title": "Your schools", "schools": queries.my_schools(request.user), "here": request.school}
    return render(request, "office/my_schools.html", context)


@require_POST
@signed_in
def switch_school(request: SignedIn) -> HttpResponse:
    """Go to another of one's schools; every page then shows that one."""
    mine = {str(school.pk): school for school in queries.my_schools(request.user)}
    chosen = mine.get(request.POST.get("school", ""))
    if chosen is None:
        raise Http404
    request.session[CHOSEN] = chosen.pk
    note(SCHOOL_SWITCHED, by=request.user, school=chosen)
    there = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}) and there.startswith("/")
    return redirect(there if own else "home")
