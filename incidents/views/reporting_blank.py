"""The blank report form: to print from the page, or as a PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.audit import note
from esafety.papers.actions import want
from incidents.papers import BLANK_FORM
from incidents.reporting.blank import blank_form as the_form
from incidents.vocabulary import FORM_PRINTED


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
def blank_form(request: HttpRequest) -> HttpResponse:
    """Show the form for printing; asked by POST, make a PDF of it."""
    school = request.school  # type: ignore[attr-defined]
    if request.method == "POST":
        paper = want(BLANK_FORM, about=school, by=request.user)  # type: ignore[arg-type]
        return redirect("papers:paper", paper.reference)
    note(FORM_PRINTED, by=request.user, school=school)  # type: ignore[arg-type]
    context = {"title": "Report form to print", **the_form(school)}
    return render(request, "incidents/blank_form.html", context)
