"""The web hook: one alert by POST, from a machine, with a key. It says as little as it can."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from esafety.access.doors import public
from esafety.access.refusals import NotNow
from esafety.audit.origin import here
from incidents import actions
from incidents.alerts.hook import LARGEST, OFTEN, OFTEN_REFUSED, alert_in, source_of, too_often
from incidents.alerts.incoming import Unreadable


@public("a monitoring system has no account: the key of its source is in the header")
@csrf_exempt
@require_POST
def alert_hook(request: HttpRequest, key: str) -> JsonResponse:
    """Take one alert in. No cookie counts here, so no other site can send one in somebody's name."""
    source = source_of(request, key)
    if source is None:
        blocked = too_often(f"refused.{here().address}", OFTEN_REFUSED)
        return _no("Too many calls. Wait a minute", 429) if blocked else _no("The key is not right", 403)
    if too_often(f"source.{source.pk}", OFTEN):
        return _no("Too many alerts in a minute. Send this one again later", 429)
    if request.content_type != "application/json":
        return _no("Send application/json", 415)
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _no(f"The body is larger than {LARGEST // 1024} kB. Send no capture", 413)
    try:
        actions.receive_alerts(source=source, told=[alert_in(body)], by=None)
    except (Unreadable, NotNow) as why:
        return _no(str(why), 400)
    return JsonResponse({"received": True}, status=202)


def _no(why: str, status: int) -> JsonResponse:
    return JsonResponse({"received": False, "error": f"{why}."}, status=status)
