"""Handing out a signed copy: entered in the trail before its first byte leaves."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from aup.models import Signature
from aup.vocabulary import COPY_DOWNLOADED
from esafety.audit import note
from esafety.papers import cabinet
from esafety.papers.views import UNREADABLE
from esafety.people.models import User


def copy_response(request: HttpRequest, signature: Signature, *, by: User | None) -> HttpResponseBase:
    """The very file that was made when it was signed."""
    kept = signature.copy.file
    assert kept is not None  # asked for before
    try:
        content = cabinet.read(kept)
    except UNREADABLE:
        return render(request, "papers/broken.html", {"title": "This document cannot be opened"}, status=500)
    note(COPY_DOWNLOADED, by=by, school=signature.school, about=signature)
    name = f"signed-agreement-{signature.reference}.pdf"
    answer = StreamingHttpResponse(content, content_type="application/pdf")
    answer["Content-Length"] = kept.size
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer
