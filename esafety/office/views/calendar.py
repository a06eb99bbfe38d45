"""Terms and closures of a school, year by year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.office import actions
from esafety.office.access.calendar import CLOSURES, TERMS
from esafety.office.forms.calendar import ClosureForm, CopyForm, TermForm
from esafety.office.queries.calendar import LOOKS, WEEKDAYS, closures_of, holidays_in, sheet, terms_of
from esafety.schooldays.models import Closure, Term
from esafety.schooldays.years import EARLIEST, LATEST, SchoolYear, in_words, year_of

STAYS = ["Due moments that were promised before stay as they are. The dates stay in the trail."]
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _year(begins: int | None) -> SchoolYear:
    """The year asked for, this one without. Raises Http404 for one that no calendar reaches."""
    if begins is None:
        return year_of(timezone.localdate())
    if not EARLIEST < begins < LATEST:
        raise Http404
    return SchoolYear(begins)


def _page_of(row: Term | Closure) -> str:
    return reverse("calendar_year", args=[year_of(row.starts_on).begins])


@require_safe
@open_to(Capability.MANAGE_SCHOOL)
def calendar(request: SignedIn, year: int | None = None) -> HttpResponse:
    """A school year as twelve months and as a list of dates."""
    asked = _year(year)
    context = {
        "title": f"Calendar {asked}",
        "back_url": reverse("office"),
        "back_label": "School office",
        "year": asked,
        "sheet": sheet(request.school, asked),
        "looks": LOOKS,
        "weekdays": WEEKDAYS,
        "previous_url": reverse("calendar_year", args=[asked.previous.begins]),
        "previous_text": str(asked.previous),
        "next_url": reverse("calendar_year", args=[asked.next.begins]),
        "next_text": str(asked.next),
        "can_copy": not terms_of(request.school, asked).exists()
        and terms_of(request.school, asked.previous).exists(),
    }
    return render(request, "office/calendar.html", context)


@FORM
@open_to(Capability.MANAGE_SCHOOL)
def term_add(request: SignedIn) -> HttpResponse:
    """Enter a term."""

    def act(told: dict[str, Any]) -> str:
        return f"{actions.add_term(school=request.school, by=request.user, **told)} is in the calendar."

    return ask(
        request, TermForm(sent(request)), act, title="Add a term", submit="Add", back_url=reverse("calendar")
    )


@FORM
@open_to(Capability.MANAGE_SCHOOL)
def closure_add(request: SignedIn) -> HttpResponse:
    """Enter days on which the school is closed."""

    def act(told: dict[str, Any]) -> str:
        made = actions.add_closure(school=request.school, by=request.user, **told)
        return f"{made.get_kind_display()} {in_words(made.starts_on, made.ends_on)} is in the calendar."

    form = ClosureForm(sent(request))
    return ask(request, form, act, title="Add a closure", submit="Add", back_url=reverse("calendar"))


@FORM
@record_door(TERMS, Capability.MANAGE_SCHOOL, lookup="pk")
def term_change(request: SignedIn, term: Term) -> HttpResponse:
    """Correct a term."""

    def act(told: dict[str, Any]) -> str:
        return f"{actions.change_term(term=term, by=request.user, **told)} was changed."

    initial = {"name": term.name, "starts_on": term.starts_on, "ends_on": term.ends_on}
    return ask(
        request,
        TermForm(sent(request), initial=initial),
        act,
        title="Change a term",
        submit="Save",
        back_url=_page_of(term),
        template="office/removable.html",
        remove_url=reverse("term_remove", args=[term.pk]),
        remove_label="Remove this term",
    )


@FORM
@record_door(CLOSURES, Capability.MANAGE_SCHOOL, lookup="pk")
def closure_change(request: SignedIn, closure: Closure) -> HttpResponse:
    """Correct a closure."""

    def act(told: dict[str, Any]) -> str:
        made = actions.change_closure(closure=closure, by=request.user, **told)
        return f"{made.get_kind_display()} was changed."

    initial = {"kind": closure.kind, "starts_on": closure.starts_on, "ends_on": closure.ends_on}
    return ask(
        request,
        ClosureForm(sent(request), initial=initial),
        act,
        title="Change a closure",
        submit="Save",
        back_url=_page_of(closure),
        template="office/removable.html",
        remove_url=reverse("closure_remove", args=[closure.pk]),
        remove_label="Remove this closure",
    )


@FORM
@record_door(TERMS, Capability.MANAGE_SCHOOL, lookup="pk")
def term_remove(request: SignedIn, term: Term) -> HttpResponse:
    """Remove a term and what lies inside it, after saying what that is."""
    back = _page_of(term)
    if request.method == "POST":
        actions.remove_term(term=term, by=request.user)
        messages.success(request, f"{term.name} was removed.")
        return redirect(back)
    inside = closures_of(term.school).filter(starts_on__range=(term.starts_on, term.ends_on))
    lines = [f"{one.get_kind_display()}, {in_words(one.starts_on, one.ends_on)}" for one in inside]
    context = {"title": f"Remove {term.name}?", "lines": lines, "words": STAYS, "back_url": back}
    return render(request, "office/remove.html", context)


@FORM
@record_door(CLOSURES, Capability.MANAGE_SCHOOL, lookup="pk")
def closure_remove(request: SignedIn, closure: Closure) -> HttpResponse:
    """Make the days of a closure school days again."""
    back = _page_of(closure)
    what = f"{closure.get_kind_display()}, {in_words(closure.starts_on, closure.ends_on)}"
    if request.method == "POST":
        actions.remove_closure(closure=closure, by=request.user)
        messages.success(request, f"{what}: removed.")
        return redirect(back)
    context = {"title": f"Remove {what}?", "words": STAYS, "back_url": back}
    return render(request, "office/remove.html", context)


@FORM
@open_to(Capability.MANAGE_SCHOOL)
def calendar_copy(request: SignedIn, year: int) -> HttpResponse:
    """Propose a year from the one before it, weekday for weekday, to be corrected and saved."""
    asked = _year(year)
    rows: list[Term | Closure] = [
        *terms_of(request.school, asked.previous),
        *_planned_closures(request, asked.previous),
    ]
    form = CopyForm(sent(request), rows=rows)

    def act(told: dict[str, Any]) -> str:
        actions.copy_year(school=request.school, year=asked, planned=form.planned, by=request.user)
        return f"The school year {asked} is in the calendar."

    return ask(
        request,
        form,
        act,
        title=f"Copy into {asked}",
        submit="Save these dates",
        back_url=reverse("calendar_year", args=[asked.begins]),
        template="office/calendar_copy.html",
        year=asked,
        holidays=holidays_in(request.school.nation, asked),
    )


def _planned_closures(request: SignedIn, year: SchoolYear) -> list[Closure]:
    """Snow does not fall on the same days again: other closures are not copied."""
    return list(closures_of(request.school, year).exclude(kind=Closure.Kind.OTHER))
