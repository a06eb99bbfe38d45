"""Certificates of a check: sent in through the gate for plain paper, handed out whole and never shown."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.papers.receiving import opening, scanner
from esafety.papers.receiving.kinds import SCAN
from esafety.papers.uploads import permit, refusal, takes_a_file
from filtering import actions
from filtering.access import CHECKS
from filtering.forms.checks import CertificateForm, ConfirmForm
from filtering.models import Check
from filtering.vocabulary import CERTIFICATE_READ

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@record_door(CHECKS, C.RUN_FILTERING, joined=("school",))
@takes_a_file(SCAN)
def certificate_add(request: SignedIn, check: Check) -> HttpResponse:
    """Keep a certificate with a check."""
    refused = refusal(request) if request.method == "POST" else ""
    form = CertificateForm(sent(request), request.FILES or None, refusal=refused)

    def act(told: dict[str, Any]) -> str:
        actions.add_certificate(check=check, title=told["title"], sent=told["file"], by=request.user)
        return "The certificate is kept."

    return ask(
        request,
        form,
        act,
        title="Keep a certificate",
        submit="Send",
        back_url=check.get_absolute_url(),
        template="filtering/certificate_add.html",
        caption=str(check),
        has_scanner=scanner.is_set_up(),
        form_action=f"{request.path}?{urlencode({'permit': permit(request, SCAN)})}",
    )


@FORM
@record_door(CHECKS, C.SEE_FILTERING_LOG, joined=("school",))
def certificate(request: SignedIn, check: Check, number: int) -> HttpResponseBase:
    """Download one; whoever does so without a scanner's word says that they know."""
    held = check.certificates.filter(pk=number).select_related("received__file").first()
    if held is None:
        raise Http404
    why, asks = opening.why_closed(held.received), opening.needs_confirming(held.received)
    form = ConfirmForm(sent(request)) if asks else None
    if request.method == "POST" and not why and (form is None or form.is_valid()):
        try:
            answer = opening.hand_out(held.received, stem=f"certificate-{check.reference}")
        except NotNow as reason:
            why = str(reason)
        else:
            note(CERTIFICATE_READ, by=request.user, school=check.school, about=check)
            return answer
    context = {
        "title": held.title,
        "caption": str(check),
        "form": form,
        "why": why,
        "submit_label": "Download",
    }
    context |= {"back_url": check.get_absolute_url(), "back_label": str(check)}
    return render(
        request, "filtering/certificate.html", context, status=422 if form and form.is_bound else 200
    )
