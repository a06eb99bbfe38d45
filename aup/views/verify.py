"""Whether a certificate, or a file, is one that a school here issued. Tells no name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from aup.forms.verify import VerifyForm
from aup.queries.proof import issued
from esafety.access.doors import public
from esafety.papers import pace

TRIES_AN_ADDRESS = {"limit": 20, "seconds": 600}


@require_http_methods(["GET", "HEAD", "POST"])
@public("Whoever is shown a certificate must be able to check it, and has no account")
def verify(request: HttpRequest) -> HttpResponse:
    """Enter what the certificate says, or the fingerprint of the file."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    context = {"title": "Check a signed agreement", "form": form, "submit_label": "Check"}
    context["frame"] = "aup/public_page.html"
    if form.is_bound and pace.is_too_fast("aup.verify", **TRIES_AN_ADDRESS):
        return render(request, "aup/too_fast.html", context | {"title": "Too many tries"}, status=429)
    if form.is_valid():
        context |= {"checked": True, "found": issued(**form.cleaned_data)}
        return render(request, "aup/verify.html", context)
    return render(request, "aup/verify.html", context, status=422 if form.is_bound else 200)
