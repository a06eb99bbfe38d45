"""A parents' evening: a square on the wall, a name and a date, and the link goes to the address on the roll.

The answer is always the same, whether there is such a child or not.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from aup import actions
from aup.forms.evening import EveningForm
from aup.models import CampaignClass
from aup.views.link import no_such_link
from esafety.access.doors import public
from esafety.papers import pace

TRIES_AN_ADDRESS = {"limit": 120, "seconds": 600}
"""A whole hall of parents behind one address of the school."""


@require_http_methods(["GET", "HEAD", "POST"])
@public("Parents have no account; the page only makes the school write to an address it already has")
def evening(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for one's link."""
    row = CampaignClass.of_evening(code)
    if row is None:
        return no_such_link(request)
    form = EveningForm(request.POST if request.method == "POST" else None)
    context = {
        "title": "Get your link",
        "form": form,
        "submit_label": "Send my link",
        "school": row.school,
        "row": row,
        "frame": "aup/public_page.html",
    }
    if form.is_valid():
        if pace.is_too_fast("aup.evening", **TRIES_AN_ADDRESS):
            return render(request, "aup/too_fast.html", context | {"title": "Too many tries"}, status=429)
        actions.ask_for_links(row=row, by=None, **form.cleaned_data)
        return render(request, "aup/evening_sent.html", context | {"title": "Look in your mail"})
    return render(request, "aup/evening.html", context, status=422 if form.is_bound else 200)
