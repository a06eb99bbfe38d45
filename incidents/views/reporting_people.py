"""Who was involved: people added to a report one after another, looked at again, left out; looking people up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.refusals import NotNow
from incidents import actions
from incidents.finding import look_up
from incidents.forms.reporting_people import NamedForm, PeopleForm
from incidents.reporting.check_rows import part_of, section_url, who
from incidents.reporting.sections import SECTION
from incidents.reporting.so_far import SoFar
from incidents.views.reporting import after, keep, own_draft, section_page

PEOPLE = SECTION["people"]


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
@own_draft
def people(request: HttpRequest, so_far: SoFar) -> HttpResponse:
    """Add people, or go on: with what is filled in added, or with nobody known yet."""
    if request.method != "POST":
        return _page(request, so_far, so_far.shown("people"), so_far.typed("people").getlist("people"))
    if request.htmx:  # type: ignore[attr-defined]
        found = look_up(
            so_far.school, request.POST.get("search", ""), request.POST.getlist("people"), by=so_far.by
        )
        return render(request, "incidents/people_found.html", {"found": found})
    now = SoFar(keep(request, so_far.draft, PEOPLE), request.user)  # type: ignore[arg-type]
    form = PeopleForm(request.POST, so_far=now)
    ticked = request.POST.getlist("people")
    if "find" in request.POST:
        return _page(request, now, now.shown("people"), ticked, find=request.POST.get("search", ""))
    adding = request.POST.get("to") == "add"
    if form.is_empty and not adding:
        return redirect(after(request, now, PEOPLE))
    if not form.is_valid() or not _add(form, now):
        return _page(request, now, form, ticked)
    return redirect(request.get_full_path() if adding else after(request, now, PEOPLE))


def _add(form: PeopleForm, so_far: SoFar) -> bool:
    """Add the people; too many is said on the form."""
    try:
        actions.name_people(draft=so_far.draft, rows=form.rows, by=so_far.by)
    except NotNow as refusal:
        form.add_error("search", str(refusal))
        return False
    return True


def _page(
    request: HttpRequest, so_far: SoFar, form: Any, ticked: list[str], *, find: str = ""
) -> HttpResponse:
    """Everybody named so far, and the questions for the next."""
    found = look_up(so_far.school, find, ticked, by=so_far.by)
    named = [
        {
            "title": who(so_far.involved(row)),
            "meta": "; ".join(line for line in part_of(so_far.involved(row)) if line),
            "gone": bool(row["person"]) and row["person"] not in so_far.persons,
            "url": reverse("report_person", args=[so_far.draft.key, row["id"]]),
        }
        for row in so_far.rows
    ]
    return section_page(request, so_far, PEOPLE, form, named=named, found=found, searched=bool(find))


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
@own_draft
def person(request: HttpRequest, so_far: SoFar, row: str) -> HttpResponse:
    """Change what was said of one person, or leave them out."""
    named = next((one for one in so_far.rows if one["id"] == row), None)
    if named is None:
        raise Http404
    back = section_url(so_far, "people", change="change" in request.GET)
    form = NamedForm(request.POST if request.method == "POST" else None, row=named)
    leaving_out = "remove" in request.POST
    if leaving_out or form.is_valid():
        new = None if leaving_out else form.changed
        actions.rename_person(draft=so_far.draft, row_id=row, row=new, by=so_far.by)
        return redirect(back)
    context = {
        "title": who(so_far.involved(named)),
        "caption": "Who was involved",
        "form": form,
        "back_url": back,
        "so_far": so_far,
    }
    return render(request, "incidents/report_person.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
def people_search(request: HttpRequest) -> HttpResponse:
    """People of the school by name: a fragment for pages with scripts, a page of its own without."""
    school = request.school  # type: ignore[attr-defined]
    found = look_up(school, request.POST.get("search", ""), request.POST.getlist("people"), by=request.user)  # type: ignore[arg-type]
    context = {"title": "Find a person", "found": found, "back_url": reverse("report")}
    fragment = bool(request.htmx)  # type: ignore[attr-defined]
    template = "incidents/people_found.html" if fragment else "incidents/people_search.html"
    return render(request, template, context, status=429 if found.too_often and not fragment else 200)
