"""Lists under a name of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.forms.listing import SaveViewForm
from incidents.lists.filters import Filters
from incidents.models import SavedView
from incidents.views.listing import asked


@require_safe
@open_to(C.SEE_INCIDENTS)
def views(request: SignedIn) -> HttpResponse:
    """The person's saved lists, to open or to delete."""
    user, school, url = request.user, request.school, reverse("incidents")
    saved: list[dict[str, Any]] = [
        {
            "pk": view.pk,
            "name": view.name,
            "url": f"{url}?{Filters.of(view.filters, user=user, school=school).encoded(user)}",
        }
        for view in SavedView.objects.filter(user=user, school=school)
    ]
    context = {"title": "Your saved lists", "saved": saved, "back_url": url}
    return render(request, "incidents/views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(C.SEE_INCIDENTS)
def view_save(request: SignedIn) -> HttpResponse:
    """Give the list a name."""
    filters = asked(request, request.GET.get("list", ""))
    list_url = f"{reverse('incidents')}?{filters.encoded(request.user)}"
    form = SaveViewForm(request.POST or None)
    context = {"title": "Save this list", "form": form, "submit_label": "Save", "back_url": list_url}
    if not (form.is_bound and form.is_valid()):
        return render(request, "form_page.html", context, status=422 if form.is_bound else 200)
    try:
        actions.save_view(school=request.school, filters=filters, by=request.user, **form.cleaned_data)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return render(request, "form_page.html", context, status=409)
    messages.success(request, "The list was saved.")
    return redirect(list_url)


@require_POST
@open_to(C.SEE_INCIDENTS)
def view_delete(request: SignedIn, pk: int) -> HttpResponse:
    """Throw a saved list away: one's own only."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user, school=request.school)
    actions.delete_view(view=view, by=request.user)
    messages.success(request, f"“{view.name}” was deleted.")
    return redirect("views")
