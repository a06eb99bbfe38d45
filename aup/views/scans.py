"""Scans of signed papers: added, opened."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aup import actions
from aup.access.signing import SIGNATURES
from aup.forms.scans import OpenScanForm, PaperScanForm
from aup.models import PaperScan, Signature
from aup.vocabulary import SCAN_OPENED, Route
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.papers.receiving import opening, scanner
from esafety.papers.receiving.kinds import SCAN
from esafety.papers.uploads import SealedUpload, permit, refusal, takes_a_file

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@record_door(SIGNATURES, C.MANAGE_AGREEMENTS, joined=("school",))
@takes_a_file(SCAN)
def scan_add(request: SignedIn, signature: Signature) -> HttpResponse:
    """Put the scan of the paper to its signature."""
    if signature.route != Route.PAPER:
        raise Http404
    bound = request.method == "POST"
    refused = refusal(request) if bound else ""
    form = PaperScanForm(request.POST if bound else None, request.FILES if bound else None, refusal=refused)
    if bound and form.is_valid() and isinstance(form.cleaned_data["file"], SealedUpload):
        actions.add_scan(signature=signature, sent=form.cleaned_data["file"], by=request.user)
        messages.success(request, "The scan is kept with the signature.")
        return redirect("signature", signature.reference)
    back = reverse("signature", args=[signature.reference])
    context = {
        "title": "Add a scan of the paper",
        "caption": str(signature),
        "form": form,
        "submit_label": "Add the scan",
        "back_url": back,
        "cancel_url": back,
        "form_action": f"{request.path}?{urlencode({'permit': permit(request, SCAN)})}",
        "has_scanner": scanner.is_set_up(),
    }
    return render(request, "aup/scan_add.html", context, status=422 if bound else 200)


@FORM
@record_door(SIGNATURES, C.MANAGE_AGREEMENTS, joined=("school",))
def scan_open(request: SignedIn, signature: Signature, pk: int) -> HttpResponseBase:
    """Download one scan. Entered in the trail before its first byte leaves."""
    found = PaperScan.objects.filter(signature=signature, pk=pk).select_related("received__file").first()
    if found is None:
        raise Http404
    back, received = reverse("signature", args=[signature.reference]), found.received
    unchecked = opening.needs_confirming(received)
    form = OpenScanForm(request.POST if request.method == "POST" else None, unchecked=unchecked)
    if form.is_valid():
        try:
            answer = opening.hand_out(received, stem=f"scan-{signature.reference}")
        except NotNow as reason:
            messages.error(request, str(reason))
            return redirect(back)
        detail = {"file": received.reference}
        note(SCAN_OPENED, by=request.user, school=signature.school, about=signature, detail=detail)
        return answer
    context = {
        "title": "Open the scan",
        "caption": str(signature),
        "form": form,
        "submit_label": "Download",
        "back_url": back,
        "cancel_url": back,
        "has_scanner": scanner.is_set_up(),
    }
    return render(request, "aup/scan_add.html", context, status=422 if form.is_bound else 200)
