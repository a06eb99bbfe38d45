"""Messages that could not be delivered, and sending one again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.outbox.access import UNDELIVERED
from esafety.outbox.actions.retry_message import NotParked
from esafety.outbox.actions.retry_message import retry_message as send_again
from esafety.outbox.models import Message
from esafety.outbox.queries import undelivered


@require_safe
@open_to(Capability.SEE_PARKED_MESSAGES)
def parked_messages(request: HttpRequest) -> HttpResponse:
    """What was not delivered, and why."""
    rows = undelivered(request.user, request.school)  # type: ignore[arg-type,attr-defined]
    return render(request, "outbox/parked_messages.html", {"title": "Undelivered messages", "rows": rows})


@require_POST
@record_door(UNDELIVERED, Capability.SEE_PARKED_MESSAGES)
def retry_message(request: HttpRequest, message: Message) -> HttpResponse:
    """Send one again."""
    try:
        send_again(by=request.user, message=message)  # type: ignore[arg-type]
        messages.success(request, "The message will be sent again now.")
    except NotParked:
        messages.info(request, "The message is being sent already.")
    return redirect("parked_messages")
