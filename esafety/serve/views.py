"""Addresses for machines: does it live, may it be used, how is it doing."""

from __future__ import annotations

import logging
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from esafety.access.doors import public
from esafety.serve import metrics as figures
from esafety.serve import readiness

log = logging.getLogger(__name__)


@require_safe
@public(
    "What keeps processes running asks it: the process answers. It asks nobody else and tells nothing else."
)
def health_live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive", content_type="text/plain")


@require_safe
@public(
    "What watches or sends us requests asks it before anybody has signed in; it tells ready or not ready."
)
def health_ready(request: HttpRequest) -> HttpResponse:
    missing = readiness.missing()
    if missing:
        log.warning("Not ready: %s", ", ".join(missing))
        return HttpResponse("not ready", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


@require_safe
@public("A monitoring system has no account: the token it was given stands in the header. Sums only.")
def metrics(request: HttpRequest) -> HttpResponse:
    """Without the token the page is missing, as any address that does not exist."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(figures.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(request: HttpRequest) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    given = compare_digest(token.strip().encode(), expected.encode())
    return bool(expected) and kind.lower() == "bearer" and given
