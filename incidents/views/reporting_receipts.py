"""My reports: what I sent, how far it is, what I am told, what I want to add."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door, signed_in
from esafety.ui.templatetags.ui import day
from incidents import actions, reach
from incidents.access import RECEIPTS
from incidents.forms.reporting import AddToReportForm
from incidents.models import Incident
from incidents.reporting import receipts
from incidents.views.reporting import drafts
from incidents.vocabulary import RECEIPT_VIEWED

ON_A_PAGE = 25


@require_GET
@signed_in
def reports(request: HttpRequest) -> HttpResponse:
    """What this account sent, newest first, and what it has begun."""
    mine = RECEIPTS.visible_to(request.user, Incident.objects.order_by("-reported_at", "-pk"))
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    since = receipts.conflicts_since(page, request.user)  # type: ignore[arg-type]
    rows = [
        {
            "title": incident.reference,
            "url": reverse("receipt", args=[incident.reference]),
            "at": incident.reported_at,
            "tag": receipts.gentle_status(incident, since.get(incident.pk)),
        }
        for incident in page
    ]
    context = {"title": "My reports", "rows": rows, "drafts": drafts(request)}
    context["previous_url"] = f"?page={page.previous_page_number()}" if page.has_previous() else ""
    context["next_url"] = f"?page={page.next_page_number()}" if page.has_next() else ""
    return render(request, "incidents/reports.html", context)


@require_GET
@record_door(RECEIPTS, C.REPORT, seen=RECEIPT_VIEWED)
def receipt(request: HttpRequest, incident: Incident) -> HttpResponse:
    """One report as its writer sees it."""
    since = receipts.conflicts_since([incident], request.user).get(incident.pk)  # type: ignore[arg-type]
    late = receipts.nobody_looked(incident, since)
    context = {
        "title": f"Your report {incident.reference}",
        "incident": incident,
        "facts": [
            {"label": "Where it stands", "tag": receipts.gentle_status(incident, since)},
            {"label": "Sent", "text": day(incident.reported_at)},
        ],
        "items": receipts.messages(incident, request.user, since),  # type: ignore[arg-type]
        "rows": receipts.own_words(incident),
        "outside": reach.outside(incident.school, reach.WITHOUT_SCHOOL) if late else [],
        "back_url": reverse("reports"),
    }
    return render(request, "incidents/receipt.html", context)


@require_http_methods(["GET", "POST"])
@record_door(RECEIPTS, C.REPORT)
def receipt_add(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Add to a report; what was sent stays as it is."""
    form = AddToReportForm(request.POST if request.method == "POST" else None)
    url = reverse("receipt", args=[incident.reference])
    if form.is_valid():
        actions.add_to_report(incident=incident, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, "Added to your report.")
        return redirect(url)
    context = {
        "title": "Add to your report",
        "caption": incident.reference,
        "intro": "What you sent stays as it is. This is added to it, with today’s date.",
        "form": form,
        "submit_label": "Add to my report",
        "back_url": url,
        "cancel_url": url,
    }
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)
